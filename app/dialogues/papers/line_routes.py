"""The history of a line of meetings on paper: print view, file, and waiting for a long one."""

from flask import abort, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.dialogues.blueprint import dialogues, pair_name
from app.dialogues.models import Series
from app.dialogues.papers.history import Told, history_document
from app.dialogues.papers.services import HISTORY_ON_PAPER
from app.dialogues.queries.editions import established_in
from app.dialogues.queries.lines import one_series
from app.dialogues.queries.said import addenda_in
from app.exports import ordering
from app.exports.answers import MEDIA_TYPES, as_file, print_view
from app.exports.getting_ready import when_ready
from app.exports.letterhead.routes import head_of_paper
from app.exports.ordering import LABELS, Paper, Places, is_long, likeness_of
from app.exports.orders.worker import written
from app.records.reading_log import log_readings


def _series(series_id: int) -> Series:
    series = one_series(db.session, acting(), series_id)
    if series is None:
        abort(404)
    return series


def _told(series_id: int) -> Told:
    """Load what is established in a line of meetings one holds a post of, or 404; what others wrote is noted as read."""
    series = _series(series_id)
    records = established_in(db.session, series.id)
    addenda = addenda_in(db.session, [dialogue.id for dialogue, _ in records])
    person_id = acting().person_id
    others = [
        dialogue.id
        for dialogue, _ in records
        if all(one.person_id != person_id for one in dialogue.participants)
    ]
    log_readings("dialogue", others, "record")
    return Told(series, records, addenda)


def _paper(told: Told) -> Paper:
    letterhead = head_of_paper()
    return Paper(
        kind=HISTORY_ON_PAPER,
        object_id=told.series.id,
        likeness=likeness_of(told.traits(), letterhead),
        name=gettext("Dialoghistorik %(pair)s", pair=pair_name(told.series)),
        document=lambda: history_document(told, letterhead),
    )


def _places(series_id: int, order_id: int) -> Places:
    return Places(
        here=url_for("dialogues.ordered_history", series_id=series_id, order_id=order_id),
        fetch=url_for("dialogues.fetch_history", series_id=series_id, order_id=order_id),
        again=url_for("dialogues.order_history", series_id=series_id),
        paper=url_for("dialogues.history_print", series_id=series_id),
    )


@dialogues.get("/serie/<int:series_id>/historik")
@requires(May.TAKE_PART)
def history_print(series_id: int) -> str:
    """Show every established record of a line of meetings as on paper."""
    told = _told(series_id)
    long, order = is_long(told.editions), url_for("dialogues.order_history", series_id=series_id)
    return print_view(
        _paper(told).document(),
        back=(pair_name(told.series), url_for("dialogues.series_page", series_id=series_id)),
        files=[
            (label, url_for("dialogues.history_file", series_id=series_id, form=form))
            for label, form in LABELS
            if not long
        ],
        ordered=[(label, order, form) for label, form in LABELS if long],
    )


@dialogues.get("/serie/<int:series_id>/historik.<any(pdf, docx):form>")
@requires(May.TAKE_PART)
@when_ready
def history_file(series_id: int, form: str) -> Response:
    """Send the history as a file; a long one is ordered on the page instead."""
    told = _told(series_id)
    if is_long(told.editions):
        return redirect(url_for("dialogues.history_print", series_id=series_id))
    paper = _paper(told)
    return as_file(written(paper.document(), form), MEDIA_TYPES[form], f"{paper.name}.{form}")


@dialogues.post("/serie/<int:series_id>/historik/bestall")
@requires(May.TAKE_PART)
def order_history(series_id: int) -> Response:
    """Order the history as a file, made while one does something else."""
    paper = _paper(_told(series_id))
    return ordering.ordered(paper, lambda order_id: _places(series_id, order_id).here)


@dialogues.get("/serie/<int:series_id>/historik/fil/<int:order_id>")
@requires(May.TAKE_PART)
def ordered_history(series_id: int, order_id: int) -> str:
    """Show how far an ordered file has come; the page can be left and come back to."""
    series = _series(series_id)
    title, pair = gettext("Dialoghistorik"), pair_name(series)
    return ordering.waiting_page(
        ordering.own(HISTORY_ON_PAPER, series_id, order_id),
        _places(series_id, order_id),
        title,
        [
            (gettext("Dialoger"), url_for("dialogues.index")),
            (pair, url_for("dialogues.series_page", series_id=series_id)),
            (title, None),
        ],
    )


@dialogues.get("/serie/<int:series_id>/historik/fil/<int:order_id>/hamta")
@requires(May.TAKE_PART)
def fetch_history(series_id: int, order_id: int) -> Response:
    """Send an ordered file, if it still says what one may read now."""
    paper = _paper(_told(series_id))
    return ordering.fetched(
        ordering.own(HISTORY_ON_PAPER, series_id, order_id), paper, _places(series_id, order_id)
    )
