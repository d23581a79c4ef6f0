"""What the pages of series and meetings show, put together from the reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.dialogues import rules
from app.dialogues.facts import End
from app.dialogues.models import Post, Series, Side, State
from app.dialogues.queries.holders import holders_of, names_of_holders
from app.dialogues.queries.lines import Held, Met, next_and_last, series_of
from app.organisation.models import Person


@dataclass(slots=True)
class Line:
    """One series as the acting person sees it."""

    series: Held
    side: Side | None
    other_post: End
    others: list[str]
    coming: list[Met] = field(default_factory=list)
    last: Met | None = None

    @property
    def over(self) -> bool:
        """Tell whether the series has ended and no meeting of it is left to finish."""
        return self.series.ended_on is not None and not self.coming

    @property
    def waits(self) -> bool:
        """Tell whether the acting person's side has done its part of the next meeting."""
        return bool(self.coming) and self.side in self.coming[0].done

    @property
    def asks(self) -> bool:
        """Tell whether the next meeting asks something of the acting person."""
        return bool(self.others and self.coming) and not self.waits

    @property
    def to_end(self) -> tuple[str, date] | None:
        """The unit of the two that is to end on a day ahead, and its last day: the first to end where both are."""
        today = clock.today()
        ends = [(end.unit_to, end.unit_name) for end in (self.series.over, self.series.rep)]
        ahead = [(to, name) for to, name in ends if to is not None and to > today]
        if self.series.ended_on is not None or not ahead:
            return None
        to, name = min(ahead)
        return name, to - timedelta(days=1)

    @property
    def with_whom(self) -> str:
        """Name the one across the table: the present holder, or the unit when the post is vacant."""
        return self.others[0] if self.others else self.other_post.unit_name


def my_side(series: Series, actor: Actor) -> Side | None:
    """Tell at which end of a series the actor sits now."""
    return _side(series.over_post, series.rep_post, actor)


def _side(over: Post | End, rep: Post | End, actor: Actor) -> Side | None:
    if rules.holds(over, actor):
        return Side.OVER
    return Side.REP if rules.holds(rep, actor) else None


def my_lines(session: Session, actor: Actor) -> list[Line]:
    """Give the series of the actor with coming and latest meetings, soonest first; four statements whatever the number."""
    found = series_of(session, actor)
    if not found:
        return []
    holders = names_of_holders(
        session, [end for series in found for end in (series.over, series.rep)], clock.today()
    )
    lines = {series.id: _line(series, actor, holders) for series in found}
    for met in next_and_last(session, list(lines)):
        line = lines[met.series_id]
        if met.state == State.ESTABLISHED:
            line.last = met
        else:
            line.coming.append(met)
    return sorted(lines.values(), key=_soonest)


def _line(series: Held, actor: Actor, holders: dict[int, list[str]]) -> Line:
    side = _side(series.over, series.rep, actor)
    if side is Side.OVER and rules.holds(series.rep, actor) and len(holders.get(series.over.id, [])) > 1:
        # Who stands in for the one above meets that one from where they sit themselves (`speakers_now`).
        side = Side.REP
    other = series.over if side is Side.REP else series.rep
    return Line(series, side, other, holders.get(other.id, []))


def _soonest(line: Line) -> tuple[bool, bool, float, str]:
    ahead = line.coming[0].starts_at.timestamp() if line.coming else float("inf")
    return (line.series.ended_on is not None, not line.coming, ahead, line.other_post.unit_name)


def holding_now(session: Session, series: Series) -> dict[Side, list[Person]]:
    """Give who holds the post of each side today, ordinary before deputies; one statement."""
    holders = holders_of(session, [series.over_post, series.rep_post], clock.today())
    return {Side.OVER: holders.get(series.over_post.id, []), Side.REP: holders.get(series.rep_post.id, [])}


def speakers_now(session: Session, series: Series, actor: Actor) -> dict[Side, Person]:
    """Tell who speaks for each side today (`speakers_among`)."""
    return speakers_among(holding_now(session, series), actor)


def speakers_among(people: Mapping[Side, Sequence[Person]], actor: Actor) -> dict[Side, Person]:
    """Tell who of those that hold the posts speaks for each side: the actor for the own one, otherwise the first.

    A side without anybody is left out. Who stands in for the other of the two holds both posts and sits where nobody else does;
    where both have somebody else, at the reporting end.
    """
    own = {
        side: next((one for one in found if one.id == actor.person_id), None)
        for side, found in people.items()
    }
    others = {side: [one for one in found if one.id != actor.person_id] for side, found in people.items()}
    if all(own.values()):
        across = Side.OVER if others[Side.OVER] else Side.REP
        own[across] = next(iter(others[across]), own[across])
    speakers = {side: own[side] or next(iter(people[side]), None) for side in Side}
    return {side: person for side, person in speakers.items() if person is not None}


@dataclass(frozen=True, slots=True)
class Choice:
    """A pair one could begin a series with: the kind of pair and the two posts, as one value of a select."""

    pair_kind: str
    over: tuple[int, str, int | None]
    rep: tuple[int, str, int | None]
    label: str

    @property
    def value(self) -> str:
        """Write the choice as one form value."""
        ends = (self.over, self.rep)
        return "|".join([self.pair_kind, *(f"{unit}:{kind}:{person or ''}" for unit, kind, person in ends)])
