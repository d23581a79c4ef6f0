"""How the history speaks of assignments, of what was said of them, and of questions: what stands is what was last told."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.assignments import facts
from app.assignments.models import Assignment, AssignmentWord, ZonePicture, ZoneQuestion
from app.assignments.rules import STEPS
from app.records.witnesses import Heard, Row, Told, Witness


def _hear(told: Told, entry: Heard) -> None:
    told.say("", entry.after)


def _rows(model: Any, facts_of: Callable[[Any], facts.Facts]) -> Callable[[Session], Iterator[Row]]:
    def rows(session: Session) -> Iterator[Row]:
        found = select(model).order_by(model.id).execution_options(yield_per=500, populate_existing=True)
        for one in session.scalars(found):
            yield Row(one.id, "", facts_of(one))

    return rows


WITNESSES = (
    Witness(
        "assignment",
        facts.ASSIGNMENT,
        (
            "assignment.written",
            "assignment.changed",
            "assignment.described",
            *(move.action for move in STEPS.values()),
        ),
        _hear,
        _rows(Assignment, facts.assignment_facts),
    ),
    Witness(
        "word of assignment",
        facts.WORD,
        ("assignment.said", "assignment.said_no_longer"),
        _hear,
        _rows(AssignmentWord, facts.word_facts),
    ),
    Witness(
        "question in the golden zone",
        facts.QUESTION,
        (
            "zone.asked",
            "zone.opened",
            "zone.written",
            "zone.settled",
            "zone.put_aside",
            "zone.taken_up",
        ),
        _hear,
        _rows(ZoneQuestion, facts.question_facts),
    ),
    Witness(
        "picture in the golden zone",
        facts.PICTURE,
        (
            "zone.pictured",
            "zone.taken_over",
            "zone.shared",
            "zone.unshared",
            "zone.consented",
            "zone.consent_taken_back",
        ),
        _hear,
        _rows(ZonePicture, facts.picture_facts),
    ),
)
