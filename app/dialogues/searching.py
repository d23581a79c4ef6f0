"""Dialogues as search finds them: which texts, and to whom; the conditions are the twins of `rules` that the pages stand on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import url_for
from flask_babel import LazyString, lazy_gettext
from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload

from app.access.matrix import May
from app.attachments.models import Attachment
from app.db import Numbers, among
from app.dialogues.attaching.places import ON_MEETING, ON_PICTURE, SOURCE
from app.dialogues.blueprint import meeting_name, pair_name
from app.dialogues.models import (
    Addendum,
    Agreement,
    AgreementState,
    Consent,
    Decision,
    Dialogue,
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
from app.dialogues.queries.whose import (
    ACTOR,
    DIALOGUES_AS_GUEST,
    POSTS_HELD,
    SERIES_HELD,
    SETTLED,
    WITH_POSTS,
    as_guest,
    held,
    standing,
)
from app.organisation.models import Unit
from app.records.models import Edition
from app.records.reading_log import log_readings
from app.search.models import PLACE
from app.search.registry import Asked, Day, Facts, Family, Few, Hit, Kind, Meant, Reach, Shown

FAMILY = "dialogue"
_over, _rep = aliased(Post), aliased(Post)


def _rows(
    identity: InstrumentedAttribute[int],
    dialogue_id: InstrumentedAttribute[int],
    body: Any,
    theme: Any = None,
    name: Any = None,
) -> Select[Any]:
    """Select the texts of a table with the meeting they belong to; `theme` is the column of the theme they are about."""
    title: Any = literal("") if theme is None else func.coalesce(Theme.title, "")
    title = title if name is None else name
    found = (
        select(
            identity.label("object_id"),
            Dialogue.id.label("owner_id"),
            (null().cast(Integer) if theme is None else theme).label("part_id"),
            _over.unit_id.label("over_unit_id"),
            _rep.unit_id.label("rep_unit_id"),
            Dialogue.starts_at.label("at"),
            title.label("title"),
            body.label("body"),
            (literal("s") + cast(Series.id, String)).label("whose"),
        )
        .join(Series, Series.id == Dialogue.series_id)
        .join(_over, _over.id == Series.over_post_id)
        .join(_rep, _rep.id == Series.rep_post_id)
    )
    if identity.class_ is not Dialogue:
        found = found.join(identity.class_, dialogue_id == Dialogue.id)
    if theme is not None:
        found = found.outerjoin(Theme, Theme.id == theme)
    return found


def _kind(
    key: str,
    group: str,
    model: Any,
    watched: tuple[str, ...],
    body: Any,
    *,
    theme: bool = False,
    name: Any = None,
    only: ColumnElement[bool] | None = None,
    is_one: Callable[[Any], bool] | None = None,
) -> Kind:
    dialogue_id = getattr(model, "dialogue_id", model.id)
    rows = _rows(model.id, dialogue_id, body, model.theme_id if theme else None, name)
    if only is not None:
        rows = rows.where(only)
    made = Kind(key, FAMILY, group, model, model.id, watched, rows)
    return made if is_one is None else replace(made, is_one=is_one)


_PROMISE = Agreement.what + case(
    (Agreement.together_with == "", ""), else_=literal("\n") + Agreement.together_with
)

_WHERE = (
    Dialogue.place
    + case((Dialogue.registry_number == "", ""), else_=literal("\n") + Dialogue.registry_number)
    + case((Dialogue.record_type == "", ""), else_=literal("\n") + Dialogue.record_type)
)
"""Where a meeting is held, and where its record is registered and as what."""


def _files(key: str, holder: str, theme: Any) -> Kind:
    """Make the kind of files that hang on something: found by their names, not by what is in them."""
    rows = _rows(Attachment.id, Attachment.source_id, literal(""), theme, name=Attachment.name).where(
        Attachment.source_kind == SOURCE,
        Attachment.holder_kind == holder,
        Attachment.removed_at.is_(None),
        Attachment.erased_at.is_(None),
    )
    return Kind(
        key,
        FAMILY,
        "file",
        Attachment,
        Attachment.id,
        ("name", "removed_at", "erased_at"),
        rows,
        is_one=lambda file: (file.source_kind, file.holder_kind) == (SOURCE, holder),
    )


_THEME_OF_FILE = select(Picture.theme_id).where(Picture.id == Attachment.holder_id).scalar_subquery()

KINDS = (
    _kind("picture", "picture", Picture, ("text",), Picture.text, theme=True),
    _kind(
        "note",
        "shared",
        SharedText,
        ("text",),
        SharedText.text,
        theme=True,
        only=SharedText.theme_id.is_not(None),
        is_one=lambda text: text.theme_id is not None,
    ),
    _kind(
        "whole",
        "shared",
        SharedText,
        ("text",),
        SharedText.text,
        only=SharedText.theme_id.is_(None),
        is_one=lambda text: text.theme_id is None,
    ),
    _kind("agreement", "agreement", Agreement, ("what", "together_with"), _PROMISE, theme=True),
    _kind("closing", "agreement", Agreement, ("closing_words",), Agreement.closing_words),
    _kind("decision", "decision", Decision, ("text",), Decision.text, theme=True),
    _kind(
        "matter",
        "raised",
        RaisedMatter,
        ("text", "withdrawn_at", "passage_id"),
        RaisedMatter.text,
        theme=True,
        # What has gone up is found as the passage it became.
        only=and_(RaisedMatter.withdrawn_at.is_(None), RaisedMatter.passage_id.is_(None)),
    ),
    _kind("opinion", "opinion", Consent, ("own_opinion",), Consent.own_opinion),
    _kind(
        "addendum",
        "opinion",
        Addendum,
        ("text", "withdrawn_at"),
        Addendum.text,
        only=Addendum.withdrawn_at.is_(None),
    ),
    _kind(
        "meeting",
        "meeting",
        Dialogue,
        ("title", "place", "registry_number", "record_type"),
        _WHERE,
        name=Dialogue.title,
    ),
    _kind("reason", "meeting", Dialogue, ("cancel_reason",), Dialogue.cancel_reason),
    _files("file", ON_MEETING, None),
    _files("picture_file", ON_PICTURE, _THEME_OF_FILE),
)

DAYS = (Day(FAMILY, Dialogue, "starts_at"),)

GROUPS: dict[str, LazyString] = {
    "picture": lazy_gettext("Egna bilder"),
    "shared": lazy_gettext("Gemensam bild och anteckningar"),
    "agreement": lazy_gettext("Överenskommelser"),
    "decision": lazy_gettext("Beslut"),
    "raised": lazy_gettext("Det som lyfts, och svaren"),
    "opinion": lazy_gettext("Egna meningar och tillägg"),
    "file": lazy_gettext("Filer"),
    "meeting": lazy_gettext("Möten"),
    "unit_text": lazy_gettext("Grunduppdrag, analyser och planer"),
    "document": lazy_gettext("Styrdokument"),
    "recorded": lazy_gettext("Registrerade beslut"),
}
"""What people call what can be found, in the order one chooses among them."""

_HELD, _HELD_OVER, _HELD_REP, _INVITED_TO = (
    bindparam(name, type_=Numbers)
    for name in ("search_held", "search_held_over", "search_held_rep", "search_invited")
)
_REACHED = union_all(
    select(
        Series.id.label("series_id"),
        null().cast(Integer).label("dialogue_id"),
        Series.over_post_id.in_(POSTS_HELD).label("over"),
        Series.rep_post_id.in_(POSTS_HELD).label("rep"),
    ).where(or_(Series.over_post_id.in_(POSTS_HELD), Series.rep_post_id.in_(POSTS_HELD))),
    select(Dialogue.series_id, Dialogue.id, false(), false()).where(Dialogue.id.in_(DIALOGUES_AS_GUEST)),
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
        self.settled = (Agreement.id == PLACE.c.object_id, held_series, SETTLED)
        """What the page of the series shows, whatever became of the meeting it was made in."""
        self.held = self.near.c.held.is_(True)
        self.invited = self.near.c.held.is_(False)
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
        return or_(
            self._of(["note", "whole", "decision"], self.record),
            self._pictures("picture", Picture.id == PLACE.c.object_id),
            self._of(["file"], self.files),
            self._pictures(
                "picture_file", Attachment.id == PLACE.c.object_id, Picture.id == Attachment.holder_id
            ),
            and_(PLACE.c.kind == "agreement", settled),
            # A guest is invited to one meeting and reads what was agreed in that one.
            self._of(["agreement"], self.invited, _OPEN, ~self.erased),
            and_(PLACE.c.kind == "closing", closed),
            # What the two consider raising, and addenda, are not part of the record that a guest reads.
            self._of(["matter"], or_(self.held, ~_ESTABLISHED), self.record),
            self._of(["opinion"], _ESTABLISHED, self.record),
            self._of(["addendum"], self.held, _ESTABLISHED, ~self.erased),
            self._of(["meeting"], or_(self.held, self.invited)),
            self._of(["reason"], Dialogue.state == State.CANCELLED, self.held, self.named),
        )


def _near() -> CTE:
    held_ones = select(
        Dialogue.id,
        true().label("held"),
        among(Dialogue.series_id, _HELD_OVER).label("over"),
        among(Dialogue.series_id, _HELD_REP).label("rep"),
    ).where(among(Dialogue.series_id, _HELD))
    invited = select(Dialogue.id, false(), false(), false()).where(among(Dialogue.id, _INVITED_TO))
    return union_all(held_ones, invited).cte("near")


def _covers(column: InstrumentedAttribute[int], role: str) -> ColumnElement[bool]:
    return among(column, bindparam(f"search_{role}", type_=Numbers))


def _near_of(meant: Meant) -> CTE:
    there = (
        select(
            Dialogue.id,
            Series.id.label("series_id"),
            held(_over, _covers).label("over"),
            held(_rep, _covers).label("rep"),
        )
        .join(Series, Series.id == Dialogue.series_id)
        .join(_over, _over.id == Series.over_post_id)
        .join(_rep, _rep.id == Series.rep_post_id)
        .where(meant(Dialogue.id))
        .cte("there")
    )
    holds = or_(there.c.over, there.c.rep)
    return (
        select(there.c.id, there.c.series_id, holds.label("held"), there.c.over, there.c.rep)
        .where(or_(holds, there.c.id.in_(as_guest(_covers))))
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
    values = standing(asks.actor) | {
        "actor_id": asks.actor.person_id,
        "search_held": sorted(own),
        "search_held_over": sorted(row.series_id for row in held_ones if row.over),
        "search_held_rep": sorted(row.series_id for row in held_ones if row.rep),
        # Who holds the series is no guest there (`rules.seat_of`).
        "search_invited": sorted(
            row.dialogue_id for row in rows if row.dialogue_id is not None and row.series_id not in own
        ),
    }
    way = "as one takes part" if rows else None
    return Reach(way, [f"s{number}" for number in {row.series_id for row in rows}], values)


def within(_way: str) -> ColumnElement[bool]:
    """Give the condition that a text of a dialogue may be read."""
    return _Readable(_near(), among(Agreement.series_id, _HELD)).condition()


def _reach_few(asks: Asked) -> Reach:
    if not asks.actor.may(May.TAKE_PART):
        return Reach()
    posts = standing(asks.actor)
    return Reach("of few", (), posts | {f"search_{role}": units for role, units in posts.items()})


def _within_few(_way: str, meant: Meant) -> ColumnElement[bool]:
    near = _near_of(meant)
    lines = select(near.c.series_id).where(near.c.held.is_(True))
    return _Readable(near, Agreement.series_id.in_(lines)).condition()


def shown(session: Session, asks: Asked, hits: Sequence[Hit], _facts: Facts) -> Mapping[int, Shown]:
    """Show a hit with its meeting and the two units; whoever is not one of the two is noted as having read."""
    found = {
        dialogue.id: dialogue
        for dialogue in session.scalars(
            select(Dialogue)
            .where(Dialogue.id.in_({hit.owner_id for hit in hits}))
            .options(joinedload(Dialogue.series).options(*WITH_POSTS), joinedload(Dialogue.participants))
        ).unique()
    }
    read = {hit.owner_id for hit in hits if hit.kind != "meeting"}
    others = [
        number
        for number in sorted(read)
        if all(one.person_id != asks.actor.person_id for one in found[number].participants)
    ]
    log_readings("dialogue", others, "search")
    return {hit.id: _shown(hit, found[hit.owner_id]) for hit in hits}


_WORDS: dict[str, LazyString] = {
    "picture": lazy_gettext("Egen bild"),
    "note": lazy_gettext("Anteckning"),
    "whole": lazy_gettext("Gemensam bild"),
    "agreement": lazy_gettext("Överenskommelse"),
    "closing": lazy_gettext("Avslutad överenskommelse"),
    "decision": lazy_gettext("Beslut"),
    "matter": lazy_gettext("Att lyfta"),
    "opinion": lazy_gettext("Egen mening"),
    "addendum": lazy_gettext("Tillägg"),
    "meeting": lazy_gettext("Möte"),
    "reason": lazy_gettext("Inställt möte"),
    "file": lazy_gettext("Fil"),
    "picture_file": lazy_gettext("Fil till en bild"),
}


def _shown(hit: Hit, dialogue: Dialogue) -> Shown:
    what, meeting = str(_WORDS[hit.kind]), meeting_name(dialogue)
    about = [what] if hit.kind == "meeting" or not hit.title else [what, meeting]
    name = meeting if hit.kind == "meeting" or not hit.title else hit.title
    return Shown(name, _address(hit, dialogue), " · ".join([*about, pair_name(dialogue.series)]))


def _address(hit: Hit, dialogue: Dialogue) -> str:
    if hit.kind == "closing" or (
        hit.kind == "agreement" and dialogue.state not in {State.HELD, State.ESTABLISHING, State.ESTABLISHED}
    ):
        return url_for("dialogues.series_page", series_id=dialogue.series_id) + "#agreements"
    if hit.kind == "picture_file" and hit.part_id is not None:
        return url_for("dialogues.theme", dialogue_id=dialogue.id, theme_id=hit.part_id) + "#files"
    if hit.kind == "file" and dialogue.state != State.ESTABLISHED:
        return url_for("dialogues.meeting", dialogue_id=dialogue.id) + "#files"
    on_theme = hit.kind in {"picture", "note", "agreement", "decision", "matter"} and hit.part_id is not None
    if on_theme and (hit.kind == "picture" or dialogue.state != State.ESTABLISHED):
        return url_for("dialogues.theme", dialogue_id=dialogue.id, theme_id=hit.part_id)
    if dialogue.state in {State.HELD, State.ESTABLISHING} and hit.kind in {
        "whole",
        "agreement",
        "decision",
        "matter",
    }:
        return url_for("dialogues.whole", dialogue_id=dialogue.id)
    return url_for("dialogues.meeting", dialogue_id=dialogue.id)


def _places(_way: str) -> Select[Any]:
    return _PLACES


DIALOGUES = Family(FAMILY, reach, within, shown, places=_places, few=Few(_reach_few, _within_few))
