"""The page of who can read what of a meeting, who has, and what has happened to it."""

from flask import render_template

from app import clock
from app.access.guard import requires
from app.access.matrix import May
from app.db import db
from app.dialogues import wording
from app.dialogues.blueprint import dialogues
from app.dialogues.models import Dialogue, Side
from app.dialogues.queries.holders import support_for
from app.dialogues.seating import sit
from app.passages.queries import reading
from app.passages.queries.reading import Reader
from app.passages.rules import Between
from app.records.queries import LATELY_READ, history_of, how_many_readings, readings_of
from app.ui.tables import part_of


@dialogues.get("/<int:dialogue_id>/lasare")
@requires(May.TAKE_PART)
def readers(dialogue_id: int) -> str:
    """Show who can read what of this dialogue, who has, and what has happened to it."""
    seated = sit(dialogue_id)
    ends = seated.dialogue.series
    support = support_for(db.session, [ends.over_post.unit_id, ends.rep_post.unit_id], clock.today())
    invited = [g.person for g in seated.dialogue.guests if g.over_agreed_at and g.rep_agreed_at]
    takes_part = seated.seat.takes_part
    part = part_of("readings", 1, LATELY_READ)
    return render_template(
        "dialogues/series/readers.html",
        seated=seated,
        dialogue=seated.dialogue,
        # An invitation reads no further than being support there now: who left is not among the readers.
        guests=[person for person in invited if person in support],
        readings=readings_of(db.session, "dialogue", dialogue_id, part.size) if takes_part else [],
        read=how_many_readings(db.session, "dialogue", dialogue_id) if takes_part else 0,
        changes=history_of(db.session, "dialogue", dialogue_id) if takes_part else [],
        above=_would_read(seated.dialogue) if seated.may_raise else [],
        states=wording.STATES,
        Side=Side,
    )


def _would_read(dialogue: Dialogue) -> list[Reader]:
    """Give all but the two who would read what both release, as the page of what was raised tells it."""
    people = {Side(one.side): one.person_id for one in dialogue.participants}
    series = dialogue.series
    ends = Between(series.over_post.unit_id, series.rep_post.unit_id, people[Side.OVER], people[Side.REP])
    found = reading.readers(db.session, passage=ends, day=clock.today())
    return [one for one in found if one.person_id not in people.values()]
