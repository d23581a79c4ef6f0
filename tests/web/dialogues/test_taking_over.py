"""Who takes over a seat sits there as themselves: nothing the one before said stands as theirs, and nobody stands there twice."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.dialogues.models import Guest, State, Theme
from app.organisation.appointing import end_appointment
from app.organisation.models import Appointment, Person
from app.passages.models import Passage
from app.records.models import Edition
from app.records.verifying import verify
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table, words_on

Visit = Callable[[Person], SamsynClient]


@pytest.fixture
def new(session: Session, town: Municipality) -> Person:
    """Somebody who leads the unit beside its manager, and was support of the section before."""
    person = make_person(session, "Tove Tillträdd")
    make_appointment(session, person, town.section, Role.SUPPORT)
    make_appointment(session, person, town.unit, deputy=True)
    session.commit()
    return person


def verdicts(t: Table) -> set[tuple[str | None, str | None]]:
    t.session.commit()
    found = select(Theme.over_verdict, Theme.rep_verdict).where(Theme.dialogue_id == t.dialogue.id)
    return {(over, rep) for over, rep in t.session.execute(found)}


def record(t: Table) -> dict[str, list[dict[str, object]]]:
    t.session.commit()
    content: dict[str, list[dict[str, object]]] = json.loads(
        t.session.scalars(select(Edition.content)).one() or ""
    )
    return content


@pytest.mark.parametrize("state", [State.HELD, State.ESTABLISHING])
def test_a_judgement_is_of_the_one_who_made_it(table: Table, new: Person, visit: Visit, state: State) -> None:
    table.to(state)
    for client in (table.over, table.rep):
        client.post(f"{table.at_theme}/omdome", data={"verdict": "same"})
    assert ("same", "same") in verdicts(table)
    client = visit(new)
    assert "Hur du ser på varje tema säger du själv" in client.get(f"{table.here}/").text
    client.post(f"{table.here}/ta-over")
    assert verdicts(table) == {("same", None), (None, None)}
    assert verify(table.session).faults == []
    client.post(f"{table.at_theme}/omdome", data={"verdict": "different"})
    assert ("same", "different") in verdicts(table)
    assert verify(table.session).faults == []


def test_no_judgement_of_the_one_before_goes_up_as_that_of_who_took_over(
    table: Table, new: Person, visit: Visit
) -> None:
    table.to(State.HELD)
    for client in (table.over, table.rep):
        client.post(f"{table.at_theme}/omdome", data={"verdict": "same"})
    matter = table.propose(table.over)
    client = visit(new)
    client.post(f"{table.here}/ta-over")
    table.matter(client, matter, "release")
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Det här är helheten.")
    table.consent(table.over)
    table.consent(client)
    assert table.state == State.ESTABLISHED
    assert record(table)["sections"][0]["rep_verdict"] is None
    assert table.session.scalars(select(Passage.verdict)).one() is None


def test_before_the_meeting_there_is_no_judgement_to_speak_of(
    table: Table, new: Person, visit: Visit
) -> None:
    assert "Hur du ser på varje tema säger du själv" not in visit(new).get(f"{table.here}/").text


@pytest.mark.parametrize("both", [True, False])
def test_a_guest_who_takes_over_sits_in_the_seat_alone(
    table: Table, new: Person, visit: Visit, both: bool
) -> None:
    table.to(State.HELD)
    inviting = (table.over, table.rep) if both else (table.rep,)
    for client in inviting:
        assert client.post(f"{table.here}/gaster", data={"person": new.id}).status_code == 302
    if both:
        table.over.post(f"{table.here}/narvaro", data={"present": [new.id, table.over_person.id]})
    client = visit(new)
    client.post(f"{table.here}/ta-over")
    assert verify(table.session).faults == []
    page = words_on(table.over.get(f"{table.here}/"))
    assert "Ingen utom ni två." in page
    assert page.split("Vilka var med?")[1].split("Spara")[0].count(new.name) == 1
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Det här är helheten.")
    table.consent(table.over)
    table.consent(client)
    assert table.state == State.ESTABLISHED
    people = [(one["person_id"], one["side"]) for one in record(table)["people"]]
    assert people == [(table.over_person.id, "over"), (new.id, "rep")]
    assert verify(table.session).faults == []


@pytest.mark.parametrize("both", [True, False])
def test_a_guest_who_took_a_seat_and_was_there_is_no_tampering(
    table: Table, new: Person, visit: Visit, both: bool
) -> None:
    table.to(State.HELD)
    for client in (table.over, table.rep) if both else (table.over,):
        client.post(f"{table.here}/gaster", data={"person": new.id})
    client = visit(new)
    client.post(f"{table.here}/ta-over")
    client.post(f"{table.here}/narvaro", data={"present": [new.id]})
    assert verify(table.session).faults == []


@pytest.mark.parametrize("state", [State.HELD, State.ESTABLISHING])
def test_who_has_the_post_now_reads_no_notes_by_asking_to_begin_the_whole_from_them(
    table: Table, new: Person, visit: Visit, state: State
) -> None:
    """What is not established is for the two alone, until the seat is taken over (domain 3)."""
    table.to(state)
    table.over.post(
        f"{table.at_theme}/anteckning", data={"text": "Det sa vi bara till varandra.", "base": "0"}
    )
    address, client = f"{table.here}/helhet/fran-anteckningar", visit(new)
    assert client.get(f"{table.here}/helhet").status_code in {302, 404}
    typed = {"text": "Det jag skrev.", "base": "0"}
    for data in ({}, typed):
        for answer in (client.post(address, data=data), client.htmx(address, method="POST", data=data)):
            assert "Det sa vi bara till varandra." not in answer.text
    # What one has typed is not lost: the seat may have been taken over meanwhile.
    assert "Det jag skrev." in client.post(address, data=typed).text
    assert "Det sa vi bara till varandra." not in client.get(f"{table.here}/").text


def test_a_guest_reads_no_notes_of_a_meeting_called_off_that_way(
    table: Table, guest: Person, visit: Visit
) -> None:
    table.to(State.HELD)
    for one in (table.over, table.rep):
        one.post(f"{table.here}/gaster", data={"person": guest.id})
    table.over.post(
        f"{table.at_theme}/anteckning", data={"text": "Det sa vi bara till varandra.", "base": "0"}
    )
    table.over.post(f"{table.here}/stall-in", data={"reason": "Vi tar om det.", "state": "held"})
    assert table.state == State.CANCELLED
    answer = visit(guest).post(f"{table.here}/helhet/fran-anteckningar")
    assert "Det sa vi bara till varandra." not in answer.text


@pytest.fixture
def guest(session: Session, town: Municipality) -> Person:
    person = make_person(session, "Gun Gäst")
    make_appointment(session, person, town.section, Role.SUPPORT)
    session.commit()
    return person


def test_whom_the_one_before_alone_had_invited_comes_when_both_who_sit_there_say_so(
    table: Table, new: Person, guest: Person, visit: Visit
) -> None:
    """Support reads no dialogue text unless both invite them (domain 3): that one side was to was said by who has left."""
    table.to(State.HELD)
    invitation = {"person": guest.id}
    table.rep.post(f"{table.here}/gaster", data=invitation)
    client = visit(new)
    client.post(f"{table.here}/ta-over")
    assert "Gun Gäst" not in visit(table.over_person).get("/").text
    table.over.post(f"{table.here}/gaster", data=invitation)
    assert visit(guest).get(table.at_theme).status_code == 404
    assert verify(table.session).faults == []
    client.post(f"{table.here}/gaster", data=invitation)
    assert visit(guest).get(table.at_theme).status_code == 200


def test_whom_both_have_invited_stays_invited_when_one_seat_is_taken_over(
    table: Table, new: Person, guest: Person, visit: Visit
) -> None:
    table.to(State.HELD)
    for one in (table.over, table.rep):
        one.post(f"{table.here}/gaster", data={"person": guest.id})
    visit(new).post(f"{table.here}/ta-over")
    assert visit(guest).get(table.at_theme).status_code == 200


def test_nobody_invites_for_both_by_moving_from_one_seat_to_the_other(
    table: Table, town: Municipality, new: Person, guest: Person, visit: Visit
) -> None:
    """The manager of the unit comes to lead the section: that they invited somebody before was for the seat they left."""
    table.to(State.HELD)
    table.rep.post(f"{table.here}/gaster", data={"person": guest.id})
    make_appointment(table.session, table.rep_person, town.section, deputy=True)
    held = select(Appointment).where(
        Appointment.person_id == table.rep_person.id, Appointment.unit_id == town.unit.id
    )
    end_appointment(
        table.session,
        appointment_id=table.session.scalars(held).one().id,
        on=clock.today(),
        actor_id=None,
    )
    table.session.commit()
    assert visit(new).post(f"{table.here}/ta-over").status_code == 302
    assert table.rep.post(f"{table.here}/ta-over").status_code == 302
    table.session.expire_all()
    assert {one.person_id for one in table.fresh().participants} == {new.id, table.rep_person.id}
    table.rep.post(f"{table.here}/gaster", data={"person": guest.id})
    found = table.session.scalars(select(Guest)).one()
    assert (found.over_agreed_at is not None, found.rep_agreed_at) == (True, None)
    assert visit(guest).get(table.at_theme).status_code == 404


def test_what_one_wrote_in_the_other_seat_is_read_across_the_table_from_where_one_sits_now(
    table: Table, town: Municipality, new: Person, visit: Visit
) -> None:
    """The manager of the unit comes to lead the section while a meeting between the two is prepared."""
    table.rep.post(f"{table.at_theme}/min-bild", data={"text": "Som jag såg det från enheten.", "base": ""})
    session = table.session
    session.commit()
    held = select(Appointment).where(
        Appointment.person_id.in_([table.over_person.id, table.rep_person.id]),
        Appointment.role == Role.MANAGER,
    )
    for one in session.scalars(held).all():
        end_appointment(session, appointment_id=one.id, on=clock.today(), actor_id=None)
    make_appointment(session, table.rep_person, town.section, since=clock.today())
    session.commit()
    below, above = visit(new), table.rep
    assert below.post(f"{table.here}/ta-over").status_code == 302
    assert above.post(f"{table.here}/ta-over").status_code == 302
    assert "Som jag såg det från enheten." in above.get(table.at_theme).text
    assert "Som jag såg det från enheten." not in below.get(table.at_theme).text
    below.post(f"{table.at_theme}/min-bild", data={"text": "Så ser jag det.", "base": ""})
    for client in (below, above):
        client.post(f"{table.here}/dela", data={"anyway": "1"})
    for client in (below, above):
        page = words_on(client.get(table.at_theme))
        assert "Så ser jag det." in page and "Som jag såg det från enheten." in page
    mine = words_on(above.get(table.at_theme)).split("Min bild")[1].split("Din bild")[0]
    assert "Som jag såg det från enheten." in mine
    assert verify(session).faults == []


def test_what_one_had_not_opened_when_another_sat_there_is_not_put_on_the_table(
    table: Table, new: Person, visit: Visit
) -> None:
    """Who comes back after the meeting has begun reads their own picture alone, and not on the paper both have before them."""
    table.rep.post(f"{table.at_theme}/min-bild", data={"text": "Det jag tänkte för mig själv.", "base": "0"})
    visit(new).post(f"{table.here}/ta-over")
    table.over.post(f"{table.here}/steg", data={"till": "held"})
    table.rep.post(f"{table.here}/ta-over")
    own = table.rep.get(table.at_theme).text
    assert "Det jag tänkte för mig själv." in own
    assert "Min bild, som bara jag ser" in own
    assert "Det jag tänkte för mig själv." not in table.over.get(table.at_theme).text
    for page in ("motesblad", "storbild"):
        assert "Det jag tänkte för mig själv." not in table.rep.get(f"{table.here}/{page}").text
