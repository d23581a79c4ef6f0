"""To whom a unit hands something, as the model names it: a role, a kind of unit above, or the one body of a kind there is."""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.organisation.models import Unit, in_force
from app.organisation.tree import line_up
from app.steering.schema import Profile

CHIEF_EXECUTIVE = "role:chief_executive"


def bodies_in(profile: Profile) -> frozenset[str]:
    """Give the kinds of unit politicians sit on."""
    return frozenset(kind.key for kind in profile.unit_kinds if kind.is_board)


def above(session: Session, unit: Unit, day: date) -> list[Unit]:
    """Give the units above one on a day, the nearest first."""
    return line_up(session, unit.id, day)[-2::-1]


def receiver(
    session: Session, refs: Sequence[str], profile: Profile, unit: Unit, line: Sequence[Unit], day: date
) -> Unit | None:
    """Give whom a unit hands something to: the first of those named that stands in the line above it (`above`), or that
    there is one of.
    """
    return receiver_among(refs, profile, line, lambda kind: _only(session, kind, unit, day))


def receiver_among(
    refs: Sequence[str], profile: Profile, line: Sequence[Unit], only: Callable[[str], Unit | None]
) -> Unit | None:
    """Give the same, where `only` tells the one body of a kind there is beside the line."""
    bodies = bodies_in(profile)
    for ref in refs:
        if ref == CHIEF_EXECUTIVE:
            found = next((one for one in line if one.is_top_administration), None)
        elif ref.startswith("role:"):
            found = line[0] if line else None
        else:
            found = next((one for one in line if one.kind == ref), None)
            if found is None and ref in bodies:
                found = only(ref)
        if found is not None:
            return found
    return None


def _only(session: Session, kind: str, unit: Unit, day: date) -> Unit | None:
    """Give the one body of a kind there is: a board beside the line, such as the executive board to the other boards."""
    found: Collection[Unit] = session.scalars(
        select(Unit).where(
            Unit.kind == kind, Unit.id != unit.id, in_force(Unit.valid_from, Unit.valid_to, day)
        )
    ).all()
    return next(iter(found)) if len(found) == 1 else None
