"""Rows of a file read as risks; every fault the cells show is told at once, with row and column.

Pure: what units there are to write for, which risks exist and the scale come in as plain values.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from app.organisation.cells import Cells, by_column
from app.organisation.heads import OwnUnit, columns_in, units_by_name
from app.organisation.rows import Problem
from app.quality.risks import rules
from app.quality.risks.models import Nature
from app.quality.risks.rules import Entry, Judged
from app.steering.shapes.control import InternalControl, RiskStep

COLUMNS = (
    *("enhet_id", "enhet", "slag", "risk", "vad_kan_handa", "varfor", "vad_leder_det_till", "vad_gor_vi"),
    *("kategori", "vem", "ses_over", "sannolikhet", "konsekvens", "resonemang", "vad_tanker_vi_gora"),
    *("sannolikhet_efter", "konsekvens_efter", "niva", "bestamt", "bestamt_till", "lage"),
)
"""One row a risk."""

IGNORED = frozenset({"niva", "bestamt", "bestamt_till", "lage"})
"""Columns that are taken along and not read in: levels are worked out, and what is decided is decided in the product."""

EXAMPLE = {
    "risk": "Fel lön betalas ut",
    "vad_kan_handa": "Någon får för mycket eller för lite i lön och det upptäcks sent.",
    "varfor": "Frånvaro rapporteras olika, och bara en person kan systemet.",
    "vad_leder_det_till": "Medarbetare drabbas, och rättelserna tar tid.",
    "vad_gor_vi": "Stickprov varje månad.",
    "resonemang": "Det har hänt två gånger i år, båda rättades inom en vecka.",
    "vad_tanker_vi_gora": "Två personer lär sig systemet.",
}
"""The words of the row in the template that shows how; a row that says just these is nobody's risk."""

NATURE_WORDS = {Nature.OPERATIONAL: "operativ", Nature.STRATEGIC: "strategisk"}
MOST_ROWS = 2000
LONGEST = 20_000
LONGEST_TITLE = 300
LONGEST_LINE = 200
YEARS = (2000, 2100)
NEEDED = ("enhet_id", "risk")


@dataclass(frozen=True, slots=True)
class Planned:
    """A risk a file asks for, on which row, and whether it is there already."""

    row: int
    unit: OwnUnit
    entry: Entry
    judged: Judged
    exists: bool


@dataclass(slots=True)
class Plan:
    """What a file would make, what is there already and is left alone, and what stands in the way."""

    risks: list[Planned] = field(default_factory=list)
    examples: list[int] = field(default_factory=list)
    """Rows that are the template's example, which are not read in."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def new(self) -> list[Planned]:
        """The risks that would be made."""
        return [one for one in self.risks if not one.exists]

    @property
    def known(self) -> list[Planned]:
        """The risks that are there already."""
        return [one for one in self.risks if one.exists]

    @property
    def fingerprint(self) -> str:
        """A short name for exactly this plan, so that what is carried out is what was shown."""
        return hashlib.sha256(repr(self.risks).encode()).hexdigest()


def plan(
    heads: Sequence[str],
    rows: Sequence[tuple[int, list[str]]],
    units: Sequence[OwnUnit],
    scale: InternalControl,
    existing: Collection[tuple[int, str]],
) -> Plan:
    """Work out what a file asks for; `existing` are the unit and the title in small letters of the risks there are."""
    found = Plan()
    columns, found.problems = columns_in(heads, known=COLUMNS, needed=NEEDED)
    if found.problems:
        return found
    if len(rows) > MOST_ROWS:
        found.problems.append(Problem(0, "", "too_many_rows", {"most": MOST_ROWS}))
        return found
    by_name = units_by_name(units)
    first: dict[tuple[int, str], int] = {}
    for number, cells in rows:
        row = _Row(number, by_column(columns, cells), found.problems)
        if row.is_example():
            found.examples.append(number)
            continue
        entry, unit, judged = row.entry(by_name, scale), row.unit(by_name), row.judged(scale)
        if entry is None or unit is None:
            continue
        key = (unit.id, entry.title.casefold())
        if key in first:
            row.wrong("risk", "risk_twice", first=first[key])
            continue
        first[key] = number
        found.risks.append(Planned(number, unit, entry, judged, key in existing))
    if not rows:
        found.problems.append(Problem(0, "", "no_risks", {}))
    return found


class _Row(Cells):
    """One row, read as a risk."""

    def is_example(self) -> bool:
        """Tell whether the row says what the template's example does, of whatever unit."""
        return all(self.cell(name) == said for name, said in EXAMPLE.items())

    def entry(self, units: Mapping[str, OwnUnit], scale: InternalControl) -> Entry | None:
        """Read what the risk is; None when it cannot be said of which unit it is, or what it is called."""
        unit = self.unit(units)
        if unit is None:
            named = self.cell("enhet") or self.cell("enhet_id")
            self.wrong("enhet_id", "risk_not_your_unit" if named else "risk_of_no_unit", unit=named)
        title = self.text("risk", LONGEST_TITLE, needed=True)
        nature = self._nature()
        entry = Entry(
            title=" ".join(title.split()),
            unit_id=unit.id if unit else 0,
            nature=nature,
            happens=self.text("vad_kan_handa", LONGEST),
            cause=self.text("varfor", LONGEST),
            effect=self.text("vad_leder_det_till", LONGEST),
            existing=self.text("vad_gor_vi", LONGEST),
            category=self._category(scale),
            owner=self.text("vem", LONGEST_LINE),
            review_on=self.day("ses_over", *YEARS),
        )
        return entry if unit is not None and title else None

    def judged(self, scale: InternalControl) -> Judged:
        """Read how the risk is judged."""
        judged = Judged(
            self._step("sannolikhet", scale.likelihood),
            self._step("konsekvens", scale.consequence),
            self.text("resonemang", LONGEST),
            self.text("vad_tanker_vi_gora", LONGEST),
            self._step("sannolikhet_efter", scale.likelihood),
            self._step("konsekvens_efter", scale.consequence),
        )
        names = {
            "likelihood": "sannolikhet",
            "consequence": "konsekvens",
            "treated_likelihood": "sannolikhet_efter",
            "treated_consequence": "konsekvens_efter",
        }
        for name, fault in rules.faults_in_judgement(judged, scale).items():
            self.wrong(names[name], str(fault))
        return judged

    def _nature(self) -> Nature:
        said = self.cell("slag").casefold()
        found = next((nature for nature, word in NATURE_WORDS.items() if said in {word, nature}), None)
        if said and found is None:
            self.wrong(
                "slag", "unknown_word", value=self.cell("slag"), known=", ".join(NATURE_WORDS.values())
            )
        return found or Nature.OPERATIONAL

    def _category(self, scale: InternalControl) -> str:
        said = self.cell("kategori")
        if not said or not scale.categories:
            return said[:50]
        for one in scale.categories:
            if said.casefold() in {one.key, one.name.sv.casefold()}:
                return one.key
        known = ", ".join(one.name.sv for one in scale.categories)
        self.wrong("kategori", "unknown_word", value=said, known=known)
        return ""

    def _step(self, name: str, steps: Sequence[RiskStep]) -> int:
        said = self.cell(name).casefold()
        if not said:
            return 0
        for one in steps:
            if said in {str(one.value), f"{one.value}.0", one.word.sv.casefold()}:
                return one.value
        known = ", ".join(f"{one.value} ({one.word.sv})" for one in steps)
        self.wrong(name, "unknown_word", value=self.cell(name), known=known)
        return 0
