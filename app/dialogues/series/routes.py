"""Pages of lines of meetings: all of them, one with its meetings, a new meeting in it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.dialogues import rules, wording
from app.dialogues.agenda.queries import current_version, templates_for
from app.dialogues.agenda.rules import rhythm_of
from app.dialogues.blueprint import dialogues, without_day
from app.dialogues.errors import DialogueError
from app.dialogues.holding.pages import who_by_names
from app.dialogues.models import Series, Side, State, Template, TemplateVersion
from app.dialogues.personal.pages import on_line
from app.dialogues.planning.pages import around
from app.dialogues.queries.agreed import agreements_of_series
from app.dialogues.queries.editions import wholes_of
from app.dialogues.queries.lines import (
    guest_meetings,
    last_meetings,
    meetings_of,
    one_series,
)
from app.dialogues.seating import words_for
from app.dialogues.series import beginning, carrying, inheriting
from app.dialogues.series.choices import anybody_left, choices_for, parse
from app.dialogues.series.ending import end_ahead
from app.dialogues.series.forms import ChangeSeriesForm, MeetingForm, SeriesForm
from app.dialogues.series.pace import next_meeting_day, usual_time
from app.dialogues.series.pages import Choice, holding_now, my_lines, my_side, speakers_among, speakers_now
from app.dialogues.series.timing import around_meeting, is_free, local_day, mention
from app.dialogues.verdicts import verdicts_of
from app.records.reading_log import log_readings
from app.steering.routes import profile_in_force, worded
from app.ui.timeline import line

AS_TEMPLATE = "mallen"
"""The choice of the rhythm that the model has for the template chosen."""


@dialogues.get("/")
@requires(May.TAKE_PART)
def index() -> str:
    """Show everyone one has dialogues with, the soonest meeting first, and meetings one is invited to."""
    actor = acting()
    lines = my_lines(db.session, actor)
    may_plan = actor.may(May.PLAN_DIALOGUES)
    return render_template(
        "dialogues/series/index.html",
        running=[one for one in lines if not one.over],
        ended=[one for one in lines if one.over],
        invited=guest_meetings(db.session, actor),
        inherited=inheriting.inherited(db.session, actor),
        left_to_others=inheriting.left_to_others(db.session, actor),
        may_plan=may_plan,
        may_begin=may_plan and anybody_left(db.session, actor, [one.series for one in lines]),
        raises=may_plan or _may_raise({one.series.pair_kind for one in lines}),
        states=wording.said(wording.STATES),
        pairs=wording.said(wording.PAIRS),
    )


def _may_raise(pair_kinds: set[str]) -> bool:
    """Tell whether anything can go up from talks of these kinds; from those with one's own manager usually nothing can."""
    profile = profile_in_force()
    return any(rules.may_raise(profile, one) for one in pair_kinds)


@dialogues.route("/ny-serie", methods=["GET", "POST"])
@requires(May.PLAN_DIALOGUES)
def new_series() -> str | Response | tuple[str, int]:
    """Begin a line of meetings with somebody below, with an employee, or with the presidium."""
    offered = choices_for(db.session, acting())
    form = SeriesForm()
    form.pair.choices = [("", gettext("Välj")), *((choice.value, choice.label) for choice in offered)]
    kinds = sorted({choice.pair_kind for choice in offered})
    offered_templates = {one.id: one for kind in kinds for one in templates_for(db.session, kind)}
    form.template.choices = [(str(one.id), _with_rhythm(one)) for one in offered_templates.values()]
    form.rhythm.choices = [(AS_TEMPLATE, gettext("Så ofta som mallen säger")), *rhythms()]
    if not form.is_submitted():
        form.pair.data = request.args.get("med", "")
    if form.validate_on_submit():
        choice = parse(form.pair.data, offered)
        allowed = {t.id for t in templates_for(db.session, choice.pair_kind)} if choice else set()
        if choice is not None and int(form.template.data) in allowed:
            return _begin(choice, form, offered_templates[int(form.template.data)])
        form.template.errors = [gettext("Den mallen är gjord för ett annat slags par. Välj en annan.")]
    page = render_template("dialogues/series/new.html", form=form, nobody=not offered)
    return (page, 422) if form.errors else page


