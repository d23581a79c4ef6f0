"""Keeping drafts, and letting them go: when sent, when thrown away, with what they are about, and after half a year.

They stand in no history: they are nobody's record, and change at every pause.
"""

import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from app import clock
from app.drafts import rules
from app.drafts.errors import DraftChanged, DraftTooLong, TooManyDrafts
from app.drafts.models import Draft
from app.drafts.places import ENTRIES
from app.drafts.queries import fields_of
from app.organisation.models import Person


@dataclass(frozen=True, slots=True)
class At:
    """Whose draft, in which form, about what."""

    person_id: int
    place: str
    kind: str
    object_id: int


def keep(session: Session, at: At, *, fields: dict[str, str], base: str) -> Draft:
    """Save what is typed, by a page on which revision `base` stands ("" where it knows of no draft).

    Raises `DraftChanged` where another page has saved something else meanwhile, `DraftTooLong` and `TooManyDrafts`.
    """
    if rules.length(fields) > rules.LONGEST:
        raise DraftTooLong
    _one_at_a_time(session, at.person_id)
    draft = _found(session, at.person_id, at.place)
    text = _as_kept(fields)
    if draft is None:
        draft = _begun(session, at)
    elif draft.fields == text:
        return draft
    elif draft.revision != base:
        raise DraftChanged(fields_of(draft.fields), draft.revision)
    _write(draft, text)
    session.flush()
    return draft


def _one_at_a_time(session: Session, person_id: int) -> None:
    """Let a person's pages come one after another: none makes the draft another has just made, or one too many."""
    session.scalars(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True)).one()


def _as_kept(fields: dict[str, str]) -> str:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True)


def _write(draft: Draft, text: str) -> None:
    draft.fields, draft.revision, draft.saved_at = text, secrets.token_hex(8), clock.now()


def _begun(session: Session, at: At) -> Draft:
    count = select(func.count()).select_from(Draft).where(Draft.person_id == at.person_id)
    if session.scalars(count).one() >= rules.MOST:
        raise TooManyDrafts
    return _new(session, at)


def _new(session: Session, at: At) -> Draft:
    draft = Draft(person_id=at.person_id, place=at.place, object_kind=at.kind, object_id=at.object_id)
    session.add(draft)
    return draft


def put_back(session: Session, at: At, *, fields: dict[str, str], sent_at: datetime) -> None:
    """Let what somebody sent stand in its form again, since it no longer counts; what they wrote there later wins.

    However many drafts they have: it is what others do that asks for it, and that is never refused for one's drafts.
    """
    _one_at_a_time(session, at.person_id)
    draft = _found(session, at.person_id, at.place)
    if draft is not None and draft.saved_at >= sent_at:
        return
    _write(draft or _new(session, at), _as_kept(fields))
    session.flush()


def let_go(session: Session, *, person_id: int, place: str, base: str) -> None:
    """Let go of a draft whose words were taken away. Raises `DraftChanged` where another page has written on it."""
    draft = _found(session, person_id, place)
    if draft is None:
        return
    if draft.revision != base:
        raise DraftChanged(fields_of(draft.fields), draft.revision)
    session.delete(draft)
    session.flush()


def throw_away(session: Session, *, person_id: int, place: str) -> None:
    """Throw away one's own draft, whatever stands in it."""
    session.execute(delete(Draft).where(Draft.person_id == person_id, Draft.place == place))


def sent(
    session: Session,
    *,
    person_id: int,
    place: str,
    base: str,
    fields: dict[str, str],
    stands: Collection[str] = (),
) -> None:
    """Let go of a draft whose form is being sent; one that another page has written something else in stays.

    Fields in `stands` are not compared: which version it was written on says nothing of what was written.
    """
    draft = _found(session, person_id, place)
    if draft is None:
        return
    kept = fields_of(draft.fields)
    same = all(fields.get(name, "") == text for name, text in kept.items() if name not in stands)
    if draft.revision == base or same:
        session.delete(draft)
        session.flush()


def sent_whole(
    session: Session, *, person_id: int, place: str, base: str, sent: Collection[tuple[str, str]]
) -> None:
    """Let go of the draft of a form that was sent whole, where all that stands in it was sent; what says more stays."""
    rows_sent(session, person_id=person_id, sent={place: (base, sent)})


def rows_sent(
    session: Session, *, person_id: int, sent: Mapping[str, tuple[str, Collection[tuple[str, str]]]]
) -> None:
    """Let go of the drafts of rows as of forms that were sent whole, by their places: the base and what was sent of each."""
    wanted = (
        select(Draft).where(Draft.person_id == person_id, Draft.place.in_(sorted(sent))).with_for_update()
    )
    for draft in session.scalars(wanted.order_by(Draft.id)).all():
        base, said = sent[draft.place]
        kept = rules.entries_of(fields_of(draft.fields).get(ENTRIES, "")) or []
        if draft.revision == base or {(name, _of_one_kind(text)) for name, text in kept} <= {
            (name, _of_one_kind(text)) for name, text in said
        }:
            session.delete(draft)
    session.flush()


def _of_one_kind(text: str) -> str:
    return text.replace("\r\n", "\n")


def forget_about(session: Session, *, kind: str, object_id: int) -> None:
    """Erase everybody's drafts of what is written about one thing, when that is disposed of."""
    session.execute(delete(Draft).where(Draft.object_kind == kind, Draft.object_id == object_id))


def tidy(session: Session) -> int:
    """Erase drafts nobody has written on for half a year, and those of people who are no longer here."""
    closed = select(Person.id).where(Person.closed_on <= clock.today())
    old = Draft.saved_at < clock.now() - rules.KEPT
    gone = session.execute(delete(Draft).where(or_(old, Draft.person_id.in_(closed))))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _found(session: Session, person_id: int, place: str) -> Draft | None:
    wanted = select(Draft).where(Draft.person_id == person_id, Draft.place == place).with_for_update()
    return session.scalars(wanted).one_or_none()
