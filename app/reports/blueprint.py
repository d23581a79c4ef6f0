"""The blueprint of reports, the words its pages share, and how what one asks for is opened: 404 out of reach."""

from dataclasses import dataclass

from flask import Blueprint, abort, request

from app import clock
from app.access.guard import acting
from app.db import db
from app.economy.wording import REMEDY_STATES
from app.organisation.asking import number_or_none
from app.organisation.models import Unit
from app.quality.judging.wording import level_words
from app.reports import queries, whose
from app.reports.asked import Asked
from app.reports.kind import asked_as
from app.reports.models import Report
from app.reports.naming import named
from app.reports.queries import Reader
from app.reports.rules import Standing
from app.reports.wording import PLAN_STATES, STATES, TONES, WORDS
from app.steering.routes import profile_in_force
from app.writing.pages import Place, place_of

reports = Blueprint("reports", __name__, url_prefix="/rapporter", template_folder="templates")

ID = "int(max=2147483647)"
"""Ids in addresses: larger ones than a database holds are simply not found."""

FIRST_YEAR, LAST_YEAR = 1990, 2200


@reports.context_processor
def words() -> dict[str, object]:
    """Give the pages of reports the words they share."""
    return {
        "report_states": STATES,
        "report_tones": TONES,
        "report_words": WORDS,
        "remedy_states": REMEDY_STATES,
        "plan_states": PLAN_STATES,
        "report_name": named,
        "level_words": level_words,
        "today": clock.today(),
    }


def reader() -> Reader:
    """Give the one who has signed in as a reader of reports today."""
    return Reader(acting(), clock.today())


def asked_year() -> int:
    """Read the year from the address: this one where none is asked for or it is no year of ours."""
    year = number_or_none(request.args.get("ar", ""))
    return year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else clock.today().year


def asked_unit() -> Unit | None:
    """Open the unit the address asks for, one's own where it asks for none; 404 out of reach."""
    wanted = number_or_none(request.args.get("enhet", ""))
    if wanted is None:
        own = queries.units_of(db.session, profile_in_force(), reader())
        if not own:
            return None
        wanted = own[0][0]
    unit = queries.unit_seen(db.session, profile_in_force(), reader(), wanted)
    if unit is None:
        abort(404)
    return unit


@dataclass(frozen=True, slots=True)
class Opened:
    """A report somebody has opened: itself, the version they read, what it is asked to be, and what they are to it."""

    report: Report
    place: Place
    asked: Asked | None
    standing: Standing

    @property
    def is_current(self) -> bool:
        """Tell whether the version that is read is the one that stands now."""
        return self.place.text.id == self.report.text_id


def see(report_id: int, *, write: bool = False) -> Opened:
    """Open a report in the version that stands, or the newest one may read; 404 when there is none for the one who asks.

    To `write` it is held. Who receives a report that was taken back meanwhile still opens what was handed in, and is told so.
    """
    found = queries.one_report(db.session, reader(), report_id, lock=write)
    if found is None:
        abort(404)
    asked_for = number_or_none(request.args.get("version", "")) if not write else None
    text_id = queries.readable_version(db.session, reader(), found)
    if text_id is None:
        abort(404)
    place = place_of(asked_for or text_id, write=write)
    if (place.text.kind, place.text.unit_id, place.text.year) != (found.kind, found.unit_id, found.year):
        abort(404)
    standing = whose.standing_of(acting(), found, place.near)
    return Opened(found, place, asked_as(db.session, found.kind, found.year), standing)
