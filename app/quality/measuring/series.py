"""All that is measured of an indicator in a unit as a chart, and the same figures as a table with years as columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext

from app.quality.measuring.about import About, by_period_of, places_between
from app.quality.measuring.beside import Compared
from app.quality.measuring.charting import WIDTH, Chart, Line, chart
from app.quality.measuring.models import Sex
from app.quality.measuring.numbers import number_words
from app.quality.measuring.periods import (
    NotAPeriod,
    Period,
    part_words,
    read_period,
    short_words,
    year_words,
)
from app.quality.measuring.queries import Kept
from app.quality.measuring.rounds import Pace
from app.quality.measuring.rules import main_sex, sexes
from app.quality.measuring.wording import SEXES, chart_words
from app.ui.install import locale

MOST_PLACES = 120
"""Places along a chart: more find no room, the table has them all."""

MANNERS = {Sex.UNDIVIDED: "main", Sex.ALL: "main", Sex.WOMEN: "second", Sex.MEN: "third"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table: its words, or why there are none ("skipped", "missing", "ahead")."""

    words: str
    lacks: str = ""
    preliminary: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: a part of the year, a sex, the target, or somebody else's figures."""

    head: str
    cells: tuple[Cell, ...]
    manner: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The same figures as in the chart: years as columns."""

    years: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """The whole of what is measured: a chart with its words, and the same as a table."""

    chart: Chart | None
    title: str
    words: str
    table: Table
    sources: tuple[str, ...] = ()


def series(
    about: About,
    unit_id: int,
    kept: Iterable[Kept],
    *,
    today: date,
    compared: Sequence[Compared] = (),
    years: int | None = None,
    width: int = WIDTH,
) -> Series:
    """Lay out all that is measured of an indicator in a unit, up to the latest period that is over; `years` limits the table."""
    there = [one for one in kept if one.indicator_id == about.id and one.unit_id == unit_id and not one.empty]
    by_period = {p: found for p, found in by_period_of(there).items() if p.kind == about.periodicity}
    places = _places(about, by_period, compared, today)
    return Series(
        *_chart(about, by_period, places, compared, width),
        table=_table(about, by_period, places, today, compared, years),
        sources=tuple(dict.fromkeys(one.source for one in compared if one.source)),
    )


def _places(
    about: About, by_period: Mapping[Period, object], compared: Sequence[Compared], today: date
) -> list[Period]:
    known = set(by_period)
    for one in compared:
        known |= {period for key in one.values if (period := _own(key, about)) is not None}
    return places_between(about.pace, known, about.pace.latest_ended(today))


def _own(key: str, about: About) -> Period | None:
    try:
        period = read_period(key)
    except NotAPeriod:
        return None
    return period if period.kind == about.periodicity else None


ByPeriod = Mapping[Period, Mapping[Sex, Kept]]


def _chart(
    about: About, by_period: ByPeriod, places: Sequence[Period], compared: Sequence[Compared], width: int
) -> tuple[Chart | None, str, str]:
    places = places[-MOST_PLACES:]
    lines = []
    for sex in sexes(about.by_sex, about.nature):
        rows = [by_period.get(period, {}).get(sex) for period in places]
        lines.append(
            Line(
                str(SEXES[sex]) if about.by_sex else "",
                [one.value if one else None for one in rows],
                MANNERS[sex],
                frozenset(at for at, one in enumerate(rows) if one is not None and one.preliminary),
            )
        )
    lines = [
        line for at, line in enumerate(lines) if at == 0 or any(value is not None for value in line.values)
    ]
    lines += [Line(one.name, [one.values.get(period.key) for period in places], "quiet") for one in compared]
    targets = [about.targets.get(period.year) for period in places]
    skipped = [at for at, period in enumerate(places) if _skipped(about, period, by_period)]
    drawn = chart(
        lines,
        [short_words(period, locale()) for period in places],
        targets=targets,
        skipped=skipped,
        write=lambda value: number_words(value, locale()),
        width=width,
    )
    if drawn is None:
        return None, "", ""
    missing = [
        period
        for at, period in enumerate(places)
        if at not in skipped and (main_sex(about.by_sex) not in by_period.get(period, {}))
    ]
    said = [(line.name, _told(places, line.values)) for line in lines]
    title = gettext(
        "%(name)s, %(first)s till %(last)s",
        name=about.name,
        first=short_words(places[0], locale()),
        last=short_words(places[-1], locale()),
    )
    return drawn, title, chart_words(said, _told(places, targets), missing, about)


def _told(places: Sequence[Period], values: Sequence[Decimal | None]) -> list[tuple[Period, Decimal]]:
    return [(period, value) for period, value in zip(places, values, strict=True) if value is not None]


def _skipped(about: About, period: Period, by_period: ByPeriod) -> bool:
    main = by_period.get(period, {}).get(main_sex(about.by_sex))
    if main is not None:
        return main.not_measured
    return period.key in about.skipped or (about.starts_on is not None and period.last < about.starts_on)


def _table(
    about: About,
    by_period: ByPeriod,
    places: Sequence[Period],
    today: date,
    compared: Sequence[Compared],
    years: int | None,
) -> Table:
    if not places:
        return Table((), ())
    shown = sorted({period.year for period in places})
    # A target of a year to come is told before the year has anything else.
    shown += [year for year in sorted(about.targets) if year > shown[-1]]
    shown = shown[-years:] if years else shown
    rows: list[Row] = []
    numbers = sorted(
        {one.number for year in shown for one in about.pace.of_year(year)}
        | {one.number for one in places if one.year in shown}
    )
    for number in numbers:
        periods = [_part(about.pace, year, number, places) for year in shown]
        head = part_words(next(one for one in reversed(periods) if one is not None), locale())
        if not any(one is not None and places[0].first <= one.first <= places[-1].last for one in periods):
            continue
        for sex in sexes(about.by_sex, about.nature):
            cells = tuple(
                # Before anything was measured nothing was to be measured.
                _cell(about, one if one is None or not one < places[0] else None, sex, by_period, today)
                for one in periods
            )
            if sex in {Sex.WOMEN, Sex.MEN} and not any(cell.words for cell in cells):
                continue
            name = str(SEXES[sex]) if about.by_sex else ""
            name = name.lower() if head else name
            rows.append(
                Row(", ".join(word for word in (head, name) if word) or gettext("Utfall"), cells, sex)
            )
    if about.targets:
        rows.append(
            Row(
                gettext("Målvärde"),
                tuple(
                    Cell(number_words(about.targets[year], locale(), decimals=about.decimals))
                    if year in about.targets
                    else Cell("", "no_target")
                    for year in shown
                ),
                "target",
            )
        )
    if len(numbers) == 1:
        for one in compared:
            found = [one.values.get(Period(about.periodicity, year).key) for year in shown]
            cells = tuple(
                Cell(number_words(value, locale(), decimals=about.decimals))
                if value is not None
                else Cell("", "missing")
                for value in found
            )
            rows.append(Row(one.name, cells, "quiet"))
    return Table(tuple(year_words(Period(about.periodicity, year)) for year in shown), tuple(rows))


def _part(pace: Pace, year: int, number: int, places: Sequence[Period]) -> Period | None:
    period = Period(pace.kind, year, number)
    return period if period in places or period in pace.of_year(year) else None


def _cell(about: About, period: Period | None, sex: Sex, by_period: ByPeriod, today: date) -> Cell:
    if period is None:
        return Cell("", "skipped")
    one = by_period.get(period, {}).get(sex)
    if one is not None and one.value is not None:
        return Cell(
            number_words(one.value, locale(), decimals=about.decimals), "", one.preliminary, period.slug
        )
    if _skipped(about, period, by_period):
        return Cell("", "skipped", address=period.slug if one is not None else "")
    if one is not None and one.text:
        return Cell("", "in_words", one.preliminary, period.slug)
    return Cell("", "ahead" if not period.ended_by(today) else "missing")


def measurable(about: About, today: date, most: int = 24) -> list[Period]:
    """Give the periods one can choose to measure, the one that goes on first, back to where measuring began."""
    one = about.pace.latest_begun(today)
    found: list[Period] = []
    while len(found) < most:
        if about.starts_on is not None and one.last < about.starts_on:
            break
        if one.key not in about.skipped:
            found.append(one)
        one = about.pace.before(one)
    return found
