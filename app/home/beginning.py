"""What is left to do where nobody has met yet, for whoever sets the product up: a municipality that has just begun."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import distinct, func, or_, select
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.accounts.models import Credential
from app.dialogues.models import Series
from app.organisation.models import Appointment, Person, Unit, in_force


@dataclass(frozen=True, slots=True)
class Beginning:
    """How far a municipality has come before its first line of meetings: units, managers, and managers without an account."""

    units: int
    managers: int
    without_account: int

    @property
    def everybody_has_accounts(self) -> bool:
        """Tell whether there are managers, and each can sign in."""
        return self.managers > 0 and self.without_account == 0


def beginning(session: Session, today: date) -> Beginning | None:
    """Give how far the municipality has come on `today`, None once two have a line of meetings."""
    if session.scalar(select(Series.id).limit(1)) is not None:
        return None
    managers = (
        select(Appointment.person_id)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Appointment.role == Role.MANAGER,
            or_(Person.closed_on.is_(None), Person.closed_on > today),
            in_force(Appointment.valid_from, Appointment.valid_to, today),
        )
        .distinct()
        .subquery()
    )
    counted = session.execute(
        select(
            select(func.count())
            .select_from(Unit)
            .where(in_force(Unit.valid_from, Unit.valid_to, today))
            .scalar_subquery(),
            func.count(distinct(managers.c.person_id)),
            func.count(distinct(Credential.person_id)),
        )
        .select_from(managers)
        .outerjoin(Credential, Credential.person_id == managers.c.person_id)
    ).one()
    units, all_managers, with_account = counted
    return Beginning(units, all_managers, all_managers - with_account)
