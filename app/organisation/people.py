"""Writes to people; each records its change, flushes, never commits."""

import re
from collections.abc import Callable
from datetime import date

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app import clock
from app.organisation.appointing import end_running_of_person
from app.organisation.errors import Reason, Refused
from app.organisation.models import Person
from app.organisation.naming import Names, bearers
from app.records.services import record

KIND = "person"
LANGUAGES = ("sv", "en")
LONGEST_NAME = 200
ADDRESS = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,188}\.[^@\s,;<>\".]{2,}")
"""Good enough to catch a slip of the keyboard; nothing but a sent mail proves an address."""

End = Callable[[Session, int, int | None], None]
"""Ends one kind of what lets a person in; told who did it."""


class WaysIn:
    """What lets a person in, kept by features above: all of it ends where the person is closed, whoever closes them."""

    def __init__(self) -> None:
        """Begin with none; features register theirs when the app is built."""
        self._known: dict[str, End] = {}

    def register(self, key: str, end: End) -> None:
        """Add or replace how one kind of them ends."""
        self._known[key] = end

    def end(self, session: Session, person_id: int, actor_id: int | None) -> None:
        """End all that lets a person in."""
        for end in self._known.values():
            end(session, person_id, actor_id)


ways_in = WaysIn()


def create_person(
    session: Session,
    *,
    name: str,
    actor_id: int | None,
    email: str | None = None,
    external_id: str | None = None,
    language: str = "sv",
) -> Person:
    """Make a human being known to the municipality; raises `Refused`."""
    person = Person(
        name=checked_name(name),
        email=_free_address(session, email),
        external_id=free_id(session, Person.external_id, external_id),
        language=_checked_language(language),
    )
    session.add(person)
    session.flush()
    record(
        session,
        actor_id=actor_id,
        action="person.created",
        kind=KIND,
        object_id=person.id,
        after=facts(person),
    )
    return person


def change_person(
    session: Session,
    *,
    person_id: int,
    actor_id: int | None,
    name: str,
    email: str | None,
    language: str | None = None,
) -> Person:
    """Change a person's name, address or language; raises `Refused`."""
    person = _person(session, person_id)
    before = facts(person)
    if checked_name(name) != person.name:
        names = Names(people=[person_id])
        bearers.hold(session, names)
        person.name = checked_name(name)
        session.flush()
        bearers.changed(session, names, actor_id)
    if (email or "").strip().lower() != (person.email or "").lower():
        person.email = _free_address(session, email, besides=person_id)
    else:
        person.email = checked_address(email)
    if language is not None:
        person.language = _checked_language(language)
    _record_if_changed(session, person, before, "person.changed", actor_id)
    return person


def close_person(session: Session, *, person_id: int, on: date, actor_id: int | None) -> Person:
    """Close a person from a day on: appointments end that day, and so does every sign-in.

    Nobody closes oneself, and for whoever has left already no later day is set: that would let them in again. Raises `Refused`.
    """
    person = _person(session, person_id)
    if person_id == actor_id:
        raise Refused(Reason.CLOSING_ONESELF)
    if person.closed_on is not None and person.closed_on <= min(on, clock.today()):
        raise Refused(Reason.HAS_LEFT, person=person.name)
    before = facts(person)
    if on <= clock.today():
        # Before the turn of the history is taken: who sets a password waits for it with the account in hand.
        ways_in.end(session, person_id, actor_id)
    end_running_of_person(session, person_id=person_id, on=on, actor_id=actor_id)
    person.closed_on = on
    _record_if_changed(session, person, before, "person.closed", actor_id)
    return person


def reopen_person(session: Session, *, person_id: int, actor_id: int | None) -> Person:
    """Open a closed person again; appointments that ended are given anew by hand. Raises `Refused`."""
    person = _person(session, person_id)
    before = facts(person)
    prepare_reopening(session, person, actor_id=actor_id)
    person.closed_on = None
    _record_if_changed(session, person, before, "person.reopened", actor_id)
    return person


def prepare_reopening(session: Session, person: Person, *, actor_id: int | None) -> None:
    """Let nothing of before let in whoever has left, once opened again; raises `Refused` where another has the address now."""
    if _has_left(person):
        _refuse_taken(session, person.email, besides=person.id)
        ways_in.end(session, person.id, actor_id)


def _has_left(person: Person) -> bool:
    return person.closed_on is not None and person.closed_on <= clock.today()


def facts(person: Person) -> dict[str, object]:
    """Give what the history keeps of a person."""
    return {
        "name": person.name,
        "email": person.email,
        "external_id": person.external_id,
        "language": person.language,
        "closed_on": person.closed_on.isoformat() if person.closed_on else None,
    }


def checked_name(name: str) -> str:
    """Give a name without stray spaces; raises `Refused` when empty or too long."""
    name = " ".join(name.split())
    if not name:
        raise Refused(Reason.NAME_MISSING)
    if len(name) > LONGEST_NAME:
        raise Refused(Reason.NAME_TOO_LONG, most=LONGEST_NAME)
    return name


def free_id(
    session: Session, column: InstrumentedAttribute[str | None], external_id: str | None
) -> str | None:
    """Give an id of the personnel system, or None; raises `Refused` when another row of the column's table has it."""
    external_id = (external_id or "").strip() or None
    if external_id and session.scalar(select(exists().where(column == external_id))):
        raise Refused(Reason.DUPLICATE_ID, id=external_id)
    return external_id


def checked_address(email: str | None) -> str | None:
    """Give a mail address without spaces around, or None; raises `Refused` when it cannot be one."""
    email = (email or "").strip() or None
    if email is not None and (len(email) > 254 or not ADDRESS.fullmatch(email)):
        raise Refused(Reason.BAD_ADDRESS, address=email)
    return email


def _free_address(session: Session, email: str | None, besides: int = 0) -> str | None:
    """Give a mail address, or None; raises `Refused` when one who has not left has it: a link sent there signs its reader in."""
    email = checked_address(email)
    _refuse_taken(session, email, besides)
    return email


def _refuse_taken(session: Session, email: str | None, besides: int) -> None:
    if email is None:
        return
    holder = session.scalar(
        select(Person.name)
        .where(
            func.lower(Person.email) == email.lower(),
            or_(Person.closed_on.is_(None), Person.closed_on > clock.today()),
            Person.id != besides,
        )
        .order_by(Person.id)
        .limit(1)
    )
    if holder is not None:
        raise Refused(Reason.ADDRESS_TAKEN, address=email, person=holder)


def _checked_language(language: str) -> str:
    if language not in LANGUAGES:
        raise Refused(Reason.UNKNOWN_LANGUAGE, language=language)
    return language


def _person(session: Session, person_id: int) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise Refused(Reason.UNKNOWN_PERSON, person=person_id)
    return person


def _record_if_changed(
    session: Session, person: Person, before: dict[str, object], action: str, actor_id: int | None
) -> None:
    session.flush()
    after = facts(person)
    if after != before:
        record(
            session,
            actor_id=actor_id,
            action=action,
            kind=KIND,
            object_id=person.id,
            before=before,
            after=after,
        )
