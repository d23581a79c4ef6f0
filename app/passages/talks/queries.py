"""Reads of what was talked about: the fact for all who may read the subject, the words for those they are for.

Whoever calls has made sure that the person may read the subject itself. Each question takes the same number of statements
however many subjects and talks there are.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.access.actor import Actor
from app.access.matrix import May
from app.db import Numbers, among
from app.organisation.models import Unit
from app.paging import Found, nearest, on_page
from app.passages.models import Passage, PassageSubject, Talk
from app.passages.queries.listing import PAGE
from app.passages.queries.rights import readable_by
from app.passages.subjects import Ref
from app.passages.talks.sources import Noted, Place, talk_sources
from app.prepared import Filled, prepared


@dataclass(frozen=True, slots=True)
class Said:
    """Words about a subject that the one who asked may read: a passage both released, or what the two noted themselves."""

    words: str
    on: datetime
    theme: str
    over_unit: str
    rep_unit: str
    verdict: str | None
    passage_id: int | None = None
    released_by: tuple[str, ...] = ()
    released_at: datetime | None = None
    source: tuple[str, int] = ("", 0)
    released_by_ids: tuple[int, ...] = ()

    @property
    def released(self) -> bool:
        """Tell whether these words went upward; otherwise they are the two's alone."""
        return self.passage_id is not None

    @property
    def within_unit(self) -> bool:
        """Tell whether a manager and an employee said it: only they are of the same unit."""
        return self.over_unit == self.rep_unit


class Told(NamedTuple):
    """That something was talked about: where and when, and between which units."""

    id: int
    subject_kind: str
    subject_id: int
    source_kind: str
    source_id: int
    place: int | None
    theme: str
    said_on: datetime
    over_unit: str
    rep_unit: str
    own: bool


@dataclass(frozen=True, slots=True)
class TalkedAbout:
    """What is known of the talks about one subject: the latest words one may read, and when it was last talked about."""

    said: Said | None
    on: datetime
    over_unit: str
    rep_unit: str
    own: bool
    more: bool

    @property
    def talked_since(self) -> bool:
        """Tell whether it was talked about after the words one may read were said."""
        return self.said is not None and self.on > self.said.on


@dataclass(frozen=True, slots=True)
class TalkRow:
    """One talk in the list of all about a subject, with the words of it that one may read."""

    on: datetime
    theme: str
    over_unit: str
    rep_unit: str
    own: bool
    noted: Said | None
    passages: list[Said]


def talked_about(
    session: Session, *, actor: Actor, day: date, kind: str, ids: Collection[int]
) -> dict[int, TalkedAbout]:
    """Give what is known of the talks about many subjects of one kind, by number; those nobody talked about are left out."""
    refs = [Ref(kind, number) for number in ids]
    return {ref.id: one for ref, one in talked_about_many(session, actor=actor, day=day, refs=refs).items()}


def talked_about_many(
    session: Session, *, actor: Actor, day: date, refs: Collection[Ref]
) -> dict[Ref, TalkedAbout]:
    """Give what is known of the talks about subjects of several kinds, in as many statements as about one kind."""
    if not refs:
        return {}
    talks: dict[Ref, list[tuple[Told, int]]] = {}
    for talk, times in (latest := _latest_talks(session, actor, refs)):
        talks.setdefault(Ref(talk.subject_kind, talk.subject_id), []).append((talk, times))
    # Words can only have been released about what was talked about: where nobody has, there is nothing more to ask.
    about = [ref for ref in refs if ref in talks]
    passages = _latest_passages(session, actor, day, about) if about else {}
    noted = _noted(session, actor, (talk for talk, _ in latest if talk.own))
    return {ref: _put_together(talks[ref], passages.get(ref), noted) for ref in about}


def newest(found: Iterable[TalkedAbout | None]) -> TalkedAbout | None:
    """Give, of the talks about things that belong together, the one with the newest words, else the newest of all."""
    there = [one for one in found if one is not None]
    told = [one for one in there if one.said is not None]
    if told:
        return max(told, key=lambda one: one.said.on if one.said is not None else one.on)
    return max(there, key=lambda one: one.on, default=None)


