"""Decisions and the test of the child's best interests: recorded, put right, struck, listed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.dialogues.queries.said import themes_of
from app.documents.decisions.keeping import keep_those_recorded_before, last_version
from app.documents.decisions.services import About
from app.documents.facts import DECISION, DOCUMENT
from app.documents.models import ImportantDocument, RecordedDecision
from app.documents.rules import ChildRightsTest
from app.organisation.models import Person
from app.passages.subjects import Ref
from app.records.queries import history_of
from app.records.verifying import verify
from app.search.keeping import compare
from tests.factories.dialogues import establish as establish_dialogue
from tests.factories.dialogues import hold, loaded, make_dialogue, make_series, prepare
from tests.factories.documents import make_decision, make_document
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient

Visit = Callable[[Person], SamsynClient]


def fields(unit_id: int, **more: object) -> dict[str, object]:
    return {"title": "Senare stängning", "responsible_unit": unit_id, "concerns_children": "later"} | more


def only(session: Session) -> RecordedDecision:
    session.expire_all()
    return session.scalars(select(RecordedDecision)).one()


def test_a_decision_is_recorded_with_its_test_and_leads_to_what_it_is_about(
    session: Session, town: Municipality, visit: Visit
) -> None:
    document = make_document(session, town.section_manager, town.section, "Riktlinje för öppettider")
    client = visit(town.section_manager)
    assert (
        f'<option selected value="{document.id}">'
        in client.get(f"/styrdokument/beslut/nytt?dokument={document.id}").text
    )
    data = fields(
        town.section.id,
        text="Förskolan håller öppet till 18.30.",
        decided_by="Lärandeutskottet",
        delegate="Sven Sektionschef, sektionschef",
        decided_on="2026-10-12",
        registry_number="LU/2026:3",
        about_document=document.id,
        concerns_children="yes",
        considerations="Vi frågade barnen med bilder.",
        larger_matter="y",
        impact_assessed="no",
        not_assessed_why="Tiden räckte inte.",
    )
    page = client.post("/styrdokument/beslut/nytt", data=data, follow_redirects=True).text
    for words in (
        "Förskolan håller öppet", "Lärandeutskottet", "Sven Sektionschef, sektionschef", "12 oktober", "LU/2026:3",
        "Beslutet rör barn.", "Vi frågade barnen med bilder.", "Tiden räckte inte.", "Riktlinje för öppettider",
    ):  # fmt: skip
        assert words in page, words
    assert "Senare stängning" in visit(town.auditor).get(f"/styrdokument/{document.id}/").text
    assert verify(session).faults == []
    assert compare(session).agrees


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"concerns_children": "yes"}, "Skriv hur barnets bästa har vägts in."),
        (
            {"concerns_children": "yes", "considerations": "Ja.", "larger_matter": "y"},
            "Säg om en barnkonsekvensanalys är gjord.",
        ),
        (
            {
                "concerns_children": "yes",
                "considerations": "Ja.",
                "larger_matter": "y",
                "impact_assessed": "no",
            },
            "Skriv varför ingen barnkonsekvensanalys är gjord.",
        ),
        ({"title": ""}, "Skriv en rubrik."),
        ({"decided_on": "2027-10-12"}, "Dagen har inte varit än"),
        ({"link": "mailto:a@b.se"}, "https://"),
        ({"about_document": "777"}, "field wrong"),
        ({"concerns_children": "maybe"}, "field wrong"),
    ],
)
def test_what_a_decision_lacks_is_said_and_nothing_typed_is_lost(
    session: Session, town: Municipality, visit: Visit, answers: dict[str, object], words: str
) -> None:
    data = fields(town.section.id, text="Det jag hade skrivit.") | answers
    answer = visit(town.section_manager).post("/styrdokument/beslut/nytt", data=data)
    assert answer.status_code == 422
    assert words in answer.text and "Det jag hade skrivit." in answer.text
    assert session.scalars(select(RecordedDecision)).all() == []


def test_a_decision_not_tested_yet_says_so_and_is_tested_later(
    session: Session, town: Municipality, visit: Visit
) -> None:
    decision = make_decision(session, town.section_manager, town.section, "Ny gångväg")
    client, path = visit(town.section_manager), f"/styrdokument/beslut/{decision.id}"
    assert "inte prövat än" in client.get(f"{path}/").text
    assert "Skriv upp prövningen" in client.get(f"{path}/").text
    assert "Skriv upp prövningen" not in visit(town.auditor).get(f"{path}/").text
    data = fields(town.section.id, title="Ny gångväg", concerns_children="no", revision="1")
    page = client.post(f"{path}/andra", data=data, follow_redirects=True).text
    assert "Beslutet rör inte barn." in page
    assert only(session).concerns_children is False


def test_what_was_put_right_is_kept_with_before_and_after(
    session: Session, town: Municipality, visit: Visit
) -> None:
    decision = make_decision(session, town.section_manager, town.section, "Avgift", registry_number="KS/1")
    client, path = visit(town.section_manager), f"/styrdokument/beslut/{decision.id}/andra"
    data = fields(town.section.id, title="Avgift", registry_number="KS/2", revision="1")
    page = client.post(path, data=data, follow_redirects=True).text
    assert "Diarienummer: förut KS/1, nu KS/2" in page
    late = client.post(path, data=fields(town.section.id, title="Annan avgift", revision="1"))
    assert late.status_code == 409
    assert "Någon annan har ändrat" in late.text and "Annan avgift" in late.text
    assert only(session).title == "Avgift"
    assert len(history_of(session, DECISION, decision.id)) == 2
    assert verify(session).faults == []


def test_a_struck_decision_is_out_of_the_lists_and_can_be_read_and_brought_back(
    session: Session, town: Municipality, visit: Visit
) -> None:
    decision = make_decision(session, town.section_manager, town.section, "Dubbelt infört")
    client, path = visit(town.section_manager), f"/styrdokument/beslut/{decision.id}"
    assert client.post(f"{path}/stryk", data={"why": " "}).status_code == 422
    page = client.post(f"{path}/stryk", data={"why": "Fanns redan."}, follow_redirects=True).text
    assert "Fanns redan." in page
    assert "Dubbelt infört" not in re.sub(r"<nav.*?</nav>", "", client.get("/styrdokument/beslut/").text)
    assert "Dubbelt infört" in client.get("/styrdokument/beslut/?lage=strukna").text
    assert "Dubbelt infört" not in client.get("/sok?q=dubbelt").text
    assert client.get(f"{path}/andra").status_code == 303
    client.post(f"{path}/aterta")
    assert "Dubbelt infört" in client.get("/styrdokument/beslut/").text
    assert verify(session).faults == []
    assert compare(session).agrees


def test_what_is_sent_after_a_decision_was_struck_is_given_back(
    session: Session, town: Municipality, visit: Visit
) -> None:
    decision = make_decision(session, town.section_manager, town.section, "Dubbelt infört")
    client, path = visit(town.section_manager), f"/styrdokument/beslut/{decision.id}"
    client.post(f"{path}/stryk", data={"why": "Fanns redan förut."})
    late = client.post(f"{path}/andra", data=fields(town.section.id, title="Rättad rubrik", revision="1"))
    assert late.status_code == 409
    assert "Beslutet är redan struket" in late.text and "Rättad rubrik" in late.text
    again = client.post(f"{path}/stryk", data={"why": "Det gällde någon annan."})
    assert again.status_code == 409 and "Det gällde någon annan." in again.text
    assert client.post(f"{path}/stryk", data={"why": "Fanns redan förut."}).status_code == 303
    assert only(session).struck_why == "Fanns redan förut."


def test_only_the_unit_and_its_support_write_what_it_entered(
    session: Session, town: Municipality, visit: Visit
) -> None:
    decision = make_decision(session, town.unit_manager, town.unit, "Mattider")
    path = f"/styrdokument/beslut/{decision.id}"
    for name in (
        "unit_manager", "support", "section_manager", "chief_executive", "other_unit_manager", "politician", "auditor",
        "administrator", "employee",
    ):  # fmt: skip
        client, may = visit(getattr(town, name)), name in {"unit_manager", "support"}
        assert client.get(f"{path}/").status_code == 200, name
        for way in ("andra", "stryk"):
            assert client.get(f"{path}/{way}").status_code == (200 if may else 404), (name, way)
            if not may:
                assert client.post(f"{path}/{way}", data=fields(town.unit.id, why="x")).status_code == 404
        if not may:
            assert client.post(f"{path}/aterta").status_code == 404
    assert only(session).revision == 1


@pytest.fixture
def filled(session: Session, town: Municipality) -> Municipality:
    section, unit = town.section_manager, town.unit_manager
    considered = ChildRightsTest(True, "Vi frågade barnen.")
    make_decision(
        session,
        section,
        town.section,
        "Öppettider",
        decided_on=date(2026, 3, 1),
        decided_by="KS",
        test=considered,
    )
    make_decision(
        session, unit, town.unit, "Livsmedel", decided_on=date(2025, 3, 1), decided_by="Chef",
        test=ChildRightsTest(False),
    )  # fmt: skip
    make_decision(session, section, town.section, "=Avtal")
    return town


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Öppettider", "Livsmedel", "=Avtal"]),
        ("?barn=ror-barn", ["Öppettider"]),
        ("?barn=ror-inte-barn", ["Livsmedel"]),
        ("?barn=ej-provat", ["=Avtal"]),
        ("?ar=2025", ["Livsmedel"]),
        ("?ar=1999", []),
        ("?q=fr%C3%A5gade", ["Öppettider"]),
        ("?ordning=rubrik", ["=Avtal", "Livsmedel", "Öppettider"]),
        ("?ordning=beslutat", ["Livsmedel", "Öppettider", "=Avtal"]),
        ("?ordning=av", ["=Avtal", "Livsmedel", "Öppettider"]),
        ("?ar=x&enhet=y&barn=z&ordning=q&sida=0", ["Öppettider", "Livsmedel", "=Avtal"]),
    ],
)
def test_decisions_are_filtered_and_sorted_by_the_address(
    filled: Municipality, visit: Visit, query: str, expected: list[str]
) -> None:
    page = visit(filled.employee).get(f"/styrdokument/beslut/{query}").text
    assert re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', page) == expected


def test_all_tests_stand_on_one_page_by_unit_and_whether_they_concern_children(
    filled: Municipality, visit: Visit
) -> None:
    client = visit(filled.politician)
    page = client.get("/styrdokument/barnets-basta").text
    assert "Vi frågade barnen." in page and "Beslutet rör inte barn." in page and "inte prövat än" in page
    concerning = client.get("/styrdokument/barnets-basta?barn=ror-barn").text
    assert "Beslutet rör barn." in concerning
    assert "Öppettider" in concerning and "Livsmedel" not in concerning
    of_unit = client.get(f"/styrdokument/barnets-basta?enhet={filled.unit.id}").text
    assert "Livsmedel" in of_unit and "Öppettider" not in of_unit
    text = client.get("/styrdokument/beslut/registret.csv?barn=ror-barn").data.decode("utf-8-sig")
    assert "Vi frågade barnen." in text and "Livsmedel" not in text
    whole = client.get("/styrdokument/beslut/registret.csv").data.decode("utf-8-sig")
    assert "'=Avtal" in whole
    assert client.get("/styrdokument/beslut/registret.xlsx").status_code == 200
    assert "Vi frågade barnen." in client.get("/styrdokument/beslut/utskrift").text


def test_a_decision_about_something_else_keeps_what_it_is_about(
    session: Session, town: Municipality, visit: Visit
) -> None:
    from app.documents.decisions.subjects import Subject, subjects

    subjects.register("exemption", lambda _s, numbers: {n: Subject(f"Undantag {n}", "/") for n in numbers})
    decision = make_decision(
        session, town.section_manager, town.section, "Undantag", about=About("exemption", 7)
    )
    client, path = visit(town.section_manager), f"/styrdokument/beslut/{decision.id}"
    assert "Undantag 7" in client.get(f"{path}/").text
    client.post(f"{path}/andra", data=fields(town.section.id, title="Undantaget", revision="1"))
    assert (only(session).subject_kind, only(session).subject_id) == ("exemption", 7)


def test_documents_and_decisions_are_found_by_their_words_and_numbers(
    session: Session, town: Municipality, visit: Visit
) -> None:
    from app.documents.rules import VersionEntry

    document = make_document(
        session, town.section_manager, town.section, "Trygghetspolicy", summary="Belysning på gångvägar.",
        version=VersionEntry(registry_number="KS/2026:41"),
    )  # fmt: skip
    make_decision(
        session, town.section_manager, town.section, "Policyn antas", about=About(DOCUMENT, document.id),
        test=ChildRightsTest(True, "Skolvägen blir ljusare."),
    )  # fmt: skip
    client = visit(town.employee)
    for words, found in (
        ("trygghetspolicy", "Trygghetspolicy"), ("belysningen", "Trygghetspolicy"), ('"KS/2026:41"', "Trygghetspolicy"),
        ("skolvägar", "Policyn antas"), ("antas", "Policyn antas"),
    ):  # fmt: skip
        page = client.get("/sok", query_string={"q": words}).text
        assert f"{found}</a>" in page.replace("<mark>", "").replace("</mark>", ""), words
    only_documents = client.get("/sok?q=trygghetspolicy&slag=document").text
    assert "1 träff" in only_documents


def test_what_was_recorded_before_versions_were_kept_gets_one_and_what_applies_is_not_disposed_of(
    session: Session, town: Municipality, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = make_document(session, town.section_manager, town.section, "Riktlinje")
    with monkeypatch.context() as before:
        before.setattr("app.documents.decisions.services.keep_version", lambda *_: None)
        decision = make_decision(
            session, town.section_manager, town.section, about=About(DOCUMENT, document.id)
        )
    session.commit()
    assert keep_those_recorded_before(session) == 1
    assert keep_those_recorded_before(session) == 0
    session.commit()
    assert verify(session).faults == []
    version = last_version(session, decision)
    assert version is not None
    administrator = visit(town.administrator)
    assert "Det gäller fortfarande" in administrator.get(f"/gallring/{version.id}/foresla").text


def test_a_dialogue_brings_decisions_and_documents_along_and_what_was_said_of_them_stands_on_their_pages(
    session: Session, town: Municipality, visit: Visit
) -> None:
    document = make_document(session, town.section_manager, town.section, "Riktlinje för öppettider")
    session.add(ImportantDocument(document_id=document.id, unit_id=town.unit.id, named_at=clock.now()))
    about = About(DOCUMENT, document.id)
    near = make_decision(session, town.section_manager, town.section, "Senare stängning", about=about)
    make_decision(session, town.section_manager, town.section, "Leverantör av livsmedel")
    series = make_series(session, town.section, town.unit)
    dialogue = make_dialogue(
        session, series, town.section_manager, town.unit_manager, starts_at=clock.now() - timedelta(days=2)
    )
    dialogue = hold(session, prepare(session, dialogue, over="Min", rep="Din"), note="Vi prövar till jul.")
    theme = themes_of(session, dialogue.id)[0]
    theme.backgrounds = ["governing_documents", "decisions"]
    session.commit()
    client, here = visit(town.unit_manager), f"/dialoger/{dialogue.id}/tema/{theme.id}"
    page = client.get(here).text
    assert "Senare stängning" in page and "Leverantör av livsmedel" not in page
    refs = [Ref(DECISION, near.id), Ref(DOCUMENT, document.id)]
    for ref in refs:
        assert f'value="{ref}"' in page
        answer = client.post(f"{here}/handlar-om", data={"mark": str(ref)})
        assert answer.status_code in (200, 302, 303), answer.text[:300]
    session.expire_all()
    establish_dialogue(session, loaded(session, dialogue))
    session.commit()
    for path in (f"/styrdokument/beslut/{near.id}/", f"/styrdokument/{document.id}/"):
        assert "Vi prövar till jul." in client.get(path).text
        assert "Ta upp i nästa dialog" in client.get(path).text
        others = visit(town.employee).get(path).text
        assert "Vi prövar till jul." not in others and "Orden läses av de två." in others
