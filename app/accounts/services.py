"""What is done to accounts: made, opened with a one-time link, given a password or a second step, closed.

Every change leaves an entry of kind “account” in the history, under the person's id. No password, hash,
secret or token is ever part of it.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pyotp
from argon2 import PasswordHasher
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.accounts import rules, signing_in
from app.accounts.errors import (
    BadPassword,
    BadUsername,
    HasAccount,
    HasNoAccount,
    LinkNotUsable,
    NotBegun,
    NotOneself,
    UnitNotFound,
    UsernameTaken,
    WrongCode,
)
from app.accounts.models import Credential, OneTimeLink
from app.accounts.passwords import hashed, new_token, token_hash
from app.accounts.queries import credential_of, usable_link, username_is_taken
from app.notifications.feed.services import remove_feed
from app.organisation.appointing import appoint
from app.organisation.models import Person, Placement, Unit, in_force
from app.organisation.people import create_person, prepare_reopening, ways_in
from app.organisation.rules import KindRule
from app.records.appending import wait_for_turn
from app.records.services import record

LINK_ADDRESS = "/nytt-losenord/"


def install() -> None:
    """Have sign-ins and links end where a person is closed in the organisation, too."""
    ways_in.register("accounts", _end_ways_in)


def create_account(
    session: Session,
    *,
    username: str,
    name: str,
    email: str | None,
    role: Role,
    unit_external_id: str | None,
    base_url: str,
    actor_id: int | None,
    kinds: Sequence[KindRule] | None = None,
) -> str:
    """Make a person with an appointment and an account; gives the one-time link for the first password.

    `kinds` are the profile's; where given, the role must suit the kind of unit. Raises `Refused`, `BadUsername`,
    `UsernameTaken`, or `UnitNotFound` when the unit is unknown or no organisation is there yet.
    """
    unit_id = _unit_id(session, unit_external_id)
    person = create_person(session, name=name, email=email, actor_id=actor_id)
    appoint(
        session,
        person_id=person.id,
        unit_id=unit_id,
        role=role.value,
        valid_from=clock.today(),
        actor_id=actor_id,
        kinds=kinds,
    )
    add_credential(session, person_id=person.id, username=username, actor_id=actor_id)
    return make_link(session, person_id=person.id, base_url=base_url, actor_id=actor_id)


def _unit_id(session: Session, external_id: str | None) -> int:
    today = clock.today()
    wanted = select(Unit.id).where(in_force(Unit.valid_from, Unit.valid_to, today))
    if external_id is not None:
        wanted = wanted.where(Unit.external_id == external_id)
    else:
        wanted = wanted.join(Placement, Placement.unit_id == Unit.id).where(
            Placement.parent_id.is_(None), in_force(Placement.valid_from, Placement.valid_to, today)
        )
    found = session.scalars(wanted.order_by(Unit.id).limit(1)).one_or_none()
    if found is None:
        raise UnitNotFound(
            f"no unit with the id {external_id} is in force today"
            if external_id is not None
            else "there is no organisation yet; fill in what 'samsyn import template organisation.xlsx' writes,"
            " then run: samsyn import organisation organisation.xlsx"
        )
    return found


def add_credential(
    session: Session,
    *,
    person_id: int,
    username: str,
    actor_id: int | None,
    password_hash: str | None = None,
) -> Credential:
    """Give a person an account under a user name; raises `BadUsername`, `UsernameTaken`, `HasAccount`.

    One after the other: otherwise two who give accounts to several could wait for one another. A password hash given
    here is taken as it is: for demo data only. Otherwise a one-time link sets the password.
    """
    name = rules.normalised_username(username)
    if not rules.username_fits(name):
        raise BadUsername(f"not usable as a user name: {username!r}")
    wait_for_turn(session)
    if credential_of(session, person_id) is not None:
        raise HasAccount("the person already has an account")
    if username_is_taken(session, name):
        raise UsernameTaken(f"the user name is taken: {name}")
    credential = Credential(
        person_id=person_id,
        username=name,
        password_hash=password_hash,
        password_set_at=clock.now() if password_hash else None,
    )
    session.add(credential)
    session.flush()
    _note(session, person_id, actor_id, "account.created", after={"username": name})
    return credential


def make_link(session: Session, *, person_id: int, base_url: str, actor_id: int | None) -> str:
    """Make a one-time link for a new password and give its full address; earlier unused ones stop working.

    The address always begins with the fixed base address, never with what a request claims. Raises
    `HasNoAccount`, and `NotOneself`: one changes one's own password with the present one.
    """
    if person_id == actor_id:
        raise NotOneself
    if credential_of(session, person_id) is None:
        raise HasNoAccount("the person has no account")
    end_links(session, person_id)
    token = new_token()
    runs_out_at = _keep_link(session, person_id, token, life=rules.LINK_LIFE, actor_id=actor_id)
    _note(session, person_id, actor_id, "account.link_made", after={"runs_out_at": runs_out_at})
    return f"{base_url.rstrip('/')}{LINK_ADDRESS}{token}"


def make_mailed_link(session: Session, *, person_id: int, life: timedelta = rules.MAILED_LINK_LIFE) -> str:
    """Make the one-time link of a mail that is being sent, good for an hour or `life`; gives its address within the product.

    Links made before stay good: otherwise anybody who asks in a person's name could spoil the link in their hand.
    They all end when one of them is used.
    """
    token = new_token()
    runs_out_at = _keep_link(session, person_id, token, life=life, actor_id=None)
    _note(session, person_id, None, "account.link_mailed", after={"runs_out_at": runs_out_at})
    return f"{LINK_ADDRESS}{token}"


def _keep_link(
    session: Session, person_id: int, token: str, *, life: timedelta, actor_id: int | None
) -> datetime:
    moment = clock.now()
    link = OneTimeLink(
        token_hash=token_hash(token),
        person_id=person_id,
        made_by_id=actor_id,
        made_at=moment,
        runs_out_at=moment + life,
    )
    session.add(link)
    session.flush()
    return link.runs_out_at


def end_links(session: Session, person_id: int) -> None:
    """Have every unused link of a person stop working."""
    moment = clock.now()
    session.execute(
        update(OneTimeLink)
        .where(
            OneTimeLink.person_id == person_id,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.runs_out_at > moment,
        )
        .values(runs_out_at=moment)
    )


def use_link(session: Session, *, token: str, password: str, hashing: PasswordHasher) -> int:
    """Set a password through a one-time link, which is then spent; gives the person's id.

    Sign-ins, links and the calendar's address of before hold no longer.
    Raises `LinkNotUsable` or `BadPassword`, which leaves the link unspent.
    """
    link = usable_link(session, token=token, moment=clock.now(), hold=True)
    if link is None:
        raise LinkNotUsable
    credential = credential_of(session, link.person_id, hold=True)
    if credential is None or _closed(credential.person, clock.today()):
        raise LinkNotUsable
    _set_password(session, credential, password, hashing)
    link.used_at = clock.now()
    session.flush()
    _note(session, link.person_id, link.person_id, "account.password_set_by_link", after={"link": link.id})
    return link.person_id


def change_password(session: Session, *, person_id: int, password: str, hashing: PasswordHasher) -> None:
    """Change one's own password, which ends every sign-in, unused link and calendar address; raises `BadPassword`.

    The caller has made sure of the present password.
    """
    credential = credential_of(session, person_id, hold=True)
    if credential is None:
        raise HasNoAccount
    _set_password(session, credential, password, hashing)
    _note(session, person_id, person_id, "account.password_changed")


def _set_password(session: Session, credential: Credential, password: str, hashing: PasswordHasher) -> None:
    problems = rules.password_problems(password, username=credential.username, name=credential.person.name)
    if problems:
        raise BadPassword(problems)
    credential.password_hash = hashed(hashing, password)
    credential.password_set_at = clock.now()
    session.flush()
    # With the sign-ins goes a second step being set up: whoever was in may have seen its secret.
    signing_in.end_all(session, person_id=credential.person_id, because="password_changed")
    end_links(session, credential.person_id)
    # Whoever was in may have made or copied the calendar's address too.
    remove_feed(session, person_id=credential.person_id, actor_id=credential.person_id)


def start_second_step(session: Session, *, person_id: int, sign_in_id: int) -> None:
    """Make a secret, each time a new one, for a second step that is not in force until confirmed with a code.

    The caller has made sure of the present password.
    """
    credential = credential_of(session, person_id, hold=True)
    if credential is None or credential.totp_confirmed_at is not None:
        raise HasNoAccount
    credential.totp_secret = pyotp.random_base32()
    credential.totp_begun_at, credential.totp_begun_in_id = clock.now(), sign_in_id
    session.flush()


def waiting_secret(credential: Credential, *, sign_in_id: int) -> str | None:
    """Give the secret that waits for its first code in a sign-in; None where none was begun there, or too long ago."""
    waits = credential.totp_confirmed_at is None and rules.waits_here(
        begun_at=credential.totp_begun_at,
        begun_in=credential.totp_begun_in_id,
        sign_in_id=sign_in_id,
        moment=clock.now(),
    )
    return credential.totp_secret if waits else None


def confirm_second_step(session: Session, *, person_id: int, sign_in_id: int, code: str) -> None:
    """Put the second step in force after a first right code, which is thereby spent; raises `WrongCode`, `NotBegun`."""
    credential = credential_of(session, person_id, hold=True)
    secret = waiting_secret(credential, sign_in_id=sign_in_id) if credential is not None else None
    if credential is None or secret is None:
        raise NotBegun
    step = rules.matching_step(secret, code, clock.now(), None)
    if step is None:
        raise WrongCode
    credential.totp_confirmed_at = clock.now()
    credential.totp_last_step = step
    credential.totp_begun_at = credential.totp_begun_in_id = None
    session.flush()
    _note(session, person_id, person_id, "account.second_step_on")


def remove_second_step(session: Session, *, person_id: int) -> None:
    """Take one's own second step away. The caller has made sure of the present password."""
    _forget_second_step(session, person_id)
    _note(session, person_id, person_id, "account.second_step_off")


