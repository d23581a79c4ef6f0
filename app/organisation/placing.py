"""Where units hang over time: the placements of a unit, written and ended, and the closure kept with them."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.organisation import ancestry
from app.organisation.errors import Reason, Refused
from app.organisation.fitting import unit_to_change
from app.organisation.models import Placement, Unit
from app.organisation.rules import CycleFound, Place, ended, joined_places, moved
from app.records.appending import Change


def placements(session: Session, unit_id: int) -> list[Placement]:
    """Give where a unit has hung and will hang, in order of time."""
    return list(
        session.scalars(select(Placement).where(Placement.unit_id == unit_id).order_by(Placement.valid_from))
    )


def hanging_under(session: Session, unit_id: int, on: date) -> list[Placement]:
    """Give the placements under a unit that run on a day or later."""
    return list(
        session.scalars(
            select(Placement)
            .where(Placement.parent_id == unit_id, or_(Placement.valid_to.is_(None), Placement.valid_to > on))
            .order_by(Placement.unit_id, Placement.valid_from)
        )
    )


def write_places(session: Session, before: Sequence[Placement], after: Sequence[Place]) -> None:
    """Make the stored placements of one unit those of `after`, keeping the rows that begin on the same day."""
    wanted = {place.period.start: place for place in after}
    for row in before:
        place = wanted.pop(row.valid_from, None)
        if place is None:
            session.delete(row)
        else:
            row.parent_id, row.valid_to = place.parent, place.period.end
    session.flush()
    for place in wanted.values():
        session.add(
            Placement(
                unit_id=place.unit,
                parent_id=place.parent,
                valid_from=place.period.start,
                valid_to=place.period.end,
            )
        )
    session.flush()


def rehang(
    session: Session, hanging: Sequence[Placement], old: int, on: date, home: dict[int, int]
) -> list[Change]:
    """Hang what hung under an ended unit under those that take over, `home` says which, from a day on; gives what the history
    is to keep of each.
    """
    moves: list[Change] = []
    for child in dict.fromkeys(one.unit_id for one in hanging):
        rows = placements(session, child)
        after: list[Place] = []
        for place in (ancestry.place_of(row) for row in rows):
            if place.parent != old or place.period.last <= on:
                after.append(place)
            elif place.period.start >= on:
                after.append(Place(child, home[child], place.period))
            else:
                after += moved([place], home[child], on)
        write_places(session, rows, joined_places(after))
        moves.append(
            Change(
                "unit.moved", "unit", child, {"parent": old}, {"parent": home[child], "on": on.isoformat()}
            )
        )
    return moves


def end_places(session: Session, unit: Unit, on: date) -> None:
    """End a unit and the place it hangs at on a day."""
    rows = placements(session, unit.id)
    write_places(session, rows, ended([ancestry.place_of(row) for row in rows], on))
    unit.valid_to = on
    session.flush()


def refresh_or_refuse(session: Session, unit_ids: Iterable[int]) -> None:
    """Bring the closure of these units up to date; raises `Refused` where they would lie in a circle."""
    try:
        ancestry.refresh(session, unit_ids)
    except CycleFound as ring:
        names = [unit_to_change(session, unit_id).name for unit_id in ring.units]
        raise Refused(Reason.CYCLE, unit=names[0], parent=names[-1]) from ring
