"""What a text quotes out of dialogues, and that it is noted who reads it there: the two who released it are owed to know."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.access.guard import acting
from app.passages.models import Passage
from app.passages.rules import is_one_of_the_two
from app.records.reading_log import log_readings
from app.writing.content import Content


def note_quoted(session: Session, content: Content) -> None:
    """Note that the acting person reads what the text quotes; no statement where it quotes nothing."""
    lines = [
        line
        for part in content.parts
        for one in part.brought
        if one.quoted
        for line in one.lines
        if line.words
    ]
    if not lines:
        return
    numbers = {line.passage for line in lines if line.passage}
    # What was established before quotations kept the number of their passage is known by its words.
    words = {line.words for line in lines if not line.passage}
    found = session.scalars(
        select(Passage)
        .where(or_(Passage.id.in_(sorted(numbers)), Passage.text.in_(sorted(words))))
        .order_by(Passage.id)
    )
    actor = acting()
    log_readings("passage", [one.id for one in found if not is_one_of_the_two(one, actor)], "overview")
