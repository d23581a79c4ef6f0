"""Reads for those who dispose: which records there are, by what they are called and never by what they say."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Integer,
    Subquery,
    and_,
    bindparam,
    case,
    cast,
    func,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, joinedload

from app import clock
from app.disposing.kinds import Called, Kept, RecordKind, record_kinds, year_in
from app.disposing.models import Disposal
from app.disposing.retention import Retention, begin_of
from app.organisation.models import Ancestry, Unit, in_force
from app.paging import Found, on_page
from app.records.models import Edition, Hold, Signature

_PEOPLE = (
    joinedload(Disposal.edition),
    joinedload(Disposal.proposed_by),
    joinedload(Disposal.confirmed_by),
    joinedload(Disposal.withdrawn_by),
)

AT_ONCE = 10_000
"""Records asked about in one statement: a database takes only so many numbers in one."""

DUE, HELD = "dags", "bevaras"
"""What one can narrow the list to: what has been kept its time, and what is held."""


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What part of the register is asked for."""

    words: str = ""
    of: str = ""
    unit_id: int | None = None
    year: int | None = None
    show: str = ""

    @property
    def narrowed(self) -> bool:
        """Tell whether anything is left out."""
        return bool(self.words or self.of or self.unit_id or self.year or self.show)


class Which(StrEnum):
    """Which records are asked for."""

    THERE = "there"
    """Those whose text is still there."""
    OPEN = "open"
    """Those of them nobody has proposed to dispose of."""
    NAMED = "named"
    """Those of the editions given as `editions`, their text there or gone."""


def _records(which: Which) -> Subquery:
    """Give every record of every kind of those asked for."""
    return _put_together(which, tuple(record_kinds.all()), clock.today().year)


@lru_cache(maxsize=2 * len(Which))
def _put_together(which: Which, kinds: tuple[RecordKind, ...], year: int) -> Subquery:
    # There are some forty kinds, and putting them together takes longer than asking.
    named = Edition.id.in_(bindparam("editions", expanding=True))
    conditions: list[ColumnElement[bool]] = [named if which is Which.NAMED else Edition.erased_at.is_(None)]
    if which is Which.OPEN:
        open_ones = select(Disposal.edition_id).where(Disposal.withdrawn_at.is_(None))
        conditions.append(Edition.id.not_in(open_ones))
    return union_all(*(kind.kept(year).where(*conditions) for kind in kinds)).subquery("record")


def records_kept(
    session: Session,
    wanted: Wanted,
    retentions: Mapping[str, Retention],
    *,
    page: int,
    size: int,
) -> Found[Kept]:
    """Give a page of established records nobody has proposed to dispose of, first those that may go first; two statements."""
    kept = _records(Which.OPEN)
    conditions = _conditions(kept, wanted, retentions)
    joined = select(kept, Unit.name.label("unit")).join(Unit, Unit.id == kept.c.unit_id).where(*conditions)
    total = session.scalar(select(func.count()).select_from(joined.subquery()))
    goes = _goes_in(kept, retentions)
    ordered = joined.order_by(
        case((goes.is_(None), 1), else_=0), goes, kept.c.established_at, kept.c.edition_id
    )
    rows = session.execute(on_page(ordered, page, size))
    return Found([_kept(row) for row in rows], total or 0, page, size)


def how_many_are_due(session: Session, retentions: Mapping[str, Retention]) -> int:
    """Count what has been kept its time and is neither held nor proposed."""
    kept = _records(Which.OPEN)
    due = _conditions(kept, Wanted(show=DUE), retentions)
    return session.scalar(select(func.count()).select_from(kept).where(*due)) or 0


