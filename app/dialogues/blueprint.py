"""The blueprint that all pages of dialogues hang on; `wiring` gathers the route modules."""

from datetime import date

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
    """Give the title of a meeting without the day of that very meeting, as it would stand for another day."""
    when = dialogue.starts_at.astimezone(clock.STOCKHOLM).date()
    title = dialogue.title
    for language in LANGUAGES:
        day = _written(when, language)
        title = title.replace(f"{day} {when.year}", "").replace(day, "")
    return " ".join(title.split())


def _written(when: date, language: str) -> str:
    return format_date(when, "d MMMM", language)
