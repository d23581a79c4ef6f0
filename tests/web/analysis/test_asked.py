"""Who an analysis is asked of, where the model says who does it: they are asked and begin it, the others are told whose it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.analysis.asked import asked_units
from app.organisation.models import Person, Unit
from app.steering.in_force import notice
from app.steering.loader import load_profile
from app.steering.routes import EXTENSION
from app.supervision.gaps import Looked
from app.supervision.known_gaps import no_text
from app.writing.models import UnitText
from tests.factories.organisation import Municipality, make_appointment, make_municipality, make_person
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in

Model = Callable[[str], None]


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def as_person(clients: Callable[[], SamsynClient], session: Session) -> Callable[[Person], SamsynClient]:
    return lambda person: sign_in(clients(), session, person)


@pytest.fixture
def model(app: Flask) -> Iterator[Model]:
    """Put another of the shipped models in force for the rest of a test, with its kinds of texts."""
    known = app.extensions[EXTENSION]

    def steer_by(key: str) -> None:
        app.extensions[EXTENSION] = load_profile(key)
        notice(app.extensions[EXTENSION])

    with app.app_context():
        yield steer_by
        app.extensions[EXTENSION] = known
        notice(known)


@pytest.mark.parametrize(
    ("done_by", "asked"),
    [
        ((), {"council", "board", "administration", "section", "unit"}),
        (("executive_board", "administration"), {"board", "administration"}),
        # A body nobody leads: the administration straight under it writes, and what supports the body can begin.
        (("executive_board",), {"board", "administration"}),
        (("council",), {"council", "administration"}),
        (("role:chief_executive",), {"administration"}),
        (("role:manager",), {"administration", "section", "unit"}),
        (("unit",), {"unit"}),
    ],
)
def test_whom_the_model_names_is_who_is_asked(
    session: Session, town: Municipality, done_by: tuple[str, ...], asked: set[str]
) -> None:
    units = {name: getattr(town, name) for name in ("council", "board", "administration", "section", "unit")}
    found = set(
        session.scalars(select(Unit.id).where(asked_units(load_profile("tranemo"), done_by, clock.today())))
    )
    assert {name for name, unit in units.items() if unit.id in found} == asked


def test_the_analysis_is_begun_where_it_is_asked_for_and_elsewhere_one_reads_whose_it_is(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient], model: Model
) -> None:
    session.commit()
    model("perstorp")
    year = clock.today().year
    sent = {"kind": "trends", "year": year}
    manager, chief = as_person(town.unit_manager), as_person(town.chief_executive)

    page = manager.get(f"/analys/?enhet={town.unit.id}").text
    assert "Skrivs inte här: den görs av kommunstyrelsen och kommunledningen." in page
    assert manager.post("/analys/text/borja", data=sent | {"unit": town.unit.id}).status_code == 404
    assert session.scalars(select(UnitText)).all() == []

    page = chief.get(f"/analys/?enhet={town.administration.id}").text
    assert "Den görs av kommunstyrelsen och kommunledningen." in page
    assert chief.post("/analys/text/borja", data=sent | {"unit": town.administration.id}).status_code == 302

    # What was begun before the model said so is gone on with.
    model("tranemo")
    manager.post("/analys/text/borja", data=sent | {"kind": "outside_world", "unit": town.unit.id})
    model("karlskoga")
    again = sent | {"kind": "outside_world", "unit": town.unit.id}
    assert manager.post("/analys/text/borja", data=again).status_code == 302


def test_the_operational_plan_is_begun_by_those_the_model_names(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient], model: Model
) -> None:
    session.commit()
    sent = {"kind": "operational_plan", "year": clock.today().year}
    manager, chief = as_person(town.unit_manager), as_person(town.chief_executive)
    assert "Skrivs inte här" not in manager.get(f"/analys/?enhet={town.unit.id}").text
    model("lerum")
    assert (
        "Skrivs inte här: den görs av kommunstyrelsen." in manager.get(f"/analys/?enhet={town.unit.id}").text
    )
    assert manager.post("/analys/text/borja", data=sent | {"unit": town.unit.id}).status_code == 404
    assert chief.post("/analys/text/borja", data=sent | {"unit": town.administration.id}).status_code == 302


def test_nobody_lacks_an_analysis_they_are_not_asked_for(session: Session, town: Municipality) -> None:
    profile = load_profile("karlskoga")
    analysis = next(one for one in profile.analyses if one.key == "outside_world")
    looked = Looked(clock.today(), clock.today().year, clock.now())
    lacking = {row.unit_id for row in session.execute(no_text(profile, analysis)(looked))}
    assert lacking == {town.administration.id}


def test_support_of_a_body_begins_what_the_body_does(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient], model: Model
) -> None:
    secretary = make_person(session, "Sekreteraren")
    make_appointment(session, secretary, town.board, Role.SUPPORT)
    session.commit()
    model("perstorp")
    sent = {"kind": "trends", "unit": town.board.id, "year": clock.today().year}
    assert as_person(secretary).post("/analys/text/borja", data=sent).status_code == 302


def test_the_event_tells_of_a_body_what_its_administration_has_written_for_it(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient], model: Model
) -> None:
    secretary = make_person(session, "Sekreteraren")
    make_appointment(session, secretary, town.board, Role.SUPPORT)
    session.commit()
    model("perstorp")
    year, name = clock.today().year, "Trend- och omvärldsanalys"
    chief, support = as_person(town.chief_executive), as_person(secretary)
    event = f"/arshjul/{year}/trends/1/"
    assert told_of("Kommunstyrelsen", chief.get(event).text) == f"{name}: inte fastställd än"
    begun = chief.post(
        "/analys/text/borja", data={"kind": "trends", "unit": town.administration.id, "year": year}
    )
    page = chief.get(event).text
    assert told_of("Förvaltningen", page) == f"{name}: utkast"
    assert told_of("Kommunstyrelsen", page) == f"{name}: utkast, skriven av Förvaltningen"
    text_id = int(begun.location.rstrip("/").rsplit("/", 1)[1])
    chief.post(f"/analys/text/{text_id}/lage", data={"state": "shared"})
    told = told_of("Kommunstyrelsen", chief.get(event).text)
    assert re.fullmatch(rf"{name}: delad för dialog .+, skriven av Förvaltningen", told), told
    # Whoever supports the body reads of it as of everything the administration under it has.
    assert "skriven av Förvaltningen" in told_of("Kommunstyrelsen", support.get(event).text)


def told_of(unit: str, page: str) -> str:
    """Give what the page of an event tells of a unit."""
    row = page.rsplit("Vad som är gjort, och var", maxsplit=1)[-1].split(f'<th scope="row">{unit}', 1)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", row.split("</td>")[0]).split())
