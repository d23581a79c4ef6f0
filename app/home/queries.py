"""Gathers the start page: a handful of statements whatever the role and however much there is."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.access.matrix import May
from app.assignments.models import State as AssignmentState
from app.assignments.queries.waits import Waiting as Assigned
from app.cycle import ahead as cycle
from app.cycle.rules import Instance
from app.dialogues import ahead
from app.dialogues.establishing.services import read_content
from app.dialogues.facts import Latest, LineLeft
from app.dialogues.models import Side
from app.dialogues.rules import may_sit
from app.home.nexts import (
    ACTIVITIES_AHEAD,
    SCREENFUL,
    SEPARATELY,
    Kind,
    Next,
    at_once,
    in_order,
    invitations,
    leading,
    of_dialogue,
    swedish_day,
)
from app.home.waiting import waiting_by_day
from app.passages.queries import waits as passages
from app.planning import queries as plans
from app.planning.acknowledging.ahead import Waiting as ToAcknowledge
from app.planning.acknowledging.ahead import received_by
from app.planning.parts import queries as part_queries
from app.quality.control.ahead import Waiting
from app.quality.control.writing import SORTS as OF_PLANS
from app.quality.measuring.due import periods_due
from app.quality.rights import Reader
from app.reports.ahead import RECEIVE
from app.reports.ahead import Waiting as Report
from app.steering.schema import Profile

AT_MOST = 100
"""Raised matters, answers and activities counted on the start page; whoever has more finds them in their lists all the same."""


@dataclass(slots=True)
class Start:
    """All the start page shows; `waiting` are all rows there are, those not shown too, `leads` the one that stands out."""

    rows: list[Next]
    waiting: int
    leads: Next | None = None
    last: Latest | None = None
    last_record: dict[str, Any] = field(default_factory=dict)
    written: dict[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def last_two(self) -> set[int]:
        """Give the two whose record it is that stands on the page."""
        return {person["person_id"] for person in self.last_record.get("people", []) if person["side"]}

    @property
    def last_ends(self) -> tuple[str, str]:
        """Name the two ends of that record: by their units, or by the two people where both are of one unit."""
        units = self.last_record["over_unit"], self.last_record["rep_unit"]
        if units[0] != units[1]:
            return units
        names = {person["side"]: person["name"] for person in self.last_record["people"]}
        return names[Side.OVER], names[Side.REP]


def start_for(
    session: Session, actor: Actor, today: date, profile: Profile, *, rows_shown: int | None = SCREENFUL
) -> Start:
    """Put together what is next for `actor`: the first `rows_shown` rows, or all of them."""
    rows: list[Next] = []
    # Who holds no post, as a controller, has nothing in any dialogue but what they are invited to.
    sits = actor.may(May.TAKE_PART) and may_sit(actor)
    found = ahead.mine_unfinished(session, actor) if sits else []
    for dialogue, side in found:
        row = of_dialogue(dialogue, side, today)
        if row is not None:
            rows += [row, *invitations(dialogue, side)]
    if actor.may(May.TAKE_PART):
        rows += [
            Next(Kind.INVITED, swedish_day(dialogue.starts_at), dialogue)
            for dialogue in ahead.invited_to(session, actor)
        ]
    if sits:
        rows += _promises(session, actor) + _for_both(session, actor)
        rows += [
            Next(Kind.READ_ANSWER, None, answer=answer)
            for answer in passages.answers_to_read(session, actor=actor, day=today, limit=AT_MOST)
        ]
    if actor.may(May.ANSWER_RAISED) or actor.may(May.PLAN_DIALOGUES):
        rows += _to_answer(session, actor, today)
    if actor.may(May.READ_ACTIVITIES):
        rows += _activities(session, actor, today)
    rows += _by_day(session, actor, profile, today)
    ordered = in_order(rows, today)
    latest = ahead.latest_edition(session, actor) if sits else None
    shown = ordered if rows_shown is None else at_once(ordered, rows_shown)
    preparing = [row.dialogue.id for row in shown if row.kind is Kind.PREPARE and row.dialogue]
    return Start(
        rows=shown,
        waiting=len(ordered),
        leads=leading(shown, today),
        last=latest,
        last_record=read_content(latest.content) if latest else {},
        written=ahead.written_counts(session, actor, preparing) if preparing else {},
    )


def _to_answer(session: Session, actor: Actor, today: date) -> list[Next]:
    waiting = passages.waiting_for_answer(session, actor=actor, day=today, limit=AT_MOST)
    if len(waiting) <= SEPARATELY:
        return [Next(Kind.ANSWER, None, passage=passage) for passage in waiting]
    return [Next(Kind.ANSWER, None, passage=waiting[0], count=len(waiting))]


def _by_day(session: Session, actor: Actor, profile: Profile, today: date) -> list[Next]:
    """Give what waits by its day: documents and measurements, many in one row, what internal control and the economy ask for,
    deviations, assignments, goals and questions that wait for one's word, and what is near in the annual cycle.
    """
    found = waiting_by_day(
        session,
        actor,
        today,
        profile,
        within=ACTIVITIES_AHEAD,
        limit=AT_MOST,
        of_cycle=cycle.concerned(actor, profile),
        receiving=received_by(actor, profile),
    )
    rows = _controls(found.controls)
    rows += [Next(Kind.MONEY, one.due_on, money=one) for one in found.money]
    rows += [Next(Kind.DEVIATION, None, deviation=one) for one in found.reported]
    rows += _reports(found.reports)
    if len(found.reviews) <= SEPARATELY:
        rows += [Next(Kind.REVIEW, one.due_on, review=one) for one in found.reviews]
    else:
        first = found.reviews[0]
        rows.append(Next(Kind.REVIEW, first.due_on, review=first, count=len(found.reviews)))
    if found.measured:
        periods = periods_due(Reader(actor, today), found.measured)
        soonest = min(one.due_on for one in periods)
        rows.append(Next(Kind.MEASURE, soonest, measure=tuple(periods), count=sum(found.measured.values())))
    rows += _assigned(found.assigned)
    rows += _to_acknowledge(found.to_acknowledge)
    rows += [Next(Kind.GOLDEN_ZONE, None, question=one) for one in found.asked[:SEPARATELY]]
    return rows + _near(cycle.soon(actor, profile, today, found.moved), today)


def _controls(waiting: list[Waiting]) -> list[Next]:
    """Give what waits of risks and internal control; where many plans of a year wait for the same, they do so in one row."""
    rows = [Next(Kind.CONTROL, one.day, control=one) for one in waiting if one.sort not in OF_PLANS]
    for sort, year in sorted({(one.sort, one.year) for one in waiting if one.sort in OF_PLANS}):
        alike = [one for one in waiting if (one.sort, one.year) == (sort, year)]
        if len(alike) <= SEPARATELY:
            rows += [Next(Kind.CONTROL, one.day, control=one) for one in alike]
        else:
            first = alike[0]._replace(number=sum(one.number for one in alike))
            rows.append(Next(Kind.CONTROL, first.day, control=first, count=len(alike)))
    return rows


def _reports(waiting: list[Report]) -> list[Next]:
    """Give the reports to hand in and to receive, and remedies whose day comes; of those to receive many in one row."""
    received = [one for one in waiting if one.sort == RECEIVE]
    rows = [Next(Kind.REPORT, one.due_on, report=one) for one in waiting if one.sort != RECEIVE]
    if len(received) <= SEPARATELY:
        return rows + [Next(Kind.REPORT, None, report=one) for one in received]
    return [*rows, Next(Kind.REPORT, None, report=received[0], count=len(received))]


def _assigned(waiting: list[Assigned]) -> list[Next]:
    """Give the assignments that wait for one's word, by when what one has taken is due; somebody waits for a word on the others
    now, whatever their day. All but the first in one row where there are many.
    """
    rows = [
        Next(
            Kind.ASSIGNMENT, one.due_on if one.state == AssignmentState.ACKNOWLEDGED else None, assignment=one
        )
        for one in waiting
    ]
    if len(rows) <= SEPARATELY:
        return rows
    rows.sort(key=lambda row: row.day or date.min)
    return [rows[0], replace(rows[1], count=len(rows) - 1)]


def _to_acknowledge(waiting: list[ToAcknowledge]) -> list[Next]:
    """Give the goals that wait for the word of a body one speaks for; all but the first in one row where there are many."""
    rows = [Next(Kind.ACKNOWLEDGE, None, goal=one) for one in waiting]
    return rows if len(rows) <= SEPARATELY else [rows[0], replace(rows[1], count=len(rows) - 1)]


def _near(found: list[Instance], today: date) -> list[Next]:
    """Give what in the annual cycle begins or ends soon; several in one row."""
    if not found:
        return []
    day = found[0].first if found[0].first >= today else found[0].last
    return [Next(Kind.CYCLE, day, event=found[0], count=len(found))]


def _promises(session: Session, actor: Actor) -> list[Next]:
    return [
        Next(Kind.PROMISED, promise.due_on, agreement=promise, side=Side(promise.side), met_at=promise.met_at)
        for promise in ahead.promised_by(session, actor)
    ]


def _activities(session: Session, actor: Actor, today: date) -> list[Next]:
    reader = plans.Reader(actor, today, frozenset())
    found = part_queries.activities_ahead(session, reader, until=today + ACTIVITIES_AHEAD, limit=AT_MOST)
    return [Next(Kind.ACTIVITY, one.due_on, activity=one) for one in found]


def _for_both(session: Session, actor: Actor) -> list[Next]:
    addenda, matters, lines = ahead.waiting_for_both(session, actor)
    unsaid = [
        Next(Kind.ADDENDUM, None, addendum=addendum, side=Side(addendum.side))
        for addendum in addenda
        if (addendum.over_consent_at if addendum.side == Side.OVER else addendum.rep_consent_at) is None
    ]
    unreleased = [
        Next(Kind.RELEASE, None, matter=matter, side=Side(matter.side))
        for matter in matters
        if (matter.over_released_at if matter.side == Side.OVER else matter.rep_released_at) is None
    ]
    return unsaid + unreleased + _to_carry_over(lines)


def _to_carry_over(lines: list[LineLeft]) -> list[Next]:
    """Give the lines one is left in; all in one row that leads to them where there are many."""
    rows = [Next(Kind.CARRY_OVER, one.since, line=one) for one in sorted(lines, key=lambda one: one.since)]
    return rows if len(rows) <= SEPARATELY else [replace(rows[0], count=len(rows))]
