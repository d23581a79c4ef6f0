"""Figures are read in from a spreadsheet: shown first, written all at once or not at all, and safe to take away again."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.economy.models import Forecast, ForecastState
from app.organisation.models import Person
from app.organisation.planning.states import own_id
from app.records.verifying import verify
from tests.factories.economy import make_forecast, make_submitted
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.web.economy.conftest import YEAR

Visit = Callable[[str], SamsynClient]
HEAD = "enhet_id;ar;manad;budget;utfall;helarsprognos;sager;varfor"


def send(client: SamsynClient, *rows: str, head: str = HEAD) -> TestResponse:
    """Send a file with some rows."""
    content = "\r\n".join([head, *rows]).encode("utf-8-sig")
    return client.post("/ekonomi/las-in", data={"file": (io.BytesIO(content), "ekonomi.csv")})


def carry_out(client: SamsynClient, shown: TestResponse) -> TestResponse:
    """Press the button under what was shown."""
    hidden = dict(re.findall(r'name="(word|fingerprint)" value="([^"]+)"', shown.text))
    return client.post("/ekonomi/las-in/genomfor", data=hidden)


def test_a_file_is_shown_first_and_then_written_as_drafts(
    session: Session, town: Municipality, visit: Visit
) -> None:
    mine, sibling = own_id(town.unit.id), own_id(town.sibling.id)
    client = visit("support")
    shown = send(
        client, f"{mine};{YEAR};10;1 000;812,5;1 100;Hundra över;", f"{sibling};{YEAR};10;900;700;;;"
    )
    assert shown.status_code == 200
    assert "2 prognoser skulle skrivas, som utkast." in shown.text
    assert session.scalars(select(Forecast)).all() == []
    carry_out(client, shown)
    session.rollback()
    first, second = session.scalars(select(Forecast).order_by(Forecast.unit_id)).all()
    told = {first.unit_id: first, second.unit_id: second}[town.unit.id]
    assert (told.budget, told.outcome, told.expected, told.says) == (
        1_000_000,
        812_500,
        1_100_000,
        "Hundra över",
    )
    assert {first.state, second.state} == {ForecastState.DRAFT}
    assert verify(session).faults == []


def test_every_fault_is_told_with_its_row_and_nothing_is_written(
    session: Session, town: Municipality, visit: Visit
) -> None:
    make_submitted(session, town.unit, town.unit_manager, month=8)
    session.commit()
    mine = own_id(town.unit.id)
    answer = send(
        visit("unit"),
        f"{mine};{YEAR};10;tusen;;;;",
        f"{own_id(town.sibling.id)};{YEAR};10;1;;;;",
        f"{mine};{YEAR};13;1;;;;",
        f"{mine};{YEAR};8;1;;;;",
        f"{mine};{YEAR};10;1.234;;;;",
    )
    assert answer.status_code == 422
    for said in (
        "Rad 2, kolumn budget",
        "Rad 3, kolumn enhet_id: Enheten finns inte bland dem vars ekonomi du skriver.",
        "Rad 4, kolumn manad",
        "Rad 5, kolumn enhet_id: Enhetens prognos för den tiden är redan lämnad.",
        "Punkten kan läsas på två sätt",
    ):
        assert said in answer.text, said
    assert session.scalars(select(Forecast).where(Forecast.state == ForecastState.DRAFT)).all() == []


def test_what_was_shown_is_not_written_when_something_has_changed_since(
    session: Session, town: Municipality, visit: Visit
) -> None:
    client = visit("unit")
    shown = send(client, f"{own_id(town.unit.id)};{YEAR};10;1 000;;;;")
    assert "plan-caption" in shown.text
    assert "tabell=" not in shown.text, (
        "the answer to a file that was sent has no address its table could be fetched at"
    )
    make_forecast(session, town.unit, town.unit_manager, month=10, says="Skrivet medan filen låg.")
    session.commit()
    answer = carry_out(client, shown)
    assert answer.status_code == 409
    session.rollback()
    assert session.scalars(select(Forecast)).one().budget == 10_000_000


def test_an_empty_cell_leaves_what_stands_and_a_template_comes_back_as_it_was(
    session: Session, town: Municipality, visit: Visit
) -> None:
    make_forecast(session, town.unit, town.unit_manager, budget=1_000, outcome=700, says="=Vi håller")
    session.commit()
    client = visit("unit")
    template = client.get(f"/ekonomi/mall.csv?ar={YEAR}&manad=10")
    assert "'=Vi håller" in template.text, "a word that begins a formula is written as a word"
    answer = client.post("/ekonomi/las-in", data={"file": (io.BytesIO(template.data), "ekonomi.csv")})
    assert "Allt i filen står redan så." in answer.text
    shown = send(client, f"{own_id(town.unit.id)};{YEAR};10;;800;;;")
    carry_out(client, shown)
    session.rollback()
    told = session.scalars(select(Forecast)).one()
    assert (told.budget, told.outcome, told.says) == (1_000_000, 800_000, "=Vi håller")


def test_those_who_write_no_economy_read_no_file_in(
    people: dict[str, Person], town: Municipality, visit: Visit
) -> None:
    for who in ("chair", "auditor", "employee", "administrator"):
        client = visit(who)
        assert client.get("/ekonomi/las-in").status_code == 404, who
        assert send(client, f"{own_id(town.unit.id)};{YEAR};10;1;;;;").status_code == 404, who
