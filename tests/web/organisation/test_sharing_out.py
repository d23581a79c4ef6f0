"""A split or a merger of a unit with more appointments than a form shows at once: each of them can be chosen."""

from __future__ import annotations

import pytest
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.access.matrix import Role
from app.organisation import sharing_out
from app.organisation.models import Appointment, Person, Unit
from tests.factories.organisation import Municipality, make_appointment, make_municipality, make_person
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in

Sent = MultiDict[str, str]


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def admin(session: Session, client: SamsynClient, town: Municipality) -> SamsynClient:
    return sign_in(client, session, town.administrator)


def shown_form(page: str, **more: str) -> Sent:
    """Give what a browser would send of the form of a page, with some of it filled in."""
    [form] = html.fromstring(page).xpath("//main//form[@method='post']")
    sent = MultiDict(form.form_values())
    for name, value in more.items():
        sent[name] = value
    return sent


@pytest.fixture
def crowd(session: Session, town: Municipality, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """More appointments at a section than stand on a page of the form: their numbers by name."""
    monkeypatch.setattr(sharing_out, "AT_ONCE", 4)
    names = [f"Anställd {number}" for number in range(9)]
    held = {
        name: make_appointment(session, make_person(session, name), town.section, Role.EMPLOYEE).id
        for name in names
    }
    session.commit()
    return held


def at_new_units(session: Session, *names: str) -> dict[str, str]:
    session.rollback()
    found = (
        select(Person.name, Unit.name)
        .join(Appointment, Appointment.person_id == Person.id)
        .join(Unit, Unit.id == Appointment.unit_id)
        .where(Unit.name.in_(names), Person.name.startswith("Anställd"))
    )
    return {person: unit for person, unit in session.execute(found) if unit}


def test_everybody_can_be_chosen_where_a_unit_that_is_split_has_more_than_a_page_of_appointments(
    admin: SamsynClient, session: Session, town: Municipality, crowd: dict[str, int]
) -> None:
    address = f"/organisation/enhet/{town.section.id}/dela"
    wanted = {"Anställd 0": "2", "Anställd 7": "2", "Anställd 8": "0"}
    names = {"on": "2099-01-01", "name_1": "Förskola", "name_2": "Grundskola", "ovriga": "1"}
    sent = shown_form(admin.get(address).text, **names, **{f"child-{town.sibling.id}": "2"})
    seen = set()
    for _page in range(10):
        seen |= {name for name, number in crowd.items() if f"post-{number}" in sent}
        for name, home in wanted.items():
            if f"post-{crowd[name]}" in sent:
                sent[f"post-{crowd[name]}"] = home
        page = admin.post(address, data=MultiDict([*sent.items(multi=True), ("change", "nasta")])).text
        sent = shown_form(page)
    assert seen == set(crowd)
    asked = admin.post(address, data=sent)
    assert "8 av 11 förordnanden går över" not in asked.text
    assert "10 av 11 förordnanden går över" in asked.text
    assert admin.post(address, data=shown_form(asked.text)).status_code == 302
    homes = at_new_units(session, "Förskola", "Grundskola")
    assert homes == {name: "Förskola" for name in crowd if name not in wanted} | {
        "Anställd 0": "Grundskola",
        "Anställd 7": "Grundskola",
    }
    assert "Grundskola" in admin.get(f"/organisation/enhet/{town.sibling.id}?dag=2099-02-01").text


def test_everybody_can_be_ticked_where_units_that_are_merged_have_more_than_a_page_of_appointments(
    admin: SamsynClient, session: Session, town: Municipality, crowd: dict[str, int]
) -> None:
    address = f"/organisation/enhet/{town.section.id}/sla-ihop"
    chosen = {"on": "2099-01-01", "name": "Allt", "other": str(town.other_section.id)}
    sent = shown_form(admin.get(address).text, **chosen)
    sent = shown_form(admin.post(address, data=MultiDict([*sent.items(multi=True), ("change", "alla")])).text)
    assert len(sent.getlist("keep")) == 4
    # Two managers at once cannot be: the form says so, and one of them is unticked as well.
    theirs = select(Appointment.id).where(Appointment.person_id == town.other_section_manager.id)
    unticked = {str(crowd["Anställd 8"]), str(session.scalars(theirs).one())}
    for _page in range(10):
        sent.setlist("keep", [one for one in sent.poplist("keep") if one not in unticked])
        sent = shown_form(
            admin.post(address, data=MultiDict([*sent.items(multi=True), ("change", "nasta")])).text
        )
    asked = admin.post(address, data=sent)
    assert admin.post(address, data=shown_form(asked.text)).status_code == 302
    assert at_new_units(session, "Allt") == {name: "Allt" for name in crowd if name != "Anställd 8"}


def test_a_page_of_choices_without_sense_is_answered_calmly(
    admin: SamsynClient, town: Municipality, crowd: dict[str, int]
) -> None:
    address = f"/organisation/enhet/{town.section.id}/dela"
    for nonsense in ("x" * 3000, "post-1:9 :: post-x", "1:1 " * 500):
        sent = {"valda": nonsense, "sida": "99999999999999999999", "change": "nasta", "ovriga": "7"}
        assert admin.post(address, data=sent).status_code == 200
