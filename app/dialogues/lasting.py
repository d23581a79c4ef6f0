"""What the two write that is no part of the record: it is disposed of by itself, when the meeting is over or the promise is kept.

Pictures with their files and matters that were never released, what was said of a meeting that was called off, agreements,
personal goals, and what went upward with the answers to it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from app.attachments.services import dispose_all
from app.dialogues.about.models import MatterSubject
from app.dialogues.attaching.places import ON_PICTURE, SOURCE
from app.dialogues.establishing.disposing import erase_beside_record
from app.dialogues.models import (
    Addendum,
    Agreement,
    AgreementState,
    Decision,
    Dialogue,
    Guest,
    PairKind,
    Participant,
    Picture,
    Post,
    RaisedMatter,
    Series,
    SharedText,
    State,
    Theme,
)
from app.dialogues.personal.models import PersonalGoal, Progress
from app.disposing.kinds import Kept, year_in
from app.disposing.naming import between, under_theme
from app.disposing.things import Says, Thing, says_something
from app.organisation.models import Person, Unit
from app.passages.disposing import PASSAGES, written_of_passage
from app.records.disposal import Erased
from app.records.earlier import GONE, Written

PICTURES = "dialogue_pictures"
"""What the pictures of one dialogue are kept as."""

_OF = case((Series.pair_kind == PairKind.EMPLOYEE, literal("employee_talk")), else_=literal("dialogue"))


def _of_meeting(wanted: Select[Any]) -> Select[Any]:
    return wanted.join(Series, Series.id == Dialogue.series_id).join(Post, Post.id == Series.rep_post_id)


def _of_agreement(wanted: Select[Any]) -> Select[Any]:
    return (
        wanted.join(Dialogue, Dialogue.id == Agreement.dialogue_id)
        .join(Series, Series.id == Agreement.series_id)
        .join(Post, Post.id == Series.rep_post_id)
    )


def _of_addition(wanted: Select[Any]) -> Select[Any]:
    return _of_meeting(wanted.join(Dialogue, Dialogue.id == Addendum.dialogue_id))


def _of_personal(wanted: Select[Any]) -> Select[Any]:
    return wanted.join(Series, Series.id == PersonalGoal.series_id).join(Post, Post.id == Series.rep_post_id)


def _between(number: Any, joined: Callable[[Select[Any]], Select[Any]], theme_id: Any = None) -> Says:
    """Make what says between which two things were, as records of meetings are named, and under which theme; one statement."""

    def where(session: Session, records: Sequence[Kept]) -> dict[int, Sequence[str]]:
        over, above, below = aliased(Post), aliased(Unit), aliased(Unit)
        theme = Theme.title if theme_id is not None else literal("")
        wanted = joined(select(number, above.name, func.coalesce(Person.name, below.name), theme))
        if theme_id is not None:
            wanted = wanted.outerjoin(Theme, Theme.id == theme_id)
        rows = session.execute(
            wanted.join(over, over.id == Series.over_post_id)
            .join(above, above.id == over.unit_id)
            .join(below, below.id == Post.unit_id)
            .outerjoin(Person, Person.id == Post.person_id)
            .where(number.in_([one.object_id for one in records]))
        )
        return {found: (between(one, other), under_theme(title)) for found, one, other, title in rows}

    return where


def _matters(session: Session, condition: ColumnElement[bool]) -> Iterator[Written]:
    matters = session.scalars(select(RaisedMatter).where(condition)).all()
    for one in matters:
        yield Written("raised_matter", one.id, one, {"text": GONE})
    marks = select(MatterSubject).where(MatterSubject.matter_id.in_([one.id for one in matters]))
    for mark in session.scalars(marks):
        yield Written("raised_matter", mark.matter_id, mark, {"title": ""})


def _never_released(number: Any) -> ColumnElement[bool]:
    return and_(RaisedMatter.dialogue_id == number, RaisedMatter.passage_id.is_(None))


def _pictures(session: Session, number: int) -> Iterator[Written]:
    for one in session.scalars(select(Picture).where(Picture.dialogue_id == number)):
        yield Written("picture", one.id, one, {"text": GONE})
    yield from _matters(session, _never_released(number))


def _pictures_over(_year: int) -> ColumnElement[bool]:
    pictured = exists().where(Picture.dialogue_id == Dialogue.id, says_something(Picture.text))
    proposed = exists().where(_never_released(Dialogue.id), says_something(RaisedMatter.text))
    return and_(Dialogue.state.in_([State.ESTABLISHED, State.CANCELLED]), or_(pictured, proposed))


def _dispose_of_files(session: Session, erased: Erased) -> None:
    dispose_all(
        session,
        source=(SOURCE, erased.object_id),
        holder_kind=ON_PICTURE,
        because=erased.because,
        actor_id=erased.actor_id,
    )


def _called_off(session: Session, number: int) -> Iterator[Written]:
    yield Written("dialogue", number, session.get_one(Dialogue, number), {"cancel_reason": ""})
    for text in session.scalars(select(SharedText).where(SharedText.dialogue_id == number)):
        yield Written("shared_text", text.id, text, {"text": ""})
    for decision in session.scalars(select(Decision).where(Decision.dialogue_id == number)):
        yield Written("decision", decision.id, decision, {"text": ""})
    for seat in session.scalars(select(Participant).where(Participant.dialogue_id == number)):
        yield Written("dialogue", number, seat, {"reply_words": ""})
    for guest in session.scalars(select(Guest).where(Guest.dialogue_id == number)):
        yield Written("dialogue", number, guest, {"declined_because": ""})


def _called_off_over(_year: int) -> ColumnElement[bool]:
    said = (
        says_something(Dialogue.cancel_reason),
        exists().where(SharedText.dialogue_id == Dialogue.id, says_something(SharedText.text)),
        exists().where(Decision.dialogue_id == Dialogue.id),
        exists().where(Participant.dialogue_id == Dialogue.id, says_something(Participant.reply_words)),
        exists().where(Guest.dialogue_id == Dialogue.id, says_something(Guest.declined_because)),
    )
    return and_(Dialogue.state == State.CANCELLED, Dialogue.edition_id.is_(None), or_(*said))


def _promised(session: Session, number: int) -> Iterator[Written]:
    words = {"what": GONE, "together_with": "", "closing_words": ""}
    yield Written("agreement", number, session.get_one(Agreement, number), words)


def _promise_over(_year: int) -> ColumnElement[bool]:
    done = or_(
        Agreement.state != AgreementState.OPEN,
        Series.ended_on.is_not(None),
        Dialogue.state == State.CANCELLED,
    )
    return and_(done, says_something(Agreement.what))


def _personal(session: Session, number: int) -> Iterator[Written]:
    words = {"title": GONE, "words": "", "how_it_goes": "", "above_title": ""}
    yield Written("personal_goal", number, session.get_one(PersonalGoal, number), words)


def _personal_over(_year: int) -> ColumnElement[bool]:
    done = or_(PersonalGoal.state != Progress.OPEN, Series.ended_on.is_not(None))
    return and_(done, says_something(PersonalGoal.title))


def _addition(session: Session, number: int) -> Iterator[Written]:
    yield Written("addendum", number, session.get_one(Addendum, number), {"text": GONE})


def _addition_over(year: int) -> ColumnElement[bool]:
    before = year_in(Addendum.written_at) < year
    return and_(
        Addendum.edition_id.is_(None),
        or_(Addendum.withdrawn_at.is_not(None), before),
        says_something(Addendum.text),
    )


def _went_up(session: Session, number: int) -> Iterator[Written]:
    yield from written_of_passage(session, number)
    yield from _matters(session, RaisedMatter.passage_id == number)


LASTING = (
    Thing(
        kind=PICTURES,
        of=_OF,
        number=Dialogue.id,
        unit_id=Post.unit_id,
        year=year_in(Dialogue.starts_at),
        since_at=Dialogue.state_since,
        over=_pictures_over,
        written=_pictures,
        joined=_of_meeting,
        besides=_dispose_of_files,
        name=lazy_gettext("Bilder inför dialogen %(day)s"),
        at=Dialogue.starts_at,
        says=_between(Dialogue.id, _of_meeting),
        goes=lazy_gettext("bådas bilder med sina filer, och det som föreslogs att lyfta men aldrig släpptes"),
    ),
    Thing(
        kind="dialogue",
        of=_OF,
        number=Dialogue.id,
        unit_id=Post.unit_id,
        year=year_in(Dialogue.starts_at),
        since_at=Dialogue.state_since,
        over=_called_off_over,
        written=_called_off,
        joined=_of_meeting,
        erased_by=erase_beside_record,
        name=lazy_gettext("Inställd dialog %(day)s"),
        at=Dialogue.starts_at,
        says=_between(Dialogue.id, _of_meeting),
        goes=lazy_gettext("varför den ställdes in, det som hann skrivas och filer på mötet"),
    ),
    Thing(
        kind="agreement",
        of=_OF,
        number=Agreement.id,
        unit_id=Post.unit_id,
        year=year_in(Dialogue.starts_at),
        since_at=func.coalesce(Agreement.closed_at, Dialogue.starts_at),
        over=_promise_over,
        written=_promised,
        joined=_of_agreement,
        name=lazy_gettext("Överenskommelse i dialogen %(day)s"),
        at=Dialogue.starts_at,
        says=_between(Agreement.id, _of_agreement, Agreement.theme_id),
        goes=lazy_gettext("det de två lovade varandra och hur det gick"),
    ),
    Thing(
        kind="personal_goal",
        of=_OF,
        number=PersonalGoal.id,
        unit_id=Post.unit_id,
        year=year_in(PersonalGoal.written_at),
        over=_personal_over,
        written=_personal,
        joined=_of_personal,
        name=lazy_gettext("Personligt mål"),
        at=PersonalGoal.written_at,
        says=_between(PersonalGoal.id, _of_personal),
        goes=lazy_gettext("målet med sina ord och hur det gick"),
    ),
    Thing(
        kind="addendum_draft",
        of=_OF,
        number=Addendum.id,
        unit_id=Post.unit_id,
        year=year_in(Addendum.written_at),
        since_at=Addendum.written_at,
        over=_addition_over,
        written=_addition,
        joined=_of_addition,
        name=lazy_gettext("Tillägg till dialogen %(day)s som aldrig fastställdes"),
        at=Dialogue.starts_at,
        says=_between(Addendum.id, _of_addition),
        goes=lazy_gettext("tilläggets ord"),
    ),
    replace(PASSAGES, written=_went_up),
)
