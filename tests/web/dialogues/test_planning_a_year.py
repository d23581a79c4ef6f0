"""A year of a series planned in one go, and what is told of days off and taken times where one sets a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock as time
from app.access.matrix import Role
from app.clock import STOCKHOLM
from app.dialogues.models import Dialogue, Series, State
from app.dialogues.planning.days import day_off
from app.dialogues.series import beginning, services
from app.notifications.models import Notice
from app.organisation.models import Person
from app.records.verifying import verify
from tests.factories.dialogues import make_dialogue, make_series
from tests.factories.organisation import Municipality, make_appointment, make_manager, make_unit
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import words_on

Visit = Callable[[Person], SamsynClient]
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def series(session: Session, town: Municipality, clock: Callable[[datetime], None]) -> Series:
    clock(NOW)
    made = make_series(session, town.section, town.unit)
    beginning.change_series(
        session,
        actor_id=town.section_manager.id,
        series=made,
        template_id=made.template_id,
        rhythm="three_a_year",
        ended_on=None,
    )
    session.commit()
    return made


def here(series: Series) -> str:
    return f"/dialoger/serie/{series.id}/foresla-tider"


def fields_of(answer: TestResponse) -> dict[str, str]:
    """Give what the form holds, as a browser would send it."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", answer.text):
        given = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        if "name" not in given or given["name"] == "csrf_token":
            continue
        if given.get("type") == "checkbox" and " checked" not in tag:
            continue
        found[given["name"]] = given.get("value", "")
    return found


def of_series(session: Session, series: Series) -> list[Dialogue]:
    session.commit()
    session.expire_all()
    return list(
        session.scalars(
            select(Dialogue).where(Dialogue.series_id == series.id).order_by(Dialogue.starts_at, Dialogue.id)
        )
    )


def test_a_year_is_proposed_by_rhythm_and_cycle_and_planned_with_one_press(
    series: Series, session: Session, visit: Visit, town: Municipality
) -> None:
    client = visit(town.section_manager)
    page = client.get(here(series))
    assert "Dialogmöten: läget" in page.text
    sent = fields_of(page)
    assert sent["rows"] == "3"
    answer = client.post(here(series), data=sent | {"wish": "plan"}, follow_redirects=True)
    assert "Tre möten är bokade" in words_on(answer)
    made = of_series(session, series)
    assert [one.starts_at.astimezone(STOCKHOLM).month for one in made] == [12, 3, 9]
    for one in made:
        assert day_off(one.starts_at.astimezone(STOCKHOLM).date(), "sv") is None
    invited = session.scalars(select(Notice.kind).where(Notice.person_id == town.unit_manager.id)).all()
    assert invited == ["invitation"] * 3
    assert len({one.calendar_uid for one in made}) == 3
    assert verify(session).faults == []
    assert "Året är redan planerat" in words_on(client.get(here(series)))


@pytest.mark.parametrize("minutes", ["999999999999", "-999999999999", "2000", "x", ""])
def test_a_length_no_meeting_has_is_told_beside_its_field(
    series: Series, session: Session, visit: Visit, town: Municipality, minutes: str
) -> None:
    client = visit(town.section_manager)
    sent = fields_of(client.get(here(series)))
    answer = client.post(here(series), data=sent | {"minutes": minutes, "wish": "plan"})
    assert answer.status_code == 422
    assert 'id="minutes-error"' in answer.text
    assert of_series(session, series) == []


def test_a_time_can_be_left_out_or_changed(
    series: Series, session: Session, visit: Visit, town: Municipality
) -> None:
    client = visit(town.section_manager)
    sent = fields_of(client.get(here(series)))
    del sent["r1-take"]
    changed = {
        "r0-day": "2026-12-10",
        "r0-time": "14:30",
        "minutes": "45",
        "place": "Rum 7",
        "title": "Samtal",
    }
    client.post(here(series), data=sent | changed | {"wish": "plan"})
    first, last = of_series(session, series)
    assert first.starts_at.astimezone(STOCKHOLM) == datetime(2026, 12, 10, 14, 30, tzinfo=STOCKHOLM)
    assert (first.minutes, first.place, first.title) == (45, "Rum 7", "Samtal")
    assert last.starts_at.astimezone(STOCKHOLM).month == 9


