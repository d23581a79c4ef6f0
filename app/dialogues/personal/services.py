"""Writes of personal goals, each with its entry in the history; whoever calls has made sure that it is one of the two."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.cleaning import clean, clean_line
from app.dialogues.errors import Changed, Missing, NotAllowedNow, TooLong
from app.dialogues.models import Series
from app.dialogues.personal.models import PersonalGoal, Progress
from app.dialogues.personal.rules import LONGEST_TEXT, LONGEST_TITLE, kinds_of_pair
from app.records.noting import note
from app.steering.schema import Profile


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a personal goal is to say. `above` is the goal it hangs on with its title; None leaves what stands."""

    title: str
    words: str = ""
    due_on: date | None = None
    how_it_goes: str = ""
    state: str = Progress.OPEN
    above: tuple[int | None, str] | None = None


def write(
    session: Session, *, actor_id: int, series: Series, profile: Profile, wanted: Wanted
) -> PersonalGoal:
    """Write a personal goal. Pressed once more, it is as it was: the same is not begun twice.

    Raises `NotAllowedNow` in talks the model writes none in, `Missing` and `TooLong`.
    """
    kinds = kinds_of_pair(profile, series.pair_kind)
    if not kinds or series.ended_on is not None:
        raise NotAllowedNow("no_personal_goals")
    one = PersonalGoal(
        series_id=series.id,
        kind=kinds[0].key,
        above_title="",
        revision=1,
        written_by_id=actor_id,
        written_at=clock.now(),
    )
    _fill(one, wanted)
    begun = select(PersonalGoal).where(
        PersonalGoal.series_id == series.id,
        PersonalGoal.title == one.title,
        PersonalGoal.written_by_id == actor_id,
    )
    same = next((other for other in session.scalars(begun) if other.facts == one.facts), None)
    if same is not None:
        return same
    session.add(one)
    session.flush()
    _noted(session, actor_id, "personal_goal.written", one, None)
    return one


def change(
    session: Session, *, actor_id: int, one: PersonalGoal, wanted: Wanted, revision: int
) -> PersonalGoal:
    """Change what a personal goal says, as it read at `revision`; raises `Changed`, `Missing` and `TooLong`."""
    if one.revision != revision:
        raise Changed
    before = one.facts
    _fill(one, wanted)
    if one.facts != before:
        one.revision += 1
        _noted(session, actor_id, "personal_goal.changed", one, before)
    return one


def _fill(one: PersonalGoal, wanted: Wanted) -> None:
    title, words, goes = clean_line(wanted.title), clean(wanted.words), clean(wanted.how_it_goes)
    if not title:
        raise Missing("title")
    if len(title) > LONGEST_TITLE:
        raise TooLong(LONGEST_TITLE)
    if max(len(words), len(goes)) > LONGEST_TEXT:
        raise TooLong(LONGEST_TEXT)
    one.title, one.words, one.how_it_goes, one.due_on = title, words, goes, wanted.due_on
    one.state = wanted.state if wanted.state in set(Progress) else Progress.OPEN
    if wanted.above is not None:
        one.above_id, one.above_title = wanted.above


def _noted(
    session: Session, actor_id: int, action: str, one: PersonalGoal, before: dict[str, object] | None
) -> None:
    note(
        session,
        actor_id=actor_id,
        action=action,
        kind="personal_goal",
        object_id=one.id,
        before=before,
        after=one.facts,
    )
