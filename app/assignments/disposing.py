"""What goes when a settled question is lawfully erased, beside its edition: the same words where they were written."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from sqlalchemy import Select, and_, literal, select
from sqlalchemy.orm import Session

from app.assignments.facts import PICTURE, QUESTION, ZONE_EDITION
from app.assignments.models import ZonePicture, ZoneQuestion
from app.disposing.kinds import Columns, Kept, RecordKind, statement, year_in
from app.disposing.naming import by_number
from app.records.disposal import Erased
from app.records.earlier import GONE, Written, erase_all
from app.records.models import Edition


def erase_beside_question(session: Session, erased: Erased) -> None:
    """Erase what was asked, both pictures and the shared one, and what the history tells of them; that it was asked stays."""
    question = session.get_one(ZoneQuestion, erased.object_id)
    pictures = session.scalars(select(ZonePicture).where(ZonePicture.question_id == question.id))
    erase_all(
        session,
        erased,
        [
            Written(QUESTION, question.id, question, {"question": GONE, "shared": ""}),
            *(Written(PICTURE, one.id, one, {"text": ""}) for one in pictures),
        ],
    )


def _kept(_year: int) -> Select[Any]:
    columns = Columns(
        of=literal("golden_zone"),
        unit_id=ZoneQuestion.taker_unit_id,
        year=year_in(Edition.established_at),
        since_at=Edition.established_at,
    )
    return statement(columns).join(
        ZoneQuestion, and_(Edition.kind == ZONE_EDITION, Edition.object_id == ZoneQuestion.id)
    )


def _name(one: Kept) -> str:
    return gettext("Fråga i gyllene zonen, nr %(number)s", number=one.object_id)


QUESTIONS = RecordKind(
    kind=ZONE_EDITION,
    kept=_kept,
    called=by_number(_name),
    goes=lazy_gettext("frågan, båda bilderna och den gemensamma bilden"),
    stays=lazy_gettext("Kvar blir att frågan ställdes, när den fastställdes och av vilka."),
)
