"""What goes when a commitment that has ended, what was heard in a year gone by or a citizen dialogue is disposed of."""

from collections.abc import Iterator

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, Integer, and_, cast, exists, extract, func, literal, or_, select
from sqlalchemy.orm import Session

from app.citizens.facts import ANSWER, COMMITMENT, DIALOGUE, FOLLOW_UP, HEARD
from app.citizens.models import (
    CitizenDialogue,
    CommitmentFollowUp,
    CommitmentState,
    DialogueState,
    Heard,
    PrincipleAnswer,
    PublicCommitment,
)
from app.disposing.kinds import year_in
from app.disposing.things import Thing, says_something
from app.records.earlier import GONE, Written

COLUMNS_OF_COMMITMENT = {
    "promise": GONE,
    "to_whom": "",
    "followed_how": "",
    "if_broken": "",
    "closing_words": "",
    "link": "",
}
COLUMNS_OF_DIALOGUE = {
    "title": GONE,
    **dict.fromkeys(("purpose", "question", "influence", "method", "invited"), ""),
    **dict.fromkeys(("said", "led_to", "told_back", "link"), ""),
}

_ENDED_IN = cast(extract("year", PublicCommitment.ended_on), Integer)
_HELD_IN = cast(extract("year", CitizenDialogue.held_on), Integer)


def _of_commitment(session: Session, number: int) -> Iterator[Written]:
    yield Written(COMMITMENT, number, session.get_one(PublicCommitment, number), COLUMNS_OF_COMMITMENT)
    said = select(CommitmentFollowUp).where(CommitmentFollowUp.commitment_id == number)
    for one in session.scalars(said):
        yield Written(FOLLOW_UP, one.id, one, {"words": GONE, "done": ""})


def _of_heard(session: Session, number: int) -> Iterator[Written]:
    one = session.get_one(Heard, number)
    yield Written(HEARD, number, one, {"said": GONE, "period": "", "figures": "", "we_do": "", "link": ""})


def _of_dialogue(session: Session, number: int) -> Iterator[Written]:
    yield Written(DIALOGUE, number, session.get_one(CitizenDialogue, number), COLUMNS_OF_DIALOGUE)
    for one in session.scalars(select(PrincipleAnswer).where(PrincipleAnswer.dialogue_id == number)):
        yield Written(ANSWER, one.id, one, {"words": ""})


def _commitment_over(_year: int) -> ColumnElement[bool]:
    ended = PublicCommitment.state.in_([CommitmentState.ENDED, CommitmentState.ASIDE])
    followed = exists().where(
        CommitmentFollowUp.commitment_id == PublicCommitment.id, says_something(CommitmentFollowUp.words)
    )
    return and_(ended, or_(says_something(PublicCommitment.promise), followed))


def _heard_over(year: int) -> ColumnElement[bool]:
    return and_(or_(Heard.year < year, Heard.struck_at.is_not(None)), says_something(Heard.said))


def _dialogue_over(year: int) -> ColumnElement[bool]:
    noted = and_(CitizenDialogue.state == DialogueState.NOTED, year > _HELD_IN)
    return and_(
        or_(CitizenDialogue.state == DialogueState.ASIDE, func.coalesce(noted, literal(False))),
        says_something(CitizenDialogue.title),
    )


CITIZENS = (
    Thing(
        kind=COMMITMENT,
        of=literal("commitment"),
        number=PublicCommitment.id,
        unit_id=PublicCommitment.unit_id,
        year=func.coalesce(_ENDED_IN, year_in(PublicCommitment.written_at)),
        since_year=_ENDED_IN,
        at=PublicCommitment.written_at,
        over=_commitment_over,
        written=_of_commitment,
        goes=lazy_gettext(
            "löftet med sina ord, till vem det gavs, och allt som sagts om hur det har hållits"
        ),
    ),
    Thing(
        kind=HEARD,
        of=literal("heard"),
        number=Heard.id,
        unit_id=Heard.unit_id,
        year=Heard.year,
        since_year=Heard.year,
        at=Heard.at,
        over=_heard_over,
        written=_of_heard,
        goes=lazy_gettext("vad invånare eller brukare sade, siffrorna intill och vad enheten gör av det"),
    ),
    Thing(
        kind=DIALOGUE,
        of=literal("citizen_dialogue"),
        number=CitizenDialogue.id,
        unit_id=CitizenDialogue.unit_id,
        year=func.coalesce(_HELD_IN, year_in(CitizenDialogue.written_at)),
        since_year=_HELD_IN,
        on=CitizenDialogue.held_on,
        at=CitizenDialogue.written_at,
        over=_dialogue_over,
        written=_of_dialogue,
        goes=lazy_gettext(
            "rubrik, syfte och fråga, vad som sades, vad det ledde till, återkopplingen och svaren på principerna"
        ),
    ),
)
