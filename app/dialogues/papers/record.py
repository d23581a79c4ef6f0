"""The established record as a document."""

import re
from collections.abc import Sequence

from flask_babel import gettext

from app.dialogues.blueprint import pair_name
from app.dialogues.establishing.record import Attached, Marked, Promised, Record, Section
from app.dialogues.models import Addendum, Dialogue, Side
from app.dialogues.papers.wordings import VERDICTS, day, moment, page_words, role_of, title_of
from app.disposing.told import that_it_was_done
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
    Table,
    Voice,
    anchored,
    said,
)
from app.exports.words import words
from app.records.models import Edition
from app.ui.install import locale

_ABBREVIATED = re.compile(r"^(dnr|diarienr|diarienummer)\b[.:]?\s*(?=\S)", re.IGNORECASE)

LONG = 14_000
"""Characters of a record from which on a table of contents helps more than it takes: some five pages."""


def record_document(
    dialogue: Dialogue,
    *,
    record: Record | None,
    edition: Edition | None,
    signatures: Sequence[dict[str, object]],
    addenda: Sequence[Addendum],
    letterhead: Letterhead,
) -> Document:
    """Put an established record on paper: what it says, who stands behind it, what was added since."""
    blocks = record_blocks(dialogue, record, edition, signatures, addenda, level=2)
    if edition is not None and len(edition.content or "") > LONG:
        blocks = (Contents(gettext("Innehåll"), 2), *anchored(blocks))
    return Document(
        title=title_of(dialogue),
        kind=dialogue.record_type or gettext("Fastställd dialog"),
        language=locale(),
        lead=pair_of(dialogue, record),
        marks=marks_of(dialogue, edition),
        facts=facts_of(dialogue, record),
        blocks=blocks,
        letterhead=letterhead,
        foot=foot_of(dialogue, record, edition),
        author="Samsyn",
        page_words=page_words(),
    )


def traits_of(dialogue: Dialogue, edition: Edition | None, addenda: Sequence[Addendum]) -> list[object]:
    """Give what is another as soon as a record on paper would be: what is established, filed, added, erased."""
    return [
        *(dialogue.id, dialogue.title, dialogue.registry_number, dialogue.record_type),
        *(dialogue.secrecy, str(dialogue.secrecy_on or "")),
        (edition.id, edition.content_hash, edition.erased_at is not None) if edition else None,
        [(one.id, one.edition_id, one.text) for one in addenda],
    ]


def marks_of(dialogue: Dialogue, edition: Edition | None) -> tuple[str, ...]:
    """Give what stands at the head: the secrecy mark, the registry number, and the day it was established."""
    number = numbered(dialogue.registry_number) if dialogue.registry_number else ""
    marks = (secrecy_of(dialogue), number, day(edition.established_at) if edition else "")
    return tuple(mark for mark in marks if mark)


def secrecy_of(dialogue: Dialogue) -> str:
    """Say what secrecy mark a record bears, with its statute and its day; nothing where it bears none."""
    if not dialogue.secrecy or dialogue.secrecy_on is None:
        return ""
    return gettext("Sekretess: %(statute)s, %(day)s", statute=dialogue.secrecy, day=day(dialogue.secrecy_on))


def numbered(number: str) -> str:
    """Give a registry number with its abbreviation, once: some write it along."""
    return gettext("Dnr %(number)s", number=_ABBREVIATED.sub("", number))


def pair_of(dialogue: Dialogue, record: Record | None) -> str:
    """Name the two ends as they were called when the record was established."""
    employee = dialogue.series.rep_post.person
    if record is None or employee is not None:
        return pair_name(dialogue.series)
    return gettext("%(over)s och %(rep)s", over=record.over_unit, rep=record.rep_unit)


