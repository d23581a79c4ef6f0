"""Writes of the control year: what controls showed, what was left out, deviations, what is done about them, closing them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app import clock
from app.notifications.asking import asking
from app.notifications.services import About
from app.quality.control import rules
from app.quality.control.errors import Fault, NotNow, Refused
from app.quality.control.facts import OCCASION, facts_of
from app.quality.control.models import ControlPlan, Deviation, Occasion, Outcome, Remedy
from app.quality.control.noting import line, noted, require
from app.quality.control.rules import Result
from app.quality.risks.reach import Reader


@dataclass(frozen=True, slots=True)
class Deed:
    """What is to be done about a deviation, as somebody filled it in."""

    what: str
    who: str = ""
    person_id: int | None = None
    due_on: date | None = None


def tell_result(
    session: Session, *, reader: Reader, plan: ControlPlan, occasion: Occasion, result: Result, revision: int
) -> None:
    """Tell what a control showed, or put right what was told; `deviation` with its remedies must be loaded.

    Raises `Refused`, `ChangedSince`, and `NotNow` for a plan the board never decided.
    """
    if not rules.may_be_worked_with(plan) or occasion.removed_at is not None:
        raise NotNow
    require(occasion.revision, revision)
    faults = rules.faults_in_result(result, clock.today())
    deviates = result.outcome == Outcome.DEVIATION
    standing = occasion.deviation
    if standing is not None and not deviates:
        # What somebody is doing something about cannot be said never to have been.
        faults["outcome"] = Fault.HAS_REMEDIES
    if faults:
        raise Refused(faults)
    before = facts_of(occasion)
    occasion.done_on, occasion.outcome, occasion.seen = result.done_on, result.outcome, result.seen.strip()
    occasion.left_out, occasion.person_id, occasion.at = "", reader.actor.person_id, clock.now()
    occasion.revision += 1
    noted(session, reader, "control.result", occasion, before)
    asking.settle(session, About(OCCASION, occasion.id))
    if deviates:
        _keep_deviation(session, reader, occasion, standing, result.deviation.strip())


def _keep_deviation(
    session: Session, reader: Reader, occasion: Occasion, standing: Deviation | None, words: str
) -> None:
    if standing is None:
        made = Deviation(
            occasion_id=occasion.id,
            words=words,
            follow_up="",
            revision=1,
            found_by_id=reader.actor.person_id,
            found_at=clock.now(),
        )
        session.add(made)
        noted(session, reader, "deviation.found", made, None)
    elif standing.words != words:
        before = facts_of(standing)
        standing.words = words
        standing.revision += 1
        noted(session, reader, "deviation.changed", standing, before)


def leave_out(session: Session, *, reader: Reader, plan: ControlPlan, occasion: Occasion, why: str) -> None:
    """Say that a control is not carried out this time, and why; it can be taken back. Raises `Refused`, `NotNow`."""
    if not rules.may_be_worked_with(plan) or occasion.outcome or occasion.left_out:
        raise NotNow
    if not why.strip():
        raise Refused({"why": Fault.REASON_MISSING})
    _left(session, reader, occasion, why.strip(), "control.left_out")


def take_up_again(session: Session, *, reader: Reader, occasion: Occasion) -> None:
    """Take back that a control is left out. Raises `NotNow`."""
    if not occasion.left_out:
        raise NotNow
    _left(session, reader, occasion, "", "control.taken_up_again")


def _left(session: Session, reader: Reader, occasion: Occasion, why: str, action: str) -> None:
    before = facts_of(occasion)
    occasion.left_out = why
    occasion.revision += 1
    noted(session, reader, action, occasion, before)
    asking.settle(session, About(OCCASION, occasion.id))


def add_remedy(session: Session, *, reader: Reader, deviation: Deviation, deed: Deed) -> Remedy:
    """Write what is to be done about a deviation. Raises `Refused`, `NotNow` for one that is closed."""
    _require_open(deviation)
    if not deed.what.strip():
        raise Refused({"what": Fault.WORDS_MISSING})
    made = Remedy(
        deviation_id=deviation.id,
        what=deed.what.strip(),
        who=line(deed.who),
        person_id=deed.person_id,
        due_on=deed.due_on,
        outcome="",
        revision=1,
    )
    session.add(made)
    noted(session, reader, "remedy.added", made, None)
    return made


def finish_remedy(
    session: Session, *, reader: Reader, deviation: Deviation, remedy: Remedy, outcome: str
) -> None:
    """Say that a remedy is done and what became of it. Raises `Refused`, `NotNow`."""
    _require_open(deviation)
    if remedy.done_on is not None or remedy.removed_at is not None:
        raise NotNow
    if not outcome.strip():
        raise Refused({"outcome": Fault.WORDS_MISSING})
    before = facts_of(remedy)
    remedy.done_on, remedy.outcome = clock.today(), outcome.strip()
    remedy.revision += 1
    noted(session, reader, "remedy.done", remedy, before)


def unfinish_remedy(session: Session, *, reader: Reader, deviation: Deviation, remedy: Remedy) -> None:
    """Take back that a remedy is done. Raises `NotNow`."""
    _require_open(deviation)
    if remedy.done_on is None:
        raise NotNow
    before = facts_of(remedy)
    remedy.done_on, remedy.outcome = None, ""
    remedy.revision += 1
    noted(session, reader, "remedy.not_done", remedy, before)


def remove_remedy(session: Session, *, reader: Reader, deviation: Deviation, remedy: Remedy) -> None:
    """Take a remedy away that is not done; it can be brought back. Raises `NotNow`."""
    _require_open(deviation)
    if remedy.done_on is not None or remedy.removed_at is not None:
        raise NotNow
    before = facts_of(remedy)
    remedy.removed_at = clock.now()
    noted(session, reader, "remedy.removed", remedy, before)


def restore_remedy(session: Session, *, reader: Reader, deviation: Deviation, remedy: Remedy) -> None:
    """Bring a remedy back. Raises `NotNow`."""
    _require_open(deviation)
    if remedy.removed_at is None:
        raise NotNow
    before = facts_of(remedy)
    remedy.removed_at = None
    noted(session, reader, "remedy.restored", remedy, before)


def close_deviation(
    session: Session, *, reader: Reader, deviation: Deviation, follow_up: str, revision: int
) -> None:
    """Close a deviation with what the follow-up showed. Raises `Refused`, `ChangedSince`, `NotNow`."""
    _require_open(deviation)
    require(deviation.revision, revision)
    faults = rules.faults_in_closing(deviation, follow_up)
    if faults:
        raise Refused(faults)
    before = facts_of(deviation)
    deviation.follow_up, deviation.closed_on = follow_up.strip(), clock.today()
    deviation.revision += 1
    noted(session, reader, "deviation.closed", deviation, before)


def open_deviation(session: Session, *, reader: Reader, deviation: Deviation) -> None:
    """Open a deviation again. Raises `NotNow`."""
    if deviation.closed_on is None:
        raise NotNow
    before = facts_of(deviation)
    deviation.follow_up, deviation.closed_on = "", None
    deviation.revision += 1
    noted(session, reader, "deviation.opened_again", deviation, before)


def _require_open(deviation: Deviation) -> None:
    if deviation.closed_on is not None:
        raise NotNow
