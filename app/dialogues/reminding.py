"""Reminds people of what comes in their dialogues: a meeting to prepare, an agreement whose day is near. The jobs ask for it."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.clock import STOCKHOLM
from app.dialogues.models import (
    Agreement,
    Dialogue,
    Participant,
    Side,
    State,
    Theme,
)
from app.dialogues.queries.agreed import TO_BE_DONE
from app.dialogues.telling import about_dialogue, around, meeting_words, page_of
from app.notifications.due import due
from app.notifications.kinds import Kind
from app.notifications.models import Notice
from app.notifications.services import About, tell, untold

REMIND = timedelta(days=3)
"""How long before a meeting one is reminded to prepare, and before its day of an agreement."""

LATE = timedelta(days=14)
"""An agreement whose day passed longer ago than this is no news; it comes along to the next meeting anyway."""

QUIET = timedelta(hours=24)
"""Who was just told of a meeting's time is not reminded of it the same day."""


def remind_to_prepare(session: Session, moment: datetime) -> int:
    """Remind those who have not shared, three days before their meeting; once for each time it is set to."""
    coming = session.execute(
        select(Dialogue, Participant.person_id, Participant.side)
        .join(Participant, Participant.dialogue_id == Dialogue.id)
        .where(
            Dialogue.state.in_([State.PLANNED, State.PREPARING]),
            Dialogue.starts_at > moment,
            Dialogue.starts_at <= moment + REMIND,
            Participant.shared_at.is_(None),
            ~select(Notice.id)
            .where(
                Notice.about_kind == "dialogue",
                Notice.about_id == Dialogue.id,
                Notice.person_id == Participant.person_id,
                Notice.kind.in_([Kind.INVITATION, Kind.CHANGE]),
                Notice.created_at > moment - QUIET,
            )
            .exists(),
        )
        .order_by(Dialogue.starts_at, Dialogue.id, Participant.side)
    ).all()
    occasions = {(person_id, _prepare(dialogue)): (dialogue, side) for dialogue, person_id, side in coming}
    count = 0
    for person_id, occasion, (dialogue, side) in untold(session, occasions):
        people = around(session, dialogue)
        person = people.told.get(Side(side))
        if person is None or person.id != person_id:
            continue
        themes = session.scalars(
            select(Theme.title).where(Theme.dialogue_id == dialogue.id).order_by(Theme.position)
        ).all()
        count += tell(
            session,
            person_id=person_id,
            kind=Kind.PREPARE,
            words={
                **meeting_words(dialogue),
                "with": people.across(Side(side)),
                "themes": list(themes),
            },
            path=f"{page_of(dialogue)}skriv",
            occasion=occasion,
            about=about_dialogue(dialogue),
        )
    return count


def _prepare(dialogue: Dialogue) -> str:
    return f"prepare/{dialogue.id}/{dialogue.starts_at.isoformat()}"


def remind_of_agreements(session: Session, moment: datetime) -> int:
    """Remind those who promised something, three days before its day.

    What two have only noted down so far is theirs; once it is established whoever holds the post is reminded.
    """
    today = moment.astimezone(STOCKHOLM).date()
    coming = session.scalars(
        select(Agreement)
        .where(
            TO_BE_DONE,
            Agreement.due_on.is_not(None),
            Agreement.due_on <= today + REMIND,
            Agreement.due_on >= today - LATE,
        )
        .options(joinedload(Agreement.dialogue))
        .order_by(Agreement.due_on, Agreement.id)
    ).all()
    told = set(
        session.scalars(
            select(Notice.occasion).where(Notice.occasion.in_([_agreed(one, one.due_on) for one in coming]))
        )
        if coming
        else ()
    )
    return sum(
        _remind_of(session, agreement)
        for agreement in coming
        if _agreed(agreement, agreement.due_on) not in told
    )


def _remind_of(session: Session, agreement: Agreement) -> int:
    people = around(session, agreement.dialogue)
    count = 0
    for side, person in people.told.items():
        if agreement.who not in {side, "both"}:
            continue
        if person != people.participants[side] and agreement.dialogue.state != State.ESTABLISHED:
            continue
        count += tell(
            session,
            person_id=person.id,
            kind=Kind.AGREEMENT_DUE,
            words={
                "due_on": agreement.due_on,
                "with": people.across(side),
                "said_on": agreement.dialogue.starts_at.astimezone(STOCKHOLM).date(),
            },
            path=f"/dialoger/serie/{agreement.series_id}/#agreements",
            occasion=_agreed(agreement, agreement.due_on),
            about=About("agreement", agreement.id),
        )
    return count


def _agreed(agreement: Agreement, due_on: date | None) -> str:
    return f"agreement_due/{agreement.id}/{due_on}"


def register_due() -> None:
    """Let the jobs remind people of what comes in their dialogues."""
    due.register("prepare", remind_to_prepare)
    due.register("agreements", remind_of_agreements)
