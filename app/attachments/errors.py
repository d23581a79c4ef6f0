"""Why a file is not taken; the routes word it."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """What is wrong with a file, or with the moment."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NO_ROOM_LEFT = "no_room_left"
    TOO_MANY = "too_many"
    DISK_FULL = "disk_full"
    NOT_KEPT = "not_kept"
    UNKNOWN_KIND = "unknown_kind"
    MARKUP = "markup"
    BROKEN = "broken"
    BOMB = "bomb"
    MACROS = "macros"
    FETCHES = "fetches"
    ALIVE = "alive"
    TWO_IN_ONE = "two_in_one"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PIXELS_TOGETHER = "too_many_pixels_together"
    GONE = "gone"


@dataclass
class Refusal(Exception):
    """A file is not taken; nothing was kept of it."""

    reason: Reason
