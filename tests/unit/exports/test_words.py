"""Markdown as blocks: what people see on the page is what stands on paper."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.exports.html import article
from app.exports.tree import Block, Bullets, Heading, Paragraph, Quote, Table
from app.exports.words import words
from app.ui.markdown import render
from tests.unit.exports.documents import document


def text_in(blocks: tuple[Block, ...]) -> str:
    parts = []
    for block in blocks:
        if isinstance(block, Paragraph):
            parts += [" " if run.line_break else run.text for run in block.runs]
        elif isinstance(block, Heading):
            parts.append(block.text)
        elif isinstance(block, Quote):
            parts.append(text_in(block.blocks))
        elif isinstance(block, Bullets):
            parts += [text_in(item) for item in block.items]
        parts.append(" ")
    return "".join(parts)


def test_marks_become_what_they_mean() -> None:
    first, second, third = words("**fet** och *kursiv*\n\n- a\n- b\n\n> c")
    assert isinstance(first, Paragraph)
    assert [(run.text, run.strong, run.emphasis) for run in first.runs] == [
        ("fet", True, False), (" och ", False, False), ("kursiv", False, True),
    ]  # fmt: skip
    assert isinstance(second, Bullets)
    assert not second.ordered
    assert isinstance(third, Quote)


def test_each_cell_of_a_table_says_what_its_column_is_called() -> None:
    table = Table("Kontroller", ("Vad", "Vem får veta"), (("Löner", "Ledningsgruppen"),), blank=1)
    page = article(document(table), "")
    for cell in (
        '<td data-label="Vad">Löner</td>',
        '<td data-label="Vem får veta">Ledningsgruppen</td>',
        '<tr class="blank"><td data-label="Vad"></td>',
    ):
        assert cell in page


def test_nothing_written_is_nothing() -> None:
    assert words("") == words("  \n ") == words(None) == ()


@given(st.text(alphabet=st.sampled_from(list("abcåäö *_-#>1.`[]()!<&\n")), max_size=120))
def test_no_word_is_lost_or_added(text: str) -> None:
    assert "".join(text_in(words(text)).split()) == "".join(render(text).striptags().split())


@given(st.text(max_size=80))
def test_whatever_is_written_stays_inside_its_article(text: str) -> None:
    page = str(article(document(*words(text), title=text, foot=text), "/x"))
    assert page.count("<article") == page.count("</article>") == 1
    assert "<script" not in page
    assert "<style" not in page
