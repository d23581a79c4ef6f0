"""What stands at the head of a file one reads in, and which of one's units its rows may name: the same for every kind of file."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol, TypeVar

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
