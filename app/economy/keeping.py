"""Looks every text over before it is kept, the same way for all of the economy's things."""

from app.cleaning import clean, clean_line
from app.economy import rules
from app.economy.errors import Fault, Refused
from app.economy.periods import FIRST_YEAR, LAST_YEAR


def line(text: str, field: str, *, most: int = rules.LONGEST_LINE, required: bool = False) -> str:
    """Give one line, cleaned; raises `Refused` when it is too long, or missing where it is needed."""
    return _checked(clean_line(text), field, most, required=required)


def words(text: str, field: str, *, most: int = rules.LONGEST_TEXT, required: bool = False) -> str:
    """Give words, cleaned; raises `Refused` when they are too many, or missing where they are needed."""
    return _checked(clean(text), field, most, required=required)


def _checked(said: str, field: str, most: int, *, required: bool) -> str:
    if required and not said:
        raise Refused(Fault.TEXT_MISSING, field)
    if len(said) > most:
        raise Refused(Fault.TEXT_TOO_LONG, field)
    return said


def year(number: int, field: str = "year") -> int:
    """Give a year; raises `Refused` for one that is no year of ours."""
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise Refused(Fault.UNKNOWN_YEAR, field)
    return number
