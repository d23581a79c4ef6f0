"""Every form with words keeps a draft, whole, for its writer alone; it goes when the form was taken, and not before."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.drafts import rules, services
from app.drafts.models import Draft
from app.quality.risks.models import Risk, RiskDecision
from app.records.models import HistoryEntry
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient

Visit = Callable[[str], SamsynClient]
NEW = "/internkontroll/risker/ny"


@pytest.fixture
def entries(town: Municipality) -> list[list[str]]:
    return [
        ["title", "Taket läcker"],
        ["responsible_unit", str(town.unit.id)],
        ["happens", "Det regnar in.\nI matsalen."],
        ["nature", "operational"],
    ]


def keep(client: SamsynClient, kept: object, base: str = "", place: str = NEW) -> tuple[int, dict[str, Any]]:
    text = kept if isinstance(kept, str) else json.dumps(kept)
    answer = client.post(
        "/utkast",
        data={"draft_place": place, "draft_base": base, "entries": text},
        headers={"X-Autosave": "1", "Accept": "application/json"},
    )
    return answer.status_code, answer.json or {}


def begun(client: SamsynClient, *places: str) -> dict[str, Any]:
    answer = client.get("/utkast", query_string={"at": list(places or (NEW,))})
    assert answer.status_code == 200
    found: dict[str, Any] = (answer.json or {})["begun"]
    return found


def left(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(Draft.place)))


def sent(client: SamsynClient, kept: list[list[str]], base: str = "", place: str = NEW, **more: str) -> int:
    data = {name: value.replace("\n", "\r\n") for name, value in kept}
    return client.post(NEW, data=data | {"draft_place": place, "draft_base": base} | more).status_code


def test_it_is_given_back_whole_to_its_writer_and_nobody_else(
    entries: list[list[str]], visit: Visit, session: Session
) -> None:
    client, boss = visit("unit"), visit("section")
    before = len(session.scalars(select(HistoryEntry.seq)).all())
    assert "data-begun" not in client.get(NEW).text
    status, answer = keep(client, entries)
    assert (status, answer["state"]) == (200, "saved")
    assert len(session.scalars(select(HistoryEntry.seq)).all()) == before
    found = begun(client, NEW, "/internkontroll/risker/1/andra", "nonsens", "/finns-inte")[NEW]
    assert json.loads(found["entries"]) == entries
    assert found["base"] == answer["base"] and "inte skickat än" in found["message"]
    assert "data-begun" in client.get(NEW).text
    assert "data-begun" not in boss.get(NEW).text and begun(boss) == {}
    # A form that is as it came is no draft.
    assert keep(client, "", answer["base"])[1]["base"] == ""
    assert begun(client) == {} and left(session) == []


def test_it_goes_once_the_form_was_taken_and_not_when_it_was_refused(
    entries: list[list[str]], visit: Visit, session: Session
) -> None:
    client = visit("unit")
    base = keep(client, entries)[1]["base"]
    assert sent(client, [one for one in entries if one[0] != "title"], base) == 422
    assert left(session) == [NEW]
    # A search among choices sends the form too, and takes nothing.
    assert sent(client, entries, base, search="responsible_person") == 200
    assert left(session) == [NEW]
    assert sent(client, entries, base) == 303
    assert left(session) == []


def test_what_another_window_has_written_more_stays_when_one_is_sent(
    entries: list[list[str]], visit: Visit, session: Session
) -> None:
    client = visit("unit")
    first = keep(client, entries)[1]["base"]
    more = [*entries, ["cause", "Ingen har sett efter."]]
    status, told = keep(client, more, "another")
    assert (status, told["state"]) == (409, "conflict")
    assert json.loads(told["fields"]["entries"]) == entries
    assert keep(client, more, told["base"])[0] == 200
    assert sent(client, entries, first) == 303
    assert left(session) == [NEW]
    assert sent(client, more, first) == 303
    assert left(session) == []


def test_a_press_that_came_too_late_leaves_the_draft(
    entries: list[list[str]], visit: Visit, session: Session
) -> None:
    client = visit("unit")
    assert sent(client, entries) == 303
    risk = f"/internkontroll/risker/{session.scalars(select(Risk.id)).one()}"
    client.post(f"{risk}/bestam", data={"way": "treat", "words": "Vi lagar det.", "revision": "1"})
    place = f"{risk}/beslut/{session.scalars(select(RiskDecision.id)).one()}/upphav"
    assert client.post(place, data={"why": "Huset rivs."}).status_code == 303
    base = keep(client, [["why", "Det rivs i vår."]], place=place)[1]["base"]
    late = client.post(place, data={"why": "Det rivs i vår.", "draft_place": place, "draft_base": base})
    assert late.status_code == 409
    assert "Beslutet är redan upphävt" in late.text and "Det rivs i vår." in late.text
    assert left(session) == [place]


def test_what_was_taken_is_answered_so_though_its_draft_cannot_be_let_go_of(
    entries: list[list[str]], visit: Visit, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OperationalError("DELETE", {}, Exception("the disk is full"))

    client = visit("unit")
    base = keep(client, entries)[1]["base"]
    monkeypatch.setattr(services, "sent_whole", broken)
    assert sent(client, entries, base) == 303
    assert left(session) == [NEW]
    assert session.scalars(select(Risk.title)).all() == ["Taket läcker"]


@pytest.mark.parametrize(
    "nonsense",
    [
        "x",
        "{}",
        "[1]",
        '[["a"]]',
        '[["a", 1]]',
        json.dumps([["a", "b"]] * (rules.MOST_ENTRIES + 1)),
        "[" * 9000,
    ],
)
def test_what_is_no_form_is_refused(visit: Visit, session: Session, nonsense: str) -> None:
    status, answer = keep(visit("unit"), nonsense)
    assert (status, answer["state"]) == (422, "refused")
    assert "står kvar här" in answer["message"]
    assert left(session) == []


def test_only_forms_one_may_send_are_kept(entries: list[list[str]], visit: Visit, session: Session) -> None:
    for who, place in (
        ("employee", NEW),
        ("auditor", NEW),
        ("unit", "/internkontroll/risker/"),
        ("unit", "/logga-in"),
        ("unit", "/healthz"),
    ):
        assert keep(visit(who), entries, place=place)[0] == 404, (who, place)
    assert left(session) == []


def test_a_draft_of_what_is_sent_elsewhere_is_not_touched(
    entries: list[list[str]], visit: Visit, session: Session
) -> None:
    client = visit("unit")
    keep(client, entries)
    assert sent(client, entries, place="/internkontroll/risker/import") == 303
    assert sent(client, entries, place="nonsens") == 303
    assert left(session) == [NEW]
