"""What a person's rights stand on, for a day: the appointments held, and the units a scope covers."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

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
    or_,
    select,
    true,
    union,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.access.actor import Actor, Holding, Scope
from app.access.matrix import May, Role
from app.organisation.models import Ancestry, Appointment, Unit, in_force

_DAY = bindparam("day", type_=Date)
HELD: tuple[InstrumentedAttribute[Any], ...] = (
    Appointment.role,
    Unit.id,
    Unit.name,
    Unit.kind,
    Appointment.title,
    Appointment.is_deputy,
    Appointment.duty,
    Unit.is_top_administration,
    Appointment.id,
    Unit.valid_to,
)
"""What `holdings_from` reads, for statements that find an appointment and its unit in each row."""

APPOINTED: ColumnElement[bool] = in_force(Appointment.valid_from, Appointment.valid_to, _DAY)
AT_UNIT: ColumnElement[bool] = and_(
    Unit.id == Appointment.unit_id, in_force(Unit.valid_from, Unit.valid_to, _DAY)
)
"""That an appointment counts on the `day` the statement is asked for: itself, and the unit it is at."""

HELD_IN_ORDER = (Appointment.is_deputy, Appointment.valid_from, Appointment.id)
"""The order `holdings_from` expects."""

_HELD = (
    select(*HELD)
    .join(Unit, AT_UNIT)
    .where(Appointment.person_id == bindparam("person_id", type_=Integer), APPOINTED)
    .order_by(*HELD_IN_ORDER)
)


def holdings(session: Session, person_id: int, day: date) -> tuple[Holding, ...]:
    """Give the appointments a person holds on `day`, managers' first; rights follow from these and nothing else."""
    return holdings_from(session.execute(_HELD, {"person_id": person_id, "day": day}))


def first_day_ahead(session: Session, person_id: int, day: date) -> date | None:
    """Give the first day after `day` on which a person holds anything, or None where nothing lies ahead."""
    return session.scalar(
        select(func.min(Appointment.valid_from)).where(
            Appointment.person_id == person_id, Appointment.valid_from > day
        )
    )


AT_ONCE = 10_000
"""People asked for in one statement: databases limit how many numbers one takes."""


def holdings_of(session: Session, people: Sequence[int], day: date) -> dict[int, tuple[Holding, ...]]:
    """Give what each of some people holds on `day`, in a statement for each `AT_ONCE`; who holds nothing is not in it."""
    held: dict[int, list[Sequence[Any]]] = {}
    for start in range(0, len(people), AT_ONCE):
        for person_id, *row in session.execute(
            select(Appointment.person_id, *HELD)
            .join(Unit, AT_UNIT)
            .where(Appointment.person_id.in_(people[start : start + AT_ONCE]), APPOINTED)
            .order_by(*HELD_IN_ORDER),
            {"day": day},
        ):
            held.setdefault(person_id, []).append(row)
    return {person_id: holdings_from(rows) for person_id, rows in held.items()}


def holdings_from(rows: Iterable[Sequence[Any]]) -> tuple[Holding, ...]:
    """Make holdings of rows of `HELD`, managers' first; a row without a unit, of an outer join, holds nothing."""
    order = list(Role)
    found = [
        Holding(
            role=Role(role),
            unit_id=unit_id,
            unit_name=unit_name,
            unit_kind=unit_kind,
            title=title,
            is_deputy=is_deputy,
            duty=duty,
            is_top=is_top,
            appointment_id=appointment_id,
            unit_ends_on=ends_on,
        )
        for role, unit_id, unit_name, unit_kind, title, is_deputy, duty, is_top, appointment_id, ends_on in rows
        if unit_id is not None
    ]
    # What somebody presides over says more of them than where they are one of many.
    return tuple(sorted(found, key=lambda holding: (order.index(holding.role), not holding.duty)))


def hangs_or_hung(line: Any, day: Any) -> ColumnElement[bool]:
    """Give the condition that a row of the closure (`Ancestry` or an alias) holds on `day`, or held when the lower unit ended.

    For what does not change when a unit is no more: whoever stood above it then and still holds that post.
    """
    ended_on = (
        select(Unit.valid_to).where(Unit.id == line.descendant_id).correlate_except(Unit).scalar_subquery()
    )
    return or_(
        in_force(line.valid_from, line.valid_to, day),
        # Asked last: only rows that are over have their unit looked up.
        and_(line.valid_to <= day, line.valid_to == ended_on),
    )


def unit_ids_within(scope: Scope, day: date) -> Select[int]:
    """Give a subquery of the unit ids a scope covers on `day`; every restricted read stands on this one."""
    if scope.everywhere:
        return select(Unit.id)
    below = select(Ancestry.descendant_id).where(
        Ancestry.ancestor_id.in_(sorted(scope.subtrees)),
        in_force(Ancestry.valid_from, Ancestry.valid_to, day),
    )
    if not scope.units:
        return below
    own = select(Unit.id).where(Unit.id.in_(sorted(scope.units)))
    if not scope.subtrees:
        return own
    return select(union(below, own).subquery().c[0])


def lies_within(unit_id: InstrumentedAttribute[int], scope: Scope, day: date) -> ColumnElement[bool]:
    """Give the condition that a unit of another statement lies in a scope on `day`: `unit_ids_within`, asked of each row.

    For reads that look at a few rows only: there it costs less than gathering all units below a top unit.
    """
    if scope.everywhere:
        return true()
    ways: list[ColumnElement[bool]] = []
    if scope.units:
        ways.append(unit_id.in_(sorted(scope.units)))
    if scope.subtrees:
        ways.append(
            exists()
            .where(
                Ancestry.descendant_id == unit_id,
                Ancestry.ancestor_id.in_(sorted(scope.subtrees)),
                in_force(Ancestry.valid_from, Ancestry.valid_to, day),
            )
            .correlate_except(Ancestry)
        )
    return or_(false(), *ways)


def appointed(
    person_id: InstrumentedAttribute[int], role: Role, where: ColumnElement[bool], day: date
) -> ColumnElement[bool]:
    """Give the condition that a person of another statement holds an appointment in a role on `day`; `where` says which."""
    return (
        select(Appointment.id)
        .where(
            Appointment.person_id == person_id,
            Appointment.role == role,
            where,
            in_force(Appointment.valid_from, Appointment.valid_to, day),
        )
        .correlate_except(Appointment)
        .exists()
    )


def unit_where_one_may(
    session: Session, person_id: int, permission: May, unit_id: int, day: date
) -> Unit | None:
    """Give a unit of a day in which a person holds a permission then; None otherwise.

    Services ask it once more, whatever door a wish came through.
    """
    actor = Actor(person_id, "", "sv", holdings(session, person_id, day))
    return session.scalars(
        select(Unit).where(
            Unit.id == unit_id,
            Unit.id.in_(unit_ids_within(actor.scope(permission), day)),
            in_force(Unit.valid_from, Unit.valid_to, day),
        )
    ).one_or_none()
