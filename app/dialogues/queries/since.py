"""What came after a record was established: what was added to it, what one saw otherwise, what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Integer, String, bindparam, literal, select, union_all
from sqlalchemy.orm import Session

from app.dialogues.models import Addendum
from app.organisation.models import Person
from app.passages.models import Answer, Passage
from app.records.earlier import GONE
from app.records.models import Signature


class After(StrEnum):
    """What came after."""

    OPINION = "opinion"
    ADDENDUM = "addendum"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Told:
    """Words that belong beside a record: an own opinion and an answer by somebody, an addendum by both."""

    what: After
    words: str
    by: str
    at: datetime
    passage_id: int | None


_DIALOGUE, _EDITION = bindparam("dialogue_id", type_=Integer), bindparam("edition_id", type_=Integer)
_THEME = bindparam("theme", type_=String)
_NOWHERE = literal(None, Integer)

_TOLD = union_all(
    select(
        literal(After.OPINION.value).label("what"),
        Signature.own_opinion.label("words"),
        Person.name.label("by"),
        Signature.signed_at.label("at"),
        _NOWHERE.label("passage_id"),
    )
    .join(Person, Person.id == Signature.person_id)
    .where(Signature.edition_id == _EDITION, Signature.own_opinion.is_not(None)),
    select(
        literal(After.ADDENDUM.value),
        Addendum.text,
        literal(""),
        Addendum.written_at,
        _NOWHERE,
    ).where(
        Addendum.dialogue_id == _DIALOGUE, Addendum.edition_id.is_not(None), Addendum.withdrawn_at.is_(None)
    ),
    select(literal(After.ANSWER.value), Answer.text, Person.name, Answer.answered_at, Passage.id)
    .join(Passage, Passage.id == Answer.passage_id)
    .join(Person, Person.id == Answer.answered_by_id)
    .where(Passage.source_kind == "dialogue", Passage.source_id == _DIALOGUE, Passage.theme == _THEME),
).subquery()

_IN_ORDER = select(_TOLD).order_by(_TOLD.c.at)


def told_after(session: Session, *, dialogue_id: int, edition_id: int, theme: str) -> Sequence[Told]:
    """Give what came after a record, in its order; of answers those to what was raised on a theme. One statement.

    What has been disposed of is left out.
    """
    given = {"dialogue_id": dialogue_id, "edition_id": edition_id, "theme": theme}
    return [
        Told(After(what), words, by, at, passage_id)
        for what, words, by, at, passage_id in session.execute(_IN_ORDER, given)
        if words not in {"", GONE}
    ]
