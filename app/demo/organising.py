"""Builds the demo's organisation and lets it change over time, through the services of the organisation."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select

from app import clock
from app.accounts.passwords import hasher
from app.accounts.services import add_credential
from app.demo.script import AppointmentPart, ChangePart, OrganisationPart, SplitInto
from app.demo.stage import Act, Stage
from app.organisation import appointing, people, reorganising, units
from app.organisation.appointing import end_running_of_person
from app.organisation.bulk import AppointmentRow, PersonRow, UnitRow, bulk_load
from app.organisation.models import Appointment
from app.steering.schema import Profile

PASSWORD = "samsyn-demo"  # noqa: S105  # nosec B105  everyone may know it, it opens nothing but made-up texts
BEGINNING = -25
"""The month the municipality takes Samsyn in use, just before the first meetings."""

ENTERED_BEFORE = timedelta(days=12)
"""How long before it takes effect a change is entered."""


def begin(stage: Stage, wanted: OrganisationPart, profile: Profile) -> None:
    """Load units, people and appointments as they are when Samsyn is taken in use, and the accounts."""
    units = wanted.units
    places = {unit.key: number for number, unit in enumerate(units)}
    tops = {kind.key for kind in profile.unit_kinds if kind.is_top}
    everyone = _all_appointments(wanted, titles_of(profile))
    running = [one for one in everyone if one.since <= BEGINNING]
    names = {name: number for number, name in enumerate(dict.fromkeys(one.person for one in running))}
    loaded = bulk_load(
        stage.session,
        units=[
            UnitRow(
                unit.name,
                unit.kind,
                places[unit.under] if unit.under else None,
                stage.calendar.month(-180),
                external_id=unit.key,
                is_top_administration=unit.kind in tops,
            )
            for unit in units
        ],
        people=[PersonRow(name, address(name, wanted.domain)) for name in names],
        appointments=[
            AppointmentRow(
                names[one.person],
                places[one.unit],
                one.role,
                stage.calendar.month(one.since),
                title=one.title,
                duty=one.duty,
                is_deputy=one.deputy,
            )
            for one in running
        ],
        actor_id=None,
        kinds=profile.unit_kinds,
    )
    stage.units.update(zip(places, loaded.unit_ids, strict=True))
    stage.people.update(zip(names, loaded.person_ids, strict=True))
    give_accounts(stage, wanted)
    months = {one.since for one in everyone}
    months |= {one.until for one in wanted.appointments if one.until is not None}
    months |= {change.month for change in wanted.changes}
    stage.boundaries = sorted(stage.calendar.month(month) for month in months)


def give_accounts(stage: Stage, wanted: OrganisationPart) -> None:
    """Let the demo persons sign in, all with the same password."""
    password_hash = hasher().hash(PASSWORD)
    for person in wanted.persons:
        # One hash for all: it is slow to make, on purpose.
        add_credential(
            stage.session,
            person_id=stage.people[person.name],
            username=person.username,
            actor_id=None,
            password_hash=password_hash,
        )


def changes(stage: Stage, wanted: OrganisationPart, profile: Profile) -> list[Act]:
    """Give the changes since then, as acts."""
    later = [one for one in _all_appointments(wanted, titles_of(profile)) if one.since > BEGINNING]
    reorganisations = [
        (_leaving if change.kind == "leaves" else _changing)(stage, change, wanted)
        for change in wanted.changes
    ]
    return reorganisations + [_appointing(stage, one, wanted) for one in later]


def titles_of(profile: Profile) -> dict[str, str]:
    """Give what whoever leads a unit of each kind is called in the model."""
    return {
        kind.key: kind.manager_title.sv[:1].upper() + kind.manager_title.sv[1:]
        for kind in profile.unit_kinds
        if kind.manager_title is not None
    }


def _all_appointments(wanted: OrganisationPart, titles: dict[str, str]) -> list[AppointmentPart]:
    chiefs = [
        AppointmentPart(
            person=unit.chief,
            unit=unit.key,
            role="manager",
            title=unit.title or titles.get(unit.kind, ""),
            since=unit.since,
        )
        for unit in wanted.units
        if unit.chief
    ]
    return chiefs + list(wanted.appointments)


def address(name: str, domain: str) -> str:
    """Give a person's made-up mail address."""
    plain = unicodedata.normalize("NFD", name.casefold()).encode("ascii", "ignore").decode()
    return f"{plain.replace(' ', '.')}@{domain}"


