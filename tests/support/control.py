"""Risks and internal control in the populated municipality, each text a canary; `canaries.control_right` says who reads each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.attachments.checking.whole import check
from app.attachments.models import Attachment
from app.attachments.routes import store
from app.attachments.services import Place, attach
from app.exports.orders.models import OrderedDocument, OrderState
from app.organisation.models import Person, Unit
from app.quality.control import deciding, reporting, services, working
from app.quality.control.content import AsRead
from app.quality.control.facts import CONTROL
from app.quality.control.models import (
    ChosenRisk,
    Control,
    ControlPlan,
    Deviation,
    Evaluation,
    Occasion,
    Remedy,
)
from app.quality.risks import services as risks
from app.quality.risks.models import Risk, RiskDecision, Way
from app.quality.risks.rules import Decided, Judged
from tests.factories import control as made
from tests.factories.organisation import Municipality
from tests.support.canaries import canary

Values = dict[str, object]


def _words(place: str, kind: str) -> str:
    return f"Ord {canary('control', place, kind)} ord."


def fill_control(session: Session, people: dict[str, Person], town: Municipality) -> None:
    """Keep risks in every state, a company's draft, a board's plan at work, and last year's reported on and evaluated."""
    for place, unit, by in (
        ("own_risk", town.unit, people["unit_manager"]),
        ("other_risk", town.other_unit, people["other_unit_manager"]),
        ("company_risk", town.company, people["former"]),
    ):
        _risk(session, place, unit, by)
    chief = people["chief_executive"]
    risk = _bare(session, chief, town.administration, "board_decided")
    plan = made.begin_plan(session, chief, town.board)
    _open_words(session, chief, plan, "board_decided")
    plan = made.add_control(
        session,
        chief,
        plan,
        risk,
        _words("board_decided", "control"),
        person=people["unit_manager"],
        method=_words("board_decided", "method"),
        who=canary("control", "board_decided", "who"),
        told_to=canary("control", "board_decided", "told"),
        reason=_words("board_decided", "reason"),
    )
    plan = made.decide_plan(session, chief, plan, canary("control", "board_decided", "number"))
    plan = made.tell(
        session,
        people["unit_manager"],
        plan,
        seen=_words("board_working", "seen"),
        deviation=_words("board_working", "deviation"),
    )
    _mend(session, people, plan)
    # After this year's plan, which would otherwise begin with what last year's controlled.
    _last_year(session, people, town)
    _draft_of_company(session, people["former"], town)
    session.add(
        OrderedDocument(
            person_id=chief.id,
            kind="control_plan",
            object_id=plan.id,
            form="pdf",
            likeness="as it was once",
            name="Fil.pdf",
            content=_words("board_decided", "control").encode(),
            state=OrderState.DONE,
            ordered_at=clock.now(),
        )
    )


def _risk(session: Session, place: str, unit: Unit, by: Person) -> Risk:
    risk = made.make_risk(
        session,
        by,
        unit,
        _words(place, "title"),
        Judged(3, 3, _words(place, "reasoning"), _words(place, "treatment"), 2, 2),
        happens=_words(place, "happens"),
        cause=_words(place, "cause"),
        effect=_words(place, "effect"),
        existing=_words(place, "existing"),
        owner=canary("control", place, "owner"),
        review_on=clock.today() - timedelta(days=3),
    )
    for kind in ("decision", "later_decision"):
        risk = made.whole_risk(session, by, risk.id)
        risks.decide(
            session,
            reader=made.reader(session, by),
            risk=risk,
            decided=Decided(
                Way.ACCEPT,
                _words(place, kind),
                canary("control", place, "approver"),
                None,
                clock.today() + timedelta(days=30),
            ),
            unit=unit.name,
            revision=risk.revision,
        )
    risk = made.whole_risk(session, by, risk.id)
    risks.revoke(
        session,
        reader=made.reader(session, by),
        risk=risk,
        decision=risk.decisions[0],
        why=_words(place, "revoked"),
    )
    gone = made.make_risk(session, by, unit, _words(place, "closed_title"))
    risks.put_away(
        session,
        reader=made.reader(session, by),
        risk=made.whole_risk(session, by, gone.id),
        why=_words(place, "closed"),
    )
    return risk


