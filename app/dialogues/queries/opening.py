"""One dialogue with all that the rules look at: what every page of it begins with."""

from sqlalchemy import Integer, Select, bindparam, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from app.access.actor import Actor
from app.dialogues import rules
from app.dialogues.models import Consent, Dialogue, Guest, Participant, Post, Series
from app.dialogues.queries.whose import DIALOGUES_AS_GUEST, SERIES_HELD, standing

_ID = bindparam("dialogue_id", type_=Integer)


def _whole() -> Select[Dialogue]:
    series = aliased(Series)
    return (
        select(Dialogue)
        .join(series, series.id == Dialogue.series_id)
        .where(Dialogue.id == _ID)
        .options(
            contains_eager(Dialogue.series.of_type(series)).options(
                joinedload(series.over_post).options(joinedload(Post.unit), joinedload(Post.person)),
                joinedload(series.rep_post).options(joinedload(Post.unit), joinedload(Post.person)),
            ),
            joinedload(Dialogue.participants).joinedload(Participant.person),
            joinedload(Dialogue.guests).joinedload(Guest.person),
            joinedload(Dialogue.consents).joinedload(Consent.person),
        )
        .execution_options(populate_existing=True)
    )


_WHOLE = _whole()
_WITHIN_REACH = _WHOLE.where(or_(Dialogue.series_id.in_(SERIES_HELD), Dialogue.id.in_(DIALOGUES_AS_GUEST)))
_LOCK = select(Dialogue.id).where(Dialogue.id == _ID).with_for_update()


def dialogue_for(session: Session, actor: Actor, dialogue_id: int, *, lock: bool = False) -> Dialogue | None:
    """Give a dialogue the actor has a seat in, with posts, participants, guests and consents; None otherwise.

    `lock` keeps other writers of the same dialogue waiting until the transaction ends.
    """
    which = {"dialogue_id": dialogue_id}
    if lock:
        session.execute(_LOCK, which)
    dialogue = session.scalars(_WITHIN_REACH, which | standing(actor)).unique().one_or_none()
    if dialogue is None or rules.seat_of(dialogue, actor) is None:
        return None
    return dialogue


def loaded_dialogue(session: Session, dialogue_id: int) -> Dialogue | None:
    """Give a dialogue with all that the rules look at, unrestricted: for what no person asks for, such as demo data."""
    return session.scalars(_WHOLE, {"dialogue_id": dialogue_id}).unique().one_or_none()
