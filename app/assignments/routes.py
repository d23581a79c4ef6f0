"""The register of assignments, and the page of each: what is written by whom, the steps, and what is delegated further."""

from datetime import date
from typing import Any

from flask import abort, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.assignments import forms, rules, services, telling
from app.assignments.blueprint import ID, assignments, opened_or_404, reader, revision_of
from app.assignments.errors import ChangedMeanwhile, Fault, NotYours, Refused
from app.assignments.forms import AssignmentForm, HowForm, NewForm, WordsForm
from app.assignments.models import Assignment, Side, State
from app.assignments.page import Open, assignment_page, may_delegate
from app.assignments.queries import giving, listing
from app.assignments.queries.listing import Mine, Row, Sort, Wanted
from app.assignments.rules import Place, Step
from app.assignments.services import To
from app.assignments.wording import DONE, FAULTS, STATES, UNDO
from app.db import db
from app.documents.forms import number_from
from app.exports import registers
from app.exports.answers import register_file
from app.organisation.models import Unit
from app.paging import Found
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.formats import swedish_date
from app.ui.notices import tell

View = str | Response | tuple[str, int]
STEP = "any(" + ", ".join(f'"{step.value}"' for step in Step) + ")"


@assignments.get("/")
@requires(May.READ_ASSIGNMENTS)
def index() -> str:
    """Show the register, filtered and sorted as the address says."""
    wanted, found = _asked()
    return render_template(
        "assignments/index.html",
        wanted=wanted,
        found=found,
        today=clock.today(),
        units=listing.units_in(db.session, reader()),
        gives_from=_own_units(),
        Mine=Mine,
        state_key=next(key for key, known in forms.STATES.items() if known == wanted.states),
        page_address=lambda page: url_for(
            "assignments.index", **forms.address_of(wanted, sida=page if page > 1 else None)
        ),
        sorted_by=lambda sort: _sorted_by(wanted, Sort(sort)),
        direction=lambda sort: _direction(wanted, Sort(sort)),
        in_use=bool(
            wanted.words
            or wanted.unit_id
            or wanted.role is not Mine.ANY
            or wanted.states != forms.STATES["oppna"]
        ),
        same_address=forms.address_of(wanted),
        open_states=rules.OPEN,
    )


def _asked(*, whole: bool = False) -> tuple[Wanted, Found[Row]]:
    wanted = forms.wanted_from(request.args)
    return wanted, listing.register(db.session, reader(), wanted, whole=whole)


def _sorted_by(wanted: Wanted, sort: Sort) -> str:
    key = next(key for key, known in forms.SORTS.items() if known is sort)
    turned = f"-{key}" if wanted.sort is sort and not wanted.descending else key
    return url_for("assignments.index", **forms.address_of(wanted, ordning="" if turned == "dag" else turned))


def _direction(wanted: Wanted, sort: Sort) -> str | None:
    if wanted.sort is not sort:
        return None
    return "descending" if wanted.descending else "ascending"


@assignments.get('/uppdrag.<any("csv", "xlsx"):sort>')
@requires(May.READ_ASSIGNMENTS)
def take_away(sort: str) -> Response:
    """Give the register as it is filtered, as a file."""
    _, found = _asked(whole=True)
    head = [
        gettext("Uppdrag"),
        gettext("Från"),
        gettext("Till"),
        gettext("Vem"),
        gettext("Klart"),
        gettext("Läge"),
        gettext("Lämnat"),
        gettext("Diarienummer"),
        gettext("Sagt senast"),
    ]
    rows = [_cells(row) for row in found.rows]
    return register_file(sort, gettext("uppdrag"), head, rows, sheet=gettext("Uppdrag"))


def _cells(row: Row) -> list[registers.Cell]:
    given: date | None = swedish_date(row.given_at) if row.given_at else None
    return [
        row.title,
        row.giver,
        row.receiver,
        row.who,
        row.due_on,
        str(STATES[row.state]),
        given,
        row.registry_number,
        row.latest,
    ]


# --- a new one


def _own_units() -> list[tuple[int, str]]:
    """Give the units one gives from, in the order one holds them."""
    led = rules.ends_of(acting()).led if acting().may(May.WRITE_ASSIGNMENTS) else frozenset()
    return list(
        dict.fromkeys((one.unit_id, one.unit_name) for one in acting().holdings if one.unit_id in led)
    )


