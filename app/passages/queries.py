"""Reads of passages. Every one that serves a person is restricted to what that person may read on the day."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.orm import Session, aliased, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.access.actor import Actor
from app.access.matrix import May, Reach, Role, reach
from app.clock import STOCKHOLM, from_stockholm
from app.db import SWEDISH, Numbers, among
from app.organisation.models import Ancestry, Appointment, Person, Unit, in_force
from app.passages import rules
from app.passages.models import Answer, Passage, PassageSubject, Receipt
from app.passages.overseeing import overseers_of, released_beside
from app.passages.subjects import Ref
from app.prepared import prepared

PAGE = 20
"""Passages on a page of a list: words to be read, not rows to be scanned."""


class View(StrEnum):
    """The two lists: what others raised to me, and what was raised from dialogues of mine."""

    FROM_BELOW = "from_below"
    OURS = "ours"


class Waiting(StrEnum):
    """Filter on where a passage stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for."""

    view: View
    state: Waiting = Waiting.WAITING
    unit_id: int | None = None
    year: int | None = None
    words: tuple[str, ...] = ()
    page: int = 1


class AnswerToRead(NamedTuple):
    """An answer that waits for somebody's word: on which passage, since when, from whom, and what it says."""

    passage_id: int
    answered_at: datetime
    by: str
    text: str


class ToAnswer(NamedTuple):
    """Something raised that waits for an answer: since when, about what, from which unit, and which two let it go."""

    id: int
    released_at: datetime
    theme: str
    rep_unit: str
    rep_person: str
    over_person: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list, how many there are in all, and which units and years one can choose among."""

    passages: list[Passage]
    total: int
    page: int
    units: list[tuple[int, str]]
    years: list[int]

    @property
    def pages(self) -> int:
        """How many pages there are; one when nothing was found."""
        return max(1, -(-self.total // PAGE))


Units = Sequence[int] | BindParameter[list[int]]
"""Units by their ids: known, or a gap of a statement that is made once for everybody."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a person's rights to passages stand on, for a day: the units led, presided over, worked in, answered for."""

    person_id: int | BindParameter[int]
    day: date | BindParameter[date]
    leading: Units
    managed: Units
    employed: Units
    presided: Units
    answering: Units
    reading: Units
    reading_below: Units
    overseeing: Units


_GAP = "passage_"
_GAPS = Ground(
    bindparam(f"{_GAP}person_id", type_=Integer),
    bindparam(f"{_GAP}day", type_=Date),
    *(
        bindparam(f"{_GAP}{part.name}", type_=Numbers)
        for part in fields(Ground)
        if part.name not in {"person_id", "day"}
    ),
)


def ground(actor: Actor, day: date) -> Ground:
    """Give what the rights of `actor` stand on on `day`."""
    managed, presided = rules.managed_units(actor), rules.presided_units(actor)
    released = actor.scope(May.READ_RELEASED)
    return Ground(
        actor.person_id,
        day,
        leading=sorted(managed | presided),
        managed=sorted(managed),
        employed=sorted(rules.employed_units(actor)),
        presided=sorted(presided),
        answering=sorted(actor.scope(May.ANSWER_RAISED).subtrees),
        reading=sorted(released.units),
        reading_below=sorted(released.subtrees),
        overseeing=sorted(rules.overseeing_units(actor)),
    )


def filled(actor: Actor, day: date) -> dict[str, object]:
    """Give what the gaps of `READABLE` are filled with for `actor`."""
    of = ground(actor, day)
    return {f"{_GAP}{part.name}": getattr(of, part.name) for part in fields(Ground)}


def _in(column: Any, units: Units) -> ColumnElement[bool]:
    found: ColumnElement[bool] = (
        among(column, units) if isinstance(units, BindParameter) else column.in_(units)
    )
    return found


