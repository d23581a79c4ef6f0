"""What is measured as rows of a file, one for each measurement."""

from collections.abc import Iterable, Iterator, Sequence

from app.clock import STOCKHOLM
from app.exports.registers import Cell
from app.organisation.models import Unit
from app.quality.factors.reading import IndicatorView
from app.quality.measuring.models import Sex
from app.quality.measuring.numbers import typed_words
from app.quality.measuring.queries import Kept

HEAD = (
    "enhet",
    "faktor",
    "indikator",
    "period",
    "kon",
    "varde",
    "mattenhet",
    "ord",
    "preliminar",
    "inte_matt",
    "vem",
    "nar",
)
SEX_WORDS = {Sex.UNDIVIDED: "", Sex.ALL: "alla", Sex.WOMEN: "kvinnor", Sex.MEN: "män"}


def rows_of(
    indicator: IndicatorView, factor: str, units: Sequence[Unit], kept: Iterable[Kept]
) -> Iterator[Sequence[Cell]]:
    """Give one row for each measurement; a figure is written as it would be typed."""
    names = {unit.id: unit.name for unit in units}
    for one in kept:
        if one.empty:
            continue
        yield (
            names.get(one.unit_id, ""),
            factor,
            indicator.name,
            one.period,
            SEX_WORDS[Sex(one.sex)],
            typed_words(one.value, "sv") if one.value is not None else "",
            indicator.unit_of_measure,
            one.text,
            "ja" if one.preliminary else "",
            "ja" if one.not_measured else "",
            one.person or "",
            one.at.astimezone(STOCKHOLM).date(),
        )
