"""The supervision overview: what was released part by part, what is missing, and the editions of it."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, request
from flask_babel import gettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from app import clock
from app.access.actor import Actor
from app.access.guard import acting, requires
from app.access.matrix import May, Role
from app.db import db
from app.paging import pages_of
from app.passages import rules as passage_rules
from app.passages.models import Passage
from app.passages.queries.rights import readable_by as passage_readable_by
from app.records.reading_log import log_readings
from app.records.services import record
from app.steering.routes import profile_in_force, worded
from app.steering.shapes.reports import SupervisionPart
from app.supervision import kept_rows, queries
from app.supervision.figures import figures_behind
from app.supervision.gaps import Looked, gap_kinds
from app.supervision.keeping import moved as keep_moved
from app.supervision.kind import KIND, OVERVIEW
from app.supervision.models import OTHER, Placing
from app.supervision.pages import (
    OTHER_PART,
    part_rows,
    section_words,
    source_line,
    sources_of,
    waiting_words,
)
from app.supervision.periods import before_year, looked_at, since_edition
from app.supervision.placing import part_key, sources_in
from app.supervision.queries import Period, Section
from app.supervision.readers import opens_for
from app.ui.addresses import url_for
from app.ui.notices import tell
from app.writing.queries import readable_by

supervision = Blueprint("supervision", __name__, url_prefix="/uppsikt", template_folder="templates")

ID = "int(max=2147483647)"
PERIODS = ("utgava", "ar", "forra-aret", "allt")
"""Since the last edition, this year, last year, all there is."""


@dataclass(frozen=True, slots=True)
class Overseen:
    """Whose overview is looked at, its rows, and what was asked for."""

    unit_id: int
    whole: bool
    sections: list[Section]
    part: SupervisionPart | None
    asked: bool
    """Whether the part is one that was asked for."""
    section: Section | None
    period_key: str
    period: Period
    looked: Looked
    last_edition: datetime | None
    page: int
    kept: bool
    """Whether what is kept counted serves: for who may read all of it, and while it is of today."""

    @property
    def sources(self) -> list[str]:
        """The sources of the part."""
        return sources_of(profile_in_force(), self.part)

    @property
    def part_key(self) -> str:
        """The part as it stands in the address."""
        return self.part.key if self.part is not None else OTHER_PART

    @property
    def kept_part(self) -> str | None:
        """The part as it is kept; None where what is kept does not serve."""
        if not self.kept:
            return None
        return self.part.key if self.part is not None else OTHER

    @property
    def rows(self) -> list[Section]:
        """The sections shown: a page of them, or the one asked for."""
        if self.section is not None:
            return [self.section]
        first = (self.page - 1) * queries.ROWS_AT_ONCE
        return self.sections[first : first + queries.ROWS_AT_ONCE]

    @property
    def pages(self) -> int:
        """How many pages of sections there are."""
        return 1 if self.section is not None else pages_of(len(self.sections), queries.ROWS_AT_ONCE)

    @property
    def near(self) -> list[Section]:
        """The sections one can turn to: all where they are few, otherwise those of the page."""
        return self.sections if len(self.sections) <= queries.ROWS_AT_ONCE else self.rows

    def address(self, **changed: object) -> dict[str, object]:
        """Give what stands in the address, with some of it changed."""
        said: dict[str, object] = {
            "del": self.part_key,
            "enhet": self.section.id if self.section else None,
            "tid": self.period_key if self.period_key != PERIODS[0] else None,
            "sida": self.page if self.page > 1 and "enhet" not in changed else None,
        } | changed
        return {key: value for key, value in said.items() if value not in (None, "")}


@supervision.get("/")
@requires(May.READ_OVERVIEW)
def index() -> str | Response:
    """Show a part of the overview, section by section; who oversees nothing is led to the editions.

    Where no part is asked for it is the first in which there is something to read: words before what is missing.
    """
    overseen = _overseen(acting())
    if overseen is None:
        _refuse_who_reads_none()
        return redirect(url_for("supervision.editions"))
    counted = _counted(overseen)
    if not overseen.asked:
        overseen = replace(overseen, part=_first_with_words(overseen.part, counted))
    rows = part_rows(
        db.session,
        actor=acting(),
        sections=overseen.rows,
        sources=overseen.sources,
        period=overseen.period,
        looked=overseen.looked,
        kept_part=overseen.kept_part,
        among=overseen.sections,
    )
    _note_readings([one for row in rows for one in row.passages])
    titles = {part.key: worded(part.title) for part in profile_in_force().supervision}
    tabs = [
        (key, title, counted.get(key, 0)) for key, title in [*titles.items(), (OTHER_PART, gettext("Övrigt"))]
    ]
    return render_template(
        "supervision/index.html",
        overseen=overseen,
        rows=rows,
        tabs=tabs,
        new=sum(counted.values()),
        last_edition=overseen.last_edition,
        most_counted=kept_rows.MOST_COUNTED,
        may_write=acting().is_chief_executive,
        reads_editions=acting().is_chief_executive
        or any(one.role is not Role.MANAGER for one in acting().holdings),
        source_line=source_line,
        section_words=section_words,
        waiting_words=waiting_words,
        kind=KIND,
        OTHER_PART=OTHER_PART,
        page_address=lambda number: url_for("supervision.index", **overseen.address(sida=number)),
        first=(overseen.page - 1) * queries.ROWS_AT_ONCE + 1,
    )


def _first_with_words(first: SupervisionPart | None, counted: dict[str, int]) -> SupervisionPart | None:
    """Give the first part with something new; None is what belongs to no part, and without anything new it is the first."""
    parts = {one.key: one for one in profile_in_force().supervision}
    wordy = next((key for key in [*parts, OTHER_PART] if counted.get(key)), None)
    return first if wordy is None else parts.get(wordy)


def _counted(overseen: Overseen) -> dict[str, int]:
    """Count what is new in each part, by its key in the address."""
    profile = profile_in_force()
    if overseen.kept:
        parts = [*(part.key for part in profile.supervision), OTHER]
        section = overseen.section.id if overseen.section else None
        found = kept_rows.counted(db.session, parts, overseen.period, section)
    else:
        by_source = queries.count_new(
            db.session,
            actor=acting(),
            day=overseen.looked.day,
            above=[overseen.unit_id] if not overseen.whole and overseen.section is None else [],
            sections=[overseen.section.id] if overseen.section else [one.id for one in overseen.sections],
            period=overseen.period,
        )
        found = {}
        for source, number in by_source.items():
            key = part_key(profile, source)
            found[key] = found.get(key, 0) + number
    return {key or OTHER_PART: number for key, number in found.items()}


@supervision.get(f"/stycken/<{ID}:section_id>")
@requires(May.READ_OVERVIEW)
def passages(section_id: int) -> str:
    """Show all that was released about a part in one section."""
    overseen, section = _section(section_id)
    waiting_only = request.args.get("svar") == "vantar"
    found = queries.one_section(
        db.session,
        actor=acting(),
        day=overseen.looked.day,
        section=section.id,
        among=[one.id for one in overseen.sections],
        sources=overseen.sources,
        period=overseen.period,
        page=_asked_page(),
        waiting_only=waiting_only,
    )
    _note_readings(found.rows)
    return render_template(
        "supervision/passages.html",
        overseen=overseen,
        section=section,
        found=found,
        source_line=source_line,
        page_address=lambda number: url_for(
            "supervision.passages",
            section_id=section.id,
            **overseen.address(enhet=None, sida=number, svar="vantar" if waiting_only else None),
        ),
        waiting_only=waiting_only,
        figures=figures_behind(db.session, acting(), found.rows, overseen.sources),
        part_title=_part_title(overseen),
        part_choices=_part_choices() if acting().is_chief_executive else [],
    )


@supervision.get(f"/luckor/<{ID}:section_id>/<key>")
@requires(May.READ_OVERVIEW)
def gap(section_id: int, key: str) -> str:
    """Show which units of a section lack something."""
    overseen, section = _section(section_id)
    kind = gap_kinds.get(key)
    if kind is None:
        abort(404)
    found = queries.lacking_units(db.session, kind, overseen.looked, section.id, page=_asked_page())
    return render_template(
        "supervision/gap.html",
        overseen=overseen,
        section=section,
        kind=kind,
        found=found,
        told=kind.told(db.session, overseen.looked, [one for one, _, _ in found.rows]) if kind.told else {},
        page_address=lambda number: url_for(
            "supervision.gap", section_id=section.id, key=key, **overseen.address(enhet=None, sida=number)
        ),
        part_title=_part_title(overseen),
        opens=kind.for_all or not section.beside,
    )


@supervision.get("/utgavor")
@requires(May.READ_OVERVIEW)
def editions() -> str:
    """List the editions one may read."""
    _refuse_who_reads_none()
    day = clock.today()
    return render_template(
        "supervision/editions.html",
        editions=queries.editions_of(db.session, OVERVIEW, readable_by(acting(), day)),
        oversees=queries.overseen_unit(acting()) is not None,
        kind=KIND,
    )


@supervision.post(f"/stycken/<{ID}:passage_id>/flytta")
@requires(May.READ_OVERVIEW)
def move(passage_id: int) -> Response:
    """Let a passage stand in another part of the overview; the kommunchef's to say."""
    if not acting().is_chief_executive:
        abort(404)
    placing = db.session.get(Placing, passage_id)
    passage = _readable(passage_id)
    wanted = request.form.get("part") or request.args.get("part", "")
    source = next((one for key, _, one in _part_choices() if key == wanted), None)
    if placing is None or passage is None or source is None:
        abort(404)
    before, part_before = placing.source, placing.part
    back = next(
        (key for key, _, one in _part_choices() if one == before or before in _sources_of_key(key)),
        OTHER_PART,
    )
    if before != source:
        placing.source, placing.moved_by_id, placing.moved_at = source, acting().person_id, clock.now()
        placing.part = part_key(profile_in_force(), source)
        db.session.flush()
        keep_moved(db.session, placing, part_before)
        record(
            db.session,
            actor_id=acting().person_id,
            action="passage.placed",
            kind="supervision_placing",
            object_id=passage_id,
            before={"source": before},
            after={"source": source},
        )
    db.session.commit()
    tell(
        gettext("Stycket är flyttat."),
        undo=url_for("supervision.move", passage_id=passage_id, part=back),
    )
    return redirect(url_for("supervision.index", **{"del": wanted}))


