"""Pages of goals: read, write, share, establish, open again, end."""

from collections.abc import Callable
from datetime import datetime

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.organisation.around import around, people_at
from app.organisation.forms import number_of
from app.organisation.models import Person
from app.organisation.tree import line_up
from app.planning import queries, rules
from app.planning.acknowledging import telling as acknowledging
from app.planning.blueprint import (
    ID,
    Opened,
    asked_number,
    asked_year,
    goal_to_write,
    home_unit,
    planning,
    unit_to_write,
)
from app.planning.candidates import services as candidate_services
from app.planning.checking.queries import for_goal
from app.planning.errors import ChangedMeanwhile, Fault, NotYet, NotYours, Refused
from app.planning.facts import EDITION
from app.planning.forms import EndForm, GoalForm
from app.planning.goals import services
from app.planning.goals.layers import part_views
from app.planning.goals.page import Open, goal_page, offer, offer_for_goal, see
from app.planning.models import Goal, GoalState
from app.planning.parts import queries as part_queries
from app.planning.reading import Notes, as_established
from app.planning.unit_page import place_groups
from app.planning.wording import FAULTS
from app.records.models import Signature
from app.steering.routes import profile_in_force
from app.steering.shapes.goals import GoalKind
from app.ui.notices import tell

Answer = str | Response | tuple[str, int]


@planning.get("/mal/nytt")
@requires(May.WRITE_PLANS)
def new_goal() -> str:
    """Begin a goal in a unit one writes for."""
    opened = unit_to_write(asked_number("enhet") or home_unit())
    kind = _kind_asked(opened, request.args.get("slag", ""))
    year = asked_year()
    form = GoalForm(formdata=None, until_year=rules.suggested_end(profile_in_force(), kind, year))
    _offer_new(opened, kind, year, form)
    return _new_page(opened, kind, year, form)


def _kind_asked(opened: Opened, key: str) -> GoalKind:
    kinds = rules.kinds_for(profile_in_force(), opened.unit.kind)
    found = next((kind for kind in kinds if kind.key == key), kinds[0] if kinds and not key else None)
    if found is None:
        abort(404)
    return found


def _new_page(opened: Opened, kind: GoalKind, year: int, form: GoalForm) -> str:
    return render_template(
        "planning/goals/new.html",
        unit=opened.unit,
        kind=kind,
        kinds=rules.kinds_for(profile_in_force(), opened.unit.kind),
        year=year,
        form=form,
        checklist=for_goal(profile_in_force(), kind),
        line=line_up(db.session, opened.unit.id, clock.today()),
        near=around(db.session, opened.unit.id, clock.today()),
        place=place_groups(opened, year),
    )


def _offer_new(opened: Opened, kind: GoalKind, year: int, form: GoalForm) -> None:
    people = [(one.id, one.name) for one in people_at(db.session, opened.unit.id, clock.today())]
    offer_for_goal(form, opened.unit.id, kind.key, year, people, None)


@planning.post("/mal/nytt")
@requires(May.WRITE_PLANS)
def create_goal() -> Answer:
    """Make the draft; only in a unit one writes for."""
    unit_id, year = (request.form.get(name, type=int) for name in ("unit", "year"))
    opened = unit_to_write(unit_id)
    if year is None or not rules.FIRST_YEAR <= year <= rules.LAST_YEAR:
        abort(400)
    kind = _kind_asked(opened, request.form.get("kind", ""))
    form = GoalForm()
    _offer_new(opened, kind, year, form)
    if not form.validate():
        return _new_page(opened, kind, year, form), 422
    try:
        goal = services.create_goal(
            db.session,
            actor_id=acting().person_id,
            unit_id=opened.unit.id,
            year=year,
            profile=profile_in_force(),
            kind=kind,
            wanted=form.wanted(),
        )
    except NotYours:
        abort(404)
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        return _new_page(unit_to_write(unit_id), kind, year, form), 422
    goal_id = goal.id
    db.session.commit()
    tell(gettext("Sparat som utkast. Bara ni som skriver enhetens plan ser det än."))
    return redirect(url_for("planning.goal", goal_id=goal_id))


@planning.get(f"/mal/<{ID}:goal_id>")
@requires(May.READ_PLANS)
def goal(goal_id: int) -> str:
    """Show a goal; with `?andra=` a part of it opened for changes where it stands."""
    what, _, number = request.args.get("andra", "").partition("-")
    opened = Open()
    if what == "mal":
        seen = see(goal_id)
        if seen.standing.writes and rules.is_open(seen.goal):
            opened.goal = GoalForm.of(seen.goal)
    elif number.isascii() and number.isdigit() and len(number) < 10:
        opened.activity_id = int(number) if what == "aktivitet" else None
        opened.indicator_id = int(number) if what == "indikator" else None
    elif what == "avsluta":
        opened.end = EndForm(formdata=None)
    return goal_page(goal_id, opened)


