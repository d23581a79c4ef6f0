"""What a goal is noticed by put together for its table: its own and those of quality, with their years."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from sqlalchemy.orm import Session

from app.planning.measures import queries
from app.planning.measures.table import Measure, YearOf
from app.planning.models import Goal
from app.planning.reading import FollowedView, followed_views
from app.quality.factors.reading import IndicatorView as QualityView
from app.quality.factors.reading import indicator_view
from app.quality.indicators.models import Nature as QualityNature
from app.quality.indicators.models import Periodicity
from app.quality.measuring.periods import NotAPeriod, Period, read_period
from app.quality.measuring.queries import Kept, kept_of
from app.quality.measuring.rules import main_sex


def followed_measures(
    session: Session,
    followed: Sequence[FollowedView],
    quality: Mapping[int, QualityView],
    unit_id: int,
    *,
    by_units: Collection[int] = (),
    hrefs: Mapping[int, str] = MappingProxyType({}),
    upto: date | None = None,
) -> list[Measure]:
    """Give the measures a goal is noticed by, in figures; one statement. `quality` are those whose figures are read."""
    ids = {one.indicator_id for one in followed} & set(quality)
    kept = kept_of(session, ids, [unit_id]) if ids else []
    found = []
    for one in followed:
        view = quality.get(one.indicator_id)
        if view is None:
            found.append(Measure(one.name, closed=True))
        elif view.nature == QualityNature.QUANTITATIVE:
            found.append(
                Measure(
                    view.name,
                    unit_of_measure=view.unit_of_measure,
                    better=view.better,
                    low=view.within_low,
                    high=view.within_high,
                    decimals=view.decimals,
                    years=_measured_years(
                        view, [each for each in kept if each.indicator_id == view.id], upto
                    ),
                    href=hrefs.get(view.id, ""),
                    by_units=view.id in by_units,
                )
            )
    return found


def _measured_years(view: QualityView, kept: Sequence[Kept], upto: date | None) -> dict[int, YearOf]:
    """Give the years of an indicator of quality: the latest of what was measured in each, by a day where one is given."""
    targets = dict(view.targets)
    latest: dict[int, tuple[date, Kept]] = {}
    for one in kept:
        period = _period(one.period)
        if period is None or one.empty or one.sex != main_sex(view.by_sex):
            continue
        if upto is not None and one.ends_on > upto and not _of_the_year(period, upto):
            continue
        if period.year not in latest or latest[period.year][0] <= one.ends_on:
            latest[period.year] = (one.ends_on, one)
    skipped = {
        year
        for key in view.skipped
        if (found := _period(key)) is not None
        and (year := found.year) not in latest
        and found.kind == Periodicity.YEAR
    }
    years: dict[int, YearOf] = {year: YearOf(target) for year, target in targets.items()}
    for year, (_, one) in latest.items():
        years[year] = YearOf(unmeasured=True) if one.not_measured else YearOf(targets.get(year), one.value)
    return years | {year: YearOf(unmeasured=True) for year in skipped if year not in targets}


def _of_the_year(period: Period, day: date) -> bool:
    """Tell whether a period is the whole year a day lies in: what is measured once a year is known before its end."""
    return period.kind == Periodicity.YEAR and period.year == day.year


def _period(key: str) -> Period | None:
    try:
        return read_period(key)
    except NotAPeriod:
        return None


def measures_counted(session: Session, goal: Goal, upto: date) -> list[Measure]:
    """Give the measures by which a goal is judged, with what was known on a day, whoever asks: what is proposed from figures
    is the same for everybody, and no figure of quality goes along.
    """
    followed = list(followed_views(goal))
    there = queries.still_there(session, {one.indicator_id for one in followed})
    quality = {one.id: indicator_view(one) for one in there}
    counted = [one for one in followed if one.indicator_id in quality]
    return followed_measures(session, counted, quality, goal.unit_id, upto=upto)
