"""Which of one's own establishings no longer stands, and what was changed by whom when: read from the history."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session, aliased

from app.organisation.models import Person
from app.records.models import HistoryContent, HistoryEntry


class Changed(StrEnum):
    """What kind of thing was changed."""

    WHOLE = "whole"
    NOTE = "note"
    VERDICT = "verdict"
    SUBJECTS = "subjects"
    AGREEMENTS = "agreements"
    DECISIONS = "decisions"
    MATTERS = "matters"
    FILES = "files"
    ATTENDANCE = "attendance"
    GUESTS = "guests"
    STEP = "step"
    SEAT = "seat"
    UNITS = "units"
    NAMES = "names"
    SOMETHING = "something"


@dataclass(frozen=True, slots=True)
class Fell:
    """That one's own establishing fell: what was changed, by whom (oneself too), and when."""

    what: Changed
    by_id: int | None
    by: str
    at: datetime


_BY_ACTION = {
    ("shared_text", "write_whole"): Changed.WHOLE,
    ("theme", "judge"): Changed.VERDICT,
    ("dialogue", "attendance"): Changed.ATTENDANCE,
    ("dialogue", "step"): Changed.STEP,
    ("dialogue", "take_over"): Changed.SEAT,
    ("dialogue", "invite_guest"): Changed.GUESTS,
    ("dialogue", "uninvite_guest"): Changed.GUESTS,
    ("dialogue", "renamed"): Changed.NAMES,
    ("series", "carry_over_series"): Changed.UNITS,
}
_BY_KIND = {
    "shared_text": Changed.NOTE,
    "theme": Changed.SUBJECTS,
    "agreement": Changed.AGREEMENTS,
    "decision": Changed.DECISIONS,
    "raised_matter": Changed.MATTERS,
    "attachment": Changed.FILES,
}

_AT_ONCE = timedelta(seconds=10)
"""What was changed stands next in the history, written in the same transaction."""

_MOST = 40
"""Steps back and forth of two who establish that are looked through."""

_ENTRY, _NEXT = aliased(HistoryEntry), aliased(HistoryEntry)
_LATEST = (
    select(
        *(_ENTRY.action, _ENTRY.actor_id, _ENTRY.at, Person.name, HistoryContent.content),
        *(_NEXT.object_kind, _NEXT.action.label("next_action")),
        *(_NEXT.actor_id.label("next_actor_id"), _NEXT.at.label("next_at")),
    )
    .outerjoin(HistoryContent, HistoryContent.seq == _ENTRY.seq)
    .outerjoin(Person, Person.id == _ENTRY.actor_id)
    .outerjoin(_NEXT, _NEXT.seq == _ENTRY.seq + 1)
    .where(
        _ENTRY.object_kind == "dialogue",
        _ENTRY.object_id == bindparam("dialogue_id", type_=Integer),
        _ENTRY.action.in_(["consent", "take_back_consent", "void_consent"]),
    )
    .order_by(_ENTRY.seq.desc())
    .limit(_MOST)
)


def fallen(session: Session, dialogue_id: int, *, person_id: int) -> Fell | None:
    """Tell what made a person's establishing fall; None where they have not established, took it back, or have done so again."""
    for row in session.execute(_LATEST, {"dialogue_id": dialogue_id}):
        if row.action != "void_consent":
            if row.actor_id == person_id:
                return None
        elif _whose(row.content) == person_id:
            following = (row.object_kind, row.next_action)
            at_once = row.next_actor_id == row.actor_id and row.next_at - row.at <= _AT_ONCE
            return Fell(
                _what(*following) if at_once else Changed.SOMETHING, row.actor_id, row.name or "", row.at
            )
    return None


def _whose(content: str | None) -> int | None:
    before: dict[str, Any] = (json.loads(content) if content else {}).get("before") or {}
    return before.get("person")


def _what(kind: str, action: str) -> Changed:
    return _BY_ACTION.get((kind, action)) or _BY_KIND.get(kind, Changed.SOMETHING)
