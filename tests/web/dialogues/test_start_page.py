"""The start page: a screenful, all of it where one asks, and why something stands before its day."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock as time
from app.clock import STOCKHOLM
from app.dialogues.models import Addendum, State
from app.home.nexts import SCREENFUL, SOON
from app.organisation.models import Appointment
from app.ui.formats import number_word
from tests.factories.dialogues import make_dialogue
from tests.factories.organisation import Municipality, make_appointment
from tests.web.dialogues.conftest import Table, words_on

ROW = '<p class="when"'


def test_what_does_not_fit_on_a_screen_is_one_press_away_whatever_it_is(
    table: Table, session: Session
) -> None:
    table.to(State.HELD)
    promised = [f"Lovat nummer {number}" for number in range(SCREENFUL + 3)]
    for what in promised:
        table.agree(table.rep, what)
    session.commit()
    first, everything = table.rep.get("/"), table.rep.get("/?visa=allt")
    assert first.text.count(ROW) == SCREENFUL
    assert all(what in everything.text for what in promised)
    number = everything.text.count(ROW)
    assert f'href="/?visa=allt">Visa allt ({number})' in first.text
    assert f"Fem av {number_word(number, 'sv')} saker." in words_on(first)
    assert f"{number_word(number, 'sv').capitalize()} saker." in words_on(everything)
    assert "Det är allt som väntar på dig." in words_on(everything)
    assert "Visa allt (" not in words_on(everything)


def test_much_that_is_late_does_not_hide_the_next_meeting(table: Table, session: Session) -> None:
    table.to(State.HELD)
    for number in range(SCREENFUL + 3):
        table.agree(table.rep, f"Lovat nummer {number}")
    table.consent(table.over)
    far = time.now() + SOON + timedelta(days=20)
    table.dialogue = make_dialogue(session, table.series, table.over_person, table.rep_person, starts_at=far)
    session.commit()
    assert f"{table.here}/skriv" in table.rep.get("/").text


def test_a_meeting_moved_up_because_another_time_is_proposed_says_that_a_word_is_waited_for(
    table: Table, session: Session
) -> None:
    far = time.now() + SOON + timedelta(days=20)
    table.dialogue = make_dialogue(session, table.series, table.over_person, table.rep_person, starts_at=far)
    session.commit()
    assert "väntar svar" not in words_on(table.over.get("/"))
    other = (far + timedelta(days=1)).astimezone(STOCKHOLM)
    table.rep.post(
        f"{table.here}/annan-tid", data={"day": f"{other:%Y-%m-%d}", "time": f"{other:%H:%M}", "words": ""}
    )
    assert "väntar svar" in words_on(table.over.get("/"))
    assert "väntar svar" not in words_on(table.rep.get("/"))


def test_the_page_of_a_meeting_says_whose_turn_it_is_to_establish(table: Table) -> None:
    table.to(State.ESTABLISHING)
    assert "Ni fastställer samma version." in words_on(table.rep.get(f"{table.here}/"))
    table.consent(table.over)
    waiting, mine = words_on(table.over.get(f"{table.here}/")), words_on(table.rep.get(f"{table.here}/"))
    assert "Du har fastställt. Nu väntar den på" in waiting and "Läs och fastställ" not in waiting
    assert "har fastställt den här versionen. Nu väntar den på dig." in mine and "Läs och fastställ" in mine


def test_a_meeting_ahead_has_one_first_action(table: Table, session: Session) -> None:
    table.dialogue = make_dialogue(session, table.series, table.over_person, table.rep_person)
    session.commit()
    page = table.rep.get(f"{table.here}/").text.split("<main")[1].split("</main")[0]
    assert "Kommer du?" in page
    assert page.count('class="btn"') == 1


def test_beside_a_text_saved_today_stands_the_time_alone(table: Table) -> None:
    table.to(State.HELD)
    table.write_note(table.over, "Vi är överens.")
    assert re.search(r"Sparat \d\d\.\d\d", words_on(table.rep.get(table.at_theme)))


def test_who_stands_in_for_the_other_of_the_two_is_told_what_waits_for_them_where_they_sit(
    table: Table, session: Session, town: Municipality
) -> None:
    """The manager of a unit stands in for the section's while that one is away, and still sits where they sat."""
    make_appointment(session, table.rep_person, town.section, deputy=True)
    session.commit()
    table.over.post(f"{table.here}/dela", data={"anyway": "1"})
    far = time.now() + timedelta(days=5)
    table.fresh().starts_at = far
    session.commit()
    page = words_on(table.rep.get("/"))
    assert f"Förbered dialogen med {table.over_person.name}" in page
    assert f"{table.over_person.name} har delat sin bild. Du ser den när du har delat din." in page
    table.over.post(f"{table.here}/ta-tillbaka")
    table.fresh().starts_at = time.now() - timedelta(days=1)
    session.commit()
    table.to(State.HELD)
    table.agree(table.rep, "Det lovade Una själv")
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Det här är helheten.")
    table.consent(table.over)
    page = words_on(table.rep.get("/"))
    assert f"Fastställ dialogen med {table.over_person.name}" in page
    assert f"{table.over_person.name} har fastställt. Läs och säg ditt." in page
    assert "Det lovade Una själv" in page
    table.consent(table.rep)
    table.over.post(f"{table.here}/tillagg", data={"text": "En rättelse."})
    page = words_on(table.rep.get("/"))
    assert "Ett tillägg väntar på dig" in page
    addendum = session.scalars(select(Addendum)).one()
    table.rep.post(f"{table.here}/tillagg/{addendum.id}", data={"wish": "establish", "revision": 1})
    assert "Ett tillägg väntar på dig" not in words_on(table.rep.get("/"))


def test_where_the_words_will_stand_is_told_until_there_are_some(table: Table) -> None:
    told = "När du och den du möter har fastställt er första dialog står det ni såg tillsammans här."
    assert told in table.rep.get("/").text
    table.to(State.ESTABLISHED)
    after = table.rep.get("/").text
    assert told not in after and "Senast ni sågs" in after


def test_who_has_left_their_side_for_the_other_is_not_asked_for_what_only_the_two_can_do(
    table: Table, session: Session, town: Municipality
) -> None:
    table.to(State.ESTABLISHED)
    table.over.post(f"{table.here}/tillagg", data={"text": "En rättelse."})
    assert "Ett tillägg väntar på dig" in words_on(table.rep.get("/"))
    make_appointment(session, table.rep_person, town.section, deputy=True)
    session.commit()
    assert "Ett tillägg väntar på dig" in words_on(table.rep.get("/")), "still there for the unit"
    held = session.scalars(
        select(Appointment).where(
            Appointment.person_id == table.rep_person.id, Appointment.unit_id == town.unit.id
        )
    ).one()
    held.valid_to = time.today()
    session.commit()
    assert "En rättelse." not in table.rep.get(f"{table.here}/").text
    assert "Ett tillägg väntar på dig" not in words_on(table.rep.get("/"))
