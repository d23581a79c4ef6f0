"""Writes of judgements: a new one each time, the earlier ones are kept."""

from dataclasses import dataclass

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
from app.records.noting import note
from app.steering.schema import Profile
from app.steering.shapes.measuring import Scale


@dataclass(frozen=True, slots=True)
class Judged:
    """What somebody judges: the level, why, and what is done."""

    level: str
    reason: str = ""
    remedies: str = ""


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

    `expected` is the judgement of the period that was read, 0 for none. Raises `Refused` at the field that lacks something,
    and `ChangedMeanwhile` when somebody else judged it since.
    """
    scale = rules.scale_of(profile, plan_rules.kind_of(profile, goal.kind))
    if scale is None or not rules.may_judge(goal):
        raise Refused(Fault.NO_SUCH_STEP)
    if period not in rules.periods_to_judge(profile, goal, clock.today()):
        raise Refused(Fault.NO_SUCH_PERIOD, "period")
    level = rules.level_of(scale, judged.level)
    if level is None:
        raise Refused(Fault.LEVEL_MISSING, "level")
    reason, remedies = plan_rules.clean(judged.reason), plan_rules.clean(judged.remedies)
    found = rules.proposal(scale, measures_for(session, goal, scale, period), period.year)
    if not reason and rules.needs_reason(scale, level, found.level):
        differs = found.level is not None and found.level.key != level.key
        raise Refused(Fault.JUDGEMENT_DIFFERS if differs else Fault.JUDGEMENT_REASON_MISSING, "reason")
    if not remedies and level.needs_remedy:
        raise Refused(Fault.REMEDIES_MISSING, "remedies")
    for name, words in (("reason", reason), ("remedies", remedies)):
        if len(words) > plan_rules.LONGEST_TEXT:
            raise Refused(Fault.TEXT_TOO_LONG, name)
    stands = queries.standing_in(session, goal.id, period.year, period.month)
    if (stands.id if stands else 0) != expected:
        raise ChangedMeanwhile
    made = GoalJudgement(
        goal_id=goal.id,
        year=period.year,
        month=period.month,
        scale=scale.key,
        level=level.key,
        level_word=level.word.sv,
        shape=level.shape,
        colour=level.colour,
        proposed=found.level.key if found.level else "",
        proposed_word=found.level.word.sv if found.level else "",
        degree=found.per_cent,
        measured=found.measured,
        of_measures=found.of_measures,
        reason=reason,
        remedies=remedies,
        person_id=actor_id,
        at=clock.now(),
    )
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
