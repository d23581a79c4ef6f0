"""Reads of dialogues; each is restricted to what the acting person takes part in now."""

import json
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from app import clock
from app.access.actor import Actor
from app.access.matrix import Role
from app.dialogues import rules
from app.dialogues.models import (
    Addendum,
    Agreement,
    AgreementState,
    Consent,
    Decision,
    Dialogue,
    Guest,
    Participant,
    Picture,
    Post,
    PostKind,
    RaisedMatter,
    Series,
    SharedText,
    State,
    Theme,
)
from app.dialogues.rules import Seat, Standing
from app.organisation.models import Ancestry, Appointment, Person, in_force
from app.records.models import Edition

# Made once: an alias remembers its columns, and a new one for every statement of a page would forget them.
OVER, REP = aliased(Post), aliased(Post)


def held_by(actor: Actor, post: type[Post]) -> ColumnElement[bool]:
    """Give the condition that `actor` holds a post now; the SQL twin of `rules.holds`."""
    managed = sorted({h.unit_id for h in actor.holdings if h.role is Role.MANAGER})
    presided = sorted(
        {h.unit_id for h in actor.holdings if h.role is Role.POLITICIAN and h.duty in rules.PRESIDING}
    )
    employed = sorted({h.unit_id for h in actor.holdings if h.role is Role.EMPLOYEE})
    ways: list[ColumnElement[bool]] = []
    if managed:
        ways.append(and_(post.kind == PostKind.MANAGER, post.unit_id.in_(managed)))
    if presided:
        ways.append(and_(post.kind == PostKind.PRESIDIUM, post.unit_id.in_(presided)))
    if employed:
        ways.append(
            and_(
                post.kind == PostKind.EMPLOYEE,
                post.unit_id.in_(employed),
                post.person_id == actor.person_id,
            )
        )
    return or_(*ways) if ways else false()


def series_held_by(actor: Actor) -> Select[int]:
    """Give the ids of the series in which `actor` holds one of the posts now."""
    return (
        select(Series.id)
        .join(OVER, OVER.id == Series.over_post_id)
        .join(REP, REP.id == Series.rep_post_id)
        .where(or_(held_by(actor, OVER), held_by(actor, REP)))
    )


def guest_dialogues(actor: Actor) -> Select[int]:
    """Give the ids of the dialogues both have invited `actor` to, and of whose units the actor is support now.

    One is invited as the support of a unit, or as one who presides over a board. Who supports another branch today,
    or nothing any more, reads what was said here no longer; who comes back reads it again (domain 3).
    """
    supported = sorted({h.unit_id for h in actor.holdings if h.role is Role.SUPPORT})
    presided = sorted(
        {h.unit_id for h in actor.holdings if h.role is Role.POLITICIAN and h.duty in rules.PRESIDING}
    )
    if not supported and not presided:
        return select(Guest.dialogue_id).where(false())
    ends = Ancestry.descendant_id.in_([OVER.unit_id, REP.unit_id])
    today = clock.today()
    near = exists().where(
        ends,
        in_force(Ancestry.valid_from, Ancestry.valid_to, today),
        or_(
            Ancestry.ancestor_id.in_(supported),
            and_(Ancestry.depth == 0, Ancestry.ancestor_id.in_(presided)),
        ),
    )
    return (
        select(Guest.dialogue_id)
        .join(Dialogue, Dialogue.id == Guest.dialogue_id)
        .join(Series, Series.id == Dialogue.series_id)
        .join(OVER, OVER.id == Series.over_post_id)
        .join(REP, REP.id == Series.rep_post_id)
        .where(
            Guest.person_id == actor.person_id,
            Guest.over_agreed_at.is_not(None),
            Guest.rep_agreed_at.is_not(None),
            near.correlate(OVER, REP),
        )
    )


def with_posts() -> tuple[_AbstractLoad, ...]:
    """Load with a series both its posts, their units and persons."""
    return (
        joinedload(Series.over_post).joinedload(Post.unit),
        joinedload(Series.over_post).joinedload(Post.person),
        joinedload(Series.rep_post).joinedload(Post.unit),
        joinedload(Series.rep_post).joinedload(Post.person),
    )


def series_of(session: Session, actor: Actor) -> list[Series]:
    """Give the series in which `actor` holds one of the posts now, running ones first."""
    return list(
        session.scalars(
            select(Series)
            .where(Series.id.in_(series_held_by(actor)))
            .options(*with_posts())
            .order_by(Series.ended_on.is_not(None), Series.id)
        )
    )


