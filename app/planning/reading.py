"""A goal as one who reads it sees it: as it is now, or as it was last established while it is being changed."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.planning.marks.named import Marks
from app.planning.models import (
    Activity,
    CandidateState,
    Goal,
    GoalState,
    ProgressNote,
)
from app.planning.rules import Standing, Timing, sees, timing
from app.quality.factors.models import Reach
from app.quality.factors.reading import IndicatorView as Own
from app.quality.factors.reading import flat, indicator_view, is_kept_indicator, kept_indicators
from app.records.models import Edition
from app.records.seeing import Sees

Key = tuple[int | None, int | None, int | None]
"""What a note is of within a goal: an activity, an indicator, a part-goal, or, with none of them, the goal itself."""

OF_GOAL: Key = (None, None, None)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of how something stands, and when."""

    text: str
    state: str
    value: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ActivityView:
    """An activity as it reads on pages."""

    id: int
    what: str
    who: str
    starts_on: date | None
    due_on: date | None
    state: str
    latest: Said | None = None
    notes: tuple[Said, ...] = ()
    marks: Marks = field(default_factory=Marks)

    def timing(self, today: date) -> Timing:
        """Tell how it stands to its day."""
        return timing(self.state, self.due_on, today)


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator as it reads in a version from before it was one like all others."""

    id: int
    name: str
    nature: str
    method: str
    routine: str
    now: str
    wanted: str
    periodicity: str
    latest: Said | None = None
    notes: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class FollowedView:
    """An indicator that a goal is noticed by, as it was called when it was chosen; `id` is the choice's own.

    `own` is all it says where it is written on the goal itself: whoever reads the goal reads that.
    """

    id: int
    indicator_id: int
    name: str
    own: Own | None = None


@dataclass(frozen=True, slots=True)
class Above:
    """What a goal hangs on."""

    id: int
    title: str
    kind: str
    unit: str


@dataclass(frozen=True, slots=True)
class Aim:
    """The vision or the value a goal hangs on, as it was called when that was written."""

    kind: str
    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Origin:
    """The candidate a goal came from, and what that one came from."""

    candidate_id: int
    text: str
    why: str
    kind: str
    source_id: int | None
    words: str


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal as it reads on pages; `live` is false where only the established version is shown.

    `followed` is what it is noticed by, `indicators` what a version from before that was one kind of thing says of it.
    """

    id: int
    unit_id: int
    unit: str
    kind: str
    year: int
    until_year: int | None
    title: str
    why: str
    due_on: date | None
    owner: str
    state: str
    live: bool
    above: Above | None
    origin: Origin | None
    closing_words: str
    activities: tuple[ActivityView, ...]
    indicators: tuple[IndicatorView, ...]
    latest: Said | None = None
    notes: tuple[Said, ...] = ()
    number: int | None = None
    established_at: datetime | None = None
    aim: Aim | None = None
    followed: tuple[FollowedView, ...] = ()
    marks: Marks = field(default_factory=Marks)
    starting_point: str = ""
    kept: Mapping[str, Any] = field(default_factory=dict)
    """Of an established version: what it holds beside this, by name; of a goal as it is, nothing."""

    @property
    def signs(self) -> int:
        """How many indicators it has."""
        return len(self.indicators) + len(self.followed)


@dataclass(slots=True)
class Notes:
    """Notes by what they are of, newest first."""

    by_key: dict[tuple[int, Key], list[ProgressNote]] = field(default_factory=dict)

    @classmethod
    def of(cls, notes: Iterable[ProgressNote]) -> "Notes":
        """Sort notes by what they are of."""
        found = cls()
        for note in sorted(notes, key=lambda one: one.id, reverse=True):
            key = note.goal_id, (note.activity_id, note.indicator_id, note.part_goal_id)
            found.by_key.setdefault(key, []).append(note)
        return found

    def said(self, goal_id: int, key: Key = OF_GOAL, until: datetime | None = None) -> tuple[Said, ...]:
        """Give what was said of something, newest first, up to a moment where one is given."""
        return tuple(
            Said(note.text, note.state, note.value, note.person.name, note.at)
            for note in self.by_key.get((goal_id, key), ())
            if until is None or note.at <= until
        )

    def latest(self, goal_id: int, key: Key = OF_GOAL) -> Said | None:
        """Give what was said last of something."""
        return next(iter(self.said(goal_id, key)), None)


