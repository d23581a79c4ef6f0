"""Records, sheets and typing in from paper, as the two at the table and those around it meet them."""

from __future__ import annotations

import builtins
import hashlib
import io
import re
from datetime import timedelta

import docx
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.dialogues.agenda.rules import AgendaTheme
from app.dialogues.agenda.services import create_template
from app.dialogues.models import PairKind, State
from app.documents.facts import DOCUMENT
from app.exports.getting_ready import GettingReady
from app.records.verifying import verify
from tests.factories.dialogues import establish, make_dialogue, make_series
from tests.factories.documents import make_document
from tests.factories.organisation import Municipality
from tests.support.routes import text_of_pdf
from tests.web.dialogues.conftest import Table, table, town, visit

__all__ = ["table", "town", "visit"]
"""The fixtures of a meeting between two."""


def test_a_preparation_sheet_is_one_page_with_what_is_open(table: Table) -> None:
    table.to(State.PLANNED)
    page = table.rep.get(f"{table.here}/forberedelseblad")
    assert page.status_code == 200
    answer = table.rep.get(f"{table.here}/forberedelseblad.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    text = text_of_pdf(answer.data)
    assert "Sida 1 av 1" in text.replace("\xa0", " ")
    assert table.theme.title in text
    assert table.rep_person.name in text


def test_what_one_wants_to_take_up_stands_on_the_sheet_one_prepares_on(
    session: Session, town: Municipality, table: Table
) -> None:
    table.to(State.PLANNED)
    document = make_document(session, town.section_manager, town.section, "Riktlinje för kost")
    session.commit()
    taken = table.rep.post(f"/dialoger/ta-upp/{DOCUMENT}/{document.id}")
    assert taken.status_code == 302
    for client in (table.rep, table.over):
        assert "Att ta upp: Riktlinje för kost" in client.get(f"{table.here}/forberedelseblad").text


def test_a_long_agenda_still_gets_onto_one_page(
    session: Session, town: Municipality, table: Table, visit: object
) -> None:
    themes = [
        AgendaTheme(
            f"Tema {n} med en rubrik som är längre än de flesta rubriker brukar vara",
            "Vad ser vi nu? " * 60,
            (),
        )
        for n in range(30)
    ]
    template = create_template(
        session, actor_id=table.over_person.id, name="Lång", pair_kind=PairKind.MANAGERS, themes=themes
    )
    table.series.template_id = template.id
    session.flush()
    dialogue = make_dialogue(session, table.series, table.over_person, table.rep_person)
    session.commit()
    text = text_of_pdf(table.rep.get(f"/dialoger/{dialogue.id}/forberedelseblad.pdf").data)
    assert "Sida 1 av 1" in text.replace("\xa0", " ")
    assert "Tema 29" in text
    assert "Frågorna till temana fick inte plats på ett blad." in " ".join(text.split())


def test_a_sheet_with_its_questions_says_nothing_of_leaving_any_out(table: Table) -> None:
    table.to(State.PLANNED)
    assert "fick inte plats" not in table.rep.get(f"{table.here}/forberedelseblad").text


def test_the_sheet_of_a_meeting_is_one_sheet_of_paper(table: Table) -> None:
    table.to(State.PLANNED)
    text = text_of_pdf(table.rep.get(f"{table.here}/motesblad.pdf").data).replace("\xa0", " ")
    assert "Sida 1 av 2" in text


def test_who_is_first_to_want_paper_waits_on_a_page_that_looks_again(
    app: Flask, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Loading(GettingReady):
        over = False

        @property
        def is_over(self) -> bool:
            return self.over

        def begin(self) -> None:
            pass

    loading = Loading()
    monkeypatch.setattr("app.exports.getting_ready.getting_ready", loading)
    monkeypatch.setattr("app.exports.answers.getting_ready", loading)
    monkeypatch.setitem(app.config, "WORK_BESIDE", True)
    table.to(State.PLANNED)
    for path in ("forberedelseblad", "forberedelseblad.pdf", "motesblad.pdf"):
        answer = table.rep.get(f"{table.here}/{path}")
        assert (answer.status_code, answer.headers["Refresh"]) == (202, "1")
        assert "Ett ögonblick" in answer.text
    loading.over = True
    assert table.rep.get(f"{table.here}/motesblad.pdf").mimetype == "application/pdf"


def test_the_sheet_of_a_meeting_shows_pictures_only_when_they_are_open(table: Table) -> None:
    table.rep.post(f"{table.at_theme}/min-bild", data={"text": "Bara jag vet detta", "base": ""})
    for client in (table.over, table.rep):
        answer = client.get(f"{table.here}/motesblad.pdf")
        assert answer.status_code == 200
        assert "Bara jag vet detta" not in text_of_pdf(answer.data)


def test_the_sheet_of_a_meeting_shows_what_is_open_and_said(table: Table) -> None:
    table.to(State.HELD)
    text = text_of_pdf(table.over.get(f"{table.here}/motesblad.pdf").data)
    assert "Vi ser det så här." in text
    assert "Överordnads bild." in text


def test_a_record_on_paper_says_who_established_what_when(session: Session, table: Table) -> None:
    table.to(State.HELD)
    table.agree(table.over)
    table.decide(table.rep)
    establish(session, table.dialogue, whole="Det här är **helheten**.", opinion="Jag minns det annorlunda.")
    session.commit()
    table.over.post(
        f"{table.here}/diarieforing",
        data={"registry_number": " KS  2026/114 ", "record_type": "Dialoganteckning"},
    )
    text = text_of_pdf(table.rep.get(f"{table.here}/faststalld.pdf").data)
    book = docx.Document(io.BytesIO(table.rep.get(f"{table.here}/faststalld.docx").data))
    word = "\n".join(
        [p.text for p in book.paragraphs]
        + [c.text for t in book.tables for r in t.rows for c in r.cells]
        + [p.text for p in book.sections[0].first_page_header.paragraphs]
    )
    page = table.rep.get(f"{table.here}/faststalld").text
    for said in (
        "KS 2026/114", "Dialoganteckning", "Det här är", "helheten", "Ringa familjerna", "Frukosten stannar",
        "Jag minns det annorlunda.", "Egen mening", table.over_person.name, table.rep_person.name, "Fastställde",
        "Vi ser det så här.",
    ):  # fmt: skip
        for form in (text, word, page):
            assert said in form, said
    assert {"Heading 1", "Heading 2", "Title"} <= {p.style.name for p in book.paragraphs if p.style}
    # It is found by its number.
    assert f"{table.here}/" in table.rep.get("/sok?q=KS+2026/114").text
    # It is said in the history, and the record itself stays as it was.
    session.expire_all()
    assert verify(session).faults == []


def test_files_that_were_established_stand_with_what_tells_that_they_are_the_same(
    session: Session, table: Table
) -> None:
    table.to(State.HELD)
    table.rep.post(
        f"{table.here}/filer",
        data={"file": (io.BytesIO(b"Ett underlag"), "Underlag.txt")},
        content_type="multipart/form-data",
    )
    establish(session, table.dialogue)
    session.commit()
    text = text_of_pdf(table.rep.get(f"{table.here}/faststalld.pdf").data)
    assert "Underlag.txt" in text
    assert hashlib.sha256(b"Ett underlag").hexdigest() in text


def test_addenda_both_have_established_stand_on_paper_and_proposals_do_not(
    session: Session, table: Table
) -> None:
    table.to(State.ESTABLISHED)
    for text in ("Rättelse av ett datum.", "Bara ett förslag."):
        table.over.post(f"{table.here}/tillagg", data={"text": text})
    page = table.over.get(f"{table.here}/").text
    addendum = min(int(n) for n in re.findall(r"/tillagg/(\d+)", page))
    for client in (table.over, table.rep):
        client.post(f"{table.here}/tillagg/{addendum}", data={"wish": "establish", "revision": "1"})
    text = text_of_pdf(table.rep.get(f"{table.here}/faststalld.pdf").data)
    assert "Rättelse av ett datum." in text
    assert "Bara ett förslag." not in text


@pytest.mark.parametrize("state", [State.PLANNED, State.HELD, State.ESTABLISHING])
def test_what_is_not_established_is_no_record(table: Table, state: State) -> None:
    table.to(state)
    for ending in ("", ".pdf", ".docx"):
        assert table.rep.get(f"{table.here}/faststalld{ending}").status_code == 404
    answer = table.rep.post(f"{table.here}/diarieforing", data={"registry_number": "KS 1"})
    assert (answer.status_code, "KS 1" in answer.text) == (422, True)  # what was typed is given back
    assert table.fresh().registry_number == ""


def test_too_long_a_number_is_refused_and_nothing_changes(table: Table) -> None:
    table.to(State.ESTABLISHED)
    table.rep.post(f"{table.here}/diarieforing", data={"registry_number": "9" * 61})
    assert table.fresh().registry_number == ""


def test_a_number_the_other_has_noted_meanwhile_is_not_written_over(table: Table) -> None:
    table.to(State.ESTABLISHED)
    here, opened = f"{table.here}/diarieforing", table.rep.get(f"{table.here}/").text
    stood = re.search(r'name="stood" value="([^"]*)"', opened.partition('id="filing"')[2])
    assert stood is not None
    table.over.post(here, data={"registry_number": "KS 2026/114", "record_type": "Dialoganteckning"})
    mine = {"registry_number": "KS 2026/115", "record_type": "Minnesanteckning", "stood": stood[1]}
    answer = table.rep.post(here, data=mine)
    assert answer.status_code == 409
    for said in ("KS 2026/114", "Dialoganteckning", "KS 2026/115", "Minnesanteckning"):
        assert said in answer.text
    assert table.fresh().registry_number == "KS 2026/114"
    anew = re.search(r'name="stood" value="([^"]*)"', table.rep.get(f"{table.here}/").text)
    assert anew is not None
    assert table.rep.post(here, data=mine | {"stood": anew[1]}).status_code == 302
    assert table.fresh().registry_number == "KS 2026/115"


def test_a_secrecy_mark_stands_with_its_statute_and_day_wherever_the_record_is_shown(
    session: Session, table: Table
) -> None:
    table.to(State.ESTABLISHED)
    here = f"{table.here}/diarieforing"
    table.over.post(here, data={"registry_number": "KS 1", "secrecy": " OSL 39 kap.  2 § "})
    assert (table.fresh().secrecy, table.fresh().secrecy_on) == ("OSL 39 kap. 2 §", clock.today())
    assert "Sekretess: OSL 39 kap. 2 §" in table.rep.get(f"{table.here}/").text
    paper = table.rep.get(f"{table.here}/faststalld").text
    assert "Sekretess: OSL 39 kap. 2 §, " in paper
    assert "Sekretessmarkering" in text_of_pdf(table.rep.get(f"{table.here}/faststalld.pdf").data)
    history = table.rep.get(f"/dialoger/serie/{table.series.id}/historik").text
    assert "OSL 39 kap. 2 §" in history
    assert f"{table.here}/" in table.over.get("/sok?q=OSL+39").text
    # A page of before this could be marked says nothing of it, and takes nothing away.
    table.rep.post(here, data={"registry_number": "KS 2"})
    assert table.fresh().secrecy == "OSL 39 kap. 2 §"
    session.expire_all()
    assert verify(session).faults == []
    table.rep.post(here, data={"registry_number": "KS 2", "secrecy": ""})
    assert (table.fresh().secrecy, table.fresh().secrecy_on) == ("", None)
    assert "Sekretess: " not in table.over.get(f"{table.here}/").text
    session.expire_all()
    assert verify(session).faults == []


def test_the_day_of_a_secrecy_mark_stays_when_only_the_number_changes(session: Session, table: Table) -> None:
    table.to(State.ESTABLISHED)
    here = f"{table.here}/diarieforing"
    table.over.post(here, data={"secrecy": "OSL 39 kap. 2 §"})
    dialogue = table.fresh()
    dialogue.secrecy_on = clock.today() - timedelta(days=30)
    session.commit()
    table.over.post(here, data={"registry_number": "KS 3", "secrecy": "OSL 39 kap. 2 §"})
    assert table.fresh().secrecy_on == clock.today() - timedelta(days=30)
    table.over.post(here, data={"registry_number": "KS 3", "secrecy": "OSL 26 kap. 1 §"})
    assert table.fresh().secrecy_on == clock.today()


def test_the_same_number_noted_by_both_is_nothing_to_tell_of(table: Table) -> None:
    table.to(State.ESTABLISHED)
    same = {"registry_number": "KS 2026/114", "stood": " |  | "}
    for client in (table.over, table.rep):
        assert client.post(f"{table.here}/diarieforing", data=same).status_code == 302


def test_from_paper_each_theme_is_there_under_its_number_and_saves(table: Table) -> None:
    page = table.rep.get(f"{table.here}/fran-papper").text
    assert f"1. {table.theme.title}" in page
    assert page.count("data-autosave") == page.count("<textarea") > 1
    here = f"{table.here}/fran-papper"
    sent = {"pictures": "1", f"text-{table.theme.id}": "Avskrivet", "then": f"{here}#tema-2"}
    assert table.rep.post(here, data=sent).location == f"{here}#tema-2"
    assert "Avskrivet" in table.rep.get(f"{table.here}/fran-papper").text
    assert "Avskrivet" not in table.over.get(f"{table.here}/fran-papper").text


def test_after_the_meeting_it_is_the_shared_note_that_is_typed_in(table: Table) -> None:
    table.to(State.HELD)
    page = table.over.get(f"{table.here}/fran-papper").text
    assert "Vi ser det så här." in page
    answer = table.write_note(table.over, "Vi ser det så här. Och så här.")
    assert answer.status_code == 302
    assert "Och så här." in table.rep.get(f"{table.here}/fran-papper").text


def test_all_that_has_a_place_on_the_sheet_of_the_meeting_can_be_typed_in_on_one_page(table: Table) -> None:
    table.to(State.HELD)
    page = table.rep.get(f"{table.here}/fran-papper").text
    for place in ("/omdome", "/overenskommelser/ny", "/beslut", "/lyft"):
        assert place in page, place
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    judged = {f"verdict-{table.theme.id}": "partly", "from_paper": "tema-1"}
    fragment = table.rep.htmx(f"{table.at_theme}/omdome", method="POST", data=judged).text
    assert f'id="verdict-{table.theme.id}"' in fragment
    assert 'name="from_paper" value="tema-1"' in fragment


def test_where_nothing_can_be_written_one_is_told_why(table: Table) -> None:
    table.rep.post(f"{table.here}/dela")
    answer = table.rep.get(f"{table.here}/fran-papper", follow_redirects=True)
    assert "Du har delat din bild" in answer.text


def test_an_established_record_is_not_typed_over(table: Table) -> None:
    table.to(State.ESTABLISHED)
    assert table.rep.get(f"{table.here}/fran-papper").status_code == 302


def test_a_place_to_go_on_to_is_one_of_ours(table: Table) -> None:
    here = f"{table.here}/fran-papper"
    sent = {"pictures": "1", f"text-{table.theme.id}": "x", "then": "//exempel.se"}
    assert table.rep.post(here, data=sent).location == here


def test_english_readers_get_english_paper(session: Session, table: Table) -> None:
    table.to(State.ESTABLISHED)
    table.rep_person.language = "en"
    session.commit()
    page = table.rep.get(f"{table.here}/faststalld").text
    assert '<html lang="en">' in page
    book = docx.Document(io.BytesIO(table.rep.get(f"{table.here}/faststalld.docx").data))
    assert book.core_properties.language == "en-GB"
    assert "Shared picture" in {p.text for p in book.paragraphs}


def test_a_series_of_another_pair_is_out_of_reach(session: Session, town: Municipality, table: Table) -> None:
    other = make_series(session, town.other_section, town.other_unit)
    dialogue = make_dialogue(session, other, town.other_section_manager, town.other_unit_manager)
    session.commit()
    for page in (
        "forberedelseblad",
        "forberedelseblad.pdf",
        "motesblad",
        "motesblad.pdf",
        "fran-papper",
        "faststalld.pdf",
    ):
        assert table.rep.get(f"/dialoger/{dialogue.id}/{page}").status_code == 404


def test_where_pdfs_cannot_be_made_one_is_led_to_what_can_be_printed(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without_pango(name: str, *rest: object) -> object:
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without_pango)
    answer = table.rep.get(f"{table.here}/forberedelseblad.pdf")
    assert answer.location == f"{table.here}/forberedelseblad"
    page = table.rep.get(answer.location)
    assert page.status_code == 200
    assert "PDF går inte att göra på den här servern" in page.text
    assert table.theme.title in page.text
