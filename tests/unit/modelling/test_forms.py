"""The forms of a model are drawn from its schema and read by it: every field has words, everything typed comes back."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from app.modelling.field_words import CHOICES, LABELS
from app.modelling.fields import fields_of
from app.modelling.names import fill_keys, key_from
from app.modelling.sections import SECTIONS
from app.modelling.sending import press, read_table
from app.steering.as_toml import written
from app.steering.loader import SHIPPED, load_profile, parse_profile, shipped_keys
from app.steering.reference import _shapes
from app.steering.schema import Profile
from app.steering.shapes.goals import GoalKind
from app.steering.shapes.talks import DialogueTemplate


@pytest.mark.parametrize("key", shipped_keys())
def test_what_is_written_as_toml_is_read_as_the_same_model(key: str) -> None:
    text = (SHIPPED / f"{key}.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    assert tomllib.loads(written(tables)) == tables
    assert parse_profile(written(tables), "") == load_profile(key)


@pytest.mark.parametrize(
    "value",
    ['"', "\\", '"""', "\n\nrad\n", "\t\x01\x7f", "å — ”citat”", '""""', "slutar med \\", "a\\\nb", True, 1.5, -3,
     1e300, date(2027, 1, 1), [], ["a", "b"], {"sv": "a\nb"}, [{"a": [{"b": 1}]}, {}], {"å ä.": 1}, {}],
)  # fmt: skip
def test_whatever_stands_in_a_model_comes_back(value: object) -> None:
    tables: dict[str, Any] = {"a": value, "b": {"c": value}, "d": [{"e": value}]}
    assert tomllib.loads(written(tables)) == tables


def test_every_part_of_a_model_has_its_page_and_every_field_and_choice_its_words() -> None:
    assert {name for one in SECTIONS.values() for name in one.names} == set(Profile.model_fields) - {
        "schema_version"
    }
    for table in _shapes():
        for field in fields_of(table):
            if table is Profile and (field.name in SECTIONS or field.name == "schema_version"):
                continue
            said = {field.name, f"{table.__name__}.{field.name}"}
            assert said & set(LABELS), said
            for option in field.options:
                assert {option, f"{table.__name__}.{field.name}.{option}"} & set(CHOICES), (said, option)


def test_what_cannot_be_read_stays_as_it_was_typed() -> None:
    sent = MultiDict(
        [
            ("min_activities", "många"), ("min_indicators", "2"), ("nature", "goal"), ("horizon.min_years", "1,5"),
            ("horizon.max_years", "tio"), ("names.sv.singular", "  mål "), ("decided_by", "council"),
        ]
    )  # fmt: skip
    made = read_table(
        GoalKind,
        sent,
        "",
        {
            "key": "goal",
            "unknown": 1,
            "link": 7,
            "perspectives": "alla",
            "decided_by": ["role:manager", "council"],
        },
    )
    assert made == {
        "unknown": 1,
        # No form shows a figure where a table should be: it stays, and the check tells of it.
        "link": 7,
        "perspectives": "alla",
        "nature": "goal",
        "names": {"sv": {"singular": "mål"}},
        "decided_by": ["council"],
        "horizon": {"min_years": 1.5, "max_years": "tio"},
        "min_activities": "många",
        "min_indicators": 2,
    }


def test_buttons_add_move_and_remove_and_new_things_get_keys_of_their_names() -> None:
    made: dict[str, Any] = {"name": {"sv": "Ett samtal"}, "themes": [{"key": "a", "title": "A"}]}
    assert press(made, "add:themes") == "themes.1"
    made["themes"][1]["title"] = {"sv": "Ändå – å ena sidan"}
    assert press(made, "up:themes.1") == "themes.0"
    assert press(made, "add:themes.0.questions") == "themes.0.questions.0"
    fill_keys(DialogueTemplate, made)
    assert [one["key"] for one in made["themes"]] == ["anda_a_ena_sidan", "a"]
    assert press(made, "remove:themes.1") == "themes"
    for nonsense in ("", "up:", "remove:themes.9", "down:themes", "add:name.sv.x", "fly:themes.0"):
        before = written(made)
        press(made, nonsense)
        assert written(made) == before
    assert key_from("3 mål", {"x_3_mal"}) == "x_3_mal_2"


def test_a_model_after_another_reads_what_it_lacks_and_offers_only_its_own() -> None:
    first, second = load_profile("tranemo"), load_profile("kungalv")
    after = second.after([first])
    assert {one.key for one in after.goal_chain} == {one.key for one in second.goal_chain}
    assert {one.key for one in after.all_goal_kinds()} == {
        one.key for one in (*first.goal_chain, *second.goal_chain)
    }
    # What both have is as the later one says.
    own = next(one for one in after.all_unit_kinds() if one.key == "unit")
    assert own is second.unit_kind("unit")
    assert first.unit_kind("sector") is None
    old = after.unit_kind("section")
    assert old is not None
    assert old.names.sv.plural == "sektioner"
    assert second.unit_kind("section") is None
