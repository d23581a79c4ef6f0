"""Answering an invitation, proposing another time, taking the one proposed, and the meeting as a file for one's calendar."""

from datetime import datetime

from flask import Response as FlaskResponse
from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.config import Settings
from app.db import db
from app.dialogues import wording
from app.dialogues.blueprint import dialogues
from app.dialogues.errors import Changed, NotAllowedNow
from app.dialogues.inviting import rules, services
from app.dialogues.inviting.forms import ProposeForm
from app.dialogues.models import Reply, State
from app.dialogues.planning.pages import around
from app.dialogues.queries.lines import meets_already
from app.dialogues.rules import Standing
from app.dialogues.seating import Seated, refusals_to_page, sit, typed_text
from app.dialogues.series.ending import ending_by, swedish_day
from app.dialogues.series.timing import around_meeting, mention
from app.dialogues.telling import in_calendars
from app.notifications import calendar
from app.ui import formats
from app.ui.install import locale
from app.ui.notices import tell

ANSWERS = {Reply.ACCEPTED, Reply.DECLINED}


@dialogues.post("/<int:dialogue_id>/svar", endpoint="reply")
@requires(May.TAKE_PART)
@refusals_to_page
def reply_to_invitation(dialogue_id: int) -> Response | tuple[str, int]:
    """Say that one comes, or that one cannot."""
    seated = sit(dialogue_id, write=True)
    try:
        answer = Reply(request.form.get("reply", ""))
    except ValueError:
        abort(400)
    if answer not in ANSWERS:
        return redirect(url_for("dialogues.another_time", dialogue_id=dialogue_id))
    try:
        services.reply(
            db.session,
            seat=seated.seat,
            dialogue=seated.dialogue,
            answer=answer,
            words=request.form.get("words", ""),
            shown=_shown(),
        )
    except Changed:
        return _has_another_time(seated)
    other = seated.other
    db.session.commit()
    said = (
        gettext("Du har svarat att du inte kan komma. %(name)s ser det.", name=other)
        if answer is Reply.DECLINED
        else gettext("Du har svarat att du kommer. %(name)s ser det.", name=other)
    )
    undo = url_for("dialogues.take_back_reply", dialogue_id=dialogue_id)
    tell(said, undo=f"{undo}?from=start" if request.form.get("from") == "start" else undo)
    return _back(dialogue_id)


def _shown() -> str | None:
    """Give the time the page showed; the start page may not tell, every other page does."""
    unknown = None if request.form.get("from") == "start" else ""
    return request.form.get("shown", unknown)


def _has_another_time(seated: Seated) -> Response | tuple[str, int]:
    """Say which time the meeting has now, and that no answer to it has been given; what was typed is given back."""
    starts_at, minutes = seated.dialogue.starts_at, seated.dialogue.minutes
    message = gettext(
        "Mötet har fått en annan tid: %(day)s %(clock)s, %(n)s minuter. Inget svar är sparat. Svara på den tiden.",
        day=formats.weekday(starts_at, clock.today(), locale()),
        clock=formats.clock_time(starts_at, locale()),
        n=minutes,
    )
    answer_anew = url_for("dialogues.meeting", dialogue_id=seated.dialogue.id, _anchor="reply")
    words = typed_text()
    if words:
        page = render_template("components/refused.html", message=message, text=words, way_back=answer_anew)
        return page, 409
    flash(message, "problem")
    return redirect(answer_anew)


@dialogues.post("/<int:dialogue_id>/svar/angra", endpoint="take_back_reply")
@requires(May.TAKE_PART)
@refusals_to_page
def take_back_reply(dialogue_id: int) -> Response:
    """Undo one's last answer."""
    seated = sit(dialogue_id, write=True)
    services.take_back_reply(db.session, seat=seated.seat, dialogue=seated.dialogue)
    db.session.commit()
    flash(gettext("Ditt svar är tillbakataget."), "done")
    return _back(dialogue_id)


def _back(dialogue_id: int) -> Response:
    if "start" in (request.form.get("from"), request.args.get("from")):
        return redirect(url_for("home.start"))
    return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id) + "#reply")


