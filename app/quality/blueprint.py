"""The blueprint that all pages of quality hang on, and the looking up they share."""

from dataclasses import dataclass
from decimal import Decimal

from flask import Blueprint, abort, request
from flask_babel import get_locale, gettext

from app import clock
from app.access.guard import acting
from app.access.matrix import May, reach
from app.db import db
from app.organisation.asking import number_or_none
from app.organisation.homes import own_units
from app.organisation.models import Unit
from app.quality.factors import queries, rules
from app.quality.factors.models import Factor
from app.quality.factors.rules import Standing
from app.quality.indicators.models import Indicator
from app.quality.measuring.numbers import number_words
from app.quality.rights import Reader
from app.quality.wording import (
    BETTER,
    NATURES,
    SOURCES,
    STATES,
    efficiency_name,
    missing_words,
    pace_words,
    type_name,
)
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for

quality = Blueprint("quality", __name__, url_prefix="/kvalitet", template_folder="templates")

ID = "int(max=2147483647)"
"""Ids in addresses: larger ones than a database holds are simply not found."""

YEARS_BACK, YEARS_AHEAD = 3, 1


@quality.context_processor
def words() -> dict[str, object]:
    """Give the pages of quality the words they share."""
    return {
        **indicator_words(),
        "factor_states": STATES,
        "efficiency_name": efficiency_name,
        "missing_words": missing_words,
    }


def indicator_words() -> dict[str, object]:
    """Give the words with which indicators are told of, wherever they stand."""
    return {
        "natures": NATURES,
        "better_words": BETTER,
        "pace_words": pace_words,
        "sources": SOURCES,
        "type_name": type_name,
    }


def reader() -> Reader:
    """Give the one who has signed in as a reader of quality today."""
    return Reader(acting(), clock.today())


def asked_year() -> int:
    """Read the year from the address: this one where none is asked for or it is no year of ours."""
    year = number_or_none(request.args.get("ar"))
    return year if year is not None and rules.FIRST_YEAR <= year <= rules.LAST_YEAR else clock.today().year


@dataclass(frozen=True, slots=True)
class Opened:
    """A unit whose quality somebody has opened, and what they are to it."""

    unit: Unit
    standing: Standing


def home_unit() -> int | None:
    """Give the unit one comes to where the address asks for none."""
    return queries.home_unit(db.session, reader(), profile_in_force())


def open_unit(unit_id: int | None) -> Opened:
    """Open a unit's quality; 404 when it is out of reach, or no unit of today."""
    found = queries.unit_with_standing(db.session, reader(), unit_id) if unit_id is not None else None
    if found is None or not found[1].any:
        abort(404)
    return Opened(*found)


def unit_to_write(unit_id: int | None) -> Opened:
    """Open the quality of a unit one writes for; 404 for everybody else's, also for one whose quality one may read."""
    opened = open_unit(unit_id)
    if not opened.standing.writes:
        abort(404)
    return opened


def factor_to_write(factor_id: int) -> Factor:
    """Give a factor of a unit one writes for, held for the change; 404 otherwise."""
    factor = queries.factor_to_write(db.session, reader(), factor_id)
    if factor is None or factor.goal_id is not None:
        # What hangs on a goal is written on the goal.
        abort(404)
    return factor


def indicator_to_write(factor_id: int, indicator_id: int) -> tuple[Factor, Indicator]:
    """Give an indicator of a factor one writes, held for the change; 404 otherwise."""
    factor = factor_to_write(factor_id)
    found = next((one for one in factor.indicators if one.id == indicator_id), None)
    if found is None:
        abort(404)
    return factor, found


Groups = list[tuple[str, list[tuple[str, str, bool]]]]


def place_groups(unit: Unit, year: int) -> Groups:
    """Give what one can switch to: years, and the units one holds a post in."""
    this = clock.today().year
    years = sorted({*range(this - YEARS_BACK, this + YEARS_AHEAD + 1), year}, reverse=True)
    reading = [one for one in acting().holdings if reach(one.role, May.READ_QUALITY) is not None]
    own = own_units(db.session, reading, profile_in_force(), clock.today())
    return [
        (
            gettext("År"),
            [(str(one), url_for("quality.unit", enhet=unit.id, ar=one), one == year) for one in years],
        ),
        (
            gettext("Enhet"),
            [
                *(
                    (name, url_for("quality.unit", enhet=one, ar=year), one == unit.id)
                    for one, name in own.items()
                ),
                (gettext("Fler enheter"), url_for("quality.register", ar=year), False),
            ],
        ),
    ]


@quality.app_template_filter("figure")
def figure(value: Decimal, decimals: int | None = None) -> str:
    """Write a figure in the language of the page."""
    return number_words(value, str(get_locale()), decimals=decimals)
