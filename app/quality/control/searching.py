"""Risks and internal control as search finds them: to whoever reads them as they are on their pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import LazyString, gettext, lazy_gettext
from sqlalchemy import ColumnElement, Integer, Select, and_, exists, false, literal, null, or_, select
from sqlalchemy.orm import Session, joinedload

from app.access.matrix import May
from app.db import db
from app.quality.control.models import (
    ChosenRisk,
    Control,
    ControlPlan,
    ControlReport,
    Deviation,
    Evaluation,
    Occasion,
    RecordState,
    Remedy,
)
from app.quality.control.queries import works_with
from app.quality.risks.models import Risk, RiskDecision, RiskJudgement
from app.quality.risks.queries import readable_by
from app.quality.risks.reach import Reader, kinds_in, reader_of, writes
from app.search.models import SearchText
from app.search.registry import Asked, Family, Hit, Kind, Places, Reach, Shown
from app.steering.routes import profile_in_force
from app.ui.markdown import plain

RISK_FAMILY, CONTROL_FAMILY, EVALUATION_FAMILY = "risk", "internal_control", "evaluation"
WHOSE = "control"

GROUPS: dict[str, LazyString] = {
    "risk": lazy_gettext("Risker"),
    "control": lazy_gettext("Internkontroll"),
}
"""What people call what can be found here."""

NOTHING = null().cast(Integer)
NO_TITLE = literal("")
"""What hangs on something has no title of its own in the index: the thing's may change, and is read when a hit is shown."""


def _rows(identity: Any, owner: Any, part: Any, unit: Any, at: Any, title: Any, *body: Any) -> Select[Any]:
    words = body[0]
    for one in body[1:]:
        words = words + "\n\n" + one
    return select(
        identity.label("object_id"),
        owner.label("owner_id"),
        part.label("part_id"),
        unit.label("over_unit_id"),
        unit.label("rep_unit_id"),
        at.label("at"),
        title.label("title"),
        words.label("body"),
        literal(WHOSE).label("whose"),
    )


RISK_KINDS = (
    Kind(
        "risk",
        RISK_FAMILY,
        "risk",
        Risk,
        Risk.id,
        ("title", "happens", "cause", "effect", "existing", "owner", "closed_why", "unit_id"),
        _rows(
            Risk.id,
            Risk.id,
            NOTHING,
            Risk.unit_id,
            Risk.written_at,
            Risk.title,
            Risk.title,
            Risk.happens,
            Risk.cause,
            Risk.effect,
            Risk.existing,
            Risk.owner,
            Risk.closed_why,
        ),
    ),
    Kind(
        "risk_judgement",
        RISK_FAMILY,
        "risk",
        RiskJudgement,
        RiskJudgement.id,
        ("reasoning", "treatment"),
        _rows(
            RiskJudgement.id,
            Risk.id,
            NOTHING,
            NOTHING,
            RiskJudgement.at,
            NO_TITLE,
            RiskJudgement.reasoning,
            RiskJudgement.treatment,
        ).join(Risk, Risk.id == RiskJudgement.risk_id),
    ),
    Kind(
        "risk_decision",
        RISK_FAMILY,
        "risk",
        RiskDecision,
        RiskDecision.id,
        ("words", "approver", "revoked_why"),
        _rows(
            RiskDecision.id,
            Risk.id,
            NOTHING,
            NOTHING,
            RiskDecision.recorded_at,
            NO_TITLE,
            RiskDecision.words,
            RiskDecision.approver,
            RiskDecision.revoked_why,
        ).join(Risk, Risk.id == RiskDecision.risk_id),
    ),
)


def _on_plan(identity: Any, part: Any, at: Any, *body: Any) -> Select[Any]:
    return _rows(identity, ControlPlan.id, part, ControlPlan.unit_id, at, NO_TITLE, *body)


