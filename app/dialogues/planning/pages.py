"""What the pages where one sets a time tell about it: days off by name, and who is taken when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from flask_babel import LazyString, gettext, lazy_gettext
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.clock import STOCKHOLM
from app.dialogues import wording
from app.dialogues.models import Series
from app.dialogues.planning.days import Off, day_off, named_days
from app.dialogues.planning.queries import Taken, taken_times
from app.dialogues.series.ending import ending_by
from app.steering.routes import profile_in_force, reader_language
from app.steering.schema import Profile
from app.steering.shapes.year import CycleEvent, Rhythm
from app.ui import formats
from app.ui.install import locale

AROUND = timedelta(days=42)
"""How far before and after a day the list beside the form reaches."""

UNNAMED: dict[Off, LazyString] = {
    Off.WEEKEND: lazy_gettext("Helg"),
    Off.SUMMER: lazy_gettext("Semestertid, vecka 27 till 32"),
    Off.CHRISTMAS: lazy_gettext("Många är lediga över jul och nyår"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to know about a day: what it is called, or who is taken when."""

    day: date
    words: str


def about_time(starts_at: datetime, minutes: int, taken: Iterable[Taken], actor: Actor) -> list[str]:
    """Tell what speaks against a time: the day is off, or somebody is taken."""
    ends_at = starts_at + timedelta(minutes=minutes)
    found = [words for words in [about_day(starts_at.astimezone(STOCKHOLM).date())] if words]
    return found + [
        mark.words for mark in _busy([one for one in taken if one.span.meets(starts_at, ends_at)], actor)
    ]


def about_day(day: date) -> str:
    """Tell why a day is not for meetings; nothing for an ordinary one."""
    off = day_off(day, reader_language())
    if off is None:
        return ""
    return off.name or str(UNNAMED[off.why])


def _busy(taken: Sequence[Taken], actor: Actor) -> list[Mark]:
    marks = []
    for _, group in groupby(taken, key=lambda one: one.dialogue_id):
        seats = list(group)
        one = seats[0]
        names = ", ".join(gettext("du") if seat.person_id == actor.person_id else seat.name for seat in seats)
        hours = "–".join(
            formats.clock_time(moment, locale()) for moment in (one.span.starts_at, one.span.ends_at)
        )
        what = one.title if one.title is not None else gettext("upptagen")
        words = gettext("%(time)s %(who)s: %(what)s", time=hours, who=names, what=what)
        marks.append(Mark(one.starts_at.astimezone(STOCKHOLM).date(), words))
    return marks


def marks_between(first: date, last: date, taken: Iterable[Taken], actor: Actor) -> list[Mark]:
    """Give the holidays and eves from one day to another, and when the two are taken, in order of time."""
    named = [Mark(day, off.name) for day, off in named_days(first, last, reader_language())]
    busy = [mark for mark in _busy(list(taken), actor) if first <= mark.day <= last]
    return sorted(named + busy, key=lambda mark: (mark.day, mark.words))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies around a time somebody thinks of, and what speaks against exactly that time."""

    marks: list[Mark]
    chosen: datetime | None
    notes: list[str]


def around(
    session: Session,
    actor: Actor,
    people: Iterable[int],
    chosen: datetime | None,
    minutes: int | None,
    *,
    series: Series | None = None,
    but: int | None = None,
) -> Surroundings:
    """Give what lies around a time for some people, from today on; one statement. `but` is the meeting that is moved.

    With the `series` it is told too when one of its units is no more by then.
    """
    today = clock.today()
    day = chosen.astimezone(STOCKHOLM).date() if chosen else today
    first, last = max(today, day - AROUND), max(today, day) + AROUND
    taken = taken_times(
        session,
        actor,
        people,
        first=clock.from_stockholm(min(first, day) - timedelta(days=1)),
        last=clock.from_stockholm(last + timedelta(days=1)),
        but=but,
    )
    notes = about_time(chosen, minutes, taken, actor) if chosen and minutes and 0 < minutes <= 1440 else []
    if chosen and series is not None:
        ending = ending_by(session, series, day)
        notes = [wording.after_the_end(ending), *notes] if ending is not None else notes
    if day < today:
        notes = [gettext("Dagen har redan varit"), *notes]
    return Surroundings(marks_between(first, last, taken, actor), chosen, notes)


def rhythm_of(series: Series) -> Rhythm | None:
    """Give how often the two meet, as the model knows it."""
    return next((one for one in profile_in_force().all_rhythms() if one.key == series.rhythm), None)


def cycle_of(series: Series) -> list[CycleEvent]:
    """Give the events of the annual cycle that start dialogues such as these."""
    profile = profile_in_force()
    keys = _templates_like(profile, series)
    return [
        event
        for event in profile.cycle
        if any(start.kind == "dialogue" and start.ref in keys for start in event.starts)
    ]


def _templates_like(profile: Profile, series: Series) -> set[str]:
    """Give the keys of the model's templates that stand for the series' own: itself, or those for such a pair."""
    alike = {one.key for one in profile.dialogue_templates if one.pair_kind == series.pair_kind}
    return {series.template.profile_key} if series.template.profile_key in alike else alike


def usual_minutes(series: Series) -> int:
    """Give how long such a meeting takes, as the model says."""
    keys = _templates_like(profile_in_force(), series)
    known = [one.minutes for one in profile_in_force().dialogue_templates if one.key in keys and one.minutes]
    return known[0] if known else 90
