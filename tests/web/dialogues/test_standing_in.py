"""Who stands in for the other of the two meets them from where they sit themselves, and nobody's seat is taken unnoticed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.dialogues.models import Dialogue, State
from app.dialogues.queries.said import themes_of
from app.notifications.models import Notice, Outgoing
from app.organisation.appointing import end_appointment
from app.organisation.models import Appointment, Person
from app.passages.models import Passage
from app.records.queries import readings_of
from tests.factories.dialogues import (
    establish,
    hold,
    loaded,
    make_dialogue,
    make_series,
    prepare,
    raise_matter,
)
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table, words_on

Visit = Callable[[Person], SamsynClient]
A_DAY = {"title": "Dialog", "day": "2030-03-01", "time": "09:00", "minutes": "60"}


@pytest.fixture
def stands_in(session: Session, town: Municipality) -> Person:
    """The unit's manager, who leads the section as well while its manager is away now and then."""
    make_appointment(session, town.unit_manager, town.section, deputy=True)
    session.commit()
    return town.unit_manager


def test_who_stands_in_for_the_one_above_books_a_meeting_with_them(
    session: Session, town: Municipality, visit: Visit, stands_in: Person
) -> None:
    series = make_series(session, town.section, town.unit)
    session.commit()
    client = visit(stands_in)
    here = f"/dialoger/serie/{series.id}"
    assert client.post(f"{here}/nytt-mote", data=A_DAY).status_code == 302
    session.commit()
    dialogue = loaded(session, session.scalars(select(Dialogue)).one())
    sits = {one.side: one.person_id for one in dialogue.participants}
    assert sits == {"over": town.section_manager.id, "rep": stands_in.id}
    both = f"{town.section_manager.name} och {stands_in.name} har dem nu"
    assert both in client.get(f"{here}/").text
    assert f"Förbered : {town.section_manager.name}" in " ".join(words_on(client.get("/dialoger/")).split())


def test_who_leads_both_and_has_nobody_else_above_meets_who_stands_in_below(
    session: Session, town: Municipality, visit: Visit
) -> None:
    make_appointment(session, town.section_manager, town.unit, deputy=True)
    series = make_series(session, town.section, town.unit)
    session.commit()
    visit(town.section_manager).post(f"/dialoger/serie/{series.id}/nytt-mote", data=A_DAY)
    session.commit()
    dialogue = loaded(session, session.scalars(select(Dialogue)).one())
    sits = {one.side: one.person_id for one in dialogue.participants}
    assert sits == {"over": town.section_manager.id, "rep": town.unit_manager.id}


@pytest.mark.parametrize("state", [State.PREPARING, State.HELD])
def test_who_still_holds_the_post_is_told_that_another_sits_in_their_place(
    table: Table, session: Session, town: Municipality, visit: Visit, state: State
) -> None:
    deputy = make_person(session, "Dan Ställföreträdare")
    make_appointment(session, deputy, town.section, deputy=True)
    table.over_person.email = "sven@samsyn.example"
    session.commit()
    table.to(state)
    assert visit(deputy).post(f"{table.here}/ta-over").status_code == 302
    page = words_on(table.over.get("/nytt"))
    assert "Dan Ställföreträdare har tagit över din plats i" in page
    session.commit()
    told = session.scalars(
        select(Notice).where(Notice.person_id == table.over_person.id, Notice.kind == "take_over")
    ).one()
    sent = session.scalars(select(Outgoing.calendar_method).where(Outgoing.id == told.outgoing_id)).all()
    # A meeting to come goes out of their calendar; one that is held has been there.
    assert ("CANCEL" in sent) is (state is State.PREPARING)


def test_who_has_left_the_post_is_told_nothing_when_another_takes_over(
    table: Table, session: Session, town: Municipality, visit: Visit
) -> None:
    new = make_person(session, "Nils Ny")
    make_appointment(session, new, town.section, deputy=True)
    for one in session.scalars(
        select(Appointment).where(Appointment.person_id == table.over_person.id)
    ).all():
        end_appointment(session, appointment_id=one.id, on=clock.today(), actor_id=None)
    session.commit()
    assert visit(new).post(f"{table.here}/ta-over").status_code == 302
    session.commit()
    kinds = session.scalars(select(Notice.kind).where(Notice.person_id == table.over_person.id)).all()
    assert "take_over" not in kinds


def test_that_a_successor_reads_beside_a_theme_what_others_established_is_noted_there(
    table: Table, session: Session, town: Municipality, visit: Visit
) -> None:
    table.to(State.ESTABLISHED)
    new = make_person(session, "Nils Ny")
    make_appointment(session, new, town.section, deputy=True)
    ahead = clock.now() + timedelta(days=3)
    following = make_dialogue(session, table.series, new, table.rep_person, starts_at=ahead)
    session.commit()
    client, before = visit(new), table.dialogue.id
    table.dialogue = following
    assert "Vi ser det så här." in client.get(table.at_theme).text
    assert "Vi ser det så här." in table.rep.get(table.at_theme).text
    session.commit()
    read = [(one.person, one.what) for one in readings_of(session, "dialogue", before, 10)]
    assert read == [("Nils Ny", "record")], "the two know that they read their own"


def test_that_what_was_raised_from_below_is_read_beside_a_theme_is_noted_there(
    session: Session, town: Municipality, visit: Visit
) -> None:
    below = make_series(session, town.section, town.unit)
    dialogue = make_dialogue(session, below, town.section_manager, town.unit_manager)
    prepare(session, dialogue)
    hold(session, dialogue)
    raise_matter(session, dialogue, "Vikariepoolen räcker inte.")
    establish(session, dialogue)
    passage = session.scalars(select(Passage)).one()
    above = make_series(session, town.administration, town.section)
    meeting = make_dialogue(session, above, town.chief_executive, town.section_manager)
    session.commit()
    chief = visit(town.chief_executive)
    pages = [f"/dialoger/{meeting.id}/tema/{theme.id}" for theme in themes_of(session, meeting.id)]
    assert any("Vikariepoolen räcker inte." in chief.get(page).text for page in pages)
    for page in pages:
        visit(town.section_manager).get(page)
    session.commit()
    read = [one.person for one in readings_of(session, "passage", passage.id, 10)]
    assert read == [town.chief_executive.name]
