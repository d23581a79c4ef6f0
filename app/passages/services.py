"""Writes to passages: releasing upward, answering from above, saying whether the answer is enough."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.cleaning import clean
from app.passages import rules, telling
from app.passages.errors import NewerAnswer, NotYours, Refused
from app.passages.facts import KIND, answer_facts, passage_facts
from app.passages.models import Answer, Passage, PassageSubject, Receipt
from app.passages.queries import reading
from app.passages.released import released
from app.passages.subjects import Ref
from app.passages.talks.services import About, Table, note_talks
from app.records.services import record


def release(
    session: Session,
    *,
    source_kind: str,
    source_id: int,
    said_on: datetime,
    theme: str,
    text: str,
    verdict: str | None,
    over_unit_id: int,
    rep_unit_id: int,
    over_person_id: int,
    rep_person_id: int,
    over_released_at: datetime,
    rep_released_at: datetime,
    actor_id: int | None,
    about: Sequence[Ref] = (),
    place: int | None = None,
) -> Passage:
    """Let words that both released go to the level above; they never change after this, nor what they are about.

    `verdict` is same, partly or different, or None where the two said nothing of it. `place` is the number of the theme in
    the record: that each of `about` was talked about there is kept too.
    """
    passage = Passage(
        source_kind=source_kind,
        source_id=source_id,
        said_on=said_on,
        theme=theme,
        text=text,
        verdict=verdict,
        over_unit_id=over_unit_id,
        rep_unit_id=rep_unit_id,
        over_person_id=over_person_id,
        rep_person_id=rep_person_id,
        over_released_at=over_released_at,
        rep_released_at=rep_released_at,
        released_at=clock.now(),
        subjects=[PassageSubject(subject_kind=ref.kind, subject_id=ref.id) for ref in dict.fromkeys(about)],
    )
    session.add(passage)
    session.flush()
    record(
        session,
        actor_id=actor_id,
        action="passage.released",
        kind=KIND,
        object_id=passage.id,
        after=passage_facts(passage),
    )
    if passage.subjects:
        table = Table(source_kind, source_id, said_on, over_unit_id, rep_unit_id)
        note_talks(session, table=table, about=[About(place, theme, tuple(about))])
    released.tell(session, passage)
    return passage


def answer(session: Session, *, actor: Actor, passage: Passage, text: str) -> Answer:
    """Add an answer from above; several are possible. `passage.answers` must be loaded.

    The same words sent twice in a row by the same person are one answer. Raises `NotYours`, `Refused`.
    """
    line = reading.line_above(session, passage.over_unit_id, clock.today())
    if not rules.may_answer(passage, actor, line):
        raise NotYours
    words = clean(text)
    fault = rules.fault_in_answer(words)
    if fault:
        raise Refused(fault)
    latest = passage.answers[-1] if passage.answers else None
    if latest is not None and latest.answered_by_id == actor.person_id and latest.text == words:
        return latest
    given = Answer(passage_id=passage.id, text=words, answered_by_id=actor.person_id, answered_at=clock.now())
    session.add(given)
    session.flush()
    record(
        session,
        actor_id=actor.person_id,
        action="passage.answered",
        kind=KIND,
        object_id=passage.id,
        after=answer_facts(given),
    )
    telling.answered(session, passage, given)
    session.expire(passage, ["answers"])
    return given


def receive(session: Session, *, actor: Actor, answer: Answer, enough: bool, words: str) -> Receipt:
    """Keep whether an answer is enough to one of the two who raised the matter; it can be changed until the
    next.

    `answer.passage` with its answers and `answer.receipts` must be loaded. Raises `NotYours`, `NewerAnswer`,
    `Refused`.
    """
    passage = answer.passage
    if not actor.may(May.TAKE_PART) or not rules.may_receive(passage, answer, actor):
        raise NotYours
    if any(later.id > answer.id for later in passage.answers):
        raise NewerAnswer
    said = clean(words)
    fault = rules.fault_in_receipt(enough, said)
    if fault:
        raise Refused(fault)
    receipt = next((one for one in answer.receipts if one.person_id == actor.person_id), None)
    before = None
    if receipt is None:
        receipt = Receipt(
            answer_id=answer.id, person_id=actor.person_id, enough=enough, words=said, at=clock.now()
        )
        session.add(receipt)
    elif (receipt.enough, receipt.words) == (enough, said):
        return receipt
    else:
        before = {"answer": answer.id, "enough": receipt.enough, "words": receipt.words}
        receipt.enough, receipt.words, receipt.at = enough, said, clock.now()
    session.flush()
    record(
        session,
        actor_id=actor.person_id,
        action="answer.received",
        kind=KIND,
        object_id=passage.id,
        before=before,
        after={"answer": answer.id, "enough": enough, "words": said},
    )
    session.expire(answer, ["receipts"])
    return receipt
