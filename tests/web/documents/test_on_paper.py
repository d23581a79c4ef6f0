"""A governing document and a decision on paper: what their pages say, with the year of every day, in three forms."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
from sqlalchemy.orm import Session

from app.documents import services
from app.documents.decisions.services import About, strike
from app.documents.facts import DOCUMENT
from app.documents.rules import ChildRightsTest, VersionEntry
from app.organisation.models import Person
from tests.factories.documents import acting_as, days_ahead, make_decision, make_document
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.support.routes import text_of_pdf

Visit = Callable[[Person], SamsynClient]


def words_of_word(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_a_documents_page_is_printed_and_taken_away_as_pdf_and_word(
    session: Session, town: Municipality, visit: Visit
) -> None:
    document = make_document(
        session,
        town.section_manager,
        town.section,
        "Riktlinje för kost",
        summary="Maten ska ätas upp.",
        version=VersionEntry("Lärandeutskottet", "LU 2026:12", days_ahead(-20), None, "1.0"),
        next_review_on=days_ahead(100),
    )
    make_decision(
        session, town.section_manager, town.section, "Riktlinjen antas", about=About(DOCUMENT, document.id)
    )
    services.name_as_important(
        session, town.unit.id, document.id, actor_id=town.section_manager.id, why="Vi äter tillsammans."
    )
    session.commit()
    here, client = f"/styrdokument/{document.id}", visit(town.employee)
    assert f"{here}/utskrift" in client.get(f"{here}/").text
    pages = {
        "print": client.get(f"{here}/utskrift").text,
        "pdf": text_of_pdf(client.get(f"{here}/fil.pdf").data).replace("\xa0", " "),
        "word": words_of_word(client.get(f"{here}/fil.docx").data),
    }
    for form, page in pages.items():
        for words in (
            "Maten ska ätas upp.",
            "LU 2026:12",
            "Riktlinjen antas",
            "Vi äter tillsammans.",
            "2026",
        ):
            assert words in page, (form, words)


def test_a_decision_is_printed_with_its_test_of_the_childs_best_interests(
    session: Session, town: Municipality, visit: Visit
) -> None:
    tested = make_decision(
        session,
        town.section_manager,
        town.section,
        "Senare stängning",
        text="Förskolan stänger halv sju.",
        decided_on=days_ahead(-9),
        test=ChildRightsTest(True, "Barnen får längre dagar.", True, False, "Ingen hann."),
    )
    untested = make_decision(session, town.section_manager, town.section, "Inte prövat än")
    struck = make_decision(session, town.section_manager, town.section, "Dubbelt infört")
    strike(session, actor=acting_as(session, town.section_manager), decision=struck, why="Två gånger.")
    session.commit()
    client = visit(town.employee)
    page = client.get(f"/styrdokument/beslut/{tested.id}/utskrift").text
    for words in (
        "Förskolan stänger halv sju.",
        "Barnen får längre dagar.",
        "Ingen hann.",
        "ett större ärende",
    ):
        assert words in page
    word = words_of_word(client.get(f"/styrdokument/beslut/{tested.id}/fil.docx").data)
    assert "Barnen får längre dagar." in word
    assert "inte prövat än" in client.get(f"/styrdokument/beslut/{untested.id}/utskrift").text
    assert "Två gånger." in client.get(f"/styrdokument/beslut/{struck.id}/utskrift").text
    assert client.get("/styrdokument/beslut/999999/utskrift").status_code == 404
