"""Reads of what is due to be measured: by whom, where, for which period."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from app import clock
from app.access.matrix import Role
from app.organisation.models import Ancestry, Appointment, Unit, in_force
from app.organisation.reach import unit_ids_within
from app.paging import Found
from app.prepared import prepared
from app.quality.factors.models import Factor, FactorState, Reach
from app.quality.factors.reading import IndicatorView
from app.quality.indicators.models import Indicator, Periodicity, SkippedPeriod, Source
from app.quality.kolada.models import KoladaLink, KoladaPlace
from app.quality.measuring.models import Certainty, Measurement, Sex
from app.quality.measuring.periods import Period
from app.quality.measuring.queries import innermost, led
from app.quality.measuring.rounds import Rounds, pace_called, pace_name, paces, rounds_in_force
from app.quality.rights import Reader

DUE_AT_ONCE = 40
"""Rows on one page of what is due."""

BY_PEOPLE = (Source.HAND, Source.SPREADSHEET, Source.OTHER)
"""Sources that somebody has to fill in from; what is fetched is due to nobody."""


def key_of(indicator_id: int, unit_id: int, period: Period) -> str:
    """Name an indicator of a unit and a period in forms and addresses."""
    return f"{indicator_id}-{unit_id}-{period.slug}"


class ToMeasure(NamedTuple):
    """An indicator of a unit, with what one needs to see to measure it, and for which period it is due."""

    indicator_id: int
    name: str
    nature: str
    unit_of_measure: str
    decimals: int
    by_sex: bool
    method: str
    routine: str
    factor_id: int
    factor: str
    unit_id: int
    unit: str
    period: Period
    goal_id: int | None = None

    @property
    def key(self) -> str:
        """Its name in forms and addresses."""
        return key_of(self.indicator_id, self.unit_id, self.period)


def row_of(
    indicator: Indicator | IndicatorView, factor_id: int, factor: str, unit_id: int, unit: str, period: Period
) -> ToMeasure:
    """Give an indicator of a factor, a unit and a period as a row to fill in."""
    return ToMeasure(
        indicator.id,
        indicator.name,
        indicator.nature,
        indicator.unit_of_measure,
        indicator.decimals,
        indicator.by_sex,
        indicator.method,
        indicator.routine,
        factor_id,
        factor,
        unit_id,
        unit,
        period,
    )


def runs() -> ColumnElement[bool]:
    """Give the condition that a factor's indicators are measured: the twin of `rules.takes_measurements`."""
    return or_(
        Factor.state == FactorState.ESTABLISHED,
        and_(Factor.state == FactorState.DRAFT, Factor.edition_id.is_not(None)),
    )


@dataclass(frozen=True, slots=True)
class _Latest:
    """The latest period that is over on a day, of each pace by its name, and of which indicators it is the one."""

    rounds: Rounds
    periods: dict[str, Period]

    @classmethod
    def on(cls, day: date, rounds: Rounds | None) -> "_Latest":
        known = rounds if rounds is not None else rounds_in_force()
        return cls(known, {name: pace.latest_ended(day) for name, pace in paces(known).items()})

    def of_pace(self, give: Callable[[Period], Any]) -> ColumnElement[Any]:
        """Give what the latest period of an indicator's own pace gives, as one value that an index can be asked for."""
        given = {name: give(period) for name, period in self.periods.items()}
        # What `rounds.pace_called` gives of a rhythm that nobody knows.
        unknown = given.pop(Periodicity.ROUND)
        return case(given, value=pace_name(), else_=unknown)


def _of_latest(latest: _Latest, column: Any) -> ColumnElement[bool]:
    """Give the condition that a column of periods holds the latest one of the indicator's own pace that is over."""
    found: ColumnElement[bool] = column == latest.of_pace(lambda period: period.key)
    return found


def _begun(latest: _Latest) -> ColumnElement[bool]:
    """Give the condition that an indicator was to be measured by then: it begins on its day, or as its factor was written."""
    return or_(
        Indicator.starts_on <= latest.of_pace(lambda period: literal(period.last)),
        and_(
            Indicator.starts_on.is_(None),
            Factor.written_at
            < latest.of_pace(
                lambda period: literal(clock.from_stockholm(period.next.first), Factor.written_at.type)
            ),
        ),
    )


