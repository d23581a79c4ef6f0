"""What people write that nobody establishes: it is kept as it stood when it is over, so that it is disposed of like all else.

A promise that has ended, a risk that is put away, what was heard in a year that is gone: each becomes a version with a salted
hash, once, by the jobs. From then on it stands in the list of disposal with its day, and what is left of it when it goes is a
tombstone that verifies.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString, lazy_gettext
from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, exists, or_, select
from sqlalchemy.orm import Session

from app import clock
from app.disposing.kinds import (
    NO_DAY,
    NO_TIME,
    NO_YEAR,
    NOTHING,
    Called,
    Columns,
    Kept,
    RecordKind,
    RecordKinds,
    followed_at,
    record_kinds,
    statement,
)
from app.disposing.naming import by_its_day
from app.disposing.wording import OF
from app.records import chain
from app.records.appending import wait_for_turn
from app.records.disposal import Erased, TextsElsewhere, texts_elsewhere
from app.records.earlier import GONE, Written, erase_all
from app.records.models import Edition, HistoryEntry
from app.records.services import establish

AT_ONCE = 500
"""How many of a kind are kept in one run of the jobs; what is left is taken by the next."""

PIECE = 10
"""How many of a kind are kept in one transaction of the jobs."""

STAYS = lazy_gettext("Kvar blir att det har funnits, i vilken enhet och när, och protokollet.")


def says_something(column: Any) -> ColumnElement[bool]:
    """Give the condition that words stand in a column: neither empty nor disposed of."""
    found: ColumnElement[bool] = column.not_in(["", GONE])
    return found


def _as_it_is(wanted: Select[Any]) -> Select[Any]:
    return wanted


Says = Callable[[Session, Sequence[Kept]], Mapping[int, Sequence[str]]]
"""Says where things were, by their numbers: in as few statements as it can, however many are named."""


def _says_nothing(_session: Session, _records: Sequence[Kept]) -> Mapping[int, Sequence[str]]:
    return {}


def of_each(said: Callable[[Kept], str]) -> Says:
    """Say something of each without asking the database."""
    return lambda _session, records: {one.object_id: (said(one),) for one in records}


def _nothing_more(_session: Session, _erased: Erased) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Thing:
    """A kind of thing people write in that nobody establishes.

    `over` tells which are over as the year is, and say something still; `written` gives every row that goes with one, by its
    number. Its keeping is counted from `since_year`, else from when it was kept as over. `joined` brings further tables into
    the statement, `besides` erases what is no row of words, such as files; `erased_by` erases all of it in a way of its own.
    One is named by its own day (`at` or `on`; `name` may say where in it the day stands) and by what it `says` of where it was.
    """

    kind: str
    of: SQLColumnExpression[str]
    number: SQLColumnExpression[int]
    unit_id: SQLColumnExpression[int]
    year: SQLColumnExpression[int]
    over: Callable[[int], ColumnElement[bool]]
    written: Callable[[Session, int], Iterable[Written]]
    goes: LazyString
    since_year: SQLColumnExpression[Any] = NO_YEAR
    since_at: SQLColumnExpression[Any] = Edition.established_at
    name: LazyString | None = None
    at: SQLColumnExpression[Any] = NO_TIME
    on: SQLColumnExpression[Any] = NO_DAY
    what: SQLColumnExpression[str] = NOTHING
    says: Says = _says_nothing
    joined: Callable[[Select[Any]], Select[Any]] = _as_it_is
    besides: Callable[[Session, Erased], None] = _nothing_more
    erased_by: Callable[[Session, Erased], None] | None = None

    def kept(self, year: int) -> Select[Any]:
        """Give the versions that were kept, the last of each thing, in the columns of all records."""
        columns = Columns(
            of=self.of,
            unit_id=self.unit_id,
            year=self.year,
            since_at=self.since_at,
            since_year=self.since_year,
            in_force=~self.over(year),
            what=self.what,
            at=self.at,
            on=self.on,
        )
        own: Any = self.number
        found = statement(columns).join(own.class_, and_(Edition.kind == self.kind, Edition.object_id == own))
        return self.joined(found).where(followed_at().is_(None))

    def waiting(self, year: int) -> Select[Any]:
        """Give the numbers of those that are over and not kept yet."""
        known = exists().where(
            Edition.kind == self.kind, Edition.object_id == self.number, Edition.erased_at.is_(None)
        )
        return self.joined(select(self.number)).where(self.over(year), ~known).order_by(self.number)

    def called(self, session: Session, records: Sequence[Kept]) -> Mapping[int, Called]:
        """Name some by what they are, when and where: headings are part of what was written."""
        said = self.says(session, records)
        return {
            one.edition_id: Called(
                by_its_day(self.name or OF[one.of], one, *said.get(one.object_id, ())), one.unit
            )
            for one in records
        }

    def content(self, session: Session, number: int) -> dict[str, object]:
        """Give all words of one as they stand, row by row."""
        rows = [
            {
                "of": one.kind,
                "number": one.object_id,
                "words": {name: text for name in one.columns if (text := getattr(one.row, name))},
            }
            for one in self.written(session, number)
        ]
        return {"rows": rows}

    def keep(self, session: Session, number: int) -> Edition:
        """Keep one as it stands now."""
        return establish(
            session,
            kind=self.kind,
            object_id=number,
            content=self.content(session, number),
            signed=[],
        )

    def erase(self, session: Session, erased: Erased) -> None:
        """Erase the words of one wherever they were written, and in the history."""
        if self.erased_by is not None:
            self.erased_by(session, erased)
            return
        erase_all(session, erased, [*self.written(session, erased.object_id)])
        self.besides(session, erased)

    def settle(self, session: Session, edition: Edition) -> None:
        """Keep one anew where it says something else than when it was kept: what goes is what stood there last."""
        if edition.content_hash != chain.content_hash(
            str(edition.salt), chain.canonical(self.content(session, edition.object_id))
        ):
            self.keep(session, edition.object_id)

    def versions(self, edition: Edition, session: Session) -> Sequence[Edition]:
        """Give every version of one whose text is still there: all of them go together."""
        return session.scalars(
            select(Edition)
            .where(
                Edition.kind == self.kind,
                Edition.object_id == edition.object_id,
                Edition.erased_at.is_(None),
            )
            .order_by(Edition.number)
        ).all()

    def writers(self, edition: Edition, session: Session) -> set[int]:
        """Give those who have written in it, as the history tells: they have no part in disposing of it."""
        rows: dict[str, set[int]] = {}
        for one in self.written(session, edition.object_id):
            rows.setdefault(one.kind, set()).add(one.object_id)
        if not rows:
            return set()
        found = session.scalars(
            select(HistoryEntry.actor_id)
            .where(
                or_(
                    *(
                        and_(HistoryEntry.object_kind == kind, HistoryEntry.object_id.in_(sorted(ids)))
                        for kind, ids in rows.items()
                    )
                ),
                HistoryEntry.actor_id.is_not(None),
            )
            .distinct()
        )
        return {one for one in found if one is not None}

    def as_record(self) -> RecordKind:
        """Give what the pages of disposal know of it."""
        return RecordKind(
            kind=self.kind,
            kept=self.kept,
            called=self.called,
            goes=self.goes,
            stays=STAYS,
            editions=self.versions,
            people=self.writers,
            settle=self.settle,
            established=False,
        )


class Things:
    """The kinds of things nobody establishes, each registered with records and with what is erased along."""

    def __init__(self, records: RecordKinds, elsewhere: TextsElsewhere) -> None:
        """Begin with none; features register theirs when the app is built."""
        self._records, self._elsewhere = records, elsewhere
        self._known: dict[str, Thing] = {}

    def register(self, *found: Thing) -> None:
        """Add or replace some."""
        for one in found:
            self._known[one.kind] = one
            self._records.register(one.as_record())
            self._elsewhere.register(one.kind, one.erase)

    def __contains__(self, kind: object) -> bool:
        return kind in self._known

    def __iter__(self) -> Iterator[Thing]:
        return iter(tuple(self._known.values()))


things = Things(record_kinds, texts_elsewhere)


def keep_piece_by_piece(session: Session) -> int:
    """Keep what is over a few of each kind at a time, so that nobody who writes waits long for it. Tells how many; commits."""
    kept = 0
    for _piece in range(AT_ONCE // PIECE):
        now = keep_what_is_over(session, most=PIECE)
        session.commit()
        kept += now
        if not now:
            break
    return kept


def keep_what_is_over(session: Session, *, most: int = AT_ONCE) -> int:
    """Keep what is over and was not kept yet, so that it can be disposed of in its time. Tells how many."""
    year, kept = clock.today().year, 0
    for thing in things:
        waiting = thing.waiting(year).limit(most)
        if session.scalars(waiting).first() is None:
            continue
        # Asked once more in turn: the jobs may be run twice at once, and each is kept once.
        wait_for_turn(session)
        for number in session.scalars(waiting).all():
            thing.keep(session, number)
            kept += 1
    return kept
