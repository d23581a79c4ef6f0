"""Reads of plans, controls, reports and evaluations, each restricted to what a person may read on the day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
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
from app.organisation.models import Ancestry, Unit, in_force
from app.organisation.succeeding import estate_of
from app.quality.control import rules
from app.quality.control.models import (
    ChosenRisk,
    Control,
    ControlPlan,
    ControlReport,
    Deviation,
    Occasion,
    RecordState,
    Remedy,
)
from app.quality.risks.models import Risk, RiskState
from app.quality.risks.reach import Kinds, Reader, reads, reads_plans, writes, writes_plans
from app.records.models import Edition
from app.records.seeing import Sees

PAGE = 200
"""Boards and companies on the page of a year: a municipality has a handful."""


def works_with(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that the reader reads a plan as it is: writes for its unit, or leads above it."""
    if not reader.actor.may(May.READ_RISKS):
        return false()
    return reads_plans(reader, ControlPlan.unit_id)


def may_write(session: Session, reader: Reader, unit_id: int) -> bool:
    """Tell whether the reader puts together the internal control of a unit."""
    if not reader.actor.may(May.WRITE_CONTROL):
        return False
    found = select(Unit.id).where(Unit.id == unit_id, writes(reader, Unit.id))
    return session.scalar(found) is not None


class HolderLine(NamedTuple):
    """A board or company with its plan and report of a year, as far as one may read them."""

    unit_id: int
    unit: str
    kind: str
    plan_id: int | None
    state: str
    edition_id: int | None
    decided_on: date | None
    live: bool
    report_state: str
    report_edition_id: int | None
    mine: bool


def holders(session: Session, reader: Reader, kinds: Kinds, year: int) -> list[HolderLine]:
    """Give the boards and companies of a day with their plan and report of a year, boards first, by name; one statement."""
    mine = writes_plans(reader, Unit.id) if reader.actor.may(May.WRITE_CONTROL) else false()
    rows = session.execute(
        select(
            Unit.id,
            Unit.name,
            Unit.kind,
            ControlPlan.id,
            ControlPlan.state,
            ControlPlan.edition_id,
            ControlPlan.decided_on,
            works_with(reader),
            ControlReport.state,
            ControlReport.edition_id,
            mine,
        )
        .outerjoin(ControlPlan, and_(ControlPlan.unit_id == Unit.id, ControlPlan.year == year))
        .outerjoin(ControlReport, ControlReport.plan_id == ControlPlan.id)
        .where(
            Unit.kind.in_(sorted(kinds.holders)),
            or_(in_force(Unit.valid_from, Unit.valid_to, reader.day), ControlPlan.id.is_not(None)),
        )
        .order_by(Unit.kind.in_(sorted(kinds.companies)), collate(Unit.name, SWEDISH), Unit.id)
        .limit(PAGE)
    )
    return [
        HolderLine(*row[:4], row[4] or "", row[5], row[6], bool(row[7]), row[8] or "", row[9], bool(row[10]))
        for row in rows
    ]


def years_with_plans(session: Session) -> list[int]:
    """Give the years some board or company has a plan for, the latest first."""
    found = select(ControlPlan.year).distinct().order_by(ControlPlan.year.desc())
    return list(session.scalars(found))


def _whole() -> Select[ControlPlan]:
    controls = selectinload(ControlPlan.chosen).selectinload(ChosenRisk.controls)
    occasions = controls.selectinload(Control.occasions)
    return select(ControlPlan).options(
        joinedload(ControlPlan.unit),
        selectinload(ControlPlan.chosen).joinedload(ChosenRisk.risk).joinedload(Risk.unit),
        controls.joinedload(Control.person),
        occasions.joinedload(Occasion.person),
        occasions.joinedload(Occasion.deviation).selectinload(Deviation.remedies).joinedload(Remedy.person),
    )


@dataclass(frozen=True, slots=True)
class Opened:
    """A plan somebody has opened, what they see of it, and whether they write it."""

    plan: ControlPlan
    sees: Sees
    writes: bool


def plan_for(session: Session, reader: Reader, plan_id: int) -> Opened | None:
    """Give a plan with all its page says and what the reader sees of it; None when that is nothing."""
    if not reader.actor.may(May.READ_CONTROL):
        return None
    row = session.execute(
        select(ControlPlan.edition_id, works_with(reader), writes_plans(reader, ControlPlan.unit_id)).where(
            ControlPlan.id == plan_id
        )
    ).one_or_none()
    if row is None:
        return None
    edition_id, works, mine = row
    seen = rules.sees(works_with_it=bool(works), decided=edition_id is not None, reads_decided=True)
    if seen is Sees.NOTHING:
        return None
    may = bool(mine) and reader.actor.may(May.WRITE_CONTROL)
    found = whole_plan(session, plan_id) if seen is Sees.LIVE else _bare_plan(session, plan_id)
    return Opened(found, seen, may) if found is not None else None


