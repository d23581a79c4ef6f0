"""Access decisions against an oracle that shares no code with the product: random organisations, random days.

The oracle reads the tables a person would read on paper: where a unit hangs on that day, who is appointed there on
that day, and the house's rule per role written down here once more, by hand, from the description of the product. It
walks up from the unit, link by link, and never uses the closure, the matrix or a query of the product.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.dialogues.models import Dialogue, Guest, Participant, Post, Series, Side, State, Template
from app.dialogues.queries.opening import dialogue_for
from app.dialogues.rules import seat_of
from app.organisation.ancestry import rebuild_ancestry
from app.organisation.models import Appointment, Person, Placement, Unit
from app.organisation.reach import holdings, unit_ids_within
from bench.municipality import migrated_app

FIRST, DAYS = date(2025, 1, 1), 800
ROLES = ("manager", "support", "politician", "auditor", "employee", "administrator")
# Per permission and role: everywhere (E), the own unit and all below (B), the own unit (O). Anything else: nowhere.
ALL = dict.fromkeys(ROLES, "E")
RULE: dict[str, dict[str, str]] = {
    "use": ALL,
    "read_model": ALL,
    "read_organisation": {role: "E" for role in ROLES if role != "employee"},
    "edit_organisation": {"administrator": "E"},
    "edit_accounts": {"administrator": "E"},
    "take_part": {"manager": "O", "politician": "O", "employee": "O", "support": "O"},
    "plan_dialogues": {"manager": "B", "politician": "O"},
    "read_released": {"manager": "B"},
    "answer_raised": {"manager": "B"},
    "read_templates": {"manager": "E", "support": "E", "administrator": "E"},
    "edit_templates": {"administrator": "E", "support": "E"},
    "read_history": {"administrator": "E"},
    "oversee_mail": {"administrator": "E"},
    "edit_letterhead": {"administrator": "E"},
    "edit_model": {"administrator": "E"},
    "dispose": {"administrator": "E"},
    "read_plans": {"manager": "B", "support": "B", "politician": "B", "auditor": "E"},
    "write_plans": {"manager": "O", "support": "B"},
    "acknowledge_goals": {"manager": "O", "politician": "O"},
    "read_activities": {"manager": "B", "support": "B", "politician": "B", "auditor": "E", "employee": "O"},
    "read_quality": {"manager": "B", "support": "B"},
    "write_quality": {"manager": "O", "support": "B"},
    "read_control": {"manager": "E", "support": "E", "politician": "E", "auditor": "E"},
    "read_risks": {"manager": "B", "support": "B"},
    "write_control": {"manager": "O", "support": "B"},
    "read_overview": {"manager": "B", "support": "B", "politician": "B", "auditor": "E"},
    "read_burden": {"manager": "B", "support": "B"},
    "read_economy": {"manager": "B", "support": "B", "politician": "B", "auditor": "E"},
    "write_economy": {"manager": "O", "support": "B"},
    "report_deviations": {"manager": "O", "politician": "O", "employee": "O"},
    "answer_deviations": {"manager": "O", "politician": "O"},
    "decide_commitments": {"manager": "O", "support": "B", "politician": "O"},
    "read_reports": {"manager": "B", "support": "B", "politician": "B", "auditor": "E"},
    "write_reports": {"manager": "O", "support": "B"},
    "answer_reports": {"manager": "O", "politician": "O"},
    "read_assignments": {"manager": "B", "support": "B", "politician": "O", "auditor": "E", "employee": "O"},
    "write_assignments": {"manager": "O", "politician": "O", "employee": "O"},
    "read_cycle": ALL,
    "move_cycle": {"manager": "O", "support": "B", "administrator": "E"},
    "read_documents": ALL,
    "edit_documents": {"manager": "O", "support": "B"},
}


@dataclass(slots=True)
class Outcome:
    """How many decisions were compared and which differed."""

    decisions: int = 0
    differences: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        """Give one line for people."""
        return f"{self.decisions} decisions in {self.seconds:.0f} s, {len(self.differences)} differences"


@dataclass(slots=True)
class Paper:
    """What stands in the tables, as plain rows."""

    units: list[Unit]
    placements: list[Placement]
    appointments: list[Appointment]
    posts: dict[int, Post]
    series: dict[int, Series]
    dialogues: list[Dialogue]
    participants: list[Participant]
    guests: list[Guest]

    def in_force(self, row: Placement | Appointment | Unit, day: date) -> bool:
        """Tell whether a period covers a day: its end is the first day outside."""
        return row.valid_from <= day and (row.valid_to is None or day < row.valid_to)

    def appointments_of(self, person: int, day: date) -> Iterator[Appointment]:
        """Give what somebody is appointed to on a day, in units that exist then."""
        existing = {unit.id for unit in self.units if self.in_force(unit, day)}
        for one in self.appointments:
            if one.person_id == person and self.in_force(one, day) and one.unit_id in existing:
                yield one

    def chain_up(self, unit: int, day: date) -> list[int]:
        """Walk from a unit to the root as it hangs on a day; nothing when it hangs nowhere then."""
        chain: list[int] = []
        here: int | None = unit
        while here is not None:
            hung = [row for row in self.placements if row.unit_id == here and self.in_force(row, day)]
            if not hung:
                return chain
            chain.append(here)
            here = hung[0].parent_id
        return chain

    def may(self, person: int, permission: str, unit: int, day: date) -> bool:
        """Decide whether a person holds a permission in a unit on a day."""
        above = self.chain_up(unit, day)
        for one in self.appointments_of(person, day):
            far = RULE[permission].get(one.role)
            if far == "E" or (far == "O" and one.unit_id == unit) or (far == "B" and one.unit_id in above):
                return True
        return False

    def holds(self, person: int, post: Post, day: date) -> bool:
        """Decide whether a person holds one end of a line of meetings on a day."""
        for one in self.appointments_of(person, day):
            if one.unit_id != post.unit_id:
                continue
            if post.kind == "manager" and one.role == "manager":
                return True
            if post.kind == "presidium" and one.role == "politician" and one.duty in ("chair", "vice_chair"):
                return True
            if post.kind == "employee" and one.role == "employee" and post.person_id == person:
                return True
        return False

    def standing(self, person: int, dialogue: Dialogue, day: date) -> str | None:
        """Decide what a person is to a dialogue on a day: one of the two, a later holder, a guest, or nothing."""
        line = self.series[dialogue.series_id]
        ends = {"over": self.posts[line.over_post_id], "rep": self.posts[line.rep_post_id]}
        held = {side for side, post in ends.items() if self.holds(person, post, day)}
        sat = {p.side for p in self.participants if p.dialogue_id == dialogue.id and p.person_id == person}
        if held & sat:
            return "participant"
        if held:
            return "holder"
        invited = any(
            guest.dialogue_id == dialogue.id
            and guest.person_id == person
            and guest.over_agreed_at
            and guest.rep_agreed_at
            for guest in self.guests
        )
        # One is invited as support of the units or as one who presides, and is a guest only while one is that.
        units = [post.unit_id for post in ends.values()]
        above = {unit for end in units for unit in self.chain_up(end, day)}
        still = any(
            (one.role == "support" and one.unit_id in above)
            or (
                one.role == "politician"
                and one.duty in ("chair", "vice_chair")
                and one.unit_id in units
                and one.unit_id in above
            )
            for one in self.appointments_of(person, day)
        )
        return "guest" if invited and still else None


def run(database_url: str, *, decisions: int, seed: int) -> Outcome:
    """Compare on random organisations in this empty database until enough decisions were made."""
    from app.db import db

    began, chance, outcome = time.perf_counter(), random.Random(seed), Outcome()
    app = migrated_app(database_url)
    with app.app_context():
        while outcome.decisions < decisions and len(outcome.differences) < 20:
            session = db.session
            paper = _organisation(session, chance)
            for _day in range(6):
                _compare(session, paper, chance, FIRST + timedelta(days=chance.randrange(DAYS)), outcome)
            session.rollback()
            session.expunge_all()
        db.engine.dispose()
    outcome.seconds = time.perf_counter() - began
    return outcome


def _compare(session: Session, paper: Paper, chance: random.Random, day: date, outcome: Outcome) -> None:
    people = sorted({one.person_id for one in paper.appointments})
    for person in chance.sample(people, min(6, len(people))):
        actor = Actor(person, "", "sv", holdings(session, person, day))
        for permission in May:
            within = set(session.scalars(unit_ids_within(actor.scope(permission), day)))
            wanted = {unit.id for unit in paper.units if paper.may(person, permission.value, unit.id, day)}
            outcome.decisions += len(paper.units) + 1
            if wanted != within:
                outcome.differences.append(f"{day} person {person} {permission}: {sorted(wanted ^ within)}")
            first_gate = any(
                RULE[permission.value].get(one.role) for one in paper.appointments_of(person, day)
            )
            if actor.may(permission) != first_gate:
                outcome.differences.append(f"{day} person {person} {permission} at the first gate")
        for dialogue in paper.dialogues:
            outcome.decisions += 1
            with clock.frozen_at(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)):
                found = dialogue_for(session, actor, dialogue.id)
            seat = seat_of(found, actor) if found is not None else None
            got = seat.standing.value if seat is not None else None
            expected = paper.standing(person, dialogue, day)
            if got != expected:
                outcome.differences.append(
                    f"{day} person {person} dialogue {dialogue.id}: {got}, not {expected}"
                )


def _organisation(session: Session, chance: random.Random) -> Paper:
    """Make a random organisation over time: units that come, move and end, people with several appointments."""
    paper = Paper([], [], [], {}, {}, [], [], [])
    for number in range(chance.randint(6, 22)):
        start = FIRST + timedelta(days=chance.choice([0, 0, 0, chance.randrange(300)]))
        unit = Unit(
            name=f"Enhet {number}", kind="unit", valid_from=start, valid_to=_some_end(chance, start, 0.2)
        )
        paper.units.append(unit)
    session.add_all(paper.units)
    session.flush()
    for number, unit in enumerate(paper.units):
        paper.placements += _places(paper, number, unit, chance)
    session.add_all(paper.placements)
    session.flush()
    rebuild_ancestry(session)
    _people(session, paper, chance)
    _dialogues(session, paper, chance)
    session.flush()
    return paper


def _some_end(chance: random.Random, start: date, share: float) -> date | None:
    return start + timedelta(days=chance.randint(1, 500)) if chance.random() < share else None


def _places(paper: Paper, number: int, unit: Unit, chance: random.Random) -> list[Placement]:
    """Hang a unit under earlier ones, moved now and then; earlier only, so that no day has a circle."""
    if number == 0:
        return [
            Placement(unit_id=unit.id, parent_id=None, valid_from=unit.valid_from, valid_to=unit.valid_to)
        ]
    places: list[Placement] = []
    start = unit.valid_from
    while unit.valid_to is None or start < unit.valid_to:
        end = start + timedelta(days=chance.randint(1, 200)) if chance.random() < 0.4 else None
        if end is None or (unit.valid_to is not None and end > unit.valid_to):
            end = unit.valid_to
        parent = paper.units[chance.randrange(number)].id
        places.append(Placement(unit_id=unit.id, parent_id=parent, valid_from=start, valid_to=end))
        if end is None:
            break
        start = end
    return places


def _people(session: Session, paper: Paper, chance: random.Random) -> None:
    people = [Person(name=f"Person {number}", language="sv") for number in range(chance.randint(6, 18))]
    session.add_all(people)
    session.flush()
    for person in people:
        for _time in range(chance.randint(1, 3)):
            start = FIRST + timedelta(days=chance.randrange(-100, 500))
            role = chance.choice(ROLES)
            paper.appointments.append(
                Appointment(
                    person_id=person.id,
                    unit_id=chance.choice(paper.units).id,
                    role=role,
                    duty=chance.choice(["chair", "vice_chair", ""]) if role == "politician" else "",
                    is_deputy=chance.random() < 0.2,
                    valid_from=start,
                    valid_to=_some_end(chance, start, 0.5),
                )
            )
    session.add_all(paper.appointments)
    session.flush()


def _dialogues(session: Session, paper: Paper, chance: random.Random) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    template = Template(name="Dialog", pair_kind="managers")
    session.add(template)
    session.flush()
    people = sorted({one.person_id for one in paper.appointments})
    wanted = {
        (chance.choice(paper.units).id, kind, chance.choice(people) if kind == "employee" else None)
        for kind in ("manager", "manager", "manager", "presidium", "employee")
        for _time in range(2)
    }
    posts = [
        Post(unit_id=unit, kind=kind, person_id=person) for unit, kind, person in sorted(wanted, key=str)
    ]
    session.add_all(posts)
    session.flush()
    paper.posts = {post.id: post for post in posts}
    for _time in range(5):
        over, rep = chance.sample(posts, 2)
        line = Series(
            pair_kind="managers",
            over_post_id=over.id,
            rep_post_id=rep.id,
            template_id=template.id,
            rhythm="",
            started_on=FIRST,
        )
        session.add(line)
        session.flush()
        paper.series[line.id] = line
        state = chance.choice([State.PREPARING, State.HELD, State.ESTABLISHED])
        dialogue = Dialogue(series_id=line.id, title="Möte", starts_at=at, state=state, state_since=at)
        session.add(dialogue)
        session.flush()
        paper.dialogues.append(dialogue)
        for side, person in zip(Side, chance.sample(people, 2), strict=True):
            paper.participants.append(Participant(dialogue_id=dialogue.id, side=side, person_id=person))
        guest = Guest(
            dialogue_id=dialogue.id,
            person_id=chance.choice(people),
            over_agreed_at=chance.choice([at, None]),
            rep_agreed_at=chance.choice([at, at, None]),
        )
        paper.guests.append(guest)
    session.add_all([*paper.participants, *paper.guests])
    session.flush()
