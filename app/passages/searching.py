"""What was raised, the answers and what was said of them, as search finds them: to whoever may read the passage."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from flask import url_for
from flask_babel import gettext
from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.access.matrix import May
from app.organisation.models import Unit
from app.passages.models import Answer, Passage, Receipt
from app.passages.queries.rights import READABLE, filled
from app.passages.rules import Between, is_one_of_the_two
from app.records.reading_log import log_readings
from app.search.models import PLACE
from app.search.registry import Asked, Facts, Family, Hit, Kind, Reach, Shown, first, row_of
from app.steering.routes import term
from app.ui.install import capitalised
from app.ui.install import day as in_words

FAMILY, WHOSE = "passage", "p"


def _rows(identity: InstrumentedAttribute[int], body: InstrumentedAttribute[str]) -> Select[Any]:
    return select(
        *row_of(
            identity,
            owner=Passage.id,
            unit=Passage.over_unit_id,
            below=Passage.rep_unit_id,
            at=Passage.released_at,
            body=body,
            whose=WHOSE,
            title=Passage.theme,
        )
    )


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
    if not asks.actor.may(May.TAKE_PART):
        return Reach()
    everywhere = asks.actor.scope(May.READ_RELEASED).everywhere
    return Reach("all" if everywhere else "some", [WHOSE], filled(asks.actor, asks.day))


def within(way: str) -> ColumnElement[bool]:
    """Give the condition that the passage may be read: the one its pages stand on."""
    return (
        exists().where(Passage.id == PLACE.c.owner_id, *([] if way == "all" else [READABLE])).correlate(PLACE)
    )


_over, _rep = aliased(Unit), aliased(Unit)
FACTS = (
    select(
        Passage.id.label("owner_id"),
        Passage.over_unit_id.label("over_unit_id"),
        Passage.rep_unit_id.label("rep_unit_id"),
        Passage.over_person_id.label("over_person_id"),
        Passage.rep_person_id.label("rep_person_id"),
        _over.name.label("over"),
        _rep.name.label("rep"),
    )
    .join(_over, _over.id == Passage.over_unit_id)
    .join(_rep, _rep.id == Passage.rep_unit_id)
)


def shown(_session: Session, asks: Asked, hits: Sequence[Hit], facts: Facts) -> Mapping[int, Shown]:
    """Show a hit with the two units it comes from; that its words are read is noted as on the list of what was raised."""
    read = [one for one, told in facts.items() if not is_one_of_the_two(_ends(told[0]), asks.actor)]
    log_readings("passage", sorted(read), "passage")
    return {hit.id: _shown(hit, facts[hit.owner_id][0]) for hit in hits}


def _ends(told: Mapping[str, Any]) -> Between:
    return Between(*(told[part.name] for part in fields(Between)))


def _shown(hit: Hit, told: Mapping[str, Any]) -> Shown:
    what = {"passage": capitalised(term("raised_matter")), "answer": gettext("Svar på det som lyfts")}.get(
        hit.kind, gettext("Om svaret")
    )
    units = dict.fromkeys([told["over"], told["rep"]])
    day = [in_words(hit.at)] if hit.at is not None else []
    return Shown(
        hit.title or what,
        url_for("passages.one", passage_id=hit.owner_id),
        " · ".join([what, *units, *day]),
    )


def places(way: str) -> Select[Any]:
    """Give the time of the first passage one may read."""
    return select(*first(func.min(Passage.released_at))).where(*([] if way == "all" else [READABLE]))


PASSAGES = Family(FAMILY, reach, within, shown, FACTS, places)