def test_looking_plans_nothing_and_keeps_what_is_typed(
    series: Series, session: Session, visit: Visit, town: Municipality
) -> None:
    client = visit(town.section_manager)
    sent = fields_of(client.get(here(series))) | {"r0-day": "2026-12-24", "title": "BEHÅLLS", "wish": "look"}
    answer = client.post(here(series), data=sent)
    assert answer.status_code == 200
    assert "Julafton" in answer.text
    assert "Se över det som står vid tiderna" in words_on(answer)
    assert "Inget krockar" not in words_on(answer)
    assert "BEHÅLLS" in answer.text
    assert of_series(session, series) == []


def test_looking_says_that_nothing_clashes(
    series: Series, session: Session, visit: Visit, town: Municipality
) -> None:
    client = visit(town.section_manager)
    sent = fields_of(client.get(here(series))) | {"wish": "look"}
    answer = client.post(here(series), data=sent)
    assert answer.status_code == 200
    assert "Inget krockar" in words_on(answer)
    refused = client.post(here(series), data=sent | {"r0-day": ""})
    assert refused.status_code == 422
    assert "Inget krockar" not in words_on(refused)
    assert of_series(session, series) == []


def test_a_day_off_is_told_of_once_and_then_taken_at_ones_word(
    series: Series, session: Session, visit: Visit, town: Municipality
) -> None:
    client = visit(town.section_manager)
    sent = fields_of(client.get(here(series))) | {"r0-day": "2026-12-24", "wish": "plan"}
    answer = client.post(here(series), data=sent)
    assert answer.status_code == 422
    assert "Inget är bokat än" in words_on(answer)
    assert of_series(session, series) == []
    again = fields_of(answer)
    assert again["r0-day"] == "2026-12-24"
    client.post(here(series), data=again | {"wish": "plan"})
    assert len(of_series(session, series)) == 3
    assert of_series(session, series)[0].starts_at.astimezone(STOCKHOLM).date() == date(2026, 12, 24)


