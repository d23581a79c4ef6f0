"""Charts: gaps stay gaps, everything lies within the picture, no name lies on another."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quality.measuring.charting import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    SPARK_HEIGHT,
    SPARK_WIDTH,
    TOP,
    WIDTH,
    Line,
    chart,
    nice_steps,
    spark,
    spread,
)

figures = st.decimals(-10_000, 10_000, places=2, allow_nan=False, allow_infinity=False)
series = st.lists(st.none() | figures, min_size=1, max_size=40)


def _line(*values: int | None) -> Line:
    return Line("En", [None if value is None else Decimal(value) for value in values])


def test_what_was_not_measured_is_a_gap_and_not_a_zero() -> None:
    drawn = chart([_line(70, 72, None, 75, 78)], ["2020", "2021", "2022", "2023", "2024"])
    assert drawn is not None
    assert len(drawn.lines[0].pieces) == 2
    assert len(drawn.lines[0].dots) == 4
    assert drawn.up[0].word == "70"


def test_a_value_alone_is_a_dot() -> None:
    drawn = chart([_line(None, 5, None)], ["a", "b", "c"])
    assert drawn is not None
    assert drawn.lines[0].pieces == ()
    assert len(drawn.lines[0].dots) == 1


def test_nothing_measured_makes_no_picture() -> None:
    assert chart([_line(None, None)], ["a", "b"]) is None
    assert spark([None, Decimal(1), None]) is None


def test_a_target_lies_where_it_holds_and_may_lie_outside_the_values() -> None:
    drawn = chart([_line(1, 2, 3)], ["a", "b", "c"], targets=[None, Decimal(10), Decimal(10)])
    assert drawn is not None
    assert len(drawn.targets) == 1
    assert drawn.target_name_y is not None
    assert Decimal(drawn.up[-1].word) >= 10


@given(st.lists(series, min_size=1, max_size=4), st.booleans())
def test_everything_lies_within_the_picture(found: list[list[Decimal | None]], with_targets: bool) -> None:
    places = max(len(one) for one in found)
    lines = [Line(str(at), [*one, *[None] * (places - len(one))]) for at, one in enumerate(found)]
    targets = lines[0].values if with_targets else ()
    drawn = chart(lines, [f"T1 {2000 + at}" for at in range(places)], targets=targets)
    if drawn is None:
        assert all(value is None for one in found for value in one)
        return
    for line in drawn.lines:
        for dot in line.dots:
            assert LEFT <= dot.x <= WIDTH - RIGHT
            assert TOP <= dot.y <= HEIGHT - BOTTOM
    assert sum(len(line.dots) for line in drawn.lines) == sum(
        value is not None for one in found for value in one
    )
    assert drawn.along[-1].word == f"T1 {1999 + places}"


@given(series)
def test_a_spark_lies_within_its_room(values: list[Decimal | None]) -> None:
    drawn = spark(values)
    if drawn is not None:
        assert all(0 <= dot.x <= SPARK_WIDTH and 0 <= dot.y <= SPARK_HEIGHT for dot in drawn.dots)


@given(figures, figures)
def test_the_axis_has_few_round_even_steps_around_the_values(one: Decimal, other: Decimal) -> None:
    low, high = min(one, other), max(one, other)
    steps = nice_steps(low, high)
    assert steps[0] <= low
    assert steps[-1] >= high
    assert 2 <= len(steps) <= 8
    assert len({after - before for before, after in pairwise(steps)}) == 1


@given(st.lists(st.floats(TOP, HEIGHT - BOTTOM), max_size=6))
def test_names_of_lines_do_not_lie_on_each_other(wanted: list[float]) -> None:
    placed = sorted(spread(wanted, 14, TOP, HEIGHT - BOTTOM))
    assert all(after - before >= 13.8 for before, after in pairwise(placed))
    assert all(at <= HEIGHT - BOTTOM + 0.1 for at in placed)


@pytest.mark.parametrize("count", [1, 2, 5, 20, 60])
def test_words_under_the_axis_have_room(count: int) -> None:
    drawn = chart([_line(*range(count))], [f"H1 {1990 + at}" for at in range(count)])
    assert drawn is not None
    places = [tick.at for tick in drawn.along]
    assert all(after - before >= 45 for before, after in pairwise(places))
