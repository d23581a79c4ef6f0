"""Reading goals in from a file: worked out first, made all at once or not at all, only in units one writes for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.analysis.values import aims
from app.organisation.heads import OwnUnit, own_units
from app.organisation.models import Unit
from app.organisation.reach import holdings, unit_ids_within
from app.organisation.rows import Problem
from app.organisation.spreadsheet import Unreadable, read_sheet
from app.passages.subjects import Ref
from app.planning import rules
from app.planning.checking.models import GoalTick
from app.planning.checking.queries import checked, for_goal, for_indicator, ticks_of_many
from app.planning.checking.services import tick
from app.planning.files.planned import Link, Plan, PlannedGoal, Ticked
from app.planning.files.reading import Known, plan
from app.planning.files.ticking import Cells
from app.planning.following.queries import offered
from app.planning.following.services import follow
from app.planning.goals import services as goals
from app.planning.models import ActivityState, Goal, GoalState
from app.planning.parts import services as parts
from app.planning.queries import WHOLE, hold, linkable
from app.planning.stages.services import Stage, add_part
from app.quality.indicators.models import Indicator
from app.steering.schema import Profile
from app.steering.shapes.goals import Checklist, GoalKind


@dataclass(frozen=True, slots=True)
class Report:
    """What a file would make or has made; `outdated` when it is no longer what was shown."""

    plan: Plan
    applied: bool = False
    outdated: bool = False


def import_goals(
    session: Session,
    path: Path,
    *,
    actor_id: int,
    profile: Profile,
    dry_run: bool,
    expected: str | None = None,
) -> Report:
    """Read goals, activities and indicators from CSV or XLSX; nothing is written where anything is wrong.

    The units a file may speak of are those the person writes for now; goals that are there already are left alone, but for
    what is ticked of their checklists, which the same people tick on their pages.
    """
    try:
        sheet = read_sheet(path)
    except Unreadable as fault:
        return Report(Plan(problems=[Problem(fault.row, fault.column, fault.reason, fault.details)]))
    units = units_written_by(session, actor_id)
    there = _existing(session, units)
    found = plan(sheet.heads, sheet.rows, units, profile, there, _known(session, profile))
    if not found.problems:
        found.ticked = list(_ticked(session, profile, found, there))
    if found.problems or dry_run:
        return Report(found)
    if expected is not None and expected != found.fingerprint:
        return Report(found, outdated=True)
    for wanted in found.new:
        _make(session, actor_id, profile, wanted)
    for (goal_id, indicator_id), ones in groupby(found.ticked, lambda one: (one.goal_id, one.indicator_id)):
        _tick_there(session, actor_id, goal_id, indicator_id, list(ones))
    return Report(found, applied=True)


def units_written_by(session: Session, actor_id: int) -> list[OwnUnit]:
    """Give the units of today a person writes plans for, with the words a file may name them by."""
    day = clock.today()
    actor = Actor(actor_id, "", "sv", holdings(session, actor_id, day))
    return own_units(session, Unit.id.in_(unit_ids_within(actor.scope(May.WRITE_PLANS), day)), day)


There = dict[tuple[int, int, str, str], list[int]]
"""The goals there are by unit, year, kind and title in small letters."""


def _existing(session: Session, units: list[OwnUnit]) -> There:
    rows = session.execute(
        select(Goal.id, Goal.unit_id, Goal.year, Goal.kind, Goal.title)
        .where(Goal.unit_id.in_([one.id for one in units]), Goal.state != GoalState.DISCARDED)
        .order_by(Goal.id)
    )
    found: There = {}
    for goal_id, unit_id, year, kind, title in rows:
        found.setdefault((unit_id, year, kind, title.casefold()), []).append(goal_id)
    return found


def _ticked(session: Session, profile: Profile, found: Plan, there: There) -> Iterator[Ticked]:
    """Give what a file changes of the checklists at goals that are there; a title that several have says of none which it is."""
    asked = {}
    for wanted in found.known:
        if wanted.ticks or any(one.ticks for one in wanted.indicators):
            ids = there[(wanted.unit.id, wanted.year, wanted.kind.key, wanted.title.casefold())]
            if len(ids) > 1:
                found.problems.append(
                    Problem(wanted.row, "mal", "several_so_called", {"value": wanted.title})
                )
            else:
                asked[ids[0]] = wanted
    if not asked:
        return
    goals_there = session.scalars(select(Goal).where(Goal.id.in_(sorted(asked))).options(*WHOLE)).all()
    ticks = ticks_of_many(session, asked)
    for goal in goals_there:
        wanted = asked[goal.id]
        yield from _changes(goal, wanted, for_goal(profile, wanted.kind), wanted.ticks, ticks[goal.id])
        named = {one.name.casefold(): one for one in goal.indicators if one.removed_at is None}
        for sign in wanted.indicators:
            one = named.get(sign.name.casefold())
            if one is not None:
                yield from _changes(goal, wanted, for_indicator(profile), sign.ticks, ticks[goal.id], one)


def _changes(
    goal: Goal,
    wanted: PlannedGoal,
    checklist: Checklist | None,
    cells: Cells,
    ticks: Sequence[GoalTick],
    indicator: Indicator | None = None,
) -> Iterator[Ticked]:
    if checklist is None:
        return
    now = checked(checklist, ticks, indicator.id if indicator is not None else None)
    for point in checklist.points:
        before = (now.ticked(point.key), now.note(point.key))
        after = cells[point.key].over(before) if point.key in cells else before
        if after != before:
            yield Ticked(
                goal_id=goal.id,
                goal=goal.title,
                unit_id=wanted.unit.id,
                unit=wanted.unit.name,
                year=goal.year,
                indicator_id=indicator.id if indicator is not None else None,
                indicator=indicator.name if indicator is not None else "",
                checklist=checklist,
                point=point,
                before=before,
                after=after,
            )


def _tick_there(
    session: Session, actor_id: int, goal_id: int, indicator_id: int | None, ones: Sequence[Ticked]
) -> None:
    """Keep what a file changes of the checklist at a goal that is there, or at one of its indicators."""
    hold(session, goal_id)
    tick(
        session,
        actor_id=actor_id,
        goal=session.get_one(Goal, goal_id),
        checklist=ones[0].checklist,
        indicator_id=indicator_id,
        points={one.point.key: one.after for one in ones},
    )


def _known(session: Session, profile: Profile) -> Known:
    """Look up what goals of a file can hang on and follow, once for each unit, kind and year that it names."""
    day = clock.today()
    visions = aims(session)

    @cache
    def links(unit: OwnUnit, kind: GoalKind, year: int) -> dict[str, list[Link]]:
        above = linkable(session, day, unit.id, rules.linkable_kinds(profile, kind), year)
        found: dict[str, list[Link]] = {}
        for one in above:
            found.setdefault(one.title.casefold(), []).append(one.id)
        for aim in visions if rules.hangs_on_vision(profile, kind) else []:
            found.setdefault(aim.title.casefold(), []).append(aim.ref)
        return found

    @cache
    def indicators(unit: OwnUnit) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for one in offered(session, unit.id, day):
            found.setdefault(one.name.casefold(), []).append(one.id)
        return found

    return Known(links, indicators)


def _make(session: Session, actor_id: int, profile: Profile, wanted: PlannedGoal) -> None:
    goal = goals.create_goal(
        session,
        actor_id=actor_id,
        unit_id=wanted.unit.id,
        year=wanted.year,
        profile=profile,
        kind=wanted.kind,
        wanted=goals.Wanted(
            wanted.title,
            wanted.why,
            wanted.until_year,
            wanted.due_on,
            wanted.owner,
            None,
            wanted.link if isinstance(wanted.link, int) else None,
            wanted.link if isinstance(wanted.link, Ref) else None,
            wanted.marks,
            wanted.starting_point or None,
        ),
    )
    session.refresh(goal, ["activities", "followed"])
    for one in wanted.activities:
        activity = parts.add_activity(
            session,
            actor_id=actor_id,
            goal=goal,
            deed=parts.Deed(one.what, one.who, None, one.starts_on, one.due_on, one.marks),
        )
        if one.state != ActivityState.NOT_BEGUN:
            parts.say_of_activity(
                session, actor_id=actor_id, goal=goal, activity=activity, text="", state=one.state
            )
    for what, due_on in wanted.stages:
        add_part(session, actor_id=actor_id, goal=goal, stage=Stage(what, due_on))
    _tick_new(session, actor_id, goal, for_goal(profile, wanted.kind), wanted.ticks)
    for sign in wanted.indicators:
        made = parts.add_indicator(
            session,
            actor_id=actor_id,
            goal=goal,
            sign=parts.Sign(
                sign.name, sign.nature, sign.method, sign.routine, sign.now, sign.wanted, sign.periodicity
            ),
        )
        _tick_new(session, actor_id, goal, for_indicator(profile), sign.ticks, made.id)
    for indicator_id in wanted.follows:
        follow(session, actor_id=actor_id, goal=goal, indicator_id=indicator_id)


def _tick_new(
    session: Session,
    actor_id: int,
    goal: Goal,
    checklist: Checklist | None,
    cells: Cells,
    indicator_id: int | None = None,
) -> None:
    if checklist is not None and cells:
        points = {key: one.over((False, "")) for key, one in cells.items()}
        tick(
            session,
            actor_id=actor_id,
            goal=goal,
            checklist=checklist,
            indicator_id=indicator_id,
            points=points,
        )
