"""Who is told of goals to acknowledge: those who speak for the units that receive one, and those whose goal was answered."""

from datetime import date

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.notifications.kinds import Kind
from app.notifications.leaving import leaving
from app.notifications.models import Notice
from app.notifications.services import About, recall, tell
from app.organisation.models import Ancestry, Appointment, Unit, in_force
from app.organisation.reach import holdings
from app.passages.answering import answering, people_answering
from app.planning import rules as plan_rules
from app.planning.acknowledging.models import GoalAcknowledgement
from app.planning.acknowledging.rules import points_of
from app.planning.acknowledging.services import receiving, version_now
from app.planning.models import Goal
from app.planning.queries import Reader, visible
from app.steering.routes import profile_in_force
from app.steering.schema import Profile

ASKED, ANSWERED = "goal_asked", "goal_answered"
"""What a notice is about: a goal that waits for a word, and one that got it. The former goes when it no longer waits."""


def established(session: Session, goal: Goal, actor_id: int) -> None:
    """Tell those who speak for the units that receive a goal that a version of it waits for their word."""
    profile, today = profile_in_force(), clock.today()
    version = version_now(session, goal)
    for point in points_of(profile, goal.kind):
        for unit in receiving(session, profile, point, goal):
            for person_id in people_answering(session, unit.id, today):
                if person_id == actor_id or not _reads(session, profile, person_id, goal, today):
                    continue
                tell(
                    session,
                    person_id=person_id,
                    kind=Kind.ACKNOWLEDGEMENT,
                    words={"what": "asked", "unit": goal.unit.name, "level": unit.name},
                    path=f"/plan/mal/{goal.id}/kvittera/{unit.id}/{point.key}",
                    occasion=f"goal/{goal.id}/asked/{version}/{unit.id}/{point.key}",
                    about=About(ASKED, goal.id),
                )


def _reads(session: Session, profile: Profile, person_id: int, goal: Goal, day: date) -> bool:
    actor = Actor(person_id, "", "sv", holdings(session, person_id, day))
    reader = Reader(actor, day, plan_rules.kinds_of_bodies(profile))
    return session.scalar(select(Goal.id).where(Goal.id == goal.id, visible(reader))) is not None


def answered(session: Session, goal: Goal, said: GoalAcknowledgement, unit: str, actor_id: int) -> None:
    """Take back what a body's speakers were told and have not read, and tell those whose goal it is what the body said."""
    today = clock.today()
    recall(
        session,
        people=people_answering(session, said.unit_id, today),
        about=About(ASKED, goal.id),
        kinds=[Kind.ACKNOWLEDGEMENT],
    )
    for person_id in people_answering(session, goal.unit_id, today):
        if person_id == actor_id:
            continue
        tell(
            session,
            person_id=person_id,
            kind=Kind.ACKNOWLEDGEMENT,
            words={"what": said.stance, "unit": goal.unit.name, "level": unit},
            path=f"/plan/mal/{goal.id}",
            occasion=f"goal/{goal.id}/said/{said.id}",
            about=About(ANSWERED, goal.id),
        )


def no_longer_asked(session: Session, goal: Goal) -> None:
    """Take back what was told of a goal that waits for nobody's word any more: opened again, or ended."""
    about = About(ASKED, goal.id)
    told = session.scalars(
        select(Notice.person_id).where(Notice.about_kind == ASKED, Notice.about_id == goal.id)
    )
    recall(session, people=sorted(set(told)), about=about, kinds=[Kind.ACKNOWLEDGEMENT])


def _concerns(day: date) -> ColumnElement[bool]:
    """Give the condition that somebody speaks for a unit of a kind that receives goals, or for one at or above the goal's."""
    profile = profile_in_force()
    kinds = {
        ref for point in profile.acknowledgements for ref in point.between if not ref.startswith("role:")
    }
    kinds |= {one.key for one in profile.unit_kinds if one.is_top}
    above = exists().where(
        Ancestry.ancestor_id == Unit.id,
        Ancestry.descendant_id == Goal.unit_id,
        in_force(Ancestry.valid_from, Ancestry.valid_to, day),
    )
    speaks = exists().where(
        Appointment.person_id == Notice.person_id,
        Unit.id == Appointment.unit_id,
        answering(day),
        or_(Unit.kind.in_(sorted(kinds)), above),
    )
    return exists().where(Goal.id == Notice.about_id, speaks).correlate(Notice)


def register() -> None:
    """Let go of what was told to who has left a post."""
    leaving.register(ASKED, _concerns)
    leaving.register(ANSWERED, _concerns)