CONTROL_KINDS = (
    Kind(
        "control_plan",
        CONTROL_FAMILY,
        "control",
        ControlPlan,
        ControlPlan.id,
        ("opening", "registry_number"),
        _on_plan(
            ControlPlan.id, NOTHING, ControlPlan.written_at, ControlPlan.opening, ControlPlan.registry_number
        ),
    ),
    Kind(
        "chosen_risk",
        CONTROL_FAMILY,
        "control",
        ChosenRisk,
        ChosenRisk.id,
        ("reason", "removed_at"),
        _on_plan(ChosenRisk.id, NOTHING, ControlPlan.written_at, ChosenRisk.reason)
        .join(ControlPlan, ControlPlan.id == ChosenRisk.plan_id)
        .where(ChosenRisk.removed_at.is_(None)),
    ),
    Kind(
        "control",
        CONTROL_FAMILY,
        "control",
        Control,
        Control.id,
        ("what", "method", "who", "told_to", "removed_at"),
        _on_plan(
            Control.id,
            Control.id,
            ControlPlan.written_at,
            Control.what,
            Control.method,
            Control.who,
            Control.told_to,
        )
        .join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
        .join(ControlPlan, ControlPlan.id == ChosenRisk.plan_id)
        .where(Control.removed_at.is_(None)),
    ),
    Kind(
        "control_occasion",
        CONTROL_FAMILY,
        "control",
        Occasion,
        Occasion.id,
        ("seen", "left_out", "removed_at"),
        _on_plan(Occasion.id, Control.id, ControlPlan.written_at, Occasion.seen, Occasion.left_out)
        .join(Control, Control.id == Occasion.control_id)
        .join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
        .join(ControlPlan, ControlPlan.id == ChosenRisk.plan_id)
        .where(Occasion.removed_at.is_(None), or_(Occasion.seen != "", Occasion.left_out != "")),
    ),
    Kind(
        "control_deviation",
        CONTROL_FAMILY,
        "control",
        Deviation,
        Deviation.id,
        ("words", "follow_up"),
        _on_plan(Deviation.id, Control.id, Deviation.found_at, Deviation.words, Deviation.follow_up)
        .join(Occasion, Occasion.id == Deviation.occasion_id)
        .join(Control, Control.id == Occasion.control_id)
        .join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
        .join(ControlPlan, ControlPlan.id == ChosenRisk.plan_id),
    ),
    Kind(
        "control_remedy",
        CONTROL_FAMILY,
        "control",
        Remedy,
        Remedy.id,
        ("what", "who", "outcome", "removed_at"),
        _on_plan(Remedy.id, Control.id, Deviation.found_at, Remedy.what, Remedy.who, Remedy.outcome)
        .join(Deviation, Deviation.id == Remedy.deviation_id)
        .join(Occasion, Occasion.id == Deviation.occasion_id)
        .join(Control, Control.id == Occasion.control_id)
        .join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
        .join(ControlPlan, ControlPlan.id == ChosenRisk.plan_id)
        .where(Remedy.removed_at.is_(None)),
    ),
    Kind(
        "control_report",
        CONTROL_FAMILY,
        "control",
        ControlReport,
        ControlReport.id,
        ("whole", "learned", "registry_number"),
        _on_plan(
            ControlReport.id,
            NOTHING,
            ControlReport.written_at,
            ControlReport.whole,
            ControlReport.learned,
            ControlReport.registry_number,
        ).join(ControlPlan, ControlPlan.id == ControlReport.plan_id),
    ),
)


def _evaluated(identity: Any, *body: Any) -> Select[Any]:
    return _rows(identity, Evaluation.id, NOTHING, Evaluation.unit_id, Evaluation.written_at, NO_TITLE, *body)


EVALUATION_KINDS = (
    Kind(
        "control_evaluation",
        EVALUATION_FAMILY,
        "control",
        Evaluation,
        Evaluation.id,
        ("whole", "registry_number"),
        _evaluated(Evaluation.id, Evaluation.whole, Evaluation.registry_number),
    ),
)


def _reader(asks: Asked) -> Reader:
    return reader_of(db.session, asks.actor, asks.day, kinds_in(profile_in_force()))


def risk_reach(_session: Session, asks: Asked) -> Reach:
    """Give the key of risks to those who read any; `within` tells which."""
    return Reach([WHOSE] if asks.actor.may(May.READ_RISKS) else [])


def control_reach(_session: Session, asks: Asked) -> Reach:
    """Give the key of internal control to those who read what is decided."""
    return Reach([WHOSE] if asks.actor.may(May.READ_CONTROL) else [])


def risks_within(asks: Asked) -> ColumnElement[bool]:
    """Give the condition of the register of risks."""
    if not asks.actor.may(May.READ_RISKS):
        return false()
    return exists().where(Risk.id == SearchText.owner_id, readable_by(_reader(asks)))


