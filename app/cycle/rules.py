"""Pure decisions about the annual cycle: what there is in a year and when, whom it concerns, who moves it, and how far."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.access.actor import Actor, Holding
from app.access.matrix import May, Role
from app.cycle.errors import Fault
from app.cycle.models import CycleMove
from app.dialogues.planning.proposing import holds
from app.passages.rules import PRESIDING
from app.steering.schema import Profile
from app.steering.shapes.year import CycleEvent, When

FARTHEST = timedelta(days=370)
"""How far from where the model puts it an event can be moved: within a year of it."""

AROUND = 2
"""Years before and after whose events can reach into a year."""


@dataclass(frozen=True, slots=True)
class Instance:
    """An event in a year: from when to when, as it holds for everybody or for one unit. `number` tells its times apart."""

    event: CycleEvent
    year: int
    number: int
    first: date
    last: date
    modelled: tuple[date, date]
    move: CycleMove | None = None
    own: CycleMove | None = None

    @property
    def key(self) -> tuple[int, str, int]:
        """What tells it from every other."""
        return self.year, self.event.key, self.number

    @property
    def next_year(self) -> int:
        """The year it is done for where it prepares one: what happens in the second half of a year is for the next."""
        return self.first.year + 1 if self.first.month > 6 else self.first.year

    def stands(self, today: date) -> str:
        """Tell whether it has been, is now, or is ahead."""
        if self.last < today:
            return "past"
        return "now" if self.first <= today else "ahead"


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def placed(when: When, year: int) -> tuple[date, date]:
    """Give the first and last day of a time of the model, in a year; a day named is that day, a month all of it."""
    begins = year + when.year_offset
    to_month = when.to_month or when.month
    first = _day(begins, when.month, when.day or 1)
    if when.day and not when.to_month and not when.to_day:
        return first, first
    return first, _day(begins + (to_month < when.month), to_month, when.to_day or 31)


_PLACED: dict[tuple[int, int], tuple[Profile, tuple[Instance, ...]]] = {}
_YEARS_KEPT = 60


def instances_of(profile: Profile, year: int) -> tuple[Instance, ...]:
    """Give the events of the year as the model places them; worked out once for each model and year.

    Every start page asks for them. A model is told from another by being the same object: comparing two takes longer.
    """
    known = _PLACED.get((id(profile), year))
    if known is not None and known[0] is profile:
        return known[1]
    if len(_PLACED) >= _YEARS_KEPT:
        _PLACED.clear()
    found = tuple(_placed_in(profile.cycle, year))
    _PLACED[id(profile), year] = profile, found
    return found


def _placed_in(events: Iterable[CycleEvent], year: int) -> list[Instance]:
    found = []
    for event in events:
        times = [when for when in event.when if holds(when, year)]
        for number, when in enumerate(times, start=1):
            first, last = placed(when, year)
            found.append(Instance(event, year, number, first, last, (first, last)))
    return found


Moves = Mapping[tuple[int, str, int, int | None], CycleMove]
"""Moves by year, event, number and unit; None is everybody's."""


def moves_by_key(rows: Iterable[CycleMove]) -> Moves:
    """Put moves where they are found."""
    return {(one.year, one.event_key, one.number, one.unit_id): one for one in rows}


def as_moved(one: Instance, moves: Moves, unit_id: int | None = None) -> Instance:
    """Give an event where it was moved to: for everybody, and then by a unit within that.

    A unit's own days that fall outside what now holds for everybody hold no longer; they are cut to what is left of them.
    """
    for_all = moves.get((*one.key, None))
    if for_all is not None:
        one = replace(one, first=for_all.starts_on, last=for_all.ends_on, move=for_all)
    own = moves.get((*one.key, unit_id)) if unit_id is not None else None
    if own is None:
        return one
    first, last = max(one.first, own.starts_on), min(one.last, own.ends_on)
    return replace(one, first=first, last=last, own=own) if first <= last else one


