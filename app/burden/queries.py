"""Reads of what is asked and what was used, counted together: no statement grows with the number of units, and none says whose.

Of dialogues only numbers are read here, never words, and of talks with employees not even whether anything was noted.
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app import clock
from app.access.actor import Scope
from app.burden.facts import (
    Asked,
    Burden,
    OfKind,
    Sort,
    by_place,
    may_be_told,
    times_a_year,
    used_since,
)
from app.dialogues.models import (
    Agreement,
    Decision,
    Dialogue,
    PairKind,
    Post,
    RaisedMatter,
    Series,
    SharedText,
    State,
    Template,
    Theme,
)
from app.dialogues.queries.agreed import STANDS
from app.organisation.models import Ancestry, Unit, in_force
from app.organisation.reach import lies_within
from app.passages.models import Talk
from app.planning.facts import FROM_ANALYSIS, GOAL
from app.planning.models import Candidate
from app.quality.control.models import ChosenRisk, Control, ControlPlan, Occasion
from app.quality.factors.models import Factor, FactorState, Reach
from app.quality.facts import FACTOR, TALKED_INDICATOR
from app.quality.indicators.models import Indicator
from app.quality.measuring.due import BY_PEOPLE, fetched, runs
from app.quality.measuring.models import Measurement
from app.quality.measuring.queries import innermost, led
from app.quality.measuring.rounds import pace_called, pace_name, paces, rounds_in_force
from app.reports.asked import FAMILY as REPORTS
from app.reports.asked import asked_of
from app.reports.queries import plans_of
from app.steering.schema import Profile
from app.writing.kinds import kinds as kinds_of_text
from app.writing.models import NO_YEAR, Part, TakenIn, TextState, UnitText

HELD = (State.HELD, State.ESTABLISHING, State.ESTABLISHED)
"""States in which a meeting has been: only then can it be seen what came of its themes."""

MOST_INDICATORS = 40
"""Indicators nobody has used shown on the page; those asked for most often come first."""

TEXT = "unit_text"
"""What a quote from an established text says it comes from."""


def unit_to_show(session: Session, scope: Scope, unit_id: int, day: date) -> Unit | None:
    """Give a unit in force whose burden is within `scope`, or None."""
    return session.scalar(
        select(Unit).where(
            Unit.id == unit_id,
            in_force(Unit.valid_from, Unit.valid_to, day),
            lies_within(Unit.id, scope, day),
        )
    )


def burden_of(session: Session, unit_id: int, year: int, day: date, profile: Profile) -> Burden:
    """Give what is asked in a unit and all below it in a year; eight statements, however many units there are."""
    below = (
        select(Ancestry.descendant_id)
        .join(Unit, Unit.id == Ancestry.descendant_id)
        .where(
            Ancestry.ancestor_id == unit_id,
            in_force(Ancestry.valid_from, Ancestry.valid_to, day),
            in_force(Unit.valid_from, Unit.valid_to, day),
        )
    )
    kinds = {
        kind: OfKind(kind, number)
        for kind, number in session.execute(
            select(Unit.kind, func.count()).where(Unit.id.in_(below)).group_by(Unit.kind)
        )
    }
    _add_meetings(session, kinds, below, year)
    _add_controls(session, kinds, below, year)
    _add_reports(session, kinds, profile, year)
    asked = [*_themes(session, below, year), *_headings(session, kinds, below, year)]
    found = Burden(list(kinds.values()))
    _add_indicators(session, found, kinds, below, year, day)
    asked += _unused_indicators(session, below, year, day)
    found.kinds.sort(key=lambda one: (-one.for_each(one.in_all), one.kind))
    found.unused = by_place(one for one in asked if one.nobody_used)
    found.used = by_place(one for one in asked if one.used)
    return found


def _add_reports(session: Session, kinds: dict[str, OfKind], profile: Profile, year: int) -> None:
    """Count the reports the model asks of each kind of unit in the year, as far as a yearly plan places them."""
    plans, top = plans_of(session, (year,)), profile.top_unit_kind().key
    for kind, one in kinds.items():
        one.reports += one.units * len(asked_of(profile, kind, is_top=kind == top, year=year, plans=plans))


def _in_year(year: int) -> ColumnElement[bool]:
    return and_(
        Dialogue.starts_at >= clock.from_stockholm(date(year, 1, 1)),
        Dialogue.starts_at < clock.from_stockholm(date(year + 1, 1, 1)),
        Dialogue.state != State.CANCELLED,
    )


def _asked_to_meet(below: Select[int], year: int) -> Any:
    """Each unit with each dialogue it is one end of: the one that receives prepares as much as the one that reports."""
    return (
        select(Post.unit_id, Dialogue.id.label("dialogue_id"), Dialogue.minutes)
        .join(Series, or_(Series.over_post_id == Post.id, Series.rep_post_id == Post.id))
        .join(Dialogue, Dialogue.series_id == Series.id)
        .where(Post.unit_id.in_(below), _in_year(year))
        .distinct()
        .subquery()
    )


def _add_meetings(session: Session, kinds: dict[str, OfKind], below: Select[int], year: int) -> None:
    meeting = _asked_to_meet(below, year)
    themes = select(Theme.dialogue_id, func.count().label("number")).group_by(Theme.dialogue_id).subquery()
    rows = session.execute(
        select(
            Unit.kind,
            func.count(),
            func.sum(meeting.c.minutes),
            func.sum(func.coalesce(themes.c.number, 0)),
        )
        .join(Unit, Unit.id == meeting.c.unit_id)
        .outerjoin(themes, themes.c.dialogue_id == meeting.c.dialogue_id)
        .group_by(Unit.kind)
    )
    for kind, meetings, minutes, number in rows:
        one = kinds[kind]
        one.meetings, one.minutes, one.themes = meetings, int(minutes), int(number)


def _came_to_something() -> ColumnElement[bool]:
    noted = exists().where(SharedText.theme_id == Theme.id, func.trim(SharedText.text) != "")
    return or_(
        noted,
        exists().where(Agreement.theme_id == Theme.id, STANDS),
        exists().where(Decision.theme_id == Theme.id, Decision.removed_at.is_(None)),
        exists().where(RaisedMatter.theme_id == Theme.id, RaisedMatter.withdrawn_at.is_(None)),
    )


def _number(of: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((of, 1), else_=0)), 0)


def _themes(session: Session, below: Select[int], year: int) -> list[Asked]:
    """Give the themes of the year's meetings; one that few had is left out, since one could tell whose it was."""
    was = Dialogue.state.in_(HELD)
    rows = session.execute(
        select(
            Theme.title,
            Template.name,
            Template.id,
            func.count(),
            func.count(Post.unit_id.distinct()),
            _number(was),
            _number(and_(was, _came_to_something())),
        )
        .join(Dialogue, Dialogue.id == Theme.dialogue_id)
        .join(Series, Series.id == Dialogue.series_id)
        .join(Post, Post.id == Series.rep_post_id)
        .join(Template, Template.id == Series.template_id)
        .where(Post.unit_id.in_(below), _in_year(year), Series.pair_kind != PairKind.EMPLOYEE)
        .group_by(Theme.title, Template.name, Template.id)
    )
    return [
        Asked(Sort.THEME, title, name, number, times, units, held, came, came)
        for title, name, number, times, units, held, came in rows
        if may_be_told(held, units)
    ]


