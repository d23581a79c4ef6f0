"""Writes on a meeting's time, place, state, participants and guests."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.cleaning import clean
from app.dialogues import rules, settling, telling
from app.dialogues.errors import AttendanceChanged, Changed, Missing, NotAllowedNow, TooLong
from app.dialogues.inviting import telling as telling_guests
from app.dialogues.inviting.rules import ask_anew, why_not_ahead
from app.dialogues.models import Consent, Dialogue, Guest, Participant, Side, State
from app.dialogues.opinions import put_back_opinion
from app.dialogues.queries.lines import meets_already
from app.dialogues.rules import Seat
from app.dialogues.series.ending import refuse_after_the_end
from app.records.services import record

MOVED = "records_moved"
"""What a session keeps of the records it has changed: by dialogue, the revision before and the one now."""


def change_meeting(
    session: Session,
    *,
    seat: Seat,
    dialogue: Dialogue,
    expected: int | None,
    title: str,
    starts_at: datetime,
    minutes: int,
    place: str,
    proposed_by: int | None = None,
) -> None:
    """Change title, time or place before the meeting; who moves it earlier is remembered (see `rules.why_not_start`).

    Another time asks everybody anew whether they come. Where one takes a time the other proposed (`proposed_by`), both
    come, and it was the other who moved it. `expected` is the `calendar_sequence` the change was begun on; raises
    `Changed` when the meeting has got another since, `NotAllowedNow` and `Missing`.
    """
    blocked = why_not_ahead(dialogue)
    if blocked:
        raise NotAllowedNow(blocked)
    if expected != dialogue.calendar_sequence:
        raise Changed
    if not title.strip():
        raise Missing("title")
    if starts_at != dialogue.starts_at:
        refuse_after_the_end(session, dialogue.series_id, starts_at)
    before = _when_and_where(dialogue)
    if starts_at < dialogue.starts_at:
        dialogue.earlier_since, dialogue.earlier_by_id = clock.now(), proposed_by or seat.person_id
    moved = (starts_at, minutes) != (dialogue.starts_at, dialogue.minutes)
    dialogue.title, dialogue.starts_at = title.strip(), starts_at
    dialogue.minutes, dialogue.place = minutes, place.strip()
    after = _when_and_where(dialogue)
    if before != after:
        # The record names all of it: a page of before it was changed establishes nothing (domain 4).
        touch_record(session, dialogue, actor_id=seat.person_id)
        if moved:
            after["replies"] = ask_anew(dialogue, {seat.person_id, proposed_by})
        move_in_calendars(dialogue)
        _record_change(session, seat, dialogue, before, after)
        telling.changed(session, dialogue, actor_id=seat.person_id, moved=moved, proposed_by=proposed_by)
    session.flush()


def start_today(session: Session, *, seat: Seat, dialogue: Dialogue) -> None:
    """Start a meeting agreed for a later day: it is moved to now, so that what is recorded tells when it was held.

    Who has said to come still comes. Raises `NotAllowedNow`.
    """
    blocked = rules.why_not_step(dialogue, State.HELD, seat, clock.now())
    if blocked:
        raise NotAllowedNow(blocked)
    before = _when_and_where(dialogue)
    dialogue.starts_at = rules.held_from(clock.now())
    touch_record(session, dialogue, actor_id=seat.person_id)
    move_in_calendars(dialogue)
    _record_change(session, seat, dialogue, before, _when_and_where(dialogue))
    # Calendars still have it on the agreed day.
    telling.changed(session, dialogue, actor_id=seat.person_id, moved=True)
    take_step(session, seat=seat, dialogue=dialogue, target=State.HELD)


def _record_change(
    session: Session, seat: Seat, dialogue: Dialogue, before: dict[str, object], after: dict[str, object]
) -> None:
    record(
        session,
        actor_id=seat.person_id,
        action="change_meeting",
        kind="dialogue",
        object_id=dialogue.id,
        before=before,
        after=after,
    )
    session.flush()


def move_in_calendars(dialogue: Dialogue) -> None:
    """Let calendars know that something about a meeting is otherwise than it was."""
    dialogue.calendar_sequence += 1
    dialogue.calendar_changed_at = clock.now()


def _when_and_where(dialogue: Dialogue) -> dict[str, object]:
    return {
        "title": dialogue.title,
        "starts_at": dialogue.starts_at,
        "minutes": dialogue.minutes,
        "place": dialogue.place,
    }


def take_step(session: Session, *, seat: Seat, dialogue: Dialogue, target: State, reason: str = "") -> None:
    """Take a dialogue to another state; starting the meeting opens both pictures, cancelling needs a reason.

    Stepping back from establishing voids what was given; a meeting called off is not taken back into the time of another.
    Where the other has just taken the same step it is as it was, but for calling off, which has a reason of its own. Raises
    `NotAllowedNow` or `Missing`.
    """
    if seat.takes_part and target is not State.CANCELLED and dialogue.state == target:
        return
    blocked = rules.why_not_step(dialogue, target, seat, clock.now())
    if blocked:
        raise NotAllowedNow(blocked)
    if dialogue.state == State.CANCELLED:
        _refuse_where_it_cannot_be_held(session, dialogue)
    reason = clean(reason)
    if target is State.CANCELLED and not reason:
        raise Missing("reason")
    origin, held_before = State(dialogue.state), dialogue.held_at
    move(session, dialogue, target)
    if target is State.CANCELLED:
        dialogue.cancel_reason = reason
    if origin is State.ESTABLISHING:
        void_consents(session, dialogue, actor_id=seat.person_id)
    after: dict[str, object] = {"state": target, "reason": reason}
    if origin is State.CANCELLED:
        # Nobody was to meet then: whoever takes it back gives the other a day, as one who moves a meeting earlier.
        dialogue.earlier_since, dialogue.earlier_by_id = clock.now(), seat.person_id
        after["replies"] = ask_anew(dialogue, {seat.person_id})
    if State.CANCELLED in {origin, target}:
        move_in_calendars(dialogue)
    record(
        session,
        actor_id=seat.person_id,
        action="step",
        kind="dialogue",
        object_id=dialogue.id,
        before={"state": origin},
        after=after,
    )
    session.flush()
    if target is State.HELD:
        _begun(session, dialogue, held_before, actor_id=seat.person_id)
    telling.stepped(session, dialogue, origin=origin, target=target, actor_id=seat.person_id)


def _begun(session: Session, dialogue: Dialogue, held_before: datetime | None, *, actor_id: int) -> None:
    """Settle what is past once a meeting has begun; where it is held anew, who was there the other time was there then."""
    settling.begun(session, dialogue)
    if held_before is not None and dialogue.held_at != held_before:
        # The record names when it was held: a page of before establishes nothing (domain 4).
        touch_record(session, dialogue, actor_id=actor_id)
        _note(session, dialogue, {one.person_id: None for one in _people(dialogue)}, actor_id=actor_id)


def _refuse_where_it_cannot_be_held(session: Session, dialogue: Dialogue) -> None:
    if meets_already(session, dialogue.series_id, dialogue.starts_at, dialogue.minutes, but=dialogue.id):
        raise NotAllowedNow("time_taken_meanwhile")
    refuse_after_the_end(session, dialogue.series_id, dialogue.starts_at)


def move(session: Session, dialogue: Dialogue, target: State) -> None:
    """Set the state and what follows from it: a started meeting is held and opens the pictures for good.

    One that got another time after it was begun is held from when it is begun anew.
    """
    begins = target is State.HELD and dialogue.state != State.ESTABLISHING
    dialogue.state, dialogue.state_since = target, clock.now()
    if begins and (dialogue.held_at is None or dialogue.held_at < dialogue.starts_at):
        dialogue.held_at = clock.now()
        dialogue.revealed_at = dialogue.revealed_at or clock.now()
    session.flush()


def void_consents(
    session: Session, dialogue: Dialogue, *, actor_id: int | None, given: Sequence[Consent] | None = None
) -> None:
    """Take away what was given for a version that no longer stands (`given`, else all there is), and say so in the history.

    What was changed is what the history has next, in the same transaction: the page says so to whoever had established
    (`queries.fallen`). Own opinions go back to their writers.
    """
    if given is None:
        given = session.scalars(select(Consent).where(Consent.dialogue_id == dialogue.id)).all()
    if given:
        settling.consents_gone(session, dialogue.id)
    telling.consents_fell(session, dialogue, given, actor_id=actor_id)
    # Before the history, as all who write in both do: a draft waits for its writer's other pages, the history for everybody.
    for consent in given:
        put_back_opinion(session, consent)
    for consent in given:
        record(
            session,
            actor_id=actor_id,
            action="void_consent",
            kind="dialogue",
            object_id=dialogue.id,
            before={
                "side": consent.side,
                "person": consent.person_id,
                "revision": consent.record_revision,
                "own_opinion": consent.own_opinion,
            },
        )
        session.delete(consent)
    session.flush()


def touch_record(session: Session, dialogue: Dialogue, *, actor_id: int | None) -> None:
    """Move the record to a new revision because something in it changed; every consent given is void (domain 4).

    From which revision to which it was moved is kept for the answer (`MOVED`): who changed it has read that.
    """
    moved = session.info.setdefault(MOVED, {})
    before, _ = moved.get(dialogue.id, (dialogue.record_revision, 0))
    dialogue.record_revision += 1
    moved[dialogue.id] = (before, dialogue.record_revision)
    void_consents(session, dialogue, actor_id=actor_id)


def invite_guest(session: Session, *, seat: Seat, dialogue: Dialogue, person_id: int) -> Guest:
    """Propose a support person for this dialogue; it takes effect when the other side agrees as well."""
    if not seat.takes_part or seat.side is None:
        raise NotAllowedNow("not_participant")
    if dialogue.state == State.CANCELLED:
        raise NotAllowedNow("is_cancelled")
    if any(p.person_id == person_id for p in dialogue.participants):
        raise NotAllowedNow("already_takes_part")
    guest = session.scalars(
        select(Guest).where(Guest.dialogue_id == dialogue.id, Guest.person_id == person_id)
    ).one_or_none()
    if guest is None:
        guest = Guest(dialogue_id=dialogue.id, person_id=person_id)
        session.add(guest)
        session.flush()
    _agree(session, dialogue, guest, seat, clock.now())
    _record_guest(session, seat, guest, "invite_guest")
    settling.guest_settled(session, guest, person_id=seat.person_id)
    telling_guests.guest_proposed(session, dialogue, guest, side=seat.side, actor_id=seat.person_id)
    return guest


def uninvite_guest(session: Session, *, seat: Seat, dialogue: Dialogue, guest: Guest) -> None:
    """Take back one's invitation; either side alone ends what the guest may read."""
    if not seat.takes_part or seat.side is None:
        raise NotAllowedNow("not_participant")
    was_invited = _invited(guest)
    _agree(session, dialogue, guest, seat, None)
    _record_guest(session, seat, guest, "uninvite_guest")
    settling.guest_settled(session, guest)
    if was_invited:
        telling_guests.guest_uninvited(session, dialogue, guest, actor_id=seat.person_id)