def view_of(goal: Goal, standing: Standing, edition: Edition | None, notes: Notes) -> GoalView | None:
    """Give the goal as somebody of this standing sees it; None where that is nothing."""
    seen = sees(goal, standing)
    if seen is Sees.LIVE:
        return as_it_is(goal, edition, notes)
    if seen is Sees.EDITION and edition is not None:
        return as_established(goal, edition, notes)
    return None


def as_it_is(goal: Goal, edition: Edition | None, notes: Notes) -> GoalView:
    """Give the goal as it is now."""
    said = notes.said(goal.id)
    return GoalView(
        id=goal.id,
        unit_id=goal.unit_id,
        unit=goal.unit.name,
        kind=goal.kind,
        year=goal.year,
        until_year=goal.until_year,
        title=goal.title,
        why=goal.why,
        due_on=goal.due_on,
        owner=named(goal.person.name if goal.person else "", goal.owner),
        state=goal.state,
        live=True,
        above=_above(goal),
        origin=_origin(goal),
        closing_words=goal.closing_words,
        activities=tuple(activity_view(one, notes) for one in goal.activities if one.removed_at is None),
        indicators=(),
        latest=said[0] if said else None,
        notes=said,
        number=edition.number if edition else None,
        established_at=edition.established_at if edition else None,
        aim=Aim(goal.aim_kind, goal.aim_id, goal.aim_title) if goal.aim_kind and goal.aim_id else None,
        followed=tuple(followed_views(goal)),
        marks=Marks.read(goal.marks),
        starting_point=goal.starting_point or "",
    )


def named(person: str, words: str) -> str:
    """Put a person and further words into one line."""
    return ", ".join(part for part in (person, words) if part)


def _above(goal: Goal) -> Above | None:
    above = goal.above
    # What is being changed there is not for those who read here.
    if above is None or above.state not in {GoalState.ESTABLISHED, GoalState.ENDED}:
        return None
    return Above(above.id, above.title, above.kind, above.unit.name)


def _origin(goal: Goal) -> Origin | None:
    one = goal.candidate
    if one is None or one.state != CandidateState.CHOSEN:
        return None
    return Origin(one.id, one.text, one.why, one.origin_kind or "", one.origin_id, one.origin_words)


def activity_view(one: Activity, notes: Notes) -> ActivityView:
    """Give an activity as it is now."""
    said = notes.said(one.goal_id, (one.id, None, None))
    return ActivityView(
        one.id,
        one.what,
        named(one.person.name if one.person else "", one.who),
        one.starts_on,
        one.due_on,
        one.state,
        said[0] if said else None,
        said,
        Marks.read(one.marks),
    )


def followed_views(goal: Goal) -> Iterator[FollowedView]:
    """Give what a goal is noticed by as it is now, with all that those of its own say."""
    for one in goal.followed:
        if one.removed_at is None:
            own = indicator_view(one.indicator) if one.indicator.factor.goal_id == goal.id else None
            yield FollowedView(one.id, one.indicator_id, one.name, own)


@dataclass(frozen=True, slots=True)
class OwnActivity:
    """An activity as the one who is to do it reads it, with what its goal is called and nothing more of that."""

    view: ActivityView
    goal: str


def own_view(one: Activity, edition: Edition | None, notes: Notes) -> OwnActivity | None:
    """Give somebody's own activity as it is; while its goal is changed, as it was established if it was theirs then."""
    if one.goal.state in {GoalState.ESTABLISHED, GoalState.ENDED}:
        return OwnActivity(activity_view(one, notes), one.goal.title) if one.removed_at is None else None
    kept = as_established(one.goal, edition, notes) if edition is not None else None
    if kept is None or one.person is None:
        return None
    name = one.person.name
    theirs = (view for view in kept.activities if view.who == name or view.who.startswith(f"{name}, "))
    return next((OwnActivity(view, kept.title) for view in theirs if view.id == one.id), None)


# --- what a version holds


