"""Reads of what was measured and what is to be: a few columns into plain facts, restricted to what the one who asks reads now.

Every question takes the same number of statements however many indicators, units and years there are.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from app.access.actor import Scope
from app.access.matrix import Role
from app.db import Numbers, among
from app.organisation.models import Ancestry, Appointment, Person, Unit, in_force
from app.organisation.reach import unit_ids_within
from app.organisation.succeeding import was_within
from app.passages.models import Talk
from app.prepared import Prepared
from app.quality.factors.models import Factor, Reach
from app.quality.indicators.models import Indicator
from app.quality.measuring.models import Certainty, Measurement, MeasurementVersion
from app.quality.rights import Reader, visible


class Kept(NamedTuple):
    """A measurement as it stands; `talked` tells whether a dialogue was about it."""

    id: int
    indicator_id: int
    unit_id: int
    period: str
    ends_on: date
    sex: str
    value: Decimal | None
    text: str
    state: str
    not_measured: bool
    source: str
    at: datetime
    revision: int
    person: str | None
    talked: bool

    @property
    def preliminary(self) -> bool:
        """Tell whether it can still change."""
        return self.state == Certainty.PRELIMINARY

    @property
    def empty(self) -> bool:
        """Tell whether what stood was taken away."""
        return self.value is None and not self.text and not self.not_measured


def measured_in(unit_id: Any, day: date) -> ColumnElement[bool]:
    """Give the condition that a factor is measured in a unit: in its own, or an area's in every unit below it."""
    return exists().where(
        Ancestry.ancestor_id == Factor.unit_id,
        Ancestry.descendant_id == unit_id,
        in_force(Ancestry.valid_from, Ancestry.valid_to, day),
        case((Factor.reach == Reach.AREA, Ancestry.depth > 0), else_=Ancestry.depth == 0),
    )


def led(unit_id: Any, day: date) -> ColumnElement[bool]:
    """Give the condition that a unit has a manager."""
    return exists().where(
        Appointment.unit_id == unit_id,
        Appointment.role == Role.MANAGER,
        in_force(Appointment.valid_from, Appointment.valid_to, day),
    )


def innermost(unit_id: Any, day: date) -> ColumnElement[bool]:
    """Give the condition that no unit further below has a manager: there an area's factor comes to be measured."""
    below, leading = aliased(Ancestry), aliased(Appointment)
    return ~exists().where(
        below.ancestor_id == unit_id,
        below.depth > 0,
        in_force(below.valid_from, below.valid_to, day),
        leading.unit_id == below.descendant_id,
        leading.role == Role.MANAGER,
        in_force(leading.valid_from, leading.valid_to, day),
    )


_TALKED = exists().where(Talk.subject_kind == "measurement", Talk.subject_id == Measurement.id)
_KEPT: tuple[Any, ...] = (
    Measurement.id,
    Measurement.indicator_id,
    Measurement.unit_id,
    Measurement.period,
    Measurement.ends_on,
    Measurement.sex,
    Measurement.value,
    Measurement.text,
    Measurement.state,
    Measurement.not_measured,
    Measurement.source,
    Measurement.at,
    Measurement.revision,
    Person.name,
    _TALKED,
)


def _kept() -> Select[Any]:
    return select(*_KEPT).outerjoin(Person, Person.id == Measurement.person_id)


def kept_of(
    session: Session,
    indicator_ids: Collection[int],
    unit_ids: Collection[int] | None,
    since: date | None = None,
) -> list[Kept]:
    """Give what is measured of some indicators, in some units or in all, in the order of time; one statement.

    Whoever calls has made sure that the person reads the indicators and the units.
    """
    if not indicator_ids:
        return []
    wanted = _kept().where(Measurement.indicator_id.in_(sorted(indicator_ids)))
    if unit_ids is not None:
        wanted = wanted.where(Measurement.unit_id.in_(sorted(unit_ids)))
    if since is not None:
        wanted = wanted.where(Measurement.ends_on >= since)
    rows = session.execute(
        wanted.order_by(Measurement.indicator_id, Measurement.ends_on, Measurement.sex, Measurement.id)
    )
    return [Kept._make(row) for row in rows]


