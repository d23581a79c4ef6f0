"""Any table of a page goes to a workbook or CSV, for whoever may see the page and nobody else."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from app.organisation.models import Person
from tests.factories.organisation import Municipality, make_municipality
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in

Visit = Callable[[Person], SamsynClient]


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def visit(clients: Callable[[], SamsynClient], session: Session) -> Visit:
    return lambda person: sign_in(clients(), session, person)


def files_on(page: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in re.findall(r'href="([^"]*tabell=[^"]*)"', page)]


def test_the_table_is_given_as_csv_and_as_a_workbook(
    town: Municipality, visit: Visit, session: Session
) -> None:
    session.commit()
    client = visit(town.unit_manager)
    book, plain = files_on(client.get(f"/organisation/enhet/{town.unit.id}").text)[:2]
    sent = client.get(plain)
    rows = list(csv.reader(io.StringIO(sent.data.decode("utf-8-sig")), delimiter=";"))
    assert sent.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert sent.headers["Content-Disposition"].startswith("attachment; ")
    assert sent.headers["Cache-Control"] == client.get("/").headers["Cache-Control"]
    assert rows[0][0] == "Namn"
    assert town.unit_manager.name in {row[0] for row in rows[1:]}
    sheet = load_workbook(io.BytesIO(client.get(book).data)).active
    assert sheet is not None
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == rows


def test_a_name_that_begins_as_a_formula_is_words(town: Municipality, visit: Visit, session: Session) -> None:
    town.unit_manager.name = "=1+1 Eva"
    session.commit()
    client = visit(town.unit_manager)
    sent = client.get(f"/organisation/enhet/{town.unit.id}?tabell=leading&fil=csv")
    assert "'=1+1 Eva" in sent.data.decode("utf-8-sig")


@pytest.mark.parametrize(
    "asked", ["tabell=nothing&fil=csv", "tabell=appointments&fil=exe", "tabell=&fil=csv", "fil=xlsx"]
)
def test_what_is_no_table_is_answered_with_the_page(
    town: Municipality, visit: Visit, session: Session, asked: str
) -> None:
    session.commit()
    answer = visit(town.unit_manager).get(f"/organisation/enhet/{town.unit.id}?{asked}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"


def test_who_may_not_see_the_page_is_given_no_table(app: Flask, session: Session, town: Municipality) -> None:
    session.commit()
    answer = app.test_client().get("/vem-far-vad?tabell=things-head&fil=csv")
    assert answer.mimetype != "text/csv"


def test_the_file_is_called_what_the_page_is_whatever_signs_there_are_in_it(
    town: Municipality, visit: Visit, session: Session
) -> None:
    town.unit.name = "Kök & service 'Ängen' <norr>"
    session.commit()
    client = visit(town.unit_manager)
    sent = client.get(f"/organisation/enhet/{town.unit.id}?tabell=leading&fil=xlsx")
    book = load_workbook(io.BytesIO(sent.data))
    assert book.sheetnames == ["Kök & service Ängen <norr>"]
    assert unquote(sent.headers["Content-Disposition"]).endswith("''Kök & service 'Ängen' norr.xlsx")
