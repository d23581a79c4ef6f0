"""What people write in plans that nobody establishes: candidates of a year gone by, and drafts of goals that came to nothing."""

from collections.abc import Iterator

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, and_, func, literal, or_
from sqlalchemy.orm import Session

from app.disposing.things import Thing, says_something
from app.planning.disposing import all_of_goal
from app.planning.facts import CANDIDATE
from app.planning.models import Candidate, Goal, GoalState
from app.records.earlier import GONE, Written

DRAFT = "goal_draft"
"""What a goal that was never established is kept as."""


def _of_candidate(session: Session, number: int) -> Iterator[Written]:
    candidate = session.get_one(Candidate, number)
    yield Written(CANDIDATE, number, candidate, {"text": GONE, "why": "", "origin_words": "", "reason": ""})


def _candidate_over(year: int) -> ColumnElement[bool]:
    return and_(Candidate.year < year, says_something(Candidate.text))


def _of_goal(session: Session, number: int) -> list[Written]:
    return all_of_goal(session, session.get_one(Goal, number))


def _goal_over(year: int) -> ColumnElement[bool]:
    gone = func.coalesce(Goal.until_year, Goal.year) < year
    return and_(
        Goal.edition_id.is_(None),
        or_(Goal.state == GoalState.DISCARDED, gone),
        says_something(Goal.title),
    )


LASTING = (
    Thing(
        kind=CANDIDATE,
        of=literal("candidate"),
        number=Candidate.id,
        unit_id=Candidate.unit_id,
        year=Candidate.year,
        since_year=Candidate.year,
        at=Candidate.proposed_at,
        over=_candidate_over,
        written=_of_candidate,
        goes=lazy_gettext("det som föreslogs, varför, var det kom ifrån och skälet om det lades åt sidan"),
    ),
    Thing(
        kind=DRAFT,
        of=literal("goal"),
        number=Goal.id,
        unit_id=Goal.unit_id,
        year=Goal.year,
        since_year=func.coalesce(Goal.until_year, Goal.year),
        at=Goal.written_at,
        over=_goal_over,
        written=_of_goal,
        name=lazy_gettext("Mål som aldrig fastställdes"),
        goes=lazy_gettext("målet med sina aktiviteter och indikatorer och allt som sagts om det"),
    ),
)