def latest_kept(
    session: Session, indicator_ids: Collection[int], unit_ids: Collection[int], most: int = 3
) -> list[Kept]:
    """Give the latest few measurements of each indicator, unit and sex, the latest first; one statement."""
    if not indicator_ids or not unit_ids:
        return []
    rows = _LATEST.rows(session, indicators=sorted(indicator_ids), units=sorted(unit_ids), most=most)
    return [Kept._make(row) for row in rows]


def _latest() -> Select[Any]:
    """Give the statement of the latest few, found along the index: from which day on they are, and then from there."""
    newer = aliased(Measurement)
    line = (Measurement.indicator_id, Measurement.unit_id, Measurement.sex)
    since = (
        select(newer.ends_on)
        .where(newer.indicator_id == line[0], newer.unit_id == line[1], newer.sex == line[2])
        .order_by(newer.ends_on.desc())
        .limit(1)
        .offset(bindparam("most", type_=Integer) - 1)
        .scalar_subquery()
    )
    lines = (
        select(*line, func.coalesce(since, literal(date.min, Date)).label("since"))
        .where(
            among(Measurement.indicator_id, bindparam("indicators", type_=Numbers)),
            among(Measurement.unit_id, bindparam("units", type_=Numbers)),
        )
        .group_by(*line)
        .subquery()
    )
    return (
        _kept()
        .join(
            lines,
            and_(
                Measurement.indicator_id == lines.c.indicator_id,
                Measurement.unit_id == lines.c.unit_id,
                Measurement.sex == lines.c.sex,
                Measurement.ends_on >= lines.c.since,
            ),
        )
        .order_by(Measurement.ends_on.desc(), Measurement.id.desc())
    )


_LATEST = Prepared(_latest)


Line = tuple[int, int, str]
"""An indicator, a unit and a sex."""

Figure = tuple[str, date, Decimal]
"""The period a figure is of, its last day, and the figure."""


def figures_of(
    session: Session, indicator_ids: Collection[int], unit_ids: Collection[int]
) -> dict[Line, list[Figure]]:
    """Give all figures of some indicators in some units, by line, the latest first; one statement, none for none."""
    if not indicator_ids or not unit_ids:
        return {}
    rows = session.execute(
        select(
            Measurement.indicator_id,
            Measurement.unit_id,
            Measurement.sex,
            Measurement.period,
            Measurement.ends_on,
            Measurement.value,
        )
        .where(
            Measurement.indicator_id.in_(sorted(indicator_ids)),
            Measurement.unit_id.in_(sorted(unit_ids)),
            Measurement.value.is_not(None),
        )
        .order_by(Measurement.ends_on.desc(), Measurement.id.desc())
    )
    found: dict[Line, list[Figure]] = {}
    for indicator_id, unit_id, sex, period, ends_on, value in rows:
        if value is not None:
            found.setdefault((indicator_id, unit_id, sex), []).append((period, ends_on, value))
    return found


@dataclass(frozen=True, slots=True)
class Version:
    """What a measurement said before it was changed, or says now (`number` is its revision)."""

    measurement_id: int
    sex: str
    number: int
    value: Decimal | None
    text: str
    state: str
    not_measured: bool
    source: str
    at: datetime
    person: str | None

    @property
    def preliminary(self) -> bool:
        """Tell whether it could still change."""
        return self.state == Certainty.PRELIMINARY

    @property
    def empty(self) -> bool:
        """Tell whether what stood was taken away."""
        return self.value is None and not self.text and not self.not_measured


def versions_of(session: Session, measurement_ids: Collection[int]) -> list[Version]:
    """Give what some measurements said before, the latest first; one statement."""
    if not measurement_ids:
        return []
    columns: tuple[Any, ...] = (
        Measurement.id,
        Measurement.sex,
        MeasurementVersion.revision,
        MeasurementVersion.value,
        MeasurementVersion.text,
        MeasurementVersion.state,
        MeasurementVersion.not_measured,
        MeasurementVersion.source,
        MeasurementVersion.at,
        Person.name,
    )
    rows = session.execute(
        select(*columns)
        .join(Measurement, Measurement.id == MeasurementVersion.measurement_id)
        .outerjoin(Person, Person.id == MeasurementVersion.person_id)
        .where(MeasurementVersion.measurement_id.in_(sorted(measurement_ids)))
        .order_by(MeasurementVersion.at.desc(), MeasurementVersion.id.desc())
    )
    return [Version(*row) for row in rows]


