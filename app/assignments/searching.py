"""Assignments as search finds them, with what was said of them, to whoever reads them; and settled questions to the two."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import LazyString, gettext, lazy_gettext
from sqlalchemy import ColumnElement, Select, exists, literal, select
from sqlalchemy.orm import Session, aliased

from app.access.matrix import May
from app.assignments import rules
from app.assignments.models import Assignment, AssignmentWord, ZoneQuestion
from app.assignments.queries.asking import Reader
from app.assignments.zone.queries import sits_between
from app.organisation.models import Unit
from app.search.models import PLACE
from app.search.registry import Asked, Facts, Family, Hit, Kind, Reach, Shown, row_of
from app.steering.routes import profile_in_force, term
from app.ui.markdown import plain

FAMILY, ZONE_FAMILY, WHOSE, ZONE_WHOSE = "assignment", "zone", "asg", "zone"

GROUPS: dict[str, LazyString] = {
    "assignment": lazy_gettext("Uppdrag"),
    "zone": lazy_gettext("Gyllene zonen"),
}


def _rows(model: Any, identity: Any, owner: Any, title: Any, body: Any, at: Any, whose: str) -> Select[Any]:
    return select(
        *row_of(
            identity,
            owner=owner,
            unit=model.giver_unit_id,
            below=model.taker_unit_id,
            at=at,
            body=body,
            whose=whose,
            title=title,
        )
    )


_BREAK = "\n\n"

KINDS = (
    Kind(
        "assignment",
        FAMILY,
        "assignment",
        Assignment,
        Assignment.id,
        ("title", "what", "frame", "how", "who", "registry_number", "state"),
        _rows(
            Assignment,
            Assignment.id,
            Assignment.id,
            Assignment.title,
            Assignment.title
            + _BREAK
            + Assignment.what
            + _BREAK
            + Assignment.frame
            + _BREAK
            + Assignment.how
            + _BREAK
            + Assignment.who
            + _BREAK
            + Assignment.registry_number,
            Assignment.written_at,
            WHOSE,
        ),
    ),
    Kind(
        "assignment_word",
        FAMILY,
        "assignment",
        AssignmentWord,
        AssignmentWord.id,
        ("text", "taken_back_at"),
        _rows(
            Assignment,
            AssignmentWord.id,
            AssignmentWord.assignment_id,
            literal(""),
            AssignmentWord.text,
            AssignmentWord.at,
            WHOSE,
        )
        .join(Assignment, Assignment.id == AssignmentWord.assignment_id)
        .where(AssignmentWord.taken_back_at.is_(None)),
    ),
)

ZONE_KINDS = (
    Kind(
        "zone_question",
        ZONE_FAMILY,
        "zone",
        ZoneQuestion,
        ZoneQuestion.id,
        ("question", "shared", "state", "released"),
        _rows(
            ZoneQuestion,
            ZoneQuestion.id,
            ZoneQuestion.id,
            ZoneQuestion.question,
            ZoneQuestion.question + _BREAK + ZoneQuestion.shared,
            ZoneQuestion.asked_at,
            ZONE_WHOSE,
        ),
    ),
)


def _reader(asks: Asked) -> Reader:
    return Reader(asks.actor, asks.day, rules.bodies(profile_in_force()))


def _reach(_session: Session, asks: Asked) -> Reach:
    return Reach(_reader(asks), [WHOSE]) if asks.actor.may(May.READ_ASSIGNMENTS) else Reach()


def _within(reader: Reader) -> ColumnElement[bool]:
    return exists().where(Assignment.id == PLACE.c.owner_id, reader.reads).correlate(PLACE)


_GIVER, _TAKER = aliased(Unit), aliased(Unit)

FACTS = (
    select(
        Assignment.id.label("owner_id"),
        Assignment.title.label("title"),
        _GIVER.name.label("giver"),
        _TAKER.name.label("taker"),
    )
    .join(_GIVER, _GIVER.id == Assignment.giver_unit_id)
    .join(_TAKER, _TAKER.id == Assignment.taker_unit_id)
)


def _shown(_session: Session, _asks: Asked, hits: Sequence[Hit], facts: Facts) -> Mapping[int, Shown]:
    return {hit.id: _one(hit, facts[hit.owner_id][0]) for hit in hits}


def _one(hit: Hit, one: Mapping[str, Any]) -> Shown:
    return Shown(
        one["title"],
        url_for("assignments.one", assignment_id=hit.owner_id),
        f"{term('assignment').capitalize()} · {one['giver']} → {one['taker']}",
    )


def _zone_reach(_session: Session, asks: Asked) -> Reach:
    return Reach(asks, [ZONE_WHOSE]) if asks.actor.may(May.WRITE_ASSIGNMENTS) else Reach()


def _zone_within(asks: Asked) -> ColumnElement[bool]:
    # What both released is found on the page of its subject; here the two find their own.
    mine = sits_between(asks.actor, asks.day)
    return exists().where(ZoneQuestion.id == PLACE.c.owner_id, mine).correlate(PLACE)


ZONE_FACTS = select(ZoneQuestion.id.label("owner_id"), ZoneQuestion.question.label("question"))


def _zone_shown(_session: Session, _asks: Asked, hits: Sequence[Hit], facts: Facts) -> Mapping[int, Shown]:
    return {
        hit.id: Shown(
            plain(facts[hit.owner_id][0]["question"], 120),
            url_for("zone.question", question_id=hit.owner_id),
            gettext("Gyllene zonen"),
        )
        for hit in hits
    }


ASSIGNMENTS = Family(FAMILY, _reach, _within, _shown, FACTS)
ZONE = Family(ZONE_FAMILY, _zone_reach, _zone_within, _zone_shown, ZONE_FACTS)
