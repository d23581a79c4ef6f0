"""The gaps of quality and internal control: what was not measured, not talked about, not judged, not checked."""

from collections.abc import Callable, Collection
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext
from sqlalchemy import Date, Select, cast, exists, func, null, or_, select
from sqlalchemy.orm import aliased

from app.organisation.models import Ancestry, Unit, in_force
from app.passages.models import Talk
from app.quality.control.models import ChosenRisk, Control, ControlPlan, Occasion
from app.quality.factors.models import Factor, Reach
from app.quality.indicators.models import Indicator
from app.quality.measuring.due import due_in, runs
from app.quality.measuring.models import Measurement
from app.quality.risks.models import Risk, RiskState
from app.quality.risks.reach import kinds_in
from app.steering.schema import Profile
from app.supervision.gaps import GapKind, Looked
from app.supervision.led import led_units
from app.ui.addresses import url_for
from app.ui.formats import number_word
from app.ui.install import capitalised, locale

QUALITY, CONTROL = frozenset({"quality_factors"}), frozenset({"internal_control"})
RISKS = frozenset({"risks"})
_NEVER = cast(null(), Date)


def no_factors(looked: Looked) -> Select[Any]:
    """Give the led units where no quality factor holds, of their own or shared from above."""
    return (
        led_units(looked)
        .add_columns(_NEVER.label("since"))
        .where(
            ~exists().where(
                Ancestry.descendant_id == Unit.id,
                in_force(Ancestry.valid_from, Ancestry.valid_to, looked.day),
                Factor.unit_id == Ancestry.ancestor_id,
                or_(Ancestry.depth == 0, Factor.reach == Reach.AREA),
                Factor.goal_id.is_(None),
                runs(),
            )
        )
    )


def not_measured(looked: Looked) -> Select[Any]:
    """Give the units where something was to be measured for a period that is over, and is not."""
    due = due_in(looked.day).subquery()
    found: Any = select(due.c.unit_id, _NEVER.label("since")).distinct()
    return found  # type: ignore[no-any-return]


def measured_in_silence(looked: Looked) -> Select[Any]:
    """Give the units that measured what nobody has talked about since: neither the figure, its indicator nor its factor."""
    talk = aliased(Talk)
    found: Any = (
        select(Measurement.unit_id, _NEVER.label("since"))
        .join(Indicator, Indicator.id == Measurement.indicator_id)
        .join(Factor, Factor.id == Indicator.factor_id)
        .join(Unit, Unit.id == Measurement.unit_id)
        .where(
            Measurement.at >= looked.talked_since,
            in_force(Unit.valid_from, Unit.valid_to, looked.day),
            ~exists().where(
                talk.rep_unit_id == Measurement.unit_id,
                talk.said_on >= looked.talked_since,
                or_(
                    (talk.subject_kind == "measurement") & (talk.subject_id == Measurement.id),
                    (talk.subject_kind == "indicator") & (talk.subject_id == Indicator.id),
                    (talk.subject_kind == "quality_factor") & (talk.subject_id == Indicator.factor_id),
                    (talk.subject_kind == "goal") & (talk.subject_id == Factor.goal_id),
                ),
            ),
        )
        .distinct()
    )
    return found  # type: ignore[no-any-return]


def no_risks(looked: Looked) -> Select[Any]:
    """Give the led units without an open risk."""
    return (
        led_units(looked)
        .add_columns(_NEVER.label("since"))
        .where(~exists().where(Risk.unit_id == Unit.id, Risk.state == RiskState.OPEN))
    )


def no_control_plan(holders: Collection[str]) -> Callable[[Looked], Select[Any]]:
    """Give the boards and companies without a decided plan of internal control for the year."""

    def lacking(looked: Looked) -> Select[Any]:
        found: Any = select(Unit.id.label("unit_id"), _NEVER.label("since")).where(
            Unit.kind.in_(sorted(holders)),
            in_force(Unit.valid_from, Unit.valid_to, looked.day),
            ~exists().where(
                ControlPlan.unit_id == Unit.id,
                ControlPlan.year == looked.year,
                ControlPlan.edition_id.is_not(None),
            ),
        )
        return found  # type: ignore[no-any-return]

    return lacking


