"""What quality and risks keep of the steering model: types and rhythms of indicators, categories of risks."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy.orm import selectinload

from app.modelling.carrying import carried, counted
from app.modelling.uses import Use
from app.quality.facts import INDICATOR, indicator_facts
from app.quality.indicators.models import Indicator, Nature
from app.quality.measuring.rounds import in_rounds
from app.quality.risks.facts import RISK, risk_facts
from app.quality.risks.models import Risk
from app.steering.schema import Profile


def _types(profile: Profile) -> Mapping[str, Any]:
    natures = set(Nature)
    return {
        one.key: one.names
        for one in profile.indicators.types
        if one.key not in natures and not one.composed_of
    }


def _rhythms(profile: Profile) -> Mapping[str, Any]:
    return {one.key: one.name for one in profile.rhythms if in_rounds(one)}


def _categories(profile: Profile) -> Mapping[str, Any]:
    control = profile.internal_control
    return {one.key: one.name for one in control.categories} if control is not None else {}


def _moved(risk: Risk) -> None:
    risk.revision += 1


INDICATORS = Use(
    "indicators",
    lazy_gettext("Indikatorer"),
    _types,
    counted(Indicator.type_key, Indicator.removed_at.is_(None)),
    carried(
        Indicator.type_key,
        action="indicator.changed",
        kind=INDICATOR,
        facts=indicator_facts,
        options=(selectinload(Indicator.targets), selectinload(Indicator.skipped)),
    ),
)
RHYTHMS = Use(
    "indicator_rhythms",
    lazy_gettext("Indikatorernas rytm"),
    _rhythms,
    counted(Indicator.rhythm, Indicator.removed_at.is_(None)),
    carried(
        Indicator.rhythm,
        action="indicator.changed",
        kind=INDICATOR,
        facts=indicator_facts,
        options=(selectinload(Indicator.targets), selectinload(Indicator.skipped)),
    ),
    note=lazy_gettext("Det som är mätt finns kvar. Bara vilka månader indikatorn mäts efter ändras."),
)
RISKS = Use(
    "risks",
    lazy_gettext("Risker"),
    _categories,
    counted(Risk.category),
    carried(Risk.category, action="risk.corrected", kind=RISK, facts=risk_facts, also=_moved),
)
