"""Plain facts of posts and meetings for lists, under the names they have in the tables, which is what the rules look at.

A list shows a few facts of many rows; to load whole rows as objects takes longer than everything else it does.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from app import clock


class End(NamedTuple):
    """A post at one end of a series, the name of its unit, and from when that is no more."""

    id: int
    unit_id: int
    kind: str
    person_id: int | None
    unit_name: str
    unit_to: date | None = None


class Named(NamedTuple):
    """A person in a list."""

    name: str


class Speaker(NamedTuple):
    """Who speaks for a side of a meeting, whether they come, and whether the side's pictures are shared."""

    side: str
    person_id: int
    shared_at: datetime | None
    reply: str | None
    proposed_at: datetime | None
    person: Named


class Invited(NamedTuple):
    """A guest of a meeting, and who has said yes to that."""

    id: int
    over_agreed_at: datetime | None
    rep_agreed_at: datetime | None
    declined_at: datetime | None
    person: Named


class Given(NamedTuple):
    """That a side has established its version of the record."""

    side: str


@dataclass(slots=True)
class Coming:
    """A meeting not yet finished, with those who take part; whether anything stands in the shared picture as a whole."""

    id: int
    starts_at: datetime
    state: str
    place: str
    calendar_sequence: int
    whole_written: bool = False
    over_unit: str = ""
    over_unit_to: date | None = None
    rep_unit: str = ""
    rep_unit_to: date | None = None
    participants: list[Speaker] = field(default_factory=list)
    guests: list[Invited] = field(default_factory=list)
    consents: list[Given] = field(default_factory=list)

    @property
    def after_the_end(self) -> tuple[str, date] | None:
        """The unit of the two that is no more by the day of the meeting, and its last day; the first to end where both do."""
        day = self.starts_at.astimezone(clock.STOCKHOLM).date()
        ends = ((self.over_unit_to, self.over_unit), (self.rep_unit_to, self.rep_unit))
        gone = [(end, name) for end, name in ends if end is not None and end <= day]
        if not gone:
            return None
        end, name = min(gone)
        return name, end - timedelta(days=1)


class Promise(NamedTuple):
    """An agreement one has promised: one's own side in the meeting, and when it was."""

    id: int
    what: str
    who: str
    together_with: str
    due_on: date | None
    side: str
    met_at: datetime


class WaitingAddendum(NamedTuple):
    """An addendum not yet established, of a meeting of one's own."""

    dialogue_id: int
    starts_at: datetime
    side: str
    author_name: str
    written_at: datetime
    over_consent_at: datetime | None
    rep_consent_at: datetime | None


class WaitingMatter(NamedTuple):
    """A matter that not both have released yet, of an established meeting of one's own."""

    dialogue_id: int
    starts_at: datetime
    side: str
    text: str
    over_released_at: datetime | None
    rep_released_at: datetime | None


class LineLeft(NamedTuple):
    """A line one is left in: the unit at the other end is no more since a day, and the line can go on with what took over."""

    series_id: int
    unit_name: str
    since: date


class Latest(NamedTuple):
    """The meeting whose record was established last, and the record as it is kept."""

    id: int
    starts_at: datetime
    content: str | None
