"""Ordering a document, finding one's own, and letting go of those nobody fetched."""

from datetime import timedelta

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Session, defer

from app import clock
from app.exports.keeping import kept
from app.exports.orders.models import OrderedDocument, OrderState
from app.exports.tree import Document

PDF, WORD = "pdf", "docx"
FORMS = (PDF, WORD)
KEPT = timedelta(hours=1)
"""How long a document waits for the one who ordered it: it is a copy, and copies of dialogues are not left lying."""


def order(
    session: Session,
    *,
    person_id: int,
    kind: str,
    object_id: int,
    form: str,
    likeness: str,
    name: str,
    document: Document,
) -> OrderedDocument:
    """Order a document as `person_id` may read it now; one ordered already of the same sources is given again."""
    let_go(session)
    found = latest(session, person_id=person_id, kind=kind, object_id=object_id, form=form, likeness=likeness)
    if found is not None and found.state != OrderState.FAILED:
        return found
    if found is not None:
        # Its row goes below, and a new one may get its number.
        session.expunge(found)
    # One of a kind for each person: what was ordered before is not wanted any more.
    session.execute(
        delete(OrderedDocument)
        .where(
            OrderedDocument.person_id == person_id,
            OrderedDocument.kind == kind,
            OrderedDocument.object_id == object_id,
            OrderedDocument.form == form,
        )
        .execution_options(synchronize_session=False)
    )
    made = OrderedDocument(
        person_id=person_id,
        kind=kind,
        object_id=object_id,
        form=form,
        likeness=likeness,
        name=name[:200],
        tree=kept(document),
        ordered_at=clock.now(),
    )
    session.add(made)
    session.flush()
    return made


def latest(
    session: Session, *, person_id: int, kind: str, object_id: int, form: str, likeness: str
) -> OrderedDocument | None:
    """Give what a person has ordered of something as it is now, without its content; None when it is too old."""
    return session.scalars(
        select(OrderedDocument)
        .where(
            OrderedDocument.person_id == person_id,
            OrderedDocument.kind == kind,
            OrderedDocument.object_id == object_id,
            OrderedDocument.form == form,
            OrderedDocument.likeness == likeness,
            OrderedDocument.ordered_at > clock.now() - KEPT,
        )
        .options(defer(OrderedDocument.content), defer(OrderedDocument.tree))
        .order_by(OrderedDocument.id.desc())
        .limit(1)
    ).one_or_none()


def own_order(
    session: Session, *, person_id: int, kind: str, object_id: int, order_id: int
) -> OrderedDocument | None:
    """Give something a person ordered, without its content; None when it is not theirs or was let go."""
    return session.scalars(
        select(OrderedDocument)
        .where(
            OrderedDocument.id == order_id,
            OrderedDocument.person_id == person_id,
            OrderedDocument.kind == kind,
            OrderedDocument.object_id == object_id,
            OrderedDocument.ordered_at > clock.now() - KEPT,
        )
        .options(defer(OrderedDocument.content), defer(OrderedDocument.tree))
    ).one_or_none()


def content_of(session: Session, ordered: OrderedDocument) -> bytes | None:
    """Give the file of an ordered document, or None while it is not written."""
    return session.scalar(
        select(OrderedDocument.content).where(
            OrderedDocument.id == ordered.id, OrderedDocument.state == OrderState.DONE
        )
    )


def let_go(session: Session) -> int:
    """Remove what has been kept for its hour; tells how many."""
    gone = session.execute(
        delete(OrderedDocument)
        .where(OrderedDocument.ordered_at <= clock.now() - KEPT)
        .execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]


def forget(session: Session, *sources: tuple[str, int]) -> int:
    """Remove every copy made or being made of some sources, whoever ordered it: their words are lawfully erased."""
    gone = session.execute(
        delete(OrderedDocument)
        .where(tuple_(OrderedDocument.kind, OrderedDocument.object_id).in_(sources))
        .execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]
