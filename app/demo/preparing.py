"""The meeting before it starts: planned, guests invited, pictures written and shared."""

from datetime import timedelta

from app.demo.meeting import Meeting
from app.demo.script import ThemePart
from app.demo.stage import Act
from app.dialogues.about import services as about
from app.dialogues.models import Dialogue, Post, Side, State
from app.dialogues.preparing import services as preparing
from app.dialogues.queries.said import themes_of
from app.dialogues.rules import Seat
from app.dialogues.series import beginning
from app.dialogues.series import services as series_services

TITLES = {"employee": "Medarbetarsamtal"}
"""What meetings of a kind of pair are called; pages and mails say the day themselves."""


def plan(meeting: Meeting) -> None:
    """Plan the dialogue and keep it with its themes for the acts that follow."""
    stage, series = meeting.stage, meeting.line.begun()
    over, rep = (stage.session.get_one(Post, post) for post in (series.over_post_id, series.rep_post_id))
    speakers = {Side.OVER: stage.holder(over).id, Side.REP: stage.holder(rep).id}
    dialogue = beginning.plan_dialogue(
        stage.session,
        actor_id=speakers[Side.OVER],
        series=series,
        agenda=stage.agenda(meeting.line.part.pair),
        title=TITLES.get(meeting.line.part.pair, "Dialog"),
        starts_at=meeting.starts,
        speakers=speakers,
        minutes=60 if meeting.line.part.pair == "employee" else 90,
        place=meeting.part.place,
    )
    meeting.dialogue = meeting.load(dialogue.id)
    meeting.themes = themes_of(stage.session, dialogue.id)


def inviting(meeting: Meeting) -> Act:
    """Let each side invite the guests it agrees to."""
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


def writing(meeting: Meeting, side: Side) -> Act:
    """Let one side write its pictures, in one go, and share them where the script says so."""
    texts = _pictures(meeting.part.themes, side)
    shares = side in meeting.part.shared and meeting.part.state is not State.PLANNED
    if not texts and not shares:
        return
    hours = (-meeting.part.written, 15, 5) if side is Side.OVER else (-meeting.part.written + 2, 10, 15)
    moment = meeting.at(*hours)
    yield moment
    dialogue, seat = meeting.sit(side)
    if side is Side.REP:
        _take_up(meeting, dialogue, seat)
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


def _take_up(meeting: Meeting, dialogue: Dialogue, seat: Seat) -> None:
    for number, said in sorted(meeting.part.themes.items()):
        for key in said.take_up:
            about.take_up(
                meeting.stage.session,
                seat=seat,
                dialogue=dialogue,
                theme=meeting.themes[number - 1],
                ref=meeting.stage.subject(key),
            )


def _pictures(themes: dict[int, ThemePart], side: Side) -> list[tuple[int, str]]:
    texts = [
        (number, said.over if side is Side.OVER else said.rep) for number, said in sorted(themes.items())
    ]
    return [(number, text.strip()) for number, text in texts if text.strip()]
