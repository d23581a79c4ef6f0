"""What a series is compared with, as a quiet line beside it: a registry, so that what fetches figures of others fills it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Compared:
    """Another's figures for the same: their name, their values by the key of the period, and where they come from."""

    name: str
    values: Mapping[str, Decimal]
    source: str = ""


Comparing = Callable[[Session, Collection[int]], Mapping[int, Sequence[Compared]]]
"""Gives what some indicators are compared with, by indicator, in a fixed number of statements."""


class Beside:
    """What this installation knows to compare with."""

    def __init__(self) -> None:
        """Begin with nothing; features register theirs when the app is built."""
        self._known: dict[str, Comparing] = {}

    def register(self, name: str, comparing: Comparing) -> None:
        """Add or replace a source of comparisons."""
        self._known[name] = comparing

    def of(self, session: Session, indicator_ids: Collection[int]) -> dict[int, list[Compared]]:
        """Give all that some indicators are compared with."""
        found: dict[int, list[Compared]] = {}
        for comparing in self._known.values():
            for indicator_id, compared in comparing(session, indicator_ids).items():
                found.setdefault(indicator_id, []).extend(compared)
        return found


beside = Beside()
