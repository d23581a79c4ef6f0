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
from app.organisation.models import Appointment, Person
from tests.factories.organisation import Municipality, make_appointment
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table

Visit = Callable[[Person], SamsynClient]
OPENING = [Role.MANAGER, Role.POLITICIAN, Role.EMPLOYEE, Role.SUPPORT]


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
    appoint(session, person_id=town.auditor.id, actor_id=admin, **wanted)
    appoint(session, person_id=admin, actor_id=town.auditor.id, **wanted)


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
