"""What reports ask of somebody now: to hand in, to receive, and remedies whose day comes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import Date, Integer, Select, bindparam, literal, null, select, union_all
from sqlalchemy.orm import Session, joinedload

from app.access.actor import Actor
from app.access.matrix import May, Role
from app.db import UtcDateTime
from app.economy.rules import RUNNING
from app.organisation.models import Unit
from app.organisation.reach import lies_within
from app.reports.asked import FAMILY, asked_of, plan_key, regular, submits
from app.reports.models import (
    FollowUpPlan,
    PlannedTime,
    PlanState,
    Report,
    ReportDeviation,
    State,
)
from app.reports.queries import Reader, reads_now
from app.reports.whose import answered_for
from app.steering.schema import Profile
from app.writing.models import TextState, UnitText

HAND_IN, RECEIVE, REMEDY = "report_due", "report_received", "report_remedy"
SORTS = frozenset({HAND_IN, RECEIVE, REMEDY})
AHEAD, LATE = timedelta(days=30), timedelta(days=7)
"""How long before its day a report stands on the start page, and how long after where nobody has begun it."""


class Due(NamedTuple):
    """A report a unit is to hand in by a day, as the model alone says: the unit, the kind of text, the year."""

    unit_id: int
    unit: str
    kind: str
    year: int
    due_on: date


class Waiting(NamedTuple):
    """One thing the start page shows: a report to hand in (its number, 0 where it is not begun) or to receive, or a remedy."""

    sort: str
    id: int
    title: str
    due_on: date | None
    unit: str
    year: int
    unit_id: int | None
    since: datetime | None
    """When one that waits to be received was handed in."""


def due_now(actor: Actor, profile: Profile, today: date) -> tuple[Due, ...]:
    """Give what the units somebody leads are to hand in around a day, where the model says the day. Pure."""
    found = []
    for one in actor.holdings:
        if one.role is not Role.MANAGER:
            continue
        for year in (today.year - 1, today.year):
            for asked in asked_of(profile, one.unit_kind, is_top=one.is_top, year=year, plans={}):
                due_on = asked.due_on(year)
                if due_on is not None and today - LATE <= due_on <= today + AHEAD:
                    found.append(Due(one.unit_id, one.unit_name, asked.kind, year, due_on))
    return tuple(dict.fromkeys(found))


def planned_for(actor: Actor, profile: Profile) -> tuple[tuple[int, str, str, str], ...]:
    """Give, for the units somebody leads, the reports whose days the yearly plan says: unit, its name, the report, the plan."""
    return tuple(
        (one.unit_id, one.unit_name, report.key, plan_key(report))
        for one in actor.holdings
        if one.role is Role.MANAGER
        for report in regular(profile)
        if plan_key(report) and submits(report, one.unit_kind, is_top=one.is_top)
    )


@dataclass(frozen=True, slots=True)
class Around:
    """What the model asks of the units somebody leads around a day, by the model alone and by the yearly plan."""

    due: tuple[Due, ...] = ()
    planned: tuple[tuple[int, str, str, str], ...] = ()


NOTHING = Around()

_NO_MOMENT = null().cast(UtcDateTime)


def asked_around(actor: Actor, profile: Profile, today: date) -> Around:
    """Give what the model asks of somebody around a day. Pure."""
    return Around(due_now(actor, profile, today), planned_for(actor, profile))


def waiting(actor: Actor, today: date, around: Around) -> Select[Any]:
    """Make the statement of what waits for somebody, at most `most`, in the shape of `Waiting`."""
    parts: list[Select[Any]] = [_to_receive(actor), _begun(actor), _remedies(actor, today)]
    parts += [
        _to_hand_in(literal(one.due_on, Date), one.unit_id, one.unit, literal(one.kind), literal(one.year))
        for one in around.due
    ]
    parts += _planned(around.planned, today)
    both = union_all(*parts).subquery()
    return (
        select(both)
        .order_by(both.c.due_on.is_(None), both.c.due_on, both.c.sort, both.c.id)
        .limit(bindparam("most", type_=Integer))
    )


def _to_receive(actor: Actor) -> Select[Any]:
    found: Any = (
        select(
            literal(RECEIVE).label("sort"),
            Report.id.label("id"),
            Report.kind.label("title"),
            null().cast(Date).label("due_on"),
            Unit.name.label("unit"),
            Report.year.label("year"),
            Report.unit_id.label("unit_id"),
            Report.state_since.label("since"),
        )
        .join(Unit, Unit.id == Report.unit_id)
        .where(Report.state == State.SUBMITTED, Report.receiver_unit_id.in_(sorted(answered_for(actor))))
    )
    return cast("Select[Any]", found)


def _to_hand_in(due_on: Any, unit_id: int, unit: str, kind: Any, year: Any) -> Select[Any]:
    """A report that is not begun: its number is 0."""
    begun = select(Report.id).where(Report.unit_id == unit_id, Report.kind == kind, Report.year == year)
    return select(
        literal(HAND_IN), literal(0), kind, due_on, literal(unit), year, literal(unit_id), _NO_MOMENT
    ).where(~begun.correlate_except(Report).exists())


def _begun(actor: Actor) -> Select[Any]:
    """The reports that are being written or were handed back, of the units somebody leads, whatever their day."""
    led = sorted(one.unit_id for one in actor.holdings if one.role is Role.MANAGER)
    found: Any = (
        select(
            literal(HAND_IN),
            Report.id,
            Report.kind,
            Report.due_on,
            Unit.name,
            Report.year,
            Report.unit_id,
            _NO_MOMENT,
        )
        .join(Unit, Unit.id == Report.unit_id)
        .where(Report.unit_id.in_(led), Report.state.in_([State.DRAFT, State.HANDED_BACK]))
    )
    return cast("Select[Any]", found)


def _planned(planned: Collection[tuple[int, str, str, str]], today: date) -> list[Select[Any]]:
    found = []
    for unit_id, unit, report, key in planned:
        kind = literal(f"{FAMILY}/{report}/") + PlannedTime.period
        found.append(
            _to_hand_in(PlannedTime.due_on, unit_id, unit, kind, FollowUpPlan.year)
            .select_from(PlannedTime)
            .join(FollowUpPlan, FollowUpPlan.id == PlannedTime.plan_id)
            .where(
                FollowUpPlan.key == key,
                FollowUpPlan.state == PlanState.ESTABLISHED,
                PlannedTime.areas != "",
                PlannedTime.due_on.between(today - LATE, today + AHEAD),
            )
        )
    return found


def _remedies(actor: Actor, today: date) -> Select[Any]:
    found: Any = (
        select(
            literal(REMEDY),
            ReportDeviation.id,
            ReportDeviation.remedy,
            ReportDeviation.due_on,
            Unit.name,
            Report.year,
            Report.unit_id,
            _NO_MOMENT,
        )
        .join(Report, Report.id == ReportDeviation.report_id)
        .join(Unit, Unit.id == Report.unit_id)
        .join(UnitText, UnitText.id == Report.text_id)
        .where(
            ReportDeviation.person_id == actor.person_id,
            ReportDeviation.removed_at.is_(None),
            ReportDeviation.remedy != "",
            ReportDeviation.state.in_(RUNNING),
            ReportDeviation.due_on <= bindparam("until", type_=Date),
            UnitText.state == TextState.ESTABLISHED,
            # Who has left the unit reads its reports no longer, and is not asked.
            lies_within(Report.unit_id, actor.scope(May.READ_REPORTS), today),
        )
    )
    return cast("Select[Any]", found)


def remedies_of_mine(session: Session, reader: Reader, *, most: int = 10) -> Sequence[ReportDeviation]:
    """Give what somebody is to do about deviations in reports that are handed in, the nearest day first."""
    return session.scalars(
        select(ReportDeviation)
        .join(Report, Report.id == ReportDeviation.report_id)
        .join(UnitText, UnitText.id == Report.text_id)
        .where(
            ReportDeviation.person_id == reader.actor.person_id,
            ReportDeviation.removed_at.is_(None),
            ReportDeviation.remedy != "",
            ReportDeviation.state.in_(RUNNING),
            UnitText.state == TextState.ESTABLISHED,
            reads_now(reader),
        )
        .options(joinedload(ReportDeviation.report))
        .order_by(ReportDeviation.due_on.is_(None), ReportDeviation.due_on, ReportDeviation.id)
        .limit(most)
    ).all()
