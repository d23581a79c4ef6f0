"""Units and people by name, to those who read the organisation: the same that its own pages and search show them."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import LazyString, gettext, lazy_gettext
from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import Session

from app.access.matrix import May
from app.organisation.appointments import SHOWN_TO_ALL
from app.organisation.models import Appointment, Person, Unit, in_force
from app.search.models import PLACE
from app.search.registry import Asked, Facts, Family, Hit, Kind, Reach, Shown, row_of

FAMILY, WHOSE = "organisation", "org"
_DAY = bindparam("organisation_day", type_=Date)

GROUPS: dict[str, LazyString] = {"unit": lazy_gettext("Enheter"), "person": lazy_gettext("Personer")}
"""What people call what can be found here."""


def _rows(model: type[Unit] | type[Person], unit: Any) -> Select[Any]:
    return select(
        *row_of(
            model.id, owner=model.id, unit=unit, at=null(), body=literal(""), whose=WHOSE, title=model.name
        )
    )


UNIT = Kind("unit", FAMILY, "unit", Unit, Unit.id, ("name",), _rows(Unit, Unit.id))
PERSON = Kind("person", FAMILY, "person", Person, Person.id, ("name",), _rows(Person, null().cast(Integer)))


def reach(_session: Session, asks: Asked) -> Reach:
    """Give the key of the organisation to those who read it."""
    if not asks.actor.may(May.READ_ORGANISATION):
        return Reach()
    way = "all" if asks.actor.may(May.EDIT_ORGANISATION) else "in post"
    return Reach(way, [WHOSE], {_DAY.key: asks.day})


def within(way: str) -> ColumnElement[bool]:
    """Give the condition of the organisation's own search: units, and people who hold a post shown to all."""
    person = [Person.id == PLACE.c.object_id]
    if way != "all":
        person += [or_(Person.closed_on.is_(None), Person.closed_on > _DAY), _holds_a_post_shown(Person.id)]
    return or_(
        and_(PLACE.c.kind == UNIT.key, exists().where(Unit.id == PLACE.c.object_id).correlate(PLACE)),
        and_(PLACE.c.kind == PERSON.key, exists().where(*person).correlate(PLACE)),
    )


def _holds_a_post_shown(person_id: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        Appointment.person_id == person_id,
        or_(*(Appointment.role == role for role in sorted(SHOWN_TO_ALL))),
        in_force(Appointment.valid_from, Appointment.valid_to, _DAY),
        *conditions,
    )


def under(below: Select[Any]) -> ColumnElement[bool]:
    """Give the condition that a person holds a post shown to all in one of some units; units tell it themselves."""
    return and_(
        PLACE.c.kind == PERSON.key, _holds_a_post_shown(PLACE.c.object_id, Appointment.unit_id.in_(below))
    )


POSTS = (
    select(
        Appointment.person_id.label("owner_id"),
        Appointment.id.label("id"),
        Appointment.is_deputy.label("is_deputy"),
        Appointment.title.label("title"),
        Unit.name.label("unit"),
    )
    .join(Unit, Unit.id == Appointment.unit_id)
    .where(
        or_(*(Appointment.role == role for role in sorted(SHOWN_TO_ALL))),
        in_force(Appointment.valid_from, Appointment.valid_to, _DAY),
    )
)


def shown(_session: Session, _asks: Asked, hits: Sequence[Hit], facts: Facts) -> Mapping[int, Shown]:
    """Show a unit by its name, a person with the posts held now."""
    return {hit.id: _shown(hit, _posts(facts.get(hit.owner_id, ()))) for hit in hits}


def _shown(hit: Hit, posts: Sequence[str]) -> Shown:
    if hit.kind == UNIT.key:
        return Shown(hit.title, url_for("organisation.unit", unit_id=hit.object_id), gettext("Enhet"))
    return Shown(
        hit.title,
        url_for("organisation.person", person_id=hit.object_id),
        "; ".join(posts) or gettext("Person"),
    )


def _posts(told: Sequence[Mapping[str, Any]]) -> list[str]:
    ordered = sorted(told, key=lambda post: (post["is_deputy"], post["id"]))
    return [f"{post['title']}, {post['unit']}" if post["title"] else post["unit"] for post in ordered]


ORGANISATION = Family(FAMILY, reach, within, shown, POSTS, under=under)
