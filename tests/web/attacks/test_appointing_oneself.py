"""An administrator reads no dialogue text, and so opens none to oneself: not by hand, not by a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.organisation.appointing import appoint, change_appointment, end_appointment
from app.organisation.errors import Reason, Refused
from app.organisation.importing import import_organisation
from app.organisation.models import Appointment, Person, PlannedChange
from app.organisation.reorganising import merge_units
from app.organisation.taking_back import take_back
from app.organisation.units import move_unit
from tests.factories.organisation import Municipality, make_appointment
from tests.factories.passages import make_passage
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table

Visit = Callable[[Person], SamsynClient]
OPENING = [Role.MANAGER, Role.POLITICIAN, Role.EMPLOYEE, Role.SUPPORT, Role.AUDITOR]


def held(session: Session, person: Person) -> set[str]:
    session.commit()
    return set(session.scalars(select(Appointment.role).where(Appointment.person_id == person.id)))


@pytest.mark.parametrize("role", OPENING)
def test_an_administrator_gives_oneself_no_post_with_dialogues(
    role: Role, session: Session, town: Municipality
) -> None:
    admin = town.administrator.id
    wanted = {"unit_id": town.section.id, "role": role.value, "valid_from": clock.today(), "is_deputy": True}
    with pytest.raises(Refused) as refused:
        appoint(session, person_id=admin, actor_id=admin, **wanted)
    assert refused.value.reason is Reason.ONESELF
    appoint(session, person_id=town.politician.id, actor_id=admin, **wanted)
    appoint(session, person_id=admin, actor_id=town.politician.id, **wanted)


def test_the_page_says_who_does_it_instead_and_nothing_of_a_dialogue_is_read(
    table: Table, session: Session, town: Municipality, visit: Visit
) -> None:
    session.commit()
    admin = visit(town.administrator)
    sent = {
        "person": town.administrator.id,
        "unit": town.section.id,
        "role": "manager",
        "duty": "",
        "is_deputy": "y",
        "valid_from": clock.today().isoformat(),
    }
    answer = admin.post("/organisation/nytt-forordnande", data=sent)
    assert "annan administratör" in answer.text
    assert held(session, town.administrator) == {"administrator"}
    assert admin.get(table.at_theme).status_code == 404


def test_one_s_own_post_is_given_up_but_not_prolonged(session: Session, town: Municipality) -> None:
    admin, today = town.administrator, clock.today()
    post = make_appointment(
        session, admin, town.section, Role.MANAGER, deputy=True, until=today + timedelta(days=3)
    )
    kept = {"title": "Tf", "is_deputy": True, "actor_id": admin.id}
    longer = {"valid_from": post.valid_from, "valid_to": today + timedelta(days=30)}
    with pytest.raises(Refused) as refused:
        change_appointment(session, appointment_id=post.id, **longer, **kept)
    assert refused.value.reason is Reason.ONESELF
    same = {"valid_from": post.valid_from, "valid_to": post.valid_to}
    change_appointment(session, appointment_id=post.id, **same, **kept)
    end_appointment(session, appointment_id=post.id, on=today, actor_id=admin.id)


def test_a_file_gives_the_one_who_reads_it_in_no_post_either(
    session: Session, town: Municipality, tmp_path: Path
) -> None:
    town.administrator.external_id, town.section.external_id = "A1", "E1"
    session.commit()
    file = tmp_path / "personer.csv"
    file.write_text(
        "person_id;namn;enhet_id;roll;tf\nA1;" + town.administrator.name + ";E1;manager;ja\n", "utf-8"
    )
    kinds = current_app.extensions["samsyn_profile"].unit_kinds

    def read(actor: Person | None, *, dry_run: bool) -> list[Reason | object]:
        number = actor.id if actor else None
        report = import_organisation(session, file, actor_id=number, dry_run=dry_run, kinds=kinds)
        return [problem.reason for problem in report.problems]

    assert read(town.administrator, dry_run=True) == [Reason.ONESELF]
    assert read(town.administrator, dry_run=False) == [Reason.ONESELF]
    assert held(session, town.administrator) == {"administrator"}
    assert read(None, dry_run=False) == []
    assert held(session, town.administrator) == {"administrator", "manager"}


def test_one_s_own_post_is_given_up_on_its_page_too(session: Session, town: Municipality) -> None:
    admin, today = town.administrator, clock.today()
    post = make_appointment(session, admin, town.section, Role.MANAGER, deputy=True)
    change_appointment(
        session,
        appointment_id=post.id,
        valid_from=post.valid_from,
        valid_to=today + timedelta(days=1),
        title="",
        is_deputy=True,
        actor_id=admin.id,
    )
    assert post.valid_to == today + timedelta(days=1)


def test_an_administrator_who_leads_a_unit_hangs_no_other_under_it(
    session: Session, town: Municipality, visit: Visit, tmp_path: Path
) -> None:
    raised = make_passage(
        session, (town.other_unit, town.other_unit_manager), (town.other_unit, town.other_section_manager)
    )
    make_appointment(session, town.administrator, town.unit, Role.MANAGER, deputy=True)
    session.commit()
    number, today, other = town.administrator.id, clock.today(), town.other_unit.id
    admin = visit(town.administrator)
    sent = {"parent": town.unit.id, "on": today.isoformat(), "confirmed": "1"}
    town.unit.kind = "section"
    session.commit()
    answer = admin.post(f"/organisation/enhet/{other}/flytta", data=sent)
    assert answer.status_code == 422
    assert "som hen själv leder" in answer.text
    assert admin.get(f"/lyft/{raised.id}").status_code == 404
    file = tmp_path / "enheter.csv"
    file.write_text(
        f"enhet_id;enhet;typ;ligger_under\nsamsyn-{other};Kost och lokalvård;enhet;samsyn-{town.unit.id}\n",
        "utf-8",
    )
    kinds = current_app.extensions["samsyn_profile"].unit_kinds

    def read(actor: int | None) -> list[Reason | object]:
        report = import_organisation(session, file, actor_id=actor, dry_run=True, kinds=kinds)
        return [problem.reason for problem in report.problems]

    assert read(number) == [Reason.MOVING_TO_ONESELF]
    assert read(None) == []
    # Where one already leads a unit above, nothing is opened.
    move_unit(session, unit_id=town.sibling.id, parent_id=town.unit.id, on=today, actor_id=None)
    make_appointment(session, town.administrator, town.section, Role.MANAGER, deputy=True)
    move_unit(
        session,
        unit_id=town.sibling.id,
        parent_id=town.section.id,
        on=today + timedelta(days=9),
        actor_id=number,
    )


def refused_to_oneself(call: Callable[[], object]) -> bool:
    with pytest.raises(Refused) as found:
        call()
    return found.value.reason is Reason.MOVING_TO_ONESELF


def test_an_administrator_who_leads_a_unit_merges_no_other_into_what_hangs_under_it(
    session: Session, town: Municipality, visit: Visit
) -> None:
    raised = make_passage(
        session, (town.other_unit, town.other_unit_manager), (town.other_unit, town.other_section_manager)
    )
    make_appointment(session, town.administrator, town.section, Role.MANAGER, deputy=True)
    session.commit()
    admin = visit(town.administrator)
    sent = {
        "other": town.other_unit.id,
        "on": clock.today().isoformat(),
        "name": "Ängen och köket",
        "confirmed": "1",
    }
    answer = admin.post(f"/organisation/enhet/{town.unit.id}/sla-ihop", data=sent)
    assert answer.status_code == 422
    assert "som hen själv leder" in answer.text
    assert admin.get(f"/lyft/{raised.id}").status_code == 404
    both = {"unit_ids": [town.unit.id, town.sibling.id], "on": clock.today(), "name": "Ängen och Björken"}
    merge_units(session, actor_id=town.administrator.id, **both)  # type: ignore[arg-type]


def test_nor_where_what_it_is_hung_under_comes_there_later(session: Session, town: Municipality) -> None:
    later = clock.today() + timedelta(days=9)
    make_appointment(session, town.administrator, town.section, Role.MANAGER, deputy=True)
    move_unit(session, unit_id=town.other_section.id, parent_id=town.section.id, on=later, actor_id=None)
    wanted = {"unit_id": town.company.id, "parent_id": town.other_section.id, "on": clock.today()}
    assert refused_to_oneself(lambda: move_unit(session, actor_id=town.administrator.id, **wanted))


def test_nor_straight_under_a_board_one_presides_over(session: Session, town: Municipality) -> None:
    make_appointment(session, town.administrator, town.council, Role.POLITICIAN, duty="vice_chair")
    admin, today = town.administrator.id, clock.today()
    wanted = {"unit_id": town.company.id, "parent_id": town.council.id, "on": today}
    assert refused_to_oneself(lambda: move_unit(session, actor_id=admin, **wanted))
    # What hangs further down is raised to others.
    move_unit(session, unit_id=town.company.id, parent_id=town.administration.id, on=today, actor_id=admin)


def test_nor_is_a_move_away_from_it_taken_back(session: Session, town: Municipality) -> None:
    later = clock.today() + timedelta(days=9)
    make_appointment(session, town.administrator, town.section, Role.MANAGER, deputy=True)
    move_unit(session, unit_id=town.unit.id, parent_id=town.other_section.id, on=later, actor_id=None)
    planned = session.scalars(select(PlannedChange.id)).one()
    assert refused_to_oneself(lambda: take_back(session, planned_id=planned, actor_id=town.administrator.id))
    session.rollback()


def test_one_who_leads_nothing_takes_a_move_back(session: Session, town: Municipality) -> None:
    later = clock.today() + timedelta(days=9)
    move_unit(session, unit_id=town.unit.id, parent_id=town.other_section.id, on=later, actor_id=None)
    planned = session.scalars(select(PlannedChange.id)).one()
    take_back(session, planned_id=planned, actor_id=town.administrator.id)


def test_a_file_makes_no_unit_the_one_at_the_top_that_whoever_reads_it_in_leads(
    session: Session, town: Municipality, tmp_path: Path
) -> None:
    make_appointment(session, town.administrator, town.company, Role.MANAGER, deputy=True)
    town.administration.kind, town.administration.is_top_administration = "section", False
    session.commit()
    file = tmp_path / "enheter.csv"
    file.write_text(
        "enhet_id;enhet;typ;ligger_under\n"
        f"samsyn-{town.company.id};{town.company.name};förvaltning;samsyn-{town.board.id}\n",
        "utf-8",
    )
    kinds = current_app.extensions["samsyn_profile"].unit_kinds

    def read(actor: int | None) -> list[Reason | object]:
        report = import_organisation(session, file, actor_id=actor, dry_run=True, kinds=kinds)
        return [problem.reason for problem in report.problems]

    assert read(town.administrator.id) == [Reason.ONESELF]
    assert read(town.auditor.id) == []
    assert read(None) == []
