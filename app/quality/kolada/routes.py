"""Letting an indicator follow a measure of Kolada: finding it, saying which places, fetching, letting it go."""

from dataclasses import dataclass

from flask import abort, make_response, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.quality.indicators.models import Indicator
from app.quality.kolada import asking, queries, rules, services
from app.quality.kolada.blueprint import kolada_pages
from app.quality.kolada.errors import CannotLink, Fault, KoladaError, NoSuchThing, TooMany
from app.quality.kolada.fetching import desk
from app.quality.kolada.models import KoladaLink
from app.quality.kolada.reading import Measure, Place
from app.quality.kolada.showing import Changed, Shown, changed, table_of
from app.quality.kolada.wording import FAULTS, NOT_LINKABLE
from app.quality.measuring.numbers import number_words
from app.quality.rights import Reader
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.install import locale
from app.ui.notices import tell

View = str | tuple[str, int] | Response
ID = "int(max=2147483647)"
LOOK_AGAIN_SECONDS = 2
LONGEST_SEARCH = 100
UNITS = "units"


@dataclass(slots=True)
class Offered:
    """What Kolada has to offer on a page, and why it has nothing where it could not be asked."""

    measures: list[Measure] | None = None
    municipalities: list[Place] | None = None
    units: list[Place] | None = None
    fault: Fault | None = None


@kolada_pages.get(f"/<{ID}:indicator_id>/kolada")
@requires(May.WRITE_QUALITY)
def one(indicator_id: int) -> View:
    """Show what an indicator follows, or what it could follow."""
    return _page(_opened(indicator_id))


def _page(indicator: Indicator, wrong: str = "") -> View:
    reader = Reader(acting(), clock.today())
    link = queries.link_of(db.session, indicator.id)
    words = " ".join(request.args.get("q", "").replace("\0", "").split())[:LONGEST_SEARCH]
    municipality = request.args.get("kommun", "")
    offered = _offered(link, words, municipality if rules.is_place(municipality) else "")
    refused = rules.why_not_link(indicator.nature, indicator.periodicity)
    answer = make_response(
        render_template(
            "kolada/one.html",
            indicator=indicator,
            factor=indicator.factor,
            link=link,
            units=queries.units_measured(db.session, reader, indicator.factor) if link else [],
            places={place.unit_id: place for place in link.places} if link else {},
            compared=[place for place in link.places if place.unit_id is None] if link else [],
            shown=_shown(link),
            changed=_changed(link),
            words=words,
            municipality=municipality or _own_municipality(offered),
            offered=offered,
            wrong=wrong,
            refused=NOT_LINKABLE[refused] if refused else None,
            faults=FAULTS,
            most_compared=rules.MOST_COMPARED,
            figure=lambda value: number_words(round(value, max(indicator.decimals, 1)), locale()),
        ),
        422 if wrong else 200,
    )
    if link is not None and link.wanted_at is not None and not wrong:
        answer.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return answer


def _offered(link: KoladaLink | None, words: str, municipality: str) -> Offered:
    """Ask Kolada for what the page offers; what cannot be asked for is left out, and why is kept."""
    offered = Offered()
    # What is read of the database is read: nothing waits there while somebody else is asked.
    try:
        if link is None:
            offered.measures = asking.find_measures(words) if words else None
        elif link.wanted_at is None:
            offered.municipalities = asking.municipalities()
            own = municipality or _own_municipality(offered)
            if link.by_unit and own:
                offered.units = asking.units(own)
    except KoladaError as problem:
        offered.fault = problem.fault
    return offered


def _own_municipality(offered: Offered) -> str:
    """Guess which municipality is ours, from the name in the steering model."""
    name = (profile_in_force().municipality or "").casefold().removesuffix("kommun").strip().removesuffix("s")
    for place in offered.municipalities or []:
        if place.title.casefold().removesuffix("s") == name and name:
            return place.id
    return ""


def _shown(link: KoladaLink | None) -> Shown | None:
    if link is None or link.fetched_at is None:
        return None
    return table_of(link.places, queries.values_of(db.session, [place.id for place in link.places]))


def _changed(link: KoladaLink | None) -> tuple[Changed, ...]:
    if link is None or link.fetched_at is None:
        return ()
    return changed(link.places, queries.changes_of(db.session, [place.id for place in link.places]))


@kolada_pages.post(f"/<{ID}:indicator_id>/kolada/folj")
@requires(May.WRITE_QUALITY)
def follow(indicator_id: int) -> View:
    """Let the indicator follow a measure; its own title is fetched with its values."""
    indicator = _opened(indicator_id, lock=True)
    measure = Measure(
        id=request.form.get("measure", "").strip()[:20].upper(),
        title=" ".join(request.form.get("title", "").replace("\0", "").split())[:500],
    )
    try:
        services.follow(
            db.session,
            indicator=indicator,
            measure=measure,
            by_unit=request.form.get("places") == UNITS,
            actor_id=acting().person_id,
        )
    except CannotLink as problem:
        return _page(indicator, str(NOT_LINKABLE[rules.NotLinkable(problem.reason)]))
    except NoSuchThing:
        return _page(indicator, gettext("Ett mått hos Kolada heter som N11008: en bokstav och fem siffror."))
    return _done(indicator_id)


