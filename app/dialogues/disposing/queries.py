"""Reads for those who dispose: which records there are, by what they are called and never by what they say."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.dialogues.establishing.services import ADDENDUM, RECORD
from app.dialogues.models import Addendum, Dialogue, Disposal, Participant
from app.dialogues.queries.whose import WITH_POSTS
from app.records.models import Edition

_WHOLE_DIALOGUE = (
    joinedload(Dialogue.series).options(*WITH_POSTS),
    selectinload(Dialogue.participants).joinedload(Participant.person),
)
_PEOPLE = (
    joinedload(Disposal.proposed_by),
    joinedload(Disposal.confirmed_by),
    joinedload(Disposal.withdrawn_by),
    joinedload(Disposal.dialogue).joinedload(Dialogue.series).options(*WITH_POSTS),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """An established record that is still there, and when it was established."""

    dialogue: Dialogue
    edition: Edition


def _asked(words: str) -> ColumnElement[bool] | None:
    wanted = words.strip().lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    if not wanted:
        return None
    like = f"%{wanted}%"
    return or_(
        func.lower(Dialogue.title).like(like, escape="\\"),
        func.lower(Dialogue.registry_number).like(like, escape="\\"),
        func.lower(Dialogue.record_type).like(like, escape="\\"),
    )


def _conditions(words: str) -> list[ColumnElement[bool]]:
    open_ones = select(Disposal.dialogue_id).where(Disposal.withdrawn_at.is_(None))
    asked = _asked(words)
    return [
        Edition.id == Dialogue.edition_id,
        Edition.erased_at.is_(None),
        Dialogue.id.not_in(open_ones),
        *([asked] if asked is not None else []),
    ]


def records_kept(session: Session, *, words: str, limit: int, offset: int) -> tuple[list[Kept], int]:
    """Give established records nobody has proposed to dispose of, the oldest first, and how many there are."""
    conditions = _conditions(words)
    total = session.scalar(select(func.count(Dialogue.id)).select_from(Dialogue, Edition).where(*conditions))
    rows = session.execute(
        select(Dialogue, Edition)
        .where(*conditions)
        .options(joinedload(Dialogue.series).options(*WITH_POSTS))
        .order_by(Dialogue.starts_at, Dialogue.id)
        .limit(limit)
        .offset(offset)
    )
    return [Kept(row[0], row[1]) for row in rows], total or 0


def record_to_dispose_of(session: Session, dialogue_id: int, *, lock: bool = False) -> Kept | None:
    """Give an established record with who took part; None where there is none, or its text is gone."""
    statement = (
        select(Dialogue, Edition)
        .join(Edition, and_(Edition.id == Dialogue.edition_id, Edition.erased_at.is_(None)))
        .where(Dialogue.id == dialogue_id)
        .options(*_WHOLE_DIALOGUE)
    )
    row = session.execute(statement.with_for_update(of=Dialogue) if lock else statement).first()
    return Kept(row[0], row[1]) if row else None


def waiting(session: Session, limit: int = 200) -> list[Disposal]:
    """Give what waits for another person, the oldest first."""
    return list(
        session.scalars(
            select(Disposal)
            .where(Disposal.confirmed_at.is_(None), Disposal.withdrawn_at.is_(None))
            .options(*_PEOPLE)
            .order_by(Disposal.proposed_at, Disposal.id)
            .limit(limit)
        )
    )


def confirmed(session: Session, *, limit: int, offset: int = 0) -> tuple[list[Disposal], int]:
    """Give what has been disposed of, the latest first, and how many there are."""
    done = Disposal.confirmed_at.is_not(None)
    rows = session.scalars(
        select(Disposal)
        .where(done)
        .options(*_PEOPLE)
        .order_by(Disposal.confirmed_at.desc(), Disposal.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return list(rows), session.scalar(select(func.count(Disposal.id)).where(done)) or 0


def one_disposal(session: Session, disposal_id: int, *, lock: bool = False) -> Disposal | None:
    """Give one protocol with everybody in it."""
    statement = (
        select(Disposal)
        .where(Disposal.id == disposal_id)
        .options(*_PEOPLE, joinedload(Disposal.dialogue).selectinload(Dialogue.participants))
        .execution_options(populate_existing=True)
    )
    return session.scalars(statement.with_for_update(of=Disposal) if lock else statement).one_or_none()


def open_disposal(session: Session, dialogue_id: int) -> Disposal | None:
    """Give the proposal or protocol that stands for a record."""
    return session.scalars(
        select(Disposal).where(Disposal.dialogue_id == dialogue_id, Disposal.withdrawn_at.is_(None))
    ).one_or_none()


def editions_to_erase(session: Session, dialogue_id: int) -> Sequence[Edition]:
    """Give every version of a record and of its addenda whose text is still there."""
    addenda = select(Addendum.id).where(Addendum.dialogue_id == dialogue_id)
    return session.scalars(
        select(Edition)
        .where(
            Edition.erased_at.is_(None),
            or_(
                and_(Edition.kind == RECORD, Edition.object_id == dialogue_id),
                and_(Edition.kind == ADDENDUM, Edition.object_id.in_(addenda)),
            ),
        )
        .order_by(Edition.id)
    ).all()


def people_of(dialogue: Dialogue) -> set[int]:
    """Give the two whose record it is."""
    return {one.person_id for one in dialogue.participants}
