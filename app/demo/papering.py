"""The demo's paper: the municipality's letterhead, and records that are registered."""

from itertools import count
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.script import OrganisationPart
from app.demo.stage import Stage
from app.dialogues.models import Dialogue, PairKind, Side, State
from app.dialogues.papers.services import Filing, file_record
from app.dialogues.queries.opening import loaded_dialogue
from app.dialogues.rules import Seat, Standing
from app.exports.letterhead.services import change_letterhead

ARMS = "arms.svg"
TYPES = {PairKind.EMPLOYEE: "Medarbetarsamtal"}
MARKED = "OSL 39 kap. 2 §"
"""What a talk with an employee that touched on health is marked with: the statute on personnel care."""
NOT_YET = 4
"""Of the records established last so many are not registered: that takes its days."""


def put_on_paper(stage: Stage, folder: Path, wanted: OrganisationPart) -> None:
    """Set the letterhead, with arms of the project's own making, and register most of what is established."""
    arms = folder / ARMS
    change_letterhead(
        stage.session,
        actor_id=stage.people[wanted.administrator],
        name=wanted.municipality,
        description=f"Påhittat vapen för {wanted.municipality}: {wanted.arms}",
        revision=0,
        picture=arms.read_bytes() if arms.exists() else None,
    )
    _register(stage.session)


def _register(session: Session) -> None:
    established = session.execute(
        select(Dialogue.id, Dialogue.starts_at)
        .where(Dialogue.state == State.ESTABLISHED)
        .order_by(Dialogue.starts_at, Dialogue.id)
    ).all()
    numbers: dict[int, count[int]] = {}
    for place, (dialogue_id, starts_at) in enumerate(established[:-NOT_YET]):
        dialogue = loaded_dialogue(session, dialogue_id)
        if dialogue is None:
            continue
        year = numbers.setdefault(starts_at.year, count(41, 7))
        number = next(year)
        seat = next(
            Seat(Standing.PARTICIPANT, Side.OVER, one.person_id)
            for one in dialogue.participants
            if one.side == Side.OVER
        )
        kind = TYPES.get(PairKind(dialogue.series.pair_kind), "Dialoganteckning")
        # Every fifth has its number in the other system only, as it happens.
        registered = f"KS {starts_at.year}/{number}" if place % 5 else ""
        marked = MARKED if dialogue.series.pair_kind == PairKind.EMPLOYEE and place % 2 else ""
        file_record(session, seat=seat, dialogue=dialogue, filing=Filing(registered, kind, marked))
