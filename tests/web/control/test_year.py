"""A board's control year: the plan begun, decided and worked through, reported on, evaluated; and who sees what of it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.organisation.models import Person
from app.quality.control.models import Control, ControlPlan, Deviation, Occasion, Remedy
from app.quality.risks.models import Risk, RiskState
from app.quality.risks.rules import Judged
from app.steering.in_force import EXTENSION
from tests.factories.control import (
    add_control,
    begin_plan,
    decide_plan,
    decided_plan,
    make_risk,
    occasions,
    tell,
    whole_plan,
)
from tests.factories.organisation import Municipality, make_unit
from tests.support.client import SamsynClient
from tests.support.downloads import name_of

Visit = Callable[[str], SamsynClient]
Place = "/internkontroll"
LOW = Judged(1, 2, "Det har aldrig hänt.")


@pytest.fixture
def risk(town: Municipality, session: Session) -> Risk:
    made = make_risk(session, town.unit_manager, town.unit)
    session.commit()
    return made


@pytest.fixture
def plan(town: Municipality, risk: Risk, session: Session, people: dict[str, Person]) -> ControlPlan:
    """The executive board's plan, decided, with a control that the unit's manager carries out."""
    made = decided_plan(session, people["chief"], town.board, risk, person=people["unit"])
    session.commit()
    return made


@pytest.mark.parametrize(
    ("who", "board", "company", "alone"),
    [
        ("chief", True, False, True),
        ("controller", True, False, True),
        ("director", False, True, False),
        ("section", False, False, False),
        ("support", False, False, False),
        ("chair", None, None, None),
        ("auditor", None, None, None),
    ],
)
def test_a_plan_is_begun_by_the_administration_under_the_board_or_the_top_one_and_by_the_company_itself(
    town: Municipality, visit: Visit, session: Session, who: str, board: bool | None, company: bool | None,
    alone: bool | None,
) -> None:  # fmt: skip
    election = make_unit(session, "Valnämnden", kind="board", under=town.council)
    session.commit()
    for unit, allowed in ((town.board, board), (town.company, company), (election, alone)):
        answer = visit(who).post(f"{Place}/plan/ny", data={"unit": str(unit.id), "year": "2027"})
        assert answer.status_code == (303 if allowed else 404), (unit.name, answer.status_code)


def test_no_plan_is_begun_of_what_is_no_board_and_no_company(
    town: Municipality, visit: Visit, session: Session
) -> None:
    for who, unit in (("chief", town.administration), ("section", town.section), ("support", town.section)):
        answer = visit(who).post(f"{Place}/plan/ny", data={"unit": str(unit.id), "year": "2027"})
        assert answer.status_code == 404, who
    assert session.scalars(select(ControlPlan)).all() == []


def test_risks_over_the_threshold_are_taken_in_and_lower_ones_for_a_stated_reason(
    town: Municipality, risk: Risk, visit: Visit, session: Session, people: dict[str, Person]
) -> None:
    low = make_risk(session, town.unit_manager, town.unit, "Nycklar tappas", LOW)
    strategic = make_risk(session, town.unit_manager, town.unit, "Barn lär sig mindre", nature="strategic")
    company = make_risk(session, people["director"], town.company, "Hyror betalas inte")
    plan = begin_plan(session, people["chief"], town.board)
    session.commit()
    client, path = visit("chief"), f"{Place}/plan/{plan.id}/risker"
    page = client.get(path).text
    assert "Fel lön betalas ut" in page.partition("Lägre, eller inte bedömda")[0]
    assert "Nycklar tappas" in page.partition("Lägre, eller inte bedömda")[2]
    assert "Barn lär sig mindre" not in page and "Hyror betalas inte" not in page
    for other in (strategic, company):
        assert client.post(path, data={"risk": str(other.id), "reason": "Ändå."}).status_code == 404
    elsewhere = begin_plan(session, people["director"], town.company)
    company.state = RiskState.CLOSED
    session.commit()
    none = visit("director").get(f"{Place}/plan/{elsewhere.id}/risker").text
    assert f'href="{Place}/risker/ny?enhet={town.company.id}"' in none, "what is written stands on this page"
    assert (
        f'<option selected value="{town.board.id}">'
        in client.get(f"{Place}/risker/ny?enhet={town.board.id}").text
    )
    assert "Ingen risk att välja" in none and "Lägre, eller inte bedömda" not in none
    assert client.post(path, data={"risk": str(risk.id)}).status_code == 303
    refused = client.post(path, data={"risk": str(low.id), "reason": ""})
    assert refused.status_code == 422 and "Skriv varför." in refused.text
    assert client.post(path, data={"risk": str(low.id), "reason": "Revisorerna frågar."}).status_code == 303
    page = client.get(f"{Place}/plan/{plan.id}/").text
    assert "Revisorerna frågar." in page and "Det har hänt två gånger i år." in page


def test_where_the_model_does_not_part_them_strategic_risks_enter_the_plan_too(
    town: Municipality, visit: Visit, session: Session, people: dict[str, Person], app: Flask
) -> None:
    strategic = make_risk(session, town.unit_manager, town.unit, "Barn lär sig mindre", nature="strategic")
    plan = begin_plan(session, people["chief"], town.board)
    session.commit()
    client, path, steering = visit("chief"), f"{Place}/plan/{plan.id}/risker", app.extensions[EXTENSION]
    parted = steering.internal_control.model_copy(update={"strategic_with_quality_factors": False})
    app.extensions[EXTENSION] = steering.model_copy(update={"internal_control": parted})
    try:
        assert "Barn lär sig mindre" in client.get(path).text
        assert "och kan tas in i kontrollplanen." in client.get(f"{Place}/risker/ny").text
        assert client.post(path, data={"risk": str(strategic.id)}).status_code == 303
    finally:
        app.extensions[EXTENSION] = steering
    assert "Barn lär sig mindre" in client.get(f"{Place}/plan/{plan.id}/").text


def test_a_plan_cannot_be_decided_until_each_risk_has_a_whole_control(
    town: Municipality, risk: Risk, visit: Visit, session: Session, people: dict[str, Person]
) -> None:
    plan = begin_plan(session, people["chief"], town.board)
    session.commit()
    client = visit("chief")
    assert "Planen kontrollerar ingen risk än." in client.get(f"{Place}/plan/{plan.id}/besluta").text
    plan = add_control(session, people["chief"], plan, risk, method="", told_to="", who="")
    session.commit()
    page = client.get(f"{Place}/plan/{plan.id}/besluta").text
    for said in ("hur kontrollen görs", "vem som gör kontrollen", "vem som får veta"):
        assert said in page
    answer = client.post(
        f"{Place}/plan/{plan.id}/besluta",
        data={"decided_on": "2026-11-01", "decided_by": "KS", "revision": str(plan.record_revision)},
    )
    assert answer.status_code == 422


def test_one_decides_the_plan_one_has_read(
    town: Municipality, risk: Risk, visit: Visit, session: Session, people: dict[str, Person]
) -> None:
    plan = add_control(session, people["chief"], begin_plan(session, people["chief"], town.board), risk)
    session.commit()
    client, data = (
        visit("chief"),
        {"decided_on": "2026-11-01", "decided_by": "Kommunstyrelsen", "revision": "1"},
    )
    assert client.post(f"{Place}/plan/{plan.id}/besluta", data=data).status_code == 409
    data["revision"] = str(plan.record_revision)
    future = client.post(f"{Place}/plan/{plan.id}/besluta", data=data | {"decided_on": "2026-12-24"})
    assert future.status_code == 422 and "framåt i tiden" in future.text
    assert client.post(f"{Place}/plan/{plan.id}/besluta", data=data).status_code == 303
    assert (
        client.post(f"{Place}/plan/{plan.id}/andra", data={"opening": "Mer", "revision": "1"}).status_code
        == 303
    )
    assert whole_plan(session, plan.id).opening == ""


@pytest.mark.parametrize(
    ("who", "draft", "decided"),
    [
        ("chief", True, True),
        ("controller", True, True),
        ("section", False, True),
        ("unit", False, True),
        ("sibling", False, True),
        ("director", False, True),
        ("chair", False, True),
        ("auditor", False, True),
        ("administrator", False, False),
        ("employee", False, False),
    ],
)
def test_a_draft_is_for_those_who_write_it_and_what_is_decided_for_everybody_who_reads_control(
    town: Municipality, risk: Risk, visit: Visit, session: Session, people: dict[str, Person], who: str,
    draft: bool, decided: bool,
) -> None:  # fmt: skip
    plan = add_control(session, people["chief"], begin_plan(session, people["chief"], town.board), risk)
    session.commit()
    client = visit(who)
    assert client.get(f"{Place}/plan/{plan.id}/").status_code == (200 if draft else 404)
    assert client.get(f"{Place}/papper/plan/{plan.id}").status_code == (200 if draft else 404)
    if draft:
        assert name_of(client.get(f"{Place}/papper/plan/{plan.id}.docx")).endswith(", utkast.docx")
    plan = decide_plan(session, people["chief"], plan)
    session.commit()
    answer = client.get(f"{Place}/plan/{plan.id}/")
    assert answer.status_code == (200 if decided else 404)
    if decided:
        assert "Fel lön betalas ut" in answer.text and "Att lönelistor attesteras" in answer.text
    assert client.get(f"{Place}/plan/{plan.id}/andra").status_code == (200 if draft else 404)


def test_a_decided_plan_that_is_open_again_is_read_as_it_was_decided(
    plan: ControlPlan, visit: Visit, session: Session, people: dict[str, Person]
) -> None:
    writer = visit("chief")
    assert writer.post(f"{Place}/plan/{plan.id}/oppna").status_code == 303
    opened = whole_plan(session, plan.id)
    data = {"opening": "Hemlig inledning", "threshold": "8", "revision": str(opened.revision)}
    assert writer.post(f"{Place}/plan/{plan.id}/andra", data=data).status_code == 303
    assert "Hemlig inledning" in writer.get(f"{Place}/plan/{plan.id}/").text
    page = visit("chair").get(f"{Place}/plan/{plan.id}/").text
    assert "Hemlig inledning" not in page and "Stickprov på tjugo löner." in page
    decide_plan(session, people["chief"], plan, "KS/2026:9")
    session.commit()
    reader = visit("auditor")
    assert "Hemlig inledning" in reader.get(f"{Place}/plan/{plan.id}/").text
    assert "Hemlig inledning" not in reader.get(f"{Place}/plan/{plan.id}/version/1").text


def test_who_carries_out_a_control_tells_what_it_showed_and_nobody_beside_does(
    plan: ControlPlan, visit: Visit, session: Session
) -> None:
    occasion = occasions(session, plan)[0].id
    control = session.scalars(select(Control.id)).one()
    path = f"{Place}/tillfalle/{occasion}"
    data = {"seen": "Tjugo löner.", "outcome": "as_it_should", "done_on": "2026-11-20", "revision": "1"}
    for who, reads, tells in (
        ("section", False, False),
        ("sibling", False, False),
        ("director", False, False),
        ("chair", False, False),
        ("unit", True, True),
        ("chief", True, True),
    ):
        client = visit(who)
        assert client.get(f"{Place}/kontroll/{control}/").status_code == (200 if reads else 404), who
        assert client.get(path).status_code == (200 if tells else 404), who
    client = visit("unit")
    refused = client.post(path, data=data | {"seen": ""})
    assert refused.status_code == 422
    assert client.post(path, data=data | {"done_on": "2026-12-24"}).status_code == 422
    assert client.post(path, data=data).status_code == 303
    assert client.post(path, data=data).status_code == 409
    assert "Tjugo löner." in client.get(f"{Place}/kontroll/{control}/").text


def test_a_deviation_goes_by_its_remedies_to_being_closed(
    plan: ControlPlan, visit: Visit, session: Session, people: dict[str, Person]
) -> None:
    client, occasion = visit("unit"), occasions(session, plan)[0].id
    data = {"seen": "Tre fel av tjugo.", "outcome": "deviation", "done_on": "2026-11-20", "revision": "1"}
    refused = client.post(f"{Place}/tillfalle/{occasion}", data=data)
    assert refused.status_code == 422 and "Tre fel av tjugo." in refused.text
    answer = client.post(f"{Place}/tillfalle/{occasion}", data=data | {"deviation": "Attest fattas."})
    assert answer.status_code == 303
    found = session.scalars(select(Deviation)).one()
    path = f"{Place}/avvikelse/{found.id}"
    assert client.post(f"{path}/atgard", data={"what": ""}).status_code == 422
    mender = people["sibling"]
    data = {"what": "Ny rutin.", "responsible_person": str(mender.id), "due_on": "2026-12-20"}
    assert client.post(f"{path}/atgard", data=data).status_code == 303
    early = client.post(f"{path}/avsluta", data={"follow_up": "Klart.", "revision": "1"})
    assert early.status_code == 422 and "inte klar än" in early.text and "Klart." in early.text
    remedy = session.scalars(select(Remedy)).one().id
    other = visit("sibling")
    assert "Ny rutin." in other.get(f"{path}/").text
    assert "Ny rutin." in other.get(f"{Place}/att-gora").text
    assert (
        other.post(f"{path}/avsluta", data={"follow_up": "Jag stänger.", "revision": "1"}).status_code == 404
    )
    assert other.post(f"{path}/atgard/{remedy}", data={"wish": "done", "outcome": ""}).status_code == 422
    assert (
        other.post(f"{path}/atgard/{remedy}", data={"wish": "done", "outcome": "Alla kan."}).status_code
        == 303
    )
    assert client.post(f"{path}/avsluta", data={"follow_up": "Håller.", "revision": "1"}).status_code == 303
    assert "Håller." in client.get(f"{path}/").text
    back = client.post(
        f"{Place}/tillfalle/{occasion}",
        data={"seen": "Inget.", "outcome": "as_it_should", "done_on": "2026-11-20", "revision": "2"},
    )
    assert back.status_code == 422
    assert client.post(f"{path}/oppna").status_code == 303
    session.expire_all()
    assert session.scalars(select(Deviation)).one().closed_on is None


def test_a_control_that_is_not_carried_out_says_why(
    plan: ControlPlan, visit: Visit, session: Session
) -> None:
    client, occasion = visit("unit"), occasions(session, plan)[0].id
    path = f"{Place}/tillfalle/{occasion}/gors-inte"
    assert client.post(path, data={"why": ""}).status_code == 422
    assert client.post(path, data={"why": "Systemet byts."}).status_code == 303
    session.expire_all()
    assert session.get_one(Occasion, occasion).left_out == "Systemet byts."
    late = client.post(path, data={"why": "Ingen var på plats."})
    assert late.status_code == 409 and "Ingen var på plats." in late.text
    assert client.post(path, data={"why": "Systemet byts."}).status_code == 303
    assert client.post(f"{path}?wish=back").status_code == 303
    session.expire_all()
    assert session.get_one(Occasion, occasion).left_out == ""


def test_evidence_is_read_by_those_who_read_the_control(
    plan: ControlPlan, visit: Visit, session: Session, people: dict[str, Person]
) -> None:
    tell(session, people["unit"], plan)
    occasion = occasions(session, plan)[0].id
    session.commit()
    client = visit("unit")
    answer = client.post(
        f"{Place}/tillfalle/{occasion}/filer",
        data={"file": (io.BytesIO(b"tjugo rader"), "stickprov.txt")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 303
    page = client.get(answer.location).text
    found = re.search(r'href="(/bilagor/\d+)"[^>]*>stickprov.txt', page)
    assert found
    assert client.get(found.group(1)).status_code in {302, 303}
    for who in ("sibling", "chair", "director"):
        assert visit(who).get(found.group(1)).status_code == 404, who
    other = visit("sibling").post(
        f"{Place}/tillfalle/{occasion}/filer",
        data={"file": (io.BytesIO(b"x"), "x.txt")},
        content_type="multipart/form-data",
    )
    assert other.status_code == 404


def test_next_years_plan_begins_with_this_years_and_marks_what_changed(
    plan: ControlPlan, town: Municipality, visit: Visit, session: Session, people: dict[str, Person]
) -> None:
    client = visit("chief")
    answer = client.post(f"{Place}/plan/ny", data={"unit": str(town.board.id), "year": "2027"})
    page = client.get(answer.location).text
    assert "Jämfört med 2026" in page and "Inget är ändrat än." in page
    made = session.scalars(select(ControlPlan).where(ControlPlan.year == 2027)).one()
    made = whole_plan(session, made.id)
    control = made.chosen[0].controls[0]
    assert [one.due_on.year for one in control.occasions] == [2027] * 4
    data = {
        "what": control.what,
        "method": "Stickprov på femtio.",
        "often": "month",
        "who": control.who,
        "told_to": control.told_to,
        "responsible_person": str(people["unit"].id),
        "revision": "1",
    }
    assert client.post(f"{Place}/plan/{made.id}/kontroll/{control.id}/andra", data=data).status_code == 303
    made = whole_plan(session, made.id)
    assert len([one for one in made.chosen[0].controls[0].occasions if one.removed_at is None]) == 12
    assert "En ändrad kontroll." in client.get(f"{Place}/plan/{made.id}/").text
    client.post(f"{Place}/plan/{made.id}/risker/{made.chosen[0].id}", data={"wish": "out"})
    assert "Inte med i år: Fel lön betalas ut." in client.get(f"{Place}/plan/{made.id}/").text


def test_the_same_plan_is_not_begun_twice(plan: ControlPlan, town: Municipality, visit: Visit) -> None:
    answer = visit("chief").post(f"{Place}/plan/ny", data={"unit": str(town.board.id), "year": "2026"})
    assert "finns redan" in visit("chief").get(answer.location).text or answer.status_code == 303


def write_and_decide_report(client: SamsynClient, plan_id: int) -> None:
    path = f"{Place}/plan/{plan_id}/rapport"
    data = {"whole": "Kontrollerna visar att vi har ordning.", "learned": "Börja tidigare.", "revision": "0"}
    assert client.post(f"{path}/skriv", data=data).status_code == 303
    assert client.post(f"{path}/skriv", data=data).status_code == 409
    decision = {"decided_on": "2026-11-27", "decided_by": "Kommunstyrelsen", "registry_number": "KS/2026:7"}
    assert client.post(f"{path}/besluta", data=decision | {"revision": "9"}).status_code == 409
    assert client.post(f"{path}/besluta", data=decision | {"revision": "1"}).status_code == 303


def test_every_member_reads_the_same_report_and_nothing_before_it_is_approved(
    plan: ControlPlan, visit: Visit, session: Session, people: dict[str, Person]
) -> None:
    tell(session, people["unit"], plan, deviation="Attest fattas på två.")
    session.commit()
    path = f"{Place}/plan/{plan.id}/rapport/"
    assert visit("chair").get(path).status_code == 404
    assert "Attest fattas på två." in visit("chief").get(path).text
    write_and_decide_report(visit("chief"), plan.id)
    pages = []
    for who in ("chair", "auditor"):
        page = visit(who).get(path).text
        assert "Kontrollerna visar att vi har ordning." in page and "Attest fattas på två." in page
        pages.append(page.partition("<main")[2].partition("</main>")[0])
    assert pages[0] == pages[1]
    later = occasions(session, plan)[1].id
    visit("unit").post(
        f"{Place}/tillfalle/{later}",
        data={
            "seen": "Efter rapporten.",
            "outcome": "as_it_should",
            "done_on": "2026-11-28",
            "revision": "1",
        },
    )
    assert "Efter rapporten." not in visit("chair").get(path).text


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_plan_report_and_evaluation_are_taken_away_on_paper(
    plan: ControlPlan, visit: Visit, session: Session, people: dict[str, Person], form: str
) -> None:
    tell(session, people["unit"], plan, deviation="Attest fattas.")
    session.commit()
    write_and_decide_report(visit("chief"), plan.id)
    client = visit("chair")
    for sort in ("plan", "rapport"):
        page = client.get(f"{Place}/papper/{sort}/{plan.id}")
        assert page.status_code == 200 and "Fel lön betalas ut" in page.text
        file = client.get(f"{Place}/papper/{sort}/{plan.id}.{form}")
        assert file.status_code == 200 and file.data[:4] == {"pdf": b"%PDF", "docx": b"PK\x03\x04"}[form]
        assert re.search(rf", beslutad 2026-\d\d-\d\d\.{form}$", name_of(file))
    assert client.get(f"{Place}/papper/utvardering/2026.{form}").status_code == 404


def test_the_executive_board_evaluates_every_board_and_company_in_its_own_words(
    plan: ControlPlan, town: Municipality, visit: Visit, session: Session
) -> None:
    write_and_decide_report(visit("chief"), plan.id)
    for who in ("section", "director", "chair"):
        assert visit(who).get(f"{Place}/utvardering/2026/skriv").status_code == 404, who
    client = visit("chief")
    page = client.get(f"{Place}/utvardering?ar=2026").text
    assert "Kontrollerna visar att vi har ordning." in page
    data = {"whole": "Den fungerar.", f"unit-{town.board.id}": "God ordning.", "revision": "0"}
    assert client.post(f"{Place}/utvardering/2026/skriv", data=data).status_code == 303
    assert client.post(f"{Place}/utvardering/2026/skriv", data=data).status_code == 409
    assert "Den fungerar." not in visit("chair").get(f"{Place}/utvardering?ar=2026").text
    decision = {"decided_on": "2026-11-27", "decided_by": "Kommunstyrelsen", "revision": "1"}
    refused = client.post(f"{Place}/utvardering/2026/besluta", data=decision)
    assert refused.status_code == 422 and "Inget är skrivet om Bostadsbolaget." in refused.text
    data |= {f"unit-{town.company.id}": "Ingen rapport kom.", "revision": "1"}
    assert client.post(f"{Place}/utvardering/2026/skriv", data=data).status_code == 303
    answer = client.post(f"{Place}/utvardering/2026/besluta", data=decision | {"revision": "2"})
    assert answer.status_code == 303
    for who in ("chair", "auditor", "section"):
        page = visit(who).get(f"{Place}/utvardering?ar=2026").text
        assert "Den fungerar." in page and "Ingen rapport kom." in page
    assert visit("chair").get(f"{Place}/papper/utvardering/2026.docx").status_code == 200


def test_only_decided_plans_stand_on_the_page_of_a_year(
    town: Municipality, risk: Risk, visit: Visit, session: Session, people: dict[str, Person]
) -> None:
    plan = add_control(session, people["chief"], begin_plan(session, people["chief"], town.board), risk)
    session.commit()
    link = f'href="{Place}/plan/{plan.id}/"'
    assert link in visit("chief").get(f"{Place}/").text
    assert link not in visit("chair").get(f"{Place}/").text
    decide_plan(session, people["chief"], plan)
    session.commit()
    assert link in visit("chair").get(f"{Place}/").text


def test_what_waits_for_me_stands_in_the_order_it_is_to_be_done(
    plan: ControlPlan, visit: Visit, clock: Callable[[datetime], None]
) -> None:
    page = visit("unit").get(f"{Place}/att-gora").text
    assert page.count("Att lönelistor attesteras") == 4
    assert "Inget väntar på dig" in visit("sibling").get(f"{Place}/att-gora").text
    assert "31 dec" in visit("chief").get(f"{Place}/plan/{plan.id}/kalender").text
    clock(datetime(2026, 11, 28, 9, tzinfo=UTC))
