"""Statements written out once are answered as they are otherwise, whoever asks and on either database."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Integer, Select, bindparam, literal, null, select, union_all
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.clock import now, today
from app.db import Numbers, UtcDateTime, among
from app.organisation.models import Appointment, Person, Unit
from app.prepared import Filled, Prepared, prepared
from app.quality.exact import Exact
from tests.factories.organisation import Municipality, make_municipality


@pytest.fixture
def town(session: Session) -> Municipality:
    """A town with its people."""
    made = make_municipality(session)
    session.commit()
    return made


GAPS = {
    "within": bindparam("within", type_=Integer, expanding=True),
    "most": bindparam("most", type_=Integer),
}


def _asked(units: list[int], role: Role, day: date) -> Select[*tuple[object, ...]]:
    """One of each: a list, a state, a day, a number in JSON, a day given back, yes or no, a moment, an exact number, nothing."""
    return (
        select(
            Unit.name,
            Unit.valid_from,
            Unit.is_top_administration,
            Appointment.role,
            literal(now().replace(microsecond=0), UtcDateTime).label("at"),
            literal(Decimal("0.1"), Exact).label("share"),
            null().label("left_out"),
        )
        .join(Appointment, Appointment.unit_id == Unit.id)
        .where(
            Unit.id.in_(units),
            Unit.id.in_(GAPS["within"]),
            among(Unit.id, bindparam("numbers", units, type_=Numbers)),
            Appointment.role == role,
            Unit.name.not_like("100 %"),
            Appointment.valid_from <= day,
        )
        .order_by(Unit.id)
        .limit(GAPS["most"])
    )


def test_it_is_answered_as_otherwise_whatever_is_asked(session: Session, town: Municipality) -> None:
    every = [town.section.id, town.unit.id]
    for units, role, day in (
        (every, Role.MANAGER, today()),
        ([town.unit.id], Role.MANAGER, today()),
        ([], Role.MANAGER, today()),
        (every, Role.AUDITOR, today()),
        (every, Role.MANAGER, date(1900, 1, 1)),
    ):
        statement = _asked(units, role, day)
        asked = Prepared(lambda statement=statement: Filled(statement, {"within": every}))  # type: ignore[misc]
        for most in (5, 1, 0):
            otherwise = session.execute(statement, {"within": every, "most": most}).all()
            assert [tuple(row) for row in asked.rows(session, most=most)] == [tuple(row) for row in otherwise]


def test_the_parts_of_a_union_are_read_by_the_first_of_them(session: Session, town: Municipality) -> None:
    first = select(null().cast(UtcDateTime).label("at"), Person.id.label("id")).where(
        Person.id == town.unit_manager.id
    )
    second = select(literal(now(), UtcDateTime), Person.id).where(Person.id == town.section_manager.id)
    both = union_all(first, second).order_by("id")
    rows = Prepared(lambda: both).rows(session)
    assert [tuple(row) for row in rows] == [tuple(row) for row in session.execute(both).all()]


def test_it_is_made_once_for_each_who_asks_and_finds_what_was_just_added(
    session: Session, town: Municipality
) -> None:
    made: list[str] = []

    @prepared
    def named(name: str) -> Select[int] | None:
        made.append(name)
        return select(Unit.id).where(Unit.name == name) if name else None

    assert named("Den nya").rows(session) == []
    unit = Unit(name="Den nya", kind=town.unit.kind, valid_from=today() - timedelta(days=1))
    session.add(unit)
    assert [row[0] for row in named("Den nya").rows(session)] == [unit.id]
    assert named("").rows(session) == named("").rows(session) == []
    assert made == ["Den nya", ""]
