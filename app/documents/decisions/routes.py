"""The register of decisions, the page of each, and all tests of the child's best interests on one page."""

from collections.abc import Sequence
from typing import Literal

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.documents.blueprint import ID, decisions
from app.documents.decisions import forms, queries, services
from app.documents.decisions.forms import DecisionForm, StrikeForm
from app.documents.decisions.keeping import is_disposed_of, last_version
from app.documents.decisions.queries import Row, Sort, Wanted
from app.documents.decisions.services import About
from app.documents.decisions.subjects import Subject, subjects
from app.documents.errors import ChangedSince, NotNow, Refused
from app.documents.facts import DECISION, DOCUMENT
from app.documents.forms import number_from, revision_of
from app.documents.models import RecordedDecision
from app.documents.pages import (
    Searching,
    direction,
    found_or_404,
    now_stands,
    offer_units,
    own_unit,
    put_in_form,
    sought,
    suggested_deciders,
    wants_to_save,
)
from app.documents.queries import to_choose_among
from app.documents.rules import Tested, tested
from app.documents.wording import TESTED, history_lines
from app.exports import registers
from app.exports.answers import print_view, register_file
from app.exports.letterhead.routes import head_of_paper
from app.exports.tree import Document as Paper
from app.exports.tree import Table
from app.passages.talks.pages import talked_about
from app.records.queries import history_of
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.formats import iso
from app.ui.install import day, locale
from app.ui.notices import tell
from app.ui.too_late import too_late

View = str | tuple[str, int] | Response
MOST_DOCUMENTS = 200
"""Documents listed to choose among; with more one searches."""


def asks_for_tests() -> bool:
    """Tell whether the model in force tests the child's best interests at all."""
    return profile_in_force().rules.child_rights_test != "off"


@decisions.get("/beslut/")
@requires(May.READ_DOCUMENTS)
def index() -> str:
    """Show the register of decisions, filtered and sorted as the address says."""
    return _list("documents/decisions.html", "decisions.index")


@decisions.get("/barnets-basta")
@requires(May.READ_DOCUMENTS)
def tests() -> str:
    """Show every decision with its test of the child's best interests."""
    if not asks_for_tests():
        abort(404)
    return _list("documents/tests.html", "decisions.tests")


def _list(template: str, endpoint: str) -> str:
    wanted = forms.wanted_from(request.args)
    found = queries.register(db.session, wanted, actor=acting(), today=clock.today())
    found_about = subjects.find(
        db.session, [(r.subject_kind, r.subject_id or 0) for r in found.rows if r.subject_kind]
    )
    choices = queries.choices(db.session)
    return render_template(
        template,
        wanted=wanted,
        found=found,
        about=found_about,
        choices=choices,
        year_options=[(year, str(year)) for year in choices.years],
        page_address=lambda page: url_for(
            endpoint, **forms.address_of(wanted, sida=page if page > 1 else None)
        ),
        sorted_by=lambda sort: _sorted_by(endpoint, wanted, Sort(sort)),
        direction=lambda sort: direction(wanted, Sort(sort)),
        in_use=bool(set(forms.address_of(wanted)) - {"ordning"}),
        same_address=forms.address_of(wanted),
        may_enter=acting().may(May.EDIT_DOCUMENTS),
        with_tests=asks_for_tests(),
        Tested=Tested,
        TESTED=TESTED,
    )


def _sorted_by(endpoint: str, wanted: Wanted, sort: Sort) -> str:
    key = next(key for key, known in forms.SORTS.items() if known is sort)
    same = wanted.sort is sort
    # The latest decision first is what one looks for; names begin with A.
    descending = not wanted.descending if same else sort is Sort.DECIDED
    turned = f"-{key}" if descending else key
    return url_for(endpoint, **forms.address_of(wanted, ordning="" if turned == "-beslutat" else turned))


@decisions.get("/beslut/registret.<any(csv, xlsx):sort>")
@requires(May.READ_DOCUMENTS)
def take_away(sort: Literal["csv", "xlsx"]) -> Response:
    """Send decisions with their tests as a spreadsheet, with the filters and the order of the page."""
    wanted = forms.wanted_from(request.args)
    found = queries.register(db.session, wanted, actor=acting(), today=clock.today(), whole=True)
    head = _columns()
    rows = [_cells(row) for row in found.rows]
    name = gettext("Beslut")
    return register_file(sort, name, head, rows)


def _columns() -> list[str]:
    head = [
        gettext("Beslut"),
        gettext("Beslutat av"),
        gettext("På delegation"),
        gettext("Beslutat den"),
        gettext("Diarienummer"),
        gettext("Infört av enheten"),
    ]
    if asks_for_tests():
        head += [
            gettext("Barnets bästa"),
            gettext("Överväganden"),
            gettext("Större ärende"),
            gettext("Barnkonsekvensanalys gjord"),
            gettext("Varför ingen är gjord"),
        ]
    return head


