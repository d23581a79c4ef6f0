"""What waits: for an answer, or for somebody's word on one."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.access.actor import Actor
from app.access.matrix import May
from app.organisation.models import Person, Unit
from app.passages import rules
from app.passages.models import Answer, Passage, Receipt
from app.passages.queries.rights import from_own_dialogues, raised_to, readable_by
from app.prepared import prepared
from app.records.earlier import GONE


class AnswerToRead(NamedTuple):
    """An answer that waits for somebody's word: on which passage, since when, from whom, and what it says."""

    passage_id: int
    answered_at: datetime
    by: str
    text: str


class ToAnswer(NamedTuple):
    """Something raised that waits for an answer: since when, about what, from which unit, and which two let it go."""

    id: int
    released_at: datetime
    theme: str
    rep_unit: str
    rep_person: str
    over_person: str


def waiting() -> ColumnElement[bool]:
    """Give the condition that a passage waits for an answer: the SQL twin of `rules.standing`."""
    latest = (
        select(func.max(Answer.id))
        .where(Answer.passage_id == Passage.id)
        .correlate(Passage)
        .scalar_subquery()
    )
    return and_(
        Passage.text != GONE,
        or_(
            latest.is_(None),
            exists().where(Receipt.answer_id == latest, Receipt.enough.is_(False)).correlate(Passage),
        ),
    )


def asked_first(session: Session, *, actor: Actor, day: date) -> frozenset[int]:
    """Name what waits for `actor` before others to answer: what the level directly below raised."""
    query = select(Passage.id).where(raised_to(actor, day, nearest=True), waiting())
    return frozenset(session.scalars(query))


def waiting_for_answer(session: Session, *, actor: Actor, day: date, limit: int = 10) -> list[ToAnswer]:
    """Give what the level directly below raised to `actor` and waits, longest waiting first, in one statement."""
    return [ToAnswer(*row) for row in _waiting_for(actor, day).rows(session, most=limit)]


@prepared
def _waiting_for(actor: Actor, day: date) -> Select[int, datetime, str, str, str, str]:
    # By names of their own: the conditions ask of units and people themselves.
    unit, rep, over = aliased(Unit), aliased(Person), aliased(Person)
    return (
        select(Passage.id, Passage.released_at, Passage.theme, unit.name, rep.name, over.name)
        .join(unit, unit.id == Passage.rep_unit_id)
        .join(rep, rep.id == Passage.rep_person_id)
        .join(over, over.id == Passage.over_person_id)
        .where(raised_to(actor, day, nearest=True), waiting())
        .order_by(Passage.released_at, Passage.id)
        .limit(bindparam("most", type_=Integer))
    )


def answers_to_read(session: Session, *, actor: Actor, day: date, limit: int = 10) -> list[AnswerToRead]:
    """Give the latest answers to what was raised from `actor`'s posts and waits for `actor`'s word, oldest first,
    in one statement.

    Who has taken over a post is asked in place of the one who raised it.
    """
    if not actor.may(May.TAKE_PART):
        return []
    return [AnswerToRead(*row) for row in _answers_for(actor, day).rows(session, most=limit)]


@prepared
def _answers_for(actor: Actor, day: date) -> Select[int, datetime, str, str]:
    later = aliased(Answer)
    return (
        select(Answer.passage_id, Answer.answered_at, Person.name, Answer.text)
        .join(Answer.passage)
        .join(Person, Person.id == Answer.answered_by_id)
        .where(
            _awaits_word_of(actor),
            readable_by(actor, day),
            Answer.answered_by_id != actor.person_id,
            ~exists().where(Receipt.answer_id == Answer.id, Receipt.person_id == actor.person_id),
            ~exists().where(later.passage_id == Answer.passage_id, later.id > Answer.id),
        )
        .order_by(Answer.answered_at, Answer.id)
        .limit(bindparam("most", type_=Integer))
    )


def _awaits_word_of(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that an answer is `actor`'s to receive: as the one who raised it, or as who sits there now
    while the one who raised it has said nothing.
    """
    leading = sorted({*rules.managed_units(actor), *rules.presided_units(actor)})
    managed = sorted(rules.managed_units(actor))
    said_by_over = exists().where(Receipt.answer_id == Answer.id, Receipt.person_id == Passage.over_person_id)
    said_by_rep = exists().where(Receipt.answer_id == Answer.id, Receipt.person_id == Passage.rep_person_id)
    return and_(
        from_own_dialogues(actor),
        or_(
            Passage.over_person_id == actor.person_id,
            Passage.rep_person_id == actor.person_id,
            and_(Passage.over_unit_id.in_(leading), ~said_by_over),
            and_(Passage.rep_unit_id.in_(managed), Passage.rep_unit_id != Passage.over_unit_id, ~said_by_rep),
        ),
    )
