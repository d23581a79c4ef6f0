"""The tree as it is drawn: units nested, the branches that stand open, who leads what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from app.organisation import appointments, tree
from app.organisation.models import Appointment
from app.organisation.tree import Node

OPEN_WHOLE_UP_TO = 40
"""An organisation of at most this many units stands wholly open from the start."""
OPEN_LEVELS = 3
"""Levels that stand open from the start in a larger one."""


@dataclass(slots=True)
class Branch:
    """A unit as drawn, with those under it as far as they are drawn at once."""

    node: Node
    leaders: Sequence[Appointment]
    open: bool = False
    here: bool = False
    children: list["Branch"] = field(default_factory=list)

    @property
    def left_out(self) -> int:
        """Tell how many of the units under it are not drawn although others are."""
        return self.node.below - len(self.children) if self.children else 0


def whole_tree(
    session: Session, day: date, *, opened: Iterable[int], kind_order: Mapping[str, int], all_open: bool
) -> list[Branch]:
    """Draw the organisation of a day in a bounded number of statements and of units, whatever its size.

    A small one is drawn whole, folded from the fourth level; a large one with the branches in `opened` alone.
    """
    wanted = list(dict.fromkeys(opened))[:20]
    path = _paths(session, wanted, day)
    if tree.is_small(session, day):
        found = tree.nodes(session, day)
        leaders = appointments.leaders(session, None, day)
    else:
        top = tree.root_id(session, day)
        found = tree.nodes(session, day, under=[*path, *([top] if top is not None else [])])
        leaders = appointments.leaders(session, [node.id for node in found], day)
    return _nest(found, leaders, path, set(wanted), kind_order, all_open=all_open)


def one_branch(session: Session, unit_id: int, day: date, *, kind_order: Mapping[str, int]) -> list[Branch]:
    """Draw the units straight under one, folded."""
    found = [node for node in tree.nodes(session, day, under=[unit_id]) if node.parent_id == unit_id]
    leaders = appointments.leaders(session, [node.id for node in found], day)
    drawn = [Branch(node, leaders.get(node.id, ())) for node in found]
    return sorted(drawn, key=lambda branch: kind_order.get(branch.node.kind, len(kind_order)))


def _paths(session: Session, unit_ids: Sequence[int], day: date) -> set[int]:
    return tree.ids_above(session, unit_ids, day) | set(unit_ids) if unit_ids else set()


def _nest(
    found: Sequence[Node],
    leaders: Mapping[int, Sequence[Appointment]],
    path: set[int],
    here: set[int],
    kind_order: Mapping[str, int],
    *,
    all_open: bool,
) -> list[Branch]:
    drawn = {
        node.id: Branch(
            node, leaders.get(node.id, ()), open=all_open or node.id in path, here=node.id in here
        )
        for node in found
    }
    roots: list[Branch] = []
    for node in sorted(found, key=lambda node: kind_order.get(node.kind, len(kind_order))):
        above = drawn.get(node.parent_id) if node.parent_id is not None else None
        (above.children if above else roots).append(drawn[node.id])
    _open_top(roots, len(found) if len(found) <= OPEN_WHOLE_UP_TO else OPEN_LEVELS)
    return roots


def _open_top(branches: Iterable[Branch], levels: int) -> None:
    for branch in branches:
        branch.open = branch.open or bool(branch.children)
        if levels > 1:
            _open_top(branch.children, levels - 1)
