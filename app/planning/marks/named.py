"""What the model names on goals and activities, kept with the words it was called by. Pure.

A goal keeps the key and the name of each perspective, condition and factor it is marked with: when the model in force has it no
longer, it is still shown under its old name.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.steering.schema import Profile
from app.steering.shapes.goals import GoalKind


class Of(StrEnum):
    """What can be named: the three lists of a model."""

    PERSPECTIVE = "perspective"
    CONDITION = "condition"
    FACTOR = "factor"


@dataclass(frozen=True, slots=True)
class Named:
    """One thing of a list: its key, and what it is called in the municipality's language."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Marks:
    """What is named on one goal or activity."""

    by_list: Mapping[Of, tuple[Named, ...]] = field(default_factory=dict)

    def of(self, which: Of) -> tuple[Named, ...]:
        """Give what is named of one list."""
        return self.by_list.get(which, ())

    def keys(self, which: Of) -> frozenset[str]:
        """Give the keys of what is named of one list."""
        return frozenset(one.key for one in self.of(which))

    @property
    def any(self) -> bool:
        """Tell whether anything is named."""
        return any(self.by_list.values())

    def written(self) -> str:
        """Give it as it is kept; nothing where nothing is named."""
        kept = {
            which.value: [[one.key, one.name] for one in self.of(which)] for which in Of if self.of(which)
        }
        return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else ""

    @classmethod
    def read(cls, kept: str | None) -> "Marks":
        """Read what was kept; what cannot be read says nothing."""
        try:
            found = json.loads(kept or "{}")
            return cls({Of(which): tuple(Named(*one) for one in named) for which, named in found.items()})
        except (ValueError, TypeError, AttributeError):
            return cls()


def offered(profile: Profile, kind: GoalKind | None, subject: str) -> dict[Of, tuple[Named, ...]]:
    """Give what can be named on a goal of `kind`, or on an activity of one; lists the model does not have are left out.

    A kind that is written in some perspectives has those alone; otherwise those that are used on goals.
    """
    found: dict[Of, tuple[Named, ...]] = {}
    if subject == "goal":
        own = set(kind.perspectives) if kind is not None else set()
        found[Of.PERSPECTIVE] = tuple(
            Named(one.key, one.name.sv)
            for one in profile.perspectives
            if (one.key in own if own else "goal" in one.applies_to)
        )
        found[Of.CONDITION] = tuple(Named(one.key, one.name.sv) for one in profile.strategic_conditions)
    found[Of.FACTOR] = tuple(
        Named(one.key, one.name.sv) for one in profile.protective_factors if subject in one.applies_to
    )
    return {which: named for which, named in found.items() if named}


def chosen(can: Mapping[Of, Sequence[Named]], wanted: Mapping[Of, Collection[str]], before: Marks) -> Marks:
    """Give what is named after a choice: of what can be named what was chosen, and what stood before and can be chosen no longer.

    Keys nobody offers are left out; a list without a choice stays as it is.
    """
    found: dict[Of, tuple[Named, ...]] = {}
    for which in Of:
        keys, offers = wanted.get(which), {one.key: one for one in can.get(which, ())}
        kept = [one for one in before.of(which) if keys is None or one.key not in offers]
        kept += [one for key, one in offers.items() if keys is not None and key in keys]
        if kept:
            found[which] = tuple(kept)
    return Marks(found)


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen of what could be named."""

    can: Mapping[Of, Sequence[Named]]
    wanted: Mapping[Of, Collection[str]]

    def over(self, before: Marks) -> Marks:
        """Give what is named after the choice."""
        return chosen(self.can, self.wanted, before)


def only_one(can: Mapping[Of, Sequence[Named]]) -> dict[Of, frozenset[str]]:
    """Give what a new goal is marked with from the start: the perspective of a kind that is written in one alone."""
    one = can.get(Of.PERSPECTIVE, ())
    return {Of.PERSPECTIVE: frozenset({one[0].key})} if len(one) == 1 else {}