def _with_rhythm(template: Template) -> str:
    """Give a template's name, and how often the model has such talks to begin with."""
    key = rhythm_of(profile_in_force(), template.profile_key)
    return f"{template.name} ({dict(rhythms())[key]})" if key else template.name


def _begin(choice: Choice, form: SeriesForm, template: Template) -> Response:
    (over_unit, over_kind, over_person), (rep_unit, rep_kind, rep_person) = choice.over, choice.rep
    over = beginning.post_for(db.session, unit_id=over_unit, kind=over_kind, person_id=over_person)
    rep = beginning.post_for(db.session, unit_id=rep_unit, kind=rep_kind, person_id=rep_person)
    try:
        series = beginning.start_series(
            db.session,
            actor_id=acting().person_id,
            pair_kind=choice.pair_kind,
            over_post=over,
            rep_post=rep,
            template_id=template.id,
            rhythm=rhythm_of(profile_in_force(), template.profile_key)
            if form.rhythm.data == AS_TEMPLATE
            else form.rhythm.data or "",
        )
        carrying.bring_along_to(db.session, series, actor_id=acting().person_id)
    except DialogueError as error:
        db.session.rollback()
        flash(words_for(error), "problem")
        return redirect(url_for("dialogues.index"))
    db.session.commit()
    flash(gettext("Serien är skapad. Boka det första mötet."), "done")
    return redirect(url_for("dialogues.plan", series_id=series.id))


def rhythms() -> list[tuple[str, str]]:
    """Give the rhythms the model has for dialogues, and none at all as a choice."""
    named = [(r.key, worded(r.name)) for r in profile_in_force().rhythms if "dialogue" in r.applies_to]
    return [("", gettext("När det behövs")), *named]


def _series(series_id: int, *, write: bool = False) -> Series:
    series = one_series(db.session, acting(), series_id, lock=write)
    if series is None:
        abort(404)
    return series


@dialogues.get("/serie/<int:series_id>/")
@requires(May.TAKE_PART)
def series_page(series_id: int) -> str:
    """Show the line of meetings of a pair: what was said each time, what is open, what comes next."""
    actor, series = acting(), _series(series_id)
    meetings = meetings_of(db.session, [series.id])
    editions = wholes_of(db.session, [meeting.id for meeting in meetings])
    verdicts = verdicts_of(editions)
    # The two know that they read their own; whoever else holds a post is noted.
    own = {m.id for m in meetings if any(p.person_id == actor.person_id for p in m.participants)}
    log_readings("dialogue", sorted(editions.keys() - own), "record")
    drawn = [
        (local_day(m.starts_at), verdicts.get(m.id), m.held_at is not None)
        for m in meetings
        if m.state != State.CANCELLED
    ]
    agreements = agreements_of_series(db.session, actor, series.id)
    holding = holding_now(db.session, series)
    speakers = speakers_among(holding, actor)
    ends = {Side.OVER: series.over_post, Side.REP: series.rep_post}
    called = {
        side: speakers[side].name.split(" ", 1)[0] if side in speakers else ends[side].unit.name
        for side in Side
    }
    return render_template(
        "dialogues/series/line.html",
        series=series,
        side=my_side(series, actor),
        left_behind=carrying.left_behind(db.session, series),
        ending=end_ahead(db.session, series),
        # Deputies, and all of a presidium, read what is established: each stands by name.
        holders=list(dict.fromkeys(person.name for side in Side for person in holding[side])),
        speakers=speakers,
        meetings=meetings,
        wholes={dialogue_id: content.get("whole", "") for dialogue_id, content in editions.items()},
        verdicts=verdicts,
        drawing=line(drawn, clock.today()),
        agreements=agreements,
        whose={one.id: who_by_names(one, called) for one in agreements},
        personal=on_line(series),
        states=wording.STATES,
        pairs=wording.PAIRS,
        rhythms=dict(rhythms()),
        Side=Side,
    )


