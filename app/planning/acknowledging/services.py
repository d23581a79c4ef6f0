"""Writes of acknowledgements: what a body says of an established version of a goal; the earlier ones are kept."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.cleaning import clean
from app.organisation.reach import holdings
from app.planning import rules as plan_rules
from app.planning.acknowledging import queries, rules
from app.planning.acknowledging.models import GoalAcknowledgement, Stance
from app.planning.acknowledging.rules import Place
from app.planning.errors import ChangedMeanwhile, Fault, NotYours, Refused
from app.planning.facts import ACKNOWLEDGEMENT, EDITION, acknowledgement_facts
from app.planning.models import Goal
from app.records.models import Edition
from app.records.noting import note
from app.steering.schema import Profile
from app.steering.shapes.goals import Acknowledgement


@dataclass(frozen=True, slots=True)
class Word:
    """What is said: by which body, for or against, and why.

    `expected` is the edition of the goal that was read; None where no page was read.
    """

    unit_id: int
    stance: str
    reason: str = ""
    expected: int | None = None


def receiving(session: Session, profile: Profile, point: Acknowledgement, goal: Goal) -> list[Place]:
    """Give the units that receive a goal by a point of the model today."""
    tops = {one.key for one in profile.unit_kinds if one.is_top}
    kinds = {ref for ref in point.between if not ref.startswith("role:")}
    places = queries.places_of(session, goal.unit_id, clock.today(), kinds, tops)
    return rules.receivers(point, goal.unit.kind, places)


def acknowledge(
    session: Session, *, actor: Actor, goal: Goal, profile: Profile, point: Acknowledgement, word: Word
) -> GoalAcknowledgement:
    """Acknowledge a goal, or speak against it with a reason, for a unit one speaks for now.

    Raises `NotYours` for units that do not receive it or that one does not speak for, `ChangedMeanwhile` when another version
    was established than the one read, and `Refused`.
    """
    actor = Actor(
        actor.person_id, actor.name, actor.language, holdings(session, actor.person_id, clock.today())
    )
    units = {one.id for one in receiving(session, profile, point, goal)}
    if word.unit_id not in rules.spoken_for(actor, units):
        raise NotYours
    if not rules.may_be_acknowledged(goal):
        raise Refused(Fault.WRITTEN_ANEW if goal.reopened_at is not None else Fault.NO_SUCH_STEP)
    if word.expected not in (None, goal.edition_id):
        raise ChangedMeanwhile
    if word.stance not in set(Stance):
        raise Refused(Fault.STANCE_MISSING, "stance")
    reason = clean(word.reason)
    if word.stance == Stance.AGAINST and not reason:
        raise Refused(Fault.AGAINST_WITHOUT_REASON, "reason")
    if len(reason) > plan_rules.LONGEST_TEXT:
        raise Refused(Fault.TEXT_TOO_LONG, "reason")
    made = GoalAcknowledgement(
        goal_id=goal.id,
        version=version_now(session, goal),
        point=point.key,
        name=point.name.sv,
        unit_id=word.unit_id,
        stance=word.stance,
        reason=reason,
        person_id=actor.person_id,
        at=clock.now(),
    )
    session.add(made)
    session.flush()
    note(
        session,
        actor_id=actor.person_id,
        action="acknowledgement.said",
        kind=ACKNOWLEDGEMENT,
        object_id=made.id,
        before=None,
        after=acknowledgement_facts(made),
    )
    return made


def version_now(session: Session, goal: Goal) -> int:
    """Give the number of the version of a goal that stands."""
    return (
        session.scalar(
            select(func.max(Edition.number)).where(Edition.kind == EDITION, Edition.object_id == goal.id)
        )
        or 0
    )
