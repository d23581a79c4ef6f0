"""What each of the four further models must be able to do, as its profile says it (one test a requirement)."""

import pytest

from app.steering.loader import load_profile
from app.steering.schema import CycleEvent, Profile
from app.steering.shapes.goals import Checklist, GoalKind
from app.steering.shapes.measuring import Level, Scale
from app.steering.shapes.reports import Report


@pytest.fixture(scope="module")
def kungalv() -> Profile:
    return load_profile("kungalv")


@pytest.fixture(scope="module")
def lerum() -> Profile:
    return load_profile("lerum")


@pytest.fixture(scope="module")
def karlskoga() -> Profile:
    return load_profile("karlskoga")


@pytest.fixture(scope="module")
def perstorp() -> Profile:
    return load_profile("perstorp")


def goal(profile: Profile, key: str) -> GoalKind:
    return next(kind for kind in profile.goal_chain if kind.key == key)


def event(profile: Profile, key: str) -> CycleEvent:
    return next(one for one in profile.cycle if one.key == key)


def report(profile: Profile, key: str) -> Report:
    return next(one for one in profile.reports if one.key == key)


def checklist(profile: Profile, key: str) -> Checklist:
    return next(one for one in profile.checklists if one.key == key)


def scale(profile: Profile, key: str) -> Scale:
    return next(one for one in profile.scales if one.key == key)


def level_of(of: Scale, degree: float) -> Level:
    """Give the only level that holds a degree brought down to whole per cent."""
    whole = degree // 1
    holding = [
        level
        for level in of.levels
        if not level.not_measured
        and (level.at_least is None or whole >= level.at_least)
        and (level.below is None or whole < level.below)
    ]
    assert len(holding) == 1, degree
    return holding[0]


def months(profile: Profile, key: str) -> list[tuple[int, int | None]]:
    return [(when.month, when.to_month) for when in event(profile, key).when]


def started(profile: Profile, kind: str) -> set[str | None]:
    return {start.ref for one in profile.cycle for start in one.starts if start.kind == kind}


# --- Kungälv


def test_kungalv_decides_three_to_five_strategic_goals_over_two_to_ten_years(kungalv: Profile) -> None:
    strategic = goal(kungalv, "strategic_goal")
    assert strategic.decided_by == ("council",)
    assert strategic.count is not None
    assert (strategic.count.minimum, strategic.count.maximum, strategic.count.per) == (3, 5, "organisation")
    assert (strategic.horizon.min_years, strategic.horizon.max_years) == (2, 10)


def test_kungalvs_result_goals_are_smarta_with_part_goals_over_one_to_three_years(kungalv: Profile) -> None:
    result = goal(kungalv, "result_goal")
    assert result.decided_by == ("executive_board",)
    assert (result.horizon.min_years, result.horizon.max_years) == (1, 3)
    assert (result.link.rule, result.link.to) == ("required", ("strategic_goal",))
    assert result.has_part_goals
    assert result.checklist == "smarta"
    assert "".join(point.text.sv[0] for point in checklist(kungalv, "smarta").points) == "SMARTA"


def test_kungalvs_chain_reaches_an_employees_own_goal_that_two_alone_read(kungalv: Profile) -> None:
    personal = goal(kungalv, "personal_goal")
    assert personal.private_to_pair
    assert personal.count is not None
    assert (personal.count.minimum, personal.count.per) == (1, "person")
    above, steps = "personal_goal", []
    while goal(kungalv, above).link.to:
        above = goal(kungalv, above).link.to[0]
        steps.append(above)
    assert steps == ["unit_commitment", "sector_commitment", "result_goal", "strategic_goal", "vision"]
    (employee,) = kungalv.templates_for("employee")
    assert "personal_goal" in {key for theme in employee.themes for key in theme.goal_kinds}


def test_kungalv_acknowledges_between_council_board_and_administration(kungalv: Profile) -> None:
    framework, results = kungalv.acknowledgements
    assert framework.between == ("executive_board", "council")
    assert results.between == ("executive_board", "administration", "council")
    assert months(kungalv, framework.event or "") == [(4, None)]
    assert started(kungalv, "acknowledgement") == {"framework", "result_goals"}


def test_kungalv_has_three_conditions_and_four_perspectives(kungalv: Profile) -> None:
    assert {one.key for one in kungalv.strategic_conditions} == {"economy", "employees", "processes"}
    assert {one.key for one in kungalv.perspectives} == {"citizen", "process", "economy", "employee"}
    assert goal(kungalv, "strategic_goal").perspectives == ("citizen",)


