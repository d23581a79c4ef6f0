"""Writes of decisions: recorded, put right, struck with a reason. Each with its entry in the history."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.documents.decisions.keeping import SIDE, is_disposed_of, keep_version
from app.documents.decisions.subjects import subjects
from app.documents.errors import ChangedSince, Fault, NotNow, Refused
from app.documents.facts import DECISION, decision_facts
from app.documents.models import RecordedDecision
from app.documents.rules import ChildRightsTest, faults_in_test, is_web_link
from app.organisation.models import Unit
from app.organisation.reach import unit_ids_within
from app.records.services import Signed, record


@dataclass(frozen=True, slots=True)
class About:
    """What a decision is about: a kind that `subjects` knows, and the number of the thing."""

    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it was filled in."""

    title: str
    responsible_unit_id: int
    text: str = ""
    decided_by: str = ""
    delegate: str = ""
    decided_on: date | None = None
    registry_number: str = ""
    link: str = ""
    about: About | None = None
    test: ChildRightsTest = field(default_factory=ChildRightsTest)


def record_decision(session: Session, *, actor: Actor, decided: Decided) -> RecordedDecision:
    """Record a decision with its test of the child's best interests. Raises `Refused`."""
    _require_within(session, actor, decided.responsible_unit_id)
    _refuse(session, decided)
    decision = RecordedDecision(struck_why="", revision=1, entered_at=clock.now())
    _fill(decision, decided)
    session.add(decision)
    session.flush()
    record(
        session,
        actor_id=actor.person_id,
        action="decision.recorded",
        kind=DECISION,
        object_id=decision.id,
        after=decision_facts(decision),
    )
    keep_version(session, decision, Signed(actor.person_id, SIDE, clock.now()))
    return decision


def correct_decision(
    session: Session, *, actor: Actor, decision: RecordedDecision, decided: Decided, revision: int
) -> RecordedDecision:
    """Put right what stands of a decision, or test it; what it said before is kept in the history.

    Raises `Refused`, `NotNow` for one that is struck or disposed of, and `ChangedSince` when somebody else changed it after
    it was read.
    """
    if decision.struck_at is not None or is_disposed_of(session, decision):
        raise NotNow
    if decision.revision != revision:
        raise ChangedSince
    if decided.responsible_unit_id != decision.responsible_unit_id:
        _require_within(session, actor, decided.responsible_unit_id)
    _refuse(session, decided)
    before = decision_facts(decision)
    _fill(decision, decided)
    _keep(session, actor, decision, "decision.corrected", before)
    return decision


def strike(session: Session, *, actor: Actor, decision: RecordedDecision, why: str) -> None:
    """Strike a decision that was recorded by mistake; it can be read with the reason, and brought back. Raises `Refused`."""
    if decision.struck_at is not None or is_disposed_of(session, decision):
        raise NotNow
    if not why.strip():
        raise Refused({"why": Fault.WHY_MISSING})
    before = decision_facts(decision)
    decision.struck_at, decision.struck_why = clock.now(), why.strip()
    _keep(session, actor, decision, "decision.struck", before)


def bring_back(session: Session, *, actor: Actor, decision: RecordedDecision) -> None:
    """Let a struck decision stand again."""
    if decision.struck_at is None or is_disposed_of(session, decision):
        raise NotNow
    before = decision_facts(decision)
    decision.struck_at, decision.struck_why = None, ""
    _keep(session, actor, decision, "decision.brought_back", before)


def _keep(
    session: Session, actor: Actor, decision: RecordedDecision, action: str, before: dict[str, object]
) -> None:
    after = decision_facts(decision)
    if after == before:
        return
    decision.revision += 1
    session.flush()
    record(
        session,
        actor_id=actor.person_id,
        action=action,
        kind=DECISION,
        object_id=decision.id,
        before={name: value for name, value in before.items() if after[name] != value},
        after={name: value for name, value in after.items() if before[name] != value},
    )
    keep_version(session, decision, Signed(actor.person_id, SIDE, clock.now()))


def _fill(decision: RecordedDecision, decided: Decided) -> None:
    decision.title = " ".join(decided.title.split())
    decision.text = decided.text.strip()
    decision.decided_by = " ".join(decided.decided_by.split())
    decision.delegate = " ".join(decided.delegate.split())
    decision.decided_on = decided.decided_on
    decision.registry_number = decided.registry_number.strip()
    decision.link = decided.link.strip()
    decision.responsible_unit_id = decided.responsible_unit_id
    decision.subject_kind = decided.about.kind if decided.about else None
    decision.subject_id = decided.about.number if decided.about else None
    test = decided.test.settled()
    decision.concerns_children = test.concerns_children
    decision.considerations = test.considerations.strip()
    decision.larger_matter = test.larger_matter
    decision.impact_assessed = test.impact_assessed
    decision.not_assessed_why = test.not_assessed_why.strip()


def _refuse(session: Session, decided: Decided) -> None:
    faults = faults_in_test(decided.test)
    if not decided.title.strip():
        faults["title"] = Fault.TITLE_MISSING
    if decided.decided_on is not None and decided.decided_on > clock.today():
        faults["decided_on"] = Fault.DECIDED_AHEAD
    if decided.link and not is_web_link(decided.link.strip()):
        faults["link"] = Fault.LINK_NOT_WEB
    about = decided.about
    if about is not None and not subjects.is_there(session, about.kind, about.number):
        faults["about"] = Fault.UNKNOWN_SUBJECT
    if faults:
        raise Refused(faults)


def _require_within(session: Session, actor: Actor, unit_id: int) -> None:
    within = unit_ids_within(actor.scope(May.EDIT_DOCUMENTS), clock.today())
    if session.scalar(select(Unit.id).where(Unit.id == unit_id, Unit.id.in_(within))) is None:
        raise Refused({"responsible_unit": Fault.UNIT_OUT_OF_REACH})
