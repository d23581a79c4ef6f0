"""Reads of plans. Every one that serves a person is restricted to what that person may read on the day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session, joinedload, selectinload

from app.access.actor import Actor, Scope
from app.access.matrix import May, Role
from app.organisation.models import Ancestry, Unit, in_force
from app.organisation.reach import lies_within
from app.organisation.succeeding import was_within
from app.planning.models import (
    Activity,
    ActivityState,
    FollowedIndicator,
    Goal,
    GoalState,
    ProgressNote,
)
from app.planning.rules import Standing
from app.quality.indicators.models import Indicator
from app.records.models import Edition

LINKED_AT_MOST = 50


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
    ways: list[ColumnElement[bool]] = [
        lies_within(Goal.unit_id, reader.reading, reader.day),
        was_within(Goal.unit_id, reader.reading, reader.day),
    ]
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
        named_in_own_unit(reader),
        Activity.removed_at.is_(None),
        Goal.state.in_([GoalState.ESTABLISHED, GoalState.ENDED]),
    )


def named_in_own_unit(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that an activity names the reader, in a goal of a unit they have a post in now."""
    if not reader.actor.may(May.READ_ACTIVITIES):
        return false()
    posted = {holding.unit_id for holding in reader.actor.holdings}
    return and_(Activity.person_id == reader.actor.person_id, Goal.unit_id.in_(sorted(posted)))


def standing_at(session: Session, reader: Reader, unit_id: int, kind: str = "") -> Standing:
    """Tell what the reader is to a unit's plan, and to a goal of `kind` in it; one statement.

    The answers are named: two that are the same for everybody of a kind would otherwise be one column.
    """
    row = session.execute(
        select(
            lies_within(Unit.id, reader.writing, reader.day).label("writes"),
            lies_within(Unit.id, reader.leading, reader.day).label("above"),
            or_(
                lies_within(Unit.id, reader.reading, reader.day),
                was_within(Unit.id, reader.reading, reader.day),
            ).label("reads"),
        ).where(Unit.id == unit_id)
    ).one_or_none()
    if row is None:
        return Standing()
    by_body = kind in reader.bodies and reader.actor.may(May.READ_PLANS)
    return Standing(bool(row[0]), bool(row[1]), bool(row[2]) or by_body)


def of_year(year: int) -> ColumnElement[bool]:
    """Give the condition that a goal is for a year: begun by then and not to have ended before."""
    return and_(Goal.year <= year, or_(Goal.until_year.is_(None), Goal.until_year >= year))


# --- goals


FOLLOWED_WITH = (
    selectinload(Goal.followed)
    .joinedload(FollowedIndicator.indicator)
    .options(
        joinedload(Indicator.factor),
        joinedload(Indicator.person),
        joinedload(Indicator.targets),
        joinedload(Indicator.skipped),
    )
)
"""What a goal is noticed by, with all those indicators say."""

WHOLE = (
    joinedload(Goal.unit),
    joinedload(Goal.person),
    joinedload(Goal.above).joinedload(Goal.unit),
    joinedload(Goal.candidate),
    selectinload(Goal.activities).joinedload(Activity.person),
    FOLLOWED_WITH,
)
"""All that hangs on a goal, loaded with it."""


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
            .options(*WHOLE)
            .order_by(Goal.position, Goal.id)
        )
    )


def one_goal(session: Session, reader: Reader, goal_id: int) -> Goal | None:
    """Give a goal the reader sees, with all that hangs on it; None when it is out of reach or there is none."""
    return session.scalars(
        select(Goal)
        .where(Goal.id == goal_id, or_(visible(reader), visible_as_edition(reader)))
        .options(*WHOLE)
        .execution_options(populate_existing=True)
    ).one_or_none()


def goal_to_write(session: Session, reader: Reader, goal_id: int, *, hold: bool = True) -> Goal | None:
    """Give a goal of a unit the reader writes for, held until the transaction ends; None for everybody else's.

    A page that only shows a form does not `hold` it: looking keeps nobody waiting.
    """
    found = select(Goal.id).where(Goal.id == goal_id, writes(reader))
    if session.scalar(found.with_for_update() if hold else found) is None:
        return None
    return session.scalars(
        select(Goal).where(Goal.id == goal_id).options(*WHOLE).execution_options(populate_existing=True)
    ).one_or_none()


def hold(session: Session, goal_id: int) -> None:
    """Hold a goal until the transaction ends: what is said of it is said of what stands now."""
    session.execute(select(Goal.id).where(Goal.id == goal_id).with_for_update())


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
            ProgressNote.part_goal_id.is_(None),
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
