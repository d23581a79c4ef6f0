"""What a unit had established stays readable when it is no more: to whoever reads what came after it (domain 3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.organisation import reorganising, units
from app.organisation.models import Appointment, Person, Unit
from app.organisation.reorganising import SplitPart
from app.writing.models import TextState
from tests.factories import economy, planning, reports
from tests.factories.organisation import Municipality, make_municipality
from tests.factories.passages import make_passage
from tests.factories.unit_texts import make_text
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in

WORDS = "Kanelfjäril"
Visit = Callable[[str], SamsynClient]


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def visit(session: Session, clients: Callable[[], SamsynClient], town: Municipality) -> Visit:
    return lambda who: sign_in(clients(), session, town.everybody[who])


def held_at(session: Session, unit: Unit) -> frozenset[int]:
    return frozenset(session.scalars(select(Appointment.id).where(Appointment.unit_id == unit.id)))


def close(session: Session, town: Municipality) -> None:
    units.close_unit(session, unit_id=town.unit.id, on=clock.today(), actor_id=None, end_appointments=True)


def merge(session: Session, town: Municipality) -> None:
    reorganising.merge_units(
        session,
        unit_ids=[town.unit.id, town.sibling.id],
        on=clock.today(),
        name="Förskolan Ängsbjörken",
        appointments=held_at(session, town.unit),
        actor_id=None,
    )


def split(session: Session, town: Municipality) -> None:
    reorganising.split_unit(
        session,
        unit_id=town.unit.id,
        on=clock.today(),
        into=[SplitPart("Ängen stora", appointments=held_at(session, town.unit)), SplitPart("Ängen lilla")],
        actor_id=None,
    )


READS = {
    close: {"section", "chief", "support", "chair", "auditor"},
    merge: {"unit", "section", "chief", "support", "chair", "auditor"},
    split: {"unit", "section", "chief", "support", "chair", "auditor"},
}


@pytest.mark.parametrize("change", [close, merge, split])
def test_what_was_established_is_read_by_whoever_reads_what_came_after(
    session: Session, town: Municipality, visit: Visit, change: Callable[[Session, Municipality], None]
) -> None:
    text = make_text(session, town.unit, town.unit_manager, WORDS, state=TextState.ESTABLISHED)
    draft = make_text(session, town.unit, town.unit_manager, "Silverlind", year=2027)
    change(session, town)
    session.commit()
    for who in town.everybody:
        client = visit(who)
        page = client.get(f"/analys/text/{text.id}")
        assert (page.status_code == 200) == (who in READS[change]), who
        found = client.get("/sok", query_string={"q": WORDS}).text
        assert (f"/analys/text/{text.id}" in found) == (who in READS[change]), who
        assert client.get(f"/analys/text/{draft.id}").status_code != 200, who
        assert f"/analys/text/{draft.id}" not in client.get("/sok", query_string={"q": "Silverlind"}).text, (
            who
        )
        if page.status_code == 200:
            assert WORDS in page.text


def written(session: Session, town: Municipality, unit: Unit, by: Person) -> dict[str, str]:
    """Let a unit establish, submit and hand in something of each sort; gives the pages."""
    goal = planning.make_established(session, unit, by)
    forecast = economy.make_submitted(session, unit, by)
    return {
        "goal": f"/plan/mal/{goal.id}",
        "forecast": f"/ekonomi/prognos/{forecast.id}",
    }


@pytest.mark.parametrize("change", [close, merge, split])
def test_goals_and_forecasts_stay_readable_too(
    session: Session, town: Municipality, visit: Visit, change: Callable[[Session, Municipality], None]
) -> None:
    pages = written(session, town, town.unit, town.unit_manager)
    change(session, town)
    session.commit()
    for who in town.everybody:
        client = visit(who)
        read = {name: client.get(page).status_code == 200 for name, page in pages.items()}
        assert read == dict.fromkeys(pages, who in READS[change]), who


def test_a_report_that_was_handed_in_stays_readable(
    session: Session, town: Municipality, visit: Visit
) -> None:
    begun = reports.make_report(session, town.section, town.section_manager, WORDS)
    report = reports.hand_in(session, begun, town.section_manager)
    reorganising.merge_units(
        session,
        unit_ids=[town.section.id, town.other_section.id],
        on=clock.today(),
        name="Välfärdssektionen",
        appointments=held_at(session, town.section),
        actor_id=None,
    )
    session.commit()
    for who in ("section", "chief", "support", "auditor"):
        page = visit(who).get(f"/rapporter/{report.id}").text
        assert WORDS in page, who
        assert f"enhet={town.section.id}" not in page, "there is no page of the unit to go to"
    for who in ("unit", "other_unit", "employee", "administrator"):
        assert visit(who).get(f"/rapporter/{report.id}").status_code != 200, who


def test_what_was_raised_stays_with_those_above(session: Session, town: Municipality, visit: Visit) -> None:
    """Whoever leads what came after reads no more of the dialogues of those before than the two let upward to others."""
    raised = make_passage(
        session, (town.section, town.section_manager), (town.unit, town.unit_manager), text=WORDS
    )
    reorganising.merge_units(
        session,
        unit_ids=[town.section.id, town.other_section.id],
        on=clock.today(),
        name="Välfärdssektionen",
        appointments=[
            one.id
            for one in session.scalars(
                select(Appointment).where(Appointment.unit_id == town.other_section.id)
            )
        ],
        actor_id=None,
    )
    session.commit()
    page = f"/lyft/{raised.id}"
    reads = {
        who: visit(who).get(page).status_code == 200 for who in ("chief", "unit", "other_section", "sibling")
    }
    assert reads == {"chief": True, "unit": True, "other_section": False, "sibling": False}
    chief = visit("chief")
    assert WORDS in chief.get("/lyft/?vy=till-mig").text
    assert chief.post(f"{page}/svar", data={"text": "Vi tar det i ledningen."}).status_code in {302, 303}
    assert "Vi tar det i ledningen." in visit("unit").get(page).text


def test_nobody_writes_on_in_a_unit_that_is_no_more(
    session: Session, town: Municipality, visit: Visit
) -> None:
    text = make_text(session, town.unit, town.unit_manager, WORDS, state=TextState.ESTABLISHED)
    number, part = text.id, text.parts[0].id
    merge(session, town)
    session.commit()
    for who in ("unit", "support", "section"):
        client = visit(who)
        sent = {"kind": text.kind, "unit": town.unit.id, "year": 2026}
        assert client.post("/analys/text/borja", data=sent).status_code == 404
        assert client.post(f"/analys/text/{number}/del/{part}", data={"text": "x"}).status_code in {404, 422}


def test_it_stays_readable_through_one_reorganisation_after_another(
    session: Session, town: Municipality, visit: Visit
) -> None:
    text = make_text(session, town.unit, town.unit_manager, WORDS, state=TextState.ESTABLISHED)
    close(session, town)
    held = held_at(session, town.section)
    reorganising.merge_units(
        session,
        unit_ids=[town.section.id, town.other_section.id],
        on=clock.today(),
        name="Välfärdssektionen",
        appointments=held,
        actor_id=None,
    )
    session.commit()
    for who in ("section", "chief", "support"):
        assert visit(who).get(f"/analys/text/{text.id}").status_code == 200, who
    assert visit("other_unit").get(f"/analys/text/{text.id}").status_code == 404


def test_the_page_of_what_came_after_leads_to_it_and_it_says_who_took_over(
    session: Session, town: Municipality, visit: Visit
) -> None:
    text = make_text(session, town.unit, town.unit_manager, WORDS, state=TextState.ESTABLISHED)
    session.commit()
    client = visit("unit")
    assert "Från tiden före omorganisationen" not in client.get("/analys/").text
    merge(session, town)
    session.commit()
    page = client.get("/analys/").text
    assert "Från tiden före omorganisationen" in page
    assert f'href="/analys/text/{text.id}"' in page
    read = client.get(f"/analys/text/{text.id}").text
    assert "Förskolan Ängsbjörken har tagit över." in read
    assert f"enhet={town.unit.id}" not in read, "there is no page of the unit to go to"
    readers = client.get(f"/analys/text/{text.id}/lasare").text
    assert "Chefer och stöd för Förskolan Ängsbjörken och enheterna ovanför" in readers
    assert "läser och skriver" not in readers
    for page in (f"/analys/text/{text.id}/versioner", f"/analys/text/{text.id}/fil.docx"):
        assert client.get(page).status_code == 200, page


def test_the_vision_stays_where_it_is_while_the_end_of_the_administration_is_only_planned(
    session: Session, town: Municipality, visit: Visit
) -> None:
    reorganising.merge_units(
        session,
        unit_ids=[town.administration.id, town.company.id],
        on=clock.today() + timedelta(days=30),
        name="Norra",
        actor_id=None,
    )
    session.commit()
    page = visit("chief").get("/analys/vision").text
    assert "Förvaltningen" in page
    assert "Norra" not in page
