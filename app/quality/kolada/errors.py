"""What can go wrong while asking Kolada."""

from enum import StrEnum


class Fault(StrEnum):
    """Why Kolada gave no answer that can be used; `wording.py` says it to people."""

    UNREACHABLE = "unreachable"
    SLOW = "slow"
    GONE = "gone"
    BUSY = "busy"
    BROKEN = "broken"
    REFUSED = "refused"
    MOVED = "moved"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    EMPTY = "empty"


PASSING = frozenset({Fault.UNREACHABLE, Fault.SLOW, Fault.BUSY, Fault.BROKEN, Fault.EMPTY})
"""What may be right again in a while, and is tried anew."""


class KoladaError(Exception):
    """Kolada could not be asked. `wait_seconds` is how long it asked to be left alone, where it said."""

    def __init__(self, fault: Fault, detail: str = "", *, wait_seconds: int | None = None) -> None:
        super().__init__(f"{fault}: {detail}" if detail else str(fault))
        self.fault = fault
        self.detail = detail
        self.wait_seconds = wait_seconds


class CannotLink(Exception):
    """The indicator is of another kind than Kolada's measures; `reason` says how (`rules.NotLinkable`)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoSuchThing(Exception):
    """What was named is not written as anything at Kolada is."""


class TooMany(Exception):
    """There are as many places to compare with as can be told apart."""
