"""Plays lines of meetings: every word is written by somebody who may write it, on the day it was written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.demo.script import (
    AddendumPart,
    AgreementPart,
    AnswerPart,
    MatterPart,
    MeetingPart,
    ReceiptPart,
    SeriesPart,
    ThemePart,
)
from app.demo.stage import Act, Stage, Unplayable
from app.dialogues import rules
from app.dialogues.establishing import services as establishing
from app.dialogues.holding import services as holding
from app.dialogues.holding.services import Promise
from app.dialogues.models import (
    Addendum,
    Agreement,
    AgreementState,
    Consent,
    Dialogue,
    Guest,
    Participant,
    Post,
    RaisedMatter,
    Series,
    Side,
    State,
    Theme,
    Verdict,
)
from app.dialogues.preparing import services as preparing
from app.dialogues.queries import themes_of, whole_of
from app.dialogues.rules import Seat, Standing
from app.dialogues.series import services as series_services
from app.passages import services as passages
from app.passages.models import Answer, Passage

MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)

Later = tuple[datetime, Callable[[], None]]


@dataclass(slots=True)
class Line:
    """One series on the stage; begun when its first meeting is planned."""

    stage: Stage
    part: SeriesPart
    series: Series | None = None

    def begun(self) -> Series:
        """Give the series, begun now when it was not yet."""
        if self.series is None:
            over, rep = self._posts()
            self.series = series_services.start_series(
                self.stage.session,
                actor_id=self.stage.holder(over).id,
                pair_kind=self.part.pair,
                over_post=over,
                rep_post=rep,
                template_id=self.stage.agenda(self.part.pair).template_id,
                rhythm=self.part.rhythm,
            )
        return self.series

    def _posts(self) -> tuple[Post, Post]:
        over_kind, rep_kind = rules.PAIR_POSTS[self.part.pair]
        employee = self.stage.people[self.part.employee] if self.part.employee else None
        return (
            self._post(self.part.over, over_kind, None),
            self._post(self.part.rep, rep_kind, employee),
        )

    def _post(self, unit: str, kind: str, person_id: int | None) -> Post:
        return series_services.post_for(
            self.stage.session, unit_id=self.stage.units[unit], kind=kind, person_id=person_id
        )


def acts_of(stage: Stage, part: SeriesPart) -> Iterator[Act]:
    """Give the acts of a series: its meetings, and its end where it has one."""
    line = Line(stage, part)
    for meeting in part.meetings:
        yield _played(Meeting(line, meeting))
    if part.ended is not None:
        yield _ending(line, part.ended)


def _ending(line: Line, month: int) -> Act:
    on = line.stage.calendar.month(month)
    yield clock.from_stockholm(on, 8, 20)
    series = line.begun()
    series_services.change_series(
        line.stage.session,
        actor_id=line.stage.people[ADMINISTRATOR],
        series=series,
        template_id=series.template_id,
        rhythm=series.rhythm,
        ended_on=on,
    )


ADMINISTRATOR = "Mikael Fors"


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
            series_services.take_over(self.stage.session, seat=seat, dialogue=dialogue)
            seat = rules.seat_of(self.load(dialogue.id), self.stage.actor(person.id))
        if seat is None:
            raise Unplayable(f"{person.name} has no seat on {self.day}")
        return seat

    def sit(self, side: Side) -> tuple[Dialogue, Seat]:
        """Sit down on a side of the dialogue."""
        dialogue = self.planned
        return dialogue, self.seat(side, dialogue)


def _played(meeting: Meeting) -> Act:
    yield meeting.at(-max(meeting.part.planned, 1), 9, 10)
    _plan(meeting)
    if meeting.part.state is State.CANCELLED:
        yield meeting.at(-5, 15, 30)
        _step(meeting, Side.REP, State.CANCELLED, meeting.part.reason)
        return
    yield from _inviting(meeting)
    for side in Side:
        yield from _writing(meeting, side)
    if meeting.part.state in {State.PLANNED, State.PREPARING}:
        return
    yield from _holding(meeting)
    if meeting.part.state is not State.HELD:
        yield from _establishing(meeting)
    for moment, happening in sorted(_afterwards(meeting), key=lambda later: later[0]):
        yield moment
        happening()
    _check(meeting)


def _check(meeting: Meeting) -> None:
    state = meeting.planned.state
    if state != meeting.part.state:
        raise Unplayable(f"the meeting of {meeting.day} is {state}, not {meeting.part.state}")


def _plan(meeting: Meeting) -> None:
    stage, series = meeting.stage, meeting.line.begun()
    over, rep = (stage.session.get_one(Post, post) for post in (series.over_post_id, series.rep_post_id))
    speakers = {Side.OVER: stage.holder(over).id, Side.REP: stage.holder(rep).id}
    names = {"employee": "Medarbetarsamtal"}
    name = names.get(meeting.line.part.pair, "Dialog")
    dialogue = series_services.plan_dialogue(
        stage.session,
        actor_id=speakers[Side.OVER],
        series=series,
        agenda=stage.agenda(meeting.line.part.pair),
        title=f"{name} {meeting.day.day} {MONTHS[meeting.day.month - 1]}",
        starts_at=meeting.starts,
        speakers=speakers,
        minutes=60 if meeting.line.part.pair == "employee" else 90,
        place=meeting.part.place,
    )
    meeting.dialogue = meeting.load(dialogue.id)
    meeting.themes = themes_of(stage.session, dialogue.id)


def _step(meeting: Meeting, side: Side, target: State, reason: str = "") -> None:
    dialogue, seat = meeting.sit(side)
    series_services.take_step(
        meeting.stage.session, seat=seat, dialogue=dialogue, target=target, reason=reason
    )


def _inviting(meeting: Meeting) -> Act:
    for number, guest in enumerate(meeting.part.guests):
        for side in guest.by:
            yield meeting.at(-meeting.part.written - 1, 9 if side is Side.OVER else 11, 20 + number)
            dialogue, seat = meeting.sit(side)
            series_services.invite_guest(
                meeting.stage.session,
                seat=seat,
                dialogue=dialogue,
                person_id=meeting.stage.people[guest.person],
            )
            meeting.load(dialogue.id)


def _writing(meeting: Meeting, side: Side) -> Act:
    """Let one side write its pictures, in one go, and share them where the script says so."""
    texts = _pictures(meeting.part.themes, side)
    shares = side in meeting.part.shared and meeting.part.state is not State.PLANNED
    if not texts and not shares:
        return
    hours = (-meeting.part.written, 15, 5) if side is Side.OVER else (-meeting.part.written + 2, 10, 15)
    moment = meeting.at(*hours)
    yield moment
    dialogue, seat = meeting.sit(side)
    for number, text in texts:
        yield moment
        preparing.write_picture(
            meeting.stage.session,
            seat=seat,
            dialogue=dialogue,
            theme=meeting.themes[number - 1],
            text=text,
            base=0,
        )
        moment = meeting.stage.calendar.past(moment + timedelta(minutes=6 + len(text) // 40))
    if shares:
        yield moment
        preparing.share_pictures(meeting.stage.session, seat=seat, dialogue=dialogue)


def _pictures(themes: dict[int, ThemePart], side: Side) -> list[tuple[int, str]]:
    texts = [
        (number, said.over if side is Side.OVER else said.rep) for number, said in sorted(themes.items())
    ]
    return [(number, text.strip()) for number, text in texts if text.strip()]


def _holding(meeting: Meeting) -> Act:
    yield meeting.starts
    part, session = meeting.part, meeting.stage.session
    dialogue, over = meeting.sit(Side.OVER)
    series_services.take_step(session, seat=over, dialogue=dialogue, target=State.HELD)
    rep = meeting.seat(Side.REP, dialogue)
    seats = {Side.OVER: over, Side.REP: rep}
    moment = meeting.starts
    for number in sorted({*part.themes, *part.decisions, *(a.theme for a in part.agreements)}):
        moment = meeting.stage.calendar.past(moment + timedelta(minutes=13))
        yield moment
        _talk(meeting, dialogue, seats, number)
    yield meeting.stage.calendar.past(meeting.starts + timedelta(minutes=86))
    here = {one.person_id for one in dialogue.participants} | {one.person_id for one in dialogue.guests}
    series_services.note_attendance(session, seat=over, dialogue=dialogue, present=here)


def _talk(meeting: Meeting, dialogue: Dialogue, seats: dict[Side, Seat], number: int) -> None:
    """Talk about one theme: the judgements, the note, and what came of it."""
    session, part, theme = meeting.stage.session, meeting.part, meeting.themes[number - 1]
    said = part.themes.get(number, ThemePart())
    for side, verdict in zip(Side, said.see, strict=False):
        holding.judge(session, seat=seats[side], dialogue=dialogue, theme=theme, verdict=Verdict(verdict))
    if said.note.strip():
        writer = seats[Side.REP if number % 2 else Side.OVER]
        if theme.note is None:
            raise Unplayable("a theme without room for a note")
        holding.write_shared(
            session, seat=writer, dialogue=dialogue, shared=theme.note, text=said.note.strip(), base=0
        )
    if number in part.decisions:
        holding.decide(
            session, seat=seats[Side.OVER], dialogue=dialogue, theme_id=theme.id, text=part.decisions[number]
        )
    for promise in part.agreements:
        if promise.theme == number:
            _agree(meeting, dialogue, seats, promise)
    for matter in part.matters:
        if matter.theme == number:
            _propose(meeting, dialogue, seats, matter)


def _agree(meeting: Meeting, dialogue: Dialogue, seats: dict[Side, Seat], promise: AgreementPart) -> None:
    due = None
    if promise.due_in is not None:
        due = meeting.stage.calendar.today + timedelta(days=promise.due_in)
    elif promise.due is not None:
        due = meeting.day + timedelta(days=promise.due)
    holding.agree(
        meeting.stage.session,
        seat=seats[Side.REP],
        dialogue=dialogue,
        theme_id=meeting.themes[promise.theme - 1].id,
        promise=Promise(promise.what, promise.who, promise.together, due),
    )


def _propose(meeting: Meeting, dialogue: Dialogue, seats: dict[Side, Seat], matter: MatterPart) -> None:
    side = matter.by
    proposed = holding.propose_matter(
        meeting.stage.session,
        seat=seats[side],
        dialogue=dialogue,
        theme_id=meeting.themes[matter.theme - 1].id,
        text=matter.text,
    )
    if matter.released:
        holding.release_matter(
            meeting.stage.session,
            seat=seats[side.other],
            dialogue=dialogue,
            matter=proposed,
            revision=proposed.revision,
            released=True,
        )


def _establishing(meeting: Meeting) -> Act:
    """Write the shared picture the day after, and let the two stand behind it."""
    yield meeting.at(1, 8, 35)
    session = meeting.stage.session
    dialogue, seat = meeting.sit(Side.OVER)
    whole = whole_of(session, dialogue.id)
    if whole is None or not meeting.part.whole.strip():
        raise Unplayable(f"no shared picture on {meeting.day}")
    holding.write_shared(
        session, seat=seat, dialogue=dialogue, shared=whole, text=meeting.part.whole.strip(), base=0
    )
    series_services.take_step(session, seat=seat, dialogue=dialogue, target=State.ESTABLISHING)
    for number, side in enumerate(meeting.part.consents):
        yield meeting.at(2 + number, 10 + 4 * number, 25)
        dialogue, seat = meeting.sit(side)
        establishing.consent(
            session,
            seat=seat,
            dialogue=dialogue,
            revision=dialogue.record_revision,
            own_opinion=meeting.part.opinion.over if side is Side.OVER else meeting.part.opinion.rep,
        )


def _afterwards(meeting: Meeting) -> Iterator[Later]:
    yield from _closings(meeting)
    for addendum in meeting.part.addenda:
        yield from _correcting(meeting, addendum)
    for matter in meeting.part.matters:
        for answer in matter.answers:
            yield from _answering(meeting, matter, answer)


def _closings(meeting: Meeting) -> Iterator[Later]:
    for promise in meeting.part.agreements:
        days = promise.done if promise.done is not None else promise.dropped
        if days is not None:
            yield meeting.at(days, 14, 40), lambda promise=promise: _close(meeting, promise)  # type: ignore[misc]


def _close(meeting: Meeting, promise: AgreementPart) -> None:
    session = meeting.stage.session
    agreement = session.scalars(
        select(Agreement).where(Agreement.dialogue_id == meeting.dialogue_id, Agreement.what == promise.what)
    ).one()
    state = AgreementState.DONE if promise.done is not None else AgreementState.DROPPED
    dialogue = meeting.planned
    post = dialogue.series.over_post if promise.who == "over" else dialogue.series.rep_post
    holding.close_agreement(
        session,
        person_id=meeting.stage.holder(post).id,
        agreement=agreement,
        state=state,
        words=promise.words,
    )


def _correcting(meeting: Meeting, part: AddendumPart) -> Iterator[Later]:
    side = part.by

    def write() -> None:
        dialogue, seat = meeting.sit(side)
        addendum = establishing.write_addendum(
            meeting.stage.session, seat=seat, dialogue=dialogue, text=part.text
        )
        establishing.consent_to_addendum(
            meeting.stage.session, seat=seat, dialogue=dialogue, addendum=addendum, revision=addendum.revision
        )
        written.append(addendum)

    def consent() -> None:
        dialogue, seat = meeting.sit(side.other)
        addendum = written[0]
        establishing.consent_to_addendum(
            meeting.stage.session, seat=seat, dialogue=dialogue, addendum=addendum, revision=addendum.revision
        )

    written: list[Addendum] = []
    yield meeting.at(3 + part.after, 9, 50), write
    if part.by_both:
        yield meeting.at(5 + part.after, 11, 5), consent


def _answering(meeting: Meeting, matter: MatterPart, part: AnswerPart) -> Iterator[Later]:
    def answer() -> None:
        actor = meeting.stage.actor(meeting.stage.people[part.person])
        passages.answer(meeting.stage.session, actor=actor, passage=_passage(meeting, matter), text=part.text)

    answered = meeting.at(3 + part.after, 16, 10)
    yield answered, answer
    for receipt in part.receipts:
        minute = 15 if receipt.who is Side.REP else 45
        # Counted from the answer, so that a weekend in between never turns their order around.
        yield (
            meeting.stage.calendar.around(answered, receipt.after, 8, minute),
            lambda receipt=receipt: _receive(meeting, matter, receipt),  # type: ignore[misc]
        )


def _receive(meeting: Meeting, matter: MatterPart, receipt: ReceiptPart) -> None:
    passage = _passage(meeting, matter)
    person = passage.over_person_id if receipt.who is Side.OVER else passage.rep_person_id
    passages.receive(
        meeting.stage.session,
        actor=meeting.stage.actor(person),
        answer=passage.answers[-1],
        enough=receipt.enough,
        words=receipt.words,
    )


def _passage(meeting: Meeting, matter: MatterPart) -> Passage:
    return meeting.stage.session.scalars(
        select(Passage)
        .join(RaisedMatter, RaisedMatter.passage_id == Passage.id)
        .where(RaisedMatter.dialogue_id == meeting.dialogue_id, RaisedMatter.text == matter.text.strip())
        .options(selectinload(Passage.answers).selectinload(Answer.receipts))
        .execution_options(populate_existing=True)
    ).one()
