"""The history of a line of meetings: what is in it, who gets it, and waiting for a long one."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from datetime import timedelta

import docx
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.dialogues.models import Dialogue, State
from app.dialogues.papers import services
from app.dialogues.series.services import invite_guest
from app.exports import ordering
from app.exports.orders import worker
from app.exports.orders.models import OrderedDocument, OrderState
from app.exports.orders.services import let_go
from app.organisation.models import Appointment, Person
from app.records.disposal import erase_edition
from app.records.models import Edition
from app.records.queries import readings_of
from tests.factories.dialogues import establish, hold, loaded, make_dialogue, prepare, seats
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.support.routes import text_of_pdf
from tests.support.world import World
from tests.web.dialogues.conftest import Table, table, town, visit

__all__ = ["table", "town", "visit"]

Visit = Callable[[Person], SamsynClient]


def meetings(session: Session, table: Table, number: int) -> None:
    """Hold and establish some meetings, the first one longest ago."""
    for place in range(number):
        dialogue = make_dialogue(
            session,
            table.series,
            table.over_person,
            table.rep_person,
            starts_at=clock.now() - timedelta(days=400 - 30 * place),
        )
        prepare(session, dialogue, over="Hemlig bild.", rep="Också hemlig.")
        hold(session, dialogue, note=f"Anteckning nummer {place + 1}.")
        establish(session, dialogue, whole=f"Helhet nummer {place + 1}, åäö.", opinion=f"Mening {place + 1}.")
    session.commit()


@pytest.fixture
def here(table: Table) -> str:
    return f"/dialoger/serie/{table.series.id}/historik"


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every history be a long one."""
    monkeypatch.setattr(ordering, "LONG", 0)


def test_it_has_every_established_record_in_order_and_nothing_else(
    session: Session, table: Table, here: str
) -> None:
    meetings(session, table, 4)
    table.to(State.HELD)
    page = table.rep.get(here).text
    pdf = text_of_pdf(table.rep.get(f"{here}.pdf").data)
    book = docx.Document(io.BytesIO(table.rep.get(f"{here}.docx").data))
    word = "\n".join(p.text for p in book.paragraphs)
    for text in (page, pdf, word):
        places = [text.index(f"Helhet nummer {number}") for number in (1, 2, 3, 4)]
        assert places == sorted(places)
        for said in ("Anteckning nummer 4.", "Mening 1.", "Egen mening", "Innehåll", "åäö"):
            assert said in text
        assert "emlig" not in text
        assert "Vi ser det så här." not in text
    headings = [p.text for p in book.paragraphs if p.style and p.style.name == "Heading 1"]
    assert len(headings) == 4
    assert sum(p.style.name == "toc 1" for p in book.paragraphs if p.style) == 4


def test_a_line_where_nothing_is_established_says_so(table: Table, here: str) -> None:
    assert "Inget är fastställt än." in table.rep.get(here).text
    assert table.rep.get(f"{here}.pdf").status_code == 200


def test_only_who_holds_a_post_gets_it(
    session: Session, town: Municipality, table: Table, here: str, visit: Visit
) -> None:
    meetings(session, table, 1)
    for person in (town.other_unit_manager, town.other_section_manager):
        client = visit(person)
        for address in (here, f"{here}.pdf", f"{here}.docx"):
            assert client.get(address).status_code == 404
        assert client.post(f"{here}/bestall", data={"form": "pdf"}).status_code == 404


def test_a_deputy_who_reads_it_is_noted_and_the_two_are_not(
    session: Session, town: Municipality, table: Table, here: str, visit: Visit
) -> None:
    meetings(session, table, 1)
    deputy = make_person(session, "Tove Tillförordnad")
    make_appointment(session, deputy, town.unit, deputy=True)
    session.commit()
    dialogue_id = session.scalars(select(Edition.object_id)).one()
    for client in (table.rep, visit(deputy)):
        assert client.get(f"{here}.pdf").status_code == 200
    session.commit()
    assert {
        reading.person_id for reading in readings_of(session, kind="dialogue", object_id=dialogue_id)
    } == {deputy.id}


def order_of(session: Session) -> OrderedDocument:
    session.commit()
    session.expire_all()
    return session.scalars(select(OrderedDocument).order_by(OrderedDocument.id.desc()).limit(1)).one()


