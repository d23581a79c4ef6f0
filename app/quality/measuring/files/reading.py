"""Rows of a file read as measurements; every fault the cells show is told at once, with row and column.

Pure: what may be measured, and what is kept of it, comes in as plain values.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.organisation.cells import Cells, by_column
from app.organisation.heads import OwnUnit, columns_in, units_by_name
from app.organisation.rows import NO, YES, Problem
from app.quality.factors.rules import LONGEST_TEXT
from app.quality.indicators.models import Nature
from app.quality.measuring.errors import Refused
from app.quality.measuring.files.exporting import COLUMNS, NEEDED, SEX_WORDS
from app.quality.measuring.models import Sex
from app.quality.measuring.numbers import NotANumber, read_number
from app.quality.measuring.periods import NotAPeriod, Period, read_period
from app.quality.measuring.queries import Kept
from app.quality.measuring.rounds import Pace
from app.quality.measuring.rules import Entry, check_period, main_sex, sexes

MOST_ROWS = 5000

SEX_NAMES = {word: sex for sex, word in SEX_WORDS.items() if word} | {
    "t": Sex.ALL,
    "totalt": Sex.ALL,
    "k": Sex.WOMEN,
    "flickor": Sex.WOMEN,
    "m": Sex.MEN,
    "pojkar": Sex.MEN,
    "all": Sex.ALL,
    "women": Sex.WOMEN,
    "men": Sex.MEN,
}


@dataclass(frozen=True, slots=True)
class Offered:
    """An indicator one measures in some units: what its rows are read by."""

    id: int
    name: str
    nature: str
    by_sex: bool
    unit_of_measure: str
    decimals: int
    pace: Pace
    state: str
    established: bool
    skipped: frozenset[str]
    units: frozenset[int]


@dataclass(slots=True)
class Planned:
    """What a file says of an indicator in a unit and a period: the first row it stands on, and whom it is about."""

    row: int
    indicator: Offered
    unit: OwnUnit
    period: Period
    entries: dict[Sex, Entry] = field(default_factory=dict)
    now: dict[Sex, Kept] = field(default_factory=dict)

    @property
    def changes(self) -> dict[Sex, Entry]:
        """What would become new or otherwise."""
        return {sex: entry for sex, entry in self.entries.items() if not _stands(self.now.get(sex), entry)}

    @property
    def is_new(self) -> bool:
        """Tell whether nothing is kept of it yet."""
        return all(one.empty for one in self.now.values())


@dataclass(slots=True)
class Plan:
    """What a file would change, and what stands in the way."""

    planned: list[Planned] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def changing(self) -> list[Planned]:
        """What would become new or otherwise, in the file's order."""
        return [one for one in self.planned if one.changes]

    @property
    def unchanged(self) -> int:
        """How many would stay as they are."""
        return len(self.planned) - len(self.changing)

    @property
    def fingerprint(self) -> str:
        """A short name for exactly this plan, over what stands now, so that what is carried out is what was shown."""
        told = [
            [
                one.indicator.id,
                one.unit.id,
                one.period.key,
                [
                    [sex, repr(entry), one.now[sex].revision if sex in one.now else 0]
                    for sex, entry in one.changes.items()
                ],
            ]
            for one in self.changing
        ]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def plan(
    heads: Sequence[str],
    rows: Sequence[tuple[int, list[str]]],
    *,
    units: Sequence[OwnUnit],
    indicators: Sequence[Offered],
    kept: Mapping[tuple[int, int, str], Mapping[Sex, Kept]],
    today: date,
) -> Plan:
    """Work out what a file says; a row of what one does not measure is a fault like one of nothing at all.

    A row in which nothing is filled in says nothing: it does not take away what is kept.
    """
    found = Plan()
    columns, found.problems = columns_in(heads, known=COLUMNS, needed=NEEDED)
    if found.problems:
        return found
    if len(rows) > MOST_ROWS:
        found.problems.append(Problem(0, "", "too_many_rows", {"most": MOST_ROWS}))
        return found
    reading = _Reading(units_by_name(units), {one.id: one for one in indicators}, kept, today, found)
    for number, cells in rows:
        reading.take(_Row(number, by_column(columns, cells), found.problems))
    if not rows:
        found.problems.append(Problem(0, "", "no_rows", {}))
    found.problems.sort(key=lambda one: one.row)
    return found


class _Row(Cells):
    """One row, read as a measurement."""

    def yes(self, name: str) -> bool:
        said = self.cell(name).casefold()
        if said not in YES | NO:
            self.wrong(name, "not_yes_or_no", value=said[:40])
        return said in YES


