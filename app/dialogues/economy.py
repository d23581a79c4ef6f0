"""What the economy brings along to a dialogue: what the reporting unit last submitted, words first, and what it does."""

from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session

from app import clock
from app.access.guard import acting
from app.access.matrix import May
from app.clock import STOCKHOLM
from app.dialogues.backgrounds import Item, Provider
from app.dialogues.models import Dialogue, Theme
from app.economy.bringing import plan_href, remedy_words, said_of, told_plans, told_remedies
from app.economy.models import Forecast, Recovery, RecoveryState
from app.economy.queries import opening, whose
from app.economy.queries.whose import Reader
from app.economy.subjects import ECONOMY as SUBJECT
from app.economy.wording import RECOVERY_STATES, REMEDY_STATES, forecast_title, plan_title, tkr
from app.passages.subjects import Subject
from app.ui.addresses import url_for
from app.ui.install import day

REMEDIES_SHOWN = 8


def economy(session: Session, dialogue: Dialogue, _theme: Theme) -> list[Item]:
    """Give the latest forecast the reporting unit has submitted, its remedies, and the overspends it brings home."""
    actor = acting()
    if not actor.may(May.READ_ECONOMY):
        return []
    unit_id = dialogue.series.rep_post.unit_id
    if not whose.standing_at(session, Reader(actor, clock.today()), unit_id).reads:
        return []
    year = dialogue.starts_at.astimezone(STOCKHOLM).year
    forecast = opening.last_submitted(session, unit_id, year)
    items = _forecast(session, forecast) if forecast is not None else []
    return items + [_plan(one) for one in told_plans(session, unit_id, year)]


def _forecast(session: Session, forecast: Forecast) -> list[Item]:
    href = url_for("economy.forecast", forecast_id=forecast.id)
    source = gettext(
        "%(name)s, lämnad %(day)s",
        name=forecast_title(forecast.month, forecast.year),
        day=day(forecast.submitted_at) if forecast.submitted_at is not None else "",
    )
    subject = Subject(
        SUBJECT,
        forecast.unit_id,
        gettext("Ekonomin, %(unit)s", unit=forecast.unit.name),
        url_for("economy.index", enhet=forecast.unit_id),
        forecast.unit_id,
    )
    items = [Item(said_of(forecast), source, href, subject=subject)]
    return items + [
        Item(
            remedy_words(one),
            gettext("Åtgärd"),
            url_for("economy.remedy", remedy_id=one.id),
            state=str(REMEDY_STATES[one.state]).lower(),
        )
        for one in told_remedies(session, forecast)[:REMEDIES_SHOWN]
    ]


def _plan(plan: Recovery) -> Item:
    source = f"{plan_title(plan.sort, plan.year)}, {tkr(plan.deficit)}"
    words = plan.words
    if plan.state == RecoveryState.EXEMPTED:
        words = plan.decision.title if plan.decision is not None else ""
    return Item(
        words or source,
        source,
        plan_href(plan),
        state=str(RECOVERY_STATES[plan.state]).lower(),
    )


ECONOMY = Provider(
    SUBJECT,
    lazy_gettext("Ekonomi"),
    lazy_gettext("Vad den rapporterande enhetens senast lämnade prognos säger, och vad som görs åt den."),
    economy,
)
