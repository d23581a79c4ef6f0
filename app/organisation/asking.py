"""What an address of the organisation pages asks for: a day, words, branches to open."""

from datetime import date

from flask import request

from app import clock

LONGEST_QUESTION = 100


def asked_day() -> date:
    """Give the day asked about with `dag`, or today when none or no real day was given."""
    return day_or_none(request.args.get("dag", "")) or clock.today()


def day_or_none(text: str) -> date | None:
    """Read a day as browsers send it."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def asked_words() -> str:
    """Give the words searched for, without what a database cannot hold."""
    return " ".join(request.args.get("q", "").replace("\0", "").split())[:LONGEST_QUESTION]


def number_or_none(text: str | None) -> int | None:
    """Read an id; anything else is None."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 9:
        return None
    return int(text)
