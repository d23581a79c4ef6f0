"""Writes of the meeting: shared notes, judgements, agreements, decisions."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.cleaning import clean, clean_line
from app.dialogues import rules, settling
from app.dialogues.errors import (
    ChangedBeforeRemoval,
    ChangedMeanwhile,
    Missing,
    NotAllowedNow,
    TextConflict,
    TooLong,
)
from app.dialogues.models import (
    Agreement,
    AgreementState,
    Decision,
    Dialogue,
    SharedText,
    SharedTextRevision,
    Side,
    State,
    Theme,
    Verdict,
)
from app.dialogues.rules import Seat
from app.dialogues.series.services import touch_record
from app.organisation.models import Person
from app.records.services import record
from app.writing import saving
from app.writing.saving import Saved


def write_shared(
    session: Session, *, seat: Seat, dialogue: Dialogue, shared: SharedText, text: str, base: int
) -> Saved:
    """Save a shared text written from revision `base` (0 for an empty one), merging what the other wrote meanwhile.

    Raises `TextConflict` with both texts when the same sentence was changed, `TooLong`, and `NotAllowedNow`.
    """
    check = rules.may_write_notes if shared.theme_id is not None else rules.may_write_whole
    blocked = check(dialogue, seat)
    if blocked:
        raise NotAllowedNow(blocked)
    if len(text) > rules.LONGEST_TEXT:
        raise TooLong(rules.LONGEST_TEXT)
    current = shared.revision_id or 0
    keeper = saving.Keeper(
        shared.text,
        current,
        text_at=lambda revision: _text_at(session, shared, revision),
        keep=lambda kept: _revision(session, seat, shared, kept),
        put=lambda new: _put(session, seat, dialogue, shared, new),
    )
    saved = saving.save(keeper, text, base)
    if saved is None:
        raise TextConflict(str(current), shared.text, _name(session, shared.updated_by_id))
    return saved


def _text_at(session: Session, shared: SharedText, revision_id: int) -> str:
    found = session.scalars(
        select(SharedTextRevision.text).where(
            SharedTextRevision.id == revision_id, SharedTextRevision.shared_text_id == shared.id
        )
    ).one_or_none()
    return found or ""


def _revision(session: Session, seat: Seat, shared: SharedText, text: str) -> int:
    revision = SharedTextRevision(
        shared_text_id=shared.id, text=text, author_id=seat.person_id, at=clock.now()
    )
    session.add(revision)
    session.flush()
    return revision.id


def _put(session: Session, seat: Seat, dialogue: Dialogue, shared: SharedText, text: str) -> int:
    before = shared.text
    # What was sent is kept first: the text that stands is then changed once, with the revision it stands on.
    shared.revision_id = _revision(session, seat, shared, text)
    shared.text, shared.updated_at, shared.updated_by_id = text, clock.now(), seat.person_id
    touch_record(session, dialogue, actor_id=seat.person_id)
    session.flush()
    record(
        session,
        actor_id=seat.person_id,
        action="write_note" if shared.theme_id is not None else "write_whole",
        kind="shared_text",
        object_id=shared.id,
        before={"text": before},
        after={"text": text},
    )
    return shared.revision_id


def _name(session: Session, person_id: int | None) -> str:
    person = session.get(Person, person_id) if person_id is not None else None
    return person.name if person else ""


def judge(session: Session, *, seat: Seat, dialogue: Dialogue, theme: Theme, verdict: Verdict | None) -> None:
    """Note one's own judgement of whether the two see the same on a theme; None takes it back."""
    _open_for_notes(dialogue, seat)
    before = theme.over_verdict if seat.side is Side.OVER else theme.rep_verdict
    if before == verdict:
        return
    if seat.side is Side.OVER:
        theme.over_verdict = verdict
    else:
        theme.rep_verdict = verdict
    touch_record(session, dialogue, actor_id=seat.person_id)
    session.flush()
    record(
        session,
        actor_id=seat.person_id,
        action="judge",
        kind="theme",
        object_id=theme.id,
        before={"verdict": before},
        after={"verdict": verdict, "side": seat.side},
    )


