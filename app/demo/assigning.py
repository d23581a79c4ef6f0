"""The demo's assignments, questions in the golden zone, and what was moved in the annual cycle."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from app import clock
from app.access.actor import Actor
from app.assignments import rules, services
from app.assignments.facts import ASSIGNMENT
from app.assignments.models import Assignment, Side, ZoneQuestion
from app.assignments.queries import giving
from app.assignments.rules import Step
from app.assignments.services import Entry, To
from app.assignments.telling import tell_step
from app.assignments.zone import queries as zone_queries
from app.assignments.zone import services as zone
from app.cycle import queries as cycle_queries
from app.cycle import rules as cycle_rules
from app.cycle import services as cycle
from app.cycle.services import Days
from app.demo.calendar import numbered
from app.demo.script import Part, folder, read
from app.demo.stage import Act, Stage, Unplayable
from app.passages.subjects import Ref
from app.steering.schema import Profile

TOP = "kommun"
"""The unit of the kommunchef, who moves events for everybody."""


class SaidPart(Part):
    """How it goes, some days from the day of loading."""

    day: int
    text: str


class AssignmentPart(Part):
    """An assignment and the days of its steps, counted from the day of loading; its number is of the year it is given."""

    key: str
    giver: str
    taker: str
    employee: str = ""
    parent: str = ""
    title: str
    what: str = ""
    due: int | None = None
    frame: str = ""
    number: str = ""
    written: int
    given: int | None = None
    acknowledged: int | None = None
    acknowledging: str = ""
    against: int | None = None
    objection: str = ""
    how: str = ""
    who: str = ""
    progress: tuple[SaidPart, ...] = ()
    reported: int | None = None
    report: str = ""
    closed: int | None = None
    closing: str = ""


class PicturePart(Part):
    """One side's picture; without a text it has not been written."""

    owner: str = ""
    text: str = ""
    day: int


class QuestionPart(Part):
    """A question in the golden zone about an assignment."""

    about: str
    day: int
    by: Side
    question: str
    giver: PicturePart
    taker: PicturePart
    shared: str = ""
    owner: str = ""
    released: bool = False
    settled: int | None = None


class MovePart(Part):
    """An event moved: by whole months and days at either end for all, or days in from either end for a unit."""

    event: str
    unit: str = ""
    months: int = 0
    days: tuple[int, int] = (0, 0)
    inside: tuple[int, int] = (0, 0)
    why: str = ""


class AssignmentsPart(Part):
    """The whole file."""

    assignments: tuple[AssignmentPart, ...]
    questions: tuple[QuestionPart, ...] = ()
    moves: tuple[MovePart, ...] = ()


@dataclass(slots=True)
class Office:
    """The stage with what has been given so far, by key."""

    stage: Stage
    profile: Profile
    made: dict[str, int] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)

    def moment(self, day: int, number: int) -> datetime:
        """Give a time of day on a day counted from loading, never ahead."""
        on = self.stage.calendar.today + timedelta(days=day)
        return self.stage.calendar.past(clock.from_stockholm(on, 8 + number % 8, number * 13 % 60))

    def leader(self, unit: str) -> Actor:
        """Give who leads or presides over a unit on the day that is played."""
        unit_id = self.stage.units[unit]
        held = giving.holders(self.stage.session, [unit_id], clock.today()).get(unit_id)
        if not held:
            raise Unplayable(f"nobody leads {unit} on {clock.today()}")
        return self.stage.actor(held[0].person_id)

    def one(self, key: str) -> Assignment:
        """Give an assignment that was written, as its giver reads it."""
        return self.stage.session.get_one(Assignment, self.made[key])

    def on_side(self, part: AssignmentPart, side: Side) -> Actor:
        """Give who holds a side of an assignment."""
        if side is Side.TAKER and part.employee:
            return self.stage.actor(self.stage.people[part.employee])
        return self.leader(part.giver if side is Side.GIVER else part.taker)


def acts(stage: Stage, profile: Profile, profile_key: str) -> list[Act]:
    """Give one act for each assignment and question, and one for what was moved; none where there is no such file."""
    path = folder(profile_key) / "assignments.toml"
    if not path.exists():
        return []
    wanted = read(path, AssignmentsPart)
    office = Office(stage, profile)
    parts = {part.key: part for part in wanted.assignments}
    return [
        *(_assignment(office, part, number) for number, part in enumerate(wanted.assignments)),
        *(_question(office, parts[part.about], part, number) for number, part in enumerate(wanted.questions)),
        _moves(office, wanted.moves),
    ]


Doing = tuple[int, Callable[[], None]]


def _assignment(office: Office, part: AssignmentPart, number: int) -> Act:
    yield office.moment(part.written, number)
    given = office.moment(part.given if part.given is not None else part.written, number)
    registered = numbered(part.number, given.astimezone(clock.STOCKHOLM).date())
    entry = Entry(part.title, part.what, _ahead(office, part.due), part.frame, registered)
    made = services.draft(
        office.stage.session,
        actor=office.on_side(part, Side.GIVER),
        profile=office.profile,
        giver_unit_id=office.stage.units[part.giver],
        to=To(
            office.stage.units[part.taker],
            office.stage.people[part.employee] if part.employee else None,
        ),
        entry=entry,
        parent=office.one(part.parent) if part.parent else None,
    )
    office.made[part.key] = made.id
    office.stage.subjects[f"assignment:{part.key}"] = Ref(ASSIGNMENT, made.id)
    for day, do in sorted(_steps(office, part), key=lambda one: one[0]):
        yield office.moment(day, number + day % 5)
        do()


