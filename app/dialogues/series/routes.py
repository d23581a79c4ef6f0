"""Pages of lines of meetings and of a meeting as such: when, where, who, how far it has come, who has read it."""

from datetime import date, datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.dialogues import rules, wording
from app.dialogues.agenda.queries import current_version, templates_for
from app.dialogues.attaching.pages import files_of_meeting
from app.dialogues.blueprint import dialogues, without_day
from app.dialogues.errors import DialogueError
from app.dialogues.establishing.pages import record_page
from app.dialogues.inviting.rules import expected, proposal_from, why_not_reply
from app.dialogues.models import Dialogue, Guest, Series, Side, State, TemplateVersion
from app.dialogues.planning.pages import Surroundings, around
from app.dialogues.queries.agreed import agreements_of_series
from app.dialogues.queries.editions import wholes_of
from app.dialogues.queries.holders import support_for
from app.dialogues.queries.lines import (
    guest_meetings,
    last_meeting,
    meeting_in_the_way,
    meetings_of,
    meets_already,
    one_series,
)
from app.dialogues.queries.said import agenda_of, written_by
from app.dialogues.seating import refusals_to_page, sit, words_for
from app.dialogues.series import services
from app.dialogues.series.choices import anybody_left, choices_for, parse
from app.dialogues.series.forms import CancelForm, ChangeSeriesForm, MeetingForm, SeriesForm
from app.dialogues.series.pace import next_meeting_day
from app.dialogues.series.pages import Choice, my_lines, my_side, speakers_now
from app.dialogues.verdicts import verdicts_of
from app.organisation.appointments import managers_above
from app.organisation.models import Person
from app.records.queries import Change, history_of, readings_of
from app.records.reading_log import log_readings
from app.steering.routes import profile_in_force, worded
from app.ui.timeline import line


@dialogues.get("/")
@requires(May.TAKE_PART)
def index() -> str:
    """Show everyone one has dialogues with, the soonest meeting first, and meetings one is invited to."""
    actor = acting()
    lines = my_lines(db.session, actor)
    may_plan = actor.may(May.PLAN_DIALOGUES)
    return render_template(
        "dialogues/series/index.html",
        lines=lines,
        invited=guest_meetings(db.session, actor),
        may_plan=may_plan,
        may_begin=may_plan and anybody_left(db.session, actor, [one.series for one in lines]),
        states=wording.STATES,
        pairs=wording.PAIRS,
    )


@dialogues.route("/ny-serie", methods=["GET", "POST"])
@requires(May.PLAN_DIALOGUES)
def new_series() -> str | Response | tuple[str, int]:
    """Begin a line of meetings with somebody below, with an employee, or with the presidium."""
    offered = choices_for(db.session, acting())
    form = SeriesForm()
    form.pair.choices = [("", gettext("Välj")), *((choice.value, choice.label) for choice in offered)]
    kinds = sorted({choice.pair_kind for choice in offered})
    form.template.choices = [
        (str(template.id), template.name) for kind in kinds for template in templates_for(db.session, kind)
    ]
    form.rhythm.choices = rhythms()
    if not form.is_submitted():
        form.pair.data = request.args.get("med", "")
    if form.validate_on_submit():
        choice = parse(form.pair.data, offered)
        allowed = {t.id for t in templates_for(db.session, choice.pair_kind)} if choice else set()
        if choice is not None and int(form.template.data) in allowed:
            return _begin(choice, form)
        form.template.errors = [gettext("Den mallen är gjord för ett annat slags par. Välj en annan.")]
    page = render_template("dialogues/series/new.html", form=form, nobody=not offered)
    return (page, 422) if form.errors else page


