"""The words of units' texts as search finds them, to whoever may read the text."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from flask import url_for
from flask_babel import gettext
from sqlalchemy import ColumnElement, Select, exists, false, func, literal, select
from sqlalchemy.orm import Session, joinedload

from app.access.matrix import May
from app.search.models import SearchText
from app.search.registry import Asked, Family, Hit, Kind, Places, Reach, Shown
from app.writing.kinds import kinds
from app.writing.models import Part, UnitText
from app.writing.queries import readable_by
from app.writing.wording import STATES

FAMILY, WHOSE = "unit_text", "ut"


def _rows() -> Select[Any]:
    found = select(
        Part.id.label("object_id"),
        Part.unit_text_id.label("owner_id"),
        Part.id.label("part_id"),
        UnitText.unit_id.label("over_unit_id"),
        UnitText.unit_id.label("rep_unit_id"),
        UnitText.begun_at.label("at"),
        Part.title.label("title"),
        Part.text.label("body"),
        literal(WHOSE).label("whose"),
    ).join(UnitText, UnitText.id == Part.unit_text_id)
    return cast("Select[Any]", found)


KINDS = (Kind("unit_text_part", FAMILY, "unit_text", Part, Part.id, ("text", "title"), _rows()),)


def reach(_session: Session, asks: Asked) -> Reach:
    """Give the key of units' texts to all who read any; `within` tells which."""
    return Reach([WHOSE] if asks.actor.may(May.READ_PLANS) else [])


def within(asks: Asked) -> ColumnElement[bool]:
    """Give the condition that the text may be read: the one its pages stand on."""
    if not asks.actor.may(May.READ_PLANS):
        return false()
    return exists().where(UnitText.id == SearchText.owner_id, readable_by(asks.actor, asks.day))


def shown(session: Session, asks: Asked, hits: Sequence[Hit]) -> Mapping[int, Shown]:
    """Show a hit with the unit, the kind of text and how far it has come."""
    texts = {
        text.id: text
        for text in session.scalars(
            select(UnitText)
            .where(UnitText.id.in_({hit.owner_id for hit in hits}))
            .options(joinedload(UnitText.unit))
        )
    }
    return {hit.id: _shown(hit, texts[hit.owner_id]) for hit in hits}


def _shown(hit: Hit, text: UnitText) -> Shown:
    kind = kinds.get(text.kind)
    name = kind.label() if kind else text.kind
    if text.year:
        name = gettext("%(name)s %(year)s", name=name, year=text.year)
    href = url_for("writing.text", text_id=text.id)
    return Shown(
        hit.title,
        f"{href}#del-{hit.part_id}",
        " · ".join([name, text.unit.name, str(STATES[text.state])]),
    )


def places(session: Session, asks: Asked) -> Places:
    """Give the time of the first text one may read."""
    if not asks.actor.may(May.READ_PLANS):
        return Places()
    return Places(
        since=session.scalar(select(func.min(UnitText.begun_at)).where(readable_by(asks.actor, asks.day)))
    )


UNIT_TEXTS = Family(FAMILY, reach, within, shown, places)
