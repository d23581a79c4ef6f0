"""Pure decisions about any judgement on a scale: which level was chosen, and what must be said with it (ADR 45)."""

from dataclasses import dataclass
from enum import StrEnum

from app.cleaning import clean
from app.quality.factors.rules import LONGEST_TEXT
from app.steering.shapes.measuring import Level, Scale


@dataclass(frozen=True, slots=True)
class Judged:
    """What somebody judges: the level, why, and what is done."""

    level: str
    reason: str = ""
    remedies: str = ""


class Lack(StrEnum):
    """What a judgement lacks before it can be kept."""

    LEVEL = "level"
    REASON = "reason"
    REASON_TO_DIFFER = "reason_to_differ"
    REMEDIES = "remedies"
    ROOM = "room"
    """The words are too long."""


@dataclass
class Unweighed(Exception):
    """A judgement that cannot be kept as it is; `field` names where it lacks something."""

    lack: Lack
    field: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """A judgement that lacks nothing: the level of the scale, and the words as they are kept."""

    level: Level
    reason: str
    remedies: str


def level_of(scale: Scale, key: str) -> Level | None:
    """Give a level of a scale by its key."""
    return next((one for one in scale.levels if one.key == key), None)


def needs_reason(scale: Scale, level: Level, proposed: Level | None) -> bool:
    """Tell whether a level must be judged with a reason: as the level or the scale says, or because it differs from what was
    proposed.
    """
    if level.needs_reason or scale.reason == "always":
        return True
    return scale.reason == "when_it_differs" and proposed is not None and proposed.key != level.key


def weigh(scale: Scale, judged: Judged, proposed: Level | None) -> Weighed:
    """Hold a judgement against its scale and what was proposed; raises `Unweighed` at the field that lacks something."""
    level = level_of(scale, judged.level)
    if level is None:
        raise Unweighed(Lack.LEVEL, "level")
    found = Weighed(level, clean(judged.reason), clean(judged.remedies))
    if not found.reason and needs_reason(scale, level, proposed):
        differs = proposed is not None and proposed.key != level.key
        raise Unweighed(Lack.REASON_TO_DIFFER if differs else Lack.REASON, "reason")
    if not found.remedies and level.needs_remedy:
        raise Unweighed(Lack.REMEDIES, "remedies")
    for name, words in (("reason", found.reason), ("remedies", found.remedies)):
        if len(words) > LONGEST_TEXT:
            raise Unweighed(Lack.ROOM, name)
    return found
