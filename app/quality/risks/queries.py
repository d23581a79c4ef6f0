"""Reads of risks. Every one that serves a person is restricted to what that person may read on the day."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    collate,
    exists,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, joinedload, selectinload

from app.access.matrix import May
from app.db import SWEDISH
from app.organisation.finding import pattern_for
from app.organisation.models import Ancestry, Person, Unit, in_force
from app.prepared import prepared
from app.quality.factors.models import Factor
from app.quality.risks import rules
from app.quality.risks.models import Nature, Risk, RiskDecision, RiskJudgement, RiskState, Way
from app.quality.risks.reach import Left, Reader, reads_risks, settles, writes

PAGE = 100
SIZES = (10, 100, 1000)
"""Risks on a page of the register; the second where nobody has asked for another."""

COUNTED = 1000
"""Risks that are counted; of more it is said that there are more, since counting all would cost more than showing some."""


class Shown(StrEnum):
    """Filter on whether a risk is there."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


class Sort(StrEnum):
    """What the register is ordered by."""

    LEVEL = "level"
    TITLE = "title"
    UNIT = "unit"
    TREATED = "treated"
    REVIEW = "review"


class DecidedFilter(StrEnum):
    """Filter on what is decided."""

    NOTHING = "nothing"
    RUN_OUT = "run_out"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the register is asked for; `values` are the smallest and largest product of a level, (0, 0) for not judged."""

    words: tuple[str, ...] = ()
    category: str = ""
    nature: Nature | None = None
    level: str = ""
    values: tuple[int, int] | None = None
    way: Way | DecidedFilter | None = None
    due: rules.Due | None = None
    unit_id: int | None = None
    factor_id: int | None = None
    shown: Shown = Shown.OPEN
    sort: Sort = Sort.LEVEL
    descending: bool = True
    size: int = PAGE
    page: int = 1


class Row(NamedTuple):
    """One risk of the register."""

    id: int
    title: str
    happens: str
    effect: str
    nature: str
    category: str
    owner: str
    person: str | None
    review_on: date | None
    likelihood: int
    consequence: int
    value: int
    treated_likelihood: int
    treated_consequence: int
    treated_value: int
    reasoned: bool
    decided: str
    decided_until: date | None
    state: str
    unit_id: int
    unit: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the register; `total` is at most `COUNTED`, and `more` tells that there are more than that."""

    rows: list[Row]
    total: int
    more: bool
    page: int
    size: int
    further: bool

    @property
    def pages(self) -> int:
        """How many pages one can go to; one when nothing was found."""
        counted = max(1, -(-self.total // self.size))
        return max(counted, self.page + 1) if self.further else max(counted, self.page)


_COLUMNS = (
    Risk.id,
    Risk.title,
    Risk.happens,
    Risk.effect,
    Risk.nature,
    Risk.category,
    Risk.owner,
    Person.name,
    Risk.review_on,
    Risk.likelihood,
    Risk.consequence,
    Risk.value,
    Risk.treated_likelihood,
    Risk.treated_consequence,
    Risk.treated_value,
    Risk.reasoned,
    Risk.decided,
    Risk.decided_until,
    Risk.state,
    Unit.id,
    Unit.name,
)


def readable_by(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that the reader may read a risk."""
    return reads_risks(reader, Risk.unit_id) if reader.actor.may(May.READ_RISKS) else false()


def register(session: Session, wanted: Wanted, *, reader: Reader, whole: bool = False) -> Found:
    """Give a page of the register, or all of it where it is taken away `whole`."""
    counted = _rows(session, _number_of, wanted, reader)[0][0]
    page = wanted.page if counted > COUNTED else min(wanted.page, max(1, -(-counted // wanted.size)))
    if whole:
        found: Iterable[Any] = session.execute(_listed(wanted, reader))
    else:
        # One more than is shown, so that it is known whether there is a next page.
        gaps = {"most": wanted.size + 1, "start": (page - 1) * wanted.size}
        found = _rows(session, _page_of, wanted, reader, **gaps)
    rows = [Row._make(row) for row in found]
    further = not whole and len(rows) > wanted.size
    return Found(
        rows[: wanted.size] if not whole else rows,
        min(counted, COUNTED),
        counted > COUNTED,
        page,
        wanted.size,
        further,
    )


Making = Callable[[Wanted, Reader], Select[*tuple[Any, ...]]]


def _rows(
    session: Session, make: Making, wanted: Wanted, reader: Reader, **gaps: int
) -> Sequence[Sequence[Any]]:
    """Ask for the register: prepared, unless somebody looks for words, which others hardly look for again."""
    if wanted.words:
        return session.execute(make(wanted, reader), gaps).all()
    return _prepared(make, replace(wanted, page=1), reader).rows(session, **gaps)


@prepared
def _prepared(make: Making, wanted: Wanted, reader: Reader) -> Select[*tuple[Any, ...]]:
    return make(wanted, reader)


def _number_of(wanted: Wanted, reader: Reader) -> Select[int]:
    conditions = [readable_by(reader), *_conditions(wanted, reader)]
    some = select(Risk.id).where(*conditions).limit(COUNTED + 1).subquery()
    return select(func.count()).select_from(some)


def _page_of(wanted: Wanted, reader: Reader) -> Select[*tuple[Any, ...]]:
    most, start = bindparam("most", type_=Integer), bindparam("start", type_=Integer)
    return _listed(wanted, reader).limit(most).offset(start)


def _listed(wanted: Wanted, reader: Reader) -> Select[*tuple[Any, ...]]:
    return (
        select(*_COLUMNS)
        .join(Unit, Unit.id == Risk.unit_id)
        .outerjoin(Person, Person.id == Risk.owner_id)
        .where(readable_by(reader), *_conditions(wanted, reader))
        .order_by(*_order(wanted))
    )


def _conditions(wanted: Wanted, reader: Reader) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for word in wanted.words:
        pattern = pattern_for(word)
        texts = (Risk.title, Risk.happens, Risk.cause, Risk.effect, Risk.existing, Risk.owner)
        found.append(or_(*(column.ilike(pattern, escape="/") for column in texts)))
    if wanted.category:
        found.append(Risk.category == wanted.category)
    if wanted.nature is not None:
        found.append(Risk.nature == wanted.nature)
    if wanted.shown is not Shown.ALL:
        found.append(Risk.state == (RiskState.OPEN if wanted.shown is Shown.OPEN else RiskState.CLOSED))
    return found + _conditions_of_judging(wanted, reader)


def _conditions_of_judging(wanted: Wanted, reader: Reader) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    today = reader.day
    if wanted.values is not None:
        found.append(Risk.value.between(*wanted.values))
    if wanted.unit_id is not None:
        found.append(_in_or_below(wanted.unit_id, reader))
    if wanted.factor_id is not None:
        found.append(Risk.factor_id == wanted.factor_id)
    if wanted.way is DecidedFilter.NOTHING:
        found.append(Risk.decided == "")
    elif wanted.way is DecidedFilter.RUN_OUT:
        found.append(Risk.decided_until < today)
    elif wanted.way is not None:
        found.append(Risk.decided == wanted.way)
    if wanted.due is not None:
        found.append(_due(wanted.due, today))
    return found


def _in_or_below(unit_id: int, reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a risk is of a unit or one below it, or was left behind for one of those."""
    below = select(Ancestry.descendant_id).where(
        Ancestry.ancestor_id == unit_id, in_force(Ancestry.valid_from, Ancestry.valid_to, reader.day)
    )
    left = [
        and_(
            Risk.unit_id == one.unit_id,
            exists().where(
                Ancestry.ancestor_id == unit_id,
                Ancestry.descendant_id.in_([number for number, _ in one.heirs]),
                in_force(Ancestry.valid_from, Ancestry.valid_to, reader.day),
            ),
        )
        for one in reader.left
    ]
    return or_(Risk.unit_id == unit_id, Risk.unit_id.in_(below), *left)


def _due(asked: rules.Due, today: date) -> ColumnElement[bool]:
    """Give the condition that a review is as near as asked: the SQL twin of `rules.due`."""
    day, near = Risk.review_on, today + rules.NEAR
    return {
        rules.Due.OVERDUE: day < today,
        rules.Due.NEAR: and_(day >= today, day <= near),
        rules.Due.LATER: day > near,
        rules.Due.NONE: day.is_(None),
    }[asked]


def _order(wanted: Wanted) -> list[ColumnElement[Any]]:
    if wanted.sort is Sort.LEVEL:
        # The order of the index, so that a page is read and not sorted.
        if wanted.descending:
            return [Risk.value.desc(), Risk.id.desc()]
        return [Risk.value.asc(), Risk.id.asc()]
    column: Any = {
        Sort.TITLE: collate(Risk.title, SWEDISH),
        Sort.UNIT: collate(Unit.name, SWEDISH),
        Sort.TREATED: Risk.treated_value,
        Sort.REVIEW: Risk.review_on,
    }[wanted.sort]
    key = column.desc() if wanted.descending else column.asc()
    rest = [Risk.value.desc(), Risk.id.desc()]
    # What has no date stands last whichever way one looks.
    return [column.is_(None).asc(), key, *rest] if wanted.sort is Sort.REVIEW else [key, *rest]


def risk_for(session: Session, *, reader: Reader, risk_id: int) -> Risk | None:
    """Give a risk with all its page says, or None when it is not there to be read."""
    return session.scalars(_whole().where(Risk.id == risk_id, readable_by(reader))).one_or_none()


def risk_to_write(
    session: Session, *, reader: Reader, risk_id: int, lock: bool, left: bool = False
) -> Risk | None:
    """Give a risk the reader writes; None otherwise. `lock` keeps other writers waiting until the transaction ends.

    One of a unit that is no more is given only where what is asked for can be done with what was `left` behind.
    """
    if not reader.actor.may(May.WRITE_CONTROL):
        return None
    if lock:
        session.execute(select(Risk.id).where(Risk.id == risk_id).with_for_update())
    mine = settles(reader, Risk.unit_id) if left else writes(reader, Risk.unit_id)
    wanted = _whole().where(Risk.id == risk_id, mine)
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def _whole() -> Select[Risk]:
    return select(Risk).options(
        joinedload(Risk.unit),
        joinedload(Risk.person),
        joinedload(Risk.factor),
        selectinload(Risk.judgements).joinedload(RiskJudgement.person),
        selectinload(Risk.decisions).joinedload(RiskDecision.recorded_by),
        selectinload(Risk.decisions).joinedload(RiskDecision.revoked_by),
    )


def may_write(session: Session, *, reader: Reader, risk: Risk) -> bool:
    """Tell whether the reader writes a risk."""
    if not reader.actor.may(May.WRITE_CONTROL):
        return False
    found = select(Risk.id).where(Risk.id == risk.id, writes(reader, Risk.unit_id))
    return session.scalar(found) is not None


def units_with_risks(session: Session, reader: Reader, limit: int = 200) -> list[tuple[int, str]]:
    """Give the units whose risks the reader reads, alphabetically, for the filter."""
    return [(number, name) for number, name in _units_with_risks(reader).rows(session, most=limit)]


@prepared
def _units_with_risks(reader: Reader) -> Select[int, str]:
    return (
        select(Unit.id, Unit.name)
        .where(
            # Unit by unit along the index: going through all risks would take longer the more there are.
            exists().where(Risk.unit_id == Unit.id),
            reads_risks(reader, Unit.id) if reader.actor.may(May.READ_RISKS) else false(),
        )
        .order_by(collate(Unit.name, SWEDISH), Unit.id)
        .limit(bindparam("most", type_=Integer))
    )


class LeftBehind(NamedTuple):
    """A unit that is no more, and how many open risks of it wait."""

    unit: Left
    waiting: int


def left_behind(session: Session, reader: Reader) -> list[LeftBehind]:
    """Give the units that are no more whose risks wait for somebody to take them over; no statement where there is none."""
    if not reader.left:
        return []
    counts = session.execute(
        select(Risk.unit_id, func.count())
        .where(
            Risk.unit_id.in_([one.unit_id for one in reader.left]),
            Risk.state == RiskState.OPEN,
            readable_by(reader),
        )
        .group_by(Risk.unit_id)
    )
    counted = {row[0]: row[1] for row in counts}
    return [LeftBehind(one, counted[one.unit_id]) for one in reader.left if one.unit_id in counted]


def left_by_unit(session: Session, reader: Reader, unit_id: int) -> list[Risk]:
    """Give the open risks a unit that is no more left behind for the reader, held until the transaction ends."""
    wanted = (
        select(Risk)
        .where(Risk.unit_id == unit_id, Risk.state == RiskState.OPEN, settles(reader, Risk.unit_id))
        .order_by(Risk.id)
        .with_for_update(of=Risk)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(wanted))


class Placed(NamedTuple):
    """A risk with its place on the map."""

    id: int
    title: str
    unit: str
    likelihood: int
    consequence: int
    reasoned: bool
    value: int


def for_map(session: Session, wanted: Wanted, *, reader: Reader, limit: int) -> list[Placed]:
    """Give the open risks that pass a filter, the highest first, with what says where on the map they belong."""
    rows = session.execute(
        select(Risk.id, Risk.title, Unit.name, Risk.likelihood, Risk.consequence, Risk.reasoned, Risk.value)
        .join(Unit, Unit.id == Risk.unit_id)
        .where(readable_by(reader), *_conditions(wanted, reader))
        .order_by(Risk.value.desc(), Risk.id.desc())
        .limit(limit)
    )
    return [Placed._make(row) for row in rows]


def reasonings(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Give the reasoning of the latest judgement of each of some risks."""
    latest = (
        select(func.max(RiskJudgement.id))
        .where(RiskJudgement.risk_id.in_(sorted(ids)))
        .group_by(RiskJudgement.risk_id)
    )
    rows = session.execute(
        select(RiskJudgement.risk_id, RiskJudgement.reasoning).where(RiskJudgement.id.in_(latest))
    )
    return {row.risk_id: row.reasoning for row in rows}


def risks_of_units(
    session: Session, *, reader: Reader, unit_ids: Sequence[int], limit: int, nature: Nature | None = None
) -> list[Risk]:
    """Give the open risks of some units, the highest first, as far as the reader reads them."""
    wanted = select(Risk).where(
        Risk.unit_id.in_(sorted(unit_ids)), Risk.state == RiskState.OPEN, readable_by(reader)
    )
    if nature is not None:
        wanted = wanted.where(Risk.nature == nature)
    ordered = wanted.options(joinedload(Risk.unit), joinedload(Risk.factor))
    return list(session.scalars(ordered.order_by(Risk.value.desc(), Risk.id.desc()).limit(limit)))


def factors_to_choose(session: Session, unit_ids: Collection[int], day: date) -> list[tuple[int, str]]:
    """Give the factors a strategic risk of some units can hang on: their own, and those of an area above."""
    rows = _factors_of(tuple(sorted(unit_ids)), day).rows(session)
    return [(number, title) for number, title in rows]


@prepared
def _factors_of(unit_ids: tuple[int, ...], day: date) -> Select[int, str]:
    above = select(Ancestry.ancestor_id).where(
        Ancestry.descendant_id.in_(unit_ids), in_force(Ancestry.valid_from, Ancestry.valid_to, day)
    )
    return (
        select(Factor.id, Factor.title)
        .where(
            Factor.goal_id.is_(None),
            Factor.state.in_(["draft", "established"]),
            or_(
                Factor.unit_id.in_(unit_ids),
                and_(Factor.reach == "area", Factor.unit_id.in_(above), Factor.state == "established"),
            ),
        )
        .order_by(collate(Factor.title, SWEDISH), Factor.id)
        .limit(300)
    )


def near_or_past(session: Session, today: date) -> list[Risk]:
    """Give the open risks whose review is told of on a day, the oldest first, with their units."""
    return list(
        session.scalars(
            select(Risk)
            .where(
                Risk.state == RiskState.OPEN,
                Risk.review_on <= today + rules.NEAR,
                Risk.review_on >= today - rules.LATE,
            )
            .options(joinedload(Risk.unit))
            .order_by(Risk.review_on, Risk.id)
        )
    )
