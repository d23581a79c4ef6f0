"""What models put on goals, as tables: proposals and reasons, years of measures, horizons, what is named, who receives."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.planning import rules as plan_rules
from app.planning.acknowledging.rules import Place, receivers
from app.planning.goals.horizon import Outside, horizon_note
from app.planning.judging import rules
from app.planning.judging.rules import Period
from app.planning.marks.named import Marks, Named, Of, chosen, offered, only_one
from app.planning.measures.table import Measure, YearOf, base_year, table
from app.planning.models import Goal, GoalState
from app.quality.indicators.models import Better, Indicator
from app.quality.judging import weighing
from app.steering.loader import load_profile

TRANEMO, KUNGALV, KARLSKOGA, PERSTORP = map(load_profile, ("tranemo", "kungalv", "karlskoga", "perstorp"))


def measure(
    result: str | None, target: str | None = "100", better: Better = Better.HIGHER, **more: object
) -> Measure:
    there = YearOf(Decimal(target) if target else None, Decimal(result) if result else None)
    return Measure("Ett mått", better=better, years={2026: there}, **more)  # type: ignore[arg-type]


def one(kind: str, state: GoalState = GoalState.ESTABLISHED, **more: object) -> Goal:
    return Goal(kind=kind, year=2026, state=state, **more)


# --- judging

PROPOSED = {
    ("100",): ("green", 1, 1),
    ("99.99",): ("yellow", 1, 1),
    ("80",): ("yellow", 1, 1),
    ("79.99",): ("red", 1, 1),
    ("0",): ("red", 1, 1),
    (None,): ("black", 0, 1),
    # What was passed in one place does not hide what lacks in another.
    ("180", "70"): ("yellow", 2, 2),
    ("100", "99.9"): ("yellow", 2, 2),
    # What is not measured is left out and said; it is no zero.
    ("100", None): ("green", 1, 2),
    (None, None): ("black", 0, 2),
    (): ("", 0, 0),
}


@pytest.mark.parametrize(("results", "said"), PROPOSED.items(), ids=str)
def test_what_the_figures_propose_and_that_not_measured_is_never_red(
    results: tuple[str | None, ...], said: tuple[str, int, int]
) -> None:
    scale = rules.scale_of(PERSTORP, plan_rules.kind_of(PERSTORP, "board_commitment"))
    assert scale is not None
    found = rules.proposal(scale, [measure(each) for each in results], 2026)
    assert (found.level.key if found.level else "", found.measured, found.of_measures) == said


def test_a_measure_without_a_level_to_reach_that_year_proposes_nothing() -> None:
    scale = PERSTORP.scales[0]
    loose = [
        measure("70", None),
        measure("70", better=Better.NONE),
        Measure("x", better=Better.HIGHER, years={2026: YearOf(unmeasured=True)}),
    ]
    assert rules.proposal(scale, loose, 2026) == rules.Proposal()
    assert rules.proposal(KUNGALV.scales[0], [measure("70")], 2026) == rules.Proposal()


REASONS = [
    (PERSTORP, "yellow", "yellow", False),
    (PERSTORP, "green", "yellow", True),
    (PERSTORP, "red", "black", True),
    (PERSTORP, "black", "black", False),
    (PERSTORP, "green", None, False),
    (KUNGALV, "green", None, True),
    (KUNGALV, "red", None, True),
]


@pytest.mark.parametrize(("profile", "level", "proposed", "needed"), REASONS)
def test_when_a_reason_is_needed(profile, level, proposed, needed) -> None:
    scale = profile.scales[0]
    judged, before = (weighing.level_of(scale, key) if key else None for key in (level, proposed))
    assert weighing.needs_reason(scale, judged, before) is needed


def test_goals_are_judged_after_the_months_in_which_the_model_follows_up() -> None:
    goal, today = one("result_goal"), date(2026, 11, 28)
    assert [each.key for each in rules.periods_to_judge(KUNGALV, goal, today)] == ["2026-08", "2026-04"]
    assert rules.periods_to_judge(PERSTORP, goal, date(2026, 7, 31)) == []
    assert Period(2026, 12).last == date(2026, 12, 31)
    assert [Period.read(key) for key in ("2026-08", "2026-13", "26-08", "x")] == [
        Period(2026, 8),
        None,
        None,
        None,
    ]


# --- measures by year

KARLSKOGAS_EXAMPLE = {
    "Hur nöjda företagarna är med kommunens service (NKI)": ("66", "–", "70", "–", "72", "–", "74", "–"),
    "Hur nöjda brukarna är med kommunens verksamheter som helhet": (
        "–",
        "68",
        "–",
        "79",
        "80",
        "81",
        "82",
        "82",
    ),
    "Andel brukare som upplever ett gott bemötande vid kontakt": (
        "–",
        "71",
        "–",
        "84",
        "85",
        "87",
        "89",
        "92",
    ),
}
"""The example of Karlskoga's model: results 2011–2014, target levels 2015–2018."""


