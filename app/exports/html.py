"""Writes a document as HTML: for the print view in the browser, and as what the PDF is made of."""

from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest

from markupsafe import Markup, escape

from app.exports.tree import (
    Block,
    Bullets,
    Choices,
    Contents,
    Document,
    Facts,
    Heading,
    Letterhead,
    Lines,
    NewPage,
    Paragraph,
    Parts,
    Quote,
    Run,
    Signatures,
    Table,
    Voice,
    listed,
)

_NOTHING = Markup()
MOST_ROWS_TOGETHER = 8
"""Rows of a table that stays on one page."""
ARTICLE = "paper"
"""What the article is called, for whoever measures how far down the page it reaches."""


def article(document: Document, arms_url: str) -> Markup:
    """Write the document as one article; `arms_url` is where the picture of the letterhead is found."""
    parts = [
        _head(document, arms_url),
        Markup("<h1>{}</h1>").format(document.title),
        Markup('<p class="lead">{}</p>').format(document.lead) if document.lead else _NOTHING,
        _facts(document.facts),
        *(_block(block, document) for block in document.blocks),
        Markup('<p class="end">{}</p>').format(document.foot) if document.foot else _NOTHING,
    ]
    return Markup('<article class="paper scale-{}" id="{}" lang="{}">{}</article>').format(
        document.scale, ARTICLE, document.language, _joined(parts)
    )


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("\n").join(parts)


def _head(document: Document, arms_url: str) -> Markup:
    marks = [Markup('<p class="kind">{}</p>').format(document.kind)]
    marks += [Markup("<p>{}</p>").format(mark) for mark in document.marks]
    return Markup(
        '<header class="letterhead"><div class="sender">{}</div><div class="marks">{}</div></header>'
    ).format(_sender(document.letterhead, arms_url), _joined(marks))


def _sender(letterhead: Letterhead, arms_url: str) -> Markup:
    picture = _NOTHING
    if letterhead.arms is not None:
        picture = Markup('<img class="arms" src="{}" alt="{}">').format(arms_url, letterhead.arms.description)
    return picture + Markup('<p class="name">{}</p>').format(letterhead.name)


def _block(block: Block, document: Document) -> Markup:  # noqa: C901  one line a kind of block
    match block:
        case Paragraph():
            return _paragraph(block)
        case Heading():
            return _heading(block)
        case Bullets():
            return _bullets(block, document)
        case Quote():
            return _quote(block, document)
        case Table():
            return _table(block)
        case Signatures():
            return _signatures(block)
        case Choices():
            return _choices(block)
        case Lines():
            return Markup('<div class="write">{}</div>').format(
                Markup('<div class="rule"></div>') * block.number
            )
        case Facts():
            return _facts(block.pairs)
        case Contents():
            return _contents(block, document)
        case Parts():
            return _parts(block, document)
        case NewPage():
            return Markup('<div class="new-page"></div>')


def _paragraph(block: Paragraph) -> Markup:
    kind = "" if block.voice is Voice.WORDS else Markup(' class="{}"').format(block.voice.value)
    return Markup("<p{}>{}</p>").format(kind, _runs(block.runs))


def _runs(runs: Iterable[Run]) -> Markup:
    return _NOTHING.join(_run(run) for run in runs)


def _run(run: Run) -> Markup:
    if run.line_break:
        return Markup("<br>")
    text = escape(run.text)
    for used, tag in ((run.code, "code"), (run.emphasis, "em"), (run.strong, "strong")):
        if used:
            text = Markup("<{0}>{1}</{0}>").format(tag, text)
    if run.href:
        text = Markup('<a href="{}">{}</a>').format(run.href, text)
    return text


def _heading(block: Heading) -> Markup:
    number = Markup('<span class="number">{}</span> ').format(block.number) if block.number else _NOTHING
    named = [name for name, used in (("running", block.running), ("follows", block.follows)) if used]
    attributes = Markup(' class="{}"').format(" ".join(named)) if named else _NOTHING
    if block.anchor:
        attributes += Markup(' id="{}"').format(block.anchor)
    heading = Markup("<h{0}{1}>{2}{3}</h{0}>").format(block.level, attributes, number, block.text)
    if block.note:
        heading += Markup('<p class="beside">{}</p>').format(block.note)
    return heading


def _bullets(block: Bullets, document: Document) -> Markup:
    tag = "ol" if block.ordered else "ul"
    start = Markup(' start="{}"').format(block.start) if block.ordered and block.start != 1 else _NOTHING
    items = [Markup("<li>{}</li>").format(_item(item, document)) for item in block.items]
    return Markup("<{0}{1}>{2}</{0}>").format(tag, start, _joined(items))


