"""Who was there: told plainly when it is not noted, and noted where one establishes."""

from __future__ import annotations

from app.dialogues.models import State
from tests.web.dialogues.conftest import Table

GAP = "Närvaron är inte sparad än."


def test_the_page_where_both_establish_says_that_nobody_noted_who_was_there(table: Table) -> None:
    table.to(State.ESTABLISHING)
    for one in (table.over, table.rep):
        page = one.get(f"{table.here}/helhet").text
        assert GAP in page
        assert page.index('id="attendance"') < page.index('id="establish"')


def test_it_is_noted_right_there(table: Table) -> None:
    table.to(State.ESTABLISHING)
    everybody = {"present": [table.over_person.id, table.rep_person.id], "from": "whole"}
    answer = table.rep.post(f"{table.here}/narvaro", data=everybody)
    assert answer.location == f"{table.here}/helhet#attendance"
    for one in (table.over, table.rep):
        assert GAP not in one.get(f"{table.here}/helhet").text
    table.consent(table.over)
    table.consent(table.rep)
    page = table.over.get(f"{table.here}/").text
    assert f"Med på mötet: {table.over_person.name} och {table.rep_person.name}" in page


def test_it_holds_nobody_up(table: Table) -> None:
    table.to(State.ESTABLISHING)
    table.consent(table.over)
    table.consent(table.rep)
    assert table.state == State.ESTABLISHED
    assert "Med på mötet: inte noterat" in table.over.get(f"{table.here}/").text


def test_noting_it_from_the_meeting_leads_back_there_and_nowhere_else(table: Table) -> None:
    table.to(State.HELD)
    for wanted in ("meeting", "", "https://example.org/"):
        answer = table.over.post(
            f"{table.here}/narvaro", data={"present": table.rep_person.id, "from": wanted}
        )
        assert answer.location == f"{table.here}/#attendance"


def test_who_has_established_is_told_that_a_change_of_it_asks_anew(table: Table) -> None:
    table.to(State.ESTABLISHING)
    told = "Ändras närvaron behöver ni båda fastställa på nytt."
    assert told not in table.rep.get(f"{table.here}/helhet").text
    table.consent(table.over)
    assert told in table.rep.get(f"{table.here}/helhet").text
