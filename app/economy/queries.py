"""Reads of the economy. Every one that serves a person is restricted to what that person may read on the day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session, joinedload

from app.access.actor import Actor, Scope
from app.access.matrix import May, Role, reach
from app.economy.models import (
    PLAN_TOLD,
    EconomicRemedy,
    Forecast,
    ForecastState,
    Frame,
    PlanSort,
    Recovery,
    RecoveryState,
    RemedyNote,
)
from app.economy.rules import Standing
from app.organisation.models import Ancestry, Unit, in_force
from app.organisation.reach import lies_within, unit_ids_within
from app.records.models import Edition


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, on which day."""

    actor: Actor
    day: date

    @property
    def writing(self) -> Scope:
        """Where this person writes the economy."""
        return self.actor.scope(May.WRITE_ECONOMY)

    @property
    def reading(self) -> Scope:
        """Where this person reads what is submitted."""
        return self.actor.scope(May.READ_ECONOMY)

    @property
    def posts(self) -> list[int]:
        """The units this person holds a post at that reads the economy: where a plan is handed to, it is handed to them."""
        return sorted(
            {one.unit_id for one in self.actor.holdings if reach(one.role, May.READ_ECONOMY) is not None}
        )

    @property
    def led(self) -> frozenset[int]:
        """The units this person leads now."""
        return frozenset(one.unit_id for one in self.actor.holdings if one.role is Role.MANAGER)


def read_by(reader: Reader) -> Select[int]:
    """Give the units whose submitted figures the reader may read: a subquery of ids."""
    return unit_ids_within(reader.reading, reader.day)


def written_by(reader: Reader) -> Select[int]:
    """Give the units the reader writes the economy of: a subquery of ids."""
    return unit_ids_within(reader.writing, reader.day)


