"""The register of risks: what it is asked for, a page of it, and the same risks placed on the map."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, collate, exists, func, or_, select
from sqlalchemy.orm import Session

from app.db import SWEDISH
from app.organisation.finding import pattern_for
from app.organisation.models import Ancestry, Person, Unit, in_force
from app.paging import nearest, pages_of
from app.prepared import prepared
from app.quality.risks import rules
from app.quality.risks.models import Nature, Risk, RiskState, Way
from app.quality.risks.queries.opening import readable_by
from app.quality.risks.reach import Reader

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
        counted = pages_of(self.total, self.size)
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


def register(session: Session, wanted: Wanted, *, reader: Reader, whole: bool = False) -> Found:
    """Give a page of the register, or all of it where it is taken away `whole`."""
    counted = _rows(session, _number_of, wanted, reader)[0][0]
    page = wanted.page if counted > COUNTED else nearest(wanted.page, counted, wanted.size)
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
