"""What can stand in the way of a wish about commitments, what was heard and citizen dialogues."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Why something cannot be kept as it is, or cannot be done now; `wording` says it to people."""

    TEXT_MISSING = "text_missing"
    TEXT_TOO_LONG = "text_too_long"
    DONE_MISSING = "done_missing"
    DAYS_TURNED = "days_turned"
    DECIDED_AHEAD = "decided_ahead"
    DAY_MISSING = "day_missing"
    LINK_NOT_WEB = "link_not_web"
    UNKNOWN_YEAR = "unknown_year"
    UNKNOWN_MONTH = "unknown_month"
    UNKNOWN_CHOICE = "unknown_choice"
    NOT_A_COUNT = "not_a_count"
    NO_SUCH_STEP = "no_such_step"
    DECIDED_ALREADY = "decided_already"
    NOT_TO_DECIDE_YET = "not_to_decide_yet"
    NOT_TO_NOTE_YET = "not_to_note_yet"


class CitizensError(Exception):
    """A wish that cannot be met; nothing was changed."""


@dataclass
class Refused(CitizensError):
    """What was asked cannot be done; `field` names the field it is about, where there is one."""

    fault: Fault
    field: str = ""


class NotYours(CitizensError):
    """The unit, or the decision, is not one the acting person answers for."""


class ChangedMeanwhile(CitizensError):
    """Somebody else changed the same thing since it was read; nothing was overwritten."""
