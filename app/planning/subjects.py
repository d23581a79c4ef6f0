"""Goals, activities and candidates as subjects of dialogues: what they are called, for whoever may read them now."""

import json
from collections.abc import Collection

from flask_babel import lazy_gettext
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.passages.subjects import LONGEST_TITLE, Subject, SubjectKind
from app.planning import rules
from app.planning.candidates.queries import candidates_read
from app.planning.models import Activity, ActivityState, Candidate, CandidateState, Goal, GoalState
from app.planning.queries import Reader, named_on, visible, visible_as_edition
from app.records.models import Edition
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.markdown import plain

GOAL, ACTIVITY, CANDIDATE = "goal", "activity", "candidate"


def _reader(actor: Actor) -> Reader:
    return Reader(actor, clock.today(), rules.kinds_of_bodies(profile_in_force()))


def goal_subject(goal_id: int, title: str, unit_id: int) -> Subject:
    """Give a goal as something a dialogue can be about."""
    return Subject(GOAL, goal_id, plain(title), url_for("planning.goal", goal_id=goal_id), unit_id)


def goals_named(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Subject]:
    """Give those of the goals that are read as they are now; one being changed is named as it was
    established to those who do not read the change.
    """
    if not actor.may(May.READ_PLANS):
        return {}
    reader = _reader(actor)
    rows = session.execute(
        select(Goal.id, Goal.title, Goal.unit_id, Edition.content, visible(reader).label("live"))
        .outerjoin(Edition, Edition.id == Goal.edition_id)
        .where(Goal.id.in_(sorted(ids)), or_(visible(reader), visible_as_edition(reader)))
    ).all()
    return {
        goal_id: goal_subject(goal_id, title if live else _established_title(content), unit_id)
        for goal_id, title, unit_id, content, live in rows
    }


def _established_title(content: str | None) -> str:
    return str(json.loads(content)["title"]) if content else ""


def goals_offered(session: Session, actor: Actor, unit_ids: Collection[int], limit: int) -> list[Subject]:
    """Give the goals that run in some units, shared or established, as far as `actor` reads them."""
    if not actor.may(May.READ_PLANS):
        return []
    rows = session.execute(
        select(Goal.id, Goal.title, Goal.unit_id)
        .where(
            Goal.unit_id.in_(sorted(unit_ids)),
            Goal.state.in_([GoalState.SHARED, GoalState.ESTABLISHED]),
            visible(_reader(actor)),
        )
        .order_by(Goal.year.desc(), Goal.position, Goal.id)
        .limit(limit)
    )
    return [goal_subject(*row) for row in rows]


def activity_subject(activity_id: int, what: str, unit_id: int) -> Subject:
    """Give an activity as something a dialogue can be about."""
    href = url_for("planning.activity", activity_id=activity_id)
    return Subject(ACTIVITY, activity_id, plain(what), href, unit_id)


def activities_named(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Subject]:
    """Give those of the activities whose goals are read as they are now, and those that are one's own to do."""
    if not actor.may(May.READ_ACTIVITIES):
        return {}
    reader = _reader(actor)
    rows = session.execute(
        select(Activity.id, Activity.what, Goal.unit_id)
        .join(Goal, Goal.id == Activity.goal_id)
        .where(
            Activity.id.in_(sorted(ids)),
            Activity.removed_at.is_(None),
            or_(visible(reader), named_on(reader)),
        )
    )
    return {row[0]: activity_subject(*row) for row in rows}


def activities_offered(
    session: Session, actor: Actor, unit_ids: Collection[int], limit: int
) -> list[Subject]:
    """Give what is left to do in some units, the nearest day first, as far as `actor` reads it."""
    if not actor.may(May.READ_ACTIVITIES):
        return []
    reader = _reader(actor)
    rows = session.execute(
        select(Activity.id, Activity.what, Goal.unit_id)
        .join(Goal, Goal.id == Activity.goal_id)
        .where(
            Goal.unit_id.in_(sorted(unit_ids)),
            Goal.state.in_([GoalState.SHARED, GoalState.ESTABLISHED]),
            Activity.removed_at.is_(None),
            Activity.state.in_([ActivityState.NOT_BEGUN, ActivityState.ONGOING]),
            or_(visible(reader), named_on(reader)),
        )
        .order_by(Activity.due_on.is_(None), Activity.due_on, Activity.id)
        .limit(limit)
    )
    return [activity_subject(*row) for row in rows]


def candidate_subject(one: Candidate) -> Subject:
    """Give a candidate as something a dialogue can be about."""
    page = url_for("planning.candidates", enhet=one.unit_id, ar=one.year, _anchor=f"candidate-{one.id}")
    return Subject(CANDIDATE, one.id, plain(one.text, LONGEST_TITLE), page, one.unit_id)


def candidates_named(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Subject]:
    """Give those of the candidates that the person writes, or that are shared from below for the dialogue."""
    if not actor.may(May.READ_PLANS):
        return {}
    found = candidates_read(session, _reader(actor), Candidate.id.in_(sorted(ids)), len(ids))
    return {one.id: candidate_subject(one) for one in found}


def candidates_offered(
    session: Session, actor: Actor, unit_ids: Collection[int], limit: int
) -> list[Subject]:
    """Give the candidates of some units that nothing is decided about, the most important first, as far as `actor` reads them."""
    if not actor.may(May.READ_PLANS):
        return []
    wanted = and_(Candidate.unit_id.in_(sorted(unit_ids)), Candidate.state == CandidateState.OPEN)
    return [candidate_subject(one) for one in candidates_read(session, _reader(actor), wanted, limit)]


KINDS = (
    SubjectKind(GOAL, lazy_gettext("Mål"), goals_named, goals_offered, ("development_goals",)),
    SubjectKind(
        ACTIVITY, lazy_gettext("Aktivitet"), activities_named, activities_offered, ("development_goals",)
    ),
    SubjectKind(
        CANDIDATE,
        lazy_gettext("Kandidat"),
        candidates_named,
        candidates_offered,
        ("candidates", "development_goals"),
    ),
)
