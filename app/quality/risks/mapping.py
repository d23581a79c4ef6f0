"""The risk map as a table of words: consequence across, likelihood down, and in each square the risks that belong there."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.quality.risks.queries.listing import Placed
from app.steering.shapes.control import InternalControl, RiskStep

MOST = 500
"""Risks on a map; more are filtered first, since nobody reads a map with more."""

IN_A_SQUARE = 5
"""Risks named in a square; the rest are counted, with a way to them."""


@dataclass(frozen=True, slots=True)
class Square:
    """One square: what it amounts to, the risks named there, and how many there are in all."""

    likelihood: int
    consequence: int
    value: int
    named: list[Placed]
    count: int


@dataclass(frozen=True, slots=True)
class Map:
    """The map, the likeliest row first; `unreasoned` and `unjudged` have no place on it."""

    rows: list[tuple[RiskStep, list[Square]]]
    listed: list[Placed]
    unreasoned: list[Placed]
    unjudged: list[Placed]


def drawn(found: Sequence[Placed], scale: InternalControl) -> Map:
    """Put risks in their squares; one whose judgement says no reasons, or that lies outside the scale, is placed nowhere."""
    highest = len(scale.likelihood), len(scale.consequence)
    listed = [
        one
        for one in found
        if one.value and one.reasoned and one.likelihood <= highest[0] and one.consequence <= highest[1]
    ]
    rows = [
        (likely, [_square(listed, likely.value, grave.value) for grave in scale.consequence])
        for likely in reversed(scale.likelihood)
    ]
    return Map(
        rows,
        listed,
        [one for one in found if one.value and not one.reasoned],
        [one for one in found if not one.value],
    )


def _square(listed: Sequence[Placed], likelihood: int, consequence: int) -> Square:
    here = [one for one in listed if (one.likelihood, one.consequence) == (likelihood, consequence)]
    return Square(likelihood, consequence, likelihood * consequence, here[:IN_A_SQUARE], len(here))
