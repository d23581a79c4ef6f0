"""The product's sentences are said with the model's words, and agree with them."""

import pytest

from app.steering.loader import load_profile
from app.steering.own_words import rewording


def said(key: str, text: str, language: str = "sv") -> str:
    say_own = rewording(load_profile(key), language)
    return say_own(text) if say_own is not None else text


@pytest.mark.parametrize(
    ("key", "text", "own"),
    [
        ("kungalv", "Skriv en kvalitetsfaktor", "Skriv en kvalitetsnivå"),
        ("kungalv", "Kvalitetsfaktorer 2026", "Kvalitetsnivåer 2026"),
        (
            "kungalv",
            "Vad som mäts står på kvalitetsfaktorns sida.",
            "Vad som mäts står på kvalitetsnivåns sida.",
        ),
        ("lerum", "Ny kvalitetsfaktor", "Nytt kvalitetsmål"),
        ("lerum", "En kritisk kvalitetsfaktor är ett tecken", "Ett kvalitetsmål är ett tecken"),
        ("lerum", "Kommunchefen och dess stöd", "Kommundirektören och dess stöd"),
        ("karlskoga", "Internkontroll", "Intern kontroll"),
        ("karlskoga", "Lägg till en indikator", "Lägg till ett styrmått"),
        ("karlskoga", "Målvärde 2027", "Målnivå 2027"),
        ("karlskoga", "Det saknas ett målvärde för 2027", "Det saknas en målnivå för 2027"),
        ("perstorp", "Mått, resultat och målvärden", "Mått, resultat och målvärden"),
        ("perstorp", "Styrdokument", "Styrande dokument"),
        ("lerum", "Ingen faktor stämmer med det du valt.", "Inget kvalitetsmål stämmer med det du valt."),
        ("kungalv", "Fler enheters faktorer", "Fler enheters kvalitetsnivåer"),
        ("karlskoga", "Vision och värdegrund", "Vision och gemensamma värderingar"),
        ("perstorp", "Kommunens vision och värdegrund", "Kommunens vision och ledord"),
    ],
)
def test_a_sentence_says_the_models_word_in_the_form_and_gender_it_needs(key, text, own):
    assert said(key, text) == own


def test_english_is_said_with_the_models_words_too():
    assert said("lerum", "A quality factor is missing", "en") == "A quality goal is missing"


@pytest.mark.parametrize(
    ("key", "own"),
    [
        ("tranemo", "The municipal CEO and a municipal CEO"),
        ("kungalv", "The municipal CEO and a municipal CEO"),
        ("lerum", "The municipal director and a municipal director"),
        ("karlskoga", "The municipal director and a municipal director"),
        ("perstorp", "The municipal director and a municipal director"),
    ],
)
def test_a_term_with_capital_letters_within_it_is_known_again(key, own):
    assert said(key, "The municipal CEO and a municipal CEO", "en") == own


def test_a_model_with_the_products_own_words_changes_nothing():
    assert (
        said("tranemo", "En kritisk kvalitetsfaktor, kommunchefen")
        == "En kritisk kvalitetsfaktor, kommunchefen"
    )


def test_a_word_inside_another_and_a_name_of_a_value_stand_as_they_are():
    assert said("lerum", "Kommunchefsgruppen %(indikator)s") == "Kommunchefsgruppen %(indikator)s"
