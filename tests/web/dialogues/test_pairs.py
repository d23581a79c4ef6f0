"""The other pairs go the whole way too: presidium and kommunchef, board and administration, manager and employee."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.dialogues.agenda.services import adopt_profile_templates
from app.dialogues.models import Dialogue, RaisedMatter, Series, State
from app.organisation.models import Person
from app.passages.models import Passage
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.factories.planning import profile
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table

PAIRS = ["managers", "presidium", "board", "employee"]


def two_of(kind: str, town: Municipality, session: Session) -> tuple[Person, Person]:
    if kind == "managers":
        return town.section_manager, town.unit_manager
    if kind == "presidium":
        return town.politician, town.chief_executive
    if kind == "employee":
        return town.unit_manager, town.employee
    chair = make_person(session, "Olga Ordförande")
    committee = town.company
    make_appointment(session, chair, committee, Role.POLITICIAN, duty="vice_chair")
    manager = make_person(session, "Filip Förvaltningschef")
    from tests.factories.organisation import make_unit

    make_appointment(session, manager, make_unit(session, "Byggförvaltningen", under=committee))
    return chair, manager


@pytest.fixture
def templates(session: Session, app: object) -> None:
    from flask import current_app

    adopt_profile_templates(session, current_app.extensions["samsyn_profile"])


@pytest.mark.parametrize("kind", PAIRS)
def test_a_pair_goes_from_a_new_line_to_an_established_record(
    kind: str,
    session: Session,
    town: Municipality,
    visit: Callable[[Person], SamsynClient],
    templates: None,
) -> None:
    over_person, rep_person = two_of(kind, town, session)
    over, rep = visit(over_person), visit(rep_person)
    page = over.get("/dialoger/ny-serie").text
    offered = re.findall(rf'<option value="({kind}\|[^"]+)"[^>]*>([^<]*)', page)
    name = rep_person.name
    value = next(value for value, label in offered if name in label)
    from app.dialogues.agenda.queries import templates_for

    template = templates_for(session, kind)[0].id
    made = over.post("/dialoger/ny-serie", data={"pair": value, "template": template, "rhythm": "mallen"})
    assert made.status_code == 302
    series = session.scalars(select(Series)).one()
    assert series.pair_kind == kind
    # How often such talks are had to begin with is the model's, by its template.
    assert series.rhythm == profile().templates_for(kind)[0].rhythm != ""  # type: ignore[arg-type]
    planned = over.post(
        f"/dialoger/serie/{series.id}/nytt-mote",
        data={"title": "Samtal", "day": "2024-03-01", "time": "09:00", "minutes": "60"},
    )
    assert planned.status_code == 302
    dialogue = session.scalars(select(Dialogue)).one()
    table = Table(session, series, dialogue, over, rep, over_person, rep_person)
    rep.post(f"{table.at_theme}/min-bild", data={"text": "Rapporterandes bild", "base": ""})
    assert "Rapporterandes bild" not in over.get(table.at_theme).text
    over.post(f"{table.here}/steg", data={"till": "held"})
    assert "Rapporterandes bild" in over.get(table.at_theme).text
    table.write_note(rep, "Vi ser det tillsammans.")
    if kind == "employee":
        _nothing_goes_up(table)
    else:
        table.matter(over, table.propose(rep, "Det här ska högre upp"), "release")
    rep.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Så här ser vi det.")
    table.consent(rep)
    table.consent(over)
    assert table.state == State.ESTABLISHED
    for client in (over, rep):
        assert "Så här ser vi det." in client.get(f"{table.here}/").text
        assert "Så här ser vi det." in client.get(f"/dialoger/serie/{series.id}/").text
    raised = [(one.over_person_id, one.rep_person_id) for one in session.scalars(select(Passage))]
    assert raised == ([] if kind == "employee" else [(over_person.id, rep_person.id)])


def _nothing_goes_up(table: Table) -> None:
    """Hold the page and the address to `may_raise` of the model's template for employee talks; what was typed is kept."""
    page = table.rep.get(table.at_theme).text
    assert "Ur de här samtalen lyfts inget uppåt" in page
    assert 'id="matter-text"' not in page
    refused = table.rep.post(f"{table.here}/lyft", data={"text": "Mitt emellan oss", "theme": table.theme.id})
    assert "Ur de här samtalen lyfts inget uppåt" in refused.text
    assert "Mitt emellan oss" in refused.text
    assert not table.session.scalars(select(RaisedMatter)).all()


def test_a_second_line_for_the_same_pair_is_not_begun(
    session: Session, town: Municipality, table: Table
) -> None:
    page = table.over.get("/dialoger/ny-serie").text
    assert "Eva Enhetschef" not in page
    assert "Siv Syskonchef" in page
    from app.dialogues.models import PostKind

    value = f"managers|{town.section.id}:{PostKind.MANAGER}:|{town.unit.id}:{PostKind.MANAGER}:"
    answer = table.over.post(
        "/dialoger/ny-serie", data={"pair": value, "template": table.series.template_id, "rhythm": ""}
    )
    assert answer.status_code == 422
    assert len(session.scalars(select(Series)).all()) == 1


def test_nobody_begins_a_line_for_others(session: Session, town: Municipality, table: Table) -> None:
    for value in (
        f"managers|{town.other_section.id}:manager:|{town.other_unit.id}:manager:",
        f"managers|{town.administration.id}:manager:|{town.unit.id}:manager:",
        f"employee|{town.unit.id}:manager:|{town.unit.id}:employee:{town.employee.id}",
        "managers|1:manager:|1:manager:",
        "||",
        "managers",
        "",
        "x" * 5000,
    ):
        answer = table.over.post(
            "/dialoger/ny-serie", data={"pair": value, "template": table.series.template_id, "rhythm": ""}
        )
        assert answer.status_code == 422, value
    assert len(session.scalars(select(Series)).all()) == 1


def test_an_employee_who_changes_unit_leaves_the_talks_with_the_former_manager(
    session: Session, town: Municipality, visit: Callable[[Person], SamsynClient], templates: None
) -> None:
    from app import clock
    from app.organisation.models import Appointment
    from tests.factories.dialogues import make_dialogue, make_series

    series = make_series(session, town.unit, town.unit, pair="employee", employee=town.employee)  # type: ignore[arg-type]
    dialogue = make_dialogue(session, series, town.unit_manager, town.employee)
    session.commit()
    client = visit(town.employee)
    assert client.get(f"/dialoger/{dialogue.id}/").status_code == 200
    held = session.scalars(select(Appointment).where(Appointment.person_id == town.employee.id)).one()
    held.valid_to = clock.today()
    make_appointment(session, town.employee, town.sibling, Role.EMPLOYEE, since=clock.today())
    session.commit()
    assert client.get(f"/dialoger/{dialogue.id}/").status_code == 404
    assert client.get("/dialoger/").status_code == 200


def test_another_employee_of_the_unit_sees_nothing_of_a_colleagues_talk(
    session: Session, town: Municipality, visit: Callable[[Person], SamsynClient], templates: None
) -> None:
    from tests.factories.dialogues import make_dialogue, make_series

    colleague = make_person(session, "Kim Kollega")
    make_appointment(session, colleague, town.unit, Role.EMPLOYEE)
    series = make_series(session, town.unit, town.unit, pair="employee", employee=town.employee)  # type: ignore[arg-type]
    dialogue = make_dialogue(session, series, town.unit_manager, town.employee)
    session.commit()
    client = visit(colleague)
    assert client.get(f"/dialoger/{dialogue.id}/").status_code == 404
    assert client.get(f"/dialoger/serie/{series.id}/").status_code == 404
