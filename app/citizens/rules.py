"""Who reads and writes what of commitments, what was heard and citizen dialogues, and what they lack. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.citizens.models import CitizenDialogue, CommitmentState, DialogueState, Kept, Met, PublicCommitment
from app.steering.schema import Profile
from app.steering.shapes.about import Principle
from app.steering.shapes.goals import PublicCommitment as CommitmentKind

LONGEST_TEXT = 20_000
LONGEST_LINE = 200
LONGEST_TITLE = 300
LONGEST_PERIOD = 100
LONGEST_NUMBER = 60
LONGEST_LINK = 500
MOST_PEOPLE = 1_000_000

ROLE = "role:"


class Room(StrEnum):
    """The rooms of what has to do with residents and users; a model has some of them, all or none."""

    COMMITMENTS = "commitments"
    HEARD = "heard"
    DIALOGUES = "dialogues"


def rooms_of(profile: Profile) -> list[Room]:
    """Give the rooms a model has, and those an earlier one had: what was written there is still read."""
    there = (
        (Room.COMMITMENTS, bool(profile.all_public_commitments())),
        (Room.HEARD, bool(profile.all_feedback_sources())),
        (Room.DIALOGUES, profile.ever("citizen_dialogue")),
    )
    return [room for room, is_there in there if is_there]


def principles_of(profile: Profile) -> list[Principle]:
    """Give the principles of citizen dialogue: first what residents can expect, then how we ourselves go about it."""
    found = [one for one in profile.principles if one.kind == "citizen_dialogue"]
    return sorted(found, key=lambda one: one.toward == "ourselves")


def deciding_kinds(kind: CommitmentKind | None) -> frozenset[str]:
    """Give the kinds of bodies that decide a kind of commitment."""
    refs = kind.decided_by if kind is not None else ()
    return frozenset(one for one in refs if not one.startswith(ROLE))


def decided_by_manager(kind: CommitmentKind | None) -> bool:
    """Tell whether the manager of the unit decides it: also where the model in force no longer knows the kind."""
    return kind is None or "role:manager" in kind.decided_by


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is to a unit's commitments and notes now: reads its plans, writes them, decides its commitments."""

    reads: bool = False
    writes: bool = False
    decides: bool = False


def sees_commitment(state: str, standing: Standing) -> bool:
    """Tell whether a commitment is somebody's to read; `commitments.queries.visible` is its twin in SQL.

    A draft is read by those who write it and those who are to decide it; what was laid aside by those who write.
    """
    if standing.writes:
        return True
    if state == CommitmentState.DRAFT:
        return standing.decides
    return standing.reads and state != CommitmentState.ASIDE


def sees_dialogue(state: str, standing: Standing) -> bool:
    """Tell whether a citizen dialogue is somebody's to read; `dialogues.queries.visible` is its twin in SQL."""
    return standing.writes or (standing.reads and state == DialogueState.NOTED)


class Step(StrEnum):
    """What can be done with a commitment beside writing it."""

    DECIDE = "decide"
    REOPEN = "reopen"
    END = "end"
    RESUME = "resume"
    LAY_ASIDE = "lay_aside"
    TAKE_UP = "take_up"


STEPS: dict[Step, tuple[CommitmentState, CommitmentState]] = {
    Step.DECIDE: (CommitmentState.DRAFT, CommitmentState.DECIDED),
    Step.REOPEN: (CommitmentState.DECIDED, CommitmentState.DRAFT),
    Step.END: (CommitmentState.DECIDED, CommitmentState.ENDED),
    Step.RESUME: (CommitmentState.ENDED, CommitmentState.DECIDED),
    Step.LAY_ASIDE: (CommitmentState.DRAFT, CommitmentState.ASIDE),
    Step.TAKE_UP: (CommitmentState.ASIDE, CommitmentState.DRAFT),
}
OF_THE_UNIT = frozenset({Step.LAY_ASIDE, Step.TAKE_UP})
"""Steps that are the unit's own; the others are taken by those who decide."""


def may_step(step: Step, state: str, standing: Standing) -> bool:
    """Tell whether somebody can take a step from a state."""
    theirs = standing.writes if step in OF_THE_UNIT else standing.decides
    return theirs and STEPS[step][0] == state


def may_follow_up(state: str, standing: Standing) -> bool:
    """Tell whether somebody can say how a commitment is kept: the unit, once it is decided; of its last period also after."""
    return standing.writes and state in {CommitmentState.DECIDED, CommitmentState.ENDED}


NEEDED_TO_DECIDE = ("to_whom", "followed_how", "if_broken")
NEEDED_TO_NOTE = ("purpose", "question", "said")


def lacks_to_decide(one: PublicCommitment) -> list[str]:
    """Name what a commitment lacks before it can be decided: a promise nobody can follow is none."""
    return [name for name in NEEDED_TO_DECIDE if not getattr(one, name)]


def lacks_to_note(one: CitizenDialogue) -> list[str]:
    """Name what a citizen dialogue lacks before others read it; what is missing besides is shown as missing."""
    return [name for name in NEEDED_TO_NOTE if not getattr(one, name)]


def needs_remedy(kept: str) -> bool:
    """Tell whether it is to be said what was done: where a promise was not kept, or not wholly."""
    return kept in {Kept.PARTLY, Kept.NOT}


def in_force(one: PublicCommitment, today: date) -> bool:
    """Tell whether a commitment binds the unit on a day."""
    if one.state != CommitmentState.DECIDED:
        return False
    begun = one.valid_from is None or one.valid_from <= today
    return begun and (one.valid_to is None or one.valid_to >= today)


@dataclass(frozen=True, slots=True)
class Answered:
    """A principle with what was said of it in a citizen dialogue; `text` is empty for one the model no longer has."""

    key: str
    name: str
    text: str = ""
    toward: str = "everyone"
    met: str = Met.UNSAID
    words: str = ""

    @property
    def is_gap(self) -> bool:
        """Tell whether nobody has said how it was met."""
        return not self.met and not self.words


def answered(principles: Sequence[Answered], said: Iterable[tuple[str, str, str, str]]) -> list[Answered]:
    """Put what was said (key, name, met, words) to the principles of the model; what is of older ones comes last."""
    by_key = {key: (called, met, words) for key, called, met, words in said}
    found = [
        Answered(one.key, one.name, one.text, one.toward, *by_key[one.key][1:]) if one.key in by_key else one
        for one in principles
    ]
    known = {one.key for one in principles}
    old = [
        Answered(key, called or key, met=met, words=words)
        for key, (called, met, words) in by_key.items()
        if key not in known and (met or words)
    ]
    return found + old
