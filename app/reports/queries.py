"""Reads of reports. Every one that serves a person is restricted to what that person may read on the day."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, collate, false, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from app.access.actor import Actor
from app.access.matrix import May, Role
from app.db import SWEDISH
from app.economy.rules import RUNNING
from app.organisation.handing import CHIEF_EXECUTIVE
from app.organisation.homes import own_units
from app.organisation.models import Ancestry, Unit, in_force
from app.organisation.reach import unit_ids_within
from app.records.models import Edition
from app.reports.asked import Asked, Planned, rolled_up
from app.reports.models import (
    DeviationNote,
    FollowUpPlan,
    Report,
    ReportDeviation,
    State,
)
from app.reports.whose import answered_for, boards_written_by
from app.steering.schema import Profile
from app.writing.models import Part, TextState, UnitText
from app.writing.queries import readable_by

PAGE = 200
"""Units listed beneath a report; a level with more under it is led to the rest by its own levels."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, on which day."""

    actor: Actor
    day: date


WHOLE = (joinedload(Report.unit), joinedload(Report.receiver))


def version_of() -> ColumnElement[bool]:
    """Give the condition that a text is a version of a report."""
    return and_(
        UnitText.kind == Report.kind, UnitText.unit_id == Report.unit_id, UnitText.year == Report.year
    )


