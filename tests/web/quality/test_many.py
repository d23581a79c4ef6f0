"""A factor with very many indicators: a page at a time, each reached where it stands, and as few statements as with three."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.db import db
from app.quality.factors import services as factors
from app.quality.factors.models import Factor
from app.quality.indicators.models import Periodicity
from tests.factories.measuring import measure
from tests.factories.organisation import Municipality
from tests.factories.quality import add_indicator, establish, make_factor, whole
from tests.support.client import SamsynClient
from tests.support.statements import counted_statements

Visit = Callable[[str], SamsynClient]
MANY = 45


@pytest.fixture
def factor(session: Session, town: Municipality) -> Factor:
    made = make_factor(session, town.unit, town.unit_manager, "Allt mäts")
    for number in range(MANY):
        add_indicator(
            session,
            made,
            town.unit_manager,
            f"Mått {number:02}",
            nature="quantitative",
            periodicity=Periodicity.YEAR,
        )
    made = establish(session, made, town.unit_manager)
    for one in made.indicators:
        measure(session, one, town.unit, town.unit_manager, "2025", "7")
    session.commit()
    return made


def named(page: str) -> list[str]:
    return re.findall(r"<h3>(Mått \d+)</h3>", page)


def test_the_indicators_stand_a_page_at_a_time_and_all_are_reached(factor: Factor, visit: Visit) -> None:
    client = visit("unit")
    here = f"/kvalitet/faktor/{factor.id}"
    first = client.get(here).text
    assert named(first) == [f"Mått {number:02}" for number in range(20)]
    assert "45 indikatorer." in first
    seen = [name for page in (1, 2, 3) for name in named(client.get(f"{here}?sida={page}").text)]
    assert seen == [f"Mått {number:02}" for number in range(MANY)]
    assert named(client.get(f"{here}?sida=99").text) == named(client.get(f"{here}?sida=3").text)
    assert named(client.get(f"{here}?sida=tva").text) == named(first)


def test_an_indicator_is_shown_and_changed_on_the_page_it_stands_on(
    session: Session, town: Municipality, factor: Factor, visit: Visit
) -> None:
    client, last = visit("unit"), whole(session, factor).indicators[-1]
    here = f"/kvalitet/faktor/{factor.id}"
    assert last.name in named(client.get(f"{here}?visa={last.id}").text)
    assert f"{here}?visa={last.id}#indicator-{last.id}" in client.get("/sok?q=44").text
    factors.reopen(session, actor_id=town.unit_manager.id, factor=whole(session, factor))
    session.commit()
    changing = client.get(f"{here}?andra=indikator-{last.id}").text
    assert f'value="{last.name}"' in changing
    moved = client.post(f"{here}/indikator/{last.id}/flytta", data={"hall": "upp"})
    assert moved.headers["Location"] == f"{here}?visa={last.id}#indicator-{last.id}"
    place = client.get(moved.headers["Location"]).text
    assert named(place)[-2:] == ["Mått 44", "Mått 43"]
    ends = place[place.index("<h3>Mått 43</h3>") :]
    assert "Flytta upp" in ends
    assert "Flytta ner" not in ends[: ends.index("</li>")]


def test_many_indicators_ask_no_more_of_the_database_than_few(
    session: Session, town: Municipality, factor: Factor, visit: Visit
) -> None:
    few = make_factor(session, town.unit, town.unit_manager, "Tre mått")
    for number in range(3):
        add_indicator(session, few, town.unit_manager, f"Litet {number}", nature="quantitative")
    few = establish(session, few, town.unit_manager)
    session.commit()
    client = visit("unit")

    def statements(number: int) -> int:
        client.get(f"/kvalitet/faktor/{number}")
        with counted_statements(db.engine) as sent:
            client.get(f"/kvalitet/faktor/{number}")
        return len(sent)

    assert statements(factor.id) <= statements(few.id) + 1, "what is measured is read too"
