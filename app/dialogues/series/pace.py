"""When a pair would next meet if they kept their pace."""

from datetime import date, timedelta

from app.dialogues.planning.days import SATURDAY, day_off

WEEKS_A_YEAR = 52
USUAL_TIMES_A_YEAR = 3
"""How often pairs meet where the series says nothing."""

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
