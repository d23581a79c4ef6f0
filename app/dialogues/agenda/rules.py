"""Pure decisions about templates: what is complete, what a version changed, how themes are moved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.cleaning import clean_line, clean_lines
from app.dialogues.agenda.errors import Fault
from app.dialogues.models import PairKind
from app.steering.schema import Profile

LONGEST_NAME = 200
LONGEST_QUESTIONS = 4_000
MOST_THEMES = 30
"""More than can be talked through at one meeting, and few enough for one page."""

ORDER = (PairKind.MANAGERS, PairKind.PRESIDIUM, PairKind.BOARD, PairKind.EMPLOYEE)
"""The order in which kinds of pairs are listed."""


@dataclass(frozen=True, slots=True)
class AgendaTheme:
    """A theme as text, free of any version: a title, guiding questions (one a line), kinds of background."""

    title: str
    questions: str = ""
    backgrounds: tuple[str, ...] = ()


class Themed(Protocol):
    """Anything with the three fields of a theme."""

    title: str
    questions: str
    backgrounds: list[str]


def as_agenda(themes: Iterable[Themed]) -> tuple[AgendaTheme, ...]:
    """Take the texts out of stored themes, in their order."""
    return tuple(AgendaTheme(theme.title, theme.questions, tuple(theme.backgrounds)) for theme in themes)


def cleaned(themes: Iterable[AgendaTheme]) -> tuple[AgendaTheme, ...]:
    """Tidy the texts and leave out themes in which nothing was written."""
    tidy = (
        AgendaTheme(clean_line(t.title), clean_lines(t.questions), tuple(dict.fromkeys(t.backgrounds)))
        for t in themes
    )
    return tuple(theme for theme in tidy if theme.title or theme.questions)


def faults(name: str, pair_kind: str, themes: Sequence[AgendaTheme]) -> tuple[tuple[Fault, int | None], ...]:
    """Tell everything that stops a template from being saved, with the index of the theme it is about."""
    found: list[tuple[Fault, int | None]] = []
    if not name:
        found.append((Fault.NAME_MISSING, None))
    if len(name) > LONGEST_NAME:
        found.append((Fault.NAME_TOO_LONG, None))
    if pair_kind not in set(PairKind):
        found.append((Fault.PAIR_KIND_UNKNOWN, None))
    if not themes:
        found.append((Fault.NO_THEMES, None))
    if len(themes) > MOST_THEMES:
        found.append((Fault.TOO_MANY_THEMES, None))
    for index, theme in enumerate(themes):
        if not theme.title:
            found.append((Fault.THEME_WITHOUT_TITLE, index))
        if len(theme.title) > LONGEST_NAME:
            found.append((Fault.TITLE_TOO_LONG, index))
        if len(theme.questions) > LONGEST_QUESTIONS:
            found.append((Fault.QUESTIONS_TOO_LONG, index))
    return tuple(found)


class ChangeKind(StrEnum):
    """What happened to a theme from one version to the next."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    QUESTIONS = "questions"
    BACKGROUNDS = "backgrounds"


@dataclass(frozen=True, slots=True)
class Change:
    """One change between two versions; `earlier` is the old title of a renamed theme."""

    kind: ChangeKind
    title: str
    earlier: str = ""


def changes(before: Sequence[AgendaTheme], after: Sequence[AgendaTheme]) -> list[Change]:
    """Tell in the order of the new version what changed, removed themes last.

    Themes are known by their titles. A new title with the questions of a vanished one, or in its very place,
    is the same theme renamed.
    """
    pairs, added, removed = _matched(before, after)
    found: list[Change] = []
    moved = _moved(pairs)
    for old, new in sorted(pairs, key=lambda pair: pair[1]):
        earlier, theme = before[old], after[new]
        if earlier.title != theme.title:
            found.append(Change(ChangeKind.RENAMED, theme.title, earlier.title))
        if new in moved:
            found.append(Change(ChangeKind.MOVED, theme.title))
        if earlier.questions != theme.questions:
            found.append(Change(ChangeKind.QUESTIONS, theme.title))
        if set(earlier.backgrounds) != set(theme.backgrounds):
            found.append(Change(ChangeKind.BACKGROUNDS, theme.title))
    found += [Change(ChangeKind.ADDED, after[index].title) for index in added]
    found += [Change(ChangeKind.REMOVED, before[index].title) for index in removed]
    return found


def _matched(
    before: Sequence[AgendaTheme], after: Sequence[AgendaTheme]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Pair the themes of two versions; give the pairs, what is new and what is gone, as positions."""
    gone = list(range(len(before)))
    fresh: list[int] = []
    pairs: list[tuple[int, int]] = []
    for new, theme in enumerate(after):
        old = next((index for index in gone if before[index].title == theme.title), None)
        if old is None:
            fresh.append(new)
        else:
            gone.remove(old)
            pairs.append((old, new))
    for new in list(fresh):
        old = next((index for index in gone if _same_under_new_title(before, after, index, new)), None)
        if old is not None:
            fresh.remove(new)
            gone.remove(old)
            pairs.append((old, new))
    return pairs, fresh, gone


def _same_under_new_title(
    before: Sequence[AgendaTheme], after: Sequence[AgendaTheme], old: int, new: int
) -> bool:
    if before[old].questions and before[old].questions == after[new].questions:
        return True
    return old == new and len(before) == len(after)


def _moved(pairs: list[tuple[int, int]]) -> set[int]:
    """Give the new positions of the fewest themes whose moving explains the new order."""
    ordered = sorted(pairs, key=lambda pair: pair[1])
    chains: list[list[tuple[int, int]]] = []
    for pair in ordered:
        best = max((chain for chain in chains if chain[-1][0] < pair[0]), key=len, default=[])
        chains.append([*best, pair])
    kept = {new for _old, new in max(chains, key=len, default=[])}
    return {new for _old, new in ordered} - kept


def profile_key(profile: str, template: str) -> str:
    """Name a template of a profile for good, so that it is taken in once whatever it is called later.

    The profile's own key is part of it: two models may both call a template “managers”.
    """
    return f"{profile}.{template}"[:80]


def rhythm_of(profile: Profile, template_key: str | None) -> str:
    """Give the rhythm the model has for a template taken in from it; empty where the template is the municipality's own."""
    shipped = (one for one in profile.dialogue_templates if profile_key(profile.key, one.key) == template_key)
    known = {one.key for one in profile.rhythms if "dialogue" in one.applies_to}
    return next((one.rhythm for one in shipped if one.rhythm in known), None) or ""
