"""Reads of factors. Every one that serves a person is restricted to what that person may read on the day."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from app.access.actor import Actor
from app.access.matrix import May
from app.clock import STOCKHOLM
from app.organisation.homes import first_unit
from app.organisation.models import Ancestry, Unit, in_force
from app.quality.factors.models import Factor, FactorReview, FactorState, Reach
from app.quality.factors.rules import WAITS, Standing, needs_review
from app.quality.indicators.models import EfficiencyPair, Indicator
from app.quality.rights import (
    Reader,
    left_as_edition,
    left_visible,
    readable,
    unit_reads,
    unit_writes,
    units_above,
    visible,
    writes,
)
from app.records.models import Edition
from app.records.queries import history_of
from app.steering.schema import Profile


def home_unit(session: Session, reader: Reader, profile: Profile) -> int | None:
    """Give the unit whose quality a person comes for first: one they write for, otherwise one they read.

    Who supports a body comes to the administration that works for it.
    """
    for permission in (May.WRITE_QUALITY, May.READ_QUALITY):
        for holding in reader.actor.holdings:
            if Actor(reader.actor.person_id, "", "sv", (holding,)).may(permission):
                return first_unit(session, [holding], profile, reader.day)
    return None


def unit_with_standing(session: Session, reader: Reader, unit_id: int) -> tuple[Unit, Standing] | None:
    """Give a unit of the day and what the reader is to its quality; None when there is no such unit."""
    row = session.execute(
        select(Unit, unit_writes(reader), unit_reads(reader), Unit.id.in_(units_above(reader))).where(
            Unit.id == unit_id
        )
    ).one_or_none()
    if row is None:
        return None
    return row[0], Standing(bool(row[1]), bool(row[2]), bool(row[3]))


@dataclass(frozen=True, slots=True)
class FactorLine:
    """A factor on the page of a unit or in a register, as its reader sees it; `live` is false where that is a version."""

    id: int
    unit_id: int
    unit: str
    title: str
    why: str
    reach: str
    state: str
    live: bool
    position: int
    state_since: datetime
    established_on: date | None
    number: int | None
    reviewed: bool
    review_words: str
    indicators: list[str] = field(default_factory=list)
    gone: bool = False
    """Whether its unit is no more and it waits for who comes after."""

    def waits_for_review(self, year: int) -> bool:
        """Tell whether somebody should say that it holds for the year."""
        state = self.state if self.live else FactorState.ESTABLISHED
        return needs_review(
            state=state, established_on=self.established_on, reviewed=self.reviewed, year=year
        )


def live_in(reader: Reader, *, left: bool) -> ColumnElement[bool]:
    """Give the condition that a factor of a list is read as it is now; with `left` also one that was left behind."""
    return or_(visible(reader), left_visible(reader)) if left else visible(reader)


def read_in(reader: Reader, *, left: bool) -> ColumnElement[bool]:
    """Give the condition that a factor stands in a list at all; with `left` also one that was left behind."""
    if not left:
        return readable(reader)
    return or_(readable(reader), left_visible(reader), left_as_edition(reader))


def lines(reader: Reader, year: int, *, left: bool = False) -> Select[*tuple[object, ...]]:
    """Give the statement behind every list of factors: what `line_of` reads, of those the reader may read; with `left` also what
    units that are no more left behind for units the reader reads.
    """
    review = aliased(FactorReview)
    latest = (
        select(func.max(review.id))
        .where(review.factor_id == Factor.id, review.year == year, review.undone_at.is_(None))
        .correlate(Factor)
        .scalar_subquery()
    )
    return (
        select(
            Factor.id,
            Factor.unit_id,
            Unit.name,
            Factor.title,
            Factor.why,
            Factor.reach,
            Factor.state,
            live_in(reader, left=left).label("live"),
            Factor.position,
            Factor.state_since,
            Edition.established_at,
            Edition.number,
            Edition.content,
            FactorReview.words,
            and_(Unit.valid_to <= reader.day, Factor.state.in_(sorted(WAITS))).label("gone"),
        )
        .join(Unit, Unit.id == Factor.unit_id)
        .outerjoin(Edition, Edition.id == Factor.edition_id)
        .outerjoin(FactorReview, FactorReview.id == latest)
        .where(Factor.state != FactorState.DISCARDED, Factor.goal_id.is_(None), read_in(reader, left=left))
    )


def with_indicators(session: Session, rows: Sequence[Sequence[object]]) -> list[FactorLine]:
    """Make lines of rows, each with the names of its indicators; one more statement."""
    live = [row[0] for row in rows if row[7]]
    names: dict[int, list[str]] = {}
    for factor_id, name in session.execute(
        select(Indicator.factor_id, Indicator.name)
        .where(Indicator.factor_id.in_(live), Indicator.removed_at.is_(None))
        .order_by(Indicator.position, Indicator.id)
    ):
        names.setdefault(factor_id, []).append(name)
    found = [_line(row, names) for row in rows]
    return [one for one in found if one is not None]


def _line(row: Sequence[object], names: dict[int, list[str]]) -> FactorLine | None:
    (
        factor_id,
        unit_id,
        unit,
        title,
        why,
        reach,
        state,
        live,
        position,
        since,
        at,
        number,
        content,
        words,
        gone,
    ) = row
    indicators = names.get(int(str(factor_id)), [])
    if not live:
        if content is None:
            return None
        kept = json.loads(str(content))
        title, why, state = kept["title"], kept["why"], FactorState.ESTABLISHED
        indicators = [one["name"] for one in kept["indicators"]]
    return FactorLine(
        id=factor_id,  # type: ignore[arg-type]
        unit_id=unit_id,  # type: ignore[arg-type]
        unit=str(unit),
        title=str(title),
        why=str(why),
        reach=str(reach),
        state=str(state),
        live=bool(live),
        position=position,  # type: ignore[arg-type]
        state_since=since,  # type: ignore[arg-type]
        established_on=at.astimezone(STOCKHOLM).date() if isinstance(at, datetime) else None,
        number=number,  # type: ignore[arg-type]
        reviewed=words is not None,
        review_words=str(words or ""),
        indicators=indicators,
        gone=bool(gone),
    )


def of_unit(session: Session, reader: Reader, unit_id: int, year: int) -> list[FactorLine]:
    """Give the factors of a unit and those an area above shares with it, as they stood in a year; two statements."""
    above = select(Ancestry.ancestor_id).where(
        Ancestry.descendant_id == unit_id,
        Ancestry.depth > 0,
        in_force(Ancestry.valid_from, Ancestry.valid_to, reader.day),
    )
    rows = session.execute(
        lines(reader, year)
        .where(
            or_(Factor.unit_id == unit_id, and_(Factor.reach == Reach.AREA, Factor.unit_id.in_(above))),
            in_year(year),
        )
        .order_by(Factor.unit_id != unit_id, Factor.unit_id, Factor.position, Factor.id)
    ).all()
    return with_indicators(session, rows)


def in_year(year: int) -> ColumnElement[bool]:
    """Give the condition that a factor was there in a year: written by its end, and not ended before it began."""
    begins = datetime(year, 1, 1, tzinfo=STOCKHOLM).astimezone(UTC)
    ends = (
        datetime(year + 1, 1, 1, tzinfo=STOCKHOLM).astimezone(UTC) if year < 2100 else begins + timedelta(366)
    )
    return and_(
        Factor.written_at < ends, or_(Factor.state != FactorState.ENDED, Factor.state_since >= begins)
    )


# --- one factor


_WHOLE = (
    joinedload(Factor.unit),
    selectinload(Factor.indicators).options(
        joinedload(Indicator.person), selectinload(Indicator.targets), selectinload(Indicator.skipped)
    ),
    selectinload(Factor.reviews).joinedload(FactorReview.person),
)


@dataclass(frozen=True, slots=True)
class Read:
    """A factor with all that hangs on it, its established version, and what the reader is to its unit."""

    factor: Factor
    edition: Edition | None
    standing: Standing


def one_factor(session: Session, reader: Reader, factor_id: int) -> Read | None:
    """Give a factor the reader sees something of; None when it is out of reach or there is none."""
    row = session.execute(
        select(Factor, Edition, unit_writes(reader), unit_reads(reader), Unit.id.in_(units_above(reader)))
        .join(Unit, Unit.id == Factor.unit_id)
        .outerjoin(Edition, Edition.id == Factor.edition_id)
        .where(Factor.id == factor_id, readable(reader))
        .options(*_WHOLE)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return None
    return Read(row[0], row[1], Standing(bool(row[2]), bool(row[3]), bool(row[4])))


def factor_to_write(session: Session, reader: Reader, factor_id: int) -> Factor | None:
    """Give a factor of a unit the reader writes for, held until the transaction ends; None for everybody else's."""
    held = select(Factor.id).where(Factor.id == factor_id, writes(reader)).with_for_update()
    if session.scalar(held) is None:
        return None
    return whole(session, factor_id)


