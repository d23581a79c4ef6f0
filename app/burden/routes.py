"""The page of what is asked: a unit's manager sees that of the unit, whoever leads more sees it by kind of unit."""

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May, reach
from app.burden import queries
from app.burden.facts import used_since
from app.burden.wording import home_of, kind_words, what_became, where_it_stands
from app.db import db
from app.organisation.asking import number_or_none
from app.organisation.homes import own_units
from app.organisation.models import Unit
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for

burden = Blueprint("burden", __name__, url_prefix="/begart", template_folder="templates")

YEARS_BACK = 4


@burden.get("/")
@requires(May.READ_BURDEN)
def asked() -> str:
    """Show what is asked of a unit and all below it in a year, and what of it nobody has used."""
    today = clock.today()
    year = _year(today.year)
    unit = _unit()
    found = queries.burden_of(db.session, unit.id, year, today, profile_in_force())
    return render_template(
        "burden/asked.html",
        unit=unit,
        year=year,
        found=found,
        since=used_since(year),
        place=_places(unit, year, today.year),
        kind_words=kind_words,
        what_became=what_became,
        where_it_stands=where_it_stands,
        home_of=home_of,
    )


def _year(this: int) -> int:
    asked_for = number_or_none(request.args.get("ar"))
    return asked_for if asked_for is not None and this - YEARS_BACK <= asked_for <= this + 1 else this


def _own() -> dict[int, str]:
    reading = [one for one in acting().holdings if reach(one.role, May.READ_BURDEN)]
    return own_units(db.session, reading, profile_in_force(), clock.today())


def _unit() -> Unit:
    wanted = number_or_none(request.args.get("enhet")) or next(iter(_own()), None)
    if wanted is None:
        abort(404)
    found = queries.unit_to_show(db.session, acting().scope(May.READ_BURDEN), wanted, clock.today())
    if found is None:
        abort(404)
    return found


def _places(unit: Unit, year: int, this: int) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    years = range(this + 1, this - YEARS_BACK - 1, -1)
    own = _own()
    groups = [
        (
            gettext("År"),
            [(str(one), url_for("burden.asked", enhet=unit.id, ar=one), one == year) for one in years],
        )
    ]
    if len(own) > 1 or unit.id not in own:
        groups.append(
            (
                gettext("Enhet"),
                [
                    (name, url_for("burden.asked", enhet=one, ar=year), one == unit.id)
                    for one, name in own.items()
                ],
            )
        )
    return groups
