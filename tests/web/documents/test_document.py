"""One document: entered, put right, superseded, reviewed, ended; by those who may, and by nobody else."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.attachments.models import Attachment
from app.documents import services
from app.documents.facts import DOCUMENT
from app.documents.models import Document, DocumentReview, DocumentVersion
from app.documents.queries import important_to
from app.documents.rules import VersionEntry
from app.organisation import reorganising, units
from app.organisation.models import Person
from app.records.queries import history_of
from app.records.verifying import verify
from app.search.keeping import compare
from tests.factories.documents import acting_as, days_ahead, make_document, whole
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient

Visit = Callable[[Person], SamsynClient]


def fields(unit_id: int, **more: object) -> dict[str, object]:
    return {"title": "Plan mot kränkande behandling", "responsible_unit": unit_id, "reach": "all"} | more


def only(session: Session) -> Document:
    session.expire_all()
    return session.scalars(select(Document)).one()


def test_only_a_title_is_needed_and_the_type_says_when_it_is_looked_over(
    session: Session, town: Municipality, visit: Visit
) -> None:
    client = visit(town.support)
    answer = client.post("/styrdokument/nytt", data=fields(town.section.id))
    assert answer.status_code == 303
    document = only(session)
    assert (document.title, document.next_review_on) == ("Plan mot kränkande behandling", None)
    client.post(
        "/styrdokument/nytt",
        data=fields(town.section.id, title="Budget", type_key="budget", decided_on="2026-06-15"),
    )
    budget = session.scalars(select(Document).where(Document.title == "Budget")).one()
    assert budget.next_review_on == date(2027, 6, 15)
    assert client.get(answer.location).status_code == 200


def test_everything_that_is_filled_in_stands_on_the_page_and_in_the_history(
    session: Session, town: Municipality, visit: Visit
) -> None:
    client = visit(town.support)
    data = fields(
        town.section.id,
        type_key="plan",
        summary="Vad vi gör för att **ingen** ska bli kränkt.",
        decided_by="Lärandeutskottet",
        decided_on="2026-02-03",
        registry_number="LU/2026:12",
        valid_to="2028-12-31",
        label="2026",
        link="https://exempel.se/plan",
        responsible_person=town.unit_manager.id,
        reach="some",
        units=[town.unit.id, town.sibling.id],
        next_review_on="2027-03-01",
    )
    page = client.post("/styrdokument/nytt", data=data, follow_redirects=True).text
    for words in (
        "<strong>ingen</strong>", "Lärandeutskottet", "3 februari", "LU/2026:12", "31 december 2028", "Eva Enhetschef",
        "Förskolan Ängen", "Förskolan Björken", "1 mars 2027", 'href="https://exempel.se/plan"',
    ):  # fmt: skip
        assert words in page, words
    assert verify(session).faults == []
    assert compare(session).agrees


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "Skriv en rubrik."),
        ({"title": "x" * 301}, "300"),
        ({"decided_on": "i går"}, "Inte ett giltigt datum"),
        ({"decided_on": "2027-01-01"}, "Dagen har inte varit än"),
        ({"decided_on": "2026-01-01", "valid_to": "2025-01-01"}, "innan det beslutades"),
        ({"link": "javascript:alert(1)"}, "https://"),
        ({"reach": "some"}, "Välj minst en enhet"),
        ({"type_key": "finns-inte"}, "field wrong"),
        ({"responsible_unit": "9999"}, "field wrong"),
        ({"units": "9999", "reach": "some"}, "field wrong"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    session: Session, town: Municipality, visit: Visit, wrong: dict[str, object], words: str
) -> None:
    data = fields(town.section.id, summary="Det jag hade skrivit.") | wrong
    answer = visit(town.support).post("/styrdokument/nytt", data=data)
    assert answer.status_code == 422
    assert words in answer.text and "Det jag hade skrivit." in answer.text
    assert session.scalars(select(Document)).all() == []


def test_a_unit_out_of_reach_cannot_be_made_responsible(
    session: Session, town: Municipality, visit: Visit
) -> None:
    answer = visit(town.unit_manager).post("/styrdokument/nytt", data=fields(town.section.id))
    assert answer.status_code == 422
    assert session.scalars(select(Document)).all() == []


def test_the_right_to_write_follows_the_responsible_unit(
    session: Session, town: Municipality, visit: Visit
) -> None:
    document = make_document(session, town.unit_manager, town.unit, "Rutin")
    path = f"/styrdokument/{document.id}"
    may = {"unit_manager", "support"}
    for name in (
        "unit_manager", "support", "section_manager", "sibling_manager", "chief_executive", "other_unit_manager",
        "politician", "auditor", "administrator", "employee",
    ):  # fmt: skip
        client = visit(getattr(town, name))
        page = client.get(f"{path}/")
        assert page.status_code == 200, name
        assert ("Rätta uppgifter</a>" in page.text) == (name in may), name
        expected = 200 if name in may else 404
        for way in ("andra", "ny-version", "avsluta"):
            assert client.get(f"{path}/{way}").status_code == expected, (name, way)
        if name not in may:
            for way in ("andra", "ny-version", "avsluta", "granskad", "galler-igen", "filer"):
                assert client.post(f"{path}/{way}", data=fields(town.unit.id)).status_code == 404, (name, way)
    session.expire_all()
    assert (only(session).revision, only(session).title) == (1, "Rutin")


def test_the_document_of_a_unit_that_is_gone_is_for_its_successor_and_its_support(
    session: Session, town: Municipality, visit: Visit
) -> None:
    document = make_document(session, town.unit_manager, town.unit, "Rutin för utflykter")
    closed = make_document(session, town.other_unit_manager, town.other_unit, "Rutin för disk")
    new = reorganising.merge_units(
        session,
        unit_ids=[town.unit.id, town.sibling.id],
        on=clock.today(),
        name="Förskolan Kotten",
        actor_id=None,
    )
    units.close_unit(
        session, unit_id=town.other_unit.id, on=clock.today(), actor_id=None, end_appointments=True
    )
    head = make_person(session, "Kerstin Kotte")
    make_appointment(session, head, new, since=clock.today())
    other_support = make_person(session, "Stina Servicestöd")
    make_appointment(session, other_support, town.other_section, Role.SUPPORT)
    session.flush()
    for person, may in (
        (head, True),
        (town.support, True),
        (town.section_manager, False),
        (town.chief_executive, False),
    ):
        client = visit(person)
        expected = 200 if may else 404
        assert client.get(f"/styrdokument/{document.id}/andra").status_code == expected, person.name
    assert visit(other_support).get(f"/styrdokument/{closed.id}/andra").status_code == 200
    assert visit(town.support).get(f"/styrdokument/{closed.id}/andra").status_code == 404
    page = visit(town.auditor).get(f"/styrdokument/{document.id}/").text
    assert "Enheten finns inte längre" in page


def test_a_new_version_takes_over_and_the_old_one_can_be_read(
    session: Session, town: Municipality, visit: Visit
) -> None:
    document = make_document(
        session, town.unit_manager, town.unit, "Rutin", version=VersionEntry(registry_number="FÖ/2024:1")
    )
    client = visit(town.unit_manager)
    data = {"revision": "1", "registry_number": "FÖ/2026:9", "changes": "Kortare."}
    page = client.post(f"/styrdokument/{document.id}/ny-version", data=data, follow_redirects=True).text
    assert "FÖ/2026:9" in page and "FÖ/2024:1" in page and "Kortare." in page
    assert "Tidigare versioner" in page
    session.expire_all()
    assert only(session).current_number == 2
    assert session.scalars(select(DocumentVersion.number).order_by(DocumentVersion.number)).all() == [1, 2]
    assert verify(session).faults == []


def test_a_new_version_from_an_old_page_is_not_taken_unread(
    session: Session, town: Municipality, visit: Visit
) -> None:
    document = make_document(session, town.unit_manager, town.unit, "Rutin")
    client = visit(town.unit_manager)
    client.post(f"/styrdokument/{document.id}/ny-version", data={"revision": "1", "label": "A"})
    answer = client.post(
        f"/styrdokument/{document.id}/ny-version",
        data={"revision": "1", "label": "B", "changes": "Det jag skrev."},
    )
    assert answer.status_code == 409
    assert "Det jag skrev." in answer.text
    again = client.post(f"/styrdokument/{document.id}/ny-version", data={"revision": "2", "label": "B"})
    assert again.status_code == 303


def test_two_who_put_right_at_once_see_both_and_nothing_is_overwritten(
    session: Session, town: Municipality, visit: Visit
) -> None:
    document = make_document(session, town.unit_manager, town.unit, "Rutin")
    one, other = visit(town.unit_manager), visit(town.support)
    path = f"/styrdokument/{document.id}/andra"
    first = one.post(path, data=fields(town.unit.id, title="Rutin för mat", revision="1"))
    assert first.status_code == 303
    late = other.post(path, data=fields(town.unit.id, title="Rutin för vila", revision="1"))
    assert late.status_code == 409
    assert "Någon annan har ändrat" in late.text
    assert "Rutin för mat" in late.text and 'value="Rutin för vila"' in late.text
    assert only(session).title == "Rutin för mat"
    assert (
        other.post(path, data=fields(town.unit.id, title="Rutin för vila", revision="2")).status_code == 303
    )
    assert only(session).title == "Rutin för vila"


def test_what_was_put_right_is_told_with_before_and_after(
    session: Session, town: Municipality, visit: Visit
) -> None:
    document = make_document(
        session, town.unit_manager, town.unit, "Rutin", version=VersionEntry(registry_number="KS/2021:1")
    )
    page = visit(town.unit_manager).post(
        f"/styrdokument/{document.id}/andra",
        data=fields(town.unit.id, title="Rutin", registry_number="KS/2021:11", revision="1"),
        follow_redirects=True,
    )
    assert "Diarienummer: förut KS/2021:1, nu KS/2021:11" in page.text
    assert len(history_of(session, DOCUMENT, document.id)) == 2
    again = visit(town.unit_manager).post(
        f"/styrdokument/{document.id}/andra",
        data=fields(town.unit.id, title="Rutin", registry_number="KS/2021:11", revision="2"),
    )
    assert again.status_code == 303
    assert len(history_of(session, DOCUMENT, document.id)) == 2, "nothing changed, nothing told"


def test_reviewed_and_still_valid_moves_the_day_and_can_be_undone(
    session: Session, town: Municipality, visit: Visit
) -> None:
    document = make_document(session, town.unit_manager, town.unit, "Rutin", next_review_on=days_ahead(-5))
    client = visit(town.unit_manager)
    path = f"/styrdokument/{document.id}/granskad"
    page = client.post(
        path, data={"next_on": "2027-11-01", "note": "Läst på APT."}, follow_redirects=True
    ).text
    assert "Läst på APT." in page and "1 november 2027" in page and "Eva Enhetschef fann det giltigt" in page
    assert (only(session).next_review_on, only(session).current_number) == (date(2027, 11, 1), 1)
    made = session.scalars(select(DocumentReview)).one()
    page = client.post(f"{path}/{made.id}/angra", follow_redirects=True).text
    assert "tillbakataget" in page and "Läst på APT." in page
    assert only(session).next_review_on == days_ahead(-5)
    assert verify(session).faults == []


def test_a_review_is_undone_only_while_nothing_has_moved_the_day_since(
    session: Session, town: Municipality, visit: Visit
) -> None:
    document = make_document(session, town.unit_manager, town.unit, "Rutin")
    client = visit(town.unit_manager)
    path = f"/styrdokument/{document.id}/granskad"
    for day in ("2027-11-01", "2028-11-01"):
        client.post(path, data={"next_on": day})
    first = session.scalars(select(DocumentReview).order_by(DocumentReview.id)).first()
    assert first is not None
    page = client.post(f"{path}/{first.id}/angra", follow_redirects=True).text
    assert "granskningen står kvar" in page
    assert only(session).next_review_on == date(2028, 11, 1)


@pytest.mark.parametrize(
    ("day", "words"),
    [("", "Välj när det ska ses över"), ("2026-11-23", "framåt i tiden"), ("x", "giltigt datum")],
)
def test_a_review_without_a_day_ahead_is_refused_with_the_note_kept(
    session: Session, town: Municipality, visit: Visit, day: str, words: str
) -> None:
    document = make_document(session, town.unit_manager, town.unit, "Rutin")
    answer = visit(town.unit_manager).post(
        f"/styrdokument/{document.id}/granskad", data={"next_on": day, "note": "Läst på APT."}
    )
    assert answer.status_code == 422
    assert words in answer.text and "Läst på APT." in answer.text


def test_what_has_ended_stays_readable_and_can_be_taken_back(
    session: Session, town: Municipality, visit: Visit
) -> None:
    document = make_document(session, town.unit_manager, town.unit, "Rutin")
    client, path = visit(town.unit_manager), f"/styrdokument/{document.id}"
    assert client.post(f"{path}/avsluta", data={"how": "repealed", "on": "2026-11-01"}).status_code == 422
    assert (
        client.post(f"{path}/avsluta", data={"how": "repealed", "on": "2027-11-01", "why": "x"}).status_code
        == 422
    )
    data = {"how": "repealed", "on": "2026-11-01", "why": "Ersatt av den nya."}
    page = client.post(f"{path}/avsluta", data=data, follow_redirects=True).text
    assert "Upphävt" in page and "Ersatt av den nya." in page
    assert client.post(f"{path}/granskad", data={"next_on": "2027-11-01"}).status_code == 409
    assert "Rutin" not in client.get("/styrdokument/").text.split("<tbody>")[-1].split("</tbody>")[0]
    assert client.post(f"{path}/galler-igen", follow_redirects=True).status_code == 200
    assert only(session).ended == ""
    assert verify(session).faults == []


def test_why_one_ends_what_another_has_ended_is_given_back(
    session: Session, town: Municipality, visit: Visit
) -> None:
    document = make_document(session, town.unit_manager, town.unit, "Rutin")
    client, path = visit(town.unit_manager), f"/styrdokument/{document.id}/avsluta"
    data = {"how": "repealed", "on": "2026-11-01", "why": "Ersatt av den nya."}
    client.post(path, data=data)
    late = client.post(path, data=data | {"why": "Ingen använder den."})
    assert late.status_code == 409 and "Ingen använder den." in late.text
    assert client.post(path, data=data).status_code == 303
    assert only(session).ended_why == "Ersatt av den nya."


def test_a_file_is_read_by_everybody_and_kept_with_its_version(
    session: Session, town: Municipality, visit: Visit
) -> None:
    document = make_document(session, town.unit_manager, town.unit, "Rutin")
    client = visit(town.unit_manager)
    sent = {"file": (io.BytesIO("Så gör vi.".encode()), "rutin.txt")}
    page = client.post(
        f"/styrdokument/{document.id}/filer",
        data=sent,
        content_type="multipart/form-data",
        follow_redirects=True,
    )
    assert "rutin.txt" in page.text
    file = session.scalars(select(Attachment)).one()
    for person in (town.auditor, town.administrator, town.employee, town.other_unit_manager):
        reader = visit(person)
        led = reader.get(f"/bilagor/{file.id}")
        assert led.status_code == 303, person.name
        assert reader.get(led.location).data.decode() == "Så gör vi."
    client.post(f"/styrdokument/{document.id}/ny-version", data={"revision": "1"})
    assert "rutin.txt" in client.get(f"/styrdokument/{document.id}/").text.split("Tidigare versioner")[1]
    gone = client.post(
        f"/styrdokument/{document.id}/filer/{file.id}", data={"wish": "remove"}, follow_redirects=True
    )
    assert "är borttagen" in gone.text
    assert visit(town.auditor).get(f"/bilagor/{file.id}").status_code == 404
    back = client.post(f"/styrdokument/{document.id}/filer/{file.id}?wish=back", follow_redirects=True)
    assert "Filen är tillbaka" in back.text


def test_a_file_of_another_document_cannot_be_taken_away_from_here(
    session: Session, town: Municipality, visit: Visit
) -> None:
    mine = make_document(session, town.unit_manager, town.unit, "Min")
    theirs = make_document(session, town.section_manager, town.section, "Deras")
    visit(town.section_manager).post(
        f"/styrdokument/{theirs.id}/filer",
        data={"file": (io.BytesIO(b"Text"), "a.txt")},
        content_type="multipart/form-data",
    )
    file = session.scalars(select(Attachment)).one()
    answer = visit(town.unit_manager).post(
        f"/styrdokument/{mine.id}/filer/{file.id}", data={"wish": "remove"}
    )
    assert answer.status_code == 404


def test_units_name_a_document_as_important_and_take_it_back(
    session: Session, town: Municipality, visit: Visit
) -> None:
    document = make_document(session, town.section_manager, town.section, "Skollag")
    say = {"actor_id": town.unit_manager.id}
    services.name_as_important(session, town.unit.id, document.id, why="Vår vardag.", **say)
    services.name_as_important(session, town.sibling.id, document.id, **say)
    services.name_as_important(session, town.unit.id, document.id, why="Vår vardag.", **say)
    page = visit(town.auditor).get(f"/styrdokument/{document.id}/").text
    assert "Vår vardag." in page and "Förskolan Björken" in page
    assert [one.id for one in important_to(session, town.unit.id)] == [document.id]
    assert len(history_of(session, DOCUMENT, document.id)) == 3
    services.take_back(session, town.unit.id, document.id, **say)
    services.take_back(session, town.unit.id, document.id, **say)
    assert important_to(session, town.unit.id) == []
    assert verify(session).faults == []
    services.name_as_important(session, town.unit.id, document.id, why="Igen.", **say)
    assert verify(session).faults == []


def test_a_type_of_another_model_keeps_its_key_and_loses_nothing(
    session: Session, town: Municipality, visit: Visit
) -> None:
    document = make_document(session, town.unit_manager, town.unit, "Taxa", type_key="price_list")
    page = visit(town.unit_manager).get(f"/styrdokument/{document.id}/").text
    assert "Price list" in page
    form = visit(town.unit_manager).get(f"/styrdokument/{document.id}/andra").text
    assert 'value="price_list"' in form
    kept = visit(town.unit_manager).post(
        f"/styrdokument/{document.id}/andra",
        data=fields(town.unit.id, title="Taxan", type_key="price_list", revision="1"),
    )
    assert kept.status_code == 303
    assert only(session).type_key == "price_list"


def test_the_actor_is_the_one_of_the_history(session: Session, town: Municipality) -> None:
    document = make_document(session, town.support, town.unit, "Rutin")
    services.review(
        session,
        actor=acting_as(session, town.unit_manager),
        document=whole(session, document, town.support),
        next_on=days_ahead(100),
        note="",
    )
    assert [one.actor for one in history_of(session, DOCUMENT, document.id)] == [
        "Eva Enhetschef",
        "Sara Stöd",
    ]
