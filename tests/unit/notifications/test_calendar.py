"""What calendars are sent, read by a parser that did not write it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.headerregistry import Address

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from app import clock
from app.clock import STOCKHOLM
from app.notifications import calendar
from app.notifications.calendar import Attendee, Meeting

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
BASE = "https://samsyn.exempel.se"
SENDER = Address("Samsyn", addr_spec="samsyn@exempel.se")


def meeting(starts_at: datetime, **changes: object) -> Meeting:
    facts: dict[str, object] = {
        "uid": "0e6f6c1e-8a55-4d1c-a5ad-1f6f3f1f2f3f",
        "sequence": 0,
        "title": "Dialog i december",
        "place": "Rum Ängen",
        "starts_at": starts_at,
        "minutes": 90,
        "path": "/dialoger/12/",
        "changed_at": AT,
        "attendees": (
            Attendee("Eva Öberg", "eva@exempel.se"),
            Attendee("Bo Ek", "bo@exempel.se", "ACCEPTED"),
        ),
    }
    return Meeting(**{**facts, **changes})  # type: ignore[arg-type]


def sent(content: bytes) -> bytes:
    return calendar.completed(content, organizer=SENDER, base_url=BASE)


def read(content: bytes) -> vobject.base.Component:
    found = list(vobject.readComponents(content.decode()))
    assert len(found) == 1
    return found[0]


def lines(content: bytes) -> list[str]:
    """Put folded lines together again, as RFC 5545 3.1 says."""
    return content.decode().replace("\r\n ", "").split("\r\n")


NINE = clock.from_stockholm(date(2026, 12, 3), 9)


def test_an_invitation_says_when_where_who_and_from_whom() -> None:
    found = read(sent(calendar.request(meeting(NINE), at=AT)))
    assert found.method.value == "REQUEST"
    event = found.vevent
    assert event.uid.value == meeting(NINE).uid
    assert event.sequence.value == "0"
    assert event.summary.value == "Dialog i december"
    assert event.location.value == "Rum Ängen"
    assert event.dtstamp.value == AT
    assert event.dtstart.value == NINE
    assert event.dtend.value == NINE + timedelta(minutes=90)
    assert event.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["Europe/Stockholm"]
    assert event.status.value == "CONFIRMED"
    assert event.organizer.value == "mailto:samsyn@exempel.se"
    assert event.url.value == f"{BASE}/dialoger/12/"
    asked = {one.value: (one.params["CN"][0], one.params["PARTSTAT"][0]) for one in event.attendee_list}
    assert asked == {
        "mailto:eva@exempel.se": ("Eva Öberg", "NEEDS-ACTION"),
        "mailto:bo@exempel.se": ("Bo Ek", "ACCEPTED"),
    }
    assert {one.params["RSVP"][0] for one in event.attendee_list} == {"FALSE"}


def test_a_change_and_a_cancellation_are_the_same_meeting_further_on() -> None:
    first = read(sent(calendar.request(meeting(NINE), at=AT)))
    moved = read(sent(calendar.request(meeting(NINE + timedelta(days=1), sequence=1), at=AT)))
    gone = read(sent(calendar.cancel(meeting(NINE + timedelta(days=1), sequence=2), at=AT)))
    back = read(sent(calendar.request(meeting(NINE + timedelta(days=1), sequence=3), at=AT)))
    assert [one.method.value for one in (first, moved, gone, back)] == [
        "REQUEST",
        "REQUEST",
        "CANCEL",
        "REQUEST",
    ]
    assert {one.vevent.uid.value for one in (first, moved, gone, back)} == {meeting(NINE).uid}
    assert [int(one.vevent.sequence.value) for one in (first, moved, gone, back)] == [0, 1, 2, 3]
    assert gone.vevent.status.value == "CANCELLED"
    assert {one.vevent.organizer.value for one in (first, moved, gone, back)} == {"mailto:samsyn@exempel.se"}


def changes_of_the_clock() -> list[tuple[date, date]]:
    """Give the last Sundays of March and October, 2026 to 2035, counted here by themselves."""

    def last_sunday(year: int, month: int) -> date:
        day = date(year, month, 31)
        return day - timedelta(days=(day.weekday() + 1) % 7)

    return [(last_sunday(year, 3), last_sunday(year, 10)) for year in range(2026, 2036)]


@pytest.mark.parametrize(("spring", "autumn"), changes_of_the_clock())
def test_swedish_time_is_right_around_every_change_of_the_clock(spring: date, autumn: date) -> None:
    for day, hours in ((spring, 2), (autumn, 1)):
        for away, offset in ((-1, 3 - hours), (0, hours), (1, hours)):
            that = day + timedelta(days=away)
            starts_at = datetime(that.year, that.month, that.day, 9 - offset, tzinfo=UTC)
            content = sent(calendar.request(meeting(starts_at), at=AT))
            # Read with the rules sent along, not with those of this machine.
            assert read(content).vevent.dtstart.value.astimezone(UTC) == starts_at, that
            assert f"DTSTART;TZID=Europe/Stockholm:{that:%Y%m%d}T090000" in lines(content)


@pytest.mark.parametrize("year", range(2026, 2036))
def test_a_meeting_over_the_night_the_clock_is_turned_keeps_its_length(year: int) -> None:
    for evening in changes_of_the_clock()[year - 2026]:
        starts_at = clock.from_stockholm(evening - timedelta(days=1), 23)
        event = read(sent(calendar.request(meeting(starts_at, minutes=300), at=AT))).vevent
        assert event.dtend.value.astimezone(UTC) - event.dtstart.value.astimezone(UTC) == timedelta(hours=5)


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    for starts_at in (first, first + timedelta(hours=1)):
        assert starts_at.astimezone(STOCKHOLM).hour == 2
        found = read(sent(calendar.request(meeting(starts_at), at=AT))).vevent
        assert found.dtstart.value.astimezone(UTC) == starts_at


HOSTILE = "Dialog; med, komma: kolon\r\nATTENDEE:mailto:ond@exempel.se\r\nEND:VEVENT\\n\u2028BEGIN:VALARM\u0085\x0b å ä ö 🌍"


def test_no_title_place_or_name_breaks_out_of_its_line() -> None:
    content = sent(
        calendar.request(
            meeting(
                NINE, title=HOSTILE, place=HOSTILE, attendees=(Attendee(HOSTILE + '"', "eva@exempel.se"),)
            ),
            at=AT,
        )
    )
    found = read(content)
    plain = "Dialog; med, komma: kolon ATTENDEE:mailto:ond@exempel.se END:VEVENT\\n BEGIN:VALARM å ä ö 🌍"
    assert found.vevent.summary.value == plain
    assert found.vevent.location.value == plain
    assert [one.value for one in found.vevent.attendee_list] == ["mailto:eva@exempel.se"]
    assert [line for line in lines(content) if line.startswith("BEGIN:")] == [
        "BEGIN:VCALENDAR",
        "BEGIN:VTIMEZONE",
        "BEGIN:DAYLIGHT",
        "BEGIN:STANDARD",
        "BEGIN:VEVENT",
    ]


@given(st.text(max_size=400), st.text(max_size=400))
def test_whatever_is_typed_comes_out_as_one_meeting_with_that_title(title: str, place: str) -> None:
    content = sent(calendar.request(meeting(NINE, title=title, place=place), at=AT))
    assert content.count(b"BEGIN:VEVENT") == 1
    names = {re.split("[:;]", line)[0] for line in lines(content) if line}
    assert names <= {
        "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "TZID", "DTSTART", "RRULE", "TZNAME",
        "TZOFFSETFROM", "TZOFFSETTO", "SUMMARY", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "ATTENDEE",
        "DESCRIPTION", "LOCATION", "ORGANIZER", "STATUS", "URL",
    }  # fmt: skip
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_an_address_that_is_none_is_left_out() -> None:
    odd = ("eva@exempel.se\r\nX:1", "ingen adress", "a@b;c", "")
    people = tuple(Attendee("Eva", one) for one in odd)
    assert b"ATTENDEE" not in calendar.request(meeting(NINE, attendees=people), at=AT)


def test_a_feed_holds_titles_times_and_places_and_nobody() -> None:
    two = [meeting(NINE), meeting(NINE + timedelta(days=7), uid="another", place="")]
    content = calendar.feed(two, name="Samsyn", base_url=BASE)
    found = read(content)
    assert found.method.value == "PUBLISH"
    assert [event.summary.value for event in found.vevent_list] == ["Dialog i december"] * 2
    assert [event.dtstart.value for event in found.vevent_list] == [NINE, NINE + timedelta(days=7)]
    for sign in (b"ATTENDEE", b"ORGANIZER", b"mailto", b"Eva", b"DESCRIPTION"):
        assert sign not in content
    assert content == calendar.feed(two, name="Samsyn", base_url=BASE)


def test_an_empty_feed_is_a_calendar_too() -> None:
    assert "vevent" not in read(calendar.feed([], name="Samsyn", base_url=BASE)).contents
