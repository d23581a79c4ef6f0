"""How the history speaks of events that were moved: what stands is what was last told."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cycle.facts import MOVE, move_facts
from app.cycle.models import CycleMove
from app.records.witnesses import Heard, Row, Told, Witness


def _hear(told: Told, entry: Heard) -> None:
    if entry.action == "cycle.put_back":
        told.gone("")
    else:
        told.say("", entry.after)


def _rows(session: Session) -> Iterator[Row]:
    found = select(CycleMove).order_by(CycleMove.id).execution_options(populate_existing=True)
    for one in session.scalars(found):
        yield Row(one.id, "", move_facts(one))


WITNESSES = (Witness("moved event of the cycle", MOVE, ("cycle.moved", "cycle.put_back"), _hear, _rows),)
