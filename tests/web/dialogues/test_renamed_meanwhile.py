"""Another name of a unit or a person while two establish: the record names them, so both read the name that is established."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextvars import copy_context
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.dialogues.models import Consent, State
from app.organisation.importing import import_organisation
from app.organisation.people import change_person
from app.organisation.units import rename_unit
from app.records.models import Edition
from app.records.verifying import verify
from app.steering.loader import load_profile
from tests.factories.organisation import Municipality, make_person
from tests.support.world import World
from tests.web.dialogues.conftest import Table, words_on

Change = Callable[[Table, Municipality], None]


def unit_renamed(table: Table, town: Municipality) -> None:
    rename_unit(table.session, unit_id=town.unit.id, name="Norra förskolan", actor_id=_admin(table))


def person_renamed(table: Table, _town: Municipality) -> None:
    change_person(
        table.session,
        person_id=table.over_person.id,
        actor_id=_admin(table),
        name="Norra Nytt-Namn",
        email=table.over_person.email,
    )


def _admin(table: Table) -> int:
    found: int = table.session.info.get("admin") or make_person(table.session, "Alva Administratör").id
    table.session.info["admin"] = found
    return found


@pytest.mark.parametrize("change", [unit_renamed, person_renamed])
def test_what_one_has_established_falls_with_another_name_and_says_so(
    table: Table, town: Municipality, change: Change
) -> None:
    table.to(State.ESTABLISHING)
    table.consent(table.over)
    read = table.revision
    change(table, town)
    assert table.consents() == 0
    # Who has the page of before has not read the name either.
    assert table.consent(table.rep, revision=read).status_code == 409
    assert table.state == State.ESTABLISHING
    page = words_on(table.over.get(f"{table.here}/helhet"))
    assert "Alva Administratör ändrade ett namn som står i det ni fastställer" in page
    table.consent(table.over)
    table.consent(table.rep)
    content = table.session.scalars(
        select(Edition.content).where(Edition.id == table.fresh().edition_id)
    ).one()
    kept = json.dumps(json.loads(content or ""), ensure_ascii=False)
    assert "Norra" in kept
    assert verify(table.session).faults == []


def test_a_name_in_a_file_is_another_name_as_well(table: Table, town: Municipality, tmp_path: Path) -> None:
    table.to(State.ESTABLISHING)
    table.consent(table.over)
    file = tmp_path / "organisation.csv"
    unit = town.unit
    file.write_text(
        "enhet_id;enhet;typ;ligger_under;fran;till\n"
        f"samsyn-{unit.id};Norra förskolan;enhet;samsyn-{town.section.id};{unit.valid_from};\n",
        encoding="utf-8",
    )
    report = import_organisation(
        table.session, file, actor_id=None, dry_run=False, kinds=load_profile("tranemo").unit_kinds
    )
    assert report.applied, str(report)
    assert table.consents() == 0
    page = words_on(table.over.get(f"{table.here}/helhet"))
    assert "Något som står i det har ändrats sedan du fastställde, till exempel ett namn" in page


def test_other_names_and_the_same_one_again_let_what_is_given_stand(table: Table, town: Municipality) -> None:
    table.to(State.ESTABLISHING)
    table.consent(table.over)
    rename_unit(table.session, unit_id=town.other_unit.id, name="Södra förskolan", actor_id=_admin(table))
    rename_unit(table.session, unit_id=town.unit.id, name=town.unit.name, actor_id=_admin(table))
    change_person(
        table.session,
        person_id=table.over_person.id,
        actor_id=_admin(table),
        name=table.over_person.name,
        email="ny.adress@example.se",
    )
    assert table.consents() == 1


def test_a_name_and_an_establishing_at_once_never_establish_what_was_not_read(
    table: Table, town: Municipality, world: World
) -> None:
    table.to(State.ESTABLISHING)
    table.consent(table.over)
    revision, admin, unit_id = table.revision, _admin(table), town.unit.id
    table.session.commit()
    table.over.before_request = table.rep.before_request = None

    def rename() -> None:
        with Session(world.engine) as own, own.begin():
            rename_unit(own, unit_id=unit_id, name="Norra förskolan", actor_id=admin)

    other = Thread(target=copy_context().run, args=(rename,))
    other.start()
    table.rep.post(f"{table.here}/helhet/faststall", data={"revision": revision})
    other.join()
    table.session.expire_all()
    dialogue = table.fresh()
    if dialogue.state == State.ESTABLISHED:
        content = table.session.scalars(
            select(Edition.content).where(Edition.id == dialogue.edition_id)
        ).one()
        assert "Norra" not in (content or "")
    else:
        assert table.session.scalars(select(Consent)).all() == []
