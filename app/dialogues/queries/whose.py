"""Whose a series, a dialogue or an agreement is: the conditions that the restricted reads stand on."""

from collections.abc import Callable
from typing import TypeVarTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from app import clock
from app.access.actor import Actor
from app.access.matrix import Role
from app.dialogues import rules
from app.dialogues.models import Agreement, Dialogue, Guest, Participant, Post, PostKind, Series, Side, State
from app.organisation.models import Ancestry, Appointment, Succession, Unit, in_force

_Wanted = TypeVarTuple("_Wanted")

ACTOR = bindparam("actor_id", type_=Integer)
_TODAY = bindparam("today", type_=Date)
Covers = Callable[[InstrumentedAttribute[int], str], ColumnElement[bool]]
"""Gives the condition that a column is one of the units a role covers: `managed`, `presided`, `employed`, `supported`."""


def listed(column: InstrumentedAttribute[int], role: str) -> ColumnElement[bool]:
    """Give the condition that a column is one of the units a role of the actor's covers."""
    return column.in_(bindparam(role, type_=Integer, expanding=True))


def becomes(
    unit_id: InstrumentedAttribute[int],
    end: InstrumentedAttribute[int],
    other: ColumnElement[bool],
    *also: ColumnElement[bool],
) -> ColumnElement[bool]:
    """Give the condition that what a unit became stands today at one `end` of `Ancestry`, and the `other` end is as asked.

    So a line of the unit can go on with it, by whoever is left. One step of succession is looked at.
    """
    return exists().where(
        Succession.from_unit_id == unit_id,
        Succession.on <= _TODAY,
        Succession.to_unit_id == end,
        other,
        *also,
        Ancestry.depth > 0,
        in_force(Ancestry.valid_from, Ancestry.valid_to, _TODAY),
    )


_OVER, _REP = aliased(Post), aliased(Post)


def standing(actor: Actor) -> dict[str, object]:
    """Give what the conditions below ask about `actor`: goes along wherever a statement made of them is run.

    A role one does not have covers no units, and is fulfilled nowhere.
    """
    posts = actor.holdings
    return {
        "actor_id": actor.person_id,
        "today": clock.today(),
        "managed": sorted({h.unit_id for h in posts if h.role is Role.MANAGER}),
        "presided": sorted(
            {h.unit_id for h in posts if h.role is Role.POLITICIAN and h.duty in rules.PRESIDING}
        ),
        "employed": sorted({h.unit_id for h in posts if h.role is Role.EMPLOYEE}),
        "supported": sorted({h.unit_id for h in posts if h.role is Role.SUPPORT}),
    }


def held(post: type[Post], covers: Covers = listed) -> ColumnElement[bool]:
    """Give the condition that the actor holds a post now."""
    return or_(
        and_(post.kind == PostKind.MANAGER, covers(post.unit_id, "managed")),
        and_(post.kind == PostKind.PRESIDIUM, covers(post.unit_id, "presided")),
        and_(post.kind == PostKind.EMPLOYEE, covers(post.unit_id, "employed"), post.person_id == ACTOR),
    )


POSTS_HELD: Select[int] = select(Post.id).where(held(Post))
"""The ids of the posts the actor holds now."""

SERIES_HELD: Select[int] = (
    select(Series.id)
    .join(_OVER, _OVER.id == Series.over_post_id)
    .join(_REP, _REP.id == Series.rep_post_id)
    .where(or_(held(_OVER), held(_REP)))
)
"""The ids of the series in which the actor holds one of the posts now; the SQL twin of `rules.holds`."""

MY_SIDE: ColumnElement[str] = case((held(_OVER), literal(Side.OVER.value)), else_=literal(Side.REP.value))
"""The side the actor sits on, in a statement from `of_mine`."""


MY_SEAT: ColumnElement[str] = case(
    (
        and_(
            held(_REP),
            exists().where(
                Participant.dialogue_id == Dialogue.id,
                Participant.side == Side.REP,
                Participant.person_id == ACTOR,
            ),
        ),
        literal(Side.REP.value),
    ),
    else_=MY_SIDE,
)
"""The side the actor sits on in a dialogue: who stands in for the other of the two sits where they sat (`rules.seat_of`)."""

OVER_HELD, REP_HELD = held(_OVER), held(_REP)
"""That the actor holds a post at either end, in a statement from `of_mine`; whoever stands in for the other holds both."""

