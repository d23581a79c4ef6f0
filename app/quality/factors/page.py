"""The page of a factor: what is on it for whom, with the forms that stand open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, render_template, request
from flask_babel import gettext

from app import clock
from app.access.guard import acting
from app.access.matrix import May
from app.db import db
from app.organisation.around import Near, around
from app.organisation.asking import number_or_none
from app.organisation.tree import line_up, units_under
from app.quality.blueprint import reader
from app.quality.factors import queries, rules
from app.quality.factors.forms import EndForm, FactorForm, ReviewForm
from app.quality.factors.models import Factor, FactorState, Reach
from app.quality.factors.queries import Read
from app.quality.factors.reading import FactorView, IndicatorView, view_of
from app.quality.factors.services import sign_of
from app.quality.facts import EDITION, FACTOR
from app.quality.indicators.forms import IndicatorForm, PairForm, indicator_form
from app.quality.indicators.models import Indicator
from app.quality.indicators.rules import target_years
from app.quality.kolada.queries import links_of
from app.quality.kolada.wording import why_not_fetched
from app.quality.measuring.about import scales_for_indicators
from app.quality.measuring.pages import OnFactor, measured_on_factor, unit_for
from app.quality.risks.queries.opening import Threat, risks_against
from app.quality.risks.reach import kinds_in, reader_of
from app.quality.talked import said_of_factors, said_of_indicators
from app.quality.wording import ACTIONS
from app.records.queries import history_of, versions_of
from app.steering.routes import profile_in_force
from app.steering.shapes.goals import Checklist
from app.ui.addresses import url_for
from app.writing.answering import reading_through


@dataclass(slots=True)
class Open:
    """What stands open on the page: forms with what was typed, and what was said to the last press of a button."""

    factor: FactorForm | None = None
    new_indicator: IndicatorForm | None = None
    indicator: IndicatorForm | None = None
    indicator_id: int | None = None
    pair: PairForm | None = None
    review: ReviewForm | None = None
    end: EndForm | None = None
    missing: tuple[rules.Missing, ...] = ()
    said: str = ""
    changed_meanwhile: str = ""


AT_ONCE = 20
"""Indicators on a page of a factor; most factors have three, and one with hundreds is still read and changed."""


MOST_THREATS = 5
"""Risks against a factor that stand on its page; the register has them all."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The indicators of a factor that stand on one page; `first` and `last` are those of them all, which go no further."""

    indicators: tuple[IndicatorView, ...]
    page: int
    pages: int
    first: int
    last: int


