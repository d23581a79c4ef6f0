"""Reads of plans. Every one that serves a person is restricted to what that person may read on the day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    collate,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from app.access.actor import Actor, Scope
from app.access.matrix import May, Role
from app.db import SWEDISH
from app.organisation.models import Ancestry, Appointment, Person, Unit, in_force
from app.organisation.reach import lies_within, unit_ids_within
from app.planning.models import (
    Activity,
    ActivityState,
    Candidate,
    CandidateState,
    Goal,
    GoalIndicator,
    GoalState,
    Prioritising,
    ProgressNote,
)
from app.planning.rules import Standing
from app.records.models import Edition

PAGE = 30
"""Units on a page of the register."""

LINKED_AT_MOST = 50
TIMELINE = 100


KEPT = 128
"""Statements remembered, one for each who reads on a day."""


class ActivityAhead(NamedTuple):
    """An activity as the start page shows it."""

    id: int
    what: str
    due_on: date | None
    goal: str
    unit: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, on which day, and the kinds of goals that everybody who reads plans reads once they are established."""

    actor: Actor
    day: date
    bodies: frozenset[str]

    @property
    def writing(self) -> Scope:
        """Where this person writes plans."""
        return self.actor.scope(May.WRITE_PLANS)

    @property
    def reading(self) -> Scope:
        """Where this person reads what is established."""
        return self.actor.scope(May.READ_PLANS)

    @property
    def leading(self) -> Scope:
        """The units this person leads, with all below: there one reads what is shared for dialogue."""
        led = {holding.unit_id for holding in self.actor.holdings if holding.role is Role.MANAGER}
        return Scope(False, frozenset(), frozenset(led))


