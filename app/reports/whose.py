"""Who writes, hands in and receives the reports of a unit. A board's are written by the administration straight under it."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from app.access.actor import Actor
from app.access.matrix import May
from app.organisation import handing
from app.organisation.handing import above
from app.organisation.handing import bodies_in as boards_in
from app.organisation.models import Placement, Unit, in_force
from app.organisation.reach import unit_ids_within
from app.organisation.tree import ids_above
from app.passages.rules import managed_units, presided_units
from app.reports.asked import FAMILY, Asked
from app.reports.models import Report
from app.reports.rules import Standing
from app.steering.schema import Profile
from app.writing.models import TextState, UnitText
from app.writing.queries import near_to
from app.writing.rules import Nearness


def answered_for(actor: Actor) -> frozenset[int]:
    """Give the units somebody answers for as a level: those they lead, and the boards they preside over."""
    return managed_units(actor) | presided_units(actor)


def _offices_in(profile: Profile) -> frozenset[str]:
    return frozenset(kind.key for kind in profile.unit_kinds if kind.is_administrative)


def offices_of(session: Session, profile: Profile, unit: Unit, day: date) -> list[int]:
    """Give the units whose manager and support write a unit's reports: itself, or for a board the administration straight
    under it, where there is one, and otherwise the top administration (as with internal control, ADR 0023).
    """
    if unit.kind not in boards_in(profile):
        return [unit.id]
    return [one for one, _ in offices_by_board(session, profile, [unit.id], day).get(unit.id, ())]


Office = tuple[int, str]
"""An administration that writes for a board: its id, and what it is called."""


def offices_by_board(
    session: Session, profile: Profile, unit_ids: Collection[int], day: date
) -> dict[int, list[Office]]:
    """Give, for each board among some units, the administration that writes for it: two statements at the most."""
    board, office = aliased(Unit), aliased(Unit)
    under = select(board.id, office.id, office.name).where(
        _straight_under(_offices_in(profile), board, office, day)
    )
    boards = board.id.in_(sorted(unit_ids)), board.kind.in_(sorted(boards_in(profile)))
    found: dict[int, list[Office]] = {}
    for board_id, office_id, name in session.execute(under.where(*boards).order_by(board.id, office.id)):
        found.setdefault(board_id, []).append((office_id, name))
    if len(found) < len(unit_ids):
        top = (
            select(board.id, office.id, office.name)
            .select_from(board)
            .join(office, and_(*_is_top(office, day)))
        )
        for board_id, office_id, name in session.execute(top.where(*boards, board.id.not_in(sorted(found)))):
            found.setdefault(board_id, []).append((office_id, name))
    return found


def _is_top(office: Any, day: date) -> tuple[ColumnElement[bool], ...]:
    return office.is_top_administration.is_(True), in_force(office.valid_from, office.valid_to, day)


def _straight_under(offices: frozenset[str], board: Any, office: Any, day: date) -> ColumnElement[bool]:
    """Give the condition that a placement hangs an administration straight under a board."""
    return and_(
        Placement.parent_id == board.id,
        Placement.unit_id == office.id,
        in_force(Placement.valid_from, Placement.valid_to, day),
        in_force(office.valid_from, office.valid_to, day),
        office.kind.in_(sorted(offices)),
    )


def nearness(
    session: Session, profile: Profile, actor: Actor, kind: str, unit_id: int, day: date, near: Nearness
) -> Nearness:
    """Tell what somebody is to a unit's reports of a kind: a board's office writes, and whoever receives them reads them."""
    unit = session.get_one(Unit, unit_id)
    leads, writes = near.leads, near.writes
    if unit.kind in boards_in(profile):
        offices = offices_of(session, profile, unit, day)
        close = [near_to(actor, office, ids_above(session, [office], day)) for office in offices]
        leads, writes = any(one.leads for one in close), any(one.writes for one in close)
    received = exists().where(
        Report.kind == kind,
        Report.unit_id == unit_id,
        Report.receiver_unit_id.in_(sorted(answered_for(actor))),
    )
    reads = near.reads or bool(session.scalar(select(received)))
    return Nearness(leads=leads, writes=writes, above=near.above, reads=reads)


def further_texts(profile: Profile, actor: Actor, day: date) -> ColumnElement[bool] | None:
    """Give the condition that somebody reads a report beyond what they read of the unit's other texts; twin of `nearness`."""
    return _further_texts(*of_model(profile), actor, day)


def of_model(profile: Profile) -> tuple[frozenset[str], frozenset[str]]:
    """Give what of a model `further_texts` depends on: the kinds of units that are boards, and of those that write for them."""
    return frozenset(boards_in(profile)), _offices_in(profile)


@lru_cache(maxsize=64)
def _further_texts(
    boards: frozenset[str], offices: frozenset[str], actor: Actor, day: date
) -> ColumnElement[bool] | None:
    # Every read of texts has it among its conditions; put together anew it would take longer than the rest of them.
    ways: list[ColumnElement[bool]] = []
    held = answered_for(actor)
    if held and actor.may(May.READ_PLANS):
        received = exists().where(
            Report.kind == UnitText.kind,
            Report.unit_id == UnitText.unit_id,
            Report.receiver_unit_id.in_(sorted(held)),
        )
        ways.append(and_(UnitText.state == TextState.ESTABLISHED, received.correlate_except(Report)))
    if actor.may(May.WRITE_PLANS):
        ways.append(UnitText.unit_id.in_(_boards_written_by(boards, offices, actor, day)))
    return and_(UnitText.kind.startswith(f"{FAMILY}/", autoescape=True), or_(*ways)) if ways else None


def boards_written_by(profile: Profile, actor: Actor, day: date) -> Select[int]:
    """Give the boards whose reports somebody's unit writes: a subquery of ids."""
    return _boards_written_by(*of_model(profile), actor, day)


def _boards_written_by(
    boards: frozenset[str], offices: frozenset[str], actor: Actor, day: date
) -> Select[int]:
    mine = unit_ids_within(actor.scope(May.WRITE_PLANS), day)
    board, office = aliased(Unit), aliased(Unit)
    under = select(office.id).where(_straight_under(offices, board, office, day)).correlate(board)
    top = aliased(Unit)
    top_is_mine = exists().where(*_is_top(top, day), top.id.in_(mine))
    return select(board.id).where(
        board.kind.in_(sorted(boards)),
        or_(under.where(office.id.in_(mine)).exists(), and_(~under.exists(), top_is_mine)),
    )


def standing_of(actor: Actor, report: Report, near: Nearness) -> Standing:
    """Tell what somebody is to a report, who is so near to its text."""
    receives = report.receiver_unit_id is not None and report.receiver_unit_id in answered_for(actor)
    return Standing(leads=near.leads, writes=near.writes, receives=receives)


def receiving(session: Session, profile: Profile, asked: Asked, unit: Unit, day: date) -> Unit | None:
    """Give whom a unit hands a report to on a day."""
    return receiver_of(session, profile, asked, unit, above(session, unit, day), day)


def receiver_of(
    session: Session, profile: Profile, asked: Asked, unit: Unit, line: Sequence[Unit], day: date
) -> Unit | None:
    """Give whom a unit hands a report to, among those the model names; `line` are the units above it."""
    return handing.receiver(session, asked.report.submitted_to, profile, unit, line, day)
