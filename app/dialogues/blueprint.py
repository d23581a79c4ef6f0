"""The blueprint that all pages of dialogues hang on; `wiring` gathers the route modules."""

from flask import Blueprint

from app.dialogues.models import Dialogue
from app.ui.install import day

dialogues = Blueprint("dialogues", __name__, url_prefix="/dialoger", template_folder="templates")


@dialogues.app_template_filter("meeting_name")
def meeting_name(dialogue: Dialogue) -> str:
    """Name a meeting by its title and day; a title that already says the day is left as it is."""
    when = day(dialogue.starts_at)
    return dialogue.title if when in dialogue.title else f"{dialogue.title} {when}"
