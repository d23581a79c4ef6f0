"""Tells those concerned that a unit is to end, to become others or to move on a day ahead, and when that is taken back.

Concerned are those who lead the unit, those who lead the nearest unit above (for a move the new one too), and the two of each
line of the unit in which something is booked or promised for that day or later. Nobody is told what they did themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session, aliased

from app import clock
from app.dialogues.facts import End
from app.dialogues.inviting.rules import AHEAD
from app.dialogues.leaving import LINES
from app.dialogues.models import (
    Agreement,
    AgreementState,
    Dialogue,
    Participant,
    Post,
    PostKind,
    Series,
    State,
)
from app.dialogues.queries.holders import holders_of
from app.dialogues.queries.whose import WITH_POSTS
from app.dialogues.series.ending import ending_by
from app.dialogues.telling import UNDO_WITHIN, once
from app.notifications.kinds import Kind
from app.notifications.models import Notice
from app.notifications.services import About, overtake, recall, tell
from app.organisation.models import PlannedChange, Unit
from app.organisation.planned import followers
from app.organisation.tree import line_up

ABOUT = "planned_change"
MOVE = "move"


@dataclass(slots=True)
class Concerned:
    """What a planned change means to one person: in which lines something is booked or promised for afterwards, and how much."""

    lines: set[int] = field(default_factory=set)
    stops: set[int] = field(default_factory=set)
    """Meetings that nobody could come to from one of the sides."""
    goes_on: set[int] = field(default_factory=set)
    """Meetings of lines that can go on with a unit that takes over."""
    promises: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Line:
    """What of a line lies after a day: meetings and agreements, each with those who take part."""

    meetings: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    promises: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    told: set[int] = field(default_factory=set)
    """Agreements that are established, so that whoever holds a post may know of them."""


def tell_planned(session: Session, changes: Sequence[PlannedChange], actor_id: int | None) -> None:
    """Tell of changes that have just been planned."""
    for change in changes:
        _let_go_of_earlier(session, change.id)
        words = _words(session, change)
        for person_id, what in _concerned(session, change).items():
            if person_id != actor_id:
                tell(
                    session,
                    person_id=person_id,
                    kind=Kind.UNIT_CHANGE,
                    words=words
                    | {
                        "stops": len(what.stops),
                        "goes_on": len(what.goes_on),
                        "promises": len(what.promises),
                    },
                    path=_path(change, what),
                    occasion=f"unit_change/{once()}",
                    about=About(ABOUT, change.id),
                    hold=UNDO_WITHIN,
                )


def tell_taken_back(session: Session, planned_id: int, actor_id: int | None) -> None:
    """Take back what nobody has read yet, and tell the others that it does not come to pass."""
    about = About(ABOUT, planned_id)
    told = session.execute(
        select(Notice.person_id, Notice.words, Notice.path).where(
            Notice.about_kind == ABOUT, Notice.about_id == planned_id, Notice.kind == Kind.UNIT_CHANGE
        )
    ).all()
    unaware = recall(session, people={one.person_id for one in told}, about=about, kinds={Kind.UNIT_CHANGE})
    overtake(session, people=None, about=about, kinds={Kind.UNIT_CHANGE})
    for person_id, words, path in told:
        if person_id != actor_id and person_id not in unaware:
            tell(
                session,
                person_id=person_id,
                kind=Kind.UNIT_CHANGE,
                words={**words, "what": "taken_back"},
                path=path,
                occasion=f"unit_change/{once()}",
            )


def _let_go_of_earlier(session: Session, planned_id: int) -> None:
    """The number of a change that is past or taken back may be given to another, which its notices are not about."""
    session.execute(
        update(Notice)
        .where(Notice.about_kind == ABOUT, Notice.about_id == planned_id)
        .values(about_id=None)
        .execution_options(synchronize_session=False)
    )


def _units_of(change: PlannedChange) -> list[int]:
    """Give the units a change is about: those that end, or that move."""
    return [one[0] for one in change.kept["ends"]]


def _words(session: Session, change: PlannedChange) -> dict[str, object]:
    made, to = [one[0] for one in change.kept["made"]], change.kept["to"]
    numbers = [*_units_of(change), *made, *to]
    names = {number: name for number, name in session.execute(_names(numbers))}  # noqa: C416  rows are no pairs to the types
    return {
        "change": change.change,
        "on": change.on,
        "units": [names[one] for one in _units_of(change)],
        "made": [names[one] for one in made],
        "to": [names[one] for one in to],
    }


def _names(unit_ids: Iterable[int]) -> Select[int, str]:
    return select(Unit.id, Unit.name).where(Unit.id.in_(sorted(set(unit_ids))))


def _path(change: PlannedChange, what: Concerned) -> str:
    if len(what.lines) == 1:
        return f"{LINES}{next(iter(what.lines))}/"
    return "/dialoger/" if what.lines else f"/organisation/enhet/{_units_of(change)[0]}"


def _concerned(session: Session, change: PlannedChange) -> dict[int, Concerned]:
    """Give everybody concerned, with what lies after that day for them."""
    found: dict[int, Concerned] = {person_id: Concerned() for person_id in _leaders(session, change)}
    lines = _lines_after(session, _units_of(change), change.on)
    series = session.scalars(select(Series).where(Series.id.in_(sorted(lines))).options(*WITH_POSTS)).all()
    posts = [post for one in series for post in (one.over_post, one.rep_post)]
    holders = holders_of(session, posts, clock.today())
    for one in series:
        line, goes_on = lines[one.id], _goes_on(session, one, change)
        part: set[int] = set().union(*line.meetings.values(), *line.promises.values())
        for post in (one.over_post, one.rep_post):
            held_by = [person.id for person in holders[post.id]]
            for person_id in part.intersection(held_by) or held_by[:1]:
                what = found.setdefault(person_id, Concerned())
                promises = {
                    number
                    for number, people in line.promises.items()
                    if number in line.told or person_id in people
                }
                if not line.meetings and not promises:
                    continue
                what.lines.add(one.id)
                what.promises |= promises
                (what.goes_on if goes_on else what.stops).update(line.meetings)
    return found


def _goes_on(session: Session, series: Series, change: PlannedChange) -> bool:
    ending = None if change.change == MOVE else ending_by(session, series, change.on)
    return ending is None or bool(ending.heirs)


def _leaders(session: Session, change: PlannedChange) -> set[int]:
    """Give those who lead the units a change is about, and the nearest ones above them, also where they move to."""
    today = clock.today()
    ways = [line_up(session, one, today)[::-1] for one in _units_of(change)]
    begins = [[way[:1], way[1:]] for way in ways]
    begins += [[line_up(session, one, change.on)[::-1]] for one in change.kept["to"] if change.change == MOVE]
    units = {unit.id: unit for parts in begins for part in parts for unit in part}
    ends = [End(2 * number, number, PostKind.MANAGER, None, unit.name) for number, unit in units.items()]
    ends += [
        End(2 * number + 1, number, PostKind.PRESIDIUM, None, unit.name) for number, unit in units.items()
    ]
    holders = holders_of(session, ends, today)
    leaders = {
        number: {one.id for one in (*holders[2 * number], *holders[2 * number + 1])} for number in units
    }
    found: set[int] = set()
    for parts in begins:
        for part in parts:
            found |= next((leaders[unit.id] for unit in part if leaders[unit.id]), set())
    return found


def _lines_after(session: Session, unit_ids: Sequence[int], on: date) -> dict[int, _Line]:
    """Give the lines of some units in which something is booked or promised for a day or later; two statements."""
    over, rep = aliased(Post), aliased(Post)
    of_the_units = (
        select(Series.id)
        .join(over, over.id == Series.over_post_id)
        .join(rep, rep.id == Series.rep_post_id)
        .where(over.unit_id.in_(unit_ids) | rep.unit_id.in_(unit_ids))
    )
    found: dict[int, _Line] = defaultdict(_Line)
    meetings = (
        select(Dialogue.series_id, Dialogue.id, Participant.person_id)
        .join(Participant, Participant.dialogue_id == Dialogue.id)
        .where(
            Dialogue.series_id.in_(of_the_units),
            Dialogue.state.in_(sorted(AHEAD)),
            Dialogue.starts_at >= clock.from_stockholm(on),
        )
    )
    for series_id, dialogue_id, person_id in session.execute(meetings):
        found[series_id].meetings[dialogue_id].add(person_id)
    promises = (
        select(Agreement.series_id, Agreement.id, Dialogue.state, Participant.person_id)
        .join(Dialogue, Dialogue.id == Agreement.dialogue_id)
        .join(Participant, Participant.dialogue_id == Dialogue.id)
        .where(
            Agreement.series_id.in_(of_the_units),
            Agreement.state == AgreementState.OPEN,
            Agreement.due_on >= on,
        )
    )
    for series_id, agreement_id, state, person_id in session.execute(promises):
        found[series_id].promises[agreement_id].add(person_id)
        if state == State.ESTABLISHED:
            found[series_id].told.add(agreement_id)
    return dict(found)


def register_followers() -> None:
    """Follow what is planned for units."""
    followers.register("dialogues", tell_planned, tell_taken_back)
