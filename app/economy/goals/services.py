"""Writes of financial goals: entered with their decision, put right, followed up, ended."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.documents.decisions.services import About, Decided, record_decision
from app.documents.rules import ChildRightsTest
from app.economy import keeping, rules
from app.economy.errors import ChangedMeanwhile, Fault, NotYours, Refused
from app.economy.facts import FINANCIAL_GOAL, FOLLOW_UP, Facts, follow_up_facts, goal_facts
from app.economy.goals import queries
from app.economy.models import FinancialGoal, GoalFollowUp, GoalState
from app.economy.queries.whose import Reader
from app.records.noting import note


@dataclass(frozen=True, slots=True)
class Said:
    """What a goal says; only the title is needed."""

    title: str
    from_year: int
    until_year: int | None = None
    words: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class GoalDecision:
    """The decision a goal stands on, as it was filled in."""

    decided_by: str = ""
    decided_on: date | None = None
    registry_number: str = ""
    link: str = ""
    test: ChildRightsTest = field(default_factory=ChildRightsTest)


def enter(session: Session, *, actor: Actor, said: Said, decision: GoalDecision) -> FinancialGoal:
    """Enter a financial goal and record the decision it stands on.

    Raises `NotYours`, `Refused`, and what the decision refuses.
    """
    unit = _unit(session, actor)
    goal = FinancialGoal(
        unit_id=unit,
        title="",
        words="",
        measure="",
        from_year=said.from_year,
        state=GoalState.IN_FORCE,
        closing_words="",
        revision=1,
        written_at=clock.now(),
    )
    _fill(goal, said)
    session.add(goal)
    session.flush()
    recorded = record_decision(
        session,
        actor=actor,
        decided=Decided(
            title=goal.title,
            responsible_unit_id=unit,
            text=goal.words,
            decided_by=decision.decided_by,
            decided_on=decision.decided_on,
            registry_number=decision.registry_number,
            link=decision.link,
            about=About(FINANCIAL_GOAL, goal.id),
            test=decision.test,
        ),
    )
    goal.decision_id = recorded.id
    _noted(session, actor.person_id, "entered", goal, None)
    return goal


def correct(session: Session, *, actor: Actor, goal: FinancialGoal, said: Said, revision: int) -> None:
    """Put right what stands of a goal; raises `NotYours`, `Refused` and `ChangedMeanwhile`."""
    _unit(session, actor)
    if goal.state != GoalState.IN_FORCE:
        raise Refused(Fault.LOCKED)
    if goal.revision != revision:
        raise ChangedMeanwhile
    before = goal_facts(goal)
    _fill(goal, said)
    if goal_facts(goal) != before:
        goal.revision += 1
        _noted(session, actor.person_id, "changed", goal, before)


def _fill(goal: FinancialGoal, said: Said) -> None:
    title = keeping.line(said.title, "title", most=rules.LONGEST_TITLE, required=True)
    words = keeping.words(said.words, "words")
    measure = keeping.line(said.measure, "measure")
    keeping.year(said.from_year, "from_year")
    if said.until_year is not None:
        keeping.year(said.until_year, "until_year")
        if said.until_year < said.from_year:
            raise Refused(Fault.YEARS_TURNED, "until_year")
    goal.title, goal.words, goal.measure = title, words, measure
    goal.from_year, goal.until_year = said.from_year, said.until_year


def follow_up(
    session: Session, *, actor: Actor, goal: FinancialGoal, year: int, month: int, text: str, value: str
) -> GoalFollowUp:
    """Say how a goal stands after a month, words first; raises `NotYours` and `Refused`."""
    _unit(session, actor)
    if goal.state != GoalState.IN_FORCE:
        raise Refused(Fault.LOCKED)
    keeping.year(year)
    if not 1 <= month <= 12:
        raise Refused(Fault.UNKNOWN_MONTH, "month")
    said = GoalFollowUp(
        goal_id=goal.id,
        year=year,
        month=month,
        text=keeping.words(text, "words", required=True),
        value=keeping.line(value, "value", most=rules.LONGEST_VALUE),
        person_id=actor.person_id,
        at=clock.now(),
    )
    session.add(said)
    session.flush()
    note(
        session,
        actor_id=actor.person_id,
        action="financial_goal.followed_up",
        kind=FOLLOW_UP,
        object_id=said.id,
        before=None,
        after=follow_up_facts(said),
    )
    return said


def end(session: Session, *, actor: Actor, goal: FinancialGoal, words: str) -> None:
    """End a goal with words on how it went; it can be taken back. Raises `NotYours` and `Refused`."""
    _unit(session, actor)
    if goal.state != GoalState.IN_FORCE:
        raise Refused(Fault.NO_SUCH_STEP)
    before = goal_facts(goal)
    goal.closing_words = keeping.words(words, "words", required=True)
    goal.state = GoalState.ENDED
    _noted(session, actor.person_id, "ended", goal, before)


def resume(session: Session, *, actor: Actor, goal: FinancialGoal) -> None:
    """Let an ended goal stand again; raises `NotYours` and `Refused`."""
    _unit(session, actor)
    if goal.state != GoalState.ENDED:
        raise Refused(Fault.NO_SUCH_STEP)
    before = goal_facts(goal)
    goal.state, goal.closing_words = GoalState.IN_FORCE, ""
    _noted(session, actor.person_id, "resumed", goal, before)


def _unit(session: Session, actor: Actor) -> int:
    """Give the unit whose goals the person enters; raises `NotYours`."""
    unit = queries.unit_of_goals(session, Reader(actor, clock.today()))
    if unit is None:
        raise NotYours
    return unit.id


def _noted(session: Session, actor_id: int, action: str, goal: FinancialGoal, before: Facts | None) -> None:
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action=f"financial_goal.{action}",
        kind=FINANCIAL_GOAL,
        object_id=goal.id,
        before=before,
        after=goal_facts(goal),
    )
