"""Whoever reads an edition of the overview reads words out of dialogues: the two who released them see that."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.organisation.models import Person
from app.passages.models import Passage
from app.records.models import Reading
from app.supervision import kind
from tests.factories.organisation import Municipality
from tests.web.supervision.test_overview import GOAL, Visit, begin, establish, lift


@pytest.fixture
def raised(session: Session, town: Municipality) -> Passage:
    return lift(session, town, "Målet är nära.", GOAL)


@pytest.fixture
def edition(session: Session, town: Municipality, raised: Passage, visit: Visit) -> str:
    chief = visit(town.chief_executive)
    address = begin(chief, town.administration)
    establish(chief, session, address)
    return address


def readers(session: Session, passage: Passage) -> set[str]:
    session.commit()
    return set(
        session.scalars(
            select(Person.name)
            .join(Reading, Reading.person_id == Person.id)
            .where(Reading.object_kind == "passage", Reading.object_id == passage.id)
        )
    )


@pytest.mark.parametrize("view", ["", "/utskrift", "/fil.docx"])
@pytest.mark.parametrize("who", ["politician", "auditor"])
def test_whoever_reads_an_edition_stands_among_those_who_have_read_what_it_quotes(
    session: Session, town: Municipality, raised: Passage, edition: str, visit: Visit, who: str, view: str
) -> None:
    person: Person = getattr(town, who)
    assert person.name not in readers(session, raised)
    assert visit(person).get(f"{edition}{view}").status_code == 200
    assert person.name in readers(session, raised)
    one_of_the_two = visit(town.section_manager).get(f"/lyft/{raised.id}")
    assert person.name in one_of_the_two.text


def test_who_lays_two_editions_beside_one_another_has_read_both(
    session: Session, town: Municipality, raised: Passage, edition: str, visit: Visit
) -> None:
    chief = visit(town.chief_executive)
    second = begin(chief, town.administration)
    establish(chief, session, second)
    number = edition.rsplit("/", 1)[1]
    assert visit(town.auditor).get(f"{second}/jamfor/{number}").status_code == 200
    assert town.auditor.name in readers(session, raised)


def test_the_one_who_writes_an_edition_reads_what_stands_in_it(
    session: Session, town: Municipality, raised: Passage, visit: Visit
) -> None:
    chief = visit(town.chief_executive)
    address = begin(chief, town.administration)
    assert chief.get(address).status_code == 200
    assert readers(session, raised) == {town.chief_executive.name}


def test_nothing_is_noted_of_one_of_the_two(session: Session, town: Municipality, visit: Visit) -> None:
    own = lift(session, town, "Sagt till kommunchefen.", GOAL, low=False)
    chief = visit(town.chief_executive)
    establish(chief, session, begin(chief, town.administration))
    assert readers(session, own) == set()


def test_what_an_edition_of_before_quotes_is_known_by_its_words(
    session: Session, town: Municipality, raised: Passage, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought = kind._brought
    monkeypatch.setattr(kind, "_brought", lambda row: replace(brought(row), passages=()))
    chief = visit(town.chief_executive)
    address = begin(chief, town.administration)
    establish(chief, session, address)
    assert visit(town.auditor).get(address).status_code == 200
    assert town.auditor.name in readers(session, raised)