def _any_of(*ways: tuple[Units, ColumnElement[bool]]) -> ColumnElement[bool]:
    # What is known to be empty is left out; a gap may be filled with anything.
    found = [way for units, way in ways if isinstance(units, BindParameter) or units]
    return or_(*found) if found else false()


def _led_from_under(of: Ground, units: Units, *which: ColumnElement[bool]) -> ColumnElement[bool]:
    # Each by itself: asked for one or the other, SQLite would look through all of the organisation.
    below = select(Ancestry.descendant_id).where(
        _in(Ancestry.ancestor_id, units), in_force(Ancestry.valid_from, Ancestry.valid_to, of.day), *which
    )
    return Passage.over_unit_id.in_(below)


def raised_to(actor: Actor, day: date, *, nearest: bool = False) -> ColumnElement[bool]:
    """Give the condition that a passage was raised to `actor`: the SQL twin of `rules.may_answer`.

    `nearest` leaves only what comes from the level directly below, which is what one is reminded of; whoever
    stands higher may answer too, but is not asked to first.
    """
    return _raised(ground(actor, day), nearest=nearest) if actor.may(May.TAKE_PART) else false()


def _raised(of: Ground, *, nearest: bool = False) -> ColumnElement[bool]:
    depth = Ancestry.depth == 1 if nearest else Ancestry.depth > 0
    return _any_of(
        (of.answering, _led_from_under(of, of.answering, depth)),
        (of.presided, _led_from_under(of, of.presided, Ancestry.depth == 1)),
    )


