"""When a pair would next meet if they kept their pace."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from app.dialogues.planning.days import SATURDAY, day_off

WEEKS_A_YEAR = 52
USUAL_TIMES_A_YEAR = 3
"""How often pairs meet where the series says nothing."""

QUARTER = 15

TUESDAY = 1
"""For those who met on a weekend: nobody is asked to do so again."""


def next_meeting_day(last: date, times_a_year: int | None, today: date) -> date:
    """Suggest the same weekday as last time, one turn of the rhythm later, never a day that has passed or people are off."""
    weeks = round(WEEKS_A_YEAR / (times_a_year or USUAL_TIMES_A_YEAR))
    suggested = last + timedelta(weeks=max(1, weeks))
    if suggested.weekday() >= SATURDAY:
        suggested += timedelta(days=(TUESDAY - suggested.weekday()) % 7)
    while suggested <= today or day_off(suggested, "sv") is not None:
        suggested += timedelta(weeks=1)
    return suggested


def usual_time(begun: Sequence[time]) -> time:
    """Suggest an hour from those of the latest meetings, newest first and at least one: the newest that was planned.

    A meeting started when the two sat down begins at any five minutes; nobody plans one at 13.40. Where none stands at a
    quarter it is the quarter before the newest.
    """
    planned = (one for one in begun if one.minute % QUARTER == 0)
    newest = begun[0]
    return next(planned, newest.replace(minute=newest.minute - newest.minute % QUARTER))