@planning.post(f"/mal/<{ID}:goal_id>/andra")
@requires(May.WRITE_PLANS)
def change_goal(goal_id: int) -> Answer:
    """Change what a goal says."""
    goal, form = goal_to_write(goal_id), GoalForm()
    offer(Open(goal=form), goal)
    if not form.validate():
        return goal_page(goal_id, Open(goal=form)), 422
    try:
        services.change_goal(
            db.session,
            actor_id=acting().person_id,
            goal=goal,
            profile=profile_in_force(),
            wanted=form.wanted(),
            revision=number_of(form.revision),
        )
    except ChangedMeanwhile:
        db.session.rollback()
        form.revision.data = str(goal_to_write(goal_id).revision)
        return goal_page(goal_id, Open(goal=form, changed_meanwhile="goal")), 409
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        said = str(FAULTS[refused.fault]) if not refused.field else ""
        return goal_page(goal_id, Open(goal=form, said=said)), 422
    db.session.commit()
    tell(gettext("Sparat."))
    return _to(goal_id, "about")


Step = Callable[[Goal], None]


def _take(goal_id: int, step: Step, told: str, undo: str | None = None, anchor: str = "") -> Answer:
    goal = goal_to_write(goal_id)
    try:
        step(goal)
    except NotYet as lacking:
        db.session.rollback()
        return goal_page(goal_id, Open(missing=tuple(lacking.missing))), 422
    except ChangedMeanwhile:
        db.session.rollback()
        said = gettext(
            "Målet har ändrats sedan du läste det. Inget är fastställt. Läs igenom det så som det står nu."
        )
        return goal_page(goal_id, Open(said=said)), 409
    except Refused as refused:
        db.session.rollback()
        return goal_page(goal_id, Open(said=str(FAULTS[refused.fault]))), 409
    db.session.commit()
    tell(told, undo=undo)
    return _to(goal_id, anchor)


@planning.post(f"/mal/<{ID}:goal_id>/dela")
@requires(May.WRITE_PLANS)
def share_goal(goal_id: int) -> Answer:
    """Let the managers above read the draft."""
    return _take(
        goal_id,
        lambda goal: services.share(db.session, actor_id=acting().person_id, goal=goal),
        gettext("Delat: cheferna ovanför kan läsa målet inför dialogen."),
        undo=url_for("planning.take_back_share", goal_id=goal_id),
    )


@planning.post(f"/mal/<{ID}:goal_id>/ta-tillbaka")
@requires(May.WRITE_PLANS)
def take_back_share(goal_id: int) -> Answer:
    """Make a shared goal a draft again."""
    return _take(
        goal_id,
        lambda goal: services.take_back_share(db.session, actor_id=acting().person_id, goal=goal),
        gettext("Ett utkast igen. Cheferna ovanför läser det inte längre."),
    )


@planning.post(f"/mal/<{ID}:goal_id>/faststall")
@requires(May.WRITE_PLANS)
def establish_goal(goal_id: int) -> Answer:
    """Lock the goal as a version, or say exactly what it lacks."""
    expected = request.form.get("expected", type=int) or 0

    def establish(goal: Goal) -> None:
        services.establish(
            db.session,
            actor_id=acting().person_id,
            goal=goal,
            profile=profile_in_force(),
            expected=expected,
        )
        acknowledging.established(db.session, goal, acting().person_id)

    return _take(
        goal_id,
        establish,
        gettext("Fastställt. Versionen är låst; den som läser enhetens planer kan läsa den."),
    )


@planning.post(f"/mal/<{ID}:goal_id>/oppna-igen")
@requires(May.WRITE_PLANS)
def reopen_goal(goal_id: int) -> Answer:
    """Open an established goal for a new version."""

    def reopen(goal: Goal) -> None:
        services.reopen(db.session, actor_id=acting().person_id, goal=goal)
        acknowledging.no_longer_asked(db.session, goal)

    return _take(
        goal_id,
        reopen,
        gettext("Öppnat för en ny version. Till dess läser andra den som är fastställd."),
    )


