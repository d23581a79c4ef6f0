"""Saving a draft while one types, and throwing one away."""

from datetime import datetime
from urllib.parse import urlsplit

from flask import Blueprint, abort, flash, jsonify, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.drafts import rules, services
from app.drafts.errors import DraftChanged, DraftRefused, DraftTooLong, TooManyDrafts
from app.drafts.finding import form_at
from app.drafts.pages import begun_anything, drafts_in, sent_from, two_windows
from app.drafts.places import ENTRIES, KeepsDrafts
from app.drafts.queries import drafts_at
from app.drafts.services import At
from app.ui.formats import clock_time, lately

drafts = Blueprint("drafts", __name__, url_prefix="/utkast")
drafts.add_app_template_global(drafts_in)
drafts.add_app_template_global(begun_anything)
drafts.add_app_template_global(sent_from)

ASKED_AT_ONCE = 60
"""Forms of one page that are asked for."""


@drafts.post("")
@requires(May.USE)
def keep() -> Response | tuple[Response, int]:
    """Save what is typed in a form; the script asks, and is answered as by every text that saves itself."""
    place, at = _asked_for()
    base = request.form.get("draft_base", "")
    try:
        fields = place.fields(request.form)
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


@drafts.get("/slang")
@requires(May.USE)
def thrown_again() -> Response:
    """Lead to the start page from where a draft is thrown away: what lies above is for the script."""
    return redirect(f"{request.script_root}/")


@drafts.get("")
@requires(May.USE)
def begun() -> Response:
    """Give one's own drafts of the forms of a page, kept whole; the script fills them in."""
    asked = {at: found.place for at in request.args.getlist("at")[:ASKED_AT_ONCE] if (found := form_at(at))}
    kept = drafts_at(db.session, person_id=acting().person_id, places=set(asked.values()))
    return jsonify(
        person=acting().person_id,
        begun={
            at: {
                "entries": kept[place].fields[ENTRIES],
                "base": kept[place].revision,
                "message": gettext(
                    "Ditt utkast från %(when)s, inte skickat än", when=_when(kept[place].saved_at)
                ),
            }
            for at, place in asked.items()
            if place in kept and ENTRIES in kept[place].fields
        },
    )


def _asked_for() -> tuple[KeepsDrafts, At]:
    """Find the form a draft is of; 404 where there is none, or the one who asks does not write there."""
    found = form_at(request.form.get("draft_place", ""))
    if found is None:
        abort(404)
    return found.keeps, At(acting().person_id, found.place, *found.keeps.about(found.values))


def _where_one_was() -> str:
    """Give the page of ours that the button stood on."""
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc != request.host:
        return f"{request.script_root}/"
    path = "/" + came_from.path.lstrip("/\\")
    return f"{path}?{came_from.query}" if came_from.query else path


def _when(at: datetime) -> str:
    return lately(at, clock.today(), str(acting().language))


def _saved(at: datetime) -> str:
    return gettext("Utkast sparat %(when)s", when=clock_time(at, str(acting().language)))


def _why(refused: DraftRefused) -> str:
    if isinstance(refused, DraftTooLong):
        return gettext(
            "För långt för att sparas som utkast: högst %(most)s tecken. Texten står kvar här.",
            most=rules.LONGEST,
        )
    if isinstance(refused, TooManyDrafts):
        return gettext("Du har för många utkast för att spara ett till. Texten står kvar här.")
    return gettext("Det går inte att spara som utkast. Texten står kvar här.")


def _two_pages(place: KeepsDrafts, changed: DraftChanged) -> tuple[Response, int]:
    """Answer that one writes in two pages at once: both texts, nothing overwritten."""
    return jsonify(
        state="conflict",
        base=changed.revision,
        theirs=place.told(changed.fields),
        fields=changed.fields,
        message=gettext("Utkastet är ändrat i ett annat fönster. Inget är överskrivet."),
        says=two_windows(),
    ), 409
