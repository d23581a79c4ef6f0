"""Whether a unit is no more on a day that something of it is due, and who then comes after it.

Nobody is refused such a day: law may put it there, and a reorganisation may be taken back. It is said beside the day instead.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app import clock
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
    after = heirs_of(session, [unit.id], end)[unit.id]
    names = session.scalars(
        select(Unit.name).where(Unit.id.in_(sorted(after))).order_by(Unit.name.collate(SWEDISH), Unit.id)
    )
    became = session.scalar(select(exists().where(Succession.from_unit_id == unit.id)))
    return LastDay(unit.name, end - timedelta(days=1), tuple(names), bool(became))
