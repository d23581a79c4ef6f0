"""What stands at the head of a file one reads in, and which of one's units its rows may name: the same for every kind of file."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.organisation.models import Unit, in_force
from app.organisation.planning.states import own_id
from app.organisation.rows import Problem


class NamedUnit(Protocol):
    """A unit a file may name, and the words it may name it by."""

    @property
    def id(self) -> int:
        """Its id here."""

    @property
    def names(self) -> frozenset[str]:
        """Its names, folded."""


Found = TypeVar("Found", bound=NamedUnit)


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """A unit one writes for: its id here, its kind, the words a file may name it by."""

    id: int
    name: str
    kind: str
    names: frozenset[str]

    @classmethod
    def of(cls, unit: Unit) -> "OwnUnit":
        """Tell what a file may say of a unit."""
        names = (unit.external_id or "", own_id(unit.id), unit.name)
        return cls(unit.id, unit.name, unit.kind, frozenset(name.casefold() for name in names if name))


def own_units(session: Session, written: ColumnElement[bool], day: date) -> list[OwnUnit]:
    """Give the units of a day one writes for, by the condition that one does."""
    rows = session.scalars(
        select(Unit).where(written, in_force(Unit.valid_from, Unit.valid_to, day)).order_by(Unit.id)
    )
    return [OwnUnit.of(one) for one in rows]


def columns_in(
    heads: Sequence[str], *, known: Collection[str], needed: Iterable[str]
) -> tuple[dict[str, int], list[Problem]]:
    """Give where each column stands, and what is wrong with the head: a name nobody knows, one that comes twice, one missing."""
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    for at, head in enumerate(heads):
        name = head.strip().lower()
        if not name:
            continue
        if name not in known:
            problems.append(Problem(1, head, "unknown_column", {}))
        elif name in columns:
            problems.append(Problem(1, head, "column_twice", {}))
        columns[name] = at
    problems += [Problem(1, name, "missing_column", {}) for name in needed if name not in columns]
    return columns, problems


def units_by_name(units: Sequence[Found]) -> dict[str, Found]:
    """Give units by every name a file may use for them."""
    found: dict[str, Found] = {}
    twice: set[str] = set()
    for unit in units:
        for name in unit.names:
            if name in found and found[name].id != unit.id:
                twice.add(name)
            found[name] = unit
    # A name that two units share says of neither which it is.
    return {name: unit for name, unit in found.items() if name not in twice}