def talks_of(
    session: Session, *, actor: Actor, day: date, kind: str, subject_id: int, page: int = 1
) -> Found[TalkRow]:
    """Give the talks about one subject, the latest first."""
    own, filled = _own(actor)
    visible = (Talk.subject_kind == kind, Talk.subject_id == subject_id, _visible(own))
    total = session.scalar(select(func.count(Talk.id)).where(*visible), filled) or 0
    page = nearest(page, total, PAGE)
    latest = _told(own.label("own")).where(*visible).order_by(Talk.said_on.desc(), Talk.id.desc())
    rows = session.execute(on_page(latest, page, PAGE), filled).all()
    talks = [_as_told(row) for row in rows]
    noted = _noted(session, actor, (talk for talk in talks if talk.own))
    passages = _passages_at(session, actor, day, Ref(kind, subject_id), talks)
    return Found([_row(talk, noted, passages) for talk in talks], total, page, PAGE)


_OVER, _REP = aliased(Unit), aliased(Unit)
_TOLD: tuple[Any, ...] = (
    Talk.id,
    Talk.subject_kind,
    Talk.subject_id,
    Talk.source_kind,
    Talk.source_id,
    Talk.place,
    Talk.theme,
    Talk.said_on,
    _OVER.name,
    _REP.name,
)


def _told(*more: Any) -> Select[Any]:
    """Give the statement of what is known of talks, with more columns."""
    return (
        select(*_TOLD, *more)
        .join(_OVER, _OVER.id == Talk.over_unit_id)
        .join(_REP, _REP.id == Talk.rep_unit_id)
    )


def _as_told(row: Sequence[Any]) -> Told:
    return Told._make([*row[: len(_TOLD)], bool(row[len(_TOLD)])])


def _put_together(
    talks: list[tuple[Told, int]], passage: Passage | None, noted: Mapping[tuple[str, Place], Noted]
) -> TalkedAbout:
    newest, times = max(talks, key=lambda row: (row[0].said_on, row[0].id))
    said = _of_passage(passage) if passage is not None else None
    for talk, _ in talks:
        words = noted.get((talk.source_kind, Place(talk.source_id, talk.place))) if talk.own else None
        # Of the same talk, what both released says more to others: it stands first.
        if words is not None and words.words and (said is None or talk.said_on > said.on):
            said = _of_note(talk, words)
    return TalkedAbout(said, newest.said_on, newest.over_unit, newest.rep_unit, newest.own, times > 1)


def _row(talk: Told, noted: Mapping[tuple[str, Place], Noted], passages: Iterable[Passage]) -> TalkRow:
    words = noted.get((talk.source_kind, Place(talk.source_id, talk.place))) if talk.own else None
    here = [
        _of_passage(passage)
        for passage in passages
        if (passage.source_kind, passage.source_id) == (talk.source_kind, talk.source_id)
        and passage.theme == talk.theme
    ]
    return TalkRow(
        talk.said_on,
        talk.theme,
        talk.over_unit,
        talk.rep_unit,
        talk.own,
        _of_note(talk, words) if words is not None and words.words else None,
        here,
    )


def _of_passage(passage: Passage) -> Said:
    return Said(
        words=passage.text,
        on=passage.said_on,
        theme=passage.theme,
        over_unit=passage.over_unit.name,
        rep_unit=passage.rep_unit.name,
        verdict=passage.verdict,
        passage_id=passage.id,
        released_by=(passage.rep_person.name, passage.over_person.name),
        released_at=passage.released_at,
        source=(passage.source_kind, passage.source_id),
        released_by_ids=(passage.rep_person_id, passage.over_person_id),
    )


def _of_note(talk: Told, noted: Noted) -> Said:
    return Said(
        words=noted.words,
        on=talk.said_on,
        theme=talk.theme,
        over_unit=talk.over_unit,
        rep_unit=talk.rep_unit,
        verdict=noted.verdict,
        source=(talk.source_kind, talk.source_id),
    )


def _own(actor: Actor) -> tuple[ColumnElement[bool], dict[str, object]]:
    """Give the condition that a talk is of the actor's own dialogues, or of one they are invited to, with what fills it."""
    if not actor.may(May.TAKE_PART):
        return false(), {}
    ways: list[ColumnElement[bool]] = []
    filled: dict[str, object] = {}
    for source in talk_sources.known():
        held = source.held(actor)
        ways.append(and_(Talk.source_kind == source.kind, Talk.source_id.in_(held.ids)))
        filled |= held.filled
    return or_(false(), *ways), filled


def _visible(own: ColumnElement[bool]) -> ColumnElement[bool]:
    """Give the condition that one may know of a talk: between a manager and an employee it is known to the two alone."""
    return or_(Talk.over_unit_id != Talk.rep_unit_id, own)


def _among(kind: Any, number: Any, refs: Collection[Ref]) -> ColumnElement[bool]:
    """Give the condition that two columns point at one of some subjects."""
    by_kind: dict[str, list[int]] = {}
    for ref in refs:
        by_kind.setdefault(ref.kind, []).append(ref.id)
    return or_(false(), *(and_(kind == one, number.in_(sorted(ids))) for one, ids in by_kind.items()))


