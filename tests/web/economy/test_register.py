"""Sums of the units below, the register and its files, frames and financial goals: only what one may read, missing told."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.documents.models import RecordedDecision
from app.economy.models import FinancialGoal, Frame, GoalFollowUp
from app.economy.queries.whose import Reader
from app.economy.rollup import Sum, added, sums_below, units_below
from app.organisation.models import Person
from app.records.verifying import verify
from tests.factories.documents import acting_as
from tests.factories.economy import make_financial_goal, make_forecast, make_submitted
from tests.factories.organisation import Municipality, make_manager, make_unit
from tests.support.client import SamsynClient
from tests.web.economy.conftest import YEAR

Visit = Callable[[str], SamsynClient]


def sum_below(session: Session, who: Reader, unit_id: int) -> Sum | None:
    return added(sums_below(session, who, unit_id, YEAR, 10).values())


def reader(session: Session, person: Person) -> Reader:
    return Reader(acting_as(session, person), clock.today())


def test_a_sum_takes_the_first_that_has_submitted_on_each_way_down(
    session: Session, town: Municipality
) -> None:
    below = make_unit(session, "Avdelningen", under=town.unit)
    chief = make_manager(session, below, "Anna Avdelning")
    make_submitted(session, below, chief, budget=100, expected=90)
    chief_reads = reader(session, town.chief_executive)
    found = sum_below(session, chief_reads, town.section.id)
    assert found is not None
    assert (found.units, found.budget, found.deviation) == (1, 100_000, 10_000)
    make_submitted(session, town.unit, town.unit_manager, budget=1_000, expected=1_200)
    make_submitted(session, town.sibling, town.sibling_manager, budget=500, expected=500, outcome=400)
    found = sum_below(session, chief_reads, town.section.id)
    assert found is not None
    assert (found.units, found.budget, found.reckoned, found.deviation) == (2, 1_500_000, 1_700_000, -200_000)
    assert (found.outcome, found.without_outcome) == (400_000, 1)
    make_submitted(session, town.section, town.section_manager, budget=9_000, expected=9_000)
    top = sum_below(session, chief_reads, town.administration.id)
    assert top is not None
    assert (top.units, top.budget) == (1, 9_000_000)


def test_a_unit_that_has_not_submitted_is_told_by_those_under_it_so_that_the_rows_add_up(
    session: Session, town: Municipality, visit: Visit
) -> None:
    make_submitted(session, town.unit, town.unit_manager, budget=1_000, expected=1_200)
    session.commit()
    who = reader(session, town.chief_executive)
    sums = sums_below(session, who, town.administration.id, YEAR, 10)
    assert {unit_id: one.deviation for unit_id, one in sums.items()} == {town.section.id: -200_000}
    page = " ".join(visit("chief").get(f"/ekonomi/?enhet={town.administration.id}&ar={YEAR}").text.split())
    row = page.split(f"{town.section.name}</a></th>")[1].split("</tr>")[0]
    assert "inte lämnad än" in row
    assert "en enhet under har lämnat" in row
    assert "−200" in row
    top = " ".join(visit("auditor").get(f"/ekonomi/?enhet={town.council.id}&ar={YEAR}").text.split())
    assert (
        "lämnar ingen egen prognos; en enhet under har lämnat" in top.split(f"{town.board.name}</a></th>")[1]
    )


def test_drafts_and_other_times_are_in_no_sum_and_nothing_is_no_zero(
    session: Session, town: Municipality
) -> None:
    make_forecast(session, town.unit, town.unit_manager, budget=1, expected=2)
    make_submitted(session, town.unit, town.unit_manager, month=8)
    make_submitted(session, town.unit, town.unit_manager, year=YEAR - 1)
    who = reader(session, town.section_manager)
    assert sum_below(session, who, town.section.id) is None
    rows = units_below(session, who, town.section.id, YEAR, 10)
    assert [one.unit for one in rows.silent] == [one.unit for one in rows.rows]
    assert {one.deviation for one in rows.rows} == {None}


def test_nobody_reads_a_sum_of_what_they_may_not_read(session: Session, town: Municipality) -> None:
    make_submitted(session, town.unit, town.unit_manager)
    for person in (town.sibling_manager, town.other_section_manager, town.employee, town.administrator):
        assert sum_below(session, reader(session, person), town.section.id) is None


def test_the_register_shows_words_and_what_is_not_submitted_in_order_of_names(
    session: Session, town: Municipality, visit: Visit
) -> None:
    make_submitted(session, town.unit, town.unit_manager, budget=100, expected=200, says="Två är sjuka.")
    session.commit()
    client = visit("section")
    page = client.get(f"/ekonomi/enheter?ar={YEAR}&manad=10").text
    assert "Två är sjuka." in page
    assert "inte lämnad än" in page
    assert page.index("Två är sjuka.") < page.index("−100")
    only = client.get(f"/ekonomi/enheter?ar={YEAR}&manad=10&visa=underskott").text
    assert "Två är sjuka." in only
    assert "inte lämnad än" not in only
    silent = client.get(f"/ekonomi/enheter?ar={YEAR}&manad=10&visa=inte-lamnat").text
    assert "Två är sjuka." not in silent
    assert "stämmer med det du valt" in client.get("/ekonomi/enheter?q=finnsinte").text
    assert "Två är sjuka." not in visit("sibling").get(f"/ekonomi/enheter?ar={YEAR}&manad=10").text


def test_the_file_tells_the_swedish_day_a_forecast_was_submitted(
    session: Session, town: Municipality, visit: Visit, clock: Callable[[datetime], None]
) -> None:
    clock(datetime(2026, 6, 30, 22, 30, tzinfo=UTC))
    make_submitted(
        session, town.unit, town.unit_manager, month=4, budget=100, expected=100, says="Som väntat."
    )
    session.commit()
    file = visit("section").get("/ekonomi/enheter.csv?ar=2026&manad=4").text
    line = next(one for one in file.splitlines() if "Som väntat." in one)
    assert line.endswith(";2026-07-01")


def test_the_register_is_taken_along_with_numbers_that_add(
    session: Session, town: Municipality, visit: Visit
) -> None:
    make_submitted(session, town.unit, town.unit_manager, budget=100, expected=200, says="=1+1")
    session.commit()
    client = visit("section")
    csv = client.get(f"/ekonomi/enheter.csv?ar={YEAR}&manad=10")
    line = next(one for one in csv.text.splitlines() if "'=1+1" in one)
    assert ";100;;200;-100;100;" in line
    book = load_workbook(io.BytesIO(client.get(f"/ekonomi/enheter.xlsx?ar={YEAR}&manad=10").data))
    rows = [[cell.value for cell in row] for row in book.active]
    told = next(row for row in rows if row[1] == "=1+1")
    assert told[4:9] == [100, None, 200, -100, 100]
    assert any(row[1] == "inte lämnad än" and row[4] is None for row in rows)


def frames(town: Municipality, **more: str) -> dict[str, object]:
    return {
        "shown": town.section.id,
        "year": YEAR,
        f"amount_{YEAR}": "1 000",
        f"revision_{YEAR}": "0",
        **more,
    }


def test_frames_are_set_from_above_for_the_years_of_the_plan(
    session: Session, town: Municipality, visit: Visit
) -> None:
    answer = visit("section").post(
        f"/ekonomi/ramar/{town.unit.id}",
        data=frames(town, **{f"amount_{YEAR + 2}": "1 100,5", f"words_{YEAR + 2}": "Fler barn."}),
    )
    assert answer.status_code == 302
    found = {one.year: one.amount for one in session.scalars(select(Frame))}
    assert found == {YEAR: 1_000_000, YEAR + 2: 1_100_500}
    page = visit("unit").get(f"/ekonomi/ramar?enhet={town.unit.id}&ar={YEAR}").text
    assert "1\u00a0100,5" in page
    assert "Fler barn." in page
    again = visit("support").post(f"/ekonomi/ramar/{town.unit.id}", data=frames(town))
    assert again.status_code == 409
    assert verify(session).faults == []


def test_nobody_gives_oneself_a_frame(session: Session, town: Municipality, visit: Visit) -> None:
    for who, status in (
        ("unit", 404), ("sibling", 404), ("auditor", 404), ("chair", 404), ("employee", 404), ("chief", 302),
    ):  # fmt: skip
        answer = visit(who).post(
            f"/ekonomi/ramar/{town.unit.id}", data=frames(town) | {"shown": town.unit.id}
        )
        assert answer.status_code == status, who
    assert len(session.scalars(select(Frame)).all()) == 1


def test_a_frame_that_cannot_be_read_is_told_at_its_field(
    session: Session, town: Municipality, visit: Visit
) -> None:
    answer = visit("section").post(
        f"/ekonomi/ramar/{town.unit.id}",
        data=frames(town, **{f"amount_{YEAR}": "mycket", f"words_{YEAR}": "Mina ord."}),
    )
    assert answer.status_code == 422
    assert 'value="mycket"' in answer.text
    assert "Mina ord." in answer.text
    assert session.scalars(select(Frame)).all() == []


def test_nothing_is_carried_over_where_the_model_does_not(
    session: Session, town: Municipality, visit: Visit
) -> None:
    answer = visit("section").post(
        f"/ekonomi/ramar/{town.unit.id}", data=frames(town, **{f"carried_{YEAR}": "50"})
    )
    assert answer.status_code == 422
    assert "förs inget med sig mellan åren" in answer.text


GOAL = {
    "title": "Resultatet är minst två procent",
    "words": "Så att vi klarar ett sämre år.",
    "from_year": str(YEAR),
    "decided_by": "Kommunfullmäktige",
    "decided_on": "2026-06-15",
    "registry_number": "KS/2026:99",
    "concerns_children": "later",
}


def test_a_financial_goal_is_entered_with_its_decision_and_followed_up_in_words(
    session: Session, town: Municipality, visit: Visit
) -> None:
    client = visit("chief")
    answer = client.post("/ekonomi/finansiella-mal/nytt", data=GOAL)
    assert answer.status_code == 302, answer.text
    goal = session.scalars(select(FinancialGoal)).one()
    decision = session.scalars(select(RecordedDecision)).one()
    assert (goal.decision_id, decision.registry_number) == (decision.id, "KS/2026:99")
    missing = client.post(
        f"/ekonomi/finansiella-mal/{goal.id}/uppfoljning", data={"period": f"{YEAR}-10", "value": "1,4 %"}
    )
    assert missing.status_code == 422
    assert "1,4 %" in missing.text
    client.post(
        f"/ekonomi/finansiella-mal/{goal.id}/uppfoljning",
        data={"period": f"{YEAR}-10", "value": "1,4 %", "words": "Under målet, men åt rätt håll."},
    )
    assert session.scalars(select(GoalFollowUp)).one().value == "1,4 %"
    for who in ("unit", "auditor", "chair"):
        page = visit(who).get(f"/ekonomi/finansiella-mal/{goal.id}").text
        assert page.index("Under målet, men åt rätt håll.") < page.index("1,4 %")
    assert visit("employee").get(f"/ekonomi/finansiella-mal/{goal.id}").status_code == 404
    # Everybody reads the decision; who reads no economy sees what it is about without a door that is closed.
    for page in ("/styrdokument/beslut/", f"/styrdokument/beslut/{decision.id}/"):
        door = f'href="/ekonomi/finansiella-mal/{goal.id}"'
        assert door in client.get(page).text
        seen = visit("employee").get(page).text
        assert goal.title in seen
        assert door not in seen
    assert verify(session).faults == []


@pytest.mark.parametrize("who", ["unit", "section", "auditor", "chair", "employee"])
def test_others_enter_no_financial_goals(
    session: Session, town: Municipality, visit: Visit, who: str
) -> None:
    assert visit(who).get("/ekonomi/finansiella-mal/nytt").status_code == 404
    assert visit(who).post("/ekonomi/finansiella-mal/nytt", data=GOAL).status_code == 404


def test_a_financial_goal_is_put_right_ended_with_words_and_taken_back(
    session: Session, town: Municipality, visit: Visit
) -> None:
    goal = make_financial_goal(session, town.chief_executive)
    session.commit()
    client, here = visit("chief"), f"/ekonomi/finansiella-mal/{goal.id}"
    wrong = client.post(
        f"{here}/ratta", data={"title": "Nytt", "from_year": "2026", "until_year": "2020", "revision": "1"}
    )
    assert wrong.status_code == 422
    assert "Sista året" in wrong.text
    assert (
        client.post(f"{here}/ratta", data={"title": "Nytt", "from_year": "2026", "revision": "1"}).status_code
        == 302
    )
    assert (
        client.post(
            f"{here}/ratta", data={"title": "Annat", "from_year": "2026", "revision": "1"}
        ).status_code
        == 409
    )
    assert client.post(f"{here}/avsluta", data={"words": ""}).status_code == 422
    client.post(f"{here}/avsluta", data={"words": "Vi nådde det."})
    assert "Vi nådde det." in client.get(here).text
    late = client.post(f"{here}/uppfoljning", data={"period": f"{YEAR}-10", "words": "Ett ord till."})
    assert late.status_code == 409
    assert "Det är låst så som det står nu." in late.text
    client.post(f"{here}/aterta")
    session.expire_all()
    assert session.get_one(FinancialGoal, goal.id).state == "in_force"
    assert verify(session).faults == []