def _bare(session: Session, by: Person, unit: Unit, place: str) -> Risk:
    return made.make_risk(
        session,
        by,
        unit,
        _words(place, "title"),
        Judged(3, 3, _words(place, "reasoning")),
        happens=_words(place, "happens"),
        effect=_words(place, "effect"),
    )


def _open_words(session: Session, by: Person, plan: ControlPlan, place: str) -> None:
    plan = made.whole_plan(session, plan.id)
    services.change_plan(
        session,
        reader=made.reader(session, by),
        plan=plan,
        opening=_words(place, "opening"),
        threshold=8,
        revision=plan.revision,
    )


def _last_year(session: Session, people: dict[str, Person], town: Municipality) -> None:
    """Last year's plan, decided and reported on; the evaluation is still being written."""
    chief, year = people["chief_executive"], clock.today().year - 1
    risk = _bare(session, chief, town.administration, "board_last")
    plan = made.begin_plan(session, chief, town.board, year)
    plan = made.add_control(session, chief, plan, risk, _words("board_last", "control"))
    plan = made.decide_plan(session, chief, plan)
    plan = made.tell(
        session,
        chief,
        plan,
        seen=_words("board_last", "seen"),
        deviation=_words("board_last", "deviation"),
        on=clock.today() - timedelta(days=200),
    )
    report = reporting.write_report(
        session,
        reader=made.reader(session, chief),
        plan=plan,
        report=None,
        whole=_words("board_last", "whole"),
        learned=_words("board_last", "learned"),
        revision=0,
    )
    reporting.decide_report(
        session,
        reader=made.reader(session, chief),
        plan=made.whole_plan(session, plan.id),
        report=report,
        decision=deciding.Decision(clock.today(), "KS", canary("control", "board_last", "number")),
        expected=AsRead(1, None),
    )
    reporting.write_evaluation(
        session,
        reader=made.reader(session, chief),
        unit_id=town.board.id,
        year=year,
        evaluation=None,
        whole=_words("board_evaluation", "whole"),
        views={town.board.id: _words("board_evaluation", "view")},
        revision=0,
    )


def _mend(session: Session, people: dict[str, Person], plan: ControlPlan) -> None:
    by = people["unit_manager"]
    control = made.first_control(plan)
    occasion = control.occasions[0]
    assert occasion.deviation is not None
    for kind, person in (("remedy", people["sibling_manager"]), ("other_remedy", None)):
        working.add_remedy(
            session,
            reader=made.reader(session, by),
            deviation=occasion.deviation,
            deed=working.Deed(
                _words("board_working", kind),
                canary("control", "board_working", "who"),
                person.id if person else None,
            ),
        )
    working.leave_out(
        session,
        reader=made.reader(session, by),
        plan=plan,
        occasion=control.occasions[1],
        why=_words("board_working", "left_out"),
    )
    name = f"{canary('control', 'board_working', 'filename')}.txt"
    attach(
        session,
        store=store(),
        actor_id=by.id,
        place=Place(CONTROL, control.id, "control_occasion", occasion.id),
        checked=check(name, _words("board_working", "file").encode()),
    )
    reporting.write_report(
        session,
        reader=made.reader(session, people["chief_executive"]),
        plan=plan,
        report=None,
        whole=_words("board_report", "whole"),
        learned=_words("board_report", "learned"),
        revision=0,
    )


def _draft_of_company(session: Session, by: Person, town: Municipality) -> None:
    risk = _bare(session, by, town.company, "company_draft")
    plan = made.begin_plan(session, by, town.company)
    _open_words(session, by, plan, "company_draft")
    made.add_control(
        session,
        by,
        plan,
        risk,
        _words("company_draft", "control"),
        method=_words("company_draft", "method"),
        who=canary("control", "company_draft", "who"),
    )


def on_the_thread(session: Session) -> list[Values]:
    """Give every risk and control."""
    return [
        *({"kind": "risk", "node_id": one} for one in session.scalars(select(Risk.id).order_by(Risk.id))),
        *(
            {"kind": "control", "node_id": one}
            for one in session.scalars(select(Control.id).order_by(Control.id))
        ),
    ]


