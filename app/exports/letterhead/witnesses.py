"""How the history speaks of the letterhead; see `app.records.witnesses`."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.exports.letterhead.models import OwnLetterhead
from app.exports.letterhead.services import KIND
from app.records.witnesses import Heard, Row, Told, Witness


def _last(told: Told, entry: Heard) -> None:
    told.say("", entry.after)


def _rows(session: Session) -> Iterator[Row]:
    for one in session.scalars(select(OwnLetterhead).execution_options(populate_existing=True)):
        arms = hashlib.sha256(one.arms).hexdigest() if one.arms else None
        facts = {"name": one.name, "description": one.arms_description, "arms": arms, "type": one.arms_type}
        yield Row(one.id, "", facts)


WITNESSES = (Witness("letterhead", KIND, ("letterhead.changed",), _last, _rows),)
