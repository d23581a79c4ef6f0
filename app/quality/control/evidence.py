"""Files beside what a control showed: read by those who read the control, added by those who tell what it showed."""

from flask import abort, redirect
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app import clock
from app.access.actor import Actor
from app.access.guard import requires
from app.access.matrix import May
from app.attachments.models import Attachment
from app.attachments.queries import one_attachment
from app.attachments.receiving import receive, take_away_or_back
from app.attachments.services import Place
from app.db import db
from app.quality.control import queries
from app.quality.control.blueprint import ID, control, occasion_or_404
from app.quality.control.facts import CONTROL
from app.quality.control.working_routes import ON_OCCASION
from app.quality.risks.blueprint import reader
from app.quality.risks.reach import kinds_in, reader_of
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for


def read_as(session: Session, actor: Actor, attachment: Attachment) -> str | None:
    """Tell whether `actor` may read a file beside a control; nothing is noted of it, since no dialogue is in it."""
    who = reader_of(session, actor, clock.today(), kinds_in(profile_in_force()))
    found = queries.control_for(session, who, attachment.source_id)
    return "" if found is not None else None


def _place(occasion_id: int) -> Place:
    opened, occasion = occasion_or_404(occasion_id, reader())
    if not opened.tells:
        abort(404)
    return Place(CONTROL, opened.control.id, ON_OCCASION, occasion.id)


def _back(place: Place) -> Response:
    return redirect(
        url_for("control.one_control", control_id=place.source_id) + f"#day-{place.holder_id}", 303
    )


@control.post(f"/tillfalle/<{ID}:occasion_id>/filer")
@requires(May.READ_RISKS)
def attach(occasion_id: int) -> Response:
    """Add evidence to what a control showed."""
    receive(lambda: _place(occasion_id))
    return _back(_place(occasion_id))


@control.post(f"/tillfalle/<{ID}:occasion_id>/filer/<{ID}:attachment_id>")
@requires(May.READ_RISKS)
def change_file(occasion_id: int, attachment_id: int) -> Response:
    """Take evidence away, or bring it back."""
    place = _place(occasion_id)
    attachment = one_attachment(db.session, attachment_id)
    if attachment is None or (attachment.source_kind, attachment.source_id, attachment.holder_id) != (
        CONTROL,
        place.source_id,
        occasion_id,
    ):
        abort(404)
    undo = url_for("control.change_file", occasion_id=occasion_id, attachment_id=attachment_id, wish="back")
    take_away_or_back(attachment, undo)
    return _back(place)
