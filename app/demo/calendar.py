"""Days of the demo, counted from the day it is loaded, so that it never grows stale."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app import clock

JUST_NOW = timedelta(minutes=4)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Turns the script's days and months into moments; `now` is the moment of loading."""

    now: datetime

    @property
    def today(self) -> date:
        """The Swedish day of loading."""
        return self.now.astimezone(clock.STOCKHOLM).date()

    def month(self, offset: int) -> date:
        """Give the first day of a month counted from the present one."""
        months = self.today.year * 12 + self.today.month - 1 + offset
        return date(months // 12, months % 12 + 1, 1)

    def meeting_day(self, offset: int) -> date:
        """Give a day people meet on: no weekend, and further away neither Christmas nor July."""
        day = self.today + timedelta(days=offset)
        if abs(offset) > 21:
            day = _outside_leave(day, ahead=offset > 0)
        while day.weekday() > 4:
            # Past meetings must have been, coming ones must be ahead, whatever day the demo is loaded on.
            day += timedelta(days=-1 if offset <= 0 else 1)
        return day

    def meeting(self, offset: int, hour: int, minute: int) -> datetime:
        """Give the moment a meeting starts."""
        return clock.from_stockholm(self.meeting_day(offset), hour, minute)

    def around(self, moment: datetime, days: int, hour: int, minute: int) -> datetime:
        """Give a time of day some days from `moment`, on a weekday, and never in the future."""
        day = moment.astimezone(clock.STOCKHOLM).date() + timedelta(days=days)
        while day.weekday() > 4:
            day += timedelta(days=1)
        return self.past(clock.from_stockholm(day, hour, minute))

    def past(self, moment: datetime) -> datetime:
        """Give `moment`, or just now when it lies ahead."""
        return min(moment, self.now - JUST_NOW)


def _outside_leave(day: date, *, ahead: bool) -> date:
    """Move a day out of Christmas or July by a fixed stretch, so that meetings stay as far apart as they were."""
    place = (day.month, day.day)
    if place >= (12, 20):
        return day + timedelta(days=19 if ahead else -14)
    if place <= (1, 7):
        return day + timedelta(days=8)
    if day.month == 7:
        return day + timedelta(days=-16 if day.day < 16 else 17)
    return day
