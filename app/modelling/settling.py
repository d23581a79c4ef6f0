"""What follows when the day of a model has come: done at once where it is today, otherwise by the jobs."""

from sqlalchemy.orm import Session

from app import clock
from app.modelling.queries import to_settle
from app.modelling.uses import following
from app.steering.in_force import profile_in_force


def settle(session: Session) -> int:
    """Do what follows from models whose day has come; tells how many there were. Flushes, never commits."""
    waiting = to_settle(session, clock.today())
    if not waiting:
        return 0
    following.run(session, profile_in_force())
    for one in waiting:
        one.settled_at = clock.now()
    session.flush()
    return len(waiting)
