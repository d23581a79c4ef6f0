"""Writes: marking what a theme or a matter is about, and taking something up in a meeting ahead."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.dialogues.about import rules
from app.dialogues.about.models import MatterSubject, TakenUp, ThemeSubject
from app.dialogues.about.queries import about_matter, about_theme, named_for_both
from app.dialogues.errors import Changed, Missing, NotAllowedNow
from app.dialogues.models import Dialogue, RaisedMatter, Side, State, Theme
from app.dialogues.queries.editions import refuse_if_disposed_of
from app.dialogues.rules import Seat
from app.dialogues.series.services import touch_record
from app.passages.subjects import LONGEST_TITLE, Ref, Subject
from app.records.services import record

MOST = 30
"""Subjects one theme or matter can be about: more says nothing."""

_Pointing = TypeVar("_Pointing", ThemeSubject, MatterSubject, TakenUp)


def mark_theme(session: Session, *, seat: Seat, dialogue: Dialogue, theme: Theme, ref: Ref) -> None:
    """Mark that the two talk about a subject on a theme; both must be able to read it.

    Raises `NotAllowedNow`, `Missing` for a subject that not both may read.
    """
    _may(rules.why_not_mark(dialogue, seat))
    known = about_theme(session, theme.id)
    if ref in {mark.ref for mark in known}:
        return
    subject = _readable_by_both(session, dialogue, ref)
    if len(known) >= MOST:
        raise NotAllowedNow("too_many_subjects")
    mark = _pointing(ThemeSubject, ref, subject.title, seat, theme_id=theme.id)
    session.add(mark)
    touch_record(session, dialogue, actor_id=seat.person_id)
    session.flush()
    _record_theme(session, seat, theme, "mark_theme", after=mark)


def unmark_theme(session: Session, *, seat: Seat, dialogue: Dialogue, theme: Theme, ref: Ref) -> None:
    """Take a mark away from a theme; either of the two may."""
    _may(rules.why_not_mark(dialogue, seat))
    found = _found(session, ThemeSubject, ThemeSubject.theme_id == theme.id, ref)
    if found is None:
        return
    session.delete(found)
    touch_record(session, dialogue, actor_id=seat.person_id)
    session.flush()
    _record_theme(session, seat, theme, "unmark_theme", before=found)


def mark_matter(
    session: Session,
    *,
    seat: Seat,
    dialogue: Dialogue,
    matter: RaisedMatter,
    ref: Ref,
    revision: int,
    marked: bool,
) -> None:
    """Say that a matter not yet raised is about a subject, or that it is not, as the matter reads at `revision`.

    It goes up with the words, so the other side's release no longer stands. Raises `Changed`, `NotAllowedNow`, `Missing`.
    """
    _may(rules.why_not_mark_matter(seat, raised=matter.passage_id is not None))
    if dialogue.state == State.CANCELLED:
        raise NotAllowedNow("notes_closed")
    refuse_if_disposed_of(session, dialogue)
    if matter.revision != revision:
        raise Changed
    known = about_matter(session, matter.id)
    found = next((mark for mark in known if mark.ref == ref), None)
    if (found is not None) is marked:
        return
    before = matter_facts(session, matter)
    if found is not None:
        session.delete(found)
    else:
        subject = _readable_by_both(session, dialogue, ref)
        if len(known) >= MOST:
            raise NotAllowedNow("too_many_subjects")
        session.add(_pointing(MatterSubject, ref, subject.title, seat, matter_id=matter.id))
    matter.revision += 1
    if seat.side is Side.OVER:
        matter.rep_released_at = None
    else:
        matter.over_released_at = None
    if dialogue.state != State.ESTABLISHED:
        touch_record(session, dialogue, actor_id=seat.person_id)
    session.flush()
    record(
        session,
        actor_id=seat.person_id,
        action="mark_matter",
        kind="raised_matter",
        object_id=matter.id,
        before=before,
        after=matter_facts(session, matter),
    )


def mark_as_theme(session: Session, *, seat: Seat, matter: RaisedMatter) -> None:
    """Let a newly proposed matter be about what its theme is about; it is told of with the matter."""
    marks = about_theme(session, matter.theme_id) if matter.theme_id is not None else []
    session.add_all(
        _pointing(MatterSubject, mark.ref, mark.title, seat, matter_id=matter.id) for mark in marks
    )
    session.flush()


def matter_facts(session: Session, matter: RaisedMatter) -> dict[str, object]:
    """Give what the history keeps of a matter: its words, who has released it, what it is about."""
    return {
        "text": matter.text,
        "over": matter.over_released_at is not None,
        "rep": matter.rep_released_at is not None,
        "subjects": {str(mark.ref): mark.title for mark in about_matter(session, matter.id)},
    }


def take_up(session: Session, *, seat: Seat, dialogue: Dialogue, theme: Theme, ref: Ref) -> None:
    """Note that one wants to talk about a subject on a theme of a meeting ahead; both see it, nothing is said of it yet."""
    _may(rules.why_not_take_up(dialogue, seat))
    if _found(session, TakenUp, TakenUp.theme_id == theme.id, ref) is not None:
        return
    subject = _readable_by_both(session, dialogue, ref)
    if len(session.scalars(select(TakenUp.id).where(TakenUp.theme_id == theme.id)).all()) >= MOST:
        raise NotAllowedNow("too_many_subjects")
    wish = _pointing(TakenUp, ref, subject.title, seat, theme_id=theme.id)
    session.add(wish)
    session.flush()
    _record_theme(session, seat, theme, "take_up", after=wish)


def put_back(session: Session, *, seat: Seat, dialogue: Dialogue, theme: Theme, ref: Ref) -> None:
    """Take away what was to be taken up; either of the two may."""
    _may(rules.why_not_take_up(dialogue, seat))
    found = _found(session, TakenUp, TakenUp.theme_id == theme.id, ref)
    if found is None:
        return
    session.delete(found)
    session.flush()
    _record_theme(session, seat, theme, "put_back", before=found)


def _may(blocked: str | None) -> None:
    if blocked:
        raise NotAllowedNow(blocked)


def _readable_by_both(session: Session, dialogue: Dialogue, ref: Ref) -> Subject:
    subject = named_for_both(session, dialogue, [ref]).get(ref)
    if subject is None:
        raise Missing("subject")
    return subject


def _pointing(table: type[_Pointing], ref: Ref, title: str, seat: Seat, **owner: int) -> _Pointing:
    return table(
        subject_kind=ref.kind,
        subject_id=ref.id,
        title=title[:LONGEST_TITLE],
        person_id=seat.person_id,
        at=clock.now(),
        **owner,
    )


def _found(session: Session, table: type[_Pointing], owner: object, ref: Ref) -> _Pointing | None:
    return session.scalars(
        select(table).where(owner, table.subject_kind == ref.kind, table.subject_id == ref.id)  # type: ignore[arg-type]
    ).one_or_none()


def _record_theme(
    session: Session,
    seat: Seat,
    theme: Theme,
    action: str,
    *,
    before: ThemeSubject | TakenUp | None = None,
    after: ThemeSubject | TakenUp | None = None,
) -> None:
    record(
        session,
        actor_id=seat.person_id,
        action=action,
        kind="theme",
        object_id=theme.id,
        before=_facts(before) if before is not None else None,
        after=_facts(after) if after is not None else None,
    )


def _facts(mark: ThemeSubject | TakenUp) -> dict[str, object]:
    return {"subject": str(mark.ref), "title": mark.title}
