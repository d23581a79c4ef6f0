"""The demo's economy: frames, forecasts with and without remedies, an overspend brought home, one exempted, financial goals.

Years are counted from the budget year that has gone at least a quarter. What would be written after the day of loading is
left out, so that the demo says nothing of a time that has not been.
"""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from app import clock
from app.demo.calendar import numbered
from app.demo.script import Part, folder, organisation
from app.demo.stage import Act, Stage
from app.documents.rules import ChildRightsTest
from app.economy.forecasts import services as forecasts
from app.economy.forecasts.services import Figures
from app.economy.frames.services import Given, set_frames
from app.economy.goals import services as goals
from app.economy.models import EconomicRemedy, Forecast, Recovery
from app.economy.periods import YEAR_END
from app.economy.queries.listing import plans_of
from app.economy.queries.opening import last_submitted, one_forecast, one_plan, one_remedy
from app.economy.queries.whose import Reader
from app.economy.recovery import services as recovery
from app.economy.remedies import services as remedies
from app.economy.remedies.services import Deed
from app.economy.remedy_plans import services as remedy_plans
from app.economy.subjects import ECONOMY
from app.organisation.appointments import leaders
from app.passages.subjects import Ref
from app.steering.schema import Profile

FIRST_QUARTER = 4
"""The month from which a budget year has enough behind it to be spoken of."""


class SaidPart(Part):
    """What somebody says of how a remedy goes, so many days from the day of loading."""

    day: int
    text: str = ""
    state: str = ""


class RemedyPart(Part):
    """A remedy or a step; `due` is counted in days from the day of loading, `year` from the budget year."""

    what: str
    effect: int | None = None
    who: str = ""
    person: str = ""
    due: int | None = None
    year: int = 0
    said: tuple[SaidPart, ...] = ()


class ForecastPart(Part):
    """What a unit says after a month, in thousands of kronor; `year` is counted from the budget year."""

    unit: str
    year: int = 0
    month: int
    budget: int | None = None
    outcome: int | None = None
    expected: int | None = None
    says: str = ""
    why: str = ""
    remedies: tuple[RemedyPart, ...] = ()
    submitted: bool = True


class ExemptionPart(Part):
    """A decision that an overspend need not be brought home."""

    title: str
    text: str
    number: str
    decided_by: str


class RecoveryPart(Part):
    """How an overspend is brought home, or that it need not be."""

    unit: str
    year: int = -1
    words: str = ""
    steps: tuple[RemedyPart, ...] = ()
    establish: bool = False
    exemption: ExemptionPart | None = None


class RemedyPlanPart(Part):
    """A plan of remedies at a deficit somebody judged large, written some days after the forecast of the month it is of.

    `received` is what `received_by` said of it for the body it was handed to; `due` is counted from the day of loading.
    """

    unit: str
    year: int = 0
    month: int
    why: str
    words: str
    person: str = ""
    due: int | None = None
    steps: tuple[RemedyPart, ...] = ()
    received: str = ""
    received_by: str = ""


class FramePart(Part):
    """The frames of a unit from the budget year on, in thousands of kronor."""

    unit: str
    amounts: tuple[int, ...]
    words: str = ""


class FollowUpPart(Part):
    """What was said of a financial goal after a month."""

    month: int
    year: int = 0
    text: str
    value: str = ""


class FinancialGoalPart(Part):
    """A financial goal; `decided` is the month of the decision counted from the present one."""

    title: str
    words: str
    measure: str
    decided: int
    number: str
    followed: tuple[FollowUpPart, ...] = ()


class EconomyPart(Part):
    """The whole file."""

    frames: tuple[FramePart, ...] = ()
    forecasts: tuple[ForecastPart, ...] = ()
    recoveries: tuple[RecoveryPart, ...] = ()
    remedy_plans: tuple[RemedyPlanPart, ...] = ()
    goals: tuple[FinancialGoalPart, ...] = ()


def acts(stage: Stage, profile: Profile, profile_key: str) -> list[Act]:
    """Give one act for each unit's forecasts, one for each recovery, the frames and the financial goals."""
    path = folder(profile_key) / "economy.toml"
    if not path.exists():
        return []
    wanted = EconomyPart.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    # What dialogues can be about, by the keys their scripts use: the economy of each unit there is a forecast of.
    for part in wanted.forecasts:
        stage.subjects[f"economy-{part.unit}"] = Ref(ECONOMY, stage.units[part.unit])
    return Books(stage, profile, wanted, organisation(profile_key).controller).acts()


def _kronor(thousands: int | None) -> int | None:
    return thousands * 1000 if thousands is not None else None


