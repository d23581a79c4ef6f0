"""The blueprint that all pages of dialogues hang on; `wiring` gathers the route modules."""

import re
from datetime import date
from functools import lru_cache

from babel.dates import get_day_names, get_month_names
from flask import Blueprint
from flask_babel import gettext

from app import clock
from app.db import db
from app.dialogues.models import Dialogue, Series
from app.dialogues.queries.editions import is_disposed_of
from app.languages import LANGUAGES
from app.ui.formats import format_date
from app.ui.install import locale

dialogues = Blueprint("dialogues", __name__, url_prefix="/dialoger", template_folder="templates")


@dialogues.app_template_filter("meeting_name")
def meeting_name(dialogue: Dialogue) -> str:
    """Name a meeting by its title and day, with the year when it is another; what the title says is not said again.

    The title is its writer's, so the day may stand there in another language than the reader's.
    """
    when = dialogue.starts_at.astimezone(clock.STOCKHOLM).date()
    parts = []
    if not any(_written(when, language) in dialogue.title for language in LANGUAGES):
        parts.append(_written(when, locale()))
    if when.year != clock.today().year and str(when.year) not in dialogue.title:
        parts.append(str(when.year))
    return " ".join([dialogue.title, *parts])


@dialogues.app_template_global("is_disposed_of")
def disposed_of(dialogue: Dialogue) -> bool:
    """Tell whether what was established of a dialogue has been lawfully erased."""
    return is_disposed_of(db.session, dialogue)


@dialogues.app_template_filter("pair_name")
def pair_name(series: Series) -> str:
    """Name the two ends of a series: by their units, and an employee by name, who is of the manager's own unit."""
    rep = series.rep_post
    return gettext(
        "%(over)s och %(rep)s",
        over=series.over_post.unit.name,
        rep=rep.person.name if rep.person else rep.unit.name,
    )


def without_day(dialogue: Dialogue) -> str:
    """Give the title of a meeting without any day in it, as it would stand for a meeting on another day.

    A meeting that was moved may be called by the day it was first to be on.
    """
    bare = " ".join(_days_in_titles().sub(" ", dialogue.title).replace("( )", " ").split())
    return re.sub(r" (?=[,;:])", "", bare).strip(" ,;:–-")


@lru_cache(maxsize=1)
def _days_in_titles() -> re.Pattern[str]:
    """Give what finds a day as people write it in a title: "onsdag den 9 december 2026", "9 Dec", "2026-12-09"."""
    names = [
        get_month_names(width, locale=language) for width in ("wide", "abbreviated") for language in LANGUAGES
    ]
    month = _any_of([name.rstrip(".") for each in names for name in each.values()])
    week = _any_of([name for language in LANGUAGES for name in get_day_names(locale=language).values()])
    number = rf"(?:(?:{week}),?\s+)?(?:(?:den|the)\s+)?\d{{1,2}}(?::?[ae]|st|nd|rd|th)?"
    written = rf"{number}\s+(?:of\s+)?(?:{month})\b\.?(?:,?\s+\d{{4}}\b)?"
    return re.compile(rf"(?<![\w-])(?:{written}|\d{{4}}-\d\d-\d\d(?![\w-]))", re.IGNORECASE)


def _any_of(names: list[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


def _written(when: date, language: str) -> str:
    return format_date(when, "d MMMM", language)
