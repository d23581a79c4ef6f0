"""Reads of the annual cycle: what was moved, which units somebody follows, and one's own dialogues to plan from it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import collate, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.access.actor import Actor, Scope
from app.access.matrix import Role
from app.cycle.models import CycleMove
from app.db import SWEDISH
from app.dialogues.models import Post, Series
from app.dialogues.queries.whose import SERIES_HELD, standing
from app.organisation.models import Person, Unit, in_force
from app.organisation.reach import unit_ids_within
from app.paging import Found, nearest, on_page

PAGE = 50
MOST_SERIES = 30


def moves(
    session: Session, years: Collection[int], unit_ids: Collection[int] | None = None, *, anew: bool = False
) -> list[CycleMove]:
    """Give what was moved in some years: for everybody, and for some units or for all; `anew` as it stands by now."""
    wanted = select(CycleMove).where(CycleMove.year.in_(sorted(years))).order_by(CycleMove.id)
    if anew:
        wanted = wanted.execution_options(populate_existing=True)
    if unit_ids is not None:
        wanted = wanted.where(or_(CycleMove.unit_id.is_(None), CycleMove.unit_id.in_(sorted(unit_ids))))
    return list(session.scalars(wanted.options(joinedload(CycleMove.moved_by), joinedload(CycleMove.unit))))


def follow_scope(actor: Actor) -> Scope:
    """Give the units somebody follows: those led, and supported, with all below."""
    held = frozenset(one.unit_id for one in actor.holdings if one.role in {Role.MANAGER, Role.SUPPORT})
    return Scope(False, frozenset(), held)


def followed(
    session: Session,
    actor: Actor,
    day: date,
    kinds: Collection[str],
    bodies: Collection[str],
    *,
    page: int,
    size: int = PAGE,
) -> Found[tuple[int, str]]:
    """Give the units of some kinds that somebody leads or supports, or that lie below, by name; those of the top administration
    follow the boards (`bodies` among the kinds) too, though they lie above it.
    """
    scope = follow_scope(actor)
    if scope.empty or not kinds:
        return Found([], 0, 1, size)
    near = Unit.id.in_(unit_ids_within(scope, day))
    at_top = any(one.is_top and one.role in {Role.MANAGER, Role.SUPPORT} for one in actor.holdings)
    condition = (
        or_(near, Unit.kind.in_(sorted(set(kinds) & set(bodies)))) if at_top else near,
        Unit.kind.in_(sorted(kinds)),
        in_force(Unit.valid_from, Unit.valid_to, day),
    )
    total = session.scalar(select(func.count()).select_from(Unit).where(*condition)) or 0
    page = nearest(page, total, size)
    by_name = select(Unit.id, Unit.name).where(*condition).order_by(collate(Unit.name, SWEDISH), Unit.id)
    rows = session.execute(on_page(by_name, page, size))
    return Found([(number, name) for number, name in rows], total, page, size)


@dataclass(frozen=True, slots=True)
class OwnSeries:
    """A line of meetings somebody has a seat in."""

    id: int
    over_unit_id: int
    over: str
    rep: str


def own_series(session: Session, actor: Actor, pair_kinds: Collection[str]) -> list[OwnSeries]:
    """Give one's own running lines of meetings of some kinds, to plan the year of."""
    over, rep = Post.__table__.alias("over"), Post.__table__.alias("rep")
    over_unit, rep_unit = Unit.__table__.alias("over_unit"), Unit.__table__.alias("rep_unit")
    rows = session.execute(
        select(Series.id, over_unit.c.id, over_unit.c.name, func.coalesce(Person.name, rep_unit.c.name))
        .join(over, over.c.id == Series.over_post_id)
        .join(rep, rep.c.id == Series.rep_post_id)
        .join(over_unit, over_unit.c.id == over.c.unit_id)
        .join(rep_unit, rep_unit.c.id == rep.c.unit_id)
        .outerjoin(Person, Person.id == rep.c.person_id)
        .where(
            Series.id.in_(SERIES_HELD), Series.ended_on.is_(None), Series.pair_kind.in_(sorted(pair_kinds))
        )
        .order_by(collate(rep_unit.c.name, SWEDISH), Series.id)
        .limit(MOST_SERIES),
        standing(actor),
    )
    return [OwnSeries(*row) for row in rows]
