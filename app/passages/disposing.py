"""What goes when what was raised upward is disposed of: the words, the answers from above and what was said of them."""

from collections.abc import Iterator, Sequence

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, and_, exists, literal, or_, select
from sqlalchemy.orm import Session, aliased

from app.disposing.kinds import Kept, year_in
from app.disposing.naming import between, under_theme
from app.disposing.things import Thing, says_something
from app.organisation.models import Unit
from app.passages.facts import KIND
from app.passages.models import Answer, Passage, Receipt
from app.records.earlier import GONE, Written

_RELEASED_IN = year_in(Passage.released_at)


def written_of_passage(session: Session, number: int) -> Iterator[Written]:
    """Give the words of a passage, of the answers to it and of what was said of those."""
    yield Written(KIND, number, session.get_one(Passage, number), {"text": GONE})
    answers = session.scalars(select(Answer).where(Answer.passage_id == number)).all()
    for answer in answers:
        yield Written(KIND, number, answer, {"text": GONE})
    ids = [one.id for one in answers]
    for receipt in session.scalars(select(Receipt).where(Receipt.answer_id.in_(ids))):
        yield Written(KIND, number, receipt, {"words": ""})


def is_over(year: int) -> ColumnElement[bool]:
    """Give the condition that a passage is of a year gone by and says something still."""
    answered = exists().where(Answer.passage_id == Passage.id, says_something(Answer.text))
    return and_(year > _RELEASED_IN, or_(says_something(Passage.text), answered))


def _where(session: Session, records: Sequence[Kept]) -> dict[int, Sequence[str]]:
    """Say in which dialogue each was raised and under which theme of its agenda."""
    over, rep = aliased(Unit), aliased(Unit)
    rows = session.execute(
        select(Passage.id, over.name, rep.name, Passage.theme)
        .join(over, over.id == Passage.over_unit_id)
        .join(rep, rep.id == Passage.rep_unit_id)
        .where(Passage.id.in_([one.object_id for one in records]))
    )
    return {number: (between(one, other), under_theme(theme)) for number, one, other, theme in rows}


PASSAGES = Thing(
    kind=KIND,
    of=literal("passage"),
    number=Passage.id,
    unit_id=Passage.rep_unit_id,
    year=_RELEASED_IN,
    since_at=Passage.released_at,
    at=Passage.said_on,
    says=_where,
    over=is_over,
    written=written_of_passage,
    goes=lazy_gettext("det som lyftes, svaren på det och vad som sades om svaren"),
)
