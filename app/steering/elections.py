"""When councils are elected: every fourth year, on the second Sunday of September."""

from datetime import date, timedelta

ELECTIONS_EVERY = 4
AN_ELECTION = 2026


def years_since_election(year: int) -> int:
    """Give how many years ago the latest year of election was; 0 in one."""
    return (year - AN_ELECTION) % ELECTIONS_EVERY


def election_after(day: date) -> date:
    """Give the day of the first election after a day."""
    year = day.year + -years_since_election(day.year) % ELECTIONS_EVERY
    election = _second_sunday_of_september(year)
    return election if election > day else _second_sunday_of_september(year + ELECTIONS_EVERY)


def _second_sunday_of_september(year: int) -> date:
    first = date(year, 9, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7)
