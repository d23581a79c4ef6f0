"""Pure decisions about headings: what is complete, and the name each is known by for good."""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from app.writing.kinds import Heading

LONGEST_TITLE = 200
LONGEST_QUESTIONS = 4_000
MOST_HEADINGS = 30


class Fault(StrEnum):
    """What is wrong with what somebody wrote."""

    NO_HEADINGS = "no_headings"
    TOO_MANY = "too_many"
    TITLE_MISSING = "title_missing"
    TITLE_TOO_LONG = "title_too_long"
    QUESTIONS_TOO_LONG = "questions_too_long"


def faults(headings: Sequence[Heading]) -> tuple[tuple[Fault, int | None], ...]:
    """Tell everything that stops headings from being saved, with the index of the one it is about."""
    found: list[tuple[Fault, int | None]] = []
    if not headings:
        found.append((Fault.NO_HEADINGS, None))
    if len(headings) > MOST_HEADINGS:
        found.append((Fault.TOO_MANY, None))
    for index, heading in enumerate(headings):
        if not heading.title:
            found.append((Fault.TITLE_MISSING, index))
        if len(heading.title) > LONGEST_TITLE:
            found.append((Fault.TITLE_TOO_LONG, index))
        if len(heading.questions) > LONGEST_QUESTIONS:
            found.append((Fault.QUESTIONS_TOO_LONG, index))
    return tuple(found)


def named(headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """Give every heading a key: the one it has, or one made of its title, unlike all others."""
    taken = {heading.key for heading in headings if heading.key}
    done: list[Heading] = []
    seen: set[str] = set()
    for heading in headings:
        key = heading.key if heading.key and heading.key not in seen else ""
        if not key:
            key = _unlike(_plain(heading.title), taken | seen)
        seen.add(key)
        done.append(Heading(key, heading.title, heading.questions, heading.brings))
    return tuple(done)


def _plain(title: str) -> str:
    letters = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "_", letters).strip("_")[:40] or "rubrik"


def _unlike(wanted: str, taken: set[str]) -> str:
    key, number = wanted, 2
    while key in taken:
        key, number = f"{wanted}_{number}", number + 1
    return key
