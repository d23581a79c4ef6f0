"""What waits for a person, by its day where it has one, of all that features ask of posts and people: one statement."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Date,
    Integer,
    Select,
    Text,
    bindparam,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.access.matrix import May, Role
from app.assignments.queries import waits as assignments
from app.assignments.zone import queries as zone
from app.cycle.ahead import moved_around
from app.cycle.models import CycleMove
from app.db import UtcDateTime
from app.deviations import queries as deviations
from app.documents.queries import ToReview, to_review
from app.economy.ahead import SORTS, ahead
from app.economy.ahead import Ahead as MoneyAhead
from app.economy.queries.whose import Reader as MoneyReader
from app.planning.acknowledging import ahead as acknowledging
from app.prepared import prepared
from app.quality.control.ahead import Waiting, waiting
from app.quality.measuring.due import due_counts
from app.quality.measuring.rounds import Rounds, rounds_in
from app.quality.rights import Reader
from app.quality.risks.reach import kinds_in, reader_of
from app.reports import ahead as report_ahead
from app.steering.schema import Profile

DOCUMENT, MEASURE, ASSIGNMENT, QUESTION, MOVED = "document", "measure", "assignment", "question", "moved"


@dataclass(slots=True)
class ByDay:
    """Documents to look over, what internal control and what the economy ask for, the oldest first; how much is to be
    measured, by its pace; reports, deviations, assignments, goals and questions that wait for one's word; what was moved in
    the annual cycle.
    """

    reviews: list[ToReview] = field(default_factory=list)
    controls: list[Waiting] = field(default_factory=list)
    measured: dict[str, int] = field(default_factory=dict)
    money: list[MoneyAhead] = field(default_factory=list)
    reported: list[deviations.Waiting] = field(default_factory=list)
    reports: list[report_ahead.Waiting] = field(default_factory=list)
    assigned: list[assignments.Waiting] = field(default_factory=list)
    asked: list[zone.ZoneWaiting] = field(default_factory=list)
    moved: list[CycleMove] = field(default_factory=list)
    to_acknowledge: list[acknowledging.Waiting] = field(default_factory=list)


class _Row(NamedTuple):
    """What a row says, whatever it is about."""

    sort: str
    id: int
    title: str
    day: date | None
    until: date
    moment: datetime
    state: str
    giver: str
    taker: str
    year: int
    number: int
    unit_id: int | None
    unit: str


_TYPES: dict[str, Any] = dict(
    zip(
        _Row._fields,
        (Text, Integer, Text, Date, Date, UtcDateTime, Text, Text, Text, Integer, Integer, Integer, Text),
        strict=True,
    )
)


def waiting_by_day(
    session: Session,
    actor: Actor,
    today: date,
    profile: Profile,
    *,
    within: timedelta,
    limit: int,
    of_cycle: bool = False,
    receiving: acknowledging.Receiving = acknowledging.NOTHING,
) -> ByDay:
    """Give what waits for `actor`, at most `limit` of each; remedies of the economy whose day comes `within` some time, what was
    moved in the annual cycle where they are part of it, goals that wait where they speak for a body that is `receiving` any.
    """
    found = ByDay()
    due = (
        report_ahead.asked_around(actor, profile, today)
        if actor.may(May.READ_REPORTS)
        else report_ahead.NOTHING
    )
    boards = _boards_written_for(session, actor, today, profile)
    asked = _statement(actor, today, of_cycle, due, receiving, rounds_in(profile), boards)
    for row in asked.rows(session, person_id=actor.person_id, most=limit, until=today + within):
        _sort_in(found, _Row(*row))
    found.assigned.sort(key=lambda one: (one.due_on or date.max, one.id))
    found.asked.sort(key=lambda one: (one.asked_at, one.id))
    found.to_acknowledge.sort(key=lambda one: (one.since, one.id))
    return found


def _boards_written_for(session: Session, actor: Actor, today: date, profile: Profile) -> frozenset[int]:
    """Give the boards and companies whose internal control somebody puts together as support: one statement, for them alone.

    A manager of such an administration finds the same under internal control; it is the support's daily work.
    """
    if not actor.may(May.WRITE_CONTROL) or all(one.role is not Role.SUPPORT for one in actor.holdings):
        return frozenset()
    reader = reader_of(session, actor, today, kinds_in(profile))
    return reader.boards | reader.plans


def _sort_in(found: ByDay, row: _Row) -> None:
    if row.sort == MEASURE:
        found.measured[row.title] = row.id
    elif row.sort in SORTS:
        found.money.append(MoneyAhead(row.sort, row.id, row.title, row.day, row.unit, row.year))
    elif row.sort == deviations.SORT:
        found.reported.append(deviations.Waiting(row.sort, row.id, row.title, row.day, row.unit))
    elif row.sort in report_ahead.SORTS:
        found.reports.append(
            report_ahead.Waiting(
                row.sort, row.id, row.title, row.day, row.unit, row.year, row.unit_id, row.moment
            )
        )
    elif row.sort in {ASSIGNMENT, QUESTION, acknowledging.SORT}:
        _sort_in_answerable(found, row)
    elif row.sort == MOVED and row.day:
        # Only carries the days: never added to a session.
        found.moved.append(
            CycleMove(
                id=row.id,
                year=row.year,
                event_key=row.title,
                number=row.number,
                unit_id=row.unit_id,
                starts_on=row.day,
                ends_on=row.until,
            )
        )
    elif row.sort == DOCUMENT:
        if row.day:
            found.reviews.append(ToReview(row.id, row.title, row.day))
    else:
        found.controls.append(Waiting(row.sort, row.id, row.title, row.day, row.number, row.year))


def _sort_in_answerable(found: ByDay, row: _Row) -> None:
    """Sort in what waits for one's word whatever its day."""
    if row.sort == ASSIGNMENT:
        found.assigned.append(
            assignments.Waiting(row.id, row.title, row.state, row.day, row.moment, row.giver, row.taker)
        )
    elif row.sort == QUESTION:
        found.asked.append(zone.ZoneWaiting(row.id, row.title, row.state, row.moment))
    else:
        found.to_acknowledge.append(
            acknowledging.Waiting(
                row.id, row.title, row.unit, row.moment, row.state, row.unit_id or 0, row.taker
            )
        )


