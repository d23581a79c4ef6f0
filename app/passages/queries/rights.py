"""Which passages a person may read, and which were raised to them: conditions, for a day."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Date, Integer, and_, bindparam, false, or_, select, true

from app.access.actor import Actor
from app.access.matrix import May
from app.db import Numbers, among
from app.organisation.models import Ancestry
from app.organisation.reach import hangs_or_hung
from app.passages import rules
from app.passages.models import Passage
from app.passages.overseeing import released_beside

Units = Sequence[int] | BindParameter[list[int]]
"""Units by their ids: known, or a gap of a statement that is made once for everybody."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a person's rights to passages stand on, for a day: the units led, presided over, worked in, answered for."""

    person_id: int | BindParameter[int]
    day: date | BindParameter[date]
    leading: Units
    managed: Units
    employed: Units
    presided: Units
    answering: Units
    reading: Units
    reading_below: Units
    overseeing: Units


_GAP = "passage_"
_GAPS = Ground(
    bindparam(f"{_GAP}person_id", type_=Integer),
    bindparam(f"{_GAP}day", type_=Date),
    *(
        bindparam(f"{_GAP}{part.name}", type_=Numbers)
        for part in fields(Ground)
        if part.name not in {"person_id", "day"}
    ),
)


def ground(actor: Actor, day: date) -> Ground:
    """Give what the rights of `actor` stand on on `day`."""
    managed, presided = rules.managed_units(actor), rules.presided_units(actor)
    released = actor.scope(May.READ_RELEASED)
    return Ground(
        actor.person_id,
        day,
        leading=sorted(managed | presided),
        managed=sorted(managed),
        employed=sorted(rules.employed_units(actor)),
        presided=sorted(presided),
        answering=sorted(actor.scope(May.ANSWER_RAISED).subtrees),
        reading=sorted(released.units),
        reading_below=sorted(released.subtrees),
        overseeing=sorted(rules.overseeing_units(actor)),
    )


def filled(actor: Actor, day: date) -> dict[str, object]:
    """Give what the gaps of `READABLE` are filled with for `actor`."""
    of = ground(actor, day)
    return {f"{_GAP}{part.name}": getattr(of, part.name) for part in fields(Ground)}


def _in(column: Any, units: Units) -> ColumnElement[bool]:
    found: ColumnElement[bool] = (
        among(column, units) if isinstance(units, BindParameter) else column.in_(units)
    )
    return found


def _any_of(*ways: tuple[Units, ColumnElement[bool]]) -> ColumnElement[bool]:
    # What is known to be empty is left out; a gap may be filled with anything.
    found = [way for units, way in ways if isinstance(units, BindParameter) or units]
    return or_(*found) if found else false()


def _led_from_under(of: Ground, units: Units, *which: ColumnElement[bool]) -> ColumnElement[bool]:
    # Each by itself: asked for one or the other, SQLite would look through all of the organisation.
    below = select(Ancestry.descendant_id).where(
        _in(Ancestry.ancestor_id, units), hangs_or_hung(Ancestry, of.day), *which
    )
    return Passage.over_unit_id.in_(below)


def raised_to(actor: Actor, day: date, *, nearest: bool = False) -> ColumnElement[bool]:
    """Give the condition that a passage was raised to `actor`: the SQL twin of `rules.may_answer`.

    `nearest` leaves only what comes from the level directly below, which is what one is reminded of; whoever
    stands higher may answer too, but is not asked to first.
    """
    return _raised(ground(actor, day), nearest=nearest) if actor.may(May.TAKE_PART) else false()


def _raised(of: Ground, *, nearest: bool = False) -> ColumnElement[bool]:
    depth = Ancestry.depth == 1 if nearest else Ancestry.depth > 0
    return _any_of(
        (of.answering, _led_from_under(of, of.answering, depth)),
        (of.presided, _led_from_under(of, of.presided, Ancestry.depth == 1)),
    )


def from_own_dialogues(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that a passage comes from a dialogue of a post the actor holds now: the SQL twin of
    `rules.holds_an_end`.
    """
    return _own(ground(actor, date.min)) if actor.may(May.TAKE_PART) else false()


def _own(of: Ground) -> ColumnElement[bool]:
    own = Passage.rep_person_id == of.person_id
    between = Passage.over_unit_id == Passage.rep_unit_id
    return _any_of(
        (of.leading, _in(Passage.over_unit_id, of.leading)),
        (of.managed, _in(Passage.rep_unit_id, of.managed)),
        (of.employed, and_(own, _in(Passage.rep_unit_id, of.employed), between)),
    )


def readable_by(actor: Actor, day: date) -> ColumnElement[bool]:
    """Give the condition that `actor` may read a passage on `day`: the SQL twin of `rules.may_read`."""
    if not actor.may(May.TAKE_PART):
        return false()
    return true() if actor.scope(May.READ_RELEASED).everywhere else _readable(ground(actor, day))


def _readable(of: Ground) -> ColumnElement[bool]:
    released = _any_of(
        (of.reading, _in(Passage.over_unit_id, of.reading)),
        (of.reading_below, _led_from_under(of, of.reading_below)),
    )
    beside = released_beside(lambda column: _in(column, of.overseeing), of.day)
    return or_(_own(of), _raised(of), released, _any_of((of.overseeing, beside)))


READABLE = _readable(_GAPS)
"""The same condition made once for all who take part and do not read everything; `filled` says for whom it is asked."""
