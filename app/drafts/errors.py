"""What can stand in the way of keeping a draft; nothing was changed then."""

from dataclasses import dataclass


class DraftRefused(Exception):
    """It cannot be kept."""


class DraftTooLong(DraftRefused):
    """It is longer than a draft may be."""


class NoEntries(DraftRefused):
    """What was sent is not what a form holds."""


class TooManyDrafts(DraftRefused):
    """The person has as many as one may have."""


@dataclass
class DraftChanged(Exception):
    """Another page of the same person has saved something else meanwhile: what stands now, and its revision."""

    fields: dict[str, str]
    revision: str
