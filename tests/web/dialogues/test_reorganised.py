"""Who is told that a unit is to end, to become others or to move on a day ahead, and that it does not after all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.dialogues.models import PairKind, Series, State
from app.notifications.kinds import Kind
from app.notifications.leaving import leaving
from app.notifications.models import Notice
from app.organisation import reorganising, taking_back, units
from app.organisation.importing import import_organisation
from app.organisation.models import Appointment, Person, PlannedChange, Unit
from app.organisation.reorganising import SplitPart
from app.steering.loader import load_profile
from tests.factories.dialogues import make_dialogue, make_series
from tests.factories.organisation import Municipality, make_manager
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table

Visit = Callable[[Person], SamsynClient]


@pytest.fixture
def on() -> date:
    """The day it is planned for, a year ahead and more: what is booked before that stays as it is."""
    return clock.today() + timedelta(days=500)


def close(session: Session, unit: Unit, on: date, actor: Person | None = None) -> None:
    actor_id = actor.id if actor else None
    units.close_unit(session, unit_id=unit.id, on=on, actor_id=actor_id, end_appointments=True)
    session.commit()


def back(session: Session, actor: Person | None = None) -> None:
    planned = session.scalars(select(PlannedChange.id)).one()
    taking_back.take_back(session, planned_id=planned, actor_id=actor.id if actor else None)
    session.commit()


def news(session: Session) -> dict[str, list[Notice]]:
    """Give what is told of units, by whom it is told."""
    session.expire_all()
    found: dict[str, list[Notice]] = {}
    rows = session.execute(
        select(Person.name, Notice)
        .join(Notice, Notice.person_id == Person.id)
        .where(Notice.kind == Kind.UNIT_CHANGE)
        .order_by(Notice.id)
    )
    for name, notice in rows:
        found.setdefault(name, []).append(notice)
    return found


def book(session: Session, series: Series, over: Person, rep: Person, days: int) -> None:
    make_dialogue(session, series, over, rep, starts_at=clock.now() + timedelta(days=days))


def names(*people: Person) -> set[str]:
    return {one.name for one in people}


def test_who_leads_the_unit_and_who_leads_the_one_above_are_told(
    session: Session, town: Municipality, on: date, visit: Visit
) -> None:
    close(session, town.unit, on)
    told = news(session)
    assert told.keys() == names(town.unit_manager, town.section_manager)
    assert {one.path for notices in told.values() for one in notices} == {
        f"/organisation/enhet/{town.unit.id}"
    }
    page = visit(town.unit_manager).get("/nytt").text
    assert "Förskolan Ängen avslutas och finns inte längre från den" in page
    assert "Fram till dess gäller allt som förut." in page


def test_where_nobody_leads_the_one_above_the_next_one_is_told(
    session: Session, town: Municipality, on: date
) -> None:
    for held in session.scalars(select(Appointment).where(Appointment.unit_id == town.section.id)):
        session.delete(held)
    session.flush()
    close(session, town.unit, on)
    assert news(session).keys() == names(town.unit_manager, town.chief_executive)


def test_nobody_is_told_what_they_planned(session: Session, town: Municipality, on: date) -> None:
    close(session, town.unit, on, actor=town.section_manager)
    assert news(session).keys() == names(town.unit_manager)


def test_a_change_for_today_is_not_ahead(session: Session, town: Municipality) -> None:
    close(session, town.unit, clock.today())
    assert news(session) == {}


def test_who_is_booked_for_afterwards_is_told_what_becomes_of_it(
    table: Table, session: Session, town: Municipality, on: date
) -> None:
    table.to(State.HELD)
    said = {"what": "Ringa", "who": "both", "due_on": (on + timedelta(days=3)).isoformat()}
    table.over.post(f"{table.here}/overenskommelser/ny", data=said)
    book(session, table.series, town.section_manager, town.unit_manager, 502)
    talks = make_series(session, town.unit, town.unit, pair=PairKind.EMPLOYEE, employee=town.employee)
    book(session, talks, town.unit_manager, town.employee, 510)
    session.commit()
    close(session, town.unit, on)
    told = news(session)
    assert told.keys() == names(town.unit_manager, town.section_manager, town.employee)
    above, own, employee = (
        told[one.name][0] for one in (town.section_manager, town.unit_manager, town.employee)
    )
    line = f"/dialoger/serie/{table.series.id}/"
    assert (above.words["stops"], above.words["promises"], above.path) == (1, 1, line)
    assert (own.words["stops"], own.words["promises"], own.path) == (2, 1, "/dialoger/")
    assert (employee.words["stops"], employee.words["promises"]) == (1, 0)
    page = table.rep.get("/nytt").text
    assert "Två möten som du är med i är bokade då eller senare" in page
    assert "En överenskommelse ni har ska vara klar då eller senare." in page
    assert "Förskolan Ängen finns till och med" in table.rep.get("/dialoger/").text
    page = table.over.get(line).text
    assert "Förskolan Ängen finns till och med" in page
    assert "Mötet ligger efter den sista dagen för Förskolan Ängen" in page


def test_what_is_only_noted_down_is_not_told_to_who_was_not_there(
    table: Table, session: Session, town: Municipality, on: date
) -> None:
    table.to(State.HELD)
    said = {"what": "Ringa", "who": "both", "due_on": (on + timedelta(days=3)).isoformat()}
    table.over.post(f"{table.here}/overenskommelser/ny", data=said)
    held = session.scalars(select(Appointment).where(Appointment.person_id == town.section_manager.id)).one()
    session.delete(held)
    new = make_manager(session, town.section, "Nina Ny")
    session.commit()
    close(session, town.unit, on)
    assert news(session)[new.name][0].words["promises"] == 0
    assert news(session)[town.unit_manager.name][0].words["promises"] == 1


def test_where_a_unit_takes_over_the_meeting_can_stay(
    table: Table, session: Session, town: Municipality, on: date
) -> None:
    book(session, table.series, town.section_manager, town.unit_manager, 502)
    session.commit()
    kept = session.scalars(select(Appointment.id).where(Appointment.person_id == town.unit_manager.id)).all()
    parts = [SplitPart("Norra", appointments=frozenset(kept)), SplitPart("Södra")]
    reorganising.split_unit(session, unit_id=town.unit.id, on=on, into=parts, actor_id=None)
    session.commit()
    words = news(session)[town.section_manager.name][0].words
    assert (words["stops"], words["goes_on"], words["made"]) == (0, 1, ["Norra", "Södra"])
    page = table.over.get("/nytt").text
    assert "Förskolan Ängen delas den" in page
    assert "Det kan stå kvar" in page


def test_of_a_move_both_who_are_above_are_told(session: Session, town: Municipality, on: date) -> None:
    units.move_unit(session, unit_id=town.unit.id, parent_id=town.other_section.id, on=on, actor_id=None)
    session.commit()
    told = names(town.unit_manager, town.section_manager, town.other_section_manager)
    assert news(session).keys() == told


def test_a_file_tells_it_too(session: Session, town: Municipality, on: date, tmp_path: Path) -> None:
    path = tmp_path / "fil.csv"
    path.write_text(
        "enhet_id;enhet;typ;ligger_under;fran;till\n"
        f"samsyn-{town.unit.id};{town.unit.name};enhet;samsyn-{town.other_section.id};{on.isoformat()};\n"
    )
    kinds = load_profile("tranemo").unit_kinds
    assert import_organisation(session, path, actor_id=None, dry_run=True, kinds=kinds).problems == ()
    assert news(session) == {}
    assert import_organisation(session, path, actor_id=None, dry_run=False, kinds=kinds).applied
    session.commit()
    told = names(town.unit_manager, town.section_manager, town.other_section_manager)
    assert news(session).keys() == told


def test_taken_back_it_is_untold_to_who_has_not_read_it_and_told_to_who_has(
    session: Session, town: Municipality, on: date, visit: Visit
) -> None:
    close(session, town.unit, on)
    notice = news(session)[town.unit_manager.name][0]
    visit(town.unit_manager).post(f"/nytt/{notice.id}/oppna")
    back(session)
    told = news(session)
    assert told.keys() == names(town.unit_manager)
    assert [one.words.get("what") for one in told[town.unit_manager.name]] == [None, "taken_back"]
    assert "Förskolan Ängen avslutas inte den" in visit(town.unit_manager).get("/nytt").text
    # What is planned anew may get the same number; it is told, and taken back, for itself.
    close(session, town.unit, on)
    assert [len(news(session)[one.name]) for one in (town.unit_manager, town.section_manager)] == [3, 1]
    back(session)
    told = news(session)
    assert told.keys() == names(town.unit_manager)
    assert [one.words.get("what") for one in told[town.unit_manager.name]] == [None, "taken_back"]


def test_it_goes_with_the_post_where_it_leads_to_a_line(
    table: Table, session: Session, town: Municipality, on: date
) -> None:
    book(session, table.series, town.section_manager, town.unit_manager, 502)
    session.commit()
    close(session, town.unit, on)
    assert leaving.let_go(session, clock.today()) == 0
    held = session.scalars(select(Appointment).where(Appointment.person_id == town.section_manager.id)).one()
    session.delete(held)
    session.flush()
    assert leaving.let_go(session, clock.today()) == 1
    session.commit()
    assert news(session).keys() == names(town.unit_manager)
