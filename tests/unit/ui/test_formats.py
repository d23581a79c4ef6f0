"""Dates and times read as people say them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui import formats
from app.ui.install import in_sentence

TODAY = date(2026, 11, 23)


def test_a_day_names_its_year_only_when_it_is_another() -> None:
    assert formats.day(date(2026, 12, 3), TODAY, "sv") == "3 december"
    assert formats.day(date(2027, 1, 14), TODAY, "sv") == "14 januari 2027"
    assert formats.day(date(2026, 12, 3), TODAY, "en") == "3 December"


def test_records_always_name_the_year() -> None:
    assert formats.long_day(date(2026, 12, 3), "sv") == "3 december 2026"


def test_short_days_have_no_full_stop() -> None:
    assert formats.short_day(date(2026, 12, 3), TODAY, "sv") == "3 dec"
    assert formats.short_day(date(2025, 9, 11), TODAY, "sv") == "11 sep 2025"


def test_weekday_and_month() -> None:
    assert formats.weekday(TODAY, TODAY, "sv") == "måndag 23 november"
    assert formats.month(TODAY, "sv") == "november 2026"


def test_moments_are_shown_in_swedish_time() -> None:
    summer, winter = datetime(2026, 7, 1, 12, 2, tzinfo=UTC), datetime(2026, 12, 3, 13, 2, tzinfo=UTC)
    assert formats.clock_time(summer, "sv") == "14.02"
    assert formats.clock_time(winter, "sv") == "14.02"
    assert formats.clock_time(winter, "en") == "14:02"
    assert formats.moment(winter, TODAY, "sv") == "3 december 14.02"


def test_a_row_says_when_all_three_ways() -> None:
    moment = datetime(2026, 12, 2, 23, 30, tzinfo=UTC)
    said = formats.when(moment, TODAY, "sv")
    assert said == ("2026-12-03T00:30+01:00", "3 dec", "om tio dagar")
    assert formats.when(moment, TODAY, "en").away == "in ten days"
    assert formats.when(date(2026, 11, 22), TODAY, "sv").away == "i går"
    assert formats.when(date(2026, 11, 22), date(2026, 11, 24), "sv").away == "i förrgår"


def test_of_today_the_time_says_enough() -> None:
    assert formats.lately(datetime(2026, 11, 23, 13, 2, tzinfo=UTC), TODAY, "sv") == "14.02"
    assert formats.lately(datetime(2026, 11, 22, 23, 30, tzinfo=UTC), TODAY, "en") == "00:30"
    assert formats.lately(datetime(2026, 11, 22, 13, 2, tzinfo=UTC), TODAY, "sv") == "22 november 14.02"


def test_a_moment_late_in_the_evening_belongs_to_the_swedish_day() -> None:
    assert formats.swedish_date(datetime(2026, 12, 2, 23, 30, tzinfo=UTC)) == date(2026, 12, 3)


def test_a_moment_without_zone_is_read_as_stored() -> None:
    assert formats.local(datetime(2026, 12, 3, 13, 2)).hour == 14  # noqa: DTZ001  what SQLite gives back


def test_the_machine_readable_form_keeps_the_offset() -> None:
    assert formats.iso(datetime(2026, 12, 3, 13, 2, tzinfo=UTC)) == "2026-12-03T14:02+01:00"
    assert formats.iso(date(2026, 12, 3)) == "2026-12-03"


@pytest.mark.parametrize(
    ("away", "swedish", "english"),
    [
        (0, "i dag", "today"),
        (1, "i morgon", "tomorrow"),
        (2, "i övermorgon", "in two days"),
        (-1, "i går", "yesterday"),
        (-2, "i förrgår", "two days ago"),
        (10, "om tio dagar", "in ten days"),
        (12, "om tolv dagar", "in twelve days"),
        (13, "om 13 dagar", "in 13 days"),
        (21, "om tre veckor", "in three weeks"),
        (-28, "för fyra veckor sedan", "four weeks ago"),
        (-75, "för två månader sedan", "two months ago"),
        (340, "om elva månader", "in eleven months"),
        (365, "om ett år", "in one year"),
        (-730, "för två år sedan", "two years ago"),
    ],
)
def test_days_away_are_said_in_words(away: int, swedish: str, english: str) -> None:
    when = TODAY + timedelta(days=away)
    assert formats.relative_day(when, TODAY, "sv") == swedish
    assert formats.relative_day(when, TODAY, "en") == english


@given(
    st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)),
    st.sampled_from(["sv", "sv_SE", "en", "en_GB"]),
)
def test_every_day_can_be_said(when: date, locale: str) -> None:
    assert formats.relative_day(when, TODAY, locale).strip()
    assert "." not in formats.short_day(when, TODAY, locale)


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("Delårsrapport 2026", "delårsrapport 2026"),
        ("KS-rapport", "KS-rapport"),
        ("Årsredovisning", "årsredovisning"),
        ("", ""),
    ],
)
def test_a_name_begins_small_within_a_sentence_unless_it_is_an_abbreviation(name: str, within: str) -> None:
    assert in_sentence(name) == within


def test_columns_of_a_file_are_set_apart_from_the_sentence_they_stand_in() -> None:
    said = formats.with_columns(
        "till är sista dagen, <b> tills vidare; bestamt_till inte", "till", "bestamt_till"
    )
    assert str(said) == (
        "<code>till</code> är sista dagen, &lt;b&gt; tills vidare; <code>bestamt_till</code> inte"
    )