def _bare_plan(session: Session, plan_id: int) -> ControlPlan | None:
    wanted = select(ControlPlan).where(ControlPlan.id == plan_id).options(joinedload(ControlPlan.unit))
    return session.scalars(wanted).one_or_none()


def whole_plan(session: Session, plan_id: int) -> ControlPlan | None:
    """Give a plan with its risks, controls, occasions, deviations and remedies."""
    wanted = _whole().where(ControlPlan.id == plan_id).execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def plan_to_write(session: Session, reader: Reader, plan_id: int, *, lock: bool) -> ControlPlan | None:
    """Give a plan the reader writes, whole; None otherwise. `lock` keeps other writers waiting."""
    if not reader.actor.may(May.WRITE_CONTROL):
        return None
    if lock:
        session.execute(select(ControlPlan.id).where(ControlPlan.id == plan_id).with_for_update())
    found = select(ControlPlan.id).where(ControlPlan.id == plan_id, writes_plans(reader, ControlPlan.unit_id))
    return whole_plan(session, plan_id) if session.scalar(found) is not None else None


def plan_of(session: Session, unit_id: int, year: int) -> ControlPlan | None:
    """Give the plan of a unit and year, whole."""
    found = select(ControlPlan.id).where(ControlPlan.unit_id == unit_id, ControlPlan.year == year)
    number = session.scalar(found)
    return whole_plan(session, number) if number is not None else None


def plans_before(session: Session, unit_id: int, year: int, day: date) -> list[ControlPlan]:
    """Give the plans of a year that a unit's next one begins from: its own, then those of boards it comes after."""
    numbers = session.scalars(
        select(ControlPlan.id)
        .where(
            ControlPlan.year == year,
            or_(ControlPlan.unit_id == unit_id, ControlPlan.unit_id.in_(estate_of([unit_id], day))),
        )
        .order_by(ControlPlan.unit_id != unit_id, ControlPlan.id)
    ).all()
    found = [whole_plan(session, number) for number in numbers]
    return [one for one in found if one is not None]


def edition(session: Session, edition_id: int | None) -> Edition | None:
    """Give an edition."""
    return session.get(Edition, edition_id) if edition_id is not None else None


def editions_of(session: Session, kind: str, object_id: int) -> list[Edition]:
    """Give the decided versions of something, the latest first."""
    found = select(Edition).where(Edition.kind == kind, Edition.object_id == object_id)
    return list(session.scalars(found.order_by(Edition.number.desc())))


class Candidate(NamedTuple):
    """A risk that can be taken into a plan."""

    id: int
    title: str
    unit: str
    likelihood: int
    consequence: int
    value: int
    reasoned: bool
    effect: str
    nature: str


CANDIDATES = 300


def candidates(
    session: Session, reader: Reader, plan: ControlPlan, kinds: Kinds, natures: frozenset[str]
) -> list[Candidate]:
    """Give the open risks of the natures that enter plans, of a board's field, that its plan does not control, highest first.

    The field is the unit and all below it, but what lies under another board or company with a plan of its own; what
    the reader does not read is left out.
    """
    here = in_force(Ancestry.valid_from, Ancestry.valid_to, reader.day)
    below = select(Ancestry.descendant_id).where(Ancestry.ancestor_id == plan.unit_id, here)
    others = (
        select(Unit.id)
        .join(Ancestry, and_(Ancestry.descendant_id == Unit.id, Ancestry.ancestor_id == plan.unit_id, here))
        .where(Unit.kind.in_(sorted(kinds.holders)), Unit.id != plan.unit_id)
    )
    elsewhere = select(Ancestry.descendant_id).where(Ancestry.ancestor_id.in_(others), here)
    already = select(ChosenRisk.risk_id).where(ChosenRisk.plan_id == plan.id, ChosenRisk.removed_at.is_(None))
    rows = session.execute(
        select(
            Risk.id,
            Risk.title,
            Unit.name,
            Risk.likelihood,
            Risk.consequence,
            Risk.value,
            Risk.reasoned,
            Risk.effect,
            Risk.nature,
        )
        .join(Unit, Unit.id == Risk.unit_id)
        .where(
            Risk.state == RiskState.OPEN,
            Risk.nature.in_(sorted(natures)),
            Risk.unit_id.in_(below),
            Risk.unit_id.not_in(elsewhere),
            Risk.id.not_in(already),
            reads(reader, Risk.unit_id),
        )
        .order_by(Risk.value.desc(), Risk.id.desc())
        .limit(CANDIDATES)
    )
    return [Candidate._make(row) for row in rows]


# --- one control, one occasion, one deviation


