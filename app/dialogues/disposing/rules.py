"""Pure decisions about disposal: who may propose, confirm and take back, of which records."""

from collections.abc import Collection

from app.dialogues.models import Disposal

LONGEST_REASON = 500
LONGEST_GROUND = 200


def why_not_dispose(person_id: int, of_the_record: Collection[int]) -> str | None:
    """Tell why somebody has no part in disposing of a record, as a key of the wording: it is their own."""
    return "own_record" if person_id in of_the_record else None


def why_not_confirm(
    disposal: Disposal, person_id: int, of_the_record: Collection[int], *, held: bool
) -> str | None:
    """Tell why somebody cannot confirm, or None when they can: two different people stand behind each disposal, and what
    is held stays.
    """
    if disposal.is_over:
        return "disposal_over"
    if held:
        return "held_for_now"
    if disposal.proposed_by_id == person_id:
        return "needs_another"
    return why_not_dispose(person_id, of_the_record)
