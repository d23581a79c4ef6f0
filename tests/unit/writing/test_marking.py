"""What changed is marked in text as it reads, paragraph by paragraph: nothing is lost of either version, and no tag is broken."""

from __future__ import annotations

from difflib import Match, SequenceMatcher
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from app.ui.markdown import render
from app.writing.comparing import MOST_WORK_ON_A_PAGE
from app.writing.content import BroughtIn, BroughtLine, TakenWords, Written
from app.writing.marking import compare_parts, marked_words

MARKDOWN = st.text(alphabet="ab å*-1.\n>_`", max_size=60)


class _Read(HTMLParser):
    """Reads a block out as one of the two versions, and holds that every element is closed where it was opened."""

    def __init__(self, without: str) -> None:
        super().__init__()
        self.without, self.open, self.said = without, list[str](), ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.without not in self.open:
            self.said += data


def read_out(html: str, *, without: str) -> list[str]:
    found = _Read(without)
    found.feed(str(html))
    found.close()
    assert found.open == []
    return found.said.split()


@given(MARKDOWN, MARKDOWN)
def test_both_versions_can_be_read_out_of_a_marked_paragraph(earlier: str, later: str) -> None:
    before, after = render(earlier), render(later)
    found = marked_words(before, after)
    assert "".join(read_out(found, without="ins")) == "".join(str(before.striptags()).split())
    assert "".join(read_out(found, without="del")) == "".join(str(after.striptags()).split())


def written(key: str, *paragraphs: str, **more: object) -> Written:
    return Written(key, key.title(), "\n\n".join(paragraphs), **more)  # type: ignore[arg-type]


def test_a_changed_word_is_marked_alone_in_its_paragraph_and_markdown_is_rendered() -> None:
    (part,) = compare_parts(
        [written("idea", "**Vi finns** för barnen.", "Står kvar.", "Tas bort helt och hållet.")],
        [written("idea", "**Vi finns** för familjerna.", "Står kvar.")],
    )
    assert [one.kind for one in part.blocks] == ["changed", "kept", "gone"]
    assert "<strong>Vi finns</strong> för <del>barnen.</del> <ins>familjerna.</ins>" in part.blocks[0].html


def test_what_was_said_and_what_is_missing_are_paragraphs_of_their_own() -> None:
    quote = TakenWords("- Ett\n- Två", "Skolan & hemmet", "passage", 1)
    brought = BroughtIn(
        "Norra", [BroughtLine("**Sagt** nytt.", "Anna, 3 maj")], missing=["Inte mätt."], quoted=True
    )
    (part,) = compare_parts(
        [written("idea", "Ett.")], [written("idea", "Ett.", taken_in=[quote], brought=[brought])]
    )
    assert part.change == "changed"
    assert [one.kind for one in part.blocks] == ["kept", *["new"] * 4]
    assert "<li>Ett</li>" in part.blocks[1].html
    assert "Skolan &amp; hemmet" in part.blocks[1].html
    assert part.blocks[4].html == Markup('<p class="gap">Inte mätt.</p>')


def test_parts_come_in_the_later_order_and_what_is_gone_comes_last() -> None:
    parts = compare_parts(
        [written("idea", "Ett"), written("old", "Två")], [written("new", "Tre"), written("idea", "Ett")]
    )
    assert [(part.key, part.change) for part in parts] == [("new", "new"), ("idea", "same"), ("old", "gone")]


def test_two_very_long_versions_are_compared_at_once() -> None:
    many = [f"Stycke {number} om barnen och familjerna." for number in range(400)]
    changed = [one.replace("barnen", "eleverna") for one in many]
    (part,) = compare_parts([written("idea", *many)], [written("idea", *changed)])
    assert {one.kind for one in part.blocks} <= {"changed", "gone", "new"}


HEAVY = {
    "one paragraph": (["a " * 6000], ["a " * 5999 + "b"]),
    "many paragraphs": (
        [f"{n} " + "a " * 400 for n in range(40)],
        [f"x{n} " + "a " * 400 for n in range(40)],
    ),
    "the same paragraphs": (["a"] * 6000, ["b"] + ["a"] * 6000),
    "paragraphs by turns": (["a", "b"] * 3000, ["b", "a"] * 3000),
}


@pytest.mark.parametrize(("earlier", "later"), HEAVY.values(), ids=HEAVY)
def test_all_that_stands_on_a_page_is_compared_for_bounded_work(
    earlier: list[str], later: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    finding = SequenceMatcher.find_longest_match

    def find(matcher: Any, low: int, high: int, *where: int) -> Match:
        asked.append(sum(1 + len(matcher.b2j.get(one, ())) for one in matcher.a[low:high]))
        return finding(matcher, low, high, *where)

    monkeypatch.setattr(SequenceMatcher, "find_longest_match", find)
    parts = [str(number) for number in range(6)]
    found = compare_parts(
        [written(part, *earlier) for part in parts], [written(part, *later) for part in parts]
    )
    assert sum(asked) <= MOST_WORK_ON_A_PAGE
    assert {part.change for part in found} == {"changed"}


def test_a_paragraph_that_repeats_itself_too_often_is_shown_whole_as_changed() -> None:
    (part,) = compare_parts(
        [written("idea", "Kvar.", "a " * 6000)], [written("idea", "Kvar.", "b " + "a " * 6000)]
    )
    assert [one.kind for one in part.blocks] == ["kept", "new", "gone"]
