"""Reads of the overview. Passages and gaps are those of the sections one oversees, as one may read them now.

What was released from a unit that is no more stands in the row the unit hung in to its end, until its line goes on: in the
nearest, where what it hung under has become a row of its own since.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload, selectinload

from app.access.actor import Actor
from app.access.matrix import May, Role
from app.db import SWEDISH
from app.organisation.models import Ancestry, Placement, Unit, in_force
from app.organisation.reach import hangs_or_hung
from app.paging import Found, on_page
from app.passages.models import Answer, Passage
from app.passages.queries.rights import readable_by
from app.passages.queries.waits import waiting
from app.records.models import Edition
from app.supervision.gaps import GapKind, Looked
from app.supervision.models import Placing
from app.writing.models import TextState, UnitText

SHOWN = 4
"""Passages quoted for a section; the rest are one click away."""

PAGE = 20

ROWS_AT_ONCE = 24
"""Rows of an overview on a page: what a page costs does not grow with what hangs straight under a unit."""


@dataclass(frozen=True, slots=True)
class Section:
    """One row of the overview: a section, board or company, with how many units it has, itself included."""

    id: int
    name: str
    kind: str
    units: int
    beside: bool = False
    """Whether it is a board or company beside the administration, whose own pages the kommunchef does not lead."""


@dataclass(frozen=True, slots=True)
class Period:
    """After when released passages are shown, until before when; None is no end.

    What was released in the moment an edition was established stands in that edition already.
    """

    after: datetime | None = None
    until: datetime | None = None

    def holds(self, column: InstrumentedAttribute[datetime]) -> list[ColumnElement[bool]]:
        """Give the conditions that a moment lies in it."""
        found: list[ColumnElement[bool]] = []
        if self.after is not None:
            found.append(column > self.after)
        if self.until is not None:
            found.append(column < self.until)
        return found


def overseen_unit(actor: Actor) -> tuple[int, bool] | None:
    """Give the unit whose overview somebody comes for, and whether it is the whole municipality's; None for nobody's."""
    led = [
        holding
        for holding in actor.holdings
        if holding.role is Role.MANAGER and actor.scope(May.READ_OVERVIEW).subtrees & {holding.unit_id}
    ]
    if not led:
        return None
    first = next((holding for holding in led if holding.is_top), led[0])
    return first.unit_id, first.is_top


def sections_of(session: Session, unit_id: int, *, whole: bool, day: date) -> list[Section]:
    """Give the rows of a unit's overview: what hangs straight under it, and for the whole municipality boards and companies too.

    A unit with nothing under it is its own row.
    """
    line = select(Ancestry.ancestor_id).where(
        Ancestry.descendant_id == unit_id,
        Ancestry.depth > 0,
        in_force(Ancestry.valid_from, Ancestry.valid_to, day),
    )
    under = Placement.parent_id == unit_id
    is_beside = and_(Placement.parent_id.in_(line), Unit.id != unit_id, Unit.id.not_in(line))
    rows = session.execute(
        select(Unit.id, Unit.name, Unit.kind, _units_below(day), ~under)
        .join(Placement, Placement.unit_id == Unit.id)
        .where(
            or_(under, is_beside) if whole else under,
            in_force(Placement.valid_from, Placement.valid_to, day),
            in_force(Unit.valid_from, Unit.valid_to, day),
        )
        .order_by(~under, Unit.name.collate(SWEDISH), Unit.id)
    )
    found = [Section(number, name, kind, units, bool(beside)) for number, name, kind, units, beside in rows]
    return found or _itself(session, unit_id, day)


def _units_below(day: date) -> Any:
    return (
        select(func.count())
        .select_from(Ancestry)
        .where(Ancestry.ancestor_id == Unit.id, in_force(Ancestry.valid_from, Ancestry.valid_to, day))
        .correlate(Unit)
        .scalar_subquery()
    )


def _itself(session: Session, unit_id: int, day: date) -> list[Section]:
    rows = session.execute(
        select(Unit.id, Unit.name, Unit.kind, _units_below(day)).where(
            Unit.id == unit_id, in_force(Unit.valid_from, Unit.valid_to, day)
        )
    )
    return [Section(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Quoted:
    """What is quoted for a section: the newest passages, and how many there are in all."""

    passages: list[Passage]
    total: int


def _stands_in(rows: Sequence[int], day: date) -> ColumnElement[bool]:
    """Give the condition that a line of the closure says in which of some rows a unit's passages stand: in one of them."""
    nearer = aliased(Ancestry)
    return and_(
        hangs_or_hung(Ancestry, day),
        # Rows never lie in each other today; of a unit that is no more, one may have lain in another when it ended.
        or_(
            in_force(Ancestry.valid_from, Ancestry.valid_to, day),
            ~exists()
            .where(
                nearer.descendant_id == Ancestry.descendant_id,
                nearer.valid_to == Ancestry.valid_to,
                nearer.depth < Ancestry.depth,
                nearer.ancestor_id.in_(rows),
            )
            .correlate(Ancestry),
        ),
    )