IS_ANOTHERS: ColumnElement[bool] = and_(
    _OVER.kind == PostKind.PRESIDIUM,
    ~REP_HELD,
    exists().where(
        Participant.dialogue_id == Dialogue.id,
        Participant.side == Side.OVER,
        Participant.person_id != ACTOR,
        Appointment.person_id == Participant.person_id,
        Appointment.unit_id == _OVER.unit_id,
        Appointment.role == Role.POLITICIAN,
        Appointment.duty.in_(sorted(rules.PRESIDING)),
        in_force(Appointment.valid_from, Appointment.valid_to, _TODAY),
    ),
)
"""That another of the presidium the actor sits in takes part, and still sits there: the dialogue asks nothing of the actor."""


def of_mine(statement: Select[*_Wanted], series_id: InstrumentedAttribute[int]) -> Select[*_Wanted]:
    """Leave of a statement what belongs to series the actor holds a post of; it may then ask for `MY_SIDE`."""
    return (
        statement.join(Series, Series.id == series_id)
        .join(_OVER, _OVER.id == Series.over_post_id)
        .join(_REP, _REP.id == Series.rep_post_id)
        .where(or_(held(_OVER), held(_REP)))
    )


def units_of_the_two(statement: Select[*_Wanted], over: type[Unit], rep: type[Unit]) -> Select[*_Wanted]:
    """Add to a statement from `of_mine` the units of both posts."""
    return statement.join(over, over.id == _OVER.unit_id).join(rep, rep.id == _REP.unit_id)


def as_guest(covers: Covers = listed) -> Select[int]:
    """Select the ids of the dialogues both have invited the actor to, and of whose units the actor is support now.

    One is invited as the support of a unit, or as one who presides over a board. Who supports another branch today,
    or nothing any more, reads what was said here no longer; who comes back reads it again (domain 3).
    """
    near = exists().where(
        Ancestry.descendant_id.in_([_OVER.unit_id, _REP.unit_id]),
        in_force(Ancestry.valid_from, Ancestry.valid_to, _TODAY),
        or_(
            covers(Ancestry.ancestor_id, "supported"),
            and_(Ancestry.depth == 0, covers(Ancestry.ancestor_id, "presided")),
        ),
    )
    return (
        select(Guest.dialogue_id)
        .join(Dialogue, Dialogue.id == Guest.dialogue_id)
        .join(Series, Series.id == Dialogue.series_id)
        .join(_OVER, _OVER.id == Series.over_post_id)
        .join(_REP, _REP.id == Series.rep_post_id)
        .where(
            Guest.person_id == ACTOR,
            Guest.over_agreed_at.is_not(None),
            Guest.rep_agreed_at.is_not(None),
            near.correlate(_OVER, _REP),
        )
    )


DIALOGUES_AS_GUEST = as_guest()

_LINE, _END = aliased(Series), aliased(Post)


def _settled(*sits: ColumnElement[bool]) -> ColumnElement[bool]:
    """Give the condition that an agreement is the actor's to know: established, or made where the actor takes part and `sits`.

    A new holder of a post, a deputy, or who has left their side, does not read what two others have only noted down so far.
    """
    return or_(
        exists().where(Dialogue.id == Agreement.dialogue_id, Dialogue.state == State.ESTABLISHED),
        exists().where(
            Participant.dialogue_id == Agreement.dialogue_id, Participant.person_id == ACTOR, *sits
        ),
    )


SETTLED: ColumnElement[bool] = _settled(
    _LINE.id == Agreement.series_id,
    _END.id == case((Participant.side == Side.OVER, _LINE.over_post_id), else_=_LINE.rep_post_id),
    held(_END),
)
"""That an agreement is the actor's to know, who still holds the side on which they take part."""

SETTLED_FOR_SEAT: ColumnElement[bool] = _settled(Participant.side == bindparam("side"))
"""The same for whoever sits on a side now; asks for `side`."""

WITH_POSTS: tuple[_AbstractLoad, ...] = (
    joinedload(Series.over_post).joinedload(Post.unit),
    joinedload(Series.over_post).joinedload(Post.person),
    joinedload(Series.rep_post).joinedload(Post.unit),
    joinedload(Series.rep_post).joinedload(Post.person),
)
"""Loads with a series both its posts, their units and persons."""
