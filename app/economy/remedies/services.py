"""Writes of remedies: beside a forecast or as steps of a recovery plan, and what is said of how they go."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.economy import keeping, rules
from app.economy.errors import ChangedMeanwhile, Fault, Refused
from app.economy.facts import REMEDY, REMEDY_NOTE, Facts, remedy_facts, remedy_note_facts
from app.economy.models import EconomicRemedy, Forecast, Recovery, RecoveryState, RemedyNote, RemedyState
from app.notifications.asking import asking
from app.notifications.services import About
from app.records.noting import note
from app.steering.schema import Profile


@dataclass(frozen=True, slots=True)
class Deed:
    """What a remedy is to say; only what is to be done is needed to save it."""

    what: str
    effect: int | None = None
    who: str = ""
    person_id: int | None = None
    due_on: date | None = None


def add_to_forecast(session: Session, *, actor_id: int, forecast: Forecast, deed: Deed) -> EconomicRemedy:
    """Add a remedy beside a draft; raises `Refused`."""
    if not rules.is_open(forecast):
        raise Refused(Fault.LOCKED)
    remedy = EconomicRemedy(unit_id=forecast.unit_id, year=forecast.year, forecast_id=forecast.id)
    forecast.record_revision += 1
    return _added(session, actor_id, remedy, deed)


def add_step(
    session: Session, *, actor_id: int, plan: Recovery, profile: Profile, year: int, deed: Deed
) -> EconomicRemedy:
    """Add a step of a plan in one of its years; raises `Refused`."""
    if not rules.may_write_plan(plan):
        raise Refused(Fault.LOCKED)
    if year not in rules.years_of_remedies(profile, plan):
        raise Refused(Fault.NOT_A_YEAR_OF_THE_PLAN, "year")
    remedy = EconomicRemedy(unit_id=plan.unit_id, year=year, recovery_id=plan.id)
    plan.record_revision += 1
    return _added(session, actor_id, remedy, deed)


def _added(session: Session, actor_id: int, remedy: EconomicRemedy, deed: Deed) -> EconomicRemedy:
    remedy.what, remedy.who = "", ""
    remedy.state, remedy.state_since = RemedyState.NOT_BEGUN, clock.now()
    remedy.revision, remedy.written_at = 1, clock.now()
    _fill(remedy, deed)
    session.add(remedy)
    _noted(session, actor_id, "added", remedy, None)
    return remedy


def _fill(remedy: EconomicRemedy, deed: Deed) -> None:
    what = keeping.words(deed.what, "what", required=True)
    who = keeping.line(deed.who, "who")
    _worth(deed.effect)
    remedy.what, remedy.who, remedy.person_id = what, who, deed.person_id
    remedy.effect, remedy.due_on = deed.effect, deed.due_on


def _worth(effect: int | None) -> None:
    if effect is not None and effect <= 0:
        raise Refused(Fault.EFFECT_NOT_POSITIVE, "effect")


def change(session: Session, *, actor_id: int, remedy: EconomicRemedy, deed: Deed, revision: int) -> None:
    """Change a remedy as it read at `revision`, while what it stands in is open; raises `Refused`, `ChangedMeanwhile`."""
    _open(remedy)
    if remedy.removed_at is not None:
        raise Refused(Fault.LOCKED)
    if remedy.revision != revision:
        raise ChangedMeanwhile
    before = remedy_facts(remedy)
    _fill(remedy, deed)
    if remedy_facts(remedy) == before:
        return
    remedy.revision += 1
    _touch(remedy)
    _noted(session, actor_id, "changed", remedy, before)


def remove(session: Session, *, actor_id: int, remedy: EconomicRemedy) -> None:
    """Take a remedy away while what it stands in is open; it can be taken back. Raises `Refused`."""
    _open(remedy)
    if remedy.removed_at is None:
        before = remedy_facts(remedy)
        remedy.removed_at = clock.now()
        _touch(remedy)
        _noted(session, actor_id, "removed", remedy, before)


def restore(session: Session, *, actor_id: int, remedy: EconomicRemedy) -> None:
    """Take a remedy back; raises `Refused`."""
    _open(remedy)
    if remedy.removed_at is not None:
        before = remedy_facts(remedy)
        remedy.removed_at = None
        _touch(remedy)
        _noted(session, actor_id, "restored", remedy, before)


def take_along(session: Session, *, actor_id: int, old: Forecast, new: Forecast) -> None:
    """Let the remedies of a withdrawn forecast stand in the one that takes its place, so that they can be changed there."""
    for remedy in session.scalars(
        select(EconomicRemedy).where(EconomicRemedy.forecast_id == old.id).order_by(EconomicRemedy.id)
    ):
        before = remedy_facts(remedy)
        remedy.forecast_id = new.id
        _noted(session, actor_id, "changed", remedy, before)


def say(
    session: Session, *, actor_id: int, remedy: EconomicRemedy, text: str, state: str, effect: int | None
) -> RemedyNote:
    """Say how a remedy goes: in words, how far it has come, what it is now thought to yield; raises `Refused`."""
    if remedy.removed_at is not None:
        raise Refused(Fault.LOCKED)
    text = keeping.words(text, "words")
    _worth(effect)
    state = state if state in set(RemedyState) else remedy.state
    other_effect = effect if effect is not None and effect != remedy.effect else None
    if not text and state == remedy.state and other_effect is None:
        raise Refused(Fault.WORDS_MISSING, "words")
    if state != remedy.state or other_effect is not None:
        before = remedy_facts(remedy)
        if state != remedy.state:
            remedy.state, remedy.state_since = state, clock.now()
        if other_effect is not None:
            remedy.effect = other_effect
            remedy.revision += 1
        _touch(remedy)
        _noted(session, actor_id, "stepped", remedy, before)
    said = RemedyNote(
        remedy_id=remedy.id,
        text=text,
        state=state,
        effect=other_effect,
        person_id=actor_id,
        at=clock.now(),
    )
    session.add(said)
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action="remedy.said",
        kind=REMEDY_NOTE,
        object_id=said.id,
        before=None,
        after=remedy_note_facts(said),
    )
    return said


def is_open(remedy: EconomicRemedy) -> bool:
    """Tell whether what a remedy says can be changed: what it stands in is not submitted or established yet."""
    if remedy.forecast is not None:
        return rules.is_open(remedy.forecast)
    return remedy.recovery is not None and remedy.recovery.state == RecoveryState.OPEN


def _open(remedy: EconomicRemedy) -> None:
    if not is_open(remedy):
        raise Refused(Fault.LOCKED)


def _touch(remedy: EconomicRemedy) -> None:
    """Let those who are about to submit or establish notice that something changed."""
    if remedy.forecast is not None and rules.is_open(remedy.forecast):
        remedy.forecast.record_revision += 1
    if remedy.recovery is not None:
        remedy.recovery.record_revision += 1


def _noted(
    session: Session, actor_id: int, action: str, remedy: EconomicRemedy, before: Facts | None
) -> None:
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action=f"remedy.{action}",
        kind=REMEDY,
        object_id=remedy.id,
        before=before,
        after=remedy_facts(remedy),
    )
    asking.settle(session, About(REMEDY, remedy.id))
