"""What waits for a person, by its day where it has one, of all that features ask of posts and people: one statement."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Date, Integer, Select, String, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.access.matrix import May, Role
from app.deviations import queries as deviations
from app.documents.queries import ToReview, to_review
from app.economy.ahead import SORTS, ahead
from app.economy.ahead import Ahead as MoneyAhead
from app.economy.queries import Reader as MoneyReader
from app.quality.control.ahead import Waiting, waiting
from app.quality.measuring.due import due_counts
from app.quality.rights import Reader

DOCUMENT, MEASURE = "document", "measure"
KEPT = 128
"""Statements remembered, one for each who leads the same units on a day."""


@dataclass(slots=True)
class ByDay:
    """Documents to look over, what internal control and what the economy ask for, the oldest first; how much is to be
    measured, by periodicity; the deviations that wait for one's word.
    """

    reviews: list[ToReview] = field(default_factory=list)
    controls: list[Waiting] = field(default_factory=list)
    measured: dict[str, int] = field(default_factory=dict)
    money: list[MoneyAhead] = field(default_factory=list)
    reported: list[deviations.Waiting] = field(default_factory=list)


def waiting_by_day(session: Session, actor: Actor, today: date, *, within: timedelta, limit: int) -> ByDay:
    """Give what waits for `actor`, at most `limit` of each; remedies of the economy whose day comes `within` some time."""
    found = ByDay()
    documents, controls = actor.may(May.EDIT_DOCUMENTS), actor.may(May.READ_RISKS)
    measures, economy = actor.may(May.WRITE_QUALITY), actor.may(May.READ_ECONOMY)
    reports = actor.may(May.REPORT_DEVIATIONS)
    if not (documents or controls or measures or economy or reports):
        return found
    led = frozenset(one.unit_id for one in actor.holdings if one.role is Role.MANAGER)
    reader = Reader(actor, today) if measures else None
    spender = MoneyReader(actor, today) if economy else None
    answering = deviations.Reader(actor, today) if reports else None
    statement = _statement(led, today, documents, controls, reader, spender, answering)
    wanted = {"person_id": actor.person_id, "most": limit, "until": today + within}
    for sort, number, title, day, unit, year in session.execute(statement, wanted):
        if sort == MEASURE:
            found.measured[title] = number
        elif sort in SORTS:
            found.money.append(MoneyAhead(sort, number, title, day, unit, year))
        elif sort == deviations.SORT:
            found.reported.append(deviations.Waiting(sort, number, title, day, unit))
        elif sort != DOCUMENT:
            found.controls.append(Waiting(sort, number, title, day))
        elif day:
            found.reviews.append(ToReview(number, title, day))
    return found


# Putting this together costs more than running it, and the start page asks for it each time.
@lru_cache(maxsize=KEPT)
def _statement(
    led: frozenset[int],
    today: date,
    documents: bool,
    controls: bool,
    reader: Reader | None,
    spender: MoneyReader | None,
    answering: deviations.Reader | None,
) -> CompoundSelect[Any]:
    parts: list[Select[Any]] = []
    if documents:
        parts.append(_named(DOCUMENT, *to_review(led, today).subquery().c[:3]))
    if controls:
        one = waiting(led, today).subquery()
        parts.append(_named(one.c[0], *one.c[1:4]))
    if reader is not None:
        counts = due_counts(reader).subquery()
        parts.append(_named(MEASURE, counts.c.number, counts.c.periodicity, null().cast(Date)))
    if spender is not None:
        parts.append(_named(*ahead(spender).subquery().c[:6]))
    if answering is not None:
        parts.append(_named(*deviations.waiting(answering).subquery().c[:5]))
    united: CompoundSelect[Any] = union_all(*parts)
    return united.order_by("day", "sort", "id")


def _named(sort: Any, number: Any, title: Any, day: Any, unit: Any = None, year: Any = None) -> Select[Any]:
    """Name the columns; a unit and a year are said of the economy alone."""
    return select(
        (literal(sort) if isinstance(sort, str) else sort).label("sort"),
        number.label("id"),
        title.label("title"),
        day.label("day"),
        (cast(null(), String) if unit is None else unit).label("unit"),
        (cast(null(), Integer) if year is None else year).label("year"),
    )
