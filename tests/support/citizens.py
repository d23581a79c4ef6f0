"""What the populated municipality has promised, heard and asked; `canaries.citizens_right` says who reads which."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.citizens.models import CitizenDialogue, Heard, PublicCommitment
from app.organisation.models import Person, Unit
from app.writing.models import Part
from tests.factories import citizens as made
from tests.factories.organisation import Municipality
from tests.support.canaries import CITIZENS, canary

Values = dict[str, object]


def words(place: str, kind: str) -> str:
    """Give the words of one text."""
    return f"Ord {canary(CITIZENS, place, kind)} ord."


def fill_citizens(session: Session, people: dict[str, Person], town: Municipality) -> None:
    """Promise, hear and ask in three units, as far as each has come."""
    for place, unit, by in (
        ("own", town.unit, people["unit_manager"]),
        ("section", town.section, people["section_manager"]),
        ("other", town.other_unit, people["other_unit_manager"]),
    ):
        _commitment(session, by, unit, f"{place}_draft")
        decided = _commitment(session, by, unit, f"{place}_established")
        decided = made.decide(session, by, decided, number=words(f"{place}_established", "number"))
        made.follow_up(
            session,
            by,
            decided,
            words(f"{place}_established", "went"),
            kept="not",
            done=words(f"{place}_established", "did"),
        )
        made.end(session, by, decided, words(f"{place}_established", "closing"))
        _heard(session, by, unit, f"{place}_established")
        made.strike(session, by, _heard(session, by, unit, f"{place}_struck"))
        _dialogue(session, by, unit, f"{place}_draft")
        made.note_down(session, by, _dialogue(session, by, unit, f"{place}_established"))


def _commitment(session: Session, by: Person, unit: Unit, place: str) -> PublicCommitment:
    return made.make_commitment(
        session,
        by,
        unit,
        words(place, "promise"),
        to_whom=words(place, "whom"),
        followed_how=words(place, "followed"),
        if_broken=words(place, "broken"),
    )


def _heard(session: Session, by: Person, unit: Unit, place: str) -> Heard:
    return made.make_heard(
        session,
        by,
        unit,
        words(place, "heard"),
        figures=words(place, "figures"),
        we_do=words(place, "do"),
        period=canary(CITIZENS, place, "period"),
    )


def _dialogue(session: Session, by: Person, unit: Unit, place: str) -> CitizenDialogue:
    names = ("purpose", "question", "influence", "method", "invited", "said", "led_to", "told_back")
    return made.make_dialogue(
        session,
        by,
        unit,
        words(place, "title"),
        held_on=clock.today(),
        answers=[("early", "not", words(place, "answer"))],
        **{name: words(place, name.replace("_", "")) for name in names},
    )


def _numbers(name: str, column: object) -> Callable[[Session], list[Values]]:
    return lambda session: [{name: one} for one in session.scalars(select(column).order_by(column))]  # type: ignore[call-overload]


def _to_take_in(session: Session) -> list[Values]:
    rows = session.execute(select(Part.unit_text_id, Part.id).order_by(Part.id).limit(2))
    number = session.scalars(select(Heard.id).order_by(Heard.id)).first()
    return [
        {"text_id": text_id, "part_id": part_id, "kind": "heard", "number": number}
        for text_id, part_id in rows
    ]


ARGUMENTS: dict[frozenset[str], Callable[[Session], list[Values]]] = {
    frozenset({"commitment_id"}): _numbers("commitment_id", PublicCommitment.id),
    frozenset({"heard_id"}): _numbers("heard_id", Heard.id),
    frozenset({"citizen_dialogue_id"}): _numbers("citizen_dialogue_id", CitizenDialogue.id),
    frozenset({"text_id", "part_id", "kind", "number"}): _to_take_in,
}
"""Values for the arguments of the views of residents and users."""

QUERIES: dict[str, list[str]] = {
    "citizens.commitments": ["", "?lage=undanlagda", "?q=Ord&hallet=inte"],
    "citizens.heard": ["", "?ar=2026&kalla=user_survey"],
    "citizens.dialogues": ["", "?q=Ord"],
}
"""Further ways to ask."""
