"""Pages and steps of deviations: reported in three fields, received, kept or passed on."""

from collections.abc import Callable, Collection, Sequence

from flask import Blueprint, abort, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.deviations import drafting, queries, rules, services
from app.deviations.errors import NotYours, Refused
from app.deviations.forms import ReasonForm, ReportForm
from app.deviations.models import DeviationLevel, DeviationReport
from app.deviations.queries import Reader
from app.deviations.rules import Place
from app.deviations.wording import FAULTS, OUTCOMES, how_far
from app.drafts.pages import draft_sent, drafts_in
from app.drafts.queries import Kept
from app.organisation.asking import number_or_none
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.notices import tell

deviations = Blueprint("deviations", __name__, url_prefix="/avvikelser", template_folder="templates")

ID = "int(max=2147483647)"
Answer = str | Response | tuple[str, int]


def reader() -> Reader:
    """Give the one who has signed in as a reader of deviations today."""
    return Reader(acting(), clock.today())


def may_report() -> bool:
    """Tell whether the one who has signed in reports deviations at once: a manager or an employee, where the model has that."""
    return bool(rules.reports_from(acting(), profile_in_force()))


def has_door() -> bool:
    """Tell whether the one who has signed in has anything behind the door: levels always, employees where the model has that."""
    return acting().may(May.ANSWER_DEVIATIONS) or may_report()


@deviations.get("/")
@requires(May.REPORT_DEVIATIONS)
def index() -> str:
    """List the deviations one has reported or that have come to one's level, the latest first."""
    answering = acting().may(May.ANSWER_DEVIATIONS)
    found = queries.listed(db.session, reader(), page=number_or_none(request.args.get("sida", "")) or 1)
    return render_template(
        "deviations/index.html",
        found=found,
        how_far=how_far,
        waits=_waits(queries.answers_for(db.session, reader())),
        may_report=may_report(),
        answering=answering,
        page_address=lambda page: url_for("deviations.index", sida=page if page > 1 else None),
    )


def _waits(units: Collection[int]) -> Callable[[DeviationReport], bool]:
    def waits(one: DeviationReport) -> bool:
        return rules.seen(one, units, acting().person_id).waiting is not None

    return waits


@deviations.route("/ny", methods=["GET", "POST"])
@requires(May.REPORT_DEVIATIONS)
def new() -> Answer:
    """Report a deviation for a unit one leads, or as an employee to one's manager."""
    places = rules.reports_from(acting(), profile_in_force())
    asked = number_or_none(request.args.get("enhet", ""))
    place = next((one for one in places if asked in (None, one.unit_id)), None)
    if place is None:
        abort(404)
    if request.method != "POST":
        return _ask(place, places, drafting.begun_report(_begun(place)))
    form = ReportForm()
    if not form.validate():
        return _ask(place, places, form), 422
    try:
        made = services.report(
            db.session,
            actor=acting(),
            unit_id=place.unit_id,
            happened=form.happened.data or "",
            done=form.done.data or "",
            needed=form.needed.data or "",
            as_employee=place.as_employee,
        )
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        return _ask(place, places, form), 422
    number = made.id
    draft_sent(drafting.at_unit(place.unit_id))
    db.session.commit()
    tell(
        gettext("Skickad. Din chef får veta det nu.")
        if place.as_employee
        else gettext("Skickad. Nivån ovanför får veta det nu."),
        undo=url_for("deviations.take_back", report_id=number),
    )
    return redirect(url_for("deviations.one", report_id=number))


def _begun(place: Place) -> Kept | None:
    return drafts_in(*drafting.ABOUT).at(request.path, drafting.at_unit(place.unit_id))


def _ask(place: Place, places: Sequence[Place], form: ReportForm) -> str:
    day = clock.today()
    if place.as_employee:
        form.of_employee()
    above = queries.next_level(db.session, place.unit_id, day, or_itself=place.as_employee)
    return render_template(
        "deviations/new.html",
        form=form,
        key=drafting.at_unit(place.unit_id),
        kept=_begun(place),
        place=place,
        others=[one for one in places if one.unit_id != place.unit_id],
        above=above,
        people=queries.people_of(db.session, above.id, day) if above is not None else [],
    )


