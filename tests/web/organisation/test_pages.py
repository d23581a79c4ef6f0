"""What the pages show, to whom, on which day, and how much they ask of the database."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.organisation import appointing, units
from app.organisation.bulk import AppointmentRow, PersonRow, UnitRow, bulk_load
from app.organisation.models import Appointment, Person, Unit
from app.organisation.rows import COLUMNS
from app.ui.formats import long_day
from tests.factories.organisation import LONG_AGO, Municipality, make_municipality, make_person, make_unit
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in

NEXT_YEAR = date(2099, 1, 1)


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def admin(session: Session, client: SamsynClient, town: Municipality) -> SamsynClient:
    return sign_in(client, session, town.administrator)


def test_the_tree_shows_units_in_place_with_their_managers(admin: SamsynClient, town: Municipality) -> None:
    page = admin.get("/organisation/").text
    assert page.index("Kommunfullmäktige") < page.index("Lärandesektionen") < page.index("Förskolan Ängen")
    assert "Eva Enhetschef" in page


def test_the_tree_of_another_day_is_that_days(
    admin: SamsynClient, session: Session, town: Municipality
) -> None:
    units.move_unit(
        session, unit_id=town.unit.id, parent_id=town.other_section.id, on=NEXT_YEAR, actor_id=None
    )
    unit, other = f'id="enhet-{town.unit.id}"', f'id="under-{town.other_section.id}"'
    now = admin.get("/organisation/").text
    then = admin.get("/organisation/?dag=2099-01-01").text
    assert unit in now.split(f'id="under-{town.section.id}"')[1].split("</ul>")[0]
    assert unit in then.split(other)[1].split("</ul>")[0]
    assert "Planerade ändringar" in now


@pytest.mark.parametrize(
    "query",
    ["dag=xx", "dag=9999-99-99", "oppen=x", "oppen=99999999999999", "q=%00", "q=%25", "q=" + "%C3%A5" * 500],
)
def test_odd_questions_are_answered_calmly(admin: SamsynClient, query: str) -> None:
    assert admin.get(f"/organisation/?{query}").status_code == 200


def test_search_minds_neither_case_nor_wildcards(admin: SamsynClient, town: Municipality) -> None:
    assert "Förskolan Ängen" in admin.get("/organisation/", query_string={"q": "FÖRSKOLAN äNGEN"}).text
    assert "Förskolan Ängen" not in admin.get("/organisation/?q=F_rskolan").text
    assert "Eva Enhetschef" in admin.get("/organisation/?q=eva+enhets").text


def test_who_is_employed_where_is_only_for_those_who_keep_it(
    admin: SamsynClient, clients: Callable[[], SamsynClient], session: Session, town: Municipality
) -> None:
    manager = sign_in(clients(), session, town.other_unit_manager)
    for path in (
        f"/organisation/enhet/{town.unit.id}",
        "/organisation/?q=Mia",
        "/organisation/ta-med.csv",
    ):
        assert "Mia Medarbetare" in admin.get(path).text
        assert "Mia Medarbetare" not in manager.get(path).text
    assert manager.get(f"/organisation/person/{town.employee.id}").status_code == 404
    assert manager.get(f"/organisation/person/{town.section_manager.id}").status_code == 200


def test_employees_do_not_read_the_organisation(
    client: SamsynClient, session: Session, town: Municipality
) -> None:
    employee = sign_in(client, session, town.employee)
    for path in ("/organisation/", f"/organisation/enhet/{town.unit.id}", "/organisation/ta-med.xlsx"):
        assert employee.get(path).status_code == 404


CHANGING = [
    "/organisation/ny-enhet",
    "/organisation/enhet/{unit}/namn",
    "/organisation/enhet/{unit}/flytta",
    "/organisation/enhet/{unit}/avsluta",
    "/organisation/enhet/{unit}/dela",
    "/organisation/enhet/{unit}/sla-ihop",
    "/organisation/ny-person",
    "/organisation/nytt-forordnande",
    "/organisation/person/{person}/uppgifter",
    "/organisation/person/{person}/avsluta",
    "/organisation/person/{person}/oppna",
    "/organisation/las-in",
    "/organisation/forordnande/1",
]


def stands_in(page: str) -> dict[str, str]:
    """Give what a form carries of how things stood when it was shown."""
    found = re.search(r'name="stands" value="([^"]+)"', page)
    return {"stands": found[1]} if found else {}


def seen(client: SamsynClient, address: str) -> dict[str, str]:
    return stands_in(client.get(address).text)


@pytest.mark.parametrize("path", CHANGING)
def test_only_administrators_reach_what_changes(
    admin: SamsynClient,
    clients: Callable[[], SamsynClient],
    session: Session,
    town: Municipality,
    path: str,
) -> None:
    address = path.format(unit=town.unit.id, person=town.employee.id)
    if "forordnande/1" in path:
        address = f"/organisation/forordnande/{session.scalars(select(Appointment.id).limit(1)).one()}"
    assert admin.get(address).status_code == 200
    assert admin.post(address, data={"x": "\0"}).status_code in {302, 422}
    manager = sign_in(clients(), session, town.chief_executive)
    assert manager.get(address).status_code == 404
    assert manager.post(address, data={}).status_code == 404


def test_a_move_is_explained_before_it_is_made(
    admin: SamsynClient, session: Session, town: Municipality
) -> None:
    address = f"/organisation/enhet/{town.unit.id}/flytta"
    wanted = {"parent": str(town.other_section.id), "on": "2099-01-01"}
    asked = admin.post(address, data=wanted)
    assert asked.status_code == 200
    assert "ligger Förskolan Ängen under Servicesektionen i stället för Lärandesektionen" in asked.text
    assert "Lärandesektionen" in admin.get(f"/organisation/enhet/{town.unit.id}?dag=2099-01-01").text
    done = admin.post(address, data=wanted | {"confirmed": "1"})
    assert done.status_code == 302
    page = admin.get(f"/organisation/enhet/{town.unit.id}?dag=2099-01-01").text
    assert "Var enheten har legat" in page
    assert "Adam Administratör" in page


def test_a_unit_of_a_kind_of_the_model_before_can_be_moved(
    admin: SamsynClient, session: Session, town: Municipality
) -> None:
    """The form offers what is of the kind it hangs under, also where the model in force has no word for either."""
    former, other = (
        make_unit(session, name, kind="before", under=town.administration) for name in ("Grön", "Blå")
    )
    moving = make_unit(session, "Röd", kind="before_too", under=former)
    address = f"/organisation/enhet/{moving.id}/flytta"
    assert f'<option value="{other.id}">' in admin.get(address).text
    wanted = {"parent": str(other.id), "on": "2099-01-01", "confirmed": "1"}
    assert admin.post(address, data=wanted).status_code == 302


def test_what_is_refused_stands_in_the_form(
    admin: SamsynClient, session: Session, town: Municipality
) -> None:
    closing = admin.post(f"/organisation/enhet/{town.section.id}/avsluta", data={"last_day": "2098-12-31"})
    assert closing.status_code == 422
    assert "har enheter under sig" in closing.text
    other = make_person(session, "Nina Ny")
    appointing = admin.post(
        "/organisation/nytt-forordnande",
        data={
            "person": str(other.id),
            "unit": str(town.unit.id),
            "role": "manager",
            "duty": "",
            "valid_from": "2026-01-01",
        },
    )
    assert appointing.status_code == 422
    assert "har redan en ordinarie chef då: Eva Enhetschef" in appointing.text


def test_a_new_person_gets_an_appointment_and_then_rights(
    admin: SamsynClient, session: Session, town: Municipality
) -> None:
    made = admin.post(
        f"/organisation/ny-person?enhet={town.company.id}",
        data={"name": "Vera VD", "email": "vera@exempel.se", "language": "sv"},
    )
    person = session.scalars(select(Person).where(Person.name == "Vera VD")).one()
    assert f"person={person.id}" in made.location
    done = admin.post(
        made.location,
        data={
            "person": str(person.id),
            "unit": str(town.company.id),
            "role": "manager",
            "duty": "",
            "valid_from": "2026-01-01",
        },
    )
    assert done.status_code == 302
    assert "Vera VD" in admin.get(f"/organisation/enhet/{town.company.id}").text


def test_an_address_that_somebody_has_is_given_to_nobody_else(
    admin: SamsynClient, session: Session, town: Municipality
) -> None:
    make_person(session, "Erika Lundgren", email="erika@exempel.se")
    other = make_person(session, "Bo Ek", email="bo@exempel.se")
    gone = make_person(session, "Gun Gick", email="gun@exempel.se")
    gone.closed_on = LONG_AGO
    session.commit()
    asked = {"name": "Anna A", "email": "Erika@exempel.se", "language": "sv"}
    for address in ("/organisation/ny-person", f"/organisation/person/{other.id}/uppgifter"):
        answer = admin.post(address, data=asked | seen(admin, address))
        assert answer.status_code == 422
        assert "hör redan till Erika Lundgren" in answer.text
    assert admin.post("/organisation/ny-person", data={**asked, "email": "gun@exempel.se"}).status_code == 302


def test_a_split_and_a_merger_go_through_their_forms(
    admin: SamsynClient, session: Session, town: Municipality
) -> None:
    split = {
        "on": "2099-01-01",
        "name_1": "Förskola",
        "name_2": "Grundskola",
        f"child-{town.sibling.id}": "2",
        "confirmed": "1",
    }
    assert admin.post(f"/organisation/enhet/{town.section.id}/dela", data=split).status_code == 302
    session.rollback()
    new = session.scalars(select(Unit).where(Unit.name == "Grundskola")).one()
    page = admin.get(f"/organisation/enhet/{new.id}").text
    assert "Förskolan Björken" in page
    assert "Bröts ut ur" in page
    merger = {
        "other": str(town.other_unit.id),
        "on": "2099-06-01",
        "name": "Ihop",
        "confirmed": "1",
    }
    assert admin.post(f"/organisation/enhet/{town.unit.id}/sla-ihop", data=merger).status_code == 302
    assert "Gick upp i" in admin.get(f"/organisation/enhet/{town.unit.id}").text


def test_the_day_an_appointment_ends_is_the_day_rights_end(
    clients: Callable[[], SamsynClient], admin: SamsynClient, session: Session, town: Municipality
) -> None:
    manager = sign_in(clients(), session, town.other_unit_manager)
    assert manager.get("/organisation/").status_code == 200
    held = session.scalars(
        select(Appointment).where(Appointment.person_id == town.other_unit_manager.id)
    ).one()
    address = f"/organisation/forordnande/{held.id}"
    ended = admin.post(
        address,
        data={"valid_from": "2024-01-01", "last_day": "2026-01-31", "duty": "", "confirmed": "1"}
        | seen(admin, address),
    )
    assert ended.status_code == 302
    assert manager.get("/organisation/").status_code != 200


def test_what_somebody_else_changed_meanwhile_is_shown_and_not_written_over(
    admin: SamsynClient, session: Session, town: Municipality
) -> None:
    person, unit = town.employee.id, town.unit.id
    held = session.scalars(select(Appointment).where(Appointment.person_id == person)).one()
    for address, first, second, words in (
        (
            f"/organisation/person/{person}/uppgifter",
            {"name": "Mia Medarbetare", "email": "ny@exempel.se", "language": "sv"},
            {"name": "Mia Medarbetare", "email": "", "language": "en"},
            "ny@exempel.se",
        ),
        (
            f"/organisation/enhet/{unit}/namn",
            {"name": "Förskolan Backen"},
            {"name": "Förskolan Dalen"},
            "Backen",
        ),
        (
            f"/organisation/forordnande/{held.id}",
            {"title": "Barnskötare", "valid_from": "2024-01-01", "duty": ""},
            {"title": "", "valid_from": "2024-01-01", "duty": "", "last_day": "2030-01-31"},
            "Barnskötare",
        ),
    ):
        stale = seen(admin, address)
        assert admin.post(address, data=first | stale).status_code == 302
        refused = admin.post(address, data=second | stale)
        assert refused.status_code == 409
        assert "Någon annan har ändrat medan du skrev" in refused.text
        assert words in refused.text
        assert admin.post(address, data=second).status_code == 409, "a form that says nothing of what it saw"
        session.rollback()
        told = stands_in(refused.text)
        assert told != stale
        assert admin.post(address, data=second | told | {"confirmed": "1"}).status_code == 302


def test_what_was_seen_goes_with_the_confirmation_and_back(
    admin: SamsynClient, session: Session, town: Municipality
) -> None:
    held = session.scalars(select(Appointment).where(Appointment.person_id == town.employee.id)).one()
    address = f"/organisation/forordnande/{held.id}"
    wanted = {"title": "", "valid_from": "2024-01-01", "duty": "", "last_day": "2030-01-31"}
    stale = seen(admin, address)
    asked = admin.post(address, data=wanted | stale)
    assert asked.status_code == 200
    assert stands_in(asked.text) == stale
    other = {"title": "Barnskötare", "valid_from": "2024-01-01", "duty": ""}
    assert admin.post(address, data=other | seen(admin, address)).status_code == 302
    back = admin.post(address, data=wanted | stale | {"change": "1"})
    assert stands_in(back.text) == stale, "what is shown anew has not been read by going back"
    assert admin.post(address, data=wanted | stale | {"confirmed": "1"}).status_code == 409


PAGES = {
    "/organisation/": 10,
    "/organisation/?oppen={deep}": 10,
    "/organisation/gren/{top}": 10,
    "/organisation/?q=Enhet": 10,
    "/organisation/enhet/{deep}": 10,
    "/organisation/person/{person}": 10,
}


def test_statements_and_pages_do_not_grow_with_the_organisation(
    clients: Callable[[], SamsynClient],
    session: Session,
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    sizes: dict[int, int] = {}
    for size in (10, 1000):
        session.rollback()
        start = LONG_AGO
        units = [UnitRow(f"Topp {size}", "council", None, start)]
        units += [UnitRow(f"Enhet {size} {n}", "unit", (n - 1) // 8, start) for n in range(1, size)]
        people = [PersonRow(f"Person {size} {n}") for n in range(size)]
        held = [AppointmentRow(n, n, Role.MANAGER, start) for n in range(size)]
        held.append(AppointmentRow(0, 0, Role.ADMINISTRATOR, start))
        loaded = bulk_load(session, units=units, people=people, appointments=held, actor_id=None)
        session.commit()
        client = sign_in(clients(), session, session.get_one(Person, loaded.person_ids[0]))
        for path, most in PAGES.items():
            address = path.format(
                top=loaded.unit_ids[0], deep=loaded.unit_ids[-1], person=loaded.person_ids[-1]
            )
            with statements() as sent:
                answer = client.get(address)
            assert answer.status_code == 200
            assert len(sent) <= most, sent
            sizes[size] = max(sizes.get(size, 0), len(answer.data))
    assert sizes[1000] < 150_000


def test_a_planned_change_is_told_once_with_its_day(
    admin: SamsynClient, session: Session, town: Municipality
) -> None:
    units.move_unit(
        session, unit_id=town.unit.id, parent_id=town.other_section.id, on=NEXT_YEAR, actor_id=None
    )
    page = admin.get("/organisation/").text
    assert page.count(f'href="/organisation/?dag={NEXT_YEAR.isoformat()}"') == 1


def test_the_page_of_the_file_names_every_column(admin: SamsynClient) -> None:
    page = admin.get("/organisation/las-in").text
    assert not [name for name in COLUMNS if f"<code>{name}</code>" not in page]


def test_nobody_is_appointed_and_nothing_moved_before_it_is_chosen(
    admin: SamsynClient, session: Session, town: Municipality
) -> None:
    unit = town.unit.id
    before = session.scalar(select(func.count()).select_from(Appointment))
    sent = {"role": "manager", "valid_from": "2026-11-30", "unit": unit, "person": ""}
    answer = admin.post("/organisation/nytt-forordnande", data=sent)
    assert answer.status_code == 422
    assert "Välj en person." in answer.text
    assert session.scalar(select(func.count()).select_from(Appointment)) == before
    for page, wish in (("flytta", "parent"), ("sla-ihop", "other")):
        assert 'value="">Välj</option>' in admin.get(f"/organisation/enhet/{unit}/{page}").text
        answer = admin.post(
            f"/organisation/enhet/{unit}/{page}", data={wish: "", "on": "2026-11-30", "name": "Ny"}
        )
        assert answer.status_code == 422
        assert "Välj en enhet." in answer.text


def test_a_change_of_a_unit_leads_back_to_it(admin: SamsynClient, town: Municipality) -> None:
    unit = town.unit
    for page in ("flytta", "dela", "sla-ihop", "avsluta", "namn"):
        trail = admin.get(f"/organisation/enhet/{unit.id}/{page}").text.split('class="crumbs"')[1]
        assert f'<a href="/organisation/enhet/{unit.id}">{unit.name}</a>' in trail.split("</nav>")[0]


def test_an_appointment_taken_back_before_it_began_stays_in_the_history_of_both(
    admin: SamsynClient, session: Session, town: Municipality
) -> None:
    wanted = {"unit_id": town.unit.id, "role": "support", "valid_from": NEXT_YEAR}
    other = make_person(session, "Nils Nästan")
    for person in (other, town.auditor):
        held = appointing.appoint(session, person_id=person.id, actor_id=None, **wanted)  # type: ignore[arg-type]
        appointing.end_appointment(
            session, appointment_id=held.id, on=LONG_AGO, actor_id=town.administrator.id
        )
    session.commit()
    for path, times in ((f"/organisation/enhet/{town.unit.id}", 2), (f"/organisation/person/{other.id}", 1)):
        page = admin.get(path).text
        assert page.count("Förordnande som stöd togs tillbaka") == times, path
        assert page.count(f"Förordnande som stöd från den {long_day(NEXT_YEAR, 'sv')}") == times, path
        assert NEXT_YEAR.isoformat() not in page, path
    assert "togs tillbaka" not in admin.get(f"/organisation/person/{town.support.id}").text


def test_what_a_new_unit_is_and_hangs_under_is_chosen_by_who_makes_it(
    admin: SamsynClient, town: Municipality, session: Session
) -> None:
    asked = admin.get("/organisation/ny-enhet").text
    assert asked.count(">Välj</option>") == 2
    assert "överst i organisationen" not in asked
    under = f"/organisation/ny-enhet?under={town.section.id}"
    assert '<option value="">Välj</option>' in admin.get(under).text
    given = {"name": "Förskolan Solen", "parent": town.section.id, "valid_from": "2026-01-01", "kind": ""}
    answer = admin.post("/organisation/ny-enhet", data=given)
    assert answer.status_code == 422
    assert "Välj en typ." in answer.text
    # What cannot hang there is not silently another kind on the page shown again.
    answer = admin.post("/organisation/ny-enhet", data=given | {"kind": "council"})
    assert '<option value="">Välj</option>' in answer.text
    assert admin.post("/organisation/ny-enhet", data=given | {"kind": "unit"}).status_code == 302
    session.rollback()
    assert session.scalar(select(Unit.kind).where(Unit.name == "Förskolan Solen")) == "unit"
