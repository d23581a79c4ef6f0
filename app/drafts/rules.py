"""How much of what is typed is kept, and for how long."""

import json
import re
from datetime import timedelta

LONGEST = 40_000
"""Characters of all fields of a form together: as long as a text that can be sent."""

MOST_ENTRIES = 1000
"""Fields of one form, and choices in them."""

MOST = 100
"""Drafts of one person."""

KEPT = timedelta(days=183)
"""Half a year after the last save."""

LONGEST_PLACE = 200

_KEY = re.compile(r"[a-z0-9-]{0,40}")


def place_of(path: str, key: str = "") -> str:
    """Give the place of a draft: the path its form is sent to, and a key where several forms are sent there."""
    return f"{path}#{key}" if key else path


def parted(place: str) -> tuple[str, str] | None:
    """Give the path and the key of a place; None for what is no place."""
    path, _, key = place.partition("#")
    if len(place) > LONGEST_PLACE or not path.startswith("/") or _KEY.fullmatch(key) is None:
        return None
    return path, key


def entries_of(text: str) -> list[tuple[str, str]] | None:
    """Read the entries of a form as a browser sends them, a list of names and values; None for what is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or len(found) > MOST_ENTRIES:
        return None
    if not all(isinstance(one, list) and [type(part) for part in one] == [str, str] for one in found):
        return None
    return [(name, value) for name, value in found]


def length(fields: dict[str, str]) -> int:
    """Count the characters of all fields."""
    return sum(len(text) for text in fields.values())
