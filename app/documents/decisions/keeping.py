"""Recorded decisions as records: each way a decision has stood in the register is kept as a version, and all of them go together.

A decision can be put right, and is then another version of the same decision; what is disposed of is the decision. One about a
governing document that is in force is kept as long as that is.
"""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from sqlalchemy import Integer, Select, and_, cast, exists, extract, func, literal, select
from sqlalchemy.orm import Session

from app.disposing.kinds import Columns, Kept, RecordKind, followed_at, statement, year_in
from app.disposing.naming import by_its_day, by_number
from app.documents.facts import DECISION, DOCUMENT, decision_facts
from app.documents.models import Document, RecordedDecision
from app.records.disposal import Erased
from app.records.earlier import GONE, Written, erase_all
from app.records.models import Edition, HistoryEntry
from app.records.services import Signed, establish

SIDE = "unit"
"""For whom one stands behind what was entered: the unit that answers for it."""

WORDS = {
    "title": GONE,
    "text": "",
    "delegate": "",
    "link": "",
    "considerations": "",
    "not_assessed_why": "",
    "struck_why": "",
}


def keep_version(session: Session, decision: RecordedDecision, signed: Signed) -> None:
    """Keep a decision as it stands now as a version of it."""
    establish(
        session, kind=DECISION, object_id=decision.id, content=decision_facts(decision), signed=[signed]
    )


def keep_those_recorded_before(session: Session) -> int:
    """Keep a version of each decision that has none: recorded before versions were kept. Tells how many."""
    without = select(RecordedDecision).where(
        ~exists().where(Edition.kind == DECISION, Edition.object_id == RecordedDecision.id)
    )
    found = session.scalars(without.order_by(RecordedDecision.id)).all()
    for decision in found:
        entered = session.execute(
            select(HistoryEntry.actor_id, HistoryEntry.at)
            .where(HistoryEntry.object_kind == DECISION, HistoryEntry.object_id == decision.id)
            .order_by(HistoryEntry.seq)
            .limit(1)
        ).one_or_none()
        if entered is not None and entered.actor_id is not None:
            keep_version(session, decision, Signed(entered.actor_id, SIDE, entered.at))
    return len(found)


def last_version(session: Session, decision: RecordedDecision) -> Edition | None:
    """Give the version of a decision that stands, erased or not."""
    return session.scalars(
        select(Edition)
        .where(Edition.kind == DECISION, Edition.object_id == decision.id)
        .order_by(Edition.number.desc())
        .limit(1)
    ).one_or_none()


def is_disposed_of(session: Session, decision: RecordedDecision) -> bool:
    """Tell whether a decision was lawfully erased."""
    version = last_version(session, decision)
    return version is not None and version.erased_at is not None


def erase_beside_decision(session: Session, erased: Erased) -> None:
    """Erase the words of a decision in the register and in the history; what was decided when by whom, and its number, stay."""
    decision = session.get_one(RecordedDecision, erased.object_id)
    erase_all(session, erased, [Written(DECISION, decision.id, decision, WORDS)])


def _kept(_year: int) -> Select[Any]:
    decided = cast(extract("year", RecordedDecision.decided_on), Integer)
    about_what_applies = and_(
        RecordedDecision.subject_kind == DOCUMENT,
        RecordedDecision.struck_at.is_(None),
        exists().where(Document.id == RecordedDecision.subject_id, Document.ended == ""),
    )
    columns = Columns(
        of=literal("decision"),
        unit_id=RecordedDecision.responsible_unit_id,
        year=func.coalesce(decided, year_in(Edition.established_at)),
        since_at=Edition.established_at,
        since_year=decided,
        in_force=func.coalesce(about_what_applies, literal(False)),
        registry_number=RecordedDecision.registry_number,
        on=RecordedDecision.decided_on,
    )
    return (
        statement(columns)
        .join(RecordedDecision, and_(Edition.kind == DECISION, Edition.object_id == RecordedDecision.id))
        .where(followed_at().is_(None))
    )


def _versions(edition: Edition, session: Session) -> Sequence[Edition]:
    return session.scalars(
        select(Edition)
        .where(Edition.kind == DECISION, Edition.object_id == edition.object_id, Edition.erased_at.is_(None))
        .order_by(Edition.number)
    ).all()


def _name(one: Kept) -> str:
    return by_its_day(gettext("Beslut"), one)


DECISIONS = RecordKind(
    kind=DECISION,
    kept=_kept,
    called=by_number(_name),
    goes=lazy_gettext(
        "beslutets rubrik och lydelse, vem som fattade det på delegation och prövningen av barnets bästa, så som det "
        "står nu och så som det stod innan det rättades"
    ),
    stays=lazy_gettext("Kvar blir att beslutet fanns, när det fattades och av vem, och dess diarienummer."),
    editions=_versions,
)
