"""What can stand in the way of disposing of a record."""

from dataclasses import dataclass


@dataclass
class DisposalRefused(Exception):
    """Nothing was changed; `reason` is a key of `wording.REASONS`."""

    reason: str
