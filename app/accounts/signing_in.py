"""How a sign-in comes about and ends: attempts counted before they are tried, the code, the token."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, ip_address

from argon2 import PasswordHasher
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from app import clock
from app.accounts import rules
from app.accounts.errors import HasNoAccount, TooManyAttempts, WrongCode
from app.accounts.models import Attempt, Credential, SignIn
from app.accounts.passwords import hashed, new_token, token_hash
from app.accounts.queries import credential_by_username, credential_of

_WITH_PORT = re.compile(r"\A(?:\[([0-9A-Fa-f:.%a-z]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)\Z")


@dataclass(frozen=True, slots=True)
class Announced:
    """An attempt that may be tried now, counted as failed until `forget_attempt` takes it back."""

    person_id: int | None
    password_hash: str | None
    key: str
    attempt_ids: tuple[int, ...]


def announce_attempt(
    session: Session, *, username: str, address: str, known: Mapping[int, str] | None = None
) -> Announced:
    """Count an attempt on a user name from an address before it is tried; raises `TooManyAttempts`.

    `known` are those who have come in before by the browser it is made in (`browsers`): theirs are counted there alone, so
    that nobody is kept out by what others try. Counting first means that many attempts at once cannot slip past, and that
    the slow hash is worked out with no transaction open: commit before trying the password.
    """
    name = rules.normalised_username(username)
    # What cannot be a user name is not asked for: PostgreSQL refuses some of it outright.
    credential = credential_by_username(session, name) if rules.username_fits(name) else None
    person_id = credential.person_id if credential else None
    browser = rules.counted_as(known or {}, person_id)
    if browser is not None:
        key = _key("browser", browser)
        free = {key: rules.FREE_PER_USER}
    else:
        key = _key("user", name)
        free = {key: rules.FREE_PER_USER, _key("address", _network(address)): rules.FREE_PER_ADDRESS}
    return Announced(person_id, credential.password_hash if credential else None, key, _count(session, free))


def announce_code(session: Session, *, person_id: int) -> tuple[int, ...]:
    """Count an attempt at a one-time code before it is tried; raises `TooManyAttempts`."""
    credential_of(session, person_id, hold=True)
    return _count(session, {_key("code", str(person_id)): rules.FREE_PER_USER})


def announce_asking(session: Session, *, name: str, address: str) -> None:
    """Count that somebody asked for a link by mail, for a name and from an address; raises `TooManyAttempts`.

    What is counted is what was typed, whether anybody is called so or not.
    """
    _count(
        session,
        {
            _key("ask", name): rules.FREE_ASKED,
            _key("asker", _network(address)): rules.FREE_PER_ADDRESS,
        },
    )


def _count(session: Session, free_by_key: dict[str, int]) -> tuple[int, ...]:
    moment = clock.now()
    session.execute(delete(Attempt).where(Attempt.at <= moment - rules.WINDOW))
    failures: dict[str, list[datetime]] = {key: [] for key in free_by_key}
    for key, at in session.execute(select(Attempt.key, Attempt.at).where(Attempt.key.in_(free_by_key))):
        failures[key].append(at)
    wait = max(rules.wait_left(failures[key], moment, free=free) for key, free in free_by_key.items())
    if wait:
        raise TooManyAttempts(max(1, round(wait.total_seconds())))
    attempts = [Attempt(key=key, at=moment) for key in free_by_key]
    session.add_all(attempts)
    session.flush()
    return tuple(attempt.id for attempt in attempts)


def forget_attempt(session: Session, *, announced: Announced) -> None:
    """Take back an attempt that succeeded, and the failures counted with it (not those of the address)."""
    session.execute(
        delete(Attempt).where((Attempt.key == announced.key) | Attempt.id.in_(announced.attempt_ids))
    )


def forget_codes(session: Session, *, person_id: int) -> None:
    """Take back the failures at one-time codes after the right one."""
    session.execute(delete(Attempt).where(Attempt.key == _key("code", str(person_id))))


def renew_hash(session: Session, *, credential: Credential, password: str, hashing: PasswordHasher) -> None:
    """Hash a password anew when the parameters have changed since; nothing else about the account changes."""
    if credential.password_hash and hashing.check_needs_rehash(credential.password_hash):
        credential.password_hash = hashed(hashing, password)
        session.flush()


def use_code(session: Session, *, person_id: int, code: str) -> None:
    """Spend a one-time code of a confirmed second step; raises `WrongCode`, also for one used before."""
    credential = credential_of(session, person_id, hold=True)
    if credential is None or credential.totp_secret is None or credential.totp_confirmed_at is None:
        raise WrongCode
    step = rules.matching_step(credential.totp_secret, code, clock.now(), credential.totp_last_step)
    if step is None:
        raise WrongCode
    credential.totp_last_step = step
    session.flush()


def begin(session: Session, *, person_id: int) -> str:
    """Begin a sign-in and give its token, which is kept nowhere but in the person's browser."""
    if session.get(Credential, person_id) is None:
        raise HasNoAccount
    token = new_token()
    session.add(SignIn(token_hash=token_hash(token), person_id=person_id, began_at=clock.now()))
    session.flush()
    return token


def end(session: Session, *, token: str, because: str) -> None:
    """End the sign-in behind a token, and a second step being set up in it; one that has ended keeps its reason."""
    _drop_unconfirmed(
        session,
        Credential.totp_begun_in_id.in_(select(SignIn.id).where(SignIn.token_hash == token_hash(token))),
    )
    session.execute(
        update(SignIn)
        .where(SignIn.token_hash == token_hash(token), SignIn.ended_at.is_(None))
        .values(ended_at=clock.now(), ended_because=because)
    )


def end_all(session: Session, *, person_id: int, because: str, but: int | None = None) -> int:
    """End a person's sign-ins everywhere, all but one where told; gives how many were ended.

    A second step being set up in one of them is dropped.
    """
    _drop_unconfirmed(
        session, Credential.person_id == person_id, Credential.totp_begun_in_id.is_distinct_from(but)
    )
    ended = session.scalars(
        update(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.id != (but or 0))
        .values(ended_at=clock.now(), ended_because=because)
        .returning(SignIn.id)
    ).all()
    return len(ended)


def _drop_unconfirmed(session: Session, *which: ColumnElement[bool]) -> None:
    # Before the sign-ins: whoever sets a password holds the credential first too.
    session.execute(
        update(Credential)
        .where(Credential.totp_confirmed_at.is_(None), *which)
        .values(totp_secret=None, totp_begun_at=None, totp_begun_in_id=None)
        .execution_options(synchronize_session="fetch")
    )


def _key(kind: str, value: str) -> str:
    # Hashed because people now and then type their password where the user name goes.
    return f"{kind}:{hashlib.sha256(value.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _network(address: str) -> str:
    """Give what one customer has of the net: the address itself, or the /64 it lies in.

    Some proxies write the port behind it: all who come by one must not be taken for one another.
    """
    try:
        found = ip_address(_WITH_PORT.sub(r"\1\2", address.strip()))
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        # A server that listens for both kinds sees the older one dressed as the newer: all of them in one /64.
        return str(found.ipv4_mapped) if found.ipv4_mapped else found.exploded[:19]
    return str(found)
