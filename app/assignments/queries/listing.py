"""The register of assignments: what it is asked for, and what is found."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, collate, func, or_, select
from sqlalchemy.orm import Session

from app.assignments import reach, rules
from app.assignments.models import Assignment, AssignmentWord, State
from app.assignments.queries.asking import GIVER, TAKER, Reader
from app.assignments.queries.saying import latest_said
from app.db import SWEDISH
from app.organisation.finding import pattern_for
from app.organisation.models import Person, Unit
from app.paging import Found, nearest, on_page

PAGE = 50


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
    taker_ends: date | None
    """From when the unit that takes is no more; None where it is to go on."""
    latest: str = ""
    latest_at: datetime | None = None

    @property
    def past_the_end(self) -> bool:
        """Tell whether it is still to be done when the unit that takes is no more."""
        waits = self.state in rules.OPEN or self.state == State.DRAFT
        return (
            waits
            and self.due_on is not None
            and self.taker_ends is not None
            and self.due_on >= self.taker_ends
        )

    @property
    def receiver(self) -> str:
        """Who takes it: the employee where it is one, otherwise the unit."""
        return self.person or self.taker


def register(session: Session, reader: Reader, wanted: Wanted, *, whole: bool = False) -> Found[Row]:
    """Give a page of the register, or all of it where it is taken away whole; words said last stand beside."""
    sides = reach.held_by(reader.actor, reader.day)
    condition = and_(reader.reads, *_conditions(wanted, sides))
    total = session.scalar(select(func.count()).select_from(Assignment).where(condition)) or 0
    page = nearest(wanted.page, total, PAGE)
    said = latest_said()
    found = (
        select(
            Assignment.id,
            Assignment.title,
            Assignment.due_on,
            Assignment.state,
            Assignment.given_at,
            Assignment.registry_number,
            Assignment.who,
            GIVER.name,
            TAKER.name,
            Person.name,
            Assignment.parent_id.is_not(None),
            *sides.sides,
            TAKER.valid_to,
            func.coalesce(AssignmentWord.text, ""),
            AssignmentWord.at,
        )
        .join(GIVER, GIVER.id == Assignment.giver_unit_id)
        .join(TAKER, TAKER.id == Assignment.taker_unit_id)
        .outerjoin(Person, Person.id == Assignment.taker_person_id)
        .outerjoin(said, said.c.assignment_id == Assignment.id)
        .outerjoin(AssignmentWord, AssignmentWord.id == said.c.latest)
        .where(condition)
        .order_by(*_order(wanted), Assignment.id.desc())
    )
    if not whole:
        found = on_page(found, page, PAGE)
    return Found([_row(row) for row in session.execute(found)], total, page, PAGE)


def _row(found: Any) -> Row:
    return Row(*found)


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
