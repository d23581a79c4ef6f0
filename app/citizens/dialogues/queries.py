"""Reads of citizen dialogues: noted ones for all who read the unit's plans, drafts for those who write."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.citizens.models import CitizenDialogue, DialogueState
from app.citizens.queries import Reader, holds_words, is_read, of_unit, page_of, written_by
from app.paging import Found


def visible(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a citizen dialogue may be read: the SQL twin of `rules.sees_dialogue`."""
    one = CitizenDialogue
    noted = and_(one.state == DialogueState.NOTED, is_read(one.unit_id, reader))
    return or_(one.unit_id.in_(written_by(reader)), noted)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the citizen dialogues are asked for."""

    words: tuple[str, ...] = ()
    unit_id: int | None = None
    page: int = 1


_ANSWERS = selectinload(CitizenDialogue.answers)
_WHOLE = (joinedload(CitizenDialogue.unit), joinedload(CitizenDialogue.person), _ANSWERS)
_LATEST = (
    CitizenDialogue.held_on.is_(None).desc(),
    CitizenDialogue.held_on.desc(),
    CitizenDialogue.id.desc(),
)


def register(
    session: Session, reader: Reader, wanted: Wanted, *, whole: bool = False
) -> Found[CitizenDialogue]:
    """Give a page of citizen dialogues, those without a day and the latest first; three statements."""
    one = CitizenDialogue
    condition = and_(
        visible(reader),
        one.state != DialogueState.ASIDE,
        of_unit(one.unit_id, wanted.unit_id, reader.day),
        holds_words(wanted.words, one.title, one.purpose, one.question, one.said, one.led_to, one.told_back),
    )
    rows = select(one).options(joinedload(one.unit), _ANSWERS).order_by(*_LATEST)
    return page_of(session, rows, one.id, condition, wanted.page, whole=whole)


def one_dialogue(
    session: Session, reader: Reader, number: int, *, to_write: bool = False
) -> CitizenDialogue | None:
    """Give a citizen dialogue the reader may read, with its principles; None otherwise."""
    wanted = select(CitizenDialogue).where(CitizenDialogue.id == number, visible(reader)).options(*_WHOLE)
    if to_write:
        wanted = wanted.execution_options(populate_existing=True).with_for_update(of=CitizenDialogue)
    return session.scalars(wanted).one_or_none()


def of_years(
    session: Session, reader: Reader, unit_id: int, years: range, limit: int
) -> list[CitizenDialogue]:
    """Give the noted citizen dialogues a unit held in some years, the latest first; one statement."""
    one = CitizenDialogue
    return list(
        session.scalars(
            select(one)
            .where(
                one.unit_id == unit_id,
                one.state == DialogueState.NOTED,
                one.held_on.between(date(years[0], 1, 1), date(years[-1], 12, 31)),
                visible(reader),
            )
            .options(joinedload(one.unit))
            .order_by(*_LATEST)
            .limit(limit)
        )
    )
