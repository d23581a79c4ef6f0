"""Texts of units that were never established: put aside, or of a year gone by. They are kept when they are over."""

from collections.abc import Iterator

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from app.disposing.kinds import Kept, year_in
from app.disposing.things import Thing, of_each, says_something
from app.disposing.wording import OF
from app.records.earlier import Written
from app.writing.disposing import erase_beside_text
from app.writing.keeping import what_it_is_of
from app.writing.kinds import kinds
from app.writing.models import NO_YEAR, Part, TakenIn, TextState, UnitText
from app.writing.services import PART, TAKEN_IN

DRAFT = "unit_text_draft"
"""What a text that was never established is kept as."""


def _written(session: Session, number: int) -> Iterator[Written]:
    parts = session.scalars(select(Part).where(Part.unit_text_id == number)).all()
    for part in parts:
        yield Written(PART, part.id, part, {"text": ""})
    taken = select(TakenIn).where(TakenIn.part_id.in_([part.id for part in parts]))
    for one in session.scalars(taken):
        yield Written(TAKEN_IN, one.id, one, {"words": "", "source": ""})


def _over(year: int) -> ColumnElement[bool]:
    gone = and_(UnitText.year != NO_YEAR, UnitText.year < year)
    return and_(
        UnitText.edition_id.is_(None),
        or_(UnitText.state == TextState.ASIDE, gone),
        exists().where(Part.unit_text_id == UnitText.id, says_something(Part.text)),
    )


def _which(one: Kept) -> str:
    """Say which sort of text it was, in the words of the model."""
    kind = kinds.get(one.what)
    return kind.label() if kind is not None else str(OF[one.of])


DRAFTS = Thing(
    kind=DRAFT,
    of=what_it_is_of(),
    number=UnitText.id,
    unit_id=UnitText.unit_id,
    year=year_in(UnitText.state_since),
    since_at=UnitText.state_since,
    over=_over,
    written=_written,
    erased_by=erase_beside_text,
    name=lazy_gettext("Text som aldrig fastställdes"),
    what=UnitText.kind,
    says=of_each(_which),
    goes=lazy_gettext("delarna med sina ord, det som togs in i dem, och allt som skrevs på vägen"),
)
