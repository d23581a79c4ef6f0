"""What can be there once, made by two in the same moment: the later is told in plain words and keeps what was typed."""

from __future__ import annotations

from pytest import MonkeyPatch
from sqlalchemy.orm import Session

from app.dialogues.holding import matter_routes
from app.dialogues.models import Consent, State, Template
from tests.web.dialogues.conftest import Table, table, town, visit

__all__ = ["table", "town", "visit"]
TYPED = "Vi låter frukosten stå kvar hela våren."


def two_alike(session: Session, **_said: object) -> None:
    session.add_all([Template(name="En", pair_kind="managers", profile_key="samma") for _ in range(2)])
    session.flush()


def of_nobody(session: Session, **_said: object) -> None:
    session.add(Consent(dialogue_id=999_999, side="over", person_id=999_999, record_revision=1))
    session.flush()


def test_who_comes_later_is_told_so_and_keeps_the_text(table: Table, monkeypatch: MonkeyPatch) -> None:
    table.to(State.HELD)
    monkeypatch.setattr(matter_routes.services, "decide", two_alike)
    sent = {"text": TYPED, "theme": table.theme.id}
    answer = table.over.post(f"{table.here}/beslut", data=sent)
    assert answer.status_code == 409
    assert "Någon hann före" in answer.text
    assert TYPED in answer.text
    told = table.over.htmx(f"{table.here}/beslut", method="POST", data=sent)
    assert told.json is not None
    assert (told.status_code, told.json["state"]) == (409, "conflict")
    assert table.over.get(f"{table.here}/").status_code == 200


def test_any_other_broken_rule_of_the_database_is_a_fault_of_ours(
    table: Table, monkeypatch: MonkeyPatch
) -> None:
    table.to(State.HELD)
    monkeypatch.setattr(matter_routes.services, "decide", of_nobody)
    table.over.application.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        sent = {"text": TYPED, "theme": table.theme.id}
        assert table.over.post(f"{table.here}/beslut", data=sent).status_code == 500
    finally:
        table.over.application.config["PROPAGATE_EXCEPTIONS"] = None
