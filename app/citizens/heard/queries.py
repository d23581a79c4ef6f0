"""Reads of what was heard: the notes of units whose plans one reads, by source, unit and year."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from app.citizens.models import Heard
from app.citizens.queries import Reader, holds_words, is_read, of_unit, page_of, written_by
from app.paging import Found


def visible(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a note may be read: by all who read the unit's plans; a struck one by those who write."""
    writes = Heard.unit_id.in_(written_by(reader))
    return or_(writes, and_(Heard.struck_at.is_(None), is_read(Heard.unit_id, reader)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the notes are asked for."""

    words: tuple[str, ...] = ()
    source_key: str = ""
    unit_id: int | None = None
    year: int | None = None
    page: int = 1


_WHOLE = (joinedload(Heard.unit), joinedload(Heard.person))


def register(session: Session, reader: Reader, wanted: Wanted, *, whole: bool = False) -> Found[Heard]:
    """Give a page of notes, the latest first, or all of them where they are taken away `whole`; two statements."""
    condition = and_(visible(reader), Heard.struck_at.is_(None), *_conditions(reader, wanted))
    rows = select(Heard).options(*_WHOLE).order_by(Heard.year.desc(), Heard.at.desc(), Heard.id.desc())
    return page_of(session, rows, Heard.id, condition, wanted.page, whole=whole)


def _conditions(reader: Reader, wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [
        of_unit(Heard.unit_id, wanted.unit_id, reader.day),
        holds_words(wanted.words, Heard.said, Heard.we_do, Heard.figures, Heard.period),
    ]
    if wanted.source_key:
        found.append(Heard.source_key == wanted.source_key)
    if wanted.year is not None:
        found.append(Heard.year == wanted.year)
    return found


def one_note(session: Session, reader: Reader, number: int, *, to_write: bool = False) -> Heard | None:
    """Give a note the reader may read; None otherwise."""
    wanted = select(Heard).where(Heard.id == number, visible(reader)).options(*_WHOLE)
    if to_write:
        wanted = wanted.execution_options(populate_existing=True).with_for_update(of=Heard)
    return session.scalars(wanted).one_or_none()


def of_years(session: Session, reader: Reader, unit_id: int, years: range, limit: int) -> list[Heard]:
    """Give what was heard in a unit in some years, the latest first, as far as the reader may read it; one statement."""
    return list(
        session.scalars(
            select(Heard)
            .where(
                Heard.unit_id == unit_id, Heard.year.in_(years), Heard.struck_at.is_(None), visible(reader)
            )
            .options(*_WHOLE)
            .order_by(Heard.year.desc(), Heard.at.desc(), Heard.id.desc())
            .limit(limit)
        )
    )


def years(session: Session, reader: Reader) -> list[int]:
    """Give the years something was heard in, the latest first."""
    found = select(Heard.year).where(visible(reader)).distinct().order_by(Heard.year.desc())
    return list(session.scalars(found))
