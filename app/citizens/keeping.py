"""Looks every text over before it is kept, the same way for commitments, what was heard and citizen dialogues."""

from datetime import date

from app.citizens import rules
from app.citizens.errors import Fault, Refused
from app.cleaning import clean, clean_line
from app.documents.rules import is_web_link

FIRST_YEAR, LAST_YEAR = 2000, 2100


def words(text: str, field: str, *, required: bool = False) -> str:
    """Give words, cleaned; raises `Refused` when they are too many, or missing where they are needed."""
    return _checked(clean(text), field, rules.LONGEST_TEXT, required=required)


def line(text: str, field: str, *, most: int = rules.LONGEST_LINE, required: bool = False) -> str:
    """Give one line, cleaned; raises `Refused` when it is too long, or missing where it is needed."""
    return _checked(clean_line(text), field, most, required=required)


def _checked(said: str, field: str, most: int, *, required: bool) -> str:
    if required and not said:
        raise Refused(Fault.TEXT_MISSING, field)
    if len(said) > most:
        raise Refused(Fault.TEXT_TOO_LONG, field)
    return said


def link(text: str, field: str = "link") -> str:
    """Give an address of the web; raises `Refused` for anything else."""
    said = line(text, field, most=rules.LONGEST_LINK)
    if said and not is_web_link(said):
        raise Refused(Fault.LINK_NOT_WEB, field)
    return said


def days(first: date | None, last: date | None, field: str) -> None:
    """Refuse days that stand the wrong way round."""
    if first is not None and last is not None and last < first:
        raise Refused(Fault.DAYS_TURNED, field)


def year(number: int, field: str = "year") -> int:
    """Give a year; raises `Refused` for one that is no year of ours."""
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise Refused(Fault.UNKNOWN_YEAR, field)
    return number


def count(number: int | None, field: str) -> int | None:
    """Give how many; nothing is not zero. Raises `Refused` for what is no number of people."""
    if number is not None and not 0 <= number <= rules.MOST_PEOPLE:
        raise Refused(Fault.NOT_A_COUNT, field)
    return number
