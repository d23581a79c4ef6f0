"""The blueprint that pages of measuring hang on, and the looking up they share."""

from collections.abc import Callable

from flask import Blueprint, abort, request, url_for
from flask_babel import gettext

from app import clock
from app.access.guard import acting
from app.db import db
from app.drafts.rules import place_of
from app.organisation.around import Near
from app.organisation.models import Unit
from app.quality.factors.models import Factor
from app.quality.measuring import opening, queries
from app.quality.measuring.numbers import number_words
from app.quality.measuring.opening import Opened
from app.quality.measuring.periods import NotAPeriod, Period, read_slug
from app.quality.measuring.wording import SEXES, SOURCES, period_name, value_words
from app.quality.rights import Reader
from app.ui.install import listed

measuring = Blueprint("measuring", __name__, url_prefix="/kvalitet", template_folder="templates")

ID = "int(max=2147483647)"


@measuring.context_processor
def words() -> dict[str, object]:
    """Give the pages of measuring the words they share."""
    return {
        "period_name": period_name,
        "value_words": value_words,
        "number_words": number_words,
        "sexes": SEXES,
        "sources_words": SOURCES,
        "readers_of": readers_of,
        "one_address_of": one_address_of,
        "draft_place": draft_place,
    }


def draft_place(key: str) -> str:
    """Give the place of the draft of a row, the same wherever the row is filled in."""
    return place_of(url_for("measuring.save"), key.lower().replace("_", "-"))


def readers_of(near: list[Near]) -> str:
    """Say who reads a unit's measurements, in names and roles."""
    writers = listed(one.name for one in near if one.writes)
    above = listed(one.name for one in near if not one.writes)
    if writers and above:
        return gettext(
            "Skrivs av %(names)s. Läses också av cheferna ovanför, %(above)s.", names=writers, above=above
        )
    if writers:
        return gettext("Skrivs av %(names)s. Läses också av cheferna ovanför.", names=writers)
    return gettext("Läses av enhetens chef och stöd, och av cheferna ovanför.")


def one_address_of(indicator_id: int, unit_id: int) -> Callable[[str], str]:
    """Give a function from the slug of a period to the address of the measurement."""
    return lambda slug: url_for("measuring.one", indicator_id=indicator_id, unit_id=unit_id, period=slug)


def reader() -> Reader:
    """Give the one who has signed in as a reader of quality today."""
    return Reader(acting(), clock.today())


def asked_number(name: str) -> int | None:
    """Read a number from the address; None when it is none."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def open_indicator(indicator_id: int) -> Opened:
    """Open an indicator one reads, as one reads it; 404 otherwise."""
    found = opening.open_for(db.session, reader(), indicator_id)
    if found is None:
        abort(404)
    return found


def open_unit(factor: Factor, unit_id: int, *, past: bool = False) -> Unit:
    """Open a unit a factor is measured in and one reads of, with `past` also one that is no more; 404 otherwise."""
    units = queries.units_measured(db.session, reader(), factor)
    found = next((unit for unit in units if unit.id == unit_id), None)
    if found is None and past:
        before = queries.units_before(db.session, reader(), factor)
        found = next((unit for unit in before if unit.id == unit_id), None)
    if found is None:
        abort(404)
    return found


def open_period(slug: str) -> Period:
    """Read a period from the address; 404 otherwise.

    One that the rhythm of the indicator does not have any more is one too: what was measured then is read.
    """
    try:
        return read_slug(slug)
    except NotAPeriod:
        abort(404)
