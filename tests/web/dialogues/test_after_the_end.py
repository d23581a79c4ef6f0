"""A unit is to end on a day ahead: what is booked and promised for a day after it is refused, or told who takes over."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.dialogues.models import Agreement, Dialogue, State
from app.organisation import reorganising, units
from app.organisation.models import Appointment
from tests.factories.organisation import Municipality
from tests.web.dialogues.conftest import Table

REFUSED = "och ingen enhet tar över dialogen efter det. Välj en dag dessförinnan."
WARNED = "efter det tar Ängsbjörken över"


@pytest.fixture
def last() -> date:
    """The last day of the unit: far enough ahead for all that is booked here before it."""
    return clock.today() + timedelta(days=100)


def close(session: Session, town: Municipality, last: date) -> None:
    units.close_unit(
        session, unit_id=town.unit.id, on=last + timedelta(days=1), actor_id=None, end_appointments=True
    )
    session.commit()


def merge(session: Session, town: Municipality, last: date) -> None:
    kept = session.scalars(select(Appointment.id).where(Appointment.person_id == town.unit_manager.id)).all()
    reorganising.merge_units(
        session, unit_ids=[town.unit.id, town.sibling.id], on=last + timedelta(days=1), name="Ängsbjörken",
        appointments=list(kept), actor_id=None,
    )  # fmt: skip
    session.commit()


def at(day: date, **more: object) -> dict[str, object]:
    return {"title": "Dialog", "day": day.isoformat(), "time": "13:00", "minutes": 90, **more}


def booked(session: Session) -> list[datetime]:
    session.expire_all()
    return list(session.scalars(select(Dialogue.starts_at)))


def test_nothing_is_booked_on_a_day_when_the_unit_is_no_more(
    table: Table, session: Session, town: Municipality, last: date
) -> None:
    close(session, town, last)
    line, before = f"/dialoger/serie/{table.series.id}", len(booked(session))
    for client in (table.over, table.rep):
        refused = client.post(f"{line}/nytt-mote", data=at(last + timedelta(days=1)))
        assert refused.status_code == 422
        assert REFUSED in refused.text
        assert "Förskolan Ängen finns till och med" in refused.text
    asked = {"day": (last + timedelta(days=3)).isoformat(), "time": "13:00", "minutes": 60}
    assert "ingen enhet tar över" in table.over.get(f"{line}/dagen", query_string=asked).text
    asked["day"] = last.isoformat()
    assert "ingen enhet tar över" not in table.over.get(f"{line}/dagen", query_string=asked).text
    assert len(booked(session)) == before
    assert table.over.post(f"{line}/nytt-mote", data=at(last)).status_code == 302
    assert len(booked(session)) == before + 1


def test_a_meeting_is_neither_moved_nor_proposed_past_the_end(
    table: Table, session: Session, town: Municipality, last: date
) -> None:
    close(session, town, last)
    day = last + timedelta(days=1)
    sequence = table.fresh().calendar_sequence
    moved = table.over.post(f"{table.here}/andra", data=at(day, expected=sequence))
    assert moved.status_code == 422
    assert REFUSED in moved.text
    proposed = table.rep.post(f"{table.here}/annan-tid", data={"day": day.isoformat(), "time": "10:00"})
    assert proposed.status_code == 422
    assert REFUSED in proposed.text
    assert table.over.post(f"{table.here}/andra", data=at(last, expected=sequence)).status_code == 302


def test_where_a_unit_takes_over_it_is_said_and_the_meeting_booked(
    table: Table, session: Session, town: Municipality, last: date
) -> None:
    merge(session, town, last)
    day, line = last + timedelta(days=1), f"/dialoger/serie/{table.series.id}"
    asked = {"day": day.isoformat(), "time": "13:00", "minutes": 60}
    assert WARNED in table.over.get(f"{line}/dagen", query_string=asked).text
    told = table.over.post(f"{line}/nytt-mote", data=at(day), follow_redirects=True).text
    assert WARNED in told
    assert "Mötet kan stå kvar" in told


def test_what_is_booked_already_is_shown_as_such_to_both(
    table: Table, session: Session, town: Municipality, last: date
) -> None:
    table.over.post(
        f"{table.here}/andra", data=at(last + timedelta(days=2), expected=table.fresh().calendar_sequence)
    )
    said = "Mötet ligger efter den sista dagen för Förskolan Ängen"
    assert said not in table.over.get(f"{table.here}/").text
    close(session, town, last)
    for client in (table.over, table.rep):
        page = client.get(f"{table.here}/").text
        assert said in page
        assert "Flytta mötet" in page
        assert said in client.get("/").text
    # Its title can be changed all the same, and it can be called off but not taken back.
    kept = at(last + timedelta(days=2), expected=table.fresh().calendar_sequence, title="Sista dialogen")
    assert table.over.post(f"{table.here}/andra", data=kept).status_code == 302
    table.over.post(f"{table.here}/stall-in", data={"reason": "Enheten avslutas."})
    back = table.over.post(f"{table.here}/steg", data={"till": "planned"}, follow_redirects=True).text
    assert "Den dagen finns inte en av era enheter längre" in back
    assert table.state == State.CANCELLED


def test_a_proposed_time_is_not_taken_once_the_unit_is_to_end_before_it(
    table: Table, session: Session, town: Municipality, last: date
) -> None:
    day = (last + timedelta(days=2)).isoformat()
    table.rep.post(f"{table.here}/annan-tid", data={"day": day, "time": "10:00"})
    close(session, town, last)
    page = table.over.get(f"{table.here}/").text
    assert "ingen enhet tar över" in page
    expected = page.split('name="expected" value="')[1].split('"')[0]
    answer = table.over.post(f"{table.here}/ta-tiden", data={"expected": expected}, follow_redirects=True)
    assert "Den dagen finns inte en av era enheter längre" in answer.text
    assert table.fresh().starts_at.date().isoformat() != day


def test_a_year_is_proposed_up_to_the_end(
    table: Table, session: Session, town: Municipality, last: date
) -> None:
    close(session, town, last)
    page = table.over.get(f"/dialoger/serie/{table.series.id}/foresla-tider").text
    assert "Förskolan Ängen finns till och med" in page
    days = [date.fromisoformat(found) for found in re.findall(r'name="r\d+-day"[^>]*value="([^"]+)"', page)]
    assert all(day <= last for day in days)
    sent = {
        "rows": 1, "title": "Dialog", "minutes": 60, "wish": "plan", "r0-take": "y",
        "r0-day": (last + timedelta(days=9)).isoformat(), "r0-time": "09:00",
    }  # fmt: skip
    answer = table.over.post(f"/dialoger/serie/{table.series.id}/foresla-tider", data=sent)
    assert answer.status_code == 422
    assert REFUSED in answer.text


@pytest.mark.parametrize(("who", "status"), [("rep", 422), ("over", 302), ("both", 302)])
def test_what_nobody_is_left_to_keep_is_not_promised_past_the_end(
    table: Table, session: Session, town: Municipality, last: date, who: str, status: int
) -> None:
    table.to(State.HELD)
    close(session, town, last)
    page = table.over.get(f"{table.here}/overenskommelser/ny").text
    assert "Förskolan Ängen finns till och med" in page, "it is said at the day before one chooses one"
    promise = {"what": "Ringa familjerna", "who": who, "due_on": (last + timedelta(days=1)).isoformat()}
    answer = table.over.post(f"{table.here}/overenskommelser/ny", data=promise)
    assert answer.status_code == status
    assert (REFUSED in answer.text) == (status == 422)
    session.expire_all()
    assert len(session.scalars(select(Agreement)).all()) == (0 if status == 422 else 1)


def test_what_was_promised_before_that_can_be_worded_anew(
    table: Table, session: Session, town: Municipality, last: date
) -> None:
    table.to(State.HELD)
    day = (last + timedelta(days=1)).isoformat()
    table.rep.post(f"{table.here}/overenskommelser/ny", data={"what": "Ringa", "who": "rep", "due_on": day})
    close(session, town, last)
    one = session.scalars(select(Agreement)).one()
    said = {"what": "Ringa alla", "who": "rep", "due_on": day, "revision": one.revision}
    assert table.rep.post(f"{table.here}/overenskommelser/{one.id}", data=said).status_code == 302
    session.expire_all()
    assert session.scalars(select(Agreement.what)).one() == "Ringa alla"


def test_once_the_day_has_come_it_is_said_what_is_left_to_do(
    table: Table, session: Session, town: Municipality
) -> None:
    merge(session, town, clock.today() - timedelta(days=5))
    page = table.over.get(f"{table.here}/").text
    assert "Ängsbjörken har tagit över" in page
    assert "För över serien på dess sida, så kan mötet hållas." in page
    assert f"/dialoger/serie/{table.series.id}/" in page


def test_once_a_closed_unit_is_no_more_its_meeting_is_only_called_off(
    table: Table, session: Session, town: Municipality
) -> None:
    close(session, town, clock.today() - timedelta(days=5))
    page = table.over.get(f"{table.here}/").text
    assert "ingen enhet tog över dialogen" in page
    assert "Ställ in mötet." in page
    assert "dessförinnan" not in page


def test_where_both_units_become_others_the_same_day_a_meeting_after_it_can_be_booked(
    table: Table, session: Session, town: Municipality, last: date
) -> None:
    merge(session, town, last)
    reorganising.merge_units(
        session, unit_ids=[town.section.id, town.other_section.id], on=last + timedelta(days=1),
        name="Lärande och service", appointments=[], actor_id=None,
    )  # fmt: skip
    session.commit()
    day = last + timedelta(days=3)
    assert table.rep.post(f"/dialoger/serie/{table.series.id}/nytt-mote", data=at(day)).status_code == 302
    page = table.over.get(f"/dialoger/serie/{table.series.id}/").text
    assert "Efter det tar Lärande och service och Ängsbjörken över." in page
    assert "tar den av er som leder en av dem med serien dit, på sidan Dialoger" in page
    booked_then = session.scalars(select(Dialogue.id).order_by(Dialogue.id.desc())).first()
    assert (
        "tar den av er som leder en av enheterna med serien dit"
        in table.rep.get(f"/dialoger/{booked_then}/").text
    )
