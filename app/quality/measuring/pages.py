"""What pages of measurements show: what is due with what stood before and what was said of it, and the whole of one indicator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.organisation.models import Unit
from app.paging import Found
from app.passages.subjects import Ref
from app.passages.talks.pages import talked_about_many
from app.passages.talks.queries import TalkedAbout, newest
from app.quality.factors.models import Factor, Reach
from app.quality.factors.reading import IndicatorView
from app.quality.judging.models import IndicatorJudgement
from app.quality.judging.queries import latest_judgements
from app.quality.measuring import queries
from app.quality.measuring.about import About
from app.quality.measuring.beside import beside
from app.quality.measuring.due import ToMeasure
from app.quality.measuring.facts import MEASUREMENT
from app.quality.measuring.filling import Filling
from app.quality.measuring.models import Sex
from app.quality.measuring.opening import Opened, halves_beside
from app.quality.measuring.queries import Kept
from app.quality.measuring.reading import Measured, Outcome, measured, outcomes_before
from app.quality.measuring.series import Series, series
from app.quality.rights import Reader
from app.quality.subjects import INDICATOR
from app.steering.shapes.measuring import Scale

EARLIER = 2
"""Earlier outcomes that stand beside what is to be measured."""

SPARKED = 12
"""Latest outcomes in a spark of a line."""


@dataclass(slots=True)
class DueRow:
    """A row to fill in, with what stood before and what was said of it; the row's own name stands in forms."""

    filling: Filling
    earlier: list[Outcome]
    talked: TalkedAbout | None
    talked_ref: Ref
    begins_unit: bool = False
    begins_factor: bool = False


@dataclass(slots=True)
class DuePage:
    """What is due, put together for its page."""

    due: Found[ToMeasure]
    rows: list[DueRow] = field(default_factory=list)


def due_page(
    session: Session, actor: Actor, due: Found[ToMeasure], typed: Mapping[str, Filling] | None = None
) -> DuePage:
    """Put a page of what is due together: two statements, and three for what was said; `typed` are rows as they were sent."""
    shown = {one.key for one in due.rows}
    # What was typed in a row that is due no longer, because somebody else measured it, is not lost.
    rows = [*(one.row for key, one in (typed or {}).items() if key not in shown), *due.rows]
    kept = queries.latest_kept(
        session, {one.indicator_id for one in rows}, {one.unit_id for one in rows}, EARLIER + 2
    )
    by_row: dict[tuple[int, int], list[Kept]] = {}
    for one in kept:
        by_row.setdefault((one.indicator_id, one.unit_id), []).append(one)
    talks = _talks(session, actor, {one.indicator_id for one in rows}, kept)
    found = DuePage(due)
    unit, factor = 0, (0, 0)
    for row in rows:
        there = by_row.get((row.indicator_id, row.unit_id), [])
        filling = (typed or {}).get(row.key) or Filling.of(row, _now(there, row))
        said, ref = _said(talks, row.indicator_id, there)
        found.rows.append(
            DueRow(
                filling,
                _earlier(row, there),
                said,
                ref,
                row.unit_id != unit,
                (row.unit_id, row.factor_id) != factor,
            )
        )
        unit, factor = row.unit_id, (row.unit_id, row.factor_id)
    return found


def _now(kept: Sequence[Kept], row: ToMeasure) -> dict[Sex, Kept]:
    due = row.period.key
    return {Sex(one.sex): one for one in kept if one.period == due}


def _earlier(row: ToMeasure, kept: Sequence[Kept]) -> list[Outcome]:
    return outcomes_before(row, kept, EARLIER)


Talks = Mapping[Ref, TalkedAbout]


def _talks(session: Session, actor: Actor, indicator_ids: set[int], kept: Sequence[Kept]) -> Talks:
    refs = [Ref(INDICATOR, one) for one in sorted(indicator_ids)]
    refs += [Ref(MEASUREMENT, one.id) for one in kept if one.talked]
    return talked_about_many(session, actor, refs)


def _said(talks: Talks, indicator_id: int, kept: Sequence[Kept]) -> tuple[TalkedAbout | None, Ref]:
    """Give the newest of what was said of an indicator or of one of its measurements, and which it was."""
    refs = [Ref(INDICATOR, indicator_id)]
    if not talks:
        return None, refs[0]
    refs += [Ref(MEASUREMENT, one.id) for one in kept if one.indicator_id == indicator_id and one.talked]
    said = newest(talks.get(ref) for ref in refs)
    return said, next((ref for ref in refs if talks.get(ref) is said and said is not None), refs[0])


