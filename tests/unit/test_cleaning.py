"""What people type, as it is kept."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.citizens import keeping as of_citizens
from app.cleaning import clean, clean_line, clean_lines, plain
from app.economy import keeping as of_economy
from app.reports import services as reports
from app.writing.answering import typed


def test_words_keep_their_lines_and_lose_what_no_database_holds() -> None:
    assert clean(" en\r\nrad\x00 ") == "en\nrad"
    assert clean(" Rad ett\r\n\r\n  indragen\x00 ") == "Rad ett\n\n  indragen"
    assert clean("en\rrad") == "en\nrad"
    assert clean(None) == ""


def test_what_is_still_being_written_keeps_what_is_around_it() -> None:
    assert plain(" en\r\nrad\rtill\x00 \r\n") == " en\nrad\ntill \n"
    assert plain(None) == ""


def test_a_title_stands_on_one_line() -> None:
    assert clean_line("en\n  rad\x00 ") == "en rad"


@pytest.mark.parametrize("keep", [of_citizens.words, of_economy.words, reports.clean])
def test_every_feature_keeps_words_with_line_ends_of_one_kind(keep: Callable[[str, str], str]) -> None:
    assert keep(" ett\r\ntvå\rtre\x00 ", "words") == "ett\ntvå\ntre"


def test_words_that_are_saved_while_written_have_line_ends_of_one_kind_too() -> None:
    sent = {"text": "ett\r\ntvå\rtre \r"}
    with Flask(__name__).test_request_context(method="POST", data=sent):
        assert typed() == "ett\ntvå\ntre \n"


def test_questions_end_where_their_words_do() -> None:
    assert clean_lines(" a \x00\r\n\r\nb \r") == "a\n\nb"