def _in_its_time(latest: _Latest) -> ColumnElement[bool]:
    """Give the condition that what is measured of a goal is of a time the goal is for."""
    outside = or_(
        Factor.measured_from > latest.of_pace(lambda period: literal(period.last)),
        Factor.measured_until < latest.of_pace(lambda period: literal(period.first)),
    )
    return or_(Factor.goal_id.is_(None), ~func.coalesce(outside, false()))


_TO_MEASURE: tuple[Any, ...] = (
    Indicator.id,
    Indicator.name,
    Indicator.nature,
    Indicator.unit_of_measure,
    Indicator.decimals,
    Indicator.by_sex,
    Indicator.method,
    Indicator.routine,
    Factor.id.label("factor_id"),
    Factor.title,
    Unit.id.label("unit_id"),
    Unit.name.label("unit"),
    pace_name().label("periodicity"),
    Indicator.measurer_id,
    Factor.goal_id,
)


def fetched() -> ColumnElement[bool]:
    """Give the condition that a unit's values of an indicator come by themselves, from Kolada."""
    return exists().where(
        KoladaLink.indicator_id == Indicator.id,
        KoladaLink.removed_at.is_(None),
        KoladaPlace.link_id == KoladaLink.id,
        KoladaPlace.unit_id == Unit.id,
    )


def due_in(day: date, rounds: Rounds | None = None) -> Select[Any]:
    """Give the statement of all that is due on a day, in every unit: its period is over, and it is not measured or only
    preliminarily. In an area's factor it is due where nobody is led further below. `rounds` are those of the model in force
    where none are given.
    """
    periods = _Latest.on(day, rounds)
    main = case((Indicator.by_sex, literal(Sex.ALL.value)), else_=literal(Sex.UNDIVIDED.value))
    return (
        select(*_TO_MEASURE)
        .join(Factor, Factor.id == Indicator.factor_id)
        .join(Ancestry, Ancestry.ancestor_id == Factor.unit_id)
        .join(Unit, Unit.id == Ancestry.descendant_id)
        .outerjoin(
            Measurement,
            and_(
                Measurement.indicator_id == Indicator.id,
                Measurement.unit_id == Unit.id,
                Measurement.sex == main,
                _of_latest(periods, Measurement.period),
            ),
        )
        .where(
            Indicator.removed_at.is_(None),
            Indicator.source.in_(BY_PEOPLE),
            ~fetched(),
            runs(),
            in_force(Ancestry.valid_from, Ancestry.valid_to, day),
            in_force(Unit.valid_from, Unit.valid_to, day),
            or_(
                and_(Factor.reach == Reach.UNIT, Ancestry.depth == 0),
                and_(
                    Factor.reach == Reach.AREA,
                    Ancestry.depth > 0,
                    led(Unit.id, day),
                    innermost(Unit.id, day),
                ),
            ),
            _begun(periods),
            _in_its_time(periods),
            ~exists().where(
                SkippedPeriod.indicator_id == Indicator.id, _of_latest(periods, SkippedPeriod.period)
            ),
            or_(
                Measurement.id.is_(None),
                Measurement.state == Certainty.PRELIMINARY,
                and_(Measurement.value.is_(None), Measurement.text == "", ~Measurement.not_measured),
            ),
        )
    )


