"""What is missing, told as that and never as a fault: kinds of gap, each a question of which units lack something.

A feature below has no word of the overview; what it lacks is asked for here, of its tables, or registered by wiring.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import LazyString, gettext
from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.steering.schema import Profile


@dataclass(frozen=True, slots=True)
class Looked:
    """The day and the year of the cycle that is looked at, and from when on talks are counted."""

    day: date
    year: int
    talked_since: datetime

    @property
    def is_of_today(self) -> bool:
        """Tell whether the year looked at is the day's own, which is what is kept counted."""
        return self.year == self.day.year


Lacking = Callable[[Looked], Select[Any]]
"""Gives the units that lack something: `unit_id`, and `since` when, None where it never was there."""

Words = Callable[[int], str]
"""Says in a sentence how many units lack it."""

Told = Callable[[Session, Looked, Collection[int]], Mapping[int, str]]
"""Says in words how it stands with some units."""


@dataclass(frozen=True, slots=True)
class GapKind:
    """A kind of gap: the sources of the overview it belongs to, which units have it, and the sentence for so many."""

    key: str
    sources: frozenset[str]
    lacking: Lacking
    words: Words
    label: LazyString
    href: Callable[[int, int], str]
    """Gives the page where a unit would mend it, for a unit and a year; for those who may open it."""
    counts: frozenset[str] = frozenset()
    """What is written that changes who lacks it, in the words of `keeping`; none for what is counted each time, being few."""
    since: Callable[[str], str] = lambda day: gettext("senast %(day)s", day=day)
    """Says since when, where that is known."""
    told: "Told | None" = None
    """Says of the units of a page how it stands, where a day alone does not tell it; one statement however many there are."""
    for_all: bool = False
    """Whether that page opens for everyone who oversees, also for units beside the administration."""


Makes = Callable[[Profile], list[GapKind]]
InForce = Callable[[], Profile | None]
"""Gives the model in force; None where nobody can say, outside any work of the application."""
MOST_MODELS = 8


class GapKinds:
    """The kinds of gap this installation knows, as the steering model in force has them."""

    def __init__(self) -> None:
        """Begin with none."""
        self._makes: tuple[Makes, ...] = ()
        self._in_force: InForce = lambda: None
        self._made: dict[int, tuple[Profile, dict[str, GapKind]]] = {}
        self._latest: dict[str, GapKind] = {}

    def register(self, profile: Profile, in_force: InForce, *makes: Makes) -> None:
        """Say how the kinds of a model are made, which model is the one to begin with, and who knows the one in force."""
        self._makes, self._in_force, self._made = makes, in_force, {}
        self._latest = self._kinds_of(profile)

    def _kinds_of(self, profile: Profile) -> dict[str, GapKind]:
        found = self._made.get(id(profile))
        # The profile is kept with what was made of it, so that no other can take its number.
        if found is None or found[0] is not profile:
            kinds = {kind.key: kind for make in self._makes for kind in make(profile)}
            if len(self._made) >= MOST_MODELS:
                self._made = {}
            found = self._made[id(profile)] = profile, kinds
        return found[1]

    def _known(self) -> dict[str, GapKind]:
        profile = self._in_force()
        if profile is not None:
            self._latest = self._kinds_of(profile)
        return self._latest

    def of(self, sources: Any) -> list[GapKind]:
        """Give the kinds that belong to some sources, in the order of registration."""
        return [kind for kind in self._known().values() if kind.sources & set(sources)]

    def all(self) -> list[GapKind]:
        """Give all kinds."""
        return list(self._known().values())

    def get(self, key: str) -> GapKind | None:
        """Give a kind by its key, also one that only an earlier model had: somebody may have kept its address."""
        found, profile = self._known().get(key), self._in_force()
        for earlier in profile.earlier if found is None and profile is not None else ():
            found = found or self._kinds_of(earlier).get(key)
        return found


gap_kinds = GapKinds()
