"""The history of a line of meetings on paper: print view, file, and waiting for a long one."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.dialogues.blueprint import dialogues, pair_name
from app.dialogues.papers.history import Told, history_document, likeness_of
from app.dialogues.queries.editions import established_in
from app.dialogues.queries.lines import one_series
from app.dialogues.queries.said import addenda_in
from app.exports.answers import MEDIA_TYPES, as_file, print_view
from app.exports.letterhead.routes import head_of_paper
from app.exports.orders import services as orders
from app.exports.orders.models import OrderedDocument, OrderState
from app.exports.orders.wake import wake
from app.exports.orders.worker import written
from app.records.reading_log import log_readings
from app.ui.htmx import wants_fragment

KIND = "series_history"


def _told(series_id: int) -> Told:
    """Load what is established in a line of meetings one holds a post of, or 404; notes that one read of others."""
    actor = acting()
    series = one_series(db.session, actor, series_id)
    if series is None:
        abort(404)
    records = established_in(db.session, series.id)
    addenda = addenda_in(db.session, [dialogue.id for dialogue, _ in records])
    return Told(series, records, addenda)


def _note_that_read(told: Told) -> None:
    person_id = acting().person_id
    others = [
        dialogue.id
        for dialogue, _ in told.records
        if all(one.person_id != person_id for one in dialogue.participants)
    ]
    log_readings("dialogue", others, "record")


@dialogues.get("/serie/<int:series_id>/historik")
@requires(May.TAKE_PART)
def history_print(series_id: int) -> str:
    """Show every established record of a line of meetings as on paper."""
    told = _told(series_id)
    _note_that_read(told)
    ways = [
        (label, url_for("dialogues.history_file", series_id=series_id, form=form))
        for label, form in (("PDF", orders.PDF), ("Word", orders.WORD))
    ]
    return print_view(
        history_document(told, head_of_paper()),
        back=(pair_name(told.series), url_for("dialogues.series_page", series_id=series_id)),
        files=[] if told.is_long else ways,
        ordered=[
            (label, url_for("dialogues.order_history", series_id=series_id), form)
            for label, form in (("PDF", orders.PDF), ("Word", orders.WORD))
        ]
        if told.is_long
        else [],
    )


@dialogues.get("/serie/<int:series_id>/historik.<any(pdf, docx):form>")
@requires(May.TAKE_PART)
def history_file(series_id: int, form: str) -> Response:
    """Send the history as a file; a long one is ordered on the page instead."""
    told = _told(series_id)
    if told.is_long:
        return redirect(url_for("dialogues.history_print", series_id=series_id))
    _note_that_read(told)
    document = history_document(told, head_of_paper())
    return as_file(written(document, form), MEDIA_TYPES[form], f"{_name(told)}.{form}")


def _name(told: Told) -> str:
    return gettext("Dialoghistorik %(pair)s", pair=pair_name(told.series))


@dialogues.post("/serie/<int:series_id>/historik/bestall")
@requires(May.TAKE_PART)
def order_history(series_id: int) -> Response:
    """Order the history as a file, made while one does something else."""
    told = _told(series_id)
    form = request.form.get("form", "")
    if form not in orders.FORMS:
        abort(404)
    letterhead = head_of_paper()
    ordered = orders.order(
        db.session,
        person_id=acting().person_id,
        kind=KIND,
        object_id=series_id,
        form=form,
        likeness=likeness_of(told, letterhead),
        name=f"{_name(told)}.{form}",
        document=history_document(told, letterhead),
    )
    place = url_for("dialogues.ordered_history", series_id=series_id, order_id=ordered.id)
    _note_that_read(told)
    db.session.commit()
    wake()
    return redirect(place)


def _ordered(series_id: int, order_id: int) -> OrderedDocument:
    found = orders.own_order(
        db.session, person_id=acting().person_id, kind=KIND, object_id=series_id, order_id=order_id
    )
    if found is None:
        abort(404)
    return found


@dialogues.get("/serie/<int:series_id>/historik/fil/<int:order_id>")
@requires(May.TAKE_PART)
def ordered_history(series_id: int, order_id: int) -> str:
    """Show how far an ordered file has come; the page can be left and come back to."""
    series = one_series(db.session, acting(), series_id)
    if series is None:
        abort(404)
    page = "dialogues/papers/_ordered.html" if wants_fragment() else "dialogues/papers/ordered.html"
    return render_template(
        page, series=series, ordered=_ordered(series_id, order_id), State=OrderState, kept=orders.KEPT
    )


@dialogues.get("/serie/<int:series_id>/historik/fil/<int:order_id>/hamta")
@requires(May.TAKE_PART)
def fetch_history(series_id: int, order_id: int) -> Response:
    """Send an ordered file, if it still says what one may read now."""
    told, ordered = _told(series_id), _ordered(series_id, order_id)
    if ordered.likeness != likeness_of(told, head_of_paper()):
        flash(gettext("Något har ändrats sedan filen gjordes. Gör den på nytt."), "problem")
        return redirect(url_for("dialogues.history_print", series_id=series_id))
    content = orders.content_of(db.session, ordered)
    if content is None:
        return redirect(url_for("dialogues.ordered_history", series_id=series_id, order_id=order_id))
    _note_that_read(told)
    return as_file(content, MEDIA_TYPES[ordered.form], ordered.name)
