"""The history of a line of meetings as a document: every established record, in the order of time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from app import clock
from app.dialogues.blueprint import pair_name
from app.dialogues.establishing.pages import signatures_of
from app.dialogues.establishing.record import read_record
from app.dialogues.establishing.services import content_of
from app.dialogues.models import Addendum, Dialogue, Series
from app.dialogues.papers.record import facts_of, record_blocks, traits_of
from app.dialogues.papers.wordings import day, page_words, title_of
from app.dialogues.wording import PAIRS
from app.exports.tree import Block, Contents, Document, Facts, Heading, Letterhead, NewPage, Voice, said
from app.records.models import Edition
from app.ui.install import locale

CONTENTS_FROM = 3
"""Records from which on a table of contents helps more than it takes."""


@dataclass(frozen=True, slots=True)
class Told:
    """What there is of a line of meetings to tell of."""

    series: Series
    records: Sequence[tuple[Dialogue, Edition]]
    addenda: Mapping[int, Sequence[Addendum]]

    @property
    def editions(self) -> list[Edition]:
        """Give the records themselves."""
        return [edition for _, edition in self.records]

    def traits(self) -> list[object]:
        """Give what is another as soon as the history would be."""
        of_records = [
            traits_of(dialogue, edition, self.addenda.get(dialogue.id, ()))
            for dialogue, edition in self.records
        ]
        return [of_records, pair_name(self.series)]


def history_document(told: Told, letterhead: Letterhead) -> Document:
    """Put every established record of a line of meetings on paper, the first one first."""
    blocks: list[Block] = []
    if len(told.records) >= CONTENTS_FROM:
        blocks.append(Contents(gettext("Innehåll")))
    for number, (dialogue, edition) in enumerate(told.records):
        if number or len(told.records) >= CONTENTS_FROM:
            blocks.append(NewPage())
        blocks += _one(dialogue, edition, told.addenda.get(dialogue.id, ()))
    if not told.records:
        blocks.append(said(gettext("Inget är fastställt än."), Voice.GAP))
    pair = pair_name(told.series)
    return Document(
        title=pair,
        kind=gettext("Dialoghistorik"),
        language=locale(),
        lead=gettext("Det de två har fastställt tillsammans, i tidsordning."),
        marks=(gettext("Uttagen %(day)s", day=day(clock.today())),),
        facts=_facts(told),
        blocks=tuple(blocks),
        letterhead=letterhead,
        foot=gettext("%(pair)s. Uttagen ur Samsyn %(day)s.", pair=pair, day=day(clock.today())),
        author="Samsyn",
        page_words=page_words(),
    )


def _one(dialogue: Dialogue, edition: Edition, addenda: Sequence[Addendum]) -> list[Block]:
    content = content_of(edition)
    record = read_record(content) if content else None
    return [
        Heading(title_of(dialogue), 2, anchor=f"dialog-{dialogue.id}", running=True),
        Facts(facts_of(dialogue, record)),
        *record_blocks(dialogue, record, edition, signatures_of(dialogue, edition, record), addenda, level=3),
    ]


def _facts(told: Told) -> tuple[tuple[str, str], ...]:
    facts = [(gettext("Slag"), str(PAIRS[told.series.pair_kind]))]
    number = len(told.records)
    facts.append((gettext("Fastställda möten"), ngettext("%(num)s möte", "%(num)s möten", number)))
    if number:
        first, last = told.records[0][0].starts_at, told.records[-1][0].starts_at
        facts.append((gettext("Tid"), day(first) if number == 1 else f"{day(first)} – {day(last)}"))
    return tuple(facts)