def reads(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a report is read: some version of its text is."""
    return (
        select(UnitText.id)
        .where(version_of(), readable_by(reader.actor, reader.day))
        .correlate(Report)
        .exists()
    )


def reads_now(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a report is read as it stands now: the version that is current."""
    return (
        select(UnitText.id)
        .where(UnitText.id == Report.text_id, readable_by(reader.actor, reader.day))
        .correlate(Report)
        .exists()
    )


def one_report(session: Session, reader: Reader, report_id: int, *, lock: bool = False) -> Report | None:
    """Give a report the reader may read some version of, or None; `lock` keeps other writers waiting."""
    wanted = select(Report).where(Report.id == report_id, reads(reader)).options(*WHOLE)
    if lock:
        wanted = wanted.with_for_update(of=Report).execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def readable_version(session: Session, reader: Reader, report: Report) -> int | None:
    """Give the newest version of a report the reader may read."""
    return session.scalar(
        select(UnitText.id)
        .where(
            UnitText.kind == report.kind,
            UnitText.unit_id == report.unit_id,
            UnitText.year == report.year,
            UnitText.state != TextState.ASIDE,
            readable_by(reader.actor, reader.day),
        )
        .order_by(UnitText.number.desc())
        .limit(1)
    )


def report_of(session: Session, text: UnitText) -> Report | None:
    """Give the report a text is a version of."""
    return session.scalars(
        select(Report)
        .where(Report.kind == text.kind, Report.unit_id == text.unit_id, Report.year == text.year)
        .options(*WHOLE)
    ).one_or_none()


def reports_of(
    session: Session, reader: Reader, unit_id: int, years: Collection[int]
) -> dict[tuple[str, int], Report]:
    """Give a unit's reports of some years that the reader may read some version of, by kind and year."""
    found = session.scalars(
        select(Report)
        .where(Report.unit_id == unit_id, Report.year.in_(sorted(years)), reads(reader))
        .options(*WHOLE)
        .order_by(Report.id)
    )
    return {(one.kind, one.year): one for one in found}


def waiting_for(session: Session, reader: Reader, *, most: int = 50) -> list[Report]:
    """Give the reports that wait for the reader's word as the level they were handed to, longest waiting first."""
    held = answered_for(reader.actor)
    if not held:
        return []
    return list(
        session.scalars(
            select(Report)
            .where(Report.state == State.SUBMITTED, Report.receiver_unit_id.in_(sorted(held)))
            .options(*WHOLE)
            .order_by(Report.state_since, Report.id)
            .limit(most)
        )
    )


def received_by(
    session: Session, unit_id: int, year: int, *, most: int = 100
) -> list[tuple[str, list[Report]]]:
    """Give the reports that were handed to a unit in a year, by kind, each kind's by name; that they came is for all who read
    the level.
    """
    rows = session.scalars(
        select(Report)
        .join(Unit, Unit.id == Report.unit_id)
        .where(
            Report.receiver_unit_id == unit_id,
            Report.year.in_([year, year - 1]),
            Report.state.in_([State.SUBMITTED, State.ACKNOWLEDGED]),
            or_(Report.year == year, Report.due_on >= date(year, 1, 1)),
            or_(Report.due_on.is_(None), Report.due_on < date(year + 1, 1, 1)),
        )
        .options(*WHOLE)
        .order_by(Report.due_on.desc(), Report.kind, collate(Unit.name, SWEDISH), Report.id)
        .limit(most)
    )
    found: dict[tuple[str, int], list[Report]] = {}
    for one in rows:
        found.setdefault((one.kind, one.year), []).append(one)
    return [(kind, reports) for (kind, _), reports in found.items()]


# --- deviations


def deviations_of(session: Session, report_id: int) -> list[ReportDeviation]:
    """Give the deviations of a report, in the order they were written."""
    return list(
        session.scalars(
            select(ReportDeviation)
            .where(ReportDeviation.report_id == report_id, ReportDeviation.removed_at.is_(None))
            .options(joinedload(ReportDeviation.person), joinedload(ReportDeviation.forecast))
            .order_by(ReportDeviation.id)
        )
    )


def one_deviation(
    session: Session, reader: Reader, deviation_id: int, *, lock: bool = False
) -> ReportDeviation | None:
    """Give a deviation whose report the reader reads as it stands now, or that is theirs to do something about."""
    wanted = (
        select(ReportDeviation)
        .join(Report, Report.id == ReportDeviation.report_id)
        .where(ReportDeviation.id == deviation_id, reads_now(reader))
        .options(
            joinedload(ReportDeviation.person),
            joinedload(ReportDeviation.forecast),
            joinedload(ReportDeviation.report).options(*WHOLE),
        )
    )
    if lock:
        wanted = wanted.with_for_update(of=ReportDeviation).execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def earlier_remedies(session: Session, report: Report, *, most: int = 30) -> list[ReportDeviation]:
    """Give the remedies of a unit's earlier reports that are still to be done when this one is written."""
    now, version = aliased(Report), aliased(UnitText)
    return list(
        session.scalars(
            select(ReportDeviation)
            .join(now, now.id == ReportDeviation.report_id)
            .join(version, version.id == now.text_id)
            .where(
                now.unit_id == report.unit_id,
                now.id < report.id,
                version.state == TextState.ESTABLISHED,
                ReportDeviation.removed_at.is_(None),
                ReportDeviation.remedy != "",
                ReportDeviation.state.in_(RUNNING),
            )
            .options(joinedload(ReportDeviation.person), joinedload(ReportDeviation.report))
            .order_by(ReportDeviation.due_on.is_(None), ReportDeviation.due_on, ReportDeviation.id)
            .limit(most)
        )
    )


def notes_of(session: Session, deviation_ids: Collection[int]) -> dict[int, list[DeviationNote]]:
    """Give what was said of some remedies, newest first; one statement."""
    found: dict[int, list[DeviationNote]] = {}
    if not deviation_ids:
        return found
    for note in session.scalars(
        select(DeviationNote)
        .where(DeviationNote.deviation_id.in_(sorted(deviation_ids)))
        .options(joinedload(DeviationNote.person))
        .order_by(DeviationNote.id.desc())
    ):
        found.setdefault(note.deviation_id, []).append(note)
    return found


# --- the level below


@dataclass(frozen=True, slots=True)
class Below:
    """A unit beneath that is asked for a report, and its report where the reader may read it or know how far it has come."""

    unit_id: int
    unit: str
    report: Report | None
    text_id: int | None

    @property
    def has_come(self) -> bool:
        """Tell whether it was handed in."""
        return self.report is not None and self.report.state in {State.SUBMITTED, State.ACKNOWLEDGED}


def below(
    session: Session, reader: Reader, profile: Profile, asked: Asked, unit: Unit, year: int
) -> list[Below]:
    """Give the units beneath that hand in what a report puts together: the first on each way down, by name."""
    wanted = rolled_up(profile, asked)
    kinds_by_unit_kind: dict[str, list[Asked]] = {}
    for one in wanted:
        for ref in one.report.submitted_by:
            kinds_by_unit_kind.setdefault(ref, []).append(one)
    units = _first_below(session, reader.day, unit.id, kinds_by_unit_kind)
    kinds = sorted({one.kind for one in wanted})
    reports = {
        (one.unit_id, one.kind): one
        for one in session.scalars(
            select(Report)
            .where(
                Report.kind.in_(kinds),
                Report.year == year,
                Report.unit_id.in_([number for number, *_ in units]),
            )
            .options(*WHOLE)
        )
    }
    readable = set(
        session.scalars(
            select(UnitText.id).where(
                UnitText.id.in_([one.text_id for one in reports.values()]),
                UnitText.state == TextState.ESTABLISHED,
                readable_by(reader.actor, reader.day),
            )
        )
    )
    found = []
    for number, name, kind, is_top in units:
        asked_here = _asked_here(kinds_by_unit_kind, kind, is_top=is_top)
        for one in asked_here:
            report = reports.get((number, one.kind))
            text_id = report.text_id if report is not None and report.text_id in readable else None
            found.append(Below(number, name, report, text_id))
    return found


def _asked_here(by_kind: dict[str, list[Asked]], kind: str, *, is_top: bool) -> list[Asked]:
    refs = [kind, *([CHIEF_EXECUTIVE] if is_top else [])]
    return list({one.kind: one for ref in refs for one in by_kind.get(ref, [])}.values())


def _first_below(
    session: Session, day: date, unit_id: int, by_kind: dict[str, list[Asked]]
) -> list[tuple[int, str, str, bool]]:
    kinds = sorted(ref for ref in by_kind if not ref.startswith("role:"))
    way, between, rest = aliased(Ancestry), aliased(Unit), aliased(Ancestry)

    def hands_in(one: type[Unit]) -> ColumnElement[bool]:
        by_office = one.is_top_administration if CHIEF_EXECUTIVE in by_kind else one.id.is_(None)
        return or_(one.kind.in_(kinds), by_office)

    another_first = (
        select(between.id)
        .join(way, way.descendant_id == between.id)
        .join(rest, rest.ancestor_id == between.id)
        .where(
            way.ancestor_id == unit_id,
            way.depth > 0,
            in_force(way.valid_from, way.valid_to, day),
            rest.descendant_id == Unit.id,
            rest.depth > 0,
            in_force(rest.valid_from, rest.valid_to, day),
            hands_in(between),
        )
        .correlate(Unit)
        .exists()
    )
    rows = session.execute(
        select(Unit.id, Unit.name, Unit.kind, Unit.is_top_administration)
        .join(Ancestry, Ancestry.descendant_id == Unit.id)
        .where(
            Ancestry.ancestor_id == unit_id,
            Ancestry.depth > 0,
            in_force(Ancestry.valid_from, Ancestry.valid_to, day),
            in_force(Unit.valid_from, Unit.valid_to, day),
            hands_in(Unit),
            ~another_first,
        )
        .order_by(collate(Unit.name, SWEDISH), Unit.id)
        .limit(PAGE)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def source_below(
    session: Session, reader: Reader, profile: Profile, asked: Asked, unit: Unit, year: int, report_id: int
) -> Below | None:
    """Give one of the reports beneath that was handed in and can be quoted, or None."""
    found = below(session, reader, profile, asked, unit, year)
    return next(
        (one for one in found if one.report is not None and one.report.id == report_id and one.text_id), None
    )


# --- follow-up plans


def plans_of(session: Session, years: Iterable[int]) -> dict[tuple[str, int, str], Planned]:
    """Give what established follow-up plans ask for, by key, year and period: as they were established, also while one is
    opened again.
    """
    rows = session.execute(
        select(
            FollowUpPlan.key,
            FollowUpPlan.year,
            Edition.content,
            Edition.number,
            Edition.established_at,
        )
        .join(Edition, Edition.id == FollowUpPlan.edition_id)
        .where(FollowUpPlan.year.in_(sorted(set(years))), Edition.content.is_not(None))
    )
    return {
        (key, year, time["period"]): Planned(
            date.fromisoformat(time["due_on"]) if time["due_on"] else None,
            frozenset(time["areas"].split()),
            number,
            since,
        )
        for key, year, content, number, since in rows
        for time in json.loads(str(content))["times"]
    }


def plan_of(session: Session, key: str, year: int, *, lock: bool = False) -> FollowUpPlan | None:
    """Give the follow-up plan of a year."""
    wanted = (
        select(FollowUpPlan)
        .where(FollowUpPlan.key == key, FollowUpPlan.year == year)
        .options(selectinload(FollowUpPlan.times), joinedload(FollowUpPlan.unit))
    )
    if lock:
        wanted = wanted.with_for_update(of=FollowUpPlan).execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


# --- which unit


def unit_seen(session: Session, profile: Profile, reader: Reader, unit_id: int) -> Unit | None:
    """Give a unit of today whose reports the reader may read, writes or receives; None otherwise."""
    scope = reader.actor.scope(May.READ_REPORTS)
    return session.scalars(
        select(Unit).where(
            Unit.id == unit_id,
            or_(Unit.id.in_(unit_ids_within(scope, reader.day)), _written_for(profile, reader)),
            in_force(Unit.valid_from, Unit.valid_to, reader.day),
        )
    ).one_or_none()


def _written_for(profile: Profile, reader: Reader) -> ColumnElement[bool]:
    if not reader.actor.may(May.WRITE_REPORTS):
        return false()
    return Unit.id.in_(boards_written_by(profile, reader.actor, reader.day))


def units_of(session: Session, profile: Profile, reader: Reader) -> list[tuple[int, str]]:
    """Give the units one has a post in that hand in or receive reports, and the boards one writes for, in that order."""
    posts = [
        one for one in reader.actor.holdings if one.role in {Role.MANAGER, Role.SUPPORT, Role.POLITICIAN}
    ]
    own = own_units(session, posts, profile, reader.day)
    boards = session.execute(
        select(Unit.id, Unit.name)
        .where(_written_for(profile, reader), Unit.id.not_in(sorted(own)))
        .order_by(Unit.id)
    )
    return [*own.items(), *((number, name) for number, name in boards)]


def text_of(session: Session, text_id: int) -> UnitText:
    """Give a version with its parts, as it stands now."""
    return session.scalars(
        select(UnitText)
        .where(UnitText.id == text_id)
        .options(
            joinedload(UnitText.unit),
            selectinload(UnitText.parts).options(joinedload(Part.updated_by), selectinload(Part.taken_in)),
        )
        .execution_options(populate_existing=True)
    ).one()


def counted(rows: Sequence[Below]) -> tuple[int, int]:
    """Tell how many have come, of how many."""
    return sum(1 for one in rows if one.has_come), len(rows)
