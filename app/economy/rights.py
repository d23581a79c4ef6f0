"""Who writes a unit's economy and who answers for it now: asked by services, whatever door a wish came through."""

from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May, Role
from app.economy.errors import NotYours
from app.economy.queries.whose import Reader, standing_at
from app.economy.rules import Standing
from app.organisation.models import Unit
from app.organisation.reach import holdings, unit_where_one_may


def unit_written_by(session: Session, actor_id: int, unit_id: int) -> Unit:
    """Give a unit of today whose economy the person writes; raises `NotYours`."""
    unit = unit_where_one_may(session, actor_id, May.WRITE_ECONOMY, unit_id, clock.today())
    if unit is None:
        raise NotYours
    return unit


def require_leader(session: Session, actor_id: int, unit_id: int) -> None:
    """Raise `NotYours` unless the person leads the unit now: only its manager submits and establishes."""
    held = holdings(session, actor_id, clock.today())
    if not any(one.role is Role.MANAGER and one.unit_id == unit_id for one in held):
        raise NotYours


def require_frame_setter(session: Session, actor_id: int, unit_id: int) -> None:
    """Raise `NotYours` unless the person sets the frame of the unit now."""
    if not _standing(session, actor_id, unit_id).sets_frame:
        raise NotYours


def _standing(session: Session, actor_id: int, unit_id: int) -> Standing:
    day = clock.today()
    actor = Actor(actor_id, "", "sv", holdings(session, actor_id, day))
    return standing_at(session, Reader(actor, day), unit_id)
