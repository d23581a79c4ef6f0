"""Risks of a unit that is no more: who comes after it reads them, takes them over, or puts them away with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.notifications.kinds import Kind
from app.notifications.models import Notice
from app.organisation import reorganising, units
from app.organisation.models import Appointment, Person, Unit
from app.organisation.reorganising import SplitPart
from app.organisation.succeeding import estate_of, heirs_of, in_succession, taken_over
from app.quality.control.ahead import LEFT, waiting
from app.quality.control.telling import remind_of_risks
from app.quality.risks.models import Risk, RiskState
from app.records.verifying import verify
from tests.factories.control import begin_plan, decided_plan, make_risk, occasions, reader, tell
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient

Visit = Callable[[str], SamsynClient]
TITLE = "Nyckelsystemet slutar fungera"
REGISTER = "/internkontroll/risker/"


def today() -> date:
    return clock.today()


@pytest.fixture
def risk(session: Session, town: Municipality) -> Risk:
    made = make_risk(session, town.unit_manager, town.unit, TITLE)
    session.commit()
    return made


def keeping(session: Session, *people: int) -> list[int]:
    return list(session.scalars(select(Appointment.id).where(Appointment.person_id.in_(people))))


def merge(session: Session, town: Municipality) -> Unit:
    """Merge the two preschools today; Eva leads what they become."""
    merged = reorganising.merge_units(
        session, unit_ids=[town.unit.id, town.sibling.id], on=today(), name="Förskolan Ängsbjörken",
        appointments=keeping(session, town.unit_manager.id), actor_id=None,
    )  # fmt: skip
    session.commit()
    return merged


def close(session: Session, unit: Unit) -> None:
    units.close_unit(session, unit_id=unit.id, on=today(), actor_id=None, end_appointments=True)
    session.commit()


def seen(client: SamsynClient, risk: Risk) -> int:
    return client.get(f"{REGISTER}{risk.id}/").status_code


def test_after_a_merger_the_successor_reads_the_risk_as_what_it_is_and_takes_it_over(
    session: Session, town: Municipality, visit: Visit, risk: Risk
) -> None:
    merged = merge(session, town)
    eva = visit("unit")
    page = eva.get(REGISTER).text
    assert "Att ta över" in page
    assert "Förskolan Ängen finns inte längre sedan" in page
    assert "Efter den kommer Förskolan Ängsbjörken." in page
    assert "En risk väntar på att tas över eller läggas undan." in page
    assert re.search(
        r"Förskolan Ängen <span[^>]*>(<[^>]*>)*\s*finns inte längre", page[page.index("<table") :]
    )
    whole = eva.get(f"{REGISTER}{risk.id}/").text
    assert "Den väntar på att tas över" in whole
    assert f"{REGISTER}{risk.id}/andra" not in whole
    for step in ("andra", "bedom", "bestam"):
        assert eva.get(f"{REGISTER}{risk.id}/{step}").status_code == 404, step
    told = eva.post(f"{REGISTER}{risk.id}/ta-over", follow_redirects=True).text
    assert "Risken är er nu." in told
    session.expire_all()
    assert session.get_one(Risk, risk.id).unit_id == merged.id
    assert "Att ta över" not in eva.get(REGISTER).text
    assert eva.get(f"{REGISTER}{risk.id}/andra").status_code == 200
    assert "Övertagen från en enhet som inte finns längre" in eva.get(f"{REGISTER}{risk.id}/").text
    assert verify(session).faults == []


def test_the_successor_can_put_it_away_with_a_reason_and_take_it_back(
    session: Session, town: Municipality, visit: Visit, risk: Risk
) -> None:
    merge(session, town)
    eva = visit("unit")
    assert eva.post(f"{REGISTER}{risk.id}/lagg-undan", data={"why": ""}).status_code == 422
    eva.post(f"{REGISTER}{risk.id}/lagg-undan", data={"why": "Lönen sköts centralt."})
    session.expire_all()
    assert session.get_one(Risk, risk.id).state == RiskState.CLOSED
    assert "Att ta över" not in eva.get(REGISTER).text
    assert "Lönen sköts centralt." in eva.get(f"{REGISTER}{risk.id}/").text
    eva.post(f"{REGISTER}{risk.id}/ta-tillbaka")
    assert "Den väntar på att tas över" in eva.get(f"{REGISTER}{risk.id}/").text


def test_after_a_split_each_part_sees_it_and_the_first_to_take_it_over_has_it(
    session: Session, town: Municipality, visit: Visit, risk: Risk
) -> None:
    mine, other = reorganising.split_unit(
        session, unit_id=town.unit.id, on=today(), actor_id=None,
        into=[
            SplitPart("Ängen norra", appointments=frozenset(keeping(session, town.unit_manager.id))),
            SplitPart("Ängen södra"),
        ],
    )  # fmt: skip
    session.commit()
    page = visit("unit").get(f"{REGISTER}{risk.id}/").text
    assert "Efter den kommer Ängen norra och Ängen södra." in page
    assert "Till vilken enhet?" not in page, "one writes for one of them"
    both = visit("support").get(f"{REGISTER}{risk.id}/").text
    assert "Till vilken enhet?" in both
    refused = visit("unit").post(f"{REGISTER}{risk.id}/ta-over", data={"unit": other.id})
    assert refused.status_code == 303
    session.expire_all()
    assert session.get_one(Risk, risk.id).unit_id == town.unit.id
    visit("support").post(f"{REGISTER}{risk.id}/ta-over", data={"unit": other.id})
    late = visit("unit").post(f"{REGISTER}{risk.id}/ta-over", data={"unit": mine.id})
    assert late.status_code == 404
    session.expire_all()
    assert session.get_one(Risk, risk.id).unit_id == other.id


def test_of_a_closed_unit_the_unit_above_takes_over(
    session: Session, town: Municipality, visit: Visit, risk: Risk
) -> None:
    make_risk(session, town.unit_manager, town.unit, "En till")
    close(session, town.unit)
    sven = visit("section")
    page = sven.get(REGISTER).text
    assert "Efter den kommer Lärandesektionen." in page
    assert "Två risker väntar" in page
    told = sven.post(f"{REGISTER}efter/{town.unit.id}/ta-over", follow_redirects=True).text
    assert "2 risker är era nu." in told
    session.expire_all()
    assert set(session.scalars(select(Risk.unit_id))) == {town.section.id}


@pytest.mark.parametrize(
    "who",
    ["unit", "section", "support", "chief", "controller", "sibling", "other_section", "other_unit", "director",
     "chair", "auditor", "employee", "administrator"],
)  # fmt: skip
def test_it_is_read_by_those_who_take_over_and_above_and_by_nobody_else(
    session: Session, town: Municipality, visit: Visit, risk: Risk, who: str
) -> None:
    merge(session, town)
    client = visit(who)
    reads = who in {"unit", "section", "support", "chief", "controller"}
    assert (seen(client, risk) == 200) is reads
    assert (TITLE in client.get(REGISTER).text) is reads
    assert (f'href="{REGISTER}{risk.id}/"' in client.get("/sok?q=nyckelsystemet").text) is reads
    client.post(f"{REGISTER}{risk.id}/ta-over")
    session.expire_all()
    taken = session.get_one(Risk, risk.id).unit_id != town.unit.id
    assert taken is (who in {"unit", "support", "controller"})


def test_a_unit_that_is_moved_keeps_its_risks(
    session: Session, town: Municipality, visit: Visit, risk: Risk
) -> None:
    units.move_unit(session, unit_id=town.unit.id, parent_id=town.other_section.id, on=today(), actor_id=None)
    session.commit()
    assert "Att ta över" not in visit("unit").get(REGISTER).text
    assert visit("unit").get(f"{REGISTER}{risk.id}/andra").status_code == 200
    assert seen(visit("other_section"), risk) == 200
    assert seen(visit("section"), risk) == 404


def test_it_waits_on_the_start_page_of_who_takes_over(
    session: Session, town: Municipality, visit: Visit, risk: Risk
) -> None:
    assert "Risker från" not in visit("unit").get("/").text
    merge(session, town)
    page = visit("unit").get("/").text
    assert "Risker från Förskolan Ängen" in page
    assert f"{REGISTER}?enhet={town.unit.id}" in page
    assert TITLE in visit("unit").get(f"{REGISTER}?enhet={town.unit.id}").text
    assert "Risker från" not in visit("chief").get("/").text


def test_the_filter_on_a_unit_holds_what_was_left_behind_for_it_and_those_below(
    session: Session, town: Municipality, visit: Visit, risk: Risk
) -> None:
    merged = merge(session, town)
    chief = visit("chief")
    for unit, there in ((merged, True), (town.section, True), (town.other_section, False)):
        assert (TITLE in chief.get(f"{REGISTER}?enhet={unit.id}").text) is there, unit.name


def left_for(session: Session, unit_id: int, day: date) -> set[int]:
    """Give the units that are no more and that one takes over from, as a part of a statement."""
    pairs = in_succession(select(Unit.id).where(Unit.valid_to <= day), day)
    return set(session.scalars(taken_over(pairs, day, lambda heir: heir == unit_id)))


def test_what_is_left_is_found_through_units_that_are_no_more_either_and_both_ways_agree(
    session: Session, town: Municipality
) -> None:
    first = merge(session, town)
    session.get_one(Unit, first.id).valid_from = today() - timedelta(days=30)
    session.flush()
    close(session, town.other_unit)
    everyone = [unit.id for unit in session.scalars(select(Unit))]
    gone = [town.unit.id, town.sibling.id, town.other_unit.id]
    heirs = heirs_of(session, gone, today())
    assert heirs == {
        town.unit.id: {first.id},
        town.sibling.id: {first.id},
        town.other_unit.id: {town.other_section.id},
    }
    for unit in set(everyone) - set(gone):
        estate = set(session.scalars(estate_of([unit], today())))
        assert estate == {one for one, ones in heirs.items() if unit in ones}, unit
        assert estate == left_for(session, unit, today()), unit
    later = today() + timedelta(days=400)
    reorganising.split_unit(
        session,
        unit_id=first.id,
        on=today() + timedelta(days=300),
        into=[SplitPart("A"), SplitPart("B")],
        actor_id=None,
    )
    parts = set(session.scalars(select(Unit.id).where(Unit.name.in_(["A", "B"]))))
    assert heirs_of(session, gone, later)[town.unit.id] == parts
    for part in parts:
        estate = set(session.scalars(estate_of([part], later)))
        assert estate == {town.unit.id, town.sibling.id, first.id} == left_for(session, part, later)


def test_nothing_more_is_asked_of_the_database_where_nothing_is_left_behind(
    session: Session, town: Municipality, risk: Risk
) -> None:
    assert reader(session, town.unit_manager).left == ()
    assert LEFT not in {row[0] for row in session.execute(
        waiting(frozenset({town.unit.id}), today()), {"person_id": town.unit_manager.id, "most": 9}
    )}  # fmt: skip


def test_who_takes_over_is_reminded_of_its_review(session: Session, town: Municipality, visit: Visit) -> None:
    make_risk(session, town.unit_manager, town.unit, TITLE, review_on=today() + timedelta(days=5))
    close(session, town.unit)
    assert remind_of_risks(session, clock.now()) == 1
    session.commit()
    told = session.scalars(select(Notice.person_id).where(Notice.kind == Kind.RISK_REVIEW)).all()
    assert told == [town.section_manager.id]


def test_the_plan_of_a_company_that_is_no_more_is_brought_to_an_end_by_those_who_write_for_what_it_hung_under(
    session: Session, town: Municipality, people: dict[str, Person], visit: Visit
) -> None:
    director, controller = people["director"], people["controller"]
    risk = make_risk(session, director, town.company, "Hissarna stannar")
    plan = decided_plan(session, director, town.company, risk, person=director)
    session.commit()
    address = f"/internkontroll/plan/{plan.id}"
    for who in ("controller", "section"):
        assert visit(who).get(f"{address}/kalender").status_code == 404, who
    close(session, town.company)
    office = visit("controller")
    assert "Bostadsbolaget" in office.get("/internkontroll/").text
    assert office.get(f"{address}/kalender").status_code == 200
    assert visit("section").get(f"{address}/kalender").status_code == 404
    plan = tell(session, controller, plan, seen="Tio hissar, alla går.")
    day = occasions(session, plan)[0]
    assert day.outcome == "as_it_should"
    year = plan.year + 1
    assert (
        office.post("/internkontroll/plan/ny", data={"unit": town.company.id, "year": year}).status_code
        == 404
    )
    following = begin_plan(session, controller, town.board, year)
    assert [one.risk_id for one in following.chosen] == [risk.id]
    assert following.from_plan_id == plan.id
    assert verify(session).faults == []
