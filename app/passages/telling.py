"""Tells the two who raised something that it was answered."""

from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.clock import STOCKHOLM
from app.notifications.kinds import Kind
from app.notifications.services import About, tell
from app.organisation.models import Person
from app.organisation.reach import holdings
from app.passages import rules
from app.passages.facts import KIND
from app.passages.models import Answer, Passage


def answered(session: Session, passage: Passage, given: Answer) -> None:
    """Tell both who released the passage, as far as they still hold a post it comes from; never what it says."""
    two = [session.get_one(Person, one) for one in (passage.over_person_id, passage.rep_person_id)]
    answerer = session.get_one(Person, given.answered_by_id)
    for person, other in zip(two, reversed(two), strict=True):
        held = holdings(session, person.id, clock.today())
        if person.id == answerer.id or not rules.holds_an_end(
            passage, Actor(person.id, person.name, person.language, held)
        ):
            continue
        tell(
            session,
            person_id=person.id,
            kind=Kind.MATTER_ANSWERED,
            words={
                "who": answerer.name,
                "with": other.name,
                "said_on": passage.said_on.astimezone(STOCKHOLM).date(),
            },
            path=f"/lyft/{passage.id}",
            occasion=f"answer/{given.id}",
            about=About(KIND, passage.id),
        )
