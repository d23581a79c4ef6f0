"""Commitments, notes of what was heard and citizen dialogues for tests, made through the services of the product."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.citizens.commitments import queries as commitments
from app.citizens.commitments import services as promising
from app.citizens.dialogues import queries as talks
from app.citizens.dialogues import services as talking
from app.citizens.heard import services as noting
from app.citizens.models import CitizenDialogue, CommitmentFollowUp, Heard, PublicCommitment
from app.citizens.queries import Reader
from app.citizens.rules import Answered
from app.organisation.models import Person, Unit
from app.steering.schema import Profile
from tests.factories.documents import acting_as

WHOLE = {
    "to_whom": "alla familjer",
    "followed_how": "Vi frågar tio i månaden.",
    "if_broken": "Rektor ringer samma dag.",
}


def reading(session: Session, who: Person, profile: Profile | None = None) -> Reader:
    """Give somebody as a reader; without a model with commitments the manager of the unit decides."""
    kinds = profile.public_commitments if profile is not None else ()
    return Reader(acting_as(session, who), clock.today(), kinds)


def make_commitment(
    session: Session, by: Person, unit: Unit, promise: str = "Du får svar samma dag.", **more: Any
) -> PublicCommitment:
    """Begin a commitment that lacks nothing."""
    kind = more.pop("kind", "quality_commitment")
    said = promising.Said(kind, "kvalitetsåtagande", promise, **{**WHOLE, **more})
    return promising.begin(session, reader=reading(session, by), unit_id=unit.id, said=said)


def decide(
    session: Session,
    by: Person,
    one: PublicCommitment,
    profile: Profile | None = None,
    *,
    decided_by: str = "Nämnden",
    number: str = "",
) -> PublicCommitment:
    """Record the decision on a commitment today."""
    reader = reading(session, by, profile)
    found = commitments.one_commitment(session, reader, one.id, to_write=True)
    assert found is not None
    decided = promising.Decided(decided_by, clock.today(), number)
    promising.decide(session, reader=reader, one=found, decided=decided)
    return found


def follow_up(
    session: Session, by: Person, one: PublicCommitment, words: str = "Det gick bra.", **more: Any
) -> CommitmentFollowUp:
    """Say how a commitment was kept."""
    how = {"year": clock.today().year, "month": 8, "kept": "kept"} | more
    return promising.follow_up(
        session, reader=reading(session, by), one=one, how=promising.HowKept(words=words, **how)
    )


def end(session: Session, by: Person, one: PublicCommitment, words: str) -> None:
    """End a commitment."""
    promising.end(session, reader=reading(session, by), one=one, words=words)


def make_heard(
    session: Session, by: Person, unit: Unit, said: str = "De vill veta mer om dagen.", **more: Any
) -> Heard:
    """Note what was heard."""
    given = {"source_key": "user_survey", "called": "Brukarenkäter", "year": clock.today().year} | more
    return noting.note_heard(
        session, reader=reading(session, by), unit_id=unit.id, said=noting.Said(said=said, **given)
    )


def strike(session: Session, by: Person, one: Heard) -> None:
    """Strike a note."""
    noting.strike(session, reader=reading(session, by), one=one)


def make_dialogue(
    session: Session, by: Person, unit: Unit, title: str = "Lekplatsen vid torget", **more: Any
) -> CitizenDialogue:
    """Begin a citizen dialogue that can be noted."""
    given = {"purpose": "Den ska göras om.", "question": "Vad saknas?", "said": "Skugga."} | more
    answers = [Answered(key, key, met=met, words=words) for key, met, words in given.pop("answers", ())]
    return talking.begin(
        session,
        reader=reading(session, by),
        unit_id=unit.id,
        said=talking.Said(title, answers=answers, **given),
    )


def note_down(session: Session, by: Person, one: CitizenDialogue) -> CitizenDialogue:
    """Let all who read the unit's plans read it."""
    reader = reading(session, by)
    found = talks.one_dialogue(session, reader, one.id, to_write=True)
    assert found is not None
    talking.note_down(session, reader=reader, one=found)
    return found
