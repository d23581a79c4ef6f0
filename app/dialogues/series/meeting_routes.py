"""The page of a meeting as such: when, where, who, how far it has come, who has read it."""

import re
from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.dialogues import rules, wording
from app.dialogues.attaching.pages import files_of_meeting
from app.dialogues.blueprint import dialogues
from app.dialogues.errors import AttendanceChanged, Changed, NotAllowedNow
from app.dialogues.establishing.fallen import why_it_fell
from app.dialogues.establishing.pages import on_to_establish, record_page
from app.dialogues.inviting.rules import AHEAD, expected, proposal_from, shown_time, why_not_reply
from app.dialogues.models import Dialogue, Guest, Side, State
from app.dialogues.planning.pages import around
from app.dialogues.queries.holders import support_for
from app.dialogues.queries.lines import (
    meeting_in_the_way,
)
from app.dialogues.queries.said import LeftBehind, agenda_of, left_behind_in, whole_of, written_by
from app.dialogues.seating import Seated, back_to, refusals_to_page, sit, words_for
from app.dialogues.series import services
from app.dialogues.series.ending import Ending, ending_by
from app.dialogues.series.forms import CancelForm, MeetingForm
from app.dialogues.series.taking_over import take_over as take_seat
from app.dialogues.series.timing import around_meeting, is_free, local_day, mention
from app.organisation.models import Person
from app.records.queries import Change, history_of
from app.writing.answering import reading_through

NOTED = {"yes": True, "no": False}
"""How a form says what was noted of somebody; nothing where nothing was."""
NUMBER = re.compile(r"[0-9]{1,9}")


@dialogues.get("/<int:dialogue_id>/")
@requires(May.TAKE_PART)
def meeting(dialogue_id: int) -> str | Response:
    """Show a meeting: its record when established, otherwise time, place, people, themes and the next step."""
    seated = sit(dialogue_id)
    if seated.dialogue.state == State.ESTABLISHED:
        return record_page(seated)
    dialogue, seat = seated.dialogue, seated.seat
    ending = _after_the_end(dialogue)
    proposal = proposal_from(dialogue, seat.side.other) if seat.takes_part and seat.side else None
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
        left_behind=_left_behind(seated),
        in_the_way=_in_the_way(dialogue) if seat.takes_part else None,
        open_pictures=rules.pictures_open(dialogue),
        day_has_come=local_day(dialogue.starts_at) <= clock.today(),
        both_shared=rules.both_shared(dialogue),
        nothing_yet=_nothing_yet(dialogue),
        fell=why_it_fell(seated),
        together=rules.together,
        people=invitable(dialogue) if seat.takes_part else [],
        attendance_noted=rules.attendance_noted(dialogue),
        files=files_of_meeting(seated),
        may_attach=rules.may_attach(dialogue, seat) is None,
        may_decline=rules.may_decline(dialogue, seat) is None,
        proposal=proposal,
        against=_against(dialogue, proposal.proposed_at) if proposal else [],
        ending=ending,
        ends=wording.after_the_end(ending) if ending else "",
        expected=expected,
        shown=shown_time(dialogue),
        instead_of=_agreed_day(dialogue) if request.args.get("borja") and _would_ask(seated) else "",
        ahead=dialogue.starts_at > clock.now(),
        Side=Side,
        State=State,
    )


def _nothing_yet(dialogue: Dialogue) -> bool:
    """Tell whether the two establish, and the shared picture is still to be written."""
    if dialogue.state != State.ESTABLISHING:
        return False
    whole = whole_of(db.session, dialogue.id)
    return whole is None or not whole.text.strip()


def _against(dialogue: Dialogue, proposed_at: datetime | None) -> list[str]:
    """Tell what speaks against a time the other has proposed, as where one books one."""
    people = [one.person_id for one in dialogue.participants]
    return around(
        db.session,
        acting(),
        people,
        proposed_at,
        dialogue.minutes,
        series=dialogue.series,
        but=dialogue.id,
    ).notes


