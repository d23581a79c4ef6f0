"""Pure decisions: which kinds of personal goals a pair has, and in which of its themes they are written."""

from app.dialogues.models import PairKind
from app.steering.schema import Profile
from app.steering.shapes.goals import GoalKind

LONGEST_TITLE, LONGEST_TEXT = 300, 20_000


def kinds_of_pair(profile: Profile, pair_kind: str) -> list[GoalKind]:
    """Give the kinds that two read alone and that are written in a theme of the talks of a pair: of an employee's alone."""
    if pair_kind != PairKind.EMPLOYEE:
        return []
    written = {
        key
        for template in profile.templates_for("employee")
        for theme in template.themes
        for key in theme.goal_kinds
    }
    return [kind for kind in profile.goal_chain if kind.private_to_pair and kind.key in written]


def is_written_in(profile: Profile, pair_kind: str, theme_title: str) -> bool:
    """Tell whether personal goals are written in a theme, by the title the model gives it in either language."""
    if not kinds_of_pair(profile, pair_kind):
        return False
    titles = {
        title
        for template in profile.templates_for("employee")
        for theme in template.themes
        if theme.goal_kinds
        for title in (theme.title.sv, theme.title.en)
    }
    return theme_title in titles


def linked_kinds(profile: Profile) -> frozenset[str]:
    """Give the kinds of goals that personal goals may hang on."""
    return frozenset(
        key
        for kind in profile.goal_chain
        if kind.private_to_pair and kind.link.rule != "none"
        for key in kind.link.to
    )


def counted(number: int, smallest: int) -> int:
    """Give a number of people as others may know it: nothing below the smallest that hides each of them."""
    return number if number >= smallest else 0
