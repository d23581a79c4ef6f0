"""Where no script saves the words on why a factor is decisive, nothing beside them drops what is typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.quality.factors.models import Factor
from app.quality.factors.services import sign_of
from tests.factories.organisation import Municipality
from tests.factories.quality import add_indicator, make_factor, whole
from tests.support.client import SamsynClient
from tests.support.typed import beside

Visit = Callable[[str], SamsynClient]
WORDS = "why-text-form"


@pytest.fixture
def factor(session: Session, town: Municipality) -> Factor:
    """A draft with two indicators."""
    made = make_factor(session, town.unit, town.unit_manager, why="Dagen.")
    add_indicator(session, made, town.unit_manager, "Så beskriver familjerna det")
    add_indicator(session, made, town.unit_manager, "Så beskriver barnen det")
    session.commit()
    return made


def now(session: Session) -> Factor:
    session.rollback()
    return whole(session, session.scalars(select(Factor)).one())


def there(factor: Factor, rest: str = "") -> str:
    return f"/kvalitet/faktor/{factor.id}{rest}"


def test_beside_the_words_nothing_can_be_pressed_that_drops_them(factor: Factor, visit: Visit) -> None:
    page = visit("unit").get(there(factor)).text
    assert beside(page, WORDS) == []
    for rest in ("?las=1#indicators", "?las=1&amp;andra=rubrik#rename"):
        assert f'form="{WORDS}" name="then" value="{there(factor, rest)}"' in page


def test_on_the_way_to_what_is_beside_them_the_words_are_saved(
    session: Session, factor: Factor, visit: Visit
) -> None:
    on = there(factor, "?las=1#indicators")
    answer = visit("unit").post(
        there(factor, "/varfor"), data={"text": "Kvällen.", "base": sign_of("Dagen."), "then": on}
    )
    assert answer.location == on
    assert now(session).why == "Kvällen."


def test_where_they_are_read_all_else_is_changed_and_one_stays_there(
    session: Session, factor: Factor, visit: Visit
) -> None:
    client, one = visit("unit"), factor.indicators[0]
    page = client.get(there(factor, "?las=1")).text
    assert WORDS not in page
    assert "Dagen." in page
    assert f'href="{there(factor, "#why")}">Ändra texten' in page
    for what in (
        "indikator",
        f"indikator/{one.id}/flytta",
        f"indikator/{one.id}/ta-bort",
        "par",
        "faststall",
    ):
        assert f'action="{there(factor, f"/{what}?las=1")}"' in page
    opened = client.get(there(factor, "?las=1&andra=rubrik")).text
    assert f'action="{there(factor, "/andra?las=1")}"' in opened
    new = {"name": "Ny", "nature": "qualitative", "method": "m", "routine": "r"}
    for what, sent in (
        ("indikator", new),
        (f"indikator/{one.id}/ta-bort", {}),
        (f"indikator/{one.id}/aterta", {}),
        (f"indikator/{one.id}/flytta", {"hall": "ner"}),
        ("andra", {"title": "Annan rubrik", "revision": str(now(session).revision)}),
    ):
        assert "las=1" in client.post(there(factor, f"/{what}?las=1"), data=sent).location, what
    refused = client.post(there(factor, "/indikator?las=1"), data=new | {"name": ""})
    assert refused.status_code == 422
    assert WORDS not in refused.text
    assert now(session).title == "Annan rubrik"


def test_undoing_there_leads_back_there(factor: Factor, visit: Visit) -> None:
    client, one = visit("unit"), factor.indicators[0]
    away = client.post(there(factor, f"/indikator/{one.id}/ta-bort?las=1"))
    assert f'action="{there(factor, f"/indikator/{one.id}/aterta?las=1")}"' in client.get(away.location).text


def test_a_draft_is_thrown_away_with_the_words_typed_and_comes_back_with_them(
    session: Session, factor: Factor, visit: Visit
) -> None:
    client = visit("unit")
    client.post(there(factor, "/slang"), data={"text": "Kvällen.", "base": sign_of("Dagen.")})
    assert (now(session).state, now(session).why) == ("discarded", "Kvällen.")
    client.post(there(factor, "/angra-slang"))
    assert (now(session).state, now(session).why) == ("draft", "Kvällen.")


def test_words_changed_by_another_meanwhile_are_shown_and_nothing_is_thrown_away(
    session: Session, factor: Factor, visit: Visit
) -> None:
    client, base = visit("unit"), sign_of("Dagen.")
    client.post(there(factor, "/varfor"), data={"text": "Kvällen.", "base": base})
    answer = client.post(there(factor, "/slang"), data={"text": "Morgonen.", "base": base})
    assert answer.status_code == 409
    assert "Kvällen." in answer.text and "Morgonen." in answer.text
    assert now(session).state == "draft"


def test_the_label_of_the_title_is_that_of_its_field(factor: Factor, visit: Visit) -> None:
    page = visit("unit").get(there(factor, "?andra=rubrik")).text
    assert page.count('id="title"') == 1
