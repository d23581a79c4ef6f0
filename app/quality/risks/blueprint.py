"""The blueprint of risks, what its pages share, and looking up what may be read or written."""

from flask import Blueprint, abort, request

from app import clock
from app.access.guard import acting, acting_or_none
from app.access.matrix import May
from app.db import db
from app.quality.risks.models import Risk
from app.quality.risks.queries import opening
from app.quality.risks.reach import Reader, kinds_in, reader_of
from app.quality.risks.wording import NATURES, WAYS, category_name, level_key, level_word, step_word
from app.steering.routes import profile_in_force

risks = Blueprint("risks", __name__, url_prefix="/internkontroll/risker", template_folder="templates")

ID = "int(max=2147483647)"
"""Ids in addresses: larger ones than a database holds are simply not found."""


@risks.app_context_processor
def words() -> dict[str, object]:
    """Give the pages of risks and of internal control the words they share."""
    # Signed out one is shown the sign-in page in place of these, which asks for the same words.
    actor = acting_or_none()
    return {
        "level_word": level_word,
        "level_key": level_key,
        "step_word": step_word,
        "category_name": category_name,
        "risk_natures": NATURES,
        "risk_ways": WAYS,
        "reads_risks": actor is not None and actor.may(May.READ_RISKS),
    }


def reader() -> Reader:
    """Give the one who has signed in as a reader of risks and controls today."""
    return reader_of(db.session, acting(), clock.today(), kinds_in(profile_in_force()))


def risk_or_404(risk_id: int, who: Reader) -> Risk:
    """Give a risk that may be read, or end the request."""
    found = opening.risk_for(db.session, reader=who, risk_id=risk_id)
    if found is None:
        abort(404)
    return found


def risk_to_write(risk_id: int, who: Reader, *, left: bool = False) -> Risk:
    """Give a risk one writes, held for the change; 404 otherwise. `left`: also one that a unit that is no more left behind."""
    found = opening.risk_to_write(
        db.session, reader=who, risk_id=risk_id, lock=request.method == "POST", left=left
    )
    if found is None:
        abort(404)
    return found
