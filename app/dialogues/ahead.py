"""What waits for a person in their dialogues: the reads of the start page."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from app import clock
from app.access.actor import Actor
from app.db import UtcDateTime
from app.dialogues.facts import (
    Coming,
    Given,
    Invited,
    Latest,
    LineLeft,
    Named,
    Promise,
    Speaker,
    WaitingAddendum,
    WaitingMatter,
)
from app.dialogues.models import (
    Addendum,
    Agreement,
    Consent,
    Dialogue,
    Guest,
    PairKind,
    Participant,
    Picture,
    Post,
    RaisedMatter,
    Series,
    SharedText,
    Side,
    State,
    Theme,
)
from app.dialogues.queries.agreed import TO_BE_DONE
from app.dialogues.queries.whose import (
    ACTOR,
    DIALOGUES_AS_GUEST,
    IS_ANOTHERS,
    MY_SEAT,
    OVER_HELD,
    REP_HELD,
    SERIES_HELD,
    SETTLED,
    becomes,
    of_mine,
    standing,
    units_of_the_two,
)
from app.dialogues.rules import may_be_guest
from app.organisation.models import Ancestry, Person, Unit
from app.prepared import Filled, Prepared, Statement, prepared
from app.records.earlier import GONE
from app.records.models import Edition

# Who holds the post beside the two of a dialogue can do nothing in it, nor who has left the side they sat on for the other.
_TAKES_PART = exists().where(
    Participant.dialogue_id == Dialogue.id,
    Participant.person_id == ACTOR,
    or_(
        and_(Participant.side == Side.OVER, OVER_HELD),
        and_(Participant.side == Side.REP, REP_HELD),
    ),
)

_MET = aliased(Dialogue)

_LATEST = (
    select(Dialogue.id, Dialogue.starts_at, Edition.content)
    .join(Edition, Edition.id == Dialogue.edition_id)
    .where(Dialogue.series_id.in_(SERIES_HELD))
    .order_by(Dialogue.starts_at.desc(), Dialogue.id.desc())
    .limit(1)
)
_WHOLE_WRITTEN = exists().where(
    SharedText.dialogue_id == Dialogue.id,
    SharedText.theme_id.is_(None),
    func.trim(SharedText.text, " \n\r\t") != "",
)
_COMING = (
    *(Dialogue.id, Dialogue.starts_at, Dialogue.state, Dialogue.place, Dialogue.calendar_sequence),
    _WHOLE_WRITTEN.label("whole_written"),
)
_OVER_UNIT, _REP_UNIT = aliased(Unit), aliased(Unit)
_ENDS = (
    _OVER_UNIT.name.label("over_unit"),
    _OVER_UNIT.valid_to.label("over_unit_to"),
    _REP_UNIT.name.label("rep_unit"),
    _REP_UNIT.valid_to.label("rep_unit_to"),
)
# Whoever is invited is not asked to move the meeting.
_NO_ENDS = (literal(""), null().cast(Date), literal(""), null().cast(Date))
_MOST = 40


def _with_people(meetings: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Add to meetings who takes part, who is invited and who has established: a row for every combination of those."""
    found = meetings.order_by(Dialogue.starts_at, Dialogue.id).limit(_MOST).subquery()
    speaker, guest = aliased(Person), aliased(Person)
    return (
        select(
            *found.c,
            *(Participant.side, Participant.person_id, Participant.shared_at),
            *(Participant.reply, Participant.proposed_at, speaker.name),
            *(Guest.id, Guest.over_agreed_at, Guest.rep_agreed_at, Guest.declined_at, guest.name),
            Consent.side,
        )
        .outerjoin(Participant, Participant.dialogue_id == found.c.id)
        .outerjoin(speaker, speaker.id == Participant.person_id)
        .outerjoin(Guest, Guest.dialogue_id == found.c.id)
        .outerjoin(guest, guest.id == Guest.person_id)
        .outerjoin(Consent, Consent.dialogue_id == found.c.id)
        .order_by(found.c.starts_at, found.c.id, Participant.side, Guest.id, Consent.side)
    )


