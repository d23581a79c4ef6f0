"""Passages opened: one by itself, or those of one source or of one unit's dialogues."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.access.actor import Actor
from app.passages.models import Answer, Passage, PassageSubject, Receipt
from app.passages.queries.rights import readable_by
from app.passages.queries.waits import waiting
from app.passages.subjects import Ref


def one(session: Session, *, actor: Actor, passage_id: int, day: date, lock: bool = False) -> Passage | None:
    """Give a passage the actor may read, with units, people, answers and receipts; None otherwise.

    `lock` keeps other writers to the same passage waiting until the transaction ends.
    """
    query = (
        select(Passage)
        .where(Passage.id == passage_id, readable_by(actor, day))
        .options(*with_people(), *with_answers())
    )
    if lock:
        query = query.with_for_update(of=Passage).execution_options(populate_existing=True)
    return session.scalars(query).one_or_none()


def about_passage(session: Session, passage_id: int) -> list[Ref]:
    """Give what a passage is about, as numbers; who may read what they point at is asked of their features."""
    found = session.scalars(
        select(PassageSubject).where(PassageSubject.passage_id == passage_id).order_by(PassageSubject.id)
    )
    return [one.ref for one in found]


def passage_of_answer(session: Session, answer_id: int) -> int | None:
    """Tell which passage an answer belongs to; `one` decides whether it may be read."""
    return session.scalar(select(Answer.passage_id).where(Answer.id == answer_id))


def from_below(
    session: Session,
    *,
    actor: Actor,
    day: date,
    over_unit_id: int,
    since: datetime | None = None,
    limit: int = 50,
) -> list[Passage]:
    """Give what was released from dialogues that a unit led, as far as `actor` may read it: background to that unit's own
    dialogue upward. What waits for an answer first, then the newest.
    """
    query = select(Passage).where(Passage.over_unit_id == over_unit_id, readable_by(actor, day))
    if since is not None:
        query = query.where(Passage.released_at > since)
    return list(
        session.scalars(
            query.options(*with_people(), *with_answers())
            .order_by(waiting().desc(), Passage.released_at.desc(), Passage.id.desc())
            .limit(limit)
        )
    )


def released_in(session: Session, *, source_kind: str, source_id: int) -> list[Passage]:
    """Give what was released from one source, for instance a dialogue, in that order; for its own page.

    There are few of them, each answered once or twice: one statement brings all.
    """
    answers = joinedload(Passage.answers)
    return list(
        session.scalars(
            select(Passage)
            .where(Passage.source_kind == source_kind, Passage.source_id == source_id)
            .options(
                *with_people(),
                answers.joinedload(Answer.answered_by),
                answers.joinedload(Answer.receipts).joinedload(Receipt.person),
            )
            .order_by(Passage.id)
        ).unique()
    )


def with_people() -> Sequence[ORMOption]:
    """Load the two units and the two people along with passages."""
    return (
        joinedload(Passage.over_unit),
        joinedload(Passage.rep_unit),
        joinedload(Passage.over_person),
        joinedload(Passage.rep_person),
    )


def with_answers() -> Sequence[ORMOption]:
    """Load the answers along with passages, with who gave them and what was said of each."""
    return (
        selectinload(Passage.answers).joinedload(Answer.answered_by),
        selectinload(Passage.answers).selectinload(Answer.receipts).joinedload(Receipt.person),
    )