@dataclass(slots=True)
class _Reading:
    """Puts rows together to what they say."""

    units: Mapping[str, OwnUnit]
    indicators: Mapping[int, Offered]
    kept: Mapping[tuple[int, int, str], Mapping[Sex, Kept]]
    today: date
    found: Plan
    by_key: dict[tuple[int, int, str], Planned] = field(default_factory=dict)
    rows_of: dict[tuple[int, int, str, Sex], int] = field(default_factory=dict)

    def take(self, row: _Row) -> None:
        """Read a row; what it says is kept only where it can be told what it is about."""
        unit = self._unit(row)
        indicator = self._indicator(row, unit)
        period = self._period(row, indicator)
        sex = self._sex(row, indicator)
        entry = self._entry(row, indicator, sex)
        if unit is None or indicator is None or period is None or sex is None or entry is None or entry.empty:
            return
        key = (indicator.id, unit.id, period.key)
        if (*key, sex) in self.rows_of:
            row.wrong("indikator_id", "twice", first=self.rows_of[*key, sex])
            return
        self.rows_of[*key, sex] = row.number
        one = self.by_key.get(key)
        if one is None:
            one = Planned(row.number, indicator, unit, period, {}, dict(self.kept.get(key, {})))
            self.by_key[key] = one
            self.found.planned.append(one)
        one.entries[sex] = entry
        main = one.entries.get(main_sex(indicator.by_sex))
        if (
            main is not None
            and main.not_measured
            and any(each.value is not None for each in one.entries.values())
        ):
            row.wrong("varde", "measured_and_not")

    def _unit(self, row: _Row) -> OwnUnit | None:
        unit = self.units.get(row.cell("enhet_id").casefold())
        if unit is None:
            row.wrong("enhet_id", "not_your_unit")
        return unit

    def _indicator(self, row: _Row, unit: OwnUnit | None) -> Offered | None:
        said = row.cell("indikator_id")
        found = (
            self.indicators.get(int(said)) if said.isascii() and said.isdigit() and len(said) < 10 else None
        )
        if found is None or (unit is not None and unit.id not in found.units):
            row.wrong("indikator_id", "not_measured_here", value=said[:40])
            return None
        return found

    def _period(self, row: _Row, indicator: Offered | None) -> Period | None:
        said = row.cell("period").upper()
        try:
            period = read_period(said)
        except NotAPeriod:
            row.wrong("period", "bad_period", value=row.cell("period")[:40])
            return None
        if indicator is None:
            return None
        try:
            check_period(
                period,
                pace=indicator.pace,
                skipped=indicator.skipped,
                state=indicator.state,
                established=indicator.established,
                today=self.today,
            )
        except Refused as refused:
            row.wrong("period", str(refused.fault.value), value=period.key)
            return None
        return period

    def _sex(self, row: _Row, indicator: Offered | None) -> Sex | None:
        said = row.cell("kon").casefold()
        if indicator is None:
            return None
        asked = sexes(indicator.by_sex, indicator.nature)
        if not said:
            return asked[0]
        sex = SEX_NAMES.get(said)
        if sex is None or sex not in asked:
            row.wrong("kon", "not_divided" if sex is not None else "unknown_sex", value=said[:40])
            return None
        return sex

    def _entry(self, row: _Row, indicator: Offered | None, sex: Sex | None) -> Entry | None:
        text, why = row.text("ord", LONGEST_TEXT), row.text("ska_inte_matas", LONGEST_TEXT)
        preliminary = row.yes("preliminar")
        if indicator is None or sex is None:
            return None
        value = None
        if row.cell("varde"):
            if indicator.nature != Nature.QUANTITATIVE:
                row.wrong("varde", "no_figures_here")
                return None
            try:
                value = read_number(
                    row.cell("varde"), unit=indicator.unit_of_measure, decimals=indicator.decimals
                )
            except NotANumber as caught:
                row.wrong(
                    "varde",
                    str(caught.wrong.value),
                    typed=row.cell("varde")[:40],
                    unit=indicator.unit_of_measure,
                    decimals=indicator.decimals,
                )
                return None
        if (text or why) and sex != main_sex(indicator.by_sex):
            row.wrong("ord" if text else "ska_inte_matas", "words_on_the_whole")
            return None
        if why and (text or value is not None):
            row.wrong("ska_inte_matas", "measured_and_not")
            return None
        return Entry(value, why or text, preliminary, not_measured=bool(why))


def _stands(now: Kept | None, entry: Entry) -> bool:
    if now is None or now.empty:
        return entry.empty
    return (now.value, now.text, now.preliminary, now.not_measured) == (
        entry.value,
        entry.text,
        entry.preliminary,
        entry.not_measured,
    )
