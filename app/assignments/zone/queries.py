"""Reads of questions in the golden zone: by the two they lie between, and settled ones as far as both let others read them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, case, exists, literal, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.access.actor import Actor
from app.assignments.models import Side, ZonePicture, ZoneQuestion, ZoneState
from app.assignments.reach import Between
from app.assignments.zone import rules
from app.assignments.zone.subjects import zone_subjects
from app.passages.subjects import Ref


def between(actor: Actor, day: date) -> Between:
    """Give the conditions of the two sides of questions."""
    return Between(
        actor, day, ZoneQuestion.giver_unit_id, ZoneQuestion.taker_unit_id, ZoneQuestion.taker_person_id
    )


def sits_between(actor: Actor, day: date) -> ColumnElement[bool]:
    """Give the condition that somebody is one of the two."""
    of = between(actor, day)
    return or_(of.gives, of.takes)


_WHOLE = (
    joinedload(ZoneQuestion.giver_unit),
    joinedload(ZoneQuestion.taker_unit),
    joinedload(ZoneQuestion.taker_person),
    joinedload(ZoneQuestion.asked_by),
    selectinload(ZoneQuestion.pictures).joinedload(ZonePicture.person),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the sides somebody speaks for in it; none where they read what both released."""

    question: ZoneQuestion
    sides: frozenset[Side]


def question(
    session: Session, actor: Actor, day: date, question_id: int, *, lock: bool = False
) -> Asked | None:
    """Give a question to one of the two, or, settled and released, to somebody who reads what it is about."""
    of = between(actor, day)
    wanted = (
        select(ZoneQuestion, *of.sides)
        .where(ZoneQuestion.id == question_id)
        .options(*_WHOLE)
        .execution_options(populate_existing=True)
    )
    if lock:
        wanted = wanted.with_for_update(of=ZoneQuestion)
    row = session.execute(wanted).one_or_none()
    if row is None:
        return None
    one, gives, takes = row
    held = [side for side, holds in ((Side.GIVER, gives), (Side.TAKER, takes)) if holds]
    sides = rules.speaks_for(one, held, actor.person_id)
    ref = Ref(one.subject_kind, one.subject_id)
    if sides:
        return Asked(one, sides)
    released = one.state == ZoneState.SETTLED and one.released
    return Asked(one, sides) if released and zone_subjects.reads(session, actor, *ref) else None


def questions_about(
    session: Session, actor: Actor, day: date, ref: Ref
) -> list[tuple[ZoneQuestion, frozenset[Side]]]:
    """Give the questions about something that `actor` reads, the latest first: one's own, and released ones."""
    of = between(actor, day)
    rows = session.execute(
        select(ZoneQuestion, *of.sides)
        .where(
            ZoneQuestion.subject_kind == ref.kind,
            ZoneQuestion.subject_id == ref.id,
            or_(
                of.gives,
                of.takes,
                and_(ZoneQuestion.state == ZoneState.SETTLED, ZoneQuestion.released.is_(True)),
            ),
        )
        .order_by(ZoneQuestion.id.desc())
        .options(*_WHOLE)
    )
    return [
        (one, frozenset(side for side, held in ((Side.GIVER, gives), (Side.TAKER, takes)) if held))
        for one, gives, takes in rows
    ]


@dataclass(frozen=True, slots=True)
class ZoneWaiting:
    """A question that waits for one's picture, for the shared one to be written, or, `TO_CONSENT`, for one's word on it."""

    id: int
    question: str
    state: str
    asked_at: datetime


TO_CONSENT = "consent"
"""Open, with a shared picture that one does not stand behind yet."""


def waiting(actor: Actor, day: date) -> Select[int, str, str, datetime]:
    """Give the statement for the questions where one's own picture, the shared one, or one's consent to it is still to come,
    in the shape of `ZoneWaiting`, the oldest first.
    """
    of = between(actor, day)
    written = and_(ZoneQuestion.state == ZoneState.OPEN, ZoneQuestion.shared != "")

    def mine(side: Side, held: ColumnElement[bool]) -> ColumnElement[bool]:
        own = and_(ZonePicture.question_id == ZoneQuestion.id, ZonePicture.side == side)
        unshared = and_(
            ZoneQuestion.state == ZoneState.WRITING, ~exists().where(own, ZonePicture.shared_at.is_not(None))
        )
        unwritten = and_(ZoneQuestion.state == ZoneState.OPEN, ZoneQuestion.shared == "")
        to_read = and_(written, ~exists().where(own, ZonePicture.consented == ZoneQuestion.revision))
        # Who holds both speaks for the side they have written on (`rules.speaks_for`).
        on_the_other = exists().where(
            ZonePicture.question_id == ZoneQuestion.id,
            ZonePicture.side == side.other,
            ZonePicture.person_id == actor.person_id,
        )
        return and_(held, ~and_(of.gives, of.takes, on_the_other), or_(unshared, unwritten, to_read))

    return (
        select(
            ZoneQuestion.id.label("id"),
            ZoneQuestion.question.label("question"),
            case((written, literal(TO_CONSENT)), else_=ZoneQuestion.state).label("state"),
            ZoneQuestion.asked_at.label("asked_at"),
        )
        .where(or_(mine(Side.GIVER, of.gives), mine(Side.TAKER, of.takes)))
        .order_by(ZoneQuestion.asked_at, ZoneQuestion.id)
    )


def any_open(session: Session, refs: Collection[Ref]) -> bool:
    """Tell whether a question about one of these is being talked through."""
    return (
        session.scalar(
            select(
                exists().where(
                    or_(
                        *(
                            and_(ZoneQuestion.subject_kind == ref.kind, ZoneQuestion.subject_id == ref.id)
                            for ref in refs
                        )
                    ),
                    ZoneQuestion.state.in_([ZoneState.WRITING, ZoneState.OPEN]),
                )
            )
        )
        or False
    )
