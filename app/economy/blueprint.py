"""The blueprint of the economy's pages, the words they share, and how what one asks for is opened: 404 out of reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, request
from flask_babel import gettext
from sqlalchemy.orm import Session

from app import clock
from app.access.guard import acting
from app.access.matrix import May, reach
from app.db import db
from app.economy.bringing import plan_href
from app.economy.facts import Facts
from app.economy.models import EconomicRemedy, Forecast, Recovery
from app.economy.periods import FIRST_YEAR, LAST_YEAR, boards_of
from app.economy.queries import opening, whose
from app.economy.queries.whose import Reader
from app.economy.rules import Standing
from app.economy.wording import (
    ACTIONS,
    FORECAST_STATES,
    GOAL_STATES,
    RECOVERY_STATES,
    REMEDY_STATES,
    cover_words,
    deviation_words,
    figure,
    forecast_title,
    lacking_words,
    month_name,
    period_name,
    plan_title,
    tkr,
    years_words,
)
from app.organisation.homes import own_units
from app.organisation.models import Unit
from app.records.queries import history_of
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for

economy = Blueprint("economy", __name__, url_prefix="/ekonomi", template_folder="templates")

ID = "int(max=2147483647)"
"""Ids in addresses: larger ones than a database holds are simply not found."""


@economy.context_processor
def words() -> dict[str, object]:
    """Give the pages of the economy the words they share."""
    return {
        "tkr": tkr,
        "figure": figure,
        "deviation_words": deviation_words,
        "lacking_words": lacking_words,
        "cover_words": cover_words,
        "period_name": period_name,
        "month_name": month_name,
        "forecast_title": forecast_title,
        "years_words": years_words,
        "forecast_states": FORECAST_STATES,
        "remedy_states": REMEDY_STATES,
        "recovery_states": RECOVERY_STATES,
        "goal_states": GOAL_STATES,
        "plan_title": plan_title,
        "plan_address": plan_address,
    }


def reader() -> Reader:
    """Give the one who has signed in as a reader of the economy today."""
    return Reader(acting(), clock.today())


def asked_number(name: str) -> int | None:
    """Read a number from the address; None when it is none."""
    return number(request.args.get(name, ""))


def number(text: str) -> int | None:
    """Read a number somebody sent; None when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def asked_year() -> int:
    """Read the year from the address: this one where none is asked for or it is no year of ours."""
    year = asked_number("ar")
    return year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else clock.today().year


@dataclass(frozen=True, slots=True)
class Opened:
    """A unit whose economy somebody has opened, and what they are to it."""

    unit: Unit
    standing: Standing


def open_unit(unit_id: int | None) -> Opened:
    """Open a unit's economy; 404 when it is out of reach or there is none."""
    who = reader()
    unit = db.session.get(Unit, unit_id) if unit_id is not None else None
    if unit is None:
        abort(404)
    standing = whose.standing_at(db.session, who, unit.id)
    if not standing.any:
        abort(404)
    return Opened(unit, standing)


def asked_unit() -> Opened:
    """Open the unit the address asks for, one's own where it asks for none."""
    wanted = asked_number("enhet")
    if wanted is None:
        wanted = whose.home_unit(db.session, reader(), boards_of(profile_in_force()))
    return open_unit(wanted)


def see_forecast(forecast_id: int, *, to_write: bool = False) -> tuple[Forecast, Standing]:
    """Open a forecast; 404 when it is not for the one who asks."""
    found = opening.one_forecast(db.session, reader(), forecast_id, to_write=to_write)
    if found is None:
        abort(404)
    return found, whose.standing_at(db.session, reader(), found.unit_id)


def see_plan(plan_id: int, *, to_write: bool = False, to_receive: bool = False) -> tuple[Recovery, Standing]:
    """Open a recovery; 404 when it is not for the one who asks."""
    found = opening.one_plan(db.session, reader(), plan_id, to_write=to_write, to_receive=to_receive)
    if found is None:
        abort(404)
    return found, whose.standing_at(db.session, reader(), found.unit_id)


def plan_address(plan: Recovery, anchor: str | None = None) -> str:
    """Give the address of a plan's page, or of a place on it."""
    return plan_href(plan) + (f"#{anchor}" if anchor else "")


def see_remedy(
    remedy_id: int, *, to_write: bool = False, to_say: bool = False
) -> tuple[EconomicRemedy, Standing]:
    """Open a remedy; 404 when it is not for the one who asks."""
    found = opening.one_remedy(db.session, reader(), remedy_id, to_write=to_write, to_say=to_say)
    if found is None:
        abort(404)
    return found, whose.standing_at(db.session, reader(), found.unit_id)


def must_lead(standing: Standing) -> None:
    """Answer 404 to others than the manager of the unit: only they submit and establish."""
    if not standing.leads:
        abort(404)


Groups = list[tuple[str, list[tuple[str, str, bool]]]]


def place_groups(unit: Unit, year: int, years: Sequence[int], endpoint: str = "economy.index") -> Groups:
    """Give what one can switch to: years, and the units one holds a post in."""
    reading = [one for one in acting().holdings if reach(one.role, May.READ_ECONOMY) is not None]
    own = own_units(db.session, reading, profile_in_force(), clock.today())
    units = [(name, url_for(endpoint, enhet=one, ar=year), one == unit.id) for one, name in own.items()]
    units.append((gettext("Fler enheter"), url_for("economy.units", ar=year), False))
    return [
        (
            gettext("År"),
            [
                (str(one), url_for(endpoint, enhet=unit.id, ar=one), one == year)
                for one in sorted({*years, year}, reverse=True)
            ],
        ),
        (gettext("Enhet"), units),
    ]


def happened(session: Session, kind: str, object_id: int) -> list[dict[str, Any]]:
    """Give what has happened to a thing, in words, newest first."""
    return [
        {
            "at": one.at,
            "text": str(ACTIONS.get(one.action, gettext("Ändrades"))),
            "by": one.actor,
            "href": None,
        }
        for one in history_of(session, kind, object_id)
    ]


def content_of(text: str | None) -> Facts:
    """Read an established version; nothing when its text has been disposed of."""
    import json

    return dict(json.loads(text)) if text else {}
