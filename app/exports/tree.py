"""A document as such: what it says in which order, knowing neither HTML nor PDF nor Word.

Features put a `Document` together; the writers (`html`, `pdf`, `word`) decide how it looks. All of it is plain data.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one style."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    href: str = ""
    line_break: bool = False
    """A new line instead of words."""


class Voice(StrEnum):
    """Who speaks in a paragraph: people's own words, or the product beside them."""

    WORDS = "words"
    LEAD = "lead"
    SMALL = "small"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of runs."""

    runs: tuple[Run, ...]
    voice: Voice = Voice.WORDS


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 to 4; the title of the document is level 1. `number` stands before it when given."""

    text: str
    level: int = 2
    number: str = ""
    note: str = ""
    """Said beside the heading, in small."""
    anchor: str = ""
    running: bool = False
    """What the pages from here on are about: said at their head."""
    follows: bool = False
    """Never begins a page: what stands before comes along."""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; each item is blocks of its own."""

    items: "tuple[tuple[Block, ...], ...]"
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words set apart, with whose they are."""

    blocks: "tuple[Block, ...]"
    source: str = ""
    side: str = ""
    """`over` or `rep` when one of the two speaks."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading row; `widths` are shares of the width, `blank` rows are for writing by hand."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    blank: int = 0


@dataclass(frozen=True, slots=True)
class Signature:
    """Who stands behind a record, for whom, and since when."""

    name: str
    role: str
    when: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """Those who stand behind it, beside one another."""

    people: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """Boxes to tick by hand, after a name."""

    label: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Room to write by hand: so many lines."""

    number: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms with what they are: when, where, who."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents over the headings that have an anchor, `depth` levels of them from level 2 down."""

    title: str
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Parts:
    """Pieces that each stay on one page, in so many columns."""

    parts: "tuple[tuple[Block, ...], ...]"
    columns: int = 1


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new page."""


Block = (
    Paragraph
    | Heading
    | Bullets
    | Quote
    | Table
    | Signatures
    | Choices
    | Lines
    | Facts
    | Contents
    | Parts
    | NewPage
)


@dataclass(frozen=True, slots=True)
class Arms:
    """A picture for the head of the paper, already checked; SVG or PNG."""

    data: bytes
    media_type: str
    description: str


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose paper it is."""

    name: str
    arms: Arms | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One document whole.

    `kind` says what sort of document it is (on the head of the paper), `marks` are short lines under it such as the
    registry number, `foot` stands at the foot of each page, `language` is a BCP 47 code. `scale` is 0 for ordinary
    paper, higher for a sheet that must get more on one page.
    """

    title: str
    kind: str
    language: str
    blocks: tuple[Block, ...]
    letterhead: Letterhead
    marks: tuple[str, ...] = ()
    lead: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    foot: str = ""
    author: str = ""
    page_words: tuple[str, str] = field(default=("Sida", "av"))
    scale: int = 0


def anchored(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Give every heading something to lead to, for a table of contents."""
    return tuple(
        replace(one, anchor=f"rubrik-{number}") if isinstance(one, Heading) and not one.anchor else one
        for number, one in enumerate(blocks)
    )


def listed(document: Document, contents: Contents) -> tuple[Heading, ...]:
    """Give the headings a table of contents lists."""
    return tuple(
        one
        for one in document.blocks
        if isinstance(one, Heading) and one.anchor and one.level < 2 + contents.depth
    )


def said(text: str, voice: Voice = Voice.WORDS) -> Paragraph:
    """Make a paragraph of plain words."""
    return Paragraph((Run(text),), voice)
