"""The document about rights says what the code does."""

from __future__ import annotations

from app.access import told
from app.access.document import FILE, document
from app.access.matrix import MATRIX, May, Role
from app.access.role_words import ROLE_WORDS
from app.access.things import THINGS, Who


def test_the_document_is_as_the_code_says() -> None:
    """Run `python -m app.access.document` when this fails."""
    assert FILE.read_text(encoding="utf-8") == document()


def test_every_permission_and_role_has_words() -> None:
    assert set(MATRIX) == set(May)
    assert set(ROLE_WORDS) == set(Role)
    assert [line.permission for line in told.by_permission()] == list(MATRIX)


def test_no_cell_lets_an_administrator_read_the_text_of_a_dialogue() -> None:
    open_to_administrators = [
        str(thing.name) for thing in THINGS if str(thing.cell(Who.ADMINISTRATOR)) != "nej"
    ]
    assert open_to_administrators == [
        "Dialogmallar",
        "Styrdokument, beslut och prövningar av barnets bästa",
        "Organisation, personer och förordnanden",
    ]
