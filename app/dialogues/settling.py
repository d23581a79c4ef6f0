"""Notes as read what people were asked to do once they have done it, or it is no longer asked: it is no news any more.

A mail of its own that is on its way goes all the same; what waits for the day's mail is left out of it.
"""

from collections.abc import Collection

from sqlalchemy.orm import Session

from app.dialogues.models import Agreement, AgreementState, Dialogue, Guest
from app.dialogues.telling import OF_ITS_TIME
from app.notifications.kinds import Kind
from app.notifications.services import About, overtake

OF_A_MEETING_TO_COME = OF_ITS_TIME | {Kind.SHARED}
"""What is past once a meeting has begun."""


def shared(session: Session, dialogue: Dialogue, *, person_id: int) -> None:
    """Whoever has shared is no longer asked to prepare."""
    _settle(session, dialogue.id, {person_id}, {Kind.PREPARE})


def begun(session: Session, dialogue: Dialogue) -> None:
    """What was said of a meeting to come is past once it has begun."""
    _settle(session, dialogue.id, None, OF_A_MEETING_TO_COME)


def consented(session: Session, dialogue: Dialogue, *, person_id: int) -> None:
    """Whoever has established is no longer asked to."""
    _settle(session, dialogue.id, {person_id}, {Kind.ESTABLISH, Kind.REOPENED})


def consents_gone(session: Session, dialogue_id: int) -> None:
    """Where no consent stands any more nobody waits for the other's."""
    _settle(session, dialogue_id, None, {Kind.ESTABLISH})


def addendum_settled(
    session: Session, dialogue_id: int, addendum_id: int, *, person_id: int | None = None
) -> None:
    """Whoever has established an addendum is no longer asked to; without a person it was withdrawn, and nobody is."""
    people = None if person_id is None else {person_id}
    _settle(session, dialogue_id, people, {Kind.ESTABLISH}, f"addendum/{addendum_id}/")


def guest_settled(session: Session, guest: Guest, *, person_id: int | None = None) -> None:
    """Whoever has invited a guest is no longer asked to; without a person the wish was taken back, and nobody is."""
    people = None if person_id is None else {person_id}
    _settle(session, guest.dialogue_id, people, {Kind.GUESTS}, f"guest/{guest.dialogue_id}/{guest.id}/")


def agreement_settled(session: Session, agreement: Agreement) -> None:
    """Nobody is reminded of what is done or dropped."""
    if agreement.state != AgreementState.OPEN:
        overtake(session, people=None, about=About("agreement", agreement.id), kinds={Kind.AGREEMENT_DUE})


def _settle(
    session: Session,
    dialogue_id: int,
    people: Collection[int] | None,
    kinds: Collection[Kind],
    occasions: str = "",
) -> None:
    overtake(session, people=people, about=About("dialogue", dialogue_id), kinds=kinds, occasions=occasions)