def not_checked(looked: Looked) -> Select[Any]:
    """Give the units whose risks were to be checked by a day that has passed, and since when."""
    found: Any = (
        select(Risk.unit_id, func.min(Occasion.due_on).label("since"))
        .select_from(Occasion)
        .join(Control, Control.id == Occasion.control_id)
        .join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
        .join(ControlPlan, ControlPlan.id == ChosenRisk.plan_id)
        .join(Risk, Risk.id == ChosenRisk.risk_id)
        .where(
            Occasion.outcome == "",
            Occasion.left_out == "",
            Occasion.removed_at.is_(None),
            Control.removed_at.is_(None),
            ChosenRisk.removed_at.is_(None),
            ControlPlan.edition_id.is_not(None),
            ControlPlan.year == looked.year,
            Occasion.due_on < looked.day,
        )
        .group_by(Risk.unit_id)
    )
    return found  # type: ignore[no-any-return]


def _many(number: int) -> str:
    return capitalised(number_word(number, locale()))


def _no_factors_words(number: int) -> str:
    return ngettext(
        "En enhet har ingen fastställd kvalitetsfaktor.",
        "%(words)s enheter har ingen fastställd kvalitetsfaktor.",
        number,
        words=_many(number),
    )


def _not_measured_words(number: int) -> str:
    return ngettext(
        "En enhet har något som inte är mätt för den senaste perioden.",
        "%(words)s enheter har något som inte är mätt för den senaste perioden.",
        number,
        words=_many(number),
    )


def _silence_words(number: int) -> str:
    return ngettext(
        "En enhet har mätt det som ännu inte är samtalat.",
        "%(words)s enheter har mätt det som ännu inte är samtalat.",
        number,
        words=_many(number),
    )


def _no_risks_words(number: int) -> str:
    return ngettext(
        "En enhet har ingen risk beskriven.",
        "%(words)s enheter har ingen risk beskriven.",
        number,
        words=_many(number),
    )


def _no_plan_words(_number: int) -> str:
    return ngettext(
        "Ingen intern kontrollplan är beslutad för året.",
        "%(words)s har ingen beslutad intern kontrollplan för året.",
        _number,
        words=_many(_number),
    )


def _not_checked_words(number: int) -> str:
    return ngettext(
        "I en enhet är en kontroll inte gjord till sin dag.",
        "I %(words)s enheter är en kontroll inte gjord till sin dag.",
        number,
        words=number_word(number, locale()),
    )


def _quality(unit_id: int, year: int) -> str:
    return url_for("quality.unit", enhet=unit_id, ar=year)


def _control(_unit_id: int, year: int) -> str:
    return url_for("control.index", ar=year)


def _risks(unit_id: int, _year: int) -> str:
    return url_for("risks.index", enhet=unit_id)


def assured_gaps(profile: Profile) -> list[GapKind]:
    """Give the kinds of gap of quality and of internal control."""

    holders = kinds_in(profile).holders
    return [
        GapKind(
            key="no_factors",
            sources=QUALITY,
            lacking=no_factors,
            words=_no_factors_words,
            label=lazy_gettext("Ingen fastställd kvalitetsfaktor"),
            href=_quality,
            counts=frozenset({"factor", "led"}),
        ),
        GapKind(
            key="not_measured",
            sources=QUALITY,
            lacking=not_measured,
            words=_not_measured_words,
            label=lazy_gettext("Inte mätt för den senaste perioden"),
            href=_quality,
            counts=frozenset({"factor", "measurement", "led"}),
        ),
        GapKind(
            key="measured_in_silence",
            sources=QUALITY,
            lacking=measured_in_silence,
            words=_silence_words,
            label=lazy_gettext("Mätt men inte samtalat"),
            href=_quality,
            counts=frozenset({"factor", "measurement", "talk"}),
        ),
        GapKind(
            key="no_control_plan",
            sources=CONTROL,
            lacking=no_control_plan(holders),
            words=_no_plan_words,
            label=lazy_gettext("Ingen beslutad intern kontrollplan"),
            href=_control,
            for_all=True,
        ),
        GapKind(
            key="not_checked",
            sources=CONTROL,
            lacking=not_checked,
            words=_not_checked_words,
            label=lazy_gettext("Kontroll inte gjord till sin dag"),
            href=_control,
            since=lambda day: gettext("skulle ha gjorts %(day)s", day=day),
            for_all=True,
        ),
        GapKind(
            key="no_risks",
            sources=RISKS,
            lacking=no_risks,
            words=_no_risks_words,
            label=lazy_gettext("Ingen risk beskriven"),
            href=_risks,
            counts=frozenset({"risk", "led"}),
        ),
    ]
