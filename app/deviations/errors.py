"""What can stand in the way of a wish about a deviation."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Why something cannot be done; `wording` says it to people."""

    TEXT_MISSING = "text_missing"
    TEXT_TOO_LONG = "text_too_long"
    REASON_MISSING = "reason_missing"
    NO_LEVEL_ABOVE = "no_level_above"
    ALREADY_SETTLED = "already_settled"
    ALREADY_RECEIVED = "already_received"
    CAME_HERE_BEFORE = "came_here_before"


class DeviationError(Exception):
    """A wish that cannot be met; nothing was changed."""


@dataclass
class Refused(DeviationError):
    """What was asked cannot be done; `field` names the field it is about, where there is one."""

    fault: Fault
    field: str = ""


class NotYours(DeviationError):
    """The unit, or the level, is not one the acting person answers for."""