def _after_the_end(dialogue: Dialogue) -> Ending | None:
    """Tell which unit of the two is no more by the day of a meeting still to come."""
    if dialogue.state not in AHEAD:
        return None
    return ending_by(db.session, dialogue.series, local_day(dialogue.starts_at))


def _would_ask(seated: Seated) -> bool:
    """Tell whether one can start the meeting, but on another day than the agreed one."""
    now = clock.now()
    return (
        rules.is_ahead_of_its_day(seated.dialogue, State.HELD, now)
        and rules.why_not_step(seated.dialogue, State.HELD, seated.seat, now) is None
    )


def _agreed_day(dialogue: Dialogue) -> str:
    return local_day(dialogue.starts_at).isoformat()


def _called_off(dialogue: Dialogue) -> Change | None:
    """Tell who called a meeting off and when, or None where nobody has."""
    if dialogue.state != State.CANCELLED:
        return None
    steps = (one for one in history_of(db.session, "dialogue", dialogue.id) if one.action == "step")
    return next((one for one in steps if one.after and one.after.get("state") == State.CANCELLED), None)


def _left_behind(seated: Seated) -> list[LeftBehind]:
    """Give what one of the two reads of what was written for a meeting that was called off: their own, and what both wrote."""
    if seated.dialogue.state != State.CANCELLED or not seated.seat.takes_part:
        return []
    return left_behind_in(db.session, seated.dialogue.id, seated.seat.person_id)


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
        raise NotAllowedNow(blocked)
    local = dialogue.starts_at.astimezone(clock.STOCKHOLM)
    form = MeetingForm(
        title=dialogue.title,
        day=local.date(),
        time=local.time(),
        minutes=dialogue.minutes,
        place=dialogue.place,
    )
    sent = request.form.get("expected", type=int)
    changed = form.is_submitted() and sent != dialogue.calendar_sequence
    # What was begun on another time is refused as such, whether the two are free then or not.
    if form.validate_on_submit() and (changed or is_free(dialogue.series, form, moved=dialogue)):
        try:
            return _changed_meeting(seated, form, expected=sent)
        except Changed:
            return _change_page(seated, form, str(dialogue.calendar_sequence), changed=True), 409
    if form.errors:
        return _change_page(seated, form, request.form.get("expected", "")), 422
    return _change_page(seated, form, str(dialogue.calendar_sequence))


def _changed_meeting(seated: Seated, form: MeetingForm, *, expected: int | None) -> Response:
    dialogue, other = seated.dialogue, seated.other
    services.change_meeting(
        db.session,
        seat=seated.seat,
        dialogue=dialogue,
        expected=expected,
        title=form.title.data or "",
        starts_at=form.starts_at(),
        minutes=form.minutes.data or 90,
        place=form.place.data or "",
    )
    notes = around_meeting(dialogue, [one.person_id for one in dialogue.participants]).notes
    db.session.commit()
    flash(gettext("Sparat. %(name)s ser den nya tiden.", name=other), "done")
    mention(notes)
    return redirect(url_for("dialogues.meeting", dialogue_id=dialogue.id))