def content_of(goal: Goal, beside: Mapping[str, object] | None = None) -> dict[str, object]:
    """Give what is established of a goal: its words, its activities and indicators, what it came from and hangs on.

    `beside` is what further layers hold of it, by name; what there is nothing of is left out.
    """
    view = as_it_is(goal, None, Notes())
    return {
        **{name: value for name, value in (beside or {}).items() if value},
        **({"marks": goal.marks} if goal.marks else {}),
        **({"starting_point": view.starting_point} if view.starting_point else {}),
        "unit": view.unit,
        "kind": view.kind,
        "year": view.year,
        "until_year": view.until_year,
        "title": view.title,
        "why": view.why,
        "due_on": view.due_on,
        "owner": view.owner,
        "above": _flat(view.above, ("id", "title", "kind", "unit")),
        **({"aim": _flat(view.aim, ("kind", "id", "title"))} if view.aim else {}),
        "origin": _flat(view.origin, ("candidate_id", "text", "why", "kind", "source_id", "words")),
        "activities": [
            {
                **(_flat(one, ("id", "what", "who", "starts_on", "due_on", "state")) or {}),
                **({"marks": one.marks.written()} if one.marks.any else {}),
            }
            for one in view.activities
        ],
        # What is read of the goal's own indicators where they are measured is read here too.
        "reach": Reach.UNIT,
        "indicators": [flat(one.own) for one in view.followed if one.own is not None],
        "pairs": [],
        **(
            {"followed": [_flat(one, ("id", "indicator_id", "name")) for one in view.followed]}
            if view.followed
            else {}
        ),
    }


def _flat(thing: object, names: Sequence[str]) -> dict[str, object] | None:
    return {name: getattr(thing, name) for name in names} if thing is not None else None


def as_established(goal: Goal, edition: Edition, notes: Notes) -> GoalView | None:
    """Give a goal as a version of it says, with what was said of it until it was opened again; None when it was erased."""
    if edition.content is None:
        return None
    return from_content(goal, edition, json.loads(edition.content), notes)


def from_content(goal: Goal, edition: Edition, content: Mapping[str, Any], notes: Notes) -> GoalView:
    """Put a version's content together with what was said since."""
    until = goal.reopened_at if goal.edition_id == edition.id else edition.established_at
    said = notes.said(goal.id, until=until)
    own = kept_indicators(edition.content)
    return GoalView(
        id=goal.id,
        unit_id=goal.unit_id,
        unit=content["unit"],
        kind=content["kind"],
        year=content["year"],
        until_year=content["until_year"],
        title=content["title"],
        why=content["why"],
        due_on=_day(content["due_on"]),
        owner=content["owner"],
        state=GoalState.ESTABLISHED,
        live=False,
        above=Above(**content["above"]) if content["above"] else None,
        origin=Origin(**content["origin"]) if content["origin"] else None,
        closing_words="",
        activities=tuple(_kept_activity(goal, one, notes, until) for one in content["activities"]),
        indicators=tuple(
            _kept_indicator(goal, one, notes, until)
            for one in content["indicators"]
            if not is_kept_indicator(one)
        ),
        latest=said[0] if said else None,
        notes=said,
        number=edition.number,
        established_at=edition.established_at,
        aim=Aim(**content["aim"]) if content.get("aim") else None,
        followed=tuple(
            FollowedView(**one, own=own.get(one["indicator_id"])) for one in content.get("followed", ())
        ),
        marks=Marks.read(content.get("marks")),
        starting_point=content.get("starting_point", ""),
        kept=content,
    )


def _kept_activity(goal: Goal, kept: Mapping[str, Any], notes: Notes, until: datetime | None) -> ActivityView:
    said = notes.said(goal.id, (kept["id"], None, None), until)
    state = next((one.state for one in said if one.state), kept["state"])
    return ActivityView(
        kept["id"],
        kept["what"],
        kept["who"],
        _day(kept["starts_on"]),
        _day(kept["due_on"]),
        state,
        said[0] if said else None,
        said,
        Marks.read(kept.get("marks")),
    )


def _kept_indicator(
    goal: Goal, kept: Mapping[str, Any], notes: Notes, until: datetime | None
) -> IndicatorView:
    said = notes.said(goal.id, (None, kept["id"], None), until)
    now = next((one.value for one in said if one.value), kept["now"])
    return IndicatorView(**{**kept, "now": now}, latest=said[0] if said else None, notes=said)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
