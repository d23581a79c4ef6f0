"""What can stand in the way of an answer or a receipt; the routes word it for people."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with what somebody wrote."""

    ANSWER_EMPTY = "answer_empty"
    TEXT_TOO_LONG = "text_too_long"
    SAY_WHAT_IS_MISSING = "say_what_is_missing"
    CHOOSE = "choose"


class PassageError(Exception):
    """A wish about a passage that cannot be met; nothing was changed."""


@dataclass
class Refused(PassageError):
    """What was written cannot be kept as it is."""

    fault: Fault


class NotYours(PassageError):
    """The acting person may not answer this passage, or it was not theirs to receive the answer."""


class NewerAnswer(PassageError):
    """Another answer has come since; that one is to be read and received first."""