def _parts(block: Parts, document: Document) -> Markup:
    pieces = [Markup('<div class="part">{}</div>').format(_several(one, document)) for one in block.parts]
    # Columns are filled here, one after the other: to balance them is slow work for the writer of PDF.
    high = -(-len(pieces) // block.columns)
    columns = [_joined(pieces[place : place + high]) for place in range(0, len(pieces), high or 1)]
    return Markup('<div class="parts columns-{}">{}</div>').format(
        block.columns, _joined(Markup('<div class="column">{}</div>').format(one) for one in columns)
    )


def _item(blocks: tuple[Block, ...], document: Document) -> Markup:
    # A lone paragraph needs no element of its own within its item.
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        return _runs(blocks[0].runs)
    return _several(blocks, document)


def _several(blocks: tuple[Block, ...], document: Document) -> Markup:
    return _joined(_block(block, document) for block in blocks)


def _quote(block: Quote, document: Document) -> Markup:
    side = Markup(" {}").format(block.side) if block.side else _NOTHING
    source = Markup('<p class="source">{}</p>').format(block.source) if block.source else _NOTHING
    inner = _joined(_block(one, document) for one in block.blocks)
    return Markup('<blockquote class="quote{}">{}{}</blockquote>').format(side, source, inner)


def _table(block: Table) -> Markup:
    widths = _NOTHING
    if block.widths:
        cols = [Markup('<col class="w{}">').format(share) for share in _shares(block.widths)]
        widths = Markup("<colgroup>{}</colgroup>").format(_joined(cols))
    head = _joined(Markup('<th scope="col">{}</th>').format(cell) for cell in block.head)
    empty = tuple("" for _ in block.head)
    rows = [_row(row, "", block.head) for row in block.rows]
    rows += [_row(empty, "blank", block.head) for _ in range(block.blank)]
    whole = Markup(' class="whole"') if len(rows) <= MOST_ROWS_TOGETHER else _NOTHING
    return Markup(
        "<table{}><caption>{}</caption>{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>"
    ).format(whole, block.caption, widths, head, _joined(rows))


STEP = 5
"""Columns are as wide as so many hundredths of the paper, or twice as many, and so on: there is a class for each."""


def _shares(widths: Sequence[int]) -> list[int]:
    """Give how many hundredths each column takes, a hundred in all: more would run past the edge of the paper."""
    total, steps = sum(widths), 100 // STEP
    exact = [width * steps / total for width in widths]
    found = [int(one) for one in exact]
    short = sorted(range(len(exact)), key=lambda at: found[at] - exact[at])
    for at in short[: steps - sum(found)]:
        found[at] += 1
    return [one * STEP for one in found]


def _row(cells: tuple[str, ...], kind: str, head: tuple[str, ...]) -> Markup:
    # On a telephone the cells of a row stand under each other, each with what its column is called.
    inner = _joined(
        Markup('<td data-label="{}">{}</td>').format(label, _lines(cell))
        for label, cell in zip_longest(head, cells, fillvalue="")
    )
    return Markup("<tr{}>{}</tr>").format(Markup(' class="{}"').format(kind) if kind else _NOTHING, inner)


def _lines(text: str) -> Markup:
    return Markup("<br>").join(text.split("\n"))


def _signatures(block: Signatures) -> Markup:
    people = [
        Markup('<li><p class="name">{}</p><p class="role">{}</p><p class="when">{}</p></li>').format(
            one.name, one.role, one.when
        )
        for one in block.people
    ]
    return Markup('<ul class="signatures">{}</ul>').format(_joined(people))


def _choices(block: Choices) -> Markup:
    options = [
        Markup('<span class="option"><span class="box"></span>{}</span>').format(one) for one in block.options
    ]
    return Markup('<p class="choices"><span class="label">{}</span> {}</p>').format(
        block.label, _joined(options)
    )


def _facts(pairs: tuple[tuple[str, str], ...]) -> Markup:
    if not pairs:
        return _NOTHING
    inner = [Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(term, _lines(value)) for term, value in pairs]
    return Markup('<dl class="facts">{}</dl>').format(_joined(inner))


def _contents(block: Contents, document: Document) -> Markup:
    items = [
        Markup('<li class="level-{}"><a href="#{}">{}{}</a></li>').format(
            one.level, one.anchor, f"{one.number} " if one.number else "", one.text
        )
        for one in listed(document, block)
    ]
    return Markup('<nav class="contents" aria-label="{0}"><h2>{0}</h2><ol>{1}</ol></nav>').format(
        block.title, _joined(items)
    )


def whole(document: Document, arms_url: str) -> str:
    """Write the document as a page of its own, for the writer of PDF."""
    described = chain(
        [Markup('<meta name="author" content="{}">').format(document.author)] if document.author else [],
        [Markup('<meta name="description" content="{}">').format(document.kind)],
    )
    return str(
        Markup(
            '<!DOCTYPE html><html lang="{}"><head><meta charset="utf-8"><title>{}</title>{}</head><body>{}</body></html>'
        ).format(document.language, document.title, _joined(described), article(document, arms_url))
    )
