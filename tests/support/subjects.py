"""Something for dialogues to be about, in tests: every unit has one goal, read as plans are.

Registered as a feature would register its own, so that nothing in the product has to be there for the tests.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.organisation.models import Unit
from app.organisation.reach import unit_ids_within
from app.passages.subjects import Ref, Subject, SubjectKind, subjects

KIND = "test_goal"
BACKGROUND = "test_goals"


def goal_of(unit: Unit) -> Ref:
    """Point at the goal of a unit."""
    return Ref(KIND, unit.id)


def title_of(unit_id: int) -> str:
    """Give the title of a unit's goal: a canary of its own, so that it is found where it should not be."""
    return f"Mål MÅLKANARIE-{unit_id}-SLUT"


def titles_in(text: str) -> set[int]:
    """Tell of which units there are titles of goals in what somebody was sent."""
    return {int(found) for found in re.findall(r"MÅLKANARIE-(\d+)-SLUT", text)}


def _subject(unit_id: int) -> Subject:
    return Subject(KIND, unit_id, title_of(unit_id), f"/samtal-om/{KIND}/{unit_id}", unit_id)


def _readable(session: Session, actor: Actor, unit_ids: Collection[int]) -> list[int]:
    scope = actor.scope(May.READ_PLANS)
    if scope.empty:
        return []
    return list(
        session.scalars(
            select(Unit.id)
            .where(Unit.id.in_(unit_ids), Unit.id.in_(unit_ids_within(scope, clock.today())))
            .order_by(Unit.id)
        )
    )


def _name_many(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Subject]:
    return {unit_id: _subject(unit_id) for unit_id in _readable(session, actor, ids)}


def _offered(session: Session, actor: Actor, unit_ids: Collection[int], limit: int) -> list[Subject]:
    found = _readable(session, actor, unit_ids)
    return [_subject(unit_id) for unit_id in unit_ids if unit_id in found][:limit]


GOALS = SubjectKind(KIND, "Provmål", _name_many, _offered, (BACKGROUND,))


def register_goals() -> None:
    """Let dialogues be about goals; again and again is as once."""
    subjects.register(GOALS)
