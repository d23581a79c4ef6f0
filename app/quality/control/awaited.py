"""Reads of what waits in internal control: occasions and remedies, for one person and for the reminders."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, bindparam, select
from sqlalchemy.orm import Session

from app.access.matrix import May
from app.notifications.models import Notice
from app.organisation.models import Unit
from app.quality.control import rules
from app.quality.control.models import ChosenRisk, Control, ControlPlan, Deviation, Occasion, Remedy
from app.quality.risks.reach import Reader

KEPT = 128
"""Statements remembered, one for each who reads on a day."""


class DueOccasion(NamedTuple):
    """An occasion that waits for somebody."""

    id: int
    control_id: int
    what: str
    due_on: date
    unit: str
    year: int


def due_for(session: Session, reader: Reader, *, until: date, limit: int) -> list[DueOccasion]:
    """Give the occasions that wait for the reader by name, the oldest first."""
    if not reader.actor.may(May.READ_RISKS):
        return []
    asked = {"person_id": reader.actor.person_id, "most": limit}
    return [DueOccasion._make(row) for row in session.execute(_due(until), asked)]


# Putting this together costs more than running it, and the start page asks for it each time.
@lru_cache(maxsize=KEPT)
def _due(until: date) -> Select[int, int, str, date, str, int]:
    return (
        _waiting()
        .where(
            Control.person_id == bindparam("person_id", type_=Integer),
            Occasion.due_on <= until,
        )
        .order_by(Occasion.due_on, Occasion.id)
        .limit(bindparam("most", type_=Integer))
    )


def _waiting() -> Select[int, int, str, date, str, int]:
    return (
        select(Occasion.id, Control.id, Control.what, Occasion.due_on, Unit.name, ControlPlan.year)
        .join(Control, Control.id == Occasion.control_id)
        .join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
        .join(ControlPlan, ControlPlan.id == ChosenRisk.plan_id)
        .join(Unit, Unit.id == ControlPlan.unit_id)
        .where(*_WAITS)
    )


_WAITS = (
    Occasion.outcome == "",
    Occasion.left_out == "",
    Occasion.removed_at.is_(None),
    Control.removed_at.is_(None),
    ChosenRisk.removed_at.is_(None),
    ControlPlan.edition_id.is_not(None),
)


def still_asked(day: date) -> ColumnElement[bool]:
    """Give the condition that the occasion a notice is about waits, and its day is near or past."""
    return (
        select(Occasion.id)
        .join(Control, Control.id == Occasion.control_id)
        .join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
        .join(ControlPlan, ControlPlan.id == ChosenRisk.plan_id)
        .where(
            Occasion.id == Notice.about_id,
            Occasion.due_on <= day + rules.NEAR,
            Control.person_id == Notice.person_id,
            *_WAITS,
        )
        .correlate(Notice)
        .exists()
    )


def due_between(session: Session, first: date, last: date) -> list[tuple[DueOccasion, int]]:
    """Give the occasions that wait for somebody by name and fall between two days, with whom."""
    rows = session.execute(
        _waiting()
        .add_columns(Control.person_id)
        .where(Control.person_id.is_not(None), Occasion.due_on >= first, Occasion.due_on <= last)
        .order_by(Occasion.due_on, Occasion.id)
    )
    return [(DueOccasion._make(row[:6]), row[6]) for row in rows]


class DueRemedy(NamedTuple):
    """Something to do about a deviation, that waits for somebody."""

    id: int
    deviation_id: int
    what: str
    due_on: date | None
    control: str


def remedies_of(session: Session, reader: Reader, limit: int) -> list[DueRemedy]:
    """Give what the reader is to do about deviations, the nearest day first."""
    rows = session.execute(
        select(Remedy.id, Remedy.deviation_id, Remedy.what, Remedy.due_on, Control.what)
        .join(Deviation, Deviation.id == Remedy.deviation_id)
        .join(Occasion, Occasion.id == Deviation.occasion_id)
        .join(Control, Control.id == Occasion.control_id)
        .where(
            Remedy.person_id == reader.actor.person_id, Remedy.done_on.is_(None), Remedy.removed_at.is_(None)
        )
        .order_by(Remedy.due_on.is_(None), Remedy.due_on, Remedy.id)
        .limit(limit)
    )
    return [DueRemedy._make(row) for row in rows]
