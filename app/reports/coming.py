"""The days of reports in people's calendars: by when one hands in, and by when reports come to the level one answers for.

Titles and days alone, as the model and the year's established follow-up plan say them.
"""

from collections.abc import Collection, Iterator, Sequence
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
from app.organisation.handing import CHIEF_EXECUTIVE, receiver_among
from app.organisation.handing import bodies_in as boards_in
from app.organisation.models import Ancestry, Unit, in_force
from app.reports import queries
from app.reports.asked import Asked, Plans, asked_of, plan_key, regular, submits
from app.reports.models import Report, State
from app.reports.naming import named
from app.reports.whose import answered_for, boards_written_by
from app.steering.routes import profile_in_force
from app.steering.schema import Profile
from app.steering.shapes.reports import Report as ReportShape
from app.ui.install import in_sentence

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
    by_plan = any(plan_key(one) for one in regular(profile))
    plans = queries.plans_of(session, _years(today)) if by_plan else {}
    found = [
        *_to_hand_in(session, actor, profile, plans, today),
        *_to_receive(session, actor, profile, plans, today),
    ]
    return [_meeting(one) for one in found if first <= one.due_on <= last]


def _years(today: date) -> range:
    """The years whose reports can have their day within a calendar: also the one before, which is told of afterwards."""
    return range((today - BACK).year - 1, (today + FORWARD).year + 1)


def _to_hand_in(session: Session, actor: Actor, profile: Profile, plans: Plans, today: date) -> list[Day]:
    led = tuple(one for one in actor.holdings if one.role is Role.MANAGER)
    units = {one.unit_id: (one.unit_name, one.unit_kind, one.is_top) for one in led}
    units |= {number: (name, kind, False) for number, name, kind in _boards(session, actor, led, profile)}
    days = [
        Day(asked, year, number, name, due_on)
        for number, (name, kind, is_top) in units.items()
        for year in _years(today)
        for asked in asked_of(profile, kind, is_top=is_top, year=year, plans=plans)
        if (due_on := asked.due_on(year)) is not None
    ]
    done = _handed_in(session, units, today) if days else set()
    return [one for one in days if (one.unit_id, one.asked.kind, one.year) not in done]


def _handed_in(session: Session, unit_ids: Collection[int], today: date) -> set[tuple[int, str, int]]:
    rows = session.execute(
        select(Report.unit_id, Report.kind, Report.year).where(
            Report.unit_id.in_(sorted(unit_ids)),
            Report.year.in_(_years(today)),
            Report.state.in_([State.SUBMITTED, State.ACKNOWLEDGED]),
        )
    )
    return {(unit_id, kind, year) for unit_id, kind, year in rows}


def _boards(
    session: Session, actor: Actor, led: Sequence[Holding], profile: Profile
) -> Sequence[tuple[int, str, str]]:
    """Give the boards whose reports the units somebody leads hand in; asked only where the model has such, of those who can."""
    hand_in = {ref for report in regular(profile) for ref in report.submitted_by} & boards_in(profile)
    administrative = {kind.key for kind in profile.unit_kinds if kind.is_administrative}
    if not hand_in or not any(one.is_top or one.unit_kind in administrative for one in led):
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
    answers = answered_for(actor)
    names = {
        one.unit_id: one.unit_name
        for one in actor.holdings
        if one.unit_id in answers and _may_receive(profile, one)
    }
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


def _may_receive(profile: Profile, holding: Holding) -> bool:
    """Tell whether any report of a model can come to a unit of a kind, so that nothing is asked for the others."""
    refs = {ref for report in regular(profile) for ref in report.submitted_to}
    by_role = {ref for ref in refs if ref.startswith("role:")} - {CHIEF_EXECUTIVE}
    return holding.unit_kind in refs or bool(by_role) or (holding.is_top and CHIEF_EXECUTIVE in refs)


def _received(
    session: Session, profile: Profile, held: Sequence[int], today: date
) -> list[tuple[ReportShape, int]]:
    """Give which reports come to which of some units: those that one unit at least hands to it."""
    lines = _lines(session, held, today)
    bodies: list[Unit] = []

    def only(but: Unit, kind: str) -> Unit | None:
        if not bodies:
            bodies.extend(_bodies(session, profile, today))
        found = [one for one in bodies if one.kind == kind and one.id != but.id]
        return found[0] if len(found) == 1 else None

    found: dict[tuple[str, int], ReportShape] = {}
    for report in regular(profile):
        asked = Asked(report, report.periods[0])
        for unit, line in lines:
            if not submits(report, unit.kind, is_top=unit.is_top_administration):
                continue
            to = receiver_among(asked.report.submitted_to, profile, line, partial(only, unit))
            if to is not None and to.id in held:
                found[report.key, to.id] = report
    return [(report, unit_id) for (_key, unit_id), report in found.items()]


def _bodies(session: Session, profile: Profile, today: date) -> Sequence[Unit]:
    return session.scalars(
        select(Unit).where(
            Unit.kind.in_(sorted(boards_in(profile))), in_force(Unit.valid_from, Unit.valid_to, today)
        )
    ).all()


def _lines(session: Session, held: Sequence[int], today: date) -> list[tuple[Unit, list[Unit]]]:
    """Give one unit of each kind at each depth under some units, and one of each kind wherever it is, since bodies receive
    from beside them too; each with the units above it, the nearest first. However many units there are, these are few.
    """
    under = (
        select(func.min(Ancestry.descendant_id))
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
    example, above = aliased(Unit), aliased(Unit)
    lines: dict[int, tuple[Unit, list[Unit]]] = {}
    for unit, higher in session.execute(
        select(example, above)
        .join(Ancestry, Ancestry.descendant_id == example.id)
        .join(above, above.id == Ancestry.ancestor_id)
        .where(
            or_(example.id.in_(under), example.id.in_(anywhere)),
            Ancestry.depth > 0,
            in_force(Ancestry.valid_from, Ancestry.valid_to, today),
        )
        .order_by(example.id, Ancestry.depth)
    ):
        lines.setdefault(unit.id, (unit, []))[1].append(higher)
    return list(lines.values())


def _meeting(one: Day) -> Meeting:
    planned = one.asked.planned
    what = {"name": named(one.asked.kind, one.year), "unit": one.unit}
    title = (
        gettext("%(name)s kommer till %(unit)s", **what)
        if one.comes
        else gettext("Lämna %(name)s, %(unit)s", **what | {"name": in_sentence(what["name"])})
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
