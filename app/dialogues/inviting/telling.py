"""Tells guests, and the two who invite them, what concerns them; the same rules as in `app.dialogues.telling`."""

from sqlalchemy.orm import Session

from app.dialogues.inviting.rules import AHEAD
from app.dialogues.models import (
    Dialogue,
    Guest,
    Side,
)
from app.dialogues.telling import (
    about_dialogue,
    around,
    calendar_cancel,
    calendar_request,
    meeting_words,
    once,
    page_of,
    tell_both,
)
from app.notifications import calendar
from app.notifications.kinds import Kind
from app.notifications.services import tell
from app.organisation.models import Person


def guest_proposed(session: Session, dialogue: Dialogue, guest: Guest, *, side: Side, actor_id: int) -> None:
    """Tell the guest when both want them, or ask the other while only one does."""
    people = around(session, dialogue)
    person = session.get_one(Person, guest.person_id)
    if guest.over_agreed_at is not None and guest.rep_agreed_at is not None:
        both = " · ".join(one.name for _, one in sorted(people.participants.items()))
        tell(
            session,
            person_id=person.id,
            kind=Kind.GUESTS,
            words={**meeting_words(dialogue), "what": "invited", "with": both},
            path=page_of(dialogue),
            occasion=f"guest/{dialogue.id}/{once()}",
            about=about_dialogue(dialogue),
            calendar=calendar_request(dialogue, people) if dialogue.state in AHEAD else None,
        )
        return
    other = people.told.get(side.other)
    if other is not None and other.id != actor_id:
        tell(
            session,
            person_id=other.id,
            kind=Kind.GUESTS,
            words={
                **meeting_words(dialogue),
                "what": "proposed",
                "who": people.name(actor_id),
                "guest": person.name,
                "between": [one.name for _, one in sorted(people.participants.items())],
            },
            path=f"{page_of(dialogue)}#guests",
            occasion=f"guest/{dialogue.id}/{guest.id}/{once()}",
            about=about_dialogue(dialogue),
        )


def guest_uninvited(session: Session, dialogue: Dialogue, guest: Guest, *, actor_id: int) -> None:
    """Tell a guest who was invited by both that one of them has taken it back; the meeting is no longer theirs to open."""
    who = session.get(Person, actor_id)
    person = session.get_one(Person, guest.person_id)
    attendees = (calendar.Attendee(person.name, person.email),) if person.email else ()
    tell(
        session,
        person_id=guest.person_id,
        kind=Kind.GUESTS,
        words={**meeting_words(dialogue), "what": "uninvited", "who": who.name if who else ""},
        path="/",
        occasion=f"uninvited/{dialogue.id}/{once()}",
        about=about_dialogue(dialogue),
        calendar=calendar_cancel(dialogue, attendees) if dialogue.state in AHEAD else None,
    )


def guest_declined(session: Session, dialogue: Dialogue, *, actor_id: int) -> None:
    """Tell both that a guest has said no; why stands on the page."""
    person = session.get_one(Person, actor_id)
    tell_both(
        session,
        dialogue,
        Kind.GUESTS,
        actor_id=actor_id,
        occasion=f"declined/{dialogue.id}/{once()}",
        words={"what": "declined", "guest": person.name},
    )
