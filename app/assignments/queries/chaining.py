"""The chain an assignment belongs to: who gave what to whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.assignments.models import Assignment, State
from app.assignments.queries.asking import GIVER, TAKER, Reader
from app.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain: who gave what to whom. `read` says whether the one who asks reads the assignment itself."""

    id: int
    parent_id: int | None
    title: str
    due_on: date | None
    state: str
    giver: str
    taker: str
    person: str | None
    read: bool
    depth: int = 0

    @property
    def receiver(self) -> str:
        """Who takes it."""
        return self.person or self.taker


def chain(session: Session, reader: Reader, one: Assignment) -> list[Link]:
    """Give the whole chain an assignment belongs to, each after the one it came out of.

    Who reads one step sees the steps: who gave what to whom, until when. What is written about another step is read on its
    page, by those it is for. What has not been given yet is there for its giver alone, and who an employee is for those who
    read that step.
    """
    root = one.root_id or one.id
    rows = session.execute(
        select(
            Assignment.id,
            Assignment.parent_id,
            Assignment.title,
            Assignment.due_on,
            Assignment.state,
            GIVER.name,
            TAKER.name,
            Person.name,
            reader.reads,
        )
        .join(GIVER, GIVER.id == Assignment.giver_unit_id)
        .join(TAKER, TAKER.id == Assignment.taker_unit_id)
        .outerjoin(Person, Person.id == Assignment.taker_person_id)
        .where(
            or_(Assignment.id == root, Assignment.root_id == root),
            or_(
                and_(Assignment.state != State.DRAFT, Assignment.given_at.is_not(None)),
                reader.reads,
            ),
        )
        .order_by(Assignment.id)
    ).all()
    links = [Link(*row[:7], row[7] if row[8] else None, bool(row[8])) for row in rows]
    return list(_in_steps(links))


def _in_steps(links: Sequence[Link]) -> Iterable[Link]:
    known = {link.id for link in links}
    under: dict[int | None, list[Link]] = {}
    for link in links:
        under.setdefault(link.parent_id if link.parent_id in known else None, []).append(link)
    waiting = [(link, 0) for link in reversed(under.get(None, []))]
    while waiting:
        link, depth = waiting.pop()
        yield Link(
            link.id,
            link.parent_id,
            link.title,
            link.due_on,
            link.state,
            link.giver,
            link.taker,
            link.person,
            link.read,
            depth,
        )
        waiting += [(child, depth + 1) for child in reversed(under.get(link.id, []))]
