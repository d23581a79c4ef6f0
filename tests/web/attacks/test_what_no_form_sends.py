"""Numbers, characters and days that no page of ours sends: refused or cleaned, never a stumble, on either database."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.dialogues.models import Agreement, Decision, Dialogue, State
from tests.web.dialogues.conftest import Table

NUMBERS = ["2147483648", str(10**12), str(10**30), "9" * 5000, "-1", "²", "abc", ""]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:14] or "empty")
def test_a_number_that_can_be_no_id_is_as_if_it_were_not_there(table: Table, number: str) -> None:
    table.to(State.HELD)
    agreement = table.agree(table.over)
    here, written = table.here, {"text": "Ord om ett tema"}
    close = f"/dialoger/overenskommelser/{agreement.id}/stang"
    posts = [
        (f"{table.at_theme}/anteckning", written | {"base": number}),
        (f"{here}/lyft", written | {"theme": number}),
        (f"{here}/beslut", written | {"decision": number}),
        (f"{here}/beslut", written | {"theme": number}),
        (f"{here}/gaster", {"person": number}),
        (f"{here}/narvaro", {"present": number}),
        (f"{here}/overenskommelser/{agreement.id}", {"what": "x", "who": "rep", "revision": number}),
        (f"{here}/tillagg", written | {"addendum": number}),
        (f"{here}/helhet/faststall", {"revision": number}),
        (close, {"done": "1", "dialogue": number, "theme": number}),
        (
            f"{here}/andra",
            {"title": "x", "day": "2027-03-01", "time": "09:00", "minutes": "60", "expected": number},
        ),
        (f"{here}/svar", {"reply": "accepted", "shown": number}),
    ]
    for address, data in posts:
        assert table.over.post(address, data=data).status_code in {302, 404, 409, 422}, address
    told = table.over.post(close, query_string={"revision": number}, data={"done": "1", "words": "Ord"})
    assert told.status_code == 409
    asked = {
        "dialogue": number,
        "theme": number,
        "tema": number,
        "base": number,
        "revision": agreement.revision,
    }
    fragment = {"HX-Request": "true"}
    closing = table.over.post(close, query_string=asked, data={"done": "1"}, headers=fragment)
    assert closing.status_code in ({404} if number == "-1" else {302})
    fine = table.over.post(close, query_string={"dialogue": table.dialogue.id}, headers=fragment)
    assert (fine.status_code, 'id="agreements"' in fine.text, "<html" in fine.text) == (200, True, False)
    for page in (f"{table.at_theme}/anteckning", f"{here}/storbild", f"{here}/overenskommelser/ny"):
        assert table.over.get(page, query_string=asked).status_code == 200


def test_the_character_that_databases_refuse_is_left_out_of_what_is_kept(table: Table) -> None:
    table.to(State.HELD)
    here = table.here
    assert table.write_note(table.over, "Vi ser\x00 det så.").status_code == 302
    assert table.fresh() and table.theme.note and table.theme.note.text == "Vi ser det så."
    promise = {"what": "Vi\x00 ringer", "who": "rep", "together_with": "\x00Eva"}
    assert table.over.post(f"{here}/overenskommelser/ny", data=promise).status_code == 302
    assert table.over.post(f"{here}/beslut", data={"text": "Frukosten\x00 stannar"}).status_code == 302
    assert table.over.post(f"{here}/stall-in", data={"reason": "Sn\x00ö"}).status_code == 302
    table.session.expire_all()
    assert table.session.scalars(select(Agreement.what)).all() == ["Vi ringer"]
    assert table.session.scalars(select(Decision.text)).all() == ["Frukosten stannar"]
    assert table.fresh().cancel_reason == "Snö"


@pytest.mark.parametrize("day", ["0001-01-01", "1000-06-15", "9999-12-31", "2201-01-01"])
@pytest.mark.parametrize("time", ["00:00", "23:59"])
def test_a_day_beyond_all_reason_is_a_slip_of_the_keyboard(table: Table, day: str, time: str) -> None:
    table.session.commit()
    meeting = {"title": "Dialog", "day": day, "time": time, "minutes": "60"}
    for address in (f"/dialoger/serie/{table.series.id}/nytt-mote", f"{table.here}/andra"):
        answer = table.over.post(address, data=meeting)
        assert answer.status_code == 422
        assert "Året ser inte rimligt ut" in answer.text
    assert len(table.session.scalars(select(Dialogue.id)).all()) == 1
    table.to(State.HELD)
    promise = {"what": "Vi ringer familjerna", "who": "rep", "due_on": day}
    answer = table.over.post(f"{table.here}/overenskommelser/ny", data=promise)
    assert (answer.status_code, "Vi ringer familjerna" in answer.text) == (422, True)


def test_half_a_character_carried_through_signing_in_is_shown_as_a_question_mark(table: Table) -> None:
    kept = '[["te\\ud800xt", "Ord \\udfff kvar"], ["text", "Ord \\ud800 kvar"]]'
    wrong = {"username": "a", "password": "b", "kept": kept, "kept_path": f"{table.here}/lyft"}
    answer = table.over.post("/logga-in", data=wrong)
    assert answer.status_code == 401
    assert "Ord ? kvar" in answer.text


@pytest.mark.parametrize(
    "back", ["/\t/evil.se", "/\n/evil.se", "//evil.se", "/\\evil.se", "https://evil.se", "/\x00/evil.se"]
)
def test_nothing_sent_along_leads_away_from_the_site(table: Table, back: str) -> None:
    table.session.commit()
    step = {"till": "established", "back": back, "next": back}
    assert table.rep.post(f"{table.here}/steg", data=step).headers["Location"] == f"{table.here}/"
    language = table.rep.post("/sprak", data={"language": "sv", "next": back})
    assert language.headers["Location"] == "/"


def test_a_part_of_a_form_without_a_name_is_no_stumble(table: Table) -> None:
    """A refused form gives back what was typed; a torn part has no name to give it back under."""
    torn = b"--x\r\nContent-Disposition: form-data\r\n\r\nEtt stycke\nmed rader\r\n--x--\r\n"
    answer = table.over.post(
        f"{table.here}/gaster/4/ta-tillbaka", data=torn, content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 404
