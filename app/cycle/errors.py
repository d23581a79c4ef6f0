"""What can stand in the way of moving an event of the annual cycle."""

from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with the days somebody chose."""

    DAYS_TURNED = "days_turned"
    TOO_FAR = "too_far"
    OUTSIDE = "outside"


class Refused(Exception):
    """Days that cannot be; what is wrong, by the field."""

    def __init__(self, faults: dict[str, Fault]) -> None:
        """Keep what is wrong."""
        super().__init__(faults)
        self.faults = faults


class NotYours(Exception):
    """Somebody moves what is not theirs to move."""


class ChangedMeanwhile(Exception):
    """Somebody else has moved it after it was read."""