def foot_of(dialogue: Dialogue, record: Record | None, edition: Edition | None) -> str:
    """Say at the foot of each page what this is and since when it stands."""
    if edition is None:
        return pair_of(dialogue, record)
    return gettext(
        "%(pair)s. Fastställd av båda %(day)s.",
        pair=pair_of(dialogue, record),
        day=day(edition.established_at),
    )


def facts_of(dialogue: Dialogue, record: Record | None) -> tuple[tuple[str, str], ...]:
    """Give when, where and who, and where the record is registered."""
    facts = [(gettext("När"), moment(dialogue.starts_at))]
    if dialogue.place:
        facts.append((gettext("Var"), dialogue.place))
    if record is not None:
        present = [one.name for one in record.people if one.present]
        absent = [one.name for one in record.people if one.present is False]
        facts.append((gettext("Med på mötet"), ", ".join(present) or gettext("inte noterat")))
        if absent:
            facts.append((gettext("Inte med"), ", ".join(absent)))
    if dialogue.registry_number:
        facts.append((gettext("Diarienummer"), dialogue.registry_number))
    if dialogue.record_type:
        facts.append((gettext("Handlingstyp"), dialogue.record_type))
    if dialogue.secrecy and dialogue.secrecy_on:
        facts.append((gettext("Sekretessmarkering"), f"{dialogue.secrecy}, {day(dialogue.secrecy_on)}"))
    return tuple(facts)


def record_blocks(
    dialogue: Dialogue,
    record: Record | None,
    edition: Edition | None,
    signatures: Sequence[dict[str, object]],
    addenda: Sequence[Addendum],
    *,
    level: int,
) -> tuple[Block, ...]:
    """Give the record itself, its headings from `level` down."""
    if record is None:
        return (
            said(that_it_was_done(edition), Voice.GAP),
            *_signed(dialogue, None, edition, signatures, level),
        )
    blocks: list[Block] = [Heading(gettext("Gemensam bild"), level), *words(record.whole)]
    if record.sections:
        blocks.append(Heading(gettext("Teman"), level))
    for number, section in enumerate(record.sections, start=1):
        blocks += _section(record, section, number, level + 1)
    if record.agreements:
        blocks += [Heading(gettext("Överenskommelser"), level), _agreements(record)]
    if record.decisions:
        decisions = tuple((said(decision),) for decision in record.decisions)
        blocks += [Heading(gettext("Beslut"), level), Bullets(decisions)]
    if record.raised:
        raised = tuple(
            (Paragraph(_raised(one.text, one.theme)), *_about(one.subjects)) for one in record.raised
        )
        blocks += [Heading(gettext("Lyft till nästa nivå av båda"), level), Bullets(raised)]
    if record.files:
        blocks += [Heading(gettext("Bilagor"), level), Bullets(tuple(_file(one) for one in record.files))]
    blocks += _opinions(signatures, level)
    blocks += _signed(dialogue, record, edition, signatures, level)
    blocks += _addenda(dialogue, addenda, level)
    return tuple(blocks)


def _section(record: Record, section: Section, number: int, level: int) -> list[Block]:
    verdict = str(VERDICTS[section.verdict]).capitalize() if section.verdict else ""
    blocks: list[Block] = [Heading(section.title, level, str(number), verdict)]
    blocks += words(section.note) or (said(gettext("Inget skrivet om det här temat."), Voice.GAP),)
    blocks += _about(section.subjects)
    if section.over_verdict != section.rep_verdict:
        blocks.append(said(_seen_by_each(record, section), Voice.SMALL))
    return blocks


def _seen_by_each(record: Record, section: Section) -> str:
    """Tell what each said where they said different things, or only one of them said anything."""
    rep, over = record.name_of(Side.REP), record.name_of(Side.OVER)
    if section.rep_verdict and section.over_verdict:
        first, second = VERDICTS[section.rep_verdict], VERDICTS[section.over_verdict]
        return gettext(
            "%(one)s ser %(first)s, %(other)s ser %(second)s.",
            one=rep,
            first=first,
            other=over,
            second=second,
        )
    one, other = (rep, over) if section.rep_verdict else (over, rep)
    seen = VERDICTS[section.rep_verdict or section.over_verdict or ""]
    return gettext("%(one)s ser %(seen)s, %(other)s sade inte sitt.", one=one, seen=seen, other=other)


