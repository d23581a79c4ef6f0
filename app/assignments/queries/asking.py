"""Who asks about assignments, and by what names the two sides of one stand in a statement."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased

from app.access.actor import Actor
from app.assignments import reach
from app.organisation.models import Unit


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks, on which day, and which kinds of units are bodies politicians sit in."""

    actor: Actor
    day: date
    bodies: frozenset[str]

    @property
    def reads(self) -> ColumnElement[bool]:
        """The condition that an assignment is read."""
        return reach.readable_by(self.actor, self.day, self.bodies)


GIVER, TAKER = aliased(Unit), aliased(Unit)
