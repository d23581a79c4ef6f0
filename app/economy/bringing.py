"""What the economy brings along to what units write and talk about: what the latest submitted forecast says, and what is done."""

from collections.abc import Sequence

from flask_babel import gettext
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from app import clock
from app.access.guard import acting
from app.access.matrix import May
from app.economy import rules
from app.economy.models import EconomicRemedy, Forecast, PlanSort, Recovery, RecoveryState, RemedyState
from app.economy.queries import opening, whose
from app.economy.queries.whose import Reader
from app.economy.wording import REMEDY_STATES, deviation_words, forecast_title, plan_title, tkr
from app.ui.addresses import url_for
from app.ui.install import day
from app.writing.kinds import Brought
from app.writing.models import UnitText

ABOUT_MONEY = frozenset({"conditions", "economy", "resources"})
"""Parts of an analysis beside which the economy stands."""


def said_of(forecast: Forecast) -> str:
    """Give a forecast in words: what it says, why, and last what it comes to."""
    words = [one for one in (forecast.says, forecast.why) if one]
    result = deviation_words(rules.deviation_of(forecast))
    figures = gettext(
        "%(result)s: budget %(budget)s, prognos %(expected)s.",
        result=result,
        budget=tkr(forecast.budget),
        expected=tkr(rules.reckoned(forecast)),
    )
    return "\n\n".join([*words, figures])


def remedy_words(one: EconomicRemedy) -> str:
    """Give a remedy in a line: what, by whom, when, what it yields and how far it has come."""
    about = [one.person.name if one.person else one.who]
    if one.due_on is not None:
        about.append(gettext("klart senast %(day)s", day=day(one.due_on)))
    if one.effect is not None:
        about.append(gettext("ger %(amount)s", amount=tkr(one.effect)))
    about.append(str(REMEDY_STATES[one.state]).lower())
    return f"{' '.join(one.what.split())} ({', '.join(part for part in about if part)})"


def told_remedies(session: Session, forecast: Forecast) -> list[EconomicRemedy]:
    """Give what is done about the deficit of a submitted forecast, beside it or in a plan, as others read it too."""
    return list(
        session.scalars(
            select(EconomicRemedy)
            .where(
                EconomicRemedy.unit_id == forecast.unit_id,
                EconomicRemedy.year == forecast.year,
                or_(whose.stands_submitted(), whose.stands_in_plan()),
                EconomicRemedy.removed_at.is_(None),
                EconomicRemedy.state != RemedyState.DROPPED,
            )
            .options(joinedload(EconomicRemedy.person))
            .order_by(EconomicRemedy.id)
        )
    )


def told_plans(session: Session, unit_id: int, year: int) -> list[Recovery]:
    """Give the plans at deficits that hold in a year, established or exempted: recoveries, and plans of remedies."""
    return list(
        session.scalars(
            select(Recovery)
            .where(
                Recovery.unit_id == unit_id,
                or_(
                    Recovery.year < year,
                    and_(Recovery.sort == PlanSort.REMEDIES, Recovery.year == year),
                ),
                or_(
                    Recovery.state == RecoveryState.EXEMPTED,
                    select(EconomicRemedy.id)
                    .where(EconomicRemedy.recovery_id == Recovery.id, EconomicRemedy.year >= year)
                    .correlate(Recovery)
                    .exists(),
                ),
                Recovery.state.in_([RecoveryState.ESTABLISHED, RecoveryState.EXEMPTED]),
            )
            .options(joinedload(Recovery.decision))
            .order_by(Recovery.year)
        )
    )


def brought_economy(session: Session, unit_id: int, year: int) -> list[Brought]:
    """Give what a unit has submitted of its economy for a year, for what everybody who reads its plan reads."""
    title = gettext("Ekonomin %(year)s", year=year)
    forecast = opening.last_submitted(session, unit_id, year)
    if forecast is None:
        return [Brought(title, gap=gettext("Ingen prognos är lämnad för året än."))]
    at = day(forecast.submitted_at) if forecast.submitted_at is not None else ""
    about = gettext("%(name)s, lämnad %(day)s", name=forecast_title(forecast.month, year), day=at)
    lines = [(said_of(forecast), about, url_for("economy.forecast", forecast_id=forecast.id))]
    done = [(remedies_listed(session, forecast), "", "")]
    done += [
        (plan.words, plan_title(plan.sort, plan.year), plan_href(plan))
        for plan in told_plans(session, unit_id, year)
        if plan.state == RecoveryState.ESTABLISHED and plan.words
    ]
    told = [line for line in done if line[0]]
    return [Brought(title, lines), *([Brought(gettext("Det vi gör åt det"), told)] if told else [])]


def remedies_listed(session: Session, forecast: Forecast) -> str:
    """Write what a submitted forecast says is done about it as a list, each remedy a line; empty where nothing is."""
    return "\n".join(f"- {remedy_words(one)}" for one in told_remedies(session, forecast))


def plan_href(plan: Recovery) -> str:
    """Give the address of a plan's page, where there is no blueprint at hand."""
    return url_for(
        "economy.remedy_plan" if plan.sort == PlanSort.REMEDIES else "economy.recovery", plan_id=plan.id
    )


def beside_analysis(session: Session, text: UnitText) -> dict[int, list[Brought]]:
    """Give the economy of the unit beside the parts of an analysis that ask about it, to those who read it."""
    parts: Sequence[int] = [part.id for part in text.parts if part.key in ABOUT_MONEY]
    if not parts or not acting().may(May.READ_ECONOMY):
        return {}
    if text.kind == "operational_plan":
        # There it stands in the part itself.
        return {}
    standing = whose.standing_at(session, Reader(acting(), clock.today()), text.unit_id)
    if not standing.any:
        return {}
    brought = brought_economy(session, text.unit_id, text.year)
    return dict.fromkeys(parts, brought)
