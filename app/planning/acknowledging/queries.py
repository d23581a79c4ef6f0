"""Reads of what was said of goals by those who receive them; whoever calls has made sure that the goal is read."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from app.access.matrix import Role
from app.organisation.models import Ancestry, Appointment, Unit, in_force
from app.planning.acknowledging.models import GoalAcknowledgement
from app.planning.acknowledging.rules import Place

MOST = 60


def said_of(session: Session, goal_id: int) -> list[GoalAcknowledgement]:
    """Give all that was said of a goal, the latest first."""
    return list(
        session.scalars(
            select(GoalAcknowledgement)
            .where(GoalAcknowledgement.goal_id == goal_id)
            .options(joinedload(GoalAcknowledgement.unit), joinedload(GoalAcknowledgement.person))
            .order_by(GoalAcknowledgement.id.desc())
            .limit(MOST)
        )
    )


def places_of(
    session: Session, unit_id: int, day: date, kinds: Collection[str], tops: Collection[str]
) -> list[Place]:
    """Give the units of some kinds, the top one and all above a unit, with how far above it each lies; one statement."""
    depth = (
        select(Ancestry.depth)
        .where(
            Ancestry.ancestor_id == Unit.id,
            Ancestry.descendant_id == unit_id,
            in_force(Ancestry.valid_from, Ancestry.valid_to, day),
        )
        .scalar_subquery()
    )
    led = exists().where(
        Appointment.unit_id == Unit.id,
        Appointment.role == Role.MANAGER,
        in_force(Appointment.valid_from, Appointment.valid_to, day),
    )
    rows = session.execute(
        select(Unit.id, Unit.name, Unit.kind, depth.label("depth"), led.label("led"))
        .where(
            Unit.id != unit_id,
            in_force(Unit.valid_from, Unit.valid_to, day),
            Unit.kind.in_(sorted({*kinds, *tops})) | depth.is_not(None),
        )
        .order_by(Unit.id)
        .limit(100)
    )
    return [Place(id, name, kind, kind in tops, above or 0, bool(has)) for id, name, kind, above, has in rows]  # noqa: A001
