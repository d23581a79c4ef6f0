"""The register of factors over several units, as somebody may read it."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, collate, exists, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from app.access.matrix import May, reach
from app.db import SWEDISH
from app.organisation.finding import pattern_for
from app.organisation.models import Ancestry, Unit, in_force
from app.paging import Found, nearest, on_page
from app.quality.factors.forms import REACH_WORDS, REVIEWS, Asked, Sort
from app.quality.factors.models import Factor, FactorReview, FactorState, Reach
from app.quality.factors.queries import FactorLine, in_year, lines, live_in, read_in, with_indicators
from app.quality.rights import Reader, left_behind, readable
from app.records.models import Edition

PAGE = 100
"""Factors on a page: rows to be scanned."""

UNITS_OFFERED = 200
"""Units to choose among in the filter."""


def register(session: Session, reader: Reader, asked: Asked, *, whole: bool = False) -> Found[FactorLine]:
    """Give a page of the register, or all of it where it is taken away `whole`; three statements."""
    conditions = _conditions(reader, asked)
    counted = (
        select(func.count())
        .select_from(Factor)
        .join(Unit, Unit.id == Factor.unit_id)
        .outerjoin(Edition, Edition.id == Factor.edition_id)
        .where(
            Factor.state != FactorState.DISCARDED,
            Factor.goal_id.is_(None),
            read_in(reader, left=True),
            *conditions,
        )
    )
    total = session.scalar(counted) or 0
    page = nearest(asked.page, total, PAGE)
    wanted = lines(reader, asked.year, left=True).where(*conditions).order_by(*_order(asked))
    if not whole:
        wanted = on_page(wanted, page, PAGE)
    return Found(with_indicators(session, session.execute(wanted).all()), total, page, PAGE)


def _conditions(reader: Reader, asked: Asked) -> list[ColumnElement[bool]]:
    live = live_in(reader, left=True)
    # One that is being changed counts as established to those who do not read the change.
    as_it_is = and_(live, Factor.state.in_(asked.states))
    states = or_(as_it_is, not_(live)) if FactorState.ESTABLISHED in asked.states else as_it_is
    found: list[ColumnElement[bool]] = [states, in_year(asked.year)]
    for word in asked.words:
        pattern = pattern_for(word)
        found.append(
            or_(
                Unit.name.ilike(pattern, escape="/"),
                and_(live, or_(*(one.ilike(pattern, escape="/") for one in (Factor.title, Factor.why)))),
                # What is being changed is looked for in the version one reads.
                and_(not_(live), Edition.content.ilike(pattern, escape="/")),
            )
        )
    if asked.under is not None:
        below = select(Ancestry.descendant_id).where(
            Ancestry.ancestor_id == asked.under,
            in_force(Ancestry.valid_from, Ancestry.valid_to, reader.day),
        )
        found.append(
            or_(
                Factor.unit_id.in_(below),
                and_(Factor.reach == Reach.AREA, Factor.unit_id.in_(_above(asked.under, reader.day))),
                left_behind(reader.day, lambda unit_id: unit_id.in_(below)),
            )
        )
    if REACH_WORDS[asked.reach] is not None:
        found.append(Factor.reach == REACH_WORDS[asked.reach])
    if REVIEWS[asked.review] is not None:
        # The list itself reads the words of a review; this one only asks whether there is any.
        review = aliased(FactorReview)
        reviewed = exists().where(
            review.factor_id == Factor.id, review.year == asked.year, review.undone_at.is_(None)
        )
        found.append(reviewed if REVIEWS[asked.review] else not_(reviewed))
    return found


def _above(unit_id: int, day: date) -> Select[int]:
    """Give the units above one: what they share is the unit's too."""
    return select(Ancestry.ancestor_id).where(
        Ancestry.descendant_id == unit_id,
        Ancestry.depth > 0,
        in_force(Ancestry.valid_from, Ancestry.valid_to, day),
    )


def _order(asked: Asked) -> list[Any]:
    unit, title = collate(Unit.name, SWEDISH), collate(Factor.title, SWEDISH)
    reviewed = FactorReview.id.is_(None)
    keys: dict[Sort, Any] = {Sort.UNIT: unit, Sort.TITLE: title, Sort.REVIEW: reviewed}
    key = keys[asked.sort]
    return [key.desc() if asked.descending else key.asc(), unit, Factor.position, Factor.id]


def units_with_factors(session: Session, reader: Reader) -> list[tuple[int, str]]:
    """Give the units that have a factor the reader reads, and those they have a post in, by name, to choose among in the
    filter: what is shared from above stands under them.
    """
    own = [one.unit_id for one in reader.actor.holdings if reach(one.role, May.READ_QUALITY) is not None]
    has = select(Factor.unit_id).where(
        Factor.state != FactorState.DISCARDED, Factor.goal_id.is_(None), readable(reader)
    )
    rows = session.execute(
        select(Unit.id, Unit.name)
        .where(or_(Unit.id.in_(has), Unit.id.in_(own)))
        .order_by(collate(Unit.name, SWEDISH), Unit.id)
        .limit(UNITS_OFFERED)
    )
    return [(number, name) for number, name in rows]
