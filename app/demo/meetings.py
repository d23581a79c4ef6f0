"""Plays lines of meetings: every word is written by somebody who may write it, on the day it was written."""

from collections.abc import Iterator

from app.demo.afterwards import afterwards
from app.demo.establishing import establish
from app.demo.holding import hold
from app.demo.meeting import Meeting, step
from app.demo.preparing import inviting, plan, writing
from app.demo.script import SeriesPart
from app.demo.series import Line, ending
from app.demo.stage import Act, Stage, Unplayable
from app.dialogues.models import Side, State


def acts_of(stage: Stage, part: SeriesPart, administrator: str) -> Iterator[Act]:
    """Give the acts of a series: its meetings, and its end where it has one, which the administrator enters."""
    line = Line(stage, part)
    for meeting in part.meetings:
        yield _played(Meeting(line, meeting))
    if part.ended is not None:
        yield ending(line, part.ended, administrator)


def _played(meeting: Meeting) -> Act:
    yield meeting.at(-max(meeting.part.planned, 1), 9, 10)
    plan(meeting)
    if meeting.part.state is State.CANCELLED:
        yield meeting.at(-5, 15, 30)
        step(meeting, Side.REP, State.CANCELLED, meeting.part.reason)
        return
    yield from inviting(meeting)
    for side in Side:
        yield from writing(meeting, side)
    if meeting.part.state in {State.PLANNED, State.PREPARING}:
        return
    yield from hold(meeting)
    if meeting.part.state is not State.HELD:
        yield from establish(meeting)
    for moment, happening in sorted(afterwards(meeting), key=lambda later: later[0]):
        yield moment
        happening()
    _check(meeting)


def _check(meeting: Meeting) -> None:
    state = meeting.planned.state
    if state != meeting.part.state:
        raise Unplayable(f"the meeting of {meeting.day} is {state}, not {meeting.part.state}")