def _headings(session: Session, kinds: dict[str, OfKind], below: Select[int], year: int) -> list[Asked]:
    """Give the headings of the year's texts and of those that stand from year to year, and count them to their kinds."""
    since = clock.from_stockholm(used_since(year))
    established = UnitText.state == TextState.ESTABLISHED
    talked = exists().where(
        Talk.subject_kind == UnitText.kind, Talk.subject_id == UnitText.unit_id, Talk.said_on >= since
    )
    quoted = exists().where(TakenIn.source_kind == TEXT, TakenIn.source_id == UnitText.id)
    chosen = exists().where(Candidate.origin_kind == FROM_ANALYSIS, Candidate.origin_id == Part.id)
    other = aliased(UnitText)
    newest = (
        select(func.max(other.number))
        .where(
            other.kind == UnitText.kind,
            other.unit_id == UnitText.unit_id,
            other.year == UnitText.year,
            other.state != TextState.ASIDE,
        )
        .scalar_subquery()
    )
    written = and_(established, func.trim(Part.text) != "")
    rows = session.execute(
        select(
            Unit.kind,
            UnitText.kind,
            Part.title,
            func.count(),
            _number(established),
            _number(written),
            _number(and_(written, or_(talked, quoted, chosen))),
        )
        .join(UnitText, UnitText.id == Part.unit_text_id)
        .join(Unit, Unit.id == UnitText.unit_id)
        .where(
            Unit.id.in_(below),
            UnitText.state != TextState.ASIDE,
            or_(
                UnitText.year == year,
                and_(
                    UnitText.year == NO_YEAR,
                    UnitText.begun_at >= clock.from_stockholm(date(year, 1, 1)),
                    UnitText.begun_at < clock.from_stockholm(date(year + 1, 1, 1)),
                ),
            ),
            UnitText.number == newest,
            ~Part.left_out,
            # What the product puts there by itself asks nothing of anybody.
            Part.brings == "",
            # What the top alone writes for those it answers to is asked of no unit.
            UnitText.kind.not_in([one.key for one in kinds_of_text.all() if one.top_only]),
            # Reports are counted as such, and are answered by whom they are handed to.
            ~UnitText.kind.startswith(f"{REPORTS}/", autoescape=True),
        )
        .group_by(Unit.kind, UnitText.kind, Part.title)
    )
    found: dict[tuple[str, str], list[int]] = {}
    for unit_kind, kind, title, *counted in rows:
        kinds[unit_kind].headings += counted[0]
        sums = found.setdefault((kind, title), [0, 0, 0, 0])
        for place, number in enumerate(counted):
            sums[place] += number
    # A unit has each heading of a text once.
    return [
        Asked(Sort.HEADING, title, kind, 0, times, times, *rest)
        for (kind, title), (times, *rest) in found.items()
    ]


