"""Appointments made without a day of their own at a unit that is planned to end: they end with it, and go on if it does.

Which they are is kept with the planned change: of two that end on the same day, one was made for no longer and one was not.
"""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.organisation.models import PlannedChange, PlannedUnit, Unit

OPEN_ENDED = "open_ended"
"""Where a planned change keeps their numbers."""


def keep_open_ended(session: Session, unit: Unit, appointment_id: int, *, is_open: bool) -> None:
    """Keep whether an appointment at a unit lasts as long as the unit does; no statement while the unit is not to end."""
    if unit.valid_to is None or unit.valid_to <= clock.today():
        return
    keep_those_open_ended(
        session, unit.id, unit.valid_to, [appointment_id] if is_open else [], asked={appointment_id}
    )


def keep_those_open_ended(
    session: Session, unit_id: int, end: date, appointment_ids: Collection[int], *, asked: Collection[int]
) -> None:
    """Keep which of the appointments `asked` about last as long as the unit, in what is planned to end it on a day."""
    planned = session.scalars(
        select(PlannedChange)
        .join(PlannedUnit, PlannedUnit.planned_id == PlannedChange.id)
        .where(PlannedUnit.unit_id == unit_id, PlannedChange.on == end)
    )
    for one in planned:
        if unit_id not in {ending for ending, before, after in one.kept["ends"] if before != after}:
            continue
        kept = {*one.kept.get(OPEN_ENDED, ())}
        now = (kept - {*asked}) | {*appointment_ids}
        if now != kept:
            # Another dictionary: a change inside the one there is would not be noticed.
            one.kept = one.kept | {OPEN_ENDED: sorted(now)}
    session.flush()
