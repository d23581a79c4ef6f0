"""What can stand in the way of keeping a measurement."""

from dataclasses import dataclass
from enum import StrEnum

from app.quality.measuring.models import Measurement


class Fault(StrEnum):
    """Why a measurement cannot be kept as it is, or not now; `wording` says it to people."""

    NOTHING_SAID = "nothing_said"
    MEASURED_AND_NOT = "measured_and_not"
    TEXT_TOO_LONG = "text_too_long"
    NO_FIGURES_HERE = "no_figures_here"
    OTHER_PERIODICITY = "other_periodicity"
    NOT_BEGUN = "not_begun"
    SKIPPED = "skipped"
    LOCKED = "locked"


class MeasuringError(Exception):
    """A wish that cannot be met; nothing was changed."""


@dataclass
class Refused(MeasuringError):
    """A measurement that cannot be kept; `field` names what it is about, where it is about one field."""

    fault: Fault
    field: str = ""


@dataclass
class ChangedMeanwhile(MeasuringError):
    """Somebody else measured the same since it was read; `now` is what stands. Nothing was overwritten."""

    now: Measurement | None