def _begin(choice: Choice, form: SeriesForm) -> Response:
    (over_unit, over_kind, over_person), (rep_unit, rep_kind, rep_person) = choice.over, choice.rep
    over = services.post_for(db.session, unit_id=over_unit, kind=over_kind, person_id=over_person)
    rep = services.post_for(db.session, unit_id=rep_unit, kind=rep_kind, person_id=rep_person)
    try:
        series = services.start_series(
            db.session,
            actor_id=acting().person_id,
            pair_kind=choice.pair_kind,
            over_post=over,
            rep_post=rep,
            template_id=int(form.template.data),
            rhythm=form.rhythm.data or "",
        )
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
        (_local_day(m.starts_at), verdicts.get(m.id), m.held_at is not None)
        for m in meetings
        if m.state != State.CANCELLED
    ]
    return render_template(
        "dialogues/series/line.html",
        series=series,
        side=my_side(series, actor),
        speakers=speakers_now(db.session, series, actor),
        meetings=meetings,
        wholes={dialogue_id: content.get("whole", "") for dialogue_id, content in editions.items()},
        verdicts=verdicts,
        drawing=line(drawn, clock.today()),
        agreements=agreements_of_series(db.session, actor, series.id),
        states=wording.STATES,
        pairs=wording.PAIRS,
        rhythms=dict(rhythms()),
        Side=Side,
    )


def _local_day(moment: datetime) -> date:
    return moment.astimezone(clock.STOCKHOLM).date()


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
    if form.validate_on_submit():
        services.change_series(
            db.session,
            actor_id=acting().person_id,
            series=series,
            template_id=int(form.template.data),
            rhythm=form.rhythm.data or "",
            ended_on=(series.ended_on or clock.today()) if form.ended.data else None,
        )
        db.session.commit()
        flash(gettext("Sparat."), "done")
        return redirect(url_for("dialogues.series_page", series_id=series.id))
    page = render_template("dialogues/series/change.html", form=form, series=series)
    return (page, 422) if form.errors else page


