"""What can stand in the way of saving a template; the routes word it for people."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with what somebody wrote."""

    NAME_MISSING = "name_missing"
    NAME_TOO_LONG = "name_too_long"
    PAIR_KIND_UNKNOWN = "pair_kind_unknown"
    NO_THEMES = "no_themes"
    TOO_MANY_THEMES = "too_many_themes"
    THEME_WITHOUT_TITLE = "theme_without_title"
    TITLE_TOO_LONG = "title_too_long"
    QUESTIONS_TOO_LONG = "questions_too_long"


class AgendaError(Exception):
    """A wish about a template that cannot be met; nothing was changed."""


@dataclass
class NotComplete(AgendaError):
    """Something must be filled in or shortened; `faults` are (what, index of the theme or None)."""

    faults: tuple[tuple[Fault, int | None], ...]


@dataclass
class SavedMeanwhile(AgendaError):
    """Somebody else saved since the writer began; `number` is the version that stands now."""

    number: int
