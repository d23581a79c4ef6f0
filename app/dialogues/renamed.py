"""A record being written names two units and the people there: with another name it reads otherwise than it was read."""

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import Session, aliased

from app.dialogues.models import Consent, Dialogue, Guest, Participant, Post, Series, State
from app.dialogues.series.services import touch_record
from app.organisation.naming import Names, bearers
from app.records.services import record


def hold(session: Session, names: Names) -> None:
    """Keep those waiting who write a record, or establish it, in which the names stand."""
    session.execute(_being_written(names))


def changed(session: Session, names: Names, actor_id: int | None) -> None:
    """Let what was given for a record fall in which a name is another now, and say so where somebody had given."""
    for dialogue in session.scalars(_being_written(names)).all():
        given = session.scalars(select(Consent.id).where(Consent.dialogue_id == dialogue.id)).first()
        touch_record(session, dialogue, actor_id=actor_id)
        if given is not None:
            record(session, actor_id=actor_id, action="renamed", kind="dialogue", object_id=dialogue.id)
    session.flush()


def _being_written(names: Names) -> Select[Dialogue]:
    return (
        select(Dialogue)
        .where(Dialogue.state.in_([State.HELD, State.ESTABLISHING]), or_(_between(names), _there(names)))
        .order_by(Dialogue.id)
        .with_for_update(of=Dialogue)
        .execution_options(populate_existing=True)
    )


def _between(names: Names) -> ColumnElement[bool]:
    if names.units is None:
        return true()
    over, rep = aliased(Post), aliased(Post)
    units = sorted(names.units)
    lines = (
        select(Series.id)
        .join(over, over.id == Series.over_post_id)
        .join(rep, rep.id == Series.rep_post_id)
        .where(or_(over.unit_id.in_(units), rep.unit_id.in_(units)))
    )
    return Dialogue.series_id.in_(lines)


def _there(names: Names) -> ColumnElement[bool]:
    if names.people is None:
        return true()
    people = sorted(names.people)
    return or_(
        Dialogue.id.in_(select(Participant.dialogue_id).where(Participant.person_id.in_(people))),
        Dialogue.id.in_(select(Guest.dialogue_id).where(Guest.person_id.in_(people))),
    )


def register_bearer() -> None:
    """Follow the names of units and people."""
    bearers.register("dialogues", hold, changed)
