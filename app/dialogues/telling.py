"""Tells the people of a dialogue what concerns them, in the transaction of what they are told about.

Only those who hold a post of the dialogue now, or are invited to it, are told anything; where a participant has left the
post it is whoever holds it now. Nobody is told what they did themselves. Names, titles, times and places are all that
leaves here: never a reason, a note or any other text of the dialogue.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.dialogues.models import (
    Addendum,
    Consent,
    Dialogue,
    Guest,
    Participant,
    Post,
    Reply,
    Series,
    Side,
    State,
)
from app.dialogues.queries.holders import holders_of, support_ids
from app.notifications import calendar
from app.notifications.kinds import Kind
from app.notifications.services import About, Calendar, overtake, recall, tell
from app.organisation.models import Person

UNDO_WITHIN = timedelta(minutes=5)
"""How long the mail about an answer waits: who pressed wrong and undoes it has then told nobody."""

OF_A_MEETING_AHEAD = frozenset({Kind.INVITATION, Kind.CHANGE, Kind.CANCELLATION})
"""What says when and whether a meeting is held: the latest word counts, and answers no earlier one."""

OF_ITS_TIME = OF_A_MEETING_AHEAD | {Kind.ANSWER, Kind.PREPARE}
"""What is untrue once a meeting has another time."""


@dataclass(frozen=True, slots=True)
class Around:
    """Who is around a dialogue now."""

    participants: dict[Side, Person]
    told: dict[Side, Person]
    guests: tuple[Person, ...]
    statuses: Mapping[int, str]

    def name(self, person_id: int | None) -> str:
        """Give the name of somebody around, or nothing for the product itself."""
        people = (*self.participants.values(), *self.told.values(), *self.guests)
        return next((one.name for one in people if one.id == person_id), "")

    def across(self, side: Side) -> str:
        """Give the name of the one across the table."""
        return self.participants[side.other].name


def around(session: Session, dialogue: Dialogue) -> Around:
    """Find the people of a dialogue and who of them is to be told; three statements, whatever is loaded already."""
    rows = session.execute(
        select(Participant.side, Participant.reply, Person)
        .join(Person, Person.id == Participant.person_id)
        .where(Participant.dialogue_id == dialogue.id)
    ).all()
    participants = {Side(side): person for side, _, person in rows}
    statuses = {person.id: STATUSES[Reply(reply)] for _, reply, person in rows if reply}
    posts = {
        side: post
        for side, column in ((Side.OVER, Series.over_post_id), (Side.REP, Series.rep_post_id))
        for post in session.scalars(
            select(Post).join(Series, column == Post.id).where(Series.id == dialogue.series_id)
        )
    }
    holders = holders_of(session, list(posts.values()), clock.today())
    told = {}
    for side, person in participants.items():
        present = holders[posts[side].id]
        if any(one.id == person.id for one in present):
            told[side] = person
        elif present:
            told[side] = present[0]
    guests = session.scalars(
        select(Person)
        .join(Guest, Guest.person_id == Person.id)
        .where(
            Guest.dialogue_id == dialogue.id,
            Guest.over_agreed_at.is_not(None),
            Guest.rep_agreed_at.is_not(None),
            # As whom one was invited; who has left that reads no more of the meeting (`whose.as_guest`).
            Person.id.in_(support_ids([post.unit_id for post in posts.values()], clock.today())),
        )
        .order_by(Guest.id)
    ).all()
    return Around(participants, told, tuple(guests), statuses)


def meeting_words(dialogue: Dialogue) -> dict[str, object]:
    """Give what is said of a meeting wherever it is told of: its title, time and place."""
    return {
        "title": dialogue.title,
        "starts_at": dialogue.starts_at,
        "minutes": dialogue.minutes,
        "place": dialogue.place,
    }


def page_of(dialogue: Dialogue) -> str:
    """Give the address of a meeting's page."""
    return f"/dialoger/{dialogue.id}/"


STATUSES = {Reply.ACCEPTED: "ACCEPTED", Reply.DECLINED: "DECLINED", Reply.PROPOSED: "TENTATIVE"}
"""How calendars call what somebody has answered."""


def in_calendars(dialogue: Dialogue, attendees: tuple[calendar.Attendee, ...] = ()) -> calendar.Meeting:
    """Give a meeting as calendars know it."""
    return calendar.Meeting(
        uid=dialogue.calendar_uid,
        sequence=dialogue.calendar_sequence,
        title=dialogue.title,
        place=dialogue.place,
        starts_at=dialogue.starts_at,
        minutes=dialogue.minutes,
        path=page_of(dialogue),
        changed_at=dialogue.calendar_changed_at or dialogue.state_since,
        attendees=attendees,
    )


