"""The days of reports in people's calendars: by when one hands in, and by when reports come to the level one answers for.

Titles and days alone, as the model and the year's established follow-up plan say them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from flask_babel import gettext
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from app import clock
from app.access.actor import Actor, Holding
from app.access.matrix import May, Role
from app.notifications.calendar import Meeting
from app.notifications.feed.meetings import meeting_sources
from app.organisation.models import Ancestry, Unit, in_force
from app.reports import queries
from app.reports.asked import CHIEF_EXECUTIVE, Asked, Plans, asked_of, plan_key, regular
from app.reports.models import Report, State
from app.reports.naming import named
from app.reports.whose import answered_for, boards_in, boards_written_by, receiver_among
from app.steering.routes import profile_in_force
from app.steering.schema import Profile
from app.steering.shapes.reports import Report as ReportShape

BACK, FORWARD = timedelta(days=31), timedelta(days=400)
"""How long a day that has passed stands in a calendar, and how far ahead it shows."""


@dataclass(frozen=True, slots=True)
class Day:
    """The day of one report for one unit: which hands it in, or which it comes to."""

    asked: Asked
    year: int
    unit_id: int
    unit: str
    due_on: date
    comes: bool = False


def in_calendar(session: Session, actor: Actor, _since: datetime) -> list[Meeting]:
    """Give the days of the reports somebody is to hand in and has not, and of those that come to a level they answer for."""
    if not actor.may(May.READ_REPORTS):
        return []
    today, profile = clock.today(), profile_in_force()
    first, last = today - BACK, today + FORWARD
    plans = queries.plans_of(session, range(first.year - 1, last.year + 1))
    found = [
        *_to_hand_in(session, actor, profile, plans, today),
        *_to_receive(session, actor, profile, plans, today),
    ]
    return [_meeting(one) for one in found if first <= one.due_on <= last]


def _years(today: date) -> range:
    """The years whose reports can have their day within a calendar: also the one before, which is told of afterwards."""
    return range((today - BACK).year - 1, (today + FORWARD).year + 1)


def _to_hand_in(session: Session, actor: Actor, profile: Profile, plans: Plans, today: date) -> Iterator[Day]:
    led = tuple(one for one in actor.holdings if one.role is Role.MANAGER)
    units = {one.unit_id: (one.unit_name, one.unit_kind, one.is_top) for one in led}
    units |= {number: (name, kind, False) for number, name, kind in _boards(session, actor, led, profile)}
    if not units:
        return
    done = {
        (unit_id, kind, year)
        for unit_id, kind, year in session.execute(
            select(Report.unit_id, Report.kind, Report.year).where(
                Report.unit_id.in_(sorted(units)),
                Report.year.in_(_years(today)),
                Report.state.in_([State.SUBMITTED, State.ACKNOWLEDGED]),
            )
        )
    }
    for number, (name, kind, is_top) in units.items():
        for year in _years(today):
            for asked in asked_of(profile, kind, is_top=is_top, year=year, plans=plans):
                due_on = asked.due_on(year)
                if due_on is not None and (number, asked.kind, year) not in done:
                    yield Day(asked, year, number, name, due_on)


def _boards(
    session: Session, actor: Actor, led: Sequence[Holding], profile: Profile
) -> Sequence[tuple[int, str, str]]:
    """Give the boards whose reports the units somebody leads hand in; asked only of those who lead where that can be."""
    administrative = {kind.key for kind in profile.unit_kinds if kind.is_administrative}
    if not any(one.is_top or one.unit_kind in administrative for one in led):
        return []
    today = clock.today()
    leader = Actor(actor.person_id, actor.name, actor.language, tuple(led))
    rows = session.execute(
        select(Unit.id, Unit.name, Unit.kind)
        .where(
            Unit.id.in_(boards_written_by(profile, leader, today)),
            in_force(Unit.valid_from, Unit.valid_to, today),
        )
        .order_by(Unit.id)
    )
    return [(number, name, kind) for number, name, kind in rows]


def _to_receive(session: Session, actor: Actor, profile: Profile, plans: Plans, today: date) -> Iterator[Day]:
    names = {one.unit_id: one.unit_name for one in actor.holdings if one.unit_id in answered_for(actor)}
    if not names:
        return
    for report, unit_id in _received(session, profile, sorted(names), today):
        key = plan_key(report)
        for year in _years(today):
            for period in report.periods:
                asked = Asked(report, period, plans.get((key, year, period.key)) if key else None)
                placed = not key or (asked.planned is not None and asked.planned.areas)
                due_on = asked.due_on(year)
                if placed and due_on is not None:
                    yield Day(asked, year, unit_id, names[unit_id], due_on, comes=True)


def _received(
    session: Session, profile: Profile, held: Sequence[int], today: date
) -> list[tuple[ReportShape, int]]:
    """Give which reports come to which of some units: those that one unit at least hands to it."""
    examples = _examples(session, held, today)
    lines = _lines(session, [one.id for one in examples], today)
    bodies = session.scalars(
        select(Unit).where(
            Unit.kind.in_(sorted(boards_in(profile))), in_force(Unit.valid_from, Unit.valid_to, today)
        )
    ).all()

    def only(but: Unit, kind: str) -> Unit | None:
        found = [one for one in bodies if one.kind == kind and one.id != but.id]
        return found[0] if len(found) == 1 else None

    found: dict[tuple[str, int], ReportShape] = {}
    for report in regular(profile):
        asked = Asked(report, report.periods[0])
        for unit in examples:
            hands_in = unit.kind in report.submitted_by or (
                unit.is_top_administration and CHIEF_EXECUTIVE in report.submitted_by
            )
            if not hands_in:
                continue
            to = receiver_among(profile, asked, lines.get(unit.id, []), partial(only, unit))
            if to is not None and to.id in held:
                found[report.key, to.id] = report
    return [(report, unit_id) for (_key, unit_id), report in found.items()]


def _examples(session: Session, held: Sequence[int], today: date) -> Sequence[Unit]:
    """Give one unit of each kind at each depth under some units, and one of each kind wherever it is: bodies receive from
    beside them too. However many units there are, these are few.
    """
    under = (
        select(func.min(Ancestry.descendant_id).label("id"))
        .join(Unit, Unit.id == Ancestry.descendant_id)
        .where(
            Ancestry.ancestor_id.in_(held),
            Ancestry.depth > 0,
            in_force(Ancestry.valid_from, Ancestry.valid_to, today),
            in_force(Unit.valid_from, Unit.valid_to, today),
        )
        .group_by(Ancestry.ancestor_id, Ancestry.depth, Unit.kind, Unit.is_top_administration)
    )
    anywhere = (
        select(func.min(Unit.id))
        .where(in_force(Unit.valid_from, Unit.valid_to, today), Unit.id.not_in(held))
        .group_by(Unit.kind, Unit.is_top_administration)
    )
    return session.scalars(
        select(Unit).where(or_(Unit.id.in_(under), Unit.id.in_(anywhere))).order_by(Unit.id)
    ).all()


def _lines(session: Session, unit_ids: Sequence[int], today: date) -> dict[int, list[Unit]]:
    """Give the units above each of some units, the nearest first; one statement."""
    above = aliased(Unit)
    lines: dict[int, list[Unit]] = {}
    for number, unit in session.execute(
        select(Ancestry.descendant_id, above)
        .join(above, above.id == Ancestry.ancestor_id)
        .where(
            Ancestry.descendant_id.in_(unit_ids),
            Ancestry.depth > 0,
            in_force(Ancestry.valid_from, Ancestry.valid_to, today),
        )
        .order_by(Ancestry.descendant_id, Ancestry.depth)
    ):
        lines.setdefault(number, []).append(unit)
    return lines


def _meeting(one: Day) -> Meeting:
    planned = one.asked.planned
    what = {"name": named(one.asked.kind, one.year), "unit": one.unit}
    title = (
        gettext("%(name)s kommer till %(unit)s", **what)
        if one.comes
        else gettext("Lämna %(name)s, %(unit)s", **what)
    )
    moved_at = planned.since if planned is not None else None
    sort = "report-in" if one.comes else "report"
    return Meeting(
        uid=f"{sort}-{one.unit_id}-{one.asked.kind.replace('/', '-')}-{one.year}@samsyn",
        sequence=planned.version - 1 if planned is not None else 0,
        title=title,
        place="",
        starts_at=clock.from_stockholm(one.due_on),
        minutes=0,
        path=f"/rapporter/?enhet={one.unit_id}&ar={one.due_on.year}",
        changed_at=moved_at or clock.from_stockholm(date(one.year, 1, 1)),
        whole_days=(one.due_on, one.due_on),
    )


def register() -> None:
    """Feed calendars."""
    meeting_sources.register("reports", in_calendar)
