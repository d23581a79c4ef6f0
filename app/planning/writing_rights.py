"""Who writes a unit's plan now: asked by every service that makes something in a unit, whatever door it came through."""

from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import May
from app.organisation.models import Unit
from app.organisation.reach import unit_where_one_may
from app.planning.errors import NotYours


def unit_written_by(session: Session, actor_id: int, unit_id: int) -> Unit:
    """Give a unit of today that the person writes plans for; raises `NotYours`.

    The second look at what routes have already asked: no door makes anything in somebody else's unit (domain 5).
    """
    unit = unit_where_one_may(session, actor_id, May.WRITE_PLANS, unit_id, clock.today())
    if unit is None:
        raise NotYours
    return unit
