"""The organisation as it is or as it would be, held in memory, and what the history keeps of its parts."""

import re
from dataclasses import dataclass, field
from datetime import date

from app.organisation.rules import (
    Period,
    Place,
)


@dataclass(frozen=True, slots=True)
class UnitState:
    """A unit: as it is, or as it would be. New ones have ids below zero until they are written."""

    id: int
    external_id: str | None
    name: str
    kind: str
    start: date
    end: date | None

    @property
    def period(self) -> Period:
        """Give when it exists."""
        return Period(self.start, self.end)


@dataclass(frozen=True, slots=True)
class PersonState:
    """A person: as known, or as the file has them."""

    id: int
    external_id: str | None
    name: str
    email: str | None
    closed_on: date | None = None

    def is_present(self, day: date) -> bool:
        """Tell whether the person has not left by a day."""
        return self.closed_on is None or self.closed_on > day


@dataclass(frozen=True, slots=True)
class AppointmentState:
    """An appointment: as it is, or as it would be."""

    id: int
    person: int
    unit: int
    role: str
    title: str
    duty: str
    is_deputy: bool
    start: date
    end: date | None

    @property
    def period(self) -> Period:
        """Give when it is in force."""
        return Period(self.start, self.end)


@dataclass(slots=True)
class Organisation:
    """Everything there is, by id."""

    units: dict[int, UnitState] = field(default_factory=dict)
    places: dict[int, list[Place]] = field(default_factory=dict)
    people: dict[int, PersonState] = field(default_factory=dict)
    appointments: dict[int, AppointmentState] = field(default_factory=dict)


def own_id(number: int) -> str:
    """Give the id by which files know what has none from the HR system."""
    return f"samsyn-{number}"


def looks_like_own(name: str) -> bool:
    """Tell whether an id looks like one of ours: it comes from a file taken out here, or from another Samsyn."""
    return re.fullmatch(r"samsyn-\d+", name, re.ASCII | re.IGNORECASE) is not None


def unit_facts(unit: UnitState) -> dict[str, object]:
    """Give what the history keeps of a unit."""
    return {
        "name": unit.name,
        "kind": unit.kind,
        "external_id": unit.external_id,
        "valid_from": unit.start.isoformat(),
        "valid_to": unit.end.isoformat() if unit.end else None,
    }


def person_facts(person: PersonState) -> dict[str, object]:
    """Give what the history keeps of a person."""
    return {"name": person.name, "email": person.email, "external_id": person.external_id}


def appointment_facts(one: AppointmentState) -> dict[str, object]:
    """Give what the history keeps of an appointment."""
    return {
        "person": one.person,
        "unit": one.unit,
        "role": one.role,
        "title": one.title,
        "duty": one.duty,
        "is_deputy": one.is_deputy,
        "valid_from": one.start.isoformat(),
        "valid_to": one.end.isoformat() if one.end else None,
    }
