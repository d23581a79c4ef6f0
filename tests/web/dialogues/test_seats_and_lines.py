"""What a seat gives ends with it: nothing of another meeting of the line, of one called off, or of what a predecessor did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock as now
from app.access.matrix import Role
from app.dialogues import rules
from app.dialogues.models import State
from app.notifications.leaving import leaving
from app.notifications.models import Notice
from app.organisation.models import Appointment, Person
from app.organisation.people import close_person
from app.passages.models import Passage
from app.records.verifying import verify
from tests.factories.dialogues import make_dialogue
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.support.subjects import goal_of, register_goals
from tests.web.dialogues.conftest import Table, words_on

Visit = Callable[[Person], SamsynClient]
SECRET = "Lovat mellan de två"


@pytest.fixture
def deputy(session: Session, town: Municipality) -> Person:
    person = make_person(session, "Tove Tillförordnad")
    make_appointment(session, person, town.unit, deputy=True)
    session.commit()
    return person


@pytest.fixture
def guest(session: Session, town: Municipality) -> Person:
    person = make_person(session, "Gun Gäst")
    make_appointment(session, person, town.section, Role.SUPPORT)
    session.commit()
    return person


def next_meeting(table: Table) -> str:
    ahead = now.now() + timedelta(days=3)
    made = make_dialogue(table.session, table.series, table.over_person, table.rep_person, starts_at=ahead)
    table.session.commit()
    return f"/dialoger/{made.id}"


def invite(table: Table, here: str, guest: Person) -> None:
    for one in (table.over, table.rep):
        one.post(f"{here}/gaster", data={"person": guest.id})


def test_a_guest_of_one_meeting_reads_no_agreement_of_another_through_it(
    table: Table, guest: Person, visit: Visit
) -> None:
    made = table.to(State.HELD).agree(table.over, SECRET)
    there = next_meeting(table)
    invite(table, there, guest)
    client = visit(guest)
    assert client.get(f"{there}/").status_code == 200
    assert client.get(f"{there}/overenskommelser/{made.id}").status_code == 404
    assert SECRET in table.rep.get(f"{there}/overenskommelser/{made.id}").text


def test_who_took_over_one_meeting_reads_no_agreement_still_being_written_in_another(
    table: Table, deputy: Person, visit: Visit
) -> None:
    made = table.to(State.HELD).agree(table.over, SECRET)
    there = next_meeting(table)
    client = visit(deputy)
    client.post(f"{there}/ta-over")
    assert client.get(f"{there}/overenskommelser/{made.id}").status_code == 404


def test_a_guest_reads_no_text_of_a_meeting_that_was_called_off(
    table: Table, guest: Person, visit: Visit
) -> None:
    table.to(State.HELD)
    invite(table, table.here, guest)
    client = visit(guest)
    addresses = [f"{table.at_theme}/anteckning?base=0", f"{table.here}/helhet/text?base=99"]
    assert [client.get(one).status_code for one in addresses] == [200, 200]
    table.over.post(f"{table.here}/stall-in", data={"reason": "Sjukdom"})
    assert [client.get(one).status_code for one in addresses] == [404, 404]
    assert client.get(f"{table.here}/").status_code == 200
    assert client.get(f"{table.here}/nytt").status_code == 200


def test_a_guest_who_supports_another_branch_by_now_is_told_nothing_more_of_the_meeting(
    table: Table, guest: Person, town: Municipality, visit: Visit
) -> None:
    there = next_meeting(table)
    invite(table, there, guest)
    held = table.session.scalars(select(Appointment).where(Appointment.person_id == guest.id)).one()
    held.valid_to = now.today()
    make_appointment(table.session, guest, town.other_section, Role.SUPPORT)
    table.session.commit()
    assert visit(guest).get(f"{there}/").status_code == 404
    before = notices_of(table, guest)
    table.over.post(f"{there}/stall-in", data={"reason": "Sjukdom"})
    assert notices_of(table, guest) == before
    assert leaving.let_go(table.session, now.today()) > 0
    assert notices_of(table, guest) == 0


def test_a_guest_who_is_to_leave_stands_among_the_readers_until_then(
    table: Table, guest: Person, visit: Visit
) -> None:
    table.to(State.HELD)
    invite(table, table.here, guest)
    close_person(table.session, person_id=guest.id, on=now.today() + timedelta(days=7), actor_id=None)
    table.session.commit()
    assert visit(guest).get(table.at_theme).status_code == 200
    assert "Gun Gäst (inbjuden av båda)" in words_on(table.over.get(f"{table.here}/lasare"))


def notices_of(table: Table, person: Person) -> int:
    table.session.commit()
    return len(table.session.scalars(select(Notice).where(Notice.person_id == person.id)).all())


def test_nothing_is_marked_on_what_was_to_be_raised_out_of_a_meeting_that_was_called_off(
    table: Table, town: Municipality
) -> None:
    register_goals()
    goal = goal_of(town.unit)
    table.to(State.HELD)
    matter = table.propose(table.rep)
    table.matter(table.over, matter, "release")
    table.over.post(f"{table.here}/stall-in", data={"reason": "Sjukdom"})
    sent = {"mark": str(goal), "revision": matter.revision}
    table.over.post(f"{table.here}/lyft/{matter.id}/handlar-om", data=sent)
    table.session.commit()
    table.session.refresh(matter)
    assert (matter.revision, matter.rep_released_at is not None) == (1, True)


def test_nothing_goes_up_that_both_released_before_the_model_let_nothing_be_raised(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.to(State.HELD)
    matter = table.propose(table.rep)
    table.matter(table.over, matter, "release")
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Det här är helheten.")
    monkeypatch.setattr(rules, "may_raise", lambda *_: False)
    table.consent(table.over)
    table.consent(table.rep)
    assert table.state == State.ESTABLISHED
    assert table.session.scalars(select(Passage)).all() == []
    assert matter.text not in words_on(table.over.get(f"{table.here}/faststalld"))


def test_who_takes_over_is_not_said_to_have_been_there(table: Table, deputy: Person, visit: Visit) -> None:
    table.to(State.HELD)
    everybody = [table.over_person.id, table.rep_person.id]
    table.over.post(f"{table.here}/narvaro", data={"present": everybody})
    visit(deputy).post(f"{table.here}/ta-over")
    assert {one.side: one.attended for one in table.fresh().participants} == {"over": True, "rep": None}
    assert verify(table.session).faults == []


@pytest.mark.parametrize("withdrawn", [False, True])
def test_what_a_predecessor_released_goes_up_once_who_took_over_releases_it(
    table: Table, deputy: Person, visit: Visit, withdrawn: bool
) -> None:
    matter = table.to(State.HELD).propose(table.rep)
    if withdrawn:
        table.matter(table.over, matter, "withdraw")
    successor = visit(deputy)
    successor.post(f"{table.here}/ta-over")
    assert verify(table.session).faults == []
    if withdrawn:
        table.matter(table.over, matter, "put_back")
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Det här är helheten.")
    table.consent(table.over)
    table.consent(successor)
    assert table.state == State.ESTABLISHED
    table.matter(table.over, matter, "release")
    assert table.session.scalars(select(Passage)).all() == []
    table.matter(successor, matter, "release")
    table.session.commit()
    raised = table.session.scalars(select(Passage)).one()
    assert (raised.rep_person_id, raised.over_person_id) == (deputy.id, table.over_person.id)
    assert verify(table.session).faults == []


def test_who_takes_back_that_a_meeting_was_called_off_opens_nothing_before_the_other_had_a_day(
    table: Table, visit: Visit, clock: Callable[[datetime], None]
) -> None:
    table.rep.post(f"{table.at_theme}/min-bild", data={"text": "Rapporterandes bild", "base": ""})
    table.rep.post(f"{table.here}/stall-in", data={"reason": "Vi hinner inte"})
    table.over.post(f"{table.here}/steg", data={"till": "planned"})
    told = table.over.post(f"{table.here}/steg", data={"till": "held"}, follow_redirects=True).text
    assert "sagt att det ska hållas igen" in told
    assert "Rapporterandes bild" not in table.over.get(table.at_theme).text
    assert table.state == State.PLANNED
    clock(now.now() + timedelta(hours=25))
    visit(table.over_person).post(f"{table.here}/steg", data={"till": "held"})
    assert table.state == State.HELD


def test_the_other_starts_at_once_what_is_to_be_held_again(table: Table) -> None:
    table.rep.post(f"{table.here}/stall-in", data={"reason": "Vi hinner inte"})
    table.over.post(f"{table.here}/steg", data={"till": "planned"})
    table.rep.post(f"{table.here}/steg", data={"till": "held"})
    assert table.state == State.HELD
