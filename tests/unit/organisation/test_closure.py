"""The closure against an oracle that knows nothing of periods: for every day, walk from parent to parent."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.organisation.rules import CycleFound, Period, Place, closure, ended, joined_places, moved

BEGIN = date(2026, 1, 1)
DAYS = 12
UNITS = 6


def day(number: int) -> date:
    return BEGIN + timedelta(days=number)


@st.composite
def histories(draw: st.DrawFn) -> list[Place]:
    """Units over a few days, each with gapless places; parents may come and go, and rings may form."""
    places: list[Place] = []
    for unit in range(1, UNITS + 1):
        start = draw(st.integers(0, DAYS - 1))
        end = draw(st.one_of(st.none(), st.integers(start + 1, DAYS + 2)))
        cuts = sorted(
            draw(st.sets(st.integers(start + 1, (end or DAYS) - 1), max_size=3))
            if start + 1 < (end or DAYS)
            else []
        )
        edges = [start, *cuts, end]
        for first, last in pairwise(edges):
            assert first is not None
            # Mostly a smaller number above, now and then any: most histories are trees, some are not.
            above = st.integers(0, unit - 1) if draw(st.integers(0, 9)) else st.integers(0, UNITS)
            parent = draw(above)
            period = Period(day(first), None if last is None else day(last))
            places.append(Place(unit, parent or None, period))
    return places


def lines_on(places: list[Place], when: date) -> set[tuple[int, int, int]] | None:
    """Give (descendant, ancestor, depth) on a day by walking; None where somebody walks in a ring."""
    parent = {place.unit: place.parent for place in places if place.period.holds(when)}
    found = set()
    for unit in parent:
        here: int | None = unit
        depth = 0
        while here is not None and here in parent:
            if depth > UNITS:
                return None
            found.add((unit, here, depth))
            here = parent[here]
            depth += 1
    return found


@given(histories())
@settings(max_examples=400, deadline=None)
def test_on_every_day_the_closure_says_what_walking_says(places: list[Place]) -> None:
    by_walking = [lines_on(places, day(number)) for number in range(DAYS + 4)]
    if any(one is None for one in by_walking):
        with pytest.raises(CycleFound):
            closure(places)
        return
    lines = closure(places)
    for number, expected in enumerate(by_walking):
        when = day(number)
        held = [line for line in lines if Period(line.start, line.end).holds(when)]
        assert {(line.descendant, line.ancestor, line.depth) for line in held} == expected
        assert len(held) == len(expected or ())


@given(histories())
@settings(max_examples=100, deadline=None)
def test_lines_are_as_long_as_they_can_be_and_unique_by_start(places: list[Place]) -> None:
    try:
        lines = closure(places)
    except CycleFound:
        return
    assert len({(line.ancestor, line.descendant, line.start) for line in lines}) == len(lines)
    ends = {(line.ancestor, line.descendant, line.depth, line.end) for line in lines if line.end}
    starts = {(line.ancestor, line.descendant, line.depth, line.start) for line in lines}
    assert not ends & starts


@given(histories(), st.integers(1, UNITS))
@settings(max_examples=100, deadline=None)
def test_a_part_of_the_closure_is_that_part(places: list[Place], unit: int) -> None:
    try:
        lines = closure(places)
    except CycleFound:
        return
    assert set(closure(places, only=[unit])) == {line for line in lines if line.descendant == unit}


@given(histories(), st.integers(0, DAYS), st.integers(1, UNITS))
@settings(max_examples=200, deadline=None)
def test_a_move_changes_the_days_from_it_on_and_leaves_later_plans(
    places: list[Place], on: int, unit: int
) -> None:
    own = [place for place in places if place.unit == unit]
    before = {number: _parent(own, number) for number in range(DAYS + 4)}
    after_move = moved(own, 99, day(on))
    current = next((place for place in own if place.period.holds(day(on))), None)
    for number, parent in before.items():
        changed = current is not None and current.period.holds(day(number)) and number >= on
        assert _parent(after_move, number) == (("under", 99) if changed else parent)


@given(histories(), st.integers(1, DAYS), st.integers(1, UNITS))
@settings(max_examples=100, deadline=None)
def test_an_ended_unit_hangs_where_it_did_until_that_day(places: list[Place], on: int, unit: int) -> None:
    own = joined_places([place for place in places if place.unit == unit])
    after_end = ended(own, day(on))
    for number in range(DAYS + 4):
        assert _parent(after_end, number) == (_parent(own, number) if number < on else None)


def _parent(places: list[Place], number: int) -> tuple[str, int | None] | None:
    found = [place for place in places if place.period.holds(day(number))]
    assert len(found) <= 1
    return ("under", found[0].parent) if found else None


def test_tomorrows_reorganisation_is_in_the_closure_today() -> None:
    places = [
        Place(1, None, Period(day(0))),
        Place(2, 1, Period(day(0))),
        Place(3, 1, Period(day(0))),
        Place(4, 2, Period(day(0), day(5))),
        Place(4, 3, Period(day(5))),
    ]
    lines = {(line.ancestor, line.start, line.end) for line in closure(places, only=[4])}
    assert lines == {
        (4, day(0), None),
        (2, day(0), day(5)),
        (3, day(5), None),
        (1, day(0), None),
    }


def test_a_ring_names_those_in_it() -> None:
    places = [Place(1, 3, Period(day(0))), Place(2, 1, Period(day(0))), Place(3, 2, Period(day(0)))]
    with pytest.raises(CycleFound) as found:
        closure(places)
    assert set(found.value.units) == {1, 2, 3}


def test_two_that_change_places_on_a_day_are_no_ring() -> None:
    places = [
        Place(1, None, Period(day(0), day(5))),
        Place(2, 1, Period(day(0), day(5))),
        Place(2, None, Period(day(5))),
        Place(1, 2, Period(day(5))),
    ]
    assert {(line.descendant, line.ancestor) for line in closure(places)} == {(1, 1), (2, 2), (2, 1), (1, 2)}
