"""Who may read and answer what has been raised, as a truth table; and where a matter stands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.access.actor import Actor, Holding
from app.access.matrix import Role
from app.passages import rules
from app.passages.errors import Fault
from app.passages.models import Answer, Passage, Receipt
from app.passages.rules import Line, Standing

# council 1 > board 2 > administration 3 > section 4 > unit 5, sibling 6; other section 7
PARENTS = {2: 1, 3: 2, 4: 3, 5: 4, 6: 4, 7: 3}
OVER_PERSON, REP_PERSON, SOMEBODY = 10, 20, 30


def line(unit: int) -> Line:
    above: list[int] = []
    here = unit
    while here in PARENTS:
        here = PARENTS[here]
        above.append(here)
    return Line(PARENTS.get(unit), frozenset(above))


def actor(person: int, role: Role, unit: int, duty: str = "", *, deputy: bool = False) -> Actor:
    return Actor(person, "Någon", "sv", (Holding(role, unit, "Enhet", "unit", "", deputy, duty),))


def passage(over_unit: int, rep_unit: int) -> Passage:
    return Passage(
        id=1,
        over_unit_id=over_unit,
        rep_unit_id=rep_unit,
        over_person_id=OVER_PERSON,
        rep_person_id=REP_PERSON,
    )


BETWEEN = {"section-unit": (4, 5), "chief-section": (3, 4), "presidium-chief": (2, 3), "employee": (5, 5)}
NONE, READ, BOTH = (False, False), (True, False), (True, True)

# who: (may read, may answer) for each kind of dialogue the passage can come from
TABLE = {
    "manager of the unit": (actor(SOMEBODY, Role.MANAGER, 5), READ, NONE, NONE, READ),
    "manager of the section": (actor(SOMEBODY, Role.MANAGER, 4), READ, READ, NONE, BOTH),
    "deputy of the section": (actor(SOMEBODY, Role.MANAGER, 4, deputy=True), READ, READ, NONE, BOTH),
    "chief executive": (actor(SOMEBODY, Role.MANAGER, 3), BOTH, READ, READ, BOTH),
    "manager of a sibling": (actor(SOMEBODY, Role.MANAGER, 6), NONE, NONE, NONE, NONE),
    "manager of another section": (actor(SOMEBODY, Role.MANAGER, 7), NONE, NONE, NONE, NONE),
    "chair of the board": (actor(SOMEBODY, Role.POLITICIAN, 2, "chair"), NONE, BOTH, READ, NONE),
    "vice chair of the board": (actor(SOMEBODY, Role.POLITICIAN, 2, "vice_chair"), NONE, BOTH, READ, NONE),
    "member of the board": (actor(SOMEBODY, Role.POLITICIAN, 2, "member"), NONE, NONE, NONE, NONE),
    "politician without duty": (actor(SOMEBODY, Role.POLITICIAN, 2), NONE, NONE, NONE, NONE),
    "chair of the council": (actor(SOMEBODY, Role.POLITICIAN, 1, "chair"), NONE, NONE, BOTH, NONE),
    "support of the section": (actor(SOMEBODY, Role.SUPPORT, 4), NONE, NONE, NONE, NONE),
    "support with a chair's word": (actor(SOMEBODY, Role.SUPPORT, 2, "chair"), NONE, NONE, NONE, NONE),
    "auditor": (actor(SOMEBODY, Role.AUDITOR, 1), NONE, NONE, NONE, NONE),
    "administrator": (actor(SOMEBODY, Role.ADMINISTRATOR, 3), NONE, NONE, NONE, NONE),
    "employee of the unit": (actor(SOMEBODY, Role.EMPLOYEE, 5), NONE, NONE, NONE, NONE),
    "one of the two, elsewhere now": (actor(OVER_PERSON, Role.MANAGER, 7), NONE, NONE, NONE, NONE),
    "one of the two, employee elsewhere": (actor(REP_PERSON, Role.EMPLOYEE, 7), NONE, NONE, NONE, NONE),
    "the employee of the talk": (actor(REP_PERSON, Role.EMPLOYEE, 5), NONE, NONE, NONE, READ),
    "one of the two, only auditor now": (actor(REP_PERSON, Role.AUDITOR, 1), NONE, NONE, NONE, NONE),
    "one of the two, only administrator now": (
        actor(OVER_PERSON, Role.ADMINISTRATOR, 3),
        NONE,
        NONE,
        NONE,
        NONE,
    ),
    "one of the two, without appointment": (Actor(OVER_PERSON, "Någon", "sv", ()), NONE, NONE, NONE, NONE),
}


@pytest.mark.parametrize("who", TABLE)
def test_who_may_read_and_answer(who: str) -> None:
    person, *expected = TABLE[who]
    found = []
    for over_unit, rep_unit in BETWEEN.values():
        one = passage(over_unit, rep_unit)
        found.append(
            (rules.may_read(one, person, line(over_unit)), rules.may_answer(one, person, line(over_unit)))
        )
    assert dict(zip(BETWEEN, found, strict=True)) == dict(zip(BETWEEN, expected, strict=True))


def answered(*verdicts: tuple[bool, ...]) -> Passage:
    one = passage(4, 5)
    one.answers = [
        Answer(
            id=number,
            answered_by_id=SOMEBODY,
            text="Ja",
            receipts=[Receipt(person_id=p, enough=e, words="") for p, e in enumerate(given)],
        )
        for number, given in enumerate(verdicts)
    ]
    return one


@pytest.mark.parametrize(
    ("verdicts", "standing"),
    [
        ((), Standing.WAITING),
        (((),), Standing.ANSWERED),
        (((True,),), Standing.ANSWERED),
        (((True, True),), Standing.ANSWERED),
        (((False,),), Standing.NOT_ENOUGH),
        (((True, False),), Standing.NOT_ENOUGH),
        (((False, False), ()), Standing.ANSWERED),
        (((True,), (False,)), Standing.NOT_ENOUGH),
    ],
)
def test_only_the_latest_answer_tells_where_a_matter_stands(
    verdicts: tuple[tuple[bool, ...], ...], standing: Standing
) -> None:
    assert rules.standing(answered(*verdicts)) is standing


def test_those_who_hold_the_two_posts_receive_an_answer_but_nobody_their_own() -> None:
    one = passage(4, 5)
    from_above = Answer(answered_by_id=SOMEBODY, text="Ja", answered_at=datetime.now(UTC))
    own = Answer(answered_by_id=OVER_PERSON, text="Ja", answered_at=datetime.now(UTC))
    over, rep = actor(OVER_PERSON, Role.MANAGER, 4), actor(REP_PERSON, Role.MANAGER, 5)
    assert rules.may_receive(one, from_above, over)
    assert rules.may_receive(one, from_above, rep)
    assert rules.may_receive(one, from_above, actor(99, Role.MANAGER, 4))
    assert not rules.may_receive(one, from_above, actor(SOMEBODY, Role.MANAGER, 4))
    assert not rules.may_receive(one, from_above, actor(99, Role.MANAGER, 7))
    assert not rules.may_receive(one, from_above, actor(REP_PERSON, Role.MANAGER, 7))
    assert not rules.may_receive(one, own, over)
    assert rules.may_receive(one, own, rep)


def test_not_enough_says_what_is_missing() -> None:
    assert rules.fault_in_receipt(True, "") is None
    assert rules.fault_in_receipt(False, "") is Fault.SAY_WHAT_IS_MISSING
    assert rules.fault_in_receipt(False, "När?") is None


def test_an_answer_has_words_and_an_end() -> None:
    assert rules.fault_in_answer("") is Fault.ANSWER_EMPTY
    assert rules.fault_in_answer("Ja.") is None
    assert rules.fault_in_answer("x" * (rules.LONGEST_TEXT + 1)) is Fault.TEXT_TOO_LONG
