"""What a new meeting is called when the last one had its own day in its title."""

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
        ("Dialog 4 december", "Dialog 4 december"),
        ("3 december", ""),
        ("Uppföljning", "Uppföljning"),
    ],
)
def test_the_day_of_the_last_meeting_does_not_follow_to_the_next(title: str, kept: str) -> None:
    meeting = Dialogue(title=title, starts_at=datetime(2026, 12, 3, 12, 0, tzinfo=UTC))
    assert without_day(meeting) == kept
