"""Fetches values from Kolada: in a thread of the web server when somebody waits, otherwise by `samsyn jobs run`.

This module owns its transactions: a link is claimed, Kolada is asked with none open, and what it said is kept. A worker
that dies leaves its claim to run out; the next one asks again.
"""

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from app import clock
from app.beside import Desk
from app.quality.kolada import rules
from app.quality.kolada.client import Kolada
from app.quality.kolada.errors import Fault, KoladaError
from app.quality.kolada.keeping import keep
from app.quality.kolada.models import KoladaLink
from app.quality.kolada.reading import Measure, Value

IN_HAND = timedelta(minutes=10)
"""How long a worker may have a link: longer than Kolada is waited for."""

AT_ONCE = 500
"""Links fetched in one run at most; the rest are fetched by the next."""

log = logging.getLogger(__name__)

Opened = Callable[[], Kolada]


@dataclass(slots=True)
class Fetched:
    """How a run went."""

    links: int = 0
    changed: int = 0
    later: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a link asks for, read before Kolada is asked."""

    link_id: int
    claim: str
    measure: str
    by_unit: bool
    places: tuple[str, ...]


def fetch_waiting(session: Session) -> Fetched:
    """Fetch what is due from the Kolada of the settings; commits each link."""
    return fetch_due(session, lambda: Kolada(current_app.config["SETTINGS"].kolada_url))


def fetch_due(session: Session, opened: Opened) -> Fetched:
    """Fetch what is due, what has waited longest first; ends when Kolada is not to be reached at all. Commits each link."""
    done = Fetched()
    with opened() as kolada:
        while done.links + done.later < AT_ONCE and (wanted := claim(session)):
            try:
                years = rules.years_asked(clock.today().year)
                measure, values = _asked(kolada, wanted, years)
                done.changed += _kept(session, wanted, measure, values, years)
                done.links += 1
            except KoladaError as problem:
                session.rollback()
                _mark_unfetched(session, wanted, problem)
                done.later += 1
                if problem.fault in {Fault.UNREACHABLE, Fault.SLOW, Fault.BUSY, Fault.MOVED}:
                    break
    return done


def claim(session: Session) -> Wanted | None:
    """Take the link that has waited longest and that no other worker has in hand; commits."""
    at = clock.now()
    next_one = (
        select(KoladaLink.id)
        .where(
            KoladaLink.removed_at.is_(None),
            KoladaLink.next_on <= at,
            or_(KoladaLink.claimed_until.is_(None), KoladaLink.claimed_until <= at),
        )
        .order_by(KoladaLink.next_on, KoladaLink.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    token = secrets.token_hex(16)
    link_id = session.execute(
        update(KoladaLink)
        .where(KoladaLink.id == next_one)
        .values(claim=token, claimed_until=at + IN_HAND, attempts=KoladaLink.attempts + 1)
        .returning(KoladaLink.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    session.commit()
    if link_id is None:
        return None
    link = _loaded(session, link_id)
    wanted = Wanted(link.id, token, link.measure, link.by_unit, tuple(one.place for one in link.places))
    session.rollback()
    return wanted


def _loaded(session: Session, link_id: int) -> KoladaLink:
    return session.scalars(
        select(KoladaLink)
        .where(KoladaLink.id == link_id)
        .options(selectinload(KoladaLink.places), joinedload(KoladaLink.indicator))
        .execution_options(populate_existing=True)
    ).one()


def _asked(kolada: Kolada, wanted: Wanted, years: Sequence[int]) -> tuple[Measure, Sequence[Value]]:
    measure = kolada.measure(wanted.measure)
    if measure is None:
        raise KoladaError(Fault.GONE, "no measure of that name")
    if not wanted.places:
        return measure, ()
    return measure, kolada.values(wanted.measure, wanted.places, years=years, by_unit=wanted.by_unit)


def _kept(
    session: Session, wanted: Wanted, measure: Measure, values: Sequence[Value], years: Sequence[int]
) -> int:
    """Keep what Kolada said; what was changed here while it was asked is asked about again."""
    link = _loaded(session, wanted.link_id)
    if link.claim != wanted.claim:
        session.rollback()
        return 0
    at = clock.now()
    same = (
        link.removed_at is None
        and (link.measure, link.by_unit) == (wanted.measure, wanted.by_unit)
        and tuple(one.place for one in link.places) == wanted.places
    )
    changed = 0
    if same:
        link.title, link.description = measure.title, measure.description
        changed = keep(session, link, values, at, years=years)
        link.fetched_at, link.next_on = at, at + rules.ASKED_EVERY
        link.wanted_at, link.fault, link.attempts = None, "", 0
    link.claim = link.claimed_until = None
    session.commit()
    return changed


def _mark_unfetched(session: Session, wanted: Wanted, problem: KoladaError) -> None:
    at: datetime = clock.now()
    log.warning("values of %s could not be fetched: %s", wanted.measure, problem)
    attempts = session.scalar(select(KoladaLink.attempts).where(KoladaLink.id == wanted.link_id)) or 1
    # Only what is still in this worker's hand: who was so slow that another took over says nothing any more.
    session.execute(
        update(KoladaLink)
        .where(KoladaLink.id == wanted.link_id, KoladaLink.claim == wanted.claim)
        .values(
            claim=None,
            claimed_until=None,
            wanted_at=None,
            fault=problem.fault,
            next_on=rules.tried_again(problem.fault, attempts, at, problem.wait_seconds),
        )
        .execution_options(synchronize_session=False)
    )
    session.commit()


desk = Desk("kolada", fetch_waiting)
