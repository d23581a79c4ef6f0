"""What exactly is established: one plain structure, the same whether it is shown, hashed, compared or put on paper."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import zip_longest

from pydantic import TypeAdapter

from app.records.chain import canonical
from app.records.models import Edition
from app.records.signs import sign_of
from app.writing.kinds import Brought
from app.writing.models import Part, UnitText


@dataclass(frozen=True, slots=True)
class TakenWords:
    """Something taken in: the words, where they come from, and what they are of."""

    words: str
    source: str
    source_kind: str
    source_id: int


@dataclass(frozen=True, slots=True)
class BroughtLine:
    """One line of what the product put in: words first, a small line under them, figures folded.

    `href` leads to where it comes from; `passage` is the released passage it quotes, whose words not everybody may read.
    Where the words begin by naming a level of a scale, `shape` and `colour` are how it is drawn beside them.
    """

    words: str
    about: str = ""
    figures: str = ""
    href: str = ""
    passage: int = 0
    shape: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What the product put into a part, as it stood when the text was established."""

    title: str
    lines: list[BroughtLine] = field(default_factory=list)
    gap: str = ""
    missing: list[str] = field(default_factory=list)
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """One part as it is established."""

    key: str
    title: str
    text: str
    taken_in: list[TakenWords] = field(default_factory=list)
    brought: list[BroughtIn] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Content:
    """An established text of a unit."""

    kind: str
    name: str
    unit: str
    year: int
    number: int
    parts: list[Written]

    def plain(self) -> dict[str, object]:
        """Give the content as plain data, as it is hashed and kept."""
        return asdict(self)

    def part(self, key: str) -> Written | None:
        """Give a part by its key."""
        return next((part for part in self.parts if part.key == key), None)


def draft_content(
    text: UnitText, *, name: str, brought: dict[int, Sequence[Brought]] | None = None
) -> Content:
    """Put together what would be established now; parts left out are not in it."""
    return Content(
        kind=text.kind,
        name=name,
        unit=text.unit.name,
        year=text.year,
        number=text.number,
        parts=[_written(part, (brought or {}).get(part.id, ())) for part in text.parts if not part.left_out],
    )


def _written(part: Part, brought: Sequence[Brought]) -> Written:
    return Written(
        key=part.key,
        title=part.title,
        text=part.text,
        taken_in=[TakenWords(one.words, one.source, one.source_kind, one.source_id) for one in part.taken_in],
        brought=[
            BroughtIn(
                one.title,
                _lines(one),
                one.gap,
                list(one.missing),
                one.quoted,
            )
            for one in brought
        ],
    )


def _lines(brought: Brought) -> list[BroughtLine]:
    # Where a text goes on paper or to others as it stands, addresses and figures are kept with it.
    further = zip_longest(brought.lines, brought.figures, brought.passages, brought.marks)
    return [
        BroughtLine(
            line[0],
            line[1],
            figures or "",
            line[2] if brought.figures else "",
            passage or 0,
            *(mark or ("", "")),
        )
        for line, figures, passage, mark in further
        if line is not None
    ]


def signs_of(content: Content) -> str:
    """Give a sign of what the product put into each part, as whoever establishes reads it: `key:sign`, a word for each part.

    It moves no revision of the text, and with others' doings it may be another by the time one presses.
    """
    return " ".join(f"{part.key}:{_sign(part)}" for part in content.parts if part.brought)


def _sign(part: Written) -> str:
    # The same in another order is nothing new to read.
    said = sorted(
        canonical([one.title, what])
        for one in part.brought
        for what in (one.gap, *one.missing, *(asdict(line) for line in one.lines))
    )
    return sign_of(said)


def put_in_since(content: Content, read: str) -> list[str]:
    """Give the titles of the parts into which the product puts something else than was `read` (`signs_of`)."""
    known, now = (
        dict(one.split(":", 1) for one in signs.split() if ":" in one) for signs in (read, signs_of(content))
    )
    return [part.title for part in content.parts if known.get(part.key) != now.get(part.key)]


_CONTENT = TypeAdapter(Content)


def read_content(edition: Edition) -> Content | None:
    """Read an established content back; None when it has lawfully been erased."""
    return _CONTENT.validate_json(edition.content) if edition.content is not None else None


LONG, LONG_ON_SCREEN = 14_000, 6_000
"""Characters from which on a table of contents helps more than it takes: some five pages of paper, some four screens."""


def characters_in(content: Content | None) -> int:
    """Give how long a text is, with what was taken in and brought along."""
    parts = content.parts if content else []
    return sum(
        len(part.text)
        + sum(len(one.words) for one in part.taken_in)
        + sum(len(line.words) for one in part.brought for line in one.lines)
        for part in parts
    )


def _small_in(content: Content) -> int:
    """Give how much stands beside the words: where each was said, and what is missing."""
    brought = [one for part in content.parts for one in part.brought]
    return sum(
        sum(len(line.about) for line in one.lines) + sum(len(sentence) for sentence in one.missing)
        for one in brought
    )


def wants_contents(content: Content | None, *, on_screen: bool = False) -> bool:
    """Tell whether a text is so long that its readers want to see first what is in it."""
    if content is None or len(content.parts) < 3:
        return False
    if on_screen:
        return characters_in(content) + _small_in(content) > LONG_ON_SCREEN
    return characters_in(content) > LONG