@planning.post(f"/mal/<{ID}:goal_id>/avsluta")
@requires(May.WRITE_PLANS)
def end_goal(goal_id: int) -> Answer:
    """End a goal with words on how it went."""
    goal, form = goal_to_write(goal_id), EndForm()
    if not form.validate():
        return goal_page(goal_id, Open(end=form)), 422
    try:
        services.end(db.session, actor_id=acting().person_id, goal=goal, words=form.words.data or "")
        acknowledging.no_longer_asked(db.session, goal)
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        if refused.field:
            return goal_page(goal_id, Open(end=form)), 422
        return goal_page(goal_id, Open(end=form, said=str(FAULTS[refused.fault]))), 409
    db.session.commit()
    tell(
        gettext("Avslutat. Det står kvar för den som vill se tillbaka."),
        undo=url_for("planning.resume_goal", goal_id=goal_id),
    )
    return _to(goal_id)


@planning.post(f"/mal/<{ID}:goal_id>/fortsatt")
@requires(May.WRITE_PLANS)
def resume_goal(goal_id: int) -> Answer:
    """Undo an ending."""
    return _take(
        goal_id,
        lambda goal: services.resume(db.session, actor_id=acting().person_id, goal=goal),
        gettext("Målet gäller igen."),
    )


@planning.post(f"/mal/<{ID}:goal_id>/slang")
@requires(May.WRITE_PLANS)
def discard_goal(goal_id: int) -> Answer:
    """Throw a draft away, with a way back in the same notice; the candidate it came from is open again."""
    goal = goal_to_write(goal_id)
    unit_id, year = goal.unit_id, goal.year
    try:
        if goal.candidate is not None:
            candidate_services.take_back(db.session, actor_id=acting().person_id, candidate=goal.candidate)
        else:
            services.discard(db.session, actor_id=acting().person_id, goal=goal)
    except Refused as refused:
        db.session.rollback()
        return goal_page(goal_id, Open(said=str(FAULTS[refused.fault]))), 409
    db.session.commit()
    tell(gettext("Utkastet är slängt."), undo=url_for("planning.restore_goal", goal_id=goal_id))
    return redirect(url_for("planning.index", enhet=unit_id, ar=year))


@planning.post(f"/mal/<{ID}:goal_id>/angra-slang")
@requires(May.WRITE_PLANS)
def restore_goal(goal_id: int) -> Answer:
    """Take a draft back that was thrown away, and choose its candidate again."""
    goal = goal_to_write(goal_id)
    candidate = goal.candidate
    if candidate is None or goal.state != GoalState.DISCARDED:
        return _take(
            goal_id,
            lambda goal: services.restore(db.session, actor_id=acting().person_id, goal=goal),
            gettext("Utkastet är tillbaka."),
        )
    kind = rules.kind_of(profile_in_force(), goal.kind)
    try:
        if kind is None:
            raise Refused(Fault.UNKNOWN_KIND)
        candidate_services.choose(
            db.session,
            actor_id=acting().person_id,
            candidate=candidate,
            profile=profile_in_force(),
            kind=kind,
        )
    except Refused as refused:
        db.session.rollback()
        return goal_page(goal_id, Open(said=str(FAULTS[refused.fault]))), 409
    db.session.commit()
    tell(gettext("Utkastet är tillbaka."))
    return _to(goal_id)


@planning.get(f"/mal/<{ID}:goal_id>/version/<{ID}:number>")
@requires(May.READ_PLANS)
def goal_version(goal_id: int, number: int) -> str:
    """Show an established version of a goal, as it was locked."""
    seen = see(goal_id)
    versions = queries.versions_of(db.session, EDITION, goal_id)
    edition = next((one for one in versions if one.number == number), None)
    if edition is None:
        abort(404)
    notes = Notes.of(part_queries.notes_of(db.session, goal_id))
    view = as_established(seen.goal, edition, notes)
    return render_template(
        "planning/goals/version.html",
        goal=seen.goal,
        view=view,
        parts=part_views(seen.goal, view, notes) if view is not None else [],
        edition=edition,
        versions=versions,
        signers=_signers(edition.signatures),
        line=line_up(db.session, seen.goal.unit_id, clock.today()),
        near=around(db.session, seen.goal.unit_id, clock.today()),
        today=clock.today(),
        spans=True,
    )


def _signers(signatures: list[Signature]) -> list[tuple[str, datetime]]:
    return [(db.session.get_one(Person, one.person_id).name, one.signed_at) for one in signatures]


def _to(goal_id: int, anchor: str = "") -> Response:
    return redirect(url_for("planning.goal", goal_id=goal_id, _anchor=anchor or None))
