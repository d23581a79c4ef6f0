"""Units and people by name, to those who read the organisation: the same that its own pages and search show them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext
from sqlalchemy import ColumnElement, Integer, Select, and_, exists, false, literal, null, or_, select
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.access.matrix import May
from app.organisation.appointments import SHOWN_TO_ALL
from app.organisation.models import Appointment, Person, Unit, in_force
from app.search.models import SearchText
from app.search.registry import Asked, Family, Hit, Kind, Places, Reach, Shown

FAMILY, WHOSE = "organisation", "org"


def _rows(model: type[Unit] | type[Person], unit: Any) -> Select[Any]:
    return select(
        model.id.label("object_id"),
        model.id.label("owner_id"),
        null().cast(Integer).label("part_id"),
        unit.label("over_unit_id"),
        unit.label("rep_unit_id"),
        null().label("at"),
        model.name.label("title"),
        literal("").label("body"),
        literal(WHOSE).label("whose"),
    )


UNIT = Kind("unit", FAMILY, "unit", Unit, Unit.id, ("name",), _rows(Unit, Unit.id))
PERSON = Kind("person", FAMILY, "person", Person, Person.id, ("name",), _rows(Person, null().cast(Integer)))


def reach(_session: Session, asks: Asked) -> Reach:
    """Give the key of the organisation to those who read it."""
    return Reach([WHOSE] if asks.actor.may(May.READ_ORGANISATION) else [])


def within(asks: Asked) -> ColumnElement[bool]:
    """Give the condition of the organisation's own search: units, and people who hold a post shown to all."""
    if not asks.actor.may(May.READ_ORGANISATION):
        return false()
    return or_(
        and_(SearchText.kind == UNIT.key, exists().where(Unit.id == SearchText.object_id)),
        and_(SearchText.kind == PERSON.key, _person_shown(asks.actor, asks.day)),
    )


def _person_shown(actor: Actor, day: date) -> ColumnElement[bool]:
    if actor.may(May.EDIT_ORGANISATION):
        return exists().where(Person.id == SearchText.object_id)
    return exists().where(
        Person.id == SearchText.object_id,
        or_(Person.closed_on.is_(None), Person.closed_on > day),
        _holds_a_post_shown(day).where(Appointment.person_id == Person.id),
    )


def _holds_a_post_shown(day: date) -> Any:
    return exists().where(
        Appointment.role.in_(SHOWN_TO_ALL), in_force(Appointment.valid_from, Appointment.valid_to, day)
    )


def under(below: Select[Any], day: date) -> ColumnElement[bool]:
    """Give the condition that a person holds a post shown to all in one of some units; units tell it themselves."""
    return and_(
        SearchText.kind == PERSON.key,
        _holds_a_post_shown(day).where(
            Appointment.person_id == SearchText.object_id, Appointment.unit_id.in_(below)
        ),
    )


def shown(session: Session, asks: Asked, hits: Sequence[Hit]) -> Mapping[int, Shown]:
    """Show a unit by its name, a person with the posts held now."""
    people = [hit.object_id for hit in hits if hit.kind == PERSON.key]
    posts = _posts(session, people, asks.day) if people else {}
    return {hit.id: _shown(hit, posts) for hit in hits}


def _shown(hit: Hit, posts: Mapping[int, list[str]]) -> Shown:
    if hit.kind == UNIT.key:
        return Shown(hit.title, url_for("organisation.unit", unit_id=hit.object_id), gettext("Enhet"))
    return Shown(
        hit.title,
        url_for("organisation.person", person_id=hit.object_id),
        "; ".join(posts.get(hit.object_id, [])) or gettext("Person"),
    )


def _posts(session: Session, people: Sequence[int], day: date) -> dict[int, list[str]]:
    held: dict[int, list[str]] = {}
    rows = session.execute(
        select(Appointment.person_id, Appointment.title, Unit.name)
        .join(Unit, Unit.id == Appointment.unit_id)
        .where(
            Appointment.person_id.in_(people),
            Appointment.role.in_(SHOWN_TO_ALL),
            in_force(Appointment.valid_from, Appointment.valid_to, day),
        )
        .order_by(Appointment.is_deputy, Appointment.id)
    )
    for person_id, title, unit in rows:
        held.setdefault(person_id, []).append(f"{title}, {unit}" if title else unit)
    return held


def places(_session: Session, asks: Asked) -> Places:
    """Give the units one holds a post in."""
    if not asks.actor.may(May.READ_ORGANISATION):
        return Places()
    return Places({holding.unit_id: holding.unit_name for holding in asks.actor.holdings})


ORGANISATION = Family(FAMILY, reach, within, shown, places, under)
