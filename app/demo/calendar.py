"""Days of the demo, counted from the day it is loaded, so that it never grows stale."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app import clock
from app.dialogues.planning.days import Off, day_off

JUST_NOW = timedelta(minutes=4)

NOT_WORKED = frozenset({Off.WEEKEND, Off.HOLIDAY, Off.EVE})
"""Days nobody meets or decides on, wherever in the year they fall."""


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
        """Give a day people meet on: no weekend or holiday.

        What comes later in the script comes later in the demo, whatever day it is loaded on: no stretch of the year, such as
        July, is left out, since what else happens would change places with the meetings. Past meetings must have been,
        coming ones must be ahead.
        """
        return _worked(self.today + timedelta(days=offset), -1 if offset <= 0 else 1)

    def decision_day(self, month: int, days: int) -> date:
        """Give a day somebody decides on in a month, so many days after its first, or the nearest one before that is worked."""
        wanted = self.month(month) + timedelta(days=days)
        day = _worked(wanted, -1)
        # A number given in the month names its year, so the day stays there.
        return day if day.month == wanted.month else _worked(wanted, 1)

    def worked(self, day: date) -> date:
        """Give a day when somebody decides: this one, or the nearest before it that is worked."""
        return _worked(day, -1)

    def meeting(self, offset: int, hour: int, minute: int) -> datetime:
        """Give the moment a meeting starts."""
        return clock.from_stockholm(self.meeting_day(offset), hour, minute)

    def around(self, moment: datetime, days: int, hour: int, minute: int) -> datetime:
        """Give a time of day some days from `moment`, on a day that is worked, and never in the future."""
        day = moment.astimezone(clock.STOCKHOLM).date() + timedelta(days=days)
        return self.past(clock.from_stockholm(_worked(day, 1), hour, minute))

    def past(self, moment: datetime) -> datetime:
        """Give `moment`, or just now when it lies ahead."""
        return min(moment, self.now - JUST_NOW)


def numbered(pattern: str, day: date) -> str:
    """Give the registry number of what was decided on a day: a script writes its year as `{year}`, or two digits as `{yy}`."""
    return pattern.format(year=day.year, yy=f"{day.year % 100:02}")


def is_worked(day: date) -> bool:
    """Tell whether people are at work on a day: no weekend, holiday or eve of one."""
    off = day_off(day, "sv")
    return off is None or off.why not in NOT_WORKED


def _worked(day: date, step: int) -> date:
    """Give the first day that is worked, from a day on in steps of a day."""
    while not is_worked(day):
        day += timedelta(days=step)
    return day
