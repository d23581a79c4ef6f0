"""Holds: what is established is kept for now, whatever plans of disposal say, until somebody lifts the hold with a reason."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.records.appending import wait_for_turn
from app.records.models import Hold
from app.records.services import record

HOLD = "hold"
LONGEST_REASON = 500


class HoldRefused(Exception):
    """Nothing was changed; `reason` is `no_reason`, `too_long`, `already_held` or `not_held`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def hold_on(session: Session, kind: str, object_id: int, *, lock: bool = False) -> Hold | None:
    """Give the hold that stands on the editions of an object."""
    wanted = select(Hold).where(Hold.kind == kind, Hold.object_id == object_id, Hold.lifted_at.is_(None))
    return session.scalars(wanted.with_for_update() if lock else wanted).one_or_none()


def holds_on(session: Session, kind: str, object_ids: Collection[int]) -> dict[int, Hold]:
    """Give the holds that stand on some objects, by the object."""
    found = session.scalars(
        select(Hold).where(
            Hold.kind == kind, Hold.object_id.in_(sorted(object_ids)), Hold.lifted_at.is_(None)
        )
    )
    return {one.object_id: one for one in found}


def place_hold(session: Session, *, kind: str, object_id: int, reason: str, actor_id: int) -> Hold:
    """Keep what is established of an object until the hold is lifted. Raises `HoldRefused`."""
    said = _said(reason)
    # There is no row yet to wait for: two who place one at once do so one after the other.
    wait_for_turn(session)
    if hold_on(session, kind, object_id) is not None:
        raise HoldRefused("already_held")
    hold = Hold(
        kind=kind,
        object_id=object_id,
        reason=said,
        placed_by_id=actor_id,
        placed_at=clock.now(),
        lifted_because="",
    )
    session.add(hold)
    session.flush()
    _note(session, actor_id, "place_hold", hold)
    return hold


def lift_hold(session: Session, *, kind: str, object_id: int, reason: str, actor_id: int) -> None:
    """Let what was held be disposed of again as all else. Raises `HoldRefused`."""
    said = _said(reason)
    hold = hold_on(session, kind, object_id, lock=True)
    if hold is None:
        raise HoldRefused("not_held")
    hold.lifted_by_id, hold.lifted_at, hold.lifted_because = actor_id, clock.now(), said
    session.flush()
    _note(session, actor_id, "lift_hold", hold)


def facts_of(hold: Hold) -> dict[str, object]:
    """Give all that is said of a hold, as the history tells it."""
    return {
        "of": hold.kind,
        "object": hold.object_id,
        "reason": hold.reason,
        "placed_by": hold.placed_by_id,
        "placed_at": hold.placed_at,
        "lifted_by": hold.lifted_by_id,
        "lifted_at": hold.lifted_at,
        "lifted_because": hold.lifted_because,
    }


def _said(reason: str) -> str:
    said = reason.strip()
    if not said:
        raise HoldRefused("no_reason")
    if len(said) > LONGEST_REASON:
        raise HoldRefused("too_long")
    return said


def _note(session: Session, actor_id: int, action: str, hold: Hold) -> None:
    record(session, actor_id=actor_id, action=action, kind=HOLD, object_id=hold.id, after=facts_of(hold))
