"""Who holds posts now, and who could be invited."""

from datetime import date

from sqlalchemy import Date, Integer, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.dialogues import rules
from app.dialogues.models import Post, PostKind
from app.organisation.models import Ancestry, Appointment, Person, in_force


def holders_of(session: Session, posts: list[Post], day: date) -> dict[int, list[Person]]:
    """Give the present holders of posts, by post id, ordinary before deputies; one statement for any number."""
    unit_ids = sorted({post.unit_id for post in posts})
    rows = session.execute(
        select(Appointment.unit_id, Appointment.role, Appointment.duty, Person)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Appointment.unit_id.in_(unit_ids),
            in_force(Appointment.valid_from, Appointment.valid_to, day),
            or_(
                Appointment.role == Role.MANAGER,
                and_(Appointment.role == Role.POLITICIAN, Appointment.duty.in_(sorted(rules.PRESIDING))),
                and_(
                    Appointment.role == Role.EMPLOYEE,
                    Appointment.person_id.in_(sorted({p.person_id for p in posts if p.person_id})),
                ),
            ),
        )
        .order_by(Appointment.is_deputy, Appointment.duty, Appointment.valid_from, Appointment.id)
    ).all()
    at: dict[int, list[tuple[str, str, Person]]] = {}
    for unit_id, role, duty, person in rows:
        if person.closed_on is None or person.closed_on > day:
            at.setdefault(unit_id, []).append((role, duty, person))
    return {
        post.id: [
            person for role, duty, person in at.get(post.unit_id, ()) if _fills(role, duty, person, post)
        ]
        for post in posts
    }


def _fills(role: str, duty: str | None, person: Person, post: Post) -> bool:
    if post.kind == PostKind.MANAGER:
        return role == Role.MANAGER
    if post.kind == PostKind.PRESIDIUM:
        return role == Role.POLITICIAN and duty in rules.PRESIDING
    return role == Role.EMPLOYEE and person.id == post.person_id


_DAY = bindparam("day", type_=Date)
_UNITS = bindparam("unit_ids", type_=Integer, expanding=True)
_SUPPORT = (
    select(Person)
    .join(Appointment, Appointment.person_id == Person.id)
    .join(Ancestry, Ancestry.ancestor_id == Appointment.unit_id)
    .where(
        Ancestry.descendant_id.in_(_UNITS),
        in_force(Ancestry.valid_from, Ancestry.valid_to, _DAY),
        in_force(Appointment.valid_from, Appointment.valid_to, _DAY),
        Person.closed_on.is_(None),
        or_(
            Appointment.role == Role.SUPPORT,
            and_(
                Appointment.role == Role.POLITICIAN,
                Appointment.duty.in_(sorted(rules.PRESIDING)),
                Ancestry.depth == 0,
            ),
        ),
    )
    .distinct()
    .order_by(Person.name, Person.id)
)


def support_for(session: Session, unit_ids: list[int], day: date) -> list[Person]:
    """Give those who could be invited to a dialogue about some units: their support staff and presiding politicians."""
    return list(session.scalars(_SUPPORT, {"unit_ids": unit_ids, "day": day}))
