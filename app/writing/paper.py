"""A text of a unit on paper: print view, PDF and Word, ordered where it is long."""

from flask import redirect
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.db import db
from app.disposing.told import that_it_was_done
from app.exports import ordering
from app.exports.answers import MEDIA_TYPES, as_file
from app.exports.answers import print_view as shown_as_on_paper
from app.exports.letterhead.routes import head_of_paper
from app.exports.ordering import LABELS, Paper, Places, likeness_of
from app.exports.orders.worker import written
from app.exports.tree import (
    Block,
    Bullets,
    Contents,
    Document,
    Heading,
    Letterhead,
    Paragraph,
    Quote,
    Run,
    Signature,
    Signatures,
    Voice,
    anchored,
    said,
)
from app.exports.words import words
from app.records.models import Edition
from app.ui import formats
from app.ui.install import locale
from app.writing import queries
from app.writing.content import (
    BroughtIn,
    BroughtLine,
    Content,
    TakenWords,
    Written,
    characters_in,
    wants_contents,
)
from app.writing.kinds import Closing
from app.writing.pages import Place, content_of
from app.writing.wording import STATES

UNIT_TEXT_ON_PAPER = "unit_text"


def _is_long(content: Content | None) -> bool:
    return 1 + characters_in(content) // ordering.CHARACTERS_A_PAGE >= ordering.LONG


def _paper(place: Place) -> tuple[Paper, bool]:
    content, edition = content_of(place)
    letterhead = head_of_paper()
    traits: list[object] = [
        place.text.id,
        place.text.state,
        place.text.revision,
        edition.erased_at is not None if edition else None,
        content.plain() if content else None,
        [one.words for one in _closed(place)],
    ]
    paper = Paper(
        UNIT_TEXT_ON_PAPER,
        place.text.id,
        likeness_of(traits, letterhead),
        f"{place.name} {place.text.unit.name}",
        lambda: text_document(place, content, edition, letterhead),
        _stands(place, edition),
    )
    return paper, _is_long(content)


def _stands(place: Place, edition: Edition | None) -> str:
    """Say in the name of a file how the text stands: a draft, or since which day it holds."""
    if edition is None:
        return str(STATES[place.text.state])
    day = formats.swedish_date(edition.established_at).isoformat()
    if place.kind.handing is not None:
        return gettext("lämnad %(day)s", day=day)
    return gettext("fastställd %(day)s", day=day)


def _places(place: Place, order_id: int) -> Places:
    return Places(
        here=place.address("ordered", order_id=order_id),
        fetch=place.address("fetch", order_id=order_id),
        again=place.address("order"),
        paper=place.address("print_view"),
    )


def print_page(place: Place) -> str:
    """Show the text as it will be on paper, with ways to keep it as a file."""
    paper, is_long = _paper(place)
    return shown_as_on_paper(
        paper.document(),
        back=(place.name, place.address()),
        files=[(label, place.address("file", form=form)) for label, form in LABELS if not is_long],
        ordered=[(label, place.address("order"), form) for label, form in LABELS if is_long],
    )


def file_answer(place: Place, form: str) -> Response:
    """Send the text as a file; a long one is ordered from the print view instead."""
    paper, is_long = _paper(place)
    if is_long:
        return redirect(place.address("print_view"))
    return as_file(written(paper.document(), form), MEDIA_TYPES[form], f"{paper.file_name}.{form}")


def order(place: Place) -> Response:
    """Order the text as a file, made while one does something else."""
    return ordering.ordered(_paper(place)[0], lambda order_id: _places(place, order_id).here)


def waiting(place: Place, order_id: int) -> str:
    """Show how far an ordered file has come."""
    title = gettext("Filen")
    return ordering.waiting_page(
        ordering.own(UNIT_TEXT_ON_PAPER, place.text.id, order_id),
        _places(place, order_id),
        title,
        [(place.text.unit.name, None), (place.name, place.address()), (title, None)],
    )


def fetched(place: Place, order_id: int) -> Response:
    """Send an ordered file, if it still says what one may read now."""
    return ordering.fetched(
        ordering.own(UNIT_TEXT_ON_PAPER, place.text.id, order_id),
        _paper(place)[0],
        _places(place, order_id),
    )


