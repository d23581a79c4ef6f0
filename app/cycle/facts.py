"""What the history keeps of events that were moved."""

from app.cycle.models import CycleMove

MOVE = "cycle_move"


def move_facts(one: CycleMove) -> dict[str, object]:
    """Give which event was moved in which year, for whom, to when and why."""
    return {
        "year": one.year,
        "event": one.event_key,
        "number": one.number,
        "unit": one.unit_id,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "why": one.why,
        "by": one.moved_by_id,
    }