# Putting this together costs more than running it, and the start page asks for it each time.
@prepared
def _statement(
    actor: Actor,
    today: date,
    of_cycle: bool,
    due: report_ahead.Around,
    receiving: acknowledging.Receiving,
    rounds: Rounds,
    boards: frozenset[int],
) -> CompoundSelect[Any] | None:
    led = frozenset(one.unit_id for one in actor.holdings if one.role is Role.MANAGER)
    parts: list[Select[Any]] = []
    if actor.may(May.EDIT_DOCUMENTS):
        number, title, day = to_review(led, today).subquery().c[:3]
        parts.append(_named(DOCUMENT, id=number, title=title, day=day))
    if actor.may(May.READ_RISKS):
        sort, thing, title, day, number, year = waiting(led, today, boards).subquery().c[:6]
        parts.append(_named(sort, id=thing, title=title, day=day, number=number, year=year))
    if actor.may(May.WRITE_QUALITY):
        counts = due_counts(Reader(actor, today), rounds).subquery().c
        parts.append(_named(MEASURE, id=counts.number, title=counts.periodicity))
    if actor.may(May.READ_ECONOMY):
        sort, number, title, day, unit, year = ahead(MoneyReader(actor, today)).subquery().c[:6]
        parts.append(_named(sort, id=number, title=title, day=day, unit=unit, year=year))
    if actor.may(May.ANSWER_DEVIATIONS):
        sort, number, title, day, unit = deviations.waiting(deviations.Reader(actor, today)).subquery().c[:5]
        parts.append(_named(sort, id=number, title=title, day=day, unit=unit))
    if actor.may(May.READ_REPORTS):
        one = report_ahead.waiting(actor, today, due).subquery().c
        parts.append(
            _named(
                one.sort,
                id=one.id,
                title=one.title,
                day=one.due_on,
                unit=one.unit,
                year=one.year,
                unit_id=one.unit_id,
                moment=one.since,
            )
        )
    parts += _answerable(actor, today, receiving)
    if of_cycle:
        parts.append(_moved(actor, today))
    if not parts:
        return None
    united: CompoundSelect[Any] = union_all(*parts)
    return united.order_by("day", "sort", "id")


def _answerable(actor: Actor, today: date, receiving: acknowledging.Receiving) -> list[Select[Any]]:
    """Give what waits for one's word whatever its day."""
    parts: list[Select[Any]] = []
    if actor.may(May.WRITE_ASSIGNMENTS):
        parts += [_assigned(actor, today), _asked(actor, today)]
    if receiving.by:
        parts.append(_received(actor, today, receiving))
    return parts


def _assigned(actor: Actor, today: date) -> Select[Any]:
    one = assignments.waiting(actor, today).limit(_MOST).subquery().c
    return _named(
        ASSIGNMENT,
        id=one.id,
        title=one.title,
        day=one.due_on,
        moment=one.since,
        state=one.state,
        giver=one.giver,
        taker=one.taker,
    )


def _asked(actor: Actor, today: date) -> Select[Any]:
    one = zone.waiting(actor, today).limit(_MOST).subquery().c
    return _named(QUESTION, id=one.id, title=one.question, moment=one.asked_at, state=one.state)


def _received(actor: Actor, today: date, receiving: acknowledging.Receiving) -> Select[Any]:
    one = acknowledging.waiting(actor, today, receiving).subquery().c
    return _named(
        acknowledging.SORT,
        id=one.id,
        title=one.title,
        moment=one.since,
        state=one.point,
        unit=one.unit,
        unit_id=one.unit_id,
        taker=one.receiver,
    )


def _moved(actor: Actor, today: date) -> Select[Any]:
    one = moved_around(actor, today).subquery().c
    return _named(
        MOVED,
        id=one.id,
        title=one.event_key,
        day=one.starts_on,
        until=one.ends_on,
        year=one.year,
        number=one.number,
        unit_id=one.unit_id,
    )


_MOST = bindparam("most", type_=Integer)


def _named(sort: Any, **said: Any) -> Select[Any]:
    said["sort"] = literal(sort) if isinstance(sort, str) else sort
    return select(*(said.get(name, null().cast(kind)).label(name) for name, kind in _TYPES.items()))
