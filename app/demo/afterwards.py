"""What follows on an established record: agreements closed, addenda, answers and receipts; and what was begun and not sent."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.demo.meeting import Meeting
from app.demo.script import AddendumPart, AgreementPart, AnswerPart, BegunPart, MatterPart, ReceiptPart
from app.dialogues.establishing import services as establishing
from app.dialogues.establishing.disposing import DRAFTS_OF
from app.dialogues.holding import services as holding
from app.dialogues.models import Addendum, Agreement, AgreementState, RaisedMatter, Side, State
from app.drafts import services as drafts
from app.passages import services as passages
from app.passages.models import Answer, Passage
from app.ui.addresses import url_for

Later = tuple[datetime, Callable[[], None]]


def afterwards(meeting: Meeting) -> Iterator[Later]:
    """Give what happens after the record is established, each with its moment, in no order."""
    yield from _closings(meeting)
    for addendum in meeting.part.addenda:
        yield from _correcting(meeting, addendum)
    for begun in meeting.part.begun:
        yield meeting.at(begun.after, 16, 20), lambda begun=begun: _begin(meeting, begun)  # type: ignore[misc]
    for matter in meeting.part.matters:
        for answer in matter.answers:
            yield from _answering(meeting, matter, answer)


def _closings(meeting: Meeting) -> Iterator[Later]:
    for promise in meeting.part.agreements:
        days = promise.done if promise.done is not None else promise.dropped
        if days is not None:
            yield meeting.at(days, 14, 40), lambda promise=promise: _close(meeting, promise)  # type: ignore[misc]


def _close(meeting: Meeting, promise: AgreementPart) -> None:
    session = meeting.stage.session
    agreement = session.scalars(
        select(Agreement).where(Agreement.dialogue_id == meeting.dialogue_id, Agreement.what == promise.what)
    ).one()
    state = AgreementState.DONE if promise.done is not None else AgreementState.DROPPED
    dialogue = meeting.planned
    post = dialogue.series.over_post if promise.who == "over" else dialogue.series.rep_post
    holding.close_agreement(
        session,
        person_id=meeting.stage.holder(post).id,
        agreement=agreement,
        state=state,
        revision=agreement.revision,
        words=promise.words,
    )


def _correcting(meeting: Meeting, part: AddendumPart) -> Iterator[Later]:
    side = part.by

    def write() -> None:
        dialogue, seat = meeting.sit(side)
        addendum = establishing.write_addendum(
            meeting.stage.session, seat=seat, dialogue=dialogue, text=part.text
        )
        establishing.consent_to_addendum(
            meeting.stage.session, seat=seat, dialogue=dialogue, addendum=addendum, revision=addendum.revision
        )
        written.append(addendum)

    def consent() -> None:
        dialogue, seat = meeting.sit(side.other)
        addendum = written[0]
        establishing.consent_to_addendum(
            meeting.stage.session, seat=seat, dialogue=dialogue, addendum=addendum, revision=addendum.revision
        )

    written: list[Addendum] = []
    yield meeting.at(3 + part.after, 9, 50), write
    if part.by_both:
        yield meeting.at(5 + part.after, 11, 5), consent


def _begin(meeting: Meeting, part: BegunPart) -> None:
    dialogue, seat = meeting.sit(part.by)
    if dialogue.state == State.ESTABLISHED:
        path, field = url_for("dialogues.add", dialogue_id=dialogue.id), "text"
    else:
        path, field = url_for("dialogues.consent", dialogue_id=dialogue.id), "own_opinion"
    at = drafts.At(seat.person_id, path, DRAFTS_OF, dialogue.id)
    drafts.keep(meeting.stage.session, at, fields={field: part.text}, base="")


def _answering(meeting: Meeting, matter: MatterPart, part: AnswerPart) -> Iterator[Later]:
    def answer() -> None:
        actor = meeting.stage.actor(meeting.stage.people[part.person])
        passages.answer(meeting.stage.session, actor=actor, passage=_passage(meeting, matter), text=part.text)

    answered = meeting.at(3 + part.after, 16, 10)
    yield answered, answer
    for receipt in part.receipts:
        minute = 15 if receipt.who is Side.REP else 45
        # Counted from the answer, so that a weekend in between never turns their order around.
        yield (
            meeting.stage.calendar.around(answered, receipt.after, 8, minute),
            lambda receipt=receipt: _receive(meeting, matter, receipt),  # type: ignore[misc]
        )


def _receive(meeting: Meeting, matter: MatterPart, receipt: ReceiptPart) -> None:
    passage = _passage(meeting, matter)
    person = passage.over_person_id if receipt.who is Side.OVER else passage.rep_person_id
    passages.receive(
        meeting.stage.session,
        actor=meeting.stage.actor(person),
        answer=passage.answers[-1],
        enough=receipt.enough,
        words=receipt.words,
    )


def _passage(meeting: Meeting, matter: MatterPart) -> Passage:
    return meeting.stage.session.scalars(
        select(Passage)
        .join(RaisedMatter, RaisedMatter.passage_id == Passage.id)
        .where(RaisedMatter.dialogue_id == meeting.dialogue_id, RaisedMatter.text == matter.text.strip())
        .options(selectinload(Passage.answers).selectinload(Answer.receipts))
        .execution_options(populate_existing=True)
    ).one()
