"""The profiles that come with the product are whole."""

from pathlib import Path

import pytest

from app.steering.loader import SHIPPED, check_profile_file, load_profile, parse_profile, shipped_keys
from app.steering.schema import Profile
from app.steering.words import DEFAULT_TERMS, Words


@pytest.fixture(scope="module")
def tranemo() -> Profile:
    return load_profile("tranemo")


@pytest.mark.parametrize("key", shipped_keys())
def test_a_shipped_profile_is_read_once_and_has_its_files_name(key: str) -> None:
    assert load_profile(key) is load_profile(key)
    assert load_profile(key).key == key
    assert check_profile_file(SHIPPED / f"{key}.toml") == []


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


def test_no_code_names_a_profile() -> None:
    rooms = Path(__file__).parents[3] / "app" / "steering"
    named = [
        file.name
        for file in rooms.rglob("*")
        if file.suffix in {".py", ".html"}
        for key in shipped_keys()
        if key in file.read_text().lower()
    ]
    assert named == []
