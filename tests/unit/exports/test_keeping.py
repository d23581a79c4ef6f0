"""A document kept as text until somebody writes it comes back as it was."""

from __future__ import annotations

import pytest

from app.exports.keeping import kept, taken_out
from app.exports.tree import Arms, Bullets, Choices, Heading, Letterhead, Parts, Voice, anchored, said
from app.exports.words import words
from tests.unit.exports.documents import document

ARMS = Arms(b"\x89PNG\x00\xff", "image/png", "Vapnet")


@pytest.mark.parametrize(
    "made",
    [
        document(),
        document(letterhead=Letterhead("Tranemo kommun", ARMS), scale=2, page_words=("Page", "of")),
        document(Parts(((Heading("A", 3), said("B", Voice.SMALL)),), 2), Choices("Åsa", ("ja",))),
        document(Bullets(((said("x"),), words("1. a\n2. b")), ordered=True, start=3)),
        document(*anchored((Heading("A"), said("B"), Heading("C")))),
    ],
)
def test_what_is_kept_comes_back(made: object) -> None:
    assert taken_out(kept(made)) == made  # type: ignore[arg-type]


def test_only_documents_come_back() -> None:
    with pytest.raises(TypeError):
        taken_out('{"is": "Run", "text": "x"}')
    with pytest.raises(KeyError):
        taken_out('{"is": "Popen", "args": "x"}')
