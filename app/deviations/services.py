"""Writes of deviations: reported, received, kept or passed on with the reason, taken back. Each with its entry in the history."""

from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.cleaning import clean
from app.deviations import queries, rules, telling
from app.deviations.errors import Fault, NotYours, Refused
from app.deviations.facts import LEVEL, REPORT, Facts, level_facts, report_facts
from app.deviations.models import DeviationLevel, DeviationReport, Outcome
from app.notifications.asking import asking
from app.notifications.services import About
from app.passages.rules import employed_units
from app.records.noting import note


def report(
    session: Session,
    *,
    actor: Actor,
    unit_id: int,
    happened: str,
    done: str = "",
    needed: str = "",
    as_employee: bool = False,
) -> DeviationReport:
    """Report a deviation in a unit one leads to the next level, or as an employee there to one's own manager.

    Raises `NotYours` and `Refused`.
    """
    if unit_id not in (employed_units(actor) if as_employee else rules.led(actor)):
        raise NotYours
    above = queries.next_level(session, unit_id, clock.today(), or_itself=as_employee)
    if above is None:
        raise Refused(Fault.NO_LEVEL_ABOVE)
    made = DeviationReport(
        unit_id=unit_id,
        happened=_words(happened, "happened", missing=Fault.TEXT_MISSING),
        done=_words(done, "done"),
        needed=_words(needed, "needed"),
        reported_by_id=actor.person_id,
        by_employee=as_employee,
        reported_at=clock.now(),
    )
    session.add(made)
    session.flush()
    _noted(session, actor, REPORT, "reported", made.id, None, report_facts(made))
    level = _come_to(session, actor, made, above.id)
    telling.tell_level(session, made, level, actor.person_id)
    return made


def _words(text: str, field: str, *, missing: Fault | None = None) -> str:
    said = clean(text)
    if missing is not None and not said:
        raise Refused(missing, field)
    if len(said) > rules.LONGEST_TEXT:
        raise Refused(Fault.TEXT_TOO_LONG, field)
    return said


def _come_to(session: Session, actor: Actor, one: DeviationReport, unit_id: int) -> DeviationLevel:
    level = DeviationLevel(
        report_id=one.id, unit_id=unit_id, came_at=clock.now(), outcome=Outcome.WAITING, words=""
    )
    session.add(level)
    session.flush()
    _noted(session, actor, LEVEL, "came", level.id, None, level_facts(level))
    return level


def acknowledge(session: Session, *, actor: Actor, one: DeviationReport, level: DeviationLevel) -> None:
    """Say that a level has received a deviation; nothing where it already has. Raises `NotYours` and `Refused`."""
    _must_hold(session, actor, one, level)
    if level.acknowledged_at is None:
        before = level_facts(level)
        _receive(actor, level)
        _noted(session, actor, LEVEL, "acknowledged", level.id, before, level_facts(level))
        telling.tell_reporters(session, one, level, "acknowledged", actor.person_id)


def _receive(actor: Actor, level: DeviationLevel) -> None:
    if level.acknowledged_at is None:
        level.acknowledged_by_id, level.acknowledged_at = actor.person_id, clock.now()


def keep(session: Session, *, actor: Actor, one: DeviationReport, level: DeviationLevel, words: str) -> None:
    """Keep a deviation at a level, with the reason, which whoever reported reads; raises `NotYours` and `Refused`."""
    _settle(session, actor, one, level, Outcome.KEPT, words)
    telling.tell_reporters(session, one, level, "kept", actor.person_id)


def pass_on(
    session: Session, *, actor: Actor, one: DeviationReport, level: DeviationLevel, words: str
) -> DeviationLevel:
    """Pass a deviation on to the level above, with the reason; raises `NotYours` and `Refused`."""
    reader = _must_hold(session, actor, one, level)
    above = queries.level_above(session, reader, level)
    if above is None:
        raise Refused(Fault.NO_LEVEL_ABOVE)
    if any(other.unit_id == above.id for other in one.levels):
        raise Refused(Fault.CAME_HERE_BEFORE)
    _settle(session, actor, one, level, Outcome.PASSED_ON, words)
    new = _come_to(session, actor, one, above.id)
    telling.tell_level(session, one, new, actor.person_id)
    telling.tell_reporters(session, one, level, "passed_on", actor.person_id)
    return new


def _settle(
    session: Session,
    actor: Actor,
    one: DeviationReport,
    level: DeviationLevel,
    outcome: Outcome,
    words: str,
) -> None:
    _must_hold(session, actor, one, level)
    if not rules.is_waiting(level):
        raise Refused(Fault.ALREADY_SETTLED)
    said = _words(words, "words", missing=Fault.REASON_MISSING)
    before = level_facts(level)
    _receive(actor, level)
    level.outcome, level.words = outcome, said
    level.settled_by_id, level.settled_at = actor.person_id, clock.now()
    _noted(session, actor, LEVEL, str(outcome), level.id, before, level_facts(level))
    asking.settle(session, About(REPORT, one.id))


def take_back(session: Session, *, actor: Actor, one: DeviationReport) -> None:
    """Take a report back that nobody has received yet; raises `NotYours` and `Refused`."""
    if not rules.is_reporters(one, actor):
        raise NotYours
    if not rules.may_take_back(one):
        raise Refused(Fault.ALREADY_RECEIVED)
    before = report_facts(one)
    one.taken_back_at = clock.now()
    _noted(session, actor, REPORT, "taken_back", one.id, before, report_facts(one))
    telling.let_go(session, one)


def _must_hold(session: Session, actor: Actor, one: DeviationReport, level: DeviationLevel) -> queries.Reader:
    reader = queries.Reader(actor, clock.today())
    if level.unit_id not in queries.answers_for(session, reader) or one.taken_back_at is not None:
        raise NotYours
    return reader


def _noted(
    session: Session, actor: Actor, kind: str, action: str, object_id: int, before: Facts | None, after: Facts
) -> None:
    note(
        session,
        actor_id=actor.person_id,
        action=f"deviation.{action}",
        kind=kind,
        object_id=object_id,
        before=before,
        after=after,
    )
