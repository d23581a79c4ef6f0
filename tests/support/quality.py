"""Quality in the municipality with something in every drawer: factors in every state, each text a canary."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.organisation.models import Person, Unit
from app.planning.following.services import follow
from app.planning.models import FollowedIndicator, Goal
from app.quality.factors import services
from app.quality.factors.models import Factor, FactorReview
from app.quality.indicators import services as indicators
from app.quality.indicators.models import EfficiencyPair, Indicator
from tests.factories import planning as planned
from tests.factories import quality as made
from tests.factories.organisation import Municipality
from tests.support.canaries import canary

Values = dict[str, object]


def _words(place: str, kind: str) -> str:
    return f"Ord {canary('quality', place, kind)} ord."


def fill_quality(session: Session, people: dict[str, Person], town: Municipality) -> None:
    """Write factors in every state for a preschool, its section (one shared by all below) and a unit elsewhere."""
    for unit, place, by in (
        (town.unit, "own", people["unit_manager"]),
        (town.section, "section", people["section_manager"]),
        (town.other_unit, "other", people["other_unit_manager"]),
    ):
        _factor(session, f"{place}_draft", unit, by)
        established = made.establish(session, _factor(session, f"{place}_established", unit, by), by)
        services.review(
            session,
            actor_id=by.id,
            factor=established,
            year=clock.today().year,
            words=_words(f"{place}_established", "review"),
        )
        reopened = made.establish(session, _factor(session, f"{place}_edition", unit, by), by)
        services.reopen(session, actor_id=by.id, factor=reopened)
        _change(session, f"{place}_changed", made.whole(session, reopened), by)
        ended = made.establish(session, _factor(session, f"{place}_ended", unit, by), by)
        services.end(session, actor_id=by.id, factor=ended, words=_words(f"{place}_ended", "closing"))
    by = people["section_manager"]
    shared = _factor(session, "section_shared", town.section, by, area=True)
    made.establish(session, shared, by)
    discarded = made.make_factor(session, town.unit, people["unit_manager"], _words("own_draft", "slung"))
    services.discard(session, actor_id=people["unit_manager"].id, factor=discarded)


def fill_followed(session: Session, unit: Unit, by: Person) -> None:
    """Let a draft and an established goal of a unit be noticed by an indicator of its quality."""
    name = canary("plan", "own_established", "followed")
    factor = made.make_factor(session, unit, by, "Det målen märks på")
    one = made.add_indicator(session, factor, by, name)
    made.establish(session, factor, by)
    draft = session.scalars(select(Goal).where(Goal.unit_id == unit.id, Goal.state == "draft")).first()
    assert draft is not None
    established = planned.make_goal(session, unit, by, canary("plan", "own_established", "noticed"))
    for goal in (draft, established):
        follow(session, actor_id=by.id, goal=planned.whole(session, goal), indicator_id=one.id)
    planned.establish(session, established, by)


def _factor(session: Session, place: str, unit: Unit, by: Person, *, area: bool = False) -> Factor:
    factor = made.make_factor(
        session, unit, by, _words(place, "title"), why=_words(place, "reasons"), area=area
    )
    added = [
        made.add_indicator(
            session,
            factor,
            by,
            _words(place, name),
            method=_words(place, "method"),
            routine=_words(place, "routine"),
            source_words=_words(place, "source"),
            measurer=_words(place, "measurer"),
            unit_of_measure=canary("quality", place, "unit"),
        )
        for name in ("indicator", "resource")
    ]
    indicators.pair(
        session,
        actor_id=by.id,
        factor=made.whole(session, factor),
        result_id=added[0].id,
        resource_id=added[1].id,
        words=_words(place, "pair"),
    )
    return made.whole(session, factor)


def _change(session: Session, place: str, factor: Factor, by: Person) -> None:
    services.change_factor(
        session,
        actor_id=by.id,
        factor=factor,
        title=_words(place, "title"),
        reach=factor.reach,
        revision=factor.revision,
    )
    services.write_why(
        session,
        actor_id=by.id,
        factor=factor,
        text=_words(place, "reasons"),
        base=services.sign_of(factor.why),
    )
    made.add_indicator(session, factor, by, _words(place, "indicator"))


def on_the_thread(session: Session) -> list[Values]:
    """Give every factor, and a few indicators."""
    factors = session.scalars(select(Factor.id).order_by(Factor.id))
    some = session.scalars(select(Indicator.id).order_by(Indicator.id).limit(6))
    return [
        *({"kind": "quality_factor", "node_id": one} for one in factors),
        *({"kind": "indicator", "node_id": one} for one in some),
    ]


def _of_factors(session: Session, column: object, name: str) -> list[Values]:
    rows = session.execute(select(Indicator.factor_id, column).order_by(Indicator.factor_id))  # type: ignore[call-overload]
    return [{"factor_id": row[0], name: row[1]} for row in rows]


def _pairs(session: Session) -> list[Values]:
    rows = session.execute(
        select(Indicator.factor_id, EfficiencyPair.id).join(
            EfficiencyPair, EfficiencyPair.result_indicator_id == Indicator.id
        )
    )
    return [{"factor_id": row[0], "pair_id": row[1]} for row in rows]


ARGUMENTS: dict[frozenset[str], Callable[[Session], list[Values]]] = {
    frozenset({"factor_id"}): lambda s: [
        {"factor_id": one} for one in s.scalars(select(Factor.id).order_by(Factor.id))
    ],
    frozenset({"followed_id"}): lambda s: [
        {"followed_id": one} for one in s.scalars(select(FollowedIndicator.id))
    ],
    frozenset({"factor_id", "number"}): lambda s: [
        {"factor_id": one, "number": 1}
        for one in s.scalars(select(Factor.id).where(Factor.edition_id.is_not(None)).order_by(Factor.id))
    ],
    frozenset({"factor_id", "indicator_id"}): lambda s: _of_factors(s, Indicator.id, "indicator_id"),
    frozenset({"factor_id", "pair_id"}): _pairs,
    frozenset({"factor_id", "review_id"}): lambda s: [
        {"factor_id": row[0], "review_id": row[1]}
        for row in s.execute(select(FactorReview.factor_id, FactorReview.id))
    ],
}
"""Values for the arguments of the views, by the names of the arguments taken together."""

QUERIES: dict[str, list[str]] = {
    "quality.unit": [
        "",
        *(f"?enhet={unit}" for unit in (1, 4, 5, 6, 8)),
        "?ar=2031",
        "?enhet=999999",
        "?efter=6",
    ],
    "quality.register": [
        "",
        "?lage=alla&q=KANARIE",
        "?lage=avslutade&ordning=-rubrik",
        "?enhet=4&genomgang=kvar",
    ],
    "quality.take_away": ["", "?lage=alla", "?enhet=5"],
    "quality.new_factor": ["", "?enhet=4", "?enhet=5", "?enhet=8"],
    "quality.factor": ["", "?andra=rubrik", "?andra=indikator-2", "?andra=avsluta"],
    "quality.why_now": ["", "?base=1"],
}
"""Further ways to ask, by endpoint."""
