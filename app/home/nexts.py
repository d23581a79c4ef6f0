"""What comes next for a person, gathered from the features and put in order of time. Knows no page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.assignments.queries.waits import Waiting as Assigned
from app.assignments.zone.queries import ZoneWaiting
from app.clock import STOCKHOLM
from app.cycle.rules import Instance
from app.deviations.queries import Waiting as Deviation
from app.dialogues.facts import Coming, Invited, LineLeft, Promise, WaitingAddendum, WaitingMatter
from app.dialogues.inviting.rules import proposal_from
from app.dialogues.models import Side, State
from app.documents.queries import ToReview
from app.economy.ahead import Ahead as MoneyAhead
from app.passages.queries.waits import AnswerToRead, ToAnswer
from app.planning.acknowledging.ahead import Waiting as ToAcknowledge
from app.planning.parts.queries import ActivityAhead
from app.quality.control.ahead import Waiting
from app.quality.measuring.periods import Period
from app.reports.ahead import Waiting as Report

SCREENFUL = 5
"""Rows on the start page: what a telephone shows at once. The rest are one press away."""

SOON = timedelta(days=14)
"""What is further ahead than this comes after what has no date but somebody waits for."""

ACTIVITIES_AHEAD = timedelta(days=30)
"""Activities of mine whose day is further ahead than this wait in their own list."""

SEPARATELY = 2
"""So many raised matters stand in rows of their own; more are told in one row that leads to their list."""


class Kind(StrEnum):
    """What a row asks for."""

    PREPARE = "prepare"
    SHARED = "shared"
    MEET = "meet"
    ESTABLISH = "establish"
    WRITE_WHOLE = "write_whole"
    WAITS_FOR_OTHER = "waits_for_other"
    PROMISED = "promised"
    ANSWER = "answer"
    READ_ANSWER = "read_answer"
    ADDENDUM = "addendum"
    INVITE = "invite"
    INVITED = "invited"
    RELEASE = "release"
    CARRY_OVER = "carry_over"
    ACTIVITY = "activity"
    REVIEW = "review"
    MEASURE = "measure"
    CONTROL = "control"
    MONEY = "money"
    DEVIATION = "deviation"
    REPORT = "report"
    ASSIGNMENT = "assignment"
    GOLDEN_ZONE = "golden_zone"
    CYCLE = "cycle"
    ACKNOWLEDGE = "acknowledge"


CONVERSATIONS = frozenset({Kind.PREPARE, Kind.MEET, Kind.WRITE_WHOLE, Kind.ESTABLISH})
"""What asks one to take part in a conversation, and not merely to wait for it."""


@dataclass(frozen=True, slots=True)
class Next:
    """One row: what it asks, by when (None has no date), and the thing it is about."""

    kind: Kind
    day: date | None
    dialogue: Coming | None = None
    side: Side | None = None
    agreement: Promise | None = None
    passage: ToAnswer | None = None
    answer: AnswerToRead | None = None
    addendum: WaitingAddendum | None = None
    met_at: datetime | None = None
    guest: Invited | None = None
    matter: WaitingMatter | None = None
    line: LineLeft | None = None
    activity: ActivityAhead | None = None
    review: ToReview | None = None
    measure: tuple[Period, ...] = ()
    control: Waiting | None = None
    money: MoneyAhead | None = None
    deviation: Deviation | None = None
    report: Report | None = None
    assignment: Assigned | None = None
    question: ZoneWaiting | None = None
    event: Instance | None = None
    goal: ToAcknowledge | None = None
    count: int = 1


def swedish_day(moment: datetime) -> date:
    """Give the Swedish date of a moment."""
    return moment.astimezone(STOCKHOLM).date()


def of_dialogue(dialogue: Coming, side: Side, today: date) -> Next | None:
    """Tell what a dialogue asks of the one who sits on `side`, or None when it is the other's turn and far off."""
    mine = next((p for p in dialogue.participants if p.side == side), None)
    if mine is None:
        return None
    day = swedish_day(dialogue.starts_at)
    if dialogue.state in {State.PLANNED, State.PREPARING}:
        if day <= today:
            return Next(Kind.MEET, day, dialogue, side)
        return Next(Kind.SHARED if mine.shared_at else Kind.PREPARE, day, dialogue, side)
    if dialogue.state == State.HELD:
        return Next(Kind.WRITE_WHOLE if side is Side.OVER else Kind.MEET, day, dialogue, side)
    given = any(consent.side == side for consent in dialogue.consents)
    if not given and not dialogue.whole_written:
        # There is nothing to read yet: one of the two writes it, the other waits for that.
        return Next(Kind.WRITE_WHOLE if side is Side.OVER else Kind.WAITS_FOR_OTHER, day, dialogue, side)
    return Next(Kind.WAITS_FOR_OTHER if given else Kind.ESTABLISH, day, dialogue, side)


