"""Several who write at once: what is kept counted is what is true when all are done, and nobody is turned away."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.organisation.models import Person, Unit
from app.passages import services as passages
from app.passages.queries.opening import one as readable_one
from app.supervision.counting import compare, is_kept, rebuild
from tests.factories.control import make_risk
from tests.factories.documents import acting_as
from tests.factories.organisation import Municipality, make_manager, make_unit
from tests.factories.passages import make_passage
from tests.factories.planning import make_established
from tests.support.world import World
from tests.web.supervision.test_keeping import PROFILE, TODAY

UNITS, TURNS = 6, 3


def said(own: Session, unit_id: int, by: int) -> None:
    """Release a passage; every second one is answered from above, in a transaction of its own."""
    rep = own.get_one(Unit, unit_id)
    over = own.scalars(select(Unit).where(Unit.name == "Lärandesektionen")).one()
    leader = own.scalars(select(Person).where(Person.name == "Sven Sektionschef")).one()
    made = make_passage(own, (over, leader), (rep, own.get_one(Person, by)))
    own.commit()
    if unit_id % 2:
        actor = acting_as(own, own.scalars(select(Person).where(Person.name == "Karin Kommunchef")).one())
        found = readable_one(own, actor=actor, passage_id=made.id, day=TODAY)
        assert found is not None
        passages.answer(own, actor=actor, passage=found, text="Vi tar det vidare.")


def risk(own: Session, unit_id: int, by: int) -> None:
    make_risk(own, own.get_one(Person, by), own.get_one(Unit, unit_id))


def goal(own: Session, unit_id: int, by: int) -> None:
    make_established(own, own.get_one(Unit, unit_id), own.get_one(Person, by))


WRITES: list[Callable[[Session, int, int], None]] = [said, risk, goal]


def test_many_who_write_in_one_row_while_all_is_counted_anew_lose_no_count(
    session: Session, world: World, town: Municipality
) -> None:
    units = [make_unit(session, under=town.section) for _ in range(UNITS)]
    led = [(unit.id, make_manager(session, unit).id) for unit in units]
    session.commit()
    rebuild(session, PROFILE)
    session.commit()
    session.rollback()
    together = threading.Barrier(UNITS + 2)

    def write(which: int) -> None:
        # The last two share one unit: they count it one after the other.
        unit_id, by = led[min(which, UNITS - 1)]
        for turn in range(TURNS):
            together.wait(20)
            with world.app.app_context(), Session(world.engine) as own:
                WRITES[turn](own, unit_id, by)
                own.commit()

    def count_anew() -> None:
        for _turn in range(TURNS):
            together.wait(20)
            with world.app.app_context(), Session(world.engine) as own:
                rebuild(own, PROFILE)
                own.commit()

    def alone(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException:
            together.abort()
            raise

    works: list[Callable[[], None]] = [
        *(partial(write, which) for which in range(UNITS + 1)),
        count_anew,
    ]
    with ThreadPoolExecutor(UNITS + 2) as threads:
        # The clock that is held still is the test's own, which each thread takes along.
        done = [threads.submit(copy_context().run, alone, work) for work in works]
    assert [str(one.exception()) for one in done if one.exception() is not None] == []
    session.rollback()
    assert is_kept(session, TODAY)
    differences = compare(session, PROFILE)
    assert differences.agrees, str(differences)
