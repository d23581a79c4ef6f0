"""An employee reports at once to their own manager, where the model has it, and reads what became of it and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.deviations.models import DeviationReport
from app.notifications.kinds import Kind
from app.notifications.leaving import leaving
from app.notifications.models import MailState, Notice, Outgoing
from app.organisation.appointing import end_appointment
from app.organisation.models import Appointment, Person
from app.records.verifying import verify
from app.search.keeping import compare
from tests.factories.deviations import make_deviation, whole
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient

Visit = Callable[[str], SamsynClient]
WHAT = "Vi var två vuxna på tjugoen barn."


@pytest.fixture(autouse=True)
def _lerum(model: Callable[[str], None]) -> None:
    model("lerum")


@pytest.fixture
def reported(session: Session, town: Municipality) -> DeviationReport:
    made = make_deviation(session, town.employee, town.unit, WHAT, as_employee=True)
    session.commit()
    return made


def told(session: Session, what: str) -> set[int]:
    session.rollback()
    found = session.scalars(select(Notice).where(Notice.kind == Kind.DEVIATION)).all()
    return {one.person_id for one in found if one.words["what"] == what}


def test_an_employee_reports_from_the_start_page_and_reads_what_became_of_it(
    session: Session, town: Municipality, visit: Visit
) -> None:
    client = visit("employee")
    assert 'href="/avvikelser/ny"' in client.get("/").text
    page = client.get("/avvikelser/ny").text
    assert page.count("<textarea") == 3
    assert f"Skicka till {town.unit_manager.name}" in page
    assert "Vad har du gjort?" in page
    refused = client.post("/avvikelser/ny", data={"happened": " ", "done": "Vi ringde."})
    assert refused.status_code == 422
    assert "Vi ringde." in refused.text
    client.post("/avvikelser/ny", data={"happened": WHAT, "needed": "Jour före sju."})
    made = session.scalars(select(DeviationReport)).one()
    assert (made.by_employee, made.reported_by_id, made.unit_id) == (True, town.employee.id, town.unit.id)
    assert told(session, "came") == {town.unit_manager.id}
    here, manager = f"/avvikelser/{made.id}", visit("unit")
    assert WHAT in manager.get("/").text
    manager.post(f"{here}/mottagen")
    manager.post(f"{here}/vidare", data={"words": "Jouren är hela sektionens."})
    visit("section").post(f"{here}/behall", data={"words": "Jouren svarar från halv sex."})
    page = client.get(here).text
    assert "Jouren är hela sektionens." in page
    assert "Jouren svarar från halv sex." in page
    assert "Jag har tagit emot den" not in page
    # Whoever reported is told each time; their manager too, of what others say once it is passed on.
    assert told(session, "passed_on") == {town.employee.id}
    assert told(session, "kept") == {town.employee.id, town.unit_manager.id}
    assert verify(session).faults == []
    assert compare(session).agrees


def test_only_the_employee_and_the_levels_it_has_come_to_read_it(
    session: Session, town: Municipality, people: dict[str, Person], visit: Visit, reported: DeviationReport
) -> None:
    people["colleague"] = make_person(session, "Kim Kollega")
    make_appointment(session, people["colleague"], town.unit, Role.EMPLOYEE)
    session.commit()
    here = f"/avvikelser/{reported.id}"
    for who in people:
        reads, client = who in {"employee", "unit"}, visit(who)
        assert (client.get(here).status_code == 200) is reads, who
        assert (WHAT in client.get("/avvikelser/").text) is reads, who
        assert (here in client.get("/sok?q=tjugoen").text) is reads, who
        if who != "unit":
            for act in ("mottagen", "behall", "vidare"):
                assert client.post(f"{here}/{act}", data={"words": "x"}).status_code == 404, (who, act)
        if who != "employee":
            assert client.post(f"{here}/ta-tillbaka").status_code == 404, who
    # What the manager reports of the unit is not the employees' to read.
    managers = make_deviation(session, town.unit_manager, town.unit, "Köket är stängt.")
    session.commit()
    assert visit("employee").get(f"/avvikelser/{managers.id}").status_code == 404


def test_what_is_taken_back_in_time_is_the_employees_alone(
    session: Session, visit: Visit, reported: DeviationReport
) -> None:
    here = f"/avvikelser/{reported.id}"
    visit("employee").post(f"{here}/ta-tillbaka")
    assert "Tillbakatagen" in visit("employee").get(here).text
    assert visit("unit").get(here).status_code == 404
    assert told(session, "came") == set()


def test_where_nobody_leads_the_unit_it_comes_to_the_next_level_and_a_later_manager_does_not_inherit_it(
    session: Session, town: Municipality, visit: Visit
) -> None:
    led = select(Appointment).where(
        Appointment.person_id == town.unit_manager.id, Appointment.role == Role.MANAGER
    )
    end_appointment(session, appointment_id=session.scalars(led).one().id, on=clock.today(), actor_id=None)
    made = make_deviation(session, town.employee, town.unit, WHAT, as_employee=True)
    assert [one.unit_id for one in whole(session, made).levels] == [town.section.id]
    make_appointment(session, town.sibling_manager, town.unit, Role.MANAGER, since=clock.today())
    session.commit()
    assert visit("sibling").get(f"/avvikelser/{made.id}").status_code == 404
    assert WHAT in visit("section").get(f"/avvikelser/{made.id}").text


def test_who_is_no_longer_an_employee_there_neither_reads_it_nor_is_told(
    session: Session, town: Municipality, visit: Visit, reported: DeviationReport
) -> None:
    visit("unit").post(f"/avvikelser/{reported.id}/mottagen")
    assert leaving.let_go(session, clock.today()) == 0
    post = session.scalars(select(Appointment).where(Appointment.person_id == town.employee.id)).one()
    end_appointment(session, appointment_id=post.id, on=clock.today(), actor_id=None)
    make_appointment(session, town.employee, town.other_unit, Role.EMPLOYEE)
    session.commit()
    assert visit("employee").get(f"/avvikelser/{reported.id}").status_code == 404
    # What goes out by mail this minute keeps its words until it is gone.
    session.execute(update(Outgoing).values(state=MailState.SENT))
    assert leaving.let_go(session, clock.today()) == 1
    visit("unit").post(f"/avvikelser/{reported.id}/behall", data={"words": "Löst."})
    assert told(session, "kept") == set()


def test_where_the_model_does_not_say_that_employees_report_there_is_neither_button_nor_door(
    visit: Visit, reported: DeviationReport, model: Callable[[str], None]
) -> None:
    model("tranemo")
    client = visit("employee")
    assert "/avvikelser/" not in client.get("/").text
    assert client.get("/avvikelser/ny").status_code == 404
    # What was written is read whatever the model says now.
    assert WHAT in client.get(f"/avvikelser/{reported.id}").text