def visible(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a forecast may be read: the SQL twin of `rules.sees`."""
    if not reader.actor.may(May.READ_ECONOMY):
        return false()
    return or_(
        Forecast.unit_id.in_(written_by(reader)),
        and_(Forecast.state == ForecastState.SUBMITTED, Forecast.unit_id.in_(read_by(reader))),
    )


def stands_submitted() -> ColumnElement[bool]:
    """Give the condition that a remedy stands beside a forecast that is submitted."""
    return (
        select(Forecast.id)
        .where(Forecast.id == EconomicRemedy.forecast_id, Forecast.state == ForecastState.SUBMITTED)
        .correlate(EconomicRemedy)
        .exists()
    )


def stands_in_plan() -> ColumnElement[bool]:
    """Give the condition that a remedy stands in a plan of remedies that others read."""
    return (
        select(Recovery.id)
        .where(
            Recovery.id == EconomicRemedy.recovery_id,
            Recovery.sort == PlanSort.REMEDIES,
            Recovery.state.in_(PLAN_TOLD),
        )
        .correlate(EconomicRemedy)
        .exists()
    )


def remedy_visible(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a remedy may be read: with what it stands in.

    Beside a forecast it is read while that is submitted, a step of a plan while the plan is established.
    """
    if not reader.actor.may(May.READ_ECONOMY):
        return false()
    read = EconomicRemedy.unit_id.in_(read_by(reader))
    planned = (
        select(Recovery.id)
        .where(
            Recovery.id == EconomicRemedy.recovery_id,
            Recovery.state.in_(PLAN_TOLD),
            or_(read, handed_to(reader)),
        )
        .correlate(EconomicRemedy)
        .exists()
    )
    return or_(
        EconomicRemedy.unit_id.in_(written_by(reader)),
        and_(read, stands_submitted()),
        planned,
    )


def sets_frames(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that the reader sets the frame of a unit: supports it, or leads a unit above it.

    Nobody gives oneself a frame, except the manager of the whole administration, whom no manager stands above.
    """
    return or_(Unit.id.in_(_framed_below(reader)), Unit.id.in_(_tops(reader)))


def _framed_below(reader: Reader) -> Select[int]:
    supported = {one.unit_id for one in reader.actor.holdings if one.role is Role.SUPPORT}
    return select(Ancestry.descendant_id).where(
        in_force(Ancestry.valid_from, Ancestry.valid_to, reader.day),
        or_(
            Ancestry.ancestor_id.in_(sorted(supported)),
            and_(Ancestry.ancestor_id.in_(sorted(reader.led)), Ancestry.depth > 0),
        ),
    )


def _tops(reader: Reader) -> list[int]:
    return [one.unit_id for one in reader.actor.holdings if one.role is Role.MANAGER and one.is_top]


def standing_at(session: Session, reader: Reader, unit_id: int) -> Standing:
    """Tell what the reader is to a unit's economy; one statement."""
    if not reader.actor.may(May.READ_ECONOMY):
        return Standing()
    # Asked of the one unit, not of all units below those of the reader.
    framed = _framed_below(reader).where(Ancestry.descendant_id == Unit.id).correlate(Unit).exists()
    row = session.execute(
        select(
            lies_within(Unit.id, reader.writing, reader.day).label("writes"),
            lies_within(Unit.id, reader.reading, reader.day).label("reads"),
            or_(framed, Unit.id.in_(_tops(reader))).label("sets_frames"),
        ).where(Unit.id == unit_id)
    ).one_or_none()
    if row is None:
        return Standing()
    return Standing(bool(row[0]), unit_id in reader.led, bool(row[2]), bool(row[1]))


def home_unit(session: Session, reader: Reader, boards: Collection[str]) -> int | None:
    """Give the unit a person comes for first: one they lead, otherwise support, otherwise read.

    Who comes from a board, which has no economy of its own here, comes to the whole administration where they read that.
    """
    posts = [
        holding
        for roles in ({Role.MANAGER}, {Role.SUPPORT}, {Role.POLITICIAN, Role.AUDITOR})
        for holding in reader.actor.holdings
        if holding.role in roles
    ]
    own = next((one.unit_id for one in posts if one.unit_kind not in boards), None)
    if own is not None or not posts:
        return own
    whole = session.scalar(
        select(Unit.id)
        .where(
            Unit.is_top_administration,
            in_force(Unit.valid_from, Unit.valid_to, reader.day),
            Unit.id.in_(read_by(reader)),
        )
        .order_by(Unit.id)
        .limit(1)
    )
    return whole if whole is not None else posts[0].unit_id


# --- forecasts

WHOLE = (joinedload(Forecast.unit), joinedload(Forecast.submitted_by))


def forecasts_of(session: Session, reader: Reader, unit_id: int, year: int) -> list[Forecast]:
    """Give the forecasts of a unit and year that the reader may read, in the order of the year; none thrown away."""
    return list(
        session.scalars(
            select(Forecast)
            .where(
                Forecast.unit_id == unit_id,
                Forecast.year == year,
                Forecast.state != ForecastState.DISCARDED,
                visible(reader),
            )
            .options(*WHOLE)
            .order_by(Forecast.month, Forecast.number)
        )
    )


def one_forecast(
    session: Session, reader: Reader, forecast_id: int, *, to_write: bool = False
) -> Forecast | None:
    """Give a forecast the reader may read, or writes; None otherwise."""
    wanted = select(Forecast).where(Forecast.id == forecast_id, visible(reader)).options(*WHOLE)
    if to_write:
        wanted = wanted.where(Forecast.unit_id.in_(written_by(reader)))
        wanted = wanted.execution_options(populate_existing=True).with_for_update(of=Forecast)
    return session.scalars(wanted).one_or_none()


def standing_forecast(session: Session, unit_id: int, year: int, month: int) -> Forecast | None:
    """Give the one forecast of a unit, year and month that is a draft or submitted."""
    return session.scalars(
        select(Forecast)
        .where(
            Forecast.unit_id == unit_id,
            Forecast.year == year,
            Forecast.month == month,
            Forecast.state.in_([ForecastState.DRAFT, ForecastState.SUBMITTED]),
        )
        .order_by(Forecast.number.desc())
        .limit(1)
    ).one_or_none()


def last_submitted(
    session: Session, unit_id: int, year: int, *, before_month: int | None = None
) -> Forecast | None:
    """Give the latest submitted forecast of a unit and year: what it says now of that year."""
    wanted = (
        select(Forecast)
        .where(Forecast.unit_id == unit_id, Forecast.year == year, Forecast.state == ForecastState.SUBMITTED)
        .options(*WHOLE)
        .order_by(Forecast.month.desc(), Forecast.number.desc())
        .limit(1)
    )
    if before_month is not None:
        wanted = wanted.where(Forecast.month < before_month)
    return session.scalars(wanted).one_or_none()


def years_of(session: Session, unit_id: int, today: date) -> list[int]:
    """Give the years one can choose for a unit, newest first: those there is something of, this one and the next."""
    found = session.execute(
        select(Forecast.year)
        .where(Forecast.unit_id == unit_id, Forecast.state != ForecastState.DISCARDED)
        .union(
            select(Frame.year).where(Frame.unit_id == unit_id),
            select(Recovery.year).where(Recovery.unit_id == unit_id),
        )
    ).scalars()
    return sorted({*found, today.year, today.year + 1}, reverse=True)


# --- remedies


def remedies_of(
    session: Session, reader: Reader, unit_id: int, year: int, *, removed: bool = False
) -> list[EconomicRemedy]:
    """Give the remedies with effect in a year that the reader may read: of forecasts, and steps of plans."""
    wanted = (
        select(EconomicRemedy)
        .where(EconomicRemedy.unit_id == unit_id, EconomicRemedy.year == year, remedy_visible(reader))
        .options(
            joinedload(EconomicRemedy.person),
            joinedload(EconomicRemedy.forecast),
            joinedload(EconomicRemedy.recovery),
        )
        .order_by(EconomicRemedy.id)
    )
    if not removed:
        wanted = wanted.where(EconomicRemedy.removed_at.is_(None))
    return list(session.scalars(wanted))


def remedies_for(session: Session, forecast: Forecast) -> list[EconomicRemedy]:
    """Give the remedies beside a forecast, and those of the year that others of the unit have been submitted with.

    Who may read them has been asked of the forecast.
    """
    return list(
        session.scalars(
            select(EconomicRemedy)
            .where(
                EconomicRemedy.unit_id == forecast.unit_id,
                EconomicRemedy.year == forecast.year,
                or_(EconomicRemedy.forecast_id == forecast.id, stands_submitted()),
                EconomicRemedy.removed_at.is_(None),
            )
            .options(
                joinedload(EconomicRemedy.person),
                joinedload(EconomicRemedy.forecast),
                joinedload(EconomicRemedy.recovery),
            )
            .order_by(EconomicRemedy.id)
        )
    )


def steps_of(session: Session, plan: Recovery) -> list[EconomicRemedy]:
    """Give the steps of a recovery plan in the order of years."""
    return list(
        session.scalars(
            select(EconomicRemedy)
            .where(EconomicRemedy.recovery_id == plan.id, EconomicRemedy.removed_at.is_(None))
            .options(joinedload(EconomicRemedy.person))
            .order_by(EconomicRemedy.year, EconomicRemedy.id)
        )
    )


def one_remedy(
    session: Session, reader: Reader, remedy_id: int, *, to_write: bool = False, to_say: bool = False
) -> EconomicRemedy | None:
    """Give a remedy the reader may read, or writes, or says how it goes of, with what it stands in."""
    wanted = (
        select(EconomicRemedy)
        .where(EconomicRemedy.id == remedy_id, remedy_visible(reader))
        .options(
            joinedload(EconomicRemedy.unit),
            joinedload(EconomicRemedy.person),
            joinedload(EconomicRemedy.forecast),
            joinedload(EconomicRemedy.recovery),
        )
    )
    if to_write or to_say:
        writes = EconomicRemedy.unit_id.in_(written_by(reader))
        # Whoever is to do it says how it goes, also from a post above the unit.
        wanted = wanted.where(
            writes if to_write else or_(writes, EconomicRemedy.person_id == reader.actor.person_id)
        )
        wanted = wanted.execution_options(populate_existing=True).with_for_update(of=EconomicRemedy)
    return session.scalars(wanted).one_or_none()


def notes_of(session: Session, remedy_ids: Collection[int]) -> dict[int, list[RemedyNote]]:
    """Give what was said of some remedies, newest first; one statement."""
    found: dict[int, list[RemedyNote]] = {}
    if not remedy_ids:
        return found
    for note in session.scalars(
        select(RemedyNote)
        .where(RemedyNote.remedy_id.in_(sorted(remedy_ids)))
        .options(joinedload(RemedyNote.person))
        .order_by(RemedyNote.id.desc())
    ):
        found.setdefault(note.remedy_id, []).append(note)
    return found


# --- recoveries and plans of remedies


def handed_to(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a plan has been handed to a unit the reader holds a post at."""
    return Recovery.handed_to_id.in_(reader.posts)


def plan_read_by(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that the deficit of a plan may be read: what is submitted told of it, or it was handed to one."""
    if not reader.actor.may(May.READ_ECONOMY):
        return false()
    told = or_(Recovery.unit_id.in_(read_by(reader)), handed_to(reader))
    return and_(Recovery.state != RecoveryState.LAPSED, told) | Recovery.unit_id.in_(written_by(reader))


PLAN = (
    joinedload(Recovery.unit),
    joinedload(Recovery.decision),
    joinedload(Recovery.judged_by),
    joinedload(Recovery.person),
    joinedload(Recovery.handed_to),
    joinedload(Recovery.received_by),
)
"""What a plan is opened with."""


def one_plan(
    session: Session, reader: Reader, plan_id: int, *, to_write: bool = False, to_receive: bool = False
) -> Recovery | None:
    """Give a recovery the reader may read, or writes; both `to_write` and `to_receive` keep other writers waiting."""
    wanted = select(Recovery).where(Recovery.id == plan_id, plan_read_by(reader)).options(*PLAN)
    if to_write:
        # Whoever receives a plan answers for a unit it was handed to, and seldom writes for the plan's own.
        wanted = wanted.where(Recovery.unit_id.in_(written_by(reader)))
    if to_write or to_receive:
        wanted = wanted.execution_options(populate_existing=True).with_for_update(of=Recovery)
    return session.scalars(wanted).one_or_none()


def plans_of(
    session: Session, reader: Reader, unit_id: int, year: int, back: int, back_to_remedies: int = 0
) -> list[Recovery]:
    """Give the plans that concern a unit's year: recoveries of an overspend in it, or in the `back` years before, and plans
    of remedies at a deficit in it, or in the `back_to_remedies` years before while they are not done.
    """
    return list(
        session.scalars(
            select(Recovery)
            .where(
                Recovery.unit_id == unit_id,
                or_(
                    and_(Recovery.sort == PlanSort.RECOVERY, Recovery.year.between(year - back, year)),
                    and_(Recovery.sort == PlanSort.REMEDIES, Recovery.year == year),
                    and_(
                        Recovery.sort == PlanSort.REMEDIES,
                        Recovery.state != RecoveryState.DONE,
                        Recovery.year.between(year - back_to_remedies, year),
                    ),
                ),
                Recovery.state != RecoveryState.LAPSED,
                plan_read_by(reader),
            )
            .options(*PLAN)
            .order_by(Recovery.year.desc(), Recovery.id)
        )
    )


def edition(session: Session, edition_id: int | None) -> Edition | None:
    """Give an established version."""
    return session.get(Edition, edition_id) if edition_id is not None else None


# --- frames


def frames_of(
    session: Session, unit_ids: Collection[int], years: Collection[int]
) -> dict[tuple[int, int], Frame]:
    """Give the frames of some units and years."""
    rows = session.scalars(
        select(Frame).where(Frame.unit_id.in_(sorted(unit_ids)), Frame.year.in_(sorted(years)))
    )
    return {(one.unit_id, one.year): one for one in rows}
