"""What is begun in the form of a deviation and not sent is kept for its writer alone, for each unit by itself."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.deviations.models import DeviationReport
from app.drafts.models import Draft
from app.records.models import HistoryEntry
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient

Visit = Callable[[str], SamsynClient]
NEW = "/avvikelser/ny"
TYPED = {"happened": "Köket står stilla.", "done": "Vi hämtar mat.", "needed": "En kyl."}
NOT_SENT = "inte skickat än"


def keep(client: SamsynClient, unit_id: int, base: str = "", **fields: str) -> TestResponse:
    return client.post(
        "/utkast",
        data={"draft_place": f"{NEW}#enhet-{unit_id}", "draft_base": base, **fields},
        headers={"X-Autosave": "1", "Accept": "application/json"},
    )


def drafts(session: Session) -> list[Draft]:
    session.rollback()
    return list(session.scalars(select(Draft)).all())


def test_what_was_begun_stands_in_the_form_for_its_writer_alone_until_it_is_sent(
    session: Session, town: Municipality, visit: Visit
) -> None:
    client, chief = visit("unit"), visit("section")
    before = len(session.scalars(select(HistoryEntry.seq)).all())
    answer = keep(client, town.unit.id, **TYPED).json or {}
    assert answer["state"] == "saved"
    assert len(session.scalars(select(HistoryEntry.seq)).all()) == before
    shown = client.get(NEW).text
    assert all(text in shown for text in (*TYPED.values(), NOT_SENT, "Släng utkastet"))
    assert TYPED["happened"] not in chief.get(NEW).text
    assert TYPED["happened"] not in chief.get("/avvikelser/").text
    sent = client.post(f"{NEW}?enhet={town.unit.id}", data={**TYPED, "draft_base": answer["base"]})
    assert sent.status_code == 302
    assert drafts(session) == []
    assert [one.happened for one in session.scalars(select(DeviationReport)).all()] == [TYPED["happened"]]
    assert NOT_SENT not in client.get(NEW).text


def test_what_is_refused_leaves_the_draft_and_shows_what_was_typed_last(
    session: Session, town: Municipality, visit: Visit
) -> None:
    client = visit("unit")
    base = (keep(client, town.unit.id, **TYPED).json or {})["base"]
    typed = {**TYPED, "happened": "", "done": "Vi hämtar mat från Länghem."}
    refused = client.post(f"{NEW}?enhet={town.unit.id}", data={**typed, "draft_base": base})
    assert refused.status_code == 422
    assert "Vi hämtar mat från Länghem." in refused.text
    assert "data-unsaved" in refused.text
    assert len(drafts(session)) == 1


def test_a_draft_stands_where_it_was_begun_and_is_thrown_away_by_its_button(
    session: Session, town: Municipality, visit: Visit
) -> None:
    client = visit("unit")
    keep(client, town.section.id, **TYPED)
    assert TYPED["happened"] not in client.get(NEW).text
    keep(client, town.unit.id, **TYPED)
    place = f"{NEW}#enhet-{town.unit.id}"
    thrown = client.post(
        "/utkast/slang", data={"draft_place": place}, headers={"Referer": f"http://localhost{NEW}"}
    )
    assert thrown.location.endswith(NEW)
    assert "Utkastet är slängt." in client.get(NEW).text
    assert TYPED["happened"] not in client.get(NEW).text


def test_who_does_not_report_keeps_nothing(session: Session, town: Municipality, visit: Visit) -> None:
    for who in ("administrator", "employee"):
        assert keep(visit(who), town.unit.id, **TYPED).status_code == 404
    assert drafts(session) == []


def test_an_employee_keeps_a_draft_where_the_model_has_employees_report(
    session: Session, town: Municipality, visit: Visit, model: Callable[[str], None]
) -> None:
    model("lerum")
    client = visit("employee")
    assert (keep(client, town.unit.id, **TYPED).json or {})["state"] == "saved"
    assert TYPED["needed"] in client.get(NEW).text
