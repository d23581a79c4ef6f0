"""Taking over a seat: whoever holds a post now sits there as themselves, with nothing the one before said as their own."""

from dataclasses import dataclass, replace

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from app.dialogues import settling
from app.dialogues.errors import NotAllowedNow
from app.dialogues.holding.raising import hold_what_was_released_before
from app.dialogues.inviting.rules import reply_facts
from app.dialogues.models import Dialogue, Guest, Picture, Side, State, Theme
from app.dialogues.rules import Seat
from app.dialogues.series import telling
from app.dialogues.series.services import touch_record
from app.records.services import record


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the one before said of the pictures of a theme."""

    theme_id: int
    verdict: str


def take_over(session: Session, *, seat: Seat, dialogue: Dialogue) -> None:
    """Let the present holder of a post take the seat of the one who had it, in a dialogue not yet established.

    What the predecessor prepared stays the predecessor's own until opened. That they came, were there, saw the same, let
    something go upward and wanted somebody invited was theirs to say: who sits there now says it themselves. Whom both
    had invited stays invited; a guest sits there no longer as a guest.
    """
    seat = _to_be_taken(seat)
    if seat.side is None or seat.takes_part:
        raise NotAllowedNow("no_seat_to_take")
    if dialogue.state in {State.ESTABLISHED, State.CANCELLED}:
        raise NotAllowedNow("already_established")
    if any(p.person_id == seat.person_id for p in dialogue.participants):
        # Who has moved from one post to the other waits until somebody has taken over where they sat.
        raise NotAllowedNow("needs_two_people")
    participant = next(p for p in dialogue.participants if p.side == seat.side)
    before = {"person": participant.person_id}
    participant.person_id = seat.person_id
    participant.reply = participant.replied_at = participant.proposed_at = None
    participant.reply_words = ""
    participant.attended = None
    if dialogue.revealed_at is None:
        participant.shared_at = None
        _leave_pictures_to_their_authors(session, dialogue, seat.side, present_id=seat.person_id)
    judged = _take_back_judgements(session, dialogue, seat.side)
    guest = _no_longer_a_guest(dialogue, seat.person_id)
    half_invited = _take_back_half_invitations(dialogue, seat.side)
    touch_record(session, dialogue, actor_id=seat.person_id)
    record(
        session,
        actor_id=seat.person_id,
        action="take_over",
        kind="dialogue",
        object_id=dialogue.id,
        before=before,
        after={
            "person": seat.person_id,
            "side": seat.side,
            "attended": None,
            "replies": {participant.side: reply_facts(participant)},
        },
    )
    _tell_of(session, seat, judged, [guest, *half_invited] if guest is not None else half_invited)
    hold_what_was_released_before(session, seat=seat, dialogue=dialogue)
    session.flush()
    telling.taken_over(session, dialogue, side=seat.side, before_id=before["person"], actor_id=seat.person_id)


def _to_be_taken(seat: Seat) -> Seat:
    """Give the seat somebody takes: who is invited to a meeting of a presidium they sit in sits at its side."""
    return replace(seat, side=seat.beside, beside=None) if seat.beside is not None else seat


def _leave_pictures_to_their_authors(
    session: Session, dialogue: Dialogue, side: Side, *, present_id: int
) -> None:
    """Keep what others wrote on a side out of what opens later; who comes back finds the own pictures in force.

    Who wrote in the other seat before has their pictures where they sit now.
    """
    mine = Picture.author_id == present_id
    session.execute(
        update(Picture)
        .where(Picture.dialogue_id == dialogue.id, mine | (Picture.side == str(side)))
        .values(withheld=~mine, side=case((mine, str(side)), else_=Picture.side))
        .execution_options(synchronize_session=False)
    )


def _take_back_judgements(session: Session, dialogue: Dialogue, side: Side) -> list[_Judged]:
    """Take away how the one before saw the themes, and give what that was."""
    column = Theme.over_verdict if side is Side.OVER else Theme.rep_verdict
    wanted = (
        select(Theme).where(Theme.dialogue_id == dialogue.id, column.is_not(None)).order_by(Theme.position)
    )
    judged = []
    for theme in session.scalars(wanted):
        judged.append(_Judged(theme.id, getattr(theme, column.key)))
        setattr(theme, column.key, None)
    return judged


def _no_longer_a_guest(dialogue: Dialogue, person_id: int) -> Guest | None:
    """End that somebody is invited to a dialogue they now take part in, and give the invitation; None where there was none."""
    guest = next((one for one in dialogue.guests if one.person_id == person_id), None)
    if guest is None or not (guest.over_agreed_at or guest.rep_agreed_at):
        return None
    guest.over_agreed_at = guest.rep_agreed_at = guest.attended = None
    return guest


def _take_back_half_invitations(dialogue: Dialogue, side: Side) -> list[Guest]:
    """Take back whom the one before alone had invited, and give those invitations.

    The other's word would else let somebody in whom nobody who sits on this side now has invited (domain 3).
    """
    mine, other = (
        ("over_agreed_at", "rep_agreed_at") if side is Side.OVER else ("rep_agreed_at", "over_agreed_at")
    )
    found = [one for one in dialogue.guests if getattr(one, mine) and not getattr(one, other)]
    for guest in found:
        setattr(guest, mine, None)
    return found


def _tell_of(session: Session, seat: Seat, judged: list[_Judged], guests: list[Guest]) -> None:
    for one in judged:
        record(
            session,
            actor_id=seat.person_id,
            action="judge",
            kind="theme",
            object_id=one.theme_id,
            before={"verdict": one.verdict},
            after={"verdict": None, "side": seat.side},
        )
    for guest in guests:
        record(
            session,
            actor_id=seat.person_id,
            action="uninvite_guest",
            kind="dialogue",
            object_id=guest.dialogue_id,
            after={"guest": guest.person_id, "over": False, "rep": False, "attended": None},
        )
        settling.guest_settled(session, guest)
