"""The meetings of dialogues in people's calendars."""

from datetime import datetime

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.db import UtcDateTime
from app.dialogues.models import Dialogue, Participant, State
from app.dialogues.queries.whose import ACTOR, DIALOGUES_AS_GUEST, SERIES_HELD, standing
from app.dialogues.rules import may_be_guest
from app.dialogues.telling import in_calendars
from app.notifications.calendar import Meeting

MOST = 500
"""Meetings in one calendar: more than anybody sits through in two years."""

# Who takes part and still holds the post; whoever holds it now without having taken over sits in nothing yet.
_SITS = and_(
    Dialogue.series_id.in_(SERIES_HELD),
    exists().where(Participant.dialogue_id == Dialogue.id, Participant.person_id == ACTOR),
)
_WANTED = (
    Dialogue.state != State.CANCELLED,
    Dialogue.starts_at >= bindparam("since", type_=UtcDateTime),
)
_OWN = select(Dialogue).where(_SITS, *_WANTED).order_by(Dialogue.starts_at.desc(), Dialogue.id).limit(MOST)
_OWN_AND_INVITED = (
    select(Dialogue)
    .where(or_(_SITS, Dialogue.id.in_(DIALOGUES_AS_GUEST)), *_WANTED)
    .order_by(Dialogue.starts_at.desc(), Dialogue.id)
    .limit(MOST)
)


def meetings_of_person(session: Session, actor: Actor, since: datetime) -> list[Meeting]:
    """Give the meetings from a moment on in which somebody sits, or to which both have invited them, but called-off ones."""
    asked = {"since": since} | standing(actor)
    wanted = _OWN_AND_INVITED if may_be_guest(actor) else _OWN
    return [in_calendars(dialogue) for dialogue in session.scalars(wanted, asked)]