@dataclass(frozen=True, slots=True)
class OnFactor:
    """What is measured of an indicator, and what was said of it or of one of its measurements, for the page of a factor."""

    measured: Measured
    talked: TalkedAbout | None
    talked_ref: Ref
    judged: IndicatorJudgement | None = None


def measured_on_factor(
    session: Session,
    actor: Actor,
    indicators: Sequence[IndicatorView],
    unit_id: int,
    *,
    scales: Sequence[Scale] = (),
) -> dict[int, OnFactor]:
    """Give what is measured of many indicators in one unit, by indicator, for `quality/_measured.html`.

    Whoever calls has made sure that the person reads the indicators and the unit. One statement, one more where the model judges
    indicators, and three for what was said, however many indicators and years there are.
    """
    ids = [one.id for one in indicators]
    kept = queries.latest_kept(session, ids, [unit_id], SPARKED)
    by_indicator: dict[int, list[Kept]] = {}
    for one in kept:
        by_indicator.setdefault(one.indicator_id, []).append(one)
    talks = _talks(session, actor, set(ids), kept)
    judged = latest_judgements(session, ids, unit_id) if scales else {}
    return {
        one.id: OnFactor(
            measured(about_of(one), unit_id, by_indicator.get(one.id, []), scales),
            *_said(talks, one.id, by_indicator.get(one.id, [])),
            judged.get(one.id),
        )
        for one in indicators
    }


def unit_for(session: Session, reader: Reader, factor: Factor, wanted: int | None) -> int | None:
    """Give the unit whose measurements a factor's page shows: its own, of an area's the one asked for or held by the reader."""
    if factor.reach == Reach.UNIT:
        return factor.unit_id
    units = {unit.id for unit in queries.units_measured(session, reader, factor)}
    if wanted is not None:
        return wanted if wanted in units else None
    held = [one.unit_id for one in reader.actor.holdings if one.unit_id in units]
    return held[0] if held else None


@dataclass(frozen=True, slots=True)
class Whole:
    """All that is measured of an indicator in a unit."""

    about: About
    measured: Measured
    series: Series
    talked: TalkedAbout | None
    talked_ref: Ref
    kept: list[Kept]


def whole_of(
    session: Session,
    actor: Actor,
    indicator: IndicatorView,
    unit: Unit,
    *,
    today: date,
    scales: Sequence[Scale] = (),
) -> Whole:
    """Put together all that is measured of an indicator in a unit."""
    about = about_of(indicator)
    kept = queries.kept_of(session, [indicator.id], [unit.id])
    compared = beside.of(session, [indicator.id]).get(indicator.id, [])
    said, ref = _said(_talks(session, actor, {indicator.id}, kept), indicator.id, kept)
    return Whole(
        about,
        measured(about, unit.id, kept, scales),
        series(about, unit.id, kept, today=today, compared=compared),
        said,
        ref,
        kept,
    )


def about_of(indicator: IndicatorView) -> About:
    """Read an indicator with its targets and the periods it is not measured in."""
    return About.of(indicator, dict(indicator.targets), indicator.skipped)


@dataclass(frozen=True, slots=True)
class Paired:
    """The other half of an efficiency pair, with what is measured of it in the same unit, and how the two are to be read."""

    indicator: IndicatorView
    is_result: bool
    words: str
    kept: list[Kept]


def paired_with(session: Session, opened: Opened, unit_id: int) -> list[Paired]:
    """Give what an indicator shows efficiency together with."""
    found = halves_beside(session, opened)
    kept = queries.kept_of(session, {one.view.id for one in found}, [unit_id])
    return [
        Paired(
            one.view, one.is_result, one.words, [each for each in kept if each.indicator_id == one.view.id]
        )
        for one in found
    ]


def talked_of_measurement(
    session: Session, actor: Actor, kept: Sequence[Kept]
) -> tuple[TalkedAbout | None, Ref | None]:
    """Give what was said of one measurement, and what points at it; it is called by the row that holds its words."""
    if not kept:
        return None, None
    refs = [Ref(MEASUREMENT, one.id) for one in kept]
    talks = talked_about_many(session, actor, refs)
    return newest(talks.get(ref) for ref in refs), Ref(MEASUREMENT, main_of(kept).id)


def main_of(kept: Sequence[Kept]) -> Kept:
    """Give the row of a measurement that holds its words: that of all together."""
    return min(kept, key=lambda one: (one.sex not in {Sex.UNDIVIDED, Sex.ALL}, one.id))