def test_kungalv_judges_its_colours_with_reasons_and_asks_for_remedies(kungalv: Profile) -> None:
    judged = scale(kungalv, "goal_assessment")
    assert not judged.proposes
    assert judged.reason == "always"
    assert {level.colour: level.needs_remedy for level in judged.levels} == {
        "green": False,
        "yellow": True,
        "red": True,
    }
    assert kungalv.indicators.present_and_target


def test_kungalv_reports_monthly_twice_a_tertial_and_yearly(kungalv: Profile) -> None:
    assert [period.to_month for period in report(kungalv, "tertial_report").periods] == [4, 8]
    assert [period.to_month for period in report(kungalv, "annual_report").periods] == [12]
    assert report(kungalv, "month_report").contents == ("economy", "forecast", "deviations")
    assert report(kungalv, "tertial_report").scale == "goal_assessment"


def test_move_follows_operations_against_measures_quality_levels_and_volumes(kungalv: Profile) -> None:
    operations = report(kungalv, "operations_report")
    assert operations.submitted_by == ("sector",)
    assert {"measures", "quality_levels", "volumes", "deviations"} <= set(operations.contents)
    assert {"measure", "quality_level", "volume"} <= {one.key for one in kungalv.indicators.types}
    assert [one.key for one in kungalv.public_commitments] == ["service_guarantee"]


def test_kungalvs_goals_and_budget_go_month_by_month_as_in_its_source(kungalv: Profile) -> None:
    own = [
        (when.month, when.to_month) for one in kungalv.cycle if one.section == "Tidsplan" for when in one.when
    ]
    assert own == [
        *((1, None), (3, None), (4, None), (4, None), (5, 8)),
        *((9, None), (10, None), (11, None), (11, None)),
    ]
    assert all(one.basis == "source" for one in kungalv.cycle if one.section == "Tidsplan")


# --- Lerum


def test_lerums_assignments_run_from_the_council_to_a_single_employee(lerum: Profile) -> None:
    taker, steps = "council", []
    while following := [step.taker for step in lerum.assignment_chain if step.giver == taker]:
        taker = following[0]
        steps.append(taker)
    assert steps == ["executive_board", "role:chief_executive", "sector", "unit", "role:employee"]
    assert all(step.acknowledged for step in lerum.assignment_chain)
    assert lerum.rules.assignments_name_taker


def test_lerums_documents_have_their_deciders_and_time(lerum: Profile) -> None:
    documents = {one.key: one for one in lerum.document_types}
    told = {
        key: (documents[key].decided_by, documents[key].horizon.kind)
        for key in ("will_and_goals", "budget", "operational_plan")
    }
    assert told == {
        "will_and_goals": (("council",), "term"),
        "budget": (("council",), "budget_period"),
        "operational_plan": (("executive_board",), "year"),
    }
    assert documents["budget"].horizon.max_years == 3
    assert months(lerum, "budget") == [(6, None)]


def test_lerum_follows_up_to_the_council_twice_a_year(lerum: Profile) -> None:
    to_council = [one for one in lerum.reports if "council" in one.submitted_to and not one.at_once]
    assert [(one.key, len(one.periods)) for one in to_council] == [("budget_report", 1), ("annual_report", 1)]


def test_lerums_monthly_follow_up_comes_by_a_yearly_plan_and_sectors_keep_the_same_time(
    lerum: Profile,
) -> None:
    board, sector = report(lerum, "board_follow_up"), report(lerum, "sector_follow_up")
    assert board.areas == "by_yearly_plan"
    assert board.area_plan == "follow_up_plan"
    assert {"economy", "operations", "quality"} <= {area.key for area in board.area_list}
    assert all(period.due_month is None for period in board.periods)
    assert len(board.periods) >= 10
    assert (sector.periods, sector.area_list) == (board.periods, board.area_list)
    assert (sector.submitted_by, sector.submitted_to) == (("sector",), board.submitted_by)
    assert "follow_up_plan" in event(lerum, "follow_up_plan").produces


def test_lerum_reports_what_is_serious_at_every_level_at_once(lerum: Profile) -> None:
    assert lerum.rules.extraordinary_deviations
    at_once = [(one.submitted_by[-1], one.submitted_to[0]) for one in lerum.reports if one.at_once]
    assert at_once == [
        ("role:manager", "role:overarching_manager"),
        ("role:chief_executive", "executive_board"),
        ("executive_board", "council"),
    ]


