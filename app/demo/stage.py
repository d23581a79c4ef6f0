"""Where the demo is played: acts take turns in the order of time, each at the moment it says."""

import heapq
from bisect import bisect_right
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import Role
from app.demo.calendar import Calendar
from app.dialogues.agenda.queries import current_version, templates_for
from app.dialogues.models import Post, TemplateVersion
from app.dialogues.queries.holders import holders_of
from app.organisation import reach
from app.organisation.models import Appointment, Person, in_force
from app.passages.subjects import Ref

Act = Generator[datetime, None, None]
"""Something that goes on over time: yields the moment at which what comes next happens."""


class Unplayable(Exception):
    """The script asks for something that cannot have happened; for whoever writes the script."""


@dataclass(slots=True)
class Stage:
    """The session with what the acts need to know: who and what there is, and who holds what when."""

    session: Session
    calendar: Calendar
    units: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    boundaries: list[date] = field(default_factory=list)
    subjects: dict[str, Ref] = field(default_factory=dict)
    _actors: dict[tuple[int, int], Actor] = field(default_factory=dict)
    _holders: dict[tuple[int, int], list[Person]] = field(default_factory=dict)
    _agendas: dict[str, TemplateVersion] = field(default_factory=dict)

    def actor(self, person_id: int) -> Actor:
        """Give a person with the appointments of the day that is being played."""
        key = (person_id, self._period())
        if key not in self._actors:
            person = self.session.get_one(Person, person_id)
            held = reach.holdings(self.session, person_id, clock.today())
            self._actors[key] = Actor(person_id, person.name, person.language, held)
        return self._actors[key]

    def subject(self, key: str) -> Ref:
        """Give what a theme or a matter is about, by the key its feature's demo data put in `subjects`."""
        if key not in self.subjects:
            raise Unplayable(f"nothing called {key} is there to talk about on {clock.today()}")
        return self.subjects[key]

    def call(self, key: str, ref: Ref) -> None:
        """Let dialogues from now on be about something by a key; nothing happens where it was given none."""
        if key:
            self.subjects[key] = ref

    def holder(self, post: Post) -> Person:
        """Give who speaks for a post on the day that is being played."""
        key = (post.id, self._period())
        if key not in self._holders:
            found = holders_of(self.session, [post], clock.today())
            self._holders[key] = found[post.id]
        if not self._holders[key]:
            raise Unplayable(f"nobody holds the post at {post.unit_id} on {clock.today()}")
        return self._holders[key][0]

    def writer(self, unit_id: int) -> int:
        """Give who writes what is a unit's own on the day that is being played: its manager, else its support."""
        person_id = self.session.scalars(
            select(Appointment.person_id)
            .where(
                Appointment.unit_id == unit_id,
                Appointment.role.in_([Role.MANAGER, Role.SUPPORT]),
                in_force(Appointment.valid_from, Appointment.valid_to, clock.today()),
            )
            .order_by(Appointment.role, Appointment.is_deputy, Appointment.id)
        ).first()
        if person_id is None:
            raise Unplayable(f"nobody writes for the unit {unit_id} on {clock.today()}")
        return person_id

    def agenda(self, pair_kind: str) -> TemplateVersion:
        """Give the municipality's agenda for a kind of pair."""
        if pair_kind not in self._agendas:
            template = templates_for(self.session, pair_kind)[0]
            version = current_version(self.session, template.id)
            if version is None:
                raise Unplayable(f"no agenda for {pair_kind}")
            self._agendas[pair_kind] = version
        return self._agendas[pair_kind]

    def forget(self) -> None:
        """Look up anew who holds what, after the organisation changed."""
        self._actors.clear()
        self._holders.clear()

    def play(self, acts: Iterable[Act]) -> None:
        """Play acts side by side in the order of time."""
        waiting: list[tuple[datetime, int, Act]] = []
        for number, act in enumerate(acts):
            _queue(waiting, number, act, None)
        while waiting:
            moment, number, act = heapq.heappop(waiting)
            with clock.frozen_at(moment):
                _queue(waiting, number, act, moment)

    def _period(self) -> int:
        return bisect_right(self.boundaries, clock.today())


def _queue(waiting: list[tuple[datetime, int, Act]], number: int, act: Act, moment: datetime | None) -> None:
    following = next(act, None)
    if following is not None:
        # Time never runs backwards, so the history is in order.
        heapq.heappush(waiting, (max(following, moment or following), number, act))