@deviations.get(f"/<{ID}:report_id>")
@requires(May.REPORT_DEVIATIONS)
def one(report_id: int) -> str:
    """Show a deviation, where it has come, and what one can say of it."""
    return _page(report_id)


def _open(report_id: int, *, to_write: bool = False) -> DeviationReport:
    found = queries.one_report(db.session, reader(), report_id, to_write=to_write)
    if found is None:
        abort(404)
    return found


def _page(report_id: int, form: ReasonForm | None = None, said: str = "") -> str:
    found, who = _open(report_id), reader()
    mine = rules.seen(found, queries.answers_for(db.session, who), who.actor.person_id)
    level = mine.waiting
    return render_template(
        "deviations/one.html",
        report=found,
        mine=mine,
        instead=level is not None and level.unit_id not in who.held,
        answers=level is not None,
        above=queries.level_above(db.session, who, level) if level is not None else None,
        form=form or ReasonForm(formdata=None),
        said=said,
        outcomes=OUTCOMES,
        may_take_back=mine.reports and rules.is_reporters(found, acting()) and rules.may_take_back(found),
    )


def _level(report_id: int) -> tuple[DeviationReport, DeviationLevel]:
    """Open a deviation at one's own level, to say something of it; 404 for others."""
    found = _open(report_id, to_write=True)
    who = reader()
    level = rules.seen(found, queries.answers_for(db.session, who), who.actor.person_id).level
    if level is None:
        abort(404)
    return found, level


@deviations.post(f"/<{ID}:report_id>/mottagen")
@requires(May.ANSWER_DEVIATIONS)
def acknowledge(report_id: int) -> Answer:
    """Say that one's level has received a deviation."""
    found, level = _level(report_id)
    services.acknowledge(db.session, actor=acting(), one=found, level=level)
    db.session.commit()
    tell(gettext("Mottagen. Den som rapporterade ser det."))
    return redirect(url_for("deviations.one", report_id=report_id))


@deviations.post(f"/<{ID}:report_id>/behall")
@requires(May.ANSWER_DEVIATIONS)
def keep(report_id: int) -> Answer:
    """Keep a deviation at one's level, with the reason."""
    found, level = _level(report_id)
    return _settle(
        report_id,
        lambda words: services.keep(db.session, actor=acting(), one=found, level=level, words=words),
        gettext("Den stannar här. Den som rapporterade läser varför."),
    )


@deviations.post(f"/<{ID}:report_id>/vidare")
@requires(May.ANSWER_DEVIATIONS)
def pass_on(report_id: int) -> Answer:
    """Pass a deviation on to the next level, with the reason."""
    found, level = _level(report_id)
    return _settle(
        report_id,
        lambda words: services.pass_on(db.session, actor=acting(), one=found, level=level, words=words),
        gettext("Skickad vidare. Den som rapporterade läser varför."),
    )


def _settle(report_id: int, settle: Callable[[str], object], done: str) -> Answer:
    form = ReasonForm()
    if not form.validate():
        return _page(report_id, form), 422
    try:
        settle(form.words.data or "")
    except Refused as refused:
        db.session.rollback()
        if refused.field:
            form.take(refused)
            return _page(report_id, form), 422
        return _page(report_id, form, str(FAULTS[refused.fault])), 409
    db.session.commit()
    tell(done)
    return redirect(url_for("deviations.one", report_id=report_id))


@deviations.post(f"/<{ID}:report_id>/ta-tillbaka")
@requires(May.REPORT_DEVIATIONS)
def take_back(report_id: int) -> Answer:
    """Take back a report that nobody has received yet."""
    found = _open(report_id, to_write=True)
    try:
        services.take_back(db.session, actor=acting(), one=found)
    except NotYours:
        abort(404)
    except Refused as refused:
        db.session.rollback()
        return _page(report_id, said=str(FAULTS[refused.fault])), 409
    db.session.commit()
    tell(gettext("Tillbakatagen. Ingen annan läser den."))
    return redirect(url_for("deviations.one", report_id=report_id))