# --- Karlskoga


def test_karlskogas_chain_says_who_decides_each_step(karlskoga: Profile) -> None:
    deciders = {kind.key: kind.decided_by for kind in karlskoga.goal_chain}
    assert deciders["vision"] == deciders["council_goal"] == ("council",)
    assert deciders["board_goal"] == ("board", "executive_board")
    assert deciders["administration_goal"] == deciders["activity"] == ("role:manager",)
    assert goal(karlskoga, "board_goal").link.to == ("council_goal",)
    assert goal(karlskoga, "administration_goal").link.to == ("board_goal",)


def test_karlskogas_goals_are_measured_each_year_and_its_vision_is_not(karlskoga: Profile) -> None:
    measured = {kind.key: kind.measured_yearly for kind in karlskoga.goal_chain if kind.nature != "activity"}
    assert measured.pop("vision") is False
    assert all(measured.values())
    assert karlskoga.indicators.yearly_targets
    assert (karlskoga.indicators.result_years, karlskoga.indicators.target_years) == (4, 4)


def test_karlskogas_measures_have_three_types_efficiency_and_five_marks(karlskoga: Profile) -> None:
    types = {one.key: one.composed_of for one in karlskoga.indicators.types}
    assert types == {"resource": (), "process": (), "result": (), "efficiency": ("result", "resource")}
    assert karlskoga.indicators.checklist == "five_marks"
    assert len(checklist(karlskoga, "five_marks").points) == 5
    assert len(karlskoga.perspectives) == 3


def test_karlskoga_plans_by_month(karlskoga: Profile) -> None:
    by_month = {
        "outlook_day": [(11, 12), (1, None)],
        "seminar": [(2, None)],
        "preliminary_frames": [(2, None)],
        "board_work": [(3, 4)],
        "committee_proposal": [(5, None)],
        "board_treats_proposal": [(6, None)],
        "goals_and_budget_decided": [(6, None), (10, None)],
        "operational_plans": [(6, 11)],
        "commitments_and_control": [(12, None)],
        "internal_budget": [(2, None)],
    }
    assert {key: months(karlskoga, key) for key in by_month} == by_month
    assert {event(karlskoga, key).basis for key in by_month} == {"source"}
    decided = event(karlskoga, "goals_and_budget_decided")
    assert [when.years for when in decided.when] == ["not_election_year", "election_year"]
    assert event(karlskoga, "internal_budget").when[0].year_offset == 1


def test_karlskoga_follows_up_after_april_august_and_december_and_companies_by_february(
    karlskoga: Profile,
) -> None:
    ends = [
        report(karlskoga, key).periods[0].to_month
        for key in ("april_report", "august_report", "annual_report")
    ]
    assert ends == [4, 8, 12]
    company = report(karlskoga, "company_report")
    (year,) = company.periods
    assert company.submitted_by == ("company",)
    assert (year.due_month, year.due_day, year.due_year_offset) == (2, 28, 1)


def test_karlskoga_looks_its_documents_over_at_least_once_a_term(karlskoga: Profile) -> None:
    assert {one.review.rule for one in karlskoga.document_types} == {"term", "yearly"}
    assert {one.key for one in karlskoga.document_types if one.review.rule == "term"} == {
        *("vision", "steering_model", "programme", "policy", "guideline")
    }


def test_karlskoga_fixes_quality_commitments_and_control_in_december(karlskoga: Profile) -> None:
    (commitment,) = karlskoga.public_commitments
    assert commitment.event == "commitments_and_control"
    assert karlskoga.internal_control is not None
    assert karlskoga.internal_control.plan_event == "commitments_and_control"


def test_karlskoga_hears_citizens_and_users_by_its_principles(karlskoga: Profile) -> None:
    assert {"complaint", "survey", "dialogue"} <= {one.kind for one in karlskoga.feedback_sources}
    principles = [one for one in karlskoga.principles if one.kind == "citizen_dialogue"]
    assert [one.toward for one in principles] == ["the_public"] * 2 + ["ourselves"] * 3
    assert karlskoga.rules.citizen_dialogue
    assert karlskoga.rules.carry_over_within_plan
    assert karlskoga.rules.carry_over_between_plans


# --- Perstorp


