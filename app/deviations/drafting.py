"""The form of a deviation keeps what is typed until it is sent: it is written on a phone, where something has happened."""

from collections.abc import Mapping
from typing import Any

from flask import abort
from werkzeug.datastructures import MultiDict

from app.access.guard import acting
from app.deviations import rules
from app.deviations.forms import ReportForm
from app.drafts.places import Place, places
from app.drafts.queries import Kept
from app.steering.routes import profile_in_force

ABOUT = ("deviation", 0)
"""What drafts of reports are about: nothing that is there yet."""


def at_unit(unit_id: int) -> str:
    """Give the key of the form that reports for a unit, beside those of other units one reports for."""
    return f"enhet-{unit_id}"


def begun_report(kept: Kept | None) -> ReportForm:
    """Give the form of a report, with what was typed in it before."""
    return ReportForm(formdata=MultiDict(kept.fields)) if kept else ReportForm()


def register_drafts() -> None:
    """Say which view takes what is typed here."""
    places.register(Place("deviations.new", ("happened", "done", "needed"), _of_who_reports))


def _of_who_reports(_values: Mapping[str, Any]) -> tuple[str, int]:
    if not rules.reports_from(acting(), profile_in_force()):
        abort(404)
    return ABOUT
