"""What the forms of a plan answer with: back to it, and why nothing was changed."""

from flask import flash, redirect
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.db import db
from app.ui.addresses import url_for


def came_first() -> str:
    """Say that somebody else was first."""
    return gettext("Någon annan har ändrat medan du skrev. Läs det igen, och spara sedan en gång till.")


def back(plan_id: int, anchor: str = "") -> Response:
    """Lead back to a plan."""
    return redirect(url_for("control.plan", plan_id=plan_id) + (f"#{anchor}" if anchor else ""), 303)


def not_now(plan_id: int) -> Response:
    """Say that nothing was changed, since the plan does not stand open any more, and lead back to it."""
    db.session.rollback()
    flash(
        gettext(
            "Det går inte att ändra nu. Är planen beslutad, öppna den först. Kanske hann någon annan före."
        ),
        "problem",
    )
    return back(plan_id)
