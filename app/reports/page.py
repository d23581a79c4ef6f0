"""The page of a report: to write in while it is a draft, to read once it is handed in."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext

from app import clock
from app.access.guard import acting
from app.db import db
from app.economy import rules as money
from app.economy.models import Forecast
from app.economy.queries import opening
from app.organisation.around import around
from app.records.queries import history_of
from app.reports import queries, rules
from app.reports.blueprint import Opened, reader, see
from app.reports.facts import REPORT
from app.reports.forms import AnswerForm, DeviationForm
from app.reports.judging import scale_for
from app.reports.kind import ANALYSIS, BELOW, DEVIATIONS, missing_in
from app.reports.models import ReportDeviation, State, Step
from app.reports.queries import Below
from app.reports.said import QUOTED, taken_back_among, words_of
from app.reports.wording import EVENTS, STATES
from app.steering.routes import profile_in_force
from app.writing.pages import content_of
from app.writing.queries import established_before, name_of


@dataclass(slots=True)
class Open:
    """The forms that are open on the page, and what was refused."""

    new: DeviationForm | None = None
    change: DeviationForm | None = None
    change_id: int = 0
    answer: AnswerForm | None = None
    problem: str = ""


def offer(form: DeviationForm, opened: Opened, one: ReportDeviation | None = None) -> DeviationForm:
    """Put in the levels of the scale the model has for deviations, and those who write for the unit or lead one above it:
    whoever is chosen is to read what they have promised.
    """
    form.scale = scale_for(profile_in_force(), opened.asked)
    people = [
        (near.person_id, near.name) for near in around(db.session, opened.report.unit_id, clock.today())
    ]
    if one is not None and one.person is not None and one.person.id not in dict(people):
        people.append((one.person.id, one.person.name))
    form.person_id.offer(gettext("ingen vald"), people)
    return form


def report_page(report_id: int, open_: Open | None = None, opened: Opened | None = None) -> str:
    """Show a report as it is read or written by the one who asks."""
    found = opened or see(report_id)
    open_ = open_ or Open()
    report, place = found.report, found.place
    writing = found.is_current and place.may_write
    # Deviations and what came from below stand in a draft with what one does with them.
    content, edition = content_of(place, but={DEVIATIONS, BELOW} if writing else ())
    live = queries.deviations_of(db.session, report.id) if found.is_current else []
    below = _below(found)
    if writing:
        open_.new = open_.new or offer(DeviationForm(formdata=None), found)
    before = established_before(db.session, place.text) if writing else None
    answer = open_.answer or AnswerForm(formdata=None)
    # What was sent is of the version that was read, until it is told that another stands.
    answer.expected.data = answer.expected.data or str(place.text.id)
    return render_template(
        "reports/report.html",
        opened=found,
        report=report,
        place=place,
        text=place.text,
        content=content,
        edition=edition,
        writing=writing,
        brought={part.key: part.brought for part in content.parts} if writing and content else {},
        before={part.key: part for part in before.parts} if before else {},
        before_year=before.year if before else None,
        deviations=live,
        notes=queries.notes_of(db.session, [one.id for one in live]),
        earlier=queries.earlier_remedies(db.session, report) if writing else [],
        forecast=deficit_of(found, live) if writing else None,
        below=below,
        come=queries.counted(below),
        words=words_of(db.session, report.id),
        quoted_taken_back=_taken_back(found) if writing else frozenset(),
        lacking=missing_in(db.session, place.text, live) if writing else [],
        open=open_,
        may={step: rules.may(step, report.state, found.standing) for step in Step}
        if found.is_current
        else {},
        step_names=[(state, STATES[state]) for state in rules.LINE],
        person_id=acting().person_id,
        signed_by=name_of(db.session, edition.signatures[0].person_id)
        if edition and edition.signatures
        else "",
        history=_history(report.id) if place.near.writes else [],
        answer=answer,
        today=clock.today(),
        analysis_key=ANALYSIS,
        State=State,
        Step=Step,
        shows_links=place.near.writes or place.near.above,
    )


def _below(found: Opened) -> list[Below]:
    if found.asked is None or not any(part.key == BELOW for part in found.place.text.parts):
        return []
    report = found.report
    return queries.below(db.session, reader(), profile_in_force(), found.asked, report.unit, report.year)


def _taken_back(found: Opened) -> frozenset[int]:
    """Give the versions that are quoted in a draft and were taken back since: the quotes stand, and their writers know."""
    quoted = {
        one.source_id
        for part in found.place.text.parts
        if part.key == BELOW
        for one in part.taken_in
        if one.source_kind == QUOTED
    }
    return taken_back_among(db.session, quoted)


def deficit_of(found: Opened, live: Sequence[ReportDeviation]) -> Forecast | None:
    """Give the forecast of the period that shows a deficit no deviation tells of yet."""
    if found.asked is None or not {"economy", "forecast"} & found.asked.contents:
        return None
    _, last = found.asked.span(found.report.year)
    forecast = opening.last_submitted(
        db.session, found.report.unit_id, found.report.year, before_month=last.month + 1
    )
    if forecast is None or any(one.forecast_id == forecast.id for one in live):
        return None
    left = money.deviation_of(forecast)
    return forecast if left is not None and left < 0 else None


def _history(report_id: int) -> list[dict[str, object]]:
    return [
        {
            "at": one.at,
            "text": str(EVENTS.get(one.action, gettext("Ändrades"))),
            "by": one.actor,
            "href": None,
        }
        for one in history_of(db.session, REPORT, report_id)
    ]
