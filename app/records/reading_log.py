"""Noting who read a dialogue text, from a route.

This is the one place where a GET writes. It must: a reading happens on a GET, and the two whose dialogue it
is are owed to know of it. What is written is a row about the request itself, never anything the request asks
for, so that repeating, prefetching or forging the request changes nothing but the log of it. The row goes in
a short transaction of its own after the response is built: a page is never late or lost for the sake of the
log, and the reader's own transaction stays one that only reads.
"""

from collections.abc import Sequence
from contextvars import copy_context

from flask import after_this_request, current_app, request
from flask.wrappers import Response
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from app.access.guard import acting
from app.db import db, start_writing
from app.records.services import known_readings, note_reading


def log_reading(kind: str, object_id: int, what: str) -> None:
    """Note, once this response is ready and went well, that the acting person read `what` of the object.

    One select and no write where it is already noted for this hour. A failure is logged and does not touch
    the page.
    """
    log_readings(kind, [object_id], what)


def log_readings(kind: str, object_ids: Sequence[int], what: str) -> None:
    """Note the reading of several texts on one page, such as a list that shows their words."""
    if not object_ids:
        return
    person_id = acting().person_id

    @after_this_request
    def note(response: Response) -> Response:
        if response.status_code < 400:
            _note(person_id, kind, object_ids, what)
        return response


def _note(person_id: int, kind: str, object_ids: Sequence[int], what: str) -> None:
    try:
        known = known_readings(db.session, person_id=person_id, kind=kind, object_ids=object_ids)
        fresh = [object_id for object_id in object_ids if object_id not in known]
        if not fresh:
            return
        if request.method not in {"GET", "HEAD"}:
            # A page drawn in answer to a POST has begun as a writer; on SQLite we would wait for ourselves.
            # What the route wanted kept is committed by now.
            db.session.rollback()
        copy_context().run(_write, person_id, kind, fresh, what)
    except IntegrityError:
        # Two pages at once: the other one noted it.
        return
    except SQLAlchemyError:
        current_app.logger.exception("readings of %s %s could not be noted", kind, object_ids)


def _write(person_id: int, kind: str, object_ids: Sequence[int], what: str) -> None:
    start_writing()
    with Session(db.engine) as session, session.begin():
        for object_id in object_ids:
            note_reading(session, person_id=person_id, kind=kind, object_id=object_id, what=what)
