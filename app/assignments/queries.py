"""Reads of assignments, restricted to what the one who asks may read."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, collate, func, or_, select, true
from sqlalchemy.orm import Session, aliased, joinedload

from app.access.actor import Actor
from app.access.matrix import Role
from app.assignments import reach, rules
from app.assignments.models import Assignment, AssignmentWord, State
from app.assignments.rules import Place, Standing
from app.db import SWEDISH
from app.organisation.finding import pattern_for
from app.organisation.models import Ancestry, Appointment, Person, Placement, Unit, in_force
from app.passages.rules import PRESIDING
from app.steering.schema import Profile

PAGE = 50
MOST_TAKERS = 400


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks, on which day, and which kinds of units are bodies politicians sit in."""

    actor: Actor
    day: date
    bodies: frozenset[str]

    @property
    def reads(self) -> ColumnElement[bool]:
        """The condition that an assignment is read."""
        return reach.readable_by(self.actor, self.day, self.bodies)


class Mine(StrEnum):
    """Filter on which side is mine."""

    ANY = "any"
    TAKEN = "taken"
    GIVEN = "given"


class Sort(StrEnum):
    """What the register is ordered by."""

    DUE = "due"
    TITLE = "title"
    GIVEN = "given"
    STATE = "state"


STATE_ORDER = (
    State.DRAFT, State.GIVEN, State.AGAINST, State.ACKNOWLEDGED, State.REPORTED, State.CLOSED, State.WITHDRAWN
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the register is asked for."""

    words: tuple[str, ...] = ()
    states: frozenset[State] = rules.OPEN | {State.DRAFT}
    role: Mine = Mine.ANY
    unit_id: int | None = None
    sort: Sort = Sort.DUE
    descending: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One assignment of the register."""

    id: int
    title: str
    due_on: date | None
    state: str
    given_at: datetime | None
    registry_number: str
    who: str
    giver: str
    taker: str
    person: str | None
    delegated: bool
    gives: bool
    takes: bool
    latest: str = ""
    latest_at: datetime | None = None

    @property
    def receiver(self) -> str:
        """Who takes it: the employee where it is one, otherwise the unit."""
        return self.person or self.taker


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the register, and how many there are in all."""

    rows: list[Row]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; one when nothing was found."""
        return max(1, -(-self.total // PAGE))


_GIVER, _TAKER = aliased(Unit), aliased(Unit)


def register(session: Session, reader: Reader, wanted: Wanted, *, whole: bool = False) -> Found:
    """Give a page of the register, or all of it where it is taken away whole; words said last stand beside."""
    sides = reach.held_by(reader.actor, reader.day)
    condition = and_(reader.reads, *_conditions(wanted, sides))
    total = session.scalar(select(func.count()).select_from(Assignment).where(condition)) or 0
    page = min(wanted.page, max(1, -(-total // PAGE)))
    said = _latest_words()
    found = (
        select(
            Assignment.id,
            Assignment.title,
            Assignment.due_on,
            Assignment.state,
            Assignment.given_at,
            Assignment.registry_number,
            Assignment.who,
            _GIVER.name,
            _TAKER.name,
            Person.name,
            Assignment.parent_id.is_not(None),
            *sides.sides,
            func.coalesce(AssignmentWord.text, ""),
            AssignmentWord.at,
        )
        .join(_GIVER, _GIVER.id == Assignment.giver_unit_id)
        .join(_TAKER, _TAKER.id == Assignment.taker_unit_id)
        .outerjoin(Person, Person.id == Assignment.taker_person_id)
        .outerjoin(said, said.c.assignment_id == Assignment.id)
        .outerjoin(AssignmentWord, AssignmentWord.id == said.c.latest)
        .where(condition)
        .order_by(*_order(wanted), Assignment.id.desc())
    )
    if not whole:
        found = found.limit(PAGE).offset((page - 1) * PAGE)
    return Found([_row(row) for row in session.execute(found)], total, page)


def _row(found: Any) -> Row:
    return Row(*found)


def _latest_words() -> Subquery:
    return (
        select(AssignmentWord.assignment_id, func.max(AssignmentWord.id).label("latest"))
        .where(AssignmentWord.taken_back_at.is_(None), AssignmentWord.text != "")
        .group_by(AssignmentWord.assignment_id)
        .subquery()
    )


def _conditions(wanted: Wanted, sides: reach.Between) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Assignment.state.in_(sorted(wanted.states))]
    for word in wanted.words:
        like = pattern_for(word)
        found.append(
            or_(
                Assignment.title.ilike(like, escape="\\"),
                Assignment.what.ilike(like, escape="\\"),
                Assignment.frame.ilike(like, escape="\\"),
                Assignment.registry_number.ilike(like, escape="\\"),
            )
        )
    if wanted.role is Mine.TAKEN:
        found.append(sides.takes)
    elif wanted.role is Mine.GIVEN:
        found.append(sides.gives)
    if wanted.unit_id is not None:
        found.append(
            or_(Assignment.giver_unit_id == wanted.unit_id, Assignment.taker_unit_id == wanted.unit_id)
        )
    return found


def _order(wanted: Wanted) -> list[ColumnElement[Any]]:
    columns: dict[Sort, list[ColumnElement[Any]]] = {
        Sort.DUE: [Assignment.due_on.is_(None), Assignment.due_on.expression],
        Sort.TITLE: [collate(Assignment.title, SWEDISH)],
        Sort.GIVEN: [Assignment.given_at.is_(None), Assignment.given_at.expression],
        Sort.STATE: [
            case({state.value: place for place, state in enumerate(STATE_ORDER)}, value=Assignment.state)
        ],
    }
    order = columns[wanted.sort]
    return [*order[:-1], order[-1].desc()] if wanted.descending else order


def units_in(session: Session, reader: Reader) -> list[tuple[int, str]]:
    """Give the units that give or take something the reader reads, by name."""
    read = select(Assignment).where(reader.reads).subquery()
    some = select(read.c.giver_unit_id).union(select(read.c.taker_unit_id)).subquery()
    rows = session.execute(
        select(Unit.id, Unit.name)
        .where(Unit.id.in_(select(some.c[0])))
        .order_by(collate(Unit.name, SWEDISH))
        .limit(300)
    )
    return [(unit_id, name) for unit_id, name in rows]


@dataclass(frozen=True, slots=True)
class Opened:
    """An assignment somebody has opened, and what they are to it."""

    one: Assignment
    standing: Standing


_WHOLE = (
    joinedload(Assignment.giver_unit),
    joinedload(Assignment.taker_unit),
    joinedload(Assignment.taker_person),
)


def assignment(session: Session, reader: Reader, assignment_id: int, *, lock: bool = False) -> Opened | None:
    """Give an assignment the reader reads with its units, held for a change where it is to be changed."""
    wanted = (
        select(Assignment, *reach.columns(reader.actor, reader.day, reader.bodies))
        .where(Assignment.id == assignment_id, reader.reads)
        .options(*_WHOLE)
        .execution_options(populate_existing=True)
    )
    if lock:
        wanted = wanted.with_for_update(of=Assignment)
    row = session.execute(wanted).one_or_none()
    return Opened(row[0], reach.standing_from(row[1:])) if row is not None else None


def words_of(session: Session, assignment_id: int) -> list[AssignmentWord]:
    """Give what was said of an assignment and not taken back, the latest first."""
    return list(
        session.scalars(
            select(AssignmentWord)
            .where(AssignmentWord.assignment_id == assignment_id, AssignmentWord.taken_back_at.is_(None))
            .order_by(AssignmentWord.id.desc())
            .options(joinedload(AssignmentWord.person))
        )
    )


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain: who gave what to whom. `read` says whether the one who asks reads the assignment itself."""

    id: int
    parent_id: int | None
    title: str
    due_on: date | None
    state: str
    giver: str
    taker: str
    person: str | None
    read: bool
    depth: int = 0

    @property
    def receiver(self) -> str:
        """Who takes it."""
        return self.person or self.taker


def chain(session: Session, reader: Reader, one: Assignment) -> list[Link]:
    """Give the whole chain an assignment belongs to, each after the one it came out of.

    Who reads one step sees the steps: who gave what to whom, until when. What is written about another step is read on its
    page, by those it is for. What has not been given yet is there for its giver alone, and who an employee is for those who
    read that step.
    """
    root = one.root_id or one.id
    rows = session.execute(
        select(
            Assignment.id,
            Assignment.parent_id,
            Assignment.title,
            Assignment.due_on,
            Assignment.state,
            _GIVER.name,
            _TAKER.name,
            Person.name,
            reader.reads,
        )
        .join(_GIVER, _GIVER.id == Assignment.giver_unit_id)
        .join(_TAKER, _TAKER.id == Assignment.taker_unit_id)
        .outerjoin(Person, Person.id == Assignment.taker_person_id)
        .where(
            or_(Assignment.id == root, Assignment.root_id == root),
            or_(
                and_(Assignment.state != State.DRAFT, Assignment.given_at.is_not(None)),
                reader.reads,
            ),
        )
        .order_by(Assignment.id)
    ).all()
    links = [Link(*row[:7], row[7] if row[8] else None, bool(row[8])) for row in rows]
    return list(_in_steps(links))


def _in_steps(links: Sequence[Link]) -> Iterable[Link]:
    known = {link.id for link in links}
    under: dict[int | None, list[Link]] = {}
    for link in links:
        under.setdefault(link.parent_id if link.parent_id in known else None, []).append(link)
    waiting = [(link, 0) for link in reversed(under.get(None, []))]
    while waiting:
        link, depth = waiting.pop()
        yield Link(
            link.id,
            link.parent_id,
            link.title,
            link.due_on,
            link.state,
            link.giver,
            link.taker,
            link.person,
            link.read,
            depth,
        )
        waiting += [(child, depth + 1) for child in reversed(under.get(link.id, []))]


# --- who gives to whom


def place(session: Session, unit_id: int, day: date) -> Place | None:
    """Give a unit of the day as the chain looks at it."""
    row = session.execute(_places(day).where(Unit.id == unit_id)).one_or_none()
    return Place(*row) if row is not None else None


def _places(day: date) -> Select[int, str, bool, int | None]:
    return (
        select(Unit.id, Unit.kind, Unit.is_top_administration, Placement.parent_id)
        .join(
            Placement,
            and_(Placement.unit_id == Unit.id, in_force(Placement.valid_from, Placement.valid_to, day)),
        )
        .where(in_force(Unit.valid_from, Unit.valid_to, day))
    )


def lies_below(session: Session, above_id: int, unit_id: int, day: date) -> bool:
    """Tell whether a unit lies under another."""
    return (
        session.scalar(
            select(Ancestry.descendant_id).where(
                Ancestry.ancestor_id == above_id,
                Ancestry.descendant_id == unit_id,
                Ancestry.depth > 0,
                in_force(Ancestry.valid_from, Ancestry.valid_to, day),
            )
        )
        is not None
    )


def takers(session: Session, profile: Profile, giver: Place, day: date) -> list[tuple[int, str]]:
    """Give the units a unit can give assignments to, by name, as `rules.why_not_give` says."""
    below = (
        select(Ancestry.descendant_id)
        .where(
            Ancestry.ancestor_id == giver.id,
            Ancestry.depth > 0,
            in_force(Ancestry.valid_from, Ancestry.valid_to, day),
        )
        .scalar_subquery()
    )
    named = [step.taker for step in profile.assignment_chain]
    of_body = giver.kind in rules.bodies(profile)
    rows = session.execute(
        _places(day)
        .add_columns(Unit.name, Unit.id.in_(below))
        .where(
            or_(
                Placement.parent_id == giver.id,
                Unit.is_top_administration.is_(True),
                and_(Unit.kind.in_(named), true() if of_body else Unit.id.in_(below)),
            )
        )
        .order_by(collate(Unit.name, SWEDISH), Unit.id)
        .limit(MOST_TAKERS)
    )
    return [
        (row[0], row[4])
        for row in rows
        if rules.why_not_give(profile, giver, Place(*row[:4]), below=bool(row[5])) is None
    ]


def employees_of(session: Session, unit_id: int, day: date) -> list[tuple[int, str]]:
    """Give those employed at a unit, whom its manager can give an assignment."""
    rows = session.execute(
        select(Person.id, Person.name)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            Appointment.unit_id == unit_id,
            Appointment.role == Role.EMPLOYEE,
            in_force(Appointment.valid_from, Appointment.valid_to, day),
            or_(Person.closed_on.is_(None), Person.closed_on > day),
        )
        .distinct()
        .order_by(Person.name, Person.id)
        .limit(MOST_TAKERS)
    )
    return [(person_id, name) for person_id, name in rows]


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a side now."""

    unit_id: int
    person_id: int
    name: str


def holders(session: Session, unit_ids: Collection[int], day: date) -> dict[int, list[Holder]]:
    """Give who leads or presides over units now, the ordinary manager or the chair first; one statement."""
    rows = session.execute(
        select(Appointment.unit_id, Person.id, Person.name)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Appointment.unit_id.in_(sorted(unit_ids)),
            or_(
                Appointment.role == Role.MANAGER,
                and_(Appointment.role == Role.POLITICIAN, Appointment.duty.in_(sorted(PRESIDING))),
            ),
            in_force(Appointment.valid_from, Appointment.valid_to, day),
            or_(Person.closed_on.is_(None), Person.closed_on > day),
        )
        .order_by(Appointment.is_deputy, Appointment.duty, Appointment.valid_from, Appointment.id)
    )
    found: dict[int, list[Holder]] = {}
    for unit_id, person_id, name in rows:
        known = found.setdefault(unit_id, [])
        if person_id not in {one.person_id for one in known}:
            known.append(Holder(unit_id, person_id, name))
    return found


# --- what waits


@dataclass(frozen=True, slots=True)
class Waiting:
    """An assignment that waits for one's word: how far it has come, since when, and until when."""

    id: int
    title: str
    state: str
    due_on: date | None
    since: datetime
    giver: str
    taker: str


REPORT_AHEAD = timedelta(days=30)


def waiting(actor: Actor, day: date) -> Select[int, str, str, date | None, datetime, str, str]:
    """Give the statement for what waits for somebody, in the shape of `Waiting`: to acknowledge, to answer, to report in time,
    reports to acknowledge; the nearest first.
    """
    sides = reach.held_by(actor, day)
    near = Assignment.due_on <= day + REPORT_AHEAD
    mine_to_take = and_(
        sides.takes, or_(Assignment.state == State.GIVEN, and_(Assignment.state == State.ACKNOWLEDGED, near))
    )
    mine_to_give = and_(sides.gives, Assignment.state.in_([State.AGAINST, State.REPORTED]))
    return (
        select(
            Assignment.id.label("id"),
            Assignment.title.label("title"),
            Assignment.state.label("state"),
            Assignment.due_on.label("due_on"),
            Assignment.state_since.label("since"),
            _GIVER.name.label("giver"),
            func.coalesce(Person.name, _TAKER.name).label("taker"),
        )
        .join(_GIVER, _GIVER.id == Assignment.giver_unit_id)
        .join(_TAKER, _TAKER.id == Assignment.taker_unit_id)
        .outerjoin(Person, Person.id == Assignment.taker_person_id)
        .where(or_(mine_to_take, mine_to_give))
        .order_by(Assignment.due_on.is_(None), Assignment.due_on, Assignment.id)
    )


def due_between(session: Session, first: date, last: date) -> list[Assignment]:
    """Give what is taken and to be reported within some days, with its units."""
    return list(
        session.scalars(
            select(Assignment)
            .where(
                Assignment.state.in_([State.GIVEN, State.ACKNOWLEDGED]),
                Assignment.due_on >= first,
                Assignment.due_on <= last,
            )
            .order_by(Assignment.due_on, Assignment.id)
            .options(*_WHOLE)
        )
    )


def of_units(session: Session, reader: Reader, unit_ids: Collection[int], limit: int) -> list[Assignment]:
    """Give what is open and taken by some units, as far as the reader reads it, the nearest day first."""
    return list(
        session.scalars(
            select(Assignment)
            .where(
                Assignment.taker_unit_id.in_(sorted(unit_ids)),
                Assignment.state.in_(sorted(rules.OPEN)),
                reader.reads,
            )
            .order_by(Assignment.due_on.is_(None), Assignment.due_on, Assignment.id)
            .limit(limit)
            .options(*_WHOLE)
        )
    )


def named(session: Session, reader: Reader, ids: Collection[int]) -> list[Assignment]:
    """Give those of some assignments that the reader reads, with their units."""
    return list(
        session.scalars(
            select(Assignment)
            .where(Assignment.id.in_(sorted(ids)), reader.reads)
            .order_by(Assignment.id)
            .options(*_WHOLE)
        )
    )


def latest_words(session: Session, ids: Collection[int]) -> dict[int, AssignmentWord]:
    """Give what was said last of each assignment, in words."""
    said = _latest_words()
    rows = session.scalars(
        select(AssignmentWord)
        .join(said, said.c.latest == AssignmentWord.id)
        .where(AssignmentWord.assignment_id.in_(sorted(ids)))
        .options(joinedload(AssignmentWord.person))
    )
    return {one.assignment_id: one for one in rows}
