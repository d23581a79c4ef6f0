"""A word a model can set and that stands nowhere is a defect: each term is said in the product's own texts, or asked for.

A term is known by a mark in place of its word. What only the forms of the editor would say does not count.
"""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.steering.own_words import LEFT, REWORDED, REWORDED_ALONE, SEVERAL, SEVERAL_ALONE, rewording
from app.steering.words import DEFAULT_TERMS, NO_LONGER, SPOKEN_SHORTER, Forms, Language, Words
from tests.unit.steering.profiles import read

APP = Path(__file__).parents[3] / "app"
CATALOGUE = APP / "translations" / "en" / "LC_MESSAGES" / "messages.po"
EDITOR = "app/modelling/"
ASKED = re.compile(r"\bterm\(\s*[\"'](\w+)[\"']|terms\.term\(\w+, [\"'](\w+)[\"']")
MARK = "ordmärkt"
SPOKEN_WITH_ANOTHER = ("values",)


def marked() -> Words:
    forms = Forms(singular=MARK, definite=MARK, plural=MARK, definite_plural=MARK, article="en")
    return Words(sv=forms, en=forms)


@cache
def texts(language: Language) -> tuple[str, ...]:
    """Give the texts of the product in a language, but for those that only the editor of models says."""
    found = []
    with CATALOGUE.open("rb") as file:
        for message in read_po(file):
            if message.id and not all(place.startswith(EDITOR) for place, _ in message.locations):
                said = message.id if language == "sv" else message.string
                found += [said] if isinstance(said, str) else list(said)
    return tuple(found)


@cache
def asked_for() -> frozenset[str]:
    """Give the terms that pages and modules ask for by name."""
    sources = [*APP.rglob("*.py"), *APP.rglob("templates/**/*.*")]
    found = [one for source in sources for one in ASKED.findall(source.read_text(encoding="utf-8"))]
    return frozenset(key for pair in found for key in pair if key)


def is_said(key: str, language: Language) -> bool:
    say = rewording(read().model_copy(update={"terms": {key: marked()}}), language)
    return say is not None and any(MARK in say(text).lower() for text in texts(language))


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("key", DEFAULT_TERMS)
def test_each_term_is_said_in_a_text_of_the_product_or_asked_for(key: str, language: Language) -> None:
    assert key in asked_for() or is_said(key, language), f"a model's own word for {key} is seen nowhere"


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("key", [*REWORDED, *REWORDED_ALONE, *SPOKEN_WITH_ANOTHER])
def test_each_term_that_is_said_in_sentences_stands_in_one(key: str, language: Language) -> None:
    assert is_said(key, language)


def test_what_pages_ask_for_are_terms() -> None:
    assert asked_for() <= set(DEFAULT_TERMS)
    for keys in (REWORDED, REWORDED_ALONE, SEVERAL, SEVERAL_ALONE, SPOKEN_SHORTER):
        assert set(keys) <= set(DEFAULT_TERMS)


def test_what_is_a_term_no_longer_is_none() -> None:
    assert not set(NO_LONGER) & set(DEFAULT_TERMS)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_each_turn_of_phrase_that_is_left_stands_in_a_text(language: Language) -> None:
    said = "\n".join(texts(language)).lower()
    assert [one for one in LEFT[language] if one not in said] == []
