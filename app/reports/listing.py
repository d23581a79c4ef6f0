"""The door of reports for those who write none and have no unit of their own here: all that has been handed in."""

from flask import abort, render_template, request
from flask_babel import gettext

from app.access.actor import Actor
from app.access.matrix import May, Role
from app.db import db
from app.organisation.asking import number_or_none
from app.reports import handed_in, queries
from app.reports.blueprint import reader
from app.reports.queries import Reader
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for


def _named(who: Reader, unit_id: int) -> str:
    unit = queries.unit_seen(db.session, profile_in_force(), who, unit_id)
    if unit is None:
        abort(404)
    return unit.name


def looks_at_all(actor: Actor) -> bool:
    """Tell whether somebody reads reports without writing any, or having a board's to look at first."""
    return not actor.may(May.WRITE_REPORTS) and not any(one.role is Role.POLITICIAN for one in actor.holdings)


def all_handed_in() -> str:
    """Show what has been handed in and one may read, a page at a time, by year and unit."""
    who = reader()
    year, unit_id = number_or_none(request.args.get("ar")), number_or_none(request.args.get("enhet"))
    page = number_or_none(request.args.get("sida")) or 1
    units = handed_in.units_handing_in(db.session, who)
    years = handed_in.years_handed_in(db.session, who)
    nothing = not years
    # What is asked for stands among what can be chosen, also where nothing is handed in for it.
    if unit_id is not None and unit_id not in dict(units):
        units.append((unit_id, _named(who, unit_id)))
    if year is not None and year not in years:
        years.append(year)

    def address(number: int) -> str:
        return url_for("reports.index", ar=year, enhet=unit_id, sida=number if number > 1 else None)

    return render_template(
        "reports/all.html",
        found=handed_in.handed_in(db.session, who, year=year, unit_id=unit_id, page=page),
        years=[("", gettext("Alla år")), *((one, str(one)) for one in years)],
        units=[("", gettext("Alla enheter")), *units],
        year=year,
        unit_id=unit_id,
        nothing=nothing,
        page_address=address,
    )