_UNFINISHED = _with_people(
    units_of_the_two(
        of_mine(select(*_COMING, *_ENDS, MY_SEAT.label("my_side")), Dialogue.series_id),
        _OVER_UNIT,
        _REP_UNIT,
    ).where(
        Dialogue.state.in_([State.PLANNED, State.PREPARING, State.HELD, State.ESTABLISHING]),
        ~IS_ANOTHERS,
    )
)
_INVITED = _with_people(
    select(*_COMING, *_NO_ENDS, literal("").label("my_side")).where(
        Dialogue.id.in_(DIALOGUES_AS_GUEST),
        Dialogue.state.in_([State.PLANNED, State.PREPARING, State.HELD]),
    )
)
_ADDENDUM, _MATTER, _LINE = "addendum", "matter", "line"
_MATTERS = (
    of_mine(
        select(
            literal(_MATTER).label("what"),
            RaisedMatter.id.label("number"),
            Dialogue.id.label("dialogue_id"),
            Dialogue.starts_at.label("starts_at"),
            MY_SEAT.label("side"),
            RaisedMatter.text.label("words"),
            # Nothing is told of when a matter was written; the column is there for the addenda.
            Dialogue.starts_at.label("written_at"),
            RaisedMatter.over_released_at.label("over_at"),
            RaisedMatter.rep_released_at.label("rep_at"),
            null().cast(Date).label("since"),
        ).join(Dialogue, Dialogue.id == RaisedMatter.dialogue_id),
        Dialogue.series_id,
    )
    .where(
        _TAKES_PART,
        Dialogue.state == State.ESTABLISHED,
        RaisedMatter.withdrawn_at.is_(None),
        RaisedMatter.passage_id.is_(None),
        RaisedMatter.text != GONE,
    )
    .order_by(RaisedMatter.id)
    .limit(20)
    .subquery()
)


def _who(side: Side) -> ColumnElement[bool]:
    return or_(Agreement.who == side.value, Agreement.who == "both")


_OVER_PROMISED = and_(OVER_HELD, _who(Side.OVER))
_PROMISED_FROM = case((_OVER_PROMISED, literal(Side.OVER.value)), else_=literal(Side.REP.value))
_PROMISED = (
    of_mine(
        select(
            *(Agreement.id, Agreement.what, Agreement.who, Agreement.together_with, Agreement.due_on),
            *(_PROMISED_FROM, _MET.starts_at),
        ).join(_MET, _MET.id == Agreement.dialogue_id),
        Agreement.series_id,
    )
    .where(TO_BE_DONE, SETTLED, or_(_OVER_PROMISED, and_(REP_HELD, _who(Side.REP))))
    .order_by(Agreement.due_on.is_(None), Agreement.due_on, Agreement.id)
    .limit(bindparam("most", type_=Integer))
)
_ADDENDA = (
    of_mine(
        select(
            literal(_ADDENDUM).label("what"),
            Addendum.id.label("number"),
            Dialogue.id.label("dialogue_id"),
            Dialogue.starts_at.label("starts_at"),
            MY_SEAT.label("side"),
            Person.name.label("words"),
            Addendum.written_at.label("written_at"),
            Addendum.over_consent_at.label("over_at"),
            Addendum.rep_consent_at.label("rep_at"),
            null().cast(Date).label("since"),
        )
        .join(Dialogue, Dialogue.id == Addendum.dialogue_id)
        .join(Person, Person.id == Addendum.author_id),
        Dialogue.series_id,
    )
    .where(
        _TAKES_PART,
        Addendum.withdrawn_at.is_(None),
        Addendum.edition_id.is_(None),
        Addendum.text != GONE,
    )
    .subquery()
)
_TODAY = bindparam("today", type_=Date)
_OVER_POST, _REP_POST = aliased(Post), aliased(Post)
_ABOVE, _BELOW = aliased(Unit), aliased(Unit)


_LINES = (
    select(
        literal(_LINE).label("what"),
        Series.id.label("number"),
        Series.id.label("dialogue_id"),
        null().cast(UtcDateTime).label("starts_at"),
        literal("").label("side"),
        case((_BELOW.valid_to <= _TODAY, _BELOW.name), else_=_ABOVE.name).label("words"),
        null().cast(UtcDateTime).label("written_at"),
        null().cast(UtcDateTime).label("over_at"),
        null().cast(UtcDateTime).label("rep_at"),
        case((_BELOW.valid_to <= _TODAY, _BELOW.valid_to), else_=_ABOVE.valid_to).label("since"),
    )
    .join(_OVER_POST, _OVER_POST.id == Series.over_post_id)
    .join(_REP_POST, _REP_POST.id == Series.rep_post_id)
    .join(_ABOVE, _ABOVE.id == _OVER_POST.unit_id)
    .join(_BELOW, _BELOW.id == _REP_POST.unit_id)
    .where(
        Series.id.in_(SERIES_HELD),
        Series.ended_on.is_(None),
        Series.pair_kind != PairKind.EMPLOYEE,
        or_(
            and_(
                _BELOW.valid_to <= _TODAY,
                becomes(_BELOW.id, Ancestry.descendant_id, Ancestry.ancestor_id == _ABOVE.id),
            ),
            and_(
                _ABOVE.valid_to <= _TODAY,
                becomes(_ABOVE.id, Ancestry.ancestor_id, Ancestry.descendant_id == _BELOW.id),
            ),
        ),
    )
    .subquery()
)
# All in one statement: the start page has room for eight.
_FOR_BOTH = union_all(select(_ADDENDA), select(_MATTERS), select(_LINES)).order_by("what", "number")
_WRITTEN = (
    select(Theme.dialogue_id, func.count(Theme.id), func.count(Picture.id))
    .outerjoin(Picture, and_(Picture.theme_id == Theme.id, Picture.author_id == ACTOR, Picture.text != ""))
    .where(Theme.dialogue_id.in_(bindparam("dialogue_ids", type_=Integer, expanding=True)))
    .group_by(Theme.dialogue_id)
)


