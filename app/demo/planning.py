"""What units want to develop: candidates prioritised, goals with activities and indicators, and how they go over time."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.analysis.values import aims
from app.demo.goal_layers import Layering, LayersPart, MeasurePart
from app.demo.script import Part, folder
from app.demo.stage import Act, Stage
from app.organisation.models import Unit
from app.passages.subjects import Ref
from app.planning import rules
from app.planning.candidates import services as candidates
from app.planning.following.queries import offered
from app.planning.following.services import follow
from app.planning.following.words import figure_in
from app.planning.goals import services as goals
from app.planning.marks.named import Choice, Of
from app.planning.marks.named import offered as offered_marks
from app.planning.models import Activity, Candidate, CandidateState, Goal
from app.planning.parts import services as parts
from app.planning.queries import WHOLE
from app.planning.subjects import ACTIVITY, GOAL
from app.quality.indicators.models import Better, Nature
from app.quality.measuring.models import Sex
from app.quality.measuring.rounds import pace_of
from app.quality.measuring.rules import Entry
from app.quality.measuring.services import measure, standing_of
from app.steering.schema import Profile

MEASURED_ON = -88
"""The day on which what is measured by year is entered, from the day of loading: before anybody judges by it."""

YEARLY = "varje år"

Later = tuple[datetime, Callable[[], None]]


class SaidPart(Part):
    """What somebody says of how something stands, some days from the day of loading."""

    day: int
    text: str = ""
    state: str = ""
    value: str = ""


class ActivityPart(Part):
    """An activity; days are counted from the day of loading. `key` is what dialogues call it by."""

    what: str
    key: str = ""
    who: str = ""
    person: str = ""
    starts: int | None = None
    due: int | None = None
    factors: tuple[str, ...] = ()
    said: tuple[SaidPart, ...] = ()


class IndicatorPart(MeasurePart):
    """An indicator."""

    name: str
    nature: Literal["qualitative", "quantitative"] = "qualitative"
    method: str = ""
    routine: str = ""
    often: str = ""
    now: str = ""
    wanted: str = ""
    said: tuple[SaidPart, ...] = ()


class GoalPart(LayersPart):
    """A goal, and the days on which it was shared, established, opened again and ended. `key` is what dialogues call it by."""

    title: str
    key: str = ""
    kind: str = ""
    why: str = ""
    due: int | None = None
    owner: str = ""
    above: str = ""
    aim: str = ""
    """The value it hangs on instead of a goal, by its name."""
    activities: tuple[ActivityPart, ...] = ()
    indicators: tuple[IndicatorPart, ...] = ()
    follows: tuple[str, ...] = ()
    """The indicators of quality it is noticed by, by what they are called."""
    said: tuple[SaidPart, ...] = ()
    shared: int | None = None
    established: int | None = None
    reopened: int | None = None
    ended: int | None = None
    closing: str = ""


class CandidatePart(Part):
    """Something the analysis pointed at: chosen as a goal, put aside with a reason, or still open."""

    text: str
    why: str = ""
    words: str = ""
    aside: str = ""
    goal: GoalPart | None = None


class PlanPart(Part):
    """A unit's plan for a year counted from the present one, begun on a day."""

    unit: str
    cycle: int
    day: int
    candidates: tuple[CandidatePart, ...] = ()
    candidates_shared: int | None = None
    """The day the list was shared with the managers above, if it was."""
    goals: tuple[GoalPart, ...] = ()


class PlansPart(Part):
    """A file of plans."""

    plans: tuple[PlanPart, ...]


def plans(profile_key: str) -> list[PlanPart]:
    """Read the plans of a demo municipality; none where it has none."""
    found: list[PlanPart] = []
    for path in sorted((folder(profile_key) / "plans").glob("*.toml")):
        found += PlansPart.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).plans
    return found


def acts(stage: Stage, profile: Profile, profile_key: str) -> list[Act]:
    """Give the acts of every plan."""
    return [_act(Planner(stage, profile, part)) for part in plans(profile_key)]


def _act(planner: "Planner") -> Act:
    for moment, do in sorted(planner.events(), key=lambda event: event[0]):
        yield moment
        do()
        planner.stage.session.flush()


BEFORE = timedelta(minutes=1)