def whole(session: Session, factor_id: int) -> Factor | None:
    """Give a factor with all that hangs on it, whoever asks."""
    return session.scalars(
        select(Factor)
        .where(Factor.id == factor_id)
        .options(*_WHOLE)
        .execution_options(populate_existing=True)
    ).one_or_none()


@dataclass(frozen=True, slots=True)
class AsEstablished:
    """A factor as it was last established: what it is called, why it is critical, its indicators by number and name, and of
    each that says so how it is measured.
    """

    id: int
    title: str
    why: str
    indicators: tuple[tuple[int, str], ...]
    measured: tuple[tuple[str, str], ...] = ()


def established_in(session: Session, unit_id: int, day: date) -> list[AsEstablished]:
    """Give the established factors of a unit and those an area above shares with it, whoever asks; two statements.

    One that is being changed again is what its last version says, until a new one is established.
    """
    above = select(Ancestry.ancestor_id).where(
        Ancestry.descendant_id == unit_id,
        Ancestry.depth > 0,
        in_force(Ancestry.valid_from, Ancestry.valid_to, day),
    )
    being_changed = and_(Factor.state == FactorState.DRAFT, Factor.edition_id.is_not(None))
    rows = session.execute(
        select(Factor, Edition.content)
        .outerjoin(Edition, Edition.id == Factor.edition_id)
        .where(
            or_(Factor.state == FactorState.ESTABLISHED, being_changed),
            Factor.goal_id.is_(None),
            or_(Factor.unit_id == unit_id, and_(Factor.reach == Reach.AREA, Factor.unit_id.in_(above))),
        )
        .options(selectinload(Factor.indicators))
        .order_by(Factor.unit_id != unit_id, Factor.unit_id, Factor.position, Factor.id)
    )
    found = [as_established(factor, content) for factor, content in rows]
    return [one for one in found if one is not None]


