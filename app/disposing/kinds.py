"""What kinds of established records there are: features say how theirs are found and what they are called, never what they say.

A kind gives a statement over its editions in the columns of `columns`; all kinds together are one statement, so that the
page of disposal costs as many statements whatever there is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import LazyString
from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    SQLColumnExpression,
    cast,
    extract,
    false,
    func,
    literal,
    null,
    select,
)
from sqlalchemy.orm import Session, aliased

from app.db import UtcDateTime
from app.records.models import Edition

NO_TIME: ColumnElement[Any] = cast(null(), UtcDateTime)
NO_DAY: ColumnElement[Any] = cast(null(), Date)
NO_YEAR: ColumnElement[Any] = cast(null(), Integer)
NO: ColumnElement[bool] = false()
NOTHING: ColumnElement[str] = literal("")


@dataclass(frozen=True, slots=True)
class Columns:
    """What a statement says of each record beside its edition, as columns.

    `of` is what the profile calls it where it says how long it is kept, `what` the key of its own kind. What is kept is counted
    from a moment (`since_at`) or a year (`since_year`); neither, for what is in force. `in_force` is true also of what is
    being changed: those who do not read the change read it. `at` or `on` is its own day, when it was said, given or begun, which
    a record is told from others by.
    """

    of: SQLColumnExpression[str]
    unit_id: SQLColumnExpression[int]
    year: SQLColumnExpression[int]
    since_at: SQLColumnExpression[datetime] = NO_TIME
    since_year: SQLColumnExpression[int] = NO_YEAR
    in_force: SQLColumnExpression[bool] = NO
    what: SQLColumnExpression[str] = NOTHING
    title: SQLColumnExpression[str] = NOTHING
    registry_number: SQLColumnExpression[str] = NOTHING
    record_type: SQLColumnExpression[str] = NOTHING
    number: SQLColumnExpression[int] = Edition.number
    at: SQLColumnExpression[Any] = NO_TIME
    on: SQLColumnExpression[Any] = NO_DAY


def statement(columns: Columns) -> Select[Any]:
    """Begin a kind's statement: the columns of its editions, for the kind to join and narrow."""
    found: tuple[Any, ...] = (
        Edition.id.label("edition_id"),
        Edition.kind.label("kind"),
        Edition.object_id.label("object_id"),
        columns.number.label("number"),
        Edition.established_at.label("established_at"),
        columns.of.label("of"),
        columns.what.label("what"),
        columns.unit_id.label("unit_id"),
        columns.year.label("year"),
        columns.since_at.label("since_at"),
        columns.since_year.label("since_year"),
        columns.in_force.label("in_force"),
        columns.title.label("title"),
        columns.registry_number.label("registry_number"),
        columns.record_type.label("record_type"),
        columns.at.label("at"),
        columns.on.label("on"),
    )
    return select(*found)


def year_in(moment: Any) -> ColumnElement[int]:
    """Give the year of a moment, as the database counts it; near enough to sort and to look by."""
    return cast(extract("year", moment), Integer)


def followed_at(edition: type[Edition] = Edition) -> ColumnElement[datetime]:
    """Give when the next version of the same thing was established; none where it is the last."""
    after = aliased(Edition)
    return (
        select(func.min(after.established_at))
        .where(
            after.kind == edition.kind,
            after.object_id == edition.object_id,
            after.number > edition.number,
        )
        .correlate(edition)
        .scalar_subquery()
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """An established record: what it is of, where and when, and from when its keeping is counted."""

    edition_id: int
    kind: str
    object_id: int
    number: int
    established_at: datetime
    of: str
    what: str
    unit_id: int
    year: int
    since_at: datetime | None
    since_year: int | None
    in_force: bool
    title: str
    registry_number: str
    record_type: str
    at: datetime | None
    on: date | None
    unit: str

    @property
    def day(self) -> date | datetime | None:
        """Its own day, where it has one."""
        return self.on or self.at


@dataclass(frozen=True, slots=True)
class Called:
    """What a record is called on the pages of disposal, and whose it is: a unit's, or between two."""

    name: str
    about: str
    between: bool = False


def _one(edition: Edition, _session: Session) -> Sequence[Edition]:
    return (edition,)


def _settled(_session: Session, _edition: Edition) -> None:
    return None


def _nobody(_edition: Edition, _session: Session) -> set[int]:
    return set()


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of established record: `kept` finds them as the year is, `called` names them, in as few statements as it can.

    `goes` says what is erased, `stays` what is left, both to whoever proposes. `editions` gives all versions that go
    together, `people` those whose own it is beside who signed. `settle` is done last before they go;
    where nobody has `established` it, it was kept when it was over.
    """

    kind: str
    kept: Callable[[int], Select[Any]]
    called: Callable[[Session, Sequence[Kept]], Mapping[int, Called]]
    goes: LazyString
    stays: LazyString
    editions: Callable[[Edition, Session], Sequence[Edition]] = _one
    people: Callable[[Edition, Session], set[int]] = _nobody
    settle: Callable[[Session, Edition], None] = _settled
    established: bool = True


class RecordKinds:
    """The kinds of record this installation keeps."""

    def __init__(self) -> None:
        """Begin with none; features register theirs when the app is built."""
        self._known: dict[str, RecordKind] = {}

    def register(self, *found: RecordKind) -> None:
        """Add or replace some."""
        self._known |= {one.kind: one for one in found}

    def get(self, kind: str) -> RecordKind | None:
        """Give a kind by that of its editions."""
        return self._known.get(kind)

    def all(self) -> list[RecordKind]:
        """Give every kind."""
        return list(self._known.values())


record_kinds = RecordKinds()
