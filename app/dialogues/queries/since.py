"""What the two last established before a meeting, and what came after: added to it, seen otherwise, answered from above."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Integer, String, bindparam, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from app.dialogues.models import Addendum, Dialogue
from app.organisation.models import Person
from app.passages.models import Answer, Passage
from app.records.earlier import GONE
from app.records.models import Edition, Signature


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


_NOWHERE = literal(None, Integer)
_SERIES, _BEFORE = bindparam("series_id", type_=Integer), bindparam("before", type_=Dialogue.starts_at.type)
_THEME = bindparam("theme", type_=String)
_EARLIER = aliased(Dialogue)
_LATEST = (
    select(_EARLIER.id)
    .join(Edition, Edition.id == _EARLIER.edition_id)
    .where(_EARLIER.series_id == _SERIES, _EARLIER.starts_at < _BEFORE)
    .order_by(_EARLIER.starts_at.desc(), _EARLIER.id.desc())
    .limit(1)
    .scalar_subquery()
)
_SIGNED = aliased(Dialogue)
_TOLD = union_all(
    select(
        _SIGNED.id.label("dialogue_id"),
        literal(After.OPINION.value).label("what"),
        Signature.own_opinion.label("words"),
        Person.name.label("by"),
        Signature.signed_at.label("at"),
        _NOWHERE.label("passage_id"),
    )
    .join(Signature, Signature.edition_id == _SIGNED.edition_id)
    .join(Person, Person.id == Signature.person_id)
    .where(_SIGNED.id == _LATEST, Signature.own_opinion.is_not(None)),
    select(
        Addendum.dialogue_id,
        literal(After.ADDENDUM.value),
        Addendum.text,
        literal(""),
        Addendum.written_at,
        _NOWHERE,
    ).where(
        Addendum.dialogue_id == _LATEST, Addendum.edition_id.is_not(None), Addendum.withdrawn_at.is_(None)
    ),
    select(
        Passage.source_id,
        literal(After.ANSWER.value),
        Answer.text,
        Person.name,
        Answer.answered_at,
        Passage.id,
    )
    .join(Passage, Passage.id == Answer.passage_id)
    .join(Person, Person.id == Answer.answered_by_id)
    .where(Passage.source_kind == "dialogue", Passage.source_id == _LATEST, Passage.theme == _THEME),
).subquery()

# One statement: pages of themes ask for it beside much else.
_LAST_TIME = (
    select(Dialogue, Edition, _TOLD.c.what, _TOLD.c.words, _TOLD.c.by, _TOLD.c.at, _TOLD.c.passage_id)
    .join(Edition, Edition.id == Dialogue.edition_id)
    .outerjoin(_TOLD, _TOLD.c.dialogue_id == Dialogue.id)
    .where(Dialogue.id == _LATEST)
    .order_by(_TOLD.c.at)
)


def last_time_on(
    session: Session, dialogue: Dialogue, theme: str
) -> tuple[Dialogue, Edition, Sequence[Told]] | None:
    """Give the latest established dialogue of the series before this one, its record, and what came after in its order.

    Of answers those to what was raised on a theme; what has been disposed of is left out.
    """
    given = {"series_id": dialogue.series_id, "before": dialogue.starts_at, "theme": theme}
    rows = session.execute(_LAST_TIME, given).all()
    if not rows:
        return None
    told = [
        Told(After(what), words, by, at, passage_id)
        for _dialogue, _edition, what, words, by, at, passage_id in rows
        if what is not None and words not in {"", GONE}
    ]
    return rows[0][0], rows[0][1], told
