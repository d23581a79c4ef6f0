"""Two who write never wait for one another for ever: everybody takes what they change before the turn of the history.

On PostgreSQL one of two in such a circle is turned away after a second, as if the database were down.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.dialogues.models import Dialogue, Series, State
from app.dialogues.queries.lines import one_series
from app.dialogues.series.carrying import carry_over
from app.dialogues.series.services import touch_record
from app.economy.forecasts.services import begin
from app.organisation import reorganising
from app.organisation.models import Appointment, Person, Unit
from app.organisation.units import rename_unit
from app.records.services import record
from app.supervision.counting import rebuild
from tests.factories.control import make_risk
from tests.factories.documents import acting_as
from tests.factories.organisation import Municipality
from tests.support.at_once import second_while_first
from tests.support.world import World
from tests.web.dialogues.conftest import Table, table, town, visit
from tests.web.supervision.test_keeping import PROFILE

__all__ = ["table", "town", "visit"]


def test_a_forecast_is_begun_while_something_else_of_the_unit_is_written(
    world: World, session: Session, town: Municipality
) -> None:
    unit_id, leader = town.unit.id, town.unit_manager.id
    session.commit()
    rebuild(session, PROFILE)
    session.commit()
    session.rollback()
    with world.app.app_context():
        second_while_first(
            world,
            lambda own: make_risk(own, own.get_one(Person, leader), own.get_one(Unit, unit_id)),
            lambda own: begin(own, actor_id=leader, unit_id=unit_id, year=clock.today().year, month=8),
        )


def writing_the_meeting(world: World, dialogue_id: int, meanwhile: Callable[[Session], object]) -> None:
    """Write in a meeting as its views do, its row first and then the history, with another at work between the two."""

    def alone() -> None:
        with Session(world.engine) as own, own.begin():
            meanwhile(own)

    with ThreadPoolExecutor(1) as threads, Session(world.engine) as session:
        dialogue = session.scalars(select(Dialogue).where(Dialogue.id == dialogue_id).with_for_update()).one()
        waiting = threads.submit(copy_context().run, alone)
        with suppress(TimeoutError):
            waiting.result(0.5)
        touch_record(session, dialogue, actor_id=None)
        record(session, actor_id=None, action="attendance", kind="dialogue", object_id=dialogue_id)
        session.commit()
        waiting.result(30)


def test_a_line_is_carried_over_and_a_unit_renamed_while_somebody_writes_in_its_meeting(
    world: World, session: Session, town: Municipality, table: Table
) -> None:
    table.to(State.HELD)
    number, series_id, leader = table.dialogue.id, table.series.id, town.section_manager.id
    unit_id = town.unit.id
    session.rollback()
    writing_the_meeting(
        world, number, lambda own: rename_unit(own, unit_id=unit_id, name="Norra förskolan", actor_id=None)
    )
    kept = session.scalars(
        select(Appointment.id).where(Appointment.person_id.in_([town.unit_manager.id, town.employee.id]))
    ).all()
    merged = reorganising.merge_units(
        session, unit_ids=[town.unit.id, town.sibling.id], on=clock.today(), name="Ängsbjörken",
        appointments=list(kept), actor_id=None,
    ).id  # fmt: skip
    session.commit()

    def carry(own: Session) -> None:
        actor = acting_as(own, own.get_one(Person, leader))
        series = one_series(own, actor, series_id, lock=True)
        assert series is not None
        assert carry_over(own, actor_id=leader, series=series, unit_id=merged)

    writing_the_meeting(world, number, carry)
    session.expire_all()
    assert session.get_one(Series, series_id).ended_on is None