def test_perstorps_movement_goals_run_over_the_term_toward_2030(perstorp: Profile) -> None:
    group, movement = goal(perstorp, "group_goal"), goal(perstorp, "movement_goal")
    assert (group.horizon.kind, group.horizon.until_year) == ("until_year", 2030)
    assert movement.is_movement
    assert movement.horizon.kind == "term"
    assert movement.link.to == ("group_goal",)


def test_perstorps_boards_and_companies_have_indicators_with_yearly_targets(perstorp: Profile) -> None:
    assert perstorp.indicators.yearly_targets
    assert {"board", "company"} <= set(perstorp.indicators.decided_by)
    assert goal(perstorp, "board_commitment").owner_kinds == ("board", "executive_board", "company")
    assert goal(perstorp, "board_commitment").min_indicators == 1


@pytest.mark.parametrize(
    ("degree", "level"),
    [
        *((0, "red"), (79, "red"), (79.5, "red"), (79.99, "red")),
        *((80, "yellow"), (99, "yellow"), (99.5, "yellow"), (99.99, "yellow")),
        *((100, "green"), (100.1, "green"), (250, "green")),
    ],
)
def test_perstorps_borders_lift_nothing_over_them(perstorp: Profile, degree: float, level: str) -> None:
    fulfilment = scale(perstorp, "fulfilment")
    assert fulfilment.rounding == "down"
    assert level_of(fulfilment, degree).key == level


def test_perstorps_black_is_not_measured_and_a_person_weighs_in_the_year(perstorp: Profile) -> None:
    fulfilment = scale(perstorp, "fulfilment")
    black = [level for level in fulfilment.levels if level.not_measured]
    assert [level.colour for level in black] == ["black"]
    assert fulfilment.weighs_in is not None
    assert fulfilment.reason == "when_it_differs"


def test_perstorp_follows_up_six_three_and_two_times_a_year(perstorp: Profile) -> None:
    rhythms = {one.key: one for one in perstorp.rhythms}
    assert len(rhythms["economy"].months) == 6
    assert len(rhythms["indicators"].months) == 2
    assert (rhythms["activities"].times_per_year, rhythms["activities"].at_least) == (3, True)
    economic = [
        period.to_month for one in perstorp.reports if "economy" in one.contents for period in one.periods
    ]
    assert sorted(economic) == list(rhythms["economy"].months)
    kinds = [one.kind for one in perstorp.reports if "economy" in one.contents for _ in one.periods]
    assert sorted(kinds) == ["annual", "month", "month", "month", "tertial", "tertial"]


@pytest.mark.parametrize(
    ("rhythm", "kind", "times"), [("activities", "follow_up", 3), ("indicators", "measurement", 2)]
)
def test_perstorps_year_sets_each_follow_up_going(
    perstorp: Profile, rhythm: str, kind: str, times: int
) -> None:
    going = [
        one.key for one in perstorp.cycle for start in one.starts if (start.kind, start.ref) == (kind, rhythm)
    ]
    assert len(going) == times


def test_perstorp_plans_remedies_at_large_deficits_that_a_person_judges(perstorp: Profile) -> None:
    assert perstorp.rules.remedy_plan_at_large_deficit
    assert perstorp.rules.remedy_plan_deficit_percent is None


def test_perstorp_analyses_trends_in_october_and_november_over_three_sides(perstorp: Profile) -> None:
    assert months(perstorp, "trends") == [(10, 11)]
    trends = next(one for one in perstorp.analyses if one.key == "trends")
    assert {"trends", "outside_world", "present"} <= {heading.key for heading in trends.headings}


def test_perstorps_internal_control_has_four_aims(perstorp: Profile) -> None:
    assert perstorp.internal_control is not None
    assert [one.key for one in perstorp.internal_control.categories] == [
        *("effective", "reporting", "compliance", "errors")
    ]
    assert all(one.explanation for one in perstorp.internal_control.categories)


def test_perstorp_names_protective_factors_on_goals_indicators_and_activities(perstorp: Profile) -> None:
    assert perstorp.protective_factors
    assert all(
        set(one.applies_to) == {"goal", "indicator", "activity"} for one in perstorp.protective_factors
    )


def test_perstorps_documents_bear_version_and_registry_number(perstorp: Profile) -> None:
    decided = [
        one for one in perstorp.document_types if not any(by.startswith("role:") for by in one.decided_by)
    ]
    assert decided
    assert all({"version", "registry_number"} <= set(one.facts) for one in decided)
    assert (perstorp.source.version, perstorp.source.registry_number) == ("3.0", "KS 2019/90")