def quoted(
    session: Session,
    *,
    actor: Actor,
    day: date,
    sections: Sequence[int],
    sources: Sequence[str],
    period: Period,
    most: int = SHOWN,
    among: Sequence[int] | None = None,
) -> dict[int, Quoted]:
    """Give the newest passages of each section about some sources, in two statements; `among` are all rows there are."""
    of_section = Ancestry.ancestor_id.label("section")
    inner = (
        select(
            Passage.id,
            of_section,
            func.row_number()
            .over(partition_by=Ancestry.ancestor_id, order_by=(Passage.released_at.desc(), Passage.id.desc()))
            .label("place"),
            func.count().over(partition_by=Ancestry.ancestor_id).label("total"),
        )
        .select_from(Ancestry)
        .join(Passage, Passage.rep_unit_id == Ancestry.descendant_id)
        .join(Placing, Placing.passage_id == Passage.id)
        .where(
            Ancestry.ancestor_id.in_(sections),
            _stands_in(among or sections, day),
            _from(sources),
            readable_by(actor, day),
            *period.holds(Passage.released_at),
        )
        .subquery()
    )
    rows = session.execute(
        select(inner.c.id, inner.c.section, inner.c.total)
        .where(inner.c.place <= most)
        .order_by(inner.c.section, inner.c.place)
    ).all()
    passages = {one.id: one for one in _with_people(session, [row.id for row in rows])}
    found: dict[int, Quoted] = {}
    for passage_id, section, total in rows:
        found.setdefault(section, Quoted([], total)).passages.append(passages[passage_id])
    return found


def _from(sources: Sequence[str]) -> ColumnElement[bool]:
    # Not along the index of sources: it leads to the whole municipality's passages, the rows to those one oversees.
    return func.coalesce(Placing.source, "").in_(sources)


def _with_people(session: Session, passage_ids: Sequence[int]) -> Sequence[Passage]:
    return session.scalars(
        select(Passage)
        .where(Passage.id.in_(passage_ids))
        .options(
            joinedload(Passage.over_unit),
            joinedload(Passage.rep_unit),
            joinedload(Passage.over_person),
            joinedload(Passage.rep_person),
            selectinload(Passage.answers).joinedload(Answer.answered_by),
        )
    ).all()


def one_section(
    session: Session,
    *,
    actor: Actor,
    day: date,
    section: int,
    among: Sequence[int],
    sources: Sequence[str],
    period: Period,
    page: int = 1,
    waiting_only: bool = False,
) -> Found[Passage]:
    """Give a page of all the passages of one section about some sources, newest first; `among` are all rows there are.

    `waiting_only` leaves those that wait for an answer.
    """
    below = select(Ancestry.descendant_id).where(Ancestry.ancestor_id == section, _stands_in(among, day))
    conditions = [
        Passage.rep_unit_id.in_(below),
        _from(sources),
        readable_by(actor, day),
        *period.holds(Passage.released_at),
        *([waiting()] if waiting_only else []),
    ]
    total = (
        session.scalar(
            select(func.count(Passage.id)).join(Placing, Placing.passage_id == Passage.id).where(*conditions)
        )
        or 0
    )
    newest = (
        select(Passage.id)
        .join(Placing, Placing.passage_id == Passage.id)
        .where(*conditions)
        .order_by(Passage.released_at.desc(), Passage.id.desc())
    )
    ids = session.scalars(on_page(newest, page, PAGE)).all()
    found = {one.id: one for one in _with_people(session, ids)}
    return Found([found[number] for number in ids], total, page, PAGE)


