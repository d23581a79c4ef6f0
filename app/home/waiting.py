"""What waits for a person by its day, of documents, measurements, risks and internal control: one statement for all of it."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Date, Select, literal, null, select, union_all
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.access.matrix import May, Role
from app.documents.queries import ToReview, to_review
from app.quality.control.ahead import Waiting, waiting
from app.quality.measuring.due import due_counts
from app.quality.rights import Reader

DOCUMENT, MEASURE = "document", "measure"
KEPT = 128
"""Statements remembered, one for each who leads the same units on a day."""


@dataclass(slots=True)
class ByDay:
    """Documents to look over and what internal control asks for, the oldest first; how much is to be measured, by periodicity."""

    reviews: list[ToReview] = field(default_factory=list)
    controls: list[Waiting] = field(default_factory=list)
    measured: dict[str, int] = field(default_factory=dict)


def waiting_by_day(session: Session, actor: Actor, today: date, limit: int) -> ByDay:
    """Give what waits for `actor`, at most `limit` of each."""
    found = ByDay()
    documents, controls = actor.may(May.EDIT_DOCUMENTS), actor.may(May.READ_RISKS)
    measures = actor.may(May.WRITE_QUALITY)
    if not (documents or controls or measures):
        return found
    led = frozenset(one.unit_id for one in actor.holdings if one.role is Role.MANAGER)
    reader = Reader(actor, today) if measures else None
    statement = _statement(led, today, documents, controls, reader)
    for row in session.execute(statement, {"person_id": actor.person_id, "most": limit}):
        one = Waiting(*row)
        if one.sort == MEASURE:
            found.measured[one.title] = one.id
        elif one.sort != DOCUMENT:
            found.controls.append(one)
        elif one.day:
            found.reviews.append(ToReview(one.id, one.title, one.day))
    return found


# Putting this together costs more than running it, and the start page asks for it each time.
@lru_cache(maxsize=KEPT)
def _statement(
    led: frozenset[int], today: date, documents: bool, controls: bool, reader: Reader | None
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
    united: CompoundSelect[Any] = union_all(*parts)
    return united.order_by("day", "sort", "id")


def _named(sort: Any, number: Any, title: Any, day: Any) -> Select[Any]:
    sort = literal(sort) if isinstance(sort, str) else sort
    return select(sort.label("sort"), number.label("id"), title.label("title"), day.label("day"))
