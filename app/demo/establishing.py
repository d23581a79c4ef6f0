"""The shared picture written the day after, and the two who stand behind it."""

from app.demo.meeting import Meeting
from app.demo.stage import Act, Unplayable
from app.dialogues.establishing import services as establishing
from app.dialogues.holding import services as holding
from app.dialogues.models import Side, State
from app.dialogues.queries.said import whole_of
from app.dialogues.series import services as series_services


def establish(meeting: Meeting) -> Act:
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
