"""A step pressed on a page of before is not another step: nothing falls, and nothing called off is held after all, by it."""

from __future__ import annotations

import re

import pytest

from app.dialogues.models import State
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table

TOO_LATE = "Kanske hann den andra före"


def forms_of(client: SamsynClient, page: str) -> list[dict[str, str]]:
    """Give what the buttons of a page that take a step would send."""
    return [
        dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
        for form in re.findall(r'<form[^>]*action="[^"]*/steg".*?</form>', client.get(page).text, re.DOTALL)
    ]


def button(client: SamsynClient, page: str, till: str) -> dict[str, str]:
    return next(one for one in forms_of(client, page) if one["till"] == till)


def press(table: Table, sent: dict[str, str]) -> str:
    return table.rep.post(f"{table.here}/steg", data=sent, follow_redirects=True).text


def test_beginning_what_is_being_established_by_now_makes_nothing_fall(table: Table) -> None:
    table.to(State.PREPARING)
    begin = button(table.rep, f"{table.here}/", "held")
    table.over.post(f"{table.here}/steg", data={"till": "held"})
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Det här är helheten.")
    table.consent(table.over)
    assert TOO_LATE in press(table, begin)
    assert (table.state, table.consents()) == (State.ESTABLISHING, 1)
    back = button(table.rep, f"{table.here}/", "held")
    assert TOO_LATE not in press(table, back)
    assert (table.state, table.consents()) == (State.HELD, 0)


def test_going_a_step_back_does_not_take_back_that_a_meeting_was_called_off(table: Table) -> None:
    table.to(State.PREPARING)
    back = button(table.rep, f"{table.here}/", "planned")
    table.over.post(f"{table.here}/stall-in", data={"reason": "Vi är sjuka."})
    assert TOO_LATE in press(table, back)
    assert table.state == State.CANCELLED
    assert TOO_LATE not in press(table, button(table.rep, f"{table.here}/", "planned"))
    assert table.state == State.PLANNED


def test_a_meeting_that_has_begun_is_not_called_off_by_a_page_of_before(table: Table) -> None:
    table.to(State.PREPARING)
    page = table.rep.get(f"{table.here}/stall-in").text
    sent = dict(re.findall(r'<input type="hidden" name="(state)" value="([^"]*)"', page))
    table.over.post(f"{table.here}/steg", data={"till": "held"})
    answer = table.rep.post(f"{table.here}/stall-in", data={"reason": "Jag är sjuk i dag.", **sent})
    assert answer.status_code == 422
    assert TOO_LATE in answer.text and "Jag är sjuk i dag." in answer.text
    assert table.state == State.HELD


@pytest.mark.parametrize("state", [State.PREPARING, State.HELD, State.ESTABLISHING])
def test_every_button_tells_how_the_meeting_stood(table: Table, state: State) -> None:
    table.to(state)
    pages = [f"{table.here}/", *([f"{table.here}/helhet"] if state is State.HELD else [])]
    for page in pages:
        for client in (table.over, table.rep):
            sent = forms_of(client, page)
            assert sent and all(one.get("state") == state for one in sent), page
