"""An established record on paper: print view, files, where it is registered."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import requires
from app.access.matrix import May
from app.db import db
from app.dialogues.blueprint import dialogues, meeting_name, pair_name
from app.dialogues.errors import FiledMeanwhile
from app.dialogues.establishing.pages import signatures_of
from app.dialogues.establishing.record import read_record
from app.dialogues.establishing.services import content_of
from app.dialogues.models import State
from app.dialogues.papers import services
from app.dialogues.papers.record import record_document, traits_of
from app.dialogues.papers.services import RECORD_ON_PAPER
from app.dialogues.papers.wordings import title_of
from app.dialogues.queries.editions import edition_of
from app.dialogues.queries.said import addenda_of
from app.dialogues.rules import Standing
from app.dialogues.seating import Seated, note_that_read, refusals_to_page, sit
from app.exports import ordering
from app.exports.answers import MEDIA_TYPES, as_file, print_view
from app.exports.getting_ready import when_ready
from app.exports.letterhead.routes import head_of_paper
from app.exports.ordering import LABELS, Paper, Places, is_long, likeness_of
from app.exports.orders.worker import written
from app.exports.tree import Document
from app.records.models import Edition


def _seated(dialogue_id: int) -> Seated:
    seated = sit(dialogue_id)
    if seated.dialogue.state != State.ESTABLISHED:
        abort(404)
    return seated


def _paper(seated: Seated) -> tuple[Paper, Edition | None]:
    """Put the record on paper as the page shows it: addenda are for the two and those who have their posts later."""
    dialogue, letterhead = seated.dialogue, head_of_paper()
    edition = edition_of(db.session, dialogue.edition_id)
    own = seated.seat.standing is not Standing.GUEST
    addenda = addenda_of(db.session, dialogue.id) if own else []
    note_that_read(seated, "record")

    def document() -> Document:
        content = content_of(edition) if edition else {}
        record = read_record(content) if content else None
        return record_document(
            dialogue,
            record=record,
            edition=edition,
            signatures=signatures_of(dialogue, edition, record),
            addenda=addenda,
            letterhead=letterhead,
        )

    likeness = likeness_of(traits_of(dialogue, edition, addenda), letterhead)
    name = f"{title_of(dialogue)} {dialogue.series.rep_post.unit.name}"
    return Paper(RECORD_ON_PAPER, dialogue.id, likeness, name, document), edition


def _places(dialogue_id: int, order_id: int) -> Places:
    return Places(
        here=url_for("dialogues.ordered_record", dialogue_id=dialogue_id, order_id=order_id),
        fetch=url_for("dialogues.fetch_record", dialogue_id=dialogue_id, order_id=order_id),
        again=url_for("dialogues.order_record", dialogue_id=dialogue_id),
        paper=url_for("dialogues.record_print", dialogue_id=dialogue_id),
    )


@dialogues.get("/<int:dialogue_id>/faststalld")
@requires(May.TAKE_PART)
def record_print(dialogue_id: int) -> str:
    """Show an established record as it will be on paper."""
    seated = _seated(dialogue_id)
    paper, edition = _paper(seated)
    long, order = is_long([edition]), url_for("dialogues.order_record", dialogue_id=dialogue_id)
    return print_view(
        paper.document(),
        back=(meeting_name(seated.dialogue), url_for("dialogues.meeting", dialogue_id=dialogue_id)),
        files=[
            (label, url_for("dialogues.record_file", dialogue_id=dialogue_id, form=form))
            for label, form in LABELS
            if not long
        ],
        ordered=[(label, order, form) for label, form in LABELS if long],
    )


@dialogues.get("/<int:dialogue_id>/faststalld.<any(pdf, docx):form>")
@requires(May.TAKE_PART)
@when_ready
def record_file(dialogue_id: int, form: str) -> Response:
    """Send an established record as a file; a long one is ordered on the page instead."""
    paper, edition = _paper(_seated(dialogue_id))
    if is_long([edition]):
        return redirect(url_for("dialogues.record_print", dialogue_id=dialogue_id))
    return as_file(written(paper.document(), form), MEDIA_TYPES[form], f"{paper.name}.{form}")


@dialogues.post("/<int:dialogue_id>/faststalld/bestall")
@requires(May.TAKE_PART)
def order_record(dialogue_id: int) -> Response:
    """Order a long record as a file, made while one does something else."""
    paper, _ = _paper(_seated(dialogue_id))
    return ordering.ordered(paper, lambda order_id: _places(dialogue_id, order_id).here)


@dialogues.get("/<int:dialogue_id>/faststalld/fil/<int:order_id>")
@requires(May.TAKE_PART)
def ordered_record(dialogue_id: int, order_id: int) -> str:
    """Show how far an ordered file has come; the page can be left and come back to."""
    seated = _seated(dialogue_id)
    title = gettext("Filen av det fastställda")
    return ordering.waiting_page(
        ordering.own(RECORD_ON_PAPER, dialogue_id, order_id),
        _places(dialogue_id, order_id),
        title,
        [
            (gettext("Dialoger"), url_for("dialogues.index")),
            (pair_name(seated.dialogue.series), None),
            (meeting_name(seated.dialogue), url_for("dialogues.meeting", dialogue_id=dialogue_id)),
            (title, None),
        ],
    )


@dialogues.get("/<int:dialogue_id>/faststalld/fil/<int:order_id>/hamta")
@requires(May.TAKE_PART)
def fetch_record(dialogue_id: int, order_id: int) -> Response:
    """Send an ordered file, if it still says what one may read now."""
    paper, _ = _paper(_seated(dialogue_id))
    return ordering.fetched(
        ordering.own(RECORD_ON_PAPER, dialogue_id, order_id), paper, _places(dialogue_id, order_id)
    )


@dialogues.post("/<int:dialogue_id>/diarieforing")
@requires(May.TAKE_PART)
@refusals_to_page
def file_record(dialogue_id: int) -> Response | tuple[str, int]:
    """Note the registry number, the record type and the secrecy mark of an established record."""
    seated = sit(dialogue_id, write=True)
    back = url_for("dialogues.meeting", dialogue_id=dialogue_id) + "#filing"
    filing = services.Filing(
        request.form.get("registry_number", ""),
        request.form.get("record_type", ""),
        request.form.get("secrecy", seated.dialogue.secrecy),
    )
    try:
        services.file_record(
            db.session,
            seat=seated.seat,
            dialogue=seated.dialogue,
            filing=filing,
            stood=request.form.get("stood"),
        )
    except FiledMeanwhile as stands:
        db.session.rollback()
        said = gettext(
            "Den andra har ändrat uppgifterna sedan du läste dem. Nu står det: %(what)s.",
            what=", ".join(one for one in stands.words if one) or gettext("ingenting"),
        )
        typed = "\n".join(one for one in filing.words if one)
        return render_template("components/refused.html", message=said, text=typed, way_back=back), 409
    db.session.commit()
    flash(gettext("Sparat. Det står på det du skriver ut och laddar ner."), "done")
    return redirect(back)
