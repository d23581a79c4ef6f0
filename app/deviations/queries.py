"""Reads of deviations. Every one that serves a person is restricted to what that person may read on the day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from app.access.actor import Actor
from app.access.matrix import May, Role
from app.deviations import rules
from app.deviations.models import DeviationLevel, DeviationReport, Outcome
from app.organisation.models import Ancestry, Appointment, Unit, in_force
from app.organisation.succeeding import estate_of, heirs_of
from app.paging import Found, nearest, on_page
from app.passages.answering import answering
from app.passages.rules import employed_units

PAGE = 30
SORT = "deviation"
IN_A_ROW = 160
"""Characters of what happened that a row of the start page needs."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, on which day."""

    actor: Actor
    day: date

    @property
    def held(self) -> list[int]:
        """The units this person answers for now."""
        return sorted(rules.held(self.actor)) if self.actor.may(May.ANSWER_DEVIATIONS) else []

    @property
    def worked(self) -> list[int]:
        """The units this person is an employee of now."""
        return sorted(employed_units(self.actor)) if self.actor.may(May.REPORT_DEVIATIONS) else []


def reads(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a deviation is the reader's: the SQL twin of `rules.seen`, with `answers_for`."""
    return or_(_of_levels(reader) if reader.held else false(), _own(reader) if reader.worked else false())


def _of_levels(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a unit of the reader's has reported it, or that it has come to one."""
    came = exists().where(
        DeviationLevel.report_id == DeviationReport.id,
        or_(DeviationLevel.unit_id.in_(reader.held), _left_to(reader)),
    )
    return or_(
        and_(DeviationReport.by_employee.is_(False), DeviationReport.unit_id.in_(reader.held)),
        and_(DeviationReport.taken_back_at.is_(None), or_(came, _reported_by_those_before(reader))),
    )


def _own(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that the reader reported it as an employee, and is one there still, or in what the unit became."""
    return and_(
        DeviationReport.by_employee,
        DeviationReport.reported_by_id == reader.actor.person_id,
        or_(
            DeviationReport.unit_id.in_(reader.worked),
            DeviationReport.unit_id.in_(estate_of(reader.worked, reader.day)),
        ),
    )


def _was_waiting(ended: Any) -> ColumnElement[bool]:
    """Give the condition that a level had not settled a deviation before a day: it waits, or was settled since."""
    return or_(DeviationLevel.outcome == Outcome.WAITING, DeviationLevel.settled_at >= ended)


def _left_to(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a level is of a unit that is no more, and waited for whom the reader's units come after."""
    ended = select(Unit.valid_to).where(Unit.id == DeviationLevel.unit_id).correlate(DeviationLevel)
    return and_(
        DeviationLevel.unit_id.in_(estate_of(reader.held, reader.day)), _was_waiting(ended.scalar_subquery())
    )


def _reported_by_those_before(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a unit the reader's come after reported it, and had no answer when it ended."""
    ended = select(Unit.valid_to).where(Unit.id == DeviationReport.unit_id).correlate(DeviationReport)
    unanswered = exists().where(
        DeviationLevel.report_id == DeviationReport.id, _was_waiting(ended.scalar_subquery())
    )
    return and_(
        DeviationReport.by_employee.is_(False),
        DeviationReport.unit_id.in_(estate_of(reader.held, reader.day)),
        unanswered,
    )


def answers_for(session: Session, reader: Reader) -> frozenset[int]:
    """Give the units the reader answers for: those of today, and those that are no more whose deviations wait for them."""
    if not reader.held:
        return frozenset()
    before = select(DeviationLevel.unit_id).where(_left_to(reader))
    reported = select(DeviationReport.unit_id).where(_reported_by_those_before(reader))
    return frozenset(reader.held) | frozenset(session.scalars(before.union(reported)))


def standing_for(session: Session, reader: Reader, unit_id: int) -> int:
    """Give the reader's unit that answers for a level: the level's own, or the one of theirs that comes after it."""
    if unit_id in reader.held:
        return unit_id
    after = heirs_of(session, [unit_id], reader.day)[unit_id] & set(reader.held)
    return min(after, default=unit_id)


_LEVELS = selectinload(DeviationReport.levels)
_WHOLE = (
    joinedload(DeviationReport.unit),
    joinedload(DeviationReport.reported_by),
    _LEVELS.joinedload(DeviationLevel.unit),
    _LEVELS.joinedload(DeviationLevel.acknowledged_by),
    _LEVELS.joinedload(DeviationLevel.settled_by),
)


def one_report(
    session: Session, reader: Reader, report_id: int, *, to_write: bool = False
) -> DeviationReport | None:
    """Give a deviation that is the reader's, with its levels; None otherwise."""
    wanted = select(DeviationReport).where(DeviationReport.id == report_id, reads(reader)).options(*_WHOLE)
    if to_write:
        wanted = wanted.execution_options(populate_existing=True).with_for_update(of=DeviationReport)
    return session.scalars(wanted).one_or_none()


def listed(session: Session, reader: Reader, *, page: int) -> Found[DeviationReport]:
    """Give one page of the deviations that are the reader's, the latest first; three statements."""
    mine = (reads(reader), DeviationReport.taken_back_at.is_(None))
    total = session.scalar(select(func.count(DeviationReport.id)).where(*mine)) or 0
    page = nearest(page, total, PAGE)
    latest = (
        select(DeviationReport)
        .where(*mine)
        .options(joinedload(DeviationReport.unit), _LEVELS.joinedload(DeviationLevel.unit))
        .order_by(DeviationReport.reported_at.desc(), DeviationReport.id.desc())
    )
    rows = session.scalars(on_page(latest, page, PAGE)).all()
    return Found(list(rows), total, page, PAGE)


class Waiting(NamedTuple):
    """A deviation that waits for a level's word, as the start page shows it."""

    sort: str
    id: int
    title: str
    day: date | None
    unit: str


def waiting(reader: Reader) -> Select[Any]:
    """Make the statement of the deviations that wait for the reader's word, in the shape of `Waiting`, at most `most`."""
    return (
        select(
            literal(SORT).label("sort"),
            DeviationReport.id.label("id"),
            func.substr(DeviationReport.happened, 1, IN_A_ROW * 2).label("title"),
            null().cast(Date).label("day"),
            Unit.name.label("unit"),
        )
        .join(DeviationLevel, DeviationLevel.report_id == DeviationReport.id)
        .join(Unit, Unit.id == DeviationReport.unit_id)
        .where(
            or_(DeviationLevel.unit_id.in_(reader.held), _left_to(reader)) if reader.held else false(),
            DeviationLevel.outcome == Outcome.WAITING,
            DeviationReport.taken_back_at.is_(None),
        )
        .order_by(DeviationReport.reported_at, DeviationReport.id)
        .limit(bindparam("most", type_=Integer))
    )


def works_in(units: Collection[int], day: date) -> ColumnElement[bool]:
    """Give the condition that an appointment makes somebody an employee of one of some units."""
    return and_(
        Appointment.role == Role.EMPLOYEE,
        Appointment.unit_id.in_(sorted(units)),
        in_force(Appointment.valid_from, Appointment.valid_to, day),
    )


def next_level(session: Session, unit_id: int, day: date, *, or_itself: bool = False) -> Unit | None:
    """Give the nearest unit above one, `or_itself`, that somebody answers for: by leading it, or by presiding over it."""
    above = aliased(Ancestry)
    answered = exists().where(Appointment.unit_id == Unit.id, answering(day))
    return session.scalars(
        select(Unit)
        .join(above, above.ancestor_id == Unit.id)
        .where(
            above.descendant_id == unit_id,
            above.depth >= (0 if or_itself else 1),
            in_force(above.valid_from, above.valid_to, day),
            in_force(Unit.valid_from, Unit.valid_to, day),
            answered,
        )
        .order_by(above.depth)
        .limit(1)
    ).one_or_none()


def level_above(session: Session, reader: Reader, level: DeviationLevel) -> Unit | None:
    """Give the level a deviation comes to when the reader passes it on from one of theirs."""
    return next_level(session, standing_for(session, reader, level.unit_id), reader.day)


def people_of(session: Session, unit_id: int, day: date) -> list[Appointment]:
    """Give those who answer for a unit, with the person, the ordinary manager or the chair first."""
    return list(
        session.scalars(
            select(Appointment)
            .where(Appointment.unit_id == unit_id, answering(day))
            .options(joinedload(Appointment.person))
            .order_by(Appointment.is_deputy, Appointment.duty, Appointment.id)
        )
    )
