"""Writes about papers: where a record is registered, and letting go of copies."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.dialogues.errors import FiledMeanwhile, NotAllowedNow, TooLong
from app.dialogues.models import Dialogue, State
from app.dialogues.rules import Seat
from app.exports.orders.services import forget
from app.records.services import record

RECORD_ON_PAPER, HISTORY_ON_PAPER = "record", "series_history"
"""What ordered documents are copies of."""

LONGEST_NUMBER, LONGEST_TYPE, LONGEST_STATUTE = 60, 80, 120


@dataclass(frozen=True, slots=True)
class Filing:
    """Where a record lies and as what: its registry number, its type, and the statute a secrecy mark on it points at.

    A mark is a reminder to whoever is asked for the record (OSL 5 kap. 5 §): it decides nothing, and nobody
    reads more or less for it.
    """

    registry_number: str = ""
    record_type: str = ""
    secrecy: str = ""

    def tidied(self) -> "Filing":
        """Give the same without spaces that were not meant; raises `TooLong`."""
        told = Filing(*(" ".join(text.split()) for text in self.words))
        for text, limit in zip(told.words, (LONGEST_NUMBER, LONGEST_TYPE, LONGEST_STATUTE), strict=True):
            if len(text) > limit:
                raise TooLong(limit)
        return told

    @property
    def words(self) -> tuple[str, str, str]:
        """Give the three, in the order of the form."""
        return self.registry_number, self.record_type, self.secrecy

    @property
    def sign(self) -> str:
        """Give what a form carries of it, so that one read before it was changed is known as such."""
        return " | ".join(self.words)


def filing_of(dialogue: Dialogue) -> Filing:
    """Give where a record lies and as what it is marked now."""
    return Filing(dialogue.registry_number, dialogue.record_type, dialogue.secrecy)


def file_record(
    session: Session, *, seat: Seat, dialogue: Dialogue, filing: Filing, stood: str | None = None
) -> None:
    """Note where an established record is registered, as what type, and what secrecy mark it bears; it can be corrected later.

    The record itself does not change: these say where it lies. A mark has the day it was set. Raises `NotAllowedNow`,
    `TooLong`, and `FiledMeanwhile` where it does not stand as it `stood` when it was read.
    """
    if not seat.takes_part:
        raise NotAllowedNow("not_participant")
    if dialogue.state != State.ESTABLISHED:
        raise NotAllowedNow("not_established_for_filing")
    now, filing = filing_of(dialogue), filing.tidied()
    if now == filing:
        return
    if stood is not None and stood != now.sign:
        raise FiledMeanwhile(now.words)
    before = _facts(dialogue)
    dialogue.registry_number, dialogue.record_type, dialogue.secrecy = filing.words
    if filing.secrecy != now.secrecy:
        dialogue.secrecy_on = clock.today() if filing.secrecy else None
    session.flush()
    record(
        session,
        actor_id=seat.person_id,
        action="file_record",
        kind="dialogue",
        object_id=dialogue.id,
        before=before,
        after=_facts(dialogue),
    )


def _facts(dialogue: Dialogue) -> dict[str, object]:
    return {
        "registry_number": dialogue.registry_number,
        "record_type": dialogue.record_type,
        "secrecy": dialogue.secrecy,
        "secrecy_on": dialogue.secrecy_on.isoformat() if dialogue.secrecy_on else None,
    }


def forget_copies(session: Session, dialogue_id: int) -> None:
    """Remove the copies somebody waits for of a record and of its line of meetings, when its words are erased."""
    series_id = session.scalars(select(Dialogue.series_id).where(Dialogue.id == dialogue_id)).one()
    forget(session, (RECORD_ON_PAPER, dialogue_id), (HISTORY_ON_PAPER, series_id))
