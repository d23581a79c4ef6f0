"""What the annual cycle keeps of the steering model: which event was moved."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

from app.cycle.models import CycleMove
from app.modelling.carrying import counted
from app.modelling.uses import Use
from app.steering.schema import Profile


def _events(profile: Profile) -> Mapping[str, Any]:
    return {one.key: one.name for one in profile.cycle}


MOVES = Use(
    "cycle_moves",
    lazy_gettext("Flyttade händelser i årshjulet"),
    _events,
    counted(CycleMove.event_key),
    note=lazy_gettext(
        "De gällde händelser som den nya modellen inte har. Vad som flyttades står kvar i historiken."
    ),
)
