"""The demo's follow-up reports: handed in, received, handed back, in draft; and the yearly plan of what is followed up when.

Years are those of the demo's economy. What would be written after the day of loading is left out.
"""

import tomllib
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from flask_babel import force_locale
from sqlalchemy.orm import Session

from app import clock
from app.analysis.quoting.rules import paragraphs
from app.demo.economy import FIRST_QUARTER
from app.demo.script import Part
from app.demo.stage import Act, Stage, Unplayable
from app.economy.queries import opening
from app.organisation.models import Unit
from app.passages.answering import people_answering
from app.reports import deviating, planning, queries, services, taking
from app.reports.asked import Asked, Planned, find, kind_of, regular
from app.reports.deviating import Deviated
from app.reports.judging import scale_for
from app.reports.kind import BELOW
from app.reports.models import Report, ReportDeviation
from app.reports.naming import named
from app.reports.telling import submitters_of
from app.steering.schema import Profile
from app.ui.install import day
from app.writing import services as writing
from app.writing.content import read_content
from app.writing.models import UnitText
from app.writing.pages import WRITTEN_IN
from app.writing.queries import edition_of, nearness_to, top_unit

BEGUN = 3
"""Days before it is handed in that a report is begun."""

WITHIN = timedelta(minutes=40)
"""How long after it was handed in a report is taken back."""


class SaidPart(Part):
    """What somebody says of how a remedy goes, so many days from the day of loading."""

    day: int
    text: str = ""
    state: str = ""


class DeviationPart(Part):
    """A deviation and its remedy; one `of_forecast` has its remedies in the period's forecast. `due` is counted from today."""

    what: str
    why: str = ""
    remedy: str = ""
    effect: str = ""
    person: str = ""
    who: str = ""
    due: int | None = None
    of_forecast: bool = False
    level: str = ""
    said: tuple[SaidPart, ...] = ()


class QuotePart(Part):
    """A paragraph of a report beneath that is taken in, by its first words."""

    unit: str
    begins: str


class ReportPart(Part):
    """A report of a unit after a period; `before` is how many days before its day it is handed in, `answered` after that."""

    unit: str
    report: str
    period: str
    year: int = 0
    before: int = 5
    words: dict[str, str]
    deviations: tuple[DeviationPart, ...] = ()
    quotes: tuple[QuotePart, ...] = ()
    state: Literal["draft", "submitted", "acknowledged", "handed_back"] = "submitted"
    answer: str = ""
    answered: int = 6
    taken_back: bool = False
    """Whether it was handed in the day before too, and taken back within the hour."""


class PlanPart(Part):
    """A follow-up plan: for each period the areas; it is handed in on a day of the month after."""

    key: str
    words: str = ""
    due_day: int = 15
    times: dict[str, tuple[str, ...]]


class ReportsPart(Part):
    """The whole file."""

    plans: tuple[PlanPart, ...] = ()
    reports: tuple[ReportPart, ...] = ()


def acts(stage: Stage, profile: Profile, folder: Path) -> list[Act]:
    """Give one act for each plan and each report."""
    path = folder / "reports.toml"
    if not path.exists():
        return []
    wanted = ReportsPart.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    today = stage.calendar.today
    year = today.year if today.month >= FIRST_QUARTER else today.year - 1
    told = Reporting(stage, profile, year, {one.key: one for one in wanted.plans})
    return [
        *(told.plan(part) for part in wanted.plans),
        *(told.report(part, number) for number, part in enumerate(wanted.reports)),
    ]


