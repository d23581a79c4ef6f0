"""Writes of assignments, each with its entry in the history. Every one asks anew which side the writer holds: no page, file or
crafted request gets a side to write what the other owns.
"""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.assignments import reach, rules
from app.assignments.errors import ChangedMeanwhile, Fault, NotYours, Refused
from app.assignments.facts import ASSIGNMENT, WORD, Facts, assignment_facts, word_facts
from app.assignments.models import Assignment, AssignmentWord, Side, State
from app.assignments.queries import giving
from app.assignments.rules import Need, Step, WordKind
from app.notifications.asking import asking
from app.notifications.services import About
from app.organisation.models import Unit
from app.organisation.reach import holdings
from app.records.services import record
from app.steering.schema import Profile


@dataclass(frozen=True, slots=True)
class Entry:
    """What a giver says: what, when, within which frame. Only the title is needed."""

    title: str
    what: str = ""
    due_on: date | None = None
    frame: str = ""
    registry_number: str = ""


@dataclass(frozen=True, slots=True)
class To:
    """Who takes: a unit, or an employee of the giving unit."""

    unit_id: int
    person_id: int | None = None


def draft(
    session: Session,
    *,
    actor: Actor,
    profile: Profile,
    giver_unit_id: int,
    to: To,
    entry: Entry,
    parent: Assignment | None = None,
) -> Assignment:
    """Write an assignment down; nobody but its giver sees it until it is given.

    `parent` is the one it is delegated from: its taker gives this one. Raises `NotYours` for a unit one does not lead or a
    parent one does not take, `Refused` for what the chain does not allow.
    """
    actor = _as_of_now(session, actor)
    if giver_unit_id not in rules.ends_of(actor).led:
        raise NotYours
    if parent is not None:
        _require_delegable(session, actor, parent, giver_unit_id)
    _refuse(_faults(entry) | _faults_of_taker(session, profile, giver_unit_id, to))
    made = Assignment(
        giver_unit_id=giver_unit_id,
        taker_unit_id=to.unit_id,
        taker_person_id=to.person_id,
        parent_id=parent.id if parent is not None else None,
        root_id=(parent.root_id or parent.id) if parent is not None else None,
        how="",
        who="",
        state=State.DRAFT,
        state_since=clock.now(),
        revision=1,
        written_by_id=actor.person_id,
        written_at=clock.now(),
    )
    _fill(made, entry)
    session.add(made)
    _note(session, actor, made, "assignment.written", None)
    return made


def change(session: Session, *, actor: Actor, one: Assignment, entry: Entry, revision: int) -> Assignment:
    """Change what the giver owns. What was acknowledged, or spoken against, was other words: it waits for the taker anew.

    Raises `NotYours` for everybody but the giver, `ChangedMeanwhile` when somebody has changed it since.
    """
    _require(session, actor, one, Side.GIVER)
    if one.state not in rules.WRITABLE[Side.GIVER]:
        raise Refused({"": Fault.NO_SUCH_STEP})
    _require_revision(one, revision)
    _refuse(_faults(entry, one.due_on))
    before = assignment_facts(one)
    _fill(one, entry)
    if assignment_facts(one) == before:
        return one
    one.revision += 1
    if one.state in {State.ACKNOWLEDGED, State.AGAINST}:
        one.state, one.state_since = State.GIVEN, clock.now()
    _note(session, actor, one, "assignment.changed", before)
    return one


def describe(
    session: Session, *, actor: Actor, one: Assignment, how: str, who: str, revision: int
) -> Assignment:
    """Change what the taker owns: how it is done and by whom. Raises as `change` does, for everybody but the taker."""
    _require(session, actor, one, Side.TAKER)
    if one.state not in rules.WRITABLE[Side.TAKER]:
        raise Refused({"": Fault.NO_SUCH_STEP})
    _require_revision(one, revision)
    before = assignment_facts(one)
    one.how, one.who = how.strip(), " ".join(who.split())
    if assignment_facts(one) != before:
        one.revision += 1
        _note(session, actor, one, "assignment.described", before)
    return one


