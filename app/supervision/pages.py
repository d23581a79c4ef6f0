"""The overview put together: for a part, a row for each section with what was released, what waits and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.clock import from_stockholm
from app.passages.models import Passage
from app.steering.schema import Profile
from app.steering.shapes.reports import SupervisionPart
from app.supervision import queries
from app.supervision.gaps import Looked, gap_kinds
from app.supervision.models import OTHER
from app.supervision.placing import sources_in
from app.supervision.queries import Gap, Period, Section
from app.ui.formats import number_word
from app.ui.install import capitalised, day, locale

OTHER_PART = "ovrigt"
"""What stands in the address for what belongs to no part."""

TALKED_WITHIN = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Row:
    """A section in a part of the overview."""

    section: Section
    passages: list[Passage] = field(default_factory=list)
    total: int = 0
    waiting: int = 0
    gaps: list[Gap] = field(default_factory=list)

    @property
    def silent(self) -> bool:
        """Tell whether there is nothing to tell of, and nothing missing either."""
        return not (self.passages or self.waiting or self.gaps)


def sources_of(profile: Profile, part: SupervisionPart | None) -> list[str]:
    """Give the sources of a part; None is what belongs to none."""
    return sources_in(profile, part) if part is not None else [OTHER]


def looked_at(today: date, year: int) -> Looked:
    """Say which day and year are looked at; talks count for a year back."""
    return Looked(today, year, from_stockholm(today - TALKED_WITHIN))


def part_rows(
    session: Session,
    *,
    actor: Actor,
    sections: Sequence[Section],
    sources: Sequence[str],
    period: Period,
    looked: Looked,
    most: int = queries.SHOWN,
) -> list[Row]:
    """Put a part together, in as many statements whatever there is of sections, passages and gaps."""
    ids = [one.id for one in sections]
    quoted = queries.quoted(
        session, actor=actor, day=looked.day, sections=ids, sources=sources, period=period, most=most
    )
    waiting = queries.unanswered(session, actor=actor, day=looked.day, sections=ids, sources=sources)
    missing = queries.gaps(session, gap_kinds.of(sources), looked, ids)
    return [
        Row(
            one,
            quoted[one.id].passages if one.id in quoted else [],
            quoted[one.id].total if one.id in quoted else 0,
            waiting.get(one.id, 0),
            missing.get(one.id, []),
        )
        for one in sections
    ]


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


def units_words(number: int) -> str:
    """Say how many units a section has."""
    return ngettext(
        "En enhet.", "%(words)s enheter.", number, words=capitalised(number_word(number, locale()))
    )


def waiting_words(number: int) -> str:
    """Say how many raised matters wait for an answer."""
    return ngettext(
        "En lyft fråga väntar på svar.",
        "%(words)s lyfta frågor väntar på svar.",
        number,
        words=capitalised(number_word(number, locale())),
    )


def since_edition(at: datetime | None, year: int) -> datetime:
    """Give after when something is new: the last edition, or the turn of the year where there is none."""
    return at if at is not None else queries.before_year(year)