def as_established(factor: Factor, content: str | None, *, live: bool = False) -> AsEstablished | None:
    """Give a factor as its last version says, or with `live` as it is now; None where its version was erased."""
    if live or factor.state == FactorState.ESTABLISHED:
        there = [one for one in factor.indicators if one.removed_at is None]
        standing = tuple((one.id, one.name) for one in there)
        told = ((one.name, (one.method, one.routine, one.source_words)) for one in there)
        return AsEstablished(factor.id, factor.title, factor.why, standing, _measured(told))
    if content is None:
        return None
    kept = json.loads(content)
    indicators = tuple((one["id"], one["name"]) for one in kept["indicators"])
    told = ((one["name"], (one["method"], one["routine"], one["source_words"])) for one in kept["indicators"])
    return AsEstablished(factor.id, kept["title"], kept["why"], indicators, _measured(told))


def _measured(told: Iterable[tuple[str, Sequence[str]]]) -> tuple[tuple[str, str], ...]:
    said = ((name, "\n\n".join(words for words in ways if words.strip())) for name, ways in told)
    return tuple((name, words) for name, words in said if words)


def pairs_of(session: Session, indicator_ids: Collection[int]) -> list[EfficiencyPair]:
    """Give the pairs whose result is one of some indicators, with both of each."""
    if not indicator_ids:
        return []
    return list(
        session.scalars(
            select(EfficiencyPair)
            .where(
                EfficiencyPair.result_indicator_id.in_(sorted(indicator_ids)),
                EfficiencyPair.removed_at.is_(None),
            )
            .options(joinedload(EfficiencyPair.result), joinedload(EfficiencyPair.resource))
            .order_by(EfficiencyPair.id)
        )
    )


def in_order(session: Session, unit_id: int) -> list[Factor]:
    """Give a unit's factors that can be put in order, held until the transaction ends.

    They are held in the order of their ids, so that two who move at once wait for one another.
    """
    held = session.scalars(
        select(Factor)
        .where(
            Factor.unit_id == unit_id,
            Factor.goal_id.is_(None),
            Factor.state.in_([FactorState.DRAFT, FactorState.ESTABLISHED]),
        )
        .order_by(Factor.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return sorted(held, key=lambda one: (one.position, one.id))


def next_place(session: Session, unit_id: int) -> int:
    """Give the place of a new factor: after those there are."""
    last: Select[int] = select(func.coalesce(func.max(Factor.position), literal(0))).where(
        Factor.unit_id == unit_id
    )
    return (session.scalar(last) or 0) + 1


def last_writer(session: Session, factor_id: int) -> str:
    """Give the name of whoever last changed a factor."""
    entries = history_of(session, "quality_factor", factor_id, limit=1)
    return (entries[0].actor or "") if entries else ""
