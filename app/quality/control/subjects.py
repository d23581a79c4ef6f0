"""Risks and controls as subjects of dialogues: what they are called, for whoever may read them now."""

from collections.abc import Collection

from flask_babel import lazy_gettext
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.passages.subjects import Subject, SubjectKind
from app.quality.control.facts import CONTROL
from app.quality.control.models import ChosenRisk, Control, ControlPlan
from app.quality.control.queries import does_it, mends_it, works_with
from app.quality.risks.facts import RISK
from app.quality.risks.models import Risk, RiskState
from app.quality.risks.queries.opening import readable_by
from app.quality.risks.reach import Reader, kinds_in, reader_of
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.markdown import plain

BACKGROUND = "risks"
"""The background of a theme that brings risks and controls along."""


def reading(session: Session, actor: Actor) -> Reader:
    """Give a person as a reader of risks and controls today."""
    return reader_of(session, actor, clock.today(), kinds_in(profile_in_force()))


def risk_subject(risk_id: int, title: str, unit_id: int) -> Subject:
    """Give a risk as something to talk about."""
    return Subject(RISK, risk_id, plain(title), url_for("risks.one", risk_id=risk_id), unit_id)


def risks_named(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Subject]:
    """Give those of the risks that the person may read."""
    if not actor.may(May.READ_RISKS):
        return {}
    rows = session.execute(
        select(Risk.id, Risk.title, Risk.unit_id).where(
            Risk.id.in_(sorted(ids)), readable_by(reading(session, actor))
        )
    )
    return {row[0]: risk_subject(*row) for row in rows}


def risks_offered(session: Session, actor: Actor, unit_ids: Collection[int], limit: int) -> list[Subject]:
    """Give the open risks of some units, the highest first, as far as the person reads them."""
    if not actor.may(May.READ_RISKS):
        return []
    rows = session.execute(
        select(Risk.id, Risk.title, Risk.unit_id)
        .where(
            Risk.unit_id.in_(sorted(unit_ids)),
            Risk.state == RiskState.OPEN,
            readable_by(reading(session, actor)),
        )
        .order_by(Risk.value.desc(), Risk.id.desc())
        .limit(limit)
    )
    return [risk_subject(*row) for row in rows]


def _control(control_id: int, what: str, unit_id: int) -> Subject:
    href = url_for("control.one_control", control_id=control_id)
    return Subject(CONTROL, control_id, plain(what), href, unit_id)


def controls_named(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Subject]:
    """Give those of the controls whose pages the person may open."""
    if not actor.may(May.READ_RISKS):
        return {}
    who = reading(session, actor)
    asked = or_(does_it(who), mends_it(who)) & ControlPlan.edition_id.is_not(None)
    rows = session.execute(
        select(Control.id, Control.what, Risk.unit_id)
        .join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
        .join(Risk, Risk.id == ChosenRisk.risk_id)
        .join(ControlPlan, ControlPlan.id == ChosenRisk.plan_id)
        .where(Control.id.in_(sorted(ids)), or_(works_with(who), asked))
    )
    return {row[0]: _control(*row) for row in rows}


def controls_offered(session: Session, actor: Actor, unit_ids: Collection[int], limit: int) -> list[Subject]:
    """Give this year's controls of some units' risks, as far as the person may open them."""
    if not actor.may(May.READ_RISKS):
        return []
    who = reading(session, actor)
    rows = session.execute(
        select(Control.id, Control.what, Risk.unit_id)
        .join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
        .join(Risk, Risk.id == ChosenRisk.risk_id)
        .join(ControlPlan, ControlPlan.id == ChosenRisk.plan_id)
        .where(
            Risk.unit_id.in_(sorted(unit_ids)),
            ControlPlan.edition_id.is_not(None),
            ControlPlan.year == who.day.year,
            Control.removed_at.is_(None),
            ChosenRisk.removed_at.is_(None),
            or_(works_with(who), does_it(who)),
        )
        .order_by(Control.id)
        .limit(limit)
    )
    return [_control(*row) for row in rows]


KINDS = (
    SubjectKind(RISK, lazy_gettext("Risk"), risks_named, risks_offered, (BACKGROUND,)),
    SubjectKind(CONTROL, lazy_gettext("Kontroll"), controls_named, controls_offered, (BACKGROUND,)),
)
