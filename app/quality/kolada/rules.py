"""When Kolada is asked, when it is asked again, and what may be linked to it. Pure."""

import re
from datetime import datetime, timedelta
from enum import StrEnum

from app.quality.indicators.models import Nature, Periodicity
from app.quality.kolada.errors import PASSING, Fault

ASKED_EVERY = timedelta(days=7)
"""How often values are fetched by themselves: most change once a year, and corrections are not announced."""

BACK_OFF = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=4), timedelta(hours=24))
"""How long to wait after each try that failed for a while; the last wait is kept to."""

MOST_COMPARED = 6
"""Places to compare with: more lines cannot be told apart."""

YEARS_FETCHED = 25
"""How many years back values are asked for."""

_MEASURE = re.compile(r"[A-Z]\d{5}", re.ASCII)
_PLACE = re.compile(r"[A-Za-z0-9]{4,20}", re.ASCII)


class NotLinkable(StrEnum):
    """Why an indicator cannot follow a measure of Kolada."""

    IN_WORDS = "in_words"
    NOT_YEARLY = "not_yearly"


def why_not_link(nature: str, periodicity: str) -> NotLinkable | None:
    """Tell why an indicator cannot follow a measure: Kolada keeps figures, one for each year."""
    if nature != Nature.QUANTITATIVE:
        return NotLinkable.IN_WORDS
    if periodicity != Periodicity.YEAR:
        return NotLinkable.NOT_YEARLY
    return None


def is_measure(written: str) -> bool:
    """Tell whether something is written as the identity of a measure is, as N11008."""
    return _MEASURE.fullmatch(written) is not None


def is_place(written: str) -> bool:
    """Tell whether something is written as the identity of a municipality or a unit is, as 1452 or V15E145200101."""
    return _PLACE.fullmatch(written) is not None


def years_asked(this_year: int) -> tuple[int, ...]:
    """Give the years values are asked for."""
    return tuple(range(this_year - YEARS_FETCHED + 1, this_year + 1))


def tried_again(fault: Fault, attempts: int, now: datetime, wait_seconds: int | None) -> datetime:
    """Tell when to ask again after a try that failed; what will not be right by itself waits until the next ordinary time."""
    if fault not in PASSING:
        return now + ASKED_EVERY
    wait = BACK_OFF[min(attempts, len(BACK_OFF)) - 1]
    return now + max(wait, timedelta(seconds=wait_seconds or 0))
