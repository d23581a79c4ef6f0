"""Somebody beside the two tries to read or do more than the seat allows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.dialogues.models import Agreement, Guest, Participant, State
from app.organisation.models import Appointment, Person
from tests.factories.dialogues import make_dialogue, prepare
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table

Visit = Callable[[Person], SamsynClient]


@pytest.fixture
def deputy(session: Session, town: Municipality) -> Person:
    """Somebody who holds the section's post beside its manager."""
    person = make_person(session, "Tove Tillförordnad")
    make_appointment(session, person, town.section, deputy=True)
    return person


def test_a_meeting_moved_earlier_is_not_started_by_a_deputy_to_read_what_is_not_shared(
    table: Table, session: Session, town: Municipality, deputy: Person, visit: Visit
) -> None:
    ahead = make_dialogue(session, table.series, town.section_manager, town.unit_manager)
    session.commit()
    # Not yesterday: the table has a meeting then, at whatever time of the day this runs.
    here, then = f"/dialoger/{ahead.id}", clock.now() - timedelta(days=3)
    moved = {
        "title": "Dialog",
        "day": then.date().isoformat(),
        "time": "08:00",
        "minutes": "90",
        "expected": "0",
    }
    assert table.over.post(f"{here}/andra", data=moved).status_code == 302
    stand_in = visit(deputy)
    assert stand_in.post(f"{here}/ta-over").status_code == 302
    stand_in.post(f"{here}/steg", data={"till": "held"})
    session.refresh(ahead)
    assert ahead.revealed_at is None


def test_the_one_whose_meeting_was_moved_earlier_by_the_other_may_start_it(
    table: Table, session: Session, town: Municipality
) -> None:
    ahead = make_dialogue(session, table.series, town.section_manager, town.unit_manager)
    session.commit()
    # Not yesterday: the table has a meeting then, at whatever time of the day this runs.
    here, then = f"/dialoger/{ahead.id}", clock.now() - timedelta(days=3)
    moved = {
        "title": "Dialog",
        "day": then.date().isoformat(),
        "time": "08:00",
        "minutes": "90",
        "expected": "0",
    }
    table.over.post(f"{here}/andra", data=moved)
    table.rep.post(f"{here}/steg", data={"till": "held"})
    session.refresh(ahead)
    assert ahead.state == State.HELD


def test_a_deputy_is_sent_no_agreements_of_a_meeting_of_two_others_by_closing_another(
    table: Table, session: Session, town: Municipality, deputy: Person, visit: Visit
) -> None:
    table.to(State.HELD)
    known = table.agree(table.over, "Det alla vet")
    prepare_to_establish(table)
    other = make_dialogue(session, table.series, town.section_manager, town.unit_manager)
    other.starts_at = clock.now() - timedelta(hours=1)
    session.commit()
    table.over.post(f"/dialoger/{other.id}/steg", data={"till": "held"})
    secret = {"what": "Det bara två vet", "who": "rep"}
    table.over.post(f"/dialoger/{other.id}/overenskommelser/ny", data=secret)
    assert session.scalars(select(Agreement.what).where(Agreement.dialogue_id == other.id)).all()
    answer = visit(deputy).post(
        f"/dialoger/overenskommelser/{known.id}/stang",
        query_string={"dialogue": other.id, "revision": known.revision},
        data={"done": "1"},
        headers={"HX-Request": "true"},
    )
    assert "Det bara två vet" not in answer.text


def prepare_to_establish(table: Table) -> None:
    """Let both establish the table's meeting."""
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Helheten.")
    for client in (table.over, table.rep):
        assert table.consent(client).status_code == 302


def invited(table: Table, guest: Person) -> None:
    for client in (table.over, table.rep):
        assert client.post(f"{table.here}/gaster", data={"person": guest.id}).status_code == 302


def test_a_guest_who_is_no_longer_support_reads_no_more(
    table: Table, session: Session, town: Municipality, visit: Visit
) -> None:
    table.to(State.HELD)
    guest = make_person(session, "Gun Gäst")
    appointment = make_appointment(session, guest, town.section, Role.SUPPORT)
    make_appointment(session, guest, town.other_unit, deputy=True)
    session.commit()
    invited(table, guest)
    reader = visit(guest)
    assert "Vi ser det så här." in reader.get(table.at_theme).text
    session.commit()
    session.get_one(Appointment, appointment.id).valid_to = clock.today()
    session.commit()
    for page in (table.at_theme, table.here + "/", f"{table.at_theme}/anteckning"):
        assert reader.get(page).status_code == 404, page
    assert "Förskolan Ängen" not in reader.get("/dialoger/").text