def decline_invitation(session: Session, *, seat: Seat, dialogue: Dialogue, because: str = "") -> None:
    """Say no to coming, as the guest oneself; both sides' invitations end, and either may invite anew.

    Raises `NotAllowedNow`, and `TooLong` for a reason of more than `rules.LONGEST_REASON` characters.
    """
    blocked = rules.may_decline(dialogue, seat)
    if blocked:
        raise NotAllowedNow(blocked)
    because = clean(because)
    if len(because) > rules.LONGEST_REASON:
        raise TooLong(rules.LONGEST_REASON)
    guest = next(one for one in dialogue.guests if one.person_id == seat.person_id)
    guest.over_agreed_at = guest.rep_agreed_at = guest.attended = None
    guest.declined_at, guest.declined_because = clock.now(), because
    touch_record(session, dialogue, actor_id=seat.person_id)
    session.flush()
    record(
        session,
        actor_id=seat.person_id,
        action="decline_invitation",
        kind="dialogue",
        object_id=dialogue.id,
        after={"guest": guest.person_id, "over": False, "rep": False, "attended": None, "reason": because},
    )
    telling_guests.guest_declined(session, dialogue, actor_id=seat.person_id)


def _agree(session: Session, dialogue: Dialogue, guest: Guest, seat: Seat, at: datetime | None) -> None:
    """Set one side's word; when that lets somebody in or out, the record names other people than before."""
    before = _invited(guest)
    if at is not None:
        guest.declined_at, guest.declined_because = None, ""
    if seat.side is Side.OVER:
        guest.over_agreed_at = at
    else:
        guest.rep_agreed_at = at
    if _invited(guest) != before and dialogue.state != State.ESTABLISHED:
        touch_record(session, dialogue, actor_id=seat.person_id)


