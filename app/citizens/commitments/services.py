"""Writes of public commitments: begun, changed, decided, followed up, ended. Each with its entry in the history."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app import clock
from app.citizens import keeping, rules
from app.citizens.errors import ChangedMeanwhile, Fault, NotYours, Refused
from app.citizens.facts import COMMITMENT, FOLLOW_UP, Facts, commitment_facts, follow_up_facts
from app.citizens.models import CommitmentFollowUp, CommitmentState, Kept, PublicCommitment
from app.citizens.queries import Reader, standing_at, unit_to_write
from app.citizens.rules import STEPS, Standing, Step
from app.records.noting import note

MEANWHILE: dict[tuple[Step, str], Fault] = {
    (Step.DECIDE, CommitmentState.DECIDED): Fault.DECIDED_ALREADY,
}
"""What somebody else did first, where the one who presses could not know."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a commitment says; only the promise is needed to begin it."""

    kind_key: str
    called: str
    promise: str
    to_whom: str = ""
    followed_how: str = ""
    if_broken: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision as it was filled in."""

    decided_by: str
    decided_on: date | None
    registry_number: str = ""
    link: str = ""


def begin(session: Session, *, reader: Reader, unit_id: int, said: Said) -> PublicCommitment:
    """Begin a commitment of a unit one writes for; raises `NotYours` and `Refused`."""
    if unit_to_write(session, reader, unit_id) is None:
        raise NotYours
    made = PublicCommitment(
        unit_id=unit_id,
        state=CommitmentState.DRAFT,
        decided_by="",
        registry_number="",
        link="",
        closing_words="",
        revision=1,
        written_at=clock.now(),
    )
    _fill(made, said)
    session.add(made)
    session.flush()
    _noted(session, reader, "begun", made, None)
    return made


def change(session: Session, *, reader: Reader, one: PublicCommitment, said: Said, revision: int) -> None:
    """Change a draft; raises `NotYours`, `Refused` and `ChangedMeanwhile`."""
    if not _standing(session, reader, one).writes:
        raise NotYours
    if one.state != CommitmentState.DRAFT:
        raise Refused(Fault.NO_SUCH_STEP)
    if one.revision != revision:
        raise ChangedMeanwhile
    before = commitment_facts(one)
    _fill(one, said)
    if commitment_facts(one) != before:
        one.revision += 1
        _noted(session, reader, "changed", one, before)


def _fill(one: PublicCommitment, said: Said) -> None:
    kept = {
        "promise": keeping.words(said.promise, "promise", required=True),
        "to_whom": keeping.line(said.to_whom, "to_whom", most=rules.LONGEST_TITLE),
        "followed_how": keeping.words(said.followed_how, "followed_how"),
        "if_broken": keeping.words(said.if_broken, "if_broken"),
    }
    keeping.days(said.valid_from, said.valid_to, "valid_to")
    one.kind_key, one.called = said.kind_key, said.called[:100]
    one.valid_from, one.valid_to = said.valid_from, said.valid_to
    for name, words in kept.items():
        setattr(one, name, words)


def decide(
    session: Session, *, reader: Reader, one: PublicCommitment, decided: Decided, revision: int | None = None
) -> None:
    """Record that a commitment was decided, as it read at `revision`; None where no page was read.

    Raises `NotYours`, `ChangedMeanwhile`, and `Refused` also while it lacks something.
    """
    _require(session, reader, one, Step.DECIDE)
    if revision not in (None, one.revision):
        raise ChangedMeanwhile
    if rules.lacks_to_decide(one):
        raise Refused(Fault.NOT_TO_DECIDE_YET)
    if decided.decided_on is None:
        raise Refused(Fault.DAY_MISSING, "decided_on")
    if decided.decided_on > clock.today():
        raise Refused(Fault.DECIDED_AHEAD, "decided_on")
    by = keeping.line(decided.decided_by, "decided_by", required=True)
    number = keeping.line(decided.registry_number, "registry_number", most=rules.LONGEST_NUMBER)
    link = keeping.link(decided.link)

    def keep() -> None:
        one.decided_by, one.decided_on = by, decided.decided_on
        one.registry_number, one.link = number, link

    _step(session, reader, one, Step.DECIDE, "decided", keep)


def reopen(session: Session, *, reader: Reader, one: PublicCommitment) -> None:
    """Take back a decision that was recorded by mistake: it is a draft again. Raises `NotYours` and `Refused`."""
    _require(session, reader, one, Step.REOPEN)

    def keep() -> None:
        one.decided_by, one.decided_on, one.registry_number, one.link = "", None, "", ""

    _step(session, reader, one, Step.REOPEN, "reopened", keep)


def end(session: Session, *, reader: Reader, one: PublicCommitment, words: str) -> None:
    """End a commitment with words on why; it can be taken back. Raises `NotYours` and `Refused`."""
    _require(session, reader, one, Step.END)
    said = keeping.words(words, "words", required=True)

    def keep() -> None:
        one.closing_words, one.ended_on = said, clock.today()

    _step(session, reader, one, Step.END, "ended", keep)


def resume(session: Session, *, reader: Reader, one: PublicCommitment) -> None:
    """Let an ended commitment hold again; raises `NotYours` and `Refused`."""
    _require(session, reader, one, Step.RESUME)

    def keep() -> None:
        one.closing_words, one.ended_on = "", None

    _step(session, reader, one, Step.RESUME, "resumed", keep)


def lay_aside(session: Session, *, reader: Reader, one: PublicCommitment) -> None:
    """Lay a draft aside that came to nothing; raises `NotYours` and `Refused`."""
    _require(session, reader, one, Step.LAY_ASIDE)
    _step(session, reader, one, Step.LAY_ASIDE, "laid_aside")


def take_up(session: Session, *, reader: Reader, one: PublicCommitment) -> None:
    """Take a draft up again; raises `NotYours` and `Refused`."""
    _require(session, reader, one, Step.TAKE_UP)
    _step(session, reader, one, Step.TAKE_UP, "taken_up")


@dataclass(frozen=True, slots=True)
class HowKept:
    """How a commitment was kept in a period that ended with a month."""

    year: int
    month: int
    kept: str
    words: str
    done: str = ""


def follow_up(session: Session, *, reader: Reader, one: PublicCommitment, how: HowKept) -> CommitmentFollowUp:
    """Say how a commitment was kept, in words; where it was not, also what was done. Raises `NotYours` and `Refused`."""
    if not rules.may_follow_up(one.state, _standing(session, reader, one)):
        raise NotYours if one.state == CommitmentState.DECIDED else Refused(Fault.NO_SUCH_STEP)
    keeping.year(how.year)
    if not 1 <= how.month <= 12:
        raise Refused(Fault.UNKNOWN_MONTH, "period")
    if how.kept not in set(Kept):
        raise Refused(Fault.UNKNOWN_CHOICE, "kept")
    done = keeping.words(how.done, "done")
    if rules.needs_remedy(how.kept) and not done:
        raise Refused(Fault.DONE_MISSING, "done")
    made = CommitmentFollowUp(
        commitment_id=one.id,
        year=how.year,
        month=how.month,
        kept=how.kept,
        words=keeping.words(how.words, "words", required=True),
        done=done,
        person_id=reader.actor.person_id,
        at=clock.now(),
    )
    session.add(made)
    session.flush()
    note(
        session,
        actor_id=reader.actor.person_id,
        action="commitment.followed_up",
        kind=FOLLOW_UP,
        object_id=made.id,
        before=None,
        after=follow_up_facts(made),
    )
    return made


def _standing(session: Session, reader: Reader, one: PublicCommitment) -> Standing:
    return standing_at(session, reader, one.unit_id, reader.kind(one.kind_key))


def _require(session: Session, reader: Reader, one: PublicCommitment, step: Step) -> None:
    standing = _standing(session, reader, one)
    if not (standing.writes if step in rules.OF_THE_UNIT else standing.decides):
        raise NotYours
    if not rules.may_step(step, one.state, standing):
        raise Refused(MEANWHILE.get((step, one.state), Fault.NO_SUCH_STEP))


def _step(
    session: Session,
    reader: Reader,
    one: PublicCommitment,
    step: Step,
    action: str,
    keep: Callable[[], None] | None = None,
) -> None:
    before = commitment_facts(one)
    if keep is not None:
        keep()
    one.state = STEPS[step][1]
    one.revision += 1
    _noted(session, reader, action, one, before)


def _noted(
    session: Session, reader: Reader, action: str, one: PublicCommitment, before: Facts | None
) -> None:
    note(
        session,
        actor_id=reader.actor.person_id,
        action=f"commitment.{action}",
        kind=COMMITMENT,
        object_id=one.id,
        before=before,
        after=commitment_facts(one),
    )
