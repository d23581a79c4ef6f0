"""Who can read a passage, and the line of units above one."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.access.matrix import May, Reach, Role, reach
from app.organisation.models import Ancestry, Appointment, Person, Unit, in_force
from app.organisation.reach import hangs_or_hung
from app.passages import rules
from app.passages.overseeing import overseers_of


def line_above(session: Session, unit_id: int, day: date) -> rules.Line:
    """Give the units above a unit on a day; above one that is no more, those that were when it ended."""
    rows = session.execute(
        select(Ancestry.ancestor_id, Ancestry.depth).where(
            Ancestry.descendant_id == unit_id,
            Ancestry.depth > 0,
            hangs_or_hung(Ancestry, day),
        )
    ).all()
    parent = next((ancestor for ancestor, depth in rows if depth == 1), None)
    return rules.Line(parent, frozenset(ancestor for ancestor, _depth in rows))


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can read a passage, and as what: the title and unit that open it."""

    person_id: int
    name: str
    title: str
    unit: str
    role: str


def readers(session: Session, *, passage: rules.Ends, day: date) -> list[Reader]:
    """Give those who can read a passage, or would read one released between two, nearest first, in one statement.

    The two only while they hold its posts.
    """
    line = aliased(Ancestry)
    leading = [role for role in Role if reach(role, May.READ_RELEASED) in {Reach.SUBTREE, Reach.SELF}]
    presides = and_(Appointment.role == Role.POLITICIAN, Appointment.duty.in_(sorted(rules.PRESIDING)))
    rows = session.execute(
        select(Appointment, Person, Unit, line.depth)
        .join(Person, Person.id == Appointment.person_id)
        .join(Unit, Unit.id == Appointment.unit_id)
        .outerjoin(
            line,
            and_(
                line.ancestor_id == Appointment.unit_id,
                line.descendant_id == passage.over_unit_id,
                hangs_or_hung(line, day),
            ),
        )
        .where(
            in_force(Appointment.valid_from, Appointment.valid_to, day),
            in_force(Unit.valid_from, Unit.valid_to, day),
            or_(Person.closed_on.is_(None), Person.closed_on > day),
            or_(
                and_(Appointment.role.in_(leading), line.depth.is_not(None)),
                and_(presides, line.depth.in_([0, 1])),
                and_(Appointment.role == Role.MANAGER, Appointment.unit_id == passage.rep_unit_id),
                and_(
                    Appointment.role == Role.MANAGER,
                    Appointment.unit_id.in_(overseers_of(passage.over_unit_id, passage.rep_unit_id, day)),
                ),
                _is_the_employee(passage),
            ),
        )
        .order_by(
            func.coalesce(line.depth, -1), Appointment.is_deputy, Appointment.duty, Person.name, Person.id
        )
    )
    seen: dict[int, Reader] = {}
    for appointment, person, unit, _depth in rows:
        seen.setdefault(
            person.id, Reader(person.id, person.name, appointment.title, unit.name, appointment.role)
        )
    return list(seen.values())


def _is_the_employee(passage: rules.Ends) -> ColumnElement[bool]:
    if not rules.is_between_manager_and_employee(passage):
        return false()
    return and_(
        Appointment.role == Role.EMPLOYEE,
        Appointment.unit_id == passage.rep_unit_id,
        Appointment.person_id == passage.rep_person_id,
    )