@dialogues.route("/<int:dialogue_id>/annan-tid", methods=["GET", "POST"], endpoint="another_time")
@requires(May.TAKE_PART)
@refusals_to_page
def propose_another_time(dialogue_id: int) -> str | Response | tuple[str, int]:
    """Propose another time; the meeting keeps the one it has until the other takes it."""
    seated = sit(dialogue_id, write=request.method == "POST")
    blocked = rules.why_not_reply(seated.dialogue, seated.seat)
    if blocked:
        raise NotAllowedNow(blocked)
    dialogue = seated.dialogue
    mine = rules.proposal_from(dialogue, seated.seat.side)
    local = ((mine.proposed_at if mine else None) or dialogue.starts_at).astimezone(clock.STOCKHOLM)
    form = ProposeForm(day=local.date(), time=local.time(), words=mine.reply_words if mine else "")
    if form.validate_on_submit() and form.chosen is not None:
        why_not = rules.why_not_propose(dialogue, form.chosen, clock.now())
        if why_not is None and meets_already(
            db.session, dialogue.series_id, form.chosen, dialogue.minutes, but=dialogue.id
        ):
            why_not = "time_taken"
        ending = ending_by(db.session, dialogue.series, swedish_day(form.chosen))
        if why_not is None and ending is not None and not ending.heirs:
            form.day.errors = [wording.nobody_left(ending)]
        elif why_not is None:
            return _proposed(seated, form.chosen, form.words.data or "")
        else:
            form.day.errors = [str(wording.REASONS[why_not])]
    people = [one.person_id for one in dialogue.participants]
    page = render_template(
        "dialogues/inviting/propose.html",
        form=form,
        seated=seated,
        dialogue=dialogue,
        around=around(
            db.session,
            acting(),
            people,
            form.chosen or dialogue.starts_at,
            dialogue.minutes,
            series=None if form.errors else dialogue.series,
            but=dialogue.id,
        ),
    )
    return (page, 422) if form.errors else page


def _proposed(seated: Seated, proposed_at: datetime, words: str) -> Response:
    dialogue_id, other = seated.dialogue.id, seated.other
    services.reply(
        db.session,
        seat=seated.seat,
        dialogue=seated.dialogue,
        answer=Reply.PROPOSED,
        words=words,
        proposed_at=proposed_at,
    )
    db.session.commit()
    flash(gettext("Du har föreslagit en annan tid. %(name)s ser det.", name=other), "done")
    return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id) + "#reply")


@dialogues.post("/<int:dialogue_id>/ta-tiden", endpoint="take_proposed")
@requires(May.TAKE_PART)
@refusals_to_page
def take_proposed_time(dialogue_id: int) -> Response:
    """Move the meeting to the time the other proposed."""
    seated = sit(dialogue_id, write=True)
    services.take_proposed(
        db.session,
        seat=seated.seat,
        dialogue=seated.dialogue,
        expected=request.form.get("expected", ""),
    )
    other = seated.other
    notes = around_meeting(seated.dialogue, [one.person_id for one in seated.dialogue.participants]).notes
    db.session.commit()
    flash(gettext("Mötet är flyttat. %(name)s får veta det.", name=other), "done")
    mention(notes)
    return _back(dialogue_id)


@dialogues.get("/<int:dialogue_id>/mote.ics", endpoint="calendar_file")
@requires(May.TAKE_PART)
def meeting_for_calendar(dialogue_id: int) -> FlaskResponse:
    """Give a meeting one sits in or is invited to as a file that calendars open: title, time and place."""
    seated = sit(dialogue_id)
    if seated.seat.standing is Standing.HOLDER or seated.dialogue.state == State.CANCELLED:
        abort(404)
    settings = current_app.config["SETTINGS"]
    assert isinstance(settings, Settings)  # noqa: S101  # nosec B101  for the type checker
    content = calendar.feed([in_calendars(seated.dialogue)], name="Samsyn", base_url=settings.base_url)
    response = FlaskResponse(content, mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="mote.ics"'
    return response
