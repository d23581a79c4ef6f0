"""What goes when the moving of an event in a year gone by is disposed of: why it was moved; that it was stays."""

from collections.abc import Iterator

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, and_, func, literal, select
from sqlalchemy.orm import Session

from app.cycle.facts import MOVE
from app.cycle.models import CycleMove
from app.disposing.things import Thing, says_something
from app.organisation.models import Unit
from app.records.earlier import GONE, Written

_WHOLE = select(func.min(Unit.id)).scalar_subquery()
"""Whose what holds for everybody is: the first unit there was, the municipality itself."""


def _written(session: Session, number: int) -> Iterator[Written]:
    yield Written(MOVE, number, session.get_one(CycleMove, number), {"why": GONE})


def _over(year: int) -> ColumnElement[bool]:
    return and_(CycleMove.year < year, says_something(CycleMove.why))


MOVED = Thing(
    kind=MOVE,
    of=literal("cycle_move"),
    number=CycleMove.id,
    unit_id=func.coalesce(CycleMove.unit_id, _WHOLE),
    year=CycleMove.year,
    since_year=CycleMove.year,
    over=_over,
    written=_written,
    goes=lazy_gettext("varför händelsen flyttades; att den flyttades, till när och av vem står kvar"),
)
