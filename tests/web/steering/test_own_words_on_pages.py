"""A model's own words stand in doors, headings and sentences of the pages, not only on the page about the model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.steering.in_force import EXTENSION
from app.steering.words import DEFAULT_TERMS, Forms, Words
from tests.factories.control import decided_plan, make_risk
from tests.factories.organisation import Municipality, make_appointment, make_municipality, make_person
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in


def own(key: str) -> Words:
    """Give forms of a word that stands nowhere else."""
    base = f"egen{key.replace('_', '')}"
    forms = Forms(
        article="en",
        singular=base,
        definite=f"{base}en",
        plural=f"{base}or",
        definite_plural=f"{base}orna",
    )
    return Words(sv=forms, en=forms)


@pytest.fixture
def own_words(app: Flask) -> Iterator[None]:
    known = app.extensions[EXTENSION]
    rules = known.rules.model_copy(update={"extraordinary_deviations": True})
    terms = {key: own(key) for key in DEFAULT_TERMS}
    app.extensions[EXTENSION] = known.model_copy(update={"terms": terms, "rules": rules})
    yield
    app.extensions[EXTENSION] = known


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


def heading(page: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.S)
    assert found is not None
    return found[1]


def said(page: str) -> str:
    return re.sub(r"<[^>]+>", "", page).strip()


@pytest.mark.usefixtures("own_words")
def test_doors_and_headings_say_the_words_of_the_model(
    clients: Callable[[], SamsynClient], session: Session, town: Municipality
) -> None:
    person = make_person(session, "Lena Led")
    make_appointment(session, person, town.company, Role.MANAGER)
    client = sign_in(clients(), session, person)
    for path, word in (
        ("/dialoger/", "Egendialogueor"),
        ("/avvikelser/", "Egendeviationor"),
        ("/uppdrag/", "Egenassignmentor"),
        ("/arshjul/", "Egenannualcycle"),
        ("/styrdokument/", "Egengoverningdocumentor"),
        ("/analys/vision", "Egenvision och egenvaluesor"),
        ("/internkontroll/", "Egeninternalcontrol"),
    ):
        page = client.get(path, follow_redirects=True).text
        assert word.lower() in heading(page).lower(), path
        assert word.lower() in page.partition("<main")[0].lower(), f"the door of {path}"
    decided_plan(session, person, town.company, make_risk(session, person, town.company))
    session.commit()
    assert "Egencontrolor" in client.get("/internkontroll/").text
    assert "Egenraisedmatteror" in client.get("/lyft/").text


@pytest.mark.usefixtures("own_words")
def test_roles_and_deputies_are_called_what_the_model_calls_them(
    clients: Callable[[], SamsynClient], session: Session, town: Municipality
) -> None:
    person = make_person(session, "Adam Ordning")
    make_appointment(session, person, town.administration, Role.ADMINISTRATOR)
    client = sign_in(clients(), session, person)
    page = client.get("/vem-far-vad").text
    for word in ("Egenmanager", "Egensupport", "Egenauditor", "Egenemployee", "Egenadministrator"):
        assert f">{word}<" in page, word
    form = client.get(f"/organisation/nytt-forordnande?enhet={town.unit.id}").text
    assert "Tillförordnad eller egendeputy" in form


@pytest.mark.usefixtures("own_words")
def test_what_a_file_must_say_is_told_as_the_file_says_it(
    clients: Callable[[], SamsynClient], session: Session, town: Municipality
) -> None:
    person = make_person(session, "Adam Ordning")
    make_appointment(session, person, town.administration, Role.ADMINISTRATOR)
    make_appointment(session, person, town.company, Role.MANAGER)
    client = sign_in(clients(), session, person)
    organisation = client.get("/organisation/las-in").text
    assert said(organisation.partition("<code>roll</code>")[2]).startswith(
        "chef, stöd, förtroendevald, revisor, medarbetare, administratör"
    )
    assert "enhet_id och risk behövs" in said(client.get("/internkontroll/risker/las-in").text)
