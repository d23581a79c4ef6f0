"""Units, people and appointments for tests, made through the same services as in the product."""

from dataclasses import dataclass
from datetime import date
from itertools import count

from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.organisation import appointing, people, units
from app.organisation.models import Appointment, Person, Unit
from tests.support.remembering import remembered

LONG_AGO = date(2024, 1, 1)
_numbers = count(1)


def make_unit(
    session: Session,
    name: str = "",
    *,
    kind: str = "unit",
    under: Unit | None = None,
    since: date = LONG_AGO,
    until: date | None = None,
    is_top: bool = False,
) -> Unit:
    """Make a unit without minding what the profile says about kinds; the root when `under` is None."""
    return units.create_unit(
        session,
        name=name or f"Enhet {next(_numbers)}",
        kind=kind,
        parent_id=under.id if under else None,
        valid_from=since,
        valid_to=until,
        is_top_administration=is_top,
        actor_id=None,
    )


def make_person(session: Session, name: str = "", *, email: str | None = None) -> Person:
    """Make a person without appointments."""
    return people.create_person(session, name=name or f"Person {next(_numbers)}", email=email, actor_id=None)


def make_appointment(
    session: Session,
    person: Person,
    unit: Unit,
    role: Role = Role.MANAGER,
    *,
    title: str = "",
    duty: str = "",
    deputy: bool = False,
    since: date = LONG_AGO,
    until: date | None = None,
) -> Appointment:
    """Appoint a person."""
    return appointing.appoint(
        session,
        person_id=person.id,
        unit_id=unit.id,
        role=role,
        title=title,
        duty=duty,
        is_deputy=deputy,
        valid_from=since,
        valid_to=until,
        actor_id=None,
    )


def make_manager(session: Session, unit: Unit, name: str = "") -> Person:
    """Make a person who leads a unit."""
    person = make_person(session, name)
    make_appointment(session, person, unit)
    return person


@dataclass(frozen=True, slots=True)
class Municipality:
    """A small one: council, executive board, administration, two sections with units under them, and a company."""

    council: Unit
    board: Unit
    administration: Unit
    section: Unit
    unit: Unit
    sibling: Unit
    other_section: Unit
    other_unit: Unit
    company: Unit
    chief_executive: Person
    section_manager: Person
    unit_manager: Person
    sibling_manager: Person
    other_section_manager: Person
    other_unit_manager: Person
    support: Person
    politician: Person
    auditor: Person
    administrator: Person
    employee: Person

    @property
    def everybody(self) -> dict[str, Person]:
        """Everybody there is, by what they are."""
        return {
            "chief": self.chief_executive,
            "section": self.section_manager,
            "unit": self.unit_manager,
            "sibling": self.sibling_manager,
            "other_section": self.other_section_manager,
            "other_unit": self.other_unit_manager,
            "support": self.support,
            "chair": self.politician,
            "auditor": self.auditor,
            "administrator": self.administrator,
            "employee": self.employee,
        }


def make_municipality(session: Session) -> Municipality:
    """Make a municipality as the profile of Tranemo has it, with somebody in every role; once in a run where it can be."""
    return remembered(session, _make_municipality, session)


def _make_municipality(session: Session) -> Municipality:
    council = make_unit(session, "Kommunfullmäktige", kind="council")
    board = make_unit(session, "Kommunstyrelsen", kind="executive_board", under=council)
    administration = make_unit(session, "Förvaltningen", kind="administration", under=board, is_top=True)
    section = make_unit(session, "Lärandesektionen", kind="section", under=administration)
    unit = make_unit(session, "Förskolan Ängen", under=section)
    sibling = make_unit(session, "Förskolan Björken", under=section)
    other_section = make_unit(session, "Servicesektionen", kind="section", under=administration)
    other_unit = make_unit(session, "Kost och lokalvård", under=other_section)
    company = make_unit(session, "Bostadsbolaget", kind="company", under=board)
    people = {
        name: make_person(session, full, email=f"{name.replace('_', '.')}@exempel.se")
        for name, full in (
            ("support", "Sara Stöd"),
            ("politician", "Per Politik"),
            ("auditor", "Rut Revisor"),
            ("administrator", "Adam Administratör"),
            ("employee", "Mia Medarbetare"),
        )
    }
    make_appointment(session, people["support"], section, Role.SUPPORT, title="Controller")
    make_appointment(session, people["politician"], board, Role.POLITICIAN, duty="chair")
    make_appointment(session, people["auditor"], council, Role.AUDITOR)
    make_appointment(session, people["administrator"], administration, Role.ADMINISTRATOR)
    make_appointment(session, people["employee"], unit, Role.EMPLOYEE)
    return Municipality(
        council=council,
        board=board,
        administration=administration,
        section=section,
        unit=unit,
        sibling=sibling,
        other_section=other_section,
        other_unit=other_unit,
        company=company,
        chief_executive=make_manager(session, administration, "Karin Kommunchef"),
        section_manager=make_manager(session, section, "Sven Sektionschef"),
        unit_manager=make_manager(session, unit, "Eva Enhetschef"),
        sibling_manager=make_manager(session, sibling, "Siv Syskonchef"),
        other_section_manager=make_manager(session, other_section, "Sten Servicechef"),
        other_unit_manager=make_manager(session, other_unit, "Olle Kostchef"),
        **people,
    )
