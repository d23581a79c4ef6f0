"""Reads of candidates: for those who write the plan of the unit they are of."""

from collections.abc import Collection

from sqlalchemy import (
    func,
    select,
)
from sqlalchemy.orm import Session, joinedload

from app.organisation.reach import lies_within
from app.planning.models import (
    Candidate,
    CandidateState,
    Prioritising,
)
from app.planning.queries import Reader


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


def revision_of_list(session: Session, unit_id: int, year: int) -> int:
    """Give the revision of a unit's list of candidates; 0 where there is none yet."""
    return (
        session.scalar(
            select(Prioritising.revision).where(Prioritising.unit_id == unit_id, Prioritising.year == year)
        )
        or 0
    )


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
