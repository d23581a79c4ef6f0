"""What the history keeps of documents and decisions; written when they change, compared when it is verified.

An entry about a document names the rows it speaks of: `document`, `version 2`, `review 7`, `unit 12`.
"""

from app.documents.models import (
    Document,
    DocumentReview,
    DocumentVersion,
    ImportantDocument,
    RecordedDecision,
)

DOCUMENT = "governing_document"
DECISION = "recorded_decision"
ON_VERSION = "document_version"
"""What a file of a document hangs on."""


def document_facts(document: Document) -> dict[str, object]:
    """Give all that stands once of a document; `applies_to` must be loaded."""
    return {
        "title": document.title,
        "summary": document.summary,
        "origin": document.origin,
        "type": document.type_key,
        "responsible_unit": document.responsible_unit_id,
        "responsible_person": document.responsible_person_id,
        "for_all": document.for_all,
        "units": sorted(one.unit_id for one in document.applies_to),
        "next_review_on": document.next_review_on,
        "version": document.current_number,
        "ended": document.ended,
        "ended_on": document.ended_on,
        "ended_why": document.ended_why,
    }


def version_facts(version: DocumentVersion) -> dict[str, object]:
    """Give all that one version says."""
    return {
        "label": version.label,
        "decided_by": version.decided_by,
        "registry_number": version.registry_number,
        "decided_on": version.decided_on,
        "valid_to": version.valid_to,
        "link": version.link,
        "changes": version.changes,
    }


def review_facts(review: DocumentReview) -> dict[str, object]:
    """Give all that a review says."""
    return {
        "by": review.reviewed_by_id,
        "at": review.reviewed_at,
        "note": review.note,
        "before_on": review.before_on,
        "next_on": review.next_on,
        "undone_at": review.undone_at,
    }


def important_facts(named: ImportantDocument) -> dict[str, object]:
    """Give all that a unit says of a document it names."""
    return {"why": named.why, "at": named.named_at}


def decision_facts(decision: RecordedDecision) -> dict[str, object]:
    """Give all that a decision says."""
    return {
        "title": decision.title,
        "text": decision.text,
        "decided_by": decision.decided_by,
        "delegate": decision.delegate,
        "decided_on": decision.decided_on,
        "registry_number": decision.registry_number,
        "link": decision.link,
        "responsible_unit": decision.responsible_unit_id,
        "subject_kind": decision.subject_kind,
        "subject_id": decision.subject_id,
        "concerns_children": decision.concerns_children,
        "considerations": decision.considerations,
        "larger_matter": decision.larger_matter,
        "impact_assessed": decision.impact_assessed,
        "not_assessed_why": decision.not_assessed_why,
        "struck_at": decision.struck_at,
        "struck_why": decision.struck_why,
    }
