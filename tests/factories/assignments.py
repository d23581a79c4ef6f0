"""Assignments and questions in the golden zone for tests, made through the services of the product."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.assignments import services
from app.assignments.facts import ASSIGNMENT
from app.assignments.models import Assignment, Side, ZoneQuestion
from app.assignments.queries import opening
from app.assignments.queries.asking import Reader
from app.assignments.rules import Step, bodies
from app.assignments.services import Entry, To
from app.assignments.zone import queries as zone_queries
from app.assignments.zone import services as zone
from app.organisation.models import Person, Unit
from app.passages.subjects import Ref
from tests.factories.documents import acting_as
from tests.factories.planning import profile


def make_assignment(
    session: Session,
    by: Person,
    giver: Unit,
    taker: Unit,
    title: str = "Kortare väntan",
    *,
    to: Person | None = None,
    parent: Assignment | None = None,
    **more: Any,
) -> Assignment:
    """Write an assignment down as a draft."""
    made = services.draft(
        session,
        actor=acting_as(session, by),
        profile=profile(),
        giver_unit_id=giver.id,
        to=To(taker.id, to.id if to else None),
        entry=Entry(title, **more),
        parent=parent,
    )
    return whole(session, made, by)


def give(
    session: Session, by: Person, giver: Unit, taker: Unit, title: str = "Kortare väntan", **more: Any
) -> Assignment:
    """Write an assignment and give it."""
    return step(session, make_assignment(session, by, giver, taker, title, **more), by, Step.GIVE)


def step(session: Session, one: Assignment, by: Person, wanted: Step, words: str = "") -> Assignment:
    """Take a step as somebody who may."""
    services.take(session, actor=acting_as(session, by), profile=profile(), one=one, step=wanted, words=words)
    return whole(session, one, by)


def whole(session: Session, one: Assignment, by: Person) -> Assignment:
    """Load an assignment with its units, as somebody who reads it."""
    session.flush()
    reader = Reader(acting_as(session, by), clock.today(), bodies(profile()))
    found = opening.assignment(session, reader, one.id)
    assert found is not None
    return found.one


def ask(session: Session, by: Person, about: Assignment, words: str = "Vem bestämmer dagen?") -> ZoneQuestion:
    """Open a question about an assignment."""
    made = zone.ask(session, actor=acting_as(session, by), ref=Ref(ASSIGNMENT, about.id), words=words)
    return question(session, made.id, by)


def question(session: Session, number: int, by: Person) -> ZoneQuestion:
    """Load a question as one of the two."""
    session.flush()
    found = zone_queries.question(session, acting_as(session, by), clock.today(), number)
    assert found is not None
    return found.question


def picture(
    session: Session,
    one: ZoneQuestion,
    by: Person,
    side: Side,
    text: str,
    owner: str = "how",
    *,
    share: bool = True,
) -> ZoneQuestion:
    """Write a side's picture, and share it."""
    actor = acting_as(session, by)
    zone.write_picture(session, actor=actor, question=one, side=side, text=text, owner=owner)
    if share:
        zone.share_picture(session, actor=actor, question=question(session, one.id, by), side=side)
    return question(session, one.id, by)


def write_shared(
    session: Session,
    one: ZoneQuestion,
    by: Person,
    side: Side,
    text: str,
    *,
    released: bool = False,
    consents: bool = False,
) -> ZoneQuestion:
    """Write the shared picture, and stand behind it at once where that is the wish."""
    zone.write_shared(
        session,
        actor=acting_as(session, by),
        question=one,
        side=side,
        text=text,
        owner="how",
        released=released,
        revision=one.revision,
    )
    one = question(session, one.id, by)
    return consent(session, one, by, side) if consents else one


def consent(session: Session, one: ZoneQuestion, by: Person, side: Side) -> ZoneQuestion:
    """Let one of the two stand behind the shared picture as it is."""
    one = question(session, one.id, by)
    zone.consent(session, actor=acting_as(session, by), question=one, side=side, revision=one.revision)
    return question(session, one.id, by)


def settle(
    session: Session, one: ZoneQuestion, giver: Person, taker: Person, text: str, *, released: bool = False
) -> ZoneQuestion:
    """Write the shared picture, and let both establish it."""
    one = write_shared(session, one, taker, Side.TAKER, text, released=released)
    one = consent(session, one, giver, Side.GIVER)
    return consent(session, one, taker, Side.TAKER)
