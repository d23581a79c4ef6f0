"""What can stand in the way of a wish about candidates, goals and what hangs on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.planning.rules import Missing


class Fault(StrEnum):
    """Why something cannot be kept as it is, or cannot be done now; `wording` says it to people."""

    TEXT_MISSING = "text_missing"
    TEXT_TOO_LONG = "text_too_long"
    NOTHING_TO_SHARE = "nothing_to_share"
    REASON_MISSING = "reason_missing"
    WORDS_MISSING = "words_missing"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_YEAR = "unknown_year"
    YEARS_TURNED = "years_turned"
    DAYS_TURNED = "days_turned"
    LINK_NOT_ALLOWED = "link_not_allowed"
    NO_SUCH_STEP = "no_such_step"
    LOCKED = "locked"
    ALREADY_DECIDED = "already_decided"
    NOT_AMONG_YOURS = "not_among_yours"
    GOAL_HAS_COME_FAR = "goal_has_come_far"
    NO_SUCH_PERIOD = "no_such_period"
    STANCE_MISSING = "stance_missing"
    AGAINST_WITHOUT_REASON = "against_without_reason"
    WRITTEN_ANEW = "written_anew"


class PlanningError(Exception):
    """A wish that cannot be met; nothing was changed."""


@dataclass
class Refused(PlanningError):
    """What was asked cannot be done; `field` names the field it is about, where there is one."""

    fault: Fault
    field: str = ""


class NotYours(PlanningError):
    """The unit is not one the acting person writes for."""


class ChangedMeanwhile(PlanningError):
    """Somebody else changed the same thing since it was read; nothing was overwritten."""


@dataclass
class TickedMeanwhile(ChangedMeanwhile):
    """Points of a checklist that one has changed were changed by somebody else too; `points` are their keys."""

    points: frozenset[str]


@dataclass
class NotYet(PlanningError):
    """A goal cannot be established yet; `missing` says exactly what it lacks."""

    missing: "Sequence[Missing]"
