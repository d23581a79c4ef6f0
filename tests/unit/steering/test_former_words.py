"""A model that sets what is a term no longer is read without it, and what that was can be told."""

import tomllib

from app.steering.former import former_words, without_former
from app.steering.words import NO_LONGER
from tests.unit.steering.profiles import read

OWN = '[terms.{key}]\nsv = {{ singular = "x", definite = "xet", plural = "xen" }}\n'
EXPLAINED = '[[glossary]]\nkey = "w"\nterm = "Omvärld"\nexplanation = "Det utanför."\nterm_key = "outside_world_analysis"\n'


def test_a_model_with_former_terms_is_read_without_them() -> None:
    text = "".join(OWN.format(key=key) for key in (*NO_LONGER, "risk"))
    profile = read(text + EXPLAINED)
    assert set(profile.terms) == {"risk"}
    assert [(entry.key, entry.term_key) for entry in profile.glossary] == [("w", None)]


def test_it_is_told_which_they_were() -> None:
    tables = tomllib.loads(OWN.format(key="decision") + OWN.format(key="unit"))
    assert former_words(tables) == ["enhet", "beslut"]
    assert former_words(tables, "en") == ["unit", "decision"]
    assert former_words(without_former(tables)) == []


def test_what_is_no_table_is_left_for_the_check_to_tell_of() -> None:
    assert without_former({"terms": 3, "glossary": ["x"]}) == {"terms": 3, "glossary": ["x"]}
    assert former_words({"terms": 3}) == []
    for said in ({"a": 1}, ["decision"], 3):
        assert without_former({"glossary": [{"term_key": said}]}) == {"glossary": [{"term_key": said}]}
