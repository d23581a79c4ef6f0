"""A unit's economy as what a dialogue is about: words said of it stand beside its figures, whatever the period.

The subject is the economy of a unit, by the unit's number, not one forecast of it: what was said in March is still
there to be read beside the figures of October.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache, partial

from flask_babel import gettext, lazy_gettext
from sqlalchemy import collate, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.db import SWEDISH
from app.documents.decisions.subjects import Subject as DecidedAbout
from app.economy.models import FinancialGoal, Recovery
from app.economy.queries.whose import Reader, plan_read_by, read_by, written_by
from app.organisation.models import Unit
from app.passages.subjects import Subject, SubjectKind

ECONOMY = "economy"


def _subject(unit_id: int, name: str) -> Subject:
    title = gettext("Ekonomin, %(unit)s", unit=name)
    # Written out: the demo talks about it where there is no request, and so no address to be made.
    return Subject(ECONOMY, unit_id, title, f"/ekonomi/?enhet={unit_id}", unit_id)


def _named(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Subject]:
    if not actor.may(May.READ_ECONOMY):
        return {}
    reader = Reader(actor, clock.today())
    rows = session.execute(
        select(Unit.id, Unit.name).where(
            Unit.id.in_(sorted(ids)), Unit.id.in_(read_by(reader)) | Unit.id.in_(written_by(reader))
        )
    )
    return {unit_id: _subject(unit_id, name) for unit_id, name in rows}


def _offered(session: Session, actor: Actor, unit_ids: Collection[int], limit: int) -> list[Subject]:
    if not actor.may(May.READ_ECONOMY):
        return []
    reader = Reader(actor, clock.today())
    rows = session.execute(
        select(Unit.id, Unit.name)
        .where(Unit.id.in_(sorted(unit_ids)), Unit.id.in_(read_by(reader)))
        .order_by(collate(Unit.name, SWEDISH), Unit.id)
        .limit(limit)
    )
    return [_subject(unit_id, name) for unit_id, name in rows]


KIND = SubjectKind(ECONOMY, lazy_gettext("Ekonomi"), _named, _offered, (ECONOMY,))


def decided_goals(session: Session, numbers: Sequence[int]) -> Mapping[int, DecidedAbout]:
    """Give financial goals as what decisions are about."""
    rows = session.execute(
        select(FinancialGoal.id, FinancialGoal.title).where(FinancialGoal.id.in_(list(numbers)))
    )
    return {
        one: DecidedAbout(title, f"/ekonomi/finansiella-mal/{one}", May.READ_ECONOMY) for one, title in rows
    }


def _recoveries_read(session: Session, numbers: Sequence[int]) -> Callable[[int, Actor], bool]:
    """Tell of each of some recoveries whether somebody reads it; asked once for all of them, where it is asked."""

    @lru_cache(maxsize=1)
    def of(actor: Actor) -> frozenset[int]:
        read = select(Recovery.id).where(
            Recovery.id.in_(list(numbers)), plan_read_by(Reader(actor, clock.today()))
        )
        return frozenset(session.scalars(read))

    return lambda number, actor: number in of(actor)


def decided_recoveries(session: Session, numbers: Sequence[int]) -> Mapping[int, DecidedAbout]:
    """Give recoveries as what decisions are about."""
    reads = _recoveries_read(session, numbers)
    rows = session.execute(
        select(Recovery.id, Recovery.year, Unit.name)
        .join(Unit, Unit.id == Recovery.unit_id)
        .where(Recovery.id.in_(list(numbers)))
    )
    return {
        one: DecidedAbout(
            gettext("Underskottet %(year)s, %(unit)s", year=year, unit=name),
            f"/ekonomi/aterhamtning/{one}",
            May.READ_ECONOMY,
            partial(reads, one),
        )
        for one, year, name in rows
    }
