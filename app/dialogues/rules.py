"""Pure decisions of the dialogues: who one is in it, which steps there are, what may be read and written when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.access.actor import Actor
from app.access.matrix import Role
from app.cleaning import clean
from app.clock import STOCKHOLM
from app.dialogues.errors import Missing, TooLong
from app.dialogues.facts import End
from app.dialogues.models import (
    Agreement,
    AgreementState,
    Consent,
    Dialogue,
    PairKind,
    Picture,
    Post,
    PostKind,
    Side,
    State,
    Verdict,
)
from app.steering.schema import Profile

PRESIDING = frozenset({"chair", "vice_chair"})
"""Duties that make a politician hold the presidium's post."""

LONGEST_TEXT = 40_000
"""Characters in one field: some fifteen printed pages, more than any meeting note."""

LONGEST_REASON = 500
"""Characters of the reason somebody gives for declining: a sentence or two, seen by the two managers."""

QUIET_HOURS_AFTER_MOVE = 24
"""Hours the one who moved a meeting earlier must wait before starting it with pictures not yet shared."""


class Standing(StrEnum):
    """What somebody is to one dialogue right now."""

    PARTICIPANT = "participant"
    HOLDER = "holder"
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class Seat:
    """Where the acting person sits: as participant or present holder of a side's post, or as a guest (no side).

    `beside` is the side whose post a guest holds too: one of a presidium, invited to the meeting another of it takes part in.
    """

    standing: Standing
    side: Side | None
    person_id: int
    beside: Side | None = None

    @property
    def takes_part(self) -> bool:
        """Tell whether this is one of the two whose dialogue it is."""
        return self.standing is Standing.PARTICIPANT


def holds(post: Post | End, actor: Actor) -> bool:
    """Tell whether `actor` holds `post` now; a deputy holds it as fully as the ordinary manager."""
    for holding in actor.holdings:
        if holding.unit_id != post.unit_id:
            continue
        if post.kind == PostKind.MANAGER and holding.role is Role.MANAGER:
            return True
        if post.kind == PostKind.PRESIDIUM and holding.role is Role.POLITICIAN and holding.duty in PRESIDING:
            return True
        if (
            post.kind == PostKind.EMPLOYEE
            and holding.role is Role.EMPLOYEE
            and post.person_id == actor.person_id
        ):
            return True
    return False


def seat_of(dialogue: Dialogue, actor: Actor) -> Seat | None:
    """Find the seat of `actor` in a dialogue, or None when the dialogue is not theirs to know of.

    A participant who no longer holds the post has no seat; a new holder has one on the side's history and may take
    over what is not yet established. Of a presidium one takes part; whom both have invited of the others is a guest till then.
    """
    posts = {Side.OVER: dialogue.series.over_post, Side.REP: dialogue.series.rep_post}
    for participant in dialogue.participants:
        side = Side(participant.side)
        if participant.person_id == actor.person_id and holds(posts[side], actor):
            return Seat(Standing.PARTICIPANT, side, actor.person_id)
    invited = any(
        guest.person_id == actor.person_id and guest.over_agreed_at and guest.rep_agreed_at
        for guest in dialogue.guests
    )
    for side, post in posts.items():
        if holds(post, actor):
            if (
                invited
                and post.kind == PostKind.PRESIDIUM
                and dialogue.state not in {State.ESTABLISHED, State.CANCELLED}
            ):
                return Seat(Standing.GUEST, None, actor.person_id, beside=side)
            return Seat(Standing.HOLDER, side, actor.person_id)
    return Seat(Standing.GUEST, None, actor.person_id) if invited and may_be_guest(actor) else None


def may_sit(actor: Actor) -> bool:
    """Tell whether `actor` now has a role that posts of dialogues are held by; who has none holds no post (`holds`)."""
    return any(
        holding.role in {Role.MANAGER, Role.EMPLOYEE}
        or (holding.role is Role.POLITICIAN and holding.duty in PRESIDING)
        for holding in actor.holdings
    )


def may_be_guest(actor: Actor) -> bool:
    """Tell whether `actor` is now what one is invited as: support, or of a presidium; a guest who left that reads no more."""
    return any(
        holding.role is Role.SUPPORT or (holding.role is Role.POLITICIAN and holding.duty in PRESIDING)
        for holding in actor.holdings
    )


STEPS: dict[tuple[State, State], str] = {
    (State.PLANNED, State.PREPARING): "prepare",
    (State.PREPARING, State.PLANNED): "back",
    (State.PLANNED, State.HELD): "start",
    (State.PREPARING, State.HELD): "start",
    (State.HELD, State.PREPARING): "back",
    (State.HELD, State.ESTABLISHING): "establish",
    (State.ESTABLISHING, State.HELD): "back",
    (State.PLANNED, State.CANCELLED): "cancel",
    (State.PREPARING, State.CANCELLED): "cancel",
    (State.HELD, State.CANCELLED): "cancel",
    (State.CANCELLED, State.PLANNED): "reinstate",
}
"""Every step somebody can take. Established is reached by the second consent alone and is never left (domain 4)."""

