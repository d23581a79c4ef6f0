"""Pure decisions of reports: who takes which step when, what is missing before one is handed in."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.reports.models import PlanState, State, Step

LONGEST_WORDS, LONGEST_LINE = 10_000, 200


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is to a report now.

    `leads`: answers for the unit, and hands in. `writes`: writes it, with the unit's support. `receives`: answers for the
    level it was handed to.
    """

    leads: bool = False
    writes: bool = False
    receives: bool = False


STEPS: dict[Step, tuple[State, State, str]] = {
    Step.SUBMIT: (State.DRAFT, State.SUBMITTED, "leads"),
    Step.ACKNOWLEDGE: (State.SUBMITTED, State.ACKNOWLEDGED, "receives"),
    Step.HAND_BACK: (State.SUBMITTED, State.HANDED_BACK, "receives"),
    Step.TAKE_BACK: (State.SUBMITTED, State.DRAFT, "leads"),
    Step.REWRITE: (State.HANDED_BACK, State.DRAFT, "writes"),
}
"""Every step there is: from which state to which, and what one has to be to take it."""

LINE = (State.DRAFT, State.SUBMITTED, State.ACKNOWLEDGED)
"""The states in their order, as drawn on the page."""


def may(step: Step, state: str, standing: Standing) -> bool:
    """Tell whether somebody can take a step now."""
    before, _, who = STEPS[step]
    return state == before and bool(getattr(standing, who))


def steps(state: str, standing: Standing) -> list[Step]:
    """Give the steps somebody can take now."""
    return [step for step in Step if may(step, state, standing)]


@dataclass(frozen=True, slots=True)
class Remedied:
    """A deviation as far as handing in asks: what it says, its own remedy, and how many it has in the forecast it is of."""

    what: str
    remedy: str
    in_forecast: int = 0


def without_remedy(found: Sequence[Remedied]) -> list[Remedied]:
    """Give the deviations nothing is done about."""
    return [one for one in found if not one.remedy.strip() and not one.in_forecast]


def may_write_deviations(state: str, standing: Standing) -> bool:
    """Tell whether deviations can be written, changed and taken away: by those who write, while it is a draft."""
    return standing.writes and state == State.DRAFT


def may_say(state: str, standing: Standing, *, is_theirs: bool) -> bool:
    """Tell whether somebody says how a remedy goes: those who write, and whoever is to do it once it is handed in."""
    return standing.writes or (is_theirs and state in {State.SUBMITTED, State.ACKNOWLEDGED})


def plan_is_open(state: str) -> bool:
    """Tell whether a follow-up plan can be changed."""
    return state == PlanState.DRAFT
