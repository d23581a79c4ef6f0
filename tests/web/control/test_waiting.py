"""What internal control asks of a person stands on the start page and comes as notices, once each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock as now
from app.notifications.asking import asking
from app.notifications.kinds import Kind
from app.notifications.models import Notice
from app.organisation.models import Person
from app.quality.control import working
from app.quality.control.telling import remind_of_controls, remind_of_risks
from app.quality.risks import services as risks
from app.quality.risks.rules import Entry
from app.quality.risks.scale import scale_of
from app.steering.loader import load_profile
from tests.factories.control import (
    add_control,
    begin_plan,
    decide_plan,
    decided_plan,
    first_control,
    make_risk,
    reader,
    tell,
    whole_plan,
    whole_risk,
)
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.support.news import unread
from tests.support.told_again import sent_when_told

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


def test_when_all_are_reminded_more_people_take_no_more_statements(
    town: Municipality, session: Session, people: dict[str, Person], clock: Callable[[datetime], None]
) -> None:
    chief = people["chief"]

    def sent_with(*whose: str, year: int, moment: datetime) -> list[int]:
        plan = begin_plan(session, chief, town.board, year)
        for who in whose:
            risk = make_risk(
                session, people[who], getattr(town, who), f"Risk {who}", review_on=date(2026, 12, 5)
            )
            plan = add_control(session, chief, plan, risk, person=people[who])
        decide_plan(session, chief, plan)
        clock(moment)
        return [sent_when_told(session, remind, moment) for remind in (remind_of_controls, remind_of_risks)]

    few = sent_with("unit", year=2026, moment=datetime(2026, 12, 20, 9, tzinfo=UTC))
    more = sent_with(
        "sibling", "other_unit", "section", year=2027, moment=datetime(2027, 4, 5, 9, tzinfo=UTC)
    )
    assert more == few
    told = session.execute(select(Notice.kind, func.count(Notice.person_id.distinct())).group_by(Notice.kind))
    assert dict(told.all()) == {Kind.CONTROL_DUE: 4, Kind.RISK_REVIEW: 4}


def test_a_control_that_is_done_left_out_or_no_longer_asked_is_no_news_any_more(
    town: Municipality, session: Session, people: dict[str, Person], clock: Callable[[datetime], None]
) -> None:
    risk = make_risk(session, town.unit_manager, town.unit)
    plan = decided_plan(session, people["chief"], town.board, risk, person=people["unit"])
    session.commit()
    clock(datetime(2026, 12, 20, 9, tzinfo=UTC))
    remind_of_controls(session, now.now())
    clock(datetime(2027, 1, 3, 9, tzinfo=UTC))
    remind_of_controls(session, now.now())
    told = unread(session, Kind.CONTROL_DUE)
    last = first_control(whole_plan(session, plan.id)).occasions[3]
    assert told[-1] == f"control/{last.id}/2026-12-31/late", "in place of what was told before its day"
    assert len(told) == 3
    tell(session, people["unit"], plan, 1)
    plan = tell(session, people["unit"], plan, 2)
    assert unread(session, Kind.CONTROL_DUE) == told[2:]
    last = first_control(plan).occasions[3]
    who = reader(session, people["unit"])
    working.leave_out(session, reader=who, plan=plan, occasion=last, why="Görs i vår.")
    assert unread(session, Kind.CONTROL_DUE) == []


def test_a_risk_looked_over_is_no_news_any_more_and_the_jobs_see_what_else_is_over(
    town: Municipality, session: Session
) -> None:
    risk, other = (
        make_risk(session, town.unit_manager, town.unit, title, review_on=date(2026, 12, 5))
        for title in ("Fel lön betalas ut", "Nycklar försvinner")
    )
    session.commit()
    assert remind_of_risks(session, now.now()) == 2
    who = reader(session, town.unit_manager)
    risk = whole_risk(session, town.unit_manager, risk.id)
    entry = Entry(title=risk.title, unit_id=risk.unit_id, review_on=date(2027, 5, 1))
    scale = scale_of(load_profile("tranemo"))
    risks.correct(session, reader=who, risk=risk, entry=entry, scale=scale, revision=risk.revision)
    assert [one.split("/")[1] for one in unread(session, Kind.RISK_REVIEW)] == [str(other.id)]
    whole_risk(session, town.unit_manager, other.id).review_on = date(2027, 6, 1)
    session.flush()
    assert asking.settle(session) == 1
    assert unread(session, Kind.RISK_REVIEW) == []
