"""Reads of the texts units write, each within what the acting person may read now."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from app import clock
from app.access.actor import Actor, Scope
from app.access.matrix import May, Role
from app.db import SWEDISH
from app.organisation.models import Person, Unit, in_force
from app.organisation.reach import lies_within
from app.organisation.succeeding import estate_of, heirs_of, was_within
from app.organisation.tree import ids_above
from app.records.models import Edition
from app.writing.kinds import kinds
from app.writing.models import NO_YEAR, Part, PartRevision, TextState, UnitText
from app.writing.rules import STRANGER, Nearness, may_read


def nearness(session: Session, actor: Actor, unit_id: int, day: date) -> Nearness:
    """Tell what somebody is to the texts of a unit on a day; of one that is no more, whoever reads what came after it reads."""
    above = ids_above(session, [unit_id], day)
    near = near_to(actor, unit_id, above)
    if above or near.reads:
        return near
    scope, heirs = actor.scope(May.READ_PLANS), heirs_of(session, [unit_id], day)[unit_id]
    reads = any(_covers(scope, heir, ids_above(session, [heir], day)) for heir in sorted(heirs))
    return replace(near, reads=reads)


def nearness_to(session: Session, actor: Actor, kind_key: str, unit_id: int, day: date) -> Nearness:
    """Tell what somebody is to a unit's texts of one kind on a day."""
    near = nearness(session, actor, unit_id, day)
    family, kind = kinds.family(kind_key), kinds.get(kind_key)
    if family is not None:
        near = family.nearness(session, actor, kind_key, unit_id, day, near)
    return kind.near(near) if kind is not None else near


def near_to(actor: Actor, unit_id: int, above: set[int]) -> Nearness:
    """Tell what somebody is to the texts of a unit, given the units above it, itself included.

    A unit that is no more lies under nothing: who reads what it established is told by `nearness`.
    """
    managed = {holding.unit_id for holding in actor.holdings if holding.role is Role.MANAGER}
    return Nearness(
        leads=unit_id in managed and unit_id in above,
        writes=_covers(actor.scope(May.WRITE_PLANS), unit_id, above),
        above=bool(managed & above),
        reads=_covers(actor.scope(May.READ_PLANS), unit_id, above),
    )


def _covers(scope: Scope, unit_id: int, above: set[int]) -> bool:
    return scope.everywhere or (unit_id in scope.units and unit_id in above) or bool(scope.subtrees & above)


def readable_by(actor: Actor, day: date) -> ColumnElement[bool]:
    """Give the condition that a text may be read: the twin of `rules.may_read`, for lists and search."""
    led_only = [kind.key for kind in kinds.all() if kind.led_only]
    managed = _managed(actor)
    further = (family.written_by(actor, day) for family in kinds.families())
    for_everyone = [kind.key for kind in kinds.all() if kind.for_everyone]
    return or_(
        *_readable_near(
            actor, day, or_(UnitText.kind.not_in(led_only), UnitText.unit_id.in_(sorted(managed)))
        ),
        *(one for one in further if one is not None),
        *_readable_by_all(actor, UnitText.kind.in_(for_everyone) if for_everyone else None),
    )


def readable_of_kind(actor: Actor, day: date, key: str) -> ColumnElement[bool]:
    """Give the condition that a text of a kind may be read, where the statement asks for that kind, of no family, alone."""
    kind = kinds.get(key)
    written = UnitText.unit_id.in_(sorted(_managed(actor))) if kind is not None and kind.led_only else true()
    for_everyone = true() if kind is not None and kind.for_everyone else None
    return or_(*_readable_near(actor, day, written), *_readable_by_all(actor, for_everyone))


def what_reading_depends_on() -> Hashable:
    """Give what `readable_by` depends on besides who reads when: for statements that are put together once."""
    known = kinds.all()
    return (
        tuple(kind.key for kind in known if kind.led_only),
        tuple(kind.key for kind in known if kind.for_everyone),
        tuple(family.of_model() for family in kinds.families()),
    )


def _managed(actor: Actor) -> frozenset[int]:
    return frozenset(holding.unit_id for holding in actor.holdings if holding.role is Role.MANAGER)


