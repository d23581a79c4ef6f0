"""When people already meet somebody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, and_, bindparam, or_, select, union_all
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.db import UtcDateTime
from app.dialogues.models import Dialogue, Guest, Participant, State
from app.dialogues.planning.proposing import Span
from app.dialogues.queries.whose import DIALOGUES_AS_GUEST, SERIES_HELD, standing
from app.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Taken:
    """A time somebody has already given away; without a title where the acting person may not read of that meeting."""

    dialogue_id: int
    person_id: int
    name: str
    starts_at: datetime
    minutes: int
    title: str | None

    @property
    def span(self) -> Span:
        """From when to when."""
        return Span(self.starts_at, self.starts_at + timedelta(minutes=self.minutes))


_PEOPLE = bindparam("people", type_=Integer, expanding=True)
_FIRST, _LAST = bindparam("first", type_=UtcDateTime), bindparam("last", type_=UtcDateTime)
_WHEN = (
    Dialogue.state.in_([State.PLANNED, State.PREPARING, State.HELD]),
    Dialogue.starts_at >= _FIRST,
    Dialogue.starts_at <= _LAST,
)
_READABLE = or_(Dialogue.series_id.in_(SERIES_HELD), Dialogue.id.in_(DIALOGUES_AS_GUEST))
_SEATS = union_all(
    select(Participant.dialogue_id, Participant.person_id).where(Participant.person_id.in_(_PEOPLE)),
    select(Guest.dialogue_id, Guest.person_id).where(
        and_(
            Guest.person_id.in_(_PEOPLE), Guest.over_agreed_at.is_not(None), Guest.rep_agreed_at.is_not(None)
        )
    ),
).subquery()
_TAKEN = (
    select(
        Dialogue.id, Person.id, Person.name, Dialogue.starts_at, Dialogue.minutes, Dialogue.title, _READABLE
    )
    .join(_SEATS, _SEATS.c.dialogue_id == Dialogue.id)
    .join(Person, Person.id == _SEATS.c.person_id)
    .where(*_WHEN)
    .order_by(Dialogue.starts_at, Dialogue.id, Person.name, Person.id)
)


def taken_times(
    session: Session,
    actor: Actor,
    people: Iterable[int],
    *,
    first: datetime,
    last: datetime,
    but: int | None = None,
) -> list[Taken]:
    """Give when some people already meet somebody, from one moment to another, in one statement; `but` leaves a meeting out.

    That somebody is taken is for everybody to see who sets a time with them; what it is about only for those it is open to.
    """
    asked = {"people": sorted(set(people)), "first": first, "last": last} | standing(actor)
    return [
        Taken(dialogue_id, person_id, name, starts_at, minutes, title if readable else None)
        for dialogue_id, person_id, name, starts_at, minutes, title, readable in session.execute(
            _TAKEN, asked
        )
        if dialogue_id != but
    ]
