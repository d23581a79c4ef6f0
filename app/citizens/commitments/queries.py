"""Reads of public commitments: the register with what was last said of each, one with all its follow-ups."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, collate, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.citizens.models import CommitmentFollowUp, CommitmentState, Kept, PublicCommitment
from app.citizens.queries import Reader, decides, holds_words, is_read, of_unit, page_of, written_by
from app.db import SWEDISH
from app.organisation.models import Unit
from app.paging import Found

FOLLOW_UPS = 60
"""Follow-ups of a commitment on its page."""


def visible(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a commitment may be read: the SQL twin of `rules.sees_commitment`."""
    one = PublicCommitment
    ways: list[ColumnElement[bool]] = [one.unit_id.in_(written_by(reader))]
    public = one.state.in_([CommitmentState.DECIDED, CommitmentState.ENDED])
    ways.append(and_(public, is_read(one.unit_id, reader)))
    is_draft = one.state == CommitmentState.DRAFT
    ways += [
        and_(is_draft, one.kind_key == kind.key, decides(reader, one.unit_id, kind)) for kind in reader.kinds
    ]
    return or_(false(), *ways)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the register is asked for; no `state` is all but what was laid aside."""

    words: tuple[str, ...] = ()
    kind_key: str = ""
    unit_id: int | None = None
    state: CommitmentState | None = None
    kept: Kept | None = None
    page: int = 1


_ORDER = case({"draft": 0, "decided": 1, "ended": 2}, value=PublicCommitment.state, else_=3)


def register(
    session: Session, reader: Reader, wanted: Wanted, *, whole: bool = False
) -> tuple[Found[PublicCommitment], dict[int, CommitmentFollowUp]]:
    """Give a page of the register, or all of it where it is taken away `whole`, with what was last said; three statements."""
    condition = and_(visible(reader), *_conditions(reader, wanted))
    rows = (
        select(PublicCommitment)
        .join(Unit, Unit.id == PublicCommitment.unit_id)
        .options(joinedload(PublicCommitment.unit))
        .order_by(_ORDER, collate(Unit.name, SWEDISH), PublicCommitment.id)
    )
    found = page_of(session, rows, PublicCommitment.id, condition, wanted.page, whole=whole)
    if not found.rows:
        return found, {}
    shown = condition if whole else PublicCommitment.id.in_([one.id for one in found.rows])
    return found, latest(session, shown)


def _conditions(reader: Reader, wanted: Wanted) -> list[ColumnElement[bool]]:
    one = PublicCommitment
    texts = (one.promise, one.to_whom, one.followed_how, one.if_broken, one.registry_number)
    found = [of_unit(one.unit_id, wanted.unit_id, reader.day), holds_words(wanted.words, *texts)]
    if wanted.kind_key:
        found.append(one.kind_key == wanted.kind_key)
    found.append(one.state == wanted.state if wanted.state else one.state != CommitmentState.ASIDE)
    if wanted.kept:
        last = _placed().subquery()
        now = select(last.c.commitment_id).where(last.c.place == 1, last.c.kept == wanted.kept)
        found.append(one.id.in_(now))
    return found


def _placed() -> Select[int, int, str, int]:
    one = CommitmentFollowUp
    place = func.row_number().over(
        partition_by=one.commitment_id, order_by=(one.year.desc(), one.month.desc(), one.id.desc())
    )
    return select(one.id, one.commitment_id, one.kept, place.label("place"))


def latest(session: Session, of: ColumnElement[bool]) -> dict[int, CommitmentFollowUp]:
    """Give what was last said of some commitments, by their number; one statement."""
    placed = (
        _placed()
        .where(CommitmentFollowUp.commitment_id.in_(select(PublicCommitment.id).where(of)))
        .subquery()
    )
    rows = session.scalars(
        select(CommitmentFollowUp)
        .join(placed, and_(placed.c.id == CommitmentFollowUp.id, placed.c.place == 1))
        .options(joinedload(CommitmentFollowUp.person))
    )
    return {one.commitment_id: one for one in rows}


def one_commitment(
    session: Session, reader: Reader, number: int, *, to_write: bool = False
) -> PublicCommitment | None:
    """Give a commitment the reader may read; None otherwise. `to_write` keeps other writers waiting."""
    wanted = (
        select(PublicCommitment)
        .where(PublicCommitment.id == number, visible(reader))
        .options(joinedload(PublicCommitment.unit))
    )
    if to_write:
        wanted = wanted.execution_options(populate_existing=True).with_for_update(of=PublicCommitment)
    return session.scalars(wanted).one_or_none()


def follow_ups_of(session: Session, number: int) -> list[CommitmentFollowUp]:
    """Give what was said of how a commitment is kept, the latest period first."""
    one = CommitmentFollowUp
    return list(
        session.scalars(
            select(one)
            .where(one.commitment_id == number)
            .options(joinedload(one.person))
            .order_by(one.year.desc(), one.month.desc(), one.id.desc())
            .limit(FOLLOW_UPS)
        )
    )


class Told(NamedTuple):
    """A decided commitment with what was last said of it, for who talks about the unit."""

    commitment: PublicCommitment
    latest: CommitmentFollowUp | None


def decided_in(reader: Reader, unit_ids: Collection[int], limit: int) -> Select[PublicCommitment]:
    """Select the decided commitments of some units, as far as the reader may read them."""
    one = PublicCommitment
    of_them = and_(one.unit_id.in_(sorted(unit_ids)), one.state == CommitmentState.DECIDED)
    return select(one).where(of_them, visible(reader)).order_by(one.id).limit(limit)


def decided_of(session: Session, reader: Reader, unit_ids: Collection[int], limit: int) -> list[Told]:
    """Give the decided commitments of some units, each with what was last said of it; two statements."""
    wanted = decided_in(reader, unit_ids, limit).options(joinedload(PublicCommitment.unit))
    rows = list(session.scalars(wanted))
    if not rows:
        return []
    said = latest(session, PublicCommitment.id.in_([row.id for row in rows]))
    return [Told(row, said.get(row.id)) for row in rows]