def of_calendar_year(profile: Profile, year: int, moves: Moves, unit_id: int | None = None) -> list[Instance]:
    """Give what lies in a calendar year, in order of time; what belongs to another year and reaches in is there too."""
    found = [
        as_moved(one, moves, unit_id)
        for of in range(year - AROUND, year + AROUND + 1)
        for one in instances_of(profile, of)
    ]
    within = [one for one in found if one.first <= date(year, 12, 31) and one.last >= date(year, 1, 1)]
    return sorted(within, key=lambda one: (one.first, one.last, one.event.key, one.number))


def find(profile: Profile, year: int, key: str, number: int) -> Instance | None:
    """Give one event of a year as the model places it; one that only an earlier model had as that one did."""
    known = _placed_in(profile.all_events(), year)
    return next((one for one in known if one.key == (year, key, number)), None)


def concerns(event: CycleEvent, actor: Actor) -> bool:
    """Tell whether somebody is among those who do it."""
    return any(_is(ref, actor) for ref in event.who)


_CONCERNED: dict[tuple[int, tuple[Holding, ...]], tuple[Profile, frozenset[str]]] = {}
_ACTORS_KEPT = 512


def events_of(profile: Profile, actor: Actor) -> frozenset[str]:
    """Give the keys of the model's events somebody is among those who do; worked out once for each model and who holds what."""
    asked = id(profile), actor.holdings
    known = _CONCERNED.get(asked)
    if known is not None and known[0] is profile:
        return known[1]
    if len(_CONCERNED) >= _ACTORS_KEPT:
        _CONCERNED.clear()
    found = frozenset(event.key for event in profile.cycle if concerns(event, actor))
    _CONCERNED[asked] = profile, found
    return found


def _is(ref: str, actor: Actor) -> bool:
    role = ref.removeprefix("role:")
    if role == ref:
        return any(
            one.unit_kind == ref and one.role in {Role.MANAGER, Role.POLITICIAN} for one in actor.holdings
        )
    if role == "chief_executive":
        return actor.is_chief_executive
    if role in {"overarching_manager", "reporting_manager"}:
        return actor.has(Role.MANAGER)
    if role == "presidium":
        return any(one.duty in PRESIDING for one in actor.holdings)
    return role in set(Role) and actor.has(Role(role))


def kinds_doing(profile: Profile, event: CycleEvent) -> frozenset[str]:
    """Give the kinds of units in which an event is done by each unit for itself."""
    administrative = {kind.key for kind in profile.all_unit_kinds() if kind.is_administrative}
    found: set[str] = set()
    for ref in event.who:
        if ref in {"role:manager", "role:reporting_manager", "role:overarching_manager"}:
            found |= administrative
        elif not ref.startswith("role:"):
            found.add(ref)
    return frozenset(found)


def moves_for_all(actor: Actor) -> bool:
    """Tell whether somebody moves an event for the whole municipality: the kommunchef and administrators."""
    return actor.is_chief_executive or actor.has(Role.ADMINISTRATOR)


def units_moved_by(actor: Actor) -> list[tuple[int, str]]:
    """Give the units whose own days somebody chooses by a post there: its manager, its support."""
    return list(
        dict.fromkeys(
            (one.unit_id, one.unit_name)
            for one in actor.holdings
            if one.role in {Role.MANAGER, Role.SUPPORT} and actor.may(May.MOVE_CYCLE)
        )
    )


def faults_in(one: Instance, first: date, last: date, *, for_unit: bool) -> dict[str, Fault]:
    """Tell what is wrong with the days chosen: `one` is as it holds for everybody."""
    if last < first:
        return {"ends_on": Fault.DAYS_TURNED}
    if for_unit:
        return {} if one.first <= first and last <= one.last else {"starts_on": Fault.OUTSIDE}
    near = abs(first - one.modelled[0]) <= FARTHEST and last - first <= FARTHEST
    return {} if near else {"starts_on": Fault.TOO_FAR}


def phases_of(profile: Profile, found: Sequence[Instance]) -> list[str]:
    """Give the phases in which something is found, in the order of the model; an empty name for what has none."""
    known = [phase.key for phase in profile.phases]
    used = {one.event.phase or "" for one in found}
    return [key for key in (*known, "") if key in used]
