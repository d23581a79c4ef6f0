"""Writes of citizen dialogues: begun, changed with what was said of each principle, noted. Each with its entry in the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app import clock
from app.citizens import keeping, rules
from app.citizens.errors import ChangedMeanwhile, Fault, NotYours, Refused
from app.citizens.facts import ANSWER, DIALOGUE, Facts, answer_facts, dialogue_facts
from app.citizens.models import CitizenDialogue, DialogueState, Met, PrincipleAnswer
from app.citizens.queries import Reader, standing_at, unit_to_write
from app.citizens.rules import Answered
from app.records.noting import note


@dataclass(frozen=True, slots=True)
class Said:
    """What is noted of a citizen dialogue; only what it is called is needed to begin."""

    title: str
    purpose: str = ""
    question: str = ""
    influence: str = ""
    method: str = ""
    held_on: date | None = None
    invited: str = ""
    invited_count: int | None = None
    came_count: int | None = None
    said: str = ""
    led_to: str = ""
    told_back: str = ""
    link: str = ""
    answers: Sequence[Answered] = ()


WORDS = ("purpose", "question", "influence", "method", "invited", "said", "led_to", "told_back")


def begin(session: Session, *, reader: Reader, unit_id: int, said: Said) -> CitizenDialogue:
    """Begin a note of a citizen dialogue of a unit one writes for; raises `NotYours` and `Refused`."""
    if unit_to_write(session, reader, unit_id) is None:
        raise NotYours
    made = CitizenDialogue(
        unit_id=unit_id,
        state=DialogueState.DRAFT,
        person_id=reader.actor.person_id,
        written_at=clock.now(),
        revision=1,
        answers=[],
    )
    _fill(made, said)
    session.add(made)
    session.flush()
    _noted(session, reader, "begun", made, None)
    _answer(session, reader, made, said.answers)
    return made


def change(session: Session, *, reader: Reader, one: CitizenDialogue, said: Said, revision: int) -> None:
    """Change what is noted; raises `NotYours`, `Refused` and `ChangedMeanwhile`.

    What it led to is often known long after: a noted one can be changed too, and the history tells.
    """
    _require(session, reader, one)
    if one.revision != revision:
        raise ChangedMeanwhile
    before = dialogue_facts(one)
    _fill(one, said)
    changed = dialogue_facts(one) != before
    if changed:
        _noted(session, reader, "changed", one, before)
    if _answer(session, reader, one, said.answers) or changed:
        one.revision += 1
    if one.state == DialogueState.NOTED and rules.lacks_to_note(one):
        raise Refused(Fault.TEXT_MISSING, rules.lacks_to_note(one)[0])


def _fill(one: CitizenDialogue, said: Said) -> None:
    kept = {name: keeping.words(getattr(said, name), name) for name in WORDS}
    kept["title"] = keeping.line(said.title, "title", most=rules.LONGEST_TITLE, required=True)
    kept["link"] = keeping.link(said.link)
    one.held_on = said.held_on
    one.invited_count = keeping.count(said.invited_count, "invited_count")
    one.came_count = keeping.count(said.came_count, "came_count")
    for name, words in kept.items():
        setattr(one, name, words)


def _answer(session: Session, reader: Reader, one: CitizenDialogue, said: Sequence[Answered]) -> bool:
    """Keep what was said of each principle; tells whether anything was new."""
    standing = {answer.principle_key: answer for answer in one.answers}
    new = False
    for given in said:
        met = given.met if given.met in set(Met) else Met.UNSAID
        words = keeping.words(given.words, f"words_{given.key}")
        answer = standing.get(given.key)
        if answer is None and not (met or words):
            continue
        before = answer_facts(answer) if answer is not None else None
        if answer is None:
            answer = PrincipleAnswer(dialogue_id=one.id, principle_key=given.key)
            one.answers.append(answer)
        answer.called, answer.met, answer.words = given.name[:200], met, words
        session.flush()
        after = answer_facts(answer)
        if after != before:
            new = True
            note(
                session,
                actor_id=reader.actor.person_id,
                action="citizen_dialogue.answered",
                kind=ANSWER,
                object_id=answer.id,
                before=before,
                after=after,
            )
    return new


def note_down(session: Session, *, reader: Reader, one: CitizenDialogue) -> None:
    """Let all who read the unit's plans read it; raises `NotYours`, and `Refused` also while it lacks something."""
    _require(session, reader, one)
    if rules.lacks_to_note(one):
        raise Refused(Fault.NOT_TO_NOTE_YET)
    _step(session, reader, one, DialogueState.DRAFT, DialogueState.NOTED, "noted")


def reopen(session: Session, *, reader: Reader, one: CitizenDialogue) -> None:
    """Make a noted one a draft again, which only those who write read; raises `NotYours` and `Refused`."""
    _step(session, reader, one, DialogueState.NOTED, DialogueState.DRAFT, "reopened")


def lay_aside(session: Session, *, reader: Reader, one: CitizenDialogue) -> None:
    """Lay a draft aside that came to nothing; raises `NotYours` and `Refused`."""
    _step(session, reader, one, DialogueState.DRAFT, DialogueState.ASIDE, "laid_aside")


def take_up(session: Session, *, reader: Reader, one: CitizenDialogue) -> None:
    """Take a draft up again; raises `NotYours` and `Refused`."""
    _step(session, reader, one, DialogueState.ASIDE, DialogueState.DRAFT, "taken_up")


def _step(
    session: Session,
    reader: Reader,
    one: CitizenDialogue,
    was: DialogueState,
    now: DialogueState,
    action: str,
) -> None:
    _require(session, reader, one)
    if one.state != was:
        raise Refused(Fault.NO_SUCH_STEP)
    before = dialogue_facts(one)
    one.state = now
    one.revision += 1
    _noted(session, reader, action, one, before)


def _require(session: Session, reader: Reader, one: CitizenDialogue) -> None:
    if not standing_at(session, reader, one.unit_id).writes:
        raise NotYours


def _noted(session: Session, reader: Reader, action: str, one: CitizenDialogue, before: Facts | None) -> None:
    note(
        session,
        actor_id=reader.actor.person_id,
        action=f"citizen_dialogue.{action}",
        kind=DIALOGUE,
        object_id=one.id,
        before=before,
        after=dialogue_facts(one),
    )
