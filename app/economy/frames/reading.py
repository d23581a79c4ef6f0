"""What stands on the page of frames: a unit and those straight below it, with their frames and sums."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import collate, select
from sqlalchemy.orm import Session

from app.db import SWEDISH
from app.economy.models import Frame
from app.economy.money import total
from app.economy.queries.listing import frames_of
from app.economy.queries.whose import Reader, read_by, sets_frames
from app.economy.rollup import CHILDREN
from app.organisation.models import Placement, Unit, in_force


@dataclass(frozen=True, slots=True)
class FrameRow:
    """A unit with its frames by year, and whether the reader sets them."""

    unit_id: int
    unit: str
    may_set: bool
    frames: dict[int, Frame] = field(default_factory=dict)

    def given(self, year: int) -> int | None:
        """Give what the unit may use in a year: its frame with what is carried; None where there is none."""
        frame = self.frames.get(year)
        return total([frame.amount, frame.carried]) if frame is not None else None


def rows_of(session: Session, reader: Reader, unit: Unit, years: Sequence[int]) -> list[FrameRow]:
    """Give a unit first, then those straight below it by name; two statements."""
    below = select(Placement.unit_id).where(
        Placement.parent_id == unit.id, in_force(Placement.valid_from, Placement.valid_to, reader.day)
    )
    found = session.execute(
        select(Unit.id, Unit.name, sets_frames(reader))
        .where(
            (Unit.id == unit.id) | Unit.id.in_(below),
            Unit.id.in_(read_by(reader)),
            in_force(Unit.valid_from, Unit.valid_to, reader.day),
        )
        .order_by(Unit.id != unit.id, collate(Unit.name, SWEDISH), Unit.id)
        .limit(CHILDREN)
    ).all()
    frames = frames_of(session, [one[0] for one in found], years)
    return [
        FrameRow(
            unit_id,
            name,
            bool(may),
            {year: frames[unit_id, year] for year in years if (unit_id, year) in frames},
        )
        for unit_id, name, may in found
    ]
