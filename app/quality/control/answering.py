"""What the forms of a plan answer with: back to it, and why nothing was changed."""

from collections.abc import Callable

from flask import redirect
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.db import db
from app.documents.pages import put_in_form
from app.quality.control.errors import ChangedSince, Refused
from app.quality.control.wording import FAULTS
from app.ui.addresses import url_for
from app.ui.forms import CheckedForm
from app.ui.too_late import too_late


def came_first() -> str:
    """Say that somebody else was first."""
    return gettext("Någon annan har ändrat medan du skrev. Läs det igen, och spara sedan en gång till.")


def kept(form: CheckedForm, wish: Callable[[], object], *, revision_now: Callable[[], int]) -> int:
    """Do what is wished with what was typed, and keep it: 200. Else say by the form why not, and give the status of that.

    Where somebody else came first it is 409, and the form then stands on `revision_now`. Raises `NotNow`.
    """
    if not form.validate():
        return 422
    try:
        wish()
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        put_in_form(form, refused.faults, said=FAULTS)
        return 422
    except ChangedSince:
        db.session.rollback()
        form["revision"].data = str(revision_now())
        form.say("", came_first())
        return 409
    return 200


def back(plan_id: int, anchor: str = "") -> Response:
    """Lead back to a plan."""
    return redirect(url_for("control.plan", plan_id=plan_id) + (f"#{anchor}" if anchor else ""), 303)


def not_now(plan_id: int) -> Response:
    """Say that nothing was changed, since the plan does not stand open any more, and lead back to it."""
    db.session.rollback()
    message = gettext(
        "Det går inte att ändra nu. Är planen beslutad, öppna den först. Kanske hann någon annan före."
    )
    return too_late(message, url_for("control.plan", plan_id=plan_id))