def _refuse_who_reads_none() -> None:
    if not opens_for(acting(), profile_in_force()):
        abort(404)


def _part_title(overseen: Overseen) -> str:
    return worded(overseen.part.title) if overseen.part else gettext("Övrigt")


def _readable(passage_id: int) -> Passage | None:
    return db.session.scalars(
        select(Passage).where(Passage.id == passage_id, passage_readable_by(acting(), clock.today()))
    ).one_or_none()


def _sources_of_key(key: str) -> list[str]:
    part = next((one for one in profile_in_force().supervision if one.key == key), None)
    return sources_of(profile_in_force(), part)


def _part_choices() -> list[tuple[str, str, str]]:
    """Give the parts a passage can stand in: key, title, and the source it is given there."""
    profile = profile_in_force()
    choices = [
        (part.key, worded(part.title), sources[0])
        for part in profile.supervision
        if (sources := sources_in(profile, part))
    ]
    return [*choices, (OTHER_PART, gettext("Övrigt"), OTHER)]


def _overseen(actor: Actor) -> Overseen | None:
    unit = queries.overseen_unit(actor)
    if unit is None:
        return None
    unit_id, whole = unit
    today = clock.today()
    profile = profile_in_force()
    sections = kept_rows.kept_sections(db.session, today) if kept_rows.oversees_all_alone(actor) else []
    kept = bool(sections)
    if not kept:
        sections = queries.sections_of(db.session, unit_id, whole=whole, day=today)
    asked = request.args.get("del", "")
    part = next((one for one in profile.supervision if one.key == asked), None)
    was_asked = part is not None or asked == OTHER_PART
    if not was_asked and profile.supervision:
        part = profile.supervision[0]
    number = request.args.get("enhet", "")
    section = next((one for one in sections if str(one.id) == number), None)
    key = request.args.get("tid", "")
    key = key if key in PERIODS else PERIODS[0]
    last = queries.last_edition_at(db.session, OVERVIEW, unit_id) if whole else None
    return Overseen(
        unit_id,
        whole,
        sections,
        part,
        was_asked,
        section,
        key,
        _period(key, since_edition(last, today.year), today.year),
        looked_at(today, today.year),
        last,
        min(_asked_page(), max(1, -(-len(sections) // queries.ROWS_AT_ONCE))),
        kept,
    )


def _period(key: str, since: datetime, year: int) -> Period:
    if key == "ar":
        return Period(before_year(year))
    if key == "forra-aret":
        return Period(before_year(year - 1), before_year(year))
    if key == "allt":
        return Period()
    return Period(since)


def _section(section_id: int) -> tuple[Overseen, Section]:
    overseen = _overseen(acting())
    section = next((one for one in overseen.sections if one.id == section_id), None) if overseen else None
    if overseen is None or section is None:
        abort(404)
    return overseen, section


def _asked_page() -> int:
    text = request.args.get("sida", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _note_readings(shown: list[Passage]) -> None:
    read = [one.id for one in shown if not passage_rules.is_one_of_the_two(one, acting())]
    log_readings("passage", read, "overview")
