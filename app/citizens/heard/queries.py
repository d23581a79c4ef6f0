"""Reads of what was heard: the notes of units whose plans one reads, by source, unit and year."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.citizens.models import Heard
from app.citizens.queries import PAGE, Reader, of_unit, read_by, written_by
from app.organisation.finding import pattern_for


def visible(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a note may be read: by all who read the unit's plans; a struck one by those who write."""
    writes = Heard.unit_id.in_(written_by(reader))
    return or_(writes, and_(Heard.struck_at.is_(None), Heard.unit_id.in_(read_by(reader))))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the notes are asked for."""

    words: tuple[str, ...] = ()
    source_key: str = ""
    unit_id: int | None = None
    year: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """A page of notes, and how many there are in all."""

    rows: list[Heard]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; one when nothing was found."""
        return max(1, -(-self.total // PAGE))


_WHOLE = (joinedload(Heard.unit), joinedload(Heard.person))


def register(session: Session, reader: Reader, wanted: Wanted, *, whole: bool = False) -> Found:
    """Give a page of notes, the latest first, or all of them where they are taken away `whole`; two statements."""
    condition = and_(visible(reader), Heard.struck_at.is_(None), *_conditions(reader, wanted))
    total = session.scalar(select(func.count(Heard.id)).where(condition)) or 0
    page = min(max(1, wanted.page), max(1, -(-total // PAGE)))
    rows = (
        select(Heard)
        .where(condition)
        .options(*_WHOLE)
        .order_by(Heard.year.desc(), Heard.at.desc(), Heard.id.desc())
    )
    if not whole:
        rows = rows.limit(PAGE).offset((page - 1) * PAGE)
    return Found(list(session.scalars(rows)), total, page)


def _conditions(reader: Reader, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [of_unit(Heard.unit_id, wanted.unit_id, reader.day)]
    for word in wanted.words:
        columns = (Heard.said, Heard.we_do, Heard.figures, Heard.period)
        found.append(or_(*(column.ilike(pattern_for(word), escape="/") for column in columns)))
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


def of_year(session: Session, reader: Reader, unit_id: int, year: int, limit: int) -> list[Heard]:
    """Give what was heard in a unit in a year, the latest first, as far as the reader may read it; one statement."""
    return list(
        session.scalars(
            select(Heard)
            .where(Heard.unit_id == unit_id, Heard.year == year, Heard.struck_at.is_(None), visible(reader))
            .options(*_WHOLE)
            .order_by(Heard.at.desc(), Heard.id.desc())
            .limit(limit)
        )
    )


def years(session: Session, reader: Reader) -> list[int]:
    """Give the years something was heard in, the latest first."""
    found = select(Heard.year).where(visible(reader)).distinct().order_by(Heard.year.desc())
    return list(session.scalars(found))
