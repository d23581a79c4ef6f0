"""Browsers send a line end as two characters; what is kept of record has plain ones, whatever form it was written in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.dialogues.models import Agreement, Decision, Dialogue, Participant, RaisedMatter, Side, State
from tests.web.dialogues.conftest import Table

SENT, KEPT = "Första raden.\r\nAndra raden.\r\n", "Första raden.\nAndra raden."


def decision(table: Table) -> str:
    table.to(State.HELD).over.post(f"{table.here}/beslut", data={"text": SENT, "theme": table.theme.id})
    return table.session.scalars(select(Decision.text)).one()


def changed_decision(table: Table) -> str:
    made = table.to(State.HELD).decide(table.over)
    sent = {"text": SENT, "decision": made.id, "revision": made.revision}
    table.over.post(f"{table.here}/beslut", data=sent)
    return table.session.scalars(select(Decision.text)).one()


def matter(table: Table) -> str:
    table.to(State.HELD).over.post(f"{table.here}/lyft", data={"text": SENT, "theme": table.theme.id})
    return table.session.scalars(select(RaisedMatter.text)).one()


def changed_matter(table: Table) -> str:
    table.matter(table.over, table.to(State.HELD).propose(table.over), "change", text=SENT)
    return table.session.scalars(select(RaisedMatter.text)).one()


def agreement(table: Table) -> str:
    table.to(State.HELD).over.post(f"{table.here}/overenskommelser/ny", data={"what": SENT, "who": "rep"})
    return table.session.scalars(select(Agreement.what)).one()


def changed_agreement(table: Table) -> str:
    made = table.to(State.HELD).agree(table.over)
    sent = {"what": SENT, "who": "rep", "revision": made.revision}
    table.over.post(f"{table.here}/overenskommelser/{made.id}", data=sent)
    return table.session.scalars(select(Agreement.what)).one()


def closing_words(table: Table) -> str:
    made = table.to(State.HELD).agree(table.over)
    address = f"/dialoger/overenskommelser/{made.id}/stang?revision={made.revision}"
    table.over.post(address, data={"done": "1", "words": SENT})
    return table.session.scalars(select(Agreement.closing_words)).one()


def why_cancelled(table: Table) -> str:
    table.over.post(f"{table.here}/stall-in", data={"reason": SENT})
    return table.session.scalars(select(Dialogue.cancel_reason)).one()


def answer(table: Table) -> str:
    shown = f"{table.dialogue.starts_at.isoformat()}/{table.dialogue.minutes}"
    table.rep.post(f"{table.here}/svar", data={"reply": "declined", "words": SENT, "shown": shown})
    mine = select(Participant.reply_words).where(Participant.side == Side.REP)
    return table.session.scalars(mine).one()


WRITTEN = [decision, changed_decision, matter, changed_matter, agreement, changed_agreement, closing_words]


@pytest.mark.parametrize("write", [*WRITTEN, why_cancelled, answer])
def test_line_ends_of_browsers_are_not_kept(table: Table, write: Callable[[Table], str]) -> None:
    assert table.fresh()
    kept = write(table)
    table.session.commit()
    assert kept == KEPT
