"""Reads of accounts and sign-ins."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from app.access.actor import Actor, Scope
from app.accounts.models import Credential, OneTimeLink, SignIn
from app.accounts.passwords import token_hash
from app.accounts.rules import DIGITS, without_number
from app.db import SWEDISH
from app.drafts.queries import any_of
from app.modelling.queries import mark_on
from app.notifications.queries import unread_of
from app.organisation.models import Appointment, Person, Unit
from app.organisation.reach import APPOINTED, AT_UNIT, HELD, HELD_IN_ORDER, holdings_from, unit_ids_within
from app.paging import Found, on_page
from app.prepared import Prepared
from app.records.models import HistoryEntry


@dataclass(frozen=True, slots=True)
class OpenSignIn:
    """A sign-in as found by its token, with the person it belongs to as an actor and how much is new for them."""

    id: int
    began_at: datetime
    has_second_step: bool
    actor: Actor
    unread: int
    model: str | None = None
    """The mark of the decision by which a steering model is in force; None for that of the configuration."""
    begun: bool = True
    """Whether the person has begun something that is not sent."""


# Asked by every request, in one statement with what the person holds: one row for each appointment, one without any for
# who holds none.
_OPEN_SIGN_IN = Prepared(
    lambda: (
        select(
            SignIn.id,
            SignIn.began_at,
            Credential.totp_confirmed_at,
            Person.id,
            Person.name,
            Person.language,
            Person.closed_on,
            unread_of(Person.id),
            mark_on(bindparam("day")),
            any_of(Person.id),
            *HELD,
        )
        .join(Person, Person.id == SignIn.person_id)
        .join(Credential, Credential.person_id == SignIn.person_id)
        .outerjoin(Appointment, and_(Appointment.person_id == Person.id, APPOINTED))
        .outerjoin(Unit, AT_UNIT)
        .where(SignIn.token_hash == bindparam("token_hash"), SignIn.ended_at.is_(None))
        .order_by(*HELD_IN_ORDER)
    )
)
_BEFORE_HELD = 10


def open_sign_in(session: Session, *, token: str, day: date) -> OpenSignIn | None:
    """Find the sign-in behind a token in one statement; None when it has ended or the person may not be in.

    A person may be in when not closed by `day` and holding at least one appointment in force on it. Time-outs
    are decided by the caller, who knows when the person was last seen.
    """
    rows = _OPEN_SIGN_IN.rows(session, token_hash=token_hash(token), day=day)
    if not rows:
        return None
    sign_in_id, began_at, confirmed_at, person_id, name, language, closed_on, unread, model, begun = rows[0][
        :_BEFORE_HELD
    ]
    if closed_on is not None and closed_on <= day:
        return None
    held = holdings_from(row[_BEFORE_HELD:] for row in rows)
    if not held:
        return None
    actor = Actor(person_id, name, language, held)
    return OpenSignIn(sign_in_id, began_at, confirmed_at is not None, actor, unread, model, bool(begun))


def credential_by_username(session: Session, username: str) -> Credential | None:
    """Find the credential with a normalised user name and hold it until the transaction ends.

    The lock puts attempts on one name in line, so that many at once cannot slip past the count.
    """
    return session.scalars(
        select(Credential).where(Credential.username == username).with_for_update()
    ).one_or_none()


def credential_of(session: Session, person_id: int, *, hold: bool = False) -> Credential | None:
    """Give a person's credential with the person loaded; `hold` locks it until the transaction ends."""
    wanted = (
        select(Credential).where(Credential.person_id == person_id).options(joinedload(Credential.person))
    )
    if hold:
        wanted = wanted.with_for_update(of=Credential).execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def usable_link(session: Session, *, token: str, moment: datetime, hold: bool = False) -> OneTimeLink | None:
    """Find the one-time link behind a token while it can still be used."""
    wanted = select(OneTimeLink).where(
        OneTimeLink.token_hash == token_hash(token),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.runs_out_at > moment,
    )
    if hold:
        wanted = wanted.with_for_update()
    return session.scalars(wanted).one_or_none()


