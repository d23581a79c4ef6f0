"""What is promised to residents, heard from them and asked of them, from the first word to what it led to."""

from __future__ import annotations

import csv
import io
import re

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.citizens.models import CitizenDialogue, CommitmentFollowUp, Heard, PublicCommitment
from app.dialogues.queries.said import themes_of
from app.organisation.units import close_unit
from app.records.verifying import verify
from app.search.keeping import compare
from app.steering.loader import load_profile
from app.steering.routes import EXTENSION
from app.steering.schema import Profile
from app.writing.models import Part, TakenIn
from tests.factories import citizens as made
from tests.factories.dialogues import make_dialogue, make_series
from tests.factories.organisation import Municipality
from tests.support.shown import hidden
from tests.support.typed import beside
from tests.web.citizens.conftest import Visit

pytestmark = pytest.mark.usefixtures("model")

PROMISE = "Du får svar samma dag när du frågar om ditt barns dag."
WRITTEN = {
    "kind_key": "quality_commitment",
    "promise": PROMISE,
    "to_whom": "alla vårdnadshavare",
    "followed_how": "Vi frågar tio familjer i månaden.",
    "if_broken": "Rektor ringer.",
}
DECISION = {
    "decided_by": "Kommunstyrelsen",
    "decided_on": "2026-11-20",
    "registry_number": "KS 12",
    "revision": "1",
}


@pytest.fixture
def decided(session: Session, town: Municipality, model: Profile) -> PublicCommitment:
    one = made.make_commitment(session, town.unit_manager, town.unit, PROMISE)
    session.commit()
    made.decide(session, town.politician, one, model)
    session.commit()
    return one


def one_of(session: Session, model: type[PublicCommitment]) -> PublicCommitment:
    session.rollback()
    return session.scalars(select(model)).one()


def test_a_unit_writes_the_body_decides_and_the_unit_says_how_it_was_kept(
    session: Session, town: Municipality, visit: Visit
) -> None:
    unit, chair = visit("unit"), visit("chair")
    answer = unit.post("/invanare/loften/nytt", data={**WRITTEN, "responsible_unit": town.unit.id})
    assert answer.status_code == 302
    place = answer.location
    assert "Nästa steg" in unit.get(place).text
    assert unit.post(f"{place}/beslut", data=DECISION).status_code == 404
    for reader, there in (
        ("section", 404),
        ("auditor", 404),
        ("sibling", 404),
        ("chair", 200),
        ("secretary", 200),
    ):
        assert visit(reader).get(place).status_code == there, reader
    assert chair.post(f"{place}/beslut", data={**DECISION, "decided_on": "2027-01-01"}).status_code == 422
    assert chair.post(f"{place}/beslut", data=DECISION).status_code == 302
    for reader, there in (("section", 200), ("auditor", 200), ("sibling", 404)):
        assert visit(reader).get(place).status_code == there, reader
    told = {"period": "2026-8", "kept": "not", "words": "Fyra familjer fick vänta.", "done": ""}
    refused = unit.post(f"{place}/uppfoljning", data=told)
    assert refused.status_code == 422
    assert "Fyra familjer fick vänta." in refused.text
    assert "Skriv vad ni har gjort" in refused.text
    assert visit("section").post(f"{place}/uppfoljning", data=told).status_code == 404
    assert unit.post(f"{place}/uppfoljning", data={**told, "done": "Vi ringde alla fyra."}).status_code == 302
    assert "inte hållet, januari–augusti 2026" in visit("section").get(f"/analys/?enhet={town.unit.id}").text
    page = visit("auditor").get("/invanare/loften").text
    assert "Fyra familjer fick vänta." in page
    assert "Vi ringde alla fyra." in page
    assert "Inte hållet" in page
    assert chair.post(f"{place}/avsluta", data={"words": "Bytt mot ett bättre."}).status_code == 302
    assert one_of(session, PublicCommitment).state == "ended"
    assert verify(session).faults == []
    assert compare(session).agrees


