"""A draft checked as one edits: the model it makes, or every mistake with its place."""

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from app.steering.errors import Place, Problem, ProfileError
from app.steering.former import former_words, without_former
from app.steering.loader import parse_profile
from app.steering.schema import Profile


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking a text: a model without mistakes, or the mistakes."""

    profile: Profile | None
    problems: tuple[Problem, ...] = ()
    by_place: dict[Place, list[Problem]] = field(default_factory=dict)

    def within(self, place: Place) -> list[Problem]:
        """Give the mistakes at a place and in what stands below it."""
        return [one for one in self.problems if one.place[: len(place)] == place]


@lru_cache(maxsize=8)
def checked(text: str) -> Checked:
    """Check a text, once as long as it stays the same."""
    try:
        return Checked(parse_profile(text, ""))
    except ProfileError as error:
        found: dict[Place, list[Problem]] = {}
        for one in error.problems:
            found.setdefault(one.place, []).append(one)
        return Checked(None, error.problems, found)


def tables_of(text: str) -> dict[str, Any]:
    """Give the tables of a draft, which is always TOML that can be read, without what is a term no longer."""
    return without_former(tomllib.loads(text))


def former_in(text: str, language: str) -> list[str]:
    """Give the product's words for what a draft has words of its own for and no page says any longer."""
    return former_words(tomllib.loads(text), language)
