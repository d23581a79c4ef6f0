"""What an administrator confirms is what they read, whatever others have done meanwhile."""

import re
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.organisation import appointing, taking_back, units
from app.organisation.models import Appointment, PlannedChange, Unit
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
CHANGED = "Det har ändrats sedan du läste."


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def admin(session: Session, client: SamsynClient, town: Municipality) -> SamsynClient:
    return sign_in(client, session, town.administrator)


def hidden(page: str) -> dict[str, str]:
    """Give what the page's form carries without showing it."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: value for name, value in found if name != "csrf_token"}


def test_who_is_appointed_meanwhile_is_named_before_their_appointment_ends_with_the_unit(
    admin: SamsynClient, session: Session, town: Municipality
) -> None:
    address = f"/organisation/enhet/{town.unit.id}/avsluta"
    asked = admin.post(address, data={"last_day": "2098-12-31", "end_appointments": "y"}).text
    assert CHANGED not in asked
    make_appointment(session, make_person(session, "Siv Sen"), town.unit, Role.SUPPORT)
    session.commit()
    anew = admin.post(address, data=hidden(asked))
    assert anew.status_code == 200
    assert CHANGED in anew.text
    assert "Siv Sen" in anew.text
    session.rollback()
    assert session.get_one(Unit, town.unit.id).valid_to is None
    session.rollback()
    assert admin.post(address, data=hidden(anew.text)).status_code == 302
    assert session.get_one(Unit, town.unit.id).valid_to == DAY


@pytest.mark.parametrize("change", ["dela", "sla-ihop"])
def test_who_came_in_anothers_place_meanwhile_is_not_left_out_unread(
    admin: SamsynClient, session: Session, town: Municipality, change: str
) -> None:
    leaving = make_appointment(session, make_person(session), town.unit, Role.SUPPORT)
    session.commit()
    address = f"/organisation/enhet/{town.unit.id}/{change}"
    wanted = (
        {"on": "2099-01-01", "name_1": "Solen", "name_2": "Månen"}
        if change == "dela"
        else {"on": "2099-01-01", "name": "Himlen", "other": str(town.sibling.id)}
    )
    asked = admin.post(address, data=wanted)
    assert asked.status_code == 200
    # As many as before, under other numbers.
    make_appointment(session, make_person(session), town.unit, Role.SUPPORT)
    appointing.end_appointment(session, appointment_id=leaving.id, on=date(2024, 1, 1), actor_id=None)
    session.commit()
    anew = admin.post(address, data=hidden(asked.text))
    assert anew.status_code == 200
    assert CHANGED in anew.text
    assert admin.post(address, data=hidden(anew.text)).status_code == 302


def test_what_got_the_number_of_a_plan_taken_back_is_not_taken_back_for_it(
    admin: SamsynClient, session: Session, town: Municipality
) -> None:
    units.close_unit(session, unit_id=town.unit.id, on=DAY, actor_id=None, end_appointments=True)
    session.commit()
    first = session.scalars(select(PlannedChange.id)).one()
    address = f"/organisation/planerat/{first}/ta-tillbaka"
    read = hidden(admin.get(address).text)
    taking_back.take_back(session, planned_id=first, actor_id=None)
    units.close_unit(session, unit_id=town.sibling.id, on=DAY, actor_id=None, end_appointments=True)
    session.commit()
    refused = admin.post(address, data=read)
    session.rollback()
    assert session.get_one(Unit, town.sibling.id).valid_to == DAY
    second = session.scalars(select(PlannedChange.id)).one()
    if second != first:
        assert refused.status_code == 404
        return
    assert refused.status_code == 409
    assert CHANGED in refused.text
    session.rollback()
    assert admin.post(address, data=hidden(refused.text)).status_code == 302


@pytest.mark.parametrize("where", ["/ta-tillbaka", ""])
def test_whoever_got_the_number_of_an_appointment_taken_back_is_not_taken_for_the_other(
    admin: SamsynClient, session: Session, town: Municipality, where: str
) -> None:
    first = make_appointment(session, make_person(session), town.unit, Role.SUPPORT, since=DAY).id
    session.commit()
    address = f"/organisation/forordnande/{first}{where}"
    read = hidden(admin.get(address).text)
    appointing.end_appointment(session, appointment_id=first, on=DAY, actor_id=None)
    right = make_appointment(session, make_person(session, "Rut Rätt"), town.unit, Role.SUPPORT, since=DAY).id
    session.commit()
    sent = {"valid_from": "2099-01-01", "last_day": "2099-01-31", "title": "", "duty": "", "confirmed": "1"}
    refused = admin.post(address, data=sent | read)
    session.rollback()
    held = session.get_one(Appointment, right)
    assert held.valid_to is None
    if right != first:
        assert refused.status_code == 404
        return
    assert refused.status_code == 409
    assert "Rut Rätt" in refused.text


def test_going_back_to_what_one_wrote_asks_no_less(
    admin: SamsynClient, session: Session, town: Municipality
) -> None:
    address = f"/organisation/enhet/{town.unit.id}/flytta"
    asked = admin.post(address, data={"parent": str(town.other_section.id), "on": "2099-01-01"})
    kept = hidden(asked.text)
    assert kept.keys() >= {"read", "confirmed"}
    written = admin.post(address, data=kept | {"change": "1"})
    assert "confirmed" not in hidden(written.text)
    make_unit(session, under=town.unit)
    session.commit()
    assert CHANGED in admin.post(address, data=kept).text