def writes(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that the reader writes the plan of a goal's unit."""
    return lies_within(Goal.unit_id, reader.writing, reader.day)


def _reads(reader: Reader) -> ColumnElement[bool]:
    if not reader.actor.may(May.READ_PLANS):
        return false()
    ways: list[ColumnElement[bool]] = [lies_within(Goal.unit_id, reader.reading, reader.day)]
    if reader.bodies:
        ways.append(Goal.kind.in_(sorted(reader.bodies)))
    return or_(*ways)


def visible(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a goal is read as it is now: the SQL twin of `rules.sees` for `LIVE`."""
    return or_(
        writes(reader),
        and_(Goal.state == GoalState.SHARED, lies_within(Goal.unit_id, reader.leading, reader.day)),
        and_(Goal.state.in_([GoalState.ESTABLISHED, GoalState.ENDED]), _reads(reader)),
    )


def visible_as_edition(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that at least the established version of a goal is read: the twin of `rules.sees` for the rest."""
    return and_(Goal.state != GoalState.DISCARDED, Goal.edition_id.is_not(None), _reads(reader))


def named_on(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that an activity is the reader's own to do, in an established goal of a unit they have a post in now:
    that much is read by employees too, who read no plans.
    """
    return and_(
        _named_in_own_unit(reader),
        Activity.removed_at.is_(None),
        Goal.state.in_([GoalState.ESTABLISHED, GoalState.ENDED]),
    )


def _named_in_own_unit(reader: Reader) -> ColumnElement[bool]:
    if not reader.actor.may(May.READ_ACTIVITIES):
        return false()
    posted = {holding.unit_id for holding in reader.actor.holdings}
    return and_(Activity.person_id == reader.actor.person_id, Goal.unit_id.in_(sorted(posted)))


def standing_at(session: Session, reader: Reader, unit_id: int, kind: str = "") -> Standing:
    """Tell what the reader is to a unit's plan, and to a goal of `kind` in it; one statement."""
    row = session.execute(
        select(
            lies_within(Unit.id, reader.writing, reader.day),
            lies_within(Unit.id, reader.leading, reader.day),
            lies_within(Unit.id, reader.reading, reader.day),
        ).where(Unit.id == unit_id)
    ).one_or_none()
    if row is None:
        return Standing()
    by_body = kind in reader.bodies and reader.actor.may(May.READ_PLANS)
    return Standing(bool(row[0]), bool(row[1]), bool(row[2]) or by_body)


# --- units


def unit_of_day(session: Session, unit_id: int) -> Unit | None:
    """Give a unit."""
    return session.get(Unit, unit_id)


def home_unit(session: Session, reader: Reader) -> int | None:
    """Give the unit whose plan a person comes for first: one they write for, otherwise one they read."""
    for permission in (May.WRITE_PLANS, May.READ_PLANS):
        for holding in reader.actor.holdings:
            only = Actor(reader.actor.person_id, "", "sv", (holding,))
            if only.may(permission):
                return holding.unit_id
    return None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the register, and how many goals of the year one sees there, by state."""

    id: int
    name: str
    kind: str
    goals: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class UnitsFound:
    """One page of the units whose plans a person may open."""

    units: list[UnitLine]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; one when nothing was found."""
        return max(1, -(-self.total // PAGE))


def units_in_reach(
    session: Session, reader: Reader, *, year: int, page: int, body_kinds: Collection[str]
) -> UnitsFound:
    """Give one page of the units of today whose plans the reader may open, in alphabetical order."""
    within: list[ColumnElement[bool]] = [
        Unit.id.in_(unit_ids_within(reader.reading, reader.day)),
        Unit.id.in_(unit_ids_within(reader.writing, reader.day)),
    ]
    if body_kinds:
        within.append(Unit.kind.in_(sorted(body_kinds)))
    conditions = [or_(*within), in_force(Unit.valid_from, Unit.valid_to, reader.day)]
    total = session.scalar(select(func.count(Unit.id)).where(*conditions)) or 0
    page = min(page, max(1, -(-total // PAGE)))
    rows = session.execute(
        select(Unit.id, Unit.name, Unit.kind)
        .where(*conditions)
        .order_by(collate(Unit.name, SWEDISH), Unit.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    counted: dict[int, dict[str, int]] = {}
    for unit_id, state, number in session.execute(
        select(Goal.unit_id, Goal.state, func.count())
        .where(
            Goal.unit_id.in_([row.id for row in rows]),
            or_(visible(reader), visible_as_edition(reader)),
            Goal.state != GoalState.DISCARDED,
            of_year(year),
        )
        .group_by(Goal.unit_id, Goal.state)
    ):
        counted.setdefault(unit_id, {})[state] = number
    return UnitsFound([UnitLine(*row, counted.get(row.id, {})) for row in rows], total, page)


def of_year(year: int) -> ColumnElement[bool]:
    """Give the condition that a goal is for a year: begun by then and not to have ended before."""
    return and_(Goal.year <= year, or_(Goal.until_year.is_(None), Goal.until_year >= year))


def years_of(session: Session, unit_id: int, today: date) -> list[int]:
    """Give the years one can choose for a unit: those it has goals or candidates for, this one and the next; newest first."""
    found = session.execute(
        select(Goal.year)
        .where(Goal.unit_id == unit_id, Goal.state != GoalState.DISCARDED)
        .union(select(Candidate.year).where(Candidate.unit_id == unit_id))
    ).scalars()
    return sorted({*found, today.year, today.year + 1}, reverse=True)


# --- candidates


def candidates_of(session: Session, unit_id: int, year: int) -> list[Candidate]:
    """Give the candidates of a unit and year with the goals they became: open ones in their order, decided ones latest first."""
    rows = session.scalars(
        select(Candidate)
        .where(Candidate.unit_id == unit_id, Candidate.year == year)
        .options(
            joinedload(Candidate.proposed_by), joinedload(Candidate.decided_by), joinedload(Candidate.goal)
        )
        .order_by(Candidate.position, Candidate.id)
    ).all()
    opened = [one for one in rows if one.state == CandidateState.OPEN]
    decided = [one for one in rows if one.state != CandidateState.OPEN]
    return opened + sorted(decided, key=lambda one: (one.decided_at or one.proposed_at, one.id), reverse=True)


def revision_of_list(session: Session, unit_id: int, year: int) -> int:
    """Give the revision of a unit's list of candidates; 0 where there is none yet."""
    return (
        session.scalar(
            select(Prioritising.revision).where(Prioritising.unit_id == unit_id, Prioritising.year == year)
        )
        or 0
    )


def open_candidates(session: Session, unit_id: int) -> dict[int, int]:
    """Count the candidates of a unit that nothing is decided about, by year."""
    rows = session.execute(
        select(Candidate.year, func.count(Candidate.id))
        .where(Candidate.unit_id == unit_id, Candidate.state == CandidateState.OPEN)
        .group_by(Candidate.year)
    )
    return {row[0]: row[1] for row in rows}


def candidate_to_write(session: Session, reader: Reader, candidate_id: int) -> Candidate | None:
    """Give a candidate of a unit the reader writes for; None when it is somebody else's or there is none."""
    return session.scalars(
        select(Candidate)
        .where(
            Candidate.id == candidate_id,
            lies_within(Candidate.unit_id, reader.writing, reader.day),
        )
        .options(joinedload(Candidate.unit), joinedload(Candidate.goal))
        .execution_options(populate_existing=True)
    ).one_or_none()


def candidates_from(
    session: Session, reader: Reader, origin_kind: str, origin_ids: Collection[int]
) -> dict[int, list[Candidate]]:
    """Give the candidates that came out of some things, with their goals, to those who write for the unit: the link back."""
    found: dict[int, list[Candidate]] = {}
    for one in session.scalars(
        select(Candidate)
        .where(
            Candidate.origin_kind == origin_kind,
            Candidate.origin_id.in_(sorted(origin_ids)),
            lies_within(Candidate.unit_id, reader.writing, reader.day),
        )
        .options(joinedload(Candidate.goal))
        .order_by(Candidate.id)
    ):
        if one.origin_id is not None:
            found.setdefault(one.origin_id, []).append(one)
    return found


# --- goals


_WHOLE = (
    joinedload(Goal.unit),
    joinedload(Goal.person),
    joinedload(Goal.above).joinedload(Goal.unit),
    joinedload(Goal.candidate),
    selectinload(Goal.activities).joinedload(Activity.person),
    selectinload(Goal.indicators),
)


def goals_of(session: Session, reader: Reader, unit_id: int, year: int) -> list[Goal]:
    """Give the goals of a unit and year that the reader sees, with all that hangs on them, in their order."""
    return list(
        session.scalars(
            select(Goal)
            .where(
                Goal.unit_id == unit_id,
                Goal.state != GoalState.DISCARDED,
                of_year(year),
                or_(visible(reader), visible_as_edition(reader)),
            )
            .options(*_WHOLE)
            .order_by(Goal.position, Goal.id)
        )
    )


def one_goal(session: Session, reader: Reader, goal_id: int) -> Goal | None:
    """Give a goal the reader sees, with all that hangs on it; None when it is out of reach or there is none."""
    return session.scalars(
        select(Goal)
        .where(Goal.id == goal_id, or_(visible(reader), visible_as_edition(reader)))
        .options(*_WHOLE)
        .execution_options(populate_existing=True)
    ).one_or_none()


def goal_to_write(session: Session, reader: Reader, goal_id: int) -> Goal | None:
    """Give a goal of a unit the reader writes for, held until the transaction ends; None for everybody else's."""
    held = select(Goal.id).where(Goal.id == goal_id, writes(reader)).with_for_update()
    if session.scalar(held) is None:
        return None
    return session.scalars(
        select(Goal).where(Goal.id == goal_id).options(*_WHOLE).execution_options(populate_existing=True)
    ).one_or_none()


def goal_of_activity(session: Session, activity_id: int) -> int | None:
    """Give the goal an activity hangs on."""
    return session.scalar(select(Activity.goal_id).where(Activity.id == activity_id))


def goal_of_indicator(session: Session, indicator_id: int) -> int | None:
    """Give the goal an indicator hangs on."""
    return session.scalar(select(GoalIndicator.goal_id).where(GoalIndicator.id == indicator_id))


def linkable(session: Session, day: date, unit_id: int, kinds: Sequence[str], year: int) -> list[Goal]:
    """Give what a goal of a unit can hang on: established goals of these kinds in the units above it, nearest first."""
    if not kinds:
        return []
    lies_above = and_(
        Ancestry.ancestor_id == Goal.unit_id,
        Ancestry.descendant_id == unit_id,
        in_force(Ancestry.valid_from, Ancestry.valid_to, day),
    )
    return list(
        session.scalars(
            select(Goal)
            .join(Ancestry, lies_above)
            .where(Goal.kind.in_(kinds), Goal.state == GoalState.ESTABLISHED, of_year(year))
            .options(joinedload(Goal.unit))
            .order_by(Ancestry.depth, Goal.position, Goal.id)
            .limit(200)
        )
    )


def linked_to(session: Session, reader: Reader, goal_id: int) -> list[Goal]:
    """Give the goals that hang on a goal, as far as the reader sees them as they are."""
    return list(
        session.scalars(
            select(Goal)
            .where(Goal.above_id == goal_id, Goal.state != GoalState.DISCARDED, visible(reader))
            .options(joinedload(Goal.unit))
            .order_by(Goal.year.desc(), Goal.id)
            .limit(LINKED_AT_MOST)
        )
    )


def editions_of(session: Session, edition_ids: Collection[int]) -> dict[int, Edition]:
    """Give established versions by their ids."""
    if not edition_ids:
        return {}
    return {
        one.id: one for one in session.scalars(select(Edition).where(Edition.id.in_(sorted(edition_ids))))
    }


def versions_of(session: Session, kind: str, goal_id: int) -> list[Edition]:
    """Give every established version of a goal, newest first."""
    return list(
        session.scalars(
            select(Edition)
            .where(Edition.kind == kind, Edition.object_id == goal_id)
            .order_by(Edition.number.desc())
            .options(selectinload(Edition.signatures))
        )
    )


# --- what was said of how it goes


def latest_notes(session: Session, goal_ids: Collection[int]) -> list[ProgressNote]:
    """Give the latest note of each goal, activity and indicator of some goals; one statement."""
    if not goal_ids:
        return []
    place = func.row_number().over(
        partition_by=(ProgressNote.goal_id, ProgressNote.activity_id, ProgressNote.indicator_id),
        order_by=ProgressNote.id.desc(),
    )
    placed = (
        select(ProgressNote.id, place.label("place"))
        .where(ProgressNote.goal_id.in_(sorted(goal_ids)))
        .subquery()
    )
    return list(
        session.scalars(
            select(ProgressNote)
            .join(placed, and_(placed.c.id == ProgressNote.id, placed.c.place == 1))
            .options(joinedload(ProgressNote.person))
        )
    )


def notes_of(session: Session, goal_id: int) -> list[ProgressNote]:
    """Give what was said of a goal and what hangs on it, newest first."""
    return list(
        session.scalars(
            select(ProgressNote)
            .where(ProgressNote.goal_id == goal_id)
            .options(joinedload(ProgressNote.person))
            .order_by(ProgressNote.id.desc())
            .limit(TIMELINE * 3)
        )
    )


# --- one's own activities


_NEAREST = (Activity.due_on.is_(None), Activity.due_on, Activity.id)


def activities_of_person(session: Session, reader: Reader) -> list[Activity]:
    """Give the activities somebody is to do, not done, that they read as they are; the nearest day first."""
    return list(
        session.scalars(
            select(Activity)
            .join(Goal, Goal.id == Activity.goal_id)
            .where(*_to_be_done_by(reader))
            .options(joinedload(Activity.goal).joinedload(Goal.unit))
            .order_by(*_NEAREST)
        )
    )


def own_activity(
    session: Session, reader: Reader, activity_id: int
) -> tuple[Activity, Edition | None] | None:
    """Give an activity of the reader's own to do, with its goal and unit and the version it stands in; None for all else.

    While its goal is changed again it is for `reading.own_view` to say what of it is read.
    """
    row = session.execute(
        select(Activity, Edition)
        .join(Goal, Goal.id == Activity.goal_id)
        .outerjoin(Edition, Edition.id == Goal.edition_id)
        .where(
            Activity.id == activity_id,
            _named_in_own_unit(reader),
            Goal.edition_id.is_not(None),
            Goal.state != GoalState.DISCARDED,
        )
        .options(joinedload(Activity.person), joinedload(Activity.goal).joinedload(Goal.unit))
    ).one_or_none()
    return (row[0], row[1]) if row is not None else None


def notes_of_activity(session: Session, activity_id: int) -> list[ProgressNote]:
    """Give what was said of how an activity goes, newest first."""
    return list(
        session.scalars(
            select(ProgressNote)
            .where(ProgressNote.activity_id == activity_id)
            .options(joinedload(ProgressNote.person))
            .order_by(ProgressNote.id.desc())
            .limit(TIMELINE)
        )
    )


def activities_ahead(session: Session, reader: Reader, *, until: date, limit: int) -> list[ActivityAhead]:
    """Give of those the ones whose day comes by `until`, for the start page."""
    rows = session.execute(_ahead(reader), {"until": until, "most": limit})
    return [ActivityAhead(*row) for row in rows]


# Putting this together costs more than running it, and the start page asks for it each time.
@lru_cache(maxsize=KEPT)
def _ahead(reader: Reader) -> Select[int, str, date | None, str, str]:
    return (
        select(Activity.id, Activity.what, Activity.due_on, Goal.title, Unit.name)
        .join(Goal, Goal.id == Activity.goal_id)
        .join(Unit, Unit.id == Goal.unit_id)
        .where(*_to_be_done_by(reader), Activity.due_on <= bindparam("until", type_=Date))
        .order_by(*_NEAREST)
        .limit(bindparam("most", type_=Integer))
    )


def _to_be_done_by(reader: Reader) -> tuple[ColumnElement[bool], ...]:
    return (
        Activity.person_id == reader.actor.person_id,
        Activity.removed_at.is_(None),
        Activity.state.in_([ActivityState.NOT_BEGUN, ActivityState.ONGOING]),
        Goal.state.in_([GoalState.DRAFT, GoalState.SHARED, GoalState.ESTABLISHED]),
        or_(visible(reader), named_on(reader)),
    )


def activities_due(session: Session, first: date, last: date) -> list[Activity]:
    """Give the activities of established goals that somebody is to have done within some days, with goals and units."""
    return list(
        session.scalars(
            select(Activity)
            .join(Goal, Goal.id == Activity.goal_id)
            .where(
                Activity.person_id.is_not(None),
                Activity.due_on.between(first, last),
                Activity.removed_at.is_(None),
                Activity.state.in_([ActivityState.NOT_BEGUN, ActivityState.ONGOING]),
                Goal.state == GoalState.ESTABLISHED,
            )
            .options(joinedload(Activity.goal).joinedload(Goal.unit))
            .order_by(Activity.due_on, Activity.id)
        )
    )


# --- people


def people_at(session: Session, unit_id: int, day: date) -> list[Person]:
    """Give those who can answer for something in a unit's plan: its managers, support and employees now, by name."""
    return list(
        session.scalars(
            select(Person)
            .where(
                or_(Person.closed_on.is_(None), Person.closed_on > day),
                Person.id.in_(
                    select(Appointment.person_id).where(
                        Appointment.unit_id == unit_id,
                        Appointment.role.in_([Role.MANAGER, Role.SUPPORT, Role.EMPLOYEE]),
                        in_force(Appointment.valid_from, Appointment.valid_to, day),
                    )
                ),
            )
            .order_by(collate(Person.name, SWEDISH), Person.id)
        )
    )


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody who stands to a unit so that they write its plan, or lead a unit above it."""

    person_id: int
    name: str
    title: str
    writes: bool


def around(session: Session, unit_id: int, day: date) -> list[Near]:
    """Give those who write a unit's plan and those who lead a unit above it, nearest first; one statement."""
    higher = aliased(Ancestry)
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            Appointment.title,
            Appointment.role,
            higher.depth,
        )
        .join(Appointment, Appointment.person_id == Person.id)
        .join(higher, higher.ancestor_id == Appointment.unit_id)
        .where(
            higher.descendant_id == unit_id,
            in_force(higher.valid_from, higher.valid_to, day),
            Appointment.role.in_([Role.MANAGER, Role.SUPPORT]),
            in_force(Appointment.valid_from, Appointment.valid_to, day),
            or_(Person.closed_on.is_(None), Person.closed_on > day),
        )
        .order_by(higher.depth, Appointment.role, Person.name, Person.id)
    )
    found: dict[int, Near] = {}
    for person_id, name, title, role, depth in rows:
        writing = role == Role.SUPPORT or depth == 0
        if person_id not in found or (writing and not found[person_id].writes):
            found[person_id] = Near(person_id, name, title, writing)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class TalkedThrough:
    """A goal with the latest of what was said of how it stands, and its activities that are not done."""

    goal: Goal
    latest: ProgressNote | None
    left: list[Activity]


def goals_for_talk(session: Session, reader: Reader, unit_id: int, year: int) -> list[TalkedThrough]:
    """Give the shared and established goals of a unit and year that the reader sees as they are; two statements."""
    latest = (
        select(func.max(ProgressNote.id))
        .where(
            ProgressNote.goal_id == Goal.id,
            ProgressNote.activity_id.is_(None),
            ProgressNote.indicator_id.is_(None),
        )
        .correlate(Goal)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Goal, ProgressNote)
        .outerjoin(ProgressNote, ProgressNote.id == latest)
        .where(
            Goal.unit_id == unit_id,
            Goal.state.in_([GoalState.SHARED, GoalState.ESTABLISHED]),
            of_year(year),
            visible(reader),
        )
        .options(joinedload(ProgressNote.person))
        .order_by(Goal.position, Goal.id)
    ).all()
    left: dict[int, list[Activity]] = {}
    for one in session.scalars(
        select(Activity)
        .where(
            Activity.goal_id.in_([row.Goal.id for row in rows]),
            Activity.removed_at.is_(None),
            Activity.state.in_([ActivityState.NOT_BEGUN, ActivityState.ONGOING]),
        )
        .options(joinedload(Activity.person))
        .order_by(Activity.due_on.is_(None), Activity.due_on, Activity.position, Activity.id)
    ):
        left.setdefault(one.goal_id, []).append(one)
    return [TalkedThrough(row.Goal, row.ProgressNote, left.get(row.Goal.id, [])) for row in rows]


def next_place(session: Session, unit_id: int) -> int:
    """Give the place of a new goal: after those there are."""
    last: Select[int] = select(func.coalesce(func.max(Goal.position), literal(0))).where(
        Goal.unit_id == unit_id
    )
    return (session.scalar(last) or 0) + 1