@dataclass(frozen=True, slots=True)
class Promise:
    """What an agreement says."""

    what: str
    who: str
    together_with: str = ""
    due_on: date | None = None

    def checked(self) -> "Promise":
        """Give it as it is kept; refuse a promise without words or without somebody to keep it."""
        kept = replace(self, what=clean(self.what), together_with=clean_line(self.together_with))
        if not kept.what:
            raise Missing("what")
        if kept.who not in {Side.OVER, Side.REP, "both"}:
            raise Missing("who")
        if len(kept.what) > rules.LONGEST_TEXT:
            raise TooLong(rules.LONGEST_TEXT)
        return kept


def agree(
    session: Session, *, seat: Seat, dialogue: Dialogue, theme_id: int | None, promise: Promise
) -> Agreement:
    """Write down who does what by when. Pressed once more, it is as it was: the same is not promised twice on a theme."""
    _open_for_notes(dialogue, seat)
    promise = promise.checked()
    same = session.scalars(
        select(Agreement).where(
            Agreement.dialogue_id == dialogue.id,
            Agreement.theme_id.is_not_distinct_from(theme_id),
            Agreement.what == promise.what,
            Agreement.who == promise.who,
            Agreement.together_with == promise.together_with,
            Agreement.due_on.is_not_distinct_from(promise.due_on),
            Agreement.state == AgreementState.OPEN,
        )
    ).first()
    if same is not None:
        return same
    agreement = Agreement(
        series_id=dialogue.series_id,
        dialogue_id=dialogue.id,
        theme_id=theme_id,
        what=promise.what,
        who=promise.who,
        together_with=promise.together_with,
        due_on=promise.due_on,
    )
    session.add(agreement)
    touch_record(session, dialogue, actor_id=seat.person_id)
    session.flush()
    record(
        session,
        actor_id=seat.person_id,
        action="agree",
        kind="agreement",
        object_id=agreement.id,
        after=_promise(agreement),
    )
    return agreement


def change_agreement(
    session: Session,
    *,
    seat: Seat,
    dialogue: Dialogue,
    agreement: Agreement,
    promise: Promise,
    revision: int,
) -> None:
    """Change the words of an agreement made in this dialogue, while the record is open."""
    _open_for_notes(dialogue, seat)
    promise = promise.checked()
    if agreement.dialogue_id != dialogue.id:
        raise NotAllowedNow("agreed_earlier")
    if agreement.state == AgreementState.DROPPED:
        raise NotAllowedNow("taken_out")
    if agreement.revision != revision:
        raise ChangedMeanwhile(agreement.what, agreement.revision)
    before = _promise(agreement)
    agreement.what, agreement.who = promise.what, promise.who
    agreement.together_with, agreement.due_on = promise.together_with, promise.due_on
    if before == _promise(agreement):
        return
    agreement.revision += 1
    touch_record(session, dialogue, actor_id=seat.person_id)
    session.flush()
    record(
        session,
        actor_id=seat.person_id,
        action="change_agreement",
        kind="agreement",
        object_id=agreement.id,
        before=before,
        after=_promise(agreement),
    )


def _promise(agreement: Agreement) -> dict[str, object]:
    return {
        "what": agreement.what,
        "who": agreement.who,
        "together_with": agreement.together_with,
        "due_on": agreement.due_on,
        "state": agreement.state,
        "words": agreement.closing_words,
    }


