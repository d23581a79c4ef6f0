"""What follows along by itself is locked with a decision: where it is another by the time one presses, it is read first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.organisation.models import Person
from app.quality.control import reported
from app.quality.control.models import ControlPlan
from app.quality.control.report_facts import units_of
from app.quality.control.reporting import write_evaluation, write_report
from app.quality.risks.models import Risk
from app.quality.risks.reach import kinds_in
from app.quality.risks.rules import Judged
from app.quality.risks.scale import scale_of
from app.quality.risks.services import judge
from app.steering.loader import load_profile
from tests.factories.control import (
    add_control,
    begin_plan,
    decided_plan,
    make_risk,
    reader,
    tell,
    whole_plan,
)
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.support.shown import hidden

Visit = Callable[[str], SamsynClient]
PLACE = "/internkontroll"
DECISION = {"decided_on": "2026-11-01", "decided_by": "Kommunstyrelsen", "registry_number": "KS/2026:7"}


@pytest.fixture
def risk(town: Municipality, session: Session) -> Risk:
    made = make_risk(session, town.unit_manager, town.unit)
    session.commit()
    return made


def judge_anew(session: Session, by: Person, risk: Risk) -> None:
    judge(
        session,
        reader=reader(session, by),
        risk=risk,
        judged=Judged(4, 4, "Det hände två gånger i oktober."),
        review_on=clock.today() + timedelta(days=90),
        scale=scale_of(load_profile("tranemo")),
        revision=risk.revision,
    )
    session.commit()


def decide(client: SamsynClient, path: str, sent: dict[str, str]) -> int:
    return client.post(f"{path}/besluta", data=sent | DECISION).status_code


def form_of(client: SamsynClient, path: str) -> dict[str, str]:
    page = client.get(f"{path}/besluta").text
    return {name: hidden(page, name) for name in ("revision", "read")}


def test_a_plan_whose_risk_was_judged_anew_is_read_again_before_it_is_decided(
    town: Municipality, risk: Risk, visit: Visit, session: Session, people: dict[str, Person]
) -> None:
    plan = add_control(session, people["chief"], begin_plan(session, people["chief"], town.board), risk)
    session.commit()
    client, path = visit("chief"), f"{PLACE}/plan/{plan.id}"
    sent = form_of(client, path)
    judge_anew(session, people["unit"], risk)
    answer = client.post(f"{path}/besluta", data=sent | DECISION)
    assert answer.status_code == 409 and "har ändrats sedan du läste den" in answer.text
    assert "KS/2026:7" in answer.text
    assert whole_plan(session, plan.id).edition_id is None
    assert decide(client, path, form_of(client, path)) == 303
    assert "Det hände två gånger i oktober." in client.get(f"{path}/").text


def test_a_report_to_which_a_result_came_is_read_again_before_it_is_approved(
    town: Municipality, risk: Risk, visit: Visit, session: Session, people: dict[str, Person]
) -> None:
    plan = decided_plan(session, people["chief"], town.board, risk)
    write_report(
        session,
        reader=reader(session, people["chief"]),
        plan=plan,
        report=None,
        whole="Det har gått bra.",
        learned="",
        revision=0,
    )
    session.commit()
    client, path = visit("chief"), f"{PLACE}/plan/{plan.id}/rapport"
    sent = form_of(client, path)
    tell(session, people["chief"], plan, seen="Tre fel av tjugo.", deviation="Attest fattas.")
    session.commit()
    assert decide(client, path, sent) == 409
    assert decide(client, path, form_of(client, path)) == 303
    assert "Tre fel av tjugo." in client.get(f"{path}/").text


def test_an_evaluation_is_read_again_where_a_report_was_approved_meanwhile(
    town: Municipality, risk: Risk, visit: Visit, session: Session, people: dict[str, Person]
) -> None:
    plan: ControlPlan = decided_plan(session, people["chief"], town.board, risk)
    who = reader(session, people["chief"])
    kinds = kinds_in(load_profile("tranemo"))
    lines = units_of(reported.reports_of_year(session, kinds, plan.year, who.day))
    write_evaluation(
        session,
        reader=who,
        unit_id=town.board.id,
        year=plan.year,
        evaluation=None,
        whole="Kommunen har ordning.",
        views={number: "Det fungerar." for number, _name, _report in lines},
        revision=0,
    )
    write_report(session, reader=who, plan=plan, report=None, whole="Bra.", learned="", revision=0)
    session.commit()
    client, path = visit("chief"), f"{PLACE}/utvardering/{plan.year}"
    sent = form_of(client, path)
    report = f"{PLACE}/plan/{plan.id}/rapport"
    assert decide(client, report, form_of(client, report)) == 303
    assert decide(client, path, sent) == 409
    assert decide(client, path, form_of(client, path)) == 303
