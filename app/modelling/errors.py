"""What can be in the way of a change of model."""

from enum import StrEnum


class Fault(StrEnum):
    """Why a model cannot be put into use, or no longer be withdrawn."""

    HAS_MISTAKES = "has_mistakes"
    DAY_PASSED = "day_passed"
    NO_DAY = "no_day"
    DAY_TAKEN = "day_taken"
    IN_FORCE = "in_force"
    DRAFT_CHANGED = "draft_changed"
    ANOTHER_CAME_FIRST = "another_came_first"


MEANWHILE = frozenset({Fault.DRAFT_CHANGED, Fault.ANOTHER_CAME_FIRST})
"""What others did since the page was read: about no field of it."""


class Refused(Exception):
    """A step cannot be taken."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


class ChangedMeanwhile(Exception):
    """Somebody else has changed the draft since the page was read."""
