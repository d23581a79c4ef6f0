"""How far a measured value has come towards its target, and which level of a scale that proposes.

Pure, and exact: values and targets are fractions until they are shown, so that a value on a border is on it. The borders
are settled in ADR 21. What comes out is a proposal; a person judges.
"""

from decimal import Decimal
from fractions import Fraction
from math import floor

from app.quality.indicators.models import Better
from app.steering.shapes.measuring import Level, Scale

HUNDRED = Fraction(100)


def fulfilment(
    value: Decimal | None,
    *,
    better: Better,
    target: Decimal | None = None,
    low: Decimal | None = None,
    high: Decimal | None = None,
) -> Fraction | None:
    """Give how many per cent of the target are reached, never below zero; None where there is nothing to compare.

    What was not measured has no degree of fulfilment: it is not zero.

    - Higher is better: 100 and, for each per cent of the size of the target that the value lies above it, one more, below it one
      less. For a target above zero that is the value in per cent of the target.
    - Lower is better: the same, mirrored at the target. Half of what was allowed is 150, a fifth too much is 80.
    - Within: 100 on the borders and between them; outside as towards the border that was passed. One border can be missing.
    - A target (or border) of zero has no size to measure by: it is reached (100) or not (0).
    """
    if value is None or better is Better.NONE:
        return None
    if better is Better.WITHIN:
        return _within(Fraction(value), low, high)
    if target is None:
        return None
    return _towards(Fraction(value), Fraction(target), upward=better is Better.HIGHER)


def _within(value: Fraction, low: Decimal | None, high: Decimal | None) -> Fraction | None:
    if low is None and high is None:
        return None
    if low is not None and value < Fraction(low):
        return _towards(value, Fraction(low), upward=True)
    if high is not None and value > Fraction(high):
        return _towards(value, Fraction(high), upward=False)
    return HUNDRED


def _towards(value: Fraction, target: Fraction, *, upward: bool) -> Fraction:
    ahead = value - target if upward else target - value
    if target == 0:
        return HUNDRED if ahead >= 0 else Fraction(0)
    return max(Fraction(0), HUNDRED + HUNDRED * ahead / abs(target))


def whole_per_cent(degree: Fraction) -> int:
    """Give a degree as it is shown: whole per cent, rounded down, so that no border looks reached that is not."""
    return floor(degree)


def proposed_level(scale: Scale, degree: Fraction | None) -> Level | None:
    """Give the level a scale proposes; what was not measured gets the level for that, where the scale has one.

    A lower border belongs to its level and an upper one to the level above (`at_least`, `below`), so between two levels there
    is no gap: with borders at 80 and 100, 79.99 lies below 80, and 99.99 below 100. `Scale.rounding` is used before.
    """
    if not scale.proposes:
        return None
    if degree is None:
        return next((level for level in scale.levels if level.not_measured), None)
    compared = _rounded(degree, scale.rounding)
    return next(
        (level for level in scale.levels if not level.not_measured and _holds(level, compared)),
        None,
    )


def _rounded(degree: Fraction, how: str) -> Fraction:
    if how == "down":
        return Fraction(floor(degree))
    if how == "nearest":
        # Halves go up, as people round; Python's own `round` takes them to the even number.
        return Fraction(floor(degree + Fraction(1, 2)))
    return degree


def _holds(level: Level, degree: Fraction) -> bool:
    at_least = level.at_least is None or degree >= Fraction(str(level.at_least))
    return at_least and (level.below is None or degree < Fraction(str(level.below)))
