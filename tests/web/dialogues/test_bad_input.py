"""Whatever a form is sent with: an answer in words, nothing broken, nothing half done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app import clock
from app.dialogues.models import Agreement, State
from app.records.verifying import verify
from tests.support.routes import PLAUSIBLE, addresses
from tests.web.dialogues.conftest import Table

FIELDS = (
    *PLAUSIBLE,
    "theme",
    "decision",
    "addendum",
    "dialogue",
    "pair",
    "template",
    "due_on",
    "ended",
    "from",
    "back",
)
HUGE = "9" * 30
BAD: dict[str, list[tuple[str, str]]] = {
    "nothing": [],
    "blank": [(name, " \t\r\n ") for name in FIELDS],
    "huge numbers": [(name, HUGE) for name in FIELDS],
    "odd digits": [(name, "²³") for name in FIELDS],
    "null": [(name, "a\x00b") for name in FIELDS],
    "odd words": [(name, "'); -- {{ 7*7 }} <b>\ufffd\u202e\U0001f9d1" + "x" * 300) for name in FIELDS],
    "twice": [(name, value) for name, value in PLAUSIBLE.items() for value in (value, "annat", value)],
    "year zero": [("day", "0000-01-01"), ("time", "25:61"), ("minutes", "0"), ("title", "x"), ("due_on", "9999-12-31")],
    "year 9999": [("day", "9999-12-31"), ("time", "23:59"), ("minutes", "1440"), ("title", "x")],
    "year one": [("day", "0001-01-01"), ("time", "00:00"), ("minutes", "5"), ("title", "x")],
}  # fmt: skip


@pytest.mark.few_on_postgresql
@pytest.mark.parametrize("state", [State.HELD, State.ESTABLISHED])
def test_no_form_of_a_dialogue_breaks_on_what_it_is_sent(
    table: Table, app: Flask, session: Session, state: State
) -> None:
    table.to(state)
    if state is State.HELD:
        table.agree(table.rep)
        table.decide(table.rep)
        table.propose(table.rep)
    if state is State.ESTABLISHED:
        table.rep.post(f"{table.here}/tillagg", data={"text": "Ett tillägg"})
    session.commit()
    ours = [one.path for one in addresses(app, session, "POST") if one.endpoint.startswith("dialogues.")]
    for name, fields in BAD.items():
        for path in ours:
            for headers in ({}, {"X-Autosave": "1"}, {"HX-Request": "true"}):
                if headers and name not in {"nothing", "huge numbers", "null"}:
                    continue
                answer = table.rep.post(path, data=MultiDict(fields), headers=headers)
                assert answer.status_code < 500, f"{name} to {path} with {headers}"
        session.commit()
    assert verify(session).faults == []


@pytest.mark.few_on_postgresql
@pytest.mark.parametrize(
    "query",
    ["tema=99999999999999999999", "tema=abc", "tema=-1", "base=" + HUGE, "base=abc", "med=" + "x" * 3000],
)
def test_no_page_of_a_dialogue_breaks_on_what_it_is_asked(
    table: Table, app: Flask, session: Session, query: str
) -> None:
    table.to(State.HELD)
    for address in addresses(app, session, "GET"):
        if address.endpoint.startswith("dialogues."):
            assert table.over.get(f"{address.path}?{query}").status_code < 500, address


@pytest.mark.parametrize(
    "number", ["0", "-1", HUGE, "2147483648", "9223372036854775808", "abc", "1.5", "%00"]
)
def test_an_address_that_names_nothing_is_not_found(table: Table, number: str) -> None:
    for path in (
        f"/dialoger/{number}/",
        f"/dialoger/serie/{number}/",
        f"{table.here}/tema/{number}",
        f"/lyft/{number}",
    ):
        assert table.over.get(path).status_code in {302, 404}, path
    for path in (
        f"/dialoger/{number}/steg",
        f"{table.here}/lyft/{number}",
        f"/dialoger/overenskommelser/{number}/stang",
    ):
        assert table.over.post(path, data={"wish": "release"}).status_code in {404, 405}, path


LONG = "Det här är en mycket lång text. " * 1300
TOO_LONG = [
    ("tema/{theme}/anteckning", "text", State.HELD),
    ("helhet/text", "text", State.ESTABLISHING),
    ("beslut", "text", State.HELD),
    ("lyft", "text", State.HELD),
    ("tillagg", "text", State.ESTABLISHED),
    ("tema/{theme}/min-bild", "text", State.PLANNED),
    ("overenskommelser/ny", "what", State.HELD),
    ("stall-in", "reason", State.PLANNED),
    ("helhet/faststall", "own_opinion", State.ESTABLISHING),
]


@pytest.mark.parametrize(("where", "field", "state"), TOO_LONG)
def test_a_text_too_long_to_keep_is_given_back_whole(
    table: Table, where: str, field: str, state: State
) -> None:
    table.to(state)
    data = {field: LONG, "base": "0", "revision": table.revision, "who": "rep"}
    note = table.theme.note
    data["base"] = note.revision_id if note and note.revision_id and "anteckning" in where else 0
    answer = table.over.post(f"{table.here}/{where.format(theme=table.theme.id)}", data=data)
    assert answer.status_code in {409, 422}
    assert answer.text.count("Det här är en mycket lång text.") == 1300


def test_a_title_is_all_a_meeting_needs_beside_its_time_and_one_without_is_given_back(table: Table) -> None:
    address = f"/dialoger/serie/{table.series.id}/nytt-mote"
    typed = {"title": "", "day": "2027-03-01", "time": "09:00", "minutes": "60", "place": "Rum Eken"}
    answer = table.over.post(address, data=typed)
    assert answer.status_code == 422
    for kept in ("Rum Eken", "2027-03-01", "09:00"):
        assert kept in answer.text
    assert table.over.post(address, data=typed | {"title": "Dialog", "place": ""}).status_code == 302


def test_nothing_is_promised_to_be_done_before_the_meeting_and_what_stood_so_can_be_reworded(
    table: Table,
) -> None:
    table.to(State.HELD)
    met = table.dialogue.starts_at.astimezone(clock.STOCKHOLM).date()
    path, said = f"{table.here}/overenskommelser/ny", {"what": "Ringa företagshälsan", "who": "both"}
    refused = table.over.post(path, data={**said, "due_on": "1999-01-31"})
    assert refused.status_code == 422
    assert "Den dagen är före mötet." in refused.text
    assert "Ringa företagshälsan" in refused.text
    assert table.session.scalars(select(Agreement)).all() == []
    assert table.over.post(path, data={**said, "due_on": met.isoformat()}).status_code == 302
    agreement = table.session.scalars(select(Agreement)).one()
    agreement.due_on = met - timedelta(days=40)
    table.session.commit()
    change = f"{table.here}/overenskommelser/{agreement.id}"
    reworded = {**said, "what": "Ringa i morgon", "due_on": agreement.due_on.isoformat(), "revision": "1"}
    assert table.over.post(change, data=reworded).status_code == 302
