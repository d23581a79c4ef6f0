"""What can go wrong in a dialogue; the routes word them for people."""

from dataclasses import dataclass


class DialogueError(Exception):
    """A wish that cannot be met now; nothing was changed."""


@dataclass
class NotAllowedNow(DialogueError):
    """The state of the dialogue does not allow it; `reason` is a key of `wording.REASONS`."""

    reason: str


@dataclass
class TextConflict(DialogueError):
    """Somebody else changed the same words; both texts are at hand and nothing was overwritten."""

    base: str
    theirs: str
    theirs_by: str


@dataclass
class TooLong(DialogueError):
    """A text is longer than can be kept in one field; `limit` in characters."""

    limit: int


@dataclass
class Changed(DialogueError):
    """What was to be established is no longer what was read."""


@dataclass
class ChangedMeanwhile(Changed):
    """Words were changed by somebody else since they were read; `text` is how they read now, and `revision` which that is."""

    text: str
    revision: int


@dataclass
class FiledMeanwhile(Changed):
    """Where a record is registered was noted by the other since it was read; `words` are what stands now."""

    words: tuple[str, ...]


@dataclass
class ChangedBeforeRemoval(Changed):
    """What was to be removed reads otherwise than when the one who removes it read it; `text` is how it reads now."""

    text: str


@dataclass
class Missing(DialogueError):
    """A field that must be filled in is empty; `field` names it."""

    field: str


class AttendanceChanged(DialogueError):
    """The other has noted something else of who was there since the page was read."""
