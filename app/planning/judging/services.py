"""Writes of judgements: a new one each time, the earlier ones are kept."""

from sqlalchemy.orm import Session

from app import clock
from app.planning import rules as plan_rules
from app.planning.errors import ChangedMeanwhile, Fault, Refused
from app.planning.facts import JUDGEMENT, judgement_facts
from app.planning.judging import queries, rules
from app.planning.judging.models import GoalJudgement
from app.planning.judging.rules import Period
from app.planning.measures.reading import measures_counted
from app.planning.measures.table import Measure
from app.planning.models import Goal
from app.quality.judging.weighing import Judged, weigh
from app.records.noting import note
from app.steering.schema import Profile
from app.steering.shapes.measuring import Scale


def measures_for(session: Session, goal: Goal, scale: Scale, period: Period) -> list[Measure]:
    """Give the measures a scale proposes from after a period; nothing is asked where it proposes nothing from figures."""
    return measures_counted(session, goal, period.last) if scale.proposes_by_fulfilment else []


def judge(
    session: Session,
    *,
    actor_id: int,
    goal: Goal,
    profile: Profile,
    period: Period,
    judged: Judged,
    expected: int,
) -> GoalJudgement:
    """Judge a goal after a period, beside what the figures propose at this moment; both are kept.

    `expected` is the judgement of the period that was read, 0 for none. Raises `Refused` for what is not judged,
    `Unweighed` at the field that lacks something, and `ChangedMeanwhile` when somebody else judged it since.
    """
    scale = rules.scale_of(profile, plan_rules.kind_of(profile, goal.kind))
    if scale is None or not rules.may_judge(goal):
        raise Refused(Fault.NO_SUCH_STEP)
    if period not in rules.periods_to_judge(profile, goal, clock.today()):
        raise Refused(Fault.NO_SUCH_PERIOD, "period")
    found = rules.proposal(scale, measures_for(session, goal, scale, period), period.year)
    weighed = weigh(scale, judged, found.level)
    stands = queries.standing_in(session, goal.id, period.year, period.month)
    if (stands.id if stands else 0) != expected:
        raise ChangedMeanwhile
    made = GoalJudgement(
        goal_id=goal.id,
        year=period.year,
        month=period.month,
        measured=found.measured,
        of_measures=found.of_measures,
    )
    made.say(scale, weighed, found.level, found.per_cent, by=actor_id, at=clock.now())
    session.add(made)
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action="judgement.made",
        kind=JUDGEMENT,
        object_id=made.id,
        before=None,
        after=judgement_facts(made),
    )
    return made
