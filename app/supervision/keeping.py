"""Keeping what the kommunchef's overview counts, in the transaction that changes it.

The sessions are listened to, as the search index does: whoever writes a goal, an analysis, a measurement the usual way changes
the count, and no feature can forget it. What changes where units hang, or is written in bulk, makes what was counted void: it
is counted when asked for until `rebuild` has counted it anew, which the jobs do. So a kept number is right or not used.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    bindparam,
    delete,
    event,
    insert,
    inspect,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, aliased
from sqlalchemy.sql.dml import UpdateBase

from app import clock
from app.dialogues.models import Post, Series
from app.economy.models import Forecast, Frame
from app.organisation.models import Ancestry, Appointment, Placement, Unit, in_force
from app.organisation.reach import hangs_or_hung
from app.passages.models import Answer, Passage, Receipt, Talk
from app.passages.overseeing import released_beside
from app.passages.queries.waits import waiting
from app.planning.models import Goal
from app.prepared import Prepared
from app.quality.factors.models import Factor, Reach
from app.quality.indicators.models import Indicator, SkippedPeriod
from app.quality.kolada.models import KoladaLink, KoladaPlace
from app.quality.measuring.models import Measurement
from app.quality.risks.models import Risk
from app.supervision.gaps import GapKind, Looked, gap_kinds
from app.supervision.models import Kept, KeptSection, Lack, Placing, Tally
from app.supervision.periods import looked_at
from app.writing.models import UnitText

LOCK, SECTIONS = "", "sections"
"""Names of rows in `Kept`: the one that is waited for, and the one that tells that rows and placings are of a day."""

WAITING = "waiting:"
"""What a tally of passages that wait for an answer begins with; the part follows."""

_TOUCHED = "overview_touched"
MOST_TOUCHED = 500
"""Units recounted within a transaction; where more are written at once everything is counted anew later."""

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

TEXTS, TALKS, LED = "text", "talk", "led"


@dataclass(slots=True)
class Touched:
    """What a transaction has written that the overview counts."""

    units: dict[str, set[int]] = field(default_factory=dict)
    """Units by what was written for them."""
    posts: set[int] = field(default_factory=set)
    factors: set[int] = field(default_factory=set)
    passages: set[int] = field(default_factory=set)
    answers: set[int] = field(default_factory=set)
    moved: bool = False
    """Whether the organisation itself was changed, or something was written in bulk."""

    def unit(self, what: str, unit_id: int | None) -> None:
        """Note a unit."""
        if unit_id is not None:
            self.units.setdefault(what, set()).add(unit_id)


def _noting(what: str, attribute: str = "unit_id") -> Callable[[Touched, Any], None]:
    return lambda touched, row: touched.unit(what, getattr(row, attribute))


def _all_moved(touched: Touched, _row: Any) -> None:
    touched.moved = True


def _factor(touched: Touched, row: Factor) -> None:
    touched.factors.add(row.id)
    touched.unit("factor", row.unit_id)
    # One that was an area's and is a unit's now concerned all below.
    touched.moved |= Reach.AREA in inspect(row).attrs.reach.history.deleted


def _indicator(touched: Touched, row: Indicator) -> None:
    touched.factors.add(row.factor_id)


def _series(touched: Touched, row: Series) -> None:
    touched.posts.add(row.rep_post_id)


def _answer(touched: Touched, row: Answer) -> None:
    touched.passages.add(row.passage_id)


def _receipt(touched: Touched, row: Receipt) -> None:
    touched.answers.add(row.answer_id)


def _passage(touched: Touched, row: Passage) -> None:
    # What has just been released is placed by `placed`; what goes on with another unit may stand in another row.
    changed = inspect(row).attrs
    touched.moved |= bool(changed.over_unit_id.history.deleted or changed.rep_unit_id.history.deleted)
    if changed.text.history.deleted:
        # Its words never change but when they are disposed of: then it waits for no answer.
        touched.passages.add(row.id)


def _link(touched: Touched, row: KoladaLink) -> None:
    # That Kolada is asked, each link once a day, changes nothing of what is due: that values come by themselves does.
    seen = inspect(row)
    touched.moved |= seen.session is not None and row in seen.session.deleted
    touched.moved |= any(seen.attrs[name].history.has_changes() for name in _COUNTED[KoladaLink.__table__])


def _talk(touched: Touched, row: Talk) -> None:
    touched.unit(TALKS, row.rep_unit_id)


_WATCHED: dict[type[Any], Callable[[Touched, Any], None]] = {
    Unit: _all_moved,
    Placement: _all_moved,
    Ancestry: _all_moved,
    SkippedPeriod: _all_moved,
    KoladaLink: _link,
    KoladaPlace: _all_moved,
    Appointment: _noting(LED),
    Goal: _noting("goal"),
    UnitText: _noting(TEXTS),
    Measurement: _noting("measurement"),
    Risk: _noting("risk"),
    Forecast: _noting("economy"),
    Frame: _noting("economy"),
    Talk: _talk,
    Passage: _passage,
    Series: _series,
    Factor: _factor,
    Indicator: _indicator,
    Answer: _answer,
    Receipt: _receipt,
}
_TABLES = {model.__table__: model for model in _WATCHED}
_COUNTED = {KoladaLink.__table__: frozenset({"indicator_id", "removed_at"})}
"""Columns that change what is counted, of tables in which others are written all the time; of the rest each does."""


def install() -> None:
    """Listen to every session, once however many applications are built."""
    if event.contains(Session, "after_flush", _after_flush):
        return
    event.listen(Session, "after_flush", _after_flush)
    event.listen(Session, "do_orm_execute", _note_bulk)
    event.listen(Session, "before_commit", _before_commit)
    event.listen(Session, "after_rollback", forget)


def _noted(session: Session) -> Touched:
    found: Touched = session.info.setdefault(_TOUCHED, Touched())
    return found


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    for row in [*session.new, *session.dirty, *session.deleted]:
        note = _WATCHED.get(type(row))
        if note is not None:
            note(_noted(session), row)


def _note_bulk(state: ORMExecuteState) -> None:
    statement = state.statement
    if not (state.is_insert or state.is_update or state.is_delete) or not isinstance(statement, UpdateBase):
        return
    if statement.table in _TABLES and not _beside_the_point(statement):
        _noted(state.session).moved = True


def _beside_the_point(statement: UpdateBase) -> bool:
    """Tell whether a statement writes nothing but columns that change nothing of what is counted."""
    counted, written = _COUNTED.get(statement.table), getattr(statement, "_values", None)
    # A statement of the table itself has names where one of the model has columns.
    return bool(counted and written and counted.isdisjoint(getattr(one, "key", one) for one in written))


def forget(session: Session) -> None:
    """Let what was written so far count as counted: it has been, or it was taken back."""
    session.info.pop(_TOUCHED, None)


def _before_commit(session: Session) -> None:
    if not session._is_clean():  # noqa: SLF001  as the search index: what is not written yet counts too
        session.flush()
    touched: Touched | None = session.info.pop(_TOUCHED, None)
    if touched is not None:
        _keep(session, touched)


# Asked by every change of anything: written out once.
_LOCK = Prepared(lambda: select(Kept.kind).where(Kept.kind == LOCK).with_for_update(read=True))
_KEPT_OF = Prepared(lambda: select(Kept.kind).where(Kept.day == bindparam("day", type_=Date)))


def _keep(session: Session, touched: Touched) -> None:
    if session.get_bind().dialect.name != "sqlite":
        # Who writes on SQLite is alone from the start.
        _LOCK.rows(session)
    today = clock.today()
    kept = {row[0] for row in _KEPT_OF.rows(session, day=today)}
    if not kept:
        return
    by_what = _resolved(session, touched)
    units = set().union(*by_what.values()) if by_what else set()
    if touched.moved or len(units) > MOST_TOUCHED:
        session.execute(delete(Kept).where(Kept.kind != LOCK))
        return
    if SECTIONS not in kept:
        return
    looked = looked_at(today, today.year)
    if units:
        _recount(session, looked, kept, by_what)
    if touched.passages:
        _recount_waiting(session, touched.passages)


def _resolved(session: Session, touched: Touched) -> dict[str, set[int]]:
    """Give the units that may lack something else than before, by what was written."""
    by_what = {what: set(ids) for what, ids in touched.units.items()}
    if touched.posts:
        ids = session.scalars(select(Post.unit_id).where(Post.id.in_(sorted(touched.posts))))
        by_what.setdefault(TALKS, set()).update(ids)
    if touched.factors:
        for unit_id, reach in session.execute(
            select(Factor.unit_id, Factor.reach).where(Factor.id.in_(sorted(touched.factors)))
        ):
            if reach == Reach.AREA:
                touched.moved = True
            by_what.setdefault("factor", set()).add(unit_id)
    if touched.answers:
        found = session.scalars(select(Answer.passage_id).where(Answer.id.in_(sorted(touched.answers))))
        touched.passages.update(found)
    if LED in by_what and not touched.moved:
        # Where something is due depends on whether anybody is led further below.
        line = select(Ancestry.ancestor_id).where(Ancestry.descendant_id.in_(sorted(by_what[LED])))
        by_what[LED].update(session.scalars(line))
    return by_what


def _recount(session: Session, looked: Looked, kept: set[str], by_what: dict[str, set[int]]) -> None:
    units = sorted(set().union(*by_what.values()))
    # Two who write for the same unit count it one after the other.
    session.execute(
        select(Unit.id).where(Unit.id.in_(units)).order_by(Unit.id).with_for_update(key_share=True)
    )
    rows = sections_of_units(session, units, looked.day)
    changes: dict[tuple[str, int], int] = {}
    for kind in gap_kinds.all():
        ids = sorted(set().union(*(by_what.get(what, set()) for what in kind.counts)) & rows.keys())
        if kind.key not in kept or not ids:
            continue
        lacking = kind.lacking(looked).subquery()
        now = set(session.scalars(select(lacking.c.unit_id).where(lacking.c.unit_id.in_(ids))))
        before = set(
            session.scalars(select(Lack.unit_id).where(Lack.kind == kind.key, Lack.unit_id.in_(ids)))
        )
        for unit_id in before - now:
            session.execute(delete(Lack).where(Lack.kind == kind.key, Lack.unit_id == unit_id))
            changes[kind.key, rows[unit_id]] = changes.get((kind.key, rows[unit_id]), 0) - 1
        for unit_id in now - before:
            session.execute(insert(Lack).values(kind=kind.key, unit_id=unit_id, section_id=rows[unit_id]))
            changes[kind.key, rows[unit_id]] = changes.get((kind.key, rows[unit_id]), 0) + 1
    _add(session, changes)


def sections_of_units(session: Session, unit_ids: Iterable[int] | None, day: date) -> dict[int, int]:
    """Give the row each of some units stands in; of all units when none are named.

    One that is no more stands where it hung to its end, in the nearest row: what was released from it does (`queries`), and it
    lacks nothing.
    """
    wanted = (
        select(Ancestry.descendant_id, Ancestry.ancestor_id)
        .join(KeptSection, KeptSection.unit_id == Ancestry.ancestor_id)
        .where(hangs_or_hung(Ancestry, day))
        .order_by(Ancestry.depth.desc())
    )
    if unit_ids is not None:
        wanted = wanted.where(Ancestry.descendant_id.in_(sorted(unit_ids)))
    return dict(session.execute(wanted).all())


def _add(session: Session, changes: dict[tuple[str, int], int]) -> None:
    for (kind, section_id), number in sorted(changes.items()):
        if not number:
            continue
        made = _INSERT[session.get_bind().dialect.name](Tally).values(
            kind=kind, section_id=section_id, number=number
        )
        # Two may be the first to count something in a row.
        session.execute(
            made.on_conflict_do_update(
                index_elements=[Tally.kind, Tally.section_id],
                set_={"number": Tally.number + made.excluded.number},
            )
        )


def _recount_waiting(session: Session, passage_ids: Iterable[int]) -> None:
    changes: dict[tuple[str, int], int] = {}
    rows = session.execute(
        select(Placing.passage_id, Placing.part, Placing.section_id, Placing.waiting, waiting())
        .join(Passage, Passage.id == Placing.passage_id)
        .where(Placing.passage_id.in_(sorted(passage_ids)))
        .order_by(Placing.passage_id)
        .with_for_update(of=Placing)
    ).all()
    for passage_id, part, section_id, before, now in rows:
        if bool(before) is bool(now):
            continue
        _set(session, passage_id, waiting=bool(now))
        if section_id is not None:
            key = (WAITING + part, section_id)
            changes[key] = changes.get(key, 0) + (1 if now else -1)
    _add(session, changes)


def _set(session: Session, passage_id: int, **values: object) -> None:
    session.execute(
        update(Placing)
        .where(Placing.passage_id == passage_id)
        .values(**values)
        .execution_options(synchronize_session="fetch")
    )


def placed(session: Session, passage_ids: Sequence[int]) -> None:
    """Let passages that were just placed stand in the row they belong to, and be counted as waiting."""
    session.execute(select(Kept.kind).where(Kept.kind == LOCK).with_for_update(read=True))
    today = clock.today()
    if session.scalar(select(Kept.kind).where(Kept.kind == SECTIONS, Kept.day == today)) is None:
        return
    changes: dict[tuple[str, int], int] = {}
    rows = session.execute(
        select(Placing.passage_id, Placing.part, Placing.waiting, Passage.rep_unit_id, overseen(today))
        .join(Passage, Passage.id == Placing.passage_id)
        .where(Placing.passage_id.in_(list(passage_ids)))
    ).all()
    sections = sections_of_units(session, {row.rep_unit_id for row in rows}, today)
    touched = _noted(session)
    for passage_id, part, waits, rep_unit_id, read in rows:
        touched.unit(TALKS, rep_unit_id)
        section_id = sections.get(rep_unit_id) if read else None
        if section_id is None:
            continue
        _set(session, passage_id, section_id=section_id)
        if waits:
            changes[WAITING + part, section_id] = changes.get((WAITING + part, section_id), 0) + 1
    _add(session, changes)


def moved(session: Session, placing: Placing, part_before: str) -> None:
    """Let a passage that somebody moved be counted where it stands now, and what its unit talked about anew."""
    _noted(session).unit(
        TALKS, session.scalar(select(Passage.rep_unit_id).where(Passage.id == placing.passage_id))
    )
    if placing.section_id is None or not placing.waiting or placing.part == part_before:
        return
    session.execute(select(Kept.kind).where(Kept.kind == LOCK).with_for_update(read=True))
    _add(
        session,
        {
            (WAITING + part_before, placing.section_id): -1,
            (WAITING + placing.part, placing.section_id): 1,
        },
    )


def tops(day: date) -> Select[int]:
    """Give the top administration of a day."""
    return select(Unit.id).where(
        Unit.is_top_administration.is_(True), in_force(Unit.valid_from, Unit.valid_to, day)
    )


def overseen(day: date) -> ColumnElement[bool]:
    """Give the condition that the kommunchef reads a passage, as `readable_by` has it for who leads the top alone."""
    below = aliased(Ancestry)
    beneath = select(below.descendant_id).where(below.ancestor_id.in_(tops(day)), hangs_or_hung(below, day))
    return or_(
        Passage.over_unit_id.in_(beneath),
        released_beside(lambda column: column.in_(tops(day)), day),
    )


def counted_kinds() -> list[GapKind]:
    """Give the kinds of gap that are kept counted; the rest are few enough to be counted each time."""
    return [kind for kind in gap_kinds.all() if kind.counts]


def lacking_by_section(session: Session, kind: GapKind, looked: Looked) -> dict[int, int]:
    """Give the units that lack something with the row each is told in."""
    lacking = kind.lacking(looked).subquery()
    rows = session.execute(
        select(lacking.c.unit_id, Ancestry.ancestor_id)
        .join(Ancestry, Ancestry.descendant_id == lacking.c.unit_id)
        .join(KeptSection, KeptSection.unit_id == Ancestry.ancestor_id)
        .where(in_force(Ancestry.valid_from, Ancestry.valid_to, looked.day))
    )
    return dict(rows.all())
