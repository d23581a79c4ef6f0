"""Writes of notices and of the outbox; all in the caller's transaction."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import delete, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app import clock
from app.notifications.kinds import KINDS, Kind
from app.notifications.models import MailState, Notice, NoticeChoice, Outgoing, Pace
from app.organisation.models import Person
from app.records.services import record

MAIL_OF_NOTICE, MAIL_OF_DAY = "notice", "digest"

One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Calendar:
    """An event to go along with a mail: iCalendar as `calendar` writes it, and its METHOD."""

    content: bytes
    method: str


@dataclass(frozen=True, slots=True)
class About:
    """The thing a notice is about, to find its notices again: for instance a dialogue and its id."""

    kind: str
    object_id: int


def tell(
    session: Session,
    *,
    person_id: int,
    kind: Kind,
    words: Mapping[str, object],
    path: str,
    occasion: str,
    about: About | None = None,
    calendar: Calendar | None = None,
    hold: timedelta = timedelta(),
) -> bool:
    """Tell a person something, in the product and by mail as the person wishes. Tells whether it was news.

    `words` are facts that `wording` makes sentences of: no text of a dialogue, since they end up in mail. Moments are
    written as ISO. The same `occasion` is told a person once. A calendar goes out at once whatever the pace, unless the
    person wants no mail of the kind: an event that comes a day late is worse than none. `hold` is how long the mail waits,
    for what can be undone (`recall`).
    """
    row = session.execute(
        select(Person.email, NoticeChoice.pace)
        .outerjoin(NoticeChoice, (NoticeChoice.person_id == Person.id) & (NoticeChoice.kind == kind))
        .where(Person.id == person_id)
    ).one()
    pace = Pace(row.pace or KINDS[kind].pace) if row.email else Pace.NONE
    if calendar is not None and pace is Pace.DAILY:
        pace = Pace.AT_ONCE
    notice_id = _add(
        session,
        {
            "person_id": person_id,
            "kind": kind,
            "words": _plain(words),
            "path": path,
            "about_kind": about.kind if about else "",
            "about_id": about.object_id if about else None,
            "occasion": occasion,
            "pace": pace,
            "created_at": clock.now(),
        },
    )
    if notice_id is None:
        return False
    if pace is Pace.AT_ONCE:
        outgoing = put_in_outbox(
            session, person_id=person_id, kind=MAIL_OF_NOTICE, calendar=calendar, hold=hold
        )
        session.execute(
            update(Notice).where(Notice.id == notice_id).values(outgoing_id=outgoing.id, pace=Pace.NONE)
        )
    return True


def remind(
    session: Session,
    *,
    person_id: int,
    kind: Kind,
    words: Mapping[str, object],
    path: str,
    occasion: str,
    about: About,
) -> bool:
    """Tell a person what is to be done, in place of what was told of it before: its day has passed since, or was moved."""
    told = tell(
        session, person_id=person_id, kind=kind, words=words, path=path, occasion=occasion, about=about
    )
    if told:
        overtake(session, people={person_id}, about=about, kinds={kind}, but=occasion)
    return told


def overtake(
    session: Session,
    *,
    people: Collection[int] | None,
    about: About,
    kinds: Collection[Kind],
    occasions: str = "",
    but: str = "",
) -> None:
    """Note as read what `people`, or all, were told of these kinds about a thing, since a later event makes it untrue.

    `occasions` is how the occasions meant begin, where not all about the thing are; `but` is one that stands. To be asked for
    before the later event is told, or leaving that one out. What waits for the day's mail is then left out of it; a mail of
    its own that is in the outbox goes, since its calendar event counts on the one before.
    """
    session.execute(
        update(Notice)
        .where(
            Notice.about_kind == about.kind,
            Notice.about_id == about.object_id,
            true() if people is None else Notice.person_id.in_(people),
            Notice.kind.in_(kinds),
            Notice.occasion.startswith(occasions, autoescape=True),
            Notice.occasion != but,
            Notice.read_at.is_(None),
        )
        .values(read_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def recall(session: Session, *, people: Collection[int], about: About, kinds: Collection[Kind]) -> set[int]:
    """Take back what `people` have not read of these kinds about a thing, and its mail; gives those it was taken back from.

    Who has read it, or whose mail is on its way, knows: those are to be told that it no longer holds.
    """
    rows = session.execute(
        select(Notice, Outgoing)
        .outerjoin(Outgoing, Outgoing.id == Notice.outgoing_id)
        .where(
            Notice.about_kind == about.kind,
            Notice.about_id == about.object_id,
            Notice.person_id.in_(people),
            Notice.kind.in_(kinds),
            Notice.read_at.is_(None),
        )
    ).all()
    recalled = set()
    for notice, outgoing in rows:
        if outgoing is not None and not _stop(session, outgoing.id):
            continue
        session.delete(notice)
        recalled.add(notice.person_id)
    session.flush()
    return recalled


def _stop(session: Session, outgoing_id: int) -> bool:
    """Take a mail out of the outbox that nobody has begun to send; tells whether it was still there."""
    stopped = session.execute(
        delete(Outgoing)
        .where(
            Outgoing.id == outgoing_id,
            Outgoing.kind == MAIL_OF_NOTICE,
            Outgoing.state == MailState.WAITING,
            Outgoing.attempts == 0,
        )
        .execution_options(synchronize_session=False)
    )
    return bool(stopped.rowcount)  # type: ignore[attr-defined]


def _add(session: Session, values: dict[str, object]) -> int | None:
    """Add a notice unless its occasion is already told; two at once never fail one another."""
    # Both speak of conflicts alike, each from a class of its own.
    of = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    added = of(Notice).values(values).on_conflict_do_nothing(index_elements=["person_id", "occasion"])
    return session.execute(added.returning(Notice.id)).scalar_one_or_none()


def _plain(words: Mapping[str, object]) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, (date, datetime)) else value
        for name, value in words.items()
    }


def put_in_outbox(
    session: Session,
    *,
    person_id: int,
    kind: str,
    calendar: Calendar | None = None,
    hold: timedelta = timedelta(),
) -> Outgoing:
    """Let a mail wait to be sent, for as long as `hold` at least."""
    at = clock.now()
    outgoing = Outgoing(
        kind=kind,
        person_id=person_id,
        calendar=calendar.content if calendar else None,
        calendar_method=calendar.method if calendar else None,
        created_at=at,
        not_before=at + hold,
        attempts=0,
        state=MailState.WAITING,
        message_id=secrets.token_hex(16),
    )
    session.add(outgoing)
    session.flush()
    return outgoing


def untold(session: Session, occasions: Mapping[tuple[int, str], One]) -> list[tuple[int, str, One]]:
    """Give what is not yet told, of what there is by (person, occasion): what comes by itself writes only what is new."""
    known: set[tuple[int, str]] = set()
    wanted = sorted({occasion for _, occasion in occasions})
    for start in range(0, len(wanted), 500):
        rows = session.execute(
            select(Notice.person_id, Notice.occasion).where(Notice.occasion.in_(wanted[start : start + 500]))
        )
        known |= {(person_id, occasion) for person_id, occasion in rows}
    return [
        (person_id, occasion, one)
        for (person_id, occasion), one in occasions.items()
        if (person_id, occasion) not in known
    ]


def read(session: Session, *, person_id: int, notice: Notice) -> None:
    """Note that a person has read a notice of theirs."""
    if notice.person_id == person_id and notice.read_at is None:
        notice.read_at = clock.now()
        session.flush()


def read_up_to(session: Session, *, person_id: int, notice_id: int) -> int:
    """Note that a person has read all notices up to one, those that came since excepted; gives how many."""
    done = session.execute(
        update(Notice)
        .where(Notice.person_id == person_id, Notice.id <= notice_id, Notice.read_at.is_(None))
        .values(read_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def read_all(session: Session, notice_ids: Sequence[int]) -> None:
    """Note as read what is no news any more."""
    for start in range(0, len(notice_ids), 500):
        session.execute(
            update(Notice)
            .where(Notice.id.in_(notice_ids[start : start + 500]))
            .values(read_at=clock.now())
            .execution_options(synchronize_session=False)
        )


def choose(session: Session, *, person_id: int, paces: Mapping[Kind, Pace]) -> bool:
    """Keep how soon a person wants mail of each kind; tells whether anything changed."""
    standing = {
        choice.kind: choice
        for choice in session.scalars(select(NoticeChoice).where(NoticeChoice.person_id == person_id))
    }
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    for kind, pace in paces.items():
        choice = standing.get(kind)
        present = Pace(choice.pace) if choice else KINDS[kind].pace
        if present is pace:
            continue
        before[kind], after[kind] = present, pace
        if choice:
            choice.pace = pace
        else:
            _keep_choice(session, person_id, kind, pace)
    if not after:
        return False
    session.flush()
    record(
        session,
        actor_id=person_id,
        action="account.notices_chosen",
        kind="account",
        object_id=person_id,
        before=before,
        after=after,
    )
    return True


def _keep_choice(session: Session, person_id: int, kind: Kind, pace: Pace) -> None:
    """Keep a choice that was not there; two at once never fail one another, the later one holds."""
    of = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(
        of(NoticeChoice)
        .values(person_id=person_id, kind=kind, pace=pace)
        .on_conflict_do_update(index_elements=["person_id", "kind"], set_={"pace": pace})
    )


def send_again(session: Session, *, actor_id: int, outgoing: Sequence[Outgoing]) -> int:
    """Let mails that wait for a later try, or were given up, be tried anew from now; gives how many."""
    again = [one for one in outgoing if one.state != MailState.SENT]
    for one in again:
        one.state, one.attempts, one.not_before = MailState.WAITING, 0, clock.now()
        one.claim = one.claimed_until = None
        session.flush()
        record(
            session, actor_id=actor_id, action="send_again", kind="outgoing", object_id=one.id,
            after={"to": one.person_id},
        )  # fmt: skip
    return len(again)
