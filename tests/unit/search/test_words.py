"""Words, questions and snippets: what the same line means on every database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.asking import How, Question, Term, fits, other_spellings, question, typed
from app.search.snippets import LONGEST, marked, snippet
from app.search.words import LONGEST_TOKEN, folded, stem, words_of


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Förskolan Ängen", ["förskolan", "ängen"]),
        ("HR-stöd, 5,5 % och v.12", ["hr", "stöd", "5", "5", "och", "v", "12"]),
        ("Fo\u0308rskola", ["förskola"]),
        ("sjuk\u00adfrånvaro", ["sjukfrånvaro"]),
        ("snake_case x²", ["snake", "case", "x2"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("** _ -- …", []),
    ],
)
def test_a_text_is_cut_into_words_alike_everywhere(text: str, cut: list[str]) -> None:
    assert words_of(text) == cut


@pytest.mark.parametrize(
    "forms",
    [
        ("förskola", "förskolan", "förskolor", "förskolorna", "förskolans"),
        ("frånvaro", "frånvaron"),
        ("möte", "mötet", "möten", "mötena"),
        ("organisation", "organisationen", "organisationer", "organisationerna"),
        ("plan", "planen", "planer", "planerna"),
        ("person", "personen", "personer"),
        ("vikarie", "vikarier", "vikarierna"),
        ("fråga", "frågan", "frågor", "frågorna"),
        ("vecka", "veckan", "veckor"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_letters_with_marks_are_letters_of_their_own() -> None:
    assert stem("ägare") != stem("agare")
    assert folded("ÅÄÖ") == "åäö"


def test_words_phrases_and_beginnings_are_read() -> None:
    asked = question('sjukfrånvaro "öppna förskolan" vik* 5,5')
    assert asked.terms == (
        Term(How.WORD, ("sjukfrånvaro",)),
        Term(How.PHRASE, ("öppna", "förskolan")),
        Term(How.BEGINNING, ("vik",)),
        Term(How.WORD, ("5",)),
    )
    assert typed(asked) == 'sjukfrånvaro "öppna förskolan" vik* 5'


@pytest.mark.parametrize(
    "line", ["", "   ", '""', "* ** -", '" "', "OR", "a*", '"oavslutad', "NEAR(a b)", "x:y^2"]
)
def test_no_line_is_refused(line: str) -> None:
    asked = question(line)
    assert bool(asked) == any(character.isalnum() for character in line)


def test_a_beginning_of_one_letter_is_a_word() -> None:
    assert question("a*").terms == (Term(How.WORD, ("a",)),)


def test_a_word_fits_its_forms_and_a_beginning_what_begins_so() -> None:
    assert fits(Term(How.WORD, ("vikarie",)), "vikarierna")
    assert not fits(Term(How.WORD, ("vikarie",)), "vikt")
    assert fits(Term(How.BEGINNING, ("vika",)), "vikariat")


def test_other_spellings_put_the_marks_where_they_may_be_missing() -> None:
    spelled = {term.word for term in other_spellings(Term(How.WORD, ("forskola",)))}
    assert "förskola" in spelled
    assert "forskola" not in spelled
    assert len(other_spellings(Term(How.WORD, ("sammantradesprotokollsanteckningar",)))) < 48


def pieces(text: str, line: str) -> str:
    return "".join(f"[{p.text}]" if p.marked else p.text for p in snippet(text, question(line)))


def test_a_hit_is_marked_in_the_form_it_has_in_the_text() -> None:
    assert pieces("Vi **saknar** vikarier på förskolan.", "förskolor vikarie") == (
        "Vi saknar [vikarier] på [förskolan]."
    )
    assert pieces("Öppna förskolan, öppna dörrar.", '"öppna förskolan"') == "[Öppna förskolan], öppna dörrar."


def test_a_long_text_is_shown_around_what_was_found() -> None:
    long = "Ett ord till. " * 60 + "Här står sjukfrånvaron. " + "Och mer ändå. " * 60
    shown = pieces(long, "sjukfrånvaro")
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "[sjukfrånvaron]" in shown
    assert len(shown) <= LONGEST + 10


def test_markup_in_a_text_stays_text() -> None:
    found = marked("<script>alert(1)</script>", question("script"))
    assert "".join(piece.text for piece in found) == "<script>alert(1)</script>"
    assert [piece.text for piece in found if piece.marked] == ["script", "script"]


@given(st.text(max_size=400), st.text(max_size=60))
def test_no_text_and_no_line_breaks_a_snippet(text: str, line: str) -> None:
    asked = question(line)
    shown = snippet(text, asked)
    assert all(piece.text for piece in shown)
    assert all(len(word) <= LONGEST_TOKEN and word == folded(word) for word in words_of(text))
    assert isinstance(asked, Question)


@given(st.text(alphabet="aeioskrtnåäö", min_size=1, max_size=14))
def test_a_stem_is_a_beginning_of_its_word(word: str) -> None:
    assert word.startswith(stem(word)[: max(1, len(stem(word)) - 2)])
