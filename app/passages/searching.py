"""What was raised, the answers and what was said of them, as search finds them: to whoever may read the passage."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from flask import url_for
from flask_babel import gettext
from sqlalchemy import ColumnElement, Integer, Select, exists, false, func, literal, null, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from app.access.matrix import May
from app.passages.models import Answer, Passage, Receipt
from app.passages.queries import readable_by
from app.passages.rules import is_one_of_the_two
from app.records.reading_log import log_readings
from app.search.models import SearchText
from app.search.registry import Asked, Family, Hit, Kind, Places, Reach, Shown
from app.ui.install import day as in_words

FAMILY, WHOSE = "passage", "p"


def _rows(identity: InstrumentedAttribute[int], body: InstrumentedAttribute[str]) -> Select[Any]:
    found = select(
        identity.label("object_id"),
        Passage.id.label("owner_id"),
        null().cast(Integer).label("part_id"),
        Passage.over_unit_id.label("over_unit_id"),
        Passage.rep_unit_id.label("rep_unit_id"),
        Passage.released_at.label("at"),
        Passage.theme.label("title"),
        body.label("body"),
        literal(WHOSE).label("whose"),
    )
    return cast("Select[Any]", found)


KINDS = (
    Kind("passage", FAMILY, "raised", Passage, Passage.id, ("text",), _rows(Passage.id, Passage.text)),
    Kind(
        "answer",
        FAMILY,
        "raised",
        Answer,
        Answer.id,
        ("text",),
        _rows(Answer.id, Answer.text).join(Passage, Passage.id == Answer.passage_id),
    ),
    Kind(
        "receipt",
        FAMILY,
        "raised",
        Receipt,
        Receipt.id,
        ("words",),
        _rows(Receipt.id, Receipt.words)
        .join(Answer, Answer.id == Receipt.answer_id)
        .join(Passage, Passage.id == Answer.passage_id),
    ),
)


def reach(_session: Session, asks: Asked) -> Reach:
    """Give the key of passages to all who take part in dialogues; `within` tells which."""
    return Reach([WHOSE] if asks.actor.may(May.TAKE_PART) else [])


def within(asks: Asked) -> ColumnElement[bool]:
    """Give the condition that the passage may be read: the one its pages stand on."""
    if not asks.actor.may(May.TAKE_PART):
        return false()
    return exists().where(Passage.id == SearchText.owner_id, readable_by(asks.actor, asks.day))


def shown(session: Session, asks: Asked, hits: Sequence[Hit]) -> Mapping[int, Shown]:
    """Show a hit with the two units it comes from; that its words are read is noted as on the list of what was raised."""
    passages = {
        passage.id: passage
        for passage in session.scalars(
            select(Passage)
            .where(Passage.id.in_({hit.owner_id for hit in hits}))
            .options(joinedload(Passage.over_unit), joinedload(Passage.rep_unit))
        )
    }
    read = [one.id for one in passages.values() if not is_one_of_the_two(one, asks.actor)]
    log_readings("passage", sorted(read), "passage")
    return {hit.id: _shown(hit, passages[hit.owner_id]) for hit in hits}


def _shown(hit: Hit, passage: Passage) -> Shown:
    what = {"passage": gettext("Lyft"), "answer": gettext("Svar på det som lyfts")}.get(
        hit.kind, gettext("Om svaret")
    )
    units = dict.fromkeys([passage.over_unit.name, passage.rep_unit.name])
    return Shown(
        hit.title or what,
        url_for("passages.one", passage_id=passage.id),
        " · ".join([what, *units, in_words(passage.released_at)]),
    )


def places(session: Session, asks: Asked) -> Places:
    """Give the time of the first passage one may read."""
    if not asks.actor.may(May.TAKE_PART):
        return Places()
    first = select(func.min(Passage.released_at)).where(readable_by(asks.actor, asks.day))
    return Places(since=session.scalar(first))


PASSAGES = Family(FAMILY, reach, within, shown, places)
