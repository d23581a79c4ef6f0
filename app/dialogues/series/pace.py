"""When a pair would next meet if they kept their pace."""

from datetime import date, timedelta

WEEKS_A_YEAR = 52
USUAL_TIMES_A_YEAR = 3
"""How often pairs meet where the series says nothing."""


def next_meeting_day(last: date, times_a_year: int | None, today: date) -> date:
    """Suggest the same weekday as last time, one turn of the rhythm later, and never a day that has passed.

    Whole weeks keep the weekday, and with it the weekend free.
    """
    weeks = round(WEEKS_A_YEAR / (times_a_year or USUAL_TIMES_A_YEAR))
    suggested = last + timedelta(weeks=max(1, weeks))
    while suggested <= today:
        suggested += timedelta(weeks=1)
    return suggested
