"""The meeting itself: what is judged, noted, decided, agreed and proposed to raise."""

from datetime import timedelta

from app.demo.meeting import Meeting
from app.demo.script import AgreementPart, MatterPart, ThemePart
from app.demo.stage import Act, Unplayable
from app.dialogues.about import services as about
from app.dialogues.errors import Missing
from app.dialogues.holding import raising
from app.dialogues.holding import services as holding
from app.dialogues.holding.services import Promise
from app.dialogues.models import Dialogue, Side, State, Theme, Verdict
from app.dialogues.rules import Seat
from app.dialogues.series import services as series_services


def hold(meeting: Meeting) -> Act:
    """Let the two meet: theme by theme, and who was there at the end."""
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
    _mark(meeting, dialogue, seats[Side.REP if number % 2 else Side.OVER], theme, said)
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


def _mark(meeting: Meeting, dialogue: Dialogue, seat: Seat, theme: Theme, said: ThemePart) -> None:
    """Mark what the two talk about."""
    for key in said.about:
        ref = meeting.stage.subject(key)
        try:
            about.mark_theme(meeting.stage.session, seat=seat, dialogue=dialogue, theme=theme, ref=ref)
        except Missing as missing:
            raise Unplayable(f"not both may read {key} on {meeting.day}") from missing


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
    proposed = raising.propose_matter(
        meeting.stage.session,
        seat=seats[side],
        dialogue=dialogue,
        theme_id=meeting.themes[matter.theme - 1].id,
        text=matter.text,
    )
    for key in matter.about:
        about.mark_matter(
            meeting.stage.session,
            seat=seats[side],
            dialogue=dialogue,
            matter=proposed,
            ref=meeting.stage.subject(key),
            revision=proposed.revision,
            marked=True,
        )
    if matter.released:
        raising.release_matter(
            meeting.stage.session,
            seat=seats[side.other],
            dialogue=dialogue,
            matter=proposed,
            revision=proposed.revision,
            released=True,
        )
