"""Reading and changing the letterhead."""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.exports.arms import checked
from app.exports.letterhead.models import OwnLetterhead
from app.exports.tree import Arms, Letterhead
from app.records.services import record

KIND = "letterhead"
ONLY = 1


class ChangedMeanwhile(Exception):
    """Somebody else has changed the letterhead since the page was read."""


def own_letterhead(session: Session, *, lock: bool = False) -> OwnLetterhead | None:
    """Give the municipality's own letterhead, or None while nobody has set one."""
    statement = select(OwnLetterhead).where(OwnLetterhead.id == ONLY)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def letterhead_in_force(session: Session, otherwise: str) -> Letterhead:
    """Give what stands at the head of documents; the name `otherwise` and no arms while nobody has set any."""
    found = own_letterhead(session)
    if found is None:
        return Letterhead(otherwise)
    arms = Arms(found.arms, found.arms_type, found.arms_description) if found.arms else None
    return Letterhead(found.name, arms)


def change_letterhead(
    session: Session,
    *,
    actor_id: int | None,
    name: str,
    description: str,
    revision: int,
    picture: bytes | None = None,
    without_arms: bool = False,
) -> OwnLetterhead:
    """Set name and arms; `revision` is that of the page, 0 when there was none.

    Raises `arms.NoArms` when the picture cannot be used and `ChangedMeanwhile` when another administrator was first.
    """
    made = checked(picture) if picture else None
    found = own_letterhead(session, lock=True)
    if (found.revision if found else 0) != revision:
        raise ChangedMeanwhile
    before = _facts(found) if found else None
    if found is None:
        found = OwnLetterhead(id=ONLY, name=name, changed_at=clock.now(), revision=0)
        session.add(found)
    found.name, found.arms_description = name.strip(), description.strip()
    if without_arms:
        found.arms, found.arms_type = None, ""
    if made is not None:
        found.arms, found.arms_type = made
    after = _facts(found)
    if before == after:
        return found
    found.revision += 1
    found.changed_at, found.changed_by_id = clock.now(), actor_id
    session.flush()
    record(
        session,
        actor_id=actor_id,
        action="letterhead.changed",
        kind=KIND,
        object_id=ONLY,
        before=before,
        after=after,
    )
    return found


def _facts(row: OwnLetterhead) -> dict[str, object]:
    """Give what the history keeps; of the picture only its hash."""
    arms = hashlib.sha256(row.arms).hexdigest() if row.arms else None
    return {
        "name": row.name,
        "description": row.arms_description or "",
        "arms": arms,
        "type": row.arms_type or "",
    }