def _appointing(stage: Stage, one: AppointmentPart, wanted: OrganisationPart) -> Act:
    since = stage.calendar.month(one.since)
    yield _entered(stage, one.since)
    admin = _administrator(stage, wanted)
    if one.person not in stage.people:
        person = people.create_person(
            stage.session, name=one.person, email=address(one.person, wanted.domain), actor_id=admin
        )
        stage.people[one.person] = person.id
    appointing.appoint(
        stage.session,
        person_id=stage.people[one.person],
        unit_id=stage.units[one.unit],
        role=one.role,
        title=one.title,
        duty=one.duty,
        is_deputy=one.deputy,
        valid_from=since,
        valid_to=stage.calendar.month(one.until) if one.until is not None else None,
        actor_id=admin,
    )
    stage.forget()


def _changing(stage: Stage, change: ChangePart, wanted: OrganisationPart) -> Act:
    yield _entered(stage, change.month if change.decided is None else change.decided)
    admin = _administrator(stage, wanted)
    _CHANGES[change.kind](stage, change, admin)
    stage.forget()


def _entered(stage: Stage, month: int) -> datetime:
    day = stage.calendar.month(month) - ENTERED_BEFORE
    return stage.calendar.past(clock.from_stockholm(day, 9, 40))


def _administrator(stage: Stage, wanted: OrganisationPart) -> int:
    return stage.people[wanted.administrator]


def _move(stage: Stage, change: ChangePart, admin: int) -> None:
    units.move_unit(
        stage.session,
        unit_id=stage.units[change.unit],
        parent_id=stage.units[change.under],
        on=stage.calendar.month(change.month),
        actor_id=admin,
    )


def _merge(stage: Stage, change: ChangePart, admin: int) -> None:
    units = [stage.units[key] for key in change.units]
    merged = reorganising.merge_units(
        stage.session,
        unit_ids=units,
        on=stage.calendar.month(change.month),
        name=change.name,
        external_id=change.key,
        appointments=_appointments(stage, units, change.keeps),
        actor_id=admin,
    )
    stage.units[change.key] = merged.id


def _split(stage: Stage, change: ChangePart, admin: int) -> None:
    unit = stage.units[change.unit]
    made = reorganising.split_unit(
        stage.session,
        unit_id=unit,
        on=stage.calendar.month(change.month),
        into=[_part(stage, unit, part) for part in change.parts],
        actor_id=admin,
    )
    stage.units.update({part.key: new.id for part, new in zip(change.parts, made, strict=True)})


def _part(stage: Stage, unit: int, part: SplitInto) -> reorganising.SplitPart:
    kept = frozenset(_appointments(stage, [unit], part.keeps))
    return reorganising.SplitPart(part.name, part.key, appointments=kept)


def _leaving(stage: Stage, change: ChangePart, wanted: OrganisationPart) -> Act:
    """Let somebody leave: appointments are given an end ahead of time, the person is closed on the day."""
    yield _entered(stage, change.month)
    on, person, admin = (
        stage.calendar.month(change.month),
        stage.people[change.person],
        _administrator(stage, wanted),
    )
    end_running_of_person(stage.session, person_id=person, on=on, actor_id=admin)
    yield clock.from_stockholm(on, 7, 5)
    people.close_person(stage.session, person_id=person, on=on, actor_id=admin)
    stage.forget()


_CHANGES = {"move": _move, "merge": _merge, "split": _split}


def _appointments(stage: Stage, units: Iterable[int], names: Iterable[str]) -> list[int]:
    people = [stage.people[name] for name in names]
    return list(
        stage.session.scalars(
            select(Appointment.id)
            .where(Appointment.unit_id.in_(list(units)), Appointment.person_id.in_(people))
            .order_by(Appointment.id)
        )
    )
