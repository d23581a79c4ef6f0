"""The layers of goals in the demo: targets and results by year, part-goals, checklists, judgements, acknowledgements."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial

from sqlalchemy import select

from app import clock
from app.demo.script import Part
from app.demo.stage import Stage, Unplayable
from app.organisation.models import Appointment, Unit, in_force
from app.passages.rules import PRESIDING
from app.planning import rules
from app.planning.acknowledging.rules import points_of
from app.planning.acknowledging.services import Word, acknowledge
from app.planning.checking import queries as checking
from app.planning.checking.services import tick
from app.planning.judging import queries as judging
from app.planning.judging.rules import periods_to_judge
from app.planning.judging.services import judge
from app.planning.models import Goal
from app.planning.stages import services as stages
from app.planning.stages.queries import parts_of
from app.quality.indicators.models import Periodicity
from app.quality.judging.weighing import Judged
from app.quality.measuring.models import Sex
from app.quality.measuring.numbers import read_number
from app.quality.measuring.periods import Period
from app.quality.measuring.rules import Entry
from app.quality.measuring.services import measure, standing_of
from app.steering.schema import Profile
from app.steering.shapes.goals import Checklist

DASH = "–"

Doing = tuple[int, Callable[[], None]]


class WordsPart(Part):
    """Words on a day."""

    day: int
    text: str


class StagePart(Part):
    """A part-goal; days are counted from the day of loading."""

    what: str
    due: int | None = None
    said: tuple[WordsPart, ...] = ()


class JudgedPart(Part):
    """A judgement on a day, after the period that was over then."""

    day: int
    level: str
    reason: str = ""
    remedies: str = ""


class AnsweredPart(Part):
    """What a body said of a goal on a day; the one who presides over it, or else its manager, says it."""

    day: int
    unit: str
    stance: str = "acknowledged"
    reason: str = ""


Years = Mapping[str, str]
"""Figures by year, counted from the year of the plan; “–” for a year that is not measured."""


class LayersPart(Part):
    """What a goal has of each layer; `ticks` are the points ticked, with their notes."""

    start: str = ""
    perspectives: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    parts: tuple[StagePart, ...] = ()
    ticks: Mapping[str, str] = {}
    judged: tuple[JudgedPart, ...] = ()
    answered: tuple[AnsweredPart, ...] = ()


class MeasurePart(Part):
    """How an indicator is read by year."""

    measure: str = ""
    better: str = "higher"
    targets: Years = {}
    results: Years = {}
    ticks: Mapping[str, str] = {}

    def sign_years(self, year: int) -> tuple[dict[int, Decimal | None], str]:
        """Give the targets by year, and the years that are not measured, for a goal of a year."""
        targets = {year + int(at): read_number(words) for at, words in self.targets.items() if words != DASH}
        dashes = [
            year + int(at)
            for years in (self.targets, self.results)
            for at, words in years.items()
            if words == DASH
        ]
        return targets, ", ".join(map(str, sorted(dashes)))


class Layering:
    """Plays the layers of one goal through the services people use; `again` loads it with all that hangs on it."""

    def __init__(
        self,
        stage: Stage,
        profile: Profile,
        part: LayersPart,
        writer: Callable[[], int],
        again: Callable[[], Goal],
    ) -> None:
        self.stage, self.profile, self.part = stage, profile, part
        self.writer, self.again = writer, again

    def begin(self) -> None:
        """Write what stands on the goal while it is a draft."""
        goal = self.again()
        for one in self.part.parts:
            due = self.stage.calendar.meeting_day(one.due) if one.due is not None else None
            stages.add_part(
                self.stage.session, actor_id=self.writer(), goal=goal, stage=stages.Stage(one.what, due)
            )
        found = checking.for_goal(self.profile, rules.kind_of(self.profile, goal.kind))
        if found is not None and self.part.ticks:
            self.tick(goal, found, None, self.part.ticks)

    def tick_measure(self, name: str, part: MeasurePart) -> None:
        """Tick the checklist at a measure."""
        goal = self.again()
        one = next(each for each in goal.indicators if each.name == name.strip())
        found = checking.for_indicator(self.profile)
        if found is not None and part.ticks:
            self.tick(goal, found, one.id, part.ticks)

    def results(self, name: str, part: MeasurePart) -> None:
        """Measure the years a measure has results for, those that have begun."""
        session, goal = self.stage.session, self.again()
        one = next(each for each in goal.indicators if each.name == name.strip())
        for at, words in part.results.items():
            period = Period(Periodicity.YEAR, goal.year + int(at))
            value = read_number(words) if words != DASH else None
            if value is None or period.first > clock.today():
                continue
            measure(
                session,
                actor_id=self.writer(),
                indicator=one,
                unit_id=goal.unit_id,
                period=period,
                entries={Sex.UNDIVIDED: Entry(value, "")},
                expected={
                    sex: kept.revision
                    for sex, kept in standing_of(session, one.id, goal.unit_id, period).items()
                },
            )

    def tick(
        self, goal: Goal, checklist: Checklist, indicator_id: int | None, ticks: Mapping[str, str]
    ) -> None:
        """Tick the points that are named."""
        tick(
            self.stage.session,
            actor_id=self.writer(),
            goal=goal,
            checklist=checklist,
            indicator_id=indicator_id,
            points={key: (True, words) for key, words in ticks.items()},
        )

    def later(self) -> Iterator[Doing]:
        """Give what happens afterwards, with its days."""
        for stage in self.part.parts:
            for said in stage.said:
                yield said.day, partial(self.say, stage, said)
        for judged in self.part.judged:
            yield judged.day, partial(self.judge, judged)
        for answered in self.part.answered:
            yield answered.day, partial(self.answer, answered)

    def say(self, stage: StagePart, said: WordsPart) -> None:
        """Say how a part-goal stands."""
        goal = self.again()
        one = next(each for each in parts_of(self.stage.session, goal.id) if each.what == stage.what.strip())
        stages.say_of_part(self.stage.session, actor_id=self.writer(), goal=goal, one=one, text=said.text)

    def judge(self, part: JudgedPart) -> None:
        """Judge the goal after the period that is over; early in a year there is none yet."""
        goal = self.again()
        offered = periods_to_judge(self.profile, goal, clock.today())
        period = next((one for one in offered if one.last < clock.today()), None)
        if period is None:
            return
        stands = judging.standing_in(self.stage.session, goal.id, period.year, period.month)
        judge(
            self.stage.session,
            actor_id=self.writer(),
            goal=goal,
            profile=self.profile,
            period=period,
            judged=Judged(part.level, part.reason, part.remedies),
            expected=stands.id if stands is not None else 0,
        )

    def answer(self, part: AnsweredPart) -> None:
        """Acknowledge the goal for a body, or speak against it."""
        goal, session = self.again(), self.stage.session
        unit = session.scalars(select(Unit).where(Unit.external_id == part.unit)).one()
        person_id = session.scalars(
            select(Appointment.person_id)
            .where(
                Appointment.unit_id == unit.id,
                Appointment.duty.in_(sorted(PRESIDING)) | (Appointment.role == "manager"),
                in_force(Appointment.valid_from, Appointment.valid_to, clock.today()),
            )
            .order_by(Appointment.duty.desc(), Appointment.id)
        ).first()
        if person_id is None:
            raise Unplayable(f"nobody speaks for {part.unit} on {clock.today()}")
        point = points_of(self.profile, goal.kind)[0]
        acknowledge(
            session,
            actor=self.stage.actor(person_id),
            goal=goal,
            profile=self.profile,
            point=point,
            word=Word(unit.id, part.stance, part.reason),
        )
