"""Personal goals: written and changed by the two, on a page nobody else opens."""

from collections.abc import Sequence

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.dialogues import wording
from app.dialogues.blueprint import dialogues
from app.dialogues.errors import Changed, DialogueError
from app.dialogues.models import Series
from app.dialogues.personal import queries, services
from app.dialogues.personal.forms import PersonalGoalForm
from app.dialogues.personal.models import PersonalGoal
from app.dialogues.personal.pages import word
from app.dialogues.personal.rules import kinds_of_pair, linked_kinds
from app.dialogues.queries.lines import one_series
from app.dialogues.seating import words_for
from app.planning.queries import linkable
from app.steering.routes import profile_in_force
from app.ui.install import day
from app.ui.notices import tell

Answer = str | Response | tuple[str, int]


def _series(series_id: int, *, write: bool = False) -> Series:
    series = one_series(db.session, acting(), series_id, lock=write)
    if series is None:
        abort(404)
    return series


def _offer(form: PersonalGoalForm, series: Series, one: PersonalGoal | None = None) -> None:
    """Put in the goals of the unit it can hang on, for the one of the two who reads plans; the other sees what was chosen."""
    if not acting().may(May.READ_PLANS):
        del form.above_id
        return
    kinds = sorted(linked_kinds(profile_in_force()))
    found = linkable(db.session, clock.today(), series.rep_post.unit_id, kinds, clock.today().year)
    choices = [(goal.id, goal.title) for goal in found]
    if one is not None and one.above_id is not None and one.above_id not in dict(choices):
        choices.append((one.above_id, one.above_title))
    if choices:
        form.above_id.offer(gettext("inget"), choices)
    else:
        del form.above_id


def _page(
    series: Series,
    form: PersonalGoalForm,
    one: PersonalGoal | None,
    said: str = "",
    stands: Sequence[tuple[str, str]] = (),
) -> str:
    kinds = kinds_of_pair(profile_in_force(), series.pair_kind)
    return render_template(
        "dialogues/personal/goal.html",
        series=series,
        form=form,
        one=one,
        kind=kinds[0] if kinds else None,
        word=word(kinds[0] if kinds else None, "singular"),
        said=said,
        stands=stands,
    )


def _stands_otherwise(form: PersonalGoalForm, one: PersonalGoal) -> list[tuple[str, str]]:
    """Give how the goal reads now in each field that holds something else, under the name of the field."""
    wanted = form.wanted()
    due_on = day(one.due_on) if one.due_on else gettext("utan datum")
    fields = [
        (form.title, wanted.title == one.title, one.title),
        (form.words, wanted.words == one.words, one.words),
        (form.due_on, wanted.due_on == one.due_on, due_on),
        (form.how_it_goes, wanted.how_it_goes == one.how_it_goes, one.how_it_goes),
        (form.state, wanted.state == one.state, str(wording.PERSONAL[one.state])),
    ]
    if wanted.above is not None:
        fields.append((form.above_id, wanted.above[0] == one.above_id, one.above_title))
    return [(str(field.label.text), said or gettext("inget")) for field, same, said in fields if not same]


@dialogues.get("/serie/<int:series_id>/personligt-mal")
@requires(May.TAKE_PART)
def new_personal_goal(series_id: int) -> str:
    """Begin a personal goal."""
    series = _series(series_id)
    if not kinds_of_pair(profile_in_force(), series.pair_kind):
        abort(404)
    form = PersonalGoalForm(formdata=None)
    _offer(form, series)
    return _page(series, form, None)


@dialogues.post("/serie/<int:series_id>/personligt-mal")
@requires(May.TAKE_PART)
def write_personal_goal(series_id: int) -> Answer:
    """Write a personal goal that only the two read."""
    series, form = _series(series_id, write=True), PersonalGoalForm()
    if not kinds_of_pair(profile_in_force(), series.pair_kind):
        abort(404)
    _offer(form, series)
    if not form.validate():
        return _page(series, form, None), 422
    try:
        services.write(
            db.session,
            actor_id=acting().person_id,
            series=series,
            profile=profile_in_force(),
            wanted=form.wanted(),
        )
    except DialogueError as error:
        db.session.rollback()
        return _page(_series(series_id), form, None, words_for(error)), 422
    db.session.commit()
    tell(gettext("Sparat. Ni två läser det, och de som har era uppdrag."))
    return redirect(url_for("dialogues.series_page", series_id=series_id, _anchor="personal"))


def _goal(goal_id: int) -> tuple[PersonalGoal, Series]:
    one = queries.one_goal(db.session, acting(), goal_id, hold=request.method == "POST")
    if one is None:
        abort(404)
    return one, _series(one.series_id)


@dialogues.get("/personligt-mal/<int(max=2147483647):personal_goal_id>")
@requires(May.TAKE_PART)
def personal_goal(personal_goal_id: int) -> str:
    """Open a personal goal."""
    one, series = _goal(personal_goal_id)
    form = PersonalGoalForm.of(one)
    _offer(form, series, one)
    return _page(series, form, one)


@dialogues.post("/personligt-mal/<int(max=2147483647):personal_goal_id>")
@requires(May.TAKE_PART)
def change_personal_goal(personal_goal_id: int) -> Answer:
    """Change a personal goal, or say how it goes."""
    (one, series), form = _goal(personal_goal_id), PersonalGoalForm()
    series_id = series.id
    _offer(form, series, one)
    if not form.validate():
        return _page(series, form, one), 422
    try:
        typed = form.revision.data or ""
        revision = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
        services.change(
            db.session, actor_id=acting().person_id, one=one, wanted=form.wanted(), revision=revision
        )
    except DialogueError as error:
        db.session.rollback()
        one, series = _goal(personal_goal_id)
        form.revision.data = str(one.revision)
        if not isinstance(error, Changed):
            return _page(series, form, one, words_for(error)), 422
        said = gettext(
            "Den andra har ändrat målet medan du skrev. Så står det nu; ditt står kvar i fälten. Sparar du gäller ditt."
        )
        return _page(series, form, one, said, _stands_otherwise(form, one)), 409
    db.session.commit()
    tell(gettext("Sparat."))
    return redirect(url_for("dialogues.series_page", series_id=series_id, _anchor="personal"))
