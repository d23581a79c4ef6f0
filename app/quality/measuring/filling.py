"""A row of what is to be measured as a form: what stands in its fields, what was typed, what is wrong with it.

Many rows are filled in on one page, so fields are named by their row: `12-3-2026-H1.text`. Nothing typed is lost: a row that is
refused holds what was typed, word for word.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from flask_babel import gettext

from app.cleaning import clean
from app.quality.indicators.models import Nature, Periodicity
from app.quality.measuring.doubting import Doubt, answer_to
from app.quality.measuring.due import ToMeasure, key_of
from app.quality.measuring.errors import ChangedMeanwhile, Refused
from app.quality.measuring.models import Sex
from app.quality.measuring.numbers import NotANumber, read_number, typed_words
from app.quality.measuring.periods import NotAPeriod, Period, read_slug
from app.quality.measuring.queries import Kept
from app.quality.measuring.rules import Entry, main_sex, sexes
from app.quality.measuring.wording import FAULTS, SEXES, doubt_words, number_fault, value_words
from app.ui.install import locale
from app.ui.templating import gap

LONGEST_TYPED = 60
"""Characters kept of a figure: the longest one that can be read is shorter."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a row is about."""

    indicator_id: int
    unit_id: int
    period: Period

    @property
    def name(self) -> str:
        """What its fields are named by."""
        return key_of(self.indicator_id, self.unit_id, self.period)

    @classmethod
    def read(cls, text: str) -> "Key | None":
        """Read what `due.key_of` wrote; None where it is nothing of the sort."""
        parts = text.split("-", 2)
        if len(parts) != 3 or not all(one.isascii() and one.isdigit() and len(one) < 10 for one in parts[:2]):
            return None
        try:
            return cls(int(parts[0]), int(parts[1]), read_slug(parts[2]))
        except NotAPeriod:
            return None


@dataclass(slots=True)
class Figured:
    """A field for a figure: of whom, what stands in it, which revision it was read at."""

    sex: Sex
    typed: str = ""
    revision: int = 0

    @property
    def label(self) -> str:
        """What it is called."""
        return str(SEXES[self.sex])


