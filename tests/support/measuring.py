"""Measurements in the populated municipality, each text a canary; `measuring_right` says who may read each."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app import clock
from app.organisation.models import Person
from app.quality.factors.models import Factor
from app.quality.indicators.models import Indicator, Nature
from app.quality.judging.facts import JUDGED, JUDGEMENT, judgement_facts
from app.quality.judging.models import IndicatorJudgement
from app.quality.measuring.models import Measurement
from app.quality.measuring.periods import read_period
from app.records.noting import note
from tests.factories.measuring import make_measured, measure
from tests.factories.organisation import Municipality
from tests.support.canaries import MEASURING, canary

Values = dict[str, object]


def fill_measuring(session: Session, people: dict[str, Person], town: Municipality) -> None:
    """Measure in two units: a unit's own indicators in words and in figures by sex, and an area's in both units."""
    manager = people["unit_manager"]
    own = make_measured(session, town.unit, manager, name="Vad vi ser", nature=Nature.QUALITATIVE)
    measure(session, own, town.unit, manager, "2025-H1", None, _words("own", "why"), not_measured=True)
    measure(session, own, town.unit, manager, "2025-H2", None, _words("own", "before"), preliminary=True)
    measure(session, own, town.unit, manager, "2025-H2", None, _words("own", "now"))
    figures = make_measured(session, town.unit, manager, title="Siffror", name="Andel", by_sex=True)
    for period, value in (("2024-H1", "71"), ("2024-H2", "72"), ("2025-H1", "73")):
        measure(session, figures, town.unit, manager, period, value, _words("own", "figures"))
    session.add(_judged(figures.id, town.unit.id, manager.id))
    session.flush()
    _told_of_judgements(session, manager)
    area = make_measured(
        session,
        town.section,
        people["section_manager"],
        title="Områdets",
        area=True,
        nature=Nature.QUALITATIVE,
    )
    measure(session, area, town.unit, manager, "2025-H2", None, _words("own", "area"))
    measure(
        session, area, town.sibling, people["sibling_manager"], "2025-H2", None, _words("sibling", "area")
    )


def _judged(indicator_id: int, unit_id: int, person_id: int) -> IndicatorJudgement:
    """Give a judgement on a scale the model in force does not have: what was judged under another is read still."""
    return IndicatorJudgement(
        indicator_id=indicator_id,
        unit_id=unit_id,
        period="2025-H1",
        ends_on=read_period("2025-H1").last,
        scale="fulfilment",
        level="yellow",
        level_word="gul",
        shape="triangle",
        colour="yellow",
        proposed="red",
        proposed_word="röd",
        degree=79,
        reason=_words("own", "judged"),
        remedies=_words("own", "remedies"),
        person_id=person_id,
        at=clock.now(),
    )


def _told_of_judgements(session: Session, by: Person) -> None:
    for one in session.scalars(select(IndicatorJudgement)):
        facts = judgement_facts(one)
        note(
            session,
            actor_id=by.id,
            action=JUDGED,
            kind=JUDGEMENT,
            object_id=one.id,
            before=None,
            after=facts,
        )


def _words(unit: str, kind: str) -> str:
    return f"Ord {canary(MEASURING, unit, kind)} ord."


def _measured() -> Select[tuple[int, int, str]]:
    return (
        select(Measurement.indicator_id, Measurement.unit_id, Measurement.period)
        .distinct()
        .order_by(Measurement.indicator_id, Measurement.unit_id, Measurement.period)
    )


def of_periods(session: Session) -> list[Values]:
    """Give every measurement as an address names it."""
    return [
        {"indicator_id": indicator, "unit_id": unit, "period": read_period(period).slug}
        for indicator, unit, period in session.execute(_measured())
    ]


def of_units(session: Session) -> list[Values]:
    """Give every indicator with every unit it is measured in."""
    found = {(row["indicator_id"], row["unit_id"]): row for row in of_periods(session)}
    return [{"indicator_id": indicator, "unit_id": unit} for indicator, unit in found]


def of_indicators(session: Session) -> list[Values]:
    """Give every indicator of a factor."""
    ids = session.scalars(
        select(Indicator.id).join(Factor, Factor.id == Indicator.factor_id).order_by(Indicator.id)
    )
    return [{"indicator_id": one} for one in ids]


def of_files(session: Session) -> list[Values]:
    """Give every indicator in both sorts of file."""
    return [row | {"sort": sort} for row in of_indicators(session) for sort in ("csv", "xlsx")]


QUERIES: dict[str, list[str]] = {
    "measuring.to_measure": ["", "?vy=alla", "?vy=alla&sida=2"],
    "measuring.of_indicator": ["", "?vy=enheter", "?enhet=5", "?enhet=999999"],
    "measuring.template_file": ["", "?enhet=5"],
    "measuring.choose_period": ["", "?enhet=5&period=2025-H2", "?enhet=5&period=nonsens"],
}
"""Further ways to ask, by endpoint."""
