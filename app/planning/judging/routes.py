"""The page on which a goal is judged after a period: what was said and measured first, then the judgement and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.organisation.around import around
from app.organisation.forms import number_of
from app.organisation.tree import line_up
from app.planning import rules as plan_rules
from app.planning.blueprint import ID, goal_to_write, planning
from app.planning.errors import ChangedMeanwhile, Fault, Refused
from app.planning.goals.page import see
from app.planning.judging import queries, rules, services
from app.planning.judging.forms import JudgeForm
from app.planning.judging.rules import Period, Proposal
from app.planning.judging.wording import proposal_words
from app.planning.measures.table import Measure, YearOf
from app.planning.models import Goal
from app.planning.wording import FAULTS
from app.quality.judging.forms import as_it_stands
from app.quality.judging.weighing import Unweighed
from app.quality.measuring.fulfilment import proposed_level, whole_per_cent
from app.steering.routes import profile_in_force, reader_language
from app.steering.shapes.measuring import Scale
from app.ui.notices import tell

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Basis:
    """A measure as one judges by it: what it showed that year and was to reach, and which level that is by itself."""

    measure: Measure
    there: YearOf
    degree: int | None
    level: str


def _scale(goal: Goal) -> Scale:
    profile = profile_in_force()
    scale = rules.scale_of(profile, plan_rules.kind_of(profile, goal.kind))
    if scale is None:
        abort(404)
    return scale


def _period(goal: Goal, key: str) -> Period | None:
    """Give the period that is asked for: the latest that is over where none is, None where there is none yet."""
    offered = rules.periods_to_judge(profile_in_force(), goal, clock.today())
    asked = Period.read(key)
    if asked is not None and asked in offered:
        return asked
    over = [one for one in offered if one.last < clock.today()]
    return next(iter(over or offered), None)


@planning.get(f"/mal/<{ID}:goal_id>/bedom")
@requires(May.WRITE_PLANS)
def judge(goal_id: int) -> str:
    """Show what one judges a goal by, and the judgement that stands of the period."""
    goal = goal_to_write(goal_id)
    return _page(goal, _period(goal, request.args.get("period", "")))


def _page(goal: Goal, period: Period | None, form: JudgeForm | None = None, said: str = "") -> str:
    """Make the page, with what was typed or else the judgement that stands."""
    scale, seen = _scale(goal), see(goal.id)
    stands = queries.standing_in(db.session, goal.id, period.year, period.month) if period else None
    form = form or JudgeForm(**as_it_stands(stands, stands.id if stands else 0))
    form.suit(scale)
    measures = services.measures_for(db.session, goal, scale, period) if period else []
    found = rules.proposal(scale, measures, period.year) if period else Proposal()
    return render_template(
        "planning/judging/judge.html",
        goal=goal,
        view=seen.view,
        scale=scale,
        form=form,
        period=period,
        periods=rules.periods_to_judge(profile_in_force(), goal, clock.today()),
        months=rules.months_of(profile_in_force()),
        proposal=found,
        proposed=proposal_words(found),
        basis=_basis(scale, measures, period.year) if period else [],
        stands=stands,
        may_judge=rules.may_judge(goal),
        said=said,
        line=line_up(db.session, goal.unit_id, clock.today()),
        near=around(db.session, goal.unit_id, clock.today()),
    )


def _basis(scale: Scale, measures: Sequence[Measure], year: int) -> list[Basis]:
    return [_judged_by(scale, one, year) for one in measures if one.to_be_reached(year)]


def _judged_by(scale: Scale, one: Measure, year: int) -> Basis:
    degree = one.degree(year)
    level = proposed_level(scale, degree)
    return Basis(
        one,
        one.years.get(year, YearOf()),
        whole_per_cent(degree) if degree is not None else None,
        level.word.in_language(reader_language()) if level is not None else "",
    )


@planning.post(f"/mal/<{ID}:goal_id>/bedom")
@requires(May.WRITE_PLANS)
def make_judgement(goal_id: int) -> Answer:
    """Judge a goal; what lacks is said at its field, and nothing typed is lost."""
    goal, form = goal_to_write(goal_id), JudgeForm()
    form.suit(_scale(goal))
    period = _period(goal, request.form.get("period", ""))
    if period is None or period.key != request.form.get("period"):
        return _page(goal, period, form, str(FAULTS[Fault.NO_SUCH_PERIOD])), 409
    if not form.validate():
        return _page(goal, period, form), 422
    try:
        services.judge(
            db.session,
            actor_id=acting().person_id,
            goal=goal,
            profile=profile_in_force(),
            period=period,
            judged=form.judged(),
            expected=number_of(form.expected),
        )
    except ChangedMeanwhile:
        db.session.rollback()
        return _changed(goal_id, period, form), 409
    except Unweighed as unweighed:
        db.session.rollback()
        form.lack(unweighed)
        return _page(goal_to_write(goal_id), period, form), 422
    except Refused as refused:
        db.session.rollback()
        return _page(goal_to_write(goal_id), period, form, str(FAULTS[refused.fault])), 409
    db.session.commit()
    tell(gettext("Sparat. Förslaget och din bedömning står båda kvar."))
    return redirect(url_for("planning.goal", goal_id=goal_id, _anchor="judged"))


def _changed(goal_id: int, period: Period, form: JudgeForm) -> str:
    """Show the judgement somebody else made meanwhile, with what was typed still in the fields."""
    goal = goal_to_write(goal_id)
    stands = queries.standing_in(db.session, goal_id, period.year, period.month)
    form.expected.data = str(stands.id if stands else 0)
    said = gettext(
        "Någon annan har bedömt perioden medan du skrev. Så står det nu; ditt står kvar i fälten. Sparar du gäller ditt."
    )
    return _page(goal, period, form, said)
