"""The model's words come in the form and language asked for."""

import pytest

from app.access.matrix import Role
from app.steering.loader import load_profile
from app.steering.schema import RoleKey
from app.steering.terms import UnknownWord, actor_name, kind_name, manager_title, term
from app.steering.words import DEFAULT_TERMS, FormName, Language
from tests.unit.steering.profiles import read

OVERRIDE = """
[terms.chief_executive]
sv.article = "en"
sv.singular = "kommundirektör"
sv.definite = "kommundirektören"
sv.plural = "kommundirektörer"
"""


@pytest.mark.parametrize(
    ("key", "form", "language", "word"),
    [
        ("chief_executive", "singular", "sv", "kommundirektör"),
        ("chief_executive", "definite", "sv", "kommundirektören"),
        ("chief_executive", "indefinite", "sv", "en kommundirektör"),
        ("chief_executive", "definite_plural", "sv", "kommundirektörer"),
        ("chief_executive", "singular", "en", "kommundirektör"),
        ("agreement", "plural", "sv", "överenskommelser"),
        ("agreement", "definite_plural", "sv", "överenskommelserna"),
        ("agreement", "indefinite", "en", "an agreement"),
        ("dialogue", "definite", "en", "the dialogue"),
        ("activity", "plural", "en", "activities"),
        ("raised_matter", "plural", "sv", "lyft"),
    ],
)
def test_a_term_is_the_profiles_or_else_the_products(
    key: str, form: FormName, language: Language, word: str
) -> None:
    assert term(read(OVERRIDE), key, form, language) == word


def test_a_word_nobody_has_is_a_mistake_in_the_page() -> None:
    with pytest.raises(UnknownWord):
        term(read(), "wrod")


def test_who_does_something_is_named_by_unit_kind_or_role() -> None:
    profile = read(OVERRIDE)
    assert actor_name(profile, "council") == "fullmäktige"
    assert actor_name(profile, "administration", "definite") == "förvaltningen"
    assert actor_name(profile, "role:chief_executive", "definite") == "kommundirektören"
    assert actor_name(profile, "role:reporting_manager", "singular", "en") == "reporting manager"


def test_a_kind_of_another_profile_stays_readable() -> None:
    assert kind_name(read(), "sector") == "sector"


def test_the_leader_of_a_unit_has_a_title() -> None:
    profile = load_profile("tranemo")
    assert manager_title(profile, "section") == "sektionschef"
    assert manager_title(profile, "administration", "en") == "municipal CEO"
    assert manager_title(profile, "board") == "chef"


def test_every_term_has_all_forms_in_both_languages() -> None:
    for key, words in DEFAULT_TERMS.items():
        assert words.en is not None, key
        for forms in (words.sv, words.en):
            assert forms.article, key
            assert forms.definite_plural, key


def test_the_roles_of_a_profile_are_those_of_the_matrix() -> None:
    assert set(RoleKey.__args__) == {role.value for role in Role}  # type: ignore[attr-defined]