def take(
    session: Session,
    *,
    actor: Actor,
    profile: Profile,
    one: Assignment,
    step: Step,
    words: str = "",
    revision: int | None = None,
) -> Assignment:
    """Take a step of `rules.STEPS`, with the words it needs; `revision` is what the one who steps has read.

    Raises `NotYours` on the wrong side, `Refused` where it stands elsewhere, words are missing, or nobody is there to take it
    where the model gives assignments to somebody named.
    """
    move = rules.STEPS[step]
    _require(session, actor, one, move.side)
    if one.state not in move.before or (step is Step.UNGIVE and _was_given_on(session, one)):
        raise Refused({"": Fault.NO_SUCH_STEP})
    if revision is not None:
        _require_revision(one, revision)
    need, words = rules.needs_words(step, one.state), words.strip()
    if need is Need.MUST and not words:
        raise Refused({"words": Fault.WORDS_MISSING})
    if step is Step.GIVE and profile.rules.assignments_name_taker and not _has_taker(session, one):
        raise Refused({"": Fault.NOBODY_TAKES})
    before = assignment_facts(one)
    if move.kind is not None and need is not Need.NONE:
        _say(session, actor, one, move.side, move.kind, words)
    if move.takes_back is not None:
        _take_back(session, actor, one, move.takes_back)
    one.state = State.DRAFT if step is Step.RESTORE and one.given_at is None else move.after
    one.state_since = clock.now()
    if step is Step.GIVE:
        one.given_at = clock.now()
    elif step is Step.UNGIVE:
        one.given_at = None
    one.revision += 1
    _note(session, actor, one, move.action, before)
    return one


def say(session: Session, *, actor: Actor, one: Assignment, words: str) -> AssignmentWord:
    """Say how it goes, while it is taken and not reported: the taker's to say."""
    _require(session, actor, one, Side.TAKER)
    if one.state != State.ACKNOWLEDGED:
        raise Refused({"": Fault.NO_SUCH_STEP})
    if not words.strip():
        raise Refused({"words": Fault.WORDS_MISSING})
    return _say(session, actor, one, Side.TAKER, WordKind.PROGRESS, words.strip())


def sides_now(session: Session, actor: Actor, one: Assignment) -> frozenset[Side]:
    """Tell which sides of an assignment somebody holds at this moment, asked of the database."""
    return _sides(session, _as_of_now(session, actor), one)


def _sides(session: Session, actor: Actor, one: Assignment) -> frozenset[Side]:
    held = reach.held_by(actor, clock.today())
    gives, takes = session.execute(
        select(*held.sides).select_from(Assignment).where(Assignment.id == one.id)
    ).one()
    return frozenset(side for side, holds in ((Side.GIVER, gives), (Side.TAKER, takes)) if holds)


def _as_of_now(session: Session, actor: Actor) -> Actor:
    """Give the person with the posts held now, whatever the caller believed."""
    return replace(actor, holdings=holdings(session, actor.person_id, clock.today()))


def _require(session: Session, actor: Actor, one: Assignment, side: Side) -> None:
    if side not in sides_now(session, actor, one):
        raise NotYours


def _require_delegable(session: Session, actor: Actor, parent: Assignment, giver_unit_id: int) -> None:
    if Side.TAKER not in _sides(session, actor, parent) or parent.taker_person_id is not None:
        raise NotYours
    if parent.state != State.ACKNOWLEDGED:
        raise Refused({"": Fault.NO_SUCH_STEP})
    if giver_unit_id != parent.taker_unit_id:
        # The unit that took it may have become another one since.
        became = session.scalar(
            select(Unit.id).where(Unit.id == parent.taker_unit_id, reach.among(Unit.id, {giver_unit_id}))
        )
        if became is None:
            raise NotYours


