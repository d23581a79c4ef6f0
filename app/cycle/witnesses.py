"""How the history speaks of events that were moved: what stands is what was last told."""

from app.cycle.facts import MOVE, move_facts
from app.cycle.models import CycleMove
from app.records.witnesses import Heard, Told, Witness, rows_of


def _hear(told: Told, entry: Heard) -> None:
    if entry.action == "cycle.put_back":
        told.gone("")
    else:
        told.say("", entry.after)


WITNESSES = (
    Witness(
        "moved event of the cycle",
        MOVE,
        ("cycle.moved", "cycle.put_back"),
        _hear,
        rows_of(CycleMove, move_facts),
    ),
)
