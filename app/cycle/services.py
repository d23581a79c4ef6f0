"""Writes of the annual cycle: an event is moved, or put back where the model has it; each with its entry in the history."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.cycle import queries, rules
from app.cycle.errors import ChangedMeanwhile, NotYours, Refused
from app.cycle.facts import MOVE, move_facts
from app.cycle.models import CycleMove
from app.cycle.rules import Instance
from app.organisation.models import Unit
from app.organisation.reach import holdings, unit_ids_within
from app.records.appending import wait_for_turn
from app.records.services import record


@dataclass(frozen=True, slots=True)
class Days:
    """From when to when, and why."""

    first: date
    last: date
    why: str = ""


def move(
    session: Session, *, actor: Actor, one: Instance, unit_id: int | None, days: Days, revision: int
) -> CycleMove:
    """Move an event of a year, for everybody or for one unit within what holds for everybody.

    `revision` is that of the move it was read with, 0 for none. Raises `NotYours`, `Refused`, `ChangedMeanwhile`.
    """
    _require(session, actor, unit_id)
    moves = _moves_in_turn(session, one)
    faults = rules.faults_in(rules.as_moved(one, moves), days.first, days.last, for_unit=unit_id is not None)
    if faults:
        raise Refused(faults)
    found = moves.get((*one.key, unit_id))
    if found is not None and _says_that(found, actor, days):
        # Pressed once more, it is as it was.
        return found
    if (found.revision if found is not None else 0) != revision:
        raise ChangedMeanwhile
    before = move_facts(found) if found is not None else None
    if found is None:
        found = CycleMove(
            year=one.year, event_key=one.event.key, number=one.number, unit_id=unit_id, revision=0
        )
        session.add(found)
    found.starts_on, found.ends_on, found.why = days.first, days.last, days.why.strip()
    found.moved_by_id, found.moved_at = actor.person_id, clock.now()
    found.revision += 1
    session.flush()
    record(
        session,
        actor_id=actor.person_id,
        action="cycle.moved",
        kind=MOVE,
        object_id=found.id,
        before=before,
        after=move_facts(found),
    )
    return found


def _moves_in_turn(session: Session, one: Instance) -> rules.Moves:
    """Give what is moved in a year once it is this mover's turn: what somebody else has moved in the same moment is known."""
    wait_for_turn(session)
    return rules.moves_by_key(queries.moves(session, [one.year], anew=True))


def _says_that(found: CycleMove, actor: Actor, days: Days) -> bool:
    stands = found.starts_on, found.ends_on, found.why, found.moved_by_id
    return stands == (days.first, days.last, days.why.strip(), actor.person_id)


def put_back(
    session: Session, *, actor: Actor, one: Instance, unit_id: int | None, revision: int | None = None
) -> None:
    """Let an event lie where the model has it again, or a unit follow what holds for everybody.

    `revision` is that of the move that is undone, where one undoes it. Raises `NotYours`, `ChangedMeanwhile`.
    """
    _require(session, actor, unit_id)
    found = _moves_in_turn(session, one).get((*one.key, unit_id))
    if found is None:
        return
    if revision is not None and found.revision != revision:
        raise ChangedMeanwhile
    number, before = found.id, move_facts(found)
    session.delete(found)
    session.flush()
    record(
        session,
        actor_id=actor.person_id,
        action="cycle.put_back",
        kind=MOVE,
        object_id=number,
        before=before,
    )


def _require(session: Session, actor: Actor, unit_id: int | None) -> None:
    actor = replace(actor, holdings=holdings(session, actor.person_id, clock.today()))
    if unit_id is None:
        if not rules.moves_for_all(actor):
            raise NotYours
        return
    scope = actor.scope(May.MOVE_CYCLE)
    if scope.everywhere:
        # Administrators move for everybody, and leave each unit's own days to the unit.
        scope = replace(actor, holdings=tuple(h for h in actor.holdings if h.role != "administrator")).scope(
            May.MOVE_CYCLE
        )
    within = select(Unit.id).where(Unit.id == unit_id, Unit.id.in_(unit_ids_within(scope, clock.today())))
    if scope.empty or session.scalar(within) is None:
        raise NotYours