def _mine(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that what is due is due to the reader: named as the one who measures, else as the unit's manager.

    Where the one named does not write for the unit any more, it is the manager's.
    """
    led = [one.unit_id for one in reader.actor.holdings if one.role is Role.MANAGER]
    post = aliased(Appointment)
    over = aliased(Ancestry)
    named_writes = exists().where(
        post.person_id == Indicator.measurer_id,
        in_force(post.valid_from, post.valid_to, reader.day),
        over.descendant_id == Unit.id,
        over.ancestor_id == post.unit_id,
        in_force(over.valid_from, over.valid_to, reader.day),
        or_(post.role == Role.SUPPORT, and_(post.role == Role.MANAGER, over.depth == 0)),
    )
    return or_(
        Indicator.measurer_id == reader.actor.person_id,
        and_(Unit.id.in_(led), or_(Indicator.measurer_id.is_(None), ~named_writes)),
    )


def due_to(session: Session, reader: Reader, *, page: int = 1, everything: bool = False) -> Found[ToMeasure]:
    """Give a page of what is due to the reader, unit by unit and factor by factor; with `everything` also what others are to
    measure in the units the reader writes for. One statement, one more to count where a page is full.
    """
    rounds = rounds_in_force()
    rows = _due_to(reader, rounds, everything=everything).rows(session, start=(page - 1) * DUE_AT_ONCE)
    if not rows and page > 1:
        return due_to(session, reader, page=1, everything=everything)
    found = [
        ToMeasure(*(*row[:12], pace_called(rounds, row[12]).latest_ended(reader.day), row[14]))
        for row in rows
    ]
    return Found(found, rows[0][-1] if rows else 0, page, DUE_AT_ONCE)


@prepared
def _due_to(reader: Reader, rounds: Rounds, *, everything: bool) -> Select[Any]:
    wanted = due_in(reader.day, rounds).where(Unit.id.in_(unit_ids_within(reader.writing, reader.day)))
    if not everything:
        wanted = wanted.where(_mine(reader))
    return (
        wanted.add_columns(func.count().over())
        .order_by(Unit.name, Unit.id, Factor.position, Factor.id, Indicator.position, Indicator.id)
        .limit(DUE_AT_ONCE)
        .offset(bindparam("start", type_=Integer))
    )


def due_counts(reader: Reader, rounds: Rounds) -> Select[Any]:
    """Give the statement of how much is due to the reader, by the name of its pace (`periodicity`, `number`)."""
    mine = (
        due_in(reader.day, rounds)
        .where(Unit.id.in_(unit_ids_within(reader.writing, reader.day)), _mine(reader))
        .subquery()
    )
    return select(mine.c.periodicity, func.count().label("number")).group_by(mine.c.periodicity)


def told_by_unit(
    session: Session, reader: Reader, unit_ids: Collection[int], day: date
) -> dict[int, tuple[int, int]]:
    """Give, by unit the reader reads, how much is due on a day and how much of the periods then over is measured; two
    statements. Units where nothing is to be measured are left out.
    """
    within = (Unit.id.in_(sorted(unit_ids)), Unit.id.in_(unit_ids_within(reader.reading, reader.day)))
    due = due_in(day).where(*within).subquery()
    found = {
        unit_id: (number, 0)
        for unit_id, number in session.execute(
            select(due.c.unit_id, func.count()).group_by(due.c.unit_id)
        ).all()
    }
    measured = session.execute(
        select(Measurement.unit_id, func.count(Measurement.indicator_id.distinct()))
        .join(Indicator, Indicator.id == Measurement.indicator_id)
        .join(Unit, Unit.id == Measurement.unit_id)
        .where(
            *within,
            _of_latest(_Latest.on(day, None), Measurement.period),
            Indicator.removed_at.is_(None),
            Measurement.state == Certainty.FINAL,
            or_(Measurement.value.is_not(None), Measurement.text != "", Measurement.not_measured),
        )
        .group_by(Measurement.unit_id)
    )
    for unit_id, number in measured:
        found[unit_id] = found.get(unit_id, (0, 0))[0], number
    return found


def periods_due(reader: Reader, names: Iterable[str]) -> list[Period]:
    """Give the periods that are due, of some paces by name, the earliest first."""
    rounds = rounds_in_force()
    return sorted(pace_called(rounds, one).latest_ended(reader.day) for one in names)


def due_count(session: Session, reader: Reader) -> tuple[int, list[Period]]:
    """Tell how much is due to the reader, and for which periods; one statement."""
    if reader.writing.empty:
        return 0, []
    rows = session.execute(due_counts(reader, rounds_in_force())).all()
    return sum(row.number for row in rows), periods_due(reader, (row.periodicity for row in rows))