def reset_second_step(session: Session, *, person_id: int, actor_id: int) -> None:
    """Take away the second step of somebody who lost their phone, which ends every sign-in of theirs; raises `NotOneself`."""
    if person_id == actor_id:
        raise NotOneself
    _forget_second_step(session, person_id)
    signing_in.end_all(session, person_id=person_id, because="second_step_reset")
    _note(session, person_id, actor_id, "account.second_step_reset")


def _forget_second_step(session: Session, person_id: int) -> None:
    credential = credential_of(session, person_id, hold=True)
    if credential is None:
        raise HasNoAccount
    credential.totp_secret = credential.totp_confirmed_at = credential.totp_last_step = None
    credential.totp_begun_at = credential.totp_begun_in_id = None
    session.flush()


def close(session: Session, *, person_id: int, actor_id: int) -> None:
    """Close a person from today: sign-ins, unused links and the calendar address end; raises `NotOneself`.

    Who has left already left on the day they did: a page of before sets no later one.
    """
    if person_id == actor_id:
        raise NotOneself
    person = session.get_one(Person, person_id)
    if _closed(person, clock.today()):
        return
    before = person.closed_on
    person.closed_on = clock.today()
    session.flush()
    _end_ways_in(session, person_id, actor_id)
    _note(
        session,
        person_id,
        actor_id,
        "account.closed",
        before={"closed_on": before},
        after={"closed_on": person.closed_on},
    )


