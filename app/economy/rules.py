"""What the economy's things may do, and what they lack. Pure: rows and the model's rules come in as values."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from app.economy.models import (
    PLAN_TOLD,
    EconomicRemedy,
    Forecast,
    ForecastState,
    PlanSort,
    Recovery,
    RecoveryState,
    RemedyState,
)
from app.economy.periods import YEAR_END, years_of_plan, years_to_recover
from app.steering.schema import Profile, Rules

LONGEST_TEXT = 20_000
LONGEST_LINE = 200
LONGEST_TITLE = 300
LONGEST_VALUE = 100

RUNNING = (RemedyState.NOT_BEGUN, RemedyState.ONGOING)
"""The states of remedies that are still to be done."""

SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is to a unit's economy now: writes it, leads the unit, sets its frame, reads what is submitted."""

    writes: bool = False
    leads: bool = False
    sets_frame: bool = False
    reads: bool = False

    @property
    def any(self) -> bool:
        """Tell whether anything of it is theirs to see."""
        return self.writes or self.reads


def sees(state: str, standing: Standing) -> bool:
    """Tell whether a forecast is somebody's to read; `queries.visible` is its twin in SQL."""
    if standing.writes:
        return True
    return standing.reads and state == ForecastState.SUBMITTED


# --- figures


def reckoned(forecast: Forecast) -> int | None:
    """Give what the year is reckoned to cost: the outcome once the year is over, the forecast before."""
    return forecast.outcome if forecast.month == YEAR_END else forecast.expected


def deviation(budget: int | None, expected: int | None) -> int | None:
    """Give what is left of the budget, less than nothing for a deficit; None when either figure is missing."""
    return budget - expected if budget is not None and expected is not None else None


def deviation_of(forecast: Forecast) -> int | None:
    """Give how far a forecast lies from its budget."""
    return deviation(forecast.budget, reckoned(forecast))


def is_year_end(forecast: Forecast) -> bool:
    """Tell whether the year is over in this one."""
    return forecast.month == YEAR_END


# --- forecasts


def counts(remedy: EconomicRemedy, forecast: Forecast) -> bool:
    """Tell whether a remedy is one that meets the deficit of a forecast: its own, of one that is submitted and not done, or
    of an established plan of remedies.

    What was done before it was written is in its figures already.
    """
    own = remedy.forecast_id == forecast.id
    submitted = remedy.forecast is not None and remedy.forecast.state == ForecastState.SUBMITTED
    if not own and not submitted and not _stands_in_plan(remedy):
        return False
    if remedy.removed_at is not None or remedy.year != forecast.year:
        return False
    if remedy.unit_id != forecast.unit_id or remedy.state == RemedyState.DROPPED:
        return False
    return own or remedy.state != RemedyState.DONE


def _stands_in_plan(remedy: EconomicRemedy) -> bool:
    plan = remedy.recovery if remedy.recovery_id is not None else None
    return plan is not None and is_remedy_plan(plan) and plan.state in PLAN_TOLD


def needs_remedies(forecast: Forecast, rules: Rules) -> bool:
    """Tell whether a forecast is submitted only with remedies: a deficit ahead, where the model asks for it."""
    left = deviation_of(forecast)
    if left is None or left >= 0 or is_year_end(forecast):
        return False
    return rules.forecast_needs_remedies or is_large_deficit(forecast.budget or 0, -left, rules)


def carries_over(rules: Rules) -> bool:
    """Tell whether a frame can hold what is carried from the year before: each year is inside one plan and first in another."""
    return rules.carry_over_within_plan or rules.carry_over_between_plans


def is_large_deficit(budget: int, deficit: int, rules: Rules) -> bool:
    """Tell whether a deficit is one the model calls large; where it names no share somebody judges, and nothing is asked."""
    share = rules.remedy_plan_deficit_percent
    if not rules.remedy_plan_at_large_deficit or share is None or deficit <= 0:
        return False
    return Decimal(deficit) * 100 >= Decimal(str(share)) * abs(budget)


