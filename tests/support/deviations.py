"""Deviations of the populated municipality, as far as each has come; `canaries.deviation_right` says who reads which."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.deviations import services
from app.deviations.models import DeviationReport
from app.organisation.models import Person, Unit
from tests.factories import deviations as made
from tests.factories.documents import acting_as
from tests.factories.organisation import Municipality
from tests.support.canaries import DEVIATION, canary

Values = dict[str, object]


def words(place: str, kind: str) -> str:
    """Give the words of one text."""
    return f"Ord {canary(DEVIATION, place, kind)} ord."


def fill_deviations(session: Session, people: dict[str, Person], town: Municipality) -> None:
    """Report one that waits, one that was kept, one that came up to the board, and one that was taken back; and what an
    employee has reported: one that waits, one that was passed on, and one that was taken back.
    """
    unit, section = people["unit_manager"], people["section_manager"]
    _reported(session, unit, town.unit, "own_came")
    made.keep(session, section, _reported(session, unit, town.unit, "own_kept"), words("own_kept", "kept"))
    passed = made.pass_on(
        session, section, _reported(session, unit, town.unit, "own_board"), words("own_board", "passed")
    )
    made.pass_on(session, people["chief_executive"], passed, words("own_board", "further"))
    _reported(session, section, town.section, "section_came")
    taken = _reported(session, unit, town.unit, "own_taken")
    services.take_back(session, actor=acting_as(session, unit), one=taken)
    employee = people["employee"]
    _reported(session, employee, town.unit, "employee_came", as_employee=True)
    reported = _reported(session, employee, town.unit, "employee_passed", as_employee=True)
    made.pass_on(session, unit, reported, words("employee_passed", "passed"))
    taken = _reported(session, employee, town.unit, "employee_taken", as_employee=True)
    services.take_back(session, actor=acting_as(session, employee), one=taken)


def _reported(
    session: Session, by: Person, unit: Unit, place: str, *, as_employee: bool = False
) -> DeviationReport:
    return made.make_deviation(
        session,
        by,
        unit,
        words(place, "happened"),
        done=words(place, "done"),
        needed=words(place, "needed"),
        as_employee=as_employee,
    )


ARGUMENTS: dict[frozenset[str], Callable[[Session], list[Values]]] = {
    frozenset({"report_id"}): lambda session: [
        {"report_id": one} for one in session.scalars(select(DeviationReport.id).order_by(DeviationReport.id))
    ],
}
"""Values for the arguments of the views of deviations."""

QUERIES: dict[str, list[str]] = {"deviations.index": ["", "?sida=2"], "deviations.new": ["", "?enhet=4"]}
"""Further ways to ask."""
