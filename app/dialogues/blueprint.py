"""The blueprint that all pages of dialogues hang on; `wiring` gathers the route modules."""

from babel.dates import format_date
from flask import Blueprint

from app import clock
from app.dialogues.models import Dialogue
from app.ui.install import locale

dialogues = Blueprint("dialogues", __name__, url_prefix="/dialoger", template_folder="templates")


@dialogues.app_template_filter("meeting_name")
def meeting_name(dialogue: Dialogue) -> str:
    """Name a meeting by its title and day, with the year when it is another; what the title says is not said again."""
    when = dialogue.starts_at.astimezone(clock.STOCKHOLM).date()
    parts = [format_date(when, "d MMMM", locale=locale())]
    if when.year != clock.today().year:
        parts.append(str(when.year))
    return " ".join([dialogue.title, *(part for part in parts if part not in dialogue.title)])
