"""What waits for a person in their dialogues: the reads of the start page."""

from sqlalchemy import ColumnElement, and_, exists, func, select
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
from app.dialogues.queries import guest_dialogues, series_held_by, settled_for, with_posts
from app.dialogues.rules import may_be_guest
from app.records.models import Edition


def _takes_part(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that a dialogue is the actor's own: who holds the post beside the two can do nothing in it."""
    return exists().where(Participant.dialogue_id == Dialogue.id, Participant.person_id == actor.person_id)


def latest_edition(session: Session, actor: Actor) -> tuple[Dialogue, Edition] | None:
    """Give the record established last in any series the actor holds a post of, for the start page."""
    row = session.execute(
        select(Dialogue, Edition)
        .join(Edition, Edition.id == Dialogue.edition_id)
        .where(Dialogue.series_id.in_(series_held_by(actor)))
        .order_by(Dialogue.starts_at.desc(), Dialogue.id.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else None


def mine_unfinished(session: Session, actor: Actor) -> list[Dialogue]:
    """Give the unfinished dialogues of the actor with everything the start page says about them."""
    return list(
        session.scalars(
            select(Dialogue)
            .where(
                Dialogue.series_id.in_(series_held_by(actor)),
                Dialogue.state.in_([State.PLANNED, State.PREPARING, State.HELD, State.ESTABLISHING]),
            )
            .options(
                joinedload(Dialogue.series).options(*with_posts()),
                joinedload(Dialogue.participants).joinedload(Participant.person),
                joinedload(Dialogue.consents),
                joinedload(Dialogue.guests).joinedload(Guest.person),
            )
            .order_by(Dialogue.starts_at, Dialogue.id)
            .limit(40)
        ).unique()
    )


def invited_to(session: Session, actor: Actor) -> list[Dialogue]:
    """Give the coming and present meetings of others that both have invited the actor to, soonest first."""
    if not may_be_guest(actor):
        return []
    invited = Dialogue.id.in_(guest_dialogues(actor))
    return list(
        session.scalars(
            select(Dialogue)
            .where(invited, Dialogue.state.in_([State.PLANNED, State.PREPARING, State.HELD]))
            .options(joinedload(Dialogue.participants).joinedload(Participant.person))
            .order_by(Dialogue.starts_at, Dialogue.id)
            .limit(40)
        ).unique()
    )


def waiting_matters(session: Session, actor: Actor) -> list[tuple[RaisedMatter, Dialogue]]:
    """Give matters proposed in established dialogues of the actor's own that only one side has released."""
    rows = session.execute(
        select(RaisedMatter, Dialogue)
        .join(Dialogue, Dialogue.id == RaisedMatter.dialogue_id)
        .where(
            Dialogue.series_id.in_(series_held_by(actor)),
            _takes_part(actor),
            Dialogue.state == State.ESTABLISHED,
            RaisedMatter.withdrawn_at.is_(None),
            RaisedMatter.passage_id.is_(None),
        )
        .options(joinedload(Dialogue.series).options(*with_posts()))
        .order_by(RaisedMatter.id)
        .limit(20)
    )
    return [(matter, dialogue) for matter, dialogue in rows]


def promised_by(session: Session, actor: Actor, limit: int = 30) -> list[Agreement]:
    """Give the open agreements of the actor's series, with the series' posts, by date."""
    return list(
        session.scalars(
            select(Agreement)
            .where(
                Agreement.series_id.in_(series_held_by(actor)),
                Agreement.state == AgreementState.OPEN,
                settled_for(actor.person_id),
            )
            .options(
                joinedload(Agreement.series).options(*with_posts()),
                joinedload(Agreement.dialogue),
            )
            .order_by(Agreement.due_on.is_(None), Agreement.due_on, Agreement.id)
            .limit(limit)
        )
    )


def waiting_addenda(session: Session, actor: Actor) -> list[tuple[Addendum, Dialogue]]:
    """Give the addenda not yet established to dialogues of the actor's own."""
    rows = session.execute(
        select(Addendum, Dialogue)
        .join(Dialogue, Dialogue.id == Addendum.dialogue_id)
        .where(
            Dialogue.series_id.in_(series_held_by(actor)),
            _takes_part(actor),
            Addendum.withdrawn_at.is_(None),
            Addendum.edition_id.is_(None),
        )
        .options(joinedload(Addendum.author), joinedload(Dialogue.series).options(*with_posts()))
        .order_by(Addendum.id)
    )
    return [(addendum, dialogue) for addendum, dialogue in rows]


def written_counts(session: Session, actor: Actor, dialogue_ids: list[int]) -> dict[int, tuple[int, int]]:
    """Tell per dialogue how many themes there are and on how many the actor has written."""
    rows = session.execute(
        select(
            Theme.dialogue_id,
            func.count(Theme.id),
            func.count(Picture.id),
        )
        .outerjoin(
            Picture,
            and_(Picture.theme_id == Theme.id, Picture.author_id == actor.person_id, Picture.text != ""),
        )
        .where(Theme.dialogue_id.in_(dialogue_ids))
        .group_by(Theme.dialogue_id)
    )
    return {dialogue_id: (themes, written) for dialogue_id, themes, written in rows}
