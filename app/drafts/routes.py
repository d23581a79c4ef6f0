"""Saving a draft while one types, and throwing one away."""

from datetime import datetime
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, flash, jsonify, redirect, request
from flask_babel import gettext
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.drafts import rules, services
from app.drafts.errors import DraftChanged, DraftRefused, DraftTooLong
from app.drafts.pages import drafts_in
from app.drafts.places import Place, places
from app.drafts.services import At
from app.ui.formats import clock_time

drafts = Blueprint("drafts", __name__, url_prefix="/utkast")
drafts.add_app_template_global(drafts_in)


@drafts.post("")
@requires(May.USE)
def keep() -> Response | tuple[Response, int]:
    """Save what is typed in a form; the script asks, and is answered as by every text that saves itself."""
    place, at = _asked_for()
    base, fields = request.form.get("draft_base", ""), place.fields(request.form)
    try:
        if place.says_nothing(fields):
            services.let_go(db.session, person_id=at.person_id, place=at.place, base=base)
            db.session.commit()
            return jsonify(state="saved", base="", message="")
        draft = services.keep(db.session, at, fields=fields, base=base)
        answer = {"base": draft.revision, "message": _saved(draft.saved_at)}
        db.session.commit()
    except DraftChanged as changed:
        db.session.rollback()
        return _two_pages(place, changed)
    except DraftRefused as refused:
        db.session.rollback()
        return jsonify(state="refused", message=_why(refused)), 422
    return jsonify(state="saved", **answer)


@drafts.post("/slang")
@requires(May.USE)
def throw_away() -> Response:
    """Throw away one's own draft and go back to where one was."""
    _, at = _asked_for()
    services.throw_away(db.session, person_id=at.person_id, place=at.place)
    db.session.commit()
    flash(gettext("Utkastet är slängt."), "done")
    return redirect(_where_one_was())


def _asked_for() -> tuple[Place, At]:
    """Find the form a draft is of; 404 where there is none, or the one who asks does not write there."""
    found = rules.parted(request.form.get("draft_place", ""))
    if found is None:
        abort(404)
    path, key = found
    routes = current_app.url_map.bind("")
    try:
        endpoint, values = routes.match(path.removeprefix(request.script_root), method="POST")
    except (HTTPException, RequestRedirect):
        abort(404)
    place = places.get(endpoint)
    if place is None:
        abort(404)
    kind, object_id = place.about(values)
    return place, At(acting().person_id, rules.place_of(routes.build(endpoint, values), key), kind, object_id)


def _where_one_was() -> str:
    """Give the page of ours that the button stood on."""
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc != request.host:
        return f"{request.script_root}/"
    path = "/" + came_from.path.lstrip("/\\")
    return f"{path}?{came_from.query}" if came_from.query else path


def _saved(at: datetime) -> str:
    return gettext("Utkast sparat %(when)s", when=clock_time(at, str(acting().language)))


def _why(refused: DraftRefused) -> str:
    if isinstance(refused, DraftTooLong):
        return gettext(
            "För långt för att sparas som utkast: högst %(most)s tecken. Texten står kvar här.",
            most=rules.LONGEST,
        )
    return gettext("Du har för många utkast för att spara ett till. Texten står kvar här.")


def _two_pages(place: Place, changed: DraftChanged) -> tuple[Response, int]:
    """Answer that one writes in two pages at once: both texts, nothing overwritten."""
    return jsonify(
        state="conflict",
        base=changed.revision,
        theirs=changed.fields.get(place.typed[0], ""),
        fields=changed.fields,
        message=gettext("Utkastet är ändrat i ett annat fönster. Inget är överskrivet."),
        says={
            "title": gettext("Du har skrivit i två fönster"),
            "theirs": gettext("Texten i det andra fönstret"),
            "take": gettext("Ta den andra"),
        },
    ), 409
