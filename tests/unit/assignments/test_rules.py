"""Whose each field and each step of an assignment is, who may give to whom, and when pictures open: as tables."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest

from app.assignments import rules
from app.assignments.errors import Fault
from app.assignments.models import Owner, Side, State, ZonePicture, ZoneQuestion, ZoneState
from app.assignments.rules import Place, Standing, Step
from app.assignments.zone import rules as zone
from app.steering.loader import load_profile

PROFILE = load_profile("tranemo")
G, T = Side.GIVER, Side.TAKER
GIVERS_FIELDS = ("title", "what", "due_on", "frame", "registry_number")
TAKERS_FIELDS = ("how", "who")
GIVER_WRITES = {State.DRAFT, State.GIVEN, State.AGAINST, State.ACKNOWLEDGED}
TAKER_WRITES = {State.GIVEN, State.ACKNOWLEDGED}


@pytest.mark.parametrize(
    ("field", "side", "state"), list(product((*GIVERS_FIELDS, *TAKERS_FIELDS), Side, State)), ids=str
)
def test_each_field_is_written_by_its_owner_and_by_no_one_else(field: str, side: Side, state: State) -> None:
    owner, states = (G, GIVER_WRITES) if field in GIVERS_FIELDS else (T, TAKER_WRITES)
    assert rules.may_write(field, [side], state) is (side is owner and state in states)
    assert not rules.may_write(field, [], state)


WAYS: dict[Side, set[tuple[str, str]]] = {
    G: {
        ("draft", "given"), ("given", "draft"), ("against", "given"), ("reported", "closed"), ("closed", "reported"),
        ("reported", "acknowledged"), ("draft", "withdrawn"), ("given", "withdrawn"), ("against", "withdrawn"),
        ("acknowledged", "withdrawn"), ("withdrawn", "given"),
    },
    T: {
        ("given", "acknowledged"), ("against", "acknowledged"), ("acknowledged", "given"), ("given", "against"),
        ("against", "given"), ("acknowledged", "reported"), ("reported", "acknowledged"),
    },
}  # fmt: skip


@pytest.mark.parametrize(("side", "here", "there"), list(product(Side, State, State)), ids=str)
def test_from_where_each_side_takes_an_assignment_where(side: Side, here: State, there: State) -> None:
    taken = [step for step in Step if rules.may_take(step, [side], here) and rules.STEPS[step].after is there]
    assert bool(taken) is ((here.value, there.value) in WAYS[side])


COUNCIL, BOARD, COMMITTEE = (
    Place(1, "council"),
    Place(2, "executive_board", parent_id=1),
    Place(3, "committee", parent_id=2),
)
TOP = Place(4, "administration", is_top=True, parent_id=2)
SECTION, AREA, UNIT, BELOW_AREA = (
    Place(5, "section", parent_id=4), Place(6, "area", parent_id=5), Place(7, "unit", parent_id=5), Place(8, "unit", parent_id=6)
)  # fmt: skip
COMPANY = Place(9, "company", parent_id=2)
GIVING = [
    (COUNCIL, BOARD, True, None),
    (BOARD, TOP, True, None),
    (COMMITTEE, TOP, False, None),
    (BOARD, COMPANY, True, None),
    (BOARD, SECTION, True, Fault.THROUGH_CHIEF),
    (COMMITTEE, SECTION, False, Fault.THROUGH_CHIEF),
    (COUNCIL, UNIT, True, Fault.THROUGH_CHIEF),
    (COMMITTEE, BOARD, False, Fault.NOT_IN_CHAIN),
    (TOP, SECTION, True, None),
    (TOP, BOARD, False, Fault.NOT_IN_CHAIN),
    (TOP, UNIT, True, Fault.NOT_IN_CHAIN),
    (SECTION, UNIT, True, None),
    (SECTION, AREA, True, None),
    (SECTION, BELOW_AREA, True, None),
    (SECTION, UNIT, False, Fault.NOT_IN_CHAIN),
    (AREA, BELOW_AREA, True, None),
    (UNIT, SECTION, False, Fault.NOT_IN_CHAIN),
    (UNIT, UNIT, True, Fault.ITSELF),
]


@pytest.mark.parametrize(("giver", "taker", "below", "fault"), GIVING, ids=str)
def test_who_gives_assignments_to_whom(giver: Place, taker: Place, below: bool, fault: Fault | None) -> None:
    assert rules.why_not_give(PROFILE, giver, taker, below=below) is fault


def test_without_the_rule_a_board_gives_to_what_hangs_straight_under_it_and_no_further() -> None:
    free = PROFILE.model_copy(
        update={"rules": PROFILE.rules.model_copy(update={"assignments_via_chief_executive": False})}
    )
    assert rules.why_not_give(free, BOARD, Place(5, "section", parent_id=2), below=True) is None
    assert rules.why_not_give(free, BOARD, SECTION, below=True) is Fault.NOT_IN_CHAIN


READS = [
    (Standing(frozenset({G})), True, True),
    (Standing(frozenset({T})), False, True),
    (Standing(above=True), False, True),
    (Standing(supports=True), False, True),
    (Standing(sits=True), False, True),
    (Standing(audits=True), False, True),
    (Standing(), False, False),
]


@pytest.mark.parametrize(("standing", "draft", "given"), READS, ids=str)
def test_drafts_are_for_their_giver_alone(standing: Standing, draft: bool, given: bool) -> None:
    assert rules.may_read(State.DRAFT, False, standing) is draft
    assert rules.may_read(State.GIVEN, True, standing) is given
    # A draft that was thrown away was never given.
    assert rules.may_read(State.WITHDRAWN, False, standing) is draft


ONE, OTHER = 1, 2


def asked(
    *, giver_shared: bool, taker_shared: bool, owners: tuple[str, str] = ("what", "how")
) -> ZoneQuestion:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    both = giver_shared and taker_shared
    question = ZoneQuestion(
        state=ZoneState.OPEN if both else ZoneState.WRITING, revision=1, opened_at=now if both else None
    )
    for side, person, shared, owner in (
        (G, ONE, giver_shared, owners[0]),
        (T, OTHER, taker_shared, owners[1]),
    ):
        question.pictures.append(
            ZonePicture(
                side=side, person_id=person, text="Ord", owner=owner, shared_at=now if shared else None
            )
        )
    return question


@pytest.mark.parametrize(("giver_shared", "taker_shared"), list(product((True, False), repeat=2)))
def test_the_others_picture_is_read_when_both_have_shared_and_never_before(
    giver_shared: bool, taker_shared: bool
) -> None:
    question = asked(giver_shared=giver_shared, taker_shared=taker_shared)
    both = giver_shared and taker_shared
    assert (zone.readable_picture(question, T, [G], ONE) is not None) is both
    assert (zone.readable_picture(question, G, [T], OTHER) is not None) is both
    assert zone.readable_picture(question, G, [G], ONE) is not None
    assert zone.readable_picture(question, G, [], 3) is None
    # A vice chair, or whoever takes over: not what the other on the same side wrote and has not shared.
    assert (zone.readable_picture(question, G, [G], 3) is not None) is giver_shared


@pytest.mark.parametrize(
    ("owners", "said"),
    [
        (("what", "what"), "same"),
        (("what", "how"), "different"),
        (("both", "how"), "partly"),
        (("both", "both"), "same"),
    ],
)
def test_how_the_two_pictures_agree_on_whose_the_question_is(owners: tuple[str, str], said: str) -> None:
    assert zone.verdict(asked(giver_shared=True, taker_shared=True, owners=owners)) == said
    assert zone.verdict(asked(giver_shared=True, taker_shared=False, owners=owners)) is None
    assert set(owners) <= set(Owner)