def test_karlskogas_example_table_is_laid_out_cell_by_cell() -> None:
    measures = []
    for name, cells in KARLSKOGAS_EXAMPLE.items():
        years = {
            year: YearOf(unmeasured=True)
            if cell == "–"
            else YearOf(result=Decimal(cell))
            if year < 2015
            else YearOf(Decimal(cell))
            for year, cell in zip(range(2011, 2019), cells, strict=True)
        }
        measures.append(Measure(name, years=years))
    goal = Goal(year=2015, until_year=2018)
    asks = KARLSKOGA.indicators
    found = table(
        measures,
        base_year(goal, 2015),
        result_years=asks.result_years,
        target_years=asks.target_years,
        this_year=2015,
    )
    assert (found.result_years, found.target_years) == ((2011, 2012, 2013, 2014), (2015, 2016, 2017, 2018))
    shown = {
        row.measure.name: tuple(
            "–" if cell.lacks == "unmeasured" else str(cell.value) for cell in (*row.results, *row.targets)
        )
        for row in found.rows
    }
    assert shown == KARLSKOGAS_EXAMPLE


def test_a_target_that_has_passed_unmeasured_is_told_apart_from_a_year_that_was_not_to_be() -> None:
    years = {2025: YearOf(Decimal(5)), 2024: YearOf(unmeasured=True), 2026: YearOf(Decimal(6), Decimal(4))}
    found = table([Measure("x", years=years)], 2026, result_years=3, target_years=1, this_year=2026)
    (row,) = found.rows
    assert [cell.lacks for cell in row.results] == ["none", "unmeasured", "missing"]
    assert (row.targets[0].value, row.targets[0].other) == (6, 4)


YEARS = [
    ("council_goal", {"due_on": date(2029, 6, 1)}, [2026, 2027, 2028, 2029]),
    ("council_goal", {"until_year": 2035}, [2026, 2027, 2028, 2029]),
    ("administration_goal", {"until_year": 2026}, [2026]),
    ("vision", {"until_year": 2030}, []),
]


@pytest.mark.parametrize(("key", "more", "years"), YEARS)
def test_each_year_of_a_goal_that_is_measured_yearly_needs_a_level(key, more, years) -> None:
    kind, goal = plan_rules.kind_of(KARLSKOGA, key), one(key, GoalState.DRAFT, above_id=1, **more)
    assert kind is not None
    assert list(plan_rules.years_to_target(goal, kind, KARLSKOGA)) == years
    in_figures = Indicator(name="x", nature="quantitative", wanted="9", method="", routine="")
    lacking = plan_rules.missing(goal, kind, KARLSKOGA, [], [in_figures], targeted={2027})
    assert [each.year for each in lacking] == [year for year in years if year != 2027]
    in_words = Indicator(name="x", nature="qualitative", wanted="lugnare", method="", routine="")
    assert plan_rules.missing(goal, kind, KARLSKOGA, [], [in_words], targeted=()) == []


# --- horizon

HORIZONS = [
    (KUNGALV, "strategic_goal", 2026, Outside.EARLY),
    (KUNGALV, "strategic_goal", 2027, None),
    (KUNGALV, "strategic_goal", 2036, None),
    (KUNGALV, "strategic_goal", 2037, Outside.LATE),
    (KUNGALV, "result_goal", 2030, Outside.LATE),
    (KARLSKOGA, "council_goal", 2030, None),
    (KARLSKOGA, "council_goal", 2031, Outside.LATE),
    (KARLSKOGA, "board_goal", 2029, Outside.LATE),
    (PERSTORP, "group_goal", 2031, Outside.LATE),
    (PERSTORP, "group_goal", 2028, Outside.EARLY),
    (KUNGALV, "strategic_goal", None, None),
]


@pytest.mark.parametrize(("profile", "key", "ends", "said"), HORIZONS)
def test_an_end_outside_the_horizon_is_said(profile, key, ends, said) -> None:
    kind = plan_rules.kind_of(profile, key)
    found = horizon_note(profile, kind, one(key, until_year=ends))
    assert (found.outside if found else None) == said


# --- what is named


def test_what_can_be_named_follows_the_kind_and_tranemo_names_nothing() -> None:
    assert offered(TRANEMO, TRANEMO.goal_chain[1], "goal") == {}
    strategic = offered(KUNGALV, plan_rules.kind_of(KUNGALV, "strategic_goal"), "goal")
    assert [each.key for each in strategic[Of.PERSPECTIVE]] == ["citizen"]
    assert only_one(strategic) == {Of.PERSPECTIVE: {"citizen"}}
    assert [each.key for each in strategic[Of.CONDITION]] == ["economy", "employees", "processes"]
    assert len(offered(PERSTORP, None, "activity")[Of.FACTOR]) == 5


def test_what_another_model_named_stays_under_its_old_name() -> None:
    before = Marks({Of.PERSPECTIVE: (Named("old", "Ett gammalt"), Named("a", "A"))})
    can = {Of.PERSPECTIVE: (Named("a", "A"), Named("b", "B"))}
    after = chosen(can, {Of.PERSPECTIVE: ["b", "unknown"]}, before)
    assert [each.key for each in after.of(Of.PERSPECTIVE)] == ["old", "b"]
    assert Marks.read(after.written()) == after
    assert [Marks.read(bad).any for bad in ("", None, "{", '{"x": 1}', "[1]")] == [False] * 5


# --- who receives


def test_who_receives_a_goal_is_what_the_point_names_but_its_own_decider() -> None:
    places = [
        Place(1, "KF", "council", is_top=False, above=1, led=False),
        Place(3, "Förvaltningen", "administration", is_top=True, above=0, led=True),
        Place(4, "Skolan", "unit", is_top=False, above=0, led=True),
    ]
    framework, results = KUNGALV.acknowledgements[:2]
    assert [each.id for each in receivers(results, "executive_board", places)] == [3, 1]
    assert [each.id for each in receivers(framework, "executive_board", places)] == [1]
