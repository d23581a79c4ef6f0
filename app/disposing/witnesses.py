"""How the history speaks of protocols of disposal and of holds; see `app.records.witnesses`."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.disposing.models import Disposal
from app.disposing.services import KIND, facts_of
from app.records.holding import HOLD
from app.records.holding import facts_of as hold_facts
from app.records.models import Hold
from app.records.witnesses import Heard, Row, Told, Witness


def _hear(told: Told, entry: Heard) -> None:
    told.say("", entry.after)


def _disposals(session: Session) -> Iterator[Row]:
    found = select(Disposal).order_by(Disposal.id)
    for one in session.scalars(found.execution_options(yield_per=500, populate_existing=True)):
        yield Row(one.id, "", facts_of(one))


def _holds(session: Session) -> Iterator[Row]:
    found = select(Hold).order_by(Hold.id)
    for one in session.scalars(found.execution_options(yield_per=500, populate_existing=True)):
        yield Row(one.id, "", hold_facts(one))


WITNESSES = (
    Witness(
        "disposal",
        KIND,
        ("propose_disposal", "take_back_disposal", "confirm_disposal"),
        _hear,
        _disposals,
    ),
    Witness("hold", HOLD, ("place_hold", "lift_hold"), _hear, _holds),
)