def test_why_a_meeting_was_called_off_is_not_for_a_guest(
    table: Table, session: Session, town: Municipality, visit: Visit
) -> None:
    session.commit()
    invited(table, town.support)
    table.rep.post(f"{table.here}/stall-in", data={"reason": "SKÄLET"})
    assert "SKÄLET" in table.over.get(table.here + "/").text
    answer = visit(town.support).get(table.here + "/")
    assert (answer.status_code, "SKÄLET" in answer.text) == (200, False)


def test_nobody_comes_to_sit_on_both_sides(
    table: Table, session: Session, town: Municipality, visit: Visit
) -> None:
    """A unit's manager who becomes the section's does not take the other seat as well and establish with oneself."""
    table.to(State.HELD)
    make_appointment(session, town.unit_manager, town.section, deputy=True)
    for one in session.scalars(select(Appointment).where(Appointment.person_id == town.unit_manager.id)):
        if one.unit_id == town.unit.id:
            one.valid_to = clock.today()
    session.commit()
    client = visit(town.unit_manager)
    client.post(f"{table.here}/ta-over")
    session.expire_all()
    seats = session.scalars(
        select(Participant.person_id).where(Participant.dialogue_id == table.dialogue.id)
    ).all()
    assert len(set(seats)) == 2


def test_an_invited_person_does_not_take_a_seat(table: Table, session: Session, town: Municipality) -> None:
    """What the two agreed on for a guest stays apart from who takes part."""
    prepare(session, table.dialogue)
    session.commit()
    for person in (town.section_manager, town.unit_manager):
        assert table.over.post(f"{table.here}/gaster", data={"person": person.id}).status_code == 404
    assert session.scalars(select(Guest)).all() == []


def test_a_deputy_is_not_asked_to_do_what_only_the_two_can(
    table: Table, session: Session, deputy: Person, visit: Visit
) -> None:
    table.to(State.ESTABLISHED)
    table.propose(table.rep, "Vikariepoolen räcker inte.")
    table.rep.post(f"{table.here}/tillagg", data={"text": "Vi menade åtta veckor."})
    asked = (f"{table.here}/#matters", f"{table.here}/#addenda")
    start, theirs = table.over.get("/").text, visit(deputy).get("/").text
    assert [address in start for address in asked] == [True, True]
    assert [address in theirs for address in asked] == [False, False]


def test_a_guest_who_now_supports_another_branch_reads_no_more(
    table: Table, session: Session, town: Municipality, visit: Visit
) -> None:
    """One is invited as the support of the unit; the right follows what one is now, and comes back with it."""
    table.to(State.HELD)
    guest = make_person(session, "Gun Gäst")
    appointment = make_appointment(session, guest, town.section, Role.SUPPORT)
    session.commit()
    invited(table, guest)
    reader = visit(guest)
    pages = (table.at_theme, table.here + "/", f"{table.at_theme}/anteckning", f"{table.here}/lasare")
    for unit, status in ((town.section, 200), (town.other_section, 404), (town.administration, 200)):
        session.get_one(Appointment, appointment.id).unit_id = unit.id
        session.commit()
        found = [reader.get(page, query_string={"base": 99}).status_code for page in pages]
        assert found == [status] * len(pages), unit.name
        listed = reader.get("/dialoger/").text + reader.get("/").text
        assert ("Förskolan Ängen" in listed) == (status == 200)
        # What the two are told of who reads is what is so: history still names who was invited.
        who_can_read = table.over.get(f"{table.here}/lasare").text.split("</dl>")[0]
        assert ("Gun Gäst" in who_can_read) == (status == 200), unit.name


def test_a_guest_whose_account_of_a_person_is_closed_reads_no_more(
    table: Table, session: Session, town: Municipality, visit: Visit
) -> None:
    table.to(State.HELD)
    session.commit()
    invited(table, town.support)
    reader, page = visit(town.support), table.at_theme
    session.commit()
    assert reader.get(page).status_code == 200
    session.commit()
    town.support.closed_on = clock.today()
    session.commit()
    assert "Vi ser det så här." not in reader.get(page, follow_redirects=True).text
