"""The calendar itself, for whoever knows its address, and the page where one makes, renews and removes that address."""

import hashlib

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.access.guard import acting, cookieless, requires
from app.access.matrix import May
from app.config import Settings
from app.db import db
from app.notifications import calendar
from app.notifications.feed import queries, rules, services
from app.notifications.feed.meetings import meeting_sources

calendars = Blueprint("calendars", __name__)


@calendars.get("/konto/kalender", endpoint="own")
@requires(May.USE)
def own_calendar() -> str:
    """Show whether one has a calendar address, and how to give it to one's calendar."""
    return _page()


@calendars.post("/konto/kalender", endpoint="make")
@requires(May.USE)
def make() -> AnyResponse:
    """Make one's calendar address, anew where there is one, and show it, this once."""
    token = services.make_feed(db.session, person_id=acting().person_id)
    db.session.commit()
    return make_response(_page(token))


@calendars.post("/konto/kalender/ta-bort", endpoint="remove")
@requires(May.USE)
def remove() -> AnyResponse:
    """Take one's calendar address away; calendars that read it get no more."""
    person_id = acting().person_id
    if services.remove_feed(db.session, person_id=person_id, actor_id=person_id):
        flash(gettext("Adressen är borttagen. Kalendrar som läser den får inget mer."), "done")
    db.session.commit()
    return redirect(url_for("calendars.own"), 303)


def _page(token: str | None = None) -> str:
    base_url = _settings().base_url
    address = base_url + url_for("calendars.feed", feed_token=token) if token else ""
    return render_template(
        "notifications/calendar.html",
        feed=queries.feed_of(db.session, acting().person_id),
        address=address,
        # What calendar programs open by themselves.
        to_subscribe=f"webcal://{address.partition('://')[2]}" if address else "",
        reachable=base_url.startswith("https://"),
    )


@calendars.get("/kalender/<feed_token>.ics", endpoint="feed")
@cookieless
def feed(feed_token: str) -> AnyResponse:
    """Give the meetings of the one whose address it is; nobody is asked who they are, and no cookie is set."""
    person = queries.reader_of(db.session, token=feed_token, day=clock.today())
    if person is None:
        # In both languages, and with nothing that would ask for a cookie.
        words = "Kalendern finns inte här. Gör en ny adress i Samsyn.\n"
        words += "The calendar is not here. Make a new address in Samsyn.\n"
        return Response(words, 404, mimetype="text/plain")
    meetings = meeting_sources.of(db.session, person, clock.now() - rules.BACK)
    content = calendar.feed(meetings, name="Samsyn", base_url=_settings().base_url)
    response = Response(content, mimetype="text/calendar")
    response.set_etag(hashlib.sha256(content).hexdigest())
    # Kept by the calendar that asked, and asked for anew each time: then the answer is mostly “as before”.
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = 'inline; filename="samsyn.ics"'
    return response.make_conditional(request)


def _settings() -> Settings:
    settings = current_app.config["SETTINGS"]
    assert isinstance(settings, Settings)  # noqa: S101  # nosec B101  for the type checker
    return settings