class Planner:
    """Plays the plan of one unit and year through the services people use."""

    def __init__(self, stage: Stage, profile: Profile, part: PlanPart) -> None:
        self.stage, self.profile, self.part = stage, profile, part
        self.year = stage.calendar.today.year + part.cycle

    @property
    def unit(self) -> Unit:
        """The unit of the plan."""
        return self.stage.session.scalars(select(Unit).where(Unit.external_id == self.part.unit)).one()

    def at(self, day: int, hour: int, minute: int = 0) -> datetime:
        """Give a moment on a working day some days from the day of loading, never in the future."""
        return self.stage.calendar.past(self.stage.calendar.meeting(min(day, 0), hour, minute))

    def day(self, offset: int | None) -> date | None:
        """Give a working day some days from the day of loading."""
        return None if offset is None else self.stage.calendar.meeting_day(offset)

    def writer(self) -> int:
        """Give who writes the unit's plan on the day that is being played: its manager, else its support."""
        return self.stage.writer(self.unit.id)

    def events(self) -> Iterator[Later]:
        """Give all that happens in the plan, in no order."""
        yield self.at(self.part.day, 9), self.propose
        if self.part.candidates_shared is not None:
            yield self.at(self.part.candidates_shared, 9, 30), self.share_candidates
        for number, one in enumerate(self.part.candidates):
            if one.aside:
                yield self.at(self.part.day + 2, 10, number), partial(self.put_aside, one)
            if one.goal is not None:
                yield self.at(self.part.day + 2, 10, 30 + number), partial(self.choose, one, one.goal)
                yield from self.life(one.goal)
        for number, goal in enumerate(self.part.goals):
            life = list(self.life(goal))
            # A day moved out of leave may come to lie after one that was not moved.
            written = min([self.at(self.part.day + 3, 11, number), *(moment - BEFORE for moment, _ in life)])
            yield written, partial(self.write, goal)
            yield from life

    def propose(self) -> None:
        """Write the candidates down."""
        for one in self.part.candidates:
            candidates.propose_candidate(
                self.stage.session,
                self.writer(),
                self.unit.id,
                self.year,
                one.text,
                origin_words=one.words,
                why=one.why,
            )

    def share_candidates(self) -> None:
        """Let the managers above read the candidates."""
        candidates.share_list(
            self.stage.session, actor_id=self.writer(), unit_id=self.unit.id, year=self.year
        )

    def candidate(self, part: CandidatePart) -> Candidate:
        """Find a candidate again."""
        return self.stage.session.scalars(
            select(Candidate)
            .where(
                Candidate.unit_id == self.unit.id,
                Candidate.year == self.year,
                Candidate.text == part.text.strip(),
                Candidate.state == CandidateState.OPEN,
            )
            .options(joinedload(Candidate.unit))
        ).one()

    def put_aside(self, part: CandidatePart) -> None:
        """Put a candidate aside."""
        candidates.put_aside(
            self.stage.session, actor_id=self.writer(), candidate=self.candidate(part), reason=part.aside
        )

    def choose(self, part: CandidatePart, goal: GoalPart) -> None:
        """Make a candidate a goal and write on it."""
        kinds = rules.kinds_for(self.profile, self.unit.kind)
        made = candidates.choose(
            self.stage.session,
            actor_id=self.writer(),
            candidate=self.candidate(part),
            profile=self.profile,
            kind=next((kind for kind in kinds if kind.key == goal.kind), kinds[0]),
        )
        goals.change_goal(
            self.stage.session,
            actor_id=self.writer(),
            goal=made,
            profile=self.profile,
            wanted=self.wanted(goal),
            revision=made.revision,
        )
        self.hang_on(made, goal)

    def write(self, goal: GoalPart) -> None:
        """Write a goal that came from no candidate."""
        kinds = rules.kinds_for(self.profile, self.unit.kind)
        made = goals.create_goal(
            self.stage.session,
            actor_id=self.writer(),
            unit_id=self.unit.id,
            year=self.year,
            profile=self.profile,
            kind=next((kind for kind in kinds if kind.key == goal.kind), kinds[0]),
            wanted=self.wanted(goal),
        )
        self.hang_on(made, goal)

    def wanted(self, part: GoalPart) -> goals.Wanted:
        """Give what a goal is to say."""
        above = None
        if part.above:
            above = self.stage.session.scalars(select(Goal.id).where(Goal.title == part.above)).first()
        aim = next((one.ref for one in aims(self.stage.session) if one.title == part.aim), None)
        named = {Of.PERSPECTIVE: part.perspectives, Of.CONDITION: part.conditions, Of.FACTOR: part.factors}
        return goals.Wanted(
            part.title,
            part.why.strip(),
            None,
            self.day(part.due),
            part.owner,
            None,
            above,
            aim,
            {which: keys for which, keys in named.items() if keys},
            part.start or None,
        )

    def hang_on(self, goal: Goal, part: GoalPart) -> None:
        """Add activities and indicators."""
        goal = self.again(part)
        self.stage.call(part.key, Ref(GOAL, goal.id))
        for activity in part.activities:
            added = parts.add_activity(
                self.stage.session,
                actor_id=self.writer(),
                goal=goal,
                deed=parts.Deed(
                    activity.what,
                    activity.who,
                    self.stage.people.get(activity.person),
                    self.day(activity.starts),
                    self.day(activity.due),
                    Choice(offered_marks(self.profile, None, "activity"), {Of.FACTOR: activity.factors})
                    if activity.factors
                    else None,
                ),
            )
            self.stage.call(activity.key, Ref(ACTIVITY, added.id))
        for one in part.indicators:
            targets, skipped = one.sign_years(self.year)
            parts.add_indicator(
                self.stage.session,
                actor_id=self.writer(),
                goal=goal,
                sign=parts.Sign(
                    one.name,
                    one.nature,
                    one.method,
                    one.routine,
                    one.now,
                    one.wanted,
                    YEARLY if targets else one.often,
                    one.measure,
                    one.better if targets else Better.NONE,
                    targets,
                    skipped,
                ),
            )

        for name in part.follows:
            offered_here = offered(self.stage.session, self.unit.id, clock.today())
            follow(
                self.stage.session,
                actor_id=self.writer(),
                goal=goal,
                indicator_id=next(one.id for one in offered_here if one.name == name),
            )
        layers = self.layering(part)
        layers.begin()
        for one in part.indicators:
            layers.tick_measure(one.name, one)

    def layering(self, part: GoalPart) -> Layering:
        """Give who plays the layers of a goal."""
        return Layering(self.stage, self.profile, part, self.writer, partial(self.again, part))

    def life(self, part: GoalPart) -> Iterator[Later]:
        """Give what happens with a goal after it was written."""
        steps: tuple[tuple[int | None, Callable[[], None]], ...] = (
            (
                part.shared,
                lambda: goals.share(self.stage.session, actor_id=self.writer(), goal=self.again(part)),
            ),
            (part.established, lambda: self.establish(part)),
            (
                part.reopened,
                lambda: goals.reopen(self.stage.session, actor_id=self.writer(), goal=self.again(part)),
            ),
            (
                part.ended,
                lambda: goals.end(
                    self.stage.session, actor_id=self.writer(), goal=self.again(part), words=part.closing
                ),
            ),
        )
        for hour, (day, do) in enumerate(steps, start=13):
            if day is not None:
                yield self.at(day, hour, 20), do
        yield from self.in_layers(part)
        for said in part.said:
            yield self.at(said.day, 12, 15), partial(self.say, part, said)
        for activity in part.activities:
            for said in activity.said:
                yield self.at(said.day, 12, 35), partial(self.say_of_activity, part, activity, said)
        for one in part.indicators:
            for said in one.said:
                yield self.at(said.day, 12, 45), partial(self.measure, part, one, said)

    def in_layers(self, part: GoalPart) -> Iterator[Later]:
        """Give what happens in the layers of a goal."""
        for day, do in self.layering(part).later():
            yield self.at(day, 15, 5), do
        for one in part.indicators:
            if one.results and part.established is not None:
                yield self.at(MEASURED_ON, 11, 15), partial(self.layering(part).results, one.name, one)

    def establish(self, part: GoalPart) -> None:
        """Establish a goal as it stands."""
        goal = self.again(part)
        goals.establish(
            self.stage.session,
            actor_id=self.writer(),
            goal=goal,
            profile=self.profile,
            expected=goal.record_revision,
        )

    def say(self, part: GoalPart, said: SaidPart) -> None:
        """Say how a goal stands."""
        parts.say_of_goal(self.stage.session, actor_id=self.writer(), goal=self.again(part), text=said.text)

    def say_of_activity(self, part: GoalPart, activity: ActivityPart, said: SaidPart) -> None:
        """Say how an activity goes."""
        goal = self.again(part)
        one: Activity = next(a for a in goal.activities if a.what == activity.what.strip())
        parts.say_of_activity(
            self.stage.session,
            actor_id=self.writer(),
            goal=goal,
            activity=one,
            text=said.text,
            state=said.state or one.state,
        )

    def measure(self, part: GoalPart, indicator: IndicatorPart, said: SaidPart) -> None:
        """Measure an indicator of the goal's own for the period the day lies in."""
        session = self.stage.session
        goal = self.again(part)
        one = next(i for i in goal.indicators if i.name == indicator.name.strip())
        period = pace_of(one.periodicity, one.rhythm).latest_begun(clock.today())
        value = figure_in(said.value)[0] if one.nature == Nature.QUANTITATIVE else None
        words = said.value if value is None else ""
        text = "\n\n".join(each.strip() for each in (words, said.text) if each.strip())
        standing = standing_of(session, one.id, goal.unit_id, period)
        measure(
            session,
            actor_id=self.writer(),
            indicator=one,
            unit_id=goal.unit_id,
            period=period,
            entries={Sex.UNDIVIDED: Entry(value, text)},
            expected={sex: kept.revision for sex, kept in standing.items()},
        )

    def again(self, part: GoalPart) -> Goal:
        """Load a goal with all that hangs on it."""
        return self.stage.session.scalars(
            select(Goal)
            .where(Goal.unit_id == self.unit.id, Goal.year == self.year, Goal.title == part.title)
            .options(*WHOLE)
            .execution_options(populate_existing=True)
        ).one()
