"""Dialogues as places where things were talked about: whose the words are, and the established ones for those."""

import json
from collections.abc import Collection, Mapping

from flask import url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.dialogues.establishing.record import read_record
from app.dialogues.establishing.services import SOURCE
from app.dialogues.models import Dialogue, State
from app.dialogues.queries.whose import DIALOGUES_AS_GUEST, SERIES_HELD, standing
from app.passages.talks.sources import Held, Noted, Place, TalkSource
from app.records.models import Edition

_READABLE = select(Dialogue.id).where(
    Dialogue.state == State.ESTABLISHED,
    or_(Dialogue.series_id.in_(SERIES_HELD), Dialogue.id.in_(DIALOGUES_AS_GUEST)),
)
"""Established dialogues whose record the actor may read now: as a holder of one of its posts, or invited by both."""


def held(actor: Actor) -> Held:
    """Give the dialogues whose record a person may read now."""
    return Held(_READABLE, standing(actor))


def noted(session: Session, actor: Actor, dialogue_ids: Collection[int]) -> Mapping[Place, Noted]:
    """Give what was established of each theme in some dialogues, those a person may read; erased ones are left out."""
    rows = session.execute(
        select(Dialogue.id, Edition.content)
        .join(Edition, Edition.id == Dialogue.edition_id)
        .where(Dialogue.id.in_(dialogue_ids), Dialogue.id.in_(_READABLE)),
        standing(actor),
    )
    found: dict[Place, Noted] = {}
    for dialogue_id, content in rows:
        if content is None:
            continue
        for number, section in enumerate(read_record(json.loads(content)).sections, start=1):
            found[Place(dialogue_id, number)] = Noted(section.note, section.verdict)
    return found


def address(dialogue_id: int) -> str:
    """Give the address of a dialogue; for those whose it is."""
    return url_for("dialogues.meeting", dialogue_id=dialogue_id)


TALKS = TalkSource(SOURCE, held, noted, address)