def close_agreement(
    session: Session,
    *,
    person_id: int,
    agreement: Agreement,
    state: AgreementState,
    revision: int,
    words: str = "",
) -> None:
    """Say that an agreement is done or dropped, or open it again; either of the two may, in or between meetings.

    One that is dropped while its meeting is open is taken out of what the two establish, and not put back once they have. It
    is closed as it reads at `revision`. Raises `ChangedMeanwhile` when it reads otherwise or was closed with other
    words since, `NotAllowedNow` and `TooLong`.
    """
    words = clean(words)
    if len(words) > rules.LONGEST_TEXT:
        raise TooLong(rules.LONGEST_TEXT)
    if agreement.state == state and not words:
        return
    made_in = session.get_one(Dialogue, agreement.dialogue_id)
    if rules.is_left_out(agreement, made_in):
        raise NotAllowedNow("established_without_it")
    if agreement.revision != revision:
        raise ChangedMeanwhile(agreement.what, agreement.revision)
    before = _promise(agreement)
    if AgreementState.DROPPED in {agreement.state, state} and made_in.state != State.ESTABLISHED:
        # What was given, or read on a page of before the two stepped back, was a record that holds something else.
        touch_record(session, made_in, actor_id=person_id)
    agreement.state = state
    closed = state is not AgreementState.OPEN
    agreement.closed_at = clock.now() if closed else None
    agreement.closed_by_id = person_id if closed else None
    agreement.closing_words = words if closed else ""
    agreement.revision += 1
    session.flush()
    record(
        session,
        actor_id=person_id,
        action="close_agreement" if closed else "reopen_agreement",
        kind="agreement",
        object_id=agreement.id,
        before=before,
        after=_promise(agreement),
    )
    settling.agreement_settled(session, agreement)


def decide(
    session: Session,
    *,
    seat: Seat,
    dialogue: Dialogue,
    theme_id: int | None,
    text: str,
    decision: Decision | None = None,
    revision: int = 0,
) -> Decision:
    """Write down a decision, or change the words of one while the record is open; the same is not decided twice on a theme."""
    _open_for_notes(dialogue, seat)
    if decision is not None and decision.removed_at is not None:
        raise NotAllowedNow("taken_out")
    text = rules.kept_words(text)
    before = None
    if decision is None:
        same = session.scalars(
            select(Decision).where(
                Decision.dialogue_id == dialogue.id,
                Decision.theme_id.is_not_distinct_from(theme_id),
                Decision.text == text,
                Decision.removed_at.is_(None),
            )
        ).first()
        if same is not None:
            return same
        decision = Decision(dialogue_id=dialogue.id, theme_id=theme_id, text=text, revision=0)
        session.add(decision)
    elif decision.revision != revision:
        raise ChangedMeanwhile(decision.text, decision.revision)
    elif decision.text == text:
        return decision
    else:
        before = {"text": decision.text}
        decision.text = text
    decision.revision += 1
    touch_record(session, dialogue, actor_id=seat.person_id)
    session.flush()
    record(
        session,
        actor_id=seat.person_id,
        action="decide",
        kind="decision",
        object_id=decision.id,
        before=before,
        after={"text": decision.text},
    )
    return decision


def remove_decision(
    session: Session, *, seat: Seat, dialogue: Dialogue, decision: Decision, revision: int
) -> None:
    """Take a decision out of a record that is still open, as it reads at `revision`; nothing where that is done already.

    Raises `ChangedBeforeRemoval` when the other has changed its words since they were read.
    """
    _open_for_notes(dialogue, seat)
    if decision.removed_at is not None:
        return
    if decision.revision != revision:
        raise ChangedBeforeRemoval(decision.text)
    decision.removed_at = clock.now()
    touch_record(session, dialogue, actor_id=seat.person_id)
    session.flush()
    record(
        session,
        actor_id=seat.person_id,
        action="remove_decision",
        kind="decision",
        object_id=decision.id,
        before={"text": decision.text},
    )


def put_back_decision(session: Session, *, seat: Seat, dialogue: Dialogue, decision: Decision) -> None:
    """Put a decision back that was taken out of a record still open, as it read; nothing where it stands there already."""
    _open_for_notes(dialogue, seat)
    if decision.removed_at is None:
        return
    decision.removed_at = None
    touch_record(session, dialogue, actor_id=seat.person_id)
    session.flush()
    record(
        session,
        actor_id=seat.person_id,
        action="put_back_decision",
        kind="decision",
        object_id=decision.id,
        after={"text": decision.text},
    )


def _open_for_notes(dialogue: Dialogue, seat: Seat) -> None:
    blocked = rules.may_write_notes(dialogue, seat)
    if blocked:
        raise NotAllowedNow(blocked)
