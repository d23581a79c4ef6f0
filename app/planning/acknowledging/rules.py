"""Pure decisions about acknowledging goals: which points of the model are about a kind, and who receives."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.access.actor import Actor, Holding
from app.access.matrix import Role
from app.passages.rules import PRESIDING
from app.planning.models import Goal, GoalState
from app.steering.schema import Profile
from app.steering.shapes.goals import Acknowledgement

NEXT_ABOVE, CHIEF = "role:overarching_manager", "role:chief_executive"


def points_of(profile: Profile, kind: str) -> list[Acknowledgement]:
    """Give the points of acknowledgement that are about goals of a kind."""
    return [one for one in profile.acknowledgements if kind in one.goal_kinds]


def may_be_acknowledged(goal: Goal) -> bool:
    """Tell whether a goal can be acknowledged: while it holds as it was established."""
    return goal.state == GoalState.ESTABLISHED


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as the rules see it: what kind it is, and how far above the goal's own (below is negative, elsewhere 0)."""

    id: int
    name: str
    kind: str
    is_top: bool
    above: int
    led: bool


def receivers(point: Acknowledgement, owner_kind: str, places: Sequence[Place]) -> list[Place]:
    """Give the units that receive by a point: those of the kinds it names but the goal's own, which has decided it.

    The nearest led unit above receives where the point says the manager above, the top one where it says the chief executive.
    Other roles have no unit to receive by, and are left out.
    """
    found: dict[int, Place] = {}
    for ref in point.between:
        if ref == NEXT_ABOVE:
            above = sorted((one for one in places if one.above > 0 and one.led), key=lambda one: one.above)
            some: Sequence[Place] = above[:1]
        elif ref == CHIEF:
            some = [one for one in places if one.is_top]
        else:
            some = [one for one in places if one.kind == ref and one.kind != owner_kind]
        found |= {one.id: one for one in some}
    return list(found.values())


def speaks_for(holding: Holding) -> bool:
    """Tell whether somebody speaks for the unit of a post: its manager, or who presides over it."""
    return holding.role is Role.MANAGER or (holding.role is Role.POLITICIAN and holding.duty in PRESIDING)


def spoken_for(actor: Actor, unit_ids: Collection[int]) -> list[int]:
    """Give those of some units that somebody speaks for now."""
    return [one.unit_id for one in actor.holdings if speaks_for(one) and one.unit_id in unit_ids]
