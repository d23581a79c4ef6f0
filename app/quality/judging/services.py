"""Writes of judgements of indicators: a new one each time, the earlier ones are kept."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.quality.errors import ChangedMeanwhile, Fault, Refused
from app.quality.indicators.models import Indicator
from app.quality.judging import queries, rules
from app.quality.judging.facts import JUDGED, JUDGEMENT, judgement_facts
from app.quality.judging.models import IndicatorJudgement
from app.quality.judging.weighing import Judged, weigh
from app.quality.measuring.about import About, by_period_of
from app.quality.measuring.models import Sex
from app.quality.measuring.periods import Period
from app.quality.measuring.queries import Kept, kept_of
from app.quality.measuring.rules import main_sex
from app.records.noting import note
from app.steering.schema import Profile


def measured_of(session: Session, about: About, unit_id: int) -> dict[Period, Kept]:
    """Give what is kept of an indicator in a unit, of all together, by period."""
    found = by_period_of(kept_of(session, [about.id], [unit_id]))
    main: Sex = main_sex(about.by_sex)
    return {period: kept[main] for period, kept in found.items() if main in kept and not kept[main].empty}


def judge(
    session: Session,
    *,
    actor_id: int,
    about: About,
    unit_id: int,
    profile: Profile,
    period: Period,
    judged: Judged,
    expected: int,
) -> IndicatorJudgement:
    """Judge an indicator after a period, beside what its figure proposes at this moment; both are kept.

    `expected` is the judgement of the period that was read, 0 for none. Raises `Refused` for what is not judged, `Unweighed` at
    the field that lacks something, and `ChangedMeanwhile` when somebody else judged it since.
    """
    scale = rules.scale_for(profile)
    if scale is None:
        raise Refused(Fault.NO_SUCH_STEP)
    # Two who judge at once wait for one another here: the second reads what the first wrote.
    session.execute(select(Indicator.id).where(Indicator.id == about.id).with_for_update())
    measured = measured_of(session, about, unit_id)
    if period not in rules.periods_to_judge(about, measured, clock.today()):
        raise Refused(Fault.UNKNOWN_PERIOD, "period")
    found = rules.proposal(scale, about, period, measured.get(period))
    weighed = weigh(scale, judged, found.level)
    stands = queries.standing_in(session, about.id, unit_id, period)
    if (stands.id if stands else 0) != expected:
        raise ChangedMeanwhile
    made = IndicatorJudgement(
        indicator_id=about.id,
        unit_id=unit_id,
        period=period.key,
        ends_on=period.last,
    )
    made.say(scale, weighed, found.level, found.per_cent, by=actor_id, at=clock.now())
    session.add(made)
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action=JUDGED,
        kind=JUDGEMENT,
        object_id=made.id,
        before=None,
        after=judgement_facts(made),
    )
    return made
