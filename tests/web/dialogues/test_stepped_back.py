"""The two step back and change something, and go on again: a page from before that establishes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from app import clock as time
from app.dialogues.models import State
from tests.web.dialogues.conftest import Table

Hold = Callable[[datetime], None]


def step(table: Table, *ways: str) -> None:
    for till in ways:
        assert table.over.post(f"{table.here}/steg", data={"till": till}).status_code == 302
        assert table.state == till


@pytest.mark.parametrize("back", [("held", "preparing"), ("held", "preparing", "planned")])
def test_what_was_read_before_an_agreement_was_taken_out_is_not_what_is_established(
    table: Table, back: tuple[str, ...]
) -> None:
    table.to(State.HELD)
    agreement = table.agree(table.over)
    step(table, "establishing")
    table.write_whole("Det här är helheten.")
    read = table.revision
    step(table, *back)
    table.session.refresh(agreement)
    table.over.post(
        f"/dialoger/overenskommelser/{agreement.id}/stang?revision={agreement.revision}",
        data={"dropped": "1"},
    )
    step(table, "held", "establishing")
    stale = table.consent(table.rep, revision=read, own_opinion="Min mening står kvar")
    assert stale.status_code == 409
    assert "har ändrats sedan du läste" in stale.text and "Min mening står kvar" in stale.text
    assert table.consents() == 0
    assert table.consent(table.rep).status_code == 302
    assert table.consents() == 1


def test_what_was_read_before_the_meeting_was_begun_anew_is_not_what_is_established(
    table: Table, clock: Hold
) -> None:
    now = time.now()
    clock(now)
    table.dialogue.starts_at = now + timedelta(minutes=10)
    table.session.commit()
    table.to(State.PREPARING)
    step(table, "held", "establishing")
    table.write_whole("Det här är helheten.")
    read = table.revision
    step(table, "held", "preparing")
    # The record names when the meeting was held: after the agreed time that is another moment than before it.
    clock(now + timedelta(minutes=30))
    step(table, "held", "establishing")
    assert table.consent(table.rep, revision=read).status_code == 409
    assert table.consents() == 0
    assert table.consent(table.rep).status_code == 302
