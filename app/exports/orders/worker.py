"""Writes ordered documents: in a thread of the web server as soon as one is ordered, or by `samsyn jobs run`.

This module owns its transactions: each document is claimed, written with none open, and put back. A worker that dies
leaves its claim to run out; the next one begins anew.
"""

import logging
import secrets
from collections.abc import Callable
from datetime import timedelta
from time import monotonic

from sqlalchemy import or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app import clock
from app.beside import Desk
from app.exports.keeping import taken_out
from app.exports.orders.models import OrderedDocument, OrderState
from app.exports.orders.services import KEPT, WORD
from app.exports.tree import Document

IN_HAND = timedelta(minutes=5)
"""How long a worker may have a document without telling of a page: longer than any page takes."""

MOST_ATTEMPTS = 3
TELL_EVERY = 0.7
"""Seconds between two tellings of how many pages there are: less would be more work than use."""

Told = Callable[[int], None]

log = logging.getLogger(__name__)


def write_waiting(session: Session) -> int:
    """Write every document that waits, the oldest first; commits each. Tells how many were written."""
    written = 0
    while claimed := claim(session):
        ordered_id, token = claimed
        if _write(session, ordered_id, token):
            written += 1
    return written


def claim(session: Session) -> tuple[int, str] | None:
    """Take the document that has waited longest and that no other worker has in hand; commits."""
    at = clock.now()
    next_one = (
        select(OrderedDocument.id)
        .where(
            OrderedDocument.state == OrderState.WAITING,
            OrderedDocument.ordered_at > at - KEPT,
            or_(OrderedDocument.claimed_until.is_(None), OrderedDocument.claimed_until <= at),
        )
        .order_by(OrderedDocument.ordered_at, OrderedDocument.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    token = secrets.token_hex(16)
    ordered_id = session.execute(
        update(OrderedDocument)
        .where(OrderedDocument.id == next_one)
        .values(claim=token, claimed_until=at + IN_HAND, attempts=OrderedDocument.attempts + 1, pages=0)
        .returning(OrderedDocument.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    session.commit()
    return (ordered_id, token) if ordered_id is not None else None


def _write(session: Session, ordered_id: int, token: str) -> bool:
    row = session.execute(
        select(OrderedDocument.tree, OrderedDocument.form, OrderedDocument.attempts).where(
            OrderedDocument.id == ordered_id
        )
    ).one_or_none()
    session.rollback()
    if row is None or row.tree is None:
        return False
    if row.attempts > MOST_ATTEMPTS:
        # It has taken workers with it: no more of them.
        _mark(session, ordered_id, token, state=OrderState.FAILED, tree=None)
        return False
    try:
        content = written(taken_out(row.tree), row.form, _teller(session, ordered_id, token))
    except Exception:
        log.exception("ordered document %s could not be written", ordered_id)
        session.rollback()
        _mark(session, ordered_id, token, state=OrderState.FAILED, tree=None)
        return False
    return _mark(session, ordered_id, token, state=OrderState.DONE, content=content, tree=None)


def written(document: Document, form: str, tell: Told | None = None) -> bytes:
    """Write a document in one of the forms; `tell` hears how many pages there are so far."""
    if form == WORD:
        from app.exports.word import as_docx

        return as_docx(document)
    from app.exports.pdf import as_pdf

    return as_pdf(document, tell)


def _teller(session: Session, ordered_id: int, token: str) -> Told:
    last = monotonic()

    def tell(pages: int) -> None:
        nonlocal last
        if monotonic() - last < TELL_EVERY:
            return
        last = monotonic()
        try:
            _set(session, ordered_id, token, pages=pages, claimed_until=clock.now() + IN_HAND)
        except SQLAlchemyError:
            # How far it has come is told again with the next page.
            session.rollback()

    return tell


def _mark(session: Session, ordered_id: int, token: str, **values: object) -> bool:
    return _set(session, ordered_id, token, claim=None, claimed_until=None, **values)


def _set(session: Session, ordered_id: int, token: str, **values: object) -> bool:
    # Only what is still in this worker's hand.
    done = session.execute(
        update(OrderedDocument)
        .where(OrderedDocument.id == ordered_id, OrderedDocument.claim == token)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    session.commit()
    return bool(done.rowcount)  # type: ignore[attr-defined]


desk = Desk("documents", write_waiting)
