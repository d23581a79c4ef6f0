"""What can stand in the way of a change to internal control; the routes word it for people."""

from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with what somebody filled in."""

    WORDS_MISSING = "words_missing"
    REASON_MISSING = "reason_missing"
    DAY_MISSING = "day_missing"
    DAY_AHEAD = "day_ahead"
    DAY_OF_ANOTHER_YEAR = "day_of_another_year"
    DECIDER_MISSING = "decider_missing"
    DEVIATION_MISSING = "deviation_missing"
    OUTCOME_MISSING = "outcome_missing"
    REMEDIES_LEFT = "remedies_left"
    NO_SUCH_RISK = "no_such_risk"
    HAS_REMEDIES = "has_remedies"


class Lacks(StrEnum):
    """What a plan or a report lacks before it can be decided."""

    RISKS = "risks"
    CONTROLS = "controls"
    METHOD = "method"
    WHO = "who"
    TOLD_TO = "told_to"
    OCCASIONS = "occasions"
    WHOLE = "whole"
    VIEWS = "views"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is missing, and of what: the risk chosen, the control or the unit that lacks it."""

    lacks: Lacks
    of: str = ""
    number: int | None = None


@dataclass
class Refused(Exception):
    """A change is not made; `faults` say what is wrong, by the name of the field it stands in."""

    faults: dict[str, Fault]


@dataclass
class NotYet(Exception):
    """It cannot be decided yet; `missing` is everything that stands in the way."""

    missing: list[Missing] = field(default_factory=list)


class ChangedSince(Exception):
    """Somebody else has changed the same since it was read; nothing was overwritten."""


class NotNow(Exception):
    """What is asked for does not fit how the thing stands."""


class NotYours(Exception):
    """It is somebody else's to write."""