def _invited(guest: Guest) -> bool:
    return guest.over_agreed_at is not None and guest.rep_agreed_at is not None


def _record_guest(session: Session, seat: Seat, guest: Guest, action: str) -> None:
    session.flush()
    record(
        session,
        actor_id=seat.person_id,
        action=action,
        kind="dialogue",
        object_id=guest.dialogue_id,
        after={
            "guest": guest.person_id,
            "over": guest.over_agreed_at is not None,
            "rep": guest.rep_agreed_at is not None,
        },
    )


def note_attendance(
    session: Session,
    *,
    seat: Seat,
    dialogue: Dialogue,
    present: set[int],
    stood: Mapping[int, bool | None] | None = None,
) -> None:
    """Note who was there, of participants and guests, by person id.

    `stood` is what was noted of each on the page: of whom was not on it nothing is noted. Raises `NotAllowedNow`, and
    `AttendanceChanged` when the other has noted something else since.
    """
    if not seat.takes_part:
        raise NotAllowedNow("not_participant")
    if dialogue.state not in {State.HELD, State.ESTABLISHING}:
        raise NotAllowedNow("notes_closed")
    people = _people(dialogue)
    if stood is not None:
        people = [person for person in people if person.person_id in stood]
        if any(
            person.attended not in {stood[person.person_id], person.person_id in present} for person in people
        ):
            raise AttendanceChanged
    noted = {one.person_id: one.person_id in present for one in people}
    _note(session, dialogue, noted, actor_id=seat.person_id)


def _people(dialogue: Dialogue) -> list[Participant | Guest]:
    """Give who should be there: the two, and those both have invited."""
    return [*dialogue.participants, *(guest for guest in dialogue.guests if _invited(guest))]


def _note(session: Session, dialogue: Dialogue, noted: Mapping[int, bool | None], *, actor_id: int) -> None:
    people = [one for one in _people(dialogue) if one.person_id in noted]
    before = {str(person.person_id): person.attended for person in people}
    for person in people:
        person.attended = noted[person.person_id]
    after = {str(person.person_id): person.attended for person in people}
    if before == after:
        return
    touch_record(session, dialogue, actor_id=actor_id)
    record(
        session,
        actor_id=actor_id,
        action="attendance",
        kind="dialogue",
        object_id=dialogue.id,
        before=before,
        after=after,
    )
    session.flush()