@assignments.route("/nytt", methods=["GET", "POST"])
@requires(May.WRITE_ASSIGNMENTS)
def new() -> View:
    """Write an assignment; `fran` in the address is the one it is delegated from, `enhet` the unit that gives."""
    parent = _parent()
    giver = _giver(parent)
    form = NewForm(due_on=parent.due_on if parent is not None and request.method == "GET" else None)
    form.to.choices = _choices(giver)
    if request.method == "POST" and form.validate():
        to = form.receiver(giver.id)
        try:
            if to is None:
                raise Refused({"to": Fault.TAKER_MISSING})
            return _write(form, giver, to, parent)
        except Refused as refused:
            db.session.rollback()
            form.take(refused.faults)
            parent = _parent()
        except NotYours:
            abort(404)
    page = render_template(
        "assignments/new.html",
        form=form,
        giver=db.session.get_one(Unit, giver.id),
        parent=parent,
        own=_own_units(),
        through_chief=profile_in_force().rules.assignments_via_chief_executive
        and giver.kind in rules.bodies(profile_in_force()),
        here=request.full_path.rstrip("?"),
    )
    return page, 422 if form.errors else 200


def _write(form: NewForm, giver: Place, to: To, parent: Assignment | None) -> Response:
    made = services.draft(
        db.session,
        actor=acting(),
        profile=profile_in_force(),
        giver_unit_id=giver.id,
        to=to,
        entry=form.entry(),
        parent=parent,
    )
    number = made.id
    if request.form.get("do") == "give":
        _give(made)
    else:
        db.session.commit()
        tell(gettext("Sparat som utkast. Bara ni som ger uppdraget ser det än."))
    return redirect(url_for("assignments.one", assignment_id=number), 303)


def _give(made: Assignment) -> None:
    """Give what was just written; where that is refused it stays a draft, and the next page says why."""
    number = made.id
    try:
        services.take(db.session, actor=acting(), profile=profile_in_force(), one=made, step=Step.GIVE)
    except Refused as refused:
        db.session.commit()
        tell(str(FAULTS[refused.faults[""]]), "problem")
        return
    telling.tell_step(db.session, opened_or_404(number).one, Step.GIVE, Side.GIVER, acting().person_id)
    db.session.commit()
    _done(number, Step.GIVE)


def _parent() -> Assignment | None:
    number = number_from(request.args.get("fran", ""))
    if number is None:
        return None
    opened = opened_or_404(number)
    if not may_delegate(opened):
        abort(404)
    return opened.one


def _giver(parent: Assignment | None) -> Place:
    own = [number for number, _ in _own_units()]
    asked = number_from(request.args.get("enhet", ""))
    if parent is not None:
        asked = parent.taker_unit_id if parent.taker_unit_id in own else (own[0] if own else None)
    unit_id = asked if asked in own else (own[0] if own and asked is None else None)
    found = giving.place(db.session, unit_id, clock.today()) if unit_id is not None else None
    if found is None:
        abort(404)
    return found


def _choices(giver: Place) -> dict[str, Any]:
    """Give whom the unit can give to: units with who leads them, and its own employees."""
    today = clock.today()
    units = giving.takers(db.session, profile_in_force(), giver, today)
    held = giving.holders(db.session, [number for number, _ in units], today)
    named = [
        (str(number), f"{name} ({', '.join(one.name for one in held[number])})" if number in held else name)
        for number, name in units
    ]
    people = [(f"p{number}", name) for number, name in giving.employees_of(db.session, giver.id, today)]
    groups: dict[str, Any] = {"": [("", gettext("Välj"))]}
    if named:
        groups[gettext("Enheter")] = named
    if people:
        groups[gettext("Medarbetare")] = people
    return groups


# --- one


@assignments.get(f"/<{ID}:assignment_id>/")
@requires(May.READ_ASSIGNMENTS)
def one(assignment_id: int) -> str:
    """Show an assignment; with `?andra=vad` or `?andra=hur` one's own half opened for changes where it stands."""
    asked, open_ = request.args.get("andra", ""), Open()
    if asked in {"vad", "hur"}:
        opened = opened_or_404(assignment_id)
        field = "title" if asked == "vad" else "how"
        if rules.may_write(field, opened.standing.sides, opened.one.state):
            if asked == "vad":
                open_.what = AssignmentForm.of(opened.one)
            else:
                open_.how = HowForm.of(opened.one)
    return assignment_page(assignment_id, open_)


@assignments.post(f"/<{ID}:assignment_id>/vad")
@requires(May.WRITE_ASSIGNMENTS)
def change(assignment_id: int) -> View:
    """Change what the giver owns: what, when, within which frame."""
    opened, form = opened_or_404(assignment_id, lock=True), AssignmentForm()
    if Side.GIVER not in opened.standing.sides:
        abort(404)
    if not form.validate():
        return assignment_page(assignment_id, Open(what=form)), 422
    stood = opened.one.state
    try:
        changed = services.change(
            db.session,
            actor=acting(),
            one=opened.one,
            entry=form.entry(),
            revision=revision_of(form.revision.data),
        )
    except ChangedMeanwhile:
        db.session.rollback()
        form.revision.data = str(opened_or_404(assignment_id).one.revision)
        return assignment_page(assignment_id, Open(what=form, changed_meanwhile=True)), 409
    except Refused as refused:
        db.session.rollback()
        form.take(refused.faults)
        said = str(FAULTS[refused.faults[""]]) if "" in refused.faults else ""
        return assignment_page(assignment_id, Open(what=form, said=said)), 422
    anew = stood in {State.ACKNOWLEDGED, State.AGAINST} and changed.state == State.GIVEN
    if anew:
        telling.tell_of(db.session, changed, "changed", Side.TAKER, acting().person_id)
    db.session.commit()
    tell(
        gettext("Sparat. Det kvitterades i en annan lydelse, och väntar på kvittering igen.")
        if anew
        else gettext("Sparat.")
    )
    return redirect(url_for("assignments.one", assignment_id=assignment_id), 303)