def _ahead(office: Office, days: int | None) -> date | None:
    return office.stage.calendar.today + timedelta(days=days) if days is not None else None


def _steps(office: Office, part: AssignmentPart) -> Iterator[Doing]:
    yield from (
        (day, partial(_step, office, part, step, words))
        for day, step, words in (
            (part.given, Step.GIVE, ""),
            (part.acknowledged, Step.ACKNOWLEDGE, part.acknowledging),
            (part.against, Step.OBJECT, part.objection),
            (part.reported, Step.REPORT, part.report),
            (part.closed, Step.ENOUGH, part.closing),
        )
        if day is not None
    )
    if part.acknowledged is not None and part.how:
        yield part.acknowledged + 1, partial(_describe, office, part)
    yield from ((one.day, partial(_say, office, part, one.text)) for one in part.progress)


def _step(office: Office, part: AssignmentPart, step: Step, words: str) -> None:
    side = rules.STEPS[step].side
    actor, one = office.on_side(part, side), office.one(part.key)
    services.take(office.stage.session, actor=actor, profile=office.profile, one=one, step=step, words=words)
    office.stage.session.refresh(one, ["giver_unit", "taker_unit", "taker_person"])
    tell_step(office.stage.session, one, step, side, actor.person_id)


def _describe(office: Office, part: AssignmentPart) -> None:
    one = office.one(part.key)
    services.describe(
        office.stage.session,
        actor=office.on_side(part, Side.TAKER),
        one=one,
        how=part.how,
        who=part.who,
        revision=one.revision,
    )


def _say(office: Office, part: AssignmentPart, words: str) -> None:
    actor, one = office.on_side(part, Side.TAKER), office.one(part.key)
    services.say(office.stage.session, actor=actor, one=one, words=words)


def _question(office: Office, about: AssignmentPart, part: QuestionPart, number: int) -> Act:
    session = office.stage.session
    yield office.moment(part.day, number)
    made = zone.ask(
        session,
        actor=office.on_side(about, part.by),
        ref=Ref(ASSIGNMENT, office.made[about.key]),
        words=part.question,
    )
    number_of = made.id

    def question(actor: Actor) -> ZoneQuestion:
        found = zone_queries.question(session, actor, clock.today(), number_of)
        assert found is not None  # noqa: S101  # nosec B101  asked by the act itself
        return found.question

    pictures = [
        (side, picture)
        for side, picture in ((Side.GIVER, part.giver), (Side.TAKER, part.taker))
        if picture.text
    ]
    for side, picture in sorted(pictures, key=lambda one: one[1].day):
        yield office.moment(picture.day, number)
        actor = office.on_side(about, side)
        zone.write_picture(
            session,
            actor=actor,
            question=question(actor),
            side=side,
            text=picture.text,
            owner=picture.owner,
        )
        zone.share_picture(session, actor=actor, question=question(actor), side=side)
    if part.settled is None:
        return
    yield office.moment(part.settled, number)
    actor = office.on_side(about, Side.TAKER)
    zone.write_shared(
        session,
        actor=actor,
        question=question(actor),
        side=Side.TAKER,
        text=part.shared,
        owner=part.owner,
        released=part.released,
        revision=question(actor).revision,
    )
    for side in Side:
        actor = office.on_side(about, side)
        one = question(actor)
        zone.consent(session, actor=actor, question=one, side=side, revision=one.revision)


def _moves(office: Office, wanted: tuple[MovePart, ...]) -> Act:
    year = office.stage.calendar.today.year
    for number, part in enumerate(wanted):
        yield office.moment(-60 + number, number)
        for of in (year, year + 1):
            _move(office, part, of)


def _move(office: Office, part: MovePart, year: int) -> None:
    session = office.stage.session
    one = cycle_rules.find(office.profile, year, part.event, 1)
    if one is None:
        raise Unplayable(f"there is no {part.event} in the annual cycle")
    unit_id = office.stage.units[part.unit] if part.unit else None
    now = cycle_rules.as_moved(one, cycle_rules.moves_by_key(cycle_queries.moves(session, [year])))
    if unit_id is not None:
        first, last = now.first + timedelta(days=part.inside[0]), now.last - timedelta(days=part.inside[1])
    else:
        first = _later(now.first, part.months) + timedelta(days=part.days[0])
        last = _later(now.last, part.months) + timedelta(days=part.days[1])
    cycle.move(
        session,
        actor=office.leader(part.unit or TOP),
        one=one,
        unit_id=unit_id,
        days=Days(first, last, part.why),
        revision=0,
    )


def _later(day: date, months: int) -> date:
    moved = day.month - 1 + months
    return date(day.year + moved // 12, moved % 12 + 1, min(day.day, 28))
