"""Pages of quoting: which units below have established something, what it says, and taking a paragraph in."""

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.analysis.quoting import queries
from app.analysis.quoting.rules import found_in, paragraphs
from app.db import db
from app.ui.install import day
from app.writing.answering import typed
from app.writing.pages import Place, named, part_of, place_of, who_reads
from app.writing.taking import take_into

quoting = Blueprint("quoting", __name__, url_prefix="/analys/citera", template_folder="../templates")

SOURCE = "unit_text"


def _place(text_id: int, *, write: bool = False) -> Place:
    place = place_of(text_id, write=write)
    if not place.may_write or not place.kind.quotes_below:
        abort(404)
    return place


@quoting.get("/<int(max=2147483647):text_id>/<int(max=2147483647):part_id>")
@requires(May.WRITE_PLANS)
def choose(text_id: int, part_id: int) -> str:
    """List what units straight below have established."""
    place = _place(text_id)
    return render_template(
        "analysis/quoting/choose.html",
        place=place,
        part=part_of(place, part_id),
        texts=queries.texts_below(db.session, acting(), place.text, clock.today()),
        named=named,
        who_reads=who_reads(place),
    )


@quoting.route(
    "/<int(max=2147483647):text_id>/<int(max=2147483647):part_id>/<int(max=2147483647):source_id>",
    methods=["GET", "POST"],
)
@requires(May.WRITE_PLANS)
def quote(text_id: int, part_id: int, source_id: int) -> str | Response:
    """Show what a unit below has established, paragraph by paragraph, and take one in."""
    place = _place(text_id, write=request.method == "POST")
    part = part_of(place, part_id)
    source = queries.source(db.session, acting(), place.text, source_id, clock.today())
    if source is None:
        abort(404)
    offered = paragraphs(source.content)
    if request.method != "POST":
        return render_template(
            "analysis/quoting/quote.html",
            place=place,
            part=part,
            source=source,
            offered=offered,
            taken={one.words for one in part.taken_in},
            named=named,
            who_reads=who_reads(place),
        )
    chosen = found_in(typed("words"), offered)
    if chosen is None:
        abort(404)
    about = gettext(
        "%(unit)s, %(name)s, %(part)s. Fastställd %(day)s.",
        unit=source.text.unit.name,
        name=named(place.kind, source.text.year),
        part=chosen.part,
        day=day(source.text.state_since),
    )
    return take_into(
        place,
        part,
        kind=SOURCE,
        number=source.text.id,
        words=chosen.words,
        source=about,
        done=gettext("Citatet står nu i er text, med sin källa."),
    )