def _invited(people: Around) -> tuple[calendar.Attendee, ...]:
    """Give those who are asked to come and have an address; guests are asked for no answer."""
    asked = [(person, people.statuses.get(person.id, "NEEDS-ACTION")) for person in people.told.values()]
    asked += [(guest, "NEEDS-ACTION") for guest in people.guests]
    return tuple(calendar.Attendee(one.name, one.email, status) for one, status in asked if one.email)


def calendar_request(dialogue: Dialogue, people: Around) -> Calendar:
    """Give a meeting as it goes into people's calendars."""
    meeting = in_calendars(dialogue, _invited(people))
    return Calendar(calendar.request(meeting, at=clock.now()), calendar.REQUEST)


def calendar_cancel(dialogue: Dialogue, attendees: tuple[calendar.Attendee, ...]) -> Calendar:
    """Give what takes a meeting out of people's calendars."""
    meeting = in_calendars(dialogue, attendees)
    return Calendar(calendar.cancel(meeting, at=clock.now()), calendar.CANCEL)


def about_dialogue(dialogue: Dialogue) -> About:
    """Say which dialogue something is about."""
    return About("dialogue", dialogue.id)


def once() -> str:
    """Name an occasion that does not come back."""
    return secrets.token_hex(6)


def tell_both(
    session: Session,
    dialogue: Dialogue,
    kind: Kind,
    *,
    actor_id: int | None,
    occasion: str,
    words: Mapping[str, object],
    with_guests: bool = False,
    method: str = "",
    overtakes: frozenset[Kind] = frozenset(),
    taken_from: int | None = None,
    but: Collection[int] = (),
    hold: timedelta = timedelta(),
) -> None:
    """Tell both who hold the posts now, but never who did it."""
    people = around(session, dialogue)
    event = None
    if method:
        event = (
            calendar_request(dialogue, people)
            if method == calendar.REQUEST
            else calendar_cancel(dialogue, _invited(people))
        )
    _overtake(session, dialogue, people, overtakes, actor_id, with_guests=with_guests)
    facts = {"who": _name(session, people, actor_id), **meeting_words(dialogue), **words}
    for side, person in people.told.items():
        if person.id != actor_id and person.id not in but:
            tell(
                session,
                person_id=person.id,
                kind=kind,
                hold=hold,
                words={
                    **facts,
                    "with": people.across(side),
                    **({"what": "taken"} if person.id == taken_from else {}),
                },
                path=page_of(dialogue),
                occasion=occasion,
                about=about_dialogue(dialogue),
                calendar=event,
            )
    for guest in people.guests if with_guests else ():
        if guest.id != actor_id:
            both = " · ".join(person.name for _, person in sorted(people.participants.items()))
            tell(
                session,
                person_id=guest.id,
                kind=kind,
                words={**facts, "with": both, "what": "guest"},
                path=page_of(dialogue) if kind is not Kind.CANCELLATION else "/",
                occasion=occasion,
                about=about_dialogue(dialogue),
                calendar=event,
            )


def _overtake(
    session: Session,
    dialogue: Dialogue,
    people: Around,
    kinds: frozenset[Kind],
    actor_id: int | None,
    *,
    with_guests: bool,
) -> None:
    """Note as read what those around a dialogue were told that no longer holds; who did it knows it too."""
    if not kinds:
        return
    two = {person.id for person in people.told.values()}
    if with_guests and actor_id is not None:
        two.add(actor_id)
    overtake(session, people=two, about=about_dialogue(dialogue), kinds=kinds)
    guests = {guest.id for guest in people.guests} - two
    if with_guests and guests:
        # To a guest the word of being invited is the invitation.
        overtake(session, people=guests, about=about_dialogue(dialogue), kinds=kinds | {Kind.GUESTS})


def _name(session: Session, people: Around, person_id: int | None) -> str:
    known = people.name(person_id)
    if known or person_id is None:
        return known
    person = session.get(Person, person_id)
    return person.name if person else ""


def planned(session: Session, dialogue: Dialogue, *, actor_id: int | None) -> None:
    """Invite both but the one who planned."""
    occasion = f"invitation/{dialogue.id}"
    tell_both(
        session,
        dialogue,
        Kind.INVITATION,
        actor_id=actor_id,
        occasion=occasion,
        words={},
        method=calendar.REQUEST,
    )


def changed(
    session: Session, dialogue: Dialogue, *, actor_id: int, moved: bool, proposed_by: int | None = None
) -> None:
    """Tell of another time, place or title, and `proposed_by` that the time that person proposed was taken.

    What was said of the meeting before is overtaken, with answers and proposals where it has `moved`.
    """
    occasion = f"change/{dialogue.id}/{once()}"
    tell_both(
        session,
        dialogue,
        Kind.CHANGE,
        actor_id=actor_id,
        occasion=occasion,
        words={},
        with_guests=True,
        method=calendar.REQUEST,
        overtakes=OF_ITS_TIME if moved else OF_A_MEETING_AHEAD,
        taken_from=proposed_by,
    )


