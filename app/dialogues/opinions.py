"""An own opinion whose establishing no longer stands: its words go back into the form they were written in."""

from sqlalchemy.orm import Session

from app.dialogues.establishing.disposing import DRAFTS_OF
from app.dialogues.models import Consent
from app.drafts.services import At, put_back


def put_back_opinion(session: Session, consent: Consent) -> None:
    """Keep the own opinion of a consent that goes away as its writer's draft, so that it comes along when they establish again.

    A draft is nobody else's to see (ADR 0054), goes with what is disposed of, and gives way to what was written since.
    """
    if not consent.own_opinion:
        return
    at = At(consent.person_id, form_of(consent.dialogue_id), DRAFTS_OF, consent.dialogue_id)
    put_back(session, at, fields={"own_opinion": consent.own_opinion}, sent_at=consent.at)


def form_of(dialogue_id: int) -> str:
    """Give where the form of establishing is sent to: that of the view `dialogues.consent`."""
    return f"/dialoger/{dialogue_id}/helhet/faststall"
