"""Pure decisions about assignments: who may give to whom, whose each field and each step is, who reads what."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.access.actor import Actor
from app.access.matrix import Role
from app.assignments.errors import Fault
from app.assignments.models import Assignment, Side, State
from app.passages.rules import PRESIDING
from app.steering.schema import Profile

LONGEST_TEXT, LONGEST_TITLE, LONGEST_LINE, LONGEST_NUMBER = 20_000, 300, 300, 60

OWNED: dict[Side, frozenset[str]] = {
    Side.GIVER: frozenset({"title", "what", "due_on", "frame", "registry_number"}),
    Side.TAKER: frozenset({"how", "who"}),
}
"""Whose each field is: what, when and within which frame the giver's, how and who the taker's (Tranemo 4)."""

WRITABLE: dict[Side, frozenset[State]] = {
    Side.GIVER: frozenset({State.DRAFT, State.GIVEN, State.AGAINST, State.ACKNOWLEDGED}),
    Side.TAKER: frozenset({State.GIVEN, State.ACKNOWLEDGED}),
}
"""In which states each side writes in its own fields."""

OPEN = frozenset({State.GIVEN, State.AGAINST, State.ACKNOWLEDGED, State.REPORTED})
"""Given and not closed: somebody is to do something."""


class WordKind(StrEnum):
    """What a word said of an assignment is."""

    RECEIVED = "received"
    AGAINST = "against"
    ANSWER = "answer"
    PROGRESS = "progress"
    REPORT = "report"
    ENOUGH = "enough"
    MORE = "more"
    WITHDRAWN = "withdrawn"


class Need(StrEnum):
    """Whether a step is taken with words."""

    NONE = "none"
    MAY = "may"
    MUST = "must"


@dataclass(frozen=True, slots=True)
class Move:
    """One step: whose it is, from where to where, with what words, and which words it takes back."""

    side: Side
    before: frozenset[State]
    after: State
    action: str
    words: Need = Need.NONE
    kind: WordKind | None = None
    takes_back: WordKind | None = None


class Step(StrEnum):
    """The steps people take, as they stand in addresses."""

    GIVE = "lamna"
    UNGIVE = "ta-tillbaka"
    ACKNOWLEDGE = "kvittera"
    UNACKNOWLEDGE = "angra-kvittering"
    OBJECT = "invand"
    UNOBJECT = "angra-invandning"
    HOLD_TO = "svara"
    REPORT = "rapportera"
    UNREPORT = "angra-rapport"
    ENOUGH = "kvittera-rapport"
    REOPEN = "oppna-igen"
    MORE = "fraga-vidare"
    WITHDRAW = "aterkalla"
    RESTORE = "angra-aterkallelse"


def _move(
    side: Side,
    before: Iterable[State],
    after: State,
    action: str,
    words: Need = Need.NONE,
    kind: WordKind | None = None,
    takes_back: WordKind | None = None,
) -> Move:
    return Move(side, frozenset(before), after, f"assignment.{action}", words, kind, takes_back)


G, T, S, W = Side.GIVER, Side.TAKER, State, WordKind

STEPS: dict[Step, Move] = {
    Step.GIVE: _move(G, [S.DRAFT], S.GIVEN, "given"),
    Step.UNGIVE: _move(G, [S.GIVEN], S.DRAFT, "taken_back"),
    Step.ACKNOWLEDGE: _move(T, [S.GIVEN, S.AGAINST], S.ACKNOWLEDGED, "acknowledged", Need.MAY, W.RECEIVED),
    Step.UNACKNOWLEDGE: _move(
        T, [S.ACKNOWLEDGED], S.GIVEN, "acknowledgement_taken_back", takes_back=W.RECEIVED
    ),
    Step.OBJECT: _move(T, [S.GIVEN], S.AGAINST, "objected", Need.MUST, W.AGAINST),
    Step.UNOBJECT: _move(T, [S.AGAINST], S.GIVEN, "objection_taken_back", takes_back=W.AGAINST),
    Step.HOLD_TO: _move(G, [S.AGAINST], S.GIVEN, "held_to", Need.MUST, W.ANSWER),
    Step.REPORT: _move(T, [S.ACKNOWLEDGED], S.REPORTED, "reported", Need.MUST, W.REPORT),
    Step.UNREPORT: _move(T, [S.REPORTED], S.ACKNOWLEDGED, "report_taken_back", takes_back=W.REPORT),
    Step.ENOUGH: _move(G, [S.REPORTED], S.CLOSED, "report_acknowledged", Need.MAY, W.ENOUGH),
    Step.REOPEN: _move(G, [S.CLOSED], S.REPORTED, "reopened", takes_back=W.ENOUGH),
    Step.MORE: _move(G, [S.REPORTED], S.ACKNOWLEDGED, "asked_further", Need.MUST, W.MORE),
    Step.WITHDRAW: _move(
        G, [S.DRAFT, S.GIVEN, S.AGAINST, S.ACKNOWLEDGED], S.WITHDRAWN, "withdrawn", Need.MUST, W.WITHDRAWN
    ),
    Step.RESTORE: _move(G, [S.WITHDRAWN], S.GIVEN, "restored", takes_back=W.WITHDRAWN),
}
"""Every step there is. Those that take back are for the one who took the step, as long as nobody has gone on from it."""


def may_take(step: Step, sides: Collection[Side], state: str) -> bool:
    """Tell whether somebody who sits on `sides` can take a step from where an assignment stands."""
    move = STEPS[step]
    return move.side in sides and state in move.before


def may_write(field: str, sides: Collection[Side], state: str) -> bool:
    """Tell whether a field can be written by somebody who sits on `sides`, in a state."""
    return any(field in OWNED[side] and state in WRITABLE[side] for side in sides)


def needs_words(step: Step, state: str) -> Need:
    """Tell whether a step is taken with words; a draft nobody has seen is thrown away without a reason."""
    return Need.NONE if step is Step.WITHDRAW and state == State.DRAFT else STEPS[step].words


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is to an assignment now: which sides, whether above both in line, supports the taking unit, sits in one
    of its bodies, audits what a body gave.
    """

    sides: frozenset[Side] = frozenset()
    above: bool = False
    supports: bool = False
    sits: bool = False
    audits: bool = False

    @property
    def reads(self) -> bool:
        """Tell whether what has been given is read."""
        return bool(self.sides) or self.above or self.supports or self.sits or self.audits