def _change_page(seated: Seated, form: MeetingForm, expected: str, *, changed: bool = False) -> str:
    """Show the form; `changed` tells how the meeting stands now above what was typed on how it stood."""
    dialogue = seated.dialogue
    people = [one.person_id for one in dialogue.participants]
    return render_template(
        "dialogues/series/change_meeting.html",
        form=form,
        seated=seated,
        dialogue=dialogue,
        expected=expected,
        changed=changed,
        around=around(
            db.session,
            acting(),
            people,
            form.chosen,
            form.minutes.data,
            series=None if form.errors else dialogue.series,
            but=dialogue.id,
        ),
    )


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
    _refuse_another_step(seated.dialogue, target)
    if rules.is_ahead_of_its_day(seated.dialogue, target, clock.now()):
        return _start_ahead_of_its_day(seated)
    taken_back = seated.dialogue.state == State.CANCELLED
    services.take_step(db.session, seat=seated.seat, dialogue=seated.dialogue, target=target)
    other = seated.other
    notes = []
    if taken_back:
        people = [one.person_id for one in seated.dialogue.participants]
        notes = around_meeting(seated.dialogue, people).notes
    db.session.commit()
    if taken_back:
        flash(gettext("Mötet ska hållas igen. %(name)s får en ny inbjudan.", name=other), "done")
        mention(notes)
    if target is State.ESTABLISHING:
        flash(on_to_establish(seated.dialogue), "done")
        return redirect(url_for("dialogues.whole", dialogue_id=dialogue_id, las=reading_through()))
    if target is State.HELD:
        return _to_the_first_theme(dialogue_id)
    return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id))


def _refuse_another_step(dialogue: Dialogue, target: State) -> None:
    """Refuse what was pressed on a page of before, where it is another step by now; the same step taken twice is none."""
    stood = request.form.get("state")
    if stood is not None and dialogue.state != target and rules.is_another_step(dialogue, target, stood):
        raise NotAllowedNow("no_such_step")


def _start_ahead_of_its_day(seated: Seated) -> Response:
    """Start a meeting today that was agreed for a later day, once one has said that it is held today."""
    dialogue_id = seated.dialogue.id
    if _would_ask(seated) and request.form.get("instead_of") != _agreed_day(seated.dialogue):
        return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id, borja=1))
    services.start_today(db.session, seat=seated.seat, dialogue=seated.dialogue)
    db.session.commit()
    return _to_the_first_theme(dialogue_id)


def _to_the_first_theme(dialogue_id: int) -> Response:
    first = agenda_of(db.session, dialogue_id)[0]
    return redirect(url_for("dialogues.theme", dialogue_id=dialogue_id, theme_id=first.id))


@dialogues.route("/<int:dialogue_id>/stall-in", methods=["GET", "POST"])
@requires(May.TAKE_PART)
@refusals_to_page
def cancel(dialogue_id: int) -> str | Response | tuple[str, int]:
    """Call a meeting off, with a reason."""
    seated = sit(dialogue_id, write=request.method == "POST")
    form = CancelForm()
    if form.validate_on_submit():
        _refuse_another_step(seated.dialogue, State.CANCELLED)
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
    page = render_template(
        "dialogues/series/cancel.html",
        form=form,
        seated=seated,
        dialogue=seated.dialogue,
        # Where the form is shown anew it is still the one that was begun.
        state=request.form.get("state", seated.dialogue.state),
    )
    return (page, 422) if form.errors else page


@dialogues.post("/<int:dialogue_id>/ta-over")
@requires(May.TAKE_PART)
@refusals_to_page
def take_over(dialogue_id: int) -> Response:
    """Take the seat of the one who held the post before."""
    seated = sit(dialogue_id, write=True)
    take_seat(db.session, seat=seated.seat, dialogue=seated.dialogue)
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
    try:
        services.note_attendance(
            db.session, seat=seated.seat, dialogue=seated.dialogue, present=present, stood=_stood()
        )
        db.session.commit()
    except AttendanceChanged as changed:
        db.session.rollback()
        flash(words_for(changed), "problem")
        return _back_to_attendance(dialogue_id)
    flash(gettext("Närvaron är sparad."), "done")
    return _back_to_attendance(dialogue_id)


def _back_to_attendance(dialogue_id: int) -> Response:
    if request.form.get("from") == "whole":
        return back_to(sit(dialogue_id), None, "attendance")
    return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id) + "#attendance")


def _stood() -> dict[int, bool | None] | None:
    """Give what the page had noted of each who was on it; None where it does not say."""
    if "stood" not in request.form:
        return None
    said = (one.partition(":") for one in request.form.getlist("stood"))
    return {int(number): NOTED.get(what) for number, _, what in said if NUMBER.fullmatch(number)}
