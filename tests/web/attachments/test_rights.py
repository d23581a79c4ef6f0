"""A file is as hidden as the text it belongs to: nobody reads, counts or guesses one on a picture not yet opened."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.attachments import rules as limits
from app.attachments.models import Attachment
from app.dialogues.models import Picture, State
from app.organisation.models import Appointment, Person
from app.records.queries import readings_of
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.web.attachments.conftest import Fetch, attach, attached, files_on
from tests.web.dialogues.conftest import Table

Visit = Callable[[Person], SamsynClient]
SECRET = "Det är ledarskapet som är problemet."


@pytest.fixture
def guest(session: Session, town: Municipality, table: Table, visit: Visit) -> SamsynClient:
    person = make_person(session, "Gun Gäst")
    make_appointment(session, person, town.section, Role.SUPPORT)
    session.commit()
    for one in (table.over, table.rep):
        one.post(f"{table.here}/gaster", data={"person": person.id})
    return visit(person)


def pages_of(table: Table) -> list[str]:
    return [
        "/",
        "/dialoger/",
        f"{table.here}/",
        f"{table.at_theme}",
        f"{table.here}/lasare",
        f"{table.here}/helhet",
    ]


def test_a_file_on_a_picture_is_its_authors_alone_until_the_picture_opens(
    table: Table, fetch: Fetch, guest: SamsynClient, town: Municipality, visit: Visit
) -> None:
    mine = attached(table.rep, table.at_theme, "mitt underlag.txt", SECRET.encode())
    assert fetch(table.rep, mine).text == SECRET
    others = {
        "the other": table.over,
        "guest": guest,
        "above": visit(town.chief_executive),
        "administrator": visit(town.administrator),
    }
    for who, client in others.items():
        for page in pages_of(table):
            seen = client.get(page, follow_redirects=True)
            assert "mitt underlag" not in seen.text, (who, page)
            assert files_on(seen) == [], (who, page)
        assert fetch(client, mine).status_code == 404, who
        missing = client.get("/bilagor/999999")
        here = client.get(f"/bilagor/{mine}")
        assert here.status_code == missing.status_code == 404, who
        for wish in ("remove", "back"):
            answer = client.post(f"{table.here}/filer/{mine}", data={"wish": wish})
            assert answer.status_code == 404, (who, wish)
    # Only one of the two has shared: still closed.
    table.rep.post(f"{table.here}/dela", data={"anyway": "1"})
    assert fetch(table.over, mine).status_code == 404
    assert "mitt underlag" not in table.over.get(table.at_theme).text
    table.over.post(f"{table.here}/dela", data={"anyway": "1"})
    assert fetch(table.over, mine).text == SECRET
    assert "mitt underlag" in table.over.get(table.at_theme).text
    # A guest never reads pictures, nor what hangs on them.
    assert fetch(guest, mine).status_code == 404


def test_an_address_made_for_one_file_opens_no_other(table: Table, app: Flask) -> None:
    mine = attached(table.rep, table.at_theme, "a.txt", SECRET.encode())
    theirs = attached(table.over, table.at_theme, "b.txt", b"annat")
    token = table.over.get(f"/bilagor/{theirs}").location
    stranger = app.test_client()
    assert stranger.get(token).text == "annat"
    # At its beginning: the last sign holds bits that say nothing.
    told, _, signature = token.rpartition(".")
    for forged in (
        f"{told}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}",
        f"/filer/{mine}",
        "/filer/x.y.z",
        "/filer/..%2f..%2fx",
    ):
        assert stranger.get(forged).status_code == 404, forged


def test_what_was_not_opened_stays_the_predecessors_after_a_take_over(
    table: Table, fetch: Fetch, session: Session, town: Municipality, visit: Visit
) -> None:
    mine = attached(table.rep, table.at_theme, "mitt.txt", SECRET.encode())
    session.commit()
    successor = make_person(session, "Nina Ny")
    for appointment in session.scalars(
        select(Appointment).where(Appointment.person_id == table.rep_person.id)
    ):
        appointment.valid_to = clock.today()
    make_appointment(session, successor, town.unit, since=clock.today())
    session.commit()
    new = visit(successor)
    assert fetch(new, mine).status_code == 404
    new.post(f"{table.here}/ta-over")
    for client in (new, table.over):
        client.post(f"{table.here}/dela", data={"anyway": "1"})
    assert table.fresh().revealed_at is not None
    for client in (new, table.over, table.rep):
        # Who has left every post is no longer let in at all.
        answer = fetch(client, mine)
        assert answer.status_code in {302, 404}
        assert SECRET not in answer.text
        assert "mitt.txt" not in client.get(table.at_theme).text


def test_that_one_has_attached_something_cannot_be_found_by_attaching_oneself(
    table: Table, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ROOM", 1000)
    monkeypatch.setattr(limits, "MOST", 3)
    for number in range(3):
        attached(table.rep, table.at_theme, f"{number}.txt", b"x" * 300)
    refused = attach(table.rep, table.at_theme, "till.txt", b"x")
    assert "högst 40 filer" in refused.text
    for number in range(3):
        assert "är tillagd" in attach(table.over, table.at_theme, f"{number}.txt", b"x" * 300).text
    assert session.query(Attachment).count() == 6


def test_that_one_reads_ones_own_hidden_file_is_told_nowhere(
    table: Table, fetch: Fetch, session: Session
) -> None:
    mine = attached(table.rep, table.at_theme, "mitt.txt", SECRET.encode())
    fetch(table.rep, mine)
    session.commit()
    assert readings_of(session, "dialogue", table.dialogue.id) == []
    assert readings_of(session, "attachment", mine) == []
    assert "mitt.txt" not in table.over.get(f"{table.here}/lasare").text


def test_a_file_on_the_meeting_is_read_by_those_who_read_its_notes(
    table: Table, fetch: Fetch, guest: SamsynClient, town: Municipality, visit: Visit, session: Session
) -> None:
    shared = attached(table.over, table.here, "budget.txt", b"Budgeten")
    for client in (table.over, table.rep, guest):
        assert fetch(client, shared).text == "Budgeten"
        assert "budget.txt" in client.get(f"{table.here}/").text
    session.commit()
    deputy = make_person(session, "Tove Tillförordnad")
    make_appointment(session, deputy, town.section, deputy=True)
    session.commit()
    standing_in = visit(deputy)
    for client in (standing_in, visit(town.chief_executive), visit(town.administrator)):
        assert fetch(client, shared).status_code == 404
        assert "budget.txt" not in client.get(f"{table.here}/").text
    said = {(one.person, one.what) for one in readings_of(session, "dialogue", table.dialogue.id)}
    assert ("Gun Gäst", "attachment") in said
    session.commit()
    # Once established the present holder of a post reads the record, and what belongs to it.
    table.to(State.ESTABLISHED)
    assert fetch(standing_in, shared).text == "Budgeten"
    assert "budget.txt" in standing_in.get(f"{table.here}/").text
    assert fetch(visit(town.chief_executive), shared).status_code == 404


def test_a_guest_who_is_no_longer_invited_reads_no_file(
    table: Table, fetch: Fetch, guest: SamsynClient
) -> None:
    shared = attached(table.over, table.here, "budget.txt", b"Budgeten")
    assert fetch(guest, shared).status_code == 200
    table.rep.post(f"{table.here}/gaster/{table.fresh().guests[0].id}/ta-tillbaka")
    assert fetch(guest, shared).status_code == 404


def test_nobody_reads_the_files_of_a_meeting_called_off(table: Table, fetch: Fetch) -> None:
    shared = attached(table.over, table.here, "budget.txt", b"Budgeten")
    mine = attached(table.over, table.at_theme, "mitt.txt", b"Mitt")
    table.over.post(f"{table.here}/stall-in", data={"reason": "Sjukdom"})
    assert table.state == State.CANCELLED
    for one in (shared, mine):
        for client in (table.over, table.rep):
            assert fetch(client, one).status_code == 404
    table.over.post(f"{table.here}/steg", data={"till": "planned"})
    assert fetch(table.rep, shared).status_code == 200
    assert fetch(table.rep, mine).status_code == 404


def test_only_the_two_attach_and_only_to_what_can_still_be_written(
    table: Table, guest: SamsynClient, session: Session
) -> None:
    for address in (table.here, table.at_theme):
        assert "kan bara de två" in attach(guest, address, "a.txt", b"a").text
    table.to(State.HELD)
    assert "kan inte ändras längre" in attach(table.rep, table.at_theme, "a.txt", b"a").text
    assert session.query(Attachment).count() == 0
    shared = attached(table.rep, table.here, "a.txt", b"a")
    table.consent(table.over)
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Helheten.")
    table.consent(table.rep)
    assert table.consents() == 1
    attached(table.over, table.here, "b.txt", b"b")
    assert table.consents() == 0
    table.consent(table.rep)
    table.consent(table.over)
    assert table.state == State.ESTABLISHED
    for client in (table.over, table.rep):
        assert "Det som är fastställt" in attach(client, table.here, "c.txt", b"c").text
        client.post(f"{table.here}/filer/{shared}", data={"wish": "remove"})
    session.expire_all()
    assert session.get_one(Attachment, shared).removed_at is None


def test_a_file_without_words_is_a_picture_that_stays_unwritten(table: Table, session: Session) -> None:
    attached(table.rep, table.at_theme, "a.txt", b"a")
    picture = session.scalars(select(Picture)).one()
    assert (picture.text, picture.revision) == ("", 0)
    table.rep.post(f"{table.at_theme}/min-bild", data={"text": "Nu också ord.", "base": "0"})
    session.expire_all()
    assert session.scalars(select(Picture)).one().text == "Nu också ord."


def test_a_signed_out_person_is_led_back_to_the_file_after_signing_in(
    table: Table, client: SamsynClient
) -> None:
    shared = attached(table.over, table.here, "budget.txt", b"Budgeten")
    answer = client.get(f"/bilagor/{shared}")
    assert answer.status_code == 302
    assert answer.location.startswith("/logga-in")
