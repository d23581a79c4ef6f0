"""Marking in rendered text what was changed: paragraph beside paragraph, and word by word within those that stand in both."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from app.ui.markdown import render
from app.writing.comparing import Effort, Matcher, Piece, TooMuch, compared, steps, steps_between_ends
from app.writing.content import BroughtIn, Written

PARAGRAPHS = re.compile(r"\n\s*\n")
TOKEN = re.compile(r"<[^>]*>|[^<]+")
"""What the renderer gives: tags, which hold no text, and text, in which every sign of a tag is written out."""

MOST_PAIRS = 2_000
"""Paragraphs of one version held against those of the other; beyond that, a changed run of them is shown whole."""
ALIKE = 0.4
"""How much of two paragraphs' words must be the same for the later to be a change of the earlier."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, quotation or heading in one or both versions: `kept`, `changed`, `gone` or `new`."""

    kind: str
    html: Markup


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """One part in both versions; `change` is same, changed, new or gone."""

    key: str
    title: str
    change: str
    blocks: tuple[Block, ...] = ()


def compare_parts(earlier: Sequence[Written], later: Sequence[Written]) -> list[ComparedPart]:
    """Compare the parts of two versions, in the order of the later one, what is gone last."""
    effort = Effort()
    before = {part.key: part for part in earlier}
    still = {part.key for part in later}
    return [
        *(_compared(part, before.get(part.key), effort) for part in later),
        *(
            ComparedPart(part.key, part.title, "gone", tuple(Block("gone", one) for one in blocks_of(part)))
            for part in earlier
            if part.key not in still
        ),
    ]


def _compared(part: Written, before: Written | None, effort: Effort) -> ComparedPart:
    blocks = blocks_of(part)
    if before is None:
        return ComparedPart(part.key, part.title, "new", tuple(Block("new", one) for one in blocks))
    found = tuple(marked(blocks_of(before), blocks, effort))
    same = all(one.kind == "kept" for one in found)
    return ComparedPart(part.key, part.title, "same" if same else "changed", found)


def blocks_of(part: Written) -> list[Markup]:
    """Give what a part says, block by block: own words, what was taken in, what the product put in and what is missing."""
    found = [render(one) for one in PARAGRAPHS.split(part.text) if one.strip()]
    found += [_quoted(one.words, one.source) for one in part.taken_in]
    for one in part.brought:
        found += _brought(one)
    return found


def _quoted(words: str, source: str) -> Markup:
    return Markup('<blockquote>{}<p class="small">{}</p></blockquote>').format(render(words), source)


def _brought(one: BroughtIn) -> list[Markup]:
    lines = [
        _quoted(line.words, line.about)
        if one.quoted
        else Markup('<div>{}<p class="small">{}</p></div>').format(render(line.words), line.about)
        for line in one.lines
    ]
    missing = [*([one.gap] if one.gap and not one.lines else []), *one.missing]
    gaps = [Markup('<p class="gap">{}</p>').format(sentence) for sentence in missing]
    # What has no name of its own stands under the heading of its part.
    headings = [Markup("<h3>{}</h3>").format(one.title)] if one.title else []
    return [*headings, *lines, *gaps]


def marked(earlier: Sequence[Markup], later: Sequence[Markup], effort: Effort) -> list[Block]:
    """Lay the blocks of two versions together, in the order of the later one, as finely as the effort that is left allows."""
    found: list[Block] = []
    try:
        laid = steps(earlier, later, effort)
    except TooMuch:
        laid = steps_between_ends(earlier, later)
    for what, from_before, to_before, from_after, to_after in laid:
        before, after = earlier[from_before:to_before], later[from_after:to_after]
        found += [Block("kept", one) for one in after] if what == "equal" else _changed(before, after, effort)
    return found


def _changed(before: Sequence[Markup], after: Sequence[Markup], effort: Effort) -> list[Block]:
    found: list[Block] = []
    reached = 0
    few = len(before) * len(after) <= MOST_PAIRS
    said = [_said(one) for one in before] if few else []
    for one in after:
        same = _like(said, reached, _said(one), effort) if few else None
        if same is None:
            found.append(Block("new", one))
            continue
        found += [Block("gone", gone) for gone in before[reached:same]]
        found.append(Block("changed", marked_words(before[same], one, effort)))
        reached = same + 1
    return [*found, *(Block("gone", gone) for gone in before[reached:])]


def _said(block: Markup) -> list[str]:
    return block.striptags().split()


def _like(before: Sequence[list[str]], start: int, one: list[str], effort: Effort) -> int | None:
    """Give the first of the earlier blocks that says much the same, if it can be told without too much work."""
    matcher = Matcher(effort)
    matcher.set_seq2(one)
    for place in range(start, len(before)):
        matcher.set_seq1(before[place])
        try:
            if _much_the_same(matcher, len(before[place]) + len(one), effort):
                return place
        except TooMuch:
            continue
    return None


def _much_the_same(matcher: Matcher, words: int, effort: Effort) -> bool:
    if matcher.real_quick_ratio() < ALIKE:
        return False
    # To count the words both say is work too.
    effort.spend(words)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _tokens(html: str) -> list[tuple[bool, str]]:
    return [
        (token.startswith("<"), token if token.startswith("<") else str(Markup(token).unescape()))  # noqa: S704  # nosec B704
        for token in TOKEN.findall(html)
    ]


def _text(html: str) -> str:
    return "".join(token for is_tag, token in _tokens(html) if not is_tag)


def marked_words(earlier: Markup, later: Markup, effort: Effort | None = None) -> Markup:
    """Give the later block with the words that are new and gone marked; marks never reach over a tag."""
    pieces = list(compared(_text(earlier), _text(later), effort))
    page = _Page()
    for is_tag, token in _tokens(later):
        if is_tag:
            page.tag(token)
            continue
        rest = token
        while rest:
            while pieces and pieces[0].kind == "gone":
                page.gone(pieces.pop(0).words)
            piece = pieces[0]
            said, rest = rest[: len(piece.words)], rest[len(piece.words) :]
            page.text(said, new=piece.kind == "new")
            left = piece.words[len(said) :]
            pieces[:1] = [Piece(piece.kind, left)] if left else []
    for piece in pieces:
        page.gone(piece.words)
    return page.whole()


class _Page:
    """The later block as it is written out: what is gone stands right after the words it followed, within their element."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.after: int | None = None
        self.waiting: list[str] = []

    def tag(self, token: str) -> None:
        self.out.append(token)

    def text(self, words: str, *, new: bool) -> None:
        if words.strip():
            self.out += self.waiting
            self.waiting = []
        said = str(escape(words))
        self.out.append(f"<ins>{said}</ins>" if new and words.strip() else said)
        if words.strip():
            self.after = len(self.out)

    def gone(self, words: str) -> None:
        said = " ".join(words.split())
        if not said:
            return
        mark = f"<del>{escape(said)}</del> "
        if self.after is None:
            self.waiting.append(mark)
        else:
            self.out.insert(self.after, mark if self.out[self.after - 1].endswith(" ") else f" {mark}")
            self.after += 1

    def whole(self) -> Markup:
        return Markup("".join([*self.out, *self.waiting]))  # noqa: S704  # nosec B704  tags of the renderer, words escaped
