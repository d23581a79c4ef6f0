"""What has been said of assignments."""

from collections.abc import Collection

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import Session, joinedload

from app.assignments.models import AssignmentWord


def latest_said() -> Subquery:
    """Give the statement for the number of what was said last of each assignment."""
    return (
        select(AssignmentWord.assignment_id, func.max(AssignmentWord.id).label("latest"))
        .where(AssignmentWord.taken_back_at.is_(None), AssignmentWord.text != "")
        .group_by(AssignmentWord.assignment_id)
        .subquery()
    )


def words_of(session: Session, assignment_id: int) -> list[AssignmentWord]:
    """Give what was said of an assignment and not taken back, the latest first."""
    return list(
        session.scalars(
            select(AssignmentWord)
            .where(AssignmentWord.assignment_id == assignment_id, AssignmentWord.taken_back_at.is_(None))
            .order_by(AssignmentWord.id.desc())
            .options(joinedload(AssignmentWord.person))
        )
    )


def latest_words(session: Session, ids: Collection[int]) -> dict[int, AssignmentWord]:
    """Give what was said last of each assignment, in words."""
    said = latest_said()
    rows = session.scalars(
        select(AssignmentWord)
        .join(said, said.c.latest == AssignmentWord.id)
        .where(AssignmentWord.assignment_id.in_(sorted(ids)))
        .options(joinedload(AssignmentWord.person))
    )
    return {one.assignment_id: one for one in rows}