def one_series(session: Session, actor: Actor, series_id: int, *, lock: bool = False) -> Series | None:
    """Give a series the actor holds a post of, with its template, or None."""
    query = (
        select(Series)
        .where(Series.id == series_id, Series.id.in_(series_held_by(actor)))
        .options(*with_posts(), joinedload(Series.template))
    )
    return session.scalars(query.with_for_update(of=Series) if lock else query).one_or_none()


def meetings_of(session: Session, series_ids: list[int]) -> list[Dialogue]:
    """Give all meetings of some series in time order, with who takes part; the line of meetings."""
    return list(
        session.scalars(
            select(Dialogue)
            .where(Dialogue.series_id.in_(series_ids))
            .options(selectinload(Dialogue.participants).joinedload(Participant.person))
            .order_by(Dialogue.starts_at, Dialogue.id)
        )
    )


def next_and_last(session: Session, series_ids: list[int]) -> list[Dialogue]:
    """Give, per series, the unfinished meetings and the latest established one: what an overview of pairs needs."""
    latest = (
        select(func.max(Dialogue.starts_at), Dialogue.series_id)
        .where(Dialogue.series_id.in_(series_ids), Dialogue.state == State.ESTABLISHED)
        .group_by(Dialogue.series_id)
        .subquery()
    )
    return list(
        session.scalars(
            select(Dialogue)
            .outerjoin(latest, latest.c.series_id == Dialogue.series_id)
            .where(
                Dialogue.series_id.in_(series_ids),
                or_(
                    Dialogue.state.in_([State.PLANNED, State.PREPARING, State.HELD, State.ESTABLISHING]),
                    and_(Dialogue.state == State.ESTABLISHED, Dialogue.starts_at == latest.c[0]),
                ),
            )
            .order_by(Dialogue.starts_at, Dialogue.id)
        )
    )


def dialogue_for(session: Session, actor: Actor, dialogue_id: int, *, lock: bool = False) -> Dialogue | None:
    """Give a dialogue the actor has a seat in, with posts, participants, guests and consents; None otherwise.

    `lock` keeps other writers of the same dialogue waiting until the transaction ends.
    """
    if lock:
        session.execute(select(Dialogue.id).where(Dialogue.id == dialogue_id).with_for_update())
    within = or_(Dialogue.series_id.in_(series_held_by(actor)), Dialogue.id.in_(guest_dialogues(actor)))
    dialogue = session.scalars(_whole_dialogue(dialogue_id).where(within)).unique().one_or_none()
    if dialogue is None or rules.seat_of(dialogue, actor) is None:
        return None
    return dialogue


def loaded_dialogue(session: Session, dialogue_id: int) -> Dialogue | None:
    """Give a dialogue with all that the rules look at, unrestricted: for what no person asks for, such as demo data."""
    return session.scalars(_whole_dialogue(dialogue_id)).unique().one_or_none()


