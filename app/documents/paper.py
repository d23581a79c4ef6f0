"""One governing document on paper: what stands on its page, as print view, PDF and Word."""

from datetime import date, datetime

from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import requires
from app.access.matrix import May
from app.attachments.queries import attachments_of
from app.db import db
from app.documents import queries, rules, services
from app.documents.blueprint import ID, documents
from app.documents.decisions.queries import decisions_about
from app.documents.facts import DOCUMENT
from app.documents.models import Document, DocumentVersion
from app.documents.routes import document_or_404
from app.documents.wording import STANDINGS, type_name
from app.exports.answers import MEDIA_TYPES, as_file, print_view
from app.exports.letterhead.routes import head_of_paper
from app.exports.ordering import LABELS
from app.exports.orders.worker import written
from app.exports.tree import Block, Bullets, Facts, Heading, Paragraph, Run, Table, Voice, said
from app.exports.tree import Document as Paper
from app.exports.words import words
from app.ui import formats
from app.ui.addresses import url_for
from app.ui.install import capitalised, locale


@documents.get(f"/<{ID}:document_id>/utskrift")
@requires(May.READ_DOCUMENTS)
def print_one(document_id: int) -> str:
    """Show a document's page as it will be on paper."""
    document = document_or_404(document_id)
    files = [
        (label, url_for("documents.file_of_one", document_id=document_id, form=form))
        for label, form in LABELS
    ]
    back = (document.title, url_for("documents.one", document_id=document_id))
    return print_view(on_paper(document), back=back, files=files)


@documents.get(f"/<{ID}:document_id>/fil.<any(pdf, docx):form>")
@requires(May.READ_DOCUMENTS)
def file_of_one(document_id: int, form: str) -> Response:
    """Send a document's page as a file."""
    paper = on_paper(document_or_404(document_id))
    return as_file(written(paper, form), MEDIA_TYPES[form], f"{paper.title}.{form}")


def on_paper(document: Document) -> Paper:
    """Put a document on paper: what it is about, how it was decided, where it is, how it was looked over."""
    current = services.current_version(document)
    standing = rules.standing(ended=document.ended, valid_to=current.valid_to, today=clock.today())
    kind = capitalised(type_name(document.type_key)) if document.type_key else gettext("Styrdokument")
    return Paper(
        title=document.title,
        kind=kind,
        language=locale(),
        lead=", ".join(part for part in (kind, current.decided_by) if part),
        marks=(capitalised(str(STANDINGS[standing])),),
        facts=_facts(document, current),
        blocks=(
            *_about(document, current),
            *_reviews(document),
            *_decisions(document),
            *_versions(document, current),
        ),
        letterhead=head_of_paper(),
        foot=gettext("Ur registret över styrdokument, %(day)s.", day=with_year(clock.today())),
        author="Samsyn",
        page_words=(gettext("Sida"), gettext("av")),
    )


def with_year(value: date | datetime) -> str:
    """Write a day with its year: paper is read long after."""
    return formats.long_day(value, locale())


def _facts(document: Document, current: DocumentVersion) -> tuple[tuple[str, str], ...]:
    decided = ", ".join(
        part
        for part in (current.decided_by, with_year(current.decided_on) if current.decided_on else "")
        if part
    )
    applies = sorted(one.unit.name for one in document.applies_to)
    person = document.responsible_person.name if document.responsible_person else ""
    pairs = (
        (gettext("Beslutat"), decided),
        (gettext("Diarienummer"), current.registry_number),
        (gettext("Version"), current.label or str(current.number)),
        (
            gettext("Gäller till"),
            with_year(current.valid_to) if current.valid_to else gettext("tills vidare"),
        ),
        (gettext("Ansvarig"), ", ".join(part for part in (document.responsible_unit.name, person) if part)),
        (gettext("Gäller för"), gettext("hela kommunen") if document.for_all else ", ".join(applies)),
        (gettext("Ses över senast"), with_year(document.next_review_on) if document.next_review_on else ""),
    )
    return tuple((term, value) for term, value in pairs if value)


def _about(document: Document, current: DocumentVersion) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if document.ended and document.ended_on:
        blocks += [said(gettext("Gäller inte sedan %(day)s.", day=with_year(document.ended_on)), Voice.LEAD)]
        blocks += words(document.ended_why)
    blocks += words(document.summary) or (said(gettext("Ingen har skrivit vad det handlar om."), Voice.GAP),)
    if current.changes:
        blocks += [Heading(gettext("Nytt i den här versionen")), *words(current.changes)]
    files = [
        one.name for one in attachments_of(db.session, DOCUMENT, document.id) if one.holder_id == current.id
    ]
    if current.link or files:
        places: list[tuple[str, str]] = [(gettext("Publicerat på"), current.link)] if current.link else []
        places += [(gettext("Fil i Samsyn"), ", ".join(files))] if files else []
        blocks += [Heading(gettext("Själva dokumentet")), Facts(tuple(places))]
    named = queries.named_by(db.session, document.id)
    if named:
        items = tuple(
            (
                said(one.unit.name),
                *((Paragraph((Run(one.why),), Voice.SMALL),) if one.why else ()),
            )
            for one in named
        )
        blocks += [Heading(gettext("Särskilt viktigt för")), Bullets(items)]
    return tuple(blocks)


def _reviews(document: Document) -> tuple[Block, ...]:
    standing = [one for one in document.reviews if one.undone_at is None]
    if not standing:
        return ()
    rows = tuple(
        (
            with_year(one.reviewed_at),
            one.reviewed_by.name,
            one.note,
            with_year(one.next_on) if one.next_on else "",
        )
        for one in standing
    )
    head = (gettext("När"), gettext("Av vem"), gettext("Ord"), gettext("Nästa gång"))
    title = gettext("Granskat, fortfarande giltigt")
    return Heading(title), Table(title, head, rows, (18, 22, 42, 18))


def _decisions(document: Document) -> tuple[Block, ...]:
    found = decisions_about(db.session, DOCUMENT, document.id)
    if not found:
        return ()
    rows = tuple(
        (
            one.title,
            ", ".join(
                part for part in (one.decided_by, with_year(one.decided_on) if one.decided_on else "") if part
            ),
            one.registry_number,
        )
        for one in found
    )
    title = gettext("Beslut om dokumentet")
    return (
        Heading(title),
        Table(title, (gettext("Beslut"), gettext("Beslutat"), gettext("Diarienummer")), rows, (50, 30, 20)),
    )


def _versions(document: Document, current: DocumentVersion) -> tuple[Block, ...]:
    older = [one for one in document.versions if one.number != current.number]
    if not older:
        return ()
    rows = tuple(
        (
            one.label or str(one.number),
            ", ".join(
                part for part in (one.decided_by, with_year(one.decided_on) if one.decided_on else "") if part
            ),
            one.registry_number,
            one.changes,
        )
        for one in older
    )
    head = (gettext("Version"), gettext("Beslutat"), gettext("Diarienummer"), gettext("Ändringar"))
    title = gettext("Tidigare versioner")
    return Heading(title), Table(title, head, rows, (12, 30, 18, 40))
