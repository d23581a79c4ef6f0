"""What was agreed, and what of it the acting person is to know."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from app.access.actor import Actor
from app.dialogues.models import Agreement, AgreementState, Dialogue, State
from app.dialogues.queries.whose import SERIES_HELD, SETTLED, SETTLED_FOR_SEAT, standing
from app.dialogues.rules import Seat, Standing
from app.records.earlier import GONE

_DIALOGUE = Agreement.dialogue_id == bindparam("dialogue_id", type_=Integer)
_SERIES = Agreement.series_id == bindparam("series_id", type_=Integer)
_BY_DATE: tuple[ColumnElement[Any], ...] = (
    Agreement.due_on.is_(None),
    Agreement.due_on.asc(),
    Agreement.id.asc(),
)

TO_BE_DONE = and_(Agreement.state == AgreementState.OPEN, Agreement.what != GONE)
"""What is open and says something still: that of a line that ended may have been disposed of."""

STANDS = and_(
    or_(
        Agreement.state != AgreementState.DROPPED,
        Agreement.dialogue.has(
            and_(
                Dialogue.state.in_([State.ESTABLISHED, State.CANCELLED]),
                Dialogue.state_since <= Agreement.closed_at,
            )
        ),
    ),
    or_(Agreement.state != AgreementState.OPEN, Agreement.what != GONE),
)
"""What was taken out while its meeting was open was never agreed; what is let go of afterwards was.

Nothing is asked of the two for what was disposed of before it was done.
"""

_MADE_IN = select(Agreement).where(_DIALOGUE, STANDS).order_by(*_BY_DATE)
_AT = select(Agreement).where(_SERIES, STANDS).options(joinedload(Agreement.dialogue)).order_by(*_BY_DATE)
_AT_FOR_GUEST = _AT.where(_DIALOGUE)
_AT_FOR_HOLDER = _AT.where(or_(_DIALOGUE, and_(Agreement.state == AgreementState.OPEN, SETTLED_FOR_SEAT)))
_OF_SERIES = (
    select(Agreement)
    .where(_SERIES, SETTLED, STANDS)
    .options(joinedload(Agreement.dialogue))
    .order_by(Agreement.state != AgreementState.OPEN, *_BY_DATE)
)
_MEETING_OF_ONE = select(Agreement.dialogue_id).where(
    Agreement.id == bindparam("agreement_id", type_=Integer), Agreement.series_id.in_(SERIES_HELD), SETTLED
)
_ONE = (
    select(Agreement)
    .where(
        Agreement.id == bindparam("agreement_id", type_=Integer),
        Agreement.series_id.in_(SERIES_HELD),
        SETTLED,
    )
    .with_for_update(of=Agreement)
    .execution_options(populate_existing=True)
)


def agreements_at(session: Session, dialogue: Dialogue, seat: Seat) -> list[Agreement]:
    """Give, by date, what was agreed in this dialogue and what stands open in the series, as far as `seat` may know.

    A guest is invited to one dialogue and reads what was agreed in that one.
    """
    asked = {"dialogue_id": dialogue.id, "series_id": dialogue.series_id}
    if seat.standing is Standing.GUEST:
        return list(session.scalars(_AT_FOR_GUEST, asked))
    return list(session.scalars(_AT_FOR_HOLDER, asked | {"actor_id": seat.person_id, "side": seat.side}))


def agreements_made_in(session: Session, dialogue_id: int) -> list[Agreement]:
    """Give what was agreed in one dialogue, by date: the part of its record."""
    return list(session.scalars(_MADE_IN, {"dialogue_id": dialogue_id}))


def agreements_of_series(session: Session, actor: Actor, series_id: int) -> list[Agreement]:
    """Give the agreements of a series that are the actor's to know, open ones first."""
    return list(session.scalars(_OF_SERIES, {"series_id": series_id} | standing(actor)))


def meeting_of_agreement(session: Session, actor: Actor, agreement_id: int) -> int | None:
    """Give which meeting an agreement of a series the actor holds a post of was made in; None otherwise."""
    return session.scalars(_MEETING_OF_ONE, {"agreement_id": agreement_id} | standing(actor)).one_or_none()


def one_agreement(session: Session, actor: Actor, agreement_id: int) -> Agreement | None:
    """Give an agreement of a series the actor holds a post of, locked for change; None otherwise."""
    return session.scalars(_ONE, {"agreement_id": agreement_id} | standing(actor)).one_or_none()
