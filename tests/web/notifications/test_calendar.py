"""Meetings on their way into calendars: with the mail, as a file, and at an address of one's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import vobject
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app import clock as time
from app.access.matrix import Role
from app.notifications.feed.models import CalendarFeed
from app.notifications.letters import message
from app.notifications.models import Outgoing
from app.notifications.transport import sender_for
from app.organisation.models import Appointment, Person
from app.records.models import HistoryEntry
from tests.factories.dialogues import loaded, make_dialogue, make_series, seats
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table, table, town, visit

__all__ = ["table", "town", "visit"]

Visit = Callable[[Person], SamsynClient]
BASE = "https://samsyn.exempel.se"
NEXT_YEAR = time.today().year + 1


@pytest.fixture
def ahead(table: Table) -> Table:
    """A meeting in ten days; both have addresses."""
    table.over_person.email, table.rep_person.email = "over@exempel.se", "rep@exempel.se"
    table.dialogue = make_dialogue(table.session, table.series, table.over_person, table.rep_person)
    table.session.commit()
    return table


def mails_to(session: Session, person: Person) -> list[EmailMessage]:
    session.commit()
    rows = session.scalars(
        select(Outgoing)
        .where(Outgoing.person_id == person.id)
        .options(joinedload(Outgoing.person), selectinload(Outgoing.notices))
        .order_by(Outgoing.id)
        .execution_options(populate_existing=True)
    )
    return [message(row, sender=sender_for("", BASE), base_url=BASE) for row in rows]


def event_in(mail: EmailMessage) -> tuple[str, vobject.base.Component]:
    """Give the METHOD a mail names and the event, read as a calendar would."""
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert len(parts) == 1
    read = vobject.readOne(parts[0].get_payload(decode=True).decode())
    assert parts[0].get_param("method") == read.method.value
    return read.method.value, read.vevent


def test_invitation_change_and_cancellation_are_one_meeting_in_the_calendar(ahead: Table) -> None:
    session, rep = ahead.session, ahead.rep_person
    before = len(mails_to(session, rep)) - 1
    change = {"title": "Dialog; om, höst", "day": f"{NEXT_YEAR}-06-01", "time": "09:00", "minutes": "60"}
    ahead.over.post(f"{ahead.here}/andra", data=change | {"place": "Rum 4", "expected": "0"})
    ahead.over.post(f"{ahead.here}/stall-in", data={"reason": "HEMLIGT"})
    ahead.over.post(f"{ahead.here}/steg", data={"till": "planned"})
    mails = mails_to(session, rep)[before:]
    events = [event_in(mail) for mail in mails]
    assert [method for method, _ in events] == ["REQUEST", "REQUEST", "CANCEL", "REQUEST"]
    assert {event.uid.value for _, event in events} == {ahead.fresh().calendar_uid}
    assert [int(event.sequence.value) for _, event in events] == [0, 1, 2, 3]
    moved = events[1][1]
    assert moved.summary.value == "Dialog; om, höst"
    assert moved.location.value == "Rum 4"
    assert moved.dtstart.value.isoformat() == f"{NEXT_YEAR}-06-01T09:00:00+02:00"
    assert moved.dtend.value - moved.dtstart.value == timedelta(hours=1)
    assert moved.url.value == f"{BASE}{ahead.here}/"
    assert moved.organizer.value == "mailto:samsyn@samsyn.exempel.se"
    asked = {one.value: one.params["PARTSTAT"][0] for one in moved.attendee_list}
    assert asked == {"mailto:over@exempel.se": "ACCEPTED", "mailto:rep@exempel.se": "NEEDS-ACTION"}
    assert not any("HEMLIGT" in mail.as_string() for mail in mails)
    assert mails_to(session, ahead.over_person) == []


def test_a_proposed_time_taken_reaches_the_one_who_proposed_it(ahead: Table) -> None:
    ahead.rep.post(
        f"{ahead.here}/annan-tid", data={"day": f"{NEXT_YEAR}-06-02", "time": "13:00", "words": "HEMLIGT"}
    )
    page = ahead.over.get(ahead.here + "/").text
    expected = re.search(r'name="expected" value="([^"]+)"', page)
    assert expected
    proposal = mails_to(ahead.session, ahead.over_person)[-1]
    assert "HEMLIGT" not in proposal.as_string()
    assert not [part for part in proposal.walk() if part.get_content_type() == "text/calendar"]
    ahead.over.post(f"{ahead.here}/ta-tiden", data={"expected": expected[1]})
    method, event = event_in(mails_to(ahead.session, ahead.rep_person)[-1])
    assert (method, event.dtstart.value.isoformat()) == ("REQUEST", f"{NEXT_YEAR}-06-02T13:00:00+02:00")
    assert {one.params["PARTSTAT"][0] for one in event.attendee_list} == {"ACCEPTED"}


def test_a_guest_gets_the_meeting_and_loses_it_again(ahead: Table, town: Municipality, visit: Visit) -> None:
    session = ahead.session
    guest = make_person(session, "Gun Gäst")
    guest.email = "gun@exempel.se"
    make_appointment(session, guest, town.section, Role.SUPPORT)
    session.commit()
    for client in (ahead.over, ahead.rep):
        client.post(f"{ahead.here}/gaster", data={"person": guest.id})
    method, event = event_in(mails_to(session, guest)[-1])
    assert method == "REQUEST"
    assert "mailto:gun@exempel.se" in {one.value for one in event.attendee_list}
    guest_id = ahead.fresh().guests[0].id
    ahead.rep.post(f"{ahead.here}/gaster/{guest_id}/ta-tillbaka")
    method, event = event_in(mails_to(session, guest)[-1])
    assert method == "CANCEL"
    assert [one.value for one in event.attendee_list] == ["mailto:gun@exempel.se"]
    assert event.uid.value == ahead.fresh().calendar_uid


def make_address(client: SamsynClient) -> str:
    """Make a calendar address and give its path."""
    answer = client.post("/konto/kalender")
    assert answer.status_code == 200
    found = re.search(r"/kalender/[\w-]{40,}\.ics", answer.text)
    assert found
    return found[0]


def titles_at(client: SamsynClient, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    read = vobject.readOne(answer.text)
    return [event.summary.value for event in meetings_in(read)]


def meetings_in(calendar: Any) -> list[Any]:
    """Give the events that are meetings; beside them stand whole days: of the annual cycle, and of reports."""
    return [
        event for event in calendar.contents.get("vevent", []) if isinstance(event.dtstart.value, datetime)
    ]


def test_a_calendar_is_read_by_whoever_has_its_address_without_signing_in(
    ahead: Table, clients: Callable[[], SamsynClient]
) -> None:
    path = make_address(ahead.rep)
    stranger = clients()
    answer = stranger.get(path)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "Set-Cookie" not in answer.headers
    read = vobject.readOne(answer.text)
    assert read.method.value == "PUBLISH"
    assert {event.summary.value for event in meetings_in(read)} == {"Dialog"}
    uids = {event.uid.value for event in read.vevent_list}
    assert ahead.fresh().calendar_uid in uids
    for sign in ("ATTENDEE", "ORGANIZER", ahead.over_person.name, "@exempel.se"):
        assert sign not in answer.text
    # What knows who somebody is does not change the answer either.
    assert ahead.over.get(path).text == answer.text


def test_what_has_not_changed_is_not_sent_again(ahead: Table, clients: Callable[[], SamsynClient]) -> None:
    path, reader = make_address(ahead.rep), clients()
    first = reader.get(path)
    again = reader.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    ahead.over.post(
        f"{ahead.here}/andra",
        data={
            "title": "Annat",
            "day": f"{NEXT_YEAR}-06-01",
            "time": "09:00",
            "minutes": "60",
            "expected": "0",
        },
    )
    changed = reader.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert "Annat" in changed.text
    assert "SEQUENCE:1" in changed.text


def test_only_the_hash_is_kept_and_the_address_shown_once(ahead: Table) -> None:
    path = make_address(ahead.rep)
    token = path.removeprefix("/kalender/").removesuffix(".ics")
    ahead.session.commit()
    kept = ahead.session.scalars(select(CalendarFeed)).one()
    assert token not in (kept.token_hash, str(vars(kept)))
    assert token not in ahead.rep.get("/konto/kalender").text
    entries = ahead.session.scalars(select(HistoryEntry).order_by(HistoryEntry.seq.desc()).limit(1)).one()
    assert (entries.action, entries.actor_id) == ("account.calendar_made", ahead.rep_person.id)
    assert "kalenderadress" in ahead.rep.get("/konto/").text


def test_a_new_address_ends_the_old_one_and_removing_ends_it_too(
    ahead: Table, clients: Callable[[], SamsynClient]
) -> None:
    reader = clients()
    old = make_address(ahead.rep)
    new = make_address(ahead.rep)
    assert old != new
    assert reader.get(old).status_code == 404
    assert titles_at(reader, new)
    ahead.rep.post("/konto/kalender/ta-bort")
    gone = reader.get(new)
    assert gone.status_code == 404
    assert "Set-Cookie" not in gone.headers
    assert "Du har ingen adress än" in ahead.rep.get("/konto/kalender").text
    # Nobody else's is touched.
    other = make_address(ahead.over)
    ahead.rep.post("/konto/kalender/ta-bort")
    assert titles_at(reader, other)


@pytest.mark.parametrize("token", ["x", "0" * 64, "å", "%00", "..", "' OR 1=1 --"])
def test_an_address_nobody_has_leads_nowhere(
    ahead: Table, clients: Callable[[], SamsynClient], token: str
) -> None:
    make_address(ahead.rep)
    assert clients().get(f"/kalender/{token}.ics").status_code == 404


def test_a_called_off_meeting_is_gone_and_one_that_is_held_after_all_is_back(
    ahead: Table, clients: Callable[[], SamsynClient]
) -> None:
    path, reader = make_address(ahead.rep), clients()
    uid = ahead.fresh().calendar_uid
    assert uid in reader.get(path).text
    ahead.over.post(f"{ahead.here}/stall-in", data={"reason": "HEMLIGT"})
    assert uid not in reader.get(path).text
    ahead.over.post(f"{ahead.here}/steg", data={"till": "planned"})
    assert uid in reader.get(path).text


def test_who_is_closed_has_no_calendar(ahead: Table, clients: Callable[[], SamsynClient]) -> None:
    path, reader = make_address(ahead.rep), clients()
    ahead.rep_person.closed_on = time.today()
    ahead.session.commit()
    assert reader.get(path).status_code == 404


def test_who_has_left_the_post_has_its_meetings_no_longer(
    ahead: Table, town: Municipality, clients: Callable[[], SamsynClient], visit: Visit
) -> None:
    session, reader = ahead.session, clients()
    make_appointment(session, ahead.rep_person, town.company)
    path = make_address(ahead.rep)
    uid = ahead.fresh().calendar_uid
    assert uid in reader.get(path).text
    held = session.scalars(
        select(Appointment).where(
            Appointment.person_id == ahead.rep_person.id, Appointment.unit_id == town.unit.id
        )
    ).one()
    held.valid_to = time.today()
    new = make_person(session, "Nils Ny")
    make_appointment(session, new, town.unit, since=time.today())
    session.commit()
    assert titles_at(reader, path) == []
    theirs = make_address(visit(new))
    assert titles_at(reader, theirs) == [], "who has not taken over sits in nothing yet"
    visit(new).post(f"{ahead.here}/ta-over")
    assert uid in reader.get(theirs).text


def test_who_holds_nothing_any_more_has_no_calendar(
    ahead: Table, clients: Callable[[], SamsynClient]
) -> None:
    path = make_address(ahead.rep)
    for one in ahead.session.scalars(select(Appointment).where(Appointment.person_id == ahead.rep_person.id)):
        one.valid_to = time.today()
    ahead.session.commit()
    assert clients().get(path).status_code == 404


def test_a_calendar_holds_what_one_sits_in_or_is_invited_to_and_nothing_else(
    ahead: Table, town: Municipality, clients: Callable[[], SamsynClient], visit: Visit
) -> None:
    session, reader = ahead.session, clients()
    guest = make_person(session, "Gun Gäst")
    make_appointment(session, guest, town.section, Role.SUPPORT)
    line = make_series(session, town.other_section, town.other_unit)
    make_dialogue(session, line, town.other_section_manager, town.other_unit_manager).title = "Andras"
    dialogue = loaded(session, ahead.dialogue)
    dialogue.title = "Vårt"
    from app.dialogues.series import services

    for seat in seats(dialogue)[:1]:
        services.invite_guest(session, seat=seat, dialogue=dialogue, person_id=guest.id)
    session.commit()
    path = make_address(visit(guest))
    assert titles_at(reader, path) == [], "invited by one is not invited"
    dialogue = loaded(session, ahead.dialogue)
    services.invite_guest(session, seat=seats(dialogue)[1], dialogue=dialogue, person_id=guest.id)
    session.commit()
    assert titles_at(reader, path) == ["Vårt"]
    assert "Andras" not in titles_at(reader, make_address(ahead.over))
    for person in (town.chief_executive, town.administrator):
        assert titles_at(reader, make_address(visit(person))) == []


def test_a_calendar_asks_the_same_however_many_meetings(
    ahead: Table, clients: Callable[[], SamsynClient], statements: Callable[[], object]
) -> None:
    path, reader = make_address(ahead.rep), clients()

    def asked() -> int:
        with statements() as sent:  # type: ignore[attr-defined]
            reader.get(path)
        return len(sent)

    before = asked()
    for number in range(10):
        make_dialogue(
            ahead.session, ahead.series, ahead.over_person, ahead.rep_person,
            starts_at=time.now() + timedelta(days=number),
        )  # fmt: skip
    ahead.session.commit()
    # One of them looks up the model in force, which a server does at most every ten seconds where nobody is signed in; one asks
    # which reports are handed in.
    assert asked() == before <= 6


def test_a_meeting_can_be_put_in_a_calendar_from_its_page(ahead: Table) -> None:
    assert f'href="{ahead.here}/mote.ics"' in ahead.over.get(ahead.here + "/").text
    answer = ahead.over.get(f"{ahead.here}/mote.ics")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    event = vobject.readOne(answer.text).vevent
    assert event.uid.value == ahead.fresh().calendar_uid
    ahead.over.post(f"{ahead.here}/stall-in", data={"reason": "Sjuk"})
    assert ahead.over.get(f"{ahead.here}/mote.ics").status_code == 404


def test_long_past_meetings_are_left_out(ahead: Table, clients: Callable[[], SamsynClient]) -> None:
    old = make_dialogue(
        ahead.session, ahead.series, ahead.over_person, ahead.rep_person,
        starts_at=time.now() - timedelta(days=400),
    )  # fmt: skip
    ahead.session.commit()
    path = make_address(ahead.rep)
    assert old.calendar_uid not in clients().get(path).text


def test_the_page_tells_how(ahead: Table) -> None:
    page = ahead.rep.get("/konto/kalender").text
    for program in ("Outlook", "Google", "iPhone"):
        assert program in page


def test_who_has_an_address_is_not_led_to_replace_it(ahead: Table) -> None:
    assert 'class="btn" type="submit">Gör en adress' in ahead.rep.get("/konto/kalender").text
    made = ahead.rep.post("/konto/kalender").text
    assert 'data-copy="address" data-done="Kopierad" hidden>' in made
    for page in (made, ahead.rep.get("/konto/kalender").text):
        assert 'class="btn quiet" type="submit">Gör en ny adress' in page
        assert "slutar den gamla att fungera" in page


def test_the_page_tells_how_in_english(ahead: Table) -> None:
    ahead.rep_person.language = "en"
    ahead.session.commit()
    assert "Your meetings and days in your own calendar" in ahead.rep.get("/konto/kalender").text
