"""Assignments as subjects of dialogues and as a strand of the thread, and what questions in the golden zone can be about."""

from collections.abc import Collection
from datetime import date

from flask_babel import lazy_pgettext
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.assignments import rules
from app.assignments.facts import ASSIGNMENT
from app.assignments.models import Assignment, State
from app.assignments.queries import opening
from app.assignments.queries.asking import Reader
from app.assignments.zone.subjects import Two, zone_subjects
from app.organisation.models import Placement, Unit, in_force
from app.passages.subjects import Subject, SubjectKind
from app.planning import rules as plan_rules
from app.planning.models import Goal
from app.planning.queries import Reader as PlanReader
from app.planning.queries import visible, visible_as_edition
from app.planning.subjects import GOAL
from app.planning.thread.strands import Node, Strand, Tie, strands
from app.steering.routes import profile_in_force, term
from app.ui.addresses import url_for
from app.ui.install import capitalised
from app.ui.markdown import plain


def reader_of(actor: Actor, day: date | None = None) -> Reader:
    """Give somebody as a reader of assignments."""
    return Reader(actor, day or clock.today(), rules.bodies(profile_in_force()))


def _subject(one: Assignment) -> Subject:
    href = url_for("assignments.one", assignment_id=one.id)
    return Subject(ASSIGNMENT, one.id, plain(one.title), href, one.taker_unit_id)


def assignments_named(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Subject]:
    """Give those of the assignments that are read."""
    if not actor.may(May.READ_ASSIGNMENTS):
        return {}
    return {one.id: _subject(one) for one in opening.named(session, reader_of(actor), ids)}


def assignments_offered(
    session: Session, actor: Actor, unit_ids: Collection[int], limit: int
) -> list[Subject]:
    """Give what some units have taken and not finished, the nearest day first."""
    if not actor.may(May.READ_ASSIGNMENTS):
        return []
    return [_subject(one) for one in opening.of_units(session, reader_of(actor), unit_ids, limit)]


KIND = SubjectKind(
    ASSIGNMENT,
    lazy_pgettext("ett uppdrag", "Uppdrag"),
    assignments_named,
    assignments_offered,
    ("assignments",),
)


# --- the thread


def _node(one: Assignment) -> Node:
    receiver = one.taker_person.name if one.taker_person is not None else one.taker_unit.name
    return Node(
        ASSIGNMENT,
        one.id,
        plain(one.title),
        capitalised(term("assignment")),
        url_for("assignments.one", assignment_id=one.id),
        f"{one.giver_unit.name} → {receiver}",
        plain(one.what, 240),
    )


def nodes(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Node]:
    """Give assignments on the thread."""
    if not actor.may(May.READ_ASSIGNMENTS):
        return {}
    return {one.id: _node(one) for one in opening.named(session, reader_of(actor), ids)}


def _pairs(session: Session, actor: Actor, *conditions: object) -> list[tuple[int, int]]:
    if not actor.may(May.READ_ASSIGNMENTS):
        return []
    rows = session.execute(
        select(Assignment.id, Assignment.parent_id)
        .where(reader_of(actor).reads, Assignment.state != State.WITHDRAWN, *conditions)  # type: ignore[arg-type]
        .order_by(Assignment.id)
    )
    return [(number, parent) for number, parent in rows if parent is not None]


def given_from(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, list[Node]]:
    """Give the assignment each came out of."""
    pairs = _pairs(session, actor, Assignment.id.in_(sorted(ids)))
    named = nodes(session, actor, [parent for _, parent in pairs])
    return {number: [named[parent]] for number, parent in pairs if parent in named}


def delegated(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, list[Node]]:
    """Give what was delegated from each."""
    pairs = _pairs(session, actor, Assignment.parent_id.in_(sorted(ids)))
    named = nodes(session, actor, [number for number, _ in pairs])
    found: dict[int, list[Node]] = {}
    for number, parent in pairs:
        if number in named:
            found.setdefault(parent, []).append(named[number])
    return found


# --- the two that a question lies between


def two_of_assignment(session: Session, assignment_id: int) -> Two | None:
    """Give the giver and the taker."""
    row = session.execute(
        select(Assignment.giver_unit_id, Assignment.taker_unit_id, Assignment.taker_person_id).where(
            Assignment.id == assignment_id, Assignment.given_at.is_not(None)
        )
    ).one_or_none()
    return Two(*row) if row is not None else None


def two_of_goal(session: Session, goal_id: int) -> Two | None:
    """Give the unit a goal belongs to and the one straight above; of a body's goal, that body and the kommunchef's unit."""
    day = clock.today()
    row = session.execute(
        select(Unit.id, Unit.kind, Placement.parent_id)
        .join(Goal, Goal.unit_id == Unit.id)
        .join(
            Placement,
            and_(Placement.unit_id == Unit.id, in_force(Placement.valid_from, Placement.valid_to, day)),
        )
        .where(Goal.id == goal_id)
    ).one_or_none()
    if row is None:
        return None
    unit_id, kind, parent_id = row
    if kind not in rules.bodies(profile_in_force()):
        return Two(parent_id, unit_id) if parent_id is not None else None
    top = session.scalar(
        select(Unit.id)
        .where(Unit.is_top_administration, in_force(Unit.valid_from, Unit.valid_to, day))
        .limit(1)
    )
    return Two(unit_id, top) if top is not None else None


def reads_assignment(session: Session, actor: Actor, assignment_id: int) -> bool:
    """Tell whether somebody reads an assignment."""
    return bool(opening.named(session, reader_of(actor), [assignment_id]))


def reads_goal(session: Session, actor: Actor, goal_id: int) -> bool:
    """Tell whether somebody reads a goal: as it is, or as it was established while it is changed."""
    if not actor.may(May.READ_PLANS):
        return False
    reader = PlanReader(actor, clock.today(), plan_rules.kinds_of_bodies(profile_in_force()))
    read = select(Goal.id).where(Goal.id == goal_id, or_(visible(reader), visible_as_edition(reader)))
    return session.scalar(read) is not None


def register() -> None:
    """Put assignments on the thread, and say what questions can be about."""
    strands.register(Strand(ASSIGNMENT, nodes))
    strands.tie(Tie(ASSIGNMENT, ASSIGNMENT, given_from, delegated))
    zone_subjects.register(ASSIGNMENT, two_of_assignment, reads_assignment)
    zone_subjects.register(GOAL, two_of_goal, reads_goal)
