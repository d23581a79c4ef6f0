"""The rounds in which activities are followed up, by the rhythm of a model."""

from __future__ import annotations

from datetime import date

import pytest

from app.planning.followed_up import begins, months_of, rhythm_in, round_before, round_now
from app.steering.loader import load_profile
from app.steering.shapes.year import Rhythm

NAME = {"sv": "tre gånger", "en": "three times"}
TERTIALS = Rhythm(key="a", name=NAME, applies_to=("activity",), months=(4, 8, 12))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "first", "before", "now"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2025, 9, 1), date(2025, 9, 1)),
        (date(2026, 2, 10), date(2026, 1, 1), date(2025, 9, 1), date(2026, 1, 1)),
        (date(2026, 4, 30), date(2026, 1, 1), date(2025, 9, 1), date(2026, 1, 1)),
        (date(2026, 5, 1), date(2026, 5, 1), date(2026, 1, 1), date(2026, 1, 1)),
        (date(2026, 6, 5), date(2026, 5, 1), date(2026, 1, 1), date(2026, 5, 1)),
        (date(2026, 9, 10), date(2026, 9, 1), date(2026, 5, 1), date(2026, 5, 1)),
    ],
)
def test_a_round_is_followed_up_in_the_month_after_its_end(
    day: date, first: date, before: date, now: date
) -> None:
    assert begins(TERTIALS, day) == first
    assert round_before(TERTIALS, day) == before
    assert round_now(TERTIALS, day) == now


def test_a_rhythm_without_months_is_spread_over_the_year() -> None:
    twice = Rhythm(key="a", name=NAME, applies_to=("activity",), times_per_year=2)  # type: ignore[arg-type]
    assert months_of(twice) == [6, 12]


@pytest.mark.parametrize(
    ("model", "key"),
    [("perstorp", "activities"), ("tranemo", None), ("kungalv", None), ("lerum", None), ("karlskoga", None)],
)
def test_only_a_model_whose_events_follow_up_activities_has_rounds(model: str, key: str | None) -> None:
    found = rhythm_in(load_profile(model))
    assert (found.key if found is not None else None) == key
