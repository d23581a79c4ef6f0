"""Search: units and people by words in their names, and everyone one can choose among."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import collate, or_, select
from sqlalchemy.orm import Session, aliased

from app.db import SWEDISH, swedish_key
from app.organisation.appointments import SHOWN_TO_ALL
from app.organisation.models import Appointment, Person, Placement, Unit, in_force

FOUND_AT_MOST = 50

PEOPLE_TO_CHOOSE_AMONG = 200


def pattern_for(words: str) -> str:
    """Give a LIKE pattern for words anywhere in a name, whatever their case.

    SQLite folds the case of ASCII letters alone, so any other letter becomes a wildcard and the answer is sifted after.
    """
    escaped = "".join(
        f"/{letter}" if letter in "%_/" else letter if letter.isascii() else "_" for letter in words
    )
    return f"%{escaped}%"


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit that a search found, and what it hangs under."""

    id: int
    name: str
    kind: str
    parent_name: str | None


def units_named(session: Session, words: str, day: date) -> list[FoundUnit]:
    """Give the units of a day with these words in their name or as their id, alphabetically."""
    parent = aliased(Unit)
    rows = session.execute(
        select(Unit.id, Unit.name, Unit.kind, parent.name, Unit.external_id)
        .join(Placement, Placement.unit_id == Unit.id)
        .outerjoin(parent, parent.id == Placement.parent_id)
        .where(
            or_(Unit.name.ilike(pattern_for(words), escape="/"), Unit.external_id == words),
            in_force(Placement.valid_from, Placement.valid_to, day),
        )
        .order_by(collate(Unit.name, SWEDISH), Unit.id)
        .limit(FOUND_AT_MOST * 4)
    )
    sought = words.casefold()
    fitting = [FoundUnit(*row[:4]) for row in rows if sought in row[1].casefold() or row[4] == words]
    return fitting[:FOUND_AT_MOST]


def people_named(session: Session, words: str, day: date, *, everyone: bool) -> list[Person]:
    """Give people with these words in their name or address, alphabetically.

    Only those with an appointment that day in a role shown to all, unless `everyone`.
    """
    pattern = pattern_for(words)
    wanted = select(Person).where(
        or_(Person.name.ilike(pattern, escape="/"), Person.email.ilike(pattern, escape="/"))
    )
    if not everyone:
        wanted = wanted.where(
            or_(Person.closed_on.is_(None), Person.closed_on > day),
            Person.id.in_(
                select(Appointment.person_id).where(
                    Appointment.role.in_(SHOWN_TO_ALL),
                    in_force(Appointment.valid_from, Appointment.valid_to, day),
                )
            ),
        )
    rows = session.scalars(wanted.order_by(collate(Person.name, SWEDISH), Person.id).limit(FOUND_AT_MOST * 4))
    sought = words.casefold()
    fitting = [row for row in rows if sought in row.name.casefold() or sought in (row.email or "").casefold()]
    return fitting[:FOUND_AT_MOST]


def open_people(session: Session, day: date) -> list[Person] | None:
    """Give everyone not closed on a day, alphabetically, or None when they are too many to choose among."""
    found = list(
        session.scalars(
            select(Person)
            .where(or_(Person.closed_on.is_(None), Person.closed_on > day))
            .limit(PEOPLE_TO_CHOOSE_AMONG + 1)
        )
    )
    if len(found) > PEOPLE_TO_CHOOSE_AMONG:
        return None
    return sorted(found, key=lambda person: swedish_key(person.name))