def _whole_dialogue(dialogue_id: int) -> Select[Dialogue]:
    series = aliased(Series)
    return (
        select(Dialogue)
        .join(series, series.id == Dialogue.series_id)
        .where(Dialogue.id == dialogue_id)
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


def themes_of(session: Session, dialogue_id: int) -> list[Theme]:
    """Give the themes of a dialogue in order, each with its shared note and who wrote last."""
    return list(
        session.scalars(
            select(Theme)
            .where(Theme.dialogue_id == dialogue_id)
            .options(joinedload(Theme.note).joinedload(SharedText.updated_by))
            .order_by(Theme.position)
        )
    )


def pictures_of(session: Session, dialogue_id: int) -> list[Picture]:
    """Give every picture of a dialogue with its author. `rules.may_read_picture` decides what may be shown."""
    return list(
        session.scalars(
            select(Picture)
            .where(Picture.dialogue_id == dialogue_id)
            .options(joinedload(Picture.author))
            .order_by(Picture.theme_id, Picture.side, Picture.id)
        )
    )


def whole_of(session: Session, dialogue_id: int) -> SharedText | None:
    """Give the shared picture as a whole."""
    return session.scalars(
        select(SharedText)
        .where(SharedText.dialogue_id == dialogue_id, SharedText.theme_id.is_(None))
        .options(joinedload(SharedText.updated_by))
    ).one_or_none()


def agreements_at(session: Session, dialogue: Dialogue, seat: Seat) -> list[Agreement]:
    """Give, by date, what was agreed in this dialogue and what stands open in the series, as far as `seat` may know.

    A guest is invited to one dialogue and reads what was agreed in that one.
    """
    known = Agreement.dialogue_id == dialogue.id
    if seat.standing is not Standing.GUEST:
        known = or_(known, and_(Agreement.state == AgreementState.OPEN, settled_for(seat.person_id)))
    return list(
        session.scalars(
            select(Agreement)
            .where(Agreement.series_id == dialogue.series_id, known)
            .options(joinedload(Agreement.dialogue))
            .order_by(*_by_date())
        )
    )


def agreements_made_in(session: Session, dialogue_id: int) -> list[Agreement]:
    """Give what was agreed in one dialogue, by date: the part of its record."""
    return list(
        session.scalars(select(Agreement).where(Agreement.dialogue_id == dialogue_id).order_by(*_by_date()))
    )


def _by_date() -> tuple[ColumnElement[Any], ...]:
    return Agreement.due_on.is_(None), Agreement.due_on.asc(), Agreement.id.asc()


def settled_for(person_id: int) -> ColumnElement[bool]:
    """Give the condition that an agreement is a person's to know: established, or made where the person takes part.

    A new holder of a post, or a deputy, does not read what two others have only noted down so far.
    """
    settled = exists().where(Dialogue.id == Agreement.dialogue_id, Dialogue.state == State.ESTABLISHED)
    own = exists().where(Participant.dialogue_id == Agreement.dialogue_id, Participant.person_id == person_id)
    return or_(settled, own)


def agreements_of_series(session: Session, actor: Actor, series_id: int) -> list[Agreement]:
    """Give the agreements of a series that are the actor's to know, open ones first."""
    return list(
        session.scalars(
            select(Agreement)
            .where(Agreement.series_id == series_id, settled_for(actor.person_id))
            .options(joinedload(Agreement.dialogue))
            .order_by(
                Agreement.state != AgreementState.OPEN,
                Agreement.due_on.is_(None),
                Agreement.due_on,
                Agreement.id,
            )
        )
    )


def one_agreement(session: Session, actor: Actor, agreement_id: int) -> Agreement | None:
    """Give an agreement of a series the actor holds a post of, locked for change; None otherwise."""
    return session.scalars(
        select(Agreement)
        .where(
            Agreement.id == agreement_id,
            Agreement.series_id.in_(series_held_by(actor)),
            settled_for(actor.person_id),
        )
        .with_for_update(of=Agreement)
        .execution_options(populate_existing=True)
    ).one_or_none()


def decisions_of(session: Session, dialogue_id: int) -> list[Decision]:
    """Give the decisions of a dialogue in the order they were written."""
    return list(
        session.scalars(select(Decision).where(Decision.dialogue_id == dialogue_id).order_by(Decision.id))
    )


def matters_of(session: Session, dialogue_id: int) -> list[RaisedMatter]:
    """Give the matters proposed or raised in a dialogue, without withdrawn ones."""
    return list(
        session.scalars(
            select(RaisedMatter)
            .where(RaisedMatter.dialogue_id == dialogue_id, RaisedMatter.withdrawn_at.is_(None))
            .order_by(RaisedMatter.id)
        )
    )


def addenda_of(session: Session, dialogue_id: int) -> list[Addendum]:
    """Give the addenda of a record, without withdrawn ones."""
    return list(
        session.scalars(
            select(Addendum)
            .where(Addendum.dialogue_id == dialogue_id, Addendum.withdrawn_at.is_(None))
            .options(joinedload(Addendum.author))
            .order_by(Addendum.id)
        )
    )


def edition_of(session: Session, edition_id: int | None) -> Edition | None:
    """Give an established record with its signatures."""
    if edition_id is None:
        return None
    return session.scalars(
        select(Edition).where(Edition.id == edition_id).options(selectinload(Edition.signatures))
    ).one_or_none()


def last_established_before(session: Session, dialogue: Dialogue) -> tuple[Dialogue, Edition] | None:
    """Give the latest established dialogue of the series before this one, with its record."""
    row = session.execute(
        select(Dialogue, Edition)
        .join(Edition, Edition.id == Dialogue.edition_id)
        .where(Dialogue.series_id == dialogue.series_id, Dialogue.starts_at < dialogue.starts_at)
        .order_by(Dialogue.starts_at.desc(), Dialogue.id.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else None


def holders_of(session: Session, posts: list[Post], day: date) -> dict[int, list[Person]]:
    """Give the present holders of posts, by post id, ordinary before deputies; one statement for any number."""
    unit_ids = sorted({post.unit_id for post in posts})
    appointments = session.scalars(
        select(Appointment)
        .where(
            Appointment.unit_id.in_(unit_ids),
            in_force(Appointment.valid_from, Appointment.valid_to, day),
            or_(
                Appointment.role == Role.MANAGER,
                and_(Appointment.role == Role.POLITICIAN, Appointment.duty.in_(sorted(rules.PRESIDING))),
                and_(
                    Appointment.role == Role.EMPLOYEE,
                    Appointment.person_id.in_(sorted({p.person_id for p in posts if p.person_id})),
                ),
            ),
        )
        .options(joinedload(Appointment.person))
        .order_by(Appointment.is_deputy, Appointment.duty, Appointment.valid_from, Appointment.id)
    ).all()
    at: dict[int, list[Appointment]] = {}
    for appointment in appointments:
        if appointment.person.closed_on is None or appointment.person.closed_on > day:
            at.setdefault(appointment.unit_id, []).append(appointment)
    return {post.id: [a.person for a in at.get(post.unit_id, ()) if _fills(a, post)] for post in posts}


def _fills(appointment: Appointment, post: Post) -> bool:
    if post.kind == PostKind.MANAGER:
        return appointment.role == Role.MANAGER
    if post.kind == PostKind.PRESIDIUM:
        return appointment.role == Role.POLITICIAN and appointment.duty in rules.PRESIDING
    return appointment.role == Role.EMPLOYEE and appointment.person_id == post.person_id


def guest_meetings(session: Session, actor: Actor) -> list[Dialogue]:
    """Give the dialogues the actor is invited to by both, newest first."""
    return list(
        session.scalars(
            select(Dialogue)
            .where(Dialogue.id.in_(guest_dialogues(actor)))
            .options(joinedload(Dialogue.series).options(*with_posts()))
            .order_by(Dialogue.starts_at.desc(), Dialogue.id)
            .limit(50)
        )
    )


def wholes_of(session: Session, dialogue_ids: list[int]) -> dict[int, dict[str, Any]]:
    """Give the established content of several dialogues, by dialogue id; erased ones are left out."""
    rows = session.execute(
        select(Dialogue.id, Edition.content)
        .join(Edition, Edition.id == Dialogue.edition_id)
        .where(Dialogue.id.in_(dialogue_ids), Edition.content.is_not(None))
    )
    return {dialogue_id: json.loads(content) for dialogue_id, content in rows if content}


def support_for(session: Session, unit_ids: list[int], day: date) -> list[Person]:
    """Give those who could be invited to a dialogue about some units: their support staff and presiding politicians."""
    return list(
        session.scalars(
            select(Person)
            .join(Appointment, Appointment.person_id == Person.id)
            .join(Ancestry, Ancestry.ancestor_id == Appointment.unit_id)
            .where(
                Ancestry.descendant_id.in_(unit_ids),
                in_force(Ancestry.valid_from, Ancestry.valid_to, day),
                in_force(Appointment.valid_from, Appointment.valid_to, day),
                Person.closed_on.is_(None),
                or_(
                    Appointment.role == Role.SUPPORT,
                    and_(
                        Appointment.role == Role.POLITICIAN,
                        Appointment.duty.in_(sorted(rules.PRESIDING)),
                        Ancestry.depth == 0,
                    ),
                ),
            )
            .distinct()
            .order_by(Person.name, Person.id)
        )
    )


def managers_above(session: Session, unit_id: int, day: date) -> list[Appointment]:
    """Give the managers of the units above `unit_id`, nearest first: those who read what both release."""
    return list(
        session.scalars(
            select(Appointment)
            .join(Ancestry, Ancestry.ancestor_id == Appointment.unit_id)
            .where(
                Ancestry.descendant_id == unit_id,
                Ancestry.depth > 0,
                in_force(Ancestry.valid_from, Ancestry.valid_to, day),
                in_force(Appointment.valid_from, Appointment.valid_to, day),
                Appointment.role == Role.MANAGER,
            )
            .options(joinedload(Appointment.person), joinedload(Appointment.unit))
            .order_by(Ancestry.depth, Appointment.is_deputy, Appointment.id)
        )
    )


def last_meeting(session: Session, series_id: int) -> Dialogue | None:
    """Give the latest meeting of a series that was not called off."""
    return session.scalars(
        select(Dialogue)
        .where(Dialogue.series_id == series_id, Dialogue.state != State.CANCELLED)
        .order_by(Dialogue.starts_at.desc(), Dialogue.id.desc())
        .limit(1)
    ).first()
