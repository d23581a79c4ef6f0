"""To whom search finds the texts of dialogues; the conditions are the twins of `rules` that the pages stand on."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.access.matrix import May
from app.attachments.models import Attachment
from app.db import Numbers, among
from app.dialogues.models import (
    Addendum,
    Agreement,
    AgreementState,
    Consent,
    Dialogue,
    Participant,
    Picture,
    Post,
    PostKind,
    Series,
    Side,
    State,
)
from app.dialogues.queries.agreed import STANDS
from app.dialogues.queries.whose import (
    ACTOR,
    DIALOGUES_AS_GUEST,
    POSTS_HELD,
    SERIES_HELD,
    SETTLED,
    as_guest,
    held,
    standing,
)
from app.organisation.models import Unit
from app.records.models import Edition
from app.search.models import PLACE
from app.search.registry import Asked, Meant, Reach

OVER, REP = aliased(Post), aliased(Post)
_HELD, _HELD_OVER, _HELD_REP, _INVITED_TO, _INVITED_BESIDE = (
    bindparam(name, type_=Numbers)
    for name in (
        "search_held",
        "search_held_over",
        "search_held_rep",
        "search_invited",
        "search_invited_beside",
    )
)
_REACHED = union_all(
    select(
        Series.id.label("series_id"),
        null().cast(Integer).label("dialogue_id"),
        Series.over_post_id.in_(POSTS_HELD).label("over"),
        Series.rep_post_id.in_(POSTS_HELD).label("rep"),
        Series.over_post_id.in_(POSTS_HELD.where(Post.kind == PostKind.PRESIDIUM)).label("presides"),
    ).where(or_(Series.over_post_id.in_(POSTS_HELD), Series.rep_post_id.in_(POSTS_HELD))),
    select(Dialogue.series_id, Dialogue.id, false(), false(), false()).where(
        Dialogue.id.in_(DIALOGUES_AS_GUEST)
    ),
)
"""The series held now and at which end, and the meetings one is invited to: asked once, the conditions below stand on it."""

# Said one by one: a list is written into a statement anew each time it is run.
_OPEN = or_(*(Dialogue.state == state for state in (State.HELD, State.ESTABLISHING, State.ESTABLISHED)))

_ESTABLISHED = Dialogue.state == State.ESTABLISHED


class _Readable:
    """The conditions that a text of a dialogue may be read, on `near`: the meetings of which one may read anything at all.

    Each condition on meetings is the twin of one in `rules`, with the states in which pages show what it is about.
    """

    def __init__(self, near: CTE, held_series: ColumnElement[bool]) -> None:
        self.near = near
        self.settled = (Agreement.id == PLACE.c.object_id, held_series, SETTLED, STANDS)
        """What the page of the series shows, whatever became of the meeting it was made in."""
        self.held = self.near.c.held.is_(True)
        self.invited = self.near.c.invited.is_(True)
        self.named = self._there(Participant.dialogue_id == Dialogue.id, Participant.person_id == ACTOR)
        self.takes_part = self._there(
            Participant.dialogue_id == Dialogue.id,
            Participant.person_id == ACTOR,
            or_(
                and_(Participant.side == Side.OVER, self.near.c.over.is_(True)),
                and_(Participant.side == Side.REP, self.near.c.rep.is_(True)),
            ),
        )
        """That the actor is one of the two and still holds the post of that side: the seat of a participant."""
        self.erased = self._there(Edition.id == Dialogue.edition_id, Edition.erased_at.is_not(None))
        """That the established text has been lawfully erased: what was part of it is not found either."""
        self.pictures_open = or_(
            Dialogue.revealed_at.is_not(None),
            ~self._there(Participant.dialogue_id == Dialogue.id, Participant.shared_at.is_(None)),
        )
        sits = or_(self.takes_part, self.invited, and_(self.held, _ESTABLISHED))
        self.record = and_(_OPEN, sits, ~self.erased)
        """`rules.may_read_notes`."""
        self.files = and_(Dialogue.state != State.CANCELLED, sits, ~self.erased)
        """`rules.may_read_meeting_files`."""

    def _there(self, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        # By itself a subquery within a subquery sees no further than the one around it.
        return exists().where(*conditions).correlate(Dialogue, self.near)

    def _meetings(self, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        # Found by itself and not once more for every hit: a beginning of four letters stands in thousands of texts.
        some = select(Dialogue.id).join(self.near, self.near.c.id == Dialogue.id).where(*conditions)
        return PLACE.c.owner_id.in_(some)

    def _of(self, kinds: Sequence[str], *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        return and_(or_(*(PLACE.c.kind == kind for kind in kinds)), self._meetings(*conditions))

    def _pictures(self, kind: str, *which: ColumnElement[bool]) -> ColumnElement[bool]:
        """Give the twin of `rules.may_read_picture`; `which` says what picture a row is about."""
        sits = (Dialogue.state != State.CANCELLED, self.takes_part)
        own = exists().where(*which, Picture.author_id == ACTOR).correlate(PLACE)
        left_open = exists().where(*which, Picture.withheld.is_(False)).correlate(PLACE)
        return and_(
            PLACE.c.kind == kind,
            or_(
                and_(self._meetings(*sits), own),
                and_(self._meetings(*sits, self.pictures_open), left_open),
            ),
        )

    def condition(self) -> ColumnElement[bool]:
        """Give the condition for a row of any kind."""
        settled = exists().where(*self.settled).correlate(PLACE)
        closed = exists().where(*self.settled, Agreement.state != AgreementState.OPEN).correlate(PLACE)
        agreed = exists().where(Agreement.id == PLACE.c.object_id, STANDS).correlate(PLACE)
        own_opinion = (
            exists().where(Consent.id == PLACE.c.object_id, Consent.person_id == ACTOR).correlate(PLACE)
        )
        added = (
            exists()
            .where(Addendum.id == PLACE.c.object_id, Addendum.edition_id.is_not(None))
            .correlate(PLACE)
        )
        return or_(
            self._of(["note", "whole", "decision"], self.record),
            self._pictures("picture", Picture.id == PLACE.c.object_id),
            self._of(["file"], self.files),
            self._pictures(
                "picture_file", Attachment.id == PLACE.c.object_id, Picture.id == Attachment.holder_id
            ),
            and_(PLACE.c.kind == "agreement", settled),
            # A guest is invited to one meeting and reads what was agreed in that one.
            and_(self._of(["agreement"], self.invited, _OPEN, ~self.erased), agreed),
            and_(PLACE.c.kind == "closing", closed),
            # What the two consider raising is not part of the record that others read; nor are addenda of what a guest reads.
            self._of(["matter"], or_(self.takes_part, ~_ESTABLISHED), self.record),
            self._of(["opinion"], _ESTABLISHED, self.record),
            # Until both have established, an own opinion is read by whoever gave it.
            and_(self._of(["opinion"], Dialogue.state == State.ESTABLISHING, self.takes_part), own_opinion),
            # One that is not established yet is the two's.
            self._of(["addendum"], self.takes_part, _ESTABLISHED, ~self.erased),
            and_(self._of(["addendum"], self.held, _ESTABLISHED, ~self.erased), added),
            self._of(["meeting"], or_(self.held, self.invited)),
            self._of(["reason"], Dialogue.state == State.CANCELLED, self.held, self.named),
        )


def _near() -> CTE:
    held_ones = select(
        Dialogue.id,
        true().label("held"),
        among(Dialogue.series_id, _HELD_OVER).label("over"),
        among(Dialogue.series_id, _HELD_REP).label("rep"),
        among(Dialogue.id, _INVITED_BESIDE).label("invited"),
    ).where(among(Dialogue.series_id, _HELD))
    invited = select(Dialogue.id, false(), false(), false(), true()).where(among(Dialogue.id, _INVITED_TO))
    return union_all(held_ones, invited).cte("near")


def _covers(column: InstrumentedAttribute[int], role: str) -> ColumnElement[bool]:
    return among(column, bindparam(f"search_{role}", type_=Numbers))


def _near_of(meant: Meant) -> CTE:
    there = (
        select(
            Dialogue.id,
            Series.id.label("series_id"),
            held(OVER, _covers).label("over"),
            held(REP, _covers).label("rep"),
            (OVER.kind == PostKind.PRESIDIUM).label("led_by_several"),
        )
        .join(Series, Series.id == Dialogue.series_id)
        .join(OVER, OVER.id == Series.over_post_id)
        .join(REP, REP.id == Series.rep_post_id)
        .where(meant(Dialogue.id))
        .cte("there")
    )
    holds, guest = or_(there.c.over, there.c.rep), there.c.id.in_(as_guest(_covers))
    invited = and_(guest, or_(~holds, and_(there.c.over, there.c.led_by_several)))
    return (
        select(
            *(there.c.id, there.c.series_id, holds.label("held"), there.c.over, there.c.rep),
            invited.label("invited"),
        )
        .where(or_(holds, guest))
        .cte("near")
    )


_UNITS = select(Unit.id, Unit.name).where(
    Unit.id.in_(
        select(Post.unit_id)
        .join(Series, or_(Series.over_post_id == Post.id, Series.rep_post_id == Post.id))
        .where(Series.id.in_(SERIES_HELD))
    )
)

_FIRST = (
    select(func.min(Dialogue.starts_at).label("since"))
    .where(or_(Dialogue.series_id.in_(SERIES_HELD), Dialogue.id.in_(DIALOGUES_AS_GUEST)))
    .subquery()
)

_OF_LINES = _UNITS.subquery()

_PLACES = select(_FIRST.c.since, _OF_LINES.c.id, _OF_LINES.c.name).select_from(
    _FIRST.outerjoin(_OF_LINES, true())
)
"""The first meeting and the units at both ends of the series one holds a post in: one row even where there is no unit."""


def reach(session: Session, asks: Asked) -> Reach:
    """Give the series in which the acting person holds a post now, and the meetings that person is invited to."""
    if not asks.actor.may(May.TAKE_PART):
        return Reach()
    rows = session.connection().execute(_REACHED, standing(asks.actor)).all()
    held_ones = [row for row in rows if row.dialogue_id is None]
    own = {row.series_id for row in held_ones}
    presides = {row.series_id for row in held_ones if row.presides}
    invited = [row for row in rows if row.dialogue_id is not None]
    values = standing(asks.actor) | {
        "actor_id": asks.actor.person_id,
        "search_held": sorted(own),
        "search_held_over": sorted(row.series_id for row in held_ones if row.over),
        "search_held_rep": sorted(row.series_id for row in held_ones if row.rep),
        # Who holds the series is no guest there, but whoever sits in a presidium another of takes part (`rules.seat_of`).
        "search_invited": sorted(row.dialogue_id for row in invited if row.series_id not in own),
        "search_invited_beside": sorted(row.dialogue_id for row in invited if row.series_id in presides),
    }
    way = "as one takes part" if rows else None
    return Reach(way, [f"s{number}" for number in {row.series_id for row in rows}], values)


def within(_way: str) -> ColumnElement[bool]:
    """Give the condition that a text of a dialogue may be read."""
    return _Readable(_near(), among(Agreement.series_id, _HELD)).condition()


def reach_few(asks: Asked) -> Reach:
    """Give the units of one's posts, for few hits: whose meetings they are in is asked in the statement that judges them."""
    if not asks.actor.may(May.TAKE_PART):
        return Reach()
    posts = standing(asks.actor)
    return Reach("of few", (), posts | {f"search_{role}": units for role, units in posts.items()})


def within_few(_way: str, meant: Meant) -> ColumnElement[bool]:
    """Give the condition that one of few texts of dialogues, `meant`, may be read."""
    near = _near_of(meant)
    lines = select(near.c.series_id).where(near.c.held.is_(True))
    return _Readable(near, Agreement.series_id.in_(lines)).condition()


def places(_way: str) -> Select[Any]:
    """Give the statement for the units and the time one can choose among."""
    return _PLACES
