"""What a new meeting is called when the last one had a day in its title."""

from datetime import UTC, datetime

import pytest

from app.dialogues.blueprint import without_day
from app.dialogues.models import Dialogue


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Dialog 3 december", "Dialog"),
        ("Dialog 3 december 2026 om budgeten", "Dialog om budgeten"),
        ("Dialogue 3 December", "Dialogue"),
        # It was moved, and is still called by its first day.
        ("Dialog 4 december", "Dialog"),
        ("Dialog 2026-12-09", "Dialog"),
        ("Dialog, onsdag den 9 december 2026", "Dialog"),
        ("Dialog (9 dec.) om budgeten", "Dialog om budgeten"),
        ("Dialog den 9:e december", "Dialog"),
        ("Dialogue Wednesday 9th of December, 2026", "Dialogue"),
        ("Dialog 9 maj: skolvägar", "Dialog: skolvägar"),
        ("3 december", ""),
        ("Dialog i december", "Dialog i december"),
        ("Dialog 2 av 3", "Dialog 2 av 3"),
        ("Tema 4 Decentralisering", "Tema 4 Decentralisering"),
        ("Mål 2027", "Mål 2027"),
        ("Uppföljning", "Uppföljning"),
    ],
)
def test_a_day_in_the_last_title_does_not_follow_to_the_next(title: str, kept: str) -> None:
    meeting = Dialogue(title=title, starts_at=datetime(2026, 12, 3, 12, 0, tzinfo=UTC))
    assert without_day(meeting) == kept