def _asked(statement: Statement, actor: Actor) -> Prepared:
    return _of_actor(statement, actor, clock.today())


@prepared
def _of_actor(statement: Statement, actor: Actor, _today: date) -> Filled:
    return Filled(statement, standing(actor))


def latest_edition(session: Session, actor: Actor) -> Latest | None:
    """Give the record established last in any series the actor holds a post of, for the start page."""
    rows = _asked(_LATEST, actor).rows(session)
    return Latest(*rows[0]) if rows else None


def mine_unfinished(session: Session, actor: Actor) -> list[tuple[Coming, Side]]:
    """Give the actor's unfinished dialogues with the actor's side and everything the start page says about them."""
    rows = _asked(_UNFINISHED, actor).rows(session)
    return [(coming, Side(side)) for coming, side in _put_together(rows)]


def invited_to(session: Session, actor: Actor) -> list[Coming]:
    """Give the coming and present meetings of others that both have invited the actor to, soonest first."""
    if not may_be_guest(actor):
        return []
    return [coming for coming, _ in _put_together(_asked(_INVITED, actor).rows(session))]


def _put_together(rows: Iterable[Sequence[Any]]) -> list[tuple[Coming, str]]:
    found: dict[int, tuple[Coming, str]] = {}
    for row in rows:
        here = found.get(row[0])
        if here is None:
            here = found[row[0]] = (Coming(*row[:10]), row[10])
        coming, (side, guest_id, given) = here[0], (row[11], row[17], row[22])
        # Each speaker stands again beside every guest and consent, and the other way about.
        if side is not None and not any(one.side == side for one in coming.participants):
            coming.participants.append(Speaker(row[11], row[12], row[13], row[14], row[15], Named(row[16])))
        if guest_id is not None and not any(one.id == guest_id for one in coming.guests):
            coming.guests.append(Invited(row[17], row[18], row[19], row[20], Named(row[21])))
        if given is not None and not any(one.side == given for one in coming.consents):
            coming.consents.append(Given(given))
    return list(found.values())


def waiting_for_both(
    session: Session, actor: Actor
) -> tuple[list[WaitingAddendum], list[WaitingMatter], list[LineLeft]]:
    """Give what the actor's own established dialogues wait for both to say: addenda, and matters that one side has released.

    Each with the actor's side, in the order they were written. And the lines that the actor is left in and can carry over.
    """
    addenda: list[WaitingAddendum] = []
    matters: list[WaitingMatter] = []
    lines: list[LineLeft] = []
    for row in _asked(_FOR_BOTH, actor).rows(session):
        what, number, dialogue_id, starts_at, side, words, written_at, over_at, rep_at, since = row
        if what == _ADDENDUM:
            addenda.append(WaitingAddendum(dialogue_id, starts_at, side, words, written_at, over_at, rep_at))
        elif what == _LINE:
            lines.append(LineLeft(number, words, since))
        else:
            matters.append(WaitingMatter(dialogue_id, starts_at, side, words, over_at, rep_at))
    return addenda, matters, lines


def promised_by(session: Session, actor: Actor, limit: int = 30) -> list[Promise]:
    """Give what the actor has promised, alone or together, and not yet done: with the actor's side and when the
    meeting was, by the date it is promised for.
    """
    return [Promise(*row) for row in _asked(_PROMISED, actor).rows(session, most=limit)]


def written_counts(session: Session, actor: Actor, dialogue_ids: list[int]) -> dict[int, tuple[int, int]]:
    """Tell per dialogue how many themes there are and on how many the actor has written."""
    rows = session.execute(_WRITTEN, {"dialogue_ids": dialogue_ids, "actor_id": actor.person_id})
    return {dialogue_id: (themes, written) for dialogue_id, themes, written in rows}