def may_read(state: str, given: bool, standing: Standing) -> bool:
    """Tell whether an assignment is read: drafts, and drafts thrown away, by the giver alone. Twin of `queries.readable_by`."""
    if Side.GIVER in standing.sides:
        return True
    return state != State.DRAFT and given and standing.reads


@dataclass(frozen=True, slots=True)
class Ends:
    """What of a person's posts assignments stand on: units led or presided over, those of them one is the manager of, where one
    is employed, bodies one sits in.
    """

    led: frozenset[int]
    managed: frozenset[int]
    employed: frozenset[int]
    sits: frozenset[int]
    audits: bool


def ends_of(actor: Actor) -> Ends:
    """Give the units whose side somebody holds now."""
    held = actor.holdings
    return Ends(
        led=frozenset(
            one.unit_id
            for one in held
            if one.role is Role.MANAGER or (one.role is Role.POLITICIAN and one.duty in PRESIDING)
        ),
        managed=frozenset(one.unit_id for one in held if one.role is Role.MANAGER),
        employed=frozenset(one.unit_id for one in held if one.role is Role.EMPLOYEE),
        sits=frozenset(one.unit_id for one in held if one.role is Role.POLITICIAN),
        audits=any(one.role is Role.AUDITOR for one in held),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as the chain of assignments looks at it."""

    id: int
    kind: str
    is_top: bool = False
    parent_id: int | None = None


def bodies(profile: Profile) -> frozenset[str]:
    """Give the kinds of units in which politicians sit."""
    return frozenset(kind.key for kind in profile.all_unit_kinds() if kind.is_board)


def why_not_give(profile: Profile, giver: Place, taker: Place, *, below: bool) -> Fault | None:
    """Tell what is in the way of one unit giving another an assignment; `below` says that the taker lies under the giver.

    One gives to what hangs straight under oneself, and where the model's chain says so. Into the administration from a
    council, board or committee only through the kommunchef, where the model has that rule (Tranemo 5.1): then no chain and
    no place in the tree is a way around it.
    """
    if giver.id == taker.id:
        return Fault.ITSELF
    of_bodies = bodies(profile)
    into = giver.kind in of_bodies and _is_administration(profile, taker)
    if into and profile.rules.assignments_via_chief_executive and not taker.is_top:
        return Fault.THROUGH_CHIEF
    if below and taker.parent_id == giver.id:
        return None
    named = any(_is(step.giver, giver) and _is(step.taker, taker) for step in profile.assignment_chain)
    # A committee does not lie above the administration: there the chain alone says. Elsewhere it holds in one's own line.
    return None if named and (below or giver.kind in of_bodies) else Fault.NOT_IN_CHAIN


def _is(ref: str, place: Place) -> bool:
    if ref == "role:chief_executive":
        return place.is_top
    return ref == place.kind


def _is_administration(profile: Profile, place: Place) -> bool:
    kind = profile.unit_kind(place.kind)
    return kind is not None and kind.is_administrative


class Timing(StrEnum):
    """How near the day is."""

    NONE = "none"
    LATER = "later"
    SOON = "soon"
    PASSED = "passed"


SOON_DAYS = 30


def timing(one: Assignment, today: date) -> Timing:
    """Tell how near the day of an open assignment is."""
    if one.due_on is None or one.state not in OPEN:
        return Timing.NONE
    if one.due_on < today:
        return Timing.PASSED
    return Timing.SOON if (one.due_on - today).days <= SOON_DAYS else Timing.LATER
