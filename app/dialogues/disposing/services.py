"""Writes: proposing to dispose of a record, taking that back, and confirming it, which erases the text for good."""

from sqlalchemy.orm import Session

from app import clock
from app.dialogues.disposing import queries, rules
from app.dialogues.errors import Missing, NotAllowedNow, TooLong
from app.dialogues.establishing.services import RECORD
from app.dialogues.models import Disposal
from app.records.disposal import erase_edition
from app.records.holding import hold_on
from app.records.services import record

KIND = "disposal"


def propose(session: Session, *, actor_id: int, dialogue_id: int, reason: str, ground: str) -> Disposal:
    """Propose to dispose of an established record; nothing is erased before another person has confirmed.

    Raises `Missing` without a reason or a legal ground, `TooLong`, and `NotAllowedNow`.
    """
    reason, ground = reason.strip(), ground.strip()
    for name, text, most in (
        ("ground", ground, rules.LONGEST_GROUND),
        ("disposal_reason", reason, rules.LONGEST_REASON),
    ):
        if not text:
            raise Missing(name)
        if len(text) > most:
            raise TooLong(most)
    kept = queries.record_to_dispose_of(session, dialogue_id, lock=True)
    if kept is None:
        raise NotAllowedNow("nothing_to_dispose_of")
    blocked = rules.why_not_dispose(actor_id, queries.people_of(kept.dialogue))
    if blocked is None and hold_on(session, RECORD, dialogue_id) is not None:
        blocked = "held_for_now"
    if blocked is None and queries.open_disposal(session, dialogue_id) is not None:
        blocked = "already_proposed"
    if blocked:
        raise NotAllowedNow(blocked)
    disposal = Disposal(
        dialogue_id=dialogue_id,
        edition_id=kept.edition.id,
        reason=reason,
        ground=ground,
        proposed_by_id=actor_id,
        proposed_at=clock.now(),
    )
    session.add(disposal)
    session.flush()
    _note(session, actor_id, "propose_disposal", disposal)
    return disposal


def take_back(session: Session, *, actor_id: int, disposal: Disposal) -> None:
    """Take a proposal back, whoever made it; it stays among what was proposed. Raises `NotAllowedNow`."""
    if disposal.is_over:
        raise NotAllowedNow("disposal_over")
    disposal.withdrawn_by_id, disposal.withdrawn_at = actor_id, clock.now()
    session.flush()
    _note(session, actor_id, "take_back_disposal", disposal)


def confirm(session: Session, *, actor_id: int, disposal: Disposal) -> None:
    """Confirm a disposal as another than who proposed it: the text goes, of the record and of its addenda.

    Raises `NotAllowedNow`. The bytes of files are taken from the disk by the next sweep.
    """
    held = hold_on(session, RECORD, disposal.dialogue_id, lock=True) is not None
    blocked = rules.why_not_confirm(disposal, actor_id, queries.people_of(disposal.dialogue), held=held)
    if blocked:
        raise NotAllowedNow(blocked)
    disposal.confirmed_by_id, disposal.confirmed_at = actor_id, clock.now()
    session.flush()
    _note(session, actor_id, "confirm_disposal", disposal)
    because = f"{disposal.ground}: {disposal.reason}"
    for edition in queries.editions_to_erase(session, disposal.dialogue_id):
        erase_edition(session, edition=edition, because=because, actor_id=actor_id)


def facts_of(disposal: Disposal) -> dict[str, object]:
    """Give all a protocol says, as the history tells it."""
    return {
        "dialogue": disposal.dialogue_id,
        "edition": disposal.edition_id,
        "reason": disposal.reason,
        "ground": disposal.ground,
        "proposed_by": disposal.proposed_by_id,
        "proposed_at": disposal.proposed_at,
        "confirmed_by": disposal.confirmed_by_id,
        "confirmed_at": disposal.confirmed_at,
        "withdrawn_by": disposal.withdrawn_by_id,
        "withdrawn_at": disposal.withdrawn_at,
    }


def _note(session: Session, actor_id: int, action: str, disposal: Disposal) -> None:
    record(
        session,
        actor_id=actor_id,
        action=action,
        kind=KIND,
        object_id=disposal.id,
        after=facts_of(disposal),
    )