class Books:
    """The stage with what the demo says of money."""

    def __init__(self, stage: Stage, profile: Profile, wanted: EconomyPart, controller: str) -> None:
        """Keep the stage and the name of the controller, and find the budget year."""
        self.stage, self.profile, self.wanted, self.controller = stage, profile, wanted, controller
        today = stage.calendar.today
        self.year = today.year if today.month >= FIRST_QUARTER else today.year - 1

    def acts(self) -> list[Act]:
        """Give everything that is to be played."""
        found = [self._frames(), *(self._forecast(part, at) for at, part in enumerate(self.wanted.forecasts))]
        found += [self._recovery(part) for part in self.wanted.recoveries]
        found += [self._remedy_plan(part) for part in self.wanted.remedy_plans]
        return [*found, *(self._goal(part) for part in self.wanted.goals)]

    def _frames(self) -> Act:
        yield clock.from_stockholm(date(self.year - 1, 11, 20), 10)
        for part in self.wanted.frames:
            set_frames(
                self.stage.session,
                actor_id=self.stage.people[self.controller],
                unit_id=self.stage.units[part.unit],
                profile=self.profile,
                given=[
                    Given(self.year + at, amount * 1000, None, part.words if not at else "", 0)
                    for at, amount in enumerate(part.amounts)
                ],
            )

    def _written_at(self, year: int, month: int, number: int) -> datetime:
        """Give when a forecast is written: in the second week after the month, after a whole year in February."""
        first = date(year + 1, 2, 1) if month == YEAR_END else date(year, month + 1, 1)
        return clock.from_stockholm(first + timedelta(days=8 + number % 5), 9 + number % 7, number * 7 % 60)

    def _forecast(self, part: ForecastPart, number: int) -> Act:
        moment = self._written_at(self.year + part.year, part.month, number)
        if moment > self.stage.calendar.now:
            return
        yield moment
        session, unit_id = self.stage.session, self.stage.units[part.unit]
        by = self._leader(unit_id)
        forecast = forecasts.begin(
            session, actor_id=by, unit_id=unit_id, year=self.year + part.year, month=part.month
        )
        outcome, expected = (_kronor(one) for one in (part.outcome, part.expected))
        budget = _kronor(part.budget) if part.budget is not None else forecast.budget
        forecasts.change(
            session,
            actor_id=by,
            forecast=forecast,
            figures=Figures(budget, outcome, expected, part.says, part.why),
            revision=forecast.revision,
        )
        added = [
            (
                one,
                remedies.add_to_forecast(session, actor_id=by, forecast=forecast, deed=self._deed(one)).id,
            )
            for one in part.remedies
        ]
        if part.submitted:
            whole = self._again(forecast.id)
            forecasts.submit(
                session,
                actor_id=by,
                forecast=whole,
                profile=self.profile,
                expected=whole.record_revision,
            )
        yield from self._said(added, by)

    def _again(self, forecast_id: int) -> Forecast:
        found = one_forecast(self.stage.session, self._controller(), forecast_id)
        assert found is not None  # noqa: S101  # nosec B101  written by the act itself
        return found

    def _controller(self) -> Reader:
        return Reader(self.stage.actor(self.stage.people[self.controller]), clock.today())

    def _leader(self, unit_id: int) -> int:
        return leaders(self.stage.session, [unit_id], clock.today())[unit_id][0].person_id

    def _deed(self, part: RemedyPart) -> Deed:
        due = self._day(part.due)
        person = self.stage.people[part.person] if part.person else None
        return Deed(part.what, _kronor(part.effect), part.who, person, due)

    def _said(self, added: list[tuple[RemedyPart, int]], by: int) -> Iterator[datetime]:
        """Play what was said of some remedies, in the order of time."""
        later: list[tuple[datetime, Callable[[], None]]] = []
        for part, remedy_id in added:
            for said in part.said:
                day = self.stage.calendar.today + timedelta(days=said.day)
                moment = self.stage.calendar.past(clock.from_stockholm(day, 14, 20))
                later.append((moment, self._saying(remedy_id, said, by)))
        for moment, say in sorted(later, key=lambda one: one[0]):
            yield moment
            say()

    def _saying(self, remedy_id: int, said: SaidPart, by: int) -> Callable[[], None]:
        def say() -> None:
            remedy = self._remedy(remedy_id)
            remedies.say(
                self.stage.session, actor_id=by, remedy=remedy, text=said.text, state=said.state, effect=None
            )

        return say

    def _remedy(self, remedy_id: int) -> EconomicRemedy:
        found = one_remedy(self.stage.session, self._controller(), remedy_id)
        assert found is not None  # noqa: S101  # nosec B101  written by the act itself
        return found

    def _recovery(self, part: RecoveryPart) -> Act:
        unit_id, year = self.stage.units[part.unit], self.year + part.year
        moment = self._written_at(year, YEAR_END, 0) + timedelta(days=24)
        if moment > self.stage.calendar.now:
            return
        yield moment
        by, plan = self._leader(unit_id), self._plan(unit_id, year)
        session = self.stage.session
        if part.words:
            recovery.write(session, actor_id=by, plan=plan, words=part.words, revision=plan.revision)
        added = [
            (
                one,
                remedies.add_step(
                    session,
                    actor_id=by,
                    plan=plan,
                    profile=self.profile,
                    year=self.year + one.year,
                    deed=self._deed(one),
                ).id,
            )
            for one in part.steps
        ]
        if part.establish:
            recovery.establish_plan(session, actor_id=by, plan=plan, expected=plan.record_revision)
        if part.exemption is not None:
            self._exempt(plan, by, part.exemption)
        yield from self._said(added, by)

    def _plan(self, unit_id: int, year: int) -> Recovery:
        (found,) = plans_of(self.stage.session, self._controller(), unit_id, year, 0)
        plan = one_plan(self.stage.session, self._controller(), found.id)
        assert plan is not None  # noqa: S101  # nosec B101  opened by the year's outcome
        return plan

    def _remedy_plan(self, part: RemedyPlanPart) -> Act:
        unit_id, year = self.stage.units[part.unit], self.year + part.year
        moment = self._written_at(year, part.month, 0) + timedelta(days=27)
        if moment > self.stage.calendar.now:
            return
        yield moment
        session, by = self.stage.session, self._leader(unit_id)
        told = last_submitted(session, unit_id, year, before_month=part.month + 1)
        assert told is not None  # noqa: S101  # nosec B101  written before it in the script
        judged = remedy_plans.judge(session, actor_id=by, forecast=told, profile=self.profile, why=part.why)
        plan = self._plan_again(judged.id)
        recovery.write(
            session,
            actor_id=by,
            plan=plan,
            words=part.words,
            revision=plan.revision,
            responsible=recovery.Responsible(
                self.stage.people[part.person] if part.person else by, "", self._day(part.due)
            ),
        )
        added = [
            (
                one,
                remedies.add_step(
                    session,
                    actor_id=by,
                    plan=plan,
                    profile=self.profile,
                    year=self.year + one.year,
                    deed=self._deed(one),
                ).id,
            )
            for one in part.steps
        ]
        yield moment + timedelta(days=6)
        plan = self._plan_again(plan.id)
        remedy_plans.hand_over(
            session, actor_id=by, plan=plan, profile=self.profile, expected=plan.record_revision
        )
        if part.received:
            yield moment + timedelta(days=9)
            remedy_plans.receive(
                session,
                actor=self.stage.actor(self.stage.people[part.received_by]),
                plan=self._plan_again(plan.id),
                words=part.received,
            )
        yield from self._said(added, by)

    def _plan_again(self, plan_id: int) -> Recovery:
        plan = one_plan(self.stage.session, self._controller(), plan_id)
        assert plan is not None  # noqa: S101  # nosec B101  judged by the act itself
        return plan

    def _day(self, days: int | None) -> date | None:
        return self.stage.calendar.today + timedelta(days=days) if days is not None else None

    def _exempt(self, plan: Recovery, by: int, part: ExemptionPart) -> None:
        decided = self.stage.calendar.worked(clock.today() - timedelta(days=2))
        recovery.exempt(
            self.stage.session,
            actor=self.stage.actor(by),
            plan=plan,
            profile=self.profile,
            exemption=recovery.Exemption(
                part.title,
                self.stage.units[part.decided_by],
                part.text,
                decided,
                numbered(part.number, decided),
                test=ChildRightsTest(concerns_children=False),
            ),
        )

    def _goal(self, part: FinancialGoalPart) -> Act:
        decided = self.stage.calendar.decision_day(part.decided, 14)
        yield clock.from_stockholm(decided + timedelta(days=9), 13, 30)
        actor = self.stage.actor(self.stage.people[self.controller])
        goal = goals.enter(
            self.stage.session,
            actor=actor,
            said=goals.Said(part.title, self.year, None, part.words, part.measure),
            decision=goals.GoalDecision(
                "Kommunfullmäktige",
                decided,
                numbered(part.number, decided),
                test=ChildRightsTest(concerns_children=False),
            ),
        )
        for number, one in enumerate(part.followed):
            moment = self._written_at(self.year + one.year, one.month, number)
            if moment > self.stage.calendar.now:
                continue
            yield moment
            goals.follow_up(
                self.stage.session,
                actor=self.stage.actor(actor.person_id),
                goal=goal,
                year=self.year + one.year,
                month=one.month,
                text=one.text,
                value=one.value,
            )