def stepped(session: Session, dialogue: Dialogue, *, origin: State, target: State, actor_id: int) -> None:
    """Tell of a meeting called off, and of one that will be held after all; other steps are told by what follows."""
    if target is State.CANCELLED:
        kind, words, method = Kind.CANCELLATION, {}, calendar.CANCEL
        overtakes = frozenset(Kind)
    elif origin is State.CANCELLED:
        kind, words, method = Kind.INVITATION, {"what": "reinstated"}, calendar.REQUEST
        overtakes = OF_ITS_TIME
    else:
        return
    tell_both(
        session,
        dialogue,
        kind,
        actor_id=actor_id,
        occasion=f"{kind}/{dialogue.id}/{once()}",
        words=words,
        with_guests=True,
        method=method,
        overtakes=overtakes,
    )


def replied(session: Session, dialogue: Dialogue, participant: Participant, *, actor_id: int) -> None:
    """Tell the other whether one comes, or which time one would rather have; what was said with it stands on the page."""
    tell_both(
        session,
        dialogue,
        Kind.ANSWER,
        actor_id=actor_id,
        occasion=f"answer/{dialogue.id}/{once()}",
        words={"what": participant.reply, "proposed_at": participant.proposed_at},
        overtakes=frozenset({Kind.ANSWER}),
        hold=UNDO_WITHIN,
    )


def reply_taken_back(session: Session, dialogue: Dialogue, *, actor_id: int) -> None:
    """Tell of an answer taken back those who may know of it; from the others it is taken back unread."""
    people = around(session, dialogue)
    others = {person.id for person in people.told.values()} - {actor_id}
    unaware = recall(session, people=others, about=about_dialogue(dialogue), kinds={Kind.ANSWER})
    tell_both(
        session,
        dialogue,
        Kind.ANSWER,
        actor_id=actor_id,
        occasion=f"answer/{dialogue.id}/{once()}",
        words={"what": "taken_back"},
        overtakes=frozenset({Kind.ANSWER}),
        but=unaware,
    )


def shared(session: Session, dialogue: Dialogue, *, actor_id: int) -> None:
    """Tell the other that one has shared: once, however often it is taken back and done anew; and that both are open now."""
    what = "open" if dialogue.revealed_at is not None else ""
    occasion = f"shared/{dialogue.id}/{actor_id}{'/open' if what else ''}"
    tell_both(session, dialogue, Kind.SHARED, actor_id=actor_id, occasion=occasion, words={"what": what})


def consented(session: Session, dialogue: Dialogue, *, side: Side, actor_id: int) -> None:
    """Tell the other that only their consent is missing."""
    people = around(session, dialogue)
    other = people.participants[side.other]
    if people.told.get(side.other) != other:
        # Who holds the post now takes over first; the start page asks for that.
        return
    tell(
        session,
        person_id=other.id,
        kind=Kind.ESTABLISH,
        words={**meeting_words(dialogue), "who": people.name(actor_id)},
        path=f"{page_of(dialogue)}helhet",
        occasion=f"establish/{dialogue.id}/{dialogue.record_revision}",
        about=about_dialogue(dialogue),
    )


def addendum_written(session: Session, dialogue: Dialogue, addendum: Addendum, *, actor_id: int) -> None:
    """Tell the other that an addendum waits for them, as it reads now."""
    people = around(session, dialogue)
    for person in people.told.values():
        if person.id != actor_id and person in people.participants.values():
            tell(
                session,
                person_id=person.id,
                kind=Kind.ESTABLISH,
                words={**meeting_words(dialogue), "what": "addendum", "who": people.name(actor_id)},
                path=f"{page_of(dialogue)}#addenda",
                occasion=f"addendum/{addendum.id}/{addendum.revision}",
                about=about_dialogue(dialogue),
            )


def consents_fell(
    session: Session, dialogue: Dialogue, given: Iterable[Consent], *, actor_id: int | None
) -> None:
    """Tell those whose consent fell because somebody else changed the record; None where neither of the two did."""
    fallen = [consent for consent in given if consent.person_id != actor_id]
    if not fallen:
        return
    people = around(session, dialogue)
    for consent in fallen:
        if (
            people.told.get(Side(consent.side)) is not None
            and people.told[Side(consent.side)].id == consent.person_id
        ):
            tell(
                session,
                person_id=consent.person_id,
                kind=Kind.REOPENED,
                words={**meeting_words(dialogue), "who": _name(session, people, actor_id)},
                path=f"{page_of(dialogue)}helhet",
                occasion=f"reopened/{dialogue.id}/{consent.record_revision}/{consent.at.isoformat()}",
                about=about_dialogue(dialogue),
            )