@pytest.mark.usefixtures("long")
@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_long_one_is_ordered_written_beside_and_fetched(
    session: Session, world: World, table: Table, here: str, form: str
) -> None:
    meetings(session, table, 2)
    assert table.rep.get(f"{here}.{form}").location.endswith("/historik")
    assert f'value="{form}"' in table.rep.get(here).text
    waiting = table.rep.post(f"{here}/bestall", data={"form": form}).location
    assert "Den står på tur." in table.rep.get(waiting).text
    assert 'hx-trigger="load delay:1s"' in table.rep.htmx(waiting).text
    assert table.rep.get(f"{waiting}/hamta").location.endswith(waiting)
    # Asked for twice it is written once.
    assert table.rep.post(f"{here}/bestall", data={"form": form}).location == waiting
    assert worker.write_waiting(session) == 1
    assert worker.write_waiting(session) == 0
    assert "Filen är klar" in table.rep.get(waiting).text
    assert "hx-trigger" not in table.rep.htmx(waiting).text
    answer = table.rep.get(f"{waiting}/hamta")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    text = (
        text_of_pdf(answer.data)
        if form == "pdf"
        else "\n".join(p.text for p in docx.Document(io.BytesIO(answer.data)).paragraphs)
    )
    assert "Helhet nummer 2" in text
    # What it was written from is gone.
    assert order_of(session).tree is None
    # It is one's own: not even the other of the two comes at it.
    assert table.over.get(waiting).status_code == 404
    assert table.over.get(f"{waiting}/hamta").status_code == 404


@pytest.mark.usefixtures("long")
def test_what_was_erased_or_filed_since_is_not_handed_out(session: Session, table: Table, here: str) -> None:
    meetings(session, table, 1)
    waiting = table.rep.post(f"{here}/bestall", data={"form": "pdf"}).location
    worker.write_waiting(session)
    table.rep.post(f"{here}/bestall", data={"form": "docx"})
    dialogue = session.scalars(select(Dialogue).where(Dialogue.edition_id.is_not(None))).one()
    services.file_record(
        session,
        seat=seats(loaded(session, dialogue))[0],
        dialogue=loaded(session, dialogue),
        filing=services.Filing("KS 1"),
    )
    session.commit()
    answer = table.rep.get(f"{waiting}/hamta", follow_redirects=True)
    assert "Något har ändrats sedan filen gjordes" in answer.text
    erase_edition(session, edition=session.scalars(select(Edition)).one(), because="gallrad", actor_id=None)
    session.commit()
    # No copy of erased words is kept, made or to be made.
    assert session.scalars(select(OrderedDocument)).all() == []
    assert table.rep.get(waiting).status_code == 404
    assert "gallrad enligt beslut" in table.rep.get(here).text
    again = table.rep.post(f"{here}/bestall", data={"form": "pdf"}).location
    assert "Den står på tur." in table.rep.get(again).text


@pytest.mark.usefixtures("long")
def test_who_has_left_the_post_gets_nothing_more(
    session: Session, town: Municipality, table: Table, here: str
) -> None:
    meetings(session, table, 1)
    waiting = table.rep.post(f"{here}/bestall", data={"form": "pdf"}).location
    worker.write_waiting(session)
    make_appointment(session, table.rep_person, town.other_unit, deputy=True)
    session.execute(
        update(Appointment)
        .where(Appointment.person_id == table.rep_person.id, Appointment.unit_id == town.unit.id)
        .values(valid_to=clock.today() - timedelta(days=1))
    )
    session.commit()
    assert table.rep.get(f"{waiting}/hamta").status_code == 404
    assert table.rep.get(waiting).status_code == 404


@pytest.mark.usefixtures("long")
def test_after_an_hour_it_is_let_go(session: Session, table: Table, here: str) -> None:
    meetings(session, table, 1)
    waiting = table.rep.post(f"{here}/bestall", data={"form": "pdf"}).location
    worker.write_waiting(session)
    session.execute(update(OrderedDocument).values(ordered_at=clock.now() - timedelta(minutes=61)))
    session.commit()
    assert table.rep.get(waiting).status_code == 404
    assert let_go(session) == 1
    session.commit()
    assert session.scalars(select(OrderedDocument)).all() == []