@dialogues.post("/serie/<int:series_id>/fortsatt")
@requires(May.TAKE_PART)
def carry_over(series_id: int) -> Response:
    """Let a line go on with a unit that took over from one that is no more."""
    series = _series(series_id, write=True)
    was_ended = series.ended_on is not None
    try:
        goes_on = carrying.carry_over(
            db.session,
            actor_id=acting().person_id,
            series=series,
            unit_id=request.form.get("unit", type=int) or 0,
        )
    except DialogueError as error:
        db.session.rollback()
        flash(words_for(error), "problem")
    else:
        db.session.commit()
        flash(_what_came_of_it(was_ended=was_ended, goes_on=goes_on), "done")
    return redirect(url_for("dialogues.series_page", series_id=series_id))


@dialogues.post("/serie/<int:series_id>/ta-med")
@requires(May.TAKE_PART)
def take_along(series_id: int) -> Response:
    """Let a line whose both units are no more go on between those that took over."""
    try:
        goes_on = inheriting.take_along(
            db.session,
            actor=acting(),
            series_id=series_id,
            over_unit_id=request.form.get("over", type=int) or 0,
            rep_unit_id=request.form.get("rep", type=int) or 0,
        )
    except DialogueError as error:
        db.session.rollback()
        flash(words_for(error), "problem")
        return redirect(url_for("dialogues.index"))
    if goes_on is None:
        # The other may have taken it along in the same moment: then it is one's own again, and else it is nobody's to know of.
        db.session.rollback()
        _series(series_id)
    else:
        was_ended = db.session.get_one(Series, series_id).ended_on is not None and goes_on
        db.session.commit()
        flash(_what_came_of_it(was_ended=was_ended, goes_on=goes_on), "done")
    return redirect(url_for("dialogues.series_page", series_id=series_id))


@dialogues.get("/serie/<int:series_id>/ta-med")
@requires(May.TAKE_PART)
def take_along_again(series_id: int) -> Response:
    """Lead to where lines are taken along from; to the line itself, once it is one's own again."""
    if one_series(db.session, acting(), series_id) is None:
        return redirect(url_for("dialogues.index"))
    return redirect(url_for("dialogues.series_page", series_id=series_id))


def _what_came_of_it(*, was_ended: bool, goes_on: bool) -> str:
    if was_ended:
        return gettext(
            "Den som leder enheten som tog över läser nu det som är fastställt. Serien är avslutad som förut."
        )
    if goes_on:
        return gettext("Serien fortsätter. Det som är fastställt står kvar som det skrevs.")
    return gettext(
        "Ni två har redan en serie. Den här står kvar bredvid, avslutad, och ni läser den båda. "
        "Öppna överenskommelser följer med till er andra serie."
    )


@dialogues.route("/serie/<int:series_id>/andra", methods=["GET", "POST"])
@requires(May.TAKE_PART)
def change_series(series_id: int) -> str | Response | tuple[str, int]:
    """Change agenda and rhythm of a line of meetings, or end it."""
    series = _series(series_id, write=request.method == "POST")
    form = ChangeSeriesForm(
        template=str(series.template_id), rhythm=series.rhythm, ended=series.ended_on is not None
    )
    offered = [(str(t.id), t.name) for t in templates_for(db.session, series.pair_kind)]
    if str(series.template_id) not in dict(offered):
        offered.insert(0, (str(series.template_id), series.template.name))
    form.template.choices = offered
    form.rhythm.choices = rhythms()
    if series.rhythm not in dict(form.rhythm.choices):
        form.rhythm.choices.append((series.rhythm, series.rhythm))
    stands = _stands(series)
    if form.is_submitted() and request.form.get("stood", stands) != stands:
        # The other has changed it: nothing is written over, and saving again is what was chosen on how it stands now.
        return _change_page(series, form, changed=True), 409
    if form.validate_on_submit():
        try:
            beginning.change_series(
                db.session,
                actor_id=acting().person_id,
                series=series,
                template_id=int(form.template.data),
                rhythm=form.rhythm.data or "",
                ended_on=(series.ended_on or clock.today()) if form.ended.data else None,
            )
        except DialogueError as error:
            form.ended.errors = [words_for(error)]
        else:
            db.session.commit()
            flash(gettext("Sparat."), "done")
            return redirect(url_for("dialogues.series_page", series_id=series.id))
    page = _change_page(series, form)
    return (page, 422) if form.errors else page


