"""Two who press at the same moment: one is done, the other is told; nobody meets an error."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.organisation.models import Person, Unit
from app.quality.control import queries, reported, reporting, working
from app.quality.control.content import AsRead
from app.quality.control.deciding import Decision
from app.quality.control.errors import ChangedSince, NotNow
from app.quality.control.models import ControlPlan, EvaluatedUnit, Evaluation, Occasion
from app.quality.control.rules import Result
from app.records.models import Edition
from tests.factories.control import begin_plan, decided_plan, first_control, make_risk, reader
from tests.factories.organisation import Municipality
from tests.support.at_once import second_while_first
from tests.support.world import World

YEAR = 2025
Write = Callable[[Session], object]


@pytest.fixture
def chief(session: Session, town: Municipality) -> int:
    return _let_go(session, town.chief_executive.id)


@pytest.fixture
def board(session: Session, town: Municipality) -> int:
    return _let_go(session, town.board.id)


def _let_go(session: Session, number: int) -> int:
    session.rollback()
    return number


@pytest.fixture
def write(chief: int, board: int) -> Callable[[str, int], Write]:
    """Give a way to write the evaluation as one who has read what stands now."""

    def writing(words: str, revision: int) -> Write:
        def done(session: Session) -> object:
            return reporting.write_evaluation(
                session,
                reader=reader(session, session.get_one(Person, chief)),
                unit_id=board,
                year=YEAR,
                evaluation=reported.evaluation_of(session, YEAR),
                whole=words,
                views={board: words},
                revision=revision,
            )

        return done

    return writing


def test_two_who_tell_what_a_control_showed_at_once_overwrite_nothing(
    world: World, session: Session, town: Municipality, chief: int
) -> None:
    risk = make_risk(session, town.unit_manager, town.unit)
    plan = decided_plan(session, town.chief_executive, town.board, risk)
    control_id, occasion_id = first_control(plan).id, first_control(plan).occasions[0].id
    session.commit()

    def tell_it(seen: str) -> Write:
        def done(own: Session) -> None:
            who = reader(own, own.get_one(Person, chief))
            opened = queries.control_for(own, who, control_id, hold=True)
            assert opened is not None
            working.tell_result(
                own,
                reader=who,
                plan=opened.plan,
                occasion=next(one for one in opened.control.occasions if one.id == occasion_id),
                result=Result(clock.today(), "as_it_should", seen, ""),
                revision=1,
            )

        return done

    with pytest.raises(ChangedSince):
        second_while_first(world, tell_it("Tjugo löner, alla rätt."), tell_it("Inget kontrollerat."))
    session.rollback()
    assert session.get_one(Occasion, occasion_id).seen == "Tjugo löner, alla rätt."


def test_a_plan_begun_twice_at_once_is_begun_once(world: World, chief: int, board: int) -> None:
    def begin(session: Session) -> object:
        return begin_plan(session, session.get_one(Person, chief), session.get_one(Unit, board))

    with pytest.raises(NotNow):
        second_while_first(world, begin, begin)
    with world.session() as session:
        assert session.scalar(select(func.count(ControlPlan.id))) == 1


def test_an_evaluation_begun_twice_at_once_is_not_overwritten(
    world: World, write: Callable[[str, int], Write]
) -> None:
    with pytest.raises(ChangedSince):
        second_while_first(world, write("Det första.", 0), write("Det andra.", 0))
    with world.session() as session:
        assert session.scalars(select(Evaluation.whole)).all() == ["Det första."]


def test_an_evaluation_changed_twice_at_once_is_not_overwritten(
    world: World, write: Callable[[str, int], Write], board: int
) -> None:
    with world.session() as session:
        write("Det som stod.", 0)(session)
        # So that both add words of a unit nothing is said of.
        for one in session.scalars(select(EvaluatedUnit)):
            session.delete(one)
    with pytest.raises(ChangedSince):
        second_while_first(world, write("Det första.", 1), write("Det andra.", 1))
    with world.session() as session:
        assert session.scalars(select(Evaluation.whole)).all() == ["Det första."]
        assert session.scalars(select(EvaluatedUnit.words)).all() == ["Det första."]


def test_an_evaluation_decided_twice_at_once_is_decided_once(
    world: World, write: Callable[[str, int], Write], chief: int, board: int
) -> None:
    with world.session() as session:
        write("Helheten.", 0)(session)

    def decide(session: Session) -> None:
        found = reported.evaluation_of(session, YEAR)
        assert found is not None
        reporting.decide_evaluation(
            session,
            reader=reader(session, session.get_one(Person, chief)),
            evaluation=found,
            units=[(board, "Kommunstyrelsen", "")],
            decision=Decision(clock.today(), "Kommunstyrelsen"),
            expected=AsRead(1, None),
        )

    with pytest.raises(ChangedSince):
        second_while_first(world, decide, decide)
    with world.session() as session:
        assert session.scalar(select(func.count(Edition.id))) == 1
