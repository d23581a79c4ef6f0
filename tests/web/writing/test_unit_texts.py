"""A unit writes its core mission: several people at once, shared, established, in versions; by nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import clock
from app.exports.orders.models import OrderedDocument
from app.organisation.models import Person
from app.records.disposal import erase_edition
from app.records.models import Edition
from app.records.verifying import verify
from app.writing.models import Part, TextState, UnitText
from tests.factories.organisation import Municipality, make_municipality
from tests.factories.unit_texts import loaded_text, make_text
from tests.support.client import SamsynClient
from tests.support.downloads import name_of
from tests.support.signed_in import sign_in


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def as_person(clients: Callable[[], SamsynClient], session: Session) -> Callable[[Person], SamsynClient]:
    return lambda person: sign_in(clients(), session, person)


def only_text(session: Session) -> UnitText:
    session.expire_all()
    return loaded_text(session, session.scalars(select(UnitText)).one())


def address(text: UnitText, rest: str = "") -> str:
    return f"/analys/text/{text.id}{rest}"


def begun(client: SamsynClient, session: Session, town: Municipality) -> UnitText:
    client.post("/analys/text/borja", data={"kind": "core_mission", "unit": town.unit.id, "year": 2026})
    return only_text(session)


def test_a_manager_goes_from_an_empty_page_to_an_established_core_mission(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    manager = as_person(town.unit_manager)
    page = manager.get("/analys/").text
    assert "Grunduppdraget är inte beskrivet än." in page
    text = begun(manager, session, town)
    assert [part.key for part in text.parts] == ["idea", "documents", "vision", "partners"]
    written = manager.post(
        address(text, f"/del/{text.parts[0].id}"), data={"text": "Vi finns för barnen.", "base": ""}
    )
    assert written.status_code == 302
    asked = manager.get(address(text, "/faststall"))
    assert "Vi finns för barnen." in asked.text
    revision = only_text(session).revision
    manager.post(address(text, "/faststall"), data={"revision": revision})
    text = only_text(session)
    assert text.state == TextState.ESTABLISHED
    page = manager.get(address(text)).text
    assert "Vi finns för barnen." in page
    assert town.unit_manager.name in page
    assert "<textarea" not in page
    assert "Vi finns för barnen." in manager.get("/analys/").text


def test_beginning_twice_leads_to_the_same_draft(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    manager = as_person(town.unit_manager)
    text = begun(manager, session, town)
    again = manager.post(
        "/analys/text/borja", data={"kind": "core_mission", "unit": town.unit.id, "year": 2026}
    )
    assert again.location == address(text)


def test_support_writes_but_does_not_establish(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    support = as_person(town.support)
    text = begun(support, session, town)
    part = text.parts[0]
    support.post(address(text, f"/del/{part.id}"), data={"text": "Skrivet av stöd.", "base": ""})
    assert only_text(session).parts[0].text == "Skrivet av stöd."
    answer = support.post(address(text, "/faststall"), data={"revision": only_text(session).revision})
    assert answer.status_code == 409
    assert "Enhetens chef fastställer" in answer.text
    assert only_text(session).state == TextState.DRAFT


@pytest.mark.parametrize(
    "who", ["section_manager", "sibling_manager", "chief_executive", "politician", "auditor", "administrator"]
)
def test_nobody_else_begins_or_writes_in_a_units_text(
    who: str, session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    text = make_text(session, town.unit, town.unit_manager, state=TextState.SHARED)
    part_id, words = text.parts[0].id, text.parts[0].text
    session.commit()
    stranger = as_person(getattr(town, who))
    before = text.revision
    for path, data in (
        (address(text, f"/del/{part_id}"), {"text": "Inkräktat", "base": ""}),
        (address(text, "/lage"), {"state": "draft"}),
        (address(text, "/faststall"), {"revision": before}),
        ("/analys/text/borja", {"kind": "core_mission", "unit": town.unit.id, "year": 2026}),
        ("/analys/text/borja", {"kind": "core_mission", "unit": town.sibling.id + 500, "year": 2026}),
    ):
        assert stranger.post(path, data=data).status_code == 404, path
    text = only_text(session)
    assert (text.parts[0].text, text.state, text.revision) == (words, TextState.SHARED, before)


def test_two_who_write_at_once_are_both_in_the_text_and_the_same_sentence_shows_both(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    manager, support = as_person(town.unit_manager), as_person(town.support)
    text = begun(manager, session, town)
    url = address(text, f"/del/{text.parts[0].id}")
    first = manager.post(url, data={"text": "Grund.\n", "base": ""}, headers={"X-Autosave": "1"}).json
    assert first is not None
    base = first["base"]
    manager.post(url, data={"text": "Grund.\nChefens.", "base": base}, headers={"X-Autosave": "1"})
    merged = support.post(
        url, data={"text": "Grund.\nStödets.", "base": base}, headers={"X-Autosave": "1"}
    ).json
    assert merged is not None
    assert merged["state"] == "merged"
    assert "Chefens." in merged["text"]
    assert "Stödets." in merged["text"]
    news = manager.get(url + "?base=0")
    assert news.json is not None
    assert "Stödets." in news.json["text"]
    clash = support.post(url, data={"text": "Helt annan mening.", "base": base}, headers={"X-Autosave": "1"})
    assert clash.status_code == 409
    assert clash.json is not None
    assert "Chefens." in clash.json["theirs"]
    without_script = support.post(url, data={"text": "Helt annan mening.", "base": base})
    assert without_script.status_code == 409
    assert "Helt annan mening." in without_script.text
    assert "Chefens." in without_script.text


def test_a_text_too_long_is_refused_and_stands_on_the_page(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    manager = as_person(town.unit_manager)
    text = begun(manager, session, town)
    long = "Ord " * 11_000
    answer = manager.post(address(text, f"/del/{text.parts[0].id}"), data={"text": long, "base": ""})
    assert answer.status_code == 422
    assert long.strip()[-400:] in answer.text
    assert only_text(session).parts[0].text == ""


def test_sharing_lets_the_line_above_read_and_taking_it_back_ends_that(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    text = make_text(session, town.unit, town.unit_manager)
    session.commit()
    manager, above = as_person(town.unit_manager), as_person(town.section_manager)
    assert above.get(address(text)).status_code == 404
    manager.post(address(text, "/lage"), data={"state": "shared"})
    assert "Vi finns för barnen." in above.get(address(text)).text
    assert as_person(town.politician).get(address(text)).status_code == 404
    manager.post(address(text, "/lage?state=draft"))
    assert above.get(address(text)).status_code == 404


def test_what_was_changed_after_it_was_read_is_not_established_unseen(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    text = make_text(session, town.unit, town.unit_manager)
    session.commit()
    read = only_text(session).revision
    as_person(town.support).post(
        address(text, f"/del/{text.parts[1].id}"), data={"text": "Tillagt av stöd.", "base": ""}
    )
    answer = as_person(town.unit_manager).post(address(text, "/faststall"), data={"revision": read})
    assert answer.status_code == 409
    assert "Tillagt av stöd." in answer.text
    assert only_text(session).state == TextState.DRAFT


def test_an_established_text_cannot_be_changed_and_a_new_version_begins_from_it(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    text = make_text(session, town.unit, town.unit_manager, state=TextState.ESTABLISHED)
    session.commit()
    manager = as_person(town.unit_manager)
    kept = manager.post(
        address(text, f"/del/{text.parts[0].id}"), data={"text": "Ändrat efteråt.", "base": ""}
    )
    assert kept.status_code == 422
    assert "Ändrat efteråt." in kept.text
    begun_again = manager.post(
        "/analys/text/borja", data={"kind": "core_mission", "unit": town.unit.id, "year": 2026}
    )
    newer = session.scalars(select(UnitText).where(UnitText.number == 2)).one()
    assert begun_again.location == address(newer)
    parts = session.scalars(select(Part).where(Part.unit_text_id == newer.id).order_by(Part.position)).all()
    assert parts[0].text == "Vi finns för barnen."
    manager.post(
        address(newer, f"/del/{parts[0].id}"),
        data={"text": "Vi finns för familjerna.", "base": parts[0].revision_id},
    )
    compared = manager.get(address(newer, f"/jamfor/{text.id}")).text
    assert "<del>barnen.</del>" in compared
    assert "<ins>familjerna.</ins>" in compared
    assert "version 2" in manager.get(address(newer, "/versioner")).text
    # Those who read what is established see the first version, not the draft.
    politician = as_person(town.politician)
    assert politician.get(address(text)).status_code == 200
    assert politician.get(address(newer)).status_code == 404
    assert politician.get(address(newer, f"/jamfor/{text.id}")).status_code == 404
    assert "version 2" not in politician.get(address(text, "/versioner")).text


def test_a_draft_laid_aside_can_be_brought_back(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    text = make_text(session, town.unit, town.unit_manager)
    session.commit()
    manager = as_person(town.unit_manager)
    told = manager.post(address(text, "/lage"), data={"state": "aside"}, follow_redirects=True)
    assert "undanlagt" in told.text
    assert only_text(session).state == TextState.ASIDE
    manager.post(address(text, "/lage?state=draft"))
    assert only_text(session).state == TextState.DRAFT
    manager.post(address(text, "/lage"), data={"state": "aside"})
    begun_anew = manager.post(
        "/analys/text/borja", data={"kind": "core_mission", "unit": town.unit.id, "year": 2026}
    )
    assert begun_anew.location != address(text)
    refused = manager.post(address(text, "/lage"), data={"state": "draft"})
    assert refused.status_code == 409
    assert "nyare utkast" in refused.text


@pytest.mark.parametrize(
    "data", [{"kind": "okänd"}, {"unit": "x"}, {"unit": "99999999999"}, {"kind": "", "unit": ""}]
)
def test_senseless_wishes_are_not_found(
    data: dict[str, str], town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    sent = {"kind": "core_mission", "unit": str(town.unit.id), "year": "2026"} | data
    assert as_person(town.unit_manager).post("/analys/text/borja", data=sent).status_code == 404


def test_an_empty_core_mission_says_what_is_missing(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    manager = as_person(town.unit_manager)
    text = begun(manager, session, town)
    asked = manager.get(address(text, "/faststall")).text
    assert "Skriv något under ”Verksamhetsidé”." in asked
    answer = manager.post(address(text, "/faststall"), data={"revision": only_text(session).revision})
    assert answer.status_code == 409


def test_a_text_can_be_taken_along_on_paper(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    text = make_text(session, town.unit, town.unit_manager, state=TextState.ESTABLISHED)
    session.commit()
    reader = as_person(town.politician)
    assert "Vi finns för barnen." in reader.get(address(text, "/utskrift")).text
    word = reader.get(address(text, "/fil.docx"))
    assert word.data[:2] == b"PK"
    assert name_of(word) == f"Grunduppdrag {town.unit.name}, fastställd {clock.today().isoformat()}.docx"
    assert reader.get(address(text, "/fil.pdf")).data[:5] == b"%PDF-"


@pytest.mark.parametrize(
    ("state", "words"), [(TextState.DRAFT, "utkast"), (TextState.SHARED, "delad inför dialog")]
)
def test_a_text_that_is_not_established_says_so_in_the_name_of_its_file(
    session: Session,
    town: Municipality,
    as_person: Callable[[Person], SamsynClient],
    state: TextState,
    words: str,
) -> None:
    text = make_text(session, town.unit, town.unit_manager, state=state)
    session.commit()
    word = as_person(town.unit_manager).get(address(text, "/fil.docx"))
    assert name_of(word) == f"Grunduppdrag {town.unit.name}, {words}.docx"


def test_a_long_text_is_ordered_and_is_for_the_one_who_ordered_it(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    text = make_text(
        session, town.unit, town.unit_manager, "Ett ord till. " * 1500, state=TextState.ESTABLISHED
    )
    session.commit()
    reader = as_person(town.politician)
    assert reader.get(address(text, "/fil.pdf")).status_code == 302
    ordered = reader.post(address(text, "/bestall"), data={"form": "docx"})
    kept = session.scalars(select(OrderedDocument.name)).one()
    assert kept == f"Grunduppdrag {town.unit.name}, fastställd {clock.today().isoformat()}.docx"
    assert reader.get(ordered.location).status_code == 200
    assert as_person(town.unit_manager).get(ordered.location).status_code == 404


def test_the_history_tells_of_a_change_made_past_the_product(session: Session, town: Municipality) -> None:
    text = make_text(session, town.unit, town.unit_manager, state=TextState.SHARED)
    session.commit()
    assert verify(session).faults == []
    session.execute(update(Part).where(Part.unit_text_id == text.id).values(text="Ändrat bakom ryggen"))
    session.commit()
    assert verify(session).faults


def test_a_lawful_disposal_takes_the_words_wherever_they_stand(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    text = make_text(session, town.unit, town.unit_manager, "Ord som gallras.", state=TextState.ESTABLISHED)
    edition = session.get_one(Edition, text.edition_id)
    erase_edition(session, edition=edition, because="Beslut 12", actor_id=town.administrator.id)
    session.commit()
    page = as_person(town.unit_manager).get(address(text)).text
    assert "gallrad" in page
    assert "Ord som gallras." not in page
    assert only_text(session).parts[0].text == ""
    assert verify(session).faults == []
    assert "Ord som gallras." not in as_person(town.unit_manager).get("/sok?q=gallras").text
