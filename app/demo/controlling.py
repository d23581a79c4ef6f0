"""Risks and internal control in the demo: a register that is lived in, last year's plan reported on, this year's half done."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from app import clock
from app.demo.calendar import numbered
from app.demo.control_script import (
    CheckPart,
    ChosenPart,
    ControlScript,
    DecidedPart,
    EvaluationPart,
    JudgedPart,
    PlanPart,
    RiskPart,
    ToldPart,
)
from app.demo.script import read
from app.demo.stage import Act, Stage
from app.passages.subjects import Ref
from app.quality.control import deciding, queries, reported, reporting, rules, services, working
from app.quality.control.content import AsRead
from app.quality.control.facts import CONTROL
from app.quality.control.models import Control, ControlPlan, Often
from app.quality.control.report_facts import units_of
from app.quality.control.rules import Result
from app.quality.risks import services as risks
from app.quality.risks.facts import RISK
from app.quality.risks.models import Nature, Risk, Way
from app.quality.risks.queries import opening
from app.quality.risks.reach import Reader, kinds_in, reader_of
from app.quality.risks.rules import Decided, Entry, Judged
from app.quality.risks.scale import natures_in_plans, scale_of, worth_controlling
from app.steering.schema import Profile

Later = tuple[datetime, Callable[[], None]]


def acts(stage: Stage, profile: Profile, folder: Path) -> list[Act]:
    """Give one act of all that happens with risks and internal control; none where the municipality has no script of it."""
    path = folder / "control.toml"
    if not path.exists():
        return []
    return [_act(Controller(stage, profile), read(path, ControlScript))]


def _act(controller: "Controller", script: ControlScript) -> Act:
    events = sorted(controller.events(script), key=lambda event: event[0])
    for moment, do in events:
        yield moment
        do()
        controller.stage.session.flush()


class Controller:
    """Plays the control year through the services people use."""

    def __init__(self, stage: Stage, profile: Profile) -> None:
        self.stage, self.profile = stage, profile
        self.scale, self.kinds = scale_of(profile), kinds_in(profile)
        self.year = stage.calendar.today.year
        self.plans: dict[tuple[str, int], int] = {}
        self.entered: dict[str, datetime] = {}

    def reader(self, unit: str) -> Reader:
        """Give who writes for a unit, on the day that is being played."""
        actor = self.stage.actor(self.stage.writer(self.stage.units[unit]))
        return reader_of(self.stage.session, actor, clock.today(), self.kinds)

    def person(self, name: str) -> int | None:
        """Give a person by name."""
        return self.stage.people[name] if name else None

    def ahead(self, days: int | None) -> date | None:
        """Give a day counted from the present one."""
        return self.stage.calendar.today + timedelta(days=days) if days is not None else None

    def at(self, day: date, hour: int = 9, minute: int = 0) -> datetime:
        """Give a moment of a day, never in the future."""
        return self.stage.calendar.past(clock.from_stockholm(day, hour, minute))

    def decided(self, day: date, hour: int) -> datetime:
        """Give the moment a body decides: on that day or the nearest before it that is worked."""
        return self.at(self.stage.calendar.worked(day), hour)

    def in_month(self, month: int, place: int) -> datetime:
        """Give a moment in a month, another for each place."""
        return self.at(self.stage.calendar.decision_day(month, place * 5 % 26), 10, place * 7 % 60)

    def events(self, script: ControlScript) -> Iterator[Later]:
        """Give all that happens, with its moment."""
        for place, part in enumerate(script.risks):
            yield from self._of_risk(part, place)
        for plan in script.plans:
            yield from self._of_plan(plan)
        if script.evaluation is not None:
            day = date(self.year, 2, 20)
            yield self.at(day, 13), partial(self._evaluate, script.evaluation)
            yield (
                self.decided(day + timedelta(days=8), 15),
                partial(self._decide_evaluation, script.evaluation),
            )

    # --- risks

    def _of_risk(self, part: RiskPart, place: int) -> Iterator[Later]:
        moment = self.entered[part.key] = self.in_month(part.entered, place)
        yield moment, partial(self._enter, part)
        for one in part.judged:
            yield (
                max(self.in_month(one.month, place), moment + timedelta(hours=2)),
                partial(self._judge, part, one),
            )
        if part.decided is not None:
            yield self.in_month(part.decided.month, place + 1), partial(self._decide, part, part.decided)
        if part.existing_now:
            yield self.in_month(-1, place), partial(self._change, part)
        if part.closed:
            yield self.in_month(-2, place), partial(self._close, part)

    def _enter(self, part: RiskPart) -> None:
        made = risks.enter(
            self.stage.session,
            reader=self.reader(part.by or part.unit),
            entry=self._entry(part),
            scale=self.scale,
        )
        self.stage.subjects[part.key] = Ref(RISK, made.id)

    def _entry(self, part: RiskPart) -> Entry:
        factor = self.stage.subjects.get(part.factor)
        return Entry(
            title=part.title,
            unit_id=self.stage.units[part.unit],
            nature=Nature.STRATEGIC if part.factor else Nature.OPERATIONAL,
            factor_id=factor.id if factor is not None else None,
            happens=part.happens,
            cause=part.cause,
            effect=part.effect,
            existing=part.existing_now or part.existing
            if clock.today() >= self.stage.calendar.month(-1)
            else part.existing,
            category=part.category,
            owner=part.owner,
            owner_id=self.person(part.person),
            review_on=self.ahead(part.review),
        )

    def _risk(self, part: RiskPart) -> tuple[Reader, Risk]:
        reader = self.reader(part.by or part.unit)
        found = opening.risk_for(self.stage.session, reader=reader, risk_id=self.stage.subject(part.key).id)
        assert found is not None  # noqa: S101  # nosec B101  entered by the act itself
        self.stage.session.refresh(found)
        return reader, found

    def _judge(self, part: RiskPart, one: JudgedPart) -> None:
        reader, risk = self._risk(part)
        judged = Judged(one.likelihood, one.consequence, one.why, one.treatment, *one.then)
        risks.judge(
            self.stage.session,
            reader=reader,
            risk=risk,
            judged=judged,
            review_on=risk.review_on,
            scale=self.scale,
            revision=risk.revision,
        )
        self.stage.session.expire(risk)

    def _decide(self, part: RiskPart, one: DecidedPart) -> None:
        reader, risk = self._risk(part)
        decided = Decided(Way(one.way), one.words, one.approver, clock.today(), self.ahead(one.until))
        risks.decide(
            self.stage.session,
            reader=reader,
            risk=risk,
            decided=decided,
            unit=risk.unit.name,
            revision=risk.revision,
        )
        self.stage.session.expire(risk)

    def _change(self, part: RiskPart) -> None:
        reader, risk = self._risk(part)
        risks.correct(
            self.stage.session,
            reader=reader,
            risk=risk,
            entry=self._entry(part),
            scale=self.scale,
            revision=risk.revision,
        )
        self.stage.session.expire(risk)

    def _close(self, part: RiskPart) -> None:
        reader, risk = self._risk(part)
        risks.put_away(self.stage.session, reader=reader, risk=risk, why=part.closed)
        self.stage.session.expire(risk)

    # --- plans

    def _of_plan(self, part: PlanPart) -> Iterator[Later]:
        for offset in (-1, 0):
            year = self.year + offset
            begun = self._begun(part, offset, date(year, 1, 12) if offset else date(year, 1, 13))
            yield begun, partial(self._begin, part, offset)
            decided = begun.astimezone(clock.STOCKHOLM).date() + timedelta(days=9)
            yield self.decided(decided, 14), partial(self._decide_plan, part, offset)
            yield from self._of_results(part, offset)
        if part.report:
            yield self.at(date(self.year, 1, 26), 9), partial(self._write_report, part)
            yield self.decided(date(self.year, 2, 10), 14), partial(self._decide_report, part)

    def _begun(self, part: PlanPart, offset: int, day: date) -> datetime:
        """Give when a plan is begun: on its day, or when the last of its risks is known where that is later."""
        known = [
            self.entered[one.risk] + timedelta(hours=3)
            for one in part.chosen
            if one.since <= offset and one.risk in self.entered
        ]
        return max([self.at(day, 9), *known])

    def _decision(self, body: str, number: str) -> deciding.Decision:
        """Give the decision a body takes on the day that is being played."""
        return deciding.Decision(clock.today(), body, numbered(number, clock.today()))

    def _plan(self, part: PlanPart, offset: int) -> ControlPlan:
        self.stage.session.flush()
        found = queries.whole_plan(self.stage.session, self.plans[part.unit, offset])
        assert found is not None  # noqa: S101  # nosec B101  begun by the act itself
        return found

    def _begin(self, part: PlanPart, offset: int) -> None:
        reader = self.reader(part.by)
        made = services.begin_plan(
            self.stage.session,
            reader=reader,
            unit_id=self.stage.units[part.unit],
            year=self.year + offset,
            threshold=worth_controlling(self.scale),
            natures=natures_in_plans(self.scale),
        )
        self.plans[part.unit, offset] = made.id
        plan = self._plan(part, offset)
        services.change_plan(
            self.stage.session,
            reader=reader,
            plan=plan,
            opening=part.opening[1 + offset].strip(),
            threshold=plan.threshold,
            revision=plan.revision,
        )
        for one in part.chosen:
            self._choose(part, offset, one)

    def _choose(self, part: PlanPart, offset: int, one: ChosenPart) -> None:
        if one.since > offset:
            return
        reader, plan = self.reader(part.by), self._plan(part, offset)
        number = self.stage.subject(one.risk).id
        standing = next((chosen for chosen in plan.chosen if chosen.risk_id == number), None)
        if offset > one.until:
            if standing is not None:
                services.take_out(self.stage.session, reader=reader, plan=plan, chosen=standing)
            return
        if standing is None:
            risk = self.stage.session.get_one(Risk, number)
            standing = services.choose(
                self.stage.session,
                reader=reader,
                plan=plan,
                risk=risk,
                reason=one.reason,
                natures=natures_in_plans(self.scale),
            )
        for check in one.checks:
            plan = self._plan(part, offset)
            chosen = next(known for known in plan.chosen if known.risk_id == number)
            if check.since > offset or any(known.what == check.what for known in chosen.controls):
                continue
            made = services.add_control(
                self.stage.session, reader=reader, plan=plan, chosen=chosen, check=self._check(check)
            )
            if check.key:
                self.stage.session.flush()
                self.stage.call(check.key, Ref(CONTROL, made.id))

    def _check(self, part: CheckPart) -> services.Check:
        return services.Check(
            part.what, part.method, Often(part.often), part.who, self.person(part.person), part.told_to
        )

    def _decide_plan(self, part: PlanPart, offset: int) -> None:
        plan = self._plan(part, offset)
        decision = self._decision(plan.unit.name, part.number[1 + offset])
        deciding.decide_plan(
            self.stage.session,
            reader=self.reader(part.by),
            plan=plan,
            decision=decision,
            expected=AsRead(plan.record_revision, None),
            scales=[scale_of(self.profile)],
        )

    # --- results

    def _of_results(self, part: PlanPart, offset: int) -> Iterator[Later]:
        year = self.year + offset
        for chosen in part.chosen:
            for check in chosen.checks:
                days = rules.days_of(Often(check.often), year)
                for one in check.told:
                    if one.year != offset or days[one.place] > self.stage.calendar.today - timedelta(days=6):
                        continue
                    told = self.at(days[one.place] + timedelta(days=4), 11, one.place * 9)
                    yield told, partial(self._tell, part, offset, check, one)
                    if one.follow_up:
                        yield (
                            self.at(days[one.place] + timedelta(days=75), 15),
                            partial(self._close_deviation, part, offset, check, one),
                        )

    def _control(self, part: PlanPart, offset: int, check: CheckPart) -> tuple[ControlPlan, Control]:
        plan = self._plan(part, offset)
        found = next(one for chosen in plan.chosen for one in chosen.controls if one.what == check.what)
        return plan, found

    def _tell(self, part: PlanPart, offset: int, check: CheckPart, one: ToldPart) -> None:
        plan, control = self._control(part, offset, check)
        occasion = rules.occasions_of(control)[one.place]
        reader = self.reader(part.by)
        if one.left_out:
            working.leave_out(
                self.stage.session, reader=reader, plan=plan, occasion=occasion, why=one.left_out
            )
            return
        working.tell_result(
            self.stage.session,
            reader=reader,
            plan=plan,
            occasion=occasion,
            result=Result(
                clock.today(), "deviation" if one.deviation else "as_it_should", one.seen, one.deviation
            ),
            revision=occasion.revision,
        )
        if not one.deviation:
            return
        _plan, control = self._control(part, offset, check)
        found = rules.occasions_of(control)[one.place].deviation
        assert found is not None  # noqa: S101  # nosec B101  found just now
        for remedy in one.remedies:
            due = clock.today() + timedelta(days=remedy.due)
            working.add_remedy(
                self.stage.session,
                reader=reader,
                deviation=found,
                deed=working.Deed(remedy.what, remedy.who, self.person(remedy.person), due),
            )

    def _close_deviation(self, part: PlanPart, offset: int, check: CheckPart, one: ToldPart) -> None:
        _plan, control = self._control(part, offset, check)
        found = rules.occasions_of(control)[one.place].deviation
        assert found is not None  # noqa: S101  # nosec B101  found before
        reader = self.reader(part.by)
        for remedy, wanted in zip(found.remedies, one.remedies, strict=True):
            working.finish_remedy(
                self.stage.session, reader=reader, deviation=found, remedy=remedy, outcome=wanted.outcome
            )
        working.close_deviation(
            self.stage.session,
            reader=reader,
            deviation=found,
            follow_up=one.follow_up,
            revision=found.revision,
        )

    # --- report and evaluation

    def _write_report(self, part: PlanPart) -> None:
        reporting.write_report(
            self.stage.session,
            reader=self.reader(part.by),
            plan=self._plan(part, -1),
            report=None,
            whole=part.report,
            learned=part.learned,
            revision=0,
        )

    def _decide_report(self, part: PlanPart) -> None:
        plan = self._plan(part, -1)
        report = reported.report_of(self.stage.session, plan.id)
        assert report is not None  # noqa: S101  # nosec B101  written before
        reporting.decide_report(
            self.stage.session,
            reader=self.reader(part.by),
            plan=plan,
            report=report,
            decision=self._decision(plan.unit.name, part.report_number),
            expected=AsRead(report.revision, None),
        )

    def _evaluate(self, part: EvaluationPart) -> None:
        board = reported.executive_board(
            self.stage.session, [one.key for one in self.profile.unit_kinds if one.nature == "executive_board"],
            clock.today(),
        )  # fmt: skip
        assert board is not None  # noqa: S101  # nosec B101  there is one in every demo
        reporting.write_evaluation(
            self.stage.session,
            reader=self.reader(part.by),
            unit_id=board.id,
            year=self.year - 1,
            evaluation=None,
            whole=part.whole,
            views={self.stage.units[key]: words for key, words in part.views.items()},
            revision=0,
        )

    def _decide_evaluation(self, part: EvaluationPart) -> None:
        found = reported.evaluation_of(self.stage.session, self.year - 1)
        assert found is not None  # noqa: S101  # nosec B101  written before
        lines = reported.reports_of_year(self.stage.session, self.kinds, self.year - 1, clock.today())
        reporting.decide_evaluation(
            self.stage.session,
            reader=self.reader(part.by),
            evaluation=found,
            units=units_of(lines),
            decision=self._decision(found.unit.name, part.number),
            expected=AsRead(found.revision, None),
        )
