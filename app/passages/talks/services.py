"""Writing down that something was talked about; done once, when what was said is established."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.passages.facts import TALK, talk_facts
from app.passages.models import Talk
from app.passages.subjects import Ref
from app.records.appending import Change, record_many


@dataclass(frozen=True, slots=True)
class Table:
    """Where and when something was said, between which two units' posts."""

    source_kind: str
    source_id: int
    said_on: datetime
    over_unit_id: int
    rep_unit_id: int


@dataclass(frozen=True, slots=True)
class About:
    """One theme of a record, by its number there (None for no theme), and what it was about."""

    place: int | None
    theme: str
    refs: tuple[Ref, ...]


def note_talks(session: Session, *, table: Table, about: Iterable[About]) -> list[Talk]:
    """Keep that these subjects were talked about; what is kept already is not kept twice."""
    rows = session.execute(
        select(Talk.place, Talk.subject_kind, Talk.subject_id).where(
            Talk.source_kind == table.source_kind, Talk.source_id == table.source_id
        )
    )
    known = {(place, Ref(kind, number)) for place, kind, number in rows}
    made = [
        Talk(
            subject_kind=ref.kind,
            subject_id=ref.id,
            source_kind=table.source_kind,
            source_id=table.source_id,
            place=one.place,
            theme=one.theme,
            said_on=table.said_on,
            over_unit_id=table.over_unit_id,
            rep_unit_id=table.rep_unit_id,
        )
        for one in about
        for ref in one.refs
        if (one.place, ref) not in known
    ]
    if not made:
        return []
    session.add_all(made)
    session.flush()
    changes = [Change("talk.noted", TALK, talk.id, None, talk_facts(talk)) for talk in made]
    record_many(session, actor_id=None, changes=changes)
    return made
