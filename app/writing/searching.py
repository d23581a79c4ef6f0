"""The words of units' texts as search finds them, to whoever may read the text."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext
from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from app.access.matrix import May
from app.organisation.models import Unit
from app.search.models import PLACE
from app.search.registry import Asked, Facts, Family, Hit, Kind, Reach, Shown, first, row_of
from app.writing.kinds import kinds
from app.writing.models import Part, UnitText
from app.writing.queries import readable_by
from app.writing.wording import STATES

FAMILY, WHOSE = "unit_text", "ut"


def _rows() -> Select[Any]:
    return select(
        *row_of(
            Part.id,
            owner=Part.unit_text_id,
            unit=UnitText.unit_id,
            at=UnitText.begun_at,
            body=Part.text,
            whose=WHOSE,
            part=Part.id,
            title=Part.title,
        )
    ).join(UnitText, UnitText.id == Part.unit_text_id)


KINDS = (Kind("unit_text_part", FAMILY, "unit_text", Part, Part.id, ("text", "title"), _rows()),)


def reach(_session: Session, asks: Asked) -> Reach:
    """Give the key of units' texts to all who read any; `within` tells which."""
    return Reach(asks, [WHOSE]) if asks.actor.may(May.READ_PLANS) else Reach()


def within(asks: Asked) -> ColumnElement[bool]:
    """Give the condition that the text may be read, the one its pages stand on, and that the part stands in it.

    What is left out keeps its words for those who may take it in again, and is read on no page.
    """
    stands = exists().where(Part.id == PLACE.c.part_id, Part.left_out.is_(False))
    text = exists().where(UnitText.id == PLACE.c.owner_id, readable_by(asks.actor, asks.day))
    return and_(text.correlate(PLACE), stands.correlate(PLACE))


FACTS = select(
    UnitText.id.label("owner_id"),
    UnitText.kind.label("kind"),
    UnitText.year.label("year"),
    UnitText.state.label("state"),
    Unit.name.label("unit"),
).join(Unit, Unit.id == UnitText.unit_id)


def shown(_session: Session, _asks: Asked, hits: Sequence[Hit], facts: Facts) -> Mapping[int, Shown]:
    """Show a hit with the unit, the kind of text and how far it has come."""
    return {hit.id: _shown(hit, facts[hit.owner_id][0]) for hit in hits}


def _shown(hit: Hit, told: Mapping[str, Any]) -> Shown:
    kind = kinds.get(told["kind"])
    name = kind.label() if kind else told["kind"]
    if told["year"]:
        name = gettext("%(name)s %(year)s", name=name, year=told["year"])
    href = url_for("writing.text", text_id=hit.owner_id)
    return Shown(
        hit.title,
        f"{href}#del-{hit.part_id}",
        " · ".join([name, told["unit"], str(STATES[told["state"]])]),
    )


def places(asks: Asked) -> Select[Any]:
    """Give the time of the first text one may read."""
    return select(*first(func.min(UnitText.begun_at))).where(readable_by(asks.actor, asks.day))


UNIT_TEXTS = Family(FAMILY, reach, within, shown, FACTS, places)