@pytest.mark.usefixtures("long")
def test_what_cannot_be_written_says_so_and_can_be_tried_again(
    session: Session, table: Table, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    meetings(session, table, 1)
    waiting = table.rep.post(f"{here}/bestall", data={"form": "pdf"}).location

    def breaks(*_: object) -> bytes:
        raise ValueError("no room")

    with monkeypatch.context() as broken:
        broken.setattr(worker, "written", breaks)
        assert worker.write_waiting(session) == 0
    assert "Filen gick inte att göra" in table.rep.get(waiting).text
    again = table.rep.post(f"{here}/bestall", data={"form": "pdf"}).location
    assert worker.write_waiting(session) == 1
    assert table.rep.get(f"{again}/hamta").status_code == 200


@pytest.mark.usefixtures("long")
def test_a_worker_that_died_leaves_it_to_the_next_but_not_for_ever(
    session: Session, table: Table, here: str
) -> None:
    meetings(session, table, 1)
    table.rep.post(f"{here}/bestall", data={"form": "pdf"})
    for _ in range(worker.MOST_ATTEMPTS):
        assert worker.claim(session) is not None
        assert worker.claim(session) is None
        session.execute(update(OrderedDocument).values(claimed_until=clock.now() - timedelta(seconds=1)))
        session.commit()
    assert worker.write_waiting(session) == 0
    assert order_of(session).state == OrderState.FAILED


@pytest.mark.usefixtures("long")
def test_two_workers_write_each_document_once(
    session: Session, world: World, table: Table, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    meetings(session, table, 1)
    for client in (table.rep, table.over):
        for form in ("pdf", "docx"):
            client.post(f"{here}/bestall", data={"form": form})
    written: list[str] = []
    monkeypatch.setattr(worker, "written", lambda _document, form, _tell=None: written.append(form) or b"x")

    def work() -> None:
        with Session(world.engine) as own:
            worker.write_waiting(own)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(60)
    assert sorted(written) == ["docx", "docx", "pdf", "pdf"]


@pytest.mark.usefixtures("long")
def test_the_server_itself_writes_what_is_ordered(
    session: Session, world: World, table: Table, here: str
) -> None:
    meetings(session, table, 1)
    waiting = table.rep.post(f"{here}/bestall", data={"form": "docx"}).location
    worker.desk.wake(world.app).join(60)
    assert "Filen är klar" in table.rep.get(waiting).text


def test_another_form_is_none_of_ours(table: Table, here: str) -> None:
    assert table.rep.post(f"{here}/bestall", data={"form": "exe"}).status_code == 404
    assert table.rep.get(f"{here}.exe").status_code == 404


@pytest.mark.usefixtures("long")
def test_a_long_record_is_ordered_too_and_a_guest_gets_what_a_guest_reads(
    session: Session, town: Municipality, table: Table, visit: Visit
) -> None:
    guest = make_person(session, "Gun Gäst")
    make_appointment(session, guest, town.section, Role.SUPPORT)
    for seat in seats(loaded(session, table.dialogue)):
        invite_guest(session, seat=seat, dialogue=loaded(session, table.dialogue), person_id=guest.id)
    table.to(State.ESTABLISHED)
    table.over.post(f"{table.here}/tillagg", data={"text": "Rättelse av ett datum."})
    for client in (table.over, table.rep):
        client.post(f"{table.here}/tillagg/1", data={"wish": "establish", "revision": "1"})
    assert table.rep.get(f"{table.here}/faststalld.pdf").location.endswith("/faststalld")
    for client, reads in ((table.rep, True), (visit(guest), False)):
        waiting = client.post(f"{table.here}/faststalld/bestall", data={"form": "pdf"}).location
        assert worker.write_waiting(session) == 1
        assert "Filen är klar" in client.get(waiting).text
        text = text_of_pdf(client.get(f"{waiting}/hamta").data)
        assert "Vi ser samma sak." in text
        assert ("Rättelse av ett datum." in text) is reads
    stranger = visit(town.other_unit_manager)
    assert stranger.post(f"{table.here}/faststalld/bestall", data={"form": "pdf"}).status_code == 404
    assert stranger.get(waiting).status_code == 404
    assert table.over.get(waiting).status_code == 404
