"""Pure decisions about quotes: what can be quoted of a text, and whether words are really its."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.writing.content import Content


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph that can be quoted, and the part it stands in."""

    part: str
    words: str


def paragraphs(content: Content) -> list[Passage]:
    """Cut an established text into the paragraphs one can quote."""
    return [
        Passage(part.title, paragraph.strip())
        for part in content.parts
        for paragraph in re.split(r"\n\s*\n", part.text)
        if paragraph.strip()
    ]


def found_in(words: str, offered: Sequence[Passage]) -> Passage | None:
    """Find the paragraph that reads exactly so; words that stand nowhere are no quote."""
    return next((one for one in offered if one.words == words.strip()), None)