def _has_taker(session: Session, one: Assignment) -> bool:
    """Tell whether somebody is there to take it: the one named, or whoever leads or presides over the unit now."""
    if one.taker_person_id is not None:
        return True
    return bool(giving.holders(session, {one.taker_unit_id}, clock.today()))


def _was_given_on(session: Session, one: Assignment) -> bool:
    """Tell whether parts of it have been delegated: then it is known further down, and is no draft again."""
    return session.scalar(select(Assignment.id).where(Assignment.parent_id == one.id).limit(1)) is not None


def _faults(entry: Entry, standing: date | None = None) -> dict[str, Fault]:
    found = {}
    if not entry.title.strip():
        found["title"] = Fault.TITLE_MISSING
    if entry.due_on is not None and entry.due_on != standing and entry.due_on < clock.today():
        found["due_on"] = Fault.DUE_PASSED
    return found


def _faults_of_taker(session: Session, profile: Profile, giver_unit_id: int, to: To) -> dict[str, Fault]:
    day = clock.today()
    if to.person_id is not None:
        known = {number for number, _ in giving.employees_of(session, giver_unit_id, day)}
        return {} if to.unit_id == giver_unit_id and to.person_id in known else {"to": Fault.NOT_IN_CHAIN}
    giver, taker = giving.place(session, giver_unit_id, day), giving.place(session, to.unit_id, day)
    if giver is None or taker is None:
        return {"to": Fault.TAKER_MISSING}
    below = giving.lies_below(session, giver.id, taker.id, day)
    fault = rules.why_not_give(profile, giver, taker, below=below)
    return {"to": fault} if fault is not None else {}


def _fill(one: Assignment, entry: Entry) -> None:
    one.title = " ".join(entry.title.split())
    one.what, one.frame = entry.what.strip(), entry.frame.strip()
    one.due_on = entry.due_on
    one.registry_number = entry.registry_number.strip()


def _require_revision(one: Assignment, revision: int) -> None:
    if one.revision != revision:
        raise ChangedMeanwhile


def _refuse(faults: dict[str, Fault]) -> None:
    if faults:
        raise Refused(faults)


def _say(
    session: Session, actor: Actor, one: Assignment, side: Side, kind: WordKind, text: str
) -> AssignmentWord:
    word = AssignmentWord(
        assignment_id=one.id, kind=kind, side=side, text=text, person_id=actor.person_id, at=clock.now()
    )
    session.add(word)
    session.flush()
    record(
        session,
        actor_id=actor.person_id,
        action="assignment.said",
        kind=WORD,
        object_id=word.id,
        after=word_facts(word),
    )
    return word


def _take_back(session: Session, actor: Actor, one: Assignment, kind: WordKind) -> None:
    word = session.scalars(
        select(AssignmentWord)
        .where(
            AssignmentWord.assignment_id == one.id,
            AssignmentWord.kind == kind,
            AssignmentWord.taken_back_at.is_(None),
        )
        .order_by(AssignmentWord.id.desc())
        .limit(1)
    ).one_or_none()
    if word is None:
        return
    before = word_facts(word)
    word.taken_back_at = clock.now()
    session.flush()
    record(
        session,
        actor_id=actor.person_id,
        action="assignment.said_no_longer",
        kind=WORD,
        object_id=word.id,
        before={"taken_back": before["taken_back"]},
        after=word_facts(word),
    )


def _note(session: Session, actor: Actor, one: Assignment, action: str, before: Facts | None) -> None:
    session.flush()
    after = assignment_facts(one)
    changed = {name: value for name, value in (before or {}).items() if value != after[name]}
    record(
        session,
        actor_id=actor.person_id,
        action=action,
        kind=ASSIGNMENT,
        object_id=one.id,
        before=changed if before is not None else None,
        after=after,
    )
    asking.settle(session, About(ASSIGNMENT, one.id))
