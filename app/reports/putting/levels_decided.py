"""Figures in a report with the level that was decided beside them, where the model has such levels."""

from collections.abc import Collection, Mapping

from flask_babel import gettext

from app.quality.indicators.rules import target_years
from app.quality.measuring.decided import Decided, decided_of
from app.quality.measuring.latest import Latest
from app.reports.putting.about import About
from app.steering.routes import profile_in_force
from app.ui.markdown import plain

Levels = Mapping[int, Decided]


def levels_of(about: About, indicator_ids: Collection[int]) -> Levels:
    """Give what some indicators are to reach; nothing is asked where the model has no levels to reach."""
    if not target_years(profile_in_force().indicators, about.year):
        return {}
    return decided_of(about.session, indicator_ids)


def outcome_beside(one: Latest, levels: Levels) -> str:
    """Give the figures of what was measured, and the level of its year beside them."""
    values = ", ".join(f"{each.name} {each.words}".strip() for each in one.outcome.figures)
    level = _level(levels, one.about.id, one.outcome.period.year)
    if not values and not level:
        return ""
    if not values and not one.about.in_figures:
        # What was measured in words stands in words: there is no figure that lacks.
        return gettext("%(name)s: beslutad nivå %(level)s", name=plain(one.about.name), level=level)
    return _beside(plain(one.about.name), values, level)


def unmeasured_beside(number: int, name: str, about: About, levels: Levels) -> str:
    """Give the level of something nothing was measured of, with a dash for the outcome; empty where none was decided."""
    level = _level(levels, number, about.year)
    return _beside(plain(name), "", level) if level else ""


def _level(levels: Levels, number: int, year: int) -> str:
    return levels[number].words(year) if number in levels else ""


def _beside(name: str, values: str, level: str) -> str:
    if not level:
        return f"{name}: {values}"
    return gettext(
        "%(name)s: utfall %(value)s, beslutad nivå %(level)s", name=name, value=values or "–", level=level
    )