LINE = (State.PLANNED, State.PREPARING, State.HELD, State.ESTABLISHING, State.ESTABLISHED)
"""The states in their order, as drawn on the page."""


def both_shared(dialogue: Dialogue) -> bool:
    """Tell whether both sides have shared their pictures."""
    return len(dialogue.participants) == len(Side) and all(p.shared_at for p in dialogue.participants)


def pictures_open(dialogue: Dialogue) -> bool:
    """Tell whether each sees the other's pictures: both have shared, or the meeting has started (domain 4)."""
    return dialogue.revealed_at is not None or both_shared(dialogue)


def prepares_alone(dialogue: Dialogue, seat: Seat) -> bool:
    """Tell whether all that one of the two reads of a dialogue is their own: then it is noted nowhere that they have read it.

    The other would learn from it that there is a picture, or that there is none (domain 4).
    """
    return (
        seat.takes_part and dialogue.state in {State.PLANNED, State.PREPARING} and not pictures_open(dialogue)
    )


def why_not_start(dialogue: Dialogue, person_id: int, now: datetime) -> str | None:
    """Tell why a meeting cannot start now, or None when it can.

    Starting opens both pictures, so nobody may do it ahead of time and read what the other has not yet shared:
    before the agreed time both must have shared, and the side that moved the meeting earlier, or took back that it
    was called off, must give the other a day. Only the other may start it before that: somebody may have taken the
    seat of the one who moved it, and is told so in other words than the one who moved it.
    """
    if both_shared(dialogue) or dialogue.revealed_at is not None:
        return None
    if now < dialogue.starts_at:
        return "too_early"
    others = {p.person_id for p in dialogue.participants} - {person_id}
    if dialogue.earlier_since is None or dialogue.earlier_by_id in others:
        return None
    quiet_until = dialogue.earlier_since + timedelta(hours=QUIET_HOURS_AFTER_MOVE)
    if now >= quiet_until:
        return None
    return "moved_recently" if dialogue.earlier_by_id == person_id else "moved_recently_by_another"


def is_ahead_of_its_day(dialogue: Dialogue, target: State, now: datetime) -> bool:
    """Tell whether a step would start a meeting on an earlier day than the agreed one, as days are in Sweden.

    The two are asked first: what they establish would else tell of a day that has not been.
    """
    agreed, today = (moment.astimezone(STOCKHOLM).date() for moment in (dialogue.starts_at, now))
    return STEPS.get((State(dialogue.state), target)) == "start" and today < agreed


def held_from(now: datetime) -> datetime:
    """Give the time of a meeting that is started now as people would write it down: the last whole five minutes, never ahead."""
    return now.replace(minute=now.minute - now.minute % 5, second=0, microsecond=0)


def why_not_step(dialogue: Dialogue, target: State, seat: Seat, now: datetime) -> str | None:
    """Tell why `seat` cannot take the step to `target` now, as a key of the wording, or None when it can."""
    if not seat.takes_part:
        return "not_participant"
    step = STEPS.get((State(dialogue.state), target))
    if step is None:
        return "no_such_step"
    if step == "start":
        return why_not_start(dialogue, seat.person_id, now)
    return None


def is_another_step(dialogue: Dialogue, target: State, stood: str) -> bool:
    """Tell whether what a page offered as one step to `target` is another by now, and so not what was meant.

    `stood` is the state the page had. A meeting that is being established is not begun but gone back from; one called off is not
    gone back in but taken back; and one that has begun is not called off as one to come.
    """
    if stood not in set(State):
        return True
    before, now = STEPS.get((State(stood), target)), STEPS.get((State(dialogue.state), target))
    return before != now or (
        now == "cancel" and State.HELD in {stood, dialogue.state} and stood != dialogue.state
    )


def may_read_picture(dialogue: Dialogue, seat: Seat, picture: Picture) -> bool:
    """Tell whether `seat` may read a picture: always one's own, the other's when opened; never a guest.

    What a predecessor had not opened is never opened by those who come after.
    """
    if seat.standing is Standing.GUEST:
        return False
    if picture.author_id == seat.person_id:
        return True
    return pictures_open(dialogue) and seat.takes_part and not picture.withheld


def may_write_picture(dialogue: Dialogue, seat: Seat) -> str | None:
    """Tell why one's own picture cannot be written now, or None when it can: before sharing, before the meeting."""
    if not seat.takes_part:
        return "not_participant"
    if dialogue.state not in {State.PLANNED, State.PREPARING}:
        return "picture_locked"
    if dialogue.revealed_at is not None:
        return "picture_locked"
    if any(p.shared_at for p in dialogue.participants if p.side == seat.side):
        return "picture_shared"
    return None


def may_decline(dialogue: Dialogue, seat: Seat) -> str | None:
    """Tell why one cannot decline an invitation now, or None when one can: a guest, until the two begin to establish.

    Who is noted as having been there cannot have declined to come.
    """
    if seat.standing is not Standing.GUEST:
        return "not_invited"
    if dialogue.state not in {State.PLANNED, State.PREPARING, State.HELD}:
        return "too_late_to_decline"
    if any(guest.attended for guest in dialogue.guests if guest.person_id == seat.person_id):
        return "too_late_to_decline"
    return None


