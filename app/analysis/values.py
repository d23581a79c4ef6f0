"""The values of the municipality as things of their own: named parts of the vision, which goals hang on and talks are about.

A value is known by the first established part of its name in the vision, so it is the same in every later version.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.passages.subjects import Ref
from app.prepared import prepared
from app.writing.models import Part, TextState, UnitText
from app.writing.queries import readable_of_kind

VISION, VALUE = "vision", "value"


def is_value(key: str) -> bool:
    """Tell whether a part of the vision is a value of its own: one that its writers have added and named."""
    return key.startswith("own-")


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it reads in the established vision: what it is called and what it says."""

    id: int
    unit_id: int
    key: str
    name: str
    words: str


def values_now(session: Session, actor: Actor, ids: Collection[int] | None = None) -> list[Value]:
    """Give the values of the established vision that one reads, in their order; only those of `ids` where given."""
    if not actor.may(May.READ_PLANS):
        return []
    found = (Value(*row) for row in _parts(actor, clock.today()).rows(session))
    return [one for one in found if is_value(one.key) and (ids is None or one.id in ids)]


@dataclass(frozen=True, slots=True)
class Aim:
    """What a goal can hang on besides other goals: the vision itself or one of the values, and what it is called."""

    ref: Ref
    title: str


def aims(session: Session) -> list[Aim]:
    """Give the established vision and its values, for those who write goals: they read the vision, as it is for everyone."""
    found = [Value(*row) for row in _parts(None, None).rows(session)]
    visions = {
        one.unit_id: Aim(Ref(VISION, one.unit_id), one.name)
        for one in reversed(found)
        if not is_value(one.key)
    }
    return [*visions.values(), *(Aim(Ref(VALUE, one.id), one.name) for one in found if is_value(one.key))]


@prepared
def _parts(actor: Actor | None, day: date | None) -> Select[int, int, str, str, str]:
    """Give the parts of the vision that is established now, each known by the first established part of its key; as somebody
    reads it on a day, where given.
    """
    first, earlier, later = aliased(Part), aliased(UnitText), aliased(UnitText)
    newest = (
        select(func.max(later.number))
        .where(later.kind == VISION, later.state == TextState.ESTABLISHED, later.unit_id == UnitText.unit_id)
        .correlate(UnitText)
        .scalar_subquery()
    )
    identity = (
        select(func.min(first.id))
        .join(earlier, earlier.id == first.unit_text_id)
        .where(
            earlier.kind == VISION,
            earlier.state == TextState.ESTABLISHED,
            earlier.unit_id == UnitText.unit_id,
            first.key == Part.key,
        )
        .correlate(UnitText, Part)
        .scalar_subquery()
    )
    return (
        select(identity, UnitText.unit_id, Part.key, Part.title, Part.text)
        .select_from(UnitText)
        .join(Part, and_(Part.unit_text_id == UnitText.id, Part.left_out.is_(False)))
        .where(
            UnitText.kind == VISION,
            UnitText.state == TextState.ESTABLISHED,
            UnitText.number == newest,
            *([readable_of_kind(actor, day, VISION)] if actor is not None and day is not None else ()),
        )
        .order_by(UnitText.unit_id, Part.position, Part.id)
    )
