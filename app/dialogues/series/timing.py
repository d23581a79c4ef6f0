"""Whether the two can meet at a time, and what speaks against it: asked where a meeting is planned and where it is moved."""

from datetime import date, datetime

from flask import flash
from flask_babel import gettext

from app.access.guard import acting
from app.db import db
from app.dialogues import wording
from app.dialogues.models import Dialogue, Series
from app.dialogues.planning.pages import Surroundings, around
from app.dialogues.queries.lines import meets_already
from app.dialogues.series.ending import ending_by, swedish_day
from app.dialogues.series.forms import MeetingForm


def is_free(series: Series, form: MeetingForm, *, moved: Dialogue | None = None) -> bool:
    """Tell whether the two can meet then, and say by the day why not: they already do, or a unit of theirs is no more.

    `moved` is not in its own way.
    """
    starts_at, minutes = form.starts_at(), form.minutes.data or 90
    if moved is not None and (moved.starts_at, moved.minutes) == (starts_at, minutes):
        return True
    ending = ending_by(db.session, series, local_day(starts_at))
    if ending is not None and not ending.heirs:
        form.day.errors = [wording.nobody_left(ending)]
        return False
    if meets_already(db.session, series.id, starts_at, minutes, but=moved.id if moved else None):
        form.day.errors = [str(wording.REASONS["time_taken"])]
        return False
    return True


def around_meeting(dialogue: Dialogue, people: list[int]) -> Surroundings:
    """Give what lies around a meeting for some people."""
    return around(
        db.session,
        acting(),
        people,
        dialogue.starts_at,
        dialogue.minutes,
        series=dialogue.series,
        but=dialogue.id,
    )


def mention(notes: list[str]) -> None:
    """Say what speaks against a time that was set all the same."""
    if notes:
        flash(gettext("Att tänka på den dagen: %(notes)s.", notes="; ".join(notes)), "plain")


def local_day(moment: datetime) -> date:
    """Give the Swedish day of a moment."""
    return swedish_day(moment)