@dialogues.route("/serie/<int:series_id>/nytt-mote", methods=["GET", "POST"])
@requires(May.TAKE_PART)
def plan(series_id: int) -> str | Response | tuple[str, int]:
    """Plan the next meeting of a series."""
    actor, series = acting(), _series(series_id, write=request.method == "POST")
    if series.ended_on is not None:
        flash(gettext("Serien är avslutad. Öppna den igen för att planera ett möte."), "problem")
        return redirect(url_for("dialogues.series_page", series_id=series.id))
    form = MeetingForm(**_suggested(series))
    if form.validate_on_submit() and _is_free(series.id, form):
        speakers = speakers_now(db.session, series, actor)
        try:
            dialogue = services.plan_dialogue(
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
        notes = _around(dialogue, [person.id for person in speakers.values()]).notes
        invited = next((one.name for one in speakers.values() if one.id != actor.person_id), "")
        db.session.commit()
        flash(
            gettext(
                "Mötet är bokat. %(name)s får en inbjudan. Ni kan förbereda er var för sig.", name=invited
            ),
            "done",
        )
        _mention(notes)
        return redirect(url_for("dialogues.meeting", dialogue_id=dialogue.id))
    page = _plan_page(series, form)
    return (page, 422) if form.errors else page


def _is_free(series_id: int, form: MeetingForm, *, moved: Dialogue | None = None) -> bool:
    """Tell whether the two can meet then, and say by the day when they already do; `moved` is not in its own way."""
    starts_at, minutes = form.starts_at(), form.minutes.data or 90
    if moved is not None and (moved.starts_at, moved.minutes) == (starts_at, minutes):
        return True
    if meets_already(db.session, series_id, starts_at, minutes, but=moved.id if moved else None):
        form.day.errors = [str(wording.REASONS["time_taken"])]
        return False
    return True


def _plan_page(series: Series, form: MeetingForm, problem: str = "") -> str:
    speakers = speakers_now(db.session, series, acting())
    people = [person.id for person in speakers.values()]
    return render_template(
        "dialogues/series/plan.html",
        form=form,
        series=series,
        speakers=speakers,
        problem=problem,
        around=around(db.session, acting(), people, form.chosen, form.minutes.data),
    )


def _around(dialogue: Dialogue, people: list[int]) -> Surroundings:
    return around(db.session, acting(), people, dialogue.starts_at, dialogue.minutes, but=dialogue.id)


def _mention(notes: list[str]) -> None:
    """Say what speaks against a time that was set all the same."""
    if notes:
        flash(gettext("Att tänka på den dagen: %(notes)s.", notes="; ".join(notes)), "plain")


def _suggested(series: Series) -> dict[str, object]:
    """Fill in what the product knows: as the last time, at the pace of the series."""
    last = last_meeting(db.session, series.id)
    if last is None:
        return {"title": gettext("Dialog")}
    rhythm = next((r for r in profile_in_force().rhythms if r.key == series.rhythm), None)
    per_year = (rhythm.times_per_year or len(rhythm.months)) if rhythm else None
    local = last.starts_at.astimezone(clock.STOCKHOLM)
    return {
        "title": without_day(last) or gettext("Dialog"),
        "day": next_meeting_day(local.date(), per_year, clock.today()),
        "time": local.time(),
        "minutes": last.minutes,
        "place": last.place,
    }


def _agenda(series: Series) -> TemplateVersion:
    version = current_version(db.session, series.template_id)
    if version is None:
        abort(404)
    return version


@dialogues.get("/<int:dialogue_id>/")
@requires(May.TAKE_PART)
def meeting(dialogue_id: int) -> str | Response:
    """Show a meeting: its record when established, otherwise time, place, people, themes and the next step."""
    seated = sit(dialogue_id)
    if seated.dialogue.state == State.ESTABLISHED:
        return record_page(seated)
    dialogue, seat = seated.dialogue, seated.seat
    return render_template(
        "dialogues/series/meeting.html",
        seated=seated,
        dialogue=dialogue,
        seat=seat,
        themes=agenda_of(db.session, dialogue.id) if rules.may_list_themes(dialogue, seat) else [],
        written=written_by(db.session, dialogue.id, seat.person_id),
        line=[(state, wording.STATES[state]) for state in rules.LINE],
        states=wording.STATES,
        why_not_start=rules.why_not_start(dialogue, seat.person_id, clock.now()),
        reasons=wording.REASONS,
        called_off=_called_off(dialogue) if seat.takes_part else None,
        in_the_way=_in_the_way(dialogue) if seat.takes_part else None,
        open_pictures=rules.pictures_open(dialogue),
        day_has_come=_local_day(dialogue.starts_at) <= clock.today(),
        both_shared=rules.both_shared(dialogue),
        together=rules.together,
        people=invitable(dialogue) if seat.takes_part else [],
        attendance_noted=rules.attendance_noted(dialogue),
        files=files_of_meeting(seated),
        may_attach=rules.may_attach(dialogue, seat) is None,
        may_decline=rules.may_decline(dialogue, seat) is None,
        proposal=proposal_from(dialogue, seat.side.other) if seat.takes_part and seat.side else None,
        expected=expected,
        ahead=dialogue.starts_at > clock.now(),
        Side=Side,
        State=State,
    )


def _called_off(dialogue: Dialogue) -> Change | None:
    """Tell who called a meeting off and when, or None where nobody has."""
    if dialogue.state != State.CANCELLED:
        return None
    steps = (one for one in history_of(db.session, "dialogue", dialogue.id) if one.action == "step")
    return next((one for one in steps if one.after and one.after.get("state") == State.CANCELLED), None)


def _in_the_way(dialogue: Dialogue) -> Dialogue | None:
    """Give the meeting that has got the time of one called off, or None."""
    if dialogue.state != State.CANCELLED:
        return None
    return meeting_in_the_way(
        db.session, dialogue.series_id, dialogue.starts_at, dialogue.minutes, but=dialogue.id
    )


def invitable(dialogue: Dialogue) -> list[Person]:
    """Give the support people, and a presiding colleague, who could be invited: support of the two units or above."""
    series = dialogue.series
    taken = {p.person_id for p in dialogue.participants} | {
        g.person_id for g in dialogue.guests if g.over_agreed_at or g.rep_agreed_at or g.declined_at
    }
    return [
        person
        for person in support_for(
            db.session, [series.over_post.unit_id, series.rep_post.unit_id], clock.today()
        )
        if person.id not in taken
    ]


@dialogues.route("/<int:dialogue_id>/andra", methods=["GET", "POST"])
@requires(May.TAKE_PART)
@refusals_to_page
def change_meeting(dialogue_id: int) -> str | Response | tuple[str, int]:
    """Move a meeting or change its title or place."""
    seated = sit(dialogue_id, write=request.method == "POST")
    dialogue = seated.dialogue
    blocked = why_not_reply(dialogue, seated.seat)
    if blocked:
        flash(str(wording.REASONS[blocked]), "problem")
        return redirect(url_for("dialogues.meeting", dialogue_id=dialogue.id))
    people = [one.person_id for one in dialogue.participants]
    local = dialogue.starts_at.astimezone(clock.STOCKHOLM)
    form = MeetingForm(
        title=dialogue.title,
        day=local.date(),
        time=local.time(),
        minutes=dialogue.minutes,
        place=dialogue.place,
    )
    if form.validate_on_submit() and _is_free(dialogue.series_id, form, moved=dialogue):
        services.change_meeting(
            db.session,
            seat=seated.seat,
            dialogue=dialogue,
            title=form.title.data or "",
            starts_at=form.starts_at(),
            minutes=form.minutes.data or 90,
            place=form.place.data or "",
        )
        notes = _around(dialogue, people).notes
        other = seated.other
        db.session.commit()
        flash(gettext("Sparat. %(name)s ser den nya tiden.", name=other), "done")
        _mention(notes)
        return redirect(url_for("dialogues.meeting", dialogue_id=dialogue.id))
    page = render_template(
        "dialogues/series/change_meeting.html",
        form=form,
        seated=seated,
        dialogue=dialogue,
        around=around(db.session, acting(), people, form.chosen, form.minutes.data, but=dialogue.id),
    )
    return (page, 422) if form.errors else page


@dialogues.post("/<int:dialogue_id>/steg")
@requires(May.TAKE_PART)
@refusals_to_page
def step(dialogue_id: int) -> Response:
    """Take the dialogue a step on or back."""
    seated = sit(dialogue_id, write=True)
    try:
        target = State(request.form.get("till", ""))
    except ValueError:
        abort(400)
    if target is State.CANCELLED:
        return redirect(url_for("dialogues.cancel", dialogue_id=dialogue_id))
    taken_back = seated.dialogue.state == State.CANCELLED
    services.take_step(db.session, seat=seated.seat, dialogue=seated.dialogue, target=target)
    other = seated.other
    notes = []
    if taken_back:
        people = [one.person_id for one in seated.dialogue.participants]
        notes = _around(seated.dialogue, people).notes
    db.session.commit()
    if taken_back:
        flash(gettext("Mötet ska hållas igen. %(name)s får en ny inbjudan.", name=other), "done")
        _mention(notes)
    if target is State.ESTABLISHING:
        return redirect(url_for("dialogues.whole", dialogue_id=dialogue_id))
    if target is State.HELD:
        first = agenda_of(db.session, dialogue_id)[0]
        return redirect(url_for("dialogues.theme", dialogue_id=dialogue_id, theme_id=first.id))
    return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id))