def from_own_dialogues(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that a passage comes from a dialogue of a post the actor holds now: the SQL twin of
    `rules.holds_an_end`.
    """
    return _own(ground(actor, date.min)) if actor.may(May.TAKE_PART) else false()


def _own(of: Ground) -> ColumnElement[bool]:
    own = Passage.rep_person_id == of.person_id
    between = Passage.over_unit_id == Passage.rep_unit_id
    return _any_of(
        (of.leading, _in(Passage.over_unit_id, of.leading)),
        (of.managed, _in(Passage.rep_unit_id, of.managed)),
        (of.employed, and_(own, _in(Passage.rep_unit_id, of.employed), between)),
    )


def readable_by(actor: Actor, day: date) -> ColumnElement[bool]:
    """Give the condition that `actor` may read a passage on `day`: the SQL twin of `rules.may_read`."""
    if not actor.may(May.TAKE_PART):
        return false()
    return true() if actor.scope(May.READ_RELEASED).everywhere else _readable(ground(actor, day))


def _readable(of: Ground) -> ColumnElement[bool]:
    released = _any_of(
        (of.reading, _in(Passage.over_unit_id, of.reading)),
        (of.reading_below, _led_from_under(of, of.reading_below)),
    )
    beside = released_beside(lambda column: _in(column, of.overseeing), of.day)
    return or_(_own(of), _raised(of), released, _any_of((of.overseeing, beside)))


READABLE = _readable(_GAPS)
"""The same condition made once for all who take part and do not read everything; `filled` says for whom it is asked."""


def waiting() -> ColumnElement[bool]:
    """Give the condition that a passage waits for an answer: the SQL twin of `rules.standing`."""
    latest = (
        select(func.max(Answer.id))
        .where(Answer.passage_id == Passage.id)
        .correlate(Passage)
        .scalar_subquery()
    )
    return or_(
        latest.is_(None),
        exists().where(Receipt.answer_id == latest, Receipt.enough.is_(False)).correlate(Passage),
    )


def listed(session: Session, *, actor: Actor, day: date, wanted: Wanted) -> Found:
    """Give one page of a list, newest first, in a constant number of statements."""
    mine = _within(actor, day, wanted.view)
    conditions = [mine, *_asked_for(wanted)]
    total = session.scalar(select(func.count(Passage.id)).where(*conditions)) or 0
    page = min(wanted.page, max(1, -(-total // PAGE)))
    passages = list(
        session.scalars(
            select(Passage)
            .where(*conditions)
            .options(*_people(), *_answers())
            .order_by(Passage.released_at.desc(), Passage.id.desc())
            .limit(PAGE)
            .offset((page - 1) * PAGE)
        )
    )
    return Found(passages, total, page, _units(session, mine), _years(session, mine))


def count_waiting(session: Session, *, actor: Actor, day: date) -> int:
    """Count what was raised to `actor` and waits for an answer."""
    query = select(func.count(Passage.id)).where(raised_to(actor, day), waiting())
    return session.scalar(query) or 0


def one(session: Session, *, actor: Actor, passage_id: int, day: date, lock: bool = False) -> Passage | None:
    """Give a passage the actor may read, with units, people, answers and receipts; None otherwise.

    `lock` keeps other writers to the same passage waiting until the transaction ends.
    """
    query = (
        select(Passage)
        .where(Passage.id == passage_id, readable_by(actor, day))
        .options(*_people(), *_answers())
    )
    if lock:
        query = query.with_for_update(of=Passage).execution_options(populate_existing=True)
    return session.scalars(query).one_or_none()


def about_passage(session: Session, passage_id: int) -> list[Ref]:
    """Give what a passage is about, as numbers; who may read what they point at is asked of their features."""
    found = session.scalars(
        select(PassageSubject).where(PassageSubject.passage_id == passage_id).order_by(PassageSubject.id)
    )
    return [one.ref for one in found]


def passage_of_answer(session: Session, answer_id: int) -> int | None:
    """Tell which passage an answer belongs to; `one` decides whether it may be read."""
    return session.scalar(select(Answer.passage_id).where(Answer.id == answer_id))


def line_above(session: Session, unit_id: int, day: date) -> rules.Line:
    """Give the units above a unit on a day."""
    rows = session.execute(
        select(Ancestry.ancestor_id, Ancestry.depth).where(
            Ancestry.descendant_id == unit_id,
            Ancestry.depth > 0,
            in_force(Ancestry.valid_from, Ancestry.valid_to, day),
        )
    ).all()
    parent = next((ancestor for ancestor, depth in rows if depth == 1), None)
    return rules.Line(parent, frozenset(ancestor for ancestor, _depth in rows))


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can read a passage, and as what: the title and unit that open it."""

    person_id: int
    name: str
    title: str
    unit: str
    role: str


def readers(session: Session, *, passage: Passage, day: date) -> list[Reader]:
    """Give those who can read a passage, nearest first, in one statement; the two only while they hold its posts."""
    line = aliased(Ancestry)
    leading = [role for role in Role if reach(role, May.READ_RELEASED) in {Reach.SUBTREE, Reach.SELF}]
    presides = and_(Appointment.role == Role.POLITICIAN, Appointment.duty.in_(sorted(rules.PRESIDING)))
    rows = session.execute(
        select(Appointment, Person, Unit, line.depth)
        .join(Person, Person.id == Appointment.person_id)
        .join(Unit, Unit.id == Appointment.unit_id)
        .outerjoin(
            line,
            and_(
                line.ancestor_id == Appointment.unit_id,
                line.descendant_id == passage.over_unit_id,
                in_force(line.valid_from, line.valid_to, day),
            ),
        )
        .where(
            in_force(Appointment.valid_from, Appointment.valid_to, day),
            in_force(Unit.valid_from, Unit.valid_to, day),
            or_(Person.closed_on.is_(None), Person.closed_on > day),
            or_(
                and_(Appointment.role.in_(leading), line.depth.is_not(None)),
                and_(presides, line.depth.in_([0, 1])),
                and_(Appointment.role == Role.MANAGER, Appointment.unit_id == passage.rep_unit_id),
                and_(
                    Appointment.role == Role.MANAGER,
                    Appointment.unit_id.in_(overseers_of(passage.over_unit_id, passage.rep_unit_id, day)),
                ),
                _is_the_employee(passage),
            ),
        )
        .order_by(
            func.coalesce(line.depth, -1), Appointment.is_deputy, Appointment.duty, Person.name, Person.id
        )
    )
    seen: dict[int, Reader] = {}
    for appointment, person, unit, _depth in rows:
        seen.setdefault(
            person.id, Reader(person.id, person.name, appointment.title, unit.name, appointment.role)
        )
    return list(seen.values())


def _is_the_employee(passage: Passage) -> ColumnElement[bool]:
    if not rules.is_between_manager_and_employee(passage):
        return false()
    return and_(
        Appointment.role == Role.EMPLOYEE,
        Appointment.unit_id == passage.rep_unit_id,
        Appointment.person_id == passage.rep_person_id,
    )


def from_below(
    session: Session,
    *,
    actor: Actor,
    day: date,
    over_unit_id: int,
    since: datetime | None = None,
    limit: int = 50,
) -> list[Passage]:
    """Give what was released from dialogues that a unit led, as far as `actor` may read it: background to that unit's own
    dialogue upward. Newest first.
    """
    query = select(Passage).where(Passage.over_unit_id == over_unit_id, readable_by(actor, day))
    if since is not None:
        query = query.where(Passage.released_at > since)
    return list(
        session.scalars(
            query.options(*_people(), *_answers())
            .order_by(Passage.released_at.desc(), Passage.id.desc())
            .limit(limit)
        )
    )


def released_in(session: Session, *, source_kind: str, source_id: int) -> list[Passage]:
    """Give what was released from one source, for instance a dialogue, in that order; for its own page."""
    return list(
        session.scalars(
            select(Passage)
            .where(Passage.source_kind == source_kind, Passage.source_id == source_id)
            .options(*_people(), *_answers())
            .order_by(Passage.id)
        )
    )


def waiting_for_answer(session: Session, *, actor: Actor, day: date, limit: int = 10) -> list[ToAnswer]:
    """Give what the level directly below raised to `actor` and waits, longest waiting first, in one statement."""
    return [ToAnswer(*row) for row in _waiting_for(actor, day).rows(session, most=limit)]


@prepared
def _waiting_for(actor: Actor, day: date) -> Select[int, datetime, str, str, str, str]:
    # By names of their own: the conditions ask of units and people themselves.
    unit, rep, over = aliased(Unit), aliased(Person), aliased(Person)
    return (
        select(Passage.id, Passage.released_at, Passage.theme, unit.name, rep.name, over.name)
        .join(unit, unit.id == Passage.rep_unit_id)
        .join(rep, rep.id == Passage.rep_person_id)
        .join(over, over.id == Passage.over_person_id)
        .where(raised_to(actor, day, nearest=True), waiting())
        .order_by(Passage.released_at, Passage.id)
        .limit(bindparam("most", type_=Integer))
    )


def answers_to_read(session: Session, *, actor: Actor, day: date, limit: int = 10) -> list[AnswerToRead]:
    """Give the latest answers to what was raised from `actor`'s posts and waits for `actor`'s word, oldest first,
    in one statement.

    Who has taken over a post is asked in place of the one who raised it.
    """
    if not actor.may(May.TAKE_PART):
        return []
    return [AnswerToRead(*row) for row in _answers_for(actor, day).rows(session, most=limit)]


@prepared
def _answers_for(actor: Actor, day: date) -> Select[int, datetime, str, str]:
    later = aliased(Answer)
    return (
        select(Answer.passage_id, Answer.answered_at, Person.name, Answer.text)
        .join(Answer.passage)
        .join(Person, Person.id == Answer.answered_by_id)
        .where(
            _awaits_word_of(actor),
            readable_by(actor, day),
            Answer.answered_by_id != actor.person_id,
            ~exists().where(Receipt.answer_id == Answer.id, Receipt.person_id == actor.person_id),
            ~exists().where(later.passage_id == Answer.passage_id, later.id > Answer.id),
        )
        .order_by(Answer.answered_at, Answer.id)
        .limit(bindparam("most", type_=Integer))
    )


def _awaits_word_of(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that an answer is `actor`'s to receive: as the one who raised it, or as who sits there now
    while the one who raised it has said nothing.
    """
    leading = sorted({*rules.managed_units(actor), *rules.presided_units(actor)})
    managed = sorted(rules.managed_units(actor))
    said_by_over = exists().where(Receipt.answer_id == Answer.id, Receipt.person_id == Passage.over_person_id)
    said_by_rep = exists().where(Receipt.answer_id == Answer.id, Receipt.person_id == Passage.rep_person_id)
    return and_(
        from_own_dialogues(actor),
        or_(
            Passage.over_person_id == actor.person_id,
            Passage.rep_person_id == actor.person_id,
            and_(Passage.over_unit_id.in_(leading), ~said_by_over),
            and_(Passage.rep_unit_id.in_(managed), Passage.rep_unit_id != Passage.over_unit_id, ~said_by_rep),
        ),
    )


def _within(actor: Actor, day: date, view: View) -> ColumnElement[bool]:
    # What is raised to me and from my own dialogues together is all I may read: nothing readable is in
    # neither list, but what boards and companies released, which the kommunchef reads in the overview.
    return raised_to(actor, day) if view is View.FROM_BELOW else from_own_dialogues(actor)


def _asked_for(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.state is Waiting.WAITING:
        conditions.append(waiting())
    elif wanted.state is Waiting.ANSWERED:
        conditions.append(~waiting())
    if wanted.unit_id is not None:
        conditions.append(or_(Passage.over_unit_id == wanted.unit_id, Passage.rep_unit_id == wanted.unit_id))
    if wanted.year is not None:
        conditions.append(Passage.released_at >= from_stockholm(date(wanted.year, 1, 1)))
        conditions.append(Passage.released_at < from_stockholm(date(wanted.year + 1, 1, 1)))
    conditions += [_holds(word) for word in wanted.words]
    return conditions


def _holds(word: str) -> ColumnElement[bool]:
    """Find a word in the passage or its answers; SQLite lowers only a–z, so Swedish letters are tried both
    ways.
    """
    answered = aliased(Answer)
    spellings = sorted({word, word.lower(), word.upper(), word.capitalize()})

    def any_of(column: object) -> list[ColumnElement[bool]]:
        return [column.icontains(one, autoescape=True) for one in spellings]  # type: ignore[attr-defined]

    in_answers = exists().where(answered.passage_id == Passage.id, or_(*any_of(answered.text)))
    return or_(*any_of(Passage.text), *any_of(Passage.theme), in_answers.correlate(Passage))


def _units(session: Session, mine: ColumnElement[bool]) -> list[tuple[int, str]]:
    rep = select(Passage.rep_unit_id).where(mine)
    over = select(Passage.over_unit_id).where(mine)
    rows = session.execute(
        select(Unit.id, Unit.name)
        .where(Unit.id.in_(select(union(rep, over).subquery().c[0])))
        .order_by(Unit.name.collate(SWEDISH), Unit.id)
    )
    return [(unit_id, name) for unit_id, name in rows]


def _years(session: Session, mine: ColumnElement[bool]) -> list[int]:
    span = session.execute(
        select(func.min(Passage.released_at), func.max(Passage.released_at)).where(mine)
    ).first()
    found = [moment.astimezone(STOCKHOLM).year for moment in span or () if moment is not None]
    return list(range(max(found), min(found) - 1, -1)) if found else []


def _people() -> Sequence[ORMOption]:
    return (
        joinedload(Passage.over_unit),
        joinedload(Passage.rep_unit),
        joinedload(Passage.over_person),
        joinedload(Passage.rep_person),
    )


def _answers() -> Sequence[ORMOption]:
    return (
        selectinload(Passage.answers).joinedload(Answer.answered_by),
        selectinload(Passage.answers).selectinload(Answer.receipts).joinedload(Receipt.person),
    )