def _measured(below: Select[int], day: date) -> Select[str, int, str]:
    """Each indicator with each unit where people measure it, as on the page of what is to be measured."""
    return (
        select(Unit.kind.label("kind"), Indicator.id.label("indicator_id"), pace_name().label("periodicity"))
        .join(Factor, Factor.id == Indicator.factor_id)
        .join(Ancestry, Ancestry.ancestor_id == Factor.unit_id)
        .join(Unit, Unit.id == Ancestry.descendant_id)
        .where(
            Unit.id.in_(below),
            Indicator.removed_at.is_(None),
            Indicator.source.in_(BY_PEOPLE),
            ~fetched(),
            runs(),
            in_force(Ancestry.valid_from, Ancestry.valid_to, day),
            or_(
                and_(Factor.reach == Reach.UNIT, Ancestry.depth == 0),
                and_(
                    Factor.reach == Reach.AREA,
                    Ancestry.depth > 0,
                    led(Unit.id, day),
                    innermost(Unit.id, day),
                ),
            ),
        )
    )


def _talked_of(year: int) -> ColumnElement[bool]:
    return exists().where(
        or_(
            and_(Talk.subject_kind == TALKED_INDICATOR, Talk.subject_id == Indicator.id),
            and_(Talk.subject_kind == FACTOR, Talk.subject_id == Indicator.factor_id),
            and_(Talk.subject_kind == GOAL, Talk.subject_id == Factor.goal_id),
        ),
        Talk.said_on >= clock.from_stockholm(used_since(year)),
    )


def _add_indicators(
    session: Session, found: Burden, kinds: dict[str, OfKind], below: Select[int], year: int, day: date
) -> None:
    measured = (
        _measured(below, day).add_columns(case((_talked_of(year), 1), else_=0).label("used")).subquery()
    )
    rows = session.execute(
        select(
            measured.c.kind,
            measured.c.periodicity,
            measured.c.used,
            func.count(),
            func.count(measured.c.indicator_id.distinct()),
        ).group_by(measured.c.kind, measured.c.periodicity, measured.c.used)
    )
    rounds = rounds_in_force()
    for kind, name, used, number, indicators in rows:
        kinds[kind].measurements += number * times_a_year(pace_called(rounds, name), year)
        found.indicators += indicators
        found.indicators_used += indicators if used else 0


def _unused_indicators(session: Session, below: Select[int], year: int, day: date) -> list[Asked]:
    """Give the indicators no dialogue was about, those asked for most often first."""
    # Of a factor that is being changed again only those who write it may read the names.
    measured = (
        _measured(below, day).where(Factor.state == FactorState.ESTABLISHED, ~_talked_of(year)).subquery()
    )
    known = paces(rounds_in_force())
    often = case(
        *((measured.c.periodicity == name, times_a_year(pace, year)) for name, pace in known.items()), else_=1
    )
    times = cast(func.sum(often), Integer)
    counted = (
        select(measured.c.indicator_id, times.label("times"), func.count().label("units"))
        .group_by(measured.c.indicator_id)
        .order_by(times.desc(), measured.c.indicator_id)
        .limit(MOST_INDICATORS)
        .subquery()
    )
    answered = (
        select(func.count())
        .where(
            Measurement.indicator_id == counted.c.indicator_id,
            Measurement.unit_id.in_(below),
            Measurement.period.startswith(str(year), autoescape=True),
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(Indicator.name, Factor.title, Factor.id, counted.c.times, counted.c.units, answered)
        .join(Indicator, Indicator.id == counted.c.indicator_id)
        .join(Factor, Factor.id == Indicator.factor_id)
        .order_by(counted.c.times.desc(), Indicator.id)
    )
    return [
        Asked(Sort.INDICATOR, name, factor, number, times, units, measured, measured, 0)
        for name, factor, number, times, units, measured in rows
    ]


def _add_controls(session: Session, kinds: dict[str, OfKind], below: Select[int], year: int) -> None:
    occasions = (
        select(ChosenRisk.plan_id, func.count().label("number"))
        .join(Control, Control.chosen_id == ChosenRisk.id)
        .join(Occasion, Occasion.control_id == Control.id)
        .where(
            ChosenRisk.removed_at.is_(None),
            Control.removed_at.is_(None),
            Occasion.removed_at.is_(None),
            Occasion.left_out == "",
        )
        .group_by(ChosenRisk.plan_id)
        .subquery()
    )
    rows = session.execute(
        select(Unit.kind, func.count(), func.sum(func.coalesce(occasions.c.number, 0)))
        .select_from(ControlPlan)
        .join(Unit, Unit.id == ControlPlan.unit_id)
        .outerjoin(occasions, occasions.c.plan_id == ControlPlan.id)
        .where(Unit.id.in_(below), ControlPlan.year == year)
        .group_by(Unit.kind)
    )
    for kind, plans, number in rows:
        kinds[kind].controls += int(number)
        # The plan, and the report of what it showed.
        kinds[kind].reports += 2 * plans
