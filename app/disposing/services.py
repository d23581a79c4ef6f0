"""Writes: proposing to dispose of a record, taking that back, and confirming it, which erases the text for good."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app import clock
from app.disposing import queries, rules
from app.disposing.errors import DisposalRefused
from app.disposing.kinds import record_kinds
from app.disposing.models import Disposal
from app.disposing.retention import Retention
from app.disposing.rules import Circumstances
from app.records.disposal import erase_edition
from app.records.holding import hold_on
from app.records.models import Edition
from app.records.services import record

KIND = "disposal"


def circumstances(
    session: Session, edition: Edition, retentions: Mapping[str, Retention], *, lock: bool = False
) -> Circumstances:
    """Find what stands in the way of disposing of a record."""
    kept = queries.records_of(session, [edition.id]).get(edition.id)
    return Circumstances(
        own_people=queries.people_of(session, edition),
        held=hold_on(session, edition.kind, edition.object_id, lock=lock) is not None,
        in_force=kept is not None and kept.in_force,
        for_good=kept is not None and kept.of in retentions and retentions[kept.of].for_good,
    )


def propose(
    session: Session,
    *,
    actor_id: int,
    edition_id: int,
    reason: str,
    ground: str,
    retentions: Mapping[str, Retention],
) -> Disposal:
    """Propose to dispose of an established record; nothing is erased before another person has confirmed.

    Raises `DisposalRefused`, also without a reason or a legal ground.
    """
    reason, ground = reason.strip(), ground.strip()
    for name, text, most in (
        ("no_ground", ground, rules.LONGEST_GROUND),
        ("no_reason", reason, rules.LONGEST_REASON),
    ):
        if not text:
            raise DisposalRefused(name)
        if len(text) > most:
            raise DisposalRefused("too_long")
    edition = queries.edition_to_dispose_of(session, edition_id, lock=True)
    if edition is None:
        raise DisposalRefused("nothing_to_dispose_of")
    blocked = rules.why_not_dispose(actor_id, circumstances(session, edition, retentions))
    if blocked is None and queries.open_disposal(session, edition_id) is not None:
        blocked = "already_proposed"
    if blocked:
        raise DisposalRefused(blocked)
    disposal = Disposal(
        edition_id=edition_id,
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
    """Take a proposal back, whoever made it; it stays among what was proposed. Raises `DisposalRefused`."""
    if disposal.is_over:
        raise DisposalRefused("disposal_over")
    disposal.withdrawn_by_id, disposal.withdrawn_at = actor_id, clock.now()
    session.flush()
    _note(session, actor_id, "take_back_disposal", disposal)


def confirm(
    session: Session, *, actor_id: int, disposal: Disposal, retentions: Mapping[str, Retention]
) -> None:
    """Confirm a disposal as another than who proposed it: the text goes, with all that goes with it.

    Raises `DisposalRefused`. The bytes of files are taken from the disk by the next sweep.
    """
    edition = disposal.edition
    blocked = rules.why_not_confirm(
        is_over=disposal.is_over,
        proposed_by_id=disposal.proposed_by_id,
        person_id=actor_id,
        here=circumstances(session, edition, retentions, lock=True),
    )
    if blocked:
        raise DisposalRefused(blocked)
    disposal.confirmed_by_id, disposal.confirmed_at = actor_id, clock.now()
    session.flush()
    _note(session, actor_id, "confirm_disposal", disposal)
    because = f"{disposal.ground}: {disposal.reason}"
    kind = record_kinds.get(edition.kind)
    if kind is not None:
        kind.settle(session, edition)
    for one in kind.editions(edition, session) if kind is not None else [edition]:
        erase_edition(session, edition=one, because=because, actor_id=actor_id)


def facts_of(disposal: Disposal) -> dict[str, object]:
    """Give all a protocol says, as the history tells it."""
    return {
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