def _plans(session: Session) -> list[int]:
    return list(session.scalars(select(ControlPlan.id).order_by(ControlPlan.id)))


def _papers(session: Session) -> list[Values]:
    years = session.scalars(select(Evaluation.year))
    return [
        *({"sort": sort, "number": one} for one in _plans(session) for sort in ("plan", "rapport")),
        *({"sort": "utvardering", "number": year} for year in years),
    ]


def _of_plans(session: Session, column: object, name: str) -> list[Values]:
    rows = session.execute(
        select(ChosenRisk.plan_id, column).outerjoin(Control, Control.chosen_id == ChosenRisk.id)  # type: ignore[call-overload]
    )
    return [{"plan_id": row[0], name: row[1]} for row in rows]


ARGUMENTS: dict[frozenset[str], Callable[[Session], list[Values]]] = {
    frozenset({"risk_id"}): lambda s: [
        {"risk_id": one} for one in s.scalars(select(Risk.id).order_by(Risk.id))
    ],
    frozenset({"risk_id", "decision_id"}): lambda s: [
        {"risk_id": row[0], "decision_id": row[1]}
        for row in s.execute(select(RiskDecision.risk_id, RiskDecision.id))
    ],
    frozenset({"plan_id"}): lambda s: [{"plan_id": one} for one in _plans(s)],
    frozenset({"plan_id", "number"}): lambda s: [
        {"plan_id": one, "number": 1}
        for one in s.scalars(select(ControlPlan.id).where(ControlPlan.edition_id.is_not(None)))
    ],
    frozenset({"plan_id", "chosen_id"}): lambda s: _of_plans(s, ChosenRisk.id, "chosen_id"),
    frozenset({"plan_id", "control_id"}): lambda s: _of_plans(s, Control.id, "control_id"),
    frozenset({"control_id"}): lambda s: [
        {"control_id": one} for one in s.scalars(select(Control.id).order_by(Control.id))
    ],
    frozenset({"occasion_id"}): lambda s: [
        {"occasion_id": one} for one in s.scalars(select(Occasion.id).order_by(Occasion.id))
    ],
    frozenset({"occasion_id", "attachment_id"}): lambda s: [
        {"occasion_id": row[0], "attachment_id": row[1]}
        for row in s.execute(
            select(Attachment.holder_id, Attachment.id).where(Attachment.source_kind == CONTROL)
        )
    ],
    frozenset({"deviation_id"}): lambda s: [
        {"deviation_id": one} for one in s.scalars(select(Deviation.id).order_by(Deviation.id))
    ],
    frozenset({"deviation_id", "remedy_id"}): lambda s: [
        {"deviation_id": row[0], "remedy_id": row[1]}
        for row in s.execute(select(Remedy.deviation_id, Remedy.id))
    ],
    frozenset({"year"}): lambda s: [{"year": one} for one in s.scalars(select(Evaluation.year))],
    frozenset({"sort", "number"}): _papers,
    frozenset({"sort", "number", "form"}): lambda s: [{**one, "form": "docx"} for one in _papers(s)],
    frozenset({"sort", "number", "order_id"}): lambda s: [
        {"sort": "plan", "number": row[0], "order_id": row[1]}
        for row in s.execute(
            select(OrderedDocument.object_id, OrderedDocument.id).where(
                OrderedDocument.kind == "control_plan"
            )
        )
    ],
}
"""Values for the arguments of the views, by the names of the arguments taken together."""

QUERIES: dict[str, list[str]] = {
    "risks.index": ["", "?lage=alla&q=KANARIE", "?rader=10&ordning=rubrik", "?enhet=5&slag=operativa"],
    "risks.risk_map": ["", "?lage=alla"],
    "risks.take_away": ["?lage=alla"],
    "control.index": ["", f"?ar={clock.today().year - 1}", "?ar=nonsens"],
    "control.evaluations": ["", f"?ar={clock.today().year}"],
}
"""Further ways to ask, by endpoint."""
