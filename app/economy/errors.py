"""What can stand in the way of a wish about the economy."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.economy.rules import Lacking


class Fault(StrEnum):
    """Why something cannot be kept as it is, or cannot be done now; `wording` says it to people."""

    TEXT_MISSING = "text_missing"
    TEXT_TOO_LONG = "text_too_long"
    WORDS_MISSING = "words_missing"
    UNKNOWN_YEAR = "unknown_year"
    UNKNOWN_MONTH = "unknown_month"
    YEARS_TURNED = "years_turned"
    EFFECT_NOT_POSITIVE = "effect_not_positive"
    NOT_A_YEAR_OF_THE_PLAN = "not_a_year_of_the_plan"
    ALREADY_BEGUN = "already_begun"
    NO_SUCH_STEP = "no_such_step"
    LOCKED = "locked"
    NO_EXEMPTIONS = "no_exemptions"
    UNKNOWN_DECIDER = "unknown_decider"
    NO_CARRYING = "no_carrying"
    NO_LARGE_DEFICIT = "no_large_deficit"
    NO_RECEIVER = "no_receiver"
    ALREADY_RECEIVED = "already_received"
    NOT_HANDED_OVER = "not_handed_over"
    HANDED_OVER_ANEW = "handed_over_anew"


class EconomyError(Exception):
    """A wish that cannot be met; nothing was changed."""


@dataclass
class Refused(EconomyError):
    """What was asked cannot be done; `field` names the field it is about, where there is one."""

    fault: Fault
    field: str = ""


class NotYours(EconomyError):
    """The unit is not one the acting person writes for."""


class ChangedMeanwhile(EconomyError):
    """Somebody else changed the same thing since it was read; nothing was overwritten."""


@dataclass
class NotYet(EconomyError):
    """It cannot be submitted or established yet; `lacking` says exactly what it lacks."""

    lacking: "Sequence[Lacking]"
