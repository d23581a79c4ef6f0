"""Pure decisions about disposal: who may propose, confirm and take back, of which records."""

from collections.abc import Collection
from dataclasses import dataclass

LONGEST_REASON = 500
LONGEST_GROUND = 200


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What stands in the way of disposing of a record, whoever does it."""

    own_people: Collection[int]
    held: bool = False
    in_force: bool = False
    for_good: bool = False


def why_not_dispose(person_id: int, here: Circumstances) -> str | None:
    """Tell why somebody cannot dispose of a record, as a key of the wording; None when they can.

    Nobody disposes of what they have established themselves; what is held, in force or kept for good stays.
    """
    if person_id in here.own_people:
        return "own_record"
    if here.held:
        return "held_for_now"
    if here.in_force:
        return "in_force"
    return "kept_for_good" if here.for_good else None


def why_not_confirm(*, is_over: bool, proposed_by_id: int, person_id: int, here: Circumstances) -> str | None:
    """Tell why somebody cannot confirm, or None when they can: two different people stand behind each disposal."""
    if is_over:
        return "disposal_over"
    if here.held:
        return "held_for_now"
    if proposed_by_id == person_id:
        return "needs_another"
    return why_not_dispose(person_id, here)
