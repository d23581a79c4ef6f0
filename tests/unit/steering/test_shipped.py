"""The profiles that come with the product are whole."""

import ast
import re
from pathlib import Path

import pytest

from app.planning.rules import kinds_for
from app.steering.loader import SHIPPED, check_profile_file, load_profile, parse_profile, shipped_keys
from app.steering.schema import Profile
from app.steering.words import DEFAULT_TERMS, Words

NAMES_ALONE = {"goal", "internal_control_plan"}
"""Terms whose own word says itself: the longer one of the same entry explains it."""
BY_RHYTHM = {"forecast_report", "month_report"}
"""Reports that come by their periods alone, oftener than the wheel of the year can show."""


@pytest.fixture(scope="module")
def tranemo() -> Profile:
    return load_profile("tranemo")


@pytest.mark.parametrize("key", shipped_keys())
def test_a_shipped_profile_is_read_once_and_has_its_files_name(key: str) -> None:
    assert load_profile(key) is load_profile(key)
    assert load_profile(key).key == key
    assert check_profile_file(SHIPPED / f"{key}.toml") == []


def test_profiles_that_say_the_same_are_the_same_whatever_has_been_asked_of_them(tranemo: Profile) -> None:
    text = (SHIPPED / "tranemo.toml").read_bytes()
    asked, unasked = parse_profile(text, "", shipped=True), parse_profile(text, "", shipped=True)
    assert asked.all_scales() == unasked.scales
    assert asked == unasked
    assert asked.after([load_profile("lerum")]) != unasked


@pytest.mark.parametrize("key", shipped_keys())
def test_a_shipped_profile_serves_all_four_kinds_of_pairs(key: str) -> None:
    profile = load_profile(key)
    for pair_kind in ("managers", "presidium", "board", "employee"):
        templates = profile.templates_for(pair_kind)
        assert templates, pair_kind
        assert all(theme.questions for template in templates for theme in template.themes)


@pytest.mark.parametrize("key", shipped_keys())
def test_each_term_is_explained_by_at_most_one_entry(key: str) -> None:
    explained = [entry.term_key for entry in load_profile(key).glossary if entry.term_key]
    assert len(explained) == len(set(explained))


@pytest.mark.parametrize("key", shipped_keys())
def test_a_word_a_model_says_its_own_way_is_explained(key: str) -> None:
    profile = load_profile(key)
    own = {term for term, words in profile.terms.items() if words != DEFAULT_TERMS[term]}
    assert own - NAMES_ALONE <= {entry.term_key for entry in profile.glossary}


@pytest.mark.parametrize("key", shipped_keys())
def test_no_two_entries_explain_one_word(key: str) -> None:
    for language in ("sv", "en"):
        words = [entry.term.in_language(language).casefold() for entry in load_profile(key).glossary]
        assert [word for word in words if words.count(word) > 1] == []


@pytest.mark.parametrize("key", shipped_keys())
def test_every_report_and_analysis_of_a_model_has_its_place_in_the_year(key: str) -> None:
    profile = load_profile(key)
    going = {start.ref for event in profile.cycle for start in event.starts}
    produced = {made for event in profile.cycle for made in event.produces}
    waiting = {report.key for report in profile.reports if not report.at_once}
    assert waiting - going - BY_RHYTHM == set()
    assert {analysis.key for analysis in profile.analyses} <= going & produced


@pytest.mark.parametrize("key", shipped_keys())
def test_what_an_event_is_for_points_back_at_it(key: str) -> None:
    profile = load_profile(key)
    events = {event.key: event for event in profile.cycle}
    for acknowledgement in profile.acknowledgements:
        event = events[acknowledgement.event or ""]
        assert acknowledgement.key in {start.ref for start in event.starts}
    assert profile.internal_control is not None
    planned = events[profile.internal_control.plan_event or ""]
    assert "internal_control_plan" in planned.produces


@pytest.mark.parametrize("key", shipped_keys())
def test_a_report_is_due_after_the_time_it_tells_of(key: str) -> None:
    late = [
        (report.key, period.key)
        for report in load_profile(key).reports
        for period in report.periods
        if period.due_month is not None and period.due_month + 12 * period.due_year_offset <= period.to_month
    ]
    assert late == []


@pytest.mark.parametrize("key", shipped_keys())
def test_every_level_of_the_administration_has_something_to_write(key: str) -> None:
    profile = load_profile(key)
    idle = [
        kind.key for kind in profile.unit_kinds if kind.is_administrative and not kinds_for(profile, kind.key)
    ]
    assert idle == []


@pytest.mark.parametrize("key", shipped_keys())
def test_a_goal_of_two_people_is_written_in_their_talk(key: str) -> None:
    profile = load_profile(key)
    written = {
        goal
        for template in profile.templates_for("employee")
        for theme in template.themes
        for goal in theme.goal_kinds
    }
    assert {goal.key for goal in profile.goal_chain if goal.private_to_pair} == written


@pytest.mark.parametrize("key", shipped_keys())
def test_what_is_said_to_an_employee_goes_no_further_and_every_question_asks(key: str) -> None:
    profile = load_profile(key)
    assert not any(template.may_raise for template in profile.templates_for("employee"))
    questions = [
        question
        for template in profile.dialogue_templates
        for theme in template.themes
        for question in theme.questions
    ]
    assert [text.sv for text in questions if not text.sv.endswith("?")] == []
    assert [text.en for text in questions if not (text.en or "").endswith("?")] == []


