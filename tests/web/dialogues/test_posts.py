"""A series belongs to two posts: who holds one now, who has left it, who stands in, who is invited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.dialogues.models import Guest, State
from app.organisation.models import Appointment, Person
from tests.factories.dialogues import prepare
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table

Visit = Callable[[Person], SamsynClient]


def pages_of(t: Table) -> list[str]:
    here = t.here
    return [
        f"{here}/",
        t.at_theme,
        f"{t.at_theme}/anteckning",
        f"{here}/helhet",
        f"{here}/storbild",
        f"{here}/lasare",
    ]


def succeed(t: Table, town: Municipality, *, on_day: int = 0) -> Person:
    """Let somebody else lead the preschool from a day on; today unless said otherwise."""
    day = clock.today() + timedelta(days=on_day)
    held = t.session.scalars(
        select(Appointment).where(
            Appointment.person_id == t.rep_person.id, Appointment.unit_id == town.unit.id
        )
    ).one()
    held.valid_to = day
    successor = make_person(t.session, "Nina Nyss")
    make_appointment(t.session, successor, town.unit, since=day)
    t.session.commit()
    return successor


def test_the_request_after_an_appointment_has_ended_is_refused(
    table: Table, town: Municipality, clock: Callable[[datetime], None], visit: Visit
) -> None:
    from app.clock import from_stockholm, today

    table.to(State.HELD)
    make_appointment(table.session, table.rep_person, town.other_unit, Role.EMPLOYEE)
    last_day = today()
    succeed(table, town, on_day=1)
    clock(from_stockholm(last_day, 23, 59))
    assert visit(table.rep_person).get(table.at_theme).status_code == 200
    signed_in = visit(table.rep_person)
    clock(from_stockholm(last_day + timedelta(days=1)))
    for page in pages_of(table):
        assert signed_in.get(page).status_code == 404, page
    assert (
        signed_in.post(f"{table.at_theme}/anteckning", data={"text": "En sista sak", "base": "0"}).status_code
        == 404
    )
    assert signed_in.get("/dialoger/").status_code == 200


def test_who_has_no_appointment_left_is_signed_out(table: Table, town: Municipality) -> None:
    succeed(table, town)
    answer = table.rep.get(f"{table.here}/")
    assert answer.status_code == 302
    assert "/logga-in" in answer.location


def test_a_successor_reads_what_is_established_but_no_picture(
    table: Table, town: Municipality, visit: Visit
) -> None:
    table.to(State.ESTABLISHED)
    new = visit(succeed(table, town))
    assert "Vi ser samma sak." in new.get(f"{table.here}/").text
    assert "Vi ser samma sak." in new.get(f"/dialoger/serie/{table.series.id}/").text
    for page in pages_of(table):
        assert "bild." not in new.get(page).text.replace("gemensam bild.", ""), page
    assert "Överordnads bild." in table.over.get(table.at_theme).text
    assert new.post(f"{table.here}/tillagg", data={"text": "Jag ändrar"}).status_code in {302, 422}
    assert "Jag ändrar" not in table.over.get(f"{table.here}/").text


@pytest.mark.parametrize("deputy", [False, True], ids=["successor", "deputy"])
def test_one_who_takes_over_takes_part_and_finds_nothing_the_other_had_not_opened(
    table: Table, town: Municipality, visit: Visit, deputy: bool
) -> None:
    table.rep.post(f"{table.at_theme}/min-bild", data={"text": "Företrädarens bild", "base": ""})
    if deputy:
        person = make_person(table.session, "Tove Tillförordnad")
        make_appointment(table.session, person, town.unit, deputy=True)
    else:
        person = succeed(table, town)
    new = visit(person)
    assert (
        new.post(f"{table.at_theme}/min-bild", data={"text": "Innan jag tog över", "base": ""}).status_code
        == 422
    )
    assert new.post(f"{table.here}/ta-over").status_code == 302
    assert "Företrädarens bild" not in new.get(table.at_theme).text
    assert (
        new.post(f"{table.at_theme}/min-bild", data={"text": "Efterträdarens bild", "base": ""}).status_code
        == 302
    )
    assert table.over.post(f"{table.here}/steg", data={"till": "held"}).status_code == 302
    for client in (new, table.over):
        page = client.get(table.at_theme).text
        assert "Företrädarens bild" not in page
        assert "Efterträdarens bild" in page
    if deputy:
        # The ordinary manager can take the seat back, and then is the one who takes part.
        assert table.rep.get(table.at_theme).status_code == 302
        assert table.rep.post(f"{table.here}/ta-over").status_code == 302
        assert "Efterträdarens bild" in table.rep.get(table.at_theme).text
        assert new.get(table.at_theme).status_code == 302


def test_who_comes_back_before_anything_is_opened_finds_the_own_picture_in_force(
    table: Table, town: Municipality, visit: Visit
) -> None:
    table.rep.post(f"{table.at_theme}/min-bild", data={"text": "Den ordinaries bild", "base": ""})
    person = make_person(table.session, "Tove Tillförordnad")
    make_appointment(table.session, person, town.unit, deputy=True)
    deputy = visit(person)
    deputy.post(f"{table.here}/ta-over")
    deputy.post(f"{table.at_theme}/min-bild", data={"text": "Den tillförordnades bild", "base": ""})
    table.rep.post(f"{table.here}/ta-over")
    table.over.post(f"{table.here}/steg", data={"till": "held"})
    page = table.over.get(table.at_theme).text
    assert "Den ordinaries bild" in page
    assert "Den tillförordnades bild" not in page


def test_a_deputy_may_act_beside_the_ordinary_manager_but_not_in_both_seats(
    table: Table, town: Municipality, visit: Visit
) -> None:
    make_appointment(table.session, table.over_person, town.unit, deputy=True)
    assert table.over.post(f"{table.here}/ta-over").status_code == 302
    table.session.expire_all()
    assert {p.person_id for p in table.fresh().participants} == {table.over_person.id, table.rep_person.id}


def test_nobody_takes_over_what_is_established_or_called_off(
    table: Table, town: Municipality, visit: Visit
) -> None:
    table.to(State.ESTABLISHED)
    new = visit(succeed(table, town))
    new.post(f"{table.here}/ta-over")
    assert table.rep_person.id in {p.person_id for p in table.fresh().participants}


@pytest.fixture
def guest(session: Session, town: Municipality) -> Person:
    person = make_person(session, "Gun Gäst")
    make_appointment(session, person, town.section, Role.SUPPORT)
    session.commit()
    return person


def test_a_guest_reads_once_both_have_invited_and_until_either_takes_it_back(
    table: Table, guest: Person, visit: Visit
) -> None:
    table.to(State.HELD)
    client, invitation = visit(guest), f"{table.here}/gaster"
    assert client.get(table.at_theme).status_code == 404
    table.over.post(invitation, data={"person": guest.id})
    assert client.get(table.at_theme).status_code == 404
    assert table.here not in client.get("/dialoger/").text
    table.rep.post(invitation, data={"person": guest.id})
    assert "Vi ser det så här." in client.get(table.at_theme).text
    assert table.here in client.get("/dialoger/").text
    found = table.session.scalars(select(Guest.id)).one()
    for one in (table.over, table.rep):
        assert one.post(f"{invitation}/{found}/ta-tillbaka").status_code == 302
        for page in pages_of(table):
            assert client.get(page).status_code == 404, page
        one.post(invitation, data={"person": guest.id})
        assert client.get(table.at_theme).status_code == 200


def test_a_guest_sees_no_picture_and_writes_nothing(table: Table, guest: Person, visit: Visit) -> None:
    table.to(State.HELD)
    for one in (table.over, table.rep):
        one.post(f"{table.here}/gaster", data={"person": guest.id})
    client = visit(guest)
    for page in pages_of(table):
        text = client.get(page).text
        assert "Överordnads bild." not in text
        assert "Rapporterandes bild." not in text
    before = table.fresh().record_revision
    refused = client.post(f"{table.at_theme}/anteckning", data={"text": "Stödets åsikt", "base": "0"})
    assert refused.status_code == 422
    for path, data in (
        ("/steg", {"till": "establishing"}),
        ("/beslut", {"text": "Stödets beslut"}),
        ("/lyft", {"text": "Stödets lyft"}),
        ("/gaster", {"person": str(guest.id)}),
        ("/narvaro", {"present": str(guest.id)}),
        ("/ta-over", {}),
    ):
        assert client.post(table.here + path, data=data).status_code in {302, 404, 422}, path
    now = table.fresh()
    assert (now.record_revision, now.state) == (before, State.HELD)


def test_a_guest_whose_own_appointments_have_ended_reads_nothing(
    table: Table, guest: Person, visit: Visit
) -> None:
    table.to(State.HELD)
    for one in (table.over, table.rep):
        one.post(f"{table.here}/gaster", data={"person": guest.id})
    client = visit(guest)
    held = table.session.scalars(select(Appointment).where(Appointment.person_id == guest.id)).one()
    held.valid_to = clock.today()
    answer = client.get(table.at_theme)
    assert answer.status_code == 302
    assert "/logga-in" in answer.location


def test_only_support_of_the_two_units_can_be_invited(
    table: Table, town: Municipality, guest: Person
) -> None:
    stranger = make_person(table.session, "Stig Stöd")
    make_appointment(table.session, stranger, town.other_section, Role.SUPPORT)
    for person in (stranger, town.auditor, town.administrator, town.other_unit_manager, town.unit_manager):
        table.over.post(f"{table.here}/gaster", data={"person": person.id})
    assert table.session.scalars(select(Guest)).all() == []
    for wrong in ("", "abc", "-1", "99999999999999999999"):
        assert table.over.post(f"{table.here}/gaster", data={"person": wrong}).status_code in {302, 400, 404}
    assert table.over.post(f"{table.here}/gaster", data={"person": guest.id}).status_code == 302
    assert len(table.session.scalars(select(Guest)).all()) == 1


def test_who_read_is_shown_to_the_two_alone(
    table: Table, guest: Person, visit: Visit, town: Municipality
) -> None:
    table.to(State.HELD)
    for one in (table.over, table.rep):
        one.post(f"{table.here}/gaster", data={"person": guest.id})
    client = visit(guest)
    client.get(table.at_theme)
    for one in (table.over, table.rep):
        page = one.get(f"{table.here}/lasare").text
        assert "Vem som har läst" in page
        assert '<th scope="row">Gun Gäst</th>' in page
    assert "Vem som har läst" not in client.get(f"{table.here}/lasare").text
    deputy = make_person(table.session, "Tove Tillförordnad")
    make_appointment(table.session, deputy, town.unit, deputy=True)
    assert "Vem som har läst" not in visit(deputy).get(f"{table.here}/lasare").text


def test_that_the_other_has_shared_is_seen_and_what_they_shared_is_not(table: Table) -> None:
    table.rep.post(f"{table.at_theme}/min-bild", data={"text": "Hemligt tills vidare", "base": ""})
    table.rep.post(f"{table.here}/dela", data={"anyway": "1"})
    page = table.over.get(f"{table.here}/").text
    assert "Eva Enhetschef har delat sin bild" in page
    for place in pages_of(table):
        assert "Hemligt tills vidare" not in table.over.get(place).text
    prepare(table.session, table.dialogue)
    assert "Hemligt tills vidare" in table.over.get(table.at_theme).text