def _conditions(
    kept: Subquery, wanted: Wanted, retentions: Mapping[str, Retention]
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.words.strip():
        found.append(_named(kept, wanted.words))
    if wanted.of:
        found.append(kept.c.of == wanted.of)
    if wanted.unit_id is not None:
        below = select(Ancestry.descendant_id).where(
            Ancestry.ancestor_id == wanted.unit_id,
            in_force(Ancestry.valid_from, Ancestry.valid_to, clock.today()),
        )
        found.append(or_(kept.c.unit_id == wanted.unit_id, kept.c.unit_id.in_(below)))
    if wanted.year is not None:
        found.append(kept.c.year == wanted.year)
    held = (
        select(Hold.id)
        .where(Hold.kind == kept.c.kind, Hold.object_id == kept.c.object_id, Hold.lifted_at.is_(None))
        .exists()
    )
    if wanted.show == DUE:
        found += [_is_due(kept, retentions, clock.today()), ~kept.c.in_force, ~held]
    if wanted.show == HELD:
        found.append(held)
    return found


def _named(kept: Subquery, words: str) -> ColumnElement[bool]:
    escaped = words.strip().lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return or_(
        *(
            func.lower(column).like(f"%{escaped}%", escape="\\")
            for column in (kept.c.title, kept.c.registry_number, kept.c.record_type)
        )
    )


def _is_due(kept: Subquery, retentions: Mapping[str, Retention], day: date) -> ColumnElement[bool]:
    """Twin of `Retention.due_on`."""
    return or_(
        *(
            and_(
                kept.c.of == of,
                or_(
                    kept.c.since_year < day.year - one.years,
                    and_(kept.c.since_year.is_(None), kept.c.since_at < begin_of(day.year - one.years)),
                ),
            )
            for of, one in retentions.items()
            if one.years is not None
        ),
        # Where no kind has a time nothing is due.
        kept.c.edition_id.is_(None),
    )


def _goes_in(kept: Subquery, retentions: Mapping[str, Retention]) -> ColumnElement[Any]:
    """Give the year in which a record may go, to sort by."""
    years = {of: one.years for of, one in retentions.items() if one.years is not None}
    if not years:
        return cast(null(), Integer)
    since = func.coalesce(kept.c.since_year, year_in(kept.c.since_at))
    return since + case(years, value=kept.c.of, else_=cast(null(), Integer))


def _kept(row: Any) -> Kept:
    return Kept(**row._mapping)  # noqa: SLF001  the row's own way to its columns by name


def records_of(session: Session, edition_ids: Collection[int]) -> dict[int, Kept]:
    """Give records by their editions, those whose text is gone too."""
    if not edition_ids:
        return {}
    kept = _records(Which.NAMED)
    wanted = select(kept, Unit.name.label("unit")).join(Unit, Unit.id == kept.c.unit_id)
    return {
        row.edition_id: _kept(row)
        for some in _some(sorted(set(edition_ids)))
        for row in session.execute(wanted, {"editions": some})
    }


def _some(every: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Give as many at a time as are asked about in one statement: all of what a page shows."""
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]


def called(session: Session, records: Sequence[Kept]) -> dict[int, Called]:
    """Tell what records are called, by their editions; each kind names its own."""
    by_kind: dict[str, list[Kept]] = {}
    for one in records:
        by_kind.setdefault(one.kind, []).append(one)
    found: dict[int, Called] = {}
    for key, some in by_kind.items():
        kind = record_kinds.get(key)
        if kind is not None:
            for part in _some(some):
                found |= kind.called(session, part)
    return found


def edition_to_dispose_of(session: Session, edition_id: int, *, lock: bool = False) -> Edition | None:
    """Give an edition of a kind one disposes of whose text is still there."""
    wanted = select(Edition).where(
        Edition.id == edition_id,
        Edition.erased_at.is_(None),
        Edition.kind.in_([one.kind for one in record_kinds.all()]),
    )
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def waiting(session: Session, limit: int = 200) -> list[Disposal]:
    """Give what waits for another person, the oldest first."""
    return list(
        session.scalars(
            select(Disposal)
            .where(Disposal.confirmed_at.is_(None), Disposal.withdrawn_at.is_(None))
            .options(*_PEOPLE)
            .order_by(Disposal.proposed_at, Disposal.id)
            .limit(limit)
        )
    )


def confirmed(session: Session, *, page: int, size: int) -> Found[Disposal]:
    """Give a page of what has been disposed of, the latest first."""
    done = Disposal.confirmed_at.is_not(None)
    ordered = (
        select(Disposal)
        .where(done)
        .options(*_PEOPLE)
        .order_by(Disposal.confirmed_at.desc(), Disposal.id.desc())
    )
    rows = session.scalars(on_page(ordered, page, size)).all()
    return Found(list(rows), session.scalar(select(func.count(Disposal.id)).where(done)) or 0, page, size)


def one_disposal(session: Session, disposal_id: int, *, lock: bool = False) -> Disposal | None:
    """Give one protocol with everybody in it."""
    statement = (
        select(Disposal)
        .where(Disposal.id == disposal_id)
        .options(*_PEOPLE)
        .execution_options(populate_existing=True)
    )
    return session.scalars(statement.with_for_update(of=Disposal) if lock else statement).one_or_none()


def open_disposal(session: Session, edition_id: int) -> Disposal | None:
    """Give the proposal or protocol that stands for a record."""
    return session.scalars(
        select(Disposal).where(Disposal.edition_id == edition_id, Disposal.withdrawn_at.is_(None))
    ).one_or_none()


def people_of(session: Session, edition: Edition) -> set[int]:
    """Give those whose own a record is: who established it, and whom its kind adds."""
    signed = session.scalars(select(Signature.person_id).where(Signature.edition_id == edition.id))
    kind = record_kinds.get(edition.kind)
    return set(signed) | (kind.people(edition, session) if kind is not None else set())


def holds_on(session: Session, records: Sequence[Kept]) -> set[int]:
    """Give which of some records are held, by their editions, whatever their kinds."""
    held = {
        (kind, number)
        for some in _some(sorted({one.object_id for one in records}))
        for kind, number in session.execute(
            select(Hold.kind, Hold.object_id).where(Hold.lifted_at.is_(None), Hold.object_id.in_(some))
        )
    }
    return {one.edition_id for one in records if (one.kind, one.object_id) in held}


def units(session: Session) -> list[tuple[int, str]]:
    """Give the units that have established records, by name."""
    kept = _records(Which.THERE)
    rows = session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(select(kept.c.unit_id))))
    return sorted(((number, name) for number, name in rows), key=lambda one: one[1].casefold())


def years(session: Session) -> tuple[int, int] | None:
    """Give the first and the last year records are of."""
    kept = _records(Which.THERE)
    first, last = session.execute(select(func.min(kept.c.year), func.max(kept.c.year))).one()
    return (first, last) if first is not None else None


@dataclass(frozen=True, slots=True)
class Carried:
    """A disposal that was carried out, as the page of the record tells it."""

    at: datetime
    ground: str


def carried_out(session: Session, edition_id: int) -> Carried | None:
    """Give the disposal by which a version's text went, when it went by one."""
    row = session.execute(
        select(Disposal.confirmed_at, Disposal.ground).where(
            Disposal.edition_id == edition_id, Disposal.confirmed_at.is_not(None)
        )
    ).first()
    return Carried(row[0], row[1]) if row is not None and row[0] is not None else None