def _cells(row: Row) -> Sequence[registers.Cell]:
    cells: list[registers.Cell] = [
        row.title,
        row.decided_by,
        row.delegate,
        row.decided_on,
        row.registry_number,
        row.unit,
    ]
    if asks_for_tests():
        cells += [
            str(TESTED[row.tested]),
            row.considerations,
            _yes_or_no(row.larger_matter) if row.concerns_children else "",
            _yes_or_no(row.impact_assessed),
            row.not_assessed_why,
        ]
    return cells


def _yes_or_no(value: bool | None) -> str:
    if value is None:
        return ""
    return gettext("ja") if value else gettext("nej")


@decisions.get("/beslut/utskrift")
@requires(May.READ_DOCUMENTS)
def print_register() -> str:
    """Show the register of decisions with their tests as it will be on paper."""
    wanted = forms.wanted_from(request.args)
    found = queries.register(db.session, wanted, actor=acting(), today=clock.today(), whole=True)
    with_tests = asks_for_tests()
    head = (gettext("Beslut"), gettext("Beslutat"), gettext("Barnets bästa"))
    table = Table(
        gettext("Beslut, %(day)s", day=day(clock.today())),
        head if with_tests else head[:2],
        tuple(_printed(row)[: 3 if with_tests else 2] for row in found.rows),
        widths=(40, 26, 34) if with_tests else (60, 40),
    )
    paper = Paper(
        title=gettext("Beslut"),
        kind=gettext("Register"),
        language=locale(),
        lead=ngettext("Ett beslut.", "%(num)s beslut.", found.total),
        blocks=(table,),
        letterhead=head_of_paper(),
    )
    return print_view(paper, back=(gettext("Beslut"), url_for("decisions.index", **forms.address_of(wanted))))


def _printed(row: Row) -> tuple[str, str, str]:
    on = iso(row.decided_on) if row.decided_on else ""
    decided = ", ".join(part for part in (row.decided_by, row.delegate, on, row.registry_number) if part)
    test = str(TESTED[row.tested])
    return row.title, decided, f"{test}. {row.considerations}" if row.considerations else test


@decisions.route("/beslut/nytt", methods=["GET", "POST"])
@requires(May.EDIT_DOCUMENTS)
def new() -> View:
    """Record a decision, with the test of the child's best interests; `dokument` in the address says what it is about."""
    form = DecisionForm()
    if request.method == "GET":
        form.responsible_unit.data = own_unit()
        form.about_document.data = number_from(request.args.get("dokument", ""))
    searching = _offer(form, form.responsible_unit.data)
    if wants_to_save() and form.validate():
        try:
            made = services.record_decision(db.session, actor=acting(), decided=form.decided(None))
            db.session.commit()
            flash(gettext("Beslutet är infört."), "done")
            return redirect(url_for("decisions.one", decision_id=made.id), 303)
        except Refused as refused:
            db.session.rollback()
            put_in_form(form, refused.faults)
    return _form_page(form, searching, None), 422 if form.errors else 200


def _offer(form: DecisionForm, current: int | None) -> Searching:
    searching: Searching = {}
    offer_units(form, searching, current)
    words = sought("sok_dokument")
    found = to_choose_among(db.session, words, today=clock.today(), limit=MOST_DOCUMENTS + 1)
    chosen = form.about_document.data
    if words or len(found) > MOST_DOCUMENTS:
        searching["about_document"] = ("sok_dokument", words)
        found = found[:MOST_DOCUMENTS] if words else []
    if chosen is not None and chosen not in {number for number, _ in found}:
        standing = subjects.find(db.session, [(DOCUMENT, chosen)]).get((DOCUMENT, chosen))
        found = [(chosen, standing.label), *found] if standing else found
    form.about_document.choices = [("", gettext("Inget särskilt dokument")), *found]
    return searching


def _form_page(
    form: DecisionForm,
    searching: Searching,
    decision: RecordedDecision | None,
    theirs: Sequence[tuple[str, str]] = (),
) -> str:
    return render_template(
        "documents/decision_form.html",
        form=form,
        searching=searching,
        decision=decision,
        theirs=theirs,
        deciders=suggested_deciders(),
        with_tests=asks_for_tests(),
    )


def decision_or_404(decision_id: int) -> RecordedDecision:
    """Give a decision that may be read, or end the request."""
    return found_or_404(
        queries.decision_for(db.session, actor=acting(), decision_id=decision_id, day=clock.today())
    )


def _to_change(decision_id: int) -> RecordedDecision:
    return found_or_404(
        queries.decision_to_change(
            db.session,
            actor=acting(),
            decision_id=decision_id,
            day=clock.today(),
            lock=request.method == "POST",
        )
    )


