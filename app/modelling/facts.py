"""What the history keeps of models; written when they change, compared when it is verified.

A model is a long text: the history holds its hash, and the part that was changed before and after.
"""

import hashlib

from app.modelling.models import Adoption, ModelDraft, ModelVersion

DRAFT, VERSION, ADOPTION = "model_draft", "model_version", "model_adoption"
Facts = dict[str, object]


def sha(text: str) -> str:
    """Give the hash a text is known by in the history."""
    return hashlib.sha256(text.encode()).hexdigest()


def draft_facts(one: ModelDraft) -> Facts:
    """Give what stands of a draft."""
    return {
        "name": one.name,
        "text": sha(one.text),
        "origin_name": one.origin_name,
        "origin": sha(one.origin_text),
        "discarded": one.discarded_at is not None,
    }


def version_facts(one: ModelVersion) -> Facts:
    """Give what stands of a version."""
    return {"number": one.number, "draft": one.draft_id, "name": one.name, "text": sha(one.text)}


def adoption_facts(one: Adoption) -> Facts:
    """Give what stands of a decision that a version is in force from a day."""
    return {
        "version": one.version_id,
        "from": one.from_day,
        "why": one.why,
        "mark": one.mark,
        "by": one.decided_by_id,
        "withdrawn": one.withdrawn_at is not None,
        "withdrawn_by": one.withdrawn_by_id,
    }
