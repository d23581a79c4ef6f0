"""Where somebody's work lies who supports a political body: in the administration that does its work.

A council, a board has no analysis, no factors and no economy of its own; what its controller works with is written below it.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.access.actor import Holding
from app.access.matrix import Role
from app.organisation.models import Ancestry, Placement, Unit, in_force
from app.steering.schema import Profile


def own_units(session: Session, holdings: Iterable[Holding], profile: Profile, day: date) -> dict[int, str]:
    """Give the units some holdings bring one to, by name and in their order: before a body somebody supports comes the
    administration that works for it. One statement for those who support a body, none for all others.
    """
    holdings = list(holdings)
    kinds = {kind.key: kind for kind in profile.all_unit_kinds()}
    bodies = {
        one.unit_id
        for one in holdings
        if one.role is Role.SUPPORT and one.unit_kind in kinds and kinds[one.unit_kind].is_board
    }
    working = _administrations(session, bodies, profile, day) if bodies else {}
    found: dict[int, str] = {}
    for one in holdings:
        if one.role is Role.SUPPORT and one.unit_id in working:
            number, name = working[one.unit_id]
            found.setdefault(number, name)
        found.setdefault(one.unit_id, one.unit_name)
    return found


def first_unit(session: Session, holdings: Iterable[Holding], profile: Profile, day: date) -> int | None:
    """Give the unit the first of some holdings brings one to (`own_units`); None without any."""
    first = next(iter(holdings), None)
    return next(iter(own_units(session, [first], profile, day))) if first is not None else None


def _administrations(
    session: Session, bodies: set[int], profile: Profile, day: date
) -> dict[int, tuple[int, str]]:
    """Give the administration that works for each of some bodies: the one straight under it, otherwise the topmost there is
    below; the topmost first where both are one.
    """
    administrative = sorted(kind.key for kind in profile.all_unit_kinds() if kind.is_administrative)
    straight_under = select(Placement.unit_id).where(
        Placement.parent_id.in_(sorted(bodies)), in_force(Placement.valid_from, Placement.valid_to, day)
    )
    rows = session.execute(
        select(Ancestry.ancestor_id, Unit.id, Unit.name)
        .join(
            Ancestry,
            and_(
                Ancestry.descendant_id == Unit.id,
                Ancestry.ancestor_id.in_(sorted(bodies)),
                in_force(Ancestry.valid_from, Ancestry.valid_to, day),
            ),
        )
        .where(
            or_(Unit.is_top_administration, Unit.id.in_(straight_under)),
            or_(Unit.is_top_administration, Ancestry.depth == 1),
            Unit.kind.in_(administrative),
            in_force(Unit.valid_from, Unit.valid_to, day),
        )
        .order_by(Ancestry.depth, Unit.is_top_administration.desc(), Unit.name, Unit.id)
    )
    found: dict[int, tuple[int, str]] = {}
    for body, number, name in rows:
        found.setdefault(body, (number, name))
    return found
