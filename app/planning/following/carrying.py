"""Carries over what was written in the simple form goals once had: it becomes indicators like all others.

Words, what was said of how they stood and the figures come along; who said what when stays. What cannot be a figure stays
words. The rows of the simple form stay as they are, because versions and what was said then are about them.
"""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app import clock
from app.planning.facts import FOLLOWED, followed_facts
from app.planning.following.holding import hold
from app.planning.following.words import counted_in, figure_in, often_in
from app.planning.models import FollowedIndicator, Goal, GoalIndicator, ProgressNote
from app.quality.exact import plain
from app.quality.factors.models import Factor
from app.quality.facts import INDICATOR, indicator_facts
from app.quality.indicators.models import Indicator, Nature, Periodicity, Source
from app.quality.measuring.facts import CHANGED, MADE, MEASUREMENT, Facts, measurement_facts
from app.quality.measuring.models import Certainty, Measurement, MeasurementVersion, Sex
from app.quality.measuring.periods import Period, period_of
from app.records.noting import note


def carry_over(session: Session) -> int:
    """Make indicators of what stands in the simple form and has become none yet; tells how many."""
    waiting = session.scalars(
        select(GoalIndicator)
        .where(GoalIndicator.became_id.is_(None))
        .order_by(GoalIndicator.goal_id, GoalIndicator.id)
    ).all()
    for simple in waiting:
        _carry(session, simple)
    session.flush()
    return len(waiting)


def _carry(session: Session, simple: GoalIndicator) -> None:
    goal = session.get_one(Goal, simple.goal_id)
    holder = hold(session, actor_id=None, goal=goal)
    made = _indicator(session, simple, holder)
    simple.became_id = made.id
    followed = FollowedIndicator(
        goal_id=goal.id, indicator_id=made.id, name=simple.name, removed_at=simple.removed_at
    )
    session.add(followed)
    session.flush()
    note(
        session,
        actor_id=None,
        action="followed.chosen",
        kind=FOLLOWED,
        object_id=followed.id,
        before=None,
        after=followed_facts(followed),
    )
    said = session.scalars(
        select(ProgressNote)
        .where(ProgressNote.indicator_id == simple.id)
        .options(joinedload(ProgressNote.person))
        .order_by(ProgressNote.id)
    ).all()
    for period, notes in _by_period(made, said):
        _measured(session, made, goal.unit_id, period, notes)


def _indicator(session: Session, simple: GoalIndicator, holder: Factor) -> Indicator:
    often, more = often_in(simple.periodicity)
    unit, decimals = _counted_in(session, simple)
    made = Indicator(
        factor_id=holder.id,
        position=max((one.position for one in holder.indicators), default=0) + 1,
        name=simple.name,
        nature=simple.nature,
        unit_of_measure=unit,
        decimals=decimals,
        method=simple.method,
        routine="\n\n".join(part for part in (simple.routine, more) if part),
        present=simple.now_value,
        wanted=simple.wanted_value,
        periodicity=often,
        revision=1,
        removed_at=simple.removed_at,
        targets=[],
        skipped=[],
    )
    holder.indicators.append(made)
    session.flush()
    note(
        session,
        actor_id=None,
        action="indicator.carried_over",
        kind=INDICATOR,
        object_id=made.id,
        before=None,
        after=indicator_facts(made),
    )
    return made


def _counted_in(session: Session, simple: GoalIndicator) -> tuple[str, int]:
    if simple.nature != Nature.QUANTITATIVE:
        return "", 0
    noted = session.scalars(select(ProgressNote.value).where(ProgressNote.indicator_id == simple.id))
    return counted_in([*noted, simple.now_value, simple.wanted_value])


def _by_period(made: Indicator, said: Sequence[ProgressNote]) -> list[tuple[Period, list[ProgressNote]]]:
    found: dict[str, tuple[Period, list[ProgressNote]]] = {}
    for one in said:
        period = period_of(Periodicity(made.periodicity), one.at.astimezone(clock.STOCKHOLM).date())
        found.setdefault(period.key, (period, []))[1].append(one)
    return list(found.values())


def _measured(
    session: Session, made: Indicator, unit_id: int, period: Period, notes: Sequence[ProgressNote]
) -> None:
    """Keep what was noted in a period as measured then: what was noted last stands, what went before as it stood before."""
    first, *later = notes
    value, text = _said(made, first)
    one = Measurement(
        indicator_id=made.id,
        unit_id=unit_id,
        period=period.key,
        ends_on=period.last,
        sex=Sex.UNDIVIDED,
        value=value,
        text=text,
        state=Certainty.FINAL,
        not_measured=False,
        source=Source.HAND,
        person_id=first.person_id,
        at=first.at,
        revision=1,
    )
    session.add(one)
    _noted(session, MADE, one, None)
    for noted in later:
        before = measurement_facts(one)
        stood = ("revision", "value", "text", "state", "not_measured", "source", "person_id", "at")
        session.add(MeasurementVersion(measurement_id=one.id, **{name: getattr(one, name) for name in stood}))
        one.value, one.text = _said(made, noted)
        one.person_id, one.at = noted.person_id, noted.at
        one.revision += 1
        _noted(session, CHANGED, one, before)


def _noted(session: Session, action: str, one: Measurement, before: Facts | None) -> None:
    session.flush()
    note(
        session,
        actor_id=None,
        action=action,
        kind=MEASUREMENT,
        object_id=one.id,
        before=before,
        after=measurement_facts(one),
    )


def _said(made: Indicator, one: ProgressNote) -> tuple[Decimal | None, str]:
    """Give what was noted as a figure and words: what is no figure, or counted in something else, stays words."""
    value, unit = figure_in(one.value)
    if made.nature == Nature.QUANTITATIVE and value is not None and unit == made.unit_of_measure:
        return plain(value), one.text
    return None, "\n\n".join(part for part in (one.value, one.text) if part)