FAULTS = {
    "past": {"r0-day": "2026-11-20"},
    "no day": {"r0-day": ""},
    "no such day": {"r0-day": "2027-02-30"},
    "no time": {"r1-time": ""},
    "no such time": {"r1-time": "25:00"},
    "far away": {"r0-day": "9999-12-31"},
    "long ago": {"r0-day": "0001-01-01"},
    "twice": {"r0-day": "2027-03-16", "r0-time": "09:00", "r1-day": "2027-03-16", "r1-time": "10:00"},
    "no title": {"title": ""},
    "long title": {"title": "å" * 201},
    "no minutes": {"minutes": ""},
    "odd minutes": {"minutes": "-5"},
    "many minutes": {"minutes": "100000"},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_plans_nothing_and_keeps_everything_typed(
    fault: str, series: Series, session: Session, visit: Visit, town: Municipality
) -> None:
    client = visit(town.section_manager)
    sent = fields_of(client.get(here(series))) | {"place": "BEHÅLLS", "r2-time": "15:15"}
    del sent["r2-take"]
    answer = client.post(here(series), data=sent | FAULTS[fault] | {"wish": "plan"})
    assert answer.status_code == 422
    kept = fields_of(answer)
    assert (kept["place"], kept["r2-time"]) == ("BEHÅLLS", "15:15")
    assert "r2-take" not in kept
    for name, value in FAULTS[fault].items():
        assert kept[name] == value
    assert answer.text.count('role="alert"') == 1
    assert of_series(session, series) == []


def test_nothing_chosen_plans_nothing(
    series: Series, session: Session, visit: Visit, town: Municipality
) -> None:
    client = visit(town.section_manager)
    sent = {
        name: value
        for name, value in fields_of(client.get(here(series))).items()
        if not name.endswith("-take")
    }
    answer = client.post(here(series), data=sent | {"wish": "plan"})
    assert "Ingen tid är vald" in words_on(answer)
    for odd in ({}, {"rows": "-1"}, {"rows": "x"}, {"rows": "99999999999"}):
        assert client.post(here(series), data=odd | {"wish": "plan"}).status_code == 422
    assert of_series(session, series) == []


def test_pressing_twice_plans_once(
    series: Series, session: Session, visit: Visit, town: Municipality
) -> None:
    client = visit(town.section_manager)
    sent = fields_of(client.get(here(series))) | {"wish": "plan"}
    assert client.post(here(series), data=sent).status_code == 302
    answer = client.post(here(series), data=sent)
    assert answer.status_code == 422
    assert "Ni har redan ett möte då" in words_on(answer)
    assert len(of_series(session, series)) == 3


def test_a_vacant_post_is_said_and_everything_kept(
    series: Series, session: Session, visit: Visit, town: Municipality
) -> None:
    client = visit(town.section_manager)
    sent = fields_of(client.get(here(series))) | {"place": "BEHÅLLS", "wish": "plan"}
    town.unit_manager.closed_on = time.today()
    session.commit()
    answer = client.post(here(series), data=sent)
    assert answer.status_code == 422
    assert "En av sidorna är tom" in words_on(answer)
    assert fields_of(answer)["place"] == "BEHÅLLS"
    assert of_series(session, series) == []


def test_an_ended_series_is_not_planned(
    series: Series, session: Session, visit: Visit, town: Municipality
) -> None:
    series.ended_on = time.today()
    session.commit()
    client = visit(town.section_manager)
    assert client.get(here(series)).status_code == 302
    assert client.post(here(series), data={"rows": "0"}).status_code == 302


def test_only_those_of_the_series_plan_it(
    series: Series, session: Session, visit: Visit, town: Municipality
) -> None:
    for person in (town.chief_executive, town.other_unit_manager):
        for method in ("get", "post"):
            assert getattr(visit(person), method)(here(series)).status_code == 404
        assert visit(person).get(f"/dialoger/serie/{series.id}/dagen?day=2026-12-24").status_code == 404
    assert visit(town.unit_manager).get(here(series)).status_code == 200


@pytest.fixture
def elsewhere(session: Session, town: Municipality, series: Series) -> Dialogue:
    """A meeting the other has with somebody one has nothing to do with, in the middle of March at nine."""
    below = make_unit(session, "Avdelning Blåklockan", under=town.unit)
    employee = make_manager(session, below, "Bo Biträdande")
    line = make_series(session, town.unit, below)
    at = time.from_stockholm(date(2027, 3, 16), 9)
    made = make_dialogue(session, line, town.unit_manager, employee, starts_at=at)
    made.title = "HEMLIG RUBRIK"
    session.commit()
    return made


def test_times_the_other_has_given_away_are_avoided_and_shown_without_their_title(
    series: Series, elsewhere: Dialogue, session: Session, visit: Visit, town: Municipality
) -> None:
    client = visit(town.section_manager)
    page = client.get(here(series))
    sent = fields_of(page)
    assert "2027-03-16" not in sent.values()
    assert "HEMLIG" not in page.text
    assert "upptagen" in words_on(page)
    answer = client.post(
        here(series), data=sent | {"r1-day": "2027-03-16", "r1-time": "09:30", "wish": "plan"}
    )
    assert answer.status_code == 422
    assert "09.00–10.30 Eva Enhetschef: upptagen" in words_on(answer)
    assert "HEMLIG" not in answer.text
    assert "HEMLIG RUBRIK" in visit(town.unit_manager).get(here(series)).text


@pytest.mark.parametrize("state", [State.CANCELLED, State.ESTABLISHED])
def test_what_is_called_off_or_done_takes_nobodys_time(
    state: State, series: Series, elsewhere: Dialogue, session: Session, visit: Visit, town: Municipality
) -> None:
    elsewhere.state = state
    session.commit()
    assert "2027-03-16" in fields_of(visit(town.section_manager).get(here(series))).values()


def test_days_off_and_taken_times_are_told_where_one_sets_a_single_time(
    series: Series, elsewhere: Dialogue, session: Session, visit: Visit, town: Municipality
) -> None:
    client = visit(town.section_manager)
    single = f"/dialoger/serie/{series.id}/nytt-mote"
    assert "Julafton" in client.get(single).text
    day = f"/dialoger/serie/{series.id}/dagen"
    told = client.get(f"{day}?day=2027-03-16&time=08:00&minutes=90")
    assert "09.00–10.30 Eva Enhetschef: upptagen" in words_on(told)
    assert "HEMLIG" not in told.text
    assert words_on(client.get(f"{day}?day=2027-03-16&time=10:30&minutes=90")).split() == []
    assert "Julafton" in client.get(f"{day}?day=2026-12-24&time=08:00&minutes=90").text
    meeting = {"title": "Dialog", "day": "2026-12-24", "time": "09:00", "minutes": "60"}
    answer = client.post(single, data=meeting, follow_redirects=True)
    assert "Att tänka på den dagen: Julafton" in words_on(answer)
    made = of_series(session, series)[0]
    changing = client.get(f"/dialoger/{made.id}/andra")
    assert "Julafton" in changing.text
    moved = {**meeting, "day": "2027-03-16", "time": "10:00", "expected": "0"}
    answer = client.post(f"/dialoger/{made.id}/andra", data=moved, follow_redirects=True)
    assert "Eva Enhetschef: upptagen" in words_on(answer)
    assert "HEMLIG" not in answer.text


def test_a_day_that_has_been_is_taken_and_said_to_be_one(
    series: Series, session: Session, visit: Visit, town: Municipality
) -> None:
    client = visit(town.section_manager)
    assert "Dagen har redan varit" in words_on(
        client.get(f"/dialoger/serie/{series.id}/dagen?day=2020-03-17&time=08:00&minutes=90")
    )
    meeting = {"title": "Dialog", "day": "2020-03-17", "time": "09:00", "minutes": "60"}
    answer = client.post(f"/dialoger/serie/{series.id}/nytt-mote", data=meeting, follow_redirects=True)
    assert "Att tänka på den dagen: Dagen har redan varit." in words_on(answer)
    assert of_series(session, series)[0].starts_at.year == 2020


def test_ones_own_meeting_is_not_in_its_own_way(
    series: Series, session: Session, visit: Visit, town: Municipality
) -> None:
    made = make_dialogue(
        session, series, town.section_manager, town.unit_manager,
        starts_at=time.from_stockholm(date(2027, 3, 16), 9),
    )  # fmt: skip
    session.commit()
    client = visit(town.section_manager)
    asked = f"/dialoger/serie/{series.id}/dagen?day=2027-03-16&time=09:30&minutes=60"
    assert "Dialog" in words_on(client.get(asked))
    assert words_on(client.get(f"{asked}&mote={made.id}")).split() == []


def test_a_guests_place_counts_as_taken(
    series: Series, session: Session, visit: Visit, town: Municipality
) -> None:
    """The section's manager also supports another branch, and is invited there."""
    make_appointment(session, town.section_manager, town.other_section, Role.SUPPORT)
    line = make_series(session, town.other_section, town.other_unit)
    other = make_dialogue(
        session, line, town.other_section_manager, town.other_unit_manager,
        starts_at=time.from_stockholm(date(2027, 3, 16), 9),
    )  # fmt: skip
    other.title = "HEMLIG RUBRIK"
    from tests.factories.dialogues import loaded, seats

    dialogue = loaded(session, other)
    for seat in seats(dialogue):
        services.invite_guest(session, seat=seat, dialogue=dialogue, person_id=town.section_manager.id)
    session.commit()
    day = f"/dialoger/serie/{series.id}/dagen?day=2027-03-16&time=09:00&minutes=60"
    assert "HEMLIG RUBRIK" in visit(town.section_manager).get(day).text
    told = visit(town.unit_manager).get(day).text
    assert "upptagen" in told
    assert "HEMLIG" not in told


def test_the_page_asks_the_same_however_much_there_is(
    series: Series, session: Session, visit: Visit, town: Municipality, statements: Callable[[], object]
) -> None:
    client = visit(town.section_manager)

    def asked() -> int:
        client.get(here(series))
        with statements() as sent:  # type: ignore[attr-defined]
            client.get(here(series))
        return len(sent)

    before = asked()
    for number in range(8):
        make_dialogue(
            session, series, town.section_manager, town.unit_manager,
            starts_at=NOW + timedelta(days=10 + number, hours=number),
        )  # fmt: skip
    session.commit()
    assert asked() == before <= 8


def test_it_speaks_english(series: Series, session: Session, visit: Visit, town: Municipality) -> None:
    town.section_manager.language = "en"
    session.commit()
    page = visit(town.section_manager).get(here(series)).text
    assert "Christmas Eve" in page
    assert "Dialogues: where we stand" in page


def test_what_is_no_day_or_time_is_said_in_plain_words(
    series: Series, session: Session, visit: Visit, town: Municipality
) -> None:
    client = visit(town.section_manager)
    sent = fields_of(client.get(here(series))) | {"r0-day": "2027-02-30", "r1-time": "kl 13", "title": " "}
    said = words_on(client.post(here(series), data=sent | {"wish": "plan"}))
    assert "Skriv klockslaget som 13.00." in said
    assert "Inte ett giltigt datum." in said
    assert "Det gick inte att spara än" not in said
    client.post(
        here(series),
        data=sent | {"r0-day": "2027-02-16", "r1-time": "13.00", "title": "Samtal", "wish": "plan"},
    )
    assert [one.starts_at.astimezone(STOCKHOLM).hour for one in of_series(session, series)][1] == 13


def test_a_booked_meeting_stands_for_the_time_nearest_it(
    series: Series, session: Session, visit: Visit, town: Municipality
) -> None:
    make_dialogue(
        session, series, town.section_manager, town.unit_manager,
        starts_at=time.from_stockholm(date(2027, 1, 11), 9),
    )  # fmt: skip
    session.commit()
    sent = fields_of(visit(town.section_manager).get(here(series)))
    assert [sent[f"r{row}-day"][:7] for row in range(int(sent["rows"]))] == ["2027-03", "2027-09"]


def single(day: str, at: str, minutes: str = "60") -> dict[str, str]:
    return {"title": "BEHÅLLS", "day": day, "time": at, "minutes": minutes, "place": "Rum 7"}


def test_no_second_meeting_in_the_time_of_another(
    series: Series, session: Session, visit: Visit, town: Municipality
) -> None:
    client = visit(town.section_manager)
    new = f"/dialoger/serie/{series.id}/nytt-mote"
    assert client.post(new, data=single("2027-03-16", "09:00")).status_code == 302
    for at, minutes in (("09:00", "60"), ("09:59", "30"), ("08:30", "31")):
        answer = client.post(new, data=single("2027-03-16", at, minutes))
        assert answer.status_code == 422
        assert "Ni har redan ett möte då." in words_on(answer)
        kept = fields_of(answer)
        assert (kept["title"], kept["time"], kept["place"]) == ("BEHÅLLS", at, "Rum 7")
    assert client.post(new, data=single("2027-03-16", "10:00")).status_code == 302
    first, second = of_series(session, series)
    changing = f"/dialoger/{second.id}/andra"
    answer = client.post(changing, data=single("2027-03-16", "09:30") | {"expected": "0"})
    assert answer.status_code == 422
    assert "Ni har redan ett möte då." in words_on(answer)
    assert fields_of(answer)["time"] == "09:30"
    answer = client.post(
        f"/dialoger/{second.id}/annan-tid", data={"day": "2027-03-16", "time": "09:30", "words": "Hellre då"}
    )
    assert answer.status_code == 422
    assert "Hellre då" in answer.text
    assert client.post(changing, data=single("2027-03-16", "10:15") | {"expected": "0"}).status_code == 302
    client.post(f"/dialoger/{first.id}/stall-in", data={"reason": "Sjuk"})
    assert client.post(changing, data=single("2027-03-16", "09:30") | {"expected": "1"}).status_code == 302


def test_a_time_taken_meanwhile_is_not_taken_twice(
    series: Series, session: Session, visit: Visit, town: Municipality
) -> None:
    over, rep = visit(town.section_manager), visit(town.unit_manager)
    new = f"/dialoger/serie/{series.id}/nytt-mote"
    over.post(new, data=single("2027-03-16", "09:00"))
    meeting = of_series(session, series)[0]
    rep.post(f"/dialoger/{meeting.id}/annan-tid", data={"day": "2027-03-17", "time": "09:00"})
    seen = re.search(r'name="expected" value="([^"]+)"', over.get(f"/dialoger/{meeting.id}/").text)
    assert seen is not None
    over.post(new, data=single("2027-03-17", "09:00"))
    answer = over.post(f"/dialoger/{meeting.id}/ta-tiden", data={"expected": seen[1]}, follow_redirects=True)
    assert "Ni har redan ett möte då." in words_on(answer)
    assert len({one.starts_at for one in of_series(session, series)}) == 2
