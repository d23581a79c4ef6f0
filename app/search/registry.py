"""What can be found, and by whom: features register their kinds here, as they know their own rules.

A family is what shares rights and pages: dialogues, what was raised, the organisation. Of each it is asked in what way the
acting person reads of it (`reach`), which rows that is now (`within`, the very conditions the pages stand on), and how hits
are shown (`shown`). However many families there are, a search costs as many statements: their conditions stand in one, what
is told of hits (`facts`) in another, what one can narrow to (`places`) in a third.

How a family is made:

1. `reach` gives `Reach(asks, [WHOSE])` to those who read any of it, `Reach()` to all others.
2. `within(asks)` gives the condition of the pages for that person, as `exists().where(Thing.id == PLACE.c.owner_id,
   readable_by(asks.actor, asks.day)).correlate(PLACE)`: on `PLACE`, never on `SearchText`, whose rows hold the texts.
3. `facts` selects `owner_id`, and beside it what a hit is shown with: titles, names of units, states. No condition.
4. `shown(session, asks, hits, facts)` makes names and addresses of them, and asks the database nothing.
5. `places(asks)` selects `since`, `id` and `name` (see `first`), where the family has days to narrow to.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import LazyString
from sqlalchemy import ColumnElement, Integer, Select, String, literal, null
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session

from app.access.actor import Actor

LONGEST_KEY = 20
"""Characters the index has room for in the key of a family or a kind."""


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
    spelled_out: Callable[[str], tuple[str, str]] | None = None
    """Gives the title and the text of what `rows` names `body`, where that is kept as something else than text."""
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


def row_of(
    object_id: Any,
    *,
    owner: Any,
    unit: Any,
    at: Any,
    body: Any,
    whose: Any,
    below: Any = None,
    part: Any = None,
    title: Any = None,
) -> tuple[Any, ...]:
    """Name the columns of a text as the index has them (`COLUMNS`).

    `below` is the other unit, where a text stands between two; `part` and `title` are left out where there is none, and
    where a title may change and is read when a hit is shown.
    """
    return (
        object_id.label("object_id"),
        owner.label("owner_id"),
        (null().cast(Integer) if part is None else part).label("part_id"),
        unit.label("over_unit_id"),
        (unit if below is None else below).label("rep_unit_id"),
        at.label("at"),
        (literal("") if title is None else title).label("title"),
        body.label("body"),
        (literal(whose) if isinstance(whose, str) else whose).label("whose"),
    )


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
    """In what way somebody reads of a family: what `within` makes its condition of; nothing when not at all.

    Statements are kept ready by it. `Asked` itself will do; where many read alike it is better a word for how, and what is
    a person's own goes into gaps that `values` fill. `whose` are the keys of what might be read.
    """

    way: Hashable = None
    whose: Sequence[str] = ()
    values: Mapping[str, object] = field(default_factory=dict)


Facts = Mapping[int, Sequence[Mapping[str, Any]]]
"""What `facts` of a family gave for the owners of the hits, by their ids: times and days as text, as JSON has them."""


@dataclass(frozen=True, slots=True)
class Family:
    """Kinds of text that share their rights and their pages; how one is made stands at the head of this module."""

    key: str
    reach: Callable[[Session, Asked], Reach]
    within: Callable[[Any], ColumnElement[bool]]
    """Gives the condition on rows of `PLACE`, made once for each way of reading."""
    shown: Callable[[Session, Asked, Sequence[Hit], Facts], Mapping[int, Shown]]
    facts: Select[*tuple[Any, ...]] | None = None
    places: Callable[[Any], Select[Any]] | None = None
    under: Callable[[Select[Any]], ColumnElement[bool]] | None = None
    few: "Few | None" = None


Meant = Callable[[InstrumentedAttribute[int]], ColumnElement[bool]]
"""Gives the condition that an owner is one of those that can be meant at all."""


@dataclass(frozen=True, slots=True)
class Few:
    """How a family is asked when only few texts hold the words: `reach` asks nothing beforehand, `within` of some owners
    alone. For speed only: what is found is the same.
    """

    reach: Callable[[Asked], Reach]
    within: Callable[[Any, Meant], ColumnElement[bool]]


def first(at: ColumnElement[Any]) -> tuple[ColumnElement[Any], ColumnElement[Any], ColumnElement[Any]]:
    """Give the columns of `places` for a family that adds no units of its own: the first time, and no unit."""
    return at.label("since"), null().cast(Integer).label("id"), null().cast(String).label("name")


class Registry:
    """The kinds of text this installation can find."""

    def __init__(self) -> None:
        """Begin with none; features register theirs when the app is built."""
        self.families: dict[str, Family] = {}
        self.kinds: dict[str, Kind] = {}
        self.groups: dict[str, LazyString] = {}
        self.days: dict[str, Day] = {}

    def register(self, family: Family, kinds: Iterable[Kind], days: Iterable[Day] = ()) -> None:
        """Add or replace a family with its kinds. Raises `ValueError` for a key the index has no room for."""
        added = {kind.key: kind for kind in kinds}
        too_long = [key for key in (family.key, *added) if len(key) > LONGEST_KEY]
        if too_long:
            raise ValueError(f"the index has no room for {', '.join(too_long)}")
        self.families[family.key] = family
        self.kinds.update(added)
        self.days.update({day.owner: day for day in days})

    def name_groups(self, groups: Mapping[str, LazyString]) -> None:
        """Say what people call the groups of kinds one can choose among."""
        self.groups.update(groups)

    def kinds_in(self, group: str) -> list[str]:
        """Give the kinds of a group."""
        return [kind.key for kind in self.kinds.values() if kind.group == group]


registry = Registry()
