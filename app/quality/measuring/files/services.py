"""Measuring by file: worked out first, kept all at once or not at all, only what one measures oneself."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import and_, case, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from app import clock
from app.access.actor import Actor
from app.organisation.heads import OwnUnit
from app.organisation.models import Ancestry, Unit, in_force
from app.organisation.reach import holdings, unit_ids_within
from app.organisation.rows import Problem
from app.organisation.spreadsheet import Unreadable, read_sheet
from app.quality.factors.models import Factor, Reach
from app.quality.indicators.models import Indicator, Source
from app.quality.measuring import queries, services
from app.quality.measuring.due import BY_PEOPLE, row_of, runs
from app.quality.measuring.files.exporting import Measurable, unit_id_words
from app.quality.measuring.files.odd import Odd, odd_in
from app.quality.measuring.files.reading import Offered, Plan, Planned, plan
from app.quality.measuring.models import Sex
from app.quality.measuring.periods import read_period
from app.quality.measuring.queries import Kept
from app.quality.measuring.rounds import pace_of
from app.quality.measuring.telling import measured
from app.quality.rights import Reader


@dataclass(frozen=True, slots=True)
class Report:
    """What a file would change or has changed; `outdated` when it is no longer what was shown."""

    plan: Plan
    applied: bool = False
    outdated: bool = False
    odd: Sequence[Odd] = ()
    """What is worth looking at before it is read in."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What somebody measures: the units, the indicators, and which is measured where."""

    units: dict[int, Unit]
    indicators: dict[int, Indicator]
    pairs: list[tuple[int, int]]
    """Indicator and unit."""


def reached_by(session: Session, reader: Reader, unit_id: int | None = None) -> Reached:
    """Give what somebody may measure, in one of their units or in all of them; two statements and one for skipped periods."""
    if reader.writing.empty:
        return Reached({}, {}, [])
    rows = session.execute(
        select(Indicator.id, Unit)
        .join(Factor, Factor.id == Indicator.factor_id)
        .join(Ancestry, Ancestry.ancestor_id == Factor.unit_id)
        .join(Unit, Unit.id == Ancestry.descendant_id)
        .where(
            Indicator.removed_at.is_(None),
            Indicator.source.in_(BY_PEOPLE),
            runs(),
            in_force(Ancestry.valid_from, Ancestry.valid_to, reader.day),
            in_force(Unit.valid_from, Unit.valid_to, reader.day),
            case(
                (
                    Factor.reach == Reach.AREA,
                    and_(
                        Ancestry.depth > 0,
                        queries.led(Unit.id, reader.day),
                        queries.innermost(Unit.id, reader.day),
                    ),
                ),
                else_=Ancestry.depth == 0,
            ),
            Unit.id.in_(unit_ids_within(reader.writing, reader.day)),
            Unit.id == unit_id if unit_id is not None else true(),
        )
        .order_by(Unit.name, Unit.id, Factor.position, Factor.id, Indicator.position, Indicator.id)
    ).all()
    indicators = session.scalars(
        select(Indicator)
        .where(Indicator.id.in_({row[0] for row in rows}))
        .options(joinedload(Indicator.factor), selectinload(Indicator.skipped))
    )
    return Reached(
        {row[1].id: row[1] for row in rows},
        {one.id: one for one in indicators},
        [(row[0], row[1].id) for row in rows],
    )


def template_rows(session: Session, reader: Reader, unit_id: int | None = None) -> list[Measurable]:
    """Give what the template holds: the latest period that is over of each indicator in each unit, with what is kept."""
    reached = reached_by(session, reader, unit_id)
    kept = queries.latest_kept(session, list(reached.indicators), list(reached.units), 3)
    by_pair: dict[tuple[int, int], list[Kept]] = {}
    for one in kept:
        by_pair.setdefault((one.indicator_id, one.unit_id), []).append(one)
    found = []
    for indicator_id, unit in reached.pairs:
        indicator, there = reached.indicators[indicator_id], by_pair.get((indicator_id, unit), [])
        period = pace_of(indicator.periodicity, indicator.rhythm).latest_ended(reader.day)
        if period.key in {one.period for one in indicator.skipped}:
            continue
        row = row_of(
            indicator, indicator.factor.id, indicator.factor.title, unit, reached.units[unit].name, period
        )
        before: dict[Sex, Kept] = {}
        for one in there:
            if read_period(one.period) < period:
                before.setdefault(Sex(one.sex), one)
        found.append(
            Measurable(
                row,
                unit_id_words(unit, reached.units[unit].external_id),
                {Sex(one.sex): one for one in there if one.period == period.key},
                before,
            )
        )
    return found


def import_measurements(
    session: Session, path: Path, *, actor_id: int, dry_run: bool, expected: str | None = None
) -> Report:
    """Read measurements from CSV or XLSX; nothing is written where anything is wrong.

    What a file may speak of is what the person measures now, asked anew here whatever door it came through.
    """
    try:
        sheet = read_sheet(path)
    except Unreadable as fault:
        return Report(Plan(problems=[Problem(fault.row, fault.column, fault.reason, fault.details)]))
    day = clock.today()
    reader = Reader(Actor(actor_id, "", "sv", holdings(session, actor_id, day)), day)
    reached = reached_by(session, reader)
    kept = _kept(session, reached)
    found = plan(
        sheet.heads,
        sheet.rows,
        units=[OwnUnit.of(unit) for unit in reached.units.values()],
        indicators=_offered(reached),
        kept=kept,
        today=day,
    )
    if found.problems or dry_run:
        return Report(found, odd=[] if found.problems else odd_in(found, kept))
    if expected is not None and expected != found.fingerprint:
        return Report(found, outdated=True)
    for one in found.changing:
        _keep(session, actor_id, one)
    measured(session, reader)
    return Report(found, applied=True)


def _offered(reached: Reached) -> list[Offered]:
    units: dict[int, set[int]] = {}
    for indicator_id, unit_id in reached.pairs:
        units.setdefault(indicator_id, set()).add(unit_id)
    return [
        Offered(
            one.id,
            one.name,
            one.nature,
            one.by_sex,
            one.unit_of_measure,
            one.decimals,
            pace_of(one.periodicity, one.rhythm),
            one.factor.state,
            one.factor.edition_id is not None,
            frozenset(skipped.period for skipped in one.skipped),
            frozenset(units[one.id]),
        )
        for one in reached.indicators.values()
    ]


def _kept(session: Session, reached: Reached) -> dict[tuple[int, int, str], dict[Sex, Kept]]:
    found: dict[tuple[int, int, str], dict[Sex, Kept]] = {}
    for one in queries.kept_of(session, list(reached.indicators), list(reached.units)):
        found.setdefault((one.indicator_id, one.unit_id, one.period), {})[Sex(one.sex)] = one
    return found


def _keep(session: Session, actor_id: int, one: Planned) -> None:
    standing = services.standing_of(session, one.indicator.id, one.unit.id, one.period)
    for sex, entry in one.changes.items():
        services.keep(
            session,
            actor_id=actor_id,
            indicator_id=one.indicator.id,
            unit_id=one.unit.id,
            period=one.period,
            sex=sex,
            entry=entry,
            source=Source.SPREADSHEET,
            standing=standing.get(sex),
        )
