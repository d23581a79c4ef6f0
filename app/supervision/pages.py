"""The overview put together: for a part, a row for each section with what was released, what waits and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.passages.models import Passage
from app.steering.routes import kind_name
from app.steering.schema import Profile
from app.steering.shapes.reports import SupervisionPart
from app.supervision import kept_rows, queries
from app.supervision.figures import Figure, Figures, figures_behind
from app.supervision.gaps import GapKind, Looked, gap_kinds
from app.supervision.models import OTHER
from app.supervision.placing import sources_in
from app.supervision.queries import Gap, Period, Section
from app.ui.formats import number_word
from app.ui.install import capitalised, day, locale

NONE_KEPT = kept_rows.Numbers(frozenset(), {})

OTHER_PART = "ovrigt"
"""What stands in the address for what belongs to no part."""


@dataclass(frozen=True, slots=True)
class Row:
    """A section in a part of the overview."""

    section: Section
    passages: list[Passage] = field(default_factory=list)
    total: int = 0
    waiting: int = 0
    gaps: list[Gap] = field(default_factory=list)
    figures: Figures = field(default_factory=dict)

    @property
    def silent(self) -> bool:
        """Tell whether there is nothing to tell of, and nothing missing either."""
        return not (self.passages or self.waiting or self.gaps)

    @property
    def missing(self) -> list[str]:
        """What is missing, in sentences."""
        waiting = [waiting_words(self.waiting)] if self.waiting else []
        return [*waiting, *(self.sentence(one) for one in self.gaps)]

    def sentence(self, gap: Gap) -> str:
        """Say what is missing: of how many units, or simply that, where the row is one unit."""
        return f"{gap.kind.label}." if self.section.units == 1 else gap.kind.words(gap.units)


def sources_of(profile: Profile, part: SupervisionPart | None) -> list[str]:
    """Give the sources of a part; None is what belongs to none."""
    return sources_in(profile, part) if part is not None else [OTHER]


def part_rows(
    session: Session,
    *,
    actor: Actor,
    sections: Sequence[Section],
    sources: Sequence[str],
    period: Period,
    looked: Looked,
    most: int = queries.SHOWN,
    kept_part: str | None = None,
    among: Sequence[Section] = (),
) -> list[Row]:
    """Put a part together, in as many statements whatever there is of sections, passages and gaps.

    `among` are all rows of the overview, where only some are asked for.
    With `kept_part`, the key of a part, what is kept counted is used; only for who may read all of it.
    """
    ids = [one.id for one in sections]
    rows = [one.id for one in among] or ids
    kinds = gap_kinds.of(sources)
    if kept_part is None:
        quoted = queries.quoted(
            session,
            actor=actor,
            day=looked.day,
            sections=ids,
            sources=sources,
            period=period,
            most=most,
            among=rows,
        )
        waiting = queries.unanswered(
            session, actor=actor, day=looked.day, sections=ids, sources=sources, among=rows
        )
        kept = [one.key for one in kinds if one.counts]
        lacks = (
            kept_rows.lacks(session, kept, ids, looked.day)
            if kept and ids and looked.is_of_today
            else NONE_KEPT
        )
        missing = _missing(session, kinds, lacks, looked, ids)
    else:
        quoted = kept_rows.newest(session, ids, kept_part, period, most)
        numbers = kept_rows.numbers(session, [one.key for one in kinds if one.counts], kept_part, looked.day)
        waiting = {one: numbers.waiting(kept_part, one) for one in ids}
        missing = _missing(session, kinds, numbers, looked, ids)
    shown = [passage for one in quoted.values() for passage in one.passages]
    figures = figures_behind(session, actor, shown, sources)
    return [
        Row(
            one,
            quoted[one.id].passages if one.id in quoted else [],
            quoted[one.id].total if one.id in quoted else 0,
            waiting.get(one.id, 0),
            missing.get(one.id, []),
            figures,
        )
        for one in sections
    ]


def _missing(
    session: Session,
    kinds: Sequence[GapKind],
    numbers: kept_rows.Numbers,
    looked: Looked,
    sections: Sequence[int],
) -> dict[int, list[Gap]]:
    """Give what is missing in each row: as it is kept, and what is not kept counted now."""
    counted = queries.gaps(session, [one for one in kinds if one.key not in numbers.kept], looked, sections)
    units = {(gap.kind.key, section): gap.units for section, gaps in counted.items() for gap in gaps}
    units |= numbers.by_row
    return {
        section: [Gap(kind, number) for kind in kinds if (number := units.get((kind.key, section), 0))]
        for section in sections
    }


def source_line(passage: Passage) -> str:
    """Say where a passage was said, when, and who released it."""
    words = gettext(
        "%(rep)s och %(over)s, dialog %(day)s · släppt av %(one)s och %(other)s",
        rep=passage.rep_unit.name,
        over=passage.over_unit.name,
        day=day(passage.said_on),
        one=passage.rep_person.name,
        other=passage.over_person.name,
    )
    if not passage.answers:
        return words
    last = passage.answers[-1]
    answered = gettext("besvarad av %(name)s %(day)s", name=last.answered_by.name, day=day(last.answered_at))
    return f"{words} · {answered}"


def quoted_line(passage: Passage, figures: Sequence[Figure]) -> str:
    """Say the same as `source_line`, and the figures behind what was said: for an edition, where nothing is folded."""
    told = [
        " ".join(part for part in (f"{one.title}:", one.latest, f"({one.when})" if one.when else "") if part)
        for one in figures
        if one.latest
    ]
    return f"{source_line(passage)} · {'; '.join(told)}" if told else source_line(passage)


def section_words(section: Section) -> str:
    """Say what a row is: how many units a section has, or that it is a board or a company."""
    if section.beside and section.units == 1:
        return capitalised(kind_name(section.kind)) + "."
    return units_words(section.units)


def units_words(number: int) -> str:
    """Say how many units a section has."""
    return ngettext(
        "En enhet.", "%(words)s enheter.", number, words=capitalised(number_word(number, locale()))
    )


def waiting_words(number: int) -> str:
    """Say how many raised matters wait for an answer."""
    return ngettext(
        "Ett lyft väntar på svar.",
        "%(words)s lyft väntar på svar.",
        number,
        words=capitalised(number_word(number, locale())),
    )
