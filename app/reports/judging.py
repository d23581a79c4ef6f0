"""Deviations judged on a scale, where the model has one for them: the level a person chooses, and what must stand with it."""

from collections.abc import Iterable

from flask_babel import gettext

from app.quality.judging.weighing import level_of, needs_reason
from app.reports.asked import Asked
from app.reports.models import ReportDeviation
from app.steering.schema import Profile
from app.steering.shapes.measuring import Scale


def scale_for(profile: Profile, asked: Asked | None) -> Scale | None:
    """Give the scale the deviations of a report are judged on: the one it names, where that is for deviations; otherwise None."""
    key = asked.report.scale if asked is not None else None
    return next((one for one in profile.scales if one.key == key and "deviation" in one.applies_to), None)


def put_level(one: ReportDeviation, scale: Scale | None, key: str) -> None:
    """Judge a deviation at a level, or at none; without a scale what was judged stands."""
    if scale is None:
        return
    level = level_of(scale, key)
    one.scale, one.level = (scale.key, level.key) if level is not None else ("", "")
    one.level_word = level.word.sv if level is not None else ""
    one.shape, one.colour = (level.shape, level.colour) if level is not None else ("", "")


def lacking(scale: Scale | None, found: Iterable[ReportDeviation]) -> list[str]:
    """Say of each deviation what its judgement lacks: a level, or why. That each has a remedy is asked for by itself."""
    if scale is None:
        return []
    said = []
    for one in found:
        level = level_of(scale, one.level)
        if level is None:
            said.append(gettext("Avvikelsen ”%(what)s” är inte bedömd.", what=one.what[:80]))
        elif not one.why.strip() and needs_reason(scale, level, None):
            said.append(
                gettext("Avvikelsen ”%(what)s” är bedömd, men det står inte varför.", what=one.what[:80])
            )
    return said
