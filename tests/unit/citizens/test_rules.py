"""Who reads and does what with commitments and citizen dialogues, and what they lack."""

from datetime import date

import pytest

from app.citizens import rules
from app.citizens.models import CitizenDialogue, CommitmentState, DialogueState, PublicCommitment
from app.citizens.rules import Answered, Room, Standing, Step
from app.steering.loader import load_profile

READS, WRITES, DECIDES = Standing(reads=True), Standing(True, writes=True), Standing(True, decides=True)
NOBODY = Standing()


@pytest.mark.parametrize(
    ("state", "who"),
    [
        (CommitmentState.DRAFT, {"writes", "decides"}),
        (CommitmentState.DECIDED, {"reads", "writes", "decides"}),
        (CommitmentState.ENDED, {"reads", "writes", "decides"}),
        (CommitmentState.ASIDE, {"writes"}),
    ],
)
def test_a_commitment_is_read_by_those_it_is_for_as_far_as_it_has_come(state, who):
    everybody = {"reads": READS, "writes": WRITES, "decides": DECIDES, "nobody": NOBODY}
    assert {name for name, one in everybody.items() if rules.sees_commitment(state, one)} == who


def test_a_citizen_dialogue_is_read_by_others_once_it_is_noted():
    assert [rules.sees_dialogue(state, READS) for state in DialogueState] == [False, True, False]
    assert all(rules.sees_dialogue(state, WRITES) for state in DialogueState)


@pytest.mark.parametrize(
    ("standing", "steps"),
    [
        (READS, set()),
        (WRITES, {(Step.LAY_ASIDE, "draft"), (Step.TAKE_UP, "aside")}),
        (
            DECIDES,
            {
                (Step.DECIDE, "draft"),
                (Step.REOPEN, "decided"),
                (Step.END, "decided"),
                (Step.RESUME, "ended"),
            },
        ),
    ],
)
def test_the_unit_writes_and_the_body_decides_and_ends(standing, steps):
    taken = {
        (step, state) for step in Step for state in CommitmentState if rules.may_step(step, state, standing)
    }
    assert taken == steps


def test_how_it_is_kept_is_said_by_the_unit_once_it_is_decided_and_of_its_last_time_after():
    said = {state for state in CommitmentState if rules.may_follow_up(state, WRITES)}
    assert said == {CommitmentState.DECIDED, CommitmentState.ENDED}
    assert not any(rules.may_follow_up(state, DECIDES) for state in CommitmentState)


def test_a_promise_nobody_can_follow_cannot_be_decided():
    one = PublicCommitment(promise="Svar.", to_whom="", followed_how="Vi frågar.", if_broken="")
    assert rules.lacks_to_decide(one) == ["to_whom", "if_broken"]
    asked = CitizenDialogue(title="Parken", purpose="", question="Vad?", said="")
    assert rules.lacks_to_note(asked) == ["purpose", "said"]


def test_only_a_promise_kept_needs_no_word_on_what_was_done():
    assert {kept for kept in ("kept", "partly", "not") if rules.needs_remedy(kept)} == {"partly", "not"}


def test_a_commitment_binds_from_its_first_day_to_its_last():
    one = PublicCommitment(state="decided", valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [rules.in_force(one, day) for day in days] == [False, True, True, False]
    one.state = "ended"
    assert not rules.in_force(one, days[1])


def test_each_principle_stands_with_its_answer_or_as_a_gap_and_old_ones_by_their_old_name():
    model = [Answered("early", "Tidigt", "Medan det går."), Answered("many", "Många")]
    found = rules.answered(model, [("early", "Förr", "not", "För sent."), ("gone", "Öppet", "met", "")])
    assert [(one.name, one.met, one.words, one.is_gap) for one in found] == [
        ("Tidigt", "not", "För sent.", False),
        ("Många", "", "", True),
        ("Öppet", "met", "", False),
    ]


@pytest.mark.parametrize(
    ("key", "rooms"),
    [
        ("tranemo", []),
        ("lerum", []),
        ("perstorp", []),
        ("kungalv", [Room.COMMITMENTS]),
        ("karlskoga", [Room.COMMITMENTS, Room.HEARD, Room.DIALOGUES]),
    ],
)
def test_a_model_has_the_rooms_its_profile_says(key, rooms):
    assert rules.rooms_of(load_profile(key)) == rooms


def test_what_residents_can_expect_stands_before_how_we_go_about_it():
    found = [one.toward for one in rules.principles_of(load_profile("karlskoga"))]
    assert found == ["the_public"] * 2 + ["ourselves"] * 3


def test_the_bodies_that_decide_come_from_the_model():
    (kind,) = load_profile("karlskoga").public_commitments
    assert rules.deciding_kinds(kind) == {"board", "executive_board"}
    assert not rules.decided_by_manager(kind)
    # What an older model had is looked after by the unit that wrote it.
    assert rules.decided_by_manager(None)
