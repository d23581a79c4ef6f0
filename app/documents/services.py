"""Writes of governing documents, each with its entry in the history."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.documents import rules
from app.documents.errors import ChangedSince, Fault, NotNow, Refused
from app.documents.facts import DOCUMENT, document_facts, important_facts, review_facts, version_facts
from app.documents.models import (
    Document,
    DocumentReview,
    DocumentUnit,
    DocumentVersion,
    Ending,
    ImportantDocument,
)
from app.documents.rules import Entry, VersionEntry
from app.notifications.asking import asking
from app.notifications.services import About
from app.organisation.models import Unit
from app.organisation.reach import unit_ids_within
from app.records.services import record
from app.steering.shapes.documents import Review

Facts = Mapping[str, object]


def enter(session: Session, *, actor: Actor, entry: Entry, review: Review | None = None) -> Document:
    """Enter a document with its first version; `review` proposes when it is looked over where no day is given.

    Raises `Refused`: for a unit out of reach too.
    """
    today = clock.today()
    _require_within(session, actor, entry.responsible_unit_id)
    _refuse(rules.faults_in(entry, today))
    document = Document(
        origin=entry.origin,
        responsible_unit_id=entry.responsible_unit_id,
        current_number=1,
        ended="",
        ended_why="",
        revision=1,
        entered_at=clock.now(),
    )
    document.applies_to = []
    _fill(document, entry)
    if document.next_review_on is None:
        document.next_review_on = rules.proposed_review(review, entry.version.decided_on or today)
    session.add(document)
    session.flush()
    version = _add_version(session, document, entry.version, actor.person_id)
    _note(
        session,
        actor,
        document,
        "document.entered",
        after={"document": document_facts(document), "version 1": version_facts(version)},
    )
    return document


def correct(session: Session, *, actor: Actor, document: Document, entry: Entry, revision: int) -> Document:
    """Put right what stands of a document and of its version in force; `document` must be loaded whole.

    Raises `Refused`, and `ChangedSince` when somebody else has changed it after it was read.
    """
    _require_revision(document, revision)
    if entry.responsible_unit_id != document.responsible_unit_id:
        _require_within(session, actor, entry.responsible_unit_id)
    _refuse(rules.faults_in(entry, clock.today()))
    version = current_version(document)
    name = f"version {version.number}"
    before = {"document": document_facts(document), name: version_facts(version)}
    _fill(document, entry)
    _fill_version(version, entry.version)
    session.flush()
    after = {"document": document_facts(document), name: version_facts(version)}
    if after != before:
        _changed(document)
        _note(session, actor, document, "document.corrected", before=before, after=after)
    return document


def supersede(
    session: Session,
    *,
    actor: Actor,
    document: Document,
    version: VersionEntry,
    next_review_on: date | None,
    revision: int,
) -> DocumentVersion:
    """Let a new version take the place of the one in force, which stays readable; what had ended is in force again.

    Raises `Refused`, `ChangedSince`.
    """
    _require_revision(document, revision)
    _refuse(rules.faults_in_version(version, clock.today()))
    before = document_facts(document)
    document.current_number += 1
    document.next_review_on = next_review_on
    document.ended, document.ended_on, document.ended_why = "", None, ""
    _changed(document)
    made = _add_version(session, document, version, actor.person_id)
    session.expire(document, ["versions"])
    _note(
        session,
        actor,
        document,
        "document.superseded",
        before={"document": before},
        after={"document": document_facts(document), f"version {made.number}": version_facts(made)},
    )
    return made


def review(
    session: Session, *, actor: Actor, document: Document, next_on: date | None, note: str
) -> DocumentReview:
    """Note that a document was looked over and is still valid, and when it is looked over next.

    Raises `Refused` where the next day is missing or not ahead, `NotNow` for what has ended.
    """
    if document.ended:
        raise NotNow
    if next_on is None:
        raise Refused({"next_on": Fault.REVIEW_MISSING})
    if next_on <= clock.today():
        raise Refused({"next_on": Fault.REVIEW_NOT_AHEAD})
    before = document_facts(document)
    made = DocumentReview(
        document_id=document.id,
        reviewed_by_id=actor.person_id,
        reviewed_at=clock.now(),
        note=note.strip(),
        before_on=document.next_review_on,
        next_on=next_on,
    )
    session.add(made)
    document.next_review_on = next_on
    _changed(document)
    session.flush()
    session.expire(document, ["reviews"])
    _note(
        session,
        actor,
        document,
        "document.reviewed",
        before={"document": before},
        after={"document": document_facts(document), f"review {made.id}": review_facts(made)},
    )
    return made


def undo_review(session: Session, *, actor: Actor, document: Document, made: DocumentReview) -> None:
    """Take back that a document was looked over; only the latest, and only while nothing has moved the day since."""
    latest = next((one for one in document.reviews if one.undone_at is None), None)
    if latest is None or latest.id != made.id or document.next_review_on != made.next_on:
        raise NotNow
    before = {"document": document_facts(document), f"review {made.id}": review_facts(made)}
    made.undone_at = clock.now()
    document.next_review_on = made.before_on
    _changed(document)
    session.flush()
    _note(
        session,
        actor,
        document,
        "document.review_undone",
        before=before,
        after={"document": document_facts(document), f"review {made.id}": review_facts(made)},
    )


def end(session: Session, *, actor: Actor, document: Document, how: Ending, on: date, why: str) -> None:
    """Lay a document aside, or note that it was repealed, with the reason; it stays readable.

    Raises `Refused`, and `NotNow` when it has ended already.
    """
    if document.ended:
        raise NotNow
    faults = {}
    if not why.strip():
        faults["why"] = Fault.WHY_MISSING
    if on > clock.today():
        faults["on"] = Fault.ENDED_AHEAD
    _refuse(faults)
    _write_ending(session, actor, document, "document.ended", how, on, why.strip())


def take_back_ending(session: Session, *, actor: Actor, document: Document) -> None:
    """Let a document that was ended be in force again. Raises `NotNow` when it is."""
    if not document.ended:
        raise NotNow
    _write_ending(session, actor, document, "document.in_force_again", "", None, "")


def _write_ending(
    session: Session, actor: Actor, document: Document, action: str, how: str, on: date | None, why: str
) -> None:
    before = document_facts(document)
    document.ended, document.ended_on, document.ended_why = how, on, why
    _changed(document)
    session.flush()
    _note(
        session,
        actor,
        document,
        action,
        before={"document": before},
        after={"document": document_facts(document)},
    )


def name_as_important(
    session: Session, unit_id: int, document_id: int, *, actor_id: int | None, why: str = ""
) -> ImportantDocument:
    """Note that a unit names a document as of special importance; named again only the reason changes.

    Whether the acting person may speak for the unit is for the caller to say: the core mission writes this when it is
    established.
    """
    found = _named(session, unit_id, document_id)
    before = {f"unit {unit_id}": important_facts(found)} if found is not None else None
    if found is None:
        found = ImportantDocument(
            document_id=document_id, unit_id=unit_id, why=why.strip(), named_at=clock.now()
        )
        session.add(found)
    elif found.why == why.strip():
        return found
    found.why = why.strip()
    session.flush()
    record(
        session,
        actor_id=actor_id,
        action="document.named_important",
        kind=DOCUMENT,
        object_id=document_id,
        before=before,
        after={f"unit {unit_id}": important_facts(found)},
    )
    return found


def take_back(session: Session, unit_id: int, document_id: int, *, actor_id: int | None) -> None:
    """Note that a unit no longer names a document as of special importance."""
    found = _named(session, unit_id, document_id)
    if found is None:
        return
    before = important_facts(found)
    session.delete(found)
    session.flush()
    record(
        session,
        actor_id=actor_id,
        action="document.no_longer_important",
        kind=DOCUMENT,
        object_id=document_id,
        before={f"unit {unit_id}": before},
    )


def _named(session: Session, unit_id: int, document_id: int) -> ImportantDocument | None:
    return session.scalars(
        select(ImportantDocument).where(
            ImportantDocument.document_id == document_id, ImportantDocument.unit_id == unit_id
        )
    ).one_or_none()


def current_version(document: Document) -> DocumentVersion:
    """Give the version in force; `versions` must be loaded."""
    return next(one for one in document.versions if one.number == document.current_number)


def _fill(document: Document, entry: Entry) -> None:
    document.title = " ".join(entry.title.split())
    document.summary = entry.summary.strip()
    document.type_key = entry.type_key
    document.responsible_unit_id = entry.responsible_unit_id
    document.responsible_person_id = entry.responsible_person_id
    document.for_all = entry.for_all
    document.next_review_on = entry.next_review_on
    _apply_to(document, frozenset() if entry.for_all else entry.units)


def _apply_to(document: Document, units: Iterable[int]) -> None:
    wanted = set(units)
    standing = {one.unit_id: one for one in document.applies_to}
    for unit_id in standing.keys() - wanted:
        document.applies_to.remove(standing[unit_id])
    document.applies_to.extend(DocumentUnit(unit_id=unit_id) for unit_id in sorted(wanted - standing.keys()))


def _add_version(
    session: Session, document: Document, entry: VersionEntry, actor_id: int | None
) -> DocumentVersion:
    version = DocumentVersion(
        document_id=document.id,
        number=document.current_number,
        entered_at=clock.now(),
        entered_by_id=actor_id,
    )
    _fill_version(version, entry)
    session.add(version)
    session.flush()
    return version


def _fill_version(version: DocumentVersion, entry: VersionEntry) -> None:
    version.label = entry.label.strip()
    version.decided_by = " ".join(entry.decided_by.split())
    version.registry_number = entry.registry_number.strip()
    version.decided_on = entry.decided_on
    version.valid_to = entry.valid_to
    version.link = entry.link.strip()
    version.changes = entry.changes.strip()


def _changed(document: Document) -> None:
    document.revision += 1


def _require_revision(document: Document, revision: int) -> None:
    if document.revision != revision:
        raise ChangedSince


def _require_within(session: Session, actor: Actor, unit_id: int) -> None:
    within = unit_ids_within(actor.scope(May.EDIT_DOCUMENTS), clock.today())
    allowed = select(Unit.id).where(Unit.id == unit_id, Unit.id.in_(within))
    if session.scalar(allowed) is None:
        raise Refused({"responsible_unit": Fault.UNIT_OUT_OF_REACH})


def _refuse(faults: dict[str, Fault]) -> None:
    if faults:
        raise Refused(faults)


def _note(
    session: Session,
    actor: Actor,
    document: Document,
    action: str,
    *,
    before: Facts | None = None,
    after: Facts | None = None,
) -> None:
    record(
        session,
        actor_id=actor.person_id,
        action=action,
        kind=DOCUMENT,
        object_id=document.id,
        before=before,
        after=after,
    )
    asking.settle(session, About(DOCUMENT, document.id))