def does_it(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that the reader is the one a control or one of its remedies is for."""
    return Control.person_id == reader.actor.person_id


def mends_it(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that the reader is to do something about what a control found."""
    return exists().where(
        Occasion.control_id == Control.id,
        Deviation.occasion_id == Occasion.id,
        Remedy.deviation_id == Deviation.id,
        Remedy.person_id == reader.actor.person_id,
        Remedy.removed_at.is_(None),
    )


@dataclass(frozen=True, slots=True)
class OpenedControl:
    """A control somebody has opened, whether they write the plan, and whether they write what it showed."""

    control: Control
    plan: ControlPlan
    writes: bool
    works: bool
    tells: bool


def control_for(
    session: Session, reader: Reader, control_id: int, *, hold: bool = False
) -> OpenedControl | None:
    """Give a control with all its page says: to those who read the plan as it is, and to who carries it out or mends it.

    `hold` keeps others waiting who tell what it showed, or what is done about that.
    """
    if not reader.actor.may(May.READ_RISKS):
        return None
    if hold:
        session.execute(select(Control.id).where(Control.id == control_id).with_for_update())
    row = session.execute(
        select(
            ControlPlan.id,
            works_with(reader),
            writes_plans(reader, ControlPlan.unit_id),
            does_it(reader),
            mends_it(reader),
            ControlPlan.edition_id,
        )
        .select_from(Control)
        .join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
        .join(ControlPlan, ControlPlan.id == ChosenRisk.plan_id)
        .where(Control.id == control_id)
    ).one_or_none()
    if row is None:
        return None
    plan_id, works, mine, does, mends, edition_id = row
    asked = bool(does or mends) and edition_id is not None
    if not (works or mine or asked):
        return None
    control = session.scalars(
        select(Control)
        .where(Control.id == control_id)
        .options(
            joinedload(Control.person),
            joinedload(Control.before),
            joinedload(Control.chosen).joinedload(ChosenRisk.risk).joinedload(Risk.unit),
            selectinload(Control.occasions).joinedload(Occasion.person),
            selectinload(Control.occasions)
            .joinedload(Occasion.deviation)
            .selectinload(Deviation.remedies)
            .joinedload(Remedy.person),
        )
        .execution_options(populate_existing=True)
    ).one()
    plan = _bare_plan(session, plan_id)
    assert plan is not None  # noqa: S101  # nosec B101  a control has a plan
    may = bool(mine) and reader.actor.may(May.WRITE_CONTROL)
    return OpenedControl(
        control, plan, may, bool(works or mine), may or bool(does and edition_id is not None)
    )


def control_of_occasion(session: Session, occasion_id: int) -> int | None:
    """Give the control an occasion is of."""
    return session.scalar(select(Occasion.control_id).where(Occasion.id == occasion_id))


def control_of_deviation(session: Session, deviation_id: int) -> tuple[int, int] | None:
    """Give the control and the occasion a deviation was found at."""
    row = session.execute(
        select(Occasion.control_id, Occasion.id)
        .join(Deviation, Deviation.occasion_id == Occasion.id)
        .where(Deviation.id == deviation_id)
    ).one_or_none()
    return (row[0], row[1]) if row is not None else None


def counted(session: Session, plan_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Give how many occasions each of some plans has, and how many of them were carried out or left out with a reason."""
    settled = or_(Occasion.outcome != "", Occasion.left_out != "")
    rows = session.execute(
        select(ChosenRisk.plan_id, func.count(), func.count().filter(settled))
        .select_from(Occasion)
        .join(Control, Control.id == Occasion.control_id)
        .join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
        .where(
            ChosenRisk.plan_id.in_(sorted(plan_ids)),
            Occasion.removed_at.is_(None),
            Control.removed_at.is_(None),
            ChosenRisk.removed_at.is_(None),
        )
        .group_by(ChosenRisk.plan_id)
    )
    return {number: (every, done) for number, every, done in rows}


def deviation_at(session: Session, occasion_id: int) -> int | None:
    """Give the deviation found at an occasion."""
    return session.scalar(select(Deviation.id).where(Deviation.occasion_id == occasion_id))


def decided_controls_of_unit(session: Session, unit_id: int, year: int) -> list[tuple[str, str, list[str]]]:
    """Give the risks of a unit that decided plans of a year control: the risk, whose plan it is, and what is checked."""
    rows = session.execute(
        select(Risk.id, Risk.title, Unit.name, Control.what)
        .join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
        .join(Risk, Risk.id == ChosenRisk.risk_id)
        .join(ControlPlan, ControlPlan.id == ChosenRisk.plan_id)
        .join(Unit, Unit.id == ControlPlan.unit_id)
        .where(
            Risk.unit_id == unit_id,
            ControlPlan.year == year,
            ControlPlan.state == RecordState.DECIDED,
            Control.removed_at.is_(None),
            ChosenRisk.removed_at.is_(None),
        )
        .order_by(ChosenRisk.position, ChosenRisk.id, Control.position, Control.id)
    )
    found: dict[int, tuple[str, str, list[str]]] = {}
    for number, title, plan_of, what in rows:
        found.setdefault(number, (title, plan_of, []))[2].append(what)
    return list(found.values())
