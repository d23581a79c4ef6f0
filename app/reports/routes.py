"""Pages of reports: what a unit hands in and receives, a report, and the steps it takes."""

from dataclasses import dataclass
from datetime import date

from flask import abort, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.organisation import handing
from app.organisation.asking import number_or_none
from app.organisation.models import Unit
from app.reports import queries, rules, services, taking, whose
from app.reports.ahead import remedies_of_mine
from app.reports.asked import Asked, asked_of, find, plan_key, regular
from app.reports.blueprint import FIRST_YEAR, ID, Opened, asked_unit, asked_year, reader, reports, see
from app.reports.errors import Refused
from app.reports.forms import AnswerForm, DeviationForm
from app.reports.kind import missing_in
from app.reports.listing import all_handed_in, looks_at_all
from app.reports.models import Report, State, Step
from app.reports.page import Open, offer, report_page
from app.reports.wording import FAULTS
from app.steering.routes import profile_in_force, worded
from app.ui.addresses import url_for
from app.ui.notices import tell
from app.writing import wording as writing_words
from app.writing.errors import WritingError
from app.writing.pages import brought_to_establish, to_establish
from app.writing.queries import nearness_to

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A report a unit is asked for, and how far it has come."""

    asked: Asked
    year: int
    report: Report | None
    due_on: date | None
    receiver: str
    areas: str
    may_begin: bool

    @property
    def is_late(self) -> bool:
        """Tell whether its day has passed without its being handed in."""
        came = self.report is not None and self.report.state in {State.SUBMITTED, State.ACKNOWLEDGED}
        return self.due_on is not None and self.due_on < clock.today() and not came


@reports.get("/")
@requires(May.READ_REPORTS)
def index() -> str:
    """Show what a unit hands in this year and what has come to it: one's own unit's where none is asked for.

    Who writes no reports and has no unit of their own here is shown all that has been handed in.
    """
    if looks_at_all(acting()):
        return all_handed_in()
    unit, year, who = asked_unit(), asked_year(), reader()
    waiting = queries.waiting_for(db.session, who)
    near = (
        nearness_to(db.session, acting(), "report/-/-", unit.id, clock.today()) if unit is not None else None
    )
    return render_template(
        "reports/index.html",
        unit=unit,
        year=year,
        waiting=waiting,
        rows=_rows(unit, year) if unit is not None else [],
        writes=near is not None and near.writes,
        received=queries.received_by(db.session, unit.id, year) if unit is not None else [],
        groups=_groups(unit, year) if unit is not None else [],
        plan_keys=sorted({key for one in regular(profile_in_force()) if (key := plan_key(one))}),
        ahead=remedies_of_mine(db.session, who),
    )


def _rows(unit: Unit, year: int) -> list[Row]:
    """Give what a unit hands in during a year: of that year, and of the year before where its day lies in this one."""
    profile, today = profile_in_force(), clock.today()
    plans = queries.plans_of(db.session, (year - 1, year))
    there = queries.reports_of(db.session, reader(), unit.id, (year - 1, year))
    above = handing.above(db.session, unit, today)
    receivers: dict[str, str] = {}
    found = []
    for of_year in (year - 1, year):
        asked = asked_of(profile, unit.kind, is_top=unit.is_top_administration, year=of_year, plans=plans)
        for one in asked:
            due_on = one.due_on(of_year)
            if (due_on.year if due_on is not None else of_year) != year:
                continue
            if one.report.key not in receivers:
                to = whose.receiver_of(db.session, profile, one, unit, above, today)
                receivers[one.report.key] = to.name if to is not None else ""
            found.append(
                Row(
                    one,
                    of_year,
                    there.get((one.kind, of_year)),
                    due_on,
                    receivers[one.report.key],
                    _areas(one),
                    one.span(of_year)[0] <= today,
                )
            )
    return sorted(found, key=lambda row: row.due_on or row.asked.span(row.year)[1])


def _areas(one: Asked) -> str:
    if one.planned is None:
        return ""
    return ", ".join(worded(area.name) for area in one.report.area_list if area.key in one.planned.areas)


def _groups(unit: Unit, year: int) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    today = clock.today()
    years = sorted({today.year + 1, today.year, today.year - 1, year}, reverse=True)
    units = queries.units_of(db.session, profile_in_force(), reader())
    if unit.id not in dict(units):
        units.append((unit.id, unit.name))
    return [
        (
            gettext("År"),
            [(str(one), url_for("reports.index", enhet=unit.id, ar=one), one == year) for one in years],
        ),
        (
            gettext("Enhet"),
            [(name, url_for("reports.index", enhet=one, ar=year), one == unit.id) for one, name in units],
        ),
    ]


@reports.post("/borja")
@requires(May.WRITE_REPORTS)
def begin() -> Response:
    """Begin a report, or go on with the one there is."""
    unit = queries.unit_seen(
        db.session, profile_in_force(), reader(), number_or_none(request.form.get("enhet", "")) or 0
    )
    year = number_or_none(request.form.get("ar", "")) or 0
    plans = queries.plans_of(db.session, (year,))
    asked = find(profile_in_force(), request.form.get("kind", ""), year, plans, ever=False)
    if unit is None or asked is None or not FIRST_YEAR <= year <= clock.today().year + 1:
        abort(404)
    if asked.planned is not None and not asked.planned.areas:
        abort(404)
    try:
        made = services.begin(db.session, actor=acting(), unit=unit, asked=asked, year=year)
    except Refused:
        abort(404)
    target = url_for("reports.one", follow_up_id=made.id)
    db.session.commit()
    return redirect(target)


@reports.get(f"/<{ID}:follow_up_id>")
@requires(May.READ_REPORTS)
def one(follow_up_id: int) -> str:
    """Show a report: to write in while it is a draft, to read once it is handed in. `?andra=` opens a deviation."""
    opened, open_ = see(follow_up_id), Open()
    asked = number_or_none(request.args.get("andra", ""))
    if asked is not None and rules.may_write_deviations(opened.report.state, opened.standing):
        found = queries.one_deviation(db.session, reader(), asked)
        if found is not None and found.report_id == follow_up_id and found.removed_at is None:
            open_.change, open_.change_id = (
                offer(DeviationForm.of(found), opened, found),
                asked,
            )
    return report_page(follow_up_id, open_, opened)


@reports.route(f"/<{ID}:follow_up_id>/lamna", methods=["GET", "POST"])
@requires(May.WRITE_REPORTS)
def hand_in(follow_up_id: int) -> Answer:
    """Show what will be handed in, what is missing, and hand in exactly that."""
    opened = see(follow_up_id, write=request.method == "POST")
    if not opened.standing.writes:
        abort(404)
    if not rules.may_write_deviations(opened.report.state, opened.standing):
        return redirect(url_for("reports.one", follow_up_id=follow_up_id))
    if request.method != "POST":
        return _handing_in(opened)
    if opened.asked is None:
        abort(404)
    try:
        taking.submit(
            db.session,
            actor=acting(),
            report=opened.report,
            text=opened.place.text,
            near=opened.place.near,
            asked=opened.asked,
            revision=number_or_none(request.form.get("revision", "")) or 0,
            brought=brought_to_establish(opened.place),
            read=request.form.get("read"),
        )
    except WritingError as error:
        db.session.rollback()
        return _handing_in(see(follow_up_id), writing_words.words_for(error)), 409
    except Refused as refused:
        db.session.rollback()
        return _handing_in(see(follow_up_id), str(FAULTS[refused.fault])), 409
    receiver = opened.report.receiver_unit_id
    name = db.session.get_one(Unit, receiver).name if receiver is not None else ""
    db.session.commit()
    tell(gettext("Lämnad till %(unit)s.", unit=name) if name else gettext("Lämnad."))
    return redirect(url_for("reports.one", follow_up_id=follow_up_id))


def _handing_in(opened: Opened, problem: str = "") -> str:
    content, read = to_establish(opened.place)
    report = opened.report
    receiver = (
        whose.receiving(db.session, profile_in_force(), opened.asked, report.unit, clock.today())
        if opened.asked
        else None
    )
    return render_template(
        "reports/hand_in.html",
        report=report,
        text=opened.place.text,
        content=content,
        read=read,
        receiver=receiver,
        lacking=missing_in(db.session, opened.place.text, queries.deviations_of(db.session, report.id)),
        may_hand_in=rules.may(Step.SUBMIT, report.state, opened.standing),
        problem=problem,
    )


@reports.post(f"/<{ID}:follow_up_id>/ta-emot")
@requires(May.ANSWER_REPORTS)
def acknowledge(follow_up_id: int) -> Answer:
    """Receive a report, with own words."""
    return _answer(follow_up_id, Step.ACKNOWLEDGE)


@reports.post(f"/<{ID}:follow_up_id>/lamna-tillbaka")
@requires(May.ANSWER_REPORTS)
def hand_back(follow_up_id: int) -> Answer:
    """Hand a report back, with what is missing."""
    return _answer(follow_up_id, Step.HAND_BACK)


def _answer(follow_up_id: int, step: Step) -> Answer:
    opened, form = see(follow_up_id, write=True), AnswerForm()
    if not opened.standing.receives:
        abort(404)
    if not form.validate():
        return report_page(follow_up_id, Open(answer=form)), 422
    act = taking.acknowledge if step is Step.ACKNOWLEDGE else taking.hand_back
    try:
        act(
            db.session,
            actor=acting(),
            report=opened.report,
            near=opened.place.near,
            words=form.words.data or "",
            expected=number_or_none(form.expected.data) or 0,
        )
    except Refused as refused:
        db.session.rollback()
        if refused.field:
            form.take(refused)
            return report_page(follow_up_id, Open(answer=form)), 422
        form.expected.data = ""
        return report_page(follow_up_id, Open(answer=form, problem=str(FAULTS[refused.fault]))), 409
    db.session.commit()
    tell(
        gettext("Mottagen. De som lämnade den ser det.")
        if step is Step.ACKNOWLEDGE
        else gettext("Lämnad tillbaka. De som skrev den läser varför.")
    )
    return redirect(url_for("reports.one", follow_up_id=follow_up_id))


@reports.post(f"/<{ID}:follow_up_id>/ta-tillbaka")
@requires(May.WRITE_REPORTS)
def take_back(follow_up_id: int) -> Answer:
    """Take back a report that nobody has received, and go on writing in a new version."""
    opened = see(follow_up_id, write=True)
    if not opened.standing.writes:
        abort(404)
    try:
        taking.take_back(db.session, actor=acting(), report=opened.report, near=opened.place.near)
    except Refused as refused:
        db.session.rollback()
        return report_page(follow_up_id, Open(problem=str(FAULTS[refused.fault]))), 409
    db.session.commit()
    tell(gettext("Återtagen. Det som var lämnat finns kvar att läsa; här är ett nytt utkast."))
    return redirect(url_for("reports.one", follow_up_id=follow_up_id))


@reports.post(f"/<{ID}:follow_up_id>/skriv-om")
@requires(May.WRITE_REPORTS)
def rewrite(follow_up_id: int) -> Answer:
    """Go on writing a report that was handed back, in a new version."""
    opened = see(follow_up_id, write=True)
    if not opened.standing.writes:
        abort(404)
    try:
        services.rewrite(db.session, actor=acting(), report=opened.report, near=opened.place.near)
    except Refused as refused:
        db.session.rollback()
        return report_page(follow_up_id, Open(problem=str(FAULTS[refused.fault]))), 409
    db.session.commit()
    return redirect(url_for("reports.one", follow_up_id=follow_up_id))


@reports.get("/niva")
@requires(May.READ_REPORTS)
def level() -> str:
    """Show which units under one have handed in a report, and which have not."""
    unit, year = asked_unit(), asked_year()
    kind = request.args.get("kind", "")
    asked = find(profile_in_force(), kind, year)
    if unit is None or asked is None:
        abort(404)
    below = queries.below(db.session, reader(), profile_in_force(), asked, unit, year)
    return render_template(
        "reports/level.html",
        unit=unit,
        year=year,
        kind=kind,
        below=below,
        come=queries.counted(below),
    )
