"""Upkeep of the closure: what a change touches is worked out anew in the same transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete, insert, or_, select
from sqlalchemy.orm import Session

from app.organisation.models import Ancestry, Placement
from app.organisation.rules import Line, Period, Place, closure

ROWS_AT_ONCE = 20_000


def place_of(placement: Placement) -> Place:
    """Give a placement as the rules know it."""
    return Place(placement.unit_id, placement.parent_id, Period(placement.valid_from, placement.valid_to))


def refresh(session: Session, unit_ids: Iterable[int]) -> None:
    """Work out the lines of these units and of everything ever below them, after their placements changed.

    Raises `CycleFound` when a unit would lie above itself.
    """
    changed = sorted(set(unit_ids))
    session.flush()
    below = select(Ancestry.descendant_id).where(Ancestry.ancestor_id.in_(changed))
    affected = set(session.scalars(below)) | set(changed)
    above_before = select(Ancestry.ancestor_id).where(Ancestry.descendant_id.in_(below))
    new_parents = select(Placement.parent_id).where(
        Placement.unit_id.in_(changed), Placement.parent_id.is_not(None)
    )
    above_now = select(Ancestry.ancestor_id).where(Ancestry.descendant_id.in_(new_parents))
    rows = session.execute(
        select(Placement.unit_id, Placement.parent_id, Placement.valid_from, Placement.valid_to).where(
            or_(
                Placement.unit_id.in_(changed),
                Placement.unit_id.in_(below),
                Placement.unit_id.in_(above_before),
                Placement.unit_id.in_(new_parents),
                Placement.unit_id.in_(above_now),
            )
        )
    )
    places = [Place(unit, parent, Period(start, end)) for unit, parent, start, end in rows]
    lines = closure(places, only=sorted(affected))
    # The subquery of what lies below is read to its end before rows are deleted, on both databases.
    session.execute(
        delete(Ancestry)
        .where(or_(Ancestry.descendant_id.in_(changed), Ancestry.descendant_id.in_(below)))
        .execution_options(synchronize_session=False)
    )
    store(session, lines)


def store(session: Session, lines: Sequence[Line]) -> None:
    """Write lines that are not there yet."""
    for start in range(0, len(lines), ROWS_AT_ONCE):
        session.execute(insert(_table()), [_row(line) for line in lines[start : start + ROWS_AT_ONCE]])


def _table() -> Table:
    table = Ancestry.__table__
    assert isinstance(table, Table)  # noqa: S101  # nosec B101  for the type checker
    return table


def _row(line: Line) -> dict[str, Any]:
    return {
        "ancestor_id": line.ancestor,
        "descendant_id": line.descendant,
        "valid_from": line.start,
        "valid_to": line.end,
        "depth": line.depth,
    }


def _all_places(session: Session) -> list[Place]:
    rows = session.execute(
        select(Placement.unit_id, Placement.parent_id, Placement.valid_from, Placement.valid_to)
    )
    return [Place(unit, parent, Period(start, end)) for unit, parent, start, end in rows]


def rebuild_ancestry(session: Session) -> int:
    """Throw the closure away and make it again from the placements; gives the number of lines."""
    session.flush()
    lines = closure(_all_places(session))
    session.execute(delete(Ancestry).execution_options(synchronize_session=False))
    store(session, lines)
    return len(lines)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the stored closure differs from the one the placements give."""

    missing: tuple[Line, ...]
    superfluous: tuple[Line, ...]

    @property
    def agrees(self) -> bool:
        """Tell whether there is no difference."""
        return not (self.missing or self.superfluous)


def compare_ancestry(session: Session) -> Comparison:
    """Compare the stored closure with a fresh one; changes nothing."""
    session.flush()
    fresh = set(closure(_all_places(session)))
    stored = {
        Line(descendant, ancestor, start, end, depth)
        for descendant, ancestor, start, end, depth in session.execute(
            select(
                Ancestry.descendant_id,
                Ancestry.ancestor_id,
                Ancestry.valid_from,
                Ancestry.valid_to,
                Ancestry.depth,
            )
        )
    }
    return Comparison(_sorted(fresh - stored), _sorted(stored - fresh))


def _sorted(lines: set[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: (line.descendant, line.ancestor, line.start)))