def _change_page(series: Series, form: ChangeSeriesForm, *, changed: bool = False) -> str:
    return render_template(
        "dialogues/series/change.html",
        form=form,
        series=series,
        stood=_stands(series),
        rhythm=dict(rhythms()).get(series.rhythm, series.rhythm),
        changed=changed,
    )


def _stands(series: Series) -> str:
    """Give what is changed about a series as it stands, so that a page of before is known as such."""
    return f"{series.template_id} {series.rhythm} {series.ended_on or ''}"


@dialogues.route("/serie/<int:series_id>/nytt-mote", methods=["GET", "POST"])
@requires(May.TAKE_PART)
def plan(series_id: int) -> str | Response | tuple[str, int]:
    """Plan the next meeting of a series."""
    actor, series = acting(), _series(series_id, write=request.method == "POST")
    if series.ended_on is not None:
        flash(gettext("Serien är avslutad. Öppna den igen för att planera ett möte."), "problem")
        return redirect(url_for("dialogues.series_page", series_id=series.id))
    form = MeetingForm(**_suggested(series))
    if form.validate_on_submit() and is_free(series, form):
        speakers = speakers_now(db.session, series, actor)
        try:
            dialogue = beginning.plan_dialogue(
                db.session,
                actor_id=actor.person_id,
                series=series,
                agenda=_agenda(series),
                title=form.title.data or "",
                starts_at=form.starts_at(),
                speakers={side: person.id for side, person in speakers.items()},
                minutes=form.minutes.data or 90,
                place=form.place.data or "",
            )
        except DialogueError as error:
            db.session.rollback()
            # The refused change was rolled back, and with it what had been loaded.
            return _plan_page(_series(series_id), form, words_for(error)), 422
        notes = around_meeting(dialogue, [person.id for person in speakers.values()]).notes
        invited = next((one.name for one in speakers.values() if one.id != actor.person_id), "")
        db.session.commit()
        flash(
            gettext(
                "Mötet är bokat. %(name)s får en inbjudan. Ni kan förbereda er var för sig.", name=invited
            ),
            "done",
        )
        mention(notes)
        return redirect(url_for("dialogues.meeting", dialogue_id=dialogue.id))
    page = _plan_page(series, form)
    return (page, 422) if form.errors else page


def _plan_page(series: Series, form: MeetingForm, problem: str = "") -> str:
    speakers = speakers_now(db.session, series, acting())
    people = [person.id for person in speakers.values()]
    return render_template(
        "dialogues/series/plan.html",
        form=form,
        series=series,
        speakers=speakers,
        problem=problem,
        around=around(
            db.session,
            acting(),
            people,
            form.chosen,
            form.minutes.data,
            # What is refused stands at its field.
            series=None if form.errors else series,
        ),
    )


LATEST = 6
"""Meetings that are looked at for the hour the two usually meet."""


def _suggested(series: Series) -> dict[str, object]:
    """Fill in what the product knows: as the last time, at the pace of the series."""
    latest = last_meetings(db.session, series.id, LATEST)
    if not latest:
        return {"title": gettext("Dialog")}
    last = latest[0]
    rhythm = next((r for r in profile_in_force().all_rhythms() if r.key == series.rhythm), None)
    per_year = (rhythm.times_per_year or len(rhythm.months)) if rhythm else None
    begun = [one.starts_at.astimezone(clock.STOCKHOLM) for one in latest]
    return {
        "title": without_day(last) or gettext("Dialog"),
        "day": next_meeting_day(begun[0].date(), per_year, clock.today()),
        "time": usual_time([one.time() for one in begun]),
        "minutes": last.minutes,
        "place": last.place,
    }


def _agenda(series: Series) -> TemplateVersion:
    version = current_version(db.session, series.template_id)
    if version is None:
        abort(404)
    return version
