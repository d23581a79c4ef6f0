"""What waits for a person in their dialogues: the reads of the start page."""

from sqlalchemy import Integer, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session, joinedload

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
    State,
    Theme,
)
from app.dialogues.queries.whose import ACTOR, DIALOGUES_AS_GUEST, SERIES_HELD, SETTLED, WITH_POSTS, standing
from app.dialogues.rules import may_be_guest
from app.records.models import Edition

# Who holds the post beside the two of a dialogue can do nothing in it.
_TAKES_PART = exists().where(Participant.dialogue_id == Dialogue.id, Participant.person_id == ACTOR)

_LATEST = (
    select(Dialogue, Edition)
    .join(Edition, Edition.id == Dialogue.edition_id)
    .where(Dialogue.series_id.in_(SERIES_HELD))
    .order_by(Dialogue.starts_at.desc(), Dialogue.id.desc())
    .limit(1)
)
_UNFINISHED = (
    select(Dialogue)
    .where(
        Dialogue.series_id.in_(SERIES_HELD),
        Dialogue.state.in_([State.PLANNED, State.PREPARING, State.HELD, State.ESTABLISHING]),
    )
    .options(
        joinedload(Dialogue.series).options(*WITH_POSTS),
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
    select(RaisedMatter, Dialogue)
    .join(Dialogue, Dialogue.id == RaisedMatter.dialogue_id)
    .where(
        Dialogue.series_id.in_(SERIES_HELD),
        _TAKES_PART,
        Dialogue.state == State.ESTABLISHED,
        RaisedMatter.withdrawn_at.is_(None),
        RaisedMatter.passage_id.is_(None),
    )
    .options(joinedload(Dialogue.series).options(*WITH_POSTS))
    .order_by(RaisedMatter.id)
    .limit(20)
)
_PROMISED = (
    select(Agreement)
    .where(Agreement.series_id.in_(SERIES_HELD), Agreement.state == AgreementState.OPEN, SETTLED)
    .options(joinedload(Agreement.series).options(*WITH_POSTS), joinedload(Agreement.dialogue))
    .order_by(Agreement.due_on.is_(None), Agreement.due_on, Agreement.id)
    .limit(bindparam("most", type_=Integer))
)
_ADDENDA = (
    select(Addendum, Dialogue)
    .join(Dialogue, Dialogue.id == Addendum.dialogue_id)
    .where(
        Dialogue.series_id.in_(SERIES_HELD),
        _TAKES_PART,
        Addendum.withdrawn_at.is_(None),
        Addendum.edition_id.is_(None),
    )
    .options(joinedload(Addendum.author), joinedload(Dialogue.series).options(*WITH_POSTS))
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


def mine_unfinished(session: Session, actor: Actor) -> list[Dialogue]:
    """Give the unfinished dialogues of the actor with everything the start page says about them."""
    return list(session.scalars(_UNFINISHED, standing(actor)).unique())


def invited_to(session: Session, actor: Actor) -> list[Dialogue]:
    """Give the coming and present meetings of others that both have invited the actor to, soonest first."""
    if not may_be_guest(actor):
        return []
    return list(session.scalars(_INVITED, standing(actor)).unique())


def waiting_matters(session: Session, actor: Actor) -> list[tuple[RaisedMatter, Dialogue]]:
    """Give matters proposed in established dialogues of the actor's own that only one side has released."""
    return [(matter, dialogue) for matter, dialogue in session.execute(_MATTERS, standing(actor))]


def promised_by(session: Session, actor: Actor, limit: int = 30) -> list[Agreement]:
    """Give the open agreements of the actor's series, with the series' posts, by date."""
    return list(session.scalars(_PROMISED, {"most": limit} | standing(actor)))


def waiting_addenda(session: Session, actor: Actor) -> list[tuple[Addendum, Dialogue]]:
    """Give the addenda not yet established to dialogues of the actor's own."""
    return [(addendum, dialogue) for addendum, dialogue in session.execute(_ADDENDA, standing(actor))]


def written_counts(session: Session, actor: Actor, dialogue_ids: list[int]) -> dict[int, tuple[int, int]]:
    """Tell per dialogue how many themes there are and on how many the actor has written."""
    rows = session.execute(_WRITTEN, {"dialogue_ids": dialogue_ids, "actor_id": actor.person_id})
    return {dialogue_id: (themes, written) for dialogue_id, themes, written in rows}