def _end_ways_in(session: Session, person_id: int, actor_id: int | None) -> None:
    signing_in.end_all(session, person_id=person_id, because="closed")
    end_links(session, person_id)
    # Whoever comes back makes a new address: the one of before may be in the hands of others.
    remove_feed(session, person_id=person_id, actor_id=actor_id)


def reopen(session: Session, *, person_id: int, actor_id: int) -> None:
    """Open a closed person again; sign-ins of before stay ended. Raises `Refused` where the address has gone to another.

    Who is to leave on a day ahead is not closed: a page of before takes that day from nobody.
    """
    person = session.get_one(Person, person_id)
    if not _closed(person, clock.today()):
        return
    before = person.closed_on
    prepare_reopening(session, person, actor_id=actor_id)
    person.closed_on = None
    session.flush()
    _note(
        session,
        person_id,
        actor_id,
        "account.reopened",
        before={"closed_on": before},
        after={"closed_on": None},
    )


def end_sign_ins(session: Session, *, person_id: int, actor_id: int, but: int | None = None) -> int:
    """End a person's sign-ins everywhere, as the person or an administrator wishes; gives how many ended."""
    ended = signing_in.end_all(
        session,
        person_id=person_id,
        because="own_wish" if actor_id == person_id else "administrator",
        but=but,
    )
    _note(session, person_id, actor_id, "account.sign_ins_ended", after={"ended": ended})
    return ended


def choose_language(session: Session, *, person_id: int, language: str) -> None:
    """Keep the language a person wants to read in."""
    person = session.get_one(Person, person_id)
    if person.language == language:
        return
    before = person.language
    person.language = language
    session.flush()
    _note(
        session,
        person_id,
        person_id,
        "account.language_chosen",
        before={"language": before},
        after={"language": language},
    )


def _closed(person: Person, day: date) -> bool:
    return person.closed_on is not None and person.closed_on <= day


def _note(
    session: Session,
    person_id: int,
    actor_id: int | None,
    action: str,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    record(
        session,
        actor_id=actor_id,
        action=action,
        kind="account",
        object_id=person_id,
        before=before,
        after=after,
    )
