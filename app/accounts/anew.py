"""New links for several who have an account and no password yet: the page with the first ones was lost, or they ran out.

Links of before stop working, whoever has that page by now. By mail or shown once, as when the accounts were given (`giving`).
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.access.actor import Scope
from app.accounts import queries, services
from app.accounts.giving import Account, Candidate, Given, NotGiven, Plan, reached_by_mail
from app.notifications.links import MAIL_OF_ACCOUNT
from app.notifications.services import put_in_outbox
from app.organisation.reach import holdings_of
from app.records.appending import wait_for_turn


def plan(session: Session, *, within: Scope, day: date, chosen: Sequence[int], mail_is_on: bool) -> Plan:
    """Tell what making links anew for the chosen would do; left out are those closed, without an account, or with a password."""
    rows = queries.register_rows(session, within=within, day=day, person_ids=chosen)
    waiting = [row for row in rows if row.waits_for_password(day)]
    held = holdings_of(session, [row.person_id for row in waiting], day)
    candidates = tuple(
        Candidate(
            row,
            row.username or "",
            held.get(row.person_id, ()),
            by_mail=reached_by_mail(row, held, mail_is_on=mail_is_on),
        )
        for row in waiting
    )
    left_out = tuple(row for row in rows if not row.waits_for_password(day))
    return Plan(candidates, left_out, gone=len(set(chosen)) - len(rows))


def make(
    session: Session,
    *,
    within: Scope,
    day: date,
    chosen: Sequence[int],
    mail_is_on: bool,
    base_url: str,
    actor_id: int,
) -> Given:
    """Make the links anew, all in one transaction; raises `NotGiven` where nobody of the chosen waits any more."""
    wait_for_turn(session)
    found = plan(session, within=within, day=day, chosen=chosen, mail_is_on=mail_is_on)
    if not found.candidates:
        raise NotGiven(found)
    accounts = []
    for one in found.candidates:
        person_id, link = one.row.person_id, None
        if one.by_mail:
            services.end_links(session, person_id)
            put_in_outbox(session, person_id=person_id, kind=MAIL_OF_ACCOUNT)
        else:
            link = services.make_link(session, person_id=person_id, base_url=base_url, actor_id=actor_id)
        accounts.append(Account(one.row, one.username, link))
    return Given(tuple(accounts), found.left_out, found.gone)
