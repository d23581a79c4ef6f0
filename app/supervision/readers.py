"""Whom the overview is for: those who oversee units, and those who read its editions."""

from app.access.actor import Actor
from app.access.matrix import May, Role, reach
from app.organisation.rules import may_hang_under
from app.steering.schema import Profile


def opens_for(actor: Actor, profile: Profile) -> bool:
    """Tell whether anything of the overview is somebody's to read.

    Support reads editions where it supports the top administration or what that hangs under (ADR 0059); further down there is
    nothing for it to open.
    """
    above = _above_the_top(profile)
    return any(
        one.is_top or one.unit_kind in above
        if one.role is Role.SUPPORT
        else reach(one.role, May.READ_OVERVIEW) is not None
        for one in actor.holdings
    )


def _above_the_top(profile: Profile) -> frozenset[str]:
    """Give the kinds of units that the top administration may lie below."""
    kinds = profile.all_unit_kinds()
    top = [kind for kind in kinds if kind.is_top]
    found, ahead = {kind.key for kind in top}, top
    while ahead:
        below = ahead.pop()
        over = [kind for kind in kinds if kind.key not in found and may_hang_under(below, kind)]
        found |= {kind.key for kind in over}
        ahead += over
    return frozenset(found - {kind.key for kind in kinds if kind.is_top})
