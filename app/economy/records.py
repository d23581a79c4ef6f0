"""Submitted forecasts and recovery plans as records: kept for years after the one they are of."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from sqlalchemy import Select, and_, case, literal

from app.disposing.kinds import Columns, Kept, RecordKind, statement
from app.disposing.naming import by_number
from app.economy.facts import FORECAST, RECOVERY
from app.economy.models import Forecast, PlanSort, Recovery, RecoveryState
from app.economy.wording import plan_title
from app.records.models import Edition


def _forecasts(_year: int) -> Select[Any]:
    columns = Columns(
        of=literal("forecast"),
        unit_id=Forecast.unit_id,
        year=Forecast.year,
        since_year=Forecast.year,
        number=Forecast.month,
    )
    return statement(columns).join(Forecast, and_(Edition.kind == FORECAST, Edition.object_id == Forecast.id))


def _recoveries(_year: int) -> Select[Any]:
    columns = Columns(
        of=literal("recovery"),
        unit_id=Recovery.unit_id,
        year=Recovery.year,
        since_year=Recovery.year + 2,
        number=case((Recovery.sort == PlanSort.REMEDIES, 1), else_=0),
        in_force=Recovery.state == RecoveryState.OPEN,
    )
    return statement(columns).join(Recovery, and_(Edition.kind == RECOVERY, Edition.object_id == Recovery.id))


def _forecast_name(one: Kept) -> str:
    return gettext("Prognos efter månad %(month)s, %(year)s", month=one.number, year=one.year)


def _recovery_name(one: Kept) -> str:
    return plan_title(PlanSort.REMEDIES if one.number else PlanSort.RECOVERY, one.year or 0)


FORECASTS = RecordKind(
    kind=FORECAST,
    kept=_forecasts,
    called=by_number(_forecast_name),
    goes=lazy_gettext("orden i prognosen, åtgärderna intill den och det som sagts om hur de går"),
    stays=lazy_gettext("Kvar blir att prognosen lämnades, när och av vem, och siffrorna."),
)
RECOVERIES = RecordKind(
    kind=RECOVERY,
    kept=_recoveries,
    called=by_number(_recovery_name),
    goes=lazy_gettext("orden i planen, stegen i den och det som sagts om hur de går"),
    stays=lazy_gettext(
        "Kvar blir att planen fanns, när den fastställdes och av vem, och hur stort underskottet var."
    ),
)
