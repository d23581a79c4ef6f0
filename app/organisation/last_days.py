"""Whether a unit is no more on a day that something of it is due, and who then comes after it.

Nobody is refused such a day: law may put it there, and a reorganisation may be taken back. It is said beside the day instead.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.db import SWEDISH
from app.organisation.models import Succession, Unit
from app.organisation.succeeding import heirs_of


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of a unit, and the units that come after it, by name.

    `became` tells whether it is split or merged into them; one that is closed leaves what it had to the unit it hung under.
    """

    unit: str
    day: date
    heirs: tuple[str, ...]
    became: bool
    unit_id: int = 0

    @property
    def has_come(self) -> bool:
        """Tell whether the unit is no more already."""
        return self.day < clock.today()

    def is_before(self, due: date | None) -> bool:
        """Tell whether something is due when the unit is no more."""
        return due is not None and due > self.day


def last_day_of(session: Session, unit: Unit, due: date | None) -> LastDay | None:
    """Give the last day of a unit that is no more on the day, or the last of the days, that something is due; None otherwise.

    No statement while the unit is not to end; otherwise as many however many things are due.
    """
    end = unit.valid_to
    if end is None or due is None or due < end:
        return None
    return _last_day(session, unit.id, unit.name, end)


def own_last_days(session: Session, actor: Actor, until: date) -> list[LastDay]:
    """Give the last days, until one, of the units somebody holds a post at, the next first; no statement where none is to end."""
    ending = {
        (one.unit_ends_on, one.unit_id): one.unit_name
        for one in actor.holdings
        if one.unit_ends_on is not None and one.unit_ends_on <= until + timedelta(days=1)
    }
    return [_last_day(session, unit_id, name, end) for (end, unit_id), name in sorted(ending.items())]


def _last_day(session: Session, unit_id: int, name: str, end: date) -> LastDay:
    after = heirs_of(session, [unit_id], end)[unit_id]
    names = session.scalars(
        select(Unit.name).where(Unit.id.in_(sorted(after))).order_by(Unit.name.collate(SWEDISH), Unit.id)
    )
    became = session.scalar(select(exists().where(Succession.from_unit_id == unit_id)))
    return LastDay(name, end - timedelta(days=1), tuple(names), bool(became), unit_id)
