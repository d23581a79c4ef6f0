"""Reading goals in from a file: worked out first, made all at once or not at all, only in units one writes for."""

from dataclasses import dataclass
from functools import cache
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
from app.planning.files.reading import Known, Link, Plan, PlannedGoal, plan
from app.planning.following.queries import offered
from app.planning.following.services import follow
from app.planning.goals import services as goals
from app.planning.models import ActivityState, Goal, GoalState
from app.planning.parts import services as parts
from app.planning.queries import linkable
from app.planning.stages.services import Stage, add_part
from app.steering.schema import Profile
from app.steering.shapes.goals import GoalKind


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

    The units a file may speak of are those the person writes for now; goals that are there already are left alone.
    """
    try:
        sheet = read_sheet(path)
    except Unreadable as fault:
        return Report(Plan(problems=[Problem(fault.row, fault.column, fault.reason, fault.details)]))
    units = units_written_by(session, actor_id)
    found = plan(sheet.heads, sheet.rows, units, profile, _existing(session, units), _known(session, profile))
    if found.problems or dry_run:
        return Report(found)
    if expected is not None and expected != found.fingerprint:
        return Report(found, outdated=True)
    for wanted in found.new:
        _make(session, actor_id, profile, wanted)
    return Report(found, applied=True)


def units_written_by(session: Session, actor_id: int) -> list[OwnUnit]:
    """Give the units of today a person writes plans for, with the words a file may name them by."""
    day = clock.today()
    actor = Actor(actor_id, "", "sv", holdings(session, actor_id, day))
    return own_units(session, Unit.id.in_(unit_ids_within(actor.scope(May.WRITE_PLANS), day)), day)


def _existing(session: Session, units: list[OwnUnit]) -> set[tuple[int, int, str, str]]:
    rows = session.execute(
        select(Goal.unit_id, Goal.year, Goal.kind, Goal.title).where(
            Goal.unit_id.in_([one.id for one in units]), Goal.state != GoalState.DISCARDED
        )
    )
    return {(unit_id, year, kind, title.casefold()) for unit_id, year, kind, title in rows}


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
    for sign in wanted.indicators:
        parts.add_indicator(
            session,
            actor_id=actor_id,
            goal=goal,
            sign=parts.Sign(
                sign.name, sign.nature, sign.method, sign.routine, sign.now, sign.wanted, sign.periodicity
            ),
        )
    for indicator_id in wanted.follows:
        follow(session, actor_id=actor_id, goal=goal, indicator_id=indicator_id)