def text_document(
    place: Place, content: Content | None, edition: Edition | None, letterhead: Letterhead
) -> Document:
    """Put a text on paper: its parts in order, what was taken in and brought along, who stands behind it."""
    blocks: tuple[Block, ...] = _blocks(content, edition) + _closing(place, edition) + _signed(place, edition)
    if wants_contents(content):
        blocks = (Contents(gettext("Innehåll"), 1), *anchored(blocks))
    state = str(STATES[place.text.state])
    facts = [(gettext("Enhet"), place.text.unit.name), (gettext("Version"), str(place.text.number))]
    if edition is None:
        facts.append((gettext("Läge"), state))
    return Document(
        title=place.name,
        kind=place.kind.label(),
        language=locale(),
        lead=place.text.unit.name,
        marks=(_day(edition.established_at),) if edition else (state,),
        facts=tuple(facts),
        blocks=blocks,
        letterhead=letterhead,
        foot=_foot(place, edition),
        author="Samsyn",
        page_words=(gettext("Sida"), gettext("av")),
    )


def _foot(place: Place, edition: Edition | None) -> str:
    if edition is None:
        return gettext(
            "%(name)s, %(unit)s. %(state)s %(day)s.",
            name=place.name,
            unit=place.text.unit.name,
            state=str(STATES[place.text.state]).capitalize(),
            day=_day(clock.now()),
        )
    said = {"name": place.name, "unit": place.text.unit.name, "day": _day(edition.established_at)}
    if place.kind.handing is not None:
        return gettext("%(name)s, %(unit)s. Lämnad %(day)s.", **said)
    return gettext("%(name)s, %(unit)s. Fastställd %(day)s.", **said)


def _day(value: object) -> str:
    return formats.long_day(value, locale()).replace(" ", "\xa0")  # type: ignore[arg-type]


def _blocks(content: Content | None, edition: Edition | None) -> tuple[Block, ...]:
    if content is None:
        return (said(that_it_was_done(edition), Voice.GAP),)
    blocks: list[Block] = []
    for part in content.parts:
        blocks += _part(part)
    return tuple(blocks)


def _part(part: Written) -> list[Block]:
    blocks: list[Block] = [Heading(part.title), *words(part.text)]
    blocks += [_taken(one) for one in part.taken_in]
    for one in part.brought:
        blocks += _brought(one)
    if len(blocks) == 1:
        blocks.append(said(gettext("Inget skrivet här."), Voice.GAP))
    return blocks


def _taken(one: TakenWords) -> Block:
    return Quote(words(one.words), one.source)


def _closed(place: Place) -> list[Closing]:
    return place.kind.handing.closing(db.session, place.text) if place.kind.handing is not None else []


def _closing(place: Place, edition: Edition | None) -> tuple[Block, ...]:
    """Give what the receiver said of a text that was handed over."""
    blocks: list[Block] = []
    for one in _closed(place) if edition is not None and edition.erased_at is None else ():
        blocks += [Heading(one.title), *words(one.words), Paragraph((Run(one.about),), Voice.SMALL)]
    return tuple(blocks)


def _small(line: BroughtLine) -> list[Block]:
    return [Paragraph((Run(said),), Voice.SMALL) for said in (line.about, line.figures) if said]


def _brought(one: BroughtIn) -> list[Block]:
    blocks: list[Block] = [Heading(one.title, 3)] if one.title else []
    missing = [said(sentence, Voice.GAP) for sentence in one.missing]
    if not one.lines:
        gap = [said(one.gap, Voice.GAP)] if one.gap else []
        return [*blocks, *gap, *missing] if gap or missing else []
    if one.quoted:
        return [*blocks, *(Quote(words(line.words), line.about) for line in one.lines), *missing]
    said_in_talks = [Quote(words(line.words), line.about) for line in one.lines if line.passage]
    items = [(*words(line.words), *_small(line)) for line in one.lines if not line.passage]
    return [*blocks, *said_in_talks, *([Bullets(tuple(items))] if items else []), *missing]


def _signed(place: Place, edition: Edition | None) -> tuple[Block, ...]:
    if edition is None or not edition.signatures:
        return ()
    people = tuple(
        Signature(
            queries.name_of(db.session, one.person_id),
            gettext("Enhetens chef")
            if place.kind.handing is None
            else gettext("För %(unit)s", unit=place.text.unit.name),
            gettext("Fastställde %(day)s", day=_day(one.signed_at))
            if place.kind.handing is None
            else gettext("Lämnade %(day)s", day=_day(one.signed_at)),
        )
        for one in edition.signatures
    )
    return (Signatures(people),)