@dialogues.route("/<int:dialogue_id>/stall-in", methods=["GET", "POST"])
@requires(May.TAKE_PART)
@refusals_to_page
def cancel(dialogue_id: int) -> str | Response | tuple[str, int]:
    """Call a meeting off, with a reason."""
    seated = sit(dialogue_id, write=request.method == "POST")
    form = CancelForm()
    if form.validate_on_submit():
        services.take_step(
            db.session,
            seat=seated.seat,
            dialogue=seated.dialogue,
            target=State.CANCELLED,
            reason=form.reason.data or "",
        )
        db.session.commit()
        flash(gettext("Mötet är inställt. Det ni skrivit finns kvar."), "done")
        return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id))
    page = render_template("dialogues/series/cancel.html", form=form, seated=seated, dialogue=seated.dialogue)
    return (page, 422) if form.errors else page


@dialogues.post("/<int:dialogue_id>/ta-over")
@requires(May.TAKE_PART)
@refusals_to_page
def take_over(dialogue_id: int) -> Response:
    """Take the seat of the one who held the post before."""
    seated = sit(dialogue_id, write=True)
    services.take_over(db.session, seat=seated.seat, dialogue=seated.dialogue)
    db.session.commit()
    flash(gettext("Du deltar nu i dialogen. Det företrädaren förberett och inte delat ser du inte."), "done")
    return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id))


