"""Which kind hangs where, which role is held where, and what periods have in common."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.organisation.rules import (
    Period,
    Place,
    clashes,
    covered,
    first_clash,
    may_hang_under,
    possible_kinds,
    restored,
    role_fits,
)

BEGIN = date(2026, 1, 1)


@dataclass(frozen=True)
class Kind:
    key: str
    parents: tuple[str, ...] = ()
    may_nest: bool = False
    nature: str = "administrative"
    is_top: bool = False


COUNCIL = Kind("council", nature="council")
BOARD = Kind("board", ("council",), nature="board")
SECTION = Kind("section", ("board",))
UNIT = Kind("unit", ("section", "board"), may_nest=True)
KINDS = (COUNCIL, BOARD, SECTION, UNIT)


@pytest.mark.parametrize(
    ("kind", "parent", "allowed"),
    [
        (COUNCIL, None, True),
        (BOARD, None, False),
        (BOARD, COUNCIL, True),
        (SECTION, COUNCIL, False),
        (SECTION, SECTION, False),
        (UNIT, SECTION, True),
        (UNIT, BOARD, True),
        (UNIT, UNIT, True),
        (COUNCIL, COUNCIL, False),
        (COUNCIL, UNIT, False),
    ],
)
def test_a_kind_hangs_where_the_profile_says(kind: Kind, parent: Kind | None, allowed: bool) -> None:
    assert may_hang_under(kind, parent) is allowed


def test_the_kinds_offered_come_in_the_order_of_the_profile() -> None:
    assert possible_kinds(KINDS, BOARD) == ["section", "unit"]
    assert possible_kinds(KINDS, None) == ["council"]


@pytest.mark.parametrize(
    ("role", "nature", "fits"),
    [
        ("manager", "administrative", True),
        ("manager", "company", True),
        ("manager", "board", False),
        ("manager", "council", False),
        ("politician", "board", True),
        ("politician", "executive_board", True),
        ("politician", "committee", True),
        ("politician", "company", True),
        ("politician", "administrative", False),
        ("support", "administrative", True),
        ("support", "board", True),
        ("auditor", "council", True),
        ("administrator", "administrative", True),
        ("employee", "administrative", True),
    ],
)
def test_managers_lead_administrations_and_politicians_sit_on_boards(
    role: str, nature: str, fits: bool
) -> None:
    assert role_fits(role, nature) is fits


days = st.integers(0, 20).map(lambda number: BEGIN + timedelta(days=number))
periods = st.builds(Period, days, st.one_of(st.none(), days)).filter(lambda period: period.is_possible)
every_day = [BEGIN + timedelta(days=number) for number in range(25)]


@given(periods, periods)
def test_two_periods_overlap_when_they_share_a_day(one: Period, other: Period) -> None:
    shared = [day for day in every_day if one.holds(day) and other.holds(day)]
    assert one.overlaps(other) is bool(shared)
    common = one.common(other)
    assert [day for day in every_day if common and common.holds(day)] == shared


@given(periods, periods)
def test_a_period_covers_another_when_it_holds_each_of_its_days(one: Period, other: Period) -> None:
    assert one.covers(other) is all(one.holds(day) for day in every_day if other.holds(day))


@given(periods, st.lists(periods, max_size=4))
def test_covered_means_every_day_is_held(period: Period, parts: list[Period]) -> None:
    expected = all(any(part.holds(day) for part in parts) for day in every_day if period.holds(day))
    assert covered(period, parts) is expected


@given(st.lists(periods, max_size=5))
def test_a_clash_is_found_exactly_when_two_share_a_day(held: list[Period]) -> None:
    named = list(enumerate(held))
    expected = any(
        one.overlaps(other) for number, one in named for other_number, other in named if number < other_number
    )
    clash = first_clash(named)
    assert (clash is not None) is expected
    if clash is not None:
        first, second = (dict(named)[number] for number in clash)
        assert first.overlaps(second)


@given(st.lists(st.tuples(st.integers(0, 20), periods), max_size=8))
def test_without_the_clashing_nobody_shares_a_day(held: list[tuple[int, Period]]) -> None:
    ranked = [(rank, number, period) for number, (rank, period) in enumerate(held)]
    found = list(clashes(ranked))
    left_out = {other for _rank, _kept, other in found}
    assert len(left_out) == len(found)
    assert first_clash((number, period) for _rank, number, period in ranked if number not in left_out) is None
    rank_of = {number: rank for rank, number, _period in ranked}
    assert all(rank == rank_of[other] >= rank_of[kept] for rank, kept, other in found)


class TestAChangeTakenBack:
    """What is planned for a day is undone, and what has happened until then stands."""

    DAY, EARLIER = date(2027, 1, 1), date(2026, 6, 1)

    def place(self, parent: int, start: date, end: date | None = None) -> Place:
        return Place(1, parent, Period(start, end))

    def test_places_are_as_they_were(self) -> None:
        start = date(2024, 1, 1)
        before = [self.place(7, start)]
        after = [self.place(7, start, self.DAY), self.place(8, self.DAY)]
        assert restored(after, before, after, self.DAY) == before

    def test_where_it_has_moved_before_that_day_it_stays(self) -> None:
        start = date(2024, 1, 1)
        before = [self.place(7, start)]
        after = [self.place(7, start, self.DAY), self.place(8, self.DAY)]
        moved_since = [
            self.place(7, start, self.EARLIER),
            self.place(9, self.EARLIER, self.DAY),
            self.place(8, self.DAY),
        ]
        assert restored(moved_since, before, after, self.DAY) == [
            self.place(7, start, self.EARLIER),
            self.place(9, self.EARLIER),
        ]

    def test_what_was_changed_for_later_days_stands_in_the_way(self) -> None:
        start = date(2024, 1, 1)
        before = [self.place(7, start)]
        after = [self.place(7, start, self.DAY), self.place(8, self.DAY)]
        later = [self.place(7, start, self.DAY), self.place(9, self.DAY)]
        assert restored(later, before, after, self.DAY) is None