def count_new(
    session: Session,
    *,
    actor: Actor,
    day: date,
    above: Sequence[int],
    sections: Sequence[int],
    period: Period,
) -> dict[str, int]:
    """Count the passages of some sections in a period, by source, in one statement.

    `above` are the units the sections hang straight under; where they are many these are gone down from instead.
    """
    beneath = (
        and_(Ancestry.ancestor_id.in_(sections), _stands_in(sections, day))
        if len(sections) <= ROWS_AT_ONCE or not above
        else and_(Ancestry.ancestor_id.in_(above), Ancestry.depth > 0, hangs_or_hung(Ancestry, day))
    )
    rows = session.execute(
        select(Placing.source, func.count())
        .select_from(Ancestry)
        .join(Passage, Passage.rep_unit_id == Ancestry.descendant_id)
        .join(Placing, Placing.passage_id == Passage.id)
        .where(
            beneath,
            readable_by(actor, day),
            *period.holds(Passage.released_at),
        )
        .group_by(Placing.source)
    )
    return {str(source): int(number) for source, number in rows}


@dataclass(frozen=True, slots=True)
class Gap:
    """That some units of a section lack something: which, how many, and since when the longest."""

    kind: GapKind
    units: int


def gaps(
    session: Session, kinds: Sequence[GapKind], looked: Looked, sections: Sequence[int]
) -> dict[int, list[Gap]]:
    """Count what is missing in each section, all kinds of gap in one statement."""
    if not kinds or not sections:
        return {}
    known = {kind.key: kind for kind in kinds}
    parts: list[Select[str, int, int]] = []
    for kind in kinds:
        lacking = kind.lacking(looked).subquery()
        parts.append(
            select(literal(kind.key), Ancestry.ancestor_id, func.count())
            .select_from(lacking)
            .join(Ancestry, Ancestry.descendant_id == lacking.c.unit_id)
            .where(
                Ancestry.ancestor_id.in_(sections),
                in_force(Ancestry.valid_from, Ancestry.valid_to, looked.day),
            )
            .group_by(Ancestry.ancestor_id)
        )
    found: dict[int, list[Gap]] = {}
    for key, section, number in session.execute(union_all(*parts)):
        found.setdefault(section, []).append(Gap(known[key], number))
    for ones in found.values():
        ones.sort(key=lambda one: list(known).index(one.kind.key))
    return found


def lacking_units(
    session: Session, kind: GapKind, looked: Looked, section: int, *, page: int = 1
) -> Found[tuple[int, str, date | None]]:
    """Give a page of the units of a section that lack something: number, name, and since when where that is known."""
    lacking = kind.lacking(looked).subquery()
    within = and_(
        Ancestry.descendant_id == lacking.c.unit_id,
        Ancestry.ancestor_id == section,
        in_force(Ancestry.valid_from, Ancestry.valid_to, looked.day),
    )
    total = session.scalar(select(func.count()).select_from(lacking).join(Ancestry, within)) or 0
    named = (
        select(Unit.id, Unit.name, lacking.c.since)
        .select_from(lacking)
        .join(Ancestry, within)
        .join(Unit, Unit.id == lacking.c.unit_id)
        .order_by(Unit.name.collate(SWEDISH), Unit.id)
    )
    rows = session.execute(on_page(named, page, PAGE))
    return Found([(unit_id, name, since) for unit_id, name, since in rows], total, page, PAGE)


def unanswered(
    session: Session,
    *,
    actor: Actor,
    day: date,
    sections: Sequence[int],
    sources: Sequence[str],
    among: Sequence[int] | None = None,
) -> dict[int, int]:
    """Count the matters of each section that wait for an answer, in one statement; `among` are all rows there are."""
    rows = session.execute(
        select(Ancestry.ancestor_id, func.count())
        .join(Passage, Passage.rep_unit_id == Ancestry.descendant_id)
        .join(Placing, Placing.passage_id == Passage.id)
        .where(
            Ancestry.ancestor_id.in_(sections),
            _stands_in(among or sections, day),
            _from(sources),
            readable_by(actor, day),
            waiting(),
        )
        .group_by(Ancestry.ancestor_id)
    )
    return {int(section): int(number) for section, number in rows}


def editions_of(session: Session, kind: str, actor_condition: ColumnElement[bool]) -> list[UnitText]:
    """Give the established editions one may read, newest first."""
    return list(
        session.scalars(
            select(UnitText)
            .where(UnitText.kind == kind, UnitText.state == TextState.ESTABLISHED, actor_condition)
            .options(joinedload(UnitText.unit), selectinload(UnitText.parts))
            .order_by(UnitText.year.desc(), UnitText.number.desc())
        )
    )


def last_edition_at(session: Session, kind: str, unit_id: int) -> datetime | None:
    """Tell when the newest edition of a unit's overview was established."""
    return session.scalar(
        select(func.max(Edition.established_at))
        .join(UnitText, UnitText.edition_id == Edition.id)
        .where(UnitText.kind == kind, UnitText.unit_id == unit_id, UnitText.state == TextState.ESTABLISHED)
    )
