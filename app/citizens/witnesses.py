"""How the history speaks of commitments, what was heard and citizen dialogues: what stands is what was last told."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.citizens import facts
from app.citizens.models import CitizenDialogue, CommitmentFollowUp, Heard, PrincipleAnswer, PublicCommitment
from app.records.witnesses import Heard as HeardEntry
from app.records.witnesses import Row, Told, Witness


def _hear(told: Told, entry: HeardEntry) -> None:
    told.say("", entry.after)


def _hear_said(told: Told, entry: HeardEntry) -> None:
    told.say("", {**entry.after, "by": entry.actor_id})


def _rows(model: Any, facts_of: Callable[[Any], facts.Facts]) -> Callable[[Session], Iterator[Row]]:
    def rows(session: Session) -> Iterator[Row]:
        found = select(model).order_by(model.id).execution_options(yield_per=500, populate_existing=True)
        for one in session.scalars(found):
            yield Row(one.id, "", facts_of(one))

    return rows


def _followed(one: CommitmentFollowUp) -> facts.Facts:
    return {**facts.follow_up_facts(one), "by": one.person_id}


def _actions(kind: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{kind}.{name}" for name in names)


WITNESSES = (
    Witness(
        "public commitment",
        facts.COMMITMENT,
        _actions(
            "commitment",
            "begun",
            "changed",
            "decided",
            "reopened",
            "ended",
            "resumed",
            "laid_aside",
            "taken_up",
        ),
        _hear,
        _rows(PublicCommitment, facts.commitment_facts),
    ),
    Witness(
        "follow-up of public commitment",
        facts.FOLLOW_UP,
        _actions("commitment", "followed_up"),
        _hear_said,
        _rows(CommitmentFollowUp, _followed),
    ),
    Witness(
        "what was heard",
        facts.HEARD,
        _actions("heard", "noted", "changed", "struck", "restored"),
        _hear,
        _rows(Heard, facts.heard_facts),
    ),
    Witness(
        "citizen dialogue",
        facts.DIALOGUE,
        _actions("citizen_dialogue", "begun", "changed", "noted", "reopened", "laid_aside", "taken_up"),
        _hear,
        _rows(CitizenDialogue, facts.dialogue_facts),
    ),
    Witness(
        "principle of citizen dialogue",
        facts.ANSWER,
        _actions("citizen_dialogue", "answered"),
        _hear,
        _rows(PrincipleAnswer, facts.answer_facts),
    ),
)
