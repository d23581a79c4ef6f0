"""What waits for a person in their dialogues: the reads of the start page."""

from datetime import datetime

from sqlalchemy import Integer, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from app.access.actor import Actor
from app.dialogues.models import (
    Addendum,
    Agreement,
    AgreementState,
    Dialogue,
    Guest,
    Participant,
    Picture,
    RaisedMatter,
    Side,
    State,
    Theme,
)
from app.dialogues.queries.whose import (
    ACTOR,
    DIALOGUES_AS_GUEST,
    MY_SIDE,
    SERIES_HELD,
    SETTLED,
    of_mine,
    standing,
)
from app.dialogues.rules import may_be_guest
from app.records.models import Edition

# Who holds the post beside the two of a dialogue can do nothing in it.
_TAKES_PART = exists().where(Participant.dialogue_id == Dialogue.id, Participant.person_id == ACTOR)

_MET = aliased(Dialogue)

_LATEST = (
    select(Dialogue, Edition)
    .join(Edition, Edition.id == Dialogue.edition_id)
    .where(Dialogue.series_id.in_(SERIES_HELD))
    .order_by(Dialogue.starts_at.desc(), Dialogue.id.desc())
    .limit(1)
)
_UNFINISHED = (
    of_mine(select(Dialogue, MY_SIDE), Dialogue.series_id)
    .where(Dialogue.state.in_([State.PLANNED, State.PREPARING, State.HELD, State.ESTABLISHING]))
    .options(
        joinedload(Dialogue.participants).joinedload(Participant.person),
        joinedload(Dialogue.consents),
        joinedload(Dialogue.guests).joinedload(Guest.person),
    )
    .order_by(Dialogue.starts_at, Dialogue.id)
    .limit(40)
)
_INVITED = (
    select(Dialogue)
    .where(
        Dialogue.id.in_(DIALOGUES_AS_GUEST),
        Dialogue.state.in_([State.PLANNED, State.PREPARING, State.HELD]),
    )
    .options(joinedload(Dialogue.participants).joinedload(Participant.person))
    .order_by(Dialogue.starts_at, Dialogue.id)
    .limit(40)
)
_MATTERS = (
    of_mine(select(RaisedMatter, Dialogue, MY_SIDE).join(Dialogue), Dialogue.series_id)
    .where(
        _TAKES_PART,
        Dialogue.state == State.ESTABLISHED,
        RaisedMatter.withdrawn_at.is_(None),
        RaisedMatter.passage_id.is_(None),
    )
    .order_by(RaisedMatter.id)
    .limit(20)
)
_PROMISED = (
    of_mine(
        select(Agreement, MY_SIDE, _MET.starts_at).join(_MET, _MET.id == Agreement.dialogue_id),
        Agreement.series_id,
    )
    .where(Agreement.state == AgreementState.OPEN, SETTLED, Agreement.who.in_([MY_SIDE, "both"]))
    .order_by(Agreement.due_on.is_(None), Agreement.due_on, Agreement.id)
    .limit(bindparam("most", type_=Integer))
)
_ADDENDA = (
    of_mine(select(Addendum, Dialogue, MY_SIDE).join(Dialogue), Dialogue.series_id)
    .where(_TAKES_PART, Addendum.withdrawn_at.is_(None), Addendum.edition_id.is_(None))
    .options(joinedload(Addendum.author))
    .order_by(Addendum.id)
)
_WRITTEN = (
    select(Theme.dialogue_id, func.count(Theme.id), func.count(Picture.id))
    .outerjoin(Picture, and_(Picture.theme_id == Theme.id, Picture.author_id == ACTOR, Picture.text != ""))
    .where(Theme.dialogue_id.in_(bindparam("dialogue_ids", type_=Integer, expanding=True)))
    .group_by(Theme.dialogue_id)
)


def latest_edition(session: Session, actor: Actor) -> tuple[Dialogue, Edition] | None:
    """Give the record established last in any series the actor holds a post of, for the start page."""
    row = session.execute(_LATEST, standing(actor)).first()
    return (row[0], row[1]) if row else None


def mine_unfinished(session: Session, actor: Actor) -> list[tuple[Dialogue, Side]]:
    """Give the actor's unfinished dialogues with the actor's side and everything the start page says about them."""
    rows = session.execute(_UNFINISHED, standing(actor)).unique()
    return [(dialogue, Side(side)) for dialogue, side in rows]


def invited_to(session: Session, actor: Actor) -> list[Dialogue]:
    """Give the coming and present meetings of others that both have invited the actor to, soonest first."""
    if not may_be_guest(actor):
        return []
    return list(session.scalars(_INVITED, standing(actor)).unique())


def waiting_matters(session: Session, actor: Actor) -> list[tuple[RaisedMatter, Dialogue, Side]]:
    """Give matters proposed in established dialogues of the actor's own, with the actor's side, that only one side
    has released.
    """
    rows = session.execute(_MATTERS, standing(actor))
    return [(matter, dialogue, Side(side)) for matter, dialogue, side in rows]


def promised_by(session: Session, actor: Actor, limit: int = 30) -> list[tuple[Agreement, Side, datetime]]:
    """Give what the actor has promised, alone or together, and not yet done: with the actor's side and when the
    meeting was, by the date it is promised for.
    """
    rows = session.execute(_PROMISED, {"most": limit} | standing(actor))
    return [(agreement, Side(side), met_at) for agreement, side, met_at in rows]


def waiting_addenda(session: Session, actor: Actor) -> list[tuple[Addendum, Dialogue, Side]]:
    """Give the addenda not yet established to dialogues of the actor's own, with the actor's side."""
    rows = session.execute(_ADDENDA, standing(actor))
    return [(addendum, dialogue, Side(side)) for addendum, dialogue, side in rows]


def written_counts(session: Session, actor: Actor, dialogue_ids: list[int]) -> dict[int, tuple[int, int]]:
    """Tell per dialogue how many themes there are and on how many the actor has written."""
    rows = session.execute(_WRITTEN, {"dialogue_ids": dialogue_ids, "actor_id": actor.person_id})
    return {dialogue_id: (themes, written) for dialogue_id, themes, written in rows}
