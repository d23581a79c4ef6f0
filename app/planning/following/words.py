"""Reading how often something is measured, and figures, out of what people write in a free line. Pure."""

import re
from decimal import Decimal

from app.quality.indicators.models import Periodicity

_OFTEN: tuple[tuple[str, Periodicity], ...] = (
    ("vecka", Periodicity.WEEK),
    ("dag", Periodicity.WEEK),
    ("månad", Periodicity.MONTH),
    ("kvartal", Periodicity.QUARTER),
    ("fyra gånger om året", Periodicity.QUARTER),
    ("tertial", Periodicity.TERTIAL),
    ("tre gånger om året", Periodicity.TERTIAL),
    ("halvår", Periodicity.HALF_YEAR),
    ("termin", Periodicity.HALF_YEAR),
    ("två gånger om året", Periodicity.HALF_YEAR),
    ("läsår", Periodicity.SCHOOL_YEAR),
    ("skolår", Periodicity.SCHOOL_YEAR),
    ("år", Periodicity.YEAR),
)
"""Words that tell how often, the more particular first."""

_NO_MORE = re.compile(
    r"(?:varje|en gång (?:per|om|i)|per) (?:vecka|månad(?:en)?|kvartal|tertial|halvår|termin|läsår|skolår|år|året)"
    r"|(?:två|tre|fyra) gånger om året",
    re.IGNORECASE,
)
"""Ways of writing it that say nothing beside."""

_FIGURE = re.compile(r"(-?\d{1,12}(?:[.,]\d{1,6})?)\s*([^\d]{0,60})")
"""A figure with what it is counted in, and nothing more."""


def often_in(words: str) -> tuple[Periodicity, str]:
    """Read how often something is measured, a year where nothing is said; and what of the words says more than that."""
    said = " ".join(words.split())
    often = next((kind for part, kind in _OFTEN if part in said.casefold()), Periodicity.YEAR)
    return often, "" if _NO_MORE.fullmatch(said) else said


def figure_in(words: str) -> tuple[Decimal | None, str]:
    """Read a figure and what it is counted in; no figure where words say anything else."""
    found = _FIGURE.fullmatch(words.strip())
    if found is None:
        return None, ""
    return Decimal(found[1].replace(",", ".")), found[2].strip()


def counted_in(lines: list[str]) -> tuple[str, int]:
    """Give what all figures of some lines are counted in, nothing where they differ, and with how many decimals."""
    found = [(value, unit) for value, unit in map(figure_in, lines) if value is not None]
    units = {unit for _, unit in found}
    decimals = (len(str(value).partition(".")[2]) for value, _ in found)
    return units.pop() if len(units) == 1 else "", max(decimals, default=0)