@decisions.get(f"/beslut/<{ID}:decision_id>/")
@requires(May.READ_DOCUMENTS)
def one(decision_id: int) -> str:
    """Show a decision with its test and what was changed."""
    decision = decision_or_404(decision_id)
    version = last_version(db.session, decision)
    gone = version is not None and version.erased_at is not None
    return render_template(
        "documents/decision.html",
        decision=decision,
        about=about(decision),
        tested=tested(decision.concerns_children),
        lines=history_lines(history_of(db.session, DECISION, decision.id)),
        edition=version,
        gone=gone,
        may_change=not gone
        and queries.may_change(db.session, actor=acting(), decision=decision, day=clock.today()),
        with_tests=asks_for_tests(),
        talked=talked_about(db.session, acting(), DECISION, [decision.id]).get(decision.id),
        Tested=Tested,
        TESTED=TESTED,
    )


def about(decision: RecordedDecision) -> Subject | None:
    """Give what a decision is about, where that is known."""
    if decision.subject_kind is None or decision.subject_id is None:
        return None
    pair = (decision.subject_kind, decision.subject_id)
    return subjects.find(db.session, [pair]).get(pair)


@decisions.route(f"/beslut/<{ID}:decision_id>/andra", methods=["GET", "POST"])
@requires(May.EDIT_DOCUMENTS)
def change(decision_id: int) -> View:
    """Put right what stands of a decision, or test it."""
    decision = _to_change(decision_id)
    if decision.struck_at is not None or is_disposed_of(db.session, decision):
        return _over(decision)
    form = DecisionForm(data=None if request.method == "POST" else forms.filled(decision))
    searching = _offer(form, decision.responsible_unit_id)
    theirs: list[tuple[str, str]] = []
    status = 200
    if wants_to_save():
        status = 422
        if form.validate():
            try:
                services.correct_decision(
                    db.session,
                    actor=acting(),
                    decision=decision,
                    decided=form.decided(_other_subject(decision)),
                    revision=revision_of(form.revision.data),
                )
                db.session.commit()
                flash(gettext("Beslutet är rättat. Det som stod förut finns kvar under Ändringar."), "done")
                return redirect(url_for("decisions.one", decision_id=decision_id), 303)
            except Refused as refused:
                db.session.rollback()
                put_in_form(form, refused.faults, elsewhere="about_document")
            except ChangedSince:
                db.session.rollback()
                theirs, status = _theirs(form, decision_id), 409
    return _form_page(form, searching, decision_or_404(decision_id), theirs), status


def _other_subject(decision: RecordedDecision) -> About | None:
    """Give what a decision is about when that is no document: the form does not ask for it, and keeps it."""
    if decision.subject_kind in (None, DOCUMENT) or decision.subject_id is None:
        return None
    return About(decision.subject_kind or "", decision.subject_id)


def _over(decision: RecordedDecision) -> Response:
    """Lead to a decision that is struck or disposed of; what is sent there all the same is given back."""
    there = url_for("decisions.one", decision_id=decision.id)
    if request.method != "POST":
        return redirect(there, 303)
    message = gettext("Beslutet är redan struket eller gallrat. Inget ändrades.")
    return too_late(message, there, stands=[decision.struck_why])


def _theirs(form: DecisionForm, decision_id: int) -> list[tuple[str, str]]:
    decision = decision_or_404(decision_id)
    standing = DecisionForm(formdata=None, data=forms.filled(decision))
    _offer(standing, decision.responsible_unit_id)
    form.revision.data = str(decision.revision)
    return now_stands(form, standing)


@decisions.route(f"/beslut/<{ID}:decision_id>/stryk", methods=["GET", "POST"])
@requires(May.EDIT_DOCUMENTS)
def strike(decision_id: int) -> View:
    """Strike a decision that was recorded by mistake."""
    decision, form = _to_change(decision_id), StrikeForm()
    if decision.struck_at is not None or is_disposed_of(db.session, decision):
        return _over(decision)
    if wants_to_save() and form.validate():
        services.strike(db.session, actor=acting(), decision=decision, why=form.why.data or "")
        db.session.commit()
        tell(
            gettext("Beslutet är struket. Det går att läsa, med varför."),
            undo=url_for("decisions.bring_back", decision_id=decision_id),
        )
        return redirect(url_for("decisions.one", decision_id=decision_id), 303)
    page = render_template("documents/strike.html", form=form, decision=decision)
    return page, 422 if form.errors else 200


@decisions.post(f"/beslut/<{ID}:decision_id>/aterta")
@requires(May.EDIT_DOCUMENTS)
def bring_back(decision_id: int) -> Response:
    """Let a struck decision stand again."""
    decision = _to_change(decision_id)
    try:
        services.bring_back(db.session, actor=acting(), decision=decision)
        db.session.commit()
        flash(gettext("Beslutet står igen."), "done")
    except NotNow:
        db.session.rollback()
    return redirect(url_for("decisions.one", decision_id=decision_id), 303)
