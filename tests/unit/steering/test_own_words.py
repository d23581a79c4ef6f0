"""The product's sentences are said with the model's words, and agree with them."""

import pytest

from app.steering.loader import load_profile
from app.steering.own_words import rewording
from app.steering.words import Forms, Words
from tests.unit.steering.profiles import read


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


def own(text: str, language: str = "sv", **terms: tuple[str, ...]) -> str:
    """Say a text with words of a model: article, one, the one, several, all of them."""
    words = {
        key: Words(
            sv=(
                forms := Forms(
                    article=said[0],
                    singular=said[1],
                    definite=said[2],
                    plural=said[3],
                    definite_plural=said[4],
                )
            ),
            en=forms,
        )
        for key, said in terms.items()
    }
    say_own = rewording(read().model_copy(update={"terms": words}), language)
    assert say_own is not None
    return say_own(text)


LEADER = ("en", "ledare", "ledaren", "ledare", "ledarna")
STAFF = ("en", "anställd", "den anställda", "anställda", "de anställda")
CITY = ("en", "stad", "staden", "städer", "städerna")
TALK = ("ett", "styrsamtal", "styrsamtalet", "styrsamtal", "styrsamtalen")
PLAN = ("en", "kontrollplan", "kontrollplanen", "kontrollplaner", "kontrollplanerna")
ORDER = ("en", "beställning", "beställningen", "beställningar", "beställningarna")
HOPE = ("en", "framtidsbild", "framtidsbilden", "framtidsbilder", "framtidsbilderna")
WORD = ("ett", "ledord", "ledordet", "ledord", "ledorden")


@pytest.mark.parametrize(
    ("text", "meant", "terms"),
    [
        ("Enhetens egen chef och kommunchefen", "Enhetens egen ledare och kommunchefen", {"manager": LEADER}),
        ("Målen för kommunens ekonomi", "Målen för stadens ekonomi", {"municipality": CITY}),
        ("Andra kommuner och en kommun", "Andra kommuner och en kommun", {"municipality": CITY}),
        ("Medarbetare rapporterar till sin chef", "Anställda rapporterar till sin chef", {"employee": STAFF}),
        (
            "Det en medarbetare tar läser bara ni två",
            "Det en anställd tar läser bara ni två",
            {"employee": STAFF},
        ),
        ("Medarbetare", "Anställd", {"employee": STAFF}),
        ("Texten är gallrad med stöd av planen", "Texten är gallrad med stöd av planen", {"support": STAFF}),
        ("Enhetens chef och stöd", "Enhetens chef och anställda", {"support": STAFF}),
        (
            "%(name)s vill bjuda in till er dialog.",
            "%(name)s vill bjuda in till ert styrsamtal.",
            {"dialogue": TALK},
        ),
        ("En ny dialog", "Ett nytt styrsamtal", {"dialogue": TALK}),
        ("Uppdrag", "Beställningar", {"assignment": ORDER}),
        ("Ert uppdrag från staten", "Ert uppdrag från staten", {"assignment": ORDER}),
        ("Intern kontrollplan 2026", "Kontrollplan 2026", {"internal_control_plan": PLAN}),
        ("Vision och värdegrund", "Framtidsbild och ledord", {"vision": HOPE, "values": WORD}),
        ("Vision och värdegrund", "Framtidsbild och värdegrund", {"vision": HOPE}),
    ],
)
def test_any_word_of_a_model_is_said_where_the_products_is_unmistakable(text, meant, terms):
    assert own(text, **terms) == meant


def test_a_longer_word_keeps_the_shorter_one_within_it():
    plan = (
        "en",
        "intern kontrollplan",
        "den interna kontrollplanen",
        "interna kontrollplaner",
        "de planerna",
    )
    words = {"internal_control_plan": plan}
    assert own("Ingen intern kontrollplan är beslutad", **words) == "Ingen intern kontrollplan är beslutad"
    assert own("Kan tas in i kontrollplanen.", **words) == "Kan tas in i den interna kontrollplanen."


def test_english_phrases_that_mean_something_else_are_left():
    talk = ("a", "trust talk", "the trust talk", "trust talks", "the trust talks")
    assert own("A dialogue", "en", dialogue=talk) == "A trust talk"
    assert own("Citizen dialogues", "en", dialogue=talk) == "Citizen dialogues"
