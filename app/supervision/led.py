"""The units somebody leads: those that analyse, plan and answer for quality."""

from typing import Any

from sqlalchemy import Select, exists, select

from app.access.matrix import Role
from app.organisation.models import Appointment, Unit, in_force
from app.supervision.gaps import Looked


def led_units(looked: Looked) -> Select[Any]:
    """Give the units somebody leads on the day: those that analyse and plan."""
    return (
        select(Unit.id.label("unit_id"))
        .where(
            in_force(Unit.valid_from, Unit.valid_to, looked.day),
            exists().where(
                Appointment.unit_id == Unit.id,
                Appointment.role == Role.MANAGER,
                in_force(Appointment.valid_from, Appointment.valid_to, looked.day),
            ),
        )
    )  # fmt: skip