class Reporting:
    """The stage with what the demo reports."""

    def __init__(self, stage: Stage, profile: Profile, year: int, plans: dict[str, PlanPart]) -> None:
        """Keep the stage, the model, the year reports are of, and the plans that say when."""
        self.stage, self.profile, self.year, self.plans = stage, profile, year, plans

    @property
    def session(self) -> Session:
        """The session everything is played in."""
        return self.stage.session

    def plan(self, part: PlanPart) -> Act:
        """Place areas in the periods of the year and establish the plan, in January."""
        yield clock.from_stockholm(date(self.year, 1, 16), 10, 15)
        top = top_unit(self.session)
        if top is None:
            raise Unplayable("there is no top administration")
        shape = next(one for one in regular(self.profile) if one.area_plan == part.key)
        times = {
            period.key: Planned(
                self._planned_day(part, period.to_month), frozenset(part.times.get(period.key, ()))
            )
            for period in shape.periods
        }
        by = submitters_of(self.session, top, clock.today())[0]
        plan = planning.write(
            self.session,
            actor_id=by,
            unit=top,
            key=part.key,
            year=self.year,
            words=part.words,
            times=times,
            revision=0,
        )
        self.session.refresh(plan, ["unit"])
        planning.establish_plan(self.session, actor_id=by, plan=plan)

    def _planned_day(self, part: PlanPart, month: int) -> date:
        year, following = (self.year, month + 1) if month < 12 else (self.year + 1, 1)
        return date(year, following, min(part.due_day, monthrange(year, following)[1]))

    def _day_of(self, part: ReportPart) -> date:
        """Give the day a report is due, before its plan is played too."""
        asked = self._shape(part)
        year = self.year + part.year
        due_on = asked.due_on(year)
        if due_on is not None:
            return due_on
        plan = self.plans[asked.report.area_plan or ""]
        return self._planned_day(plan, asked.period.to_month)

    def _shape(self, part: ReportPart) -> Asked:
        for shape in regular(self.profile):
            for period in shape.periods:
                if (shape.key, period.key) == (part.report, part.period):
                    return Asked(shape, period)
        raise Unplayable(f"{self.profile.key} has no report {part.report} after {part.period}")

    def _moment(self, of: date, number: int) -> datetime:
        return clock.from_stockholm(of, 8 + number % 8, number * 13 % 60)

    def report(self, part: ReportPart, number: int) -> Act:
        """Write a report, hand it in and answer it, as far as the script says and the day of loading allows."""
        handed_in = self._day_of(part) - timedelta(days=part.before)
        begun = self._moment(handed_in - timedelta(days=BEGUN), number)
        if begun > self.stage.calendar.now:
            return
        yield begun
        unit = self.session.get_one(Unit, self.stage.units[part.unit])
        by = submitters_of(self.session, unit, clock.today())[0]
        report = self._begun(part, unit, by)
        self._write(part, report, by)
        remedies = [(one, self._deviates(report, one, by).id) for one in part.deviations]
        moment = self._moment(handed_in, number)
        if part.state != "draft" and moment <= self.stage.calendar.now:
            if part.taken_back:
                yield moment - timedelta(days=1)
                self._hand_in(report.id, by)
                yield moment - timedelta(days=1) + WITHIN
                self._take_back(report.id, by)
            yield moment
            for quote in part.quotes:
                self._quote(report.id, quote, by)
            self._hand_in(report.id, by)
            answered = self._moment(handed_in + timedelta(days=part.answered), number)
            if part.state != "submitted" and answered <= self.stage.calendar.now:
                yield answered
                self._answer(report.id, part)
        yield from self._said(remedies, by)

    def _begun(self, part: ReportPart, unit: Unit, by: int) -> Report:
        shape, year = self._shape(part), self.year + part.year
        plans = queries.plans_of(self.session, (year,))
        asked = find(self.profile, kind_of(shape.report, shape.period), year, plans)
        if asked is None:
            raise Unplayable(f"nobody asks for {part.report}")
        with force_locale(WRITTEN_IN):
            return services.begin(self.session, actor=self.stage.actor(by), unit=unit, asked=asked, year=year)

    def _write(self, part: ReportPart, report: Report, by: int) -> None:
        for key, words in part.words.items():
            text = queries.text_of(self.session, report.text_id)
            found = next((one for one in text.parts if one.key == key), None)
            if found is None:
                raise Unplayable(f"{part.report} of {part.unit} has no part {key}")
            writing.write_part(
                self.session,
                actor_id=by,
                text=text,
                near=nearness_to(self.session, self.stage.actor(by), text.kind, text.unit_id, clock.today()),
                part=found,
                words=words,
                base=found.revision_id or 0,
            )

    def _deviates(self, report: Report, part: DeviationPart, by: int) -> ReportDeviation:
        text = queries.text_of(self.session, report.text_id)
        forecast = None
        if part.of_forecast:
            asked = find(self.profile, report.kind, report.year)
            month = asked.span(report.year)[1].month if asked is not None else 12
            forecast = opening.last_submitted(
                self.session, report.unit_id, report.year, before_month=month + 1
            )
        said = Deviated(
            part.what,
            part.why,
            part.remedy,
            part.effect,
            part.who,
            self.stage.people[part.person] if part.person else None,
            self.stage.calendar.today + timedelta(days=part.due) if part.due is not None else None,
            part.level,
        )
        scale = scale_for(self.profile, find(self.profile, report.kind, report.year))
        return deviating.add(
            self.session,
            actor_id=by,
            report=report,
            text=text,
            said=said,
            forecast=forecast,
            scale=scale,
        )

    def _again(self, report_id: int) -> tuple[Report, UnitText]:
        self.session.flush()
        text = queries.text_of(self.session, self.session.get_one(Report, report_id).text_id)
        report = queries.report_of(self.session, text)
        if report is None:
            raise Unplayable("the report is gone")
        return report, text

    def _quote(self, report_id: int, part: QuotePart, by: int) -> None:
        report, text = self._again(report_id)
        source = next(
            (
                one.report
                for one in self._beneath(report, by)
                if one.unit_id == self.stage.units[part.unit] and one.report is not None
            ),
            None,
        )
        if source is None:
            raise Unplayable(f"nothing has come from {part.unit} to quote")
        below = queries.text_of(self.session, source.text_id)
        edition = edition_of(self.session, below)
        content = read_content(edition) if edition is not None else None
        offered = paragraphs(content) if content is not None else []
        chosen = next((one for one in offered if one.words.startswith(part.begins)), None)
        if chosen is None:
            raise Unplayable(f"{part.unit} wrote nothing that begins “{part.begins}”")
        with force_locale(WRITTEN_IN):
            name, at = named(source.kind, source.year), day(below.state_since)
        writing.take_in(
            self.session,
            actor_id=by,
            text=text,
            near=nearness_to(self.session, self.stage.actor(by), text.kind, text.unit_id, clock.today()),
            part=next(one for one in text.parts if one.key == BELOW),
            source_kind="unit_text",
            source_id=below.id,
            words=chosen.words,
            source=f"{below.unit.name}, {name}, {chosen.part}. Lämnad {at}.",
        )

    def _beneath(self, report: Report, by: int) -> list[queries.Below]:
        asked = find(self.profile, report.kind, report.year)
        if asked is None:
            return []
        reader = queries.Reader(self.stage.actor(by), clock.today())
        return queries.below(self.session, reader, self.profile, asked, report.unit, report.year)

    def _hand_in(self, report_id: int, by: int) -> None:
        report, text = self._again(report_id)
        plans = queries.plans_of(self.session, (report.year,))
        asked = find(self.profile, report.kind, report.year, plans)
        if asked is None:
            raise Unplayable(f"nobody asks for {report.kind}")
        actor, kind = self.stage.actor(by), services.kind_for(report.kind)
        with force_locale(WRITTEN_IN):
            taking.submit(
                self.session,
                actor=actor,
                report=report,
                text=text,
                near=nearness_to(self.session, actor, text.kind, text.unit_id, clock.today()),
                asked=asked,
                revision=text.revision,
                brought=kind.brought_into(self.session, text),
            )

    def _take_back(self, report_id: int, by: int) -> None:
        report, text = self._again(report_id)
        actor = self.stage.actor(by)
        near = nearness_to(self.session, actor, text.kind, text.unit_id, clock.today())
        taking.take_back(self.session, actor=actor, report=report, near=near)

    def _answer(self, report_id: int, part: ReportPart) -> None:
        report, text = self._again(report_id)
        if report.receiver_unit_id is None:
            raise Unplayable(f"nobody receives {part.report} of {part.unit}")
        who = people_answering(self.session, report.receiver_unit_id, clock.today())[0]
        actor = self.stage.actor(who)
        near = nearness_to(self.session, actor, text.kind, text.unit_id, clock.today())
        act = taking.acknowledge if part.state == "acknowledged" else taking.hand_back
        act(self.session, actor=actor, report=report, near=near, words=part.answer)

    def _said(self, remedies: list[tuple[DeviationPart, int]], by: int) -> Iterator[datetime]:
        told = [(said, number) for part, number in remedies for said in part.said]
        for said, number in sorted(told, key=lambda one: one[0].day):
            at = self.stage.calendar.today + timedelta(days=said.day)
            yield self.stage.calendar.past(clock.from_stockholm(at, 15, 10))
            one = queries.one_deviation(
                self.session, queries.Reader(self.stage.actor(by), clock.today()), number
            )
            if one is not None:
                deviating.say(self.session, actor_id=by, one=one, text=said.text, state=said.state)
