"""Somebody invited beside the two says no: who may, what it ends, who sees it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.dialogues.models import Guest, State
from app.organisation.models import Person
from app.records.queries import history_of
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table, words_on

Visit = Callable[[Person], SamsynClient]
WHY = "Jag är på utbildning den dagen."


@pytest.fixture
def guest(session: Session, town: Municipality) -> Person:
    person = make_person(session, "Gun Gäst")
    make_appointment(session, person, town.section, Role.SUPPORT)
    session.commit()
    return person


def invite(table: Table, guest: Person) -> None:
    for one in (table.over, table.rep):
        one.post(f"{table.here}/gaster", data={"person": guest.id})


def invitation(table: Table) -> Guest:
    table.session.commit()
    table.session.expire_all()
    return table.session.scalars(select(Guest)).one()


def test_an_invitation_stands_on_the_start_page_of_the_one_invited_until_declined(
    table: Table, guest: Person, visit: Visit
) -> None:
    client = visit(guest)
    table.over.post(f"{table.here}/gaster", data={"person": guest.id})
    assert table.here not in client.get("/").text
    table.rep.post(f"{table.here}/gaster", data={"person": guest.id})
    start = client.get("/")
    assert "Inbjuden till dialogen mellan Sven Sektionschef och Eva Enhetschef" in start.text
    assert f"{table.here}/" in start.text
    assert "Tacka nej" in client.get(f"{table.here}/").text
    answer = client.post(f"{table.here}/tacka-nej", data={"reason": WHY}, follow_redirects=True)
    assert "Du har tackat nej." in answer.text
    for page in ("/", "/dialoger/"):
        assert f"{table.here}/" not in client.get(page).text
    assert client.get(f"{table.here}/").status_code == 404


def test_the_two_see_that_and_why_somebody_declined(table: Table, guest: Person, visit: Visit) -> None:
    invite(table, guest)
    visit(guest).post(f"{table.here}/tacka-nej", data={"reason": WHY})
    for one in (table.over, table.rep):
        page = words_on(one.get(f"{table.here}/"))
        assert "tackade nej" in page
        assert WHY in page
        assert "Gun Gäst har tackat nej till att vara med." in one.get("/").text
        events = words_on(one.get(f"{table.here}/lasare"))
        assert "Tackade nej till inbjudan" in events
        assert WHY in events
    entry = history_of(table.session, "dialogue", table.dialogue.id)[0]
    assert (entry.action, entry.actor_id) == ("decline_invitation", guest.id)
    assert entry.after is not None
    assert (entry.after["guest"], entry.after["reason"]) == (guest.id, WHY)


def test_a_reason_is_optional_and_short(table: Table, guest: Person, visit: Visit) -> None:
    invite(table, guest)
    client = visit(guest)
    refused = client.post(f"{table.here}/tacka-nej", data={"reason": "a" * 501})
    assert refused.status_code == 422
    assert "a" * 501 in refused.text
    assert invitation(table).declined_at is None
    client.post(f"{table.here}/tacka-nej")
    assert (invitation(table).declined_at is not None, invitation(table).declined_because) == (True, "")


def test_only_the_guest_declines(table: Table, guest: Person, town: Municipality, visit: Visit) -> None:
    invite(table, guest)
    other = make_person(table.session, "Stina Stöd")
    make_appointment(table.session, other, town.section, Role.SUPPORT)
    deputy = make_person(table.session, "Tove Tillförordnad")
    make_appointment(table.session, deputy, town.unit, deputy=True)
    table.session.commit()
    for one in (table.over, table.rep, visit(other), visit(deputy), visit(town.administrator)):
        one.post(f"{table.here}/tacka-nej", data={"reason": "Inte min sak"})
        found = invitation(table)
        assert (found.declined_at, bool(found.over_agreed_at and found.rep_agreed_at)) == (None, True)


def test_a_deputy_is_not_told_who_declined(
    table: Table, guest: Person, town: Municipality, visit: Visit
) -> None:
    invite(table, guest)
    visit(guest).post(f"{table.here}/tacka-nej", data={"reason": WHY})
    deputy = make_person(table.session, "Tove Tillförordnad")
    make_appointment(table.session, deputy, town.unit, deputy=True)
    table.session.commit()
    page = visit(deputy).get(f"{table.here}/").text
    assert WHY not in page
    assert "Gun Gäst" not in page


def test_who_declined_can_be_invited_again_by_both(table: Table, guest: Person, visit: Visit) -> None:
    invite(table, guest)
    client = visit(guest)
    client.post(f"{table.here}/tacka-nej", data={"reason": WHY})
    assert "Bjud in igen" in table.over.get(f"{table.here}/").text
    table.over.post(f"{table.here}/gaster", data={"person": guest.id})
    found = invitation(table)
    assert (found.declined_at, found.declined_because, found.rep_agreed_at) == (None, "", None)
    assert client.get(f"{table.here}/").status_code == 404
    table.rep.post(f"{table.here}/gaster", data={"person": guest.id})
    assert client.get(f"{table.here}/").status_code == 200


def test_who_is_no_longer_invited_by_anybody_can_be_chosen_again(table: Table, guest: Person) -> None:
    choice = f'<option value="{guest.id}">'
    table.over.post(f"{table.here}/gaster", data={"person": guest.id})
    assert choice not in table.over.get(f"{table.here}/").text
    table.over.post(f"{table.here}/gaster/{invitation(table).id}/ta-tillbaka")
    assert choice in table.over.get(f"{table.here}/").text


@pytest.mark.parametrize("state", [State.PREPARING, State.HELD])
def test_declining_after_it_was_held_is_possible_until_it_is_being_established(
    table: Table, guest: Person, visit: Visit, state: State
) -> None:
    table.to(state)
    invite(table, guest)
    client = visit(guest)
    client.post(f"{table.here}/tacka-nej")
    assert invitation(table).declined_at is not None


@pytest.mark.parametrize("state", [State.ESTABLISHING, State.ESTABLISHED])
def test_nobody_declines_what_is_being_established(
    table: Table, guest: Person, visit: Visit, state: State
) -> None:
    invite(table, guest)
    table.to(state)
    client = visit(guest)
    assert "Tacka nej" not in client.get(f"{table.here}/").text
    before = table.fresh().record_revision
    client.post(f"{table.here}/tacka-nej")
    assert (invitation(table).declined_at, table.fresh().record_revision) == (None, before)


def test_who_was_there_does_not_decline(table: Table, guest: Person, visit: Visit) -> None:
    table.to(State.HELD)
    invite(table, guest)
    table.over.post(f"{table.here}/narvaro", data={"present": [table.over_person.id, guest.id]})
    client = visit(guest)
    assert "Tacka nej" not in client.get(f"{table.here}/").text
    client.post(f"{table.here}/tacka-nej")
    assert invitation(table).declined_at is None


def test_two_who_press_at_once_decline_once(table: Table, guest: Person, visit: Visit) -> None:
    invite(table, guest)
    client = visit(guest)
    client.post(f"{table.here}/tacka-nej")
    since = invitation(table).declined_at
    assert client.post(f"{table.here}/tacka-nej").status_code == 404
    assert invitation(table).declined_at == since
    assert since is not None
    assert since <= clock.now()


def test_nobody_is_invited_to_a_meeting_that_was_called_off(table: Table, guest: Person) -> None:
    table.over.post(f"{table.here}/stall-in", data={"reason": "Vi är sjuka."})
    answer = table.rep.post(f"{table.here}/gaster", data={"person": guest.id}, follow_redirects=True)
    assert "Mötet är inställt." in answer.text
    table.session.commit()
    assert table.session.scalars(select(Guest)).all() == []


def test_a_guest_reads_who_has_released_and_who_has_established_by_name(
    table: Table, guest: Person, visit: Visit
) -> None:
    table.to(State.HELD)
    invite(table, guest)
    client = visit(guest)
    matter = table.propose(table.over)
    here = words_on(client.get(table.at_theme))
    assert "Sven Sektionschef har släppt det. Väntar på Eva Enhetschef." in here
    assert "Du har släppt det" not in here
    table.matter(table.rep, matter, "release")
    assert "Det går upp när de har fastställt." in words_on(client.get(table.at_theme))
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Det här är helheten.")
    assert "Ni fastställer nu" not in words_on(client.get(table.at_theme))
    table.consent(table.over)
    whole = words_on(client.get(f"{table.here}/helhet"))
    assert "Sven Sektionschef har fastställt den här versionen." in whole
    assert "Eva Enhetschef har fastställt" not in whole
