"""What can go wrong with a text of a unit; the routes word it for people."""

from dataclasses import dataclass


class WritingError(Exception):
    """A wish that cannot be met now; nothing was changed."""


@dataclass
class NotNow(WritingError):
    """The state of the text, or what one is to it, does not allow it; `reason` is a key of `wording.REASONS`."""

    reason: str


@dataclass
class TextConflict(WritingError):
    """Somebody else changed the same words; both texts are at hand and nothing was overwritten."""

    base: str
    theirs: str
    theirs_by: str


@dataclass
class TooLong(WritingError):
    """A part is longer than can be kept in one field; `limit` in characters."""

    limit: int


@dataclass
class Changed(WritingError):
    """What was to be established is no longer what was read."""


@dataclass
class PutInMeanwhile(Changed):
    """What the product puts into the text is no longer what was read; `titles` are the parts it stands in."""

    titles: list[str]


@dataclass
class Lacking(WritingError):
    """Something is missing before the text can be established; `faults` are sentences for people."""

    faults: list[str]
