"""One of the two wants the other's consent for another text than the other has read."""

from __future__ import annotations

from app.dialogues.models import State
from tests.web.dialogues.conftest import Table


def back_and_forth(t: Table, **changed: str) -> None:
    """Step back until title and place can be changed, change them, and step forward again."""
    for target in ("held", "preparing"):
        assert t.over.post(f"{t.here}/steg", data={"till": target}).status_code == 302
    meeting = {"title": "Dialog", "day": "2026-01-12", "time": "09:00", "minutes": "90", "place": ""}
    meeting |= {"expected": str(t.fresh().calendar_sequence)}
    assert t.over.post(f"{t.here}/andra", data=meeting | changed).status_code == 302
    for target in ("held", "establishing"):
        assert t.over.post(f"{t.here}/steg", data={"till": target}).status_code == 302
    assert t.state == State.ESTABLISHING


def test_a_title_changed_behind_a_page_left_open_is_not_established_from_that_page(table: Table) -> None:
    table.to(State.ESTABLISHING)
    read = table.revision
    back_and_forth(table, title="Varning till Eva")
    stale = table.consent(table.rep, revision=read, own_opinion="Min mening")
    assert (stale.status_code, table.consents()) == (409, 0)
    assert "Min mening" in stale.text


def test_a_place_changed_behind_a_page_left_open_is_not_established_from_that_page(table: Table) -> None:
    table.to(State.ESTABLISHING)
    read = table.revision
    back_and_forth(table, place="Personalchefens rum")
    assert table.consent(table.rep, revision=read).status_code == 409
