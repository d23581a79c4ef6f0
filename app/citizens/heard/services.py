"""Writes of what was heard: noted, put right, struck and taken back. Each with its entry in the history."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import clock
from app.citizens import keeping, rules
from app.citizens.errors import ChangedMeanwhile, Fault, NotYours, Refused
from app.citizens.facts import HEARD, Facts, heard_facts
from app.citizens.models import Heard
from app.citizens.queries import Reader, standing_at, unit_to_write
from app.records.noting import note


@dataclass(frozen=True, slots=True)
class Said:
    """What was heard, as it was filled in; the words are needed, the figures are not."""

    source_key: str
    called: str
    year: int
    said: str
    period: str = ""
    how_many: int | None = None
    figures: str = ""
    we_do: str = ""
    link: str = ""


def note_heard(session: Session, *, reader: Reader, unit_id: int, said: Said) -> Heard:
    """Note what was heard in a unit one writes for; raises `NotYours` and `Refused`."""
    if unit_to_write(session, reader, unit_id) is None:
        raise NotYours
    made = Heard(unit_id=unit_id, person_id=reader.actor.person_id, at=clock.now(), revision=1)
    _fill(made, said)
    session.add(made)
    session.flush()
    _noted(session, reader, "noted", made, None)
    return made


def change(session: Session, *, reader: Reader, one: Heard, said: Said, revision: int) -> None:
    """Put right, or say further, what was heard; raises `NotYours`, `Refused` and `ChangedMeanwhile`."""
    _require(session, reader, one)
    if one.struck_at is not None:
        raise Refused(Fault.NO_SUCH_STEP)
    if one.revision != revision:
        raise ChangedMeanwhile
    before = heard_facts(one)
    _fill(one, said)
    if heard_facts(one) != before:
        one.revision += 1
        _noted(session, reader, "changed", one, before)


def _fill(one: Heard, said: Said) -> None:
    kept = {
        "period": keeping.line(said.period, "period", most=rules.LONGEST_PERIOD),
        "said": keeping.words(said.said, "said", required=True),
        "figures": keeping.words(said.figures, "figures"),
        "we_do": keeping.words(said.we_do, "we_do"),
        "link": keeping.link(said.link),
    }
    one.year, one.how_many = keeping.year(said.year), keeping.count(said.how_many, "how_many")
    one.source_key, one.called = said.source_key, said.called[:100]
    for name, words in kept.items():
        setattr(one, name, words)


def strike(session: Session, *, reader: Reader, one: Heard) -> None:
    """Strike a note that was made by mistake; it can be taken back. Raises `NotYours` and `Refused`."""
    _require(session, reader, one)
    if one.struck_at is not None:
        raise Refused(Fault.NO_SUCH_STEP)
    before = heard_facts(one)
    one.struck_at = clock.now()
    _noted(session, reader, "struck", one, before)


def restore(session: Session, *, reader: Reader, one: Heard) -> None:
    """Let a struck note stand again; raises `NotYours` and `Refused`."""
    _require(session, reader, one)
    if one.struck_at is None:
        raise Refused(Fault.NO_SUCH_STEP)
    before = heard_facts(one)
    one.struck_at = None
    _noted(session, reader, "restored", one, before)


def _require(session: Session, reader: Reader, one: Heard) -> None:
    if not standing_at(session, reader, one.unit_id).writes:
        raise NotYours


def _noted(session: Session, reader: Reader, action: str, one: Heard, before: Facts | None) -> None:
    note(
        session,
        actor_id=reader.actor.person_id,
        action=f"heard.{action}",
        kind=HEARD,
        object_id=one.id,
        before=before,
        after=heard_facts(one),
    )
