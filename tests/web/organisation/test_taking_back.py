"""A planned split, merger, closing or move is taken back before its day, and everything is as it would have been."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.organisation import ahead, appointing, over_time, people, reorganising, taking_back, units
from app.organisation.ancestry import compare_ancestry
from app.organisation.errors import Reason, Refused
from app.organisation.importing import import_organisation
from app.organisation.models import Appointment, Person, PlannedChange, Unit
from app.organisation.reorganising import SplitPart
from app.records.verifying import verify
from app.steering.loader import load_profile
from tests.factories.organisation import (
    Municipality,
    make_appointment,
    make_municipality,
    make_person,
    make_unit,
)
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in

DAY = date(2099, 1, 1)
BEFORE, LATER = date(2098, 6, 1), date(2099, 6, 1)

LOOKED_AT = {
    "unit": "id, name, valid_from, valid_to",
    "placement": "unit_id, parent_id, valid_from, valid_to",
    "ancestry": "ancestor_id, descendant_id, valid_from, valid_to, depth",
    "succession": "from_unit_id, to_unit_id",
    "appointment": "person_id, unit_id, role, title, duty, is_deputy, valid_from, valid_to",
    "planned_change": "change",
    "planned_unit": "unit_id",
}


@pytest.fixture
def town(session: Session) -> Municipality:
    made = make_municipality(session)
    session.commit()
    return made


def everything(session: Session) -> dict[str, list[str]]:
    """Give all that the organisation is, in words that can be compared."""
    session.flush()
    return {
        table: sorted(str(tuple(row)) for row in session.execute(text(f"SELECT {columns} FROM {table}")))
        for table, columns in LOOKED_AT.items()
    }


def planned(session: Session) -> int:
    return session.scalars(select(PlannedChange.id)).one()


def back(session: Session, actor: int | None = None) -> list[Unit]:
    return taking_back.take_back(session, planned_id=planned(session), actor_id=actor)


def refused(call: Callable[[], object]) -> Reason:
    with pytest.raises(Refused) as found:
        call()
    return found.value.reason


def split(session: Session, town: Municipality) -> list[Unit]:
    held = session.scalars(select(Appointment).where(Appointment.unit_id == town.section.id)).all()
    return reorganising.split_unit(
        session,
        unit_id=town.section.id,
        on=DAY,
        into=[
            SplitPart("Förskola", appointments=frozenset(one.id for one in held)),
            SplitPart("Skola", children=frozenset({town.sibling.id})),
        ],
        actor_id=None,
    )


def merge(session: Session, town: Municipality) -> None:
    reorganising.merge_units(
        session, unit_ids=[town.section.id, town.other_section.id], on=DAY, name="Allt", actor_id=None
    )


def close(session: Session, town: Municipality) -> None:
    units.close_unit(session, unit_id=town.unit.id, on=DAY, actor_id=None, end_appointments=True)


def move(session: Session, town: Municipality) -> None:
    units.move_unit(session, unit_id=town.unit.id, parent_id=town.other_section.id, on=DAY, actor_id=None)


@pytest.mark.parametrize("plan", [split, merge, close, move])
def test_what_is_taken_back_leaves_all_as_it_was(
    session: Session, town: Municipality, plan: Callable[[Session, Municipality], object]
) -> None:
    coming, until = make_person(session), make_person(session)
    for unit in (town.section, town.unit):
        make_appointment(session, until, unit, Role.SUPPORT, until=LATER)
        make_appointment(session, coming, unit, Role.SUPPORT, since=LATER)
    before = everything(session)
    plan(session, town)
    assert everything(session) != before
    units_of_it = back(session)
    assert everything(session) == before
    assert compare_ancestry(session).agrees
    assert not verify(session).faults
    for unit in units_of_it:
        said = over_time.changes_of_unit(session, unit.id)
        assert "unit.taken_back" in {one.action for one in said}


def test_the_history_of_a_unit_that_would_have_hung_elsewhere_tells_that_it_is_taken_back(
    session: Session, town: Municipality
) -> None:
    split(session, town)
    back(session)
    said = [one.action for one in over_time.changes_of_unit(session, town.sibling.id)]
    assert said[:2] == ["unit.taken_back", "unit.moved"]


def test_a_file_that_moves_and_closes_can_be_taken_back_too(
    session: Session, town: Municipality, tmp_path: Path
) -> None:
    before = everything(session)
    path = tmp_path / "fil.csv"
    path.write_text(
        "enhet_id;enhet;typ;ligger_under;fran;till\n"
        f"samsyn-{town.unit.id};{town.unit.name};enhet;samsyn-{town.other_section.id};2099-01-01;2099-12-31\n"
    )
    kinds = load_profile("tranemo").unit_kinds
    assert import_organisation(session, path, actor_id=None, dry_run=False, kinds=kinds).applied
    assert everything(session) != before
    back(session)
    assert everything(session) == before
    assert compare_ancestry(session).agrees


def test_what_is_done_before_that_day_stands(session: Session, town: Municipality) -> None:
    split(session, town)
    units.move_unit(session, unit_id=town.unit.id, parent_id=town.other_section.id, on=BEFORE, actor_id=None)
    manager = session.scalars(
        select(Appointment).where(Appointment.unit_id == town.section.id, Appointment.role == "manager")
    ).one()
    appointing.end_appointment(session, appointment_id=manager.id, on=BEFORE, actor_id=None)
    planned_split = session.scalars(select(PlannedChange.id).where(PlannedChange.change == "split")).one()
    taking_back.take_back(session, planned_id=planned_split, actor_id=None)
    assert manager.valid_to == BEFORE
    hung = over_time.places_over_time(session, town.unit.id)
    assert [(one.parent_id, one.valid_to) for one in hung] == [
        (town.section.id, BEFORE),
        (town.other_section.id, None),
    ]
    assert compare_ancestry(session).agrees


def test_what_came_on_top_of_it_is_taken_back_first(session: Session, town: Municipality) -> None:
    first, _second = split(session, town)
    number = planned(session)
    units.move_unit(session, unit_id=town.unit.id, parent_id=town.other_section.id, on=LATER, actor_id=None)

    def call() -> object:
        return taking_back.take_back(session, planned_id=number, actor_id=None)

    session.commit()
    assert refused(call) == Reason.CHANGED_SINCE
    session.rollback()
    last = session.scalars(select(PlannedChange.id).where(PlannedChange.change == "move")).one()
    taking_back.take_back(session, planned_id=last, actor_id=None)
    make_appointment(session, make_person(session), first, Role.SUPPORT, since=DAY)
    session.commit()
    assert refused(call) == Reason.APPOINTED_SINCE
    session.rollback()


def test_a_unit_that_is_in_use_before_it_has_begun_stays(session: Session, town: Municipality) -> None:
    first, _second = split(session, town)
    make_unit(session, "Avdelning Blå", kind="group", under=first, since=DAY)
    assert refused(lambda: back(session)) == Reason.UNIT_IN_USE


def test_nothing_is_hung_under_what_is_to_be_closed(session: Session, town: Municipality) -> None:
    close(session, town)
    number = planned(session)
    units.close_unit(session, unit_id=town.sibling.id, on=DAY, actor_id=None, end_appointments=True)
    units.close_unit(session, unit_id=town.section.id, on=DAY, actor_id=None, end_appointments=True)
    call = lambda: taking_back.take_back(session, planned_id=number, actor_id=None)  # noqa: E731
    assert refused(call) == Reason.PARENT_NOT_IN_FORCE


def test_who_has_left_since_is_not_appointed_again(session: Session, town: Municipality) -> None:
    close(session, town)
    people.close_person(session, person_id=town.unit_manager.id, on=LATER, actor_id=None)
    back(session)
    held = session.scalars(select(Appointment).where(Appointment.person_id == town.unit_manager.id)).one()
    assert held.valid_to == LATER


@pytest.mark.parametrize("plan", [split, merge, close])
def test_who_is_appointed_meanwhile_for_as_long_as_the_unit_lasts_goes_on_with_it(
    session: Session, town: Municipality, plan: Callable[[Session, Municipality], object]
) -> None:
    plan(session, town)
    unit = town.unit if plan is close else town.section
    number = planned(session)
    lasting, until, changed = make_person(session), make_person(session), make_person(session)
    make_appointment(session, lasting, unit, Role.SUPPORT, since=BEFORE)
    make_appointment(session, until, unit, Role.SUPPORT, since=BEFORE, until=DAY)
    first = make_appointment(session, changed, unit, Role.SUPPORT, since=BEFORE, until=DAY)
    appointing.change_appointment(
        session,
        appointment_id=first.id,
        valid_from=BEFORE,
        valid_to=None,
        title="",
        is_deputy=False,
        actor_id=None,
    )
    appointing.change_appointment(
        session,
        appointment_id=first.id,
        valid_from=BEFORE,
        valid_to=DAY,
        title="Controller",
        is_deputy=False,
        actor_id=None,
    )
    taking_back.take_back(session, planned_id=number, actor_id=None)
    ends = {
        person: session.scalars(
            select(Appointment.valid_to).where(
                Appointment.person_id == person.id, Appointment.unit_id == unit.id
            )
        ).one()
        for person in (lasting, until, changed)
    }
    assert ends == {lasting: None, until: DAY, changed: None}, "a title alone takes no day"
    assert not verify(session).faults


def test_who_is_appointed_meanwhile_by_a_file_goes_on_too(
    session: Session, town: Municipality, tmp_path: Path
) -> None:
    close(session, town)
    path = tmp_path / "fil.csv"
    path.write_text(
        "enhet_id;person_id;namn;roll;fran;till\n"
        f"samsyn-{town.unit.id};p1;Eva Ek;medarbetare;2098-06-01;\n"
        f"samsyn-{town.unit.id};p2;Bo By;medarbetare;2098-06-01;2098-12-31\n"
    )
    kinds = load_profile("tranemo").unit_kinds
    report = import_organisation(session, path, actor_id=None, dry_run=False, kinds=kinds)
    assert report.applied, str(report)
    back(session)
    held = (
        select(Person.external_id, Appointment.valid_to).join(Person).where(Person.external_id.is_not(None))
    )
    assert dict(session.execute(held).all()) == {"p1": None, "p2": DAY}


def test_who_goes_on_makes_way_for_whoever_was_to_come_after(session: Session, town: Municipality) -> None:
    old = session.scalars(
        select(Appointment).where(Appointment.unit_id == town.unit.id, Appointment.role == "manager")
    ).one()
    appointing.end_appointment(session, appointment_id=old.id, on=LATER, actor_id=None)
    make_appointment(session, make_person(session), town.unit, since=LATER)
    close(session, town)
    appointing.end_appointment(session, appointment_id=old.id, on=BEFORE, actor_id=None)
    between = make_appointment(session, make_person(session), town.unit, since=BEFORE)
    back(session)
    assert between.valid_to == LATER


def test_an_appointment_elsewhere_that_got_the_number_of_one_taken_back_does_not_go_on(
    session: Session, town: Municipality
) -> None:
    close(session, town)
    gone = make_appointment(session, make_person(session), town.unit, Role.SUPPORT, since=BEFORE)
    appointing.end_appointment(session, appointment_id=gone.id, on=BEFORE, actor_id=None)
    next_one = make_appointment(
        session, make_person(session), town.sibling, Role.SUPPORT, since=BEFORE, until=DAY
    )
    back(session)
    assert next_one.valid_to == DAY


@pytest.mark.parametrize("plan", [split, merge])
def test_who_was_to_begin_with_the_new_unit_begins_at_the_one_there_was(
    session: Session, town: Municipality, plan: Callable[..., object]
) -> None:
    """Nobody is appointed after them: SQLite gives their number to the appointment they go over to."""
    coming = make_appointment(session, make_person(session), town.section, Role.SUPPORT, since=LATER)
    before = everything(session)
    if plan is split:
        split(session, town)
    else:
        reorganising.merge_units(
            session,
            unit_ids=[town.section.id, town.other_section.id],
            on=DAY,
            name="Allt",
            appointments=[coming.id],
            actor_id=None,
        )
    back(session)
    assert everything(session) == before


def test_an_appointment_elsewhere_with_the_number_of_one_that_was_cut_short_is_not_prolonged(
    session: Session, town: Municipality
) -> None:
    cut = make_appointment(session, make_person(session), town.unit, Role.SUPPORT, since=BEFORE)
    close(session, town)
    appointing.end_appointment(session, appointment_id=cut.id, on=BEFORE, actor_id=None)
    other = make_appointment(
        session, make_person(session), town.sibling, Role.SUPPORT, since=BEFORE, until=DAY
    )
    back(session)
    assert other.valid_to == DAY


def test_the_page_says_who_goes_on_and_whose_time_is_over_all_the_same(
    session: Session, admin: SamsynClient, town: Municipality
) -> None:
    close(session, town)
    make_appointment(session, make_person(session, "Eva Ek"), town.unit, Role.SUPPORT, since=BEFORE)
    make_appointment(session, make_person(session, "Bo By"), town.unit, Role.SUPPORT, since=BEFORE, until=DAY)
    session.commit()
    said = admin.get(f"/organisation/planerat/{planned(session)}/ta-tillbaka").text
    assert "gäller också vidare, så länge enheten finns: Eva Ek." in said
    assert "slutar ändå den dagen: Bo By." in said


def test_nobody_prolongs_oneself_by_taking_back(session: Session, town: Municipality) -> None:
    close(session, town)
    make_appointment(session, town.administrator, town.unit, Role.SUPPORT, since=BEFORE)
    assert refused(lambda: back(session, town.administrator.id)) == Reason.ONESELF


def test_nobody_gives_oneself_dialogues_back(session: Session, town: Municipality) -> None:
    close(session, town)
    assert refused(lambda: back(session, town.unit_manager.id)) == Reason.ONESELF


def test_what_has_come_is_not_taken_back(
    session: Session, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(session, town)
    monkeypatch.setattr(clock, "today", lambda: DAY)
    assert refused(lambda: back(session)) == Reason.UNKNOWN_CHANGE


def test_the_next_unit_does_not_inherit_the_history_of_one_that_was_taken_back(
    session: Session, town: Municipality
) -> None:
    split(session, town)
    back(session)
    new = make_unit(session, "Ny", under=town.section)
    said = over_time.changes_of_unit(session, new.id)
    assert [one.action for one in said] == ["unit.created"]


@pytest.fixture
def admin(session: Session, client: SamsynClient, town: Municipality) -> SamsynClient:
    return sign_in(client, session, town.administrator)


def test_the_unit_and_the_tree_say_what_is_planned_and_let_it_be_taken_back(
    session: Session, admin: SamsynClient, town: Municipality
) -> None:
    first, _second = split(session, town)
    session.commit()
    address = f"/organisation/planerat/{planned(session)}/ta-tillbaka"
    for page in (
        "/organisation/",
        *(f"/organisation/enhet/{one.id}" for one in (town.section, first, town.unit)),
    ):
        assert address in admin.get(page).text, page
    shown = admin.get(f"/organisation/enhet/{town.section.id}").text
    assert "Lärandesektionen delas i Förskola och Skola" in shown
    assert f"/organisation/enhet/{town.section.id}/dela" not in shown
    assert "för att dela, slå ihop eller avsluta" in shown
    asked = admin.get(address).text
    assert "Förskola och Skola läggs inte upp" in asked
    assert admin.post(address).status_code == 409, "a form that says nothing of what it saw"
    stands = re.findall(r'name="stands" value="([^"]+)"', asked)
    assert admin.post(address, data={"stands": stands}).status_code == 302
    session.rollback()
    assert session.scalar(select(Unit.id).where(Unit.name == "Skola")) is None
    assert "Det som var planerat" in admin.get(f"/organisation/enhet/{town.section.id}").text
    assert admin.get(address).status_code == 404


def test_a_later_day_than_the_planned_one_is_refused_in_words(
    session: Session, admin: SamsynClient, town: Municipality
) -> None:
    close(session, town)
    session.commit()
    answer = admin.post(
        f"/organisation/enhet/{town.unit.id}/avsluta",
        data={"last_day": "2099-05-31", "end_appointments": "y"},
    )
    assert answer.status_code == 422
    assert "ta först tillbaka det som är planerat" in answer.text


def test_only_those_who_keep_the_organisation_take_back(
    session: Session, client: SamsynClient, town: Municipality
) -> None:
    close(session, town)
    session.commit()
    sign_in(client, session, town.section_manager)
    address = f"/organisation/planerat/{planned(session)}/ta-tillbaka"
    assert address not in client.get("/organisation/").text
    assert address not in client.get(f"/organisation/enhet/{town.unit.id}").text
    assert client.post(address).status_code == 404


def test_an_appointment_that_two_changes_cut_has_its_end_back_when_both_are_taken_back(
    session: Session, town: Municipality
) -> None:
    held = make_appointment(session, make_person(session, "Siv"), town.unit, Role.SUPPORT, since=LATER)
    units.close_unit(session, unit_id=town.unit.id, on=date(2100, 1, 1), actor_id=None, end_appointments=True)
    closing = session.scalars(select(PlannedChange.id)).one()
    reorganising.split_unit(
        session,
        unit_id=town.unit.id,
        on=DAY,
        into=[SplitPart("Ängen", appointments=frozenset([held.id])), SplitPart("Haga")],
        actor_id=None,
    )
    split = session.scalars(select(PlannedChange.id).where(PlannedChange.id != closing)).one()
    # Where a number that is free again is given to the next.
    make_appointment(session, make_person(session, "Sten"), town.sibling, Role.SUPPORT, since=LATER)
    session.commit()
    person_id, unit_id = held.person_id, town.unit.id
    taking_back.take_back(session, planned_id=split, actor_id=None)
    taking_back.take_back(session, planned_id=closing, actor_id=None)
    session.expire_all()
    ends = select(Appointment.valid_to).where(
        Appointment.person_id == person_id, Appointment.unit_id == unit_id
    )
    assert session.scalars(ends).all() == [None]


def test_what_is_planned_behind_many_others_of_a_unit_is_taken_back_too(
    session: Session, town: Municipality, client: SamsynClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "AT_MOST", 2)
    for number in range(3):
        unit = make_unit(session, f"Förskola {number}", under=town.other_section)
        units.move_unit(session, unit_id=unit.id, parent_id=town.section.id, on=DAY, actor_id=None)
    units.move_unit(session, unit_id=town.section.id, parent_id=town.other_section.id, on=DAY, actor_id=None)
    session.commit()
    last = session.scalars(select(PlannedChange.id).order_by(PlannedChange.id.desc())).first()
    admin = sign_in(client, session, town.administrator)
    assert "Det här sker inte" in admin.get(f"/organisation/planerat/{last}/ta-tillbaka").text
