"""Writing to the record: a change, an edition, a reading."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import Session

from app import clock
from app.records import chain
from app.records.appending import Change, record_many
from app.records.models import Edition, Reading, Signature

_KNOWN = select(Reading.object_id).where(
    Reading.object_kind == bindparam("kind"),
    Reading.object_id.in_(bindparam("object_ids", type_=Integer, expanding=True)),
    Reading.person_id == bindparam("person_id", type_=Integer),
    Reading.hour == bindparam("hour", type_=Reading.hour.type),
)

EDITION = "edition"
EDITION_ESTABLISHED = "edition.established"


def record(
    session: Session,
    *,
    actor_id: int | None,
    action: str,
    kind: str,
    object_id: int,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Add one change to the history, in the transaction that makes it; see `record_many`."""
    record_many(session, actor_id=actor_id, changes=[Change(action, kind, object_id, before, after)])


@dataclass(frozen=True, slots=True)
class Signed:
    """Who stands behind an edition, for which side, since when, with what own opinion."""

    person_id: int
    side: str
    at: datetime
    own_opinion: str | None = None


def establish(
    session: Session, *, kind: str, object_id: int, content: Mapping[str, object], signed: list[Signed]
) -> Edition:
    """Lock a version for good with the signatures of those whose record it is; numbers run per object."""
    last = session.scalar(
        select(func.max(Edition.number)).where(Edition.kind == kind, Edition.object_id == object_id)
    )
    salt = secrets.token_hex(16)
    text = chain.canonical(dict(content))
    edition = Edition(
        kind=kind,
        object_id=object_id,
        number=(last or 0) + 1,
        content=text,
        content_hash=chain.content_hash(salt, text),
        salt=salt,
        established_at=clock.now(),
    )
    session.add(edition)
    session.flush()
    for signature in signed:
        session.add(
            Signature(
                edition_id=edition.id,
                person_id=signature.person_id,
                side=signature.side,
                signed_at=signature.at,
                own_opinion=signature.own_opinion,
            )
        )
    session.flush()
    # Only hashes go into the chain, so that this entry never has to be erased; `verifying` holds the edition
    # against it.
    record(
        session,
        actor_id=max(signed, key=lambda one: one.at).person_id if signed else None,
        action=EDITION_ESTABLISHED,
        kind=EDITION,
        object_id=edition.id,
        after=edition_facts(edition, salt, signed),
    )
    return edition


def edition_facts(edition: Edition, salt: str | None, signed: Sequence[Signed]) -> dict[str, object]:
    """Give what the history keeps of an edition: what it is of, its hash, and who stands behind it."""
    return {
        "kind": edition.kind,
        "object": edition.object_id,
        "number": edition.number,
        "content": edition.content_hash,
        "signed": [
            {
                "side": one.side,
                "person": one.person_id,
                "at": one.at,
                "opinion": chain.content_hash(salt, one.own_opinion) if salt and one.own_opinion else None,
            }
            for one in sorted(signed, key=lambda one: one.side)
        ],
    }


def note_reading(session: Session, *, person_id: int, kind: str, object_id: int, what: str) -> bool:
    """Note that a person read a dialogue text; at most one row an hour. Tells whether a row was added."""
    at = clock.now()
    if known_readings(session, person_id=person_id, kind=kind, object_ids=[object_id]):
        return False
    session.add(
        Reading(object_kind=kind, object_id=object_id, person_id=person_id, hour=_hour(at), at=at, what=what)
    )
    session.flush()
    return True


def known_readings(session: Session, *, person_id: int, kind: str, object_ids: Sequence[int]) -> set[int]:
    """Give those of the objects whose reading by this person is already noted within this hour."""
    asked = {"kind": kind, "object_ids": list(object_ids), "person_id": person_id, "hour": _hour(clock.now())}
    return set(session.scalars(_KNOWN, asked))


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
