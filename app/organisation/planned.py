"""What is kept of a change whose day lies ahead: how units hung and ended and who was appointed, before it and after."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app import clock
from app.organisation import ancestry
from app.organisation.appointing import appointments_running, as_it_was, facts
from app.organisation.models import PlannedChange, PlannedUnit, Unit
from app.organisation.placing import hanging_under, placements
from app.organisation.rules import Period, Place

Kept = dict[str, Any]
Planned = Callable[[Session, Sequence[PlannedChange], int | None], None]
TakenBack = Callable[[Session, int, int | None], None]


class Followers:
    """What features above do when a change is planned, and when one is taken back: in its transaction, told who did it."""

    def __init__(self) -> None:
        """Begin with none; features register theirs when the app is built."""
        self._known: dict[str, tuple[Planned, TakenBack]] = {}

    def register(self, key: str, planned: Planned, taken_back: TakenBack) -> None:
        """Add or replace what a feature does."""
        self._known[key] = planned, taken_back

    def planned(self, session: Session, changes: Sequence[PlannedChange], actor_id: int | None) -> None:
        """Tell all of changes that have just been planned and kept."""
        for planned, _taken_back in self._known.values():
            planned(session, changes, actor_id)

    def taken_back(self, session: Session, planned_id: int, actor_id: int | None) -> None:
        """Tell all that what had this number has just been taken back."""
        for _planned, taken_back in self._known.values():
            taken_back(session, planned_id, actor_id)


followers = Followers()


class Watch:
    """Looks at units before they are changed, and keeps afterwards what it takes to take that back."""

    def __init__(self, session: Session, unit_ids: Collection[int], on: date) -> None:
        self.session, self.on = session, on
        self.is_ahead = on > clock.today()
        if not self.is_ahead:
            return
        self.ends = {one: session.get_one(Unit, one).valid_to for one in unit_ids}
        hanging = [child.unit_id for one in unit_ids for child in hanging_under(session, one, on)]
        self.places = {one: _places(session, one) for one in dict.fromkeys([*unit_ids, *hanging])}
        self.held = {one.id: facts(one) for one in appointments_running(session, list(unit_ids), on)}

    def keep(
        self, change: str, *, actor_id: int | None, made: Sequence[int] = (), to: Sequence[int] = ()
    ) -> None:
        """Keep the change where its day lies ahead, and tell those who follow; `made` are the units that begin with it, `to`
        what else it leads to.
        """
        if not self.is_ahead:
            return
        appointments = [
            {"id": number, "before": before, "after": after}
            for number, before in self.held.items()
            if (after := self._facts_now(number, before)) != before
        ]
        now = {one: _places(self.session, one) for one in self.places}
        changed = [one for one in now if one in self.ends or now[one] != self.places[one]]
        begun = appointments_running(self.session, list(made), self.on) if made else []
        kept: Kept = {
            "ends": [[one, written(end), self._end_now(one)] for one, end in self.ends.items()],
            "places": [[one, written_places(self.places[one]), written_places(now[one])] for one in changed],
            "appointments": appointments,
            "made": [[one, written_places(_places(self.session, one))] for one in made],
            "begun": [{"id": one.id, "after": facts(one)} for one in begun],
            "to": list(to),
        }
        planned = keep_change(self.session, change, self.on, kept, [*changed, *made, *to])
        followers.planned(self.session, [planned], actor_id)

    def _facts_now(self, number: int, before: dict[str, object]) -> dict[str, object] | None:
        # What it went over to may have its number.
        held = as_it_was(self.session, number, before)
        return facts(held) if held is not None else None

    def _end_now(self, unit_id: int) -> str | None:
        return written(self.session.get_one(Unit, unit_id).valid_to)


def keep_change(
    session: Session, change: str, on: date, kept: Kept, unit_ids: Iterable[int]
) -> PlannedChange:
    """Keep a change that lies ahead, and forget those whose day has come: nothing takes them back."""
    session.execute(delete(PlannedChange).where(PlannedChange.on <= clock.today()))
    planned = PlannedChange(change=change, on=on, kept=kept)
    session.add(planned)
    session.flush()
    session.add_all(PlannedUnit(planned_id=planned.id, unit_id=one) for one in dict.fromkeys(unit_ids))
    session.flush()
    return planned


def _places(session: Session, unit_id: int) -> list[Place]:
    return [ancestry.place_of(one) for one in placements(session, unit_id)]


def written(day: date | None) -> str | None:
    """Write a day as it is kept."""
    return day.isoformat() if day else None


def read_day(text: str | None) -> date | None:
    """Read a day as it is kept."""
    return date.fromisoformat(text) if text else None


def written_places(places: Iterable[Place]) -> list[list[object]]:
    """Write where a unit hangs as it is kept."""
    return [[one.parent, written(one.period.start), written(one.period.end)] for one in places]


def read_places(unit_id: int, places: Iterable[Sequence[Any]]) -> list[Place]:
    """Read where a unit hangs as it is kept."""
    return [
        Place(unit_id, parent, Period(date.fromisoformat(start), read_day(end)))
        for parent, start, end in places
    ]
