"""What goes when a governing document that is in force no longer is disposed of: what people wrote about it in the register.

That there was a document, of which type and in which unit, who decided its versions when and under which numbers, stays; so
does when it was looked over and by whom. The document itself lies in the registry and has its own term there.
"""

from collections.abc import Iterator

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, Integer, and_, cast, extract, literal, select
from sqlalchemy.orm import Session

from app.attachments.services import dispose_all
from app.disposing.things import Thing, says_something
from app.documents.facts import DOCUMENT, ON_VERSION
from app.documents.models import Document, DocumentReview, DocumentVersion, ImportantDocument
from app.records.disposal import Erased
from app.records.earlier import GONE, Written

_ENDED_IN = cast(extract("year", Document.ended_on), Integer)


def _written(session: Session, number: int) -> Iterator[Written]:
    document = session.get_one(Document, number)
    yield Written(DOCUMENT, number, document, {"title": GONE, "summary": "", "ended_why": ""})
    for version in session.scalars(select(DocumentVersion).where(DocumentVersion.document_id == number)):
        yield Written(DOCUMENT, number, version, {"changes": "", "link": ""})
    for review in session.scalars(select(DocumentReview).where(DocumentReview.document_id == number)):
        yield Written(DOCUMENT, number, review, {"note": ""})
    for named in session.scalars(select(ImportantDocument).where(ImportantDocument.document_id == number)):
        yield Written(DOCUMENT, number, named, {"why": ""})


def _dispose_of_files(session: Session, erased: Erased) -> None:
    dispose_all(
        session,
        source=(DOCUMENT, erased.object_id),
        holder_kind=ON_VERSION,
        because=erased.because,
        actor_id=erased.actor_id,
    )


def _over(_year: int) -> ColumnElement[bool]:
    return and_(Document.ended != "", says_something(Document.title))


DOCUMENTS = Thing(
    kind=DOCUMENT,
    of=literal("governing_document"),
    number=Document.id,
    unit_id=Document.responsible_unit_id,
    year=_ENDED_IN,
    since_year=_ENDED_IN,
    at=Document.entered_at,
    over=_over,
    written=_written,
    besides=_dispose_of_files,
    goes=lazy_gettext(
        "dokumentets rubrik och sammanfattning, vad som ändrats i versionerna, anteckningar från översyner, varför enheter "
        "har pekat ut det, och filerna på det"
    ),
)
