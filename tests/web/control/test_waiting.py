"""What internal control asks of a person stands on the start page and comes as notices, once each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock as now
from app.notifications.kinds import Kind
from app.notifications.models import Notice
from app.organisation.models import Person
from app.quality.control.telling import remind_of_controls, remind_of_risks
from tests.factories.control import decided_plan, make_risk
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient

Visit = Callable[[str], SamsynClient]


def test_controls_and_risks_stand_on_the_start_page_of_the_one_they_wait_for(
    town: Municipality, session: Session, people: dict[str, Person], visit: Visit
) -> None:
    risk = make_risk(session, town.unit_manager, town.unit, review_on=date(2026, 12, 5))
    decided_plan(session, people["chief"], town.board, risk, person=people["unit"])
    session.commit()
    page = visit("unit").get("/").text
    assert page.count("Att lönelistor attesteras") >= 1
    assert "Se över risken: Fel lön betalas ut" in page
    for who in ("sibling", "section", "chair"):
        page = visit(who).get("/").text
        assert "Fel lön betalas ut" not in page and "Att lönelistor attesteras" not in page


def test_one_is_reminded_once_of_a_control_and_of_a_risk(
    town: Municipality, session: Session, people: dict[str, Person], clock: Callable[[datetime], None]
) -> None:
    risk = make_risk(session, town.unit_manager, town.unit, review_on=date(2026, 12, 5))
    decided_plan(session, people["chief"], town.board, risk, person=people["unit"])
    session.commit()
    clock(datetime(2026, 12, 20, 9, tzinfo=UTC))
    told = remind_of_controls(session, now.now())
    assert told > 0 and remind_of_controls(session, now.now()) == 0
    assert remind_of_risks(session, now.now()) == 1 and remind_of_risks(session, now.now()) == 0
    session.commit()
    kinds = set(session.scalars(select(Notice.kind).where(Notice.person_id == people["unit"].id)))
    assert {Kind.CONTROL_DUE, Kind.RISK_REVIEW} <= kinds
