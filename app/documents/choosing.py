"""What can be chosen in the forms of documents and decisions, and what is suggested."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, collate, select
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.access.matrix import May, Role
from app.db import SWEDISH
from app.organisation.finding import pattern_for
from app.organisation.models import Appointment, Person, Unit, in_force
from app.organisation.picking import Choice, Choices
from app.organisation.reach import unit_ids_within
from app.prepared import prepared
from app.steering.schema import Profile

ALL_UP_TO = 200
"""More than so many are searched for instead of listed."""


def own_units(
    session: Session,
    *,
    actor: Actor,
    day: date,
    sought: str,
    chosen: int | None,
    allowed: ColumnElement[bool] | None = None,
) -> Choices:
    """Give the units `actor` may answer for documents of: all where they are few, otherwise what the search found.

    `allowed` is the condition on units where it is about something else than documents.
    """
    if allowed is None:
        allowed = Unit.id.in_(unit_ids_within(actor.scope(May.EDIT_DOCUMENTS), day))
    wanted = (
        select(Unit.id, Unit.name)
        .where(allowed, in_force(Unit.valid_from, Unit.valid_to, day))
        .order_by(collate(Unit.name, SWEDISH), Unit.id)
        .limit(ALL_UP_TO + 1)
    )
    found = [(number, name) for number, name in session.execute(wanted)]
    if len(found) <= ALL_UP_TO:
        return Choices(found, by_search=False)
    held = [
        (one.unit_id, one.unit_name) for one in actor.holdings if one.role in {Role.MANAGER, Role.SUPPORT}
    ]
    some: list[Choice] = [*held] if not sought else []
    if sought:
        named = wanted.where(Unit.name.ilike(pattern_for(sought), escape="/"))
        some = [(number, name) for number, name in session.execute(named)]
    return Choices(_with(some, chosen, _unit_name(session, chosen)), by_search=True)


def _unit_name(session: Session, unit_id: int | None) -> str | None:
    return session.scalar(select(Unit.name).where(Unit.id == unit_id)) if unit_id is not None else None


def colleagues(
    session: Session, *, day: date, sought: str, chosen: int | None, standing: int | None = None
) -> Choices:
    """Give those who lead or support some unit on a day: all where they are few, otherwise what the search found.

    Who is chosen is among them as well, where it is one of those, or whoever is `standing` already and may have left since.
    """
    found = [(number, name) for number, name in _everybody_posted(day).rows(session)]
    by_search = len(found) > ALL_UP_TO
    if by_search:
        named = _posted(day).where(Person.name.ilike(pattern_for(sought), escape="/"))
        found = [(number, name) for number, name in session.execute(named)] if sought else []
    return Choices(_with(found, chosen, colleague_name(session, chosen, day, standing)), by_search)


def colleague_name(
    session: Session, person_id: int | None, day: date, standing: int | None = None
) -> str | None:
    """Give what somebody is called who leads or supports some unit on a day, or is `standing` already; None for all others."""
    if person_id is None:
        return None
    named = select(Person.id, Person.name) if person_id == standing else _posted(day)
    return next((name for _number, name in session.execute(named.where(Person.id == person_id))), None)


def _posted(day: date) -> Select[int, str]:
    posted = select(Appointment.person_id).where(
        Appointment.role.in_([Role.MANAGER, Role.SUPPORT]),
        in_force(Appointment.valid_from, Appointment.valid_to, day),
    )
    return (
        select(Person.id, Person.name)
        .where(Person.id.in_(posted))
        .order_by(collate(Person.name, SWEDISH), Person.id)
        .limit(ALL_UP_TO + 1)
    )


_everybody_posted = prepared(_posted)


def units_by_id(session: Session, ids: Collection[int]) -> list[Choice]:
    """Give units by their numbers, alphabetically."""
    rows = session.execute(
        select(Unit.id, Unit.name).where(Unit.id.in_(sorted(ids))).order_by(collate(Unit.name, SWEDISH))
    )
    return [(number, name) for number, name in rows]


def deciders(session: Session, *, profile: Profile, day: date) -> list[str]:
    """Suggest who may have decided: the boards of a day from the top down; anything else can be written too."""
    boards = {kind.key: kind.level for kind in profile.all_unit_kinds() if kind.is_board}
    rows = session.execute(
        select(Unit.name, Unit.kind)
        .where(Unit.kind.in_(sorted(boards)), in_force(Unit.valid_from, Unit.valid_to, day))
        .order_by(collate(Unit.name, SWEDISH))
        .limit(ALL_UP_TO)
    ).all()
    return [name for name, _ in sorted(rows, key=lambda row: boards[row.kind])]


def _with(found: Sequence[Choice], chosen: int | None, name: str | None) -> Sequence[Choice]:
    """Keep what is already chosen among what can be chosen."""
    if chosen is None or name is None or chosen in {number for number, _ in found}:
        return found
    return [(chosen, name), *found]
