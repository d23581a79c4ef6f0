"""Somebody judges a deficit large: a plan of its own is written, handed over, received, and followed up until it is done."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import clock
from app.economy.lasting import LASTING
from app.economy.models import EconomicRemedy, Recovery, RecoveryState
from app.notifications.kinds import Kind
from app.notifications.leaving import leaving
from app.notifications.models import MailState, Notice, Outgoing
from app.organisation.appointing import end_appointment
from app.organisation.models import Appointment, Person
from app.records.verifying import verify
from app.search.keeping import compare
from tests.factories.economy import (
    hand_over,
    make_remedy_plan,
    make_submitted,
    remedy_plan_of,
    write_remedy_plan,
)
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.support.downloads import name_of
from tests.support.shown import hidden
from tests.support.statements import counted_statements
from tests.web.economy.conftest import YEAR

Visit = Callable[[str], SamsynClient]


@pytest.fixture(autouse=True)
def _perstorp(model: Callable[[str], None]) -> None:
    model("perstorp")


@pytest.fixture
def deficit(session: Session, town: Municipality) -> None:
    make_submitted(session, town.unit, town.unit_manager, expected=11_000, says="Vikarierna kostar.")
    session.commit()


@pytest.fixture
def handed_over(session: Session, town: Municipality, deficit: None) -> str:
    plan = make_remedy_plan(session, town.unit, town.unit_manager)
    write_remedy_plan(session, plan, town.unit_manager, "Vi ställer om natten.", "En natt färre")
    hand_over(session, plan, town.unit_manager)
    session.commit()
    return f"/ekonomi/atgardsplan/{plan.id}"


def plan(session: Session, town: Municipality) -> Recovery:
    session.rollback()
    return remedy_plan_of(session, town.unit, YEAR)


def test_a_deficit_is_judged_large_and_its_plan_written_and_handed_to_whom_the_model_says(
    session: Session, town: Municipality, visit: Visit, deficit: None
) -> None:
    client = visit("unit")
    assert "skriv en åtgärdsplan" in client.get("/ekonomi/").text
    empty = client.post("/ekonomi/atgardsplan/ny", data={"why": " "})
    assert empty.status_code == 422
    client.post("/ekonomi/atgardsplan/ny", data={"why": "Det går inte över av sig självt."})
    found = plan(session, town)
    here = f"/ekonomi/atgardsplan/{found.id}"
    # Every label leads to a field of its own form.
    ids = re.findall(r' id="([^"]+)"', client.get(here).text)
    assert sorted(ids) == sorted(set(ids))
    assert (found.deficit, found.month, found.judged_by_id) == (1_000_000, 10, town.unit_manager.id)
    refused = client.post(f"{here}/lamna", data={"expected": found.record_revision})
    assert refused.status_code == 422
    for lacking in ("Orden saknas", "vem som ansvarar", "minst en åtgärd, med effekt och dag"):
        assert lacking in refused.text
    client.post(
        here, data={"words": "Vi ställer om natten.", "who": "Eva", "due_on": "2026-12-31", "revision": "1"}
    )
    client.post(f"{here}/steg", data={"what": "En natt färre", "effect": "400", "year": YEAR})
    refused = client.post(f"{here}/lamna", data={"expected": plan(session, town).record_revision})
    assert "”En natt färre” saknar dag" in refused.text
    (step,) = session.scalars(select(EconomicRemedy).where(EconomicRemedy.recovery_id == found.id)).all()
    client.post(
        f"/ekonomi/atgard/{step.id}/andra",
        data={
            "what": "En natt färre",
            "effect": "400",
            "due_on": "2026-12-01",
            "revision": str(step.revision),
        },
    )
    client.post(f"{here}/lamna", data={"expected": plan(session, town).record_revision})
    found = plan(session, town)
    assert found.state == RecoveryState.ESTABLISHED
    assert found.handed_to is not None
    assert found.handed_to.kind == "executive_board"
    above = visit("section").get(here).text
    assert "Åtgärdsplan för underskottet 2026" in above
    assert "En natt färre" in above
    # What stands in the plan meets the deficit of the year, beside what stands in the forecasts.
    assert "täcker hela underskottet" in client.get("/ekonomi/").text
    assert here in visit("section").get("/sok?q=natten").text
    assert verify(session).faults == []
    assert compare(session).agrees


def test_it_is_received_by_those_it_was_handed_to_and_followed_up_until_it_is_done(
    session: Session, town: Municipality, visit: Visit, handed_over: str
) -> None:
    assert handed_over in visit("chair").get("/").text
    assert visit("section").post(f"{handed_over}/mottagen", data={"received": "x"}).status_code == 404
    read = {"received": "Vi läser den i oktober.", "expected": str(plan(session, town).edition_id)}
    visit("chair").post(f"{handed_over}/mottagen", data=read)
    client = visit("unit")
    assert "Vi läser den i oktober." in client.get(handed_over).text
    assert handed_over not in visit("chair").get("/").text
    early = client.post(f"{handed_over}/klar", data={"words": "Det gick."})
    assert early.status_code == 422
    assert "”En natt färre” är inte klar" in early.text
    assert "Det gick." in early.text
    step = session.scalars(select(EconomicRemedy).where(EconomicRemedy.recovery_id.is_not(None))).one()
    client.post(f"/ekonomi/atgard/{step.id}/lage", data={"state": "done", "words": "Klar i november."})
    client.post(f"{handed_over}/klar", data={"words": "Natten kostar mindre, och ingen har slutat."})
    assert plan(session, town).state == RecoveryState.DONE
    assert "ingen har slutat" in visit("section").get(handed_over).text
    assert "ingen har slutat" in visit("section").get(f"/ekonomi/?enhet={town.unit.id}").text
    assert handed_over in visit("section").get("/sok", query_string={"q": "slutat"}).text
    client.post(f"{handed_over}/oppna")
    assert plan(session, town).state == RecoveryState.OPEN
    # How it went stands on no page of a plan that goes on, and is not found.
    assert "ingen har slutat" not in client.get(handed_over).text
    assert handed_over not in client.get("/sok", query_string={"q": "slutat"}).text
    # What has been handed over is not put aside: others have read it.
    assert client.post(f"{handed_over}/behovs-inte", data={"words": "x"}).status_code == 409
    assert verify(session).faults == []
    assert compare(session).agrees


def test_a_plan_is_received_only_as_it_was_read_and_only_once(
    session: Session, town: Municipality, visit: Visit, handed_over: str
) -> None:
    chair, client = visit("chair"), visit("unit")
    read = {"received": "Tack.", "expected": hidden(chair.get(handed_over).text, "expected")}
    client.post(f"{handed_over}/oppna")
    early = chair.post(f"{handed_over}/mottagen", data=read)
    assert early.status_code == 409
    assert "öppnat den igen" in early.text
    assert "Tack." in early.text
    anew = {"words": "Vi ställer om dagen också.", "who": "Eva", "due_on": "2026-12-31"}
    client.post(handed_over, data=anew | {"revision": plan(session, town).revision})
    sent = client.post(f"{handed_over}/lamna", data={"expected": plan(session, town).record_revision})
    assert sent.status_code == 302
    late = chair.post(f"{handed_over}/mottagen", data=read)
    assert late.status_code == 409
    assert "ny version sedan du läste den" in late.text
    assert "Vi ställer om dagen också." in late.text
    assert "Tack." in late.text
    assert chair.post(f"{handed_over}/mottagen", data=read | {"expected": ""}).status_code == 409
    assert plan(session, town).received_at is None
    now = read | {"expected": hidden(late.text, "expected")}
    assert chair.post(f"{handed_over}/mottagen", data=now).status_code == 302
    second = chair.post(f"{handed_over}/mottagen", data=now | {"received": "Mina ord."})
    assert second.status_code == 409
    assert "hann före dig" in second.text
    assert "Mina ord." in second.text
    assert plan(session, town).received_words == "Tack."


def test_of_two_who_receive_a_plan_at_once_exactly_one_wins(
    session: Session, app: Flask, town: Municipality, visit: Visit, handed_over: str
) -> None:
    read = {"received": "Tack.", "expected": str(plan(session, town).edition_id)}
    clients = [visit("chair"), visit("chair")]
    session.rollback()
    for client in clients:
        # What the test has written is there already; its session is not for two at once.
        client.before_request = None

    def press(client: SamsynClient) -> int:
        with app.app_context():
            return client.post(f"{handed_over}/mottagen", data=read).status_code

    with ThreadPoolExecutor(2) as threads:
        # The clock that is held still is the test's own, which each thread takes along.
        pressed = [threads.submit(copy_context().run, press, one) for one in clients]
        assert sorted(one.result() for one in pressed) == [302, 409]
    assert len(told(session, "received")) == 1
    assert verify(session).faults == []


def test_what_is_not_handed_over_is_read_only_by_those_who_write(
    session: Session, town: Municipality, people: dict[str, Person], visit: Visit, deficit: None
) -> None:
    found = make_remedy_plan(session, town.unit, town.unit_manager, why="Skälen i utkastet.")
    write_remedy_plan(session, found, town.unit_manager, "Utkastets ord.", "Utkastets åtgärd")
    session.commit()
    for who in people:
        writes = who in {"unit", "support", "secretary"}
        page = visit(who).get(f"/ekonomi/atgardsplan/{found.id}")
        for words in ("Skälen i utkastet.", "Utkastets ord.", "Utkastets åtgärd"):
            assert (words in page.text) is writes, (who, words)
        paper = visit(who).get(f"/ekonomi/plan/{found.id}/utskrift")
        assert (paper.status_code == 200) is writes, who
        if writes:
            word = visit(who).get(f"/ekonomi/plan/{found.id}/fil.docx")
            assert name_of(word).endswith(", utkast.docx")
        for step in ("lamna", "klar", "behovs-inte", "oppna"):
            if who != "unit":
                answer = visit(who).post(f"/ekonomi/atgardsplan/{found.id}/{step}", data={"words": "x"})
                assert answer.status_code == 404, (who, step)


def test_a_plan_is_kept_on_paper_and_in_the_list(visit: Visit, handed_over: str) -> None:
    client = visit("section")
    assert handed_over in client.get("/ekonomi/atgardsplaner").text
    number = handed_over.rsplit("/", 1)[1]
    printed = client.get(f"/ekonomi/plan/{number}/utskrift").text
    assert "Vi ställer om natten." in printed
    assert "En natt färre" in printed
    word = client.get(f"/ekonomi/plan/{number}/fil.docx")
    assert word.status_code == 200
    assert word.data.startswith(b"PK")
    assert re.search(r", lämnad \d{4}-\d\d-\d\d\.docx$", name_of(word))
    assert handed_over not in visit("sibling").get("/ekonomi/atgardsplaner").text


def test_two_who_write_at_once_lose_nothing_and_what_is_not_needed_can_be_taken_up_again(
    session: Session, town: Municipality, visit: Visit, deficit: None
) -> None:
    number = make_remedy_plan(session, town.unit, town.unit_manager).id
    session.commit()
    here, client = f"/ekonomi/atgardsplan/{number}", visit("unit")
    client.post(here, data={"words": "Den förstas ord.", "revision": "1"})
    second = client.post(here, data={"words": "Den andras ord.", "revision": "1"})
    assert second.status_code == 409
    assert "Den förstas ord." in second.text
    assert "Den andras ord." in second.text
    assert client.post(f"{here}/behovs-inte", data={"words": ""}).status_code == 422
    client.post(f"{here}/behovs-inte", data={"words": "Prognosen är i balans."})
    assert plan(session, town).state == RecoveryState.LAPSED
    assert visit("section").get(here).status_code == 404
    client.post("/ekonomi/atgardsplan/ny", data={"why": "Ändå inte."})
    assert plan(session, town).state == RecoveryState.OPEN
    assert plan(session, town).words == "Den förstas ord."
    assert verify(session).faults == []


def test_why_one_judges_what_another_has_judged_is_given_back(visit: Visit, deficit: None) -> None:
    client = visit("unit")
    opened = client.post("/ekonomi/atgardsplan/ny", data={"why": "Det går inte över av sig självt."})
    late = client.post("/ekonomi/atgardsplan/ny", data={"why": "Vikarierna kostar mer."})
    assert late.status_code == 409 and "Vikarierna kostar mer." in late.text
    again = client.post("/ekonomi/atgardsplan/ny", data={"why": "Det går inte över av sig självt."})
    assert (again.status_code, again.location) == (303, opened.location)


def test_where_the_model_has_no_such_plans_none_is_offered_but_what_was_written_is_read(
    visit: Visit, handed_over: str, model: Callable[[str], None]
) -> None:
    model("lerum")
    client = visit("unit")
    assert "skriv en åtgärdsplan" not in client.get("/ekonomi/").text
    assert client.get("/ekonomi/atgardsplan/ny").status_code == 404
    assert "Vi ställer om natten." in client.get(handed_over).text


def test_a_plan_nobody_handed_over_is_kept_and_goes_with_why_the_deficit_was_judged_large(
    session: Session, town: Municipality
) -> None:
    plan = make_remedy_plan(session, town.unit, town.unit_manager, why="Större än vi klarar.")
    session.commit()
    draft = next(one for one in LASTING if one.kind == "recovery_draft")
    assert list(session.scalars(draft.waiting(plan.year + 4))) == [plan.id]
    (own,) = [one for one in draft.written(session, plan.id) if one.row is plan]
    assert {"words", "judged_why", "who", "received_words", "closing_words"} <= set(own.columns)


def told(session: Session, what: str) -> dict[int, Notice]:
    """Give what people were told of plans."""
    session.rollback()
    found = session.scalars(select(Notice).where(Notice.kind == Kind.REMEDY_PLAN)).all()
    return {one.person_id: one for one in found if one.words["what"] == what}


def test_those_it_is_handed_to_are_told_and_then_those_who_handed_it_in_and_never_what_it_says(
    session: Session, town: Municipality, visit: Visit, handed_over: str
) -> None:
    assert set(told(session, "handed_over")) == {town.politician.id}
    (notice,) = told(session, "handed_over").values()
    assert (notice.path, notice.outgoing_id is not None) == (handed_over, True)
    assert set(notice.words) == {"what", "unit", "level", "year"}
    assert "har lämnat en åtgärdsplan för underskottet" in visit("chair").get("/nytt").text
    # Written anew it waits for nobody, and is told of anew when it is handed over again.
    visit("unit").post(f"{handed_over}/oppna")
    assert told(session, "handed_over") == {}
    visit("unit").post(f"{handed_over}/lamna", data={"expected": plan(session, town).record_revision})
    assert set(told(session, "handed_over")) == {town.politician.id}
    read = {"received": "Vi läser den i oktober.", "expected": str(plan(session, town).edition_id)}
    visit("chair").post(f"{handed_over}/mottagen", data=read)
    assert told(session, "handed_over") == {}
    assert set(told(session, "received")) == {town.unit_manager.id}
    # Who has left the post is told of it no longer.
    assert leaving.let_go(session, clock.today()) == 0
    held = session.scalars(select(Appointment).where(Appointment.person_id == town.unit_manager.id)).one()
    end_appointment(session, appointment_id=held.id, on=clock.today(), actor_id=None)
    session.execute(update(Outgoing).values(state=MailState.SENT))
    assert leaving.let_go(session, clock.today()) == 1


def test_the_pages_of_plans_take_no_more_statements_with_more_in_them(
    session: Session, town: Municipality, visit: Visit, handed_over: str
) -> None:
    client = visit("chief")

    def taken() -> list[int]:
        found = []
        for path in (handed_over, "/ekonomi/atgardsplaner"):
            assert client.get(path).status_code == 200
            with counted_statements(session.get_bind()) as sent:  # type: ignore[arg-type]
                client.get(path)
            found.append(len(sent))
        return found

    few = taken()
    visit("unit").post(f"{handed_over}/oppna")
    for what in ("Två nätter färre", "En natt till"):
        write_remedy_plan(session, plan(session, town), town.unit_manager, "Vi ställer om natten.", what)
        session.commit()
    hand_over(session, plan(session, town), town.unit_manager)
    for unit, by in ((town.sibling, town.sibling_manager), (town.other_unit, town.other_unit_manager)):
        hand_over(session, _written(session, make_remedy_plan(session, unit, by), by), by)
    session.commit()
    assert taken() == few


def _written(session: Session, made: Recovery, by: Person) -> Recovery:
    write_remedy_plan(session, made, by, "Vi ställer om natten.", "En natt färre")
    return made