def test_what_a_promise_lacks_is_said_and_nothing_is_decided(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = made.make_commitment(session, town.unit_manager, town.unit, PROMISE, if_broken="")
    session.commit()
    chair = visit("chair")
    assert "Vad ni gör när det inte hålls." in chair.get(f"/invanare/loften/{one.id}").text
    assert chair.post(f"/invanare/loften/{one.id}/beslut", data=DECISION).status_code == 409
    assert one_of(session, PublicCommitment).state == "draft"


def test_two_who_write_at_once_lose_nothing(session: Session, town: Municipality, visit: Visit) -> None:
    one = made.make_commitment(session, town.unit_manager, town.unit, PROMISE)
    session.commit()
    place = f"/invanare/loften/{one.id}/andra"
    assert (
        visit("support").post(place, data={**WRITTEN, "to_whom": "alla", "revision": "1"}).status_code == 302
    )
    late = visit("unit").post(place, data={**WRITTEN, "promise": "Mitt löfte.", "revision": "1"})
    assert late.status_code == 409
    assert "Mitt löfte." in late.text
    assert one_of(session, PublicCommitment).to_whom == "alla"


def test_nothing_is_decided_that_the_decider_has_not_read(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = made.make_commitment(session, town.unit_manager, town.unit, PROMISE)
    session.commit()
    place, chair = f"/invanare/loften/{one.id}", visit("chair")
    read = hidden(chair.get(place).text, "revision")
    changed = {**WRITTEN, "promise": "Du får svar inom en månad.", "revision": read}
    assert visit("unit").post(f"{place}/andra", data=changed).status_code == 302
    late = chair.post(f"{place}/beslut", data={**DECISION, "revision": read})
    assert late.status_code == 409
    assert "ändrats sedan du läste det" in late.text
    assert "Du får svar inom en månad." in late.text
    assert 'value="KS 12"' in late.text
    assert one_of(session, PublicCommitment).state == "draft"
    assert chair.post(f"{place}/beslut", data={**DECISION, "revision": ""}).status_code == 409
    anew = {**DECISION, "revision": hidden(late.text, "revision")}
    assert chair.post(f"{place}/beslut", data=anew).status_code == 302
    second = visit("secretary").post(f"{place}/beslut", data={**anew, "registry_number": "KS 99"})
    assert second.status_code == 409
    assert "hann före dig" in second.text
    assert "KS 99" in second.text
    assert one_of(session, PublicCommitment).registry_number == "KS 12"
    assert verify(session).faults == []


def test_the_decision_typed_stays_where_the_promise_has_come_to_lack_something(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = made.make_commitment(session, town.unit_manager, town.unit, PROMISE)
    session.commit()
    place = f"/invanare/loften/{one.id}"
    lacking = {**WRITTEN, "if_broken": "", "revision": "1"}
    assert visit("unit").post(f"{place}/andra", data=lacking).status_code == 302
    late = visit("chair").post(f"{place}/beslut", data=DECISION)
    assert late.status_code == 409
    assert "Vad ni gör när det inte hålls." in late.text
    assert 'value="KS 12"' in late.text


def test_the_register_is_filtered_and_taken_away_without_formulas(
    session: Session, town: Municipality, visit: Visit, decided: PublicCommitment, model: Profile
) -> None:
    other = made.make_commitment(session, town.sibling_manager, town.sibling, "=1+1 är ett löfte.")
    session.commit()
    made.decide(session, town.politician, other, model)
    made.follow_up(session, town.sibling_manager, other, kept="not", done="Vi bad om ursäkt.")
    session.commit()
    section = visit("section")
    assert PROMISE in section.get("/invanare/loften").text
    page = section.get(f"/invanare/loften?hallet=inte&enhet={town.sibling.id}").text
    assert PROMISE not in page
    assert "=1+1 är ett löfte." in page
    sent = section.get("/invanare/loften.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sent), delimiter=";"))
    assert {row[0] for row in rows[1:]} == {PROMISE, "'=1+1 är ett löfte."}


def test_what_was_heard_stands_in_words_and_no_answers_are_told_as_such(
    session: Session, town: Municipality, visit: Visit
) -> None:
    unit = visit("unit")
    said = {
        "source_key": "user_survey",
        "responsible_unit": town.unit.id,
        "year": "2026",
        "period": "våren",
        "heard_words": "Enkäten gick ut till elva familjer.",
        "how_many": "många",
    }
    refused = unit.post("/invanare/hort/ny", data=said)
    assert refused.status_code == 422
    assert 'value="många"' in refused.text
    assert "Skriv ett antal med siffror" in refused.text
    place = unit.post("/invanare/hort/ny", data={**said, "how_many": "0"}).location
    page = visit("section").get("/invanare/hort").text
    assert "ingen svarade" in page
    assert "Brukarenkäter, våren 2026" in page
    assert visit("other_unit").get(place).status_code == 404
    assert unit.post(f"{place}/stryk").status_code == 302
    assert visit("section").get(place).status_code == 404
    assert unit.post(f"{place}/aterta").status_code == 302
    assert visit("section").get(place).status_code == 200
    assert session.scalars(select(Heard)).one().how_many == 0
    assert verify(session).faults == []
    assert compare(session).agrees


def test_what_was_heard_is_taken_into_the_analysis_with_one_press(
    session: Session, town: Municipality, visit: Visit
) -> None:
    made.make_heard(session, town.unit_manager, town.unit, "De vill veta mer om dagen.", period="våren")
    made.make_heard(session, town.unit_manager, town.unit, "I fjol var det grinden.", year=2025)
    made.make_heard(session, town.unit_manager, town.unit, "För länge sedan var det sanden.", year=2024)
    session.commit()
    unit = visit("unit")
    begun = unit.post(
        "/analys/text/borja", data={"kind": "current_state", "unit": town.unit.id, "year": 2026}
    )
    page = unit.get(begun.location).text
    assert "De vill veta mer om dagen." in page
    # An analysis is written when its year has hardly begun: what was heard the year before is what one has.
    assert page.index("De vill veta mer om dagen.") < page.index("I fjol var det grinden.")
    assert "För länge sedan var det sanden." not in page
    start = page.index("/analys/hort/")
    taking = page[start : page.index('"', start)]
    assert visit("section").post(taking).status_code == 404
    assert unit.post(taking).status_code == 302
    taken = session.scalars(select(TakenIn)).one()
    assert (taken.words, taken.source) == (
        "De vill veta mer om dagen.",
        f"Brukarenkäter, våren 2026, {town.unit.name}",
    )
    assert "står i er text" in unit.get(begun.location).text


def test_where_no_script_saves_the_analysis_taking_in_what_was_heard_does(
    session: Session, town: Municipality, visit: Visit
) -> None:
    made.make_heard(session, town.unit_manager, town.unit, "De vill veta mer om dagen.")
    session.commit()
    unit = visit("unit")
    begun = unit.post(
        "/analys/text/borja", data={"kind": "current_state", "unit": town.unit.id, "year": 2026}
    )
    page = unit.get(begun.location).text
    assert beside(page, "texts") == []
    taking = re.search(r'form="texts" formaction="(/analys/hort/[^"]+)"', page)
    part_id = session.scalars(select(Part.id).order_by(Part.id).limit(1)).one()
    assert taking
    unit.post(taking[1], data={f"text-{part_id}": "Det sista jag skrev.", f"base-{part_id}": ""})
    session.rollback()
    assert session.get_one(Part, part_id).text == "Det sista jag skrev."
    assert session.scalars(select(TakenIn)).one().words == "De vill veta mer om dagen."


def test_a_citizen_dialogue_answers_each_principle_and_shows_what_nobody_has_answered(
    session: Session, town: Municipality, visit: Visit
) -> None:
    unit = visit("unit")
    place = unit.post(
        "/invanare/medborgardialoger/ny", data={"title": "Lekplatsen", "responsible_unit": town.unit.id}
    ).location
    assert visit("section").get(place).status_code == 404
    assert unit.post(f"{place}/notera").status_code == 409
    noted = {
        "title": "Lekplatsen",
        "revision": "1",
        "held_on": "2026-11-10",
        "purpose": "Den ska göras om.",
        "question": "Vad saknas?",
        "heard_words": "De ville ha skugga.",
        "invited_count": "46",
        "came_count": "7",
        "met_early": "met",
        "met_many_can_take_part": "not",
        "words_many_can_take_part": "Kvällen krockade med träningen.",
    }
    assert unit.post(f"{place}/andra", data=noted).status_code == 302
    assert unit.post(f"{place}/notera").status_code == 302
    page = visit("auditor").get(place).text
    assert "De ville ha skugga." in page
    assert "Kvällen krockade med träningen." in page
    assert "Följdes inte" in page
    assert page.count("Ingen har skrivit hur den följdes.") == 3
    assert "De som var med väntar på det." in page
    assert "46 inbjudna" in page
    assert "3 principer är inte besvarade" in visit("section").get("/invanare/medborgardialoger").text
    sent = visit("section").get("/invanare/medborgardialoger.csv").data.decode("utf-8-sig")
    assert "Kvällen krockade med träningen." in sent
    assert session.scalars(select(CitizenDialogue)).one().came_count == 7
    assert verify(session).faults == []
    assert compare(session).agrees


def test_the_door_is_there_where_the_model_has_any_of_it_and_nothing_is_hidden_when_it_has_none(
    app: Flask, decided: PublicCommitment, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = visit("unit")
    assert 'href="/invanare/"' in client.get("/").text
    monkeypatch.setitem(app.extensions, EXTENSION, load_profile("tranemo"))
    assert 'href="/invanare/"' not in client.get("/").text
    page = client.get(f"/invanare/loften/{decided.id}").text
    assert PROMISE in page
    assert "Kvalitetsåtagande" in page
    assert client.get("/invanare/loften/nytt").status_code == 404


def test_a_commitment_can_be_talked_about_and_what_was_said_last_stands_with_it(
    session: Session, town: Municipality, decided: PublicCommitment, visit: Visit
) -> None:
    made.follow_up(session, town.unit_manager, decided, "Alla fick svar.")
    session.commit()
    page = visit("unit").get(f"/invanare/loften/{decided.id}").text
    assert page.index("Inte samtalad än") < page.index("Alla fick svar.")
    assert "Ta upp i nästa dialog" in page
    assert session.scalars(select(CommitmentFollowUp)).one().year == clock.today().year


def test_the_december_event_leads_to_what_waits_to_be_decided(
    session: Session, town: Municipality, visit: Visit
) -> None:
    made.make_commitment(session, town.unit_manager, town.unit, PROMISE)
    session.commit()
    chair = visit("chair")
    year = chair.get("/arshjul/?ar=2026").text
    start = year.index("/arshjul/2026/commitments_and_control/")
    page = chair.get(year[start : year.index('"', start)]).text
    href = "/invanare/loften?slag=quality_commitment&amp;lage=utkast"
    assert href in page
    assert PROMISE in chair.get(href.replace("&amp;", "&")).text


def test_what_was_heard_and_promised_stands_beside_a_theme_words_first(
    session: Session, town: Municipality, decided: PublicCommitment, visit: Visit
) -> None:
    made.follow_up(session, town.unit_manager, decided, "Fyra fick vänta.", kept="not", done="Vi ringde.")
    made.make_heard(session, town.unit_manager, town.unit, "De vill veta mer om dagen.")
    line = make_series(session, town.section, town.unit)
    meeting = make_dialogue(session, line, town.section_manager, town.unit_manager)
    theme = themes_of(session, meeting.id)[0]
    theme.backgrounds = ["heard", "commitments"]
    session.commit()
    page = visit("section").get(f"/dialoger/{meeting.id}/tema/{theme.id}").text
    beside = page[page.index('class="aside"') :]
    assert "De vill veta mer om dagen." in beside
    assert "Brukarenkäter, 2026" in beside
    assert beside.index(PROMISE) < beside.index("Vi har inte hållit det. Fyra fick vänta.")


def test_what_was_promised_heard_and_asked_stays_readable_when_the_unit_is_no_more(
    session: Session, town: Municipality, visit: Visit, model: Profile
) -> None:
    promised = made.make_commitment(session, town.unit_manager, town.unit, PROMISE)
    made.decide(session, town.unit_manager, promised)
    draft = made.make_commitment(session, town.unit_manager, town.unit, "Ett utkast.")
    asked = made.note_down(
        session, town.unit_manager, made.make_dialogue(session, town.unit_manager, town.unit)
    )
    close_unit(session, unit_id=town.unit.id, on=clock.today(), actor_id=None, end_appointments=True)
    session.commit()
    for who in ("section", "auditor"):
        assert visit(who).get(f"/invanare/loften/{promised.id}").status_code == 200, who
        assert visit(who).get(f"/invanare/medborgardialoger/{asked.id}").status_code == 200, who
        assert visit(who).get(f"/invanare/loften/{draft.id}").status_code == 404, who
    assert visit("other_unit").get(f"/invanare/loften/{promised.id}").status_code == 404


def test_what_leads_to_writing_one_calls_it_as_the_model_does(
    model: Profile, town: Municipality, visit: Visit
) -> None:
    manager = visit("unit")
    register = manager.get("/invanare/loften").text
    assert "<h1>Kvalitetsåtaganden</h1>" in register
    assert register.count("/invanare/loften/nytt") == 1 and "Skriv det första" in register
    assert "<h1>Skriv ett kvalitetsåtagande</h1>" in manager.get("/invanare/loften/nytt").text
    card = manager.get(f"/analys/?enhet={town.unit.id}").text
    assert "Enhetens kvalitetsåtaganden" in card and "Skriv ett kvalitetsåtagande" in card