def invitations(dialogue: Coming, side: Side) -> list[Next]:
    """Give the guests whom the other side has invited and this side has not said anything about."""
    return [
        Next(Kind.INVITE, swedish_day(dialogue.starts_at), dialogue, side, guest=guest)
        for guest in dialogue.guests
        if (guest.rep_agreed_at if side is Side.OVER else guest.over_agreed_at)
        and not (guest.over_agreed_at if side is Side.OVER else guest.rep_agreed_at)
    ]


def in_order(rows: list[Next], today: date) -> list[Next]:
    """Order by time: what was reported at once, what is soon, what waits for one's word without a date, what is further
    ahead; last what merely waits for somebody else's word.

    A meeting one is ready for keeps its place in time: it is still what comes next. One that is being held or established is
    going on now, whatever day was agreed.
    """
    return sorted(rows, key=lambda row: (_group(row, today), _comes(row, today)))


def at_once(ordered: list[Next], how_many: int) -> list[Next]:
    """Give what stands on the page at once: the first in order of time, and among them always what is talked about.

    Much that is late must not hide a conversation in the midst of which the other waits for one, nor the next meeting.
    """
    talks = [next((row for row in ordered if such(row)), None) for such in (_going_on, _is_ahead)]
    kept = [row for row in talks if row is not None]
    others = [row for row in ordered if not any(row is one for one in kept)]
    shown = {id(row) for row in [*kept, *others[: max(how_many - len(kept), 0)]]}
    return [row for row in ordered if id(row) in shown]


def leading(shown: list[Next], today: date) -> Next | None:
    """Give the row whose button stands out: a conversation that is near and asks something of one, else the first in time.

    Words come before figures: a measurement that is late keeps its place in time, and does not outshine the meeting of the
    day. What could not wait does.
    """
    if not shown or shown[0].kind is Kind.DEVIATION:
        return shown[0] if shown else None
    near = (row for row in shown if row.kind in CONVERSATIONS and row.day and row.day <= today + SOON)
    return next(near, shown[0])


def _is_ahead(row: Next) -> bool:
    """Tell whether a row is about a meeting that has not begun."""
    return row.kind in {Kind.PREPARE, Kind.SHARED, Kind.MEET} and not _going_on(row)


def _comes(row: Next, today: date) -> date:
    if row.day is None:
        return today
    return min(row.day, today) if _going_on(row) else row.day


def _group(row: Next, today: date) -> int:
    if row.kind is Kind.DEVIATION:
        # What could not wait comes before what has a day.
        return -1
    if row.kind is Kind.WAITS_FOR_OTHER:
        return 3
    if _going_on(row):
        return 0
    if row.day is None or asked_ahead_of_time(row, today):
        return 1
    return 0 if row.day <= today + SOON else 2


def _going_on(row: Next) -> bool:
    """Tell whether the two are in the midst of a meeting, and it is one's turn."""
    return (
        row.dialogue is not None
        and row.dialogue.state in {State.HELD, State.ESTABLISHING}
        and row.kind in {Kind.MEET, Kind.WRITE_WHOLE, Kind.ESTABLISH}
    )


def asked_ahead_of_time(row: Next, today: date) -> bool:
    """Tell whether a row stands before its day because the other waits for a word, so that the page can say so."""
    return row.day is not None and row.day > today + SOON and _other_time(row)


def _other_time(row: Next) -> bool:
    """Tell whether the other has proposed another time for a meeting to come, and waits for a word about it."""
    if row.dialogue is None or row.side is None or row.kind not in {Kind.PREPARE, Kind.SHARED, Kind.MEET}:
        return False
    return proposal_from(row.dialogue, row.side.other) is not None
