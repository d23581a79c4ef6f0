"""When things are in a year, where they were moved, whom they concern, and that the wheel holds all of them."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

from app.access.actor import Actor, Holding
from app.access.matrix import Role
from app.cycle import ahead, rules
from app.cycle.drawing import HOLE, OUTER, SIZE, draw
from app.cycle.errors import Fault
from app.cycle.models import CycleMove
from app.steering.loader import load_profile, shipped_keys
from app.steering.shapes.year import When

PROFILE = load_profile("tranemo")


@pytest.mark.parametrize(
    ("when", "year", "first", "last"),
    [
        (When(month=3), 2027, date(2027, 3, 1), date(2027, 3, 31)),
        (When(month=2), 2028, date(2028, 2, 1), date(2028, 2, 29)),
        (When(month=2, day=29), 2027, date(2027, 2, 28), date(2027, 2, 28)),
        (When(month=11, to_month=1), 2026, date(2026, 11, 1), date(2027, 1, 31)),
        (When(month=1, day=15, year_offset=1), 2026, date(2027, 1, 15), date(2027, 1, 15)),
        (When(month=4, day=10, to_month=5, to_day=3), 2026, date(2026, 4, 10), date(2026, 5, 3)),
    ],
)
def test_a_time_of_the_model_is_placed_in_a_year(when: When, year: int, first: date, last: date) -> None:
    assert rules.placed(when, year) == (first, last)


def moved(year: int, key: str, first: date, last: date, unit: int | None = None) -> CycleMove:
    return CycleMove(
        year=year, event_key=key, number=1, unit_id=unit, starts_on=first, ends_on=last, revision=1
    )


def one(key: str = "analysis_round", year: int = 2027) -> rules.Instance:
    found = rules.find(PROFILE, year, key, 1)
    assert found is not None
    return found


def test_a_units_own_days_lie_within_what_holds_for_everybody_and_are_cut_when_that_moves() -> None:
    own = moved(2027, "analysis_round", date(2027, 3, 20), date(2027, 4, 10), unit=7)
    found = rules.as_moved(one(), rules.moves_by_key([own]), 7)
    assert (found.first, found.last) == (date(2027, 3, 20), date(2027, 4, 10))
    later = moved(2027, "analysis_round", date(2027, 4, 1), date(2027, 5, 31))
    found = rules.as_moved(one(), rules.moves_by_key([own, later]), 7)
    assert (found.first, found.last) == (date(2027, 4, 1), date(2027, 4, 10))
    far = moved(2027, "analysis_round", date(2027, 8, 1), date(2027, 8, 31))
    found = rules.as_moved(one(), rules.moves_by_key([own, far]), 7)
    assert (found.first, found.last) == (date(2027, 8, 1), date(2027, 8, 31))
    assert rules.as_moved(one(), rules.moves_by_key([own]), 8).own is None


@pytest.mark.parametrize(
    ("first", "last", "for_unit", "fault"),
    [
        (date(2027, 4, 2), date(2027, 4, 1), False, {"ends_on": Fault.DAYS_TURNED}),
        (date(2029, 4, 2), date(2029, 4, 3), False, {"starts_on": Fault.TOO_FAR}),
        (date(2027, 5, 2), date(2027, 6, 3), False, {}),
        (date(2027, 5, 2), date(2027, 6, 3), True, {"starts_on": Fault.OUTSIDE}),
        (date(2027, 3, 1), date(2027, 4, 30), True, {}),
    ],
)
def test_how_far_an_event_can_be_moved(
    first: date, last: date, for_unit: bool, fault: dict[str, Fault]
) -> None:
    assert rules.faults_in(one(), first, last, for_unit=for_unit) == fault


def actor(role: Role, kind: str, *, top: bool = False) -> Actor:
    return Actor(1, "Ada", "sv", (Holding(role, 4, "Enhet", kind, "", is_top=top),))


def test_whom_an_event_concerns() -> None:
    chief, manager = actor(Role.MANAGER, "administration", top=True), actor(Role.MANAGER, "unit")
    member, employee = actor(Role.POLITICIAN, "council"), actor(Role.EMPLOYEE, "unit")
    concerned = {
        who: {event.key for event in PROFILE.cycle if rules.concerns(event, person)}
        for who, person in (
            ("chief", chief),
            ("manager", manager),
            ("member", member),
            ("employee", employee),
        )
    }
    assert {"spring_supervision", "budget_preparation", "analysis_round"} <= concerned["chief"]
    assert {"analysis_round", "spring_dialogue"} <= concerned["manager"]
    assert "spring_supervision" not in concerned["manager"]
    assert concerned["member"] == {"budget_decision"}
    assert concerned["employee"] == set()
    assert rules.moves_for_all(chief)
    assert not rules.moves_for_all(manager)
    assert rules.moves_for_all(actor(Role.ADMINISTRATOR, "administration"))


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_the_wheel_holds_every_event_once_and_no_two_arcs_lie_on_each_other(year: int) -> None:
    found = rules.of_calendar_year(PROFILE, year, {})
    wheel = draw(found, year, rules.phases_of(PROFILE, found), date(year, 6, 1))
    assert [arc.number for arc in wheel.arcs] == list(range(1, len(found) + 1))
    assert len({(arc.x, arc.y) for arc in wheel.arcs}) == len(found)
    assert all(0 < arc.x < SIZE and 0 < arc.y < SIZE for arc in wheel.arcs)
    assert wheel.hand
    assert not draw(found, year, rules.phases_of(PROFILE, found), date(year - 1, 6, 1)).hand


@pytest.mark.parametrize("key", shipped_keys())
@pytest.mark.parametrize("year", [2026, 2027])
def test_the_wheel_of_every_shipped_model_holds_each_event_and_leaves_room_for_the_year(
    key: str, year: int
) -> None:
    profile = load_profile(key)
    found = rules.of_calendar_year(profile, year, {})
    wheel = draw(found, year, rules.phases_of(profile, found), date(year, 5, 3))
    assert [arc.number for arc in wheel.arcs] == list(range(1, len(found) + 1))
    assert wheel.inner >= HOLE - 0.01
    for arc in wheel.arcs:
        away = ((arc.x - SIZE / 2) ** 2 + (arc.y - SIZE / 2) ** 2) ** 0.5
        assert wheel.inner < away < OUTER
    middles = [(arc.x, arc.y) for arc in wheel.arcs]
    assert all(abs(a[0] - b[0]) + abs(a[1] - b[1]) > 14 for a, b in combinations(middles, 2))


def test_what_begins_or_ends_within_two_weeks_is_near_for_those_who_do_it_on_their_own_days() -> None:
    manager = Actor(1, "Chef", "sv", (Holding(Role.MANAGER, 7, "Ängen", "unit", ""),))
    employee = Actor(2, "Medarbetare", "sv", (Holding(Role.EMPLOYEE, 7, "Ängen", "unit", ""),))

    def near(today: date, *rows: CycleMove, actor: Actor = manager) -> set[str]:
        return {found.event.key for found in ahead.soon(actor, PROFILE, today, rows)}

    assert "analysis_round" in near(date(2027, 2, 20))
    assert "analysis_round" not in near(date(2027, 2, 10))
    assert "analysis_round" not in near(date(2027, 3, 20))
    assert "analysis_round" in near(date(2027, 4, 20))
    own = moved(2027, "analysis_round", date(2027, 3, 25), date(2027, 4, 10), unit=7)
    assert "analysis_round" not in near(date(2027, 2, 20), own)
    assert "analysis_round" in near(date(2027, 3, 20), own)
    assert near(date(2027, 2, 20), actor=employee) == set()
