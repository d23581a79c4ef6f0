"""What goals keep of the steering model: their kind. Counted and carried over when another model comes into force."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

from app.modelling.carrying import carried, counted
from app.modelling.uses import Use
from app.planning import rules
from app.planning.facts import GOAL, goal_facts
from app.planning.models import Goal, GoalState
from app.steering.schema import Profile


def _names(profile: Profile) -> Mapping[str, Any]:
    return {kind.key: kind.names for kind in rules.kinds_written_here(profile)}


def _moved(goal: Goal) -> None:
    goal.revision += 1
    goal.record_revision += 1


GOALS = Use(
    "goals",
    lazy_gettext("Mål"),
    _names,
    counted(Goal.kind, Goal.state != GoalState.DISCARDED),
    carried(Goal.kind, action="goal.changed", kind=GOAL, facts=goal_facts, also=_moved),
    note=lazy_gettext(
        "Det som är fastställt står kvar som det fastställdes. Målet får det nya slagets namn och regler."
    ),
)
