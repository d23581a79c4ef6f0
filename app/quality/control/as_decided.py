"""A plan as a board decided it: its risks amount to what they did then, whatever the scale says now."""

from app.db import db
from app.modelling.in_force import profile_at
from app.quality.control import content
from app.quality.control.content import Content
from app.quality.control.levels import has_levels, with_levels
from app.quality.risks.scale import scale_of
from app.quality.risks.wording import scales_known
from app.records.models import Edition


def plan_as_decided(edition: Edition | None) -> Content | None:
    """Give what a decided version of a plan holds; None where there is none, or it was lawfully erased.

    One from before versions kept the words is put in those of the model that was in force when it was decided.
    """
    held = content.read(edition)
    if held is None or edition is None or has_levels(held):
        return held
    then = profile_at(db.session, edition.established_at)
    known = scales_known()
    return with_levels(held, [scale_of(then), *known] if then is not None else known)
