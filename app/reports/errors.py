"""What can go wrong with a report; the routes word it for people."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Why something cannot be done."""

    TEXT_MISSING = "text_missing"
    TEXT_TOO_LONG = "text_too_long"
    REASON_MISSING = "reason_missing"
    WORDS_MISSING = "words_missing"
    LOCKED = "locked"
    NOT_NOW = "not_now"
    RECEIVED_ALREADY = "received_already"
    ANSWERED_ALREADY = "answered_already"
    NOT_HANDED_IN = "not_handed_in"
    HANDED_IN_ANEW = "handed_in_anew"
    NOT_YOURS = "not_yours"
    NOT_ASKED = "not_asked"
    NOTHING_PLACED = "nothing_placed"
    CHANGED = "changed"


@dataclass
class Refused(Exception):
    """A wish that cannot be met; `field` names the one it is about."""

    fault: Fault
    field: str = ""
