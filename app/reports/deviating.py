"""Writes of deviations and of how their remedies go."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app import clock
from app.economy.models import Forecast, RemedyState
from app.notifications.asking import asking
from app.notifications.services import About
from app.records.noting import note
from app.reports import rules
from app.reports.errors import Fault, Refused
from app.reports.facts import DEVIATION, JUDGED, NOTE, Facts, deviation_facts, note_facts
from app.reports.judging import put_level
from app.reports.models import DeviationNote, Report, ReportDeviation, State
from app.reports.services import clean
from app.steering.shapes.measuring import Scale
from app.writing.models import UnitText


@dataclass(frozen=True, slots=True)
class Deviated:
    """What a deviation says; only what it is about is needed to save it."""

    what: str
    why: str = ""
    remedy: str = ""
    effect: str = ""
    who: str = ""
    person_id: int | None = None
    due_on: date | None = None
    level: str = ""


def add(
    session: Session,
    *,
    actor_id: int,
    report: Report,
    text: UnitText,
    said: Deviated,
    forecast: Forecast | None = None,
    scale: Scale | None = None,
) -> ReportDeviation:
    """Add a deviation to a draft, of a forecast where it is taken from there, judged where the model has a scale for it;
    raises `Refused`.
    """
    _open(report)
    one = ReportDeviation(
        report_id=report.id,
        forecast_id=forecast.id if forecast is not None else None,
        state=RemedyState.NOT_BEGUN,
        revision=1,
        written_at=clock.now(),
        **dict.fromkeys(JUDGED, ""),
    )
    _fill(one, said, scale)
    session.add(one)
    text.revision += 1
    _noted(session, actor_id, "added", one, None)
    return one


def change(
    session: Session,
    *,
    actor_id: int,
    one: ReportDeviation,
    text: UnitText,
    said: Deviated,
    revision: int,
    scale: Scale | None = None,
) -> None:
    """Change a deviation as it read at `revision`; raises `Refused`, with `CHANGED` when somebody else changed it meanwhile."""
    _open(one.report)
    if one.removed_at is not None:
        raise Refused(Fault.LOCKED)
    if one.revision != revision:
        raise Refused(Fault.CHANGED)
    before = deviation_facts(one)
    _fill(one, said, scale)
    if deviation_facts(one) == before:
        return
    one.revision += 1
    text.revision += 1
    _noted(session, actor_id, "changed", one, before)


def remove(session: Session, *, actor_id: int, one: ReportDeviation, text: UnitText) -> None:
    """Take a deviation away from a draft; it can be taken back. Raises `Refused`."""
    _open(one.report)
    if one.removed_at is None:
        before = deviation_facts(one)
        one.removed_at = clock.now()
        text.revision += 1
        _noted(session, actor_id, "removed", one, before)


def restore(session: Session, *, actor_id: int, one: ReportDeviation, text: UnitText) -> None:
    """Take a deviation back; raises `Refused`."""
    _open(one.report)
    if one.removed_at is not None:
        before = deviation_facts(one)
        one.removed_at = None
        text.revision += 1
        _noted(session, actor_id, "restored", one, before)


def say(session: Session, *, actor_id: int, one: ReportDeviation, text: str, state: str) -> DeviationNote:
    """Say how a remedy goes, in words and how far it has come; raises `Refused`."""
    if one.removed_at is not None or not one.remedy:
        raise Refused(Fault.LOCKED)
    text = clean(text, "words")
    state = state if state in set(RemedyState) else one.state
    if not text and state == one.state:
        raise Refused(Fault.WORDS_MISSING, "words")
    if state != one.state:
        before = deviation_facts(one)
        one.state = state
        _noted(session, actor_id, "stepped", one, before)
    said = DeviationNote(deviation_id=one.id, text=text, state=state, person_id=actor_id, at=clock.now())
    session.add(said)
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action="report_deviation.said",
        kind=NOTE,
        object_id=said.id,
        before=None,
        after=note_facts(said),
    )
    return said


def _open(report: Report) -> None:
    if report.state != State.DRAFT:
        raise Refused(Fault.LOCKED)


def _fill(one: ReportDeviation, said: Deviated, scale: Scale | None) -> None:
    what = clean(said.what, "what")
    if not what:
        raise Refused(Fault.TEXT_MISSING, "what")
    why, remedy = clean(said.why, "why"), clean(said.remedy, "remedy")
    effect = clean(said.effect, "effect")
    who = clean(said.who, "who", most=rules.LONGEST_LINE)
    one.what, one.why, one.remedy, one.effect, one.who = what, why, remedy, effect, who
    one.person_id, one.due_on = said.person_id, said.due_on
    put_level(one, scale, said.level)


def _noted(session: Session, actor_id: int, action: str, one: ReportDeviation, before: Facts | None) -> None:
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action=f"report_deviation.{action}",
        kind=DEVIATION,
        object_id=one.id,
        before=before,
        after=deviation_facts(one),
    )
    asking.settle(session, About(DEVIATION, one.id))