def control_within(asks: Asked) -> ColumnElement[bool]:
    """Give the condition that a plan is read as it is, or that exactly this is what was decided."""
    if not asks.actor.may(May.READ_CONTROL):
        return false()
    # What hangs on a removed control is on no page of the plan.
    decided_plan = and_(
        SearchText.kind.in_(["control_plan", "chosen_risk", "control"]),
        ControlPlan.state == RecordState.DECIDED,
    )
    decided_report = and_(
        SearchText.kind == "control_report",
        exists().where(ControlReport.plan_id == ControlPlan.id, ControlReport.state == RecordState.DECIDED),
    )
    return exists().where(
        ControlPlan.id == SearchText.owner_id, or_(works_with(_reader(asks)), decided_plan, decided_report)
    )


def evaluation_within(asks: Asked) -> ColumnElement[bool]:
    """Give the condition that an evaluation is decided, or one's own to write."""
    if not asks.actor.may(May.READ_CONTROL):
        return false()
    mine = writes(_reader(asks), Evaluation.unit_id) if asks.actor.may(May.WRITE_CONTROL) else false()
    return exists().where(
        Evaluation.id == SearchText.owner_id, or_(Evaluation.state == RecordState.DECIDED, mine)
    )


def risks_shown(session: Session, _asks: Asked, hits: Sequence[Hit]) -> Mapping[int, Shown]:
    """Show a hit with its risk and unit."""
    wanted = select(Risk).where(Risk.id.in_({hit.owner_id for hit in hits})).options(joinedload(Risk.unit))
    found = {risk.id: risk for risk in session.scalars(wanted)}
    return {
        hit.id: Shown(
            found[hit.owner_id].title,
            url_for("risks.one", risk_id=hit.owner_id),
            f"{gettext('Risk')} · {found[hit.owner_id].unit.name}",
        )
        for hit in hits
    }


def control_shown(session: Session, asks: Asked, hits: Sequence[Hit]) -> Mapping[int, Shown]:
    """Show a hit with its plan; what hangs on a control leads there for those who may open it."""
    wanted = (
        select(ControlPlan)
        .where(ControlPlan.id.in_({hit.owner_id for hit in hits}))
        .options(joinedload(ControlPlan.unit))
    )
    found = {plan.id: plan for plan in session.scalars(wanted)}
    live = set(
        session.scalars(select(ControlPlan.id).where(ControlPlan.id.in_(found), works_with(_reader(asks))))
    )
    return {hit.id: _shown(hit, found[hit.owner_id], hit.owner_id in live) for hit in hits}


def _shown(hit: Hit, plan: ControlPlan, live: bool) -> Shown:
    name = gettext("Intern kontrollplan %(year)s, %(unit)s", year=plan.year, unit=plan.unit.name)
    if hit.kind == "control_report":
        title = gettext("Internkontrollrapport %(year)s, %(unit)s", year=plan.year, unit=plan.unit.name)
        return Shown(title, url_for("control.report", plan_id=plan.id), gettext("Årsrapport"))
    if hit.part_id is not None and live:
        title = plain(hit.body.partition("\n")[0], 120)
        return Shown(title, url_for("control.one_control", control_id=hit.part_id), name)
    return Shown(name, url_for("control.plan", plan_id=plan.id), gettext("Internkontroll"))


def evaluation_shown(session: Session, _asks: Asked, hits: Sequence[Hit]) -> Mapping[int, Shown]:
    """Show a hit with the year that was evaluated."""
    rows = session.execute(
        select(Evaluation.id, Evaluation.year).where(Evaluation.id.in_({hit.owner_id for hit in hits}))
    )
    years = {row.id: row.year for row in rows}
    return {
        hit.id: Shown(
            gettext("Utvärdering av den interna kontrollen %(year)s", year=years[hit.owner_id]),
            url_for("control.evaluations", ar=years[hit.owner_id]),
            gettext("Internkontroll"),
        )
        for hit in hits
    }


def _no_places(_session: Session, _asks: Asked) -> Places:
    return Places()


RISKS = Family(RISK_FAMILY, risk_reach, risks_within, risks_shown, _no_places)
CONTROL = Family(CONTROL_FAMILY, control_reach, control_within, control_shown, _no_places)
EVALUATIONS = Family(EVALUATION_FAMILY, control_reach, evaluation_within, evaluation_shown, _no_places)
