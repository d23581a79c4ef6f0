"""One meeting while it is played: its moments, its dialogue as it stands, and who sits on which side."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.demo.script import MeetingPart
from app.demo.series import Line
from app.demo.stage import Stage, Unplayable
from app.dialogues import rules
from app.dialogues.models import Consent, Dialogue, Guest, Participant, Post, Series, Side, State, Theme
from app.dialogues.rules import Seat, Standing
from app.dialogues.series import services as series_services
from app.dialogues.series.taking_over import take_over


@dataclass(slots=True)
class Meeting:
    """One meeting while it is played."""

    line: Line
    part: MeetingPart
    dialogue: Dialogue | None = None
    themes: list[Theme] = field(default_factory=list)

    @property
    def stage(self) -> Stage:
        """Where it is played."""
        return self.line.stage

    @property
    def starts(self) -> datetime:
        """When it starts."""
        return self.stage.calendar.meeting(self.part.day, self.part.hour, self.part.minute)

    @property
    def day(self) -> date:
        """The Swedish day it is on."""
        return self.starts.astimezone(clock.STOCKHOLM).date()

    def at(self, days: int, hour: int, minute: int) -> datetime:
        """Give a moment some days before or after the meeting."""
        return self.stage.calendar.around(self.starts, days, hour, minute)

    @property
    def dialogue_id(self) -> int:
        """The dialogue's id."""
        return self.planned.id

    @property
    def planned(self) -> Dialogue:
        """The dialogue, which the first act has planned."""
        if self.dialogue is None:
            raise Unplayable(f"the meeting of {self.day} is not planned")
        return self.dialogue

    def load(self, dialogue_id: int) -> Dialogue:
        """Give the dialogue as it stands, with all that its rules ask for."""
        posts = (joinedload(Series.over_post), joinedload(Series.rep_post))
        return (
            self.stage.session.scalars(
                select(Dialogue)
                .where(Dialogue.id == dialogue_id)
                .options(
                    joinedload(Dialogue.series).options(*(post.joinedload(Post.unit) for post in posts)),
                    selectinload(Dialogue.participants).joinedload(Participant.person),
                    selectinload(Dialogue.guests).joinedload(Guest.person),
                    selectinload(Dialogue.consents).joinedload(Consent.person),
                )
                .execution_options(populate_existing=True)
            )
            .unique()
            .one()
        )

    def seat(self, side: Side, dialogue: Dialogue) -> Seat:
        """Give the seat of whoever speaks for a side now; a new holder of the post takes over first."""
        post = dialogue.series.over_post if side is Side.OVER else dialogue.series.rep_post
        person = self.stage.holder(post)
        seat = rules.seat_of(dialogue, self.stage.actor(person.id))
        if seat is not None and seat.standing is Standing.HOLDER and dialogue.state != State.ESTABLISHED:
            take_over(self.stage.session, seat=seat, dialogue=dialogue)
            seat = rules.seat_of(self.load(dialogue.id), self.stage.actor(person.id))
        if seat is None:
            raise Unplayable(f"{person.name} has no seat on {self.day}")
        return seat

    def sit(self, side: Side) -> tuple[Dialogue, Seat]:
        """Sit down on a side of the dialogue."""
        dialogue = self.planned
        return dialogue, self.seat(side, dialogue)


def step(meeting: Meeting, side: Side, target: State, reason: str = "") -> None:
    """Let a side take the dialogue to another state."""
    dialogue, seat = meeting.sit(side)
    series_services.take_step(
        meeting.stage.session, seat=seat, dialogue=dialogue, target=target, reason=reason
    )
