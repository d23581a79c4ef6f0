"""How the history speaks of protocols of disposal and of holds; see `app.records.witnesses`."""

from app.disposing.models import Disposal
from app.disposing.services import KIND, facts_of
from app.records.holding import HOLD
from app.records.holding import facts_of as hold_facts
from app.records.models import Hold
from app.records.witnesses import Witness, hear, rows_of

WITNESSES = (
    Witness(
        "disposal",
        KIND,
        ("propose_disposal", "take_back_disposal", "confirm_disposal"),
        hear,
        rows_of(Disposal, facts_of),
    ),
    Witness("hold", HOLD, ("place_hold", "lift_hold"), hear, rows_of(Hold, hold_facts)),
)
