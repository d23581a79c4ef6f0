"""What can stand in the way of a wish about factors and indicators."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.quality.factors.rules import Missing


class Fault(StrEnum):
    """Why something cannot be kept as it is, or cannot be done now; `wording` says it to people."""

    TEXT_MISSING = "text_missing"
    TEXT_TOO_LONG = "text_too_long"
    WORDS_MISSING = "words_missing"
    NO_SUCH_STEP = "no_such_step"
    LOCKED = "locked"
    REACH_STANDS = "reach_stands"
    NOTHING_BELOW = "nothing_below"
    UNKNOWN_CHOICE = "unknown_choice"
    UNKNOWN_YEAR = "unknown_year"
    TOO_MANY_DECIMALS = "too_many_decimals"
    TOO_LARGE = "too_large"
    BORDERS_MISSING = "borders_missing"
    BORDERS_TURNED = "borders_turned"
    UNKNOWN_PERIOD = "unknown_period"
    NOT_A_PAIR = "not_a_pair"


class QualityError(Exception):
    """A wish that cannot be met; nothing was changed."""


@dataclass
class Refused(QualityError):
    """What was asked cannot be done; `field` names the field it is about, where there is one."""

    fault: Fault
    field: str = ""


class NotYours(QualityError):
    """The unit is not one the acting person writes for."""


class ChangedMeanwhile(QualityError):
    """Somebody else changed the same thing since it was read; nothing was overwritten."""


@dataclass
class NotYet(QualityError):
    """A factor cannot be established yet; `missing` says exactly what it lacks."""

    missing: "Sequence[Missing]"