class Lacks(StrEnum):
    """What something can lack before it is submitted or established."""

    BUDGET = "budget"
    EXPECTED = "expected"
    OUTCOME = "outcome"
    WORDS = "words"
    REMEDIES = "remedies"
    EFFECT = "effect"
    PLAN_WORDS = "plan_words"
    STEPS = "steps"
    STEP_EFFECT = "step_effect"
    COVER = "cover"
    RESPONSIBLE = "responsible"
    PLAN_REMEDIES = "plan_remedies"
    PLAN_EFFECT = "plan_effect"
    PLAN_DUE = "plan_due"
    STILL_RUNNING = "still_running"


@dataclass(frozen=True, slots=True)
class Lacking:
    """One thing that is missing: what, by the name of the remedy it is about, and how much."""

    what: Lacks
    name: str = ""
    amount: int = 0


def lacks_for_submission(
    forecast: Forecast, remedies: Iterable[EconomicRemedy], rules: Rules
) -> list[Lacking]:
    """Tell exactly what a forecast lacks before it can be submitted; nothing of this stands in the way of saving it."""
    found = []
    if forecast.budget is None:
        found.append(Lacking(Lacks.BUDGET))
    if reckoned(forecast) is None:
        found.append(Lacking(Lacks.OUTCOME if is_year_end(forecast) else Lacks.EXPECTED))
    left = deviation_of(forecast)
    if left is not None and left < 0 and not (forecast.says or forecast.why):
        found.append(Lacking(Lacks.WORDS))
    if needs_remedies(forecast, rules):
        counted = [one for one in remedies if counts(one, forecast)]
        if not counted:
            found.append(Lacking(Lacks.REMEDIES))
        found += [Lacking(Lacks.EFFECT, one.what) for one in counted if one.effect is None]
    return found


@dataclass(frozen=True, slots=True)
class Cover:
    """How what is done meets a deficit: how much is to be met, how much is said to be, and how many say nothing of it."""

    deficit: int
    effect: int
    unsaid: int

    @property
    def left(self) -> int:
        """How much nothing is done about; nothing when it is met."""
        return max(0, self.deficit - self.effect)


def cover(deficit: int, remedies: Iterable[EconomicRemedy]) -> Cover:
    """Hold what remedies yield against a deficit."""
    effects = [one.effect for one in remedies]
    return Cover(deficit, sum(one for one in effects if one is not None), effects.count(None))


FORECAST_STEPS = {
    ForecastState.DRAFT: {ForecastState.SUBMITTED, ForecastState.DISCARDED},
    ForecastState.SUBMITTED: {ForecastState.WITHDRAWN},
    ForecastState.WITHDRAWN: frozenset[ForecastState](),
    ForecastState.DISCARDED: {ForecastState.DRAFT},
}


def may_step(forecast: Forecast, target: ForecastState) -> bool:
    """Tell whether a forecast can go on to a state."""
    return target in FORECAST_STEPS[ForecastState(forecast.state)]


def is_open(forecast: Forecast) -> bool:
    """Tell whether a forecast can be written in."""
    return forecast.state == ForecastState.DRAFT


# --- remedies


def is_running(remedy: EconomicRemedy) -> bool:
    """Tell whether something is left to do."""
    return remedy.removed_at is None and remedy.state in RUNNING


def is_late(due_on: date | None, state: str, today: date) -> bool:
    """Tell whether the day of something that is not done has passed."""
    return due_on is not None and due_on < today and state in RUNNING


# --- recovery


def overspend(forecast: Forecast) -> int:
    """Give by how much a year went over its budget; nothing where it did not, or the year is not over."""
    left = deviation_of(forecast)
    return -left if is_year_end(forecast) and left is not None and left < 0 else 0


def opens_recovery(forecast: Forecast, profile: Profile) -> bool:
    """Tell whether a submitted year asks for a recovery plan in this model."""
    return profile.rules.recovery_years > 0 and overspend(forecast) > 0


def standing_steps(steps: Iterable[EconomicRemedy]) -> list[EconomicRemedy]:
    """Give the steps of a plan that count: not removed and not given up."""
    return [one for one in steps if one.removed_at is None and one.state != RemedyState.DROPPED]