@kolada_pages.post(f"/<{ID}:indicator_id>/kolada/platser")
@requires(May.WRITE_QUALITY)
def own_places(indicator_id: int) -> View:
    """Say which place at Kolada each of our units is."""
    indicator, link = _linked(indicator_id)
    reader = Reader(acting(), clock.today())
    known = {place.unit_id: place for place in link.places if place.unit_id is not None}
    for unit_id, _name in queries.units_measured(db.session, reader, indicator.factor):
        written = request.form.get(f"unit-{unit_id}")
        if written is None:
            continue
        code, _, title = written.partition("|")
        found = known.get(unit_id)
        if not code.strip() and found is not None:
            services.remove_place(db.session, link=link, place=found, actor_id=acting().person_id)
        elif code.strip() and (found is None or found.place != code.strip()):
            try:
                services.set_own_place(
                    db.session,
                    link=link,
                    unit_id=unit_id,
                    place=Place(code.strip(), title.strip()[:500]),
                    actor_id=acting().person_id,
                )
            except NoSuchThing:
                db.session.rollback()
                return _page(_opened(indicator_id), gettext("Platsen känns inte igen. Välj en ur listan."))
    return _done(indicator_id)


@kolada_pages.post(f"/<{ID}:indicator_id>/kolada/jamfor")
@requires(May.WRITE_QUALITY)
def compare(indicator_id: int) -> View:
    """Compare with another place."""
    indicator, link = _linked(indicator_id)
    code, _, title = request.form.get("place", "").partition("|")
    try:
        services.compare_with(
            db.session,
            link=link,
            place=Place(code.strip(), title.strip()[:500]),
            actor_id=acting().person_id,
        )
    except NoSuchThing:
        return _page(indicator, gettext("Platsen känns inte igen. Välj en ur listan."))
    except TooMany:
        return _page(
            indicator,
            gettext("Det går att jämföra med %(number)s på en gång.", number=rules.MOST_COMPARED),
        )
    return _done(indicator_id)


@kolada_pages.post(f"/<{ID}:indicator_id>/kolada/platser/<{ID}:place_id>/bort")
@requires(May.WRITE_QUALITY)
def remove(indicator_id: int, place_id: int) -> View:
    """Fetch a place no more."""
    _indicator, link = _linked(indicator_id)
    found = next((place for place in link.places if place.id == place_id), None)
    if found is None:
        abort(404)
    services.remove_place(db.session, link=link, place=found, actor_id=acting().person_id)
    db.session.commit()
    tell(gettext("%(name)s är borttagen ur jämförelsen.", name=found.name))
    return redirect(url_for("kolada.one", indicator_id=indicator_id))


@kolada_pages.post(f"/<{ID}:indicator_id>/kolada/hamta")
@requires(May.WRITE_QUALITY)
def fetch(indicator_id: int) -> View:
    """Ask for the values now."""
    _indicator, link = _linked(indicator_id)
    services.want(link)
    return _done(indicator_id)


@kolada_pages.post(f"/<{ID}:indicator_id>/kolada/slapp")
@requires(May.WRITE_QUALITY)
def let_go(indicator_id: int) -> View:
    """Let the indicator follow Kolada no more."""
    _indicator, link = _linked(indicator_id)
    services.let_go(db.session, link=link, actor_id=acting().person_id)
    db.session.commit()
    tell(
        gettext("Indikatorn hämtas inte längre från Kolada. Det som är mätt finns kvar."),
        undo=url_for("kolada.take_back", indicator_id=indicator_id),
    )
    return redirect(url_for("kolada.one", indicator_id=indicator_id))


@kolada_pages.post(f"/<{ID}:indicator_id>/kolada/ta-tillbaka")
@requires(May.WRITE_QUALITY)
def take_back(indicator_id: int) -> View:
    """Let the indicator follow again what it followed."""
    indicator = _opened(indicator_id, lock=True)
    link = queries.link_of(db.session, indicator.id, removed=True)
    if link is None:
        abort(404)
    if link.removed_at is not None:
        services.take_back(db.session, link=link, actor_id=acting().person_id)
    return _done(indicator_id)


def _opened(indicator_id: int, *, lock: bool = False) -> Indicator:
    reader = Reader(acting(), clock.today())
    indicator = queries.indicator_to_link(db.session, reader, indicator_id, lock=lock)
    if indicator is None:
        abort(404)
    return indicator


def _linked(indicator_id: int) -> tuple[Indicator, KoladaLink]:
    indicator = _opened(indicator_id, lock=True)
    link = queries.link_of(db.session, indicator.id)
    if link is None:
        abort(404)
    return indicator, link


def _done(indicator_id: int) -> Response:
    db.session.commit()
    desk.wake_here()
    return redirect(url_for("kolada.one", indicator_id=indicator_id))
