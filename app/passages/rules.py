"""Pure decisions about passages: whom a passage is from, who may answer, what an answer still waits for.

Who is above whom is a fact of the organisation on a day. The decisions here take it as plain values, so that
they can be checked as a table; `queries` asks the same of the database.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.access.actor import Actor
from app.access.matrix import May, Role
from app.passages.errors import Fault
from app.passages.models import Answer, Passage
from app.records.earlier import GONE

PRESIDING = frozenset({"chair", "vice_chair"})
"""Duties of a politician that make the presidium of a board."""

LONGEST_TEXT = 40_000
"""Characters in one answer or receipt."""


class Standing(StrEnum):
    """Where a matter raised upward stands."""

    WAITING = "waiting"
    NOT_ENOUGH = "not_enough"
    ANSWERED = "answered"
    DISPOSED = "disposed"
    """It was disposed of before it was answered: nobody is asked to answer what says nothing any more."""


@dataclass(frozen=True, slots=True)
class Line:
    """The units above a passage's overarching unit on a day: `parent` directly, `above` all of them."""

    parent: int | None
    above: frozenset[int]


def managed_units(actor: Actor) -> frozenset[int]:
    """Give the units the person leads now, as ordinary manager or deputy."""
    return frozenset(h.unit_id for h in actor.holdings if h.role is Role.MANAGER)


def overseeing_units(actor: Actor) -> frozenset[int]:
    """Give the top administration the person leads now: its chief oversees boards and companies too (Tranemo 5.2)."""
    return frozenset(h.unit_id for h in actor.holdings if h.role is Role.MANAGER and h.is_top)


def presided_units(actor: Actor) -> frozenset[int]:
    """Give the boards in whose presidium the person sits now."""
    return frozenset(h.unit_id for h in actor.holdings if h.role is Role.POLITICIAN and h.duty in PRESIDING)


def employed_units(actor: Actor) -> frozenset[int]:
    """Give the units where the person is an employee now."""
    return frozenset(h.unit_id for h in actor.holdings if h.role is Role.EMPLOYEE)


class Ends(Protocol):
    """Whose a passage is: the units and persons at both ends of the dialogue it comes from."""

    @property
    def over_unit_id(self) -> int: ...
    @property
    def rep_unit_id(self) -> int: ...
    @property
    def over_person_id(self) -> int: ...
    @property
    def rep_person_id(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Between:
    """Such ends where there is no passage: none yet, or only what the index has of it."""

    over_unit_id: int
    rep_unit_id: int
    over_person_id: int
    rep_person_id: int


def is_between_manager_and_employee(passage: Ends) -> bool:
    """Tell whether the two were a manager and an employee: only they belong to the same unit."""
    return passage.over_unit_id == passage.rep_unit_id


def holds_an_end(passage: Ends, actor: Actor) -> bool:
    """Tell whether the passage comes from a dialogue of a post the person holds now, whoever released it.

    Rights follow appointments at this moment (domain 3): who has left the post reads no more of what was released
    there, as little as the record it was taken from.
    """
    led = managed_units(actor)
    if passage.over_unit_id in led or passage.over_unit_id in presided_units(actor):
        return True
    if is_between_manager_and_employee(passage):
        return passage.rep_person_id == actor.person_id and passage.rep_unit_id in employed_units(actor)
    return passage.rep_unit_id in led


def is_one_of_the_two(passage: Ends, actor: Actor) -> bool:
    """Tell whether a person is one of the two who released the passage, and still holds a post it comes from."""
    return actor.person_id in {passage.over_person_id, passage.rep_person_id} and holds_an_end(passage, actor)


def may_answer(passage: Passage, actor: Actor, line: Line) -> bool:
    """Tell whether `actor` may answer: whoever leads a unit strictly above the one the dialogue was led from.

    A board is led by its presidium, and only over what hangs directly on it: the presidium of the executive
    board answers what the kommunchef has raised, never what stands further down (domain 3 and 4).
    """
    if not actor.may(May.TAKE_PART):
        return False
    above = actor.scope(May.ANSWER_RAISED)
    if above.everywhere or (above.subtrees & line.above) or (above.units & line.above):
        return True
    return line.parent is not None and line.parent in presided_units(actor)


def may_read(passage: Passage, actor: Actor, line: Line, overseers: frozenset[int] = frozenset()) -> bool:
    """Tell whether `actor` may read a passage; the twin of `queries.readable_by`.

    Readers are those who hold one of its posts now (lead the overarching or the reporting unit, sit in the presidium
    of a board that led the dialogue, or are that employee), those who lead a unit above, the presidium of a
    board that the overarching unit hangs directly on, and the kommunchef who oversees the boards and companies it was
    released in (`overseers`, by `overseeing`). Nobody else, whatever they released or administer.
    """
    if not actor.may(May.TAKE_PART):
        return False
    if holds_an_end(passage, actor):
        return True
    reach = actor.scope(May.READ_RELEASED)
    here = line.above | {passage.over_unit_id}
    if reach.everywhere or (reach.subtrees & here) or passage.over_unit_id in reach.units:
        return True
    if overseeing_units(actor) & overseers:
        return True
    return may_answer(passage, actor, line)


def may_receive(passage: Passage, answer: Answer, actor: Actor) -> bool:
    """Tell whether a person may say if an answer is enough: who holds one of the two posts now, but not to their own.

    A matter outlives a change of person, as its series does: the successor acknowledges in the predecessor's place.
    """
    return holds_an_end(passage, actor) and answer.answered_by_id != actor.person_id


def standing(passage: Passage) -> Standing:
    """Tell where a passage stands; the twin of `queries.waiting`. Answers and receipts must be loaded.

    Only the latest answer counts, and one “not enough” to it keeps the matter waiting.
    """
    if passage.answers and all(receipt.enough for receipt in passage.answers[-1].receipts):
        return Standing.ANSWERED
    if passage.text == GONE:
        return Standing.DISPOSED
    return Standing.NOT_ENOUGH if passage.answers else Standing.WAITING


def fault_in_answer(text: str) -> Fault | None:
    """Tell what stops an answer from being given."""
    if not text:
        return Fault.ANSWER_EMPTY
    return Fault.TEXT_TOO_LONG if len(text) > LONGEST_TEXT else None


def fault_in_receipt(enough: bool, words: str) -> Fault | None:
    """Tell what stops a receipt: one that says “not enough” says what is missing (domain 2)."""
    if not enough and not words:
        return Fault.SAY_WHAT_IS_MISSING
    return Fault.TEXT_TOO_LONG if len(words) > LONGEST_TEXT else None
