"""The page of a unit's analysis and plan: everything it has written for a year, and where one goes on."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.actor import Actor, Scope
from app.access.guard import acting, requires
from app.access.matrix import May, Role
from app.analysis.mission import CORE_MISSION
from app.analysis.parts import Looked, unit_parts
from app.analysis.values import VALUE, VISION, values_now
from app.db import db
from app.organisation.asking import asked_words, number_or_none
from app.organisation.branches import Branch, branch_of, ids_in, opening_in
from app.organisation.homes import first_unit, own_units
from app.organisation.reach import unit_ids_within
from app.organisation.tree import is_small
from app.passages.talks.pages import talked_about
from app.steering.routes import profile_in_force
from app.writing import queries
from app.writing.content import read_content
from app.writing.models import TextState

analysis = Blueprint("analysis", __name__, url_prefix="/analys", template_folder="templates")

YEARS_BACK, YEARS_AHEAD = 3, 1


@analysis.get("/")
@requires(May.READ_PLANS)
def unit() -> str | Response:
    """Show a unit's core mission, analyses, goals and plan for a year; one's own unit and this year unless asked."""
    actor, today = acting(), clock.today()
    year = asked_year(today)
    asked = number_or_none(request.args.get("enhet"))
    unit_id = asked if asked is not None else own_unit(actor, today)
    if unit_id is None:
        return redirect(url_for("analysis.units"))
    found = queries.unit_within(db.session, actor, unit_id, today)
    if found is None:
        if asked is None:
            return redirect(url_for("analysis.units"))
        abort(404)
    here, near = found
    texts = queries.texts_of_unit(db.session, actor, here.id, (year, year - 1), today)
    looked = Looked(db.session, actor, here, near, year, texts)
    return render_template(
        "analysis/unit.html",
        unit=here,
        near=near,
        year=year,
        cards=unit_parts.cards(looked),
        choices=_choices(actor, here.id, year, today),
    )


def _choices(
    actor: Actor, unit_id: int, year: int, today: date
) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Give the years and one's own units to switch between, and the way to others."""
    years = range(today.year + YEARS_AHEAD, today.year - YEARS_BACK - 1, -1)
    writing = [holding for holding in actor.holdings if holding.role in {Role.MANAGER, Role.SUPPORT}]
    own = own_units(db.session, writing, profile_in_force(), today)
    here = [(name, url_for("analysis.unit", enhet=one, ar=year), one == unit_id) for one, name in own.items()]
    return [
        (
            gettext("År"),
            [(str(one), url_for("analysis.unit", enhet=unit_id, ar=one), one == year) for one in years],
        ),
        (gettext("Enhet"), [*here, (gettext("Välj annan enhet"), url_for("analysis.units"), False)]),
    ]


@analysis.get("/enheter")
@requires(May.READ_PLANS)
def units() -> str:
    """Find a unit whose analysis and plan one reads, branch by branch or by its name."""
    under, sought = number_or_none(request.args.get("under")), asked_words()
    scope, page = acting().scope(May.READ_PLANS), max(1, number_or_none(request.args.get("sida")) or 1)
    branch = branch_of(db.session, scope, clock.today(), under=under, sought=sought, page=page)
    if branch is None:
        abort(404)
    return render_template(
        "analysis/units.html",
        branch=branch,
        page_address=lambda page: url_for("analysis.units", under=under, q=sought or None, sida=page),
        branch_address=lambda unit_id: url_for("analysis.units", under=unit_id),
    )


def asked_year(today: date) -> int:
    """Give the year asked for with `ar`, or the present one when none or no sensible one was given."""
    year = number_or_none(request.args.get("ar"))
    return year if year is not None and 2000 <= year <= 2100 else today.year


def own_unit(actor: Actor, today: date) -> int | None:
    """Give the unit one comes to first: the one led, the one supported, else whatever one is appointed to.

    Who supports a body comes to the administration that works for it.
    """
    order = (Role.MANAGER, Role.SUPPORT, Role.POLITICIAN)
    held = sorted(
        (holding for holding in actor.holdings if holding.role in order),
        key=lambda holding: order.index(holding.role),
    )
    return first_unit(db.session, held, profile_in_force(), today)


MEANINGS_SHOWN = 24
"""Units side by side on one page."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the vision means in a unit, in its own established words."""

    text_id: int
    unit: str
    words: str


@analysis.get("/vision")
@requires(May.READ_PLANS)
def vision() -> str:
    """Show the municipality's vision and values, and side by side what they mean in units one reads."""
    actor, today = acting(), clock.today()
    top = queries.top_unit(db.session)
    texts = queries.texts_of_unit(db.session, actor, top.id, (), today).get(VISION, []) if top else []
    established = next((text for text in texts if text.state == TextState.ESTABLISHED), None)
    page = max(1, number_or_none(request.args.get("sida")) or 1)
    scope, under = actor.scope(May.READ_PLANS), number_or_none(request.args.get("under"))
    branch = _branch_side_by_side(scope, today, under)
    rows = queries.established_parts(
        db.session,
        actor,
        CORE_MISSION,
        "vision",
        today,
        units=ids_in(branch, today) if branch is not None else unit_ids_within(scope, today),
        limit=MEANINGS_SHOWN + 1,
        offset=(page - 1) * MEANINGS_SHOWN,
    )
    near = queries.nearness(db.session, actor, top.id, today) if top else None
    edition = queries.edition_of(db.session, established) if established else None
    values = {one.key: one.id for one in values_now(db.session, actor)} if established else {}
    return render_template(
        "analysis/vision.html",
        top=top,
        established=established,
        content=read_content(edition) if edition else None,
        values=values,
        about=talked_about(db.session, actor, VALUE, list(values.values())),
        begun=next((text for text in texts if text.state != TextState.ESTABLISHED), None),
        may_begin=near is not None and near.writes,
        meanings=[Meaning(text_id, unit, words) for text_id, unit, words in rows[:MEANINGS_SHOWN]],
        more=len(rows) > MEANINGS_SHOWN,
        page=page,
        branch=branch,
        opening=opening_in(db.session, scope, today, branch) if branch is not None else [],
        under=under,
        branch_address=lambda unit_id: url_for("analysis.vision", under=unit_id, _anchor="betyder"),
    )


def _branch_side_by_side(scope: Scope, today: date, under: int | None) -> Branch | None:
    """Give the branch whose units stand side by side; None in a small municipality, where all of them do."""
    if under is None and is_small(db.session, today):
        return None
    branch = branch_of(db.session, scope, today, under=under)
    if branch is None:
        abort(404)
    return branch
