"""Who may propose and who may confirm, as a table; and from which day on a record may go."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product

import pytest

from app.disposing.retention import Retention, begin_of, retentions
from app.disposing.rules import Circumstances, why_not_confirm, why_not_dispose
from app.steering.loader import load_profile

ONE, ANOTHER = 1, 2


@pytest.mark.parametrize(("own", "held", "in_force", "for_good"), list(product((False, True), repeat=4)))
def test_one_proposes_only_what_is_not_ones_own_not_held_not_in_force_and_not_kept_for_good(
    own: bool, held: bool, in_force: bool, for_good: bool
) -> None:
    here = Circumstances({ONE} if own else {3}, held, in_force, for_good)
    expected = next(
        (
            reason
            for reason, stands in (
                ("own_record", own),
                ("held_for_now", held),
                ("in_force", in_force),
                ("kept_for_good", for_good),
            )
            if stands
        ),
        None,
    )
    assert why_not_dispose(ONE, here) == expected


@pytest.mark.parametrize(
    ("is_over", "proposed_by", "here", "expected"),
    [
        (False, ANOTHER, Circumstances({3}), None),
        (False, ONE, Circumstances({3}), "needs_another"),
        (True, ANOTHER, Circumstances({3}), "disposal_over"),
        (True, ONE, Circumstances({ONE}, held=True), "disposal_over"),
        (False, ANOTHER, Circumstances({3}, held=True), "held_for_now"),
        (False, ONE, Circumstances({3}, held=True), "held_for_now"),
        (False, ANOTHER, Circumstances({ONE}), "own_record"),
        (False, ANOTHER, Circumstances({3}, in_force=True), "in_force"),
        (False, ANOTHER, Circumstances({3}, for_good=True), "kept_for_good"),
    ],
)
def test_another_than_who_proposed_confirms(
    is_over: bool, proposed_by: int, here: Circumstances, expected: str | None
) -> None:
    assert why_not_confirm(is_over=is_over, proposed_by_id=proposed_by, person_id=ONE, here=here) == expected


def test_a_record_goes_the_first_of_the_year_after_the_last_one_it_is_kept() -> None:
    times = retentions(load_profile("tranemo"))
    assert times["dialogue"].due_on(datetime(2020, 5, 4, tzinfo=UTC), None) == date(2026, 1, 1)
    assert times["goal"].due_on(None, 2020) == date(2026, 1, 1)
    assert times["goal"].due_on(None, None) is None


def test_the_year_is_that_of_the_municipality_not_of_the_server() -> None:
    late = datetime(2020, 12, 31, 23, 30, tzinfo=UTC)
    times = retentions(load_profile("tranemo"))
    assert times["dialogue"].due_on(late, None) == date(2027, 1, 1)
    assert late >= begin_of(2021)


def test_what_the_profile_says_nothing_of_has_no_time_and_is_not_kept_for_good() -> None:
    silent = Retention(None)
    assert (silent.years, silent.for_good, silent.due_on(None, 2001)) == (None, False, None)
    assert retentions(load_profile("tranemo"))["vision"].for_good
