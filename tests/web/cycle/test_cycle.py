"""The annual cycle: the wheel and its list, who moves what, what has been done where, and how it reaches people."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.cycle import rules
from app.cycle.coming import in_calendar, remind
from app.cycle.errors import ChangedMeanwhile
from app.cycle.models import CycleMove
from app.cycle.services import Days
from app.cycle.services import move as move_it
from app.cycle.wording import days_words
from app.notifications import calendar
from app.notifications.models import Notice
from app.organisation.models import Person
from app.quality.indicators.models import Periodicity
from app.records.verifying import verify
from app.steering.loader import load_profile
from tests.factories.documents import acting_as
from tests.factories.measuring import make_measured, measure
from tests.factories.organisation import Municipality, make_manager, make_unit
from tests.factories.reports import hand_in, make_report
from tests.support.at_once import second_while_first
from tests.support.client import SamsynClient
from tests.support.told_again import sent_when_told
from tests.support.world import World
from tests.web.planning.conftest import NOW

Visit = Callable[[str], SamsynClient]
YEAR = NOW.year
EVENT = f"/arshjul/{YEAR}/analysis_round/1/"


def days(first: date, last: date, **more: object) -> dict[str, object]:
    return {"starts_on": first.isoformat(), "ends_on": last.isoformat(), "revision": 0, **more}


def moves(session: Session) -> list[CycleMove]:
    session.rollback()
    return list(session.scalars(select(CycleMove).order_by(CycleMove.id)))


@pytest.mark.parametrize("who", ["chief", "unit", "chair", "auditor", "administrator", "employee"])
def test_everybody_sees_the_wheel_and_the_same_as_a_list(visit: Visit, who: str) -> None:
    page = visit(who).get("/arshjul/").text
    assert page.count("/arshjul/") > 28
    assert 'aria-label="2. Årsredovisning, januari–februari"' in page
    assert "Nulägesanalys och omvärldsanalys" in page
    assert f"Årshjul {YEAR + 1}" in visit(who).get(f"/arshjul/?ar={YEAR + 1}").text
    assert f"Årshjul {YEAR}" in visit(who).get("/arshjul/?ar=123456").text


@pytest.mark.parametrize(
    ("who", "for_all", "for_unit"),
    [
        ("chief", True, False),
        ("administrator", True, False),
        ("unit", False, True),
        ("section", False, False),
        ("sibling", False, False),
        ("support", False, False),
        ("chair", False, False),
        ("auditor", False, False),
        ("employee", False, False),
    ],
)
def test_who_moves_for_everybody_and_who_chooses_a_units_own_days(
    session: Session, town: Municipality, visit: Visit, who: str, for_all: bool, for_unit: bool
) -> None:
    client, when = visit(who), days(date(YEAR, 3, 10), date(YEAR, 4, 5))
    assert client.post(f"{EVENT}flytta", data=when).status_code == (303 if for_all else 404)
    assert len(moves(session)) == for_all
    own = when | {"unit": town.unit.id}
    assert client.post(f"{EVENT}flytta", data=own).status_code == (303 if for_unit else 404)
    assert len(moves(session)) == for_all + for_unit
    assert verify(session).faults == []


def test_bad_days_are_told_at_their_field_and_kept_and_two_movers_do_not_overwrite_each_other(
    session: Session, town: Municipality, visit: Visit
) -> None:
    chief, unit = visit("chief"), visit("unit")
    for wrong, said in (
        (days(date(YEAR, 5, 1), date(YEAR, 4, 1)), "Sista dagen kan inte ligga före den första."),
        (days(date(YEAR + 4, 5, 1), date(YEAR + 4, 6, 1)), "håll er inom ett år"),
        ({"starts_on": "vår", "ends_on": "", "revision": 0}, "Inte ett giltigt datum"),
    ):
        answer = chief.post(f"{EVENT}flytta", data=wrong | {"why": "Mina skäl."})
        assert answer.status_code == 422
        assert said in answer.text
        assert "Mina skäl." in answer.text
    outside = days(date(YEAR, 6, 1), date(YEAR, 6, 5), unit=town.unit.id)
    assert "inom den tid som gäller för alla" in unit.post(f"{EVENT}flytta", data=outside).text
    chief.post(f"{EVENT}flytta", data=days(date(YEAR, 3, 10), date(YEAR, 4, 5)))
    late = chief.post(f"{EVENT}flytta", data=days(date(YEAR, 3, 11), date(YEAR, 4, 5), why="Sent."))
    assert late.status_code == 409
    assert "Sent." in late.text
    assert [one.starts_on for one in moves(session)] == [date(YEAR, 3, 10)]


def test_a_move_is_undone_to_where_it_lay_before_and_put_back_where_the_model_has_it(
    session: Session, visit: Visit
) -> None:
    chief = visit("chief")
    chief.post(f"{EVENT}flytta", data=days(date(YEAR, 3, 10), date(YEAR, 4, 5)), follow_redirects=True)
    answer = chief.post(
        f"{EVENT}flytta",
        data=days(date(YEAR, 5, 1), date(YEAR, 5, 9)) | {"revision": 1},
        follow_redirects=True,
    )
    undo = answer.text.split(f'action="{EVENT}aterstall?')[1].split('"')[0].replace("&amp;", "&")
    assert chief.post(f"{EVENT}aterstall?{undo}").status_code == 303
    assert [one.starts_on for one in moves(session)] == [date(YEAR, 3, 10)]
    assert chief.post(f"{EVENT}aterstall").status_code == 303
    assert moves(session) == []
    assert "mars–april" in chief.get(EVENT).text
    assert verify(session).faults == []


def test_undoing_ones_own_move_takes_nothing_back_of_what_another_has_moved_since(
    session: Session, people: dict[str, Person], visit: Visit
) -> None:
    chief, administrator = visit("chief"), visit("administrator")
    first = days(date(YEAR, 3, 10), date(YEAR, 4, 5))
    for lies in ([], [first]):
        if lies:
            chief.post(f"{EVENT}flytta", data=first, follow_redirects=True)
        standing = {"revision": len(lies)}
        answer = chief.post(
            f"{EVENT}flytta",
            data=days(date(YEAR, 5, 1), date(YEAR, 5, 9)) | standing,
            follow_redirects=True,
        )
        undo = answer.text.split(f'action="{EVENT}aterstall?')[1].split('"')[0].replace("&amp;", "&")
        later = days(date(YEAR, 6, 1), date(YEAR, 6, 9)) | {"revision": len(lies) + 1}
        assert administrator.post(f"{EVENT}flytta", data=later).status_code == 303
        told = chief.post(f"{EVENT}aterstall?{undo}", follow_redirects=True)
        assert "Någon annan har flyttat den sedan dess" in told.text
        assert [one.starts_on for one in moves(session)] == [date(YEAR, 6, 1)]
        chief.post(f"{EVENT}aterstall")


def test_a_move_sent_twice_at_once_is_one_and_two_movers_at_once_do_not_overwrite_each_other(
    world: World, session: Session, people: dict[str, Person]
) -> None:
    one = rules.find(load_profile("tranemo"), YEAR, "analysis_round", 1)
    assert one is not None
    actors = [acting_as(session, people[who]) for who in ("chief", "administrator")]
    session.commit()

    def move(actor: Actor, day: int, revision: int) -> Callable[[Session], int]:
        wanted = Days(date(YEAR, 3, day), date(YEAR, 4, 5))
        return lambda own: move_it(own, actor=actor, one=one, unit_id=None, days=wanted, revision=revision).id

    chief, administrator = actors
    second_while_first(world, move(chief, 10, 0), move(chief, 10, 0))
    with pytest.raises(ChangedMeanwhile):
        second_while_first(world, move(chief, 11, 1), move(administrator, 12, 1))
    assert [one.starts_on for one in moves(session)] == [date(YEAR, 3, 11)]


def test_what_has_been_done_is_told_for_the_units_one_leads_in_alphabetical_order_and_for_nobody_elses(
    town: Municipality, visit: Visit
) -> None:
    page = visit("section").get(EVENT).text
    told = page.split("Vad som är gjort, och var")[-1]
    assert told.index("Förskolan Björken") < told.index("Förskolan Ängen") < told.index("Lärandesektionen")
    assert "Servicesektionen" not in told
    assert "inte fastställd än" in told
    assert "Vad som är gjort" not in visit("chair").get(EVENT).text
    assert "Vad som är gjort" not in visit("employee").get(EVENT).text
    assert town.unit.name in visit("unit").get(EVENT).text


def test_what_is_measured_is_told_in_numbers_of_indicators_and_never_how_it_went(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager, periodicity=Periodicity.YEAR)
    make_measured(session, town.unit, town.unit_manager, title="Arbetsro", periodicity=Periodicity.YEAR)
    session.commit()
    page = f"/arshjul/{YEAR}/measuring/1/"
    assert "2 indikatorer att mäta" in visit("section").get(page).text
    measure(session, one, town.unit, town.unit_manager, str(YEAR - 1), "41", "Hemligt gott.")
    session.commit()
    shown = visit("section").get(page).text
    assert "1 indikator mätt, 1 kvar" in shown
    assert "Inget att mäta" in shown
    assert "41" not in shown.split("Vad som är gjort, och var")[-1].split("</table>")[0]
    assert "Hemligt gott." not in shown
    assert "Öppna det som ska mätas" in visit("unit").get(page).text
    assert "Öppna det som ska mätas" not in visit("chair").get(page).text


def test_that_a_board_lacks_something_is_told_only_to_those_who_read_what_it_has(
    session: Session,
    town: Municipality,
    visit: Visit,
    model: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model("perstorp")
    monkeypatch.setattr("tests.factories.reports.profile", lambda: load_profile("perstorp"))
    board = make_unit(session, "Skolnämnden", kind="board", under=town.council)
    office = make_unit(session, "Skolförvaltningen", kind="department", under=board)
    head, which = make_manager(session, office, "Sara Skolchef"), ("month_report", "october")
    hand_in(session, make_report(session, board, head, "Lugnt.", which=which), head, which)
    session.commit()

    def told(who: str, event: str) -> str:
        rows = visit(who).get(f"/arshjul/{YEAR}/{event}/1/").text.split('<th scope="row">Skolnämnden')[1]
        return " ".join(re.sub("<[^>]+>", " ", rows.split("</tr>")[0].split("</th>")[1]).split())

    assert "lämnad" in told("secretary", "month_report_october")
    assert (
        told("secretary", "annual_report")
        == "Inte lämnad än Inget att mäta Nulägesanalys: inte fastställd än"
    )
    # The chief executive follows the boards, and reads nothing of this one.
    for event in ("month_report_october", "annual_report"):
        assert told("chief", event) == "inget att berätta"


def test_a_control_plan_is_begun_from_the_cycle_and_the_kommunchef_follows_the_boards(
    session: Session, town: Municipality, visit: Visit
) -> None:
    page = f"/arshjul/{YEAR}/internal_control_plan/1/"
    chief = visit("chief")
    shown = chief.get(page).text
    assert f"Plan {YEAR + 1}: inte beslutad än" in shown
    assert "Börja planen för Kommunstyrelsen" in shown
    chief.post("/internkontroll/plan/ny", data={"unit": town.board.id, "year": YEAR + 1})
    shown = chief.get(page).text
    assert f"Plan {YEAR + 1}: under arbete" in shown
    assert "Öppna planen för Kommunstyrelsen" in shown
    assert "under arbete" not in visit("chair").get(page).text
    assert "Börja planen" not in visit("unit").get(page).text
    report = chief.get(f"/arshjul/{YEAR}/internal_control_evaluation/1/").text
    assert f"Årsrapport {YEAR - 1}: inte beslutad än" in report


def test_an_analysis_is_begun_from_the_cycle_with_one_press(town: Municipality, visit: Visit) -> None:
    client = visit("unit")
    page = client.get(EVENT).text
    assert "Nulägesanalys för Förskolan Ängen" in page
    answer = client.post(
        "/analys/text/borja", data={"kind": "current_state", "unit": town.unit.id, "year": YEAR}
    )
    assert answer.status_code == 302
    assert "utkast" in client.get(EVENT).text


def test_the_cycle_stands_in_ones_calendar_as_whole_days_where_it_was_moved_to(
    session: Session, town: Municipality, visit: Visit
) -> None:
    ahead = YEAR + 1
    visit("chief").post(
        f"/arshjul/{ahead}/analysis_round/1/flytta", data=days(date(ahead, 3, 8), date(ahead, 4, 9))
    )
    session.rollback()
    with_app = in_calendar
    found = with_app(session, acting_as(session, town.unit_manager), clock.now())
    one = next(each for each in found if each.uid == f"cycle-{ahead}-analysis_round-1@samsyn")
    written = calendar.feed([one], name="Samsyn", base_url="https://samsyn.exempel.se").decode()
    assert f"DTSTART;VALUE=DATE:{ahead}0308" in written
    assert f"DTEND;VALUE=DATE:{ahead}0410" in written
    assert "SEQUENCE:1" in written
    assert not in_calendar(session, acting_as(session, town.employee), clock.now())


def test_those_who_do_it_are_reminded_a_week_before_and_told_when_it_is_moved(
    session: Session, town: Municipality, visit: Visit
) -> None:
    moment = clock.from_stockholm(date(YEAR + 1, 2, 26), 6)
    count = remind(session, moment)
    session.commit()
    reminded = {one.person_id for one in session.scalars(select(Notice).where(Notice.kind == "cycle"))}
    assert count >= 2
    assert {town.unit_manager.id, town.section_manager.id} <= reminded
    assert town.politician.id not in reminded
    assert remind(session, moment + timedelta(hours=1)) == 0
    visit("chief").post(
        f"/arshjul/{YEAR + 1}/analysis_round/1/flytta", data=days(date(YEAR + 1, 3, 8), date(YEAR + 1, 4, 9))
    )
    session.rollback()
    told = [
        one.person_id
        for one in session.scalars(select(Notice).where(Notice.kind == "cycle"))
        if one.words["what"] == "moved"
    ]
    assert town.unit_manager.id in told
    assert town.chief_executive.id not in told


def test_when_all_are_reminded_more_people_take_no_more_statements(
    session: Session, town: Municipality
) -> None:
    moment = clock.from_stockholm(date(YEAR + 1, 2, 26), 6)
    few = sent_when_told(session, remind, moment)
    for _ in range(6):
        make_manager(session, make_unit(session, under=town.section))
    assert sent_when_told(session, remind, moment) == few


def test_a_unit_that_has_chosen_its_own_days_is_reminded_before_those(
    session: Session, town: Municipality, visit: Visit
) -> None:
    ahead = YEAR + 1
    own = days(date(ahead, 4, 12), date(ahead, 4, 20), unit=town.unit.id)
    assert visit("unit").post(f"/arshjul/{ahead}/analysis_round/1/flytta", data=own).status_code == 303

    def reminded(day: date) -> set[int]:
        remind(session, clock.from_stockholm(day, 6))
        session.commit()
        found = session.scalars(select(Notice).where(Notice.kind == "cycle"))
        return {one.person_id for one in found if "analysis_round" in one.path}

    early = reminded(date(ahead, 2, 26))
    assert town.section_manager.id in early
    assert town.unit_manager.id not in early
    assert town.unit_manager.id in reminded(date(ahead, 4, 8))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2027, 3, 1), date(2027, 3, 31), "mars"),
        (date(2027, 3, 1), date(2027, 4, 30), "mars–april"),
        (date(2027, 3, 3), date(2027, 3, 12), "3–12 mars 2027"),
        (date(2027, 3, 3), date(2027, 4, 12), "3 mars 2027 – 12 april 2027"),
        (date(2027, 3, 3), date(2027, 3, 3), "3 mars 2027"),
    ],
)
def test_days_are_written_as_people_write_them(app: Flask, first: date, last: date, words: str) -> None:
    with app.test_request_context(), clock.frozen_at(clock.from_stockholm(date(2026, 11, 1), 9)):
        assert days_words(first, last) == words
