"""Accounts for several people at once: what would happen, and doing it in one transaction.

Who can have the link by mail gets it so: the link is made as the mail is sent, and nobody else ever sees it. For the others
it is shown to whoever gives the accounts, this once.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Holding, Scope
from app.accounts import queries, rules, services
from app.accounts.models import Credential
from app.accounts.queries import RegisterRow
from app.notifications.links import MAIL_OF_ACCOUNT, Link, Overtaken, links
from app.notifications.plain import ADDRESS
from app.notifications.services import put_in_outbox
from app.organisation.reach import holdings, holdings_of
from app.records.appending import wait_for_turn


class NameFault(StrEnum):
    """Why a user name cannot be given."""

    MISSING = "missing"
    BAD = "bad"
    TAKEN = "taken"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who would get an account: under which user name, what they hold now, and how their link reaches them."""

    row: RegisterRow
    username: str
    held: tuple[Holding, ...]
    by_mail: bool
    fault: NameFault | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Whom one would give accounts, and who is left out: those closed or with an account, and those not there any more."""

    candidates: tuple[Candidate, ...]
    left_out: tuple[RegisterRow, ...]
    gone: int

    @property
    def faulty(self) -> tuple[Candidate, ...]:
        """Those whose user name cannot be given."""
        return tuple(one for one in self.candidates if one.fault is not None)

    @property
    def mailed(self) -> tuple[Candidate, ...]:
        """Those whose link goes by mail."""
        return tuple(one for one in self.candidates if one.by_mail)

    @property
    def handed(self) -> tuple[Candidate, ...]:
        """Those whose link is shown, to be handed over."""
        return tuple(one for one in self.candidates if not one.by_mail)


class NotGiven(Exception):
    """Nothing was done: a user name cannot be given, or nobody is left to give an account."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("no account was given")
        self.plan = plan


@dataclass(frozen=True, slots=True)
class Account:
    """An account just given, with the link to hand over; None where it goes by mail."""

    row: RegisterRow
    username: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Given:
    """What was done, and who was left out (see `Plan`)."""

    accounts: tuple[Account, ...]
    left_out: tuple[RegisterRow, ...]
    gone: int

    @property
    def mailed(self) -> tuple[Account, ...]:
        """Those whose link goes by mail."""
        return tuple(one for one in self.accounts if one.link is None)

    @property
    def handed(self) -> tuple[Account, ...]:
        """Those whose link is to be handed over."""
        return tuple(one for one in self.accounts if one.link is not None)


def install() -> None:
    """Have the mail's link made as it is sent."""
    links.register(MAIL_OF_ACCOUNT, link_for)


def plan(
    session: Session,
    *,
    within: Scope,
    day: date,
    chosen: Sequence[int],
    mail_is_on: bool,
    typed: Mapping[int, str] | None = None,
) -> Plan:
    """Tell what giving accounts to the chosen would do, in three statements; user names are proposed unless typed."""
    rows = queries.register_rows(session, within=within, day=day, person_ids=chosen)
    able = [row for row in rows if row.may_get_account(day)]
    names = _proposed(able) if typed is None else _as_typed(able, typed)
    taken = queries.usernames_like(session, [name for name in names if rules.username_fits(name)])
    faults: list[NameFault | None] = [None] * len(names)
    if typed is None:
        names = _made_free(names, taken)
    else:
        times = Counter(names)
        faults = [_fault(name, times[name], taken) for name in names]
    held = holdings_of(session, [row.person_id for row in able], day)
    candidates = tuple(
        Candidate(
            row,
            name if typed is None else typed.get(row.person_id, ""),
            held.get(row.person_id, ()),
            by_mail=reached_by_mail(row, held, mail_is_on=mail_is_on),
            fault=fault,
        )
        for row, name, fault in zip(able, names, faults, strict=True)
    )
    left_out = tuple(row for row in rows if not row.may_get_account(day))
    return Plan(candidates, left_out, gone=len(set(chosen)) - len(rows))


def reached_by_mail(row: RegisterRow, held: Mapping[int, tuple[Holding, ...]], *, mail_is_on: bool) -> bool:
    """Tell whether somebody can have a link by mail: those who may not come in yet get none."""
    return mail_is_on and row.person_id in held and ADDRESS.fullmatch(row.email or "") is not None


def _proposed(rows: Sequence[RegisterRow]) -> list[str]:
    return [rules.proposed_username(row.name, row.email) for row in rows]


def _as_typed(rows: Sequence[RegisterRow], typed: Mapping[int, str]) -> list[str]:
    return [rules.normalised_username(typed.get(row.person_id, "")) for row in rows]


def _made_free(names: Sequence[str], taken: set[str]) -> list[str]:
    """Make each name unique, among those there are and those before it; one that could not be proposed stays empty."""
    free: list[str] = []
    for name in names:
        free.append(rules.free_username(name, taken) if name else name)
        taken.add(free[-1])
    return free


def _fault(name: str, times: int, taken: set[str]) -> NameFault | None:
    if not name:
        return NameFault.MISSING
    if not rules.username_fits(name):
        return NameFault.BAD
    if name in taken:
        return NameFault.TAKEN
    return NameFault.TWICE if times > 1 else None


def give(
    session: Session,
    *,
    within: Scope,
    day: date,
    typed: Mapping[int, str],
    mail_is_on: bool,
    base_url: str,
    actor_id: int,
) -> Given:
    """Give accounts under the user names typed, to all who can have one or, where a name cannot be given, to nobody.

    Raises `NotGiven`. Who was closed or got an account meanwhile is left out.
    """
    wait_for_turn(session)
    found = plan(session, within=within, day=day, chosen=list(typed), mail_is_on=mail_is_on, typed=typed)
    if found.faulty or not found.candidates:
        raise NotGiven(found)
    accounts = []
    for one in found.candidates:
        person_id, link = one.row.person_id, None
        credential = services.add_credential(
            session, person_id=person_id, username=one.username, actor_id=actor_id
        )
        if one.by_mail:
            put_in_outbox(session, person_id=person_id, kind=MAIL_OF_ACCOUNT)
        else:
            link = services.make_link(session, person_id=person_id, base_url=base_url, actor_id=actor_id)
        accounts.append(Account(one.row, credential.username, link))
    return Given(tuple(accounts), found.left_out, found.gone)


def link_for(session: Session, person_id: int) -> Link | None:
    """Make the link of a mail that is being sent, good as long as one handed over; raises `Overtaken` for who has a password."""
    credential = session.get(Credential, person_id)
    if credential is None or not holdings(session, person_id, clock.today()):
        return None
    if credential.password_hash is not None:
        raise Overtaken
    path = services.make_mailed_link(session, person_id=person_id, life=rules.LINK_LIFE)
    return Link(path, {"username": credential.username, "minutes": rules.LINK_LIFE // timedelta(minutes=1)})