def shown_of(indicators: Sequence[IndicatorView], page: int, which: int | None = None) -> Shown:
    """Give a page of indicators: the one that is asked for, or the one a certain indicator stands on."""
    place = next((at for at, one in enumerate(indicators) if one.id == which), None)
    pages = max(1, -(-len(indicators) // AT_ONCE))
    page = place // AT_ONCE + 1 if place is not None else max(1, min(page, pages))
    ends = (indicators[0].id, indicators[-1].id) if indicators else (0, 0)
    return Shown(tuple(indicators[(page - 1) * AT_ONCE : page * AT_ONCE]), page, pages, *ends)


@dataclass(frozen=True, slots=True)
class Seen:
    """A factor somebody has opened, and what they see of it."""

    read: Read
    view: FactorView

    @property
    def factor(self) -> Factor:
        """The row."""
        return self.read.factor

    @property
    def writes(self) -> bool:
        """Tell whether one writes it."""
        return self.read.standing.writes


def see(factor_id: int) -> Seen:
    """Open a factor; 404 when nothing of it is for the one who asks. What holds the indicators of a goal leads to the goal."""
    read = queries.one_factor(db.session, reader(), factor_id)
    if read is None:
        abort(404)
    if read.factor.goal_id is not None:
        abort(redirect(url_for("planning.goal", goal_id=read.factor.goal_id, _anchor="indicators")))
    pairs = queries.pairs_of(db.session, [one.id for one in read.factor.indicators])
    view = view_of(read.factor, read.standing, read.edition, pairs)
    if view is None:
        abort(404)
    return Seen(read, view)


def writers_around(unit_id: int) -> tuple[list[Near], list[tuple[int, str]]]:
    """Give who stands around a unit, and those among them who can be chosen to measure."""
    near = around(db.session, unit_id, clock.today())
    return near, [(one.person_id, one.name) for one in near if one.writes]


def indicator_form_for(factor: Factor, one: Indicator | None = None, *, sent: bool = False) -> IndicatorForm:
    """Make the form of an indicator of a factor: a new one, or one as it stands."""
    years = target_years(profile_in_force().indicators, clock.today().year)
    return indicator_form(years, writers_around(factor.unit_id)[1], one, sent=sent)


def checklist(subject: str) -> Checklist | None:
    """Give the marks of something well written that the model offers for a subject; they help and block nothing."""
    profile = profile_in_force()
    named = profile.indicators.checklist if subject == "indicator" else None
    return next(
        (
            one
            for one in profile.checklists
            if (named is not None and one.key == named) or (named is None and subject in one.applies_to)
        ),
        None,
    )


def factor_page(factor_id: int, opened: Open | None = None) -> str:
    """Make the page."""
    opened = opened or Open()
    seen, who = see(factor_id), reader()
    factor, year = seen.factor, who.day.year
    near, people = writers_around(factor.unit_id)
    may_change = seen.writes and rules.is_open(factor)
    if may_change:
        _begin(opened, factor, people)
    asked_in = number_or_none(request.args.get("enhet"))
    which = opened.indicator_id or number_or_none(request.args.get("visa"))
    shown = shown_of(seen.view.indicators, number_or_none(request.args.get("sida")) or 1, which)
    measured_here = measured_for(seen, shown.indicators, asked_in)
    return render_template(
        "quality/factors/factor.html",
        factor=factor,
        view=seen.view,
        may_write=seen.writes,
        may_change=may_change,
        read_through=reading_through() is not None,
        may_change_reach=seen.writes and rules.may_change_reach(factor),
        may_discard=seen.writes and factor.state == FactorState.DRAFT and factor.edition_id is None,
        may_talk=acting().may(May.TAKE_PART) and factor.state == FactorState.ESTABLISHED,
        opened=opened,
        lacking=rules.missing(factor.indicators, profile_in_force().indicators) if may_change else [],
        year=year,
        reviewed=rules.review_for(factor.reviews, year) if seen.view.live else None,
        reviews=[one for one in factor.reviews if one.undone_at is None] if seen.view.live else [],
        may_review=seen.writes and rules.may_review(factor),
        review=opened.review or ReviewForm(formdata=None),
        asked_in=asked_in,
        opens_unit=seen.read.standing.any,
        versions=versions_of(db.session, EDITION, factor.id) if factor.edition_id is not None else [],
        line=line_up(db.session, factor.unit_id, who.day),
        near=near,
        measured_here=measured_here,
        not_fetched=lambda one: why_not_fetched(one.nature, one.periodicity),
        followed=links_of(db.session, [one.id for one in shown.indicators]) if seen.view.live else {},
        shown=shown,
        page_address=lambda page: url_for(
            "quality.factor",
            factor_id=factor_id,
            las=reading_through(),
            enhet=asked_in,
            sida=page,
            _anchor="indicators",
        ),
        measured_by_units=seen.view.reach == Reach.AREA,
        reads_threats=acting().may(May.READ_RISKS),
        may_write_risk=seen.writes and factor.state in (FactorState.DRAFT, FactorState.ESTABLISHED),
        threats=threats_to(factor.id),
        most_threats=MOST_THREATS,
        talked=said_of_factors([factor.id]),
        talked_indicators=said_of_indicators(
            [one.id for one in shown.indicators if one.id not in measured_here]
        ),
        history=happened(factor.id) if seen.writes else [],
        why_base=sign_of(factor.why),
        checklist=checklist("indicator") if may_change else None,
        factor_checklist=checklist("quality_factor") if may_change else None,
        states=[FactorState.DRAFT, FactorState.ESTABLISHED, FactorState.ENDED],
        shared=seen.view.reach == Reach.AREA,
    )


def measured_for(
    seen: Seen, indicators: Sequence[IndicatorView], asked_in: int | None
) -> dict[int, OnFactor]:
    """Give what is measured of some indicators in the unit the page is about; nothing where that is no one unit."""
    who = reader()
    unit_id = unit_for(db.session, who, seen.factor, asked_in)
    if unit_id is None:
        return {}
    scales = scales_for_indicators(profile_in_force())
    return measured_on_factor(db.session, who.actor, indicators, unit_id, scales=scales)


def threats_to(factor_id: int) -> list[Threat]:
    """Give the risks against a factor that one reads: those the page shows, and one more where there are more."""
    actor = acting()
    who = reader_of(db.session, actor, clock.today(), kinds_in(profile_in_force()))
    return risks_against(db.session, reader=who, factor_id=factor_id, limit=MOST_THREATS + 1)


def has_units_below(unit_id: int) -> bool:
    """Tell whether a factor of a unit can be shared by others: whether there are units under it."""
    return bool(units_under(db.session, unit_id, clock.today()))


def happened(factor_id: int) -> list[dict[str, Any]]:
    """Give what has happened to a factor, in words, newest first."""
    return [
        {
            "at": one.at,
            "text": str(ACTIONS.get(one.action, gettext("Ändrades"))),
            "by": one.actor,
            "href": None,
        }
        for one in history_of(db.session, FACTOR, factor_id)
    ]


def _begin(opened: Open, factor: Factor, people: list[tuple[int, str]]) -> None:
    """Put in the forms that stand folded on the page, as they begin."""
    years = target_years(profile_in_force().indicators, clock.today().year)
    opened.new_indicator = opened.new_indicator or indicator_form(years, people)
    standing = [one for one in factor.indicators if one.removed_at is None]
    opened.pair = opened.pair or PairForm(formdata=None)
    opened.pair.offer([(one.id, one.name) for one in standing])
    if opened.indicator_id is not None and opened.indicator is None:
        one = next((one for one in standing if one.id == opened.indicator_id), None)
        opened.indicator = indicator_form(years, people, one) if one is not None else None
