"""A factor as one who reads it sees it: as it is now, or as it was last established while it is being changed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.quality.factors.models import Factor, FactorState
from app.quality.factors.rules import Standing, sees
from app.quality.indicators.models import EfficiencyPair, Indicator
from app.records.models import Edition
from app.records.seeing import Sees


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator as it reads on pages; `targets` by year, `skipped` the periods it is not measured in."""

    id: int
    name: str
    nature: str
    type_key: str
    unit_of_measure: str
    decimals: int
    better: str
    within_low: Decimal | None
    within_high: Decimal | None
    method: str
    routine: str
    periodicity: str
    by_sex: bool
    source: str
    source_words: str
    measurer: str
    starts_on: date | None
    targets: tuple[tuple[int, Decimal], ...] = ()
    skipped: tuple[str, ...] = ()
    present: str = ""
    wanted: str = ""
    rhythm: str = ""


@dataclass(frozen=True, slots=True)
class PairView:
    """A result and a resource that show efficiency together, and how they are to be read."""

    id: int
    result_id: int
    result: str
    resource_id: int
    resource: str
    words: str


@dataclass(frozen=True, slots=True)
class FactorView:
    """A factor as it reads on pages; `live` is false where only the established version is shown."""

    id: int
    unit_id: int
    unit: str
    reach: str
    title: str
    why: str
    state: str
    live: bool
    closing_words: str
    indicators: tuple[IndicatorView, ...]
    pairs: tuple[PairView, ...]
    number: int | None = None
    established_at: datetime | None = None


def view_of(
    factor: Factor, standing: Standing, edition: Edition | None, pairs: Sequence[EfficiencyPair]
) -> FactorView | None:
    """Give the factor as somebody of this standing sees it; None where that is nothing."""
    seen = sees(factor, standing)
    if seen is Sees.LIVE:
        return as_it_is(factor, edition, pairs)
    if seen is Sees.EDITION and edition is not None:
        return as_established(factor, edition)
    return None


def as_it_is(factor: Factor, edition: Edition | None, pairs: Sequence[EfficiencyPair]) -> FactorView:
    """Give the factor as it is now."""
    return FactorView(
        id=factor.id,
        unit_id=factor.unit_id,
        unit=factor.unit.name,
        reach=factor.reach,
        title=factor.title,
        why=factor.why,
        state=factor.state,
        live=True,
        closing_words=factor.closing_words,
        indicators=tuple(indicator_view(one) for one in factor.indicators if one.removed_at is None),
        pairs=tuple(pair_view(one) for one in pairs),
        number=edition.number if edition else None,
        established_at=edition.established_at if edition else None,
    )


def indicator_view(one: Indicator) -> IndicatorView:
    """Give an indicator as it is now."""
    person = one.person.name if one.person else ""
    return IndicatorView(
        id=one.id,
        name=one.name,
        nature=one.nature,
        type_key=one.type_key,
        unit_of_measure=one.unit_of_measure,
        decimals=one.decimals,
        better=one.better,
        within_low=one.within_low,
        within_high=one.within_high,
        method=one.method,
        routine=one.routine,
        periodicity=one.periodicity,
        by_sex=one.by_sex,
        source=one.source,
        source_words=one.source_words,
        measurer=", ".join(part for part in (person, one.measurer) if part),
        starts_on=one.starts_on,
        targets=tuple((target.year, target.value) for target in one.targets),
        skipped=tuple(skipped.period for skipped in one.skipped),
        present=one.present,
        wanted=one.wanted,
        rhythm=one.rhythm,
    )


def pair_view(one: EfficiencyPair) -> PairView:
    """Give a pair as it is now."""
    return PairView(
        one.id,
        one.result_indicator_id,
        one.result.name,
        one.resource_indicator_id,
        one.resource.name,
        one.words,
    )


# --- what a version holds


def content_of(factor: Factor, pairs: Sequence[EfficiencyPair]) -> dict[str, object]:
    """Give what is established of a factor: its words and its indicators."""
    view = as_it_is(factor, None, pairs)
    return {
        "unit": view.unit,
        "reach": view.reach,
        "title": view.title,
        "why": view.why,
        "indicators": [flat(one) for one in view.indicators],
        "pairs": [flat(one) for one in view.pairs],
    }


def flat(thing: IndicatorView | PairView) -> dict[str, object]:
    """Give what a version keeps of an indicator or a pair."""
    found = {field.name: getattr(thing, field.name) for field in fields(thing)}
    if isinstance(thing, IndicatorView):
        found["within_low"], found["within_high"] = _said(thing.within_low), _said(thing.within_high)
        found["targets"] = [[year, str(value)] for year, value in thing.targets]
        found["skipped"] = list(thing.skipped)
    return found


def _said(value: Decimal | None) -> str | None:
    return str(value) if value is not None else None


def as_established(factor: Factor, edition: Edition) -> FactorView | None:
    """Give a factor as a version of it says; None when that was erased."""
    if edition.content is None:
        return None
    content: Mapping[str, Any] = json.loads(edition.content)
    return FactorView(
        id=factor.id,
        unit_id=factor.unit_id,
        unit=content["unit"],
        reach=content.get("reach", factor.reach),
        title=content["title"],
        why=content["why"],
        state=FactorState.ESTABLISHED,
        live=False,
        closing_words="",
        indicators=tuple(_kept(content)),
        pairs=tuple(PairView(**one) for one in content.get("pairs", ())),
        number=edition.number,
        established_at=edition.established_at,
    )


def kept_indicators(content: str | None) -> dict[int, IndicatorView]:
    """Give the indicators as the content of a version says, by number; none where it was erased."""
    return {one.id: one for one in _kept(json.loads(content))} if content else {}


def _kept(content: Mapping[str, Any]) -> Iterator[IndicatorView]:
    """Read the indicators of a version; goals that were established before theirs were indicators like all others hold
    something simpler, which their own page reads.
    """
    for one in content["indicators"]:
        if is_kept_indicator(one):
            yield _kept_indicator(one)


def is_kept_indicator(kept: Mapping[str, Any]) -> bool:
    """Tell whether something a version holds is an indicator as it is kept here."""
    return "unit_of_measure" in kept


def kept_indicator(content: str | None, indicator_id: int) -> IndicatorView | None:
    """Give one of them; None where it does not stand there."""
    return kept_indicators(content).get(indicator_id)


def _kept_indicator(kept: Mapping[str, Any]) -> IndicatorView:
    starts_on = kept["starts_on"]
    return IndicatorView(
        **{
            **kept,
            "within_low": _number(kept["within_low"]),
            "within_high": _number(kept["within_high"]),
            "starts_on": date.fromisoformat(starts_on) if starts_on else None,
            "targets": tuple((year, Decimal(value)) for year, value in kept["targets"]),
            "skipped": tuple(kept["skipped"]),
        }
    )


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None
