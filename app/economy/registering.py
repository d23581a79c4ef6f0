"""The register of units: what each has submitted for a period, words first, and the same as a file."""

from collections.abc import Sequence
from typing import Literal

from flask import render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import requires
from app.access.matrix import May
from app.db import db
from app.economy import money
from app.economy.blueprint import asked_number, asked_year, economy, reader
from app.economy.periods import boards_of, period_now, periods_of
from app.economy.rollup import Row, Show, Wanted, register
from app.economy.subjects import ECONOMY
from app.economy.wording import SHOWS, deviation_words, month_name, period_name
from app.exports import registers
from app.exports.answers import register_file
from app.paging import Found
from app.passages.talks.pages import talked_about
from app.steering.routes import kind_name, profile_in_force
from app.ui.addresses import url_for
from app.ui.formats import swedish_date

SHOWN = {"alla": Show.ALL, "lamnat": Show.SUBMITTED, "underskott": Show.DEFICIT, "inte-lamnat": Show.SILENT}
MOST_WORDS = 8


def wanted() -> Wanted:
    """Read the filters of the register; whatever makes no sense is as if it were not there."""
    year = asked_year()
    month = asked_number("manad")
    now = period_now(periods_of(profile_in_force()), year, clock.today()).month
    return Wanted(
        year,
        month if month is not None and 1 <= month <= 12 else now,
        tuple(request.args.get("q", "").replace("\0", "")[:200].split()[:MOST_WORDS]),
        boards_of(profile_in_force()),
        SHOWN.get(request.args.get("visa", ""), Show.ALL),
        max(1, min(asked_number("sida") or 1, 100_000)),
    )


def address_of(asked: Wanted, **changed: object) -> dict[str, str]:
    """Write the filters as they stand in the address, with some of them changed; what is usual is left out."""
    shown = next(key for key, value in SHOWN.items() if value is asked.show)
    said: dict[str, object] = {
        "ar": asked.year,
        "manad": asked.month,
        "q": " ".join(asked.words),
        "visa": "" if asked.show is Show.ALL else shown,
    } | changed
    return {key: str(value) for key, value in said.items() if value not in (None, "")}


@economy.get("/enheter")
@requires(May.READ_ECONOMY)
def units() -> str:
    """List the units whose submitted figures one may read, by name and nothing else."""
    asked, who = wanted(), reader()
    found = register(db.session, who, asked)
    periods = periods_of(profile_in_force())
    return render_template(
        "economy/units.html",
        found=found,
        asked=asked,
        periods=[(one.month, period_name(one)) for one in periods],
        years=[(one, str(one)) for one in _years(asked.year)],
        shows=[(key, SHOWS[show]) for key, show in SHOWN.items()],
        shown=next(key for key, value in SHOWN.items() if value is asked.show),
        in_use=bool(asked.words) or asked.show is not Show.ALL,
        same_address=address_of(asked),
        page_address=lambda page: url_for(
            "economy.units", **address_of(asked, sida=page if page > 1 else None)
        ),
        talked=talked_about(
            db.session, who.actor, ECONOMY, [one.unit_id for one in found.rows if one.forecast_id is not None]
        ),
        kind_name=kind_name,
    )


def _years(asked: int) -> list[int]:
    """Give the years one can choose: the next, this one, some before, and the one asked for."""
    this = clock.today().year
    return sorted({asked, *range(this - 3, this + 2)}, reverse=True)


@economy.get("/enheter.<any(csv, xlsx):sort>")
@requires(May.READ_ECONOMY)
def take_away(sort: Literal["csv", "xlsx"]) -> Response:
    """Send the register as a spreadsheet, with the filters of the page."""
    asked = wanted()
    found = register(db.session, reader(), asked, whole=True)
    name = gettext("Ekonomi %(period)s %(year)s", period=month_name(asked.month), year=asked.year)
    return register_file(sort, name, _head(), _cells(found), sheet=gettext("Ekonomi"))


def _head() -> list[str]:
    return [
        gettext("Enhet"),
        gettext("Vad prognosen säger"),
        gettext("Vad det beror på"),
        gettext("Resultat"),
        gettext("Budget, tkr"),
        gettext("Utfall hittills, tkr"),
        gettext("Helårsprognos, tkr"),
        gettext("Skillnad, tkr"),
        gettext("Åtgärdernas effekt, tkr"),
        gettext("Inlämnad"),
    ]


def _cells(found: Found[Row]) -> list[Sequence[registers.Cell]]:
    return [_row(one) for one in found.rows]


def _row(one: Row) -> Sequence[registers.Cell]:
    if one.forecast_id is None or one.submitted_at is None:
        return [one.unit, gettext("inte lämnad än"), "", "", None, None, None, None, None, None]
    return [
        one.unit,
        one.says or "",
        one.why or "",
        deviation_words(one.deviation).replace(money.NO_BREAK, " "),
        *(_amount(figure) for figure in (one.budget, one.outcome, one.reckoned, one.deviation, one.effect)),
        swedish_date(one.submitted_at),
    ]


def _amount(kronor: int | None) -> registers.Cell:
    """Give an amount as a number that a spreadsheet can add, nothing where nobody has given it."""
    return money.thousands(kronor) if kronor is not None else None