@assignments.post(f"/<{ID}:assignment_id>/hur")
@requires(May.WRITE_ASSIGNMENTS)
def describe(assignment_id: int) -> View:
    """Change what the taker owns: how, and who."""
    opened, form = opened_or_404(assignment_id, lock=True), HowForm()
    if Side.TAKER not in opened.standing.sides:
        abort(404)
    if not form.validate():
        return assignment_page(assignment_id, Open(how=form)), 422
    try:
        services.describe(
            db.session,
            actor=acting(),
            one=opened.one,
            how=form.how.data or "",
            who=form.who.data or "",
            revision=revision_of(form.revision.data),
        )
    except ChangedMeanwhile:
        db.session.rollback()
        form.revision.data = str(opened_or_404(assignment_id).one.revision)
        return assignment_page(assignment_id, Open(how=form, changed_meanwhile=True)), 409
    except Refused as refused:
        db.session.rollback()
        return assignment_page(assignment_id, Open(how=form, said=str(FAULTS[refused.faults[""]]))), 422
    db.session.commit()
    tell(gettext("Sparat."))
    return redirect(url_for("assignments.one", assignment_id=assignment_id), 303)


@assignments.post(f"/<{ID}:assignment_id>/steg/<{STEP}:step>")
@requires(May.WRITE_ASSIGNMENTS)
def take_step(assignment_id: int, step: str) -> View:
    """Take a step: give, acknowledge, say a reason against, report, acknowledge the report, or take one of these back."""
    wish = Step(step)
    opened, form = opened_or_404(assignment_id, lock=True), WordsForm()
    if rules.STEPS[wish].side not in opened.standing.sides:
        abort(404)
    if not form.validate():
        return assignment_page(assignment_id, Open(words=form, step=wish.name)), 422
    revision = revision_of(form.revision.data) if form.revision.data else None
    try:
        services.take(
            db.session,
            actor=acting(),
            profile=profile_in_force(),
            one=opened.one,
            step=wish,
            words=form.words.data or "",
            revision=revision,
        )
    except ChangedMeanwhile:
        db.session.rollback()
        said = gettext(
            "Uppdraget har ändrats sedan du läste det. Inget är sparat än: läs det som det står nu."
        )
        return assignment_page(assignment_id, Open(words=form, step=wish.name, said=said)), 409
    except Refused as refused:
        db.session.rollback()
        form.take(refused.faults)
        if "words" in refused.faults:
            return assignment_page(assignment_id, Open(words=form, step=wish.name)), 422
        return assignment_page(assignment_id, Open(words=form, said=str(FAULTS[refused.faults[""]]))), 409
    telling.tell_step(db.session, opened.one, wish, rules.STEPS[wish].side, acting().person_id)
    db.session.commit()
    _done(assignment_id, wish)
    return redirect(url_for("assignments.one", assignment_id=assignment_id), 303)


def _done(assignment_id: int, step: Step) -> None:
    undo = UNDO.get(step)
    back = (
        url_for("assignments.take_step", assignment_id=assignment_id, step=undo.value)
        if undo is not None
        else None
    )
    tell(str(DONE[step]), undo=back)


@assignments.post(f"/<{ID}:assignment_id>/sag")
@requires(May.WRITE_ASSIGNMENTS)
def say(assignment_id: int) -> View:
    """Say how it goes."""
    opened, form = opened_or_404(assignment_id, lock=True), WordsForm()
    if Side.TAKER not in opened.standing.sides:
        abort(404)
    if not form.validate():
        return assignment_page(assignment_id, Open(words=form, step="SAY")), 422
    try:
        services.say(db.session, actor=acting(), one=opened.one, words=form.words.data or "")
    except Refused as refused:
        db.session.rollback()
        form.take(refused.faults)
        said = str(FAULTS[refused.faults[""]]) if "" in refused.faults else ""
        return assignment_page(assignment_id, Open(words=form, step="SAY", said=said)), 422
    db.session.commit()
    tell(gettext("Sagt. Den som gav uppdraget kan läsa det."))
    return redirect(url_for("assignments.one", assignment_id=assignment_id), 303)
