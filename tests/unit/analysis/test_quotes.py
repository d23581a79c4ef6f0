"""Quotes are taken word for word out of what was established."""

from __future__ import annotations

from app.analysis.quoting.rules import Passage, found_in, paragraphs
from app.writing.content import Content, Written

CONTENT = Content(
    "current_state",
    "Nulägesanalys",
    "Ängen",
    2026,
    1,
    [
        Written("results", "Resultat", "Första stycket.\n\n\nAndra stycket.\nSamma stycke."),
        Written("empty", "Tomt", ""),
    ],
)


def test_every_paragraph_can_be_quoted_with_the_part_it_stands_in() -> None:
    assert paragraphs(CONTENT) == [
        Passage("Resultat", "Första stycket."),
        Passage("Resultat", "Andra stycket.\nSamma stycke."),
    ]


def test_words_that_stand_nowhere_are_no_quote() -> None:
    offered = paragraphs(CONTENT)
    assert found_in(" Första stycket. ", offered) == offered[0]
    assert found_in("Första stycket", offered) is None
    assert found_in("", offered) is None
