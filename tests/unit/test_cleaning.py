"""What people type, as it is kept."""

from app.cleaning import clean, clean_line, clean_lines


def test_words_keep_their_lines_and_lose_what_no_database_holds() -> None:
    assert clean(" en\r\nrad\x00 ") == "en\nrad"
    assert clean(" Rad ett\r\n\r\n  indragen\x00 ") == "Rad ett\n\n  indragen"
    assert clean("en\rrad") == "en\nrad"
    assert clean(None) == ""


def test_a_title_stands_on_one_line() -> None:
    assert clean_line("en\n  rad\x00 ") == "en rad"


def test_questions_end_where_their_words_do() -> None:
    assert clean_lines(" a \x00\r\n\r\nb \r") == "a\n\nb"
