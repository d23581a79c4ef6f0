"""Rolling up: reading a report from the level below, and taking a passage of it in word for word, with its source."""

from flask import abort, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import requires
from app.access.matrix import May
from app.analysis.quoting.rules import found_in, paragraphs
from app.db import db
from app.reports import queries
from app.reports.blueprint import ID, Opened, reader, reports, see
from app.reports.kind import BELOW
from app.reports.models import Report
from app.reports.naming import named
from app.reports.said import QUOTED
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.install import day
from app.writing.answering import typed
from app.writing.content import Content
from app.writing.pages import Place, content_of, place_of
from app.writing.taking import take_into


@reports.route(f"/<{ID}:follow_up_id>/citera/<{ID}:source_id>", methods=["GET", "POST"])
@requires(May.WRITE_REPORTS)
def quote(follow_up_id: int, source_id: int) -> str | Response:
    """Show what a unit beneath wrote in its report, paragraph by paragraph, and take one in."""
    opened = see(follow_up_id, write=request.method == "POST")
    if not opened.place.may_write:
        abort(404)
    source, place, content = _source(opened, source_id)
    offered = paragraphs(content)
    part = next((one for one in opened.place.text.parts if one.key == BELOW), None)
    if part is None:
        abort(404)
    here = f"{url_for('reports.one', follow_up_id=follow_up_id)}#del-{part.id}"
    if request.method != "POST":
        return render_template(
            "reports/quote.html",
            report=opened.report,
            source=source,
            source_text=place.text,
            offered=offered,
            taken={one.words for one in part.taken_in},
            here=here,
        )
    chosen = found_in(typed("words"), offered)
    if chosen is None:
        abort(404)
    about = gettext(
        "%(unit)s, %(name)s, %(part)s. Lämnad %(day)s.",
        unit=source.unit.name,
        name=named(source.kind, source.year),
        part=chosen.part,
        day=day(place.text.state_since),
    )
    return take_into(
        opened.place,
        part,
        kind=QUOTED,
        number=place.text.id,
        words=chosen.words,
        source=about,
        done=gettext("Citatet står nu i er rapport, med sin källa."),
    )


def _source(opened: Opened, source_id: int) -> tuple[Report, Place, Content]:
    """Give a report of the level below as it was handed in; 404 for what is not beneath, or not handed in."""
    report = opened.report
    if opened.asked is None:
        abort(404)
    found = queries.source_below(
        db.session, reader(), profile_in_force(), opened.asked, report.unit, report.year, source_id
    )
    if found is None or found.report is None or found.text_id is None:
        abort(404)
    place = place_of(found.text_id)
    content, edition = content_of(place)
    if content is None or edition is None:
        abort(404)
    return found.report, place, content
