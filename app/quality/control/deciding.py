"""Recording what a board has decided of a plan, a report or an evaluation: it is locked as a version, and can be opened again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.quality.control import content, rules
from app.quality.control.content import AsRead
from app.quality.control.errors import ChangedSince, Fault, NotNow, NotYet, Refused
from app.quality.control.facts import KINDS, facts_of
from app.quality.control.models import ControlPlan, ControlReport, Evaluation, RecordState
from app.quality.control.noting import line, noted, require
from app.quality.risks.queries.opening import reasonings
from app.quality.risks.reach import Reader
from app.records.services import Signed
from app.records.services import establish as lock_edition
from app.records.signs import sign_of
from app.steering.shapes.control import InternalControl

SIDE = "board"
"""For whom one signs what a board has decided: the one who records the decision signs, on the board's behalf."""

Record = ControlPlan | ControlReport | Evaluation


@dataclass(frozen=True, slots=True)
class Decision:
    """That a board decided something: when, who, under which registry number."""

    decided_on: date | None
    decided_by: str
    registry_number: str = ""


def decide_plan(
    session: Session,
    *,
    reader: Reader,
    plan: ControlPlan,
    decision: Decision,
    expected: AsRead,
    scales: Sequence[InternalControl],
) -> None:
    """Record that the board decided the plan as it was read; `scales` as `known` in `content.of_plan`.

    Raises `NotYet` with all that is missing, `ChangedSince`, `Refused`.
    """
    lacking = rules.missing(plan)
    if lacking:
        raise NotYet(lacking)
    require(plan.record_revision, expected.revision)
    held = plan_as_it_stands(session, plan, scales)
    lock(session, reader, plan, decision, held, "control_plan.decided", expected.sign)


def plan_as_it_stands(
    session: Session, plan: ControlPlan, scales: Sequence[InternalControl]
) -> dict[str, Any]:
    """Give what a decision on a plan would lock now, with the latest judgements of its risks."""
    why = reasonings(session, [one.risk_id for one in rules.chosen_of(plan)])
    return content.of_plan(plan, why, scales)


def lock(
    session: Session,
    reader: Reader,
    record: Record,
    decision: Decision,
    held: Mapping[str, Any],
    action: str,
    read: str | None,
) -> None:
    """Lock what a board decided as a version; `read` is the sign of what was read (None where it was not said).

    Raises `Refused`, `NotNow`, and `ChangedSince` where something else would be locked than was read.
    """
    if record.state != RecordState.DRAFT:
        raise NotNow
    if read is not None and read != sign_of(held):
        raise ChangedSince
    faults = {}
    if decision.decided_on is None:
        faults["decided_on"] = Fault.DAY_MISSING
    elif decision.decided_on > clock.today():
        faults["decided_on"] = Fault.DAY_AHEAD
    if not decision.decided_by.strip():
        faults["decided_by"] = Fault.DECIDER_MISSING
    if faults:
        raise Refused(faults)
    before = facts_of(record)
    session.flush()
    told = {
        "decided_on": decision.decided_on.isoformat() if decision.decided_on else None,
        "decided_by": line(decision.decided_by),
        "registry_number": line(decision.registry_number),
    }
    edition = lock_edition(
        session,
        kind=KINDS[type(record)],
        object_id=record.id,
        content={**held, **told},
        signed=[Signed(reader.actor.person_id, SIDE, clock.now())],
    )
    record.state, record.edition_id = RecordState.DECIDED, edition.id
    record.decided_on, record.decided_by = decision.decided_on, line(decision.decided_by)
    record.registry_number = line(decision.registry_number)
    record.revision += 1
    noted(session, reader, action, record, before)


def open_again(session: Session, *, reader: Reader, record: Record, action: str) -> None:
    """Open what was decided for a new version; what was decided is read until that is decided. Raises `NotNow`."""
    if record.state != RecordState.DECIDED:
        raise NotNow
    before = facts_of(record)
    record.state, record.decided_on = RecordState.DRAFT, None
    record.revision += 1
    noted(session, reader, action, record, before)
