"""The gap of the economy: that nobody has said how it stands for the latest period. Told as that, and of no amounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext
from sqlalchemy import ColumnElement, Date, Select, exists, false, literal

from app.economy.models import Forecast, ForecastState, Frame
from app.economy.periods import Period, boards_of, periods_of
from app.organisation.models import Unit
from app.steering.schema import Profile
from app.supervision.gaps import GapKind, Looked
from app.supervision.led import led_units
from app.ui.addresses import url_for
from app.ui.formats import number_word
from app.ui.install import capitalised, locale

ECONOMY = frozenset({"budget"})


@dataclass(frozen=True, slots=True)
class Due:
    """A period of a year that was to be submitted, and since which day."""

    year: int
    period: Period
    day: date


def last_due(periods: Sequence[Period], today: date) -> Due | None:
    """Give the period that should have been submitted last before a day; where no day is set, once its months are over. Pure."""
    asked = [
        Due(year, one, one.due_on(year) or date(year + one.month // 12, one.month % 12 + 1, 1))
        for year in (today.year - 1, today.year)
        for one in periods
    ]
    passed = [one for one in asked if one.day < today]
    return max(passed, key=lambda one: (one.day, one.year, one.period.month), default=None)


def not_submitted(profile: Profile) -> Any:
    """Give who was to say how the economy stands and has not: kinds the model names, else units with a frame for the year."""
    periods, boards = periods_of(profile), sorted(boards_of(profile))

    def lacking(looked: Looked) -> Select[Any]:
        due = last_due(periods, looked.day)
        asked: ColumnElement[bool] = false()
        if due is not None:
            # A model may name roles too; who reports as one has no unit to be asked for.
            kinds = sorted(one for one in due.period.reporters if not one.startswith("role:"))
            asked = (
                Unit.kind.in_(kinds)
                if kinds
                else exists().where(Frame.unit_id == Unit.id, Frame.year == due.year)
            ) & ~exists().where(
                Forecast.unit_id == Unit.id,
                Forecast.year == due.year,
                Forecast.month == due.period.month,
                Forecast.state == ForecastState.SUBMITTED,
            )
        return (
            led_units(looked)
            .add_columns(literal(due.day if due is not None else None, Date).label("since"))
            .where(Unit.kind.not_in(boards), asked)
        )

    return lacking


def _words(number: int) -> str:
    return ngettext(
        "En enhet har inte sagt hur ekonomin står sig för den senaste perioden.",
        "%(words)s enheter har inte sagt hur ekonomin står sig för den senaste perioden.",
        number,
        words=capitalised(number_word(number, locale())),
    )


def economy_gaps(profile: Profile) -> list[GapKind]:
    """Give the kinds of gap of the economy."""
    return [
        GapKind(
            key="no_forecast",
            sources=ECONOMY,
            lacking=not_submitted(profile),
            words=_words,
            label=lazy_gettext("Inget lämnat om ekonomin för den senaste perioden"),
            href=lambda unit_id, year: url_for("economy.index", enhet=unit_id, ar=year),
            counts=frozenset({"economy", "led"}),
            since=lambda day: gettext("skulle ha lämnats %(day)s", day=day),
        )
    ]
