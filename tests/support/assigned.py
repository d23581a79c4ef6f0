"""Assignments in every state, questions in the golden zone and moved events, each text a canary; and who may read each.

A canary is named by where it belongs (`chief`: from the board to the chief executive; `section`: on to the section;
`unit`: on to the unit; `own`: the unit manager's to an employee; `other`: in the other section) and its kind.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.assignments import services
from app.assignments.models import Assignment, Side, ZoneQuestion
from app.assignments.rules import Step
from app.cycle import rules as cycle_rules
from app.cycle import services as cycle
from app.cycle.services import Days
from app.organisation.models import Person, Unit
from tests.factories import assignments as made
from tests.factories.documents import acting_as
from tests.factories.organisation import Municipality
from tests.factories.planning import profile
from tests.support.canaries import canary

ASSIGNED = "assigned"
"""What the canaries of assignments are named by."""

READERS: dict[str, set[str]] = {
    "chief": {"chair", "member", "chief_executive", "auditor"},
    "section": {"chief_executive", "section_manager", "deputy", "guest", "half_guest"},
    "unit": {"chief_executive", "section_manager", "deputy", "unit_manager", "guest", "half_guest"},
    "own": {"unit_manager", "employee"},
    "other": {"chief_executive", "other_section_manager", "other_unit_manager"},
}
"""Who reads what has been given: both sides, managers of units above both, support of the taking unit, the body's members, and
auditors what a body gave; what an employee takes, the two alone."""

GIVERS = {
    "chief": {"chair"},
    "section": {"chief_executive"},
    "unit": {"section_manager", "deputy"},
    "own": {"unit_manager"},
    "other": {"other_section_manager"},
}
TAKERS = {
    "chief": {"chief_executive"},
    "section": {"section_manager", "deputy"},
    "unit": {"unit_manager"},
    "own": {"employee"},
    "other": {"other_unit_manager"},
}
"""Who holds the two sides now."""

CHAIN = {"chief", "section", "unit"}
"""Those that hang together: who reads one reads what the others are called."""


def may_read(where: str, kind: str, who: str) -> bool:
    """Tell what the table says of one text and one person."""
    if kind.startswith("draft"):
        return who in GIVERS[where]
    if kind == "title" and where in CHAIN:
        return any(who in READERS[one] for one in CHAIN)
    two = GIVERS[where] | TAKERS[where]
    if kind == "picture_hidden":
        # The chief executive has written and not shared.
        return who in TAKERS[where]
    if kind == "picture_waiting":
        # Shared by the taker, hidden from the giver until both have.
        return who in TAKERS[where]
    if kind.startswith("picture") or kind in {"question", "shared_own"}:
        return who in two
    if kind in {"question_released", "shared_released"}:
        return who in READERS[where]
    return who in READERS[where]


def words(where: str, kind: str) -> str:
    """Give the unique words for one text."""
    return f"Ord {canary(ASSIGNED, where, kind)} ord."


def fill_assignments(session: Session, people: dict[str, Person], town: Municipality) -> None:
    """Give assignments through the chain and beside it, in every state; ask questions; move events."""
    chair, chief = people["chair"], people["chief_executive"]
    section, unit = people["section_manager"], people["unit_manager"]
    first = _given(session, "chief", chair, town.board, town.administration, chief)
    second = _given(session, "section", chief, town.administration, town.section, section, parent=first)
    _given(session, "unit", section, town.section, town.unit, unit, parent=second, reported=True)
    _given(session, "own", unit, town.unit, town.unit, people["employee"], to=people["employee"])
    other = people["other_section_manager"], people["other_unit_manager"]
    _given(session, "other", other[0], town.other_section, town.other_unit, other[1])
    for where, by, giver, taker in (
        ("chief", chair, town.board, town.administration),
        ("unit", section, town.section, town.unit),
    ):
        made.make_assignment(
            session, by, giver, taker, words(where, "draft_title"), what=words(where, "draft")
        )
    against = made.give(session, chief, town.administration, town.section, words("section", "title_against"))
    made.step(session, against, section, Step.OBJECT, words("section", "objection"))
    withdrawn = made.give(session, section, town.section, town.unit, words("unit", "title_withdrawn"))
    made.step(session, withdrawn, section, Step.WITHDRAW, words("unit", "withdrawal"))
    _questions(session, first, second, chair, chief, section)
    _moved(session, chief, unit, town.unit)


def _given(
    session: Session,
    where: str,
    by: Person,
    giver: Unit,
    taker: Unit,
    receiver: Person,
    *,
    reported: bool = False,
    **more: Any,
) -> Assignment:
    one = made.give(
        session,
        by,
        giver,
        taker,
        words(where, "title"),
        what=words(where, "what"),
        frame=words(where, "frame"),
        registry_number=canary(ASSIGNED, where, "number"),
        due_on=clock.today() + timedelta(days=20),
        **more,
    )
    one = made.step(session, one, receiver, Step.ACKNOWLEDGE, words(where, "received"))
    actor = acting_as(session, receiver)
    services.describe(
        session, actor=actor, one=one, how=words(where, "how"), who=words(where, "who"), revision=one.revision
    )
    services.say(session, actor=actor, one=one, words=words(where, "progress"))
    if reported:
        one = made.step(session, one, receiver, Step.REPORT, words(where, "report"))
    return made.whole(session, one, by)


def _questions(
    session: Session, first: Assignment, second: Assignment, chair: Person, chief: Person, section: Person
) -> None:
    settled = made.ask(session, chief, first, words("chief", "question_released"))
    settled = made.picture(session, settled, chair, Side.GIVER, words("chief", "picture_giver"), "what")
    settled = made.picture(session, settled, chief, Side.TAKER, words("chief", "picture_taker"), "how")
    made.settle(session, settled, chair, chief, words("chief", "shared_released"), released=True)
    waiting = made.ask(session, chair, first, words("chief", "question"))
    made.picture(session, waiting, chief, Side.TAKER, words("chief", "picture_hidden"), share=False)
    own = made.ask(session, section, second, words("section", "question"))
    own = made.picture(session, own, chief, Side.GIVER, words("section", "picture_giver"))
    own = made.picture(session, own, section, Side.TAKER, words("section", "picture_taker"))
    made.settle(session, own, chief, section, words("section", "shared_own"))
    later = made.ask(session, section, second, words("section", "question"))
    made.picture(session, later, section, Side.TAKER, words("section", "picture_waiting"))


def _moved(session: Session, chief: Person, manager: Person, unit: Unit) -> None:
    one = cycle_rules.find(profile(), clock.today().year, "analysis_round", 1)
    assert one is not None
    year = clock.today().year
    for by, unit_id, first, last in (
        (chief, None, date(year, 3, 1), date(year, 5, 20)),
        (manager, unit.id, date(year, 3, 10), date(year, 4, 10)),
    ):
        days = Days(first, last, "Ord om varför.")
        cycle.move(session, actor=acting_as(session, by), one=one, unit_id=unit_id, days=days, revision=0)


def _each(column: Any, name: str) -> Any:
    return lambda session: [{name: number} for number in session.scalars(select(column).order_by(column))]


def _events(_session: Session) -> list[dict[str, object]]:
    year = clock.today().year
    keys = (
        "analysis_round",
        "spring_dialogue",
        "operational_plan",
        "goals_chosen",
        "budget_decision",
        "finns_inte",
    )
    return [{"cycle_year": year, "event_key": key, "event_number": 1} for key in keys]


ARGUMENTS: dict[frozenset[str], Any] = {
    frozenset({"assignment_id"}): _each(Assignment.id, "assignment_id"),
    frozenset({"assignment_id", "step"}): lambda session: [
        {"assignment_id": number, "step": step.value}
        for number in session.scalars(select(Assignment.id).order_by(Assignment.id).limit(3))
        for step in Step
    ],
    frozenset({"question_id"}): _each(ZoneQuestion.id, "question_id"),
    frozenset({"kind", "about_id"}): lambda session: (
        [
            {"kind": "assignment", "about_id": number}
            for number in session.scalars(select(Assignment.id).order_by(Assignment.id))
        ]
        + [{"kind": "goal", "about_id": number} for number in (1, 4)]
    ),
    frozenset({"cycle_year", "event_key", "event_number"}): _events,
}
"""Values for the arguments of the views, by the names of the arguments taken together."""
