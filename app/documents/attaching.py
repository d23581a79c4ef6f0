"""Files on a version of a document: whoever reads documents reads them, whoever writes the document adds them."""

from flask import abort, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app import clock
from app.access.actor import Actor
from app.access.guard import acting, requires
from app.access.matrix import May
from app.attachments.models import Attachment
from app.attachments.queries import one_attachment
from app.attachments.receiving import receive, take_away_or_back
from app.attachments.services import Place
from app.db import db
from app.documents.blueprint import ID, documents
from app.documents.facts import DOCUMENT, ON_VERSION
from app.documents.models import Document
from app.documents.queries import document_for, document_to_change
from app.documents.services import current_version


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

    def place() -> Place:
        document = _to_change(document_id)
        return Place(DOCUMENT, document.id, ON_VERSION, current_version(document).id)

    receive(place)
    return _back(document_id)


@documents.post(f"/<{ID}:document_id>/filer/<{ID}:attachment_id>")
@requires(May.EDIT_DOCUMENTS)
def change_file(document_id: int, attachment_id: int) -> Response:
    """Take a file away from a document, or bring it back."""
    _to_change(document_id)
    attachment = one_attachment(db.session, attachment_id)
    if attachment is None or (attachment.source_kind, attachment.source_id) != (DOCUMENT, document_id):
        abort(404)
    undo = url_for("documents.change_file", document_id=document_id, attachment_id=attachment_id, wish="back")
    take_away_or_back(attachment, undo)
    return _back(document_id)
