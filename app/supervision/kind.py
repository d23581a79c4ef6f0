"""An edition of the overview: the kommunchef's own words above what was released, part by part (Tranemo 5.2)."""

from collections.abc import Sequence

from flask_babel import gettext
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import Role
from app.organisation.reach import holdings
from app.steering.routes import profile_in_force
from app.supervision import queries, telling
from app.supervision.pages import (
    Row,
    part_rows,
    quoted_line,
    sources_of,
)
from app.supervision.periods import looked_at, since_edition
from app.supervision.queries import Period
from app.supervision.repeating import repeated
from app.ui.addresses import url_for
from app.writing.kinds import Brought, ByPart, Heading, TextKind
from app.writing.models import Part, UnitText

OVERVIEW = "supervision_overview"
OTHER_KEY = "other"
MOST_QUOTED = 12
"""Passages of one section in one part of an edition: an hour's reading in all, not everything there is."""


def headings(_session: Session, _unit_id: int, _year: int) -> Sequence[Heading]:
    """Give what an edition begins with: own words on top, then the parts of the steering model's supervision."""
    parts = [
        Heading(part.key, part.title.sv, "- Vad betyder det som sägs, och vad gör vi?", part.key)
        for part in profile_in_force().supervision
    ]
    return [
        Heading(
            "opening", "Till kommunstyrelsen", "- Vad vill du att styrelsen ska veta och ta ställning till?"
        ),
        *parts,
        Heading(OTHER_KEY, "Övrigt som lyfts", "", OTHER_KEY),
    ]


def brings(session: Session, text: UnitText, parts: Sequence[Part]) -> ByPart:
    """Give what was released and what is missing in each part since the edition before, section by section."""
    profile, today = profile_in_force(), clock.today()
    chief = _chief(session, text.unit_id)
    if chief is None:
        return {}
    sections = queries.sections_of(session, text.unit_id, whole=True, day=today)
    period = Period(since_edition(queries.last_edition_at(session, OVERVIEW, text.unit_id), text.year))
    found: ByPart = {}
    for part in parts:
        wanted = next((one for one in profile.all_supervision_parts() if one.key == part.brings), None)
        if wanted is None and part.brings != OTHER_KEY:
            continue
        rows = part_rows(
            session,
            actor=chief,
            sections=sections,
            sources=sources_of(profile, wanted),
            period=period,
            looked=looked_at(today, text.year),
            most=MOST_QUOTED,
        )
        found[part.id] = [_brought(row) for row in rows if not row.silent]
    return found


def _chief(session: Session, unit_id: int) -> Actor | None:
    """Give whoever leads the unit now: an edition holds what the kommunchef may read, whoever looks at it."""
    person = telling.leader_of(session, unit_id, clock.today())
    if person is None:
        return None
    held = holdings(session, person.id, clock.today())
    led = tuple(one for one in held if one.role is Role.MANAGER and one.unit_id == unit_id)
    return Actor(person.id, person.name, person.language, led)


def _brought(row: Row) -> Brought:
    missing = row.missing
    if row.total > len(row.passages):
        missing.append(
            gettext("Här står de %(some)s senaste av %(all)s stycken.", some=len(row.passages), all=row.total)
        )
    return Brought(
        row.section.name,
        [
            (
                one.text,
                quoted_line(one, row.figures.get(one.id, ())),
                url_for("passages.one", passage_id=one.id),
            )
            for one in row.passages
        ],
        missing=missing,
        quoted=True,
        passages=[one.id for one in row.passages],
    )


def established(session: Session, text: UnitText, actor_id: int) -> None:
    """Hand the edition over: those who receive it are told."""
    telling.handed_over(session, text, actor_id)


KIND = TextKind(
    key=OVERVIEW,
    label=lambda: gettext("Uppsikt, utgåva till kommunstyrelsen"),
    explanation=lambda: gettext(
        "Det som båda parter i samtalen har släppt sedan förra utgåvan, med chefens egna ord överst. När den fastställs "
        "lämnas den till kommunstyrelsen, och förtroendevalda och revisorer läser just den."
    ),
    headings=headings,
    home=lambda _unit_id, _year: url_for("supervision.editions"),
    room=lambda: gettext("Uppsikt"),
    door="supervision.index",
    by_year=True,
    arranged=True,
    brings=brings,
    repeats=repeated,
    on_established=established,
    led_only=True,
    top_only=True,
)
