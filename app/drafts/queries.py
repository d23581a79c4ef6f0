"""One's own drafts, and nobody else's."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Exists, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.drafts.models import Draft


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as its form shows it."""

    fields: dict[str, str]
    revision: str
    saved_at: datetime


def any_of(person_id: InstrumentedAttribute[int]) -> Exists:
    """Tell whether a person has begun anything, as part of a statement that is asked anyway."""
    return exists().where(Draft.person_id == person_id).correlate_except(Draft)


def fields_of(text: str) -> dict[str, str]:
    """Read the fields of a draft."""
    found: dict[str, str] = json.loads(text)
    return found


def drafts_at(session: Session, *, person_id: int, places: Collection[str]) -> dict[str, Kept]:
    """Give a person's drafts in some places."""
    rows = session.execute(
        select(Draft.place, Draft.fields, Draft.revision, Draft.saved_at).where(
            Draft.person_id == person_id, Draft.place.in_(places)
        )
    )
    return {place: Kept(fields_of(fields), revision, saved_at) for place, fields, revision, saved_at in rows}


def drafts_about(session: Session, *, person_id: int, kind: str, object_id: int) -> dict[str, Kept]:
    """Give a person's drafts of what is written about one thing, by their places."""
    rows = session.execute(
        select(Draft.place, Draft.fields, Draft.revision, Draft.saved_at).where(
            Draft.person_id == person_id, Draft.object_kind == kind, Draft.object_id == object_id
        )
    )
    return {place: Kept(fields_of(fields), revision, saved_at) for place, fields, revision, saved_at in rows}
