"""Who holds posts now, and who could be invited."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Date, Integer, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.db import Numbers, among
from app.dialogues import rules
from app.dialogues.facts import End
from app.dialogues.models import Post, PostKind
from app.organisation.models import Ancestry, Appointment, Person, in_force
from app.prepared import Prepared

_DAY = bindparam("day", type_=Date)
_UNITS = bindparam("unit_ids", type_=Integer, expanding=True)
_Whom = TypeVar("_Whom")


_HOLDERS = (
    select(Appointment.unit_id, Appointment.role, Appointment.duty, Person.id, Person)
    .join(Person, Person.id == Appointment.person_id)
    .where(
        among(Appointment.unit_id, bindparam("unit_ids", type_=Numbers)),
        in_force(Appointment.valid_from, Appointment.valid_to, _DAY),
        or_(Person.closed_on.is_(None), Person.closed_on > _DAY),
        or_(
            Appointment.role == Role.MANAGER,
            and_(Appointment.role == Role.POLITICIAN, Appointment.duty.in_(sorted(rules.PRESIDING))),
            and_(
                Appointment.role == Role.EMPLOYEE,
                among(Appointment.person_id, bindparam("employees", type_=Numbers)),
            ),
        ),
    )
    .order_by(Appointment.is_deputy, Appointment.duty, Appointment.valid_from, Appointment.id)
)
_HOLDER_NAMES = Prepared(
    lambda: _HOLDERS.with_only_columns(
        Appointment.unit_id, Appointment.role, Appointment.duty, Person.id, Person.name
    )
)


def holders_of(session: Session, posts: Sequence[Post | End], day: date) -> dict[int, list[Person]]:
    """Give the present holders of posts, by post id, ordinary before deputies; one statement for any number."""
    return _by_post(session.execute(_HOLDERS, _asked(posts, day)), posts)


def names_of_holders(session: Session, posts: Sequence[Post | End], day: date) -> dict[int, list[str]]:
    """Give the names of the present holders of posts, as `holders_of` gives the people."""
    return _by_post(_HOLDER_NAMES.rows(session, **_asked(posts, day)), posts)


def _asked(posts: Sequence[Post | End], day: date) -> dict[str, object]:
    return {
        "unit_ids": sorted({post.unit_id for post in posts}),
        "employees": sorted({post.person_id for post in posts if post.person_id}),
        "day": day,
    }


def _by_post(rows: Iterable[Sequence[Any]], posts: Sequence[Post | End]) -> dict[int, list[_Whom]]:
    at: dict[int, list[tuple[str, str, int, _Whom]]] = {}
    for unit_id, role, duty, person_id, whom in rows:
        at.setdefault(unit_id, []).append((role, duty, person_id, whom))
    return {
        post.id: [
            whom
            for role, duty, person_id, whom in at.get(post.unit_id, ())
            if _fills(role, duty, person_id, post)
        ]
        for post in posts
    }


def _fills(role: str, duty: str | None, person_id: int, post: Post | End) -> bool:
    if post.kind == PostKind.MANAGER:
        return role == Role.MANAGER
    if post.kind == PostKind.PRESIDIUM:
        return role == Role.POLITICIAN and duty in rules.PRESIDING
    return role == Role.EMPLOYEE and person_id == post.person_id


_SUPPORT = (
    select(Person)
    .join(Appointment, Appointment.person_id == Person.id)
    .join(Ancestry, Ancestry.ancestor_id == Appointment.unit_id)
    .where(
        Ancestry.descendant_id.in_(_UNITS),
        in_force(Ancestry.valid_from, Ancestry.valid_to, _DAY),
        in_force(Appointment.valid_from, Appointment.valid_to, _DAY),
        or_(Person.closed_on.is_(None), Person.closed_on > _DAY),
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


def support_ids(unit_ids: list[int], day: date) -> Select[int]:
    """Select the ids of those who could be invited to a dialogue about some units, as part of another statement."""
    found = _SUPPORT.with_only_columns(Person.id).order_by(None)
    return found.params(unit_ids=unit_ids, day=day)