def indicators_read(session: Session, reader: Reader, ids: Collection[int]) -> list[Indicator]:
    """Give those of some indicators whose factors the reader reads as they are; one statement, none for none."""
    if not ids:
        return []
    return list(
        session.scalars(
            select(Indicator)
            .join(Factor, Factor.id == Indicator.factor_id)
            .where(Indicator.id.in_(sorted(ids)), Indicator.removed_at.is_(None), visible(reader))
            # Few years and few periods each: all in one statement.
            .options(
                joinedload(Indicator.factor),
                joinedload(Indicator.person),
                joinedload(Indicator.targets),
                joinedload(Indicator.skipped),
            )
            .order_by(Indicator.id)
        ).unique()
    )


def indicator_to_measure(
    session: Session, reader: Reader, indicator_id: int, unit_id: int
) -> tuple[Indicator, Unit] | None:
    """Give an indicator and a unit the reader measures it in, held until the transaction ends; None for others'.

    What was measured once in a unit can be corrected there, also where it has left the area since.
    """
    measured_once = exists().where(Measurement.indicator_id == Indicator.id, Measurement.unit_id == Unit.id)
    unit = session.scalars(
        select(Unit)
        .join(Indicator, Indicator.id == indicator_id)
        .join(Factor, Factor.id == Indicator.factor_id)
        .where(
            Unit.id == unit_id,
            Unit.id.in_(unit_ids_within(reader.writing, reader.day)),
            in_force(Unit.valid_from, Unit.valid_to, reader.day),
            Indicator.removed_at.is_(None),
            or_(measured_in(Unit.id, reader.day), measured_once),
        )
    ).one_or_none()
    if unit is None:
        return None
    indicator = session.scalars(
        select(Indicator)
        .where(Indicator.id == indicator_id)
        .options(joinedload(Indicator.factor), selectinload(Indicator.skipped))
        # Two who measure the same are one after the other; those who read, and who write elsewhere, are not held up.
        .with_for_update(of=Indicator, key_share=True)
        .execution_options(populate_existing=True)
    ).one()
    return indicator, unit


def _measured_below(factor: Factor, day: date) -> ColumnElement[bool]:
    """Give the condition that an area's factor is measured in a unit: there it comes to be due, or was measured once."""
    once = exists().where(
        Measurement.unit_id == Unit.id,
        Measurement.indicator_id == Indicator.id,
        Indicator.factor_id == factor.id,
    )
    return and_(Ancestry.depth > 0, or_(and_(led(Unit.id, day), innermost(Unit.id, day)), once))


def units_measured(session: Session, reader: Reader, factor: Factor) -> list[Unit]:
    """Give the units a factor is measured in and the reader reads of, by name."""
    return list(
        session.scalars(
            select(Unit)
            .join(Ancestry, Ancestry.descendant_id == Unit.id)
            .where(
                Ancestry.ancestor_id == factor.unit_id,
                in_force(Ancestry.valid_from, Ancestry.valid_to, reader.day),
                _measured_below(factor, reader.day) if factor.reach == Reach.AREA else Ancestry.depth == 0,
                in_force(Unit.valid_from, Unit.valid_to, reader.day),
                Unit.id.in_(unit_ids_within(reader.reading, reader.day)),
            )
            .order_by(Unit.name, Unit.id)
        )
    )


def units_before(session: Session, reader: Reader, factor: Factor) -> list[Unit]:
    """Give the units that are no more in which a factor was measured and of which the reader reads, by name."""
    once = exists().where(
        Measurement.unit_id == Unit.id,
        Measurement.indicator_id == Indicator.id,
        Indicator.factor_id == factor.id,
    )
    return list(
        session.scalars(
            select(Unit)
            .where(Unit.valid_to <= reader.day, once, was_within(Unit.id, reader.reading, reader.day))
            .order_by(Unit.name, Unit.id)
        )
    )


def writes_for(session: Session, scope: Scope, unit_id: int, day: date) -> bool:
    """Tell whether a scope of writing covers a unit that is there."""
    found = session.scalar(
        select(Unit.id).where(
            Unit.id == unit_id,
            Unit.id.in_(unit_ids_within(scope, day)),
            in_force(Unit.valid_from, Unit.valid_to, day),
        )
    )
    return found is not None
