"""A meeting on paper carries its day once, written as the reader writes days."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_babel import force_locale

from app.dialogues.models import Dialogue
from app.dialogues.papers.record import numbered
from app.dialogues.papers.wordings import title_of

SEPTEMBER = datetime(2026, 9, 11, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [
        ("sv", "Dialog 11 september", "Dialog 11 september 2026"),
        ("en", "Dialog 11 september", "Dialog 11 September 2026"),
        ("sv", "Dialog 11 September 2026 i Ängen", "Dialog 11 september 2026 i Ängen"),
        ("en", "Dialogue", "Dialogue 11 September 2026"),
        ("sv", "Efter 111 september", "Efter 111 september 11 september 2026"),
    ],
)
def test_the_day_stands_once_in_the_readers_language(
    app: Flask, language: str, title: str, said: str
) -> None:
    with app.test_request_context(), force_locale(language):
        written = title_of(Dialogue(title=title, starts_at=SEPTEMBER))
    assert written.replace("\xa0", " ") == said
    assert "11\xa0" in written


def test_a_month_other_in_english_is_the_same_day(app: Flask) -> None:
    in_may = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
    with app.test_request_context(), force_locale("en"):
        assert title_of(Dialogue(title="Dialog 4 maj", starts_at=in_may)) == "Dialog 4\xa0May\xa02026"


@pytest.mark.parametrize(
    "written", ["KS 2026/441", "Dnr KS 2026/441", "dnr: KS 2026/441", "Diarienr KS 2026/441"]
)
def test_a_registry_number_has_its_abbreviation_once(app: Flask, written: str) -> None:
    with app.test_request_context():
        assert numbered(written) == "Dnr KS 2026/441"