def lacks_for_plan(plan: Recovery, steps: Sequence[EconomicRemedy]) -> list[Lacking]:
    """Tell exactly what a plan lacks before it can be established.

    A recovery: steps with effects that bring all of it home. A plan of remedies: who is responsible, and remedies with
    effect and by when; how much of the deficit they meet is said, and judged by those it is handed to.
    """
    standing = standing_steps(steps)
    found = [] if plan.words else [Lacking(Lacks.PLAN_WORDS)]
    if is_remedy_plan(plan):
        return [*found, *_lacks_of_remedies(plan, standing)]
    if not standing:
        return [*found, Lacking(Lacks.STEPS)]
    found += [Lacking(Lacks.STEP_EFFECT, one.what) for one in standing if one.effect is None]
    met = cover(plan.deficit, standing)
    if not met.unsaid and met.left:
        found.append(Lacking(Lacks.COVER, amount=met.left))
    return found


def _lacks_of_remedies(plan: Recovery, standing: Sequence[EconomicRemedy]) -> list[Lacking]:
    found = [] if plan.person_id is not None or plan.who else [Lacking(Lacks.RESPONSIBLE)]
    if not standing:
        found.append(Lacking(Lacks.PLAN_REMEDIES))
    found += [Lacking(Lacks.PLAN_EFFECT, one.what) for one in standing if one.effect is None]
    return found + [Lacking(Lacks.PLAN_DUE, one.what) for one in standing if one.due_on is None]


def lacks_to_finish(steps: Iterable[EconomicRemedy]) -> list[Lacking]:
    """Tell what a plan of remedies lacks before it is done: nothing in it is still to be done."""
    return [Lacking(Lacks.STILL_RUNNING, one.what) for one in steps if is_running(one)]


def is_remedy_plan(plan: Recovery) -> bool:
    """Tell whether a plan is one of remedies at a deficit somebody judged large, and not a recovery."""
    return plan.sort == PlanSort.REMEDIES


def may_judge(forecast: Forecast, profile: Profile) -> bool:
    """Tell whether somebody can judge the deficit of a forecast large: it is submitted, and the model has such plans."""
    left = deviation_of(forecast)
    submitted = forecast.state == ForecastState.SUBMITTED
    return profile.rules.remedy_plan_at_large_deficit and submitted and left is not None and left < 0


def years_of_remedies(profile: Profile, plan: Recovery) -> list[int]:
    """Give the years in which a plan's remedies can have their effect."""
    if is_remedy_plan(plan):
        return years_of_plan(profile, plan.year)
    return years_to_recover(profile, plan.year)


def may_write_plan(plan: Recovery) -> bool:
    """Tell whether a plan is open for changes."""
    return plan.state == RecoveryState.OPEN


def may_reopen(plan: Recovery) -> bool:
    """Tell whether a plan can be opened for a new version."""
    if is_remedy_plan(plan) and plan.state in {RecoveryState.DONE, RecoveryState.LAPSED}:
        return True
    return plan.state == RecoveryState.ESTABLISHED or is_struck(plan)


def may_drop(plan: Recovery) -> bool:
    """Tell whether a plan of remedies can be put aside: it has not been handed over, so that nobody else has read it."""
    return is_remedy_plan(plan) and plan.state == RecoveryState.OPEN and plan.edition_id is None


def may_receive(plan: Recovery, answered_for: Collection[int]) -> bool:
    """Tell whether somebody who answers for some units is to receive a plan: it was handed to one, and has not been yet."""
    waits = plan.received_at is None and plan.state == RecoveryState.ESTABLISHED
    return waits and plan.handed_to_id in answered_for


def may_exempt(plan: Recovery, profile: Profile) -> bool:
    """Tell whether an exemption can be recorded: the model names who decides it, and the plan is not already settled so."""
    if is_remedy_plan(plan):
        return False
    return plan.state in {RecoveryState.OPEN, RecoveryState.ESTABLISHED} and bool(deciders(profile))


def deciders(profile: Profile) -> frozenset[str]:
    """Give the kinds of unit that can decide an exemption."""
    return frozenset(one for one in profile.rules.recovery_exempted_by if not one.startswith("role:"))


def years_for_steps(profile: Profile, plan: Recovery, steps: Iterable[EconomicRemedy] = ()) -> list[int]:
    """Give the years a step can be in: the model's, and those steps already have."""
    return sorted({*years_of_remedies(profile, plan), *(one.year for one in steps)})


def is_struck(plan: Recovery) -> bool:
    """Tell whether the decision an exemption stands on has been struck: then it exempts from nothing."""
    return plan.state == RecoveryState.EXEMPTED and (
        plan.decision is None or plan.decision.struck_at is not None
    )