def attendance_noted(dialogue: Dialogue) -> bool:
    """Tell whether it is noted of everybody who should have been there whether they were."""
    invited = (guest for guest in dialogue.guests if guest.over_agreed_at and guest.rep_agreed_at)
    noted = [one.attended for one in dialogue.participants] + [guest.attended for guest in invited]
    return None not in noted


def may_read_notes(dialogue: Dialogue, seat: Seat) -> bool:
    """Tell whether `seat` may read notes and drafts of the record: the two, invited guests; new holders once established.

    A meeting called off is no longer one a guest is invited to.
    """
    if seat.standing is Standing.HOLDER:
        return dialogue.state == State.ESTABLISHED
    return may_list_themes(dialogue, seat)


def may_list_themes(dialogue: Dialogue, seat: Seat) -> bool:
    """Tell whether `seat` may see the agenda: all who sit there, a guest too; titles and questions hold no one's words."""
    return dialogue.state != State.CANCELLED or seat.standing is not Standing.GUEST


def may_write_notes(dialogue: Dialogue, seat: Seat) -> str | None:
    """Tell why the shared notes cannot be written now, or None when they can."""
    if not seat.takes_part:
        return "not_participant"
    if dialogue.state not in {State.HELD, State.ESTABLISHING}:
        return "notes_closed"
    return None


def may_read_meeting_files(dialogue: Dialogue, seat: Seat) -> bool:
    """Tell whether `seat` may read the files on the meeting: as its notes, and nobody those of a meeting called off."""
    return dialogue.state != State.CANCELLED and may_read_notes(dialogue, seat)


def may_attach(dialogue: Dialogue, seat: Seat) -> str | None:
    """Tell why a file on the meeting cannot be added or taken away now, or None when it can: until it is established."""
    if not seat.takes_part:
        return "not_participant"
    if dialogue.state in {State.ESTABLISHED, State.CANCELLED}:
        return "files_closed"
    return None


def other_shared(dialogue: Dialogue, seat: Seat) -> bool:
    """Tell whether the other of the two has shared; for others than the two, whether the one who reports has."""
    side = (seat.side or Side.OVER).other
    return any(one.shared_at is not None for one in dialogue.participants if one.side == side)


def opens_by_sharing(dialogue: Dialogue, seat: Seat) -> bool:
    """Tell whether both pictures open for good when one shares now: the other has shared already."""
    return (
        seat.takes_part
        and dialogue.state in {State.PLANNED, State.PREPARING}
        and not pictures_open(dialogue)
        and other_shared(dialogue, seat)
    )


def may_write_whole(dialogue: Dialogue, seat: Seat) -> str | None:
    """Tell why the shared picture as a whole cannot be written: the overarching manager writes it (domain 4)."""
    blocked = may_write_notes(dialogue, seat)
    if blocked:
        return blocked
    if seat.side is not Side.OVER:
        return "over_writes_whole"
    return None


def may_consent(dialogue: Dialogue, seat: Seat, whole: str, stands: Sequence[Consent]) -> str | None:
    """Tell why one cannot establish now, or None when one can; `stands` is what was given and still stands."""
    if not seat.takes_part:
        return "not_participant"
    if dialogue.state != State.ESTABLISHING:
        return "not_establishing"
    if not whole.strip():
        return "nothing_to_establish"
    if any(consent.side == seat.side for consent in stands):
        return "already_consented"
    return None


def is_left_out(agreement: Agreement, dialogue: Dialogue) -> bool:
    """Tell whether the two have established their record without an agreement that was taken out of it: it was never agreed."""
    return (
        agreement.state == AgreementState.DROPPED
        and dialogue.state == State.ESTABLISHED
        and agreement.closed_at is not None
        and agreement.closed_at < dialogue.state_since
    )


def together(over: str | None, rep: str | None) -> Verdict | None:
    """Put two judgements together: equal ones stand, unequal ones mean that the pictures differ on it (domain 4).

    One judgement alone says nothing yet.
    """
    if not over or not rep:
        return None
    if over == rep:
        return Verdict(over)
    return Verdict.DIFFERENT


PAIR_POSTS: dict[str, tuple[str, str]] = {
    "managers": (PostKind.MANAGER, PostKind.MANAGER),
    "presidium": (PostKind.PRESIDIUM, PostKind.MANAGER),
    "board": (PostKind.PRESIDIUM, PostKind.MANAGER),
    "employee": (PostKind.MANAGER, PostKind.EMPLOYEE),
}
"""Which posts sit at the two ends of each kind of pair."""


def may_raise(profile: Profile, pair_kind: str) -> bool:
    """Tell whether something can be raised out of talks of a kind of pair: where one of its templates lets it, or it has none."""
    templates = profile.templates_for(PairKind(pair_kind).value)
    return not templates or any(template.may_raise for template in templates)


def kept_words(text: str) -> str:
    """Give words as they are kept; raises `Missing` and `TooLong`."""
    text = clean(text)
    if not text:
        raise Missing("text")
    if len(text) > LONGEST_TEXT:
        raise TooLong(LONGEST_TEXT)
    return text
