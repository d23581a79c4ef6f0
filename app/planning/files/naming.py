"""What the model names on goals and activities, as cells of a file: the names of each list between semicolons. Pure."""

from collections.abc import Mapping, Sequence

from app.planning.marks.named import Marks, Named, Of

GOAL_COLUMNS = {
    Of.PERSPECTIVE: "perspektiv",
    Of.CONDITION: "forutsattningar",
    Of.FACTOR: "skyddsfaktorer",
}
"""The column of each list, where it is named on the goal."""

ACTIVITY_COLUMNS = {Of.FACTOR: "aktivitetens_skyddsfaktorer"}
"""The column of each list, where it is named on the activity."""


def cells_of(marks: Marks, columns: Mapping[Of, str]) -> dict[str, str]:
    """Give what is named, column by column."""
    return {
        column: "; ".join(one.name for one in marks.of(which))
        for which, column in columns.items()
        if marks.of(which)
    }


def keys_in(said: str, offered: Sequence[Named]) -> tuple[frozenset[str], list[str]]:
    """Read the names of a cell: the keys of what is offered under them, and what nothing is called."""
    known = {one.name.casefold(): one.key for one in offered} | {one.key: one.key for one in offered}
    names = [part for one in said.split(";") if (part := " ".join(one.split()))]
    found = frozenset(known[one.casefold()] for one in names if one.casefold() in known)
    return found, [one for one in names if one.casefold() not in known]