@pytest.mark.parametrize("key", shipped_keys())
def test_every_kind_of_goal_hangs_on_the_vision_in_the_end_where_links_are_required(key: str) -> None:
    profile = load_profile(key)
    kinds = {kind.key: kind for kind in profile.goal_chain}
    reaching = {kind.key for kind in profile.goal_chain if kind.nature == "vision"}
    for _ in kinds:
        reaching |= {kind.key for kind in kinds.values() if set(kind.link.to) & reaching}
    assert set(kinds) - reaching == set()


def test_a_shipped_profile_needs_english_and_a_municipalitys_own_does_not() -> None:
    text = (SHIPPED / "tranemo.toml").read_text()
    swedish = text.replace(
        'name = { sv = "Tranemos styrmodell", en = "Tranemo\'s steering model" }', 'name = "Vår"'
    )
    assert swedish != text
    assert parse_profile(swedish, "own.toml").name.in_language("en") == "Vår"
    with pytest.raises(Exception, match="Engelska saknas"):
        parse_profile(swedish, "own.toml", shipped=True)


def test_tranemo_names_its_source(tranemo: Profile) -> None:
    assert tranemo.source.title == "Styrmodell för Tranemo kommun"
    assert tranemo.source.registry_number == "KS/2020:312"
    assert str(tranemo.source.decided_on) == "2020-10-12"


def test_tranemo_rests_on_three_parts_and_supervises_over_five(tranemo: Profile) -> None:
    assert [part.section for part in tranemo.parts] == ["3.2", "3.3", "3.4"]
    assert len(tranemo.supervision) == 5
    assert len(tranemo.phases) == 3


def test_tranemo_describes_the_core_mission_in_four_parts(tranemo: Profile) -> None:
    assert tranemo.core_mission is not None
    assert [heading.key for heading in tranemo.core_mission.headings] == [
        "idea",
        "documents",
        "vision",
        "partners",
    ]


def test_tranemo_pushes_no_goal_down_the_chain(tranemo: Profile) -> None:
    assert {goal.link.rule for goal in tranemo.goal_chain} <= {"none", "optional"}
    assert tranemo.rules.goals_only_in_own_unit
    goal = next(goal for goal in tranemo.goal_chain if goal.key == "development_goal")
    assert (goal.min_activities, goal.min_indicators) == (1, 1)


def test_tranemos_rules_are_those_of_its_document(tranemo: Profile) -> None:
    rules = tranemo.rules
    assert rules.forecast_needs_remedies
    assert rules.recovery_years == 2
    assert rules.recovery_exempted_by == ("council",)
    assert rules.assignments_via_chief_executive
    assert rules.golden_zone
    assert rules.child_rights_test == "required"
    assert tranemo.indicators.method_required
    assert tranemo.indicators.routine_required
    assert tranemo.scales == ()


def test_tranemo_has_about_five_themes_in_each_talk(tranemo: Profile) -> None:
    assert all(len(template.themes) == 5 for template in tranemo.dialogue_templates)
    employee = tranemo.templates_for("employee")[0]
    assert not employee.may_raise


def test_tranemo_takes_no_months_from_its_source(tranemo: Profile) -> None:
    assert {event.basis for event in tranemo.cycle} == {"product"}


def test_tranemos_glossary_holds_the_documents_own_words(tranemo: Profile) -> None:
    own = {
        *("vision", "vardegrund", "statlig_styrning", "kommunal_styrning", "grunduppdrag", "ekonomistyrning"),
        *("verksamhetsplan", "prioriterat_utvecklingsmal", "aktivitet", "indikator", "kritisk"),
        *("kvalitetsfaktor", "kvalitetsindikator"),
    }
    assert own <= {entry.key for entry in tranemo.glossary}
    assert all("7" in (tranemo.entry(key).section or "") for key in own)  # type: ignore[union-attr]


def test_only_tranemos_top_administrative_kind_is_led_by_the_chief_executive(tranemo: Profile) -> None:
    assert tranemo.top_unit_kind().key == "administration"


def test_overriding_one_term_keeps_the_others(tranemo: Profile) -> None:
    assert set(tranemo.terms) < set(DEFAULT_TERMS)
    assert all(isinstance(words, Words) for words in tranemo.terms.values())


def _words_of_code(file: Path) -> str:
    """Give what a file says to the machine: all of a template but its notes, of Python the strings that are no docstrings."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        return re.sub(r"{#.*?#}", "", text, flags=re.DOTALL).lower()
    tree = ast.parse(text)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]
    return "\n".join(strings).lower()


def test_no_code_names_a_profile() -> None:
    app = Path(__file__).parents[3] / "app"
    code = [
        file
        for file in app.rglob("*")
        if file.suffix in {".py", ".html"} and file.relative_to(app).parts[0] != "demo"
    ]
    named = set()
    for file in code:
        words = _words_of_code(file)
        if any(key in words for key in shipped_keys()):
            named.add(str(file.relative_to(app)))
    # Which model is in force where nobody has said so stands in the settings and in the command that loads the demo.
    assert named == {"config.py", "cli.py"}