@dialogues.post("/<int:dialogue_id>/gaster")
@requires(May.TAKE_PART)
@refusals_to_page
def invite(dialogue_id: int) -> Response:
    """Invite a support person, or agree to the other's invitation."""
    seated = sit(dialogue_id, write=True)
    person_id = request.form.get("person", type=int)
    known = {guest.person_id for guest in seated.dialogue.guests}
    offered = {person.id for person in invitable(seated.dialogue)} if seated.seat.takes_part else set()
    if person_id is None or person_id not in known | offered:
        abort(404)
    services.invite_guest(db.session, seat=seated.seat, dialogue=seated.dialogue, person_id=person_id)
    db.session.commit()
    return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id) + "#guests")


@dialogues.post("/<int:dialogue_id>/gaster/<int:guest_id>/ta-tillbaka")
@requires(May.TAKE_PART)
@refusals_to_page
def uninvite(dialogue_id: int, guest_id: int) -> Response:
    """Take back one's side's invitation."""
    seated = sit(dialogue_id, write=True)
    guest = db.session.get(Guest, guest_id)
    if guest is None or guest.dialogue_id != dialogue_id:
        abort(404)
    services.uninvite_guest(db.session, seat=seated.seat, dialogue=seated.dialogue, guest=guest)
    db.session.commit()
    return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id) + "#guests")


@dialogues.post("/<int:dialogue_id>/tacka-nej")
@requires(May.TAKE_PART)
@refusals_to_page
def decline(dialogue_id: int) -> Response:
    """Say no to an invitation, as the one invited."""
    seated = sit(dialogue_id, write=True)
    services.decline_invitation(
        db.session, seat=seated.seat, dialogue=seated.dialogue, because=request.form.get("reason", "")
    )
    db.session.commit()
    names = {"one": seated.name(Side.OVER), "other": seated.name(Side.REP)}
    flash(gettext("Du har tackat nej. %(one)s och %(other)s ser det.", **names), "done")
    return redirect(url_for("dialogues.index"))


@dialogues.post("/<int:dialogue_id>/narvaro")
@requires(May.TAKE_PART)
@refusals_to_page
def attendance(dialogue_id: int) -> Response:
    """Note who was there."""
    seated = sit(dialogue_id, write=True)
    present = set(request.form.getlist("present", type=int))
    services.note_attendance(db.session, seat=seated.seat, dialogue=seated.dialogue, present=present)
    db.session.commit()
    flash(gettext("Närvaron är sparad."), "done")
    page = "dialogues.whole" if request.form.get("from") == "whole" else "dialogues.meeting"
    return redirect(url_for(page, dialogue_id=dialogue_id) + "#attendance")


@dialogues.get("/<int:dialogue_id>/lasare")
@requires(May.TAKE_PART)
def readers(dialogue_id: int) -> str:
    """Show who can read what of this dialogue, who has, and what has happened to it."""
    seated = sit(dialogue_id)
    ends = seated.dialogue.series
    support = support_for(db.session, [ends.over_post.unit_id, ends.rep_post.unit_id], clock.today())
    invited = [g.person for g in seated.dialogue.guests if g.over_agreed_at and g.rep_agreed_at]
    return render_template(
        "dialogues/series/readers.html",
        seated=seated,
        dialogue=seated.dialogue,
        # An invitation reads no further than being support there now: who left is not among the readers.
        guests=[person for person in invited if person in support],
        readings=readings_of(db.session, "dialogue", dialogue_id) if seated.seat.takes_part else [],
        changes=history_of(db.session, "dialogue", dialogue_id) if seated.seat.takes_part else [],
        above=managers_above(db.session, seated.dialogue.series.over_post.unit_id, clock.today()),
        states=wording.STATES,
        Side=Side,
    )