@dataclass(slots=True, eq=False)
class Filling:
    """The fields of a row, and what is to be said of them."""

    row: ToMeasure
    figures: list[Figured]
    text: str = ""
    why: str = ""
    preliminary: bool = False
    text_revision: int = 0
    errors: dict[str, str] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    """What is asked once before it is kept, by field."""
    answer: str = ""
    """What says yes to the questions."""
    said: str = ""
    """What was said yes to."""
    saved_at: datetime | None = None
    meanwhile: str = ""
    key: str = ""
    """The row's name."""
    blank: "Filling | None" = None
    """The same for all rows of its kind in which nothing stands yet, with gaps for their names; None where something does."""

    def __post_init__(self) -> None:
        self.key = self.key or self.row.key

    @property
    def in_figures(self) -> bool:
        """Tell whether it has fields for figures."""
        return self.row.nature == Nature.QUANTITATIVE

    @classmethod
    def of(cls, row: ToMeasure, kept: Mapping[Sex, Kept]) -> "Filling":
        """Open a row with what is kept of it."""
        found = cls(row, [Figured(sex) for sex in _asked(row)])
        if not kept:
            found.blank = _blank(row.nature, bool(row.unit_of_measure), bool(row.decimals), row.by_sex)
            return found
        for one in found.figures:
            standing = kept.get(one.sex)
            if standing is not None:
                one.revision = standing.revision
                one.typed = typed_words(standing.value, locale()) if standing.value is not None else ""
        main = kept.get(main_sex(row.by_sex))
        if main is not None:
            found.text_revision = main.revision
            found.preliminary = main.preliminary and not main.empty
            if main.not_measured:
                found.why = main.text
            else:
                found.text = main.text
        return found

    def type_over(self, sent: Mapping[str, str]) -> None:
        """Put what was typed into the fields."""
        self.blank = None
        for one in self.figures:
            one.typed = sent.get(f"{self.key}.value{one.sex}", "")[:LONGEST_TYPED]
            one.revision = _number(sent.get(f"{self.key}.seen{one.sex}", ""))
        self.text_revision = _number(sent.get(f"{self.key}.seen{main_sex(self.row.by_sex)}", ""))
        self.text = clean(sent.get(f"{self.key}.text"))
        self.why = clean(sent.get(f"{self.key}.why"))
        self.preliminary = f"{self.key}.preliminary" in sent
        self.said = sent.get(f"{self.key}.sure", "")

    def entries(self) -> dict[Sex, Entry]:
        """Read the fields; what cannot be read is noted at its field, and then nothing is given."""
        main = main_sex(self.row.by_sex)
        found: dict[Sex, Entry] = {}
        for one in self.figures:
            try:
                value = read_number(one.typed, unit=self.row.unit_of_measure, decimals=self.row.decimals)
            except NotANumber as caught:
                self.errors[f"value{one.sex}"] = number_fault(
                    caught.wrong, one.typed.strip(), unit=self.row.unit_of_measure, decimals=self.row.decimals
                )
                continue
            found[one.sex] = Entry(value, preliminary=self.preliminary)
        if self.why and self.text:
            self.errors["why"] = gettext(
                "Här står både ord om mätningen och varför den inte gjordes. Ta bort det ena."
            )
        whole = found.get(main, Entry(preliminary=self.preliminary))
        found[main] = Entry(whole.value, self.why or self.text, self.preliminary, not_measured=bool(self.why))
        return {} if self.errors else found

    def ask(self, found: Mapping[Sex, Doubt]) -> bool:
        """Ask about figures, each by whom it is about where there are several; tells whether it is still to be answered."""
        if not found or self.said == answer_to(found):
            return False
        self.answer = answer_to(found)
        for one in self.figures:
            if one.sex in found:
                words = doubt_words(found[one.sex], self.row)
                self.questions[f"value{one.sex}"] = (
                    f"{one.label}: {words}" if len(self.figures) > 1 else words
                )
        return True

    @property
    def told(self) -> dict[str, str]:
        """What is to be said of its fields: what is wrong and what is asked."""
        return self.errors | self.questions

    @property
    def expected(self) -> dict[Sex, int]:
        """The revisions that were read."""
        return {main_sex(self.row.by_sex): self.text_revision} | {
            one.sex: one.revision for one in self.figures
        }

    def place_of(self, name: str) -> str:
        """Give the field an error is at, for a link to it."""
        known = {"text", "why", *(f"value{one.sex}" for one in self.figures)}
        return f"{self.key}-{name if name in known else 'text'}"

    def refuse(self, refused: Refused) -> None:
        """Say at its field why it cannot be kept."""
        name = refused.field.replace("-", "")
        self.errors[name or "row"] = str(FAULTS[refused.fault])

    def meet(self, changed: ChangedMeanwhile) -> None:
        """Say what somebody else wrote meanwhile; saved again, what was typed here replaces it."""
        now = changed.now
        said = []
        if now is not None and now.value is not None:
            said.append(value_words(now.value, self.row))
        if now is not None and now.text:
            said.append(now.text)
        self.meanwhile = ": ".join(said)
        self.errors["row"] = gettext(
            "Någon annan har skrivit här sedan du öppnade sidan. Inget är överskrivet. Spara igen om det du skrivit ska gälla."
        )


@lru_cache(maxsize=64)
def _blank(nature: str, with_unit: bool, with_decimals: bool, by_sex: bool) -> Filling:
    """Give a row of a kind in which nothing stands."""
    row = ToMeasure(
        indicator_id=0,
        name=gap("name"),
        nature=nature,
        unit_of_measure=gap("unit") if with_unit else "",
        decimals=int(with_decimals),
        by_sex=by_sex,
        method="",
        routine="",
        factor_id=0,
        factor="",
        unit_id=0,
        unit="",
        period=Period(Periodicity.YEAR, 0),
    )
    return Filling(row, [Figured(sex) for sex in _asked(row)], key=gap("key"))


def _asked(row: ToMeasure) -> tuple[Sex, ...]:
    return sexes(row.by_sex, row.nature) if row.nature == Nature.QUANTITATIVE else ()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def keys_in(sent: Mapping[str, str]) -> list[Key]:
    """Give the rows a form was sent with, in its order."""
    found: dict[str, Key] = {}
    for name in sent:
        written, _, part = name.rpartition(".")
        if part.startswith("seen") and written not in found:
            key = Key.read(written)
            if key is not None:
                found[written] = key
    return list(found.values())
