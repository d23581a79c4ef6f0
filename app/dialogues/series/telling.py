"""Tells whom it concerns that somebody else sits in a place of a meeting; the same rules as in `app.dialogues.telling`."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.dialogues.models import Dialogue, Post, Series, Side, State
from app.dialogues.queries.holders import holders_of
from app.dialogues.telling import (
    Around,
    about_dialogue,
    around,
    calendar_cancel,
    meeting_words,
    once,
    page_of,
)
from app.notifications import calendar
from app.notifications.kinds import Kind
from app.notifications.services import overtake, tell
from app.organisation.models import Person


def taken_over(session: Session, dialogue: Dialogue, *, side: Side, before_id: int, actor_id: int) -> None:
    """Tell the one across the table who sits there now, and the one who sat there where they still hold the post."""
    people = around(session, dialogue)
    before = session.get(Person, before_id)
    if before is not None and _still_holds(session, dialogue, side, before_id):
        _tell_who_sat_there(session, dialogue, before, people, actor_id=actor_id)
    other = people.told.get(side.other)
    if other is None or other.id == actor_id:
        return
    tell(
        session,
        person_id=other.id,
        kind=Kind.TAKE_OVER,
        words={
            **meeting_words(dialogue),
            "who": people.name(actor_id),
            "before": before.name if before else "",
        },
        path=page_of(dialogue),
        occasion=f"take_over/{dialogue.id}/{once()}",
        about=about_dialogue(dialogue),
    )


def _still_holds(session: Session, dialogue: Dialogue, side: Side, person_id: int) -> bool:
    """Tell whether a person holds the post of a side now, as an ordinary manager does beside whoever stands in for them."""
    column = Series.over_post_id if side is Side.OVER else Series.rep_post_id
    post = session.scalars(
        select(Post).join(Series, column == Post.id).where(Series.id == dialogue.series_id)
    ).one()
    return any(one.id == person_id for one in holders_of(session, [post], clock.today())[post.id])


def _tell_who_sat_there(
    session: Session, dialogue: Dialogue, before: Person, people: Around, *, actor_id: int
) -> None:
    """Tell somebody that another sits in their place, and take a meeting to come out of their calendar."""
    overtake(session, people={before.id}, about=about_dialogue(dialogue), kinds=frozenset(Kind))
    attendees = (calendar.Attendee(before.name, before.email),) if before.email else ()
    ahead = dialogue.state in {State.PLANNED, State.PREPARING}
    tell(
        session,
        person_id=before.id,
        kind=Kind.TAKE_OVER,
        words={**meeting_words(dialogue), "what": "yours", "who": people.name(actor_id)},
        path=page_of(dialogue),
        occasion=f"take_over/{dialogue.id}/{once()}",
        about=about_dialogue(dialogue),
        calendar=calendar_cancel(dialogue, attendees) if ahead else None,
    )
