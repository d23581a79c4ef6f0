"""What controls showed in a time: what was seen, and what came of it where it was not as it should."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.organisation.models import Ancestry, Unit, in_force
from app.quality.control.models import (
    ChosenRisk,
    Control,
    ControlPlan,
    Deviation,
    Occasion,
    Outcome,
    RecordState,
)
from app.quality.risks.models import Risk


class CarriedOut(NamedTuple):
    """A control as it was carried out once, of a plan that is decided."""

    control_id: int
    unit: str
    risk: str
    what: str
    done_on: date
    outcome: str
    seen: str
    deviation: str
    follow_up: str


def carried_out_below(
    session: Session, unit_id: int, first: date, last: date, day: date, *, most: int
) -> tuple[list[CarriedOut], int]:
    """Give what controls of a unit's risks and of those below it showed from one day to another, deviations first, and how many
    there are. Whoever calls has seen to it that they may be read.
    """
    below = select(Ancestry.descendant_id).where(
        Ancestry.ancestor_id == unit_id, in_force(Ancestry.valid_from, Ancestry.valid_to, day)
    )
    found = (
        select(
            Control.id,
            Unit.name,
            Risk.title,
            Control.what,
            Occasion.done_on,
            Occasion.outcome,
            Occasion.seen,
            func.coalesce(Deviation.words, ""),
            func.coalesce(Deviation.follow_up, ""),
        )
        .join(Control, Control.id == Occasion.control_id)
        .join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
        .join(ControlPlan, ControlPlan.id == ChosenRisk.plan_id)
        .join(Risk, Risk.id == ChosenRisk.risk_id)
        .join(Unit, Unit.id == Risk.unit_id)
        .outerjoin(Deviation, Deviation.occasion_id == Occasion.id)
        .where(
            Risk.unit_id.in_(below),
            ControlPlan.state == RecordState.DECIDED,
            Occasion.done_on.between(first, last),
            Occasion.removed_at.is_(None),
            Control.removed_at.is_(None),
            ChosenRisk.removed_at.is_(None),
        )
    )
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = session.execute(
        found.order_by(Occasion.outcome != Outcome.DEVIATION, Occasion.done_on, Occasion.id).limit(most)
    )
    return [CarriedOut._make(row) for row in rows], total
