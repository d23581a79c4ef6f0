"""How long records are kept: what the profile says of each kind, and from which year on one may be disposed of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import get_args

from app import clock
from app.steering.schema import Profile
from app.steering.shapes.records import RecordOf, RecordType


@dataclass(frozen=True, slots=True)
class Retention:
    """What the profile says of one kind of record; without a type it says nothing, without years it is kept for good."""

    type: RecordType | None

    @property
    def years(self) -> int | None:
        """Give for how many whole calendar years it is kept; None for good, or where nothing is said."""
        return self.type.keep_years if self.type else None

    @property
    def for_good(self) -> bool:
        """Tell whether it is kept for good."""
        return self.type is not None and self.type.keep_years is None

    def due_on(self, since_at: datetime | None, since_year: int | None) -> date | None:
        """Give the day from which it may go: the first of the year after the last one it is kept."""
        year = since_year
        if year is None and since_at is not None:
            year = since_at.astimezone(clock.STOCKHOLM).year
        if year is None or self.years is None:
            return None
        return date(year + self.years + 1, 1, 1)


def retentions(profile: Profile) -> Mapping[str, Retention]:
    """Give what the profile says of every kind of record there is."""
    return {of: Retention(profile.record_type(of)) for of in get_args(RecordOf)}


def begin_of(year: int) -> datetime:
    """Give the moment a year begins where the municipality is."""
    return clock.from_stockholm(date(year, 1, 1), 0)
