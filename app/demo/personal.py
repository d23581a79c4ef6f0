"""Personal goals in the demo: what an employee and the manager agreed on, and how it goes; only the two read it."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from app import clock
from app.demo.script import Part
from app.demo.stage import Act, Stage
from app.dialogues.models import PairKind, Post, Series
from app.dialogues.personal.models import Progress
from app.dialogues.personal.services import Wanted, change, write
from app.planning.models import Goal
from app.steering.schema import Profile


class PersonalPart(Part):
    """A personal goal, written on a day counted from the day of loading, and what was said of it later."""

    employee: str
    day: int
    title: str
    words: str = ""
    due: int | None = None
    above: str = ""
    said_on: int | None = None
    said: str = ""
    state: str = Progress.OPEN


class PersonalsPart(Part):
    """All of a municipality's."""

    goals: tuple[PersonalPart, ...] = ()


def acts(stage: Stage, profile: Profile, folder: Path) -> list[Act]:
    """Give one act for each personal goal; none where the municipality has none."""
    path = folder / "personal.toml"
    if not path.exists():
        return []
    wanted = PersonalsPart.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    return [_act(stage, profile, part) for part in wanted.goals]


def _act(stage: Stage, profile: Profile, part: PersonalPart) -> Act:
    yield _moment(stage, part.day)
    session, by = stage.session, stage.people[part.employee]
    series = session.scalars(
        select(Series)
        .join(Post, Post.id == Series.rep_post_id)
        .where(Series.pair_kind == PairKind.EMPLOYEE, Post.person_id == by)
    ).one()
    above = session.execute(select(Goal.id, Goal.title).where(Goal.title == part.above)).first()
    due = stage.calendar.meeting_day(part.due) if part.due is not None else None
    hangs = (above.id, above.title) if above is not None else None
    made = write(
        session,
        actor_id=by,
        series=series,
        profile=profile,
        wanted=Wanted(part.title, part.words, due, above=hangs),
    )
    if part.said_on is not None:
        yield _moment(stage, part.said_on)
        wanted = Wanted(part.title, part.words, due, part.said, part.state)
        change(session, actor_id=by, one=made, wanted=wanted, revision=made.revision)


def _moment(stage: Stage, day: int) -> datetime:
    return stage.calendar.past(clock.from_stockholm(stage.calendar.today + timedelta(days=day), 15, 40))
