"""What is begun in a row is a draft of its own, and goes with the row it was sent in, whichever page sent it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.drafts.models import Draft
from app.quality.indicators.models import Indicator
from tests.factories.measuring import make_measured
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.web.measuring.test_due import PERIOD, key_of, sent

Visit = Callable[[str], SamsynClient]


@pytest.fixture
def rows(session: Session, town: Municipality) -> list[Indicator]:
    made = [
        make_measured(session, town.unit, town.unit_manager, title=name, name=name) for name in ("Lek", "Mat")
    ]
    session.commit()
    return made


def place(key: str) -> str:
    return f"/kvalitet/mata#{key.lower()}"


def keep(client: SamsynClient, key: str, **fields: str) -> str:
    """Save a draft of a row as the script does, and give its base."""
    entries = [[f"{key}.{name}", text] for name, text in fields.items()]
    answer = client.post(
        "/utkast",
        data={"draft_place": place(key), "draft_base": "", "entries": json.dumps(entries)},
        headers={"X-Autosave": "1", "Accept": "application/json"},
    )
    assert answer.status_code == 200
    return str((answer.json or {})["base"])


def left(session: Session) -> set[str]:
    session.rollback()
    return set(session.scalars(select(Draft.place)))


def test_each_row_names_the_place_of_its_draft_and_its_own_page_names_the_same(
    rows: list[Indicator], town: Municipality, visit: Visit
) -> None:
    client, unit = visit("unit"), town.unit.id
    page = client.get("/kvalitet/mata").text
    for one in rows:
        assert f'data-place="{place(key_of(one.id, unit))}"' in page
    own = client.get(f"/kvalitet/indikator/{rows[0].id}/matningar/{unit}/{PERIOD}").text
    assert f'data-place="{place(key_of(rows[0].id, unit))}"' in own


def test_what_was_kept_lets_go_of_its_draft_and_what_was_refused_does_not(
    rows: list[Indicator], session: Session, town: Municipality, visit: Visit
) -> None:
    client = visit("unit")
    kept, refused = (key_of(one.id, town.unit.id) for one in rows)
    keep(client, kept, text="Halva or")
    keep(client, refused, value="abc")
    base = next(one.revision for one in session.scalars(select(Draft).where(Draft.place == place(kept))))
    # Written on since the draft was saved: what it stands on says that it is this page's own.
    data = sent(kept, text="Hela ordet.") | sent(refused, value="abc")
    answer = client.post(
        "/kvalitet/mata", data=data | {"row_place": place(kept), "row_base": base}, headers={}
    )
    assert answer.status_code == 422
    assert left(session) == {place(refused)}


def test_what_another_window_has_written_stays(
    rows: list[Indicator], session: Session, town: Municipality, visit: Visit
) -> None:
    client, key = visit("unit"), key_of(rows[0].id, town.unit.id)
    keep(client, key, text="Ur ett annat fönster.")
    client.post("/kvalitet/mata", data=sent(key, text="Mitt.") | {"row_place": place(key), "row_base": "x"})
    assert left(session) == {place(key)}


@pytest.mark.parametrize("own_page", [True, False])
def test_sent_without_scripts_it_goes_where_all_of_it_was_sent(
    rows: list[Indicator], session: Session, town: Municipality, visit: Visit, own_page: bool
) -> None:
    client, key = visit("unit"), key_of(rows[0].id, town.unit.id)
    keep(client, key, text="Lugnare.\nMycket.")
    where = f"/kvalitet/indikator/{rows[0].id}/matningar/{town.unit.id}/{PERIOD}"
    answer = client.post(where if own_page else "/kvalitet/mata", data=sent(key, text="Lugnare.\r\nMycket."))
    assert answer.status_code == 302
    assert left(session) == set()


def test_nobody_else_is_shown_it(
    rows: list[Indicator], session: Session, town: Municipality, visit: Visit
) -> None:
    key = key_of(rows[0].id, town.unit.id)
    keep(visit("unit"), key, text="Bara mitt.")
    for who in ("support", "section"):
        found = visit(who).get("/utkast", query_string={"at": [place(key)]})
        assert (found.json or {}).get("begun") == {}, who
    assert visit("chair").post("/utkast", data={"draft_place": place(key)}).status_code == 404
