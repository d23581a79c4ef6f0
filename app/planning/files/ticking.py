"""What is ticked of the checklists at goals and their indicators, as columns of a file: one for each point. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.planning.checking.models import GoalTick
from app.planning.checking.queries import for_goal, for_indicator
from app.steering.schema import Profile
from app.steering.shapes.goals import Checklist, ChecklistPoint

YES, NO = "ja", "nej"
OF_GOAL, OF_INDICATOR = "målet", "indikatorn"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: a point of a checklist, at the goal of a row or at its indicator."""

    head: str
    checklist: Checklist
    point: ChecklistPoint
    of_indicator: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says of a point: whether it is ticked, and the note on it; without one, the note stays as it is."""

    ticked: bool
    note: str | None = None

    def over(self, before: tuple[bool, str]) -> tuple[bool, str]:
        """Give whether the point is ticked, and its note, after what was before."""
        return self.ticked, before[1] if self.note is None else self.note


Cells = Mapping[str, Cell]
"""What a row says of the points of one checklist, by their keys."""


def columns_of(profile: Profile) -> tuple[Column, ...]:
    """Give the columns of a model's checklists, headed by the points in the municipality's language."""
    lists = [(OF_GOAL, for_goal(profile, kind)) for kind in profile.goal_chain]
    lists.append((OF_INDICATOR, for_indicator(profile)))
    found: dict[str, Column] = {}
    for of, one in {(of, one.key): (of, one) for of, one in lists if one is not None}.values():
        for point in one.points:
            head = _head(of, point.text.sv)
            if head in found:
                # Two lists that ask the same are told apart by what they are called.
                head = _head(f"{of}, {one.name.sv}", point.text.sv)
            found[head] = Column(head, one, point, of == OF_INDICATOR)
    return tuple(found.values())


def _head(of: str, point: str) -> str:
    return f"{of}: {' '.join(point.split())}".lower()


def cell_of(tick: GoalTick | None) -> str:
    """Write what is ticked; what nobody has said anything of is empty."""
    if tick is None or not (tick.ticked or tick.note):
        return ""
    said = YES if tick.ticked else NO
    return f"{said}: {tick.note}" if tick.note else said


def read_cell(said: str) -> Cell | None:
    """Read what a cell says; None where it is neither yes nor no."""
    word, colon, note = said.partition(":")
    ticked = {YES: True, "x": True, NO: False}.get(word.strip().casefold())
    return Cell(ticked, note.strip() if colon else None) if ticked is not None else None


def cells_of_ticks(
    columns: Sequence[Column], ticks: Iterable[GoalTick], indicator_id: int | None
) -> dict[str, str]:
    """Give what is ticked at a goal, or at one of its indicators, by the heads of the columns."""
    kept = {(one.checklist, one.point): one for one in ticks if one.indicator_id == indicator_id}
    return {
        one.head: cell
        for one in columns
        if one.of_indicator == (indicator_id is not None)
        and (cell := cell_of(kept.get((one.checklist.key, one.point.key))))
    }
