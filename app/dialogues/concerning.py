"""What there is about a person in dialogues that no key of its own ties to them: personal goals, and what two have noted.

What is established is taken out with its signatures. Another's picture is never among this, shared or not.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from app.dialogues.models import Agreement, Decision, Dialogue, Participant, Post, Series, SharedText
from app.dialogues.personal.models import PersonalGoal
from app.records.extracting import Rows, concerning, others_words


def register_concerning() -> None:
    """Tell which rows of the dialogues are about somebody."""
    concerning.register(PersonalGoal.__tablename__, _goals)
    concerning.register(SharedText.__tablename__, _noted_in(SharedText, SharedText.text != ""))
    for model in (Agreement, Decision):
        concerning.register(model.__tablename__, _noted_in(model))
    # Whoever changes the text takes back what the other has given, and with it an opinion shown to nobody yet.
    others_words.register("void_consent", whose="person", words=["own_opinion"])


def _goals(person_id: int) -> Select[int]:
    return (
        select(PersonalGoal.id)
        .join(Series, Series.id == PersonalGoal.series_id)
        .join(Post, or_(Post.id == Series.rep_post_id, Post.id == Series.over_post_id))
        .where(Post.person_id == person_id)
    )


def _noted_in(model: Any, *further: ColumnElement[bool]) -> Rows:
    """Give what stands in the open dialogues of a person: both have it before them."""

    def rows(person_id: int) -> Select[int]:
        return (
            select(model.id)
            .join(Dialogue, Dialogue.id == model.dialogue_id)
            .join(Participant, Participant.dialogue_id == Dialogue.id)
            .where(Participant.person_id == person_id, Dialogue.edition_id.is_(None), *further)
        )

    return rows