def _readable_near(actor: Actor, day: date, written: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    """Give the ways one reads texts of units by what one is to them; `written` is which of those one writes one reads so."""
    return [
        and_(lies_within(UnitText.unit_id, actor.scope(May.WRITE_PLANS), day), written),
        and_(
            UnitText.state == TextState.ESTABLISHED,
            or_(
                lies_within(UnitText.unit_id, actor.scope(May.READ_PLANS), day),
                was_within(UnitText.unit_id, actor.scope(May.READ_PLANS), day),
            ),
        ),
        and_(
            UnitText.state.in_([TextState.SHARED, TextState.ESTABLISHED]),
            lies_within(UnitText.unit_id, Scope(False, frozenset(), _managed(actor)), day),
        ),
    ]


def _readable_by_all(actor: Actor, of_kinds: ColumnElement[bool] | None) -> list[ColumnElement[bool]]:
    if of_kinds is None or not actor.may(May.READ_PLANS):
        return []
    return [and_(UnitText.state == TextState.ESTABLISHED, of_kinds)]


@dataclass(frozen=True, slots=True)
class Opened:
    """A text with its parts, and what the acting person is to it."""

    text: UnitText
    near: Nearness


def opened(session: Session, actor: Actor, text_id: int, day: date, *, lock: bool = False) -> Opened | None:
    """Give a text with its parts to whoever may read it now, or None; `lock` keeps other writers waiting."""
    wanted = (
        select(UnitText)
        .where(UnitText.id == text_id)
        .options(
            joinedload(UnitText.unit),
            selectinload(UnitText.parts).options(joinedload(Part.updated_by), selectinload(Part.taken_in)),
        )
    )
    if lock:
        wanted = wanted.with_for_update(of=UnitText).execution_options(populate_existing=True)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        return None
    kind = kinds.get(found.kind)
    near = nearness_to(session, actor, found.kind, found.unit_id, day)
    for_everyone = kind is not None and kind.for_everyone and actor.may(May.READ_PLANS)
    return Opened(found, near) if may_read(found.state, near, for_everyone=for_everyone) else None


def latest(
    session: Session, actor: Actor, unit_ids: Sequence[int], kind: str, years: Iterable[int], day: date
) -> list[UnitText]:
    """Give the newest version in each state of a kind of text that units have, of those one may read; newest first."""
    return list(
        session.scalars(
            select(UnitText)
            .where(
                UnitText.kind == kind,
                UnitText.unit_id.in_(list(unit_ids)),
                UnitText.year.in_(sorted(set(years))),
                UnitText.state != TextState.ASIDE,
                readable_by(actor, day),
            )
            .order_by(UnitText.year.desc(), UnitText.number.desc())
        )
    )


def versions_of(session: Session, actor: Actor, text: UnitText, day: date) -> list[UnitText]:
    """Give every version of a text one may read, of all years where it is written anew each year; newest first."""
    return list(
        session.scalars(
            select(UnitText)
            .where(
                UnitText.kind == text.kind,
                UnitText.unit_id == text.unit_id,
                readable_by(actor, day),
            )
            .options(joinedload(UnitText.begun_by))
            .order_by(UnitText.year.desc(), UnitText.number.desc())
        )
    )


def open_version(session: Session, kind: str, unit_id: int, year: int) -> UnitText | None:
    """Give the version that is being written, if any."""
    return session.scalars(
        select(UnitText).where(
            UnitText.kind == kind,
            UnitText.unit_id == unit_id,
            UnitText.year == year,
            UnitText.state.in_([TextState.DRAFT, TextState.SHARED]),
        )
    ).one_or_none()


def last_established(session: Session, kind: str, unit_id: int, year: int) -> UnitText | None:
    """Give the newest established version, of that year or the nearest before it, with its parts."""
    return session.scalars(
        select(UnitText)
        .where(
            UnitText.kind == kind,
            UnitText.unit_id == unit_id,
            UnitText.year <= year,
            UnitText.state == TextState.ESTABLISHED,
        )
        .options(selectinload(UnitText.parts).selectinload(Part.taken_in))
        .order_by(UnitText.year.desc(), UnitText.number.desc())
        .limit(1)
    ).one_or_none()


def established_before(session: Session, text: UnitText) -> UnitText | None:
    """Give what was established of the same kind before this version: last year's beside this year's."""
    return session.scalars(
        select(UnitText)
        .where(
            UnitText.kind == text.kind,
            UnitText.unit_id == text.unit_id,
            UnitText.id != text.id,
            UnitText.state == TextState.ESTABLISHED,
            or_(
                UnitText.year < text.year,
                and_(UnitText.year == text.year, UnitText.number < text.number),
            ),
        )
        .options(selectinload(UnitText.parts).selectinload(Part.taken_in))
        .order_by(UnitText.year.desc(), UnitText.number.desc())
        .limit(1)
    ).one_or_none()


def next_number(session: Session, kind: str, unit_id: int, year: int) -> int:
    """Give the number of the next version."""
    last = session.scalar(
        select(func.max(UnitText.number)).where(
            UnitText.kind == kind, UnitText.unit_id == unit_id, UnitText.year == year
        )
    )
    return (last or 0) + 1


def words_at(session: Session, part: Part, revision_id: int) -> str:
    """Give what stood in a part at a revision; nothing when there is no such one."""
    found = session.scalars(
        select(PartRevision.text).where(PartRevision.id == revision_id, PartRevision.part_id == part.id)
    ).one_or_none()
    return found or ""


def edition_of(session: Session, text: UnitText) -> Edition | None:
    """Give the established content of a text with who stands behind it."""
    if text.edition_id is None:
        return None
    return session.scalars(
        select(Edition).where(Edition.id == text.edition_id).options(selectinload(Edition.signatures))
    ).one()


def name_of(session: Session, person_id: int | None) -> str:
    """Give the name of a person, or nothing."""
    return (session.scalar(select(Person.name).where(Person.id == person_id)) or "") if person_id else ""


def unit_within(session: Session, actor: Actor, unit_id: int, day: date) -> tuple[Unit, Nearness] | None:
    """Give a unit of a day and what one is to its texts, or None where one is nothing to them."""
    unit = session.get(Unit, unit_id)
    if unit is None or unit.valid_from > day or (unit.valid_to is not None and unit.valid_to <= day):
        return None
    near = nearness(session, actor, unit_id, day)
    return (unit, near) if near != STRANGER else None


def texts_of_unit(
    session: Session, actor: Actor, unit_id: int, years: Iterable[int], day: date
) -> dict[str, list[UnitText]]:
    """Give the texts of a unit for some years that one may read, by kind, newest first, with their parts."""
    found: dict[str, list[UnitText]] = {}
    for text in session.scalars(
        select(UnitText)
        .where(
            UnitText.unit_id == unit_id,
            UnitText.year.in_(sorted({NO_YEAR, *years})),
            UnitText.state != TextState.ASIDE,
            readable_by(actor, day),
        )
        .options(selectinload(UnitText.parts))
        .order_by(UnitText.year.desc(), UnitText.number.desc())
    ):
        found.setdefault(text.kind, []).append(text)
    return found


def established_before_here(
    session: Session, actor: Actor, unit_id: int, day: date, *, limit: int
) -> list[UnitText]:
    """Give the newest versions of what was established in units that are no more and that a unit takes over from, of those one
    may read, newest first, with the unit of each.
    """
    later = aliased(UnitText)
    newer = (
        exists()
        .where(
            later.kind == UnitText.kind,
            later.unit_id == UnitText.unit_id,
            later.year == UnitText.year,
            later.number > UnitText.number,
            later.state == TextState.ESTABLISHED,
        )
        .correlate(UnitText)
    )
    return list(
        session.scalars(
            select(UnitText)
            .where(
                UnitText.unit_id.in_(estate_of([unit_id], day)),
                UnitText.state == TextState.ESTABLISHED,
                ~newer,
                readable_by(actor, day),
            )
            .options(joinedload(UnitText.unit))
            .order_by(UnitText.state_since.desc(), UnitText.id.desc())
            .limit(limit)
        )
    )


def top_unit(session: Session) -> Unit | None:
    """Give the top administrative unit, which keeps what is the whole municipality's."""
    return session.scalars(
        select(Unit)
        .where(Unit.is_top_administration, in_force(Unit.valid_from, Unit.valid_to, clock.today()))
        .order_by(Unit.id)
        .limit(1)
    ).first()


def established_parts(
    session: Session,
    actor: Actor,
    kind: str,
    key: str,
    day: date,
    *,
    units: Select[int],
    limit: int,
    offset: int = 0,
) -> list[tuple[int, str, str]]:
    """Give one part of the newest established text of a kind, of those of some units that one reads: (text, unit, words)."""
    newest = (
        select(func.max(UnitText.id))
        .where(
            UnitText.kind == kind,
            UnitText.state == TextState.ESTABLISHED,
            UnitText.unit_id.in_(units),
            readable_of_kind(actor, day, kind) if kinds.family(kind) is None else readable_by(actor, day),
        )
        .group_by(UnitText.unit_id)
    )
    rows = session.execute(
        select(UnitText.id, Unit.name, Part.text)
        .join(Unit, Unit.id == UnitText.unit_id)
        .join(Part, Part.unit_text_id == UnitText.id)
        .where(UnitText.id.in_(newest), Part.key == key, Part.text != "", Part.left_out.is_(False))
        .order_by(Unit.name.collate(SWEDISH), Unit.id)
        .limit(limit)
        .offset(offset)
    )
    return [(text_id, name, words) for text_id, name, words in rows]


def newest(session: Session, actor: Actor, kind: str, unit_id: int, day: date) -> int | None:
    """Give the newest text of a kind that a unit has and one may read, what is established first; its number."""
    return session.scalars(
        select(UnitText.id)
        .where(
            UnitText.kind == kind,
            UnitText.unit_id == unit_id,
            UnitText.state != TextState.ASIDE,
            readable_by(actor, day),
        )
        .order_by(UnitText.state != TextState.ESTABLISHED, UnitText.year.desc(), UnitText.number.desc())
        .limit(1)
    ).first()


def text_of_part(session: Session, part_id: int) -> int | None:
    """Give the text a part belongs to."""
    return session.scalar(select(Part.unit_text_id).where(Part.id == part_id))
