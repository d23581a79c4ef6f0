"""What can stand in the way of a change to an assignment or a question; the routes word it for people."""

from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with what somebody asked for."""

    TITLE_MISSING = "title_missing"
    WORDS_MISSING = "words_missing"
    TAKER_MISSING = "taker_missing"
    NOBODY_TAKES = "nobody_takes"
    DUE_PASSED = "due_passed"
    ITSELF = "itself"
    THROUGH_CHIEF = "through_chief"
    NOT_IN_CHAIN = "not_in_chain"
    OWNER_MISSING = "owner_missing"
    NO_SUCH_STEP = "no_such_step"
    NOT_SHARED = "not_shared"
    NO_SUBJECT = "no_subject"
    ALREADY_ASKED = "already_asked"
    TWO_PEOPLE = "two_people"


class Refused(Exception):
    """A change that cannot be: what is wrong, by the field it is about; an empty name is the whole."""

    def __init__(self, faults: dict[str, Fault]) -> None:
        """Keep what is wrong."""
        super().__init__(faults)
        self.faults = faults


class NotYours(Exception):
    """Somebody writes what the other side owns, or what is not theirs at all."""


class ChangedMeanwhile(Exception):
    """Somebody else has changed it after it was read."""
