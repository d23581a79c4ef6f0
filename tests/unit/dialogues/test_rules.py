"""The rules of dialogues as truth tables: who sits where, which steps there are, what is read and written when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from app.access.actor import Actor, Holding
from app.access.matrix import Role
from app.dialogues import rules
from app.dialogues.models import (
    Consent,
    Dialogue,
    Guest,
    Participant,
    Picture,
    Post,
    PostKind,
    Series,
    Side,
    State,
    Verdict,
)
from app.dialogues.rules import Seat, Standing
from app.dialogues.verdicts import overall

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
OVER_UNIT, REP_UNIT, OTHER_UNIT = 1, 2, 3
OVER, REP, ELSE = 10, 20, 30

OVER_SEAT = Seat(Standing.PARTICIPANT, Side.OVER, OVER)
REP_SEAT = Seat(Standing.PARTICIPANT, Side.REP, REP)
HOLDER_SEAT = Seat(Standing.HOLDER, Side.REP, ELSE)
GUEST_SEAT = Seat(Standing.GUEST, None, ELSE)
SEATS = {"over": OVER_SEAT, "rep": REP_SEAT, "holder": HOLDER_SEAT, "guest": GUEST_SEAT}


def dialogue_in(state: State = State.PLANNED, **fields: object) -> Dialogue:
    given: dict[str, object] = {
        "series": Series(
            over_post=Post(unit_id=OVER_UNIT, kind=PostKind.MANAGER),
            rep_post=Post(unit_id=REP_UNIT, kind=PostKind.MANAGER),
        ),
        "participants": [
            Participant(side=Side.OVER, person_id=OVER),
            Participant(side=Side.REP, person_id=REP),
        ],
        "state": state,
        "starts_at": NOON,
    }
    return Dialogue(**(given | fields))


def actor(person_id: int, *holdings: Holding) -> Actor:
    return Actor(person_id, "Någon", "sv", holdings)


def at(unit_id: int, role: Role = Role.MANAGER, duty: str = "", *, deputy: bool = False) -> Holding:
    return Holding(role, unit_id, "Enheten", "unit", "", deputy, duty)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("unit_id", [OVER_UNIT, REP_UNIT, OTHER_UNIT])
def test_only_managers_hold_a_managers_post_and_only_at_its_unit(role: Role, unit_id: int) -> None:
    post = Post(unit_id=OVER_UNIT, kind=PostKind.MANAGER)
    expected = role is Role.MANAGER and unit_id == OVER_UNIT
    for deputy in (False, True):
        assert rules.holds(post, actor(ELSE, at(unit_id, role, "chair", deputy=deputy))) == expected


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("duty", ["chair", "vice_chair", "member", ""])
def test_only_chair_and_vice_chair_hold_the_presidiums_post(role: Role, duty: str) -> None:
    post = Post(unit_id=OVER_UNIT, kind=PostKind.PRESIDIUM)
    expected = role is Role.POLITICIAN and duty in {"chair", "vice_chair"}
    assert rules.holds(post, actor(ELSE, at(OVER_UNIT, role, duty))) == expected
    assert not rules.holds(post, actor(ELSE, at(OTHER_UNIT, role, duty)))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("person_id", [REP, ELSE])
def test_an_employees_post_is_held_by_that_employee_alone(role: Role, person_id: int) -> None:
    post = Post(unit_id=REP_UNIT, kind=PostKind.EMPLOYEE, person_id=REP)
    assert rules.holds(post, actor(person_id, at(REP_UNIT, role))) == (
        role is Role.EMPLOYEE and person_id == REP
    )
    assert not rules.holds(post, actor(person_id, at(OTHER_UNIT, role)))


SEATING = [
    # who, holdings, seat
    (OVER, [at(OVER_UNIT)], OVER_SEAT),
    (REP, [at(REP_UNIT)], REP_SEAT),
    (REP, [at(REP_UNIT, deputy=True)], REP_SEAT),
    # One who took part and holds the post no more is out, whatever else they hold.
    (REP, [], None),
    (REP, [at(OTHER_UNIT)], None),
    (REP, [at(REP_UNIT, Role.EMPLOYEE)], None),
    (REP, [at(REP_UNIT, Role.SUPPORT)], None),
    # A new holder, a deputy beside the ordinary one.
    (ELSE, [at(REP_UNIT)], HOLDER_SEAT),
    (ELSE, [at(OVER_UNIT, deputy=True)], Seat(Standing.HOLDER, Side.OVER, ELSE)),
    # One who has moved from one side's post to the other's sits there as its holder.
    (REP, [at(OVER_UNIT)], Seat(Standing.HOLDER, Side.OVER, REP)),
    # Who takes part on one side and is deputy on the other stays on the side where they take part.
    (REP, [at(OVER_UNIT, deputy=True), at(REP_UNIT)], REP_SEAT),
    (ELSE, [at(OVER_UNIT), at(REP_UNIT)], Seat(Standing.HOLDER, Side.OVER, ELSE)),
    # Managers above, below and beside have no seat, nor has anybody with another role at the very units.
    (ELSE, [at(OTHER_UNIT)], None),
    *[(ELSE, [at(OVER_UNIT, role, "chair"), at(REP_UNIT, role, "chair")], None) for role in Role if role is not Role.MANAGER],
]  # fmt: skip


@pytest.mark.parametrize(("person_id", "holdings", "seat"), SEATING)
def test_everybody_sits_where_they_belong(person_id: int, holdings: list[Holding], seat: Seat | None) -> None:
    assert rules.seat_of(dialogue_in(), actor(person_id, *holdings)) == seat


@pytest.mark.parametrize(("over", "rep", "employed"), list(product([False, True], repeat=3)))
def test_a_guest_sits_when_both_have_agreed_and_an_appointment_is_in_force(
    over: bool, rep: bool, employed: bool
) -> None:
    guest = Guest(person_id=ELSE, over_agreed_at=NOON if over else None, rep_agreed_at=NOON if rep else None)
    somebody = actor(ELSE, *([at(OTHER_UNIT, Role.SUPPORT)] if employed else []))
    seat = rules.seat_of(dialogue_in(guests=[guest]), somebody)
    assert seat == (GUEST_SEAT if over and rep and employed else None)


def test_a_guest_who_holds_a_post_sits_on_the_post() -> None:
    guest = Guest(person_id=ELSE, over_agreed_at=NOON, rep_agreed_at=NOON)
    assert rules.seat_of(dialogue_in(guests=[guest]), actor(ELSE, at(REP_UNIT))) == HOLDER_SEAT


STEPS = {
    State.PLANNED: {State.PREPARING, State.HELD, State.CANCELLED},
    State.PREPARING: {State.PLANNED, State.HELD, State.CANCELLED},
    State.HELD: {State.PREPARING, State.ESTABLISHING, State.CANCELLED},
    State.ESTABLISHING: {State.HELD},
    State.ESTABLISHED: set(),
    State.CANCELLED: {State.PLANNED},
}


@pytest.mark.parametrize(("origin", "target"), list(product(State, State)))
def test_the_steps_are_those_of_the_domain_and_only_the_two_take_them(origin: State, target: State) -> None:
    for name, seat in SEATS.items():
        reason = rules.why_not_step(dialogue_in(origin), target, seat, NOON)
        if not seat.takes_part:
            assert reason == "not_participant", name
        else:
            assert reason == (None if target in STEPS[origin] else "no_such_step"), name
    assert {to for (start, to) in rules.STEPS if start is origin} == STEPS[origin]


STARTS = [
    # shared by over, by rep, revealed, minutes from the agreed time, hours since I moved it earlier, reason
    (True, True, False, -600, None, None),
    (True, False, False, -1, None, "too_early"),
    (False, False, False, -1, None, "too_early"),
    (False, False, True, -600, None, None),
    (False, False, False, 0, None, None),
    (True, False, False, 0, None, None),
    (False, False, False, 0, 1, "moved_recently"),
    (False, True, False, 0, 23.99, "moved_recently"),
    (False, False, False, 0, 24, None),
    (True, True, False, 0, 1, None),
    (False, False, True, 0, 1, None),
    (False, False, False, -1, 1, "too_early"),
]


@pytest.mark.parametrize(("over", "rep", "revealed", "minutes", "moved", "reason"), STARTS)
def test_nobody_starts_ahead_of_time_to_read_what_is_not_shared(
    over: bool, rep: bool, revealed: bool, minutes: float, moved: float | None, reason: str | None
) -> None:
    now = NOON + timedelta(minutes=minutes)
    dialogue = dialogue_in(
        participants=[
            Participant(side=Side.OVER, person_id=OVER, shared_at=NOON if over else None),
            Participant(side=Side.REP, person_id=REP, shared_at=NOON if rep else None),
        ],
        revealed_at=NOON if revealed else None,
        earlier_by_id=OVER if moved is not None else None,
        earlier_since=now - timedelta(hours=moved) if moved is not None else None,
    )
    assert rules.why_not_start(dialogue, OVER, now) == reason
    # Who has taken the seat of the one who moved it waits too, and is not told to have moved it.
    if reason == "moved_recently":
        dialogue.earlier_by_id = 99
        assert rules.why_not_start(dialogue, OVER, now) == "moved_recently_by_another"
        dialogue.earlier_by_id = OVER
    # The other, who did not move it, may start as soon as the time is in.
    assert rules.why_not_start(dialogue, REP, now) == (None if reason == "moved_recently" else reason)


# It is noon in UTC on the twenty-third, and one in the afternoon in Sweden.
DAYS = [
    # hours from now to the agreed time, on an earlier day than agreed
    (-24, False), (0, False), (10.9, False), (11, True), (24, True), (600, True),
]  # fmt: skip


@pytest.mark.parametrize(("hours", "ahead"), DAYS)
@pytest.mark.parametrize(("origin", "target"), list(product(State, State)))
def test_only_a_start_on_an_earlier_day_than_the_agreed_one_is_ahead_of_it(
    origin: State, target: State, hours: float, ahead: bool
) -> None:
    dialogue = dialogue_in(origin, starts_at=NOON + timedelta(hours=hours))
    starts = target is State.HELD and origin in {State.PLANNED, State.PREPARING}
    assert rules.is_ahead_of_its_day(dialogue, target, NOON) == (ahead and starts)


@pytest.mark.parametrize(("minute", "whole"), [(0, 0), (4, 0), (5, 5), (58, 55), (59, 55)])
def test_a_meeting_held_now_has_a_time_people_would_write_down(minute: int, whole: int) -> None:
    now = NOON.replace(minute=minute, second=31, microsecond=7)
    assert rules.held_from(now) == NOON.replace(minute=whole)


@pytest.mark.parametrize(("over", "rep", "revealed"), list(product([False, True], repeat=3)))
def test_pictures_open_when_both_have_shared_or_the_meeting_has_begun(
    over: bool, rep: bool, revealed: bool
) -> None:
    dialogue = dialogue_in(
        participants=[
            Participant(side=Side.OVER, person_id=OVER, shared_at=NOON if over else None),
            Participant(side=Side.REP, person_id=REP, shared_at=NOON if rep else None),
        ],
        revealed_at=NOON if revealed else None,
    )
    opened = (over and rep) or revealed
    assert rules.pictures_open(dialogue) == opened
    for author in (OVER, REP):
        side = Side.OVER if author == OVER else Side.REP
        picture = Picture(author_id=author, side=side, withheld=False)
        left = Picture(author_id=author, side=side, withheld=True)
        for name, seat in SEATS.items():
            own = seat.person_id == author
            assert rules.may_read_picture(dialogue, seat, picture) == (own or (opened and seat.takes_part)), (
                name
            )
            assert rules.may_read_picture(dialogue, seat, left) == own, name


def test_a_guest_reads_no_picture_not_even_one_of_their_own() -> None:
    picture = Picture(author_id=ELSE, side=Side.REP, withheld=False)
    assert not rules.may_read_picture(dialogue_in(revealed_at=NOON), GUEST_SEAT, picture)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("revealed", [False, True])
def test_ones_own_picture_is_written_before_sharing_and_before_the_meeting(
    state: State, shared: bool, revealed: bool
) -> None:
    dialogue = dialogue_in(
        state,
        participants=[
            Participant(side=Side.OVER, person_id=OVER),
            Participant(side=Side.REP, person_id=REP, shared_at=NOON if shared else None),
        ],
        revealed_at=NOON if revealed else None,
    )
    open_state = state in {State.PLANNED, State.PREPARING} and not revealed
    assert rules.may_write_picture(dialogue, OVER_SEAT) == (None if open_state else "picture_locked")
    mine = None if open_state and not shared else "picture_shared" if open_state else "picture_locked"
    assert rules.may_write_picture(dialogue, REP_SEAT) == mine
    for seat in (HOLDER_SEAT, GUEST_SEAT):
        assert rules.may_write_picture(dialogue, seat) == "not_participant"


@pytest.mark.parametrize("state", State)
def test_notes_are_written_by_the_two_while_the_record_is_open(state: State) -> None:
    dialogue = dialogue_in(state)
    closed = None if state in {State.HELD, State.ESTABLISHING} else "notes_closed"
    for seat in (OVER_SEAT, REP_SEAT):
        assert rules.may_write_notes(dialogue, seat) == closed
    assert rules.may_write_whole(dialogue, OVER_SEAT) == closed
    assert rules.may_write_whole(dialogue, REP_SEAT) == (closed or "over_writes_whole")
    for seat in (HOLDER_SEAT, GUEST_SEAT):
        assert rules.may_write_notes(dialogue, seat) == "not_participant"
        assert rules.may_write_whole(dialogue, seat) == "not_participant"


@pytest.mark.parametrize("state", State)
def test_notes_are_read_by_the_two_and_their_guests_and_by_a_new_holder_once_established(
    state: State,
) -> None:
    dialogue = dialogue_in(state)
    for seat in (OVER_SEAT, REP_SEAT):
        assert rules.may_read_notes(dialogue, seat)
    assert rules.may_read_notes(dialogue, GUEST_SEAT) == (state is not State.CANCELLED)
    assert rules.may_read_notes(dialogue, HOLDER_SEAT) == (state is State.ESTABLISHED)


CONSENTS = [
    # state, text of the whole, sides that have consented, reason for over
    (State.ESTABLISHING, "Vi ser", (), None),
    (State.ESTABLISHING, "Vi ser", (Side.REP,), None),
    (State.ESTABLISHING, "Vi ser", (Side.OVER,), "already_consented"),
    (State.ESTABLISHING, " \n", (), "nothing_to_establish"),
    (State.ESTABLISHING, "", (Side.OVER,), "nothing_to_establish"),
    *[(state, "Vi ser", (), "not_establishing") for state in State if state is not State.ESTABLISHING],
]


@pytest.mark.parametrize(("state", "whole", "given", "reason"), CONSENTS)
def test_one_consents_once_to_something_while_it_is_being_established(
    state: State, whole: str, given: tuple[Side, ...], reason: str | None
) -> None:
    dialogue, stands = dialogue_in(state), [Consent(side=side) for side in given]
    assert rules.may_consent(dialogue, OVER_SEAT, whole, stands) == reason
    for seat in (HOLDER_SEAT, GUEST_SEAT):
        assert rules.may_consent(dialogue, seat, whole, stands) == "not_participant"


@pytest.mark.parametrize(("over", "rep"), list(product([None, *Verdict], repeat=2)))
def test_different_judgements_stand_as_different(over: Verdict | None, rep: Verdict | None) -> None:
    found = rules.together(over, rep)
    assert found == rules.together(rep, over)
    if over is None or rep is None:
        assert found is None
    else:
        assert found is (over if over is rep else Verdict.DIFFERENT)


OVERALL = [
    ([], None),
    ([None, None], None),
    ([Verdict.SAME, None, Verdict.SAME], Verdict.SAME),
    ([Verdict.DIFFERENT], Verdict.DIFFERENT),
    ([Verdict.PARTLY, Verdict.PARTLY], Verdict.PARTLY),
    ([Verdict.SAME, Verdict.DIFFERENT], Verdict.PARTLY),
    ([Verdict.SAME, Verdict.PARTLY, None], Verdict.PARTLY),
]


@pytest.mark.parametrize(("verdicts", "expected"), OVERALL)
def test_a_dialogue_as_a_whole_is_as_its_themes_are(
    verdicts: list[Verdict | None], expected: Verdict | None
) -> None:
    assert overall(verdicts) is expected


def test_every_pair_the_domain_names_has_its_posts() -> None:
    assert rules.PAIR_POSTS == {
        "managers": ("manager", "manager"),
        "presidium": ("presidium", "manager"),
        "board": ("presidium", "manager"),
        "employee": ("manager", "employee"),
    }
