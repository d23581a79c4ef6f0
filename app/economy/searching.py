"""The economy's words as search finds them: to whoever reads them on their pages.

Each sort of thing is a family of its own, since each has a number of its own, its own condition and its own pages.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import LazyString, gettext, lazy_gettext
from sqlalchemy import ColumnElement, Integer, Select, exists, literal, null, or_, select, true
from sqlalchemy.orm import Session

from app.access.matrix import May
from app.economy.models import (
    PLAN_TOLD,
    EconomicRemedy,
    FinancialGoal,
    Forecast,
    ForecastState,
    GoalFollowUp,
    PlanSort,
    Recovery,
    RemedyNote,
)
from app.economy.queries.whose import Reader, plan_read_by, remedy_visible, visible, written_by
from app.economy.wording import forecast_title, plan_title
from app.organisation.models import Unit
from app.search.models import PLACE
from app.search.registry import Asked, Facts, Family, Hit, Kind, Reach, Registry, Shown, row_of
from app.ui.addresses import url_for
from app.ui.markdown import plain

GROUP, WHOSE = "economy", "economy"
FORECASTS, REMEDIES = "economy_forecast", "economy_remedy"
RECOVERIES, GOALS = "economy_recovery", "economy_goal"
GROUPS: dict[str, LazyString] = {GROUP: lazy_gettext("Ekonomi")}
NOTHING = null().cast(Integer)
NO_TITLE = literal("")


def _rows(identity: Any, owner: Any, unit: Any, title: Any, body: Any, at: Any) -> Select[Any]:
    return select(*row_of(identity, owner=owner, unit=unit, at=at, body=body, whose=WHOSE, title=title))


KINDS = (
    Kind(
        "forecast",
        FORECASTS,
        GROUP,
        Forecast,
        Forecast.id,
        ("says", "why", "state", "withdrawn_why"),
        _rows(
            Forecast.id,
            Forecast.id,
            Forecast.unit_id,
            NO_TITLE,
            Forecast.says + "\n\n" + Forecast.why + "\n\n" + Forecast.withdrawn_why,
            Forecast.state_since,
        ).where(Forecast.state != ForecastState.DISCARDED),
    ),
    Kind(
        "remedy",
        REMEDIES,
        GROUP,
        EconomicRemedy,
        EconomicRemedy.id,
        ("what", "who", "removed_at", "state_since"),
        _rows(
            EconomicRemedy.id,
            EconomicRemedy.id,
            EconomicRemedy.unit_id,
            NO_TITLE,
            EconomicRemedy.what + "\n\n" + EconomicRemedy.who,
            EconomicRemedy.state_since,
        ).where(EconomicRemedy.removed_at.is_(None)),
    ),
    Kind(
        "remedy_note",
        REMEDIES,
        GROUP,
        RemedyNote,
        RemedyNote.id,
        ("text",),
        _rows(
            RemedyNote.id, EconomicRemedy.id, EconomicRemedy.unit_id, NO_TITLE, RemedyNote.text, RemedyNote.at
        ).join(EconomicRemedy, EconomicRemedy.id == RemedyNote.remedy_id),
    ),
    Kind(
        "recovery",
        RECOVERIES,
        GROUP,
        Recovery,
        Recovery.id,
        ("words", "state", "judged_why", "who", "received_words", "closing_words"),
        _rows(
            Recovery.id,
            Recovery.id,
            Recovery.unit_id,
            NO_TITLE,
            Recovery.words
            + "\n\n"
            + Recovery.judged_why
            + "\n\n"
            + Recovery.who
            + "\n\n"
            + Recovery.received_words
            + "\n\n"
            + Recovery.closing_words,
            Recovery.state_since,
        ),
    ),
    Kind(
        "financial_goal",
        GOALS,
        GROUP,
        FinancialGoal,
        FinancialGoal.id,
        ("title", "words", "measure", "closing_words"),
        _rows(
            FinancialGoal.id,
            FinancialGoal.id,
            FinancialGoal.unit_id,
            FinancialGoal.title,
            FinancialGoal.title
            + "\n\n"
            + FinancialGoal.words
            + "\n\n"
            + FinancialGoal.measure
            + "\n\n"
            + FinancialGoal.closing_words,
            FinancialGoal.written_at,
        ),
    ),
    Kind(
        "goal_follow_up",
        GOALS,
        GROUP,
        GoalFollowUp,
        GoalFollowUp.id,
        ("text", "value"),
        _rows(
            GoalFollowUp.id,
            FinancialGoal.id,
            FinancialGoal.unit_id,
            NO_TITLE,
            GoalFollowUp.text + "\n\n" + GoalFollowUp.value,
            GoalFollowUp.at,
        ).join(FinancialGoal, FinancialGoal.id == GoalFollowUp.goal_id),
    ),
)


def reach(_session: Session, asks: Asked) -> Reach:
    """Give the key of the economy to those who read any of it; `within` tells which."""
    if not asks.actor.may(May.READ_ECONOMY):
        return Reach()
    return Reach(Reader(asks.actor, asks.day), [WHOSE])


def _forecasts_within(reader: Reader) -> ColumnElement[bool]:
    return (
        exists()
        .where(Forecast.id == PLACE.c.owner_id, Forecast.state != ForecastState.DISCARDED, visible(reader))
        .correlate(PLACE)
    )


def _remedies_within(reader: Reader) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            EconomicRemedy.id == PLACE.c.owner_id, EconomicRemedy.removed_at.is_(None), remedy_visible(reader)
        )
        .correlate(PLACE)
    )


def _recoveries_within(reader: Reader) -> ColumnElement[bool]:
    # The words of a plan are read by others once it is established; that there is one, before.
    told = or_(Recovery.unit_id.in_(written_by(reader)), Recovery.state.in_(PLAN_TOLD))
    return exists().where(Recovery.id == PLACE.c.owner_id, plan_read_by(reader), told).correlate(PLACE)


def _goals_within(_reader: Reader) -> ColumnElement[bool]:
    return true()


Show = Callable[[Session, Asked, Sequence[Hit], Facts], Mapping[int, Shown]]


def _showing(one: Callable[[int, Mapping[str, Any]], Shown]) -> Show:
    def shown(_session: Session, _asks: Asked, hits: Sequence[Hit], facts: Facts) -> Mapping[int, Shown]:
        return {hit.id: one(hit.owner_id, facts[hit.owner_id][0]) for hit in hits}

    return shown


def _forecast(forecast_id: int, told: Mapping[str, Any]) -> Shown:
    return Shown(
        forecast_title(told["month"], told["year"]),
        url_for("economy.forecast", forecast_id=forecast_id),
        gettext("Ekonomi · %(unit)s", unit=told["unit"]),
    )


def _remedy(remedy_id: int, told: Mapping[str, Any]) -> Shown:
    return Shown(
        plain(told["what"], 120),
        url_for("economy.remedy", remedy_id=remedy_id),
        gettext("Åtgärd · %(unit)s · %(year)s", unit=told["unit"], year=told["year"]),
    )


def _recovery(plan_id: int, told: Mapping[str, Any]) -> Shown:
    return Shown(
        plan_title(told["sort"], told["year"]),
        url_for(
            "economy.remedy_plan" if told["sort"] == PlanSort.REMEDIES else "economy.recovery",
            plan_id=plan_id,
        ),
        gettext("Ekonomi · %(unit)s", unit=told["unit"]),
    )


def _goal(goal_id: int, told: Mapping[str, Any]) -> Shown:
    return Shown(
        told["title"],
        url_for("economy.financial_goal", financial_goal_id=goal_id),
        gettext("Finansiellt mål"),
    )


def _told(model: type[Forecast] | type[EconomicRemedy] | type[Recovery], *more: Any) -> Select[Any]:
    return select(model.id.label("owner_id"), model.year.label("year"), Unit.name.label("unit"), *more).join(
        Unit, Unit.id == model.unit_id
    )


FAMILIES = (
    Family(
        FORECASTS,
        reach,
        _forecasts_within,
        _showing(_forecast),
        _told(Forecast, Forecast.month.label("month")),
    ),
    Family(
        REMEDIES,
        reach,
        _remedies_within,
        _showing(_remedy),
        _told(EconomicRemedy, EconomicRemedy.what.label("what")),
    ),
    Family(
        RECOVERIES,
        reach,
        _recoveries_within,
        _showing(_recovery),
        _told(Recovery, Recovery.sort.label("sort")),
    ),
    Family(
        GOALS,
        reach,
        _goals_within,
        _showing(_goal),
        select(FinancialGoal.id.label("owner_id"), FinancialGoal.title.label("title")),
    ),
)


def register(registry: Registry) -> None:
    """Let all of it be found."""
    for family in FAMILIES:
        registry.register(family, [kind for kind in KINDS if kind.family == family.key])
