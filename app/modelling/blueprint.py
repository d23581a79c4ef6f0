"""What the pages of models share: the blueprint, finding a draft, and words."""

from flask import Blueprint, abort
from flask_babel import LazyString, lazy_gettext

from app.db import db
from app.modelling import queries
from app.modelling.errors import Fault
from app.modelling.models import ModelDraft

modelling = Blueprint("modelling", __name__, url_prefix="/modellen", template_folder="templates")

ID = "int(max=2147483647)"

FAULTS: dict[Fault, LazyString] = {
    Fault.HAS_MISTAKES: lazy_gettext("Modellen har fel som behöver rättas innan den kan tas i bruk."),
    Fault.DAY_PASSED: lazy_gettext("Välj i dag eller en dag som inte har varit."),
    Fault.NO_DAY: lazy_gettext("Skriv dagen som den ska gälla från, till exempel 2027-01-01."),
    Fault.DAY_TAKEN: lazy_gettext(
        "En annan modell ska redan gälla från den dagen. Ta tillbaka den först, eller välj en annan dag."
    ),
    Fault.IN_FORCE: lazy_gettext("Den gäller redan. Ta i stället en annan modell i bruk."),
    Fault.DRAFT_CHANGED: lazy_gettext(
        "Någon har ändrat utkastet sedan du läste det. Inget är taget i bruk, och det du skrev står kvar. "
        "Läs ändringarna så som de är nu."
    ),
    Fault.ANOTHER_CAME_FIRST: lazy_gettext(
        "Någon hann före dig: en annan modell har börjat gälla sedan du läste sidan. "
        "Inget av ditt är taget i bruk, och det du skrev står kvar. Ändringarna räknas nu mot den."
    ),
}


def draft_here(draft_id: int, *, lock: bool = False) -> ModelDraft:
    """Give a draft; 404 where there is none."""
    found = queries.draft(db.session, draft_id, lock=lock)
    if found is None:
        abort(404)
    return found


def number_sent(text: str | None) -> int:
    """Give a number out of a form; 0 where none was sent."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
