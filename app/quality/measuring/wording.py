"""What pages of measurements say in words."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from flask_babel import LazyString, gettext, lazy_gettext

from app.quality.indicators.models import Source
from app.quality.measuring.doubting import Doubt, Odd
from app.quality.measuring.errors import Fault
from app.quality.measuring.models import Sex
from app.quality.measuring.numbers import Wrong, number_words, with_unit
from app.quality.measuring.periods import Period, period_words
from app.ui.install import locale

SEXES: dict[str, LazyString] = {
    Sex.UNDIVIDED: lazy_gettext("Värde"),
    Sex.ALL: lazy_gettext("Alla"),
    Sex.WOMEN: lazy_gettext("Kvinnor"),
    Sex.MEN: lazy_gettext("Män"),
}
SOURCES: dict[str, LazyString] = {
    Source.SPREADSHEET: lazy_gettext("ur fil"),
    Source.KOLADA: lazy_gettext("Källa: Kolada"),
    Source.OTHER: lazy_gettext("ur annat system"),
}
"""Where a measurement comes from, where that is worth saying: what was typed by hand is said by who typed it."""

FAULTS: dict[Fault, LazyString] = {
    Fault.NOTHING_SAID: lazy_gettext("Skriv varför det inte skulle mätas."),
    Fault.MEASURED_AND_NOT: lazy_gettext(
        "Här står både ett värde och att det inte skulle mätas. Ta bort det ena."
    ),
    Fault.TEXT_TOO_LONG: lazy_gettext("Texten är för lång. Korta den."),
    Fault.NO_FIGURES_HERE: lazy_gettext("Indikatorn mäts i ord, inte i tal."),
    Fault.OTHER_PERIODICITY: lazy_gettext("Indikatorn mäts inte för den sortens period."),
    Fault.NOT_BEGUN: lazy_gettext("Perioden har inte börjat än."),
    Fault.SKIPPED: lazy_gettext("Indikatorn ska inte mätas den perioden."),
    Fault.LOCKED: lazy_gettext("Faktorn gäller inte än, eller inte längre. Då mäts den inte."),
}
WRONG: dict[Wrong, LazyString] = {
    Wrong.NOT_A_NUMBER: lazy_gettext("”%(typed)s” är inget tal. Skriv med siffror, till exempel 1 234,5."),
    Wrong.OTHER_UNIT: lazy_gettext(
        "”%(typed)s” har en annan enhet än indikatorn (%(unit)s). Skriv bara talet."
    ),
    Wrong.TOO_LARGE: lazy_gettext("”%(typed)s” är större än vad som kan sparas."),
    Wrong.TOO_MANY_DECIMALS: lazy_gettext(
        "”%(typed)s” har fler decimaler än indikatorn (%(decimals)s). Avrunda som ni brukar."
    ),
}


def number_fault(wrong: Wrong, typed: str, *, unit: str, decimals: int) -> str:
    """Say what is wrong with a figure, with what was typed."""
    found = {"typed": typed[:40], "unit": unit or gettext("utan enhet"), "decimals": decimals}
    return str(WRONG[wrong]) % found


class Written(Protocol):
    """How an indicator writes its figures."""

    @property
    def unit_of_measure(self) -> str:
        """Its unit."""

    @property
    def decimals(self) -> int:
        """Its decimals."""


def value_words(value: Decimal, indicator: Written) -> str:
    """Write a figure of an indicator with its unit."""
    return with_unit(number_words(value, locale(), decimals=indicator.decimals), indicator.unit_of_measure)


def doubt_words(doubt: Doubt, indicator: Written) -> str:
    """Ask whether a figure is right, with what it was last, or with what is odd about it where it was never measured."""
    value = value_words(doubt.value, indicator)
    if doubt.last is not None:
        return gettext(
            "Stämmer %(value)s? Senast var det %(last)s.",
            value=value,
            last=value_words(doubt.last, indicator),
        )
    if doubt.odd is Odd.BELOW_ZERO:
        return gettext("Stämmer %(value)s? Det är mindre än noll.", value=value)
    return gettext("Stämmer %(value)s? Det är mer än hela, 100 procent.", value=value)


def period_name(period: Period) -> str:
    """Say which period, in the language of the page."""
    return period_words(period, locale())


Told = Sequence[tuple[Period, Decimal]]
"""The values of a line, in order of time."""


def chart_words(
    lines: Sequence[tuple[str, Told]], targets: Told, missing: Sequence[Period], indicator: Written
) -> str:
    """Say in words what a chart shows: from what to what, the lowest and the highest, the latest target, what is missing."""
    said = []
    for name, values in lines:
        if not values:
            continue
        words = _line_words(values, indicator)
        said.append(f"{name}: {words}" if name and len(lines) > 1 else words[:1].upper() + words[1:])
    if targets:
        period, value = targets[-1]
        said.append(
            gettext(
                "Målvärde %(value)s, %(period)s.",
                value=value_words(value, indicator),
                period=period_name(period),
            )
        )
    if missing:
        shown = ", ".join(period_name(one) for one in missing[:6])
        said.append(
            gettext("Inte mätt: %(periods)s och fler.", periods=shown)
            if len(missing) > 6
            else gettext("Inte mätt: %(periods)s.", periods=shown)
        )
    return " ".join(said)


def _line_words(values: Told, indicator: Written) -> str:
    first, last = values[0], values[-1]
    if len(values) == 1:
        return gettext(
            "%(value)s, %(period)s.", value=value_words(last[1], indicator), period=period_name(last[0])
        )
    low, high = min(values, key=lambda one: one[1]), max(values, key=lambda one: one[1])
    said = gettext(
        "från %(first)s (%(from_period)s) till %(last)s (%(to_period)s).",
        first=value_words(first[1], indicator),
        from_period=period_name(first[0]),
        last=value_words(last[1], indicator),
        to_period=period_name(last[0]),
    )
    if len(values) == 2:
        return said
    extremes = gettext(
        "Lägst %(low)s (%(low_period)s), högst %(high)s (%(high_period)s).",
        low=value_words(low[1], indicator),
        low_period=period_name(low[0]),
        high=value_words(high[1], indicator),
        high_period=period_name(high[0]),
    )
    return f"{said} {extremes}"
