"""The page on which a single indicator is judged after a period: what was measured and said first, then the judgement and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.organisation.around import around
from app.organisation.forms import number_of
from app.organisation.models import Unit
from app.quality.errors import ChangedMeanwhile, Refused
from app.quality.judging import queries, rules, services
from app.quality.judging.forms import IndicatorJudgeForm, as_it_stands
from app.quality.judging.models import IndicatorJudgement
from app.quality.judging.rules import Proposal
from app.quality.judging.weighing import Unweighed
from app.quality.judging.wording import judged_words, level_words, proposal_words
from app.quality.measuring.about import About
from app.quality.measuring.blueprint import ID, measuring, open_indicator, open_unit, reader
from app.quality.measuring.opening import Opened
from app.quality.measuring.pages import about_of
from app.quality.measuring.periods import NotAPeriod, Period, read_slug
from app.quality.measuring.queries import kept_of, writes_for
from app.quality.measuring.reading import measured
from app.quality.measuring.rules import takes_measurements
from app.quality.measuring.wording import value_words
from app.steering.routes import profile_in_force
from app.steering.shapes.measuring import Scale
from app.ui.notices import tell

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Judging:
    """What there is of judging on the page of an indicator: the scale of the model, and what was judged under any."""

    scale: Scale | None
    may_judge: bool
    judgements: Sequence[IndicatorJudgement] = field(default_factory=tuple)


def judging_of(opened: Opened, about: About, unit: Unit, *, may_measure: bool) -> Judging:
    """Give what was judged of an indicator in a unit; who measures it there judges it."""
    judged = queries.judgements_of(db.session, about.id, unit.id)
    scale = rules.scale_for(profile_in_force())
    years = {about.pace.latest_begun(reader().day).year, about.pace.latest_ended(reader().day).year}
    if scale is None or not any(rules.to_be_reached(about, year) for year in years):
        return Judging(None, False, judged)
    return Judging(scale, may_measure and opened.live, judged)


@dataclass(frozen=True, slots=True)
class Asked:
    """An indicator in a unit that the one who asks judges, on which scale."""

    opened: Opened
    about: About
    unit: Unit
    scale: Scale


def _asked(indicator_id: int, unit_id: int) -> Asked:
    opened = open_indicator(indicator_id)
    unit, scale = open_unit(opened.factor, unit_id), rules.scale_for(profile_in_force())
    runs = takes_measurements(opened.factor.state, established=opened.factor.edition_id is not None)
    if scale is None or not runs or not writes_for(db.session, reader().writing, unit.id, reader().day):
        abort(404)
    return Asked(opened, about_of(opened.view), unit, scale)


def _periods(asked: Asked) -> list[Period]:
    kept = services.measured_of(db.session, asked.about, asked.unit.id)
    return rules.periods_to_judge(asked.about, kept, reader().day)


def _period(asked: Asked, slug: str) -> Period | None:
    """Give the period that is asked for: the latest where none is, None where there is none yet."""
    offered = _periods(asked)
    try:
        wanted = read_slug(slug)
    except NotAPeriod:
        return next(iter(offered), None)
    return wanted if wanted in offered else next(iter(offered), None)


@measuring.get(f"/indikator/<{ID}:indicator_id>/bedom/<{ID}:unit_id>")
@requires(May.WRITE_QUALITY)
def judge(indicator_id: int, unit_id: int) -> str:
    """Show what one judges an indicator by, and the judgement that stands of the period."""
    asked = _asked(indicator_id, unit_id)
    return _page(asked, _period(asked, request.args.get("period", "")))


def _page(asked: Asked, period: Period | None, form: IndicatorJudgeForm | None = None, said: str = "") -> str:
    """Make the page, with what was typed or else the judgement that stands."""
    about, unit = asked.about, asked.unit
    stands = queries.standing_in(db.session, about.id, unit.id, period) if period else None
    form = form or IndicatorJudgeForm(**as_it_stands(stands, stands.id if stands else 0))
    form.suit(asked.scale)
    kept = services.measured_of(db.session, about, unit.id)
    found = rules.proposal(asked.scale, about, period, kept.get(period)) if period else Proposal()
    target = about.targets.get(period.year) if period else None
    return render_template(
        "measuring/judging/judge.html",
        opened=asked.opened,
        indicator=asked.opened.view,
        unit=unit,
        scale=asked.scale,
        form=form,
        period=period,
        periods=_periods(asked),
        outcome=_outcome(about, unit.id, period),
        target=value_words(target, about) if target is not None else "",
        proposal=found,
        proposed=proposal_words(found),
        stands=stands,
        said=said,
        near=around(db.session, unit.id, reader().day),
    )


def _outcome(about: About, unit_id: int, period: Period | None) -> object:
    if period is None:
        return None
    kept = [one for one in kept_of(db.session, [about.id], [unit_id]) if one.period == period.key]
    return next(iter(measured(about, unit_id, kept).outcomes), None)


@measuring.post(f"/indikator/<{ID}:indicator_id>/bedom/<{ID}:unit_id>")
@requires(May.WRITE_QUALITY)
def make_judgement(indicator_id: int, unit_id: int) -> Answer:
    """Judge an indicator; what lacks is said at its field, and nothing typed is lost."""
    asked, form = _asked(indicator_id, unit_id), IndicatorJudgeForm()
    form.suit(asked.scale)
    sent = request.form.get("period", "")
    period = _period(asked, sent)
    if period is None or period.slug != sent:
        return _page(
            asked, period, form, gettext("Den perioden går inte att bedöma än, eller inte längre.")
        ), 409
    if not form.validate():
        return _page(asked, period, form), 422
    try:
        services.judge(
            db.session,
            actor_id=acting().person_id,
            about=asked.about,
            unit_id=asked.unit.id,
            profile=profile_in_force(),
            period=period,
            judged=form.judged(),
            expected=number_of(form.expected) or 0,
        )
    except Unweighed as unweighed:
        db.session.rollback()
        form.lack(unweighed)
        return _page(_asked(indicator_id, unit_id), period, form), 422
    except (ChangedMeanwhile, Refused):
        db.session.rollback()
        return _changed(indicator_id, unit_id, period, form), 409
    db.session.commit()
    tell(gettext("Sparat. Förslaget och din bedömning står båda kvar."))
    return redirect(
        url_for("measuring.of_indicator", indicator_id=indicator_id, enhet=unit_id, _anchor="judged")
    )


def _changed(indicator_id: int, unit_id: int, period: Period, form: IndicatorJudgeForm) -> str:
    """Show the judgement somebody else made meanwhile, with what was typed still in the fields."""
    asked = _asked(indicator_id, unit_id)
    stands = queries.standing_in(db.session, indicator_id, unit_id, period)
    form.expected.data = str(stands.id if stands else 0)
    said = gettext(
        "Någon annan har bedömt perioden medan du skrev. Så står det nu; ditt står kvar i fälten. Sparar du gäller ditt."
    )
    return _page(asked, period, form, said)


@measuring.app_context_processor
def judged() -> dict[str, object]:
    """Give pages that show what was judged of indicators their words for it."""
    return {"judged_words": judged_words, "level_words": level_words}
