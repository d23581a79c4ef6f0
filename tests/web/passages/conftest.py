"""A small municipality in which something has been raised at every level."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.access.matrix import Role
from app.clock import today
from app.organisation.models import Person
from app.organisation.reach import holdings
from app.passages.models import Passage
from tests.factories.organisation import (
    Municipality,
    make_appointment,
    make_municipality,
    make_person,
)
from tests.factories.passages import make_passage
from tests.support.client import SamsynClient
from tests.support.remembering import remembered
from tests.support.signed_in import sign_in

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Raised:
    """The people, and one passage from each kind of dialogue, by name."""

    town: Municipality
    people: dict[str, Person]
    passages: dict[str, Passage]


@pytest.fixture(autouse=True)
def held_clock(clock: Callable[[datetime], None]) -> None:
    clock(NOW)


@pytest.fixture
def raised(session: Session, held_clock: None) -> Raised:
    return remembered(session, _raised, session)


def _raised(session: Session) -> Raised:
    town = make_municipality(session)
    people = town.everybody
    for name, unit, role, duty in (
        ("vice_chair", town.board, Role.POLITICIAN, "vice_chair"),
        ("member", town.board, Role.POLITICIAN, "member"),
        ("council_chair", town.council, Role.POLITICIAN, "chair"),
        ("deputy", town.section, Role.MANAGER, ""),
    ):
        people[name] = make_person(session, f"Person {name}")
        make_appointment(session, people[name], unit, role, duty=duty, deputy=name == "deputy")
    people["former"] = make_person(session, "Person former")
    make_appointment(session, people["former"], town.section, deputy=True, until=date(2026, 1, 1))
    make_appointment(session, people["former"], town.company)
    passages = {
        "section-unit": make_passage(
            session,
            (town.section, town.section_manager),
            (town.unit, town.unit_manager),
            text="CANARY-SECTION-UNIT om vikariepoolen",
            theme="Tema CANARY-THEME-SECTION-UNIT",
        ),
        "chief-section": make_passage(
            session,
            (town.administration, town.chief_executive),
            (town.section, town.section_manager),
            text="CANARY-CHIEF-SECTION om lokalerna",
            theme="Tema CANARY-THEME-CHIEF-SECTION",
        ),
        "presidium-chief": make_passage(
            session,
            (town.board, town.politician),
            (town.administration, town.chief_executive),
            text="CANARY-PRESIDIUM-CHIEF om ekonomin",
            theme="Tema CANARY-THEME-PRESIDIUM-CHIEF",
        ),
        "board-company": make_passage(
            session,
            (town.board, town.politician),
            (town.company, people["former"]),
            text="CANARY-BOARD-COMPANY om hissarna",
            theme="Tema CANARY-THEME-BOARD-COMPANY",
        ),
        "council-board": make_passage(
            session,
            (town.council, people["council_chair"]),
            (town.board, town.politician),
            text="CANARY-COUNCIL-BOARD om framtiden",
            theme="Tema CANARY-THEME-COUNCIL-BOARD",
        ),
        "employee": make_passage(
            session,
            (town.unit, town.unit_manager),
            (town.unit, town.employee),
            text="CANARY-EMPLOYEE om schemat",
            theme="Tema CANARY-THEME-EMPLOYEE",
        ),
    }
    session.commit()
    return Raised(town, people, passages)


@pytest.fixture
def as_actor(session: Session) -> Callable[[Person], Actor]:
    """Give somebody as the actor a request would have."""
    return lambda person: Actor(person.id, person.name, "sv", holdings(session, person.id, today()))


@pytest.fixture
def visit(
    clients: Callable[[], SamsynClient], session: Session, raised: Raised
) -> Callable[[str], SamsynClient]:
    """Give a client signed in as one of the people."""
    return lambda who: sign_in(clients(), session, raised.people[who])
