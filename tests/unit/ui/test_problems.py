"""When something goes wrong the page says what happened, what was kept and what to do."""

import re

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from wtforms import PasswordField

from app.accounts import forms
from app.ui.problems import MESSAGES

CODES = sorted(MESSAGES)


@pytest.mark.parametrize("code", CODES)
def test_every_problem_has_a_page_in_plain_words_with_an_id(look: Flask, code: int) -> None:
    answer = look.test_client().get(f"/fel/{code}")
    html = answer.get_data(as_text=True)
    assert answer.status_code == code
    assert re.search(r"<html lang=\"sv\">", html)
    assert html.count("<h1>") == 1
    assert answer.headers["X-Problem-Id"] in html
    words = re.sub(r"<[^>]+>", " ", html.split("<main")[1])
    assert str(code) not in words.replace(answer.headers["X-Problem-Id"], "")


@pytest.mark.parametrize("code", CODES)
def test_a_text_that_saves_itself_is_answered_in_its_protocol(look: Flask, code: int) -> None:
    answer = look.test_client().post(f"/fel/{code}", headers={"X-Autosave": "1"}, data={"text": "x"})
    assert answer.status_code == code
    assert answer.get_json()["state"] in {"signed_out", "conflict", "refused", "failed"}
    assert answer.get_json()["message"]


def test_htmx_gets_words_and_never_a_whole_page_in_a_fragment(look: Flask) -> None:
    answer = look.test_client().get("/fel/422", headers={"HX-Request": "true"})
    assert answer.is_json
    assert answer.headers["HX-Reswap"] == "none"


def test_unusual_codes_still_get_a_page(look: Flask) -> None:
    assert look.test_client().get("/fel/418").status_code == 418
    assert look.test_client().get("/finns-inte").status_code == 404
    assert look.test_client().get("/form").headers["Allow"]


def test_what_was_typed_is_given_back(look: Flask) -> None:
    typed = {
        "text": "Kort",
        "about": "En lång tanke om inskolningen <b>i höst</b>.",
        "why": "Redan gjord av Anna",
        "q": "kort",
        "day": "2026-12-01",
        "password": "p" * 60,
    }
    html = look.test_client().post("/fel/409", data=typed).get_data(as_text=True)
    assert "Kort</textarea>" in html
    assert "&lt;b&gt;i höst&lt;/b&gt;" in html
    assert "Redan gjord av Anna</textarea>" in html
    assert "p" * 60 not in html
    assert "kort<" not in html and "2026-12-01" not in html, "a choice or a day is chosen again"


@pytest.mark.parametrize(
    "name",
    sorted(
        {
            name
            for form in vars(forms).values()
            if isinstance(form, type) and issubclass(form, FlaskForm)
            for name, field in vars(form).items()
            if getattr(field, "field_class", None) is PasswordField
        }
    ),
)
def test_no_password_is_given_back_however_its_field_is_called(look: Flask, name: str) -> None:
    # Several words in a row, as the page of a new password advises.
    typed = {name: "fyra ord utan sammanhang", "why": "Redan gjord av Anna"}
    html = look.test_client().post("/fel/400", data=typed).get_data(as_text=True)
    assert "Redan gjord av Anna" in html
    assert "sammanhang" not in html


def test_a_crash_tells_nothing_of_itself(look: Flask) -> None:
    answer = look.test_client().get("/krasch")
    assert answer.status_code == 500
    assert "hemligt" not in answer.get_data(as_text=True)


def test_an_unreachable_database_is_said_and_asks_to_come_back(look: Flask) -> None:
    answer = look.test_client().get("/databas")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "hemligt" not in answer.get_data(as_text=True)
