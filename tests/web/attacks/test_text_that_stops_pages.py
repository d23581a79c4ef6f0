"""A text that one has stored never takes a page away from those who read it."""

from __future__ import annotations

import pytest

from app.dialogues.models import State
from tests.web.dialogues.conftest import Table

TEXTS = {
    "private characters": "- \ue000" * 900,
    "the converter's own marks": "- \x03" * 900,
    "long numbers": "1234567890. " * 1600,
    "lone returns": "Ord\r" + "> " * 900,
    "stars": "__0" + "*" * 19_970,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_nests_without_end_is_read_by_the_other_as_words(table: Table, text: str) -> None:
    table.to(State.HELD)
    stored = table.write_note(table.over, f"Vi ses.\n\n{text}")
    assert stored.status_code == 302
    for page in (f"{table.here}/", table.at_theme, f"{table.here}/storbild"):
        answer = table.rep.get(page)
        assert answer.status_code == 200
    assert "Vi ses." in table.rep.get(table.at_theme).text