def sign_ins_not_ended(session: Session, *, person_id: int, began_after: datetime) -> list[SignIn]:
    """List a person's sign-ins that nobody ended and that began after a moment, newest first."""
    return list(
        session.scalars(
            select(SignIn)
            .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.began_at > began_after)
            .order_by(SignIn.began_at.desc(), SignIn.id.desc())
        )
    )


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One person in the register of accounts."""

    person_id: int
    name: str
    email: str | None
    closed_on: date | None
    username: str | None
    has_password: bool
    has_second_step: bool

    def closed_by(self, day: date) -> bool:
        """Tell whether the person is closed on a day."""
        return self.closed_on is not None and self.closed_on <= day

    def may_get_account(self, day: date) -> bool:
        """Tell whether the person has no account and could have one."""
        return self.username is None and not self.closed_by(day)

    def waits_for_password(self, day: date) -> bool:
        """Tell whether the person has an account and has chosen no password yet."""
        return self.username is not None and not self.has_password and not self.closed_by(day)


WITH_ACCOUNT, WITHOUT_ACCOUNT, WAITING, CLOSED = "med", "utan", "vantar", "stangda"


def register(
    session: Session, *, within: Scope, day: date, search: str, show: str, page: int, size: int
) -> Found[RegisterRow]:
    """List people by Swedish name order with the state of their accounts, in two statements."""
    wanted = [_reachable(within, day), *_searched(search), *_shown(show, day)]
    joined = select(Person).outerjoin(Credential, Credential.person_id == Person.id).where(*wanted)
    total = session.scalar(joined.with_only_columns(func.count(Person.id))) or 0
    ordered = _columns(joined).order_by(Person.name.collate(SWEDISH), Person.id)
    rows = session.execute(on_page(ordered, page, size)).all()
    return Found([_row(tuple(row)) for row in rows], total, page, size)


def register_row(session: Session, *, within: Scope, day: date, person_id: int) -> RegisterRow | None:
    """Give one person of the register; None when out of reach."""
    row = session.execute(
        _columns(
            select(Person)
            .outerjoin(Credential, Credential.person_id == Person.id)
            .where(Person.id == person_id, _reachable(within, day))
        )
    ).one_or_none()
    return _row(tuple(row)) if row is not None else None


def register_rows(
    session: Session, *, within: Scope, day: date, person_ids: Collection[int]
) -> list[RegisterRow]:
    """Give those of some people who are within reach, in the order of the register."""
    found = (
        select(Person)
        .outerjoin(Credential, Credential.person_id == Person.id)
        .where(Person.id.in_(person_ids), _reachable(within, day))
    )
    rows = session.execute(_columns(found).order_by(Person.name.collate(SWEDISH), Person.id))
    return [_row(tuple(row)) for row in rows]


def usernames_like(session: Session, usernames: Collection[str]) -> set[str]:
    """Give the user names there are that differ from some of these by a number at the end at most."""
    alike = func.rtrim(Credential.username, DIGITS)
    return set(
        session.scalars(
            select(Credential.username).where(alike.in_({without_number(one) for one in usernames}))
        )
    )


def username_is_taken(session: Session, username: str) -> bool:
    """Tell whether somebody has a normalised user name; holds nobody's row."""
    return bool(session.scalar(select(exists().where(Credential.username == username))))


def _columns(wanted: Select[Any]) -> Select[Any]:
    chosen = wanted.with_only_columns(
        Person.id,
        Person.name,
        Person.email,
        Person.closed_on,
        Credential.username,
        Credential.password_hash.is_not(None),
        Credential.totp_confirmed_at.is_not(None),
    )
    return cast(Select[Any], chosen)


def _row(row: tuple[Any, ...]) -> RegisterRow:
    person_id, name, email, closed_on, username, has_password, has_second_step = row
    return RegisterRow(person_id, name, email, closed_on, username, bool(has_password), bool(has_second_step))


def _reachable(within: Scope, day: date) -> ColumnElement[bool]:
    if within.everywhere:
        return true()
    units = unit_ids_within(within, day)
    return Person.id.in_(select(Appointment.person_id).where(Appointment.unit_id.in_(units)))


def _searched(search: str) -> list[ColumnElement[bool]]:
    """Match every word in the name, the user name or the address; SQLite itself folds only a to z."""
    found = []
    for word in search.replace("\x00", " ").split()[:6]:
        spellings = {word, word.lower(), word.upper(), word.capitalize()}
        columns = (Person.name, Person.email, Credential.username)
        found.append(
            or_(
                *(
                    column.icontains(spelling, autoescape=True)
                    for spelling in sorted(spellings)
                    for column in columns
                )
            )
        )
    return found


def _shown(show: str, day: date) -> list[ColumnElement[bool]]:
    closed = Person.closed_on.is_not(None) & (Person.closed_on <= day)
    if show == WITH_ACCOUNT:
        return [Credential.person_id.is_not(None), ~closed]
    if show == WITHOUT_ACCOUNT:
        return [Credential.person_id.is_(None), ~closed]
    if show == WAITING:
        return [Credential.person_id.is_not(None), Credential.password_hash.is_(None), ~closed]
    return [closed] if show == CLOSED else []


@dataclass(frozen=True, slots=True)
class AccountEvent:
    """Something that happened to an account; `by` is None for the product itself or the command line."""

    at: datetime
    action: str
    by: str | None
    by_id: int | None


def latest_events(session: Session, *, person_id: int, limit: int = 10) -> list[AccountEvent]:
    """List what has happened to a person's account, newest first."""
    rows = session.execute(
        select(HistoryEntry.at, HistoryEntry.action, Person.name, HistoryEntry.actor_id)
        .outerjoin(Person, Person.id == HistoryEntry.actor_id)
        .where(HistoryEntry.object_kind == "account", HistoryEntry.object_id == person_id)
        .order_by(HistoryEntry.seq.desc())
        .limit(limit)
    ).all()
    return [AccountEvent(at, action, by, by_id) for at, action, by, by_id in rows]
