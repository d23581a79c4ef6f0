"""Letting go of the draft of a form once it was sent, whichever view took it."""

from flask import Response, current_app, request, session
from sqlalchemy.exc import SQLAlchemyError

from app.access.guard import acting, acting_or_none
from app.db import db
from app.drafts import services
from app.drafts.finding import form_at
from app.drafts.places import AnyForm


def let_go_of_sent(response: Response) -> Response:
    """Let go of the draft of a form kept whole, once it was taken: it led on to a page, and nothing there says it was not."""
    text = _sent_by_script(response)
    found = form_at(text) if text else None
    if found is not None and isinstance(found.keeps, AnyForm):
        try:
            services.sent_whole(
                db.session,
                person_id=acting().person_id,
                place=found.place,
                base=request.form.get("draft_base", ""),
                sent=list(request.form.items(multi=True)),
            )
            db.session.commit()
        except SQLAlchemyError:
            # What was sent is taken, and the answer says so: a draft too many does no harm.
            db.session.rollback()
            current_app.logger.exception("a draft could not be let go of")
    return response


def _sent_by_script(response: Response) -> str:
    """Give the place of the draft of the form that was sent and taken here, "" where none was."""
    if request.method != "POST" or request.blueprint == "drafts" or acting_or_none() is None:
        return ""
    taken = 300 <= response.status_code < 400 or (
        "HX-Request" in request.headers and response.status_code < 300
    )
    if not taken or any(kind == "problem" for kind, _words in session.get("_flashes", ())):
        return ""
    return request.form.get("draft_place", "")
