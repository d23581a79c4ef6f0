"""One question in the golden zone at a time, also when two ask in the same moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.assignments.errors import Fault, Refused
from app.assignments.facts import ASSIGNMENT
from app.assignments.models import Side, ZoneQuestion, ZoneState
from app.assignments.zone import services as zone
from app.organisation.models import Person
from app.passages.subjects import Ref
from tests.factories.assignments import give, question
from tests.factories.documents import acting_as
from tests.factories.organisation import Municipality
from tests.support.at_once import second_while_first
from tests.support.world import World

BETWEEN = {ZoneState.WRITING, ZoneState.OPEN}


@pytest.fixture
def two(town: Municipality) -> tuple[int, int]:
    """The one who gives and the one who takes."""
    return town.section_manager.id, town.unit_manager.id


@pytest.fixture
def about(session: Session, town: Municipality, two: tuple[int, int]) -> Ref:
    """An assignment that lies between them."""
    one = give(session, town.section_manager, town.section, town.unit)
    ref = Ref(ASSIGNMENT, one.id)
    session.commit()
    return ref


def talked_through(world: World) -> int:
    with world.session() as session:
        counted = select(func.count(ZoneQuestion.id)).where(ZoneQuestion.state.in_(BETWEEN))
        return session.scalar(counted) or 0


def asking(person_id: int, ref: Ref) -> Callable[[Session], object]:
    def done(session: Session) -> object:
        actor = acting_as(session, session.get_one(Person, person_id))
        return zone.ask(session, actor=actor, ref=ref, words="Vem bestämmer dagen?")

    return done


def taking_up(person_id: int, side: Side, number: int) -> Callable[[Session], object]:
    def done(session: Session) -> object:
        person = session.get_one(Person, person_id)
        zone.take_up(
            session, actor=acting_as(session, person), question=question(session, number, person), side=side
        )
        return None

    return done


@pytest.fixture
def aside(session: Session, town: Municipality, about: Ref) -> tuple[int, int]:
    """Two questions about the same that were put aside."""
    by = town.unit_manager
    numbers = []
    for _ in range(2):
        asking(by.id, about)(session)
        number = session.scalars(select(func.max(ZoneQuestion.id))).one()
        one = question(session, number, by)
        zone.put_aside(session, actor=acting_as(session, by), question=one, side=Side.TAKER)
        numbers.append(number)
    session.commit()
    return numbers[0], numbers[1]


def test_of_two_who_ask_at_once_the_second_is_told_there_is_one(
    world: World, two: tuple[int, int], about: Ref
) -> None:
    with pytest.raises(Refused) as refused:
        second_while_first(world, asking(two[0], about), asking(two[1], about))
    assert refused.value.faults == {"question": Fault.ALREADY_ASKED}
    assert talked_through(world) == 1


def test_of_two_taken_up_at_once_one_stays_aside(
    world: World, two: tuple[int, int], aside: tuple[int, int]
) -> None:
    with pytest.raises(Refused):
        second_while_first(
            world, taking_up(two[0], Side.GIVER, aside[0]), taking_up(two[1], Side.TAKER, aside[1])
        )
    assert talked_through(world) == 1


def test_one_asked_while_another_is_taken_up_is_refused(
    world: World, two: tuple[int, int], about: Ref, aside: tuple[int, int]
) -> None:
    with pytest.raises(Refused):
        second_while_first(world, taking_up(two[0], Side.GIVER, aside[0]), asking(two[1], about))
    assert talked_through(world) == 1
