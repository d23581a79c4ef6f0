"""Of whom an analysis or a plan is asked, where the model says who does it; the others neither are asked for it nor begin it.

Kinds of units and roles that are named do it themselves. Where only bodies are named, which nobody leads, it is written by the
administration straight under one of them and by the top administration, as what boards report is (ADR 0023); a body that has
support of its own can begin it too. An analysis of which nothing is said is every unit's.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from babel.lists import format_list
from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.orm import Session, aliased

from app.organisation.models import Placement, Unit, in_force
from app.steering.in_force import profile_in_force
from app.steering.routes import actor_name, reader_language
from app.steering.schema import Profile
from app.writing.kinds import Doers

CHIEF_EXECUTIVE = "role:chief_executive"


def asked_units(profile: Profile, done_by: Collection[str], day: date) -> ColumnElement[bool]:
    """Give the condition that a unit is asked for what some do; for all where nobody is named."""
    if not done_by:
        return true()
    offices = sorted(kind.key for kind in profile.all_unit_kinds() if kind.is_administrative)
    bodies = {kind.key for kind in profile.all_unit_kinds() if kind.is_board} & set(done_by)
    named = {one for one in done_by if not one.startswith("role:")}
    ways: list[ColumnElement[bool]] = [Unit.kind.in_(sorted(named))]
    if CHIEF_EXECUTIVE in done_by:
        ways.append(Unit.is_top_administration.is_(True))
    if any(one.startswith("role:") and one != CHIEF_EXECUTIVE for one in done_by):
        # Every other role is held in each unit of the administration.
        ways.append(Unit.kind.in_(offices))
    if bodies and bodies == set(done_by):
        ways.append(and_(Unit.kind.in_(offices), or_(Unit.is_top_administration, _under(bodies, day))))
    return or_(*ways)


def _under(bodies: Collection[str], day: date) -> ColumnElement[bool]:
    body = aliased(Unit)
    return exists().where(
        Placement.unit_id == Unit.id,
        in_force(Placement.valid_from, Placement.valid_to, day),
        body.id == Placement.parent_id,
        body.kind.in_(sorted(bodies)),
    )


def doers_of(done_by: Sequence[str]) -> Doers | None:
    """Give who does what some are named for; None where every unit does."""
    if not done_by:
        return None

    def among(session: Session, unit_ids: Collection[int], day: date) -> set[int]:
        wanted = select(Unit.id).where(
            Unit.id.in_(sorted(unit_ids)), asked_units(profile_in_force(), done_by, day)
        )
        return set(session.scalars(wanted))

    return Doers(_words(done_by), among, lambda kind: kind in done_by)


def _words(done_by: Sequence[str]) -> Callable[[], str]:
    return lambda: format_list(
        list(dict.fromkeys(actor_name(ref, "definite") for ref in done_by)),
        locale=reader_language(),
    )
