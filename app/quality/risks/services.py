"""Writes of risks: enter, correct, judge, decide, revoke, put away. Each with its entry in the history."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.notifications.asking import asking
from app.notifications.services import About
from app.quality.risks import rules
from app.quality.risks.errors import ChangedSince, Fault, NotNow, Refused
from app.quality.risks.facts import (
    DECISION,
    JUDGEMENT,
    RISK,
    decision_facts,
    judgement_facts,
    risk_facts,
)
from app.quality.risks.models import Nature, Risk, RiskDecision, RiskJudgement, RiskState
from app.quality.risks.reach import Reader, left_by, units_written
from app.quality.risks.rules import Decided, Entry, Judged
from app.records.appending import Change, record_many
from app.records.noting import change, note
from app.steering.shapes.control import InternalControl


def enter(
    session: Session, *, reader: Reader, entry: Entry, scale: InternalControl, judged: Judged | None = None
) -> Risk:
    """Enter a risk, judged at once where somebody has said how. Raises `Refused`, for a unit out of reach too."""
    faults = rules.faults_in(entry, _categories(scale))
    if judged is not None and not judged.empty:
        faults |= rules.faults_in_judgement(judged, scale)
    _require_unit(session, reader, entry.unit_id, faults)
    _refuse(faults)
    risk = Risk(
        unit_id=entry.unit_id,
        likelihood=0,
        consequence=0,
        value=0,
        treated_likelihood=0,
        treated_consequence=0,
        treated_value=0,
        reasoned=False,
        decided="",
        state=RiskState.OPEN,
        closed_why="",
        revision=1,
        written_by_id=reader.actor.person_id,
        written_at=clock.now(),
    )
    _fill(risk, entry)
    if judged is not None and not judged.empty:
        _take_in(risk, judged)
    made = _judgement(reader, judged, risk=risk) if judged is not None and not judged.empty else None
    session.add(risk)
    # The judgement goes along with its risk.
    session.flush()
    changes = [
        change(action="risk.entered", kind=RISK, object_id=risk.id, before=None, after=risk_facts(risk))
    ]
    if made is not None:
        changes.append(_judgement_kept(made))
    record_many(session, actor_id=reader.actor.person_id, changes=changes)
    return risk


def correct(
    session: Session, *, reader: Reader, risk: Risk, entry: Entry, scale: InternalControl, revision: int
) -> bool:
    """Change what stands of a risk; tells whether anything did. Raises `Refused` and `ChangedSince`."""
    _require_revision(risk, revision)
    known = _categories(scale)
    # A category of another model can stay as it is.
    faults = rules.faults_in(entry, known | {risk.category} if known else known)
    if entry.unit_id != risk.unit_id:
        _require_unit(session, reader, entry.unit_id, faults)
    _refuse(faults)
    before = risk_facts(risk)
    _fill(risk, entry)
    if risk_facts(risk) == before:
        return False
    risk.revision += 1
    _noted(session, reader, "risk.corrected", risk, before)
    return True


def judge(
    session: Session,
    *,
    reader: Reader,
    risk: Risk,
    judged: Judged,
    review_on: date | None,
    scale: InternalControl,
    revision: int,
) -> None:
    """Judge a risk anew, to be looked over next on `review_on`; what was judged before stays.

    Raises `Refused`, `ChangedSince` and `NotNow`.
    """
    _require_revision(risk, revision)
    _require_open(risk)
    faults = rules.faults_in_judgement(judged, scale)
    faults |= rules.faults_in_review(review_on, risk.review_on, clock.today())
    if judged.empty:
        faults["likelihood"] = Fault.NOTHING_JUDGED
    _refuse(faults)
    before = risk_facts(risk)
    _take_in(risk, judged)
    risk.review_on = review_on
    risk.revision += 1
    session.flush()
    anew = change(action="risk.judged", kind=RISK, object_id=risk.id, before=before, after=risk_facts(risk))
    made = _judgement(reader, judged, risk_id=risk.id)
    session.add(made)
    session.flush()
    changes = [anew, _judgement_kept(made)]
    record_many(session, actor_id=reader.actor.person_id, changes=changes)


def decide(
    session: Session, *, reader: Reader, risk: Risk, decided: Decided, unit: str, revision: int
) -> RiskDecision:
    """Record what was decided about a risk, with the risk as it is now; `unit` is what its unit is called.

    `judgements` must be loaded. Raises `Refused`, `ChangedSince` when the risk is no longer what was read, `NotNow`.
    """
    _require_revision(risk, revision)
    _require_open(risk)
    today = clock.today()
    _refuse(rules.faults_in_decision(decided, today))
    made = RiskDecision(
        risk_id=risk.id,
        way=decided.way,
        words=decided.words.strip(),
        approver=" ".join(decided.approver.split()),
        decided_on=decided.decided_on or today,
        until=decided.until,
        kept=json.dumps(as_decided(risk, unit), ensure_ascii=False, sort_keys=True),
        revision=risk.revision,
        recorded_by_id=reader.actor.person_id,
        recorded_at=clock.now(),
        revoked_why="",
    )
    session.add(made)
    note(
        session,
        actor_id=reader.actor.person_id,
        action="risk.decided",
        kind=DECISION,
        object_id=_numbered(session, made),
        before=None,
        after=decision_facts(made),
    )
    before = risk_facts(risk)
    risk.decided, risk.decided_until = made.way, made.until
    _noted(session, reader, "risk.decision_holds", risk, before)
    return made


def revoke(session: Session, *, reader: Reader, risk: Risk, decision: RiskDecision, why: str) -> None:
    """Revoke the decision that holds, with the reason; it stays readable. Raises `Refused` and `NotNow`."""
    if rules.standing_decision(risk.decisions) is not decision:
        raise NotNow
    if not why.strip():
        raise Refused({"why": Fault.WHY_MISSING})
    before_decision = decision_facts(decision)
    decision.revoked_at, decision.revoked_by_id = clock.now(), reader.actor.person_id
    decision.revoked_why = why.strip()
    note(
        session,
        actor_id=reader.actor.person_id,
        action="risk.decision_revoked",
        kind=DECISION,
        object_id=decision.id,
        before=before_decision,
        after=decision_facts(decision),
    )
    before = risk_facts(risk)
    risk.decided, risk.decided_until = "", None
    _noted(session, reader, "risk.decision_gone", risk, before)


def take_over(session: Session, *, reader: Reader, risk: Risk, unit_id: int) -> None:
    """Let a unit that takes over from one that is no more have its risk. Raises `Refused` and `NotNow`."""
    left = left_by(reader, risk.unit_id)
    if left is None:
        raise NotNow
    _require_open(risk)
    if unit_id not in {number for number, _ in left.mine}:
        raise Refused({"unit": Fault.NOT_YOUR_UNIT})
    before = risk_facts(risk)
    risk.unit_id = unit_id
    risk.revision += 1
    _noted(session, reader, "risk.taken_over", risk, before)


def put_away(session: Session, *, reader: Reader, risk: Risk, why: str) -> None:
    """Say that a risk is none any more, with why; it can be taken back. Raises `Refused` and `NotNow`."""
    _require_open(risk)
    if not why.strip():
        raise Refused({"why": Fault.WHY_MISSING})
    before = risk_facts(risk)
    risk.state, risk.closed_on, risk.closed_why = RiskState.CLOSED, clock.today(), why.strip()
    risk.revision += 1
    _noted(session, reader, "risk.put_away", risk, before)


def take_back(session: Session, *, reader: Reader, risk: Risk) -> None:
    """Let a risk that was put away be one again. Raises `NotNow`."""
    if risk.state == RiskState.OPEN:
        raise NotNow
    before = risk_facts(risk)
    risk.state, risk.closed_on, risk.closed_why = RiskState.OPEN, None, ""
    risk.revision += 1
    _noted(session, reader, "risk.taken_back", risk, before)


def as_decided(risk: Risk, unit: str) -> dict[str, object]:
    """Give of a risk what a decision stands on; `judgements` must be loaded, the latest first."""
    latest = risk.judgements[0] if risk.judgements else None
    said: dict[str, Any] = {
        "unit": unit,
        "reasoning": latest.reasoning if latest else "",
        "treatment": latest.treatment if latest else "",
    }
    return {name: said[name] if name in said else getattr(risk, name) for name in rules.KEPT}


def kept_of(decision: RiskDecision) -> Mapping[str, object]:
    """Give the risk as it was when it was decided about."""
    kept: dict[str, object] = json.loads(decision.kept)
    return kept


def _categories(scale: InternalControl) -> frozenset[str]:
    return frozenset(one.key for one in scale.categories)


def _fill(risk: Risk, entry: Entry) -> None:
    risk.title = " ".join(entry.title.split())
    risk.unit_id, risk.nature = entry.unit_id, entry.nature
    # Strategic risks live with the quality factors (Tranemo 6); an operational one hangs on none.
    risk.factor_id = entry.factor_id if entry.nature == Nature.STRATEGIC else None
    risk.happens, risk.cause, risk.effect = entry.happens.strip(), entry.cause.strip(), entry.effect.strip()
    risk.existing, risk.category = entry.existing.strip(), entry.category
    risk.owner, risk.owner_id = " ".join(entry.owner.split()), entry.owner_id
    risk.review_on = entry.review_on


def _take_in(risk: Risk, judged: Judged) -> None:
    risk.likelihood, risk.consequence = judged.likelihood, judged.consequence
    risk.value = judged.likelihood * judged.consequence
    risk.treated_likelihood, risk.treated_consequence = judged.treated_likelihood, judged.treated_consequence
    risk.treated_value = judged.treated_likelihood * judged.treated_consequence
    risk.reasoned = bool(judged.reasoning.strip())


def _judgement(reader: Reader, judged: Judged, **of: object) -> RiskJudgement:
    return RiskJudgement(
        **of,
        likelihood=judged.likelihood,
        consequence=judged.consequence,
        reasoning=judged.reasoning.strip(),
        treatment=judged.treatment.strip(),
        treated_likelihood=judged.treated_likelihood,
        treated_consequence=judged.treated_consequence,
        person_id=reader.actor.person_id,
        at=clock.now(),
    )


def _judgement_kept(made: RiskJudgement) -> Change:
    return change(
        action="risk.judgement", kind=JUDGEMENT, object_id=made.id, before=None, after=judgement_facts(made)
    )


def _numbered(session: Session, made: RiskDecision) -> int:
    session.flush()
    return made.id


def _require_unit(session: Session, reader: Reader, unit_id: int, faults: dict[str, Fault]) -> None:
    if not units_written(session, reader, [unit_id]):
        faults["unit"] = Fault.NOT_YOUR_UNIT


def _require_revision(risk: Risk, revision: int) -> None:
    if risk.revision != revision:
        raise ChangedSince


def _require_open(risk: Risk) -> None:
    if risk.state != RiskState.OPEN:
        raise NotNow


def _refuse(faults: dict[str, Fault]) -> None:
    if faults:
        raise Refused(faults)


def _noted(
    session: Session, reader: Reader, action: str, risk: Risk, before: dict[str, object] | None
) -> None:
    session.flush()
    note(
        session,
        actor_id=reader.actor.person_id,
        action=action,
        kind=RISK,
        object_id=risk.id,
        before=before,
        after=risk_facts(risk),
    )
    if before is not None:
        asking.settle(session, About(RISK, risk.id))
