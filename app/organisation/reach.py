"""What a person's rights stand on, for a day: the appointments held, and the units a scope covers."""

from datetime import date

from sqlalchemy import ColumnElement, Date, Integer, Select, bindparam, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.access.actor import Holding, Scope
from app.access.matrix import Role
from app.organisation.models import Ancestry, Appointment, Unit, in_force

_DAY = bindparam("day", type_=Date)
# Asked by every request: made once, since making it takes longer than running it.
_HELD = (
    select(
        Appointment.role,
        Unit.id,
        Unit.name,
        Unit.kind,
        Appointment.title,
        Appointment.is_deputy,
        Appointment.duty,
        Unit.is_top_administration,
        Appointment.id,
    )
    .join(Unit, Unit.id == Appointment.unit_id)
    .where(
        Appointment.person_id == bindparam("person_id", type_=Integer),
        in_force(Appointment.valid_from, Appointment.valid_to, _DAY),
        in_force(Unit.valid_from, Unit.valid_to, _DAY),
    )
    .order_by(Appointment.is_deputy, Appointment.valid_from, Appointment.id)
)


def holdings(session: Session, person_id: int, day: date) -> tuple[Holding, ...]:
    """Give the appointments a person holds on `day`, managers' first; rights follow from these and nothing else."""
    rows = session.execute(_HELD, {"person_id": person_id, "day": day}).all()
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
        )
        for role, unit_id, unit_name, unit_kind, title, is_deputy, duty, is_top, appointment_id in rows
    ]
    # What somebody presides over says more of them than where they are one of many.
    return tuple(sorted(found, key=lambda holding: (order.index(holding.role), not holding.duty)))


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