def _latest_talks(session: Session, actor: Actor, refs: Collection[Ref]) -> list[tuple[Told, int]]:
    """Give of each subject the latest talk of the actor's own and the latest of others', and how many there are in all."""
    by_kind: dict[str, list[int]] = {}
    for ref in refs:
        by_kind.setdefault(ref.kind, []).append(ref.id)
    kinds = tuple(sorted(by_kind))
    wanted = {f"among_{at}": sorted(by_kind[kind]) for at, kind in enumerate(kinds)}
    return [(_as_told(row), row[-1]) for row in _latest_about(actor, kinds).rows(session, **wanted)]


@prepared
def _latest_about(actor: Actor, kinds: tuple[str, ...]) -> Filled:
    own, filled = _own(actor)
    subjects = (
        and_(
            Talk.subject_kind == kind,
            among(Talk.subject_id, bindparam(f"among_{at}", type_=Numbers)),
        )
        for at, kind in enumerate(kinds)
    )
    known = (
        select(Talk.id, Talk.subject_kind, Talk.subject_id, Talk.said_on, own.label("own"))
        .where(or_(false(), *subjects), _visible(own))
        .subquery()
    )
    ranked = select(
        known.c.id,
        known.c.own,
        func.row_number()
        .over(
            partition_by=(known.c.subject_kind, known.c.subject_id, known.c.own),
            order_by=(known.c.said_on.desc(), known.c.id.desc()),
        )
        .label("rank"),
        func.count().over(partition_by=(known.c.subject_kind, known.c.subject_id)).label("times"),
    ).subquery()
    latest = (
        _told(ranked.c.own, ranked.c.times).join(ranked, ranked.c.id == Talk.id).where(ranked.c.rank == 1)
    )
    return Filled(latest, filled)


def _latest_passages(session: Session, actor: Actor, day: date, refs: Collection[Ref]) -> dict[Ref, Passage]:
    if not actor.may(May.TAKE_PART):
        return {}
    ranked = (
        select(
            Passage.id,
            PassageSubject.subject_kind,
            PassageSubject.subject_id,
            func.row_number()
            .over(
                partition_by=(PassageSubject.subject_kind, PassageSubject.subject_id),
                order_by=(Passage.said_on.desc(), Passage.id.desc()),
            )
            .label("rank"),
        )
        .join(PassageSubject, PassageSubject.passage_id == Passage.id)
        .where(
            _among(PassageSubject.subject_kind, PassageSubject.subject_id, refs),
            readable_by(actor, day),
        )
        .subquery()
    )
    rows = session.execute(
        select(ranked.c.subject_kind, ranked.c.subject_id, Passage)
        .join(ranked, ranked.c.id == Passage.id)
        .where(ranked.c.rank == 1)
        .options(*_with_names())
    )
    return {Ref(kind, subject_id): passage for kind, subject_id, passage in rows}


def _passages_at(session: Session, actor: Actor, day: date, ref: Ref, talks: list[Told]) -> list[Passage]:
    if not talks or not actor.may(May.TAKE_PART):
        return []
    sources = {talk.source_id for talk in talks}
    return list(
        session.scalars(
            select(Passage)
            .join(PassageSubject, PassageSubject.passage_id == Passage.id)
            .where(
                PassageSubject.subject_kind == ref.kind,
                PassageSubject.subject_id == ref.id,
                Passage.source_id.in_(sources),
                readable_by(actor, day),
            )
            .options(*_with_names())
            .order_by(Passage.id)
        )
    )


def _with_names() -> tuple[ORMOption, ...]:
    return (
        joinedload(Passage.over_unit),
        joinedload(Passage.rep_unit),
        joinedload(Passage.over_person),
        joinedload(Passage.rep_person),
    )


def _noted(session: Session, actor: Actor, talks: Iterable[Told]) -> dict[tuple[str, Place], Noted]:
    """Give what was noted in talks of the actor's own, in one statement for each kind of source."""
    by_kind: dict[str, set[int]] = {}
    for talk in talks:
        by_kind.setdefault(talk.source_kind, set()).add(talk.source_id)
    found: dict[tuple[str, Place], Noted] = {}
    for source in talk_sources.known():
        if source.kind in by_kind:
            noted = source.noted(session, actor, sorted(by_kind[source.kind]))
            found |= {(source.kind, place): words for place, words in noted.items()}
    return found
