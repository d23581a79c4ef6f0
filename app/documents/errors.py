"""What can stand in the way of a change to a document or a decision; the routes word it for people."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with what somebody filled in."""

    TITLE_MISSING = "title_missing"
    VALID_BEFORE_DECIDED = "valid_before_decided"
    DECIDED_AHEAD = "decided_ahead"
    REVIEW_NOT_AHEAD = "review_not_ahead"
    REVIEW_MISSING = "review_missing"
    ENDED_AHEAD = "ended_ahead"
    WHY_MISSING = "why_missing"
    NO_UNITS = "no_units"
    UNIT_OUT_OF_REACH = "unit_out_of_reach"
    LINK_NOT_WEB = "link_not_web"
    CONSIDERATIONS_MISSING = "considerations_missing"
    ASSESSMENT_UNSAID = "assessment_unsaid"
    NO_ASSESSMENT_WHY_MISSING = "no_assessment_why_missing"
    UNKNOWN_SUBJECT = "unknown_subject"


@dataclass
class Refused(Exception):
    """A change is not made; `faults` say what is wrong, by the name of the field it stands in."""

    faults: dict[str, Fault]


class ChangedSince(Exception):
    """Somebody else has changed the same since it was read; nothing was overwritten."""


class NotNow(Exception):
    """What is asked for does not fit how the thing stands: ending what has ended, undoing what is not the latest."""
