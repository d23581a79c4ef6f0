"""Writes iCalendar (RFC 5545, 5546): a meeting as invitation, change or cancellation, and somebody's meetings as a feed.

Pure. What stands in it are titles, times, places and who comes, never a text of a dialogue. An answer by mail goes
nowhere: people answer in the product, so nobody is asked for one (`RSVP=FALSE`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.headerregistry import Address
from typing import TYPE_CHECKING

from app.clock import STOCKHOLM
from app.notifications.plain import ADDRESS, one_line

# The library is loaded where a calendar is written, not by every server that starts.
if TYPE_CHECKING:
    from icalendar import Calendar, Component, Event, vCalAddress

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"

PRODUCT = "-//Samsyn//Samsyn//SV"

# By rule and not as a list of days: calendar programs understand rules best, and they hold for years to come.
_SWEDISH_TIME = """BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""

REFRESH = "PT4H"
"""How often a calendar program is asked to look again; most choose for themselves."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who is asked to come, and what they have answered as PARTSTAT."""

    name: str
    email: str
    status: str = "NEEDS-ACTION"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as calendars know it: `uid` never changes, `sequence` grows with every change; `path` leads to its page."""

    uid: str
    sequence: int
    title: str
    place: str
    starts_at: datetime
    minutes: int
    path: str
    changed_at: datetime
    attendees: tuple[Attendee, ...] = ()
    whole_days: tuple[date, date] | None = None
    """First and last day of what is no hour of a day: months of the annual cycle. Calendars show it above the hours."""


def request(meeting: Meeting, *, at: datetime) -> bytes:
    """Write an invitation, or a change of one sent before: the same identity with a higher sequence."""
    return _one(meeting, REQUEST, "CONFIRMED", at)


def cancel(meeting: Meeting, *, at: datetime) -> bytes:
    """Write that a meeting will not be held, or that those named are no longer asked to come."""
    return _one(meeting, CANCEL, "CANCELLED", at)


def _one(meeting: Meeting, method: str, status: str, at: datetime) -> bytes:
    event = _event(meeting, at=at)
    event.add("status", status)
    for attendee in meeting.attendees:
        if ADDRESS.fullmatch(attendee.email):
            event.add("attendee", _attendee(attendee))
    written: bytes = _calendar(method, [event]).to_ical()
    return written


def completed(content: bytes, *, organizer: Address, base_url: str) -> bytes:
    """Add what is known only where a mail is sent: who it is from, and the address of the product.

    The product itself is the organizer: either of the two may move the meeting, and calendars take a change from nobody
    but the one who invited.
    """
    from icalendar import Calendar, vCalAddress, vText, vUri

    calendar = Calendar.from_ical(content)
    for event in calendar.walk("VEVENT"):
        sender = vCalAddress(f"mailto:{organizer.addr_spec}")
        sender.params["CN"] = vText(organizer.display_name)
        event.add("organizer", sender)
        address = base_url + str(event["url"])
        event["url"] = vUri(address)
        # Not every calendar shows an address, but all show the description.
        event.add("description", address)
    written: bytes = calendar.to_ical()
    return written


def feed(meetings: Iterable[Meeting], *, name: str, base_url: str) -> bytes:
    """Write somebody's meetings: titles, times and places, and the way to each; alike as long as nothing changes."""
    from icalendar import vUri

    events = []
    for meeting in meetings:
        event = _event(meeting, at=meeting.changed_at)
        event["url"] = vUri(base_url + meeting.path)
        event.add("status", "CONFIRMED")
        events.append(event)
    calendar = _calendar(PUBLISH, events)
    calendar.add("x-wr-calname", one_line(name))
    calendar.add("x-published-ttl", REFRESH)
    written: bytes = calendar.to_ical()
    return written


def _calendar(method: str, events: Iterable[Component]) -> Calendar:
    from icalendar import Calendar, Timezone

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(Timezone.from_ical(_SWEDISH_TIME))
    for event in events:
        calendar.add_component(event)
    return calendar


def _event(meeting: Meeting, *, at: datetime) -> Event:
    from icalendar import Event, vUri

    event = Event()
    event.add("uid", meeting.uid)
    event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", meeting.sequence)
    if meeting.whole_days is not None:
        first, last = meeting.whole_days
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))
        # It lies beside what one does those days, and takes no time.
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", _written(meeting.starts_at))
        event.add("dtend", _written(meeting.starts_at + timedelta(minutes=meeting.minutes)))
    event.add("summary", one_line(meeting.title))
    if one_line(meeting.place):
        event.add("location", one_line(meeting.place))
    event["url"] = vUri(meeting.path)
    return event


def _written(moment: datetime) -> datetime:
    """Give a moment as Swedish wall-clock time, and in UTC where the clock shows it for the second time that night."""
    local = moment.astimezone(STOCKHOLM)
    return moment.astimezone(UTC) if local.fold else local


def _attendee(attendee: Attendee) -> vCalAddress:
    from icalendar import vCalAddress, vText

    written = vCalAddress(f"mailto:{attendee.email}")
    written.params["CN"] = vText(one_line(attendee.name))
    written.params["ROLE"] = vText("REQ-PARTICIPANT")
    written.params["PARTSTAT"] = vText(attendee.status)
    written.params["RSVP"] = vText("FALSE")
    return written
