"""How far a value has come towards its target, with the borders settled in ADR 21."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quality.indicators.models import Better
from app.quality.measuring.fulfilment import fulfilment, proposed_level, whole_per_cent
from app.steering.shapes.measuring import Scale

values = st.decimals(-10_000, 10_000, places=3, allow_nan=False, allow_infinity=False)
sizes = st.decimals("0.001", 10_000, places=3, allow_nan=False, allow_infinity=False)
directed = st.sampled_from([Better.HIGHER, Better.LOWER])


def perstorp(rounding: str = "none") -> Scale:
    """The scale of Perstorp: 100 or more, 80 to 99, 79 or less, not measured."""
    return _scale(
        {
            "key": "fulfilment",
            "name": {"sv": "Måluppfyllelse", "en": "Fulfilment"},
            "applies_to": ["indicator"],
            "basis": "degree_of_fulfilment",
            "rounding": rounding,
            "levels": [
                _level("reached", "Grön", "circle", at_least=100),
                _level("near", "Gul", "triangle", at_least=80, below=100),
                _level("far", "Röd", "square", below=80),
                _level("unmeasured", "Svart", "dash", not_measured=True),
            ],
        }
    )


def _scale(written: dict[str, object]) -> Scale:
    # As a profile is read: lists of a file are what the shapes call tuples.
    return Scale.model_validate_json(json.dumps(written))


def _level(key: str, word: str, shape: str, **more: object) -> dict[str, object]:
    words = {"sv": word, "en": word}
    return {"key": key, "word": words, "meaning": words, "shape": shape, **more}


def higher(value: str, target: str) -> Fraction | None:
    return fulfilment(Decimal(value), better=Better.HIGHER, target=Decimal(target))


def lower(value: str, target: str) -> Fraction | None:
    return fulfilment(Decimal(value), better=Better.LOWER, target=Decimal(target))


@pytest.mark.parametrize(
    ("degree", "level"),
    [
        ("0", "far"),
        ("79", "far"),
        ("79.5", "far"),
        ("79.999", "far"),
        ("80", "near"),
        ("99", "near"),
        ("99.5", "near"),
        ("99.999", "near"),
        ("100", "reached"),
        ("250", "reached"),
    ],
)
@pytest.mark.parametrize("rounding", ["none", "down"])
def test_nothing_falls_between_the_levels_and_no_border_is_reached_by_rounding_up(
    degree: str, level: str, rounding: str
) -> None:
    found = proposed_level(perstorp(rounding), Fraction(degree))
    assert found is not None
    assert found.key == level


@pytest.mark.parametrize(
    ("degree", "level"), [("79.49", "far"), ("79.5", "near"), ("99.49", "near"), ("99.5", "reached")]
)
def test_a_model_that_rounds_to_the_nearest_gets_that(degree: str, level: str) -> None:
    found = proposed_level(perstorp("nearest"), Fraction(degree))
    assert found is not None
    assert found.key == level


def test_what_was_not_measured_has_a_level_of_its_own_and_is_not_zero() -> None:
    degree = fulfilment(None, better=Better.HIGHER, target=Decimal(80))
    assert degree is None
    found = proposed_level(perstorp(), degree)
    assert found is not None
    assert found.key == "unmeasured"
    assert fulfilment(Decimal(0), better=Better.HIGHER, target=Decimal(80)) == 0


@pytest.mark.parametrize(
    ("value", "target", "degree"),
    [
        ("80", "100", 80),
        ("85", "85", 100),
        ("0.8", "1", 80),
        ("0", "50", 0),
        ("-10", "50", 0),
        ("120", "100", 120),
        # A target below zero: a deficit of two allowed, one was reached, or three.
        ("-1", "-2", 150),
        ("-2", "-2", 100),
        ("-2.4", "-2", 80),
        ("-5", "-2", 0),
        ("1", "-2", 250),
        # A target of zero is reached or not.
        ("0", "0", 100),
        ("3", "0", 100),
        ("-0.001", "0", 0),
    ],
)
def test_when_higher_is_better(value: str, target: str, degree: int) -> None:
    assert higher(value, target) == degree


@pytest.mark.parametrize(
    ("value", "target", "degree"),
    [
        ("5", "5", 100),
        ("6", "5", 80),
        ("6.01", "5", Fraction(399, 5)),
        ("4", "5", 120),
        ("0", "5", 200),
        ("10", "5", 0),
        ("50", "5", 0),
        ("-2", "-2", 100),
        ("-3", "-2", 150),
        ("0", "0", 100),
        ("-1", "0", 100),
        ("1", "0", 0),
    ],
)
def test_when_lower_is_better(value: str, target: str, degree: int) -> None:
    assert lower(value, target) == degree


@pytest.mark.parametrize(
    ("value", "low", "high", "degree"),
    [
        ("4", "4", "6", 100),
        ("5", "4", "6", 100),
        ("6", "4", "6", 100),
        ("3.2", "4", "6", 80),
        ("7.2", "4", "6", 80),
        ("12", "4", "6", 0),
        ("-1", "0", "6", 0),
        ("3", None, "2", 50),
        ("-100", None, "2", 100),
        ("1", "2", None, 50),
        ("5", None, None, None),
    ],
)
def test_when_it_is_best_within(value: str, low: str | None, high: str | None, degree: int | None) -> None:
    found = fulfilment(
        Decimal(value),
        better=Better.WITHIN,
        low=Decimal(low) if low else None,
        high=Decimal(high) if high else None,
    )
    assert found == degree


@given(values)
def test_without_target_or_direction_nothing_is_proposed(value: Decimal) -> None:
    assert fulfilment(value, better=Better.HIGHER) is None
    assert fulfilment(value, better=Better.NONE, target=Decimal(1)) is None


@given(directed, values, values)
def test_a_target_is_reached_exactly_when_the_value_is_at_it_or_on_its_better_side(
    better: Better, value: Decimal, target: Decimal
) -> None:
    degree = fulfilment(value, better=better, target=target)
    assert degree is not None
    assert degree >= 0
    there = value >= target if better is Better.HIGHER else value <= target
    assert (degree >= 100) == there
    found = proposed_level(perstorp(), degree)
    assert found is not None
    assert (found.key == "reached") == there


@given(directed, values, values, values)
def test_a_better_value_never_has_a_lower_degree(
    better: Better, one: Decimal, other: Decimal, target: Decimal
) -> None:
    worse, fine = sorted([one, other], reverse=better is Better.LOWER)
    first = fulfilment(worse, better=better, target=target)
    second = fulfilment(fine, better=better, target=target)
    assert first is not None
    assert second is not None
    assert first <= second


@given(values, values)
def test_lower_is_higher_mirrored(value: Decimal, target: Decimal) -> None:
    assert fulfilment(value, better=Better.LOWER, target=target) == fulfilment(
        -value, better=Better.HIGHER, target=-target
    )


@given(sizes, sizes)
def test_above_zero_the_degree_is_the_value_in_per_cent_of_the_target(
    value: Decimal, target: Decimal
) -> None:
    assert higher(str(value), str(target)) == Fraction(value) / Fraction(target) * 100


@given(values, values, sizes)
def test_within_is_reached_exactly_between_the_borders(value: Decimal, low: Decimal, width: Decimal) -> None:
    high = low + width
    degree = fulfilment(value, better=Better.WITHIN, low=low, high=high)
    assert degree is not None
    assert (degree == 100) == (low <= value <= high)


@given(st.fractions(0, 1000))
def test_the_degree_shown_never_looks_like_a_border_that_was_not_reached(degree: Fraction) -> None:
    shown, real = (
        proposed_level(perstorp(), Fraction(whole_per_cent(degree))),
        proposed_level(perstorp(), degree),
    )
    assert shown is not None
    assert real is not None
    assert shown.key == real.key


def test_a_scale_of_judgements_proposes_nothing() -> None:
    words = {"sv": "Ord", "en": "Word"}
    scale = _scale(
        {
            "key": "judged",
            "name": words,
            "applies_to": ["indicator"],
            "levels": [_level("one", "Ett", "circle"), _level("two", "Två", "square")],
        }
    )
    assert proposed_level(scale, Fraction(100)) is None
