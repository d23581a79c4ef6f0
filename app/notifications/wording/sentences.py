"""Every kind of notice in words."""

from collections.abc import Mapping

from app.notifications.kinds import Kind
from app.notifications.wording import (
    assignments,
    dialogues,
    economy,
    meetings,
    organisation,
    plans,
    quality,
    reports,
)
from app.notifications.wording.saying import Facts, Said, Sentences

SENTENCES: Sentences = {
    **meetings.SENTENCES,
    **dialogues.SENTENCES,
    **plans.SENTENCES,
    **quality.SENTENCES,
    **economy.SENTENCES,
    **reports.SENTENCES,
    **assignments.SENTENCES,
    **organisation.SENTENCES,
}


def said(kind: str, words: Mapping[str, object]) -> Said:
    """Put a notice in words."""
    return SENTENCES[Kind(kind)](Facts(words))
