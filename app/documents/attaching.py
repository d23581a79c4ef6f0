"""Files on a version of a document: whoever reads documents reads them, whoever writes the document adds them."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app import clock
from app.access.actor import Actor
from app.access.guard import acting, requires
from app.access.matrix import May
from app.attachments import rules as limits
from app.attachments import services, wording
from app.attachments.checking.whole import Checked, check
from app.attachments.errors import Refusal
from app.attachments.models import Attachment
from app.attachments.queries import one_attachment
from app.attachments.routes import store
from app.attachments.services import Place
from app.db import db
from app.documents.blueprint import ID, documents
from app.documents.facts import DOCUMENT
from app.documents.models import Document
from app.documents.queries import document_for, document_to_change
from app.documents.services import current_version
from app.ui.notices import tell

ON_VERSION = "document_version"
MOST_AT_ONCE = 10
"""Files of one form; the whole request has a limit of its own."""


def read_as(session: Session, actor: Actor, attachment: Attachment) -> str | None:
    """Tell whether `actor` may read a file of a document; nothing is noted of it, since everybody may."""
    day = clock.today()
    found = document_for(session, actor=actor, document_id=attachment.source_id, day=day)
    return "" if found is not None else None


def _to_change(document_id: int) -> Document:
    found = document_to_change(
        db.session, actor=acting(), document_id=document_id, day=clock.today(), lock=True
    )
    if found is None:
        abort(404)
    return found


def _back(document_id: int) -> Response:
    return redirect(url_for("documents.one", document_id=document_id) + "#files", 303)


@documents.post(f"/<{ID}:document_id>/filer")
@requires(May.EDIT_DOCUMENTS)
def attach(document_id: int) -> Response:
    """Add files to the version in force."""
    _to_change(document_id)
    # Looking through a file takes its time: nobody else waits for it, so the transaction begun so far is let go.
    db.session.rollback()
    chosen = [one for one in request.files.getlist("file") if one.filename]
    sent, too_many = chosen[:MOST_AT_ONCE], chosen[MOST_AT_ONCE:]
    refusals: list[str] = []
    checked: list[tuple[str, Checked]] = []
    for one in sent:
        name = one.filename or ""
        try:
            # One more than is taken, so that what is too large is known to be.
            checked.append((name, check(name, one.stream.read(limits.LARGEST + 1))))
        except Refusal as refusal:
            refusals.append(wording.refused(name, refusal.reason))
    kept = sum(_keep(document_id, name, file, refusals) for name, file in checked)
    if not sent:
        flash(gettext("Välj en fil först."), "problem")
    if kept:
        flash(ngettext("Filen är tillagd.", "%(num)s filer är tillagda.", kept), "done")
    if too_many:
        left = [wording.shortened(one.filename or "") for one in too_many]
        refusals.append(wording.too_many_at_once(MOST_AT_ONCE, left))
    for words in refusals:
        flash(words, "problem")
    return _back(document_id)


def _keep(document_id: int, name: str, file: Checked, refusals: list[str]) -> bool:
    """Keep one file by itself: what has no room does not take the others along."""
    document = _to_change(document_id)
    place = Place(DOCUMENT, document.id, ON_VERSION, current_version(document).id)
    try:
        services.attach(db.session, store=store(), actor_id=acting().person_id, place=place, checked=file)
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        refusals.append(wording.refused(name, refusal.reason))
        return False
    return True


@documents.post(f"/<{ID}:document_id>/filer/<{ID}:attachment_id>")
@requires(May.EDIT_DOCUMENTS)
def change_file(document_id: int, attachment_id: int) -> Response:
    """Take a file away from a document, or bring it back."""
    _to_change(document_id)
    attachment = one_attachment(db.session, attachment_id)
    if attachment is None or (attachment.source_kind, attachment.source_id) != (DOCUMENT, document_id):
        abort(404)
    if request.form.get("wish") == "remove":
        services.remove(db.session, actor_id=acting().person_id, attachment=attachment)
        name = attachment.name
        db.session.commit()
        undo = url_for(
            "documents.change_file", document_id=document_id, attachment_id=attachment_id, wish="back"
        )
        tell(gettext("%(name)s är borttagen.", name=name), undo=undo)
    elif "back" in (request.form.get("wish"), request.args.get("wish")):
        try:
            services.bring_back(db.session, actor_id=acting().person_id, attachment=attachment)
            db.session.commit()
            flash(gettext("Filen är tillbaka."), "done")
        except Refusal as refusal:
            db.session.rollback()
            flash(str(wording.REASONS[refusal.reason]), "problem")
    else:
        abort(400)
    return _back(document_id)
