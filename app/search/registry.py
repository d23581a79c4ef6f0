"""What can be found, and by whom: features register their kinds here, as they know their own rules.

A family is what shares rights and pages: dialogues, what was raised, the organisation. Of each it is asked what the acting
person might read at all (`reach`, coarse, for speed), which rows that person may read now (`within`, the very
conditions the pages stand on), and how hits are shown (`shown`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import LazyString
from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session

from app.access.actor import Actor


def _any(_row: object) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of text: where it is written, and the rows it gives the index.

    `rows` selects, by the names of `COLUMNS`, one row for each text that there is; rows without words are left out.
    `identity` is the column of the id in it; a change of one of `watched` brings the row up to date.
    """

    key: str
    family: str
    group: str
    model: type[DeclarativeBase]
    identity: InstrumentedAttribute[int]
    watched: tuple[str, ...]
    rows: Select[Any]
    is_one: Callable[[Any], bool] = _any
    """Whether a row of the model can be of this kind at all, where several kinds stand in one table."""


COLUMNS = (
    "object_id",
    "owner_id",
    "part_id",
    "over_unit_id",
    "rep_unit_id",
    "at",
    "title",
    "body",
    "whose",
)
"""The names under which a kind gives its rows; `whose` is a word such as `s12` for the twelfth series."""


@dataclass(frozen=True, slots=True)
class Day:
    """That the day of an owner's texts follows a column of the owner: meetings are moved."""

    owner: str
    model: type[DeclarativeBase]
    attribute: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A row of the index that was found and may be read."""

    id: int
    kind: str
    object_id: int
    owner_id: int
    part_id: int | None
    at: datetime | None
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Shown:
    """How a hit is shown: the name of its place, where it leads, a line on where it stands."""

    name: str
    href: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who searches, and on which day."""

    actor: Actor
    day: date


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody might read at all, as keys of `whose`, and the values that `within` is run with."""

    whose: list[str] = field(default_factory=list)
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Places:
    """What one can narrow a search to."""

    units: Mapping[int, str] = field(default_factory=dict)
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """Kinds of text that share their rights and their pages."""

    key: str
    reach: Callable[[Session, Asked], Reach]
    within: Callable[[Asked], ColumnElement[bool]]
    shown: Callable[[Session, Asked, Sequence[Hit]], Mapping[int, Shown]]
    places: Callable[[Session, Asked], Places]
    under: Callable[[Select[Any], date], ColumnElement[bool]] | None = None


class Registry:
    """The kinds of text this installation can find."""

    def __init__(self) -> None:
        """Begin with none; features register theirs when the app is built."""
        self.families: dict[str, Family] = {}
        self.kinds: dict[str, Kind] = {}
        self.groups: dict[str, LazyString] = {}
        self.days: dict[str, Day] = {}

    def register(self, family: Family, kinds: Iterable[Kind], days: Iterable[Day] = ()) -> None:
        """Add or replace a family with its kinds."""
        self.families[family.key] = family
        self.kinds.update({kind.key: kind for kind in kinds})
        self.days.update({day.owner: day for day in days})

    def name_groups(self, groups: Mapping[str, LazyString]) -> None:
        """Say what people call the groups of kinds one can choose among."""
        self.groups.update(groups)

    def kinds_in(self, group: str) -> list[str]:
        """Give the kinds of a group."""
        return [kind.key for kind in self.kinds.values() if kind.group == group]


registry = Registry()
