"""What can stand in the way of a change to a risk; the routes word it for people."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with what somebody filled in."""

    TITLE_MISSING = "title_missing"
    NOT_YOUR_UNIT = "not_your_unit"
    HALF_JUDGED = "half_judged"
    HALF_TREATED = "half_treated"
    TREATED_UNJUDGED = "treated_unjudged"
    OUTSIDE_SCALE = "outside_scale"
    NOTHING_JUDGED = "nothing_judged"
    WHY_MISSING = "why_missing"
    APPROVER_MISSING = "approver_missing"
    UNTIL_MISSING = "until_missing"
    UNTIL_NOT_AHEAD = "until_not_ahead"
    DECIDED_AHEAD = "decided_ahead"
    REVIEW_PASSED = "review_passed"
    UNKNOWN_CATEGORY = "unknown_category"
    UNKNOWN_FACTOR = "unknown_factor"


@dataclass
class Refused(Exception):
    """A change is not made; `faults` say what is wrong, by the name of the field it stands in."""

    faults: dict[str, Fault]


class ChangedSince(Exception):
    """Somebody else has changed the same since it was read; nothing was overwritten."""


class NotNow(Exception):
    """What is asked for does not fit how the thing stands."""
