"""How the history speaks of passages, answers and receipts: what goes upward must be what was released."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.passages.facts import KIND, TALK, answer_facts, passage_facts, talk_facts
from app.passages.models import Answer, Passage, Receipt, Talk
from app.records.witnesses import Heard, Row, Told, Witness


def _released(told: Told, entry: Heard) -> None:
    # What was released before passages could be about something is about nothing.
    told.say("", {"subjects": [], **entry.after})


def _told_of(told: Told, entry: Heard) -> None:
    if entry.action == "passage.carried_over":
        told.say("", entry.after)
    else:
        _released(told, entry)


def _passages(session: Session) -> Iterator[Row]:
    for passage in session.scalars(
        select(Passage)
        .options(selectinload(Passage.subjects))
        .order_by(Passage.id)
        .execution_options(yield_per=500, populate_existing=True)
    ):
        yield Row(passage.id, "", passage_facts(passage))


def _talked(told: Told, entry: Heard) -> None:
    told.say("", entry.after)


def _talks(session: Session) -> Iterator[Row]:
    for talk in session.scalars(
        select(Talk).order_by(Talk.id).execution_options(yield_per=500, populate_existing=True)
    ):
        yield Row(talk.id, "", talk_facts(talk))


def _answered(told: Told, entry: Heard) -> None:
    by = {"by": entry.actor_id} if entry.actor_id is not None else {}
    told.say(f"answer {entry.after.get('answer')}", entry.after | by)


def _answers(session: Session) -> Iterator[Row]:
    answers = (
        select(Answer)
        .order_by(Answer.passage_id, Answer.id)
        .execution_options(yield_per=500, populate_existing=True)
    )
    for answer in session.scalars(answers):
        yield Row(
            answer.passage_id,
            f"answer {answer.id}",
            {**answer_facts(answer), "by": answer.answered_by_id},
        )


def _received(told: Told, entry: Heard) -> None:
    told.say(f"answer {entry.after.get('answer')}, person {entry.actor_id}", entry.after)


def _receipts(session: Session) -> Iterator[Row]:
    rows = session.execute(
        select(Answer.passage_id, Receipt)
        .join(Answer, Answer.id == Receipt.answer_id)
        .order_by(Answer.passage_id, Receipt.id)
        .execution_options(yield_per=500, populate_existing=True)
    )
    for passage_id, receipt in rows:
        yield Row(
            passage_id,
            f"answer {receipt.answer_id}, person {receipt.person_id}",
            {"enough": receipt.enough, "words": receipt.words},
        )


WITNESSES = (
    Witness("passage", KIND, ("passage.released", "passage.carried_over"), _told_of, _passages),
    Witness("talk", TALK, ("talk.noted",), _talked, _talks),
    Witness("answer to passage", KIND, ("passage.answered",), _answered, _answers),
    Witness("receipt of passage", KIND, ("answer.received",), _received, _receipts),
)
