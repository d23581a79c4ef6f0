"""The page of a unit's quality: its own factors and those an area shares with it; and the register over several units."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flask import redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import requires
from app.access.matrix import May, Role
from app.db import db
from app.exports import registers
from app.exports.answers import register_file
from app.organisation.around import around
from app.organisation.asking import number_or_none
from app.organisation.tree import line_up
from app.paging import Found
from app.quality.blueprint import asked_year, home_unit, open_unit, place_groups, quality, reader
from app.quality.factors import queries
from app.quality.factors.forms import SORTS, Asked, Sort, address_of, asked_from
from app.quality.factors.inheriting import left_to, unit_after
from app.quality.factors.models import FactorState, Reach
from app.quality.factors.queries import FactorLine
from app.quality.factors.register import register as find
from app.quality.factors.register import units_with_factors
from app.quality.rights import Reader
from app.quality.talked import said_of_factors
from app.quality.wording import STATES
from app.steering.routes import term
from app.ui.addresses import url_for
from app.ui.install import capitalised


@dataclass(frozen=True, slots=True)
class Section:
    """The factors of one unit on the page: its own, or those it shares from above."""

    key: str
    title: str
    factors: Sequence[FactorLine]
    own: bool = False


@quality.get("/")
@requires(May.READ_QUALITY)
def unit() -> str | Response:
    """Show a unit's factors: one's own unit's where none is asked for.

    Who supports a unit that has none comes to those of the units below, where there are any.
    """
    wanted, who, year = number_or_none(request.args.get("enhet")), reader(), asked_year()
    after = number_or_none(request.args.get("efter"))
    if wanted is None and after is not None:
        wanted = unit_after(db.session, who, after)
    opened = open_unit(wanted if wanted is not None else home_unit())
    found = queries.of_unit(db.session, who, opened.unit.id, year)
    if wanted is None and not found and _supports_units_with_factors(who):
        return redirect(url_for("quality.register"))
    running = [one for one in found if one.state != FactorState.ENDED]
    return render_template(
        "quality/unit.html",
        unit=opened.unit,
        standing=opened.standing,
        year=year,
        this_year=clock.today().year,
        sections=_sections(opened.unit.id, running),
        ended=[one for one in found if one.state == FactorState.ENDED],
        waiting=[one for one in running if one.waits_for_review(year)] if year <= clock.today().year else [],
        own=[one for one in running if one.unit_id == opened.unit.id],
        many=bool(found),
        line=line_up(db.session, opened.unit.id, who.day),
        place=place_groups(opened.unit, year),
        near=around(db.session, opened.unit.id, who.day),
        left=left_to(db.session, opened.unit.id, who.day, drafts=opened.standing.writes),
        talked=said_of_factors([one.id for one in found]),
    )


def _supports_units_with_factors(who: Reader) -> bool:
    """Tell whether somebody who leads nothing supports units that have factors, beside those they are appointed at."""
    if any(one.role is not Role.SUPPORT for one in who.actor.holdings):
        return False
    own = {one.unit_id for one in who.actor.holdings}
    return any(number not in own for number, _name in units_with_factors(db.session, who))


def _sections(unit_id: int, factors: Sequence[FactorLine]) -> list[Section]:
    """Part what is the unit's own from what it shares with others, area by area."""
    own = [one for one in factors if one.unit_id == unit_id]
    shared: dict[int, list[FactorLine]] = {}
    for one in factors:
        if one.unit_id != unit_id:
            shared.setdefault(one.unit_id, []).append(one)
    sections = [Section("own", capitalised(term("critical_quality_factor", "plural")), own, own=True)]
    for number, ones in shared.items():
        title = gettext("Delas av alla i %(unit)s", unit=ones[0].unit)
        sections.append(Section(f"shared-{number}", title, ones))
    return sections


@quality.get("/faktorer")
@requires(May.READ_QUALITY)
def register() -> str:
    """List the factors of all units one reads, filtered and sorted as the address says."""
    asked, found = _asked()
    this = clock.today().year
    return render_template(
        "quality/register.html",
        asked=asked,
        found=found,
        this_year=this,
        years=[(str(one), str(one)) for one in range(this + 1, this - 4, -1)],
        units=units_with_factors(db.session, reader()),
        talked=said_of_factors([one.id for one in found.rows]),
        page_address=lambda page: url_for(
            "quality.register", **address_of(asked, this, sida=page if page > 1 else None)
        ),
        sorted_by=lambda sort: _sorted_by(asked, Sort(sort)),
        direction=lambda sort: _direction(asked, Sort(sort)),
        in_use=bool(set(address_of(asked, this)) - {"ordning", "ar"}),
        same_address=address_of(asked, this),
    )


def _asked(*, whole: bool = False) -> tuple[Asked, Found[FactorLine]]:
    asked = asked_from(request.args, clock.today().year)
    return asked, find(db.session, reader(), asked, whole=whole)


def _sorted_by(asked: Asked, sort: Sort) -> str:
    key = next(key for key, known in SORTS.items() if known is sort)
    turned = f"-{key}" if asked.sort is sort and not asked.descending else key
    this = clock.today().year
    return url_for("quality.register", **address_of(asked, this, ordning="" if turned == "enhet" else turned))


def _direction(asked: Asked, sort: Sort) -> str | None:
    if asked.sort is not sort:
        return None
    return "descending" if asked.descending else "ascending"


@quality.get("/faktorer.<any(csv, xlsx):sort>")
@requires(May.READ_QUALITY)
def take_away(sort: Literal["csv", "xlsx"]) -> Response:
    """Send the register as a spreadsheet, with the filters and the order of the page."""
    asked, found = _asked(whole=True)
    head = [
        gettext("Enhet"),
        gettext("Kvalitetsfaktor"),
        gettext("Varför"),
        gettext("Gäller"),
        gettext("Läge"),
        gettext("Indikatorer"),
        gettext("Genomgången %(year)s", year=asked.year),
        gettext("Vad som sades då"),
    ]
    rows = [_cells(one) for one in found.rows]
    name = gettext("Kvalitetsfaktorer")
    return register_file(sort, name, head, rows)


def _cells(one: FactorLine) -> list[registers.Cell]:
    return [
        one.unit,
        one.title,
        one.why,
        gettext("området") if one.reach == Reach.AREA else gettext("enheten"),
        str(STATES[one.state]),
        "; ".join(one.indicators),
        gettext("ja") if one.reviewed else gettext("nej"),
        one.review_words,
    ]
