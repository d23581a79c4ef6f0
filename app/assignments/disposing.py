"""What goes when a settled question is lawfully erased, beside its edition: the same words where they were written.

An assignment that is closed, and a question that was put aside, nobody establishes: they are kept when they are over.
"""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, Select, and_, func, literal, select
from sqlalchemy.orm import Session

from app.assignments.facts import ASSIGNMENT, PICTURE, QUESTION, WORD, ZONE_EDITION
from app.assignments.models import Assignment, AssignmentWord, State, ZonePicture, ZoneQuestion, ZoneState
from app.disposing.kinds import Columns, Kept, RecordKind, statement, year_in
from app.disposing.naming import by_its_day, by_number
from app.disposing.things import Thing, says_something
from app.disposing.wording import OF
from app.records.disposal import Erased
from app.records.earlier import GONE, Written, erase_all
from app.records.models import Edition


def erase_beside_question(session: Session, erased: Erased) -> None:
    """Erase what was asked, both pictures and the shared one, and what the history tells of them; that it was asked stays."""
    erase_all(session, erased, [*_of_question(session, erased.object_id)])


def _of_question(session: Session, number: int) -> Iterator[Written]:
    question = session.get_one(ZoneQuestion, number)
    yield Written(QUESTION, number, question, {"question": GONE, "shared": ""})
    for one in session.scalars(select(ZonePicture).where(ZonePicture.question_id == number)):
        yield Written(PICTURE, one.id, one, {"text": ""})


def _question_over(_year: int) -> ColumnElement[bool]:
    return and_(ZoneQuestion.state == ZoneState.ASIDE, says_something(ZoneQuestion.question))


def _of_assignment(session: Session, number: int) -> Iterator[Written]:
    words = {"title": GONE, "what": "", "frame": "", "how": "", "who": ""}
    yield Written(ASSIGNMENT, number, session.get_one(Assignment, number), words)
    for one in session.scalars(select(AssignmentWord).where(AssignmentWord.assignment_id == number)):
        yield Written(WORD, one.id, one, {"text": ""})


def _assignment_over(_year: int) -> ColumnElement[bool]:
    return and_(Assignment.state.in_([State.CLOSED, State.WITHDRAWN]), says_something(Assignment.title))


def _kept(_year: int) -> Select[Any]:
    columns = Columns(
        of=literal("golden_zone"),
        unit_id=ZoneQuestion.taker_unit_id,
        year=year_in(Edition.established_at),
        since_at=Edition.established_at,
        at=ZoneQuestion.asked_at,
    )
    return statement(columns).join(
        ZoneQuestion, and_(Edition.kind == ZONE_EDITION, Edition.object_id == ZoneQuestion.id)
    )


def _name(one: Kept) -> str:
    return by_its_day(OF[one.of], one)


QUESTIONS = RecordKind(
    kind=ZONE_EDITION,
    kept=_kept,
    called=by_number(_name),
    goes=lazy_gettext("frågan, båda bilderna och den gemensamma bilden"),
    stays=lazy_gettext("Kvar blir att frågan ställdes, när den fastställdes och av vilka."),
)

OVER = (
    Thing(
        kind=ASSIGNMENT,
        of=literal("assignment"),
        number=Assignment.id,
        unit_id=Assignment.taker_unit_id,
        year=year_in(Assignment.state_since),
        since_at=Assignment.state_since,
        at=func.coalesce(Assignment.given_at, Assignment.written_at),
        over=_assignment_over,
        written=_of_assignment,
        goes=lazy_gettext("uppdragets rubrik och lydelse, ram och utförande, och allt som sagts om det"),
    ),
    Thing(
        kind=QUESTION,
        of=literal("golden_zone"),
        number=ZoneQuestion.id,
        unit_id=ZoneQuestion.taker_unit_id,
        year=year_in(ZoneQuestion.asked_at),
        at=ZoneQuestion.asked_at,
        over=_question_over,
        written=_of_question,
        name=lazy_gettext("Fråga i gyllene zonen som lades åt sidan"),
        goes=lazy_gettext("frågan, båda bilderna och den gemensamma bilden"),
    ),
)
