"""All that is kept about one person is taken out as a file: theirs, whole, without what opens anything."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import click
import pytest
from sqlalchemy import String, Text, func, select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.accounts.models import Credential
from app.assignments.models import Side
from app.assignments.zone.services import take_over
from app.cli import cli
from app.console import write_apart
from app.db import Base
from app.dialogues.establishing.services import consent
from app.dialogues.holding.services import write_shared
from app.dialogues.models import PairKind, State
from app.dialogues.personal.models import PersonalGoal
from app.dialogues.queries.said import whole_of
from app.dialogues.series.services import take_step
from app.exports.orders.models import OrderedDocument
from app.organisation.appointing import appoint, end_appointment
from app.records.extracting import EXTRACTED, SECRETS, extract, person_called
from app.records.models import HistoryEntry
from app.records.verifying import verify
from tests.factories.assignments import ask, give, picture, question
from tests.factories.dialogues import (
    establish,
    hold,
    loaded,
    make_dialogue,
    make_series,
    prepare,
    seats,
)
from tests.factories.documents import acting_as
from tests.factories.organisation import Municipality, make_appointment, make_municipality, make_person
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in
from tests.support.world import World


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def met(session: Session, town: Municipality) -> None:
    series = make_series(session, town.section, town.unit)
    dialogue = make_dialogue(session, series, town.section_manager, town.unit_manager)
    prepare(session, dialogue, over="SEKTIONSCHEFENS BILD", rep="ENHETSCHEFENS BILD")
    establish(session, hold(session, dialogue))
    session.commit()


def test_what_points_at_the_person_is_in_it_and_what_is_the_others_alone_is_not(
    session: Session, client: SamsynClient, town: Municipality, met: None
) -> None:
    sign_in(client, session, town.unit_manager)
    told = extract(session, person_id=town.unit_manager.id)
    assert told is not None
    assert told["person"]["name"] == "Eva Enhetschef"
    tables = {one["table"] for one in told["kept"]}
    assert {"appointment", "credential", "dialogue_participant", "picture", "consent", "sign_in"} <= tables
    written = json.dumps(told, default=str, ensure_ascii=False)
    assert "ENHETSCHEFENS BILD" in written
    assert "SEKTIONSCHEFENS BILD" not in written
    [record] = told["established"]
    assert record["kind"] == "dialogue_record"
    assert record["content"]
    assert {entry["action"] for entry in told["history"]} >= {"person.created", "write_picture"}


def test_what_is_about_a_person_and_written_by_another_is_in_it(session: Session, town: Municipality) -> None:
    employee = make_person(session, "Nora Noll")
    make_appointment(session, employee, town.unit, Role.EMPLOYEE)
    series = make_series(session, town.unit, town.unit, pair=PairKind.EMPLOYEE, employee=employee)
    session.add(
        PersonalGoal(
            series_id=series.id,
            kind="x",
            title="NORAS MÅL",
            written_by_id=town.unit_manager.id,
            written_at=clock.now(),
        )
    )
    other = make_series(session, town.section, town.unit)
    dialogue = make_dialogue(session, other, town.section_manager, town.unit_manager)
    prepare(session, dialogue, over="SEKTIONSCHEFENS BILD", rep="ENHETSCHEFENS BILD")
    hold(session, dialogue, note="VAD VI SA")
    session.flush()
    theirs = json.dumps(extract(session, person_id=employee.id), default=str, ensure_ascii=False)
    assert "NORAS MÅL" in theirs
    assert "VAD VI SA" not in theirs
    over = json.dumps(extract(session, person_id=town.section_manager.id), default=str, ensure_ascii=False)
    assert "VAD VI SA" in over
    assert "ENHETSCHEFENS BILD" not in over
    assert "NORAS MÅL" not in over


def test_what_the_other_said_in_an_establishing_that_fell_is_the_others_alone(
    session: Session, town: Municipality
) -> None:
    """Whoever changes the text voids what was given, and the entry of it keeps the opinion nobody else has read."""
    series = make_series(session, town.section, town.unit)
    dialogue = make_dialogue(session, series, town.section_manager, town.unit_manager)
    dialogue = hold(session, prepare(session, dialogue))
    over, rep = seats(dialogue)
    take_step(session, seat=over, dialogue=dialogue, target=State.ESTABLISHING)
    whole = whole_of(session, dialogue.id)
    assert whole is not None
    write_shared(session, seat=over, dialogue=dialogue, shared=whole, text="Vi ser lika.", base=0)
    dialogue = loaded(session, dialogue)
    consent(
        session,
        seat=rep,
        dialogue=dialogue,
        revision=dialogue.record_revision,
        own_opinion="ENHETSCHEFENS MENING",
    )
    write_shared(session, seat=over, dialogue=loaded(session, dialogue), shared=whole, text="Nästan.", base=1)
    session.flush()
    changed = extract(session, person_id=town.section_manager.id)
    assert changed is not None
    assert "void_consent" in {entry["action"] for entry in changed["history"]}
    assert "ENHETSCHEFENS MENING" not in json.dumps(changed, default=str, ensure_ascii=False)
    own = extract(session, person_id=town.unit_manager.id)
    assert "ENHETSCHEFENS MENING" in json.dumps(own, default=str, ensure_ascii=False)


def test_what_a_predecessor_wrote_and_never_shared_in_the_golden_zone_is_theirs_alone(
    session: Session, town: Municipality
) -> None:
    deputy = make_person(session)
    make_appointment(session, deputy, town.unit, deputy=True)
    asked = ask(session, town.unit_manager, give(session, town.section_manager, town.section, town.unit))
    picture(session, asked, deputy, Side.TAKER, "STÄLLFÖRETRÄDARENS BILD", share=False)
    take_over(
        session,
        actor=acting_as(session, town.unit_manager),
        question=question(session, asked.id, town.unit_manager),
        side=Side.TAKER,
    )
    session.flush()
    told = extract(session, person_id=town.unit_manager.id)
    assert told is not None
    assert "zone.taken_over" in {entry["action"] for entry in told["history"]}
    assert "STÄLLFÖRETRÄDARENS BILD" not in json.dumps(told, default=str, ensure_ascii=False)


def test_an_appointment_that_was_taken_back_is_in_it(session: Session, town: Municipality) -> None:
    later = clock.today() + timedelta(days=30)
    wanted = {
        "unit_id": town.unit.id,
        "role": "support",
        "valid_from": later,
        "actor_id": town.administrator.id,
    }
    held = appoint(session, person_id=town.auditor.id, title="Tänkt roll", **wanted)  # type: ignore[arg-type]
    end_appointment(session, appointment_id=held.id, on=clock.today(), actor_id=town.administrator.id)
    told = extract(session, person_id=town.auditor.id)
    assert told is not None
    assert [one["action"] for one in told["history"] if one["of"] == "appointment"][-2:] == [
        "appointment.created",
        "appointment.withdrawn",
    ]
    assert "Tänkt roll" not in json.dumps(
        extract(session, person_id=town.support.id), default=str, ensure_ascii=False
    )


def test_a_document_made_for_the_person_is_named_and_not_handed_out(
    session: Session, town: Municipality
) -> None:
    session.add(
        OrderedDocument(
            person_id=town.auditor.id,
            kind="x",
            object_id=1,
            form="pdf",
            likeness="x",
            name="Utgåvan.pdf",
            tree="VAD ANDRA SAGT",
            content=b"VAD ANDRA SAGT",
            ordered_at=clock.now(),
        )
    )
    session.flush()
    told = json.dumps(extract(session, person_id=town.auditor.id), default=str, ensure_ascii=False)
    assert "Utgåvan.pdf" in told
    assert "VAD ANDRA SAGT" not in told


def test_a_file_that_could_not_be_written_whole_is_not_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "eva.json"
    with monkeypatch.context() as patched:
        patched.setattr(json, "dump", full)
        with pytest.raises(click.ClickException, match="No space left"):
            write_apart(file, {})
    assert not file.exists()
    write_apart(file, {"kalender": b"BEGIN", "när": clock.now()})
    assert json.loads(file.read_text("utf-8"))["kalender"] == "QkVHSU4="


def test_nothing_that_opens_an_account_is_in_it(
    session: Session, client: SamsynClient, town: Municipality
) -> None:
    sign_in(client, session, town.unit_manager)
    session.get_one(Credential, town.unit_manager.id).password_hash = "HEMLIG"
    session.flush()
    told = extract(session, person_id=town.unit_manager.id)
    assert told is not None
    assert "HEMLIG" not in json.dumps(told, default=str, ensure_ascii=False)
    names = {name for one in told["kept"] for row in one["rows"] for name in row}
    assert names.isdisjoint(SECRETS)


def test_every_column_that_may_hold_a_secret_is_left_out() -> None:
    telling = ("password", "secret", "token", "salt")
    found = {
        column.name
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, String | Text) and any(word in column.name for word in telling)
    }
    assert found <= SECRETS


def test_it_is_noted_that_it_was_taken_out_and_said_on_the_page(
    session: Session, client: SamsynClient, town: Municipality
) -> None:
    extract(session, person_id=town.unit_manager.id)
    session.commit()
    noted = session.scalars(select(HistoryEntry.object_id).where(HistoryEntry.action == EXTRACTED)).all()
    assert noted == [town.unit_manager.id]
    assert not verify(session).faults
    page = sign_in(client, session, town.administrator).get(f"/organisation/person/{town.unit_manager.id}")
    assert "togs ut i en fil" in page.text


def test_nobody_is_nobody(session: Session, town: Municipality) -> None:
    before = session.scalar(select(func.max(HistoryEntry.seq)))
    assert extract(session, person_id=99_999) is None
    assert session.scalar(select(func.max(HistoryEntry.seq))) == before


def test_a_person_is_called_by_number_id_or_address_and_by_nothing_that_only_looks_like_it(
    session: Session, town: Municipality
) -> None:
    one = make_person(session, "Nora Noll", email="nora_noll@exempel.se")
    one.external_id = "HR-7"
    session.flush()
    for called in (str(one.id), "HR-7", "NORA_NOLL@exempel.se"):
        assert person_called(session, called) == [one.id], called
    two = make_person(session, "Nils Namne")
    two.external_id = str(one.id)
    session.flush()
    assert person_called(session, str(one.id)) == [one.id, two.id]
    assert person_called(session, f"samsyn-{one.id}") == [one.id]
    for called in ("nora%", "noraxnoll@exempel.se", "", "Nora Noll", "9" * 30):
        assert person_called(session, called) == [], called


def test_the_command_writes_a_file_for_its_owner_alone_and_never_over_one(
    world: World, session: Session, town: Municipality, tmp_path: Path
) -> None:
    number = str(town.unit_manager.id)
    session.commit()
    file = tmp_path / "eva.json"

    def asked(person: str) -> tuple[int, str]:
        with ThreadPoolExecutor(1) as aside:
            runner = world.app.test_cli_runner()
            done = aside.submit(runner.invoke, cli.commands["extract"], [person, str(file)]).result()
        return done.exit_code, done.output

    assert asked("ingen@exempel.se")[0] == 1
    assert not file.exists()
    code, _said = asked(number)
    assert code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text("utf-8"))["person"]["id"] == int(number)
    written = file.read_bytes()
    code, said = asked(number)
    assert (code, file.read_bytes()) == (1, written)
    assert "could not be written" in said
