"""Who writes a unit's plan now: asked by every service that makes something in a unit, whatever door it came through."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.organisation.models import Unit, in_force
from app.organisation.reach import holdings, unit_ids_within
from app.planning.errors import NotYours


def unit_written_by(session: Session, actor_id: int, unit_id: int) -> Unit:
    """Give a unit of today that the person writes plans for; raises `NotYours`.

    The second look at what routes have already asked: no door makes anything in somebody else's unit (domain 5).
    """
    day = clock.today()
    actor = Actor(actor_id, "", "sv", holdings(session, actor_id, day))
    unit = session.scalars(
        select(Unit).where(
            Unit.id == unit_id,
            Unit.id.in_(unit_ids_within(actor.scope(May.WRITE_PLANS), day)),
            in_force(Unit.valid_from, Unit.valid_to, day),
        )
    ).one_or_none()
    if unit is None:
        raise NotYours
    return unit
