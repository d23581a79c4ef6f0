"""What goes when an established record is lawfully erased, beside its edition: the same words where the two wrote them.

Notes, what their subjects were called, the shared picture, decisions, own opinions and the files on the meeting go, here
and in the history; so does what was said about coming: with an answer, where a guest declined, where the meeting was called
off on the way; and drafts of what was not sent. Pictures stay with the two, agreements with their line of meetings, and what
went up with those it went to: each is disposed of by itself.
"""

import json

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.attachments.services import dispose_all
from app.dialogues.about.models import TakenUp, ThemeSubject
from app.dialogues.attaching.places import ON_MEETING, SOURCE
from app.dialogues.models import (
    Addendum,
    Consent,
    Decision,
    Dialogue,
    Guest,
    Participant,
    SharedText,
    SharedTextRevision,
    Theme,
)
from app.dialogues.papers.services import forget_copies
from app.drafts.services import forget_about
from app.records.disposal import Erased, erase_history_content, erase_told
from app.records.models import HistoryContent, HistoryEntry

DRAFTS_OF = "dialogue"
"""What drafts of a dialogue are about."""

TELL_TITLES = ("mark_theme", "unmark_theme", "take_up", "put_back")
"""Entries that hold what a subject was called."""

TELL_OPINIONS = ("consent", "void_consent", "take_back_consent")
"""Entries that hold an own opinion: those given, and those that fell or were taken back on the way."""

TELL_OF_COMING = ("reply", "take_back_reply", "decline_invitation", "step")
"""Entries that can hold words about coming: an answer, one taken back, a guest's no, why the meeting was called off."""

OWN_WORDS = frozenset({"own_opinion", "words", "reason"})
"""What people's own words are called in those entries."""


def erase_beside_record(session: Session, erased: Erased) -> None:
    """Erase what the record says where it was written, and in the history; dispose of the files on the meeting."""
    dialogue_id, because, actor_id = erased.object_id, erased.because, erased.actor_id
    forget_copies(session, dialogue_id)
    forget_about(session, kind=DRAFTS_OF, object_id=dialogue_id)
    _erase_shared_texts(session, dialogue_id, because, actor_id)
    _erase_decisions(session, dialogue_id, because, actor_id)
    _erase_titles(session, dialogue_id, because, actor_id)
    given = select(Consent).where(Consent.dialogue_id == dialogue_id, Consent.own_opinion.is_not(None))
    for consent in session.scalars(given):
        consent.own_opinion = None
    _erase_words_about_coming(session, dialogue_id)
    session.flush()
    told = _entries_with_own_words(session, dialogue_id)
    if told:
        erase_history_content(session, of=told, because=because, actor_id=actor_id)
    dispose_all(
        session, source=(SOURCE, dialogue_id), holder_kind=ON_MEETING, because=because, actor_id=actor_id
    )


def erase_beside_addendum(session: Session, erased: Erased) -> None:
    """Erase the words of an addendum where they were written, and in the history; that there was one stays."""
    addendum = session.get_one(Addendum, erased.object_id)
    addendum.text = ""
    session.flush()
    forget_copies(session, addendum.dialogue_id)
    erase_told(
        session,
        kind="addendum",
        ids=[addendum.id],
        because=erased.because,
        actor_id=erased.actor_id,
    )


def _erase_shared_texts(session: Session, dialogue_id: int, because: str, actor_id: int | None) -> None:
    texts = session.scalars(select(SharedText).where(SharedText.dialogue_id == dialogue_id)).all()
    ids = [text.id for text in texts]
    for text in texts:
        text.text = ""
    session.execute(
        update(SharedTextRevision).where(SharedTextRevision.shared_text_id.in_(ids)).values(text="")
    )
    session.flush()
    erase_told(session, kind="shared_text", ids=ids, because=because, actor_id=actor_id)


def _erase_decisions(session: Session, dialogue_id: int, because: str, actor_id: int | None) -> None:
    decisions = session.scalars(select(Decision).where(Decision.dialogue_id == dialogue_id)).all()
    ids = [decision.id for decision in decisions]
    for decision in decisions:
        session.delete(decision)
    session.flush()
    erase_told(session, kind="decision", ids=ids, because=because, actor_id=actor_id)


def _erase_words_about_coming(session: Session, dialogue_id: int) -> None:
    session.get_one(Dialogue, dialogue_id).cancel_reason = ""
    for one in session.scalars(select(Participant).where(Participant.dialogue_id == dialogue_id)):
        one.reply_words = ""
    for guest in session.scalars(select(Guest).where(Guest.dialogue_id == dialogue_id)):
        guest.declined_because = ""


def _erase_titles(session: Session, dialogue_id: int, because: str, actor_id: int | None) -> None:
    """Erase what the themes' subjects were called there; that they were talked about, by their numbers, stays."""
    themes = session.scalars(select(Theme.id).where(Theme.dialogue_id == dialogue_id)).all()
    for table in (ThemeSubject, TakenUp):
        session.execute(update(table).where(table.theme_id.in_(themes)).values(title=""))
    session.flush()
    erase_told(session, kind="theme", ids=themes, because=because, actor_id=actor_id, actions=TELL_TITLES)


def _entries_with_own_words(session: Session, dialogue_id: int) -> list[int]:
    rows = session.execute(
        select(HistoryEntry.seq, HistoryContent.content)
        .join(HistoryContent, HistoryContent.seq == HistoryEntry.seq)
        .where(
            HistoryEntry.object_kind == "dialogue",
            HistoryEntry.object_id == dialogue_id,
            HistoryEntry.action.in_([*TELL_OPINIONS, *TELL_OF_COMING]),
            HistoryContent.content.is_not(None),
        )
        .order_by(HistoryEntry.seq)
    )
    return [seq for seq, content in rows if content is not None and _holds_own_words(json.loads(content))]


def _holds_own_words(kept: object) -> bool:
    """Look for words under any of their names, however deep: answers stand side by side in one entry."""
    if not isinstance(kept, dict):
        return False
    return any(kept.get(name) for name in OWN_WORDS) or any(_holds_own_words(one) for one in kept.values())
