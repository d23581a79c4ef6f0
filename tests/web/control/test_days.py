"""Controls told of after their day, days that have not come, and what a plan needs before it can be decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.organisation.models import Person
from app.quality.control.models import Control, ControlPlan, Often
from app.quality.risks.models import Risk
from tests.factories.control import (
    add_control,
    begin_plan,
    decided_plan,
    first_control,
    make_risk,
    occasions,
    tell,
    whole_plan,
)
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.support.routes import text_of_pdf

Visit = Callable[[str], SamsynClient]
PLACE = "/internkontroll"


@pytest.fixture
def risk(town: Municipality, session: Session) -> Risk:
    made = make_risk(session, town.unit_manager, town.unit)
    session.commit()
    return made


@pytest.fixture
def plan(town: Municipality, risk: Risk, session: Session, people: dict[str, Person]) -> ControlPlan:
    """Decided, with a control each quarter: three days have been, the last of December has not."""
    made = decided_plan(session, people["chief"], town.board, risk, person=people["unit"])
    session.commit()
    return made


def test_a_control_told_of_late_is_of_today_until_one_says_another_day(
    plan: ControlPlan, visit: Visit, session: Session
) -> None:
    client, late, ahead = visit("unit"), occasions(session, plan)[2].id, occasions(session, plan)[3].id
    for occasion in (late, ahead):
        assert 'value="2026-11-28"' in client.get(f"{PLACE}/tillfalle/{occasion}").text
    refused = client.post(f"{PLACE}/tillfalle/{late}/gors-inte", data={"why": ""}).text
    assert 'value="2026-11-28"' in refused and 'value="2026-09-30"' not in refused


def test_a_control_carried_out_late_says_when_it_should_have_been(
    plan: ControlPlan, visit: Visit, session: Session, people: dict[str, Person]
) -> None:
    tell(session, people["unit"], plan, place=2)
    tell(session, people["unit"], plan, place=1, on=date(2026, 6, 29))
    session.commit()
    client, control = visit("chief"), first_control(whole_plan(session, plan.id)).id
    page = client.get(f"{PLACE}/kontroll/{control}/").text
    assert "skulle göras 30 september, gjord 28 november" in page
    assert "skulle göras senast 30 juni" in page
    report = client.get(f"{PLACE}/plan/{plan.id}/rapport/").text
    assert report.count("skulle göras") == 1 and "skulle göras 30 september, gjord 28 november" in report
    paper = client.get(f"{PLACE}/papper/rapport/{plan.id}").text
    assert "skulle göras 30 september 2026, gjord 28 november 2026" in paper


def test_a_day_that_has_not_come_is_no_gap_in_the_report(
    plan: ControlPlan, visit: Visit, session: Session, clock: Callable[[datetime], None]
) -> None:
    client, path = visit("chief"), f"{PLACE}/plan/{plan.id}/rapport"
    page = client.get(f"{path}/").text
    assert "31 mars: inte gjord." in page and "31 december: inte än." in page
    paper = client.get(f"{PLACE}/papper/rapport/{plan.id}").text
    assert "31 mars 2026: inte gjord." in paper and "31 december 2026: inte än." in paper
    data = {"whole": "Vi har ordning.", "learned": "", "revision": "0"}
    assert client.post(f"{path}/skriv", data=data).status_code == 303
    decision = {"decided_on": "2026-11-27", "decided_by": "Kommunstyrelsen", "revision": "1"}
    assert client.post(f"{path}/besluta", data=decision).status_code == 303
    # What was not yet when the report was decided never becomes a gap of it.
    clock(datetime(2027, 3, 1, 9, tzinfo=UTC))
    assert "31 december 2026: inte än." in visit("chair").get(f"{path}/").text


def test_what_a_plan_needs_is_said_at_its_field_and_each_obstacle_leads_to_its_form(
    town: Municipality, risk: Risk, visit: Visit, session: Session, people: dict[str, Person]
) -> None:
    plan = begin_plan(session, people["chief"], town.board)
    session.commit()
    client, here = visit("chief"), f"{PLACE}/plan/{plan.id}"
    assert f'href="{here}/risker"' in client.get(f"{here}/besluta").text
    plan = add_control(session, people["chief"], plan, risk, often=Often.OTHER, method="", told_to="", who="")
    bare = add_control(
        session, people["chief"], plan, make_risk(session, town.unit_manager, town.unit, "Brand")
    )
    empty = next(one for one in bare.chosen if one.risk.title == "Brand")
    empty.controls[0].removed_at = datetime(2026, 11, 28, tzinfo=UTC)
    session.commit()
    control = first_control(whole_plan(session, plan.id)).id
    form = f"{here}/kontroll/{control}/andra"
    for page in (client.get(f"{here}/besluta").text, client.get(f"{here}/").text):
        for place in (
            *(f"{form}#{field}" for field in ("method", "responsible_person", "told_to")),
            f"{PLACE}/kontroll/{control}/#days",
            f"{here}/risker/{empty.id}/kontroll",
        ):
            assert f'href="{place}"' in page, place
    page = client.get(form).text
    assert page.count("Behövs innan planen beslutas") == 3 and "(frivilligt)" not in page
    for field in ("method", "responsible_person", "told_to"):
        assert f'id="{field}"' in page


def test_a_control_on_days_one_chooses_leads_to_choosing_them(
    town: Municipality, risk: Risk, visit: Visit, session: Session, people: dict[str, Person]
) -> None:
    plan = add_control(session, people["chief"], begin_plan(session, people["chief"], town.board), risk)
    session.commit()
    client, here = visit("chief"), f"{PLACE}/plan/{plan.id}"
    data = {"what": "Att kassan stämmer", "often": "other", "responsible_person": ""}
    answer = client.post(f"{here}/risker/{plan.chosen[0].id}/kontroll", data=data)
    made = session.scalars(select(Control.id).order_by(Control.id.desc())).first()
    assert answer.location.endswith(f"{PLACE}/kontroll/{made}/#days")
    assert "Lägg till de dagar den ska göras." in client.get(answer.location).text
    changed = client.post(f"{here}/kontroll/{made}/andra", data=data | {"method": "Räkna", "revision": "1"})
    assert changed.location.endswith("#days")
    client.post(f"{here}/kontroll/{made}/dagar", data={"wish": "add", "due_on": "2026-12-01"})
    changed = client.post(
        f"{here}/kontroll/{made}/andra", data=data | {"method": "Räkna om", "revision": "2"}
    )
    assert not changed.location.endswith("#days")


def test_what_a_report_and_an_evaluation_lack_leads_to_where_it_is_written(
    plan: ControlPlan, town: Municipality, visit: Visit
) -> None:
    client, path = visit("chief"), f"{PLACE}/plan/{plan.id}/rapport"
    client.post(f"{path}/skriv", data={"whole": "", "learned": "Mer.", "revision": "0"})
    assert f'href="{path}/skriv#whole"' in client.get(f"{path}/besluta").text
    evaluation = f"{PLACE}/utvardering/2026"
    client.post(f"{evaluation}/skriv", data={"whole": "Bra.", "revision": "0"})
    decision = {"decided_on": "2026-11-27", "decided_by": "KS", "revision": "1"}
    page = client.post(f"{evaluation}/besluta", data=decision).text
    assert f'href="{evaluation}/skriv#unit-{town.company.id}"' in page
    assert f'id="unit-{town.company.id}"' in client.get(f"{evaluation}/skriv").text


def test_paper_has_whole_dates_and_room_for_its_words(
    plan: ControlPlan, visit: Visit, session: Session, people: dict[str, Person]
) -> None:
    client = visit("chair")
    page = client.get(f"{PLACE}/papper/plan/{plan.id}").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Beslutad av Kommunstyrelsen 28 november 2026" in page
    assert "varje kvartal: 31 mars, 30 juni, 30 september och 31 december 2026" in page
    assert "Personalutskottet" in text_of_pdf(client.get(f"{PLACE}/papper/plan/{plan.id}.pdf").data).split(
        "\n"
    )
