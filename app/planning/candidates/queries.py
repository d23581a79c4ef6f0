"""Reads of candidates: for those who write the plan of their unit; shared for the dialogue, for the managers above too."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.organisation.reach import lies_within
from app.planning.models import (
    Candidate,
    CandidateState,
    Prioritising,
)
from app.planning.queries import Reader


def shared_from(unit_id: int, year: int) -> ColumnElement[bool]:
    """Give the condition that a candidate is in a shared list of a unit, for a year or later."""
    return Candidate.year.in_(
        select(Prioritising.year).where(
            Prioritising.unit_id == unit_id, Prioritising.year >= year, Prioritising.shared_at.is_not(None)
        )
    )


def visible(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a candidate is read: by those who write for its unit, and above it once its list is shared."""
    shared = exists().where(
        Prioritising.unit_id == Candidate.unit_id,
        Prioritising.year == Candidate.year,
        Prioritising.shared_at.is_not(None),
    )
    return or_(
        lies_within(Candidate.unit_id, reader.writing, reader.day),
        and_(shared, lies_within(Candidate.unit_id, reader.leading, reader.day)),
    )


def candidates_of(session: Session, unit_id: int, year: int) -> list[Candidate]:
    """Give the candidates of a unit and year with the goals they became: open ones in their order, decided ones latest first."""
    rows = session.scalars(
        select(Candidate)
        .where(Candidate.unit_id == unit_id, Candidate.year == year)
        .options(
            joinedload(Candidate.proposed_by), joinedload(Candidate.decided_by), joinedload(Candidate.goal)
        )
        .order_by(Candidate.position, Candidate.id)
    ).all()
    opened = [one for one in rows if one.state == CandidateState.OPEN]
    decided = [one for one in rows if one.state != CandidateState.OPEN]
    return opened + sorted(decided, key=lambda one: (one.decided_at or one.proposed_at, one.id), reverse=True)


def open_candidates(session: Session, unit_id: int) -> dict[int, int]:
    """Count the candidates of a unit that nothing is decided about, by year."""
    rows = session.execute(
        select(Candidate.year, func.count(Candidate.id))
        .where(Candidate.unit_id == unit_id, Candidate.state == CandidateState.OPEN)
        .group_by(Candidate.year)
    )
    return {row[0]: row[1] for row in rows}


def candidate_to_write(session: Session, reader: Reader, candidate_id: int) -> Candidate | None:
    """Give a candidate of a unit the reader writes for; None when it is somebody else's or there is none."""
    return session.scalars(
        select(Candidate)
        .where(
            Candidate.id == candidate_id,
            lies_within(Candidate.unit_id, reader.writing, reader.day),
        )
        .options(joinedload(Candidate.unit), joinedload(Candidate.goal))
        .execution_options(populate_existing=True)
    ).one_or_none()


def candidates_read(
    session: Session, reader: Reader, wanted: ColumnElement[bool], limit: int
) -> list[Candidate]:
    """Give the wanted candidates as far as they are read, of the latest year first, in their order; one statement."""
    return list(
        session.scalars(
            select(Candidate)
            .where(wanted, visible(reader))
            .order_by(Candidate.year.desc(), Candidate.position, Candidate.id)
            .limit(limit)
        )
    )


def list_of(session: Session, unit_id: int, year: int) -> Prioritising | None:
    """Give the list of a unit and year, with who shared it; None where nobody has begun one."""
    return session.scalars(
        select(Prioritising)
        .where(Prioritising.unit_id == unit_id, Prioritising.year == year)
        .options(joinedload(Prioritising.shared_by))
    ).one_or_none()


def shared_years(session: Session, unit_id: int) -> list[int]:
    """Give the years whose candidates a unit has shared, the latest first."""
    wanted = select(Prioritising.year).where(
        Prioritising.unit_id == unit_id, Prioritising.shared_at.is_not(None)
    )
    return list(session.scalars(wanted.order_by(Prioritising.year.desc())))


def candidates_from(
    session: Session, reader: Reader, origin_kind: str, origin_ids: Collection[int]
) -> dict[int, list[Candidate]]:
    """Give the candidates that came out of some things, with their goals, to those who write for the unit: the link back."""
    found: dict[int, list[Candidate]] = {}
    for one in session.scalars(
        select(Candidate)
        .where(
            Candidate.origin_kind == origin_kind,
            Candidate.origin_id.in_(sorted(origin_ids)),
            lies_within(Candidate.unit_id, reader.writing, reader.day),
        )
        .options(joinedload(Candidate.goal))
        .order_by(Candidate.id)
    ):
        if one.origin_id is not None:
            found.setdefault(one.origin_id, []).append(one)
    return found