def _about(subjects: Sequence[Marked]) -> list[Block]:
    if not subjects:
        return []
    return [
        said(
            gettext("Handlar om: %(subjects)s", subjects=", ".join(one.title for one in subjects)),
            Voice.SMALL,
        )
    ]


def _agreements(record: Record) -> Table:
    rows = tuple((one.what, _who(record, one), day(one.due_on)) for one in record.agreements)
    head = (gettext("Vad"), gettext("Vem"), gettext("När"))
    return Table(gettext("Överenskommelser"), head, rows, (52, 24, 24))


def _who(record: Record, promised: Promised) -> str:
    names = gettext("båda") if promised.who == "both" else record.name_of(promised.who)
    if promised.together_with:
        return gettext("%(names)s, tillsammans med %(others)s", names=names, others=promised.together_with)
    return names


def _raised(text: str, theme: str) -> tuple[Run, ...]:
    return (Run(text), Run(f" ({theme})", emphasis=True)) if theme else (Run(text),)


def _file(file: Attached) -> tuple[Block, ...]:
    """Name a file so that whoever has it can tell that it is the one that was established."""
    return said(file.name), said(gettext("SHA-256: %(sum)s", sum=file.sha256), Voice.SMALL)


def _opinions(signatures: Sequence[dict[str, object]], level: int) -> list[Block]:
    blocks: list[Block] = []
    for one in signatures:
        if one["own_opinion"]:
            blocks.append(Heading(gettext("Egen mening"), level))
            blocks.append(Quote(words(str(one["own_opinion"])), str(one["name"]), str(one["side"])))
    return blocks


def _signed(
    dialogue: Dialogue,
    record: Record | None,
    edition: Edition | None,
    signatures: Sequence[dict[str, object]],
    level: int,
) -> list[Block]:
    if edition is None:
        return []
    series = dialogue.series
    units = {
        Side.OVER: record.over_unit if record else series.over_post.unit.name,
        Side.REP: record.rep_unit if record else series.rep_post.unit.name,
    }
    people = []
    for one in signatures:
        side = Side(str(one["side"]))
        name = (record.name_of(side) if record else "") or str(one["name"])
        people.append(
            Signature(
                name,
                role_of(dialogue, side, units[side]),
                gettext("Fastställde %(when)s", when=moment(one["at"])),  # type: ignore[arg-type]
            )
        )
    told = gettext(
        "Båda har fastställt samma version (nr %(number)s). Kontrollsumma: %(sum)s",
        number=edition.number,
        sum=edition.content_hash,
    )
    return [
        Heading(gettext("Fastställd"), level, follows=True),
        Signatures(tuple(people)),
        said(told, Voice.SMALL),
    ]


def _addenda(dialogue: Dialogue, addenda: Sequence[Addendum], level: int) -> list[Block]:
    blocks: list[Block] = []
    for number, one in enumerate((one for one in addenda if one.edition_id is not None), start=1):
        names = {p.person_id: p.person.name for p in dialogue.participants}
        stood = [
            gettext("%(name)s, %(when)s", name=names.get(person_id or 0, ""), when=moment(at))
            for person_id, at in (
                (one.over_person_id, one.over_consent_at),
                (one.rep_person_id, one.rep_consent_at),
            )
            if at is not None
        ]
        blocks += [
            Heading(gettext("Tillägg %(number)s", number=number), level),
            *(words(one.text) or (said(gettext("Texten är gallrad enligt beslut."), Voice.GAP),)),
            said(gettext("Fastställt av båda: %(who)s", who="; ".join(stood)), Voice.SMALL),
        ]
    return blocks
