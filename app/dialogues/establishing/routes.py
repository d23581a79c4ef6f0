"""Establishing: the shared picture as a whole, consents, own opinions, addenda."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import requires
from app.access.matrix import May
from app.db import db
from app.dialogues import rules
from app.dialogues.about.pages import about_dialogue
from app.dialogues.attaching.pages import files_of_meeting
from app.dialogues.blueprint import dialogues
from app.dialogues.drafting import at_addendum
from app.dialogues.errors import ChangedBeforeRemoval, ChangedMeanwhile, DialogueError, Missing, NotAllowedNow
from app.dialogues.establishing import services
from app.dialogues.establishing.fallen import why_it_fell
from app.dialogues.holding.pages import agreement_rows, matter_rows
from app.dialogues.holding.routes import news_of, save_shared
from app.dialogues.models import Addendum, Side, State
from app.dialogues.preparing.routes import refused_text
from app.dialogues.queries.agreed import agreements_at
from app.dialogues.queries.said import decisions_of, matters_of, themes_said, whole_of
from app.dialogues.seating import (
    Seated,
    changed_page,
    note_that_read,
    refusals_to_page,
    removal_page,
    sit,
    words_for,
)
from app.dialogues.theme_page import theme_links
from app.drafts.pages import draft_sent
from app.writing.answering import reading_through


@dialogues.get("/<int:dialogue_id>/helhet")
@requires(May.TAKE_PART)
def whole(dialogue_id: int) -> str | Response | tuple[str, int]:
    """Show the shared picture as a whole with all that will be established with it.

    `las` in the address: it is read through and not written, by whoever writes it too.
    """
    return _whole_page(sit(dialogue_id), read_through=reading_through() is not None)


def _whole_page(
    seated: Seated, problem: str = "", own_opinion: str = "", *, read_through: bool = False
) -> str | Response | tuple[str, int]:
    dialogue = seated.dialogue
    if dialogue.state not in {State.HELD, State.ESTABLISHING} or not rules.may_read_notes(
        dialogue, seated.seat
    ):
        if problem:
            flash(problem, "problem")
        return redirect(url_for("dialogues.meeting", dialogue_id=dialogue.id))
    themes = themes_said(db.session, dialogue.id)
    shared = whole_of(db.session, dialogue.id)
    agreements = agreements_at(db.session, dialogue, seated.seat)
    about = about_dialogue(seated)
    note_that_read(seated, "whole")
    page = render_template(
        "dialogues/establishing/whole.html",
        seated=seated,
        dialogue=dialogue,
        seat=seated.seat,
        themes=themes,
        links=theme_links(seated, themes, None, set()),
        whole=shared,
        agreements=agreement_rows(seated, [a for a in agreements if a.dialogue_id == dialogue.id]),
        decisions=decisions_of(db.session, dialogue.id),
        matters=matter_rows(seated, matters_of(db.session, dialogue.id), about),
        about_dialogue=about,
        files=files_of_meeting(seated),
        consents={consent.side: consent for consent in seated.consents},
        left_opinion=_opinion_of_what_fell(seated),
        fell=why_it_fell(seated),
        may_write_whole=rules.may_write_whole(dialogue, seated.seat) is None,
        nothing_yet=not (shared and shared.text.strip()),
        read_through=read_through,
        attendance_noted=rules.attendance_noted(dialogue),
        problem=problem,
        own_opinion=own_opinion,
        together=rules.together,
        Side=Side,
        State=State,
    )
    return (page, 409) if problem else page


def _opinion_of_what_fell(seated: Seated) -> str:
    """Give the own opinion of what one gave where that no longer stands, to stand in the form again for oneself."""
    fell = (one for one in seated.dialogue.consents if one not in seated.consents)
    return next((one.own_opinion or "" for one in fell if one.person_id == seated.seat.person_id), "")


@dialogues.route("/<int:dialogue_id>/helhet/text", methods=["GET", "POST"])
@requires(May.TAKE_PART)
def whole_text(dialogue_id: int) -> Response | tuple[Response, int] | tuple[str, int]:
    """Save the shared picture as a whole, or tell the script whether it has changed."""
    seated = sit(dialogue_id, write=request.method == "POST")
    shared = whole_of(db.session, dialogue_id)
    if shared is None or not rules.may_read_notes(seated.dialogue, seated.seat):
        abort(404)
    if request.method != "POST":
        return news_of(seated, shared, "whole")
    return save_shared(seated, shared, "whole")


@dialogues.post("/<int:dialogue_id>/helhet/fran-anteckningar")
@requires(May.TAKE_PART)
@refusals_to_page
def whole_from_notes(dialogue_id: int) -> Response | tuple[Response, int] | tuple[str, int]:
    """Begin the shared picture from the notes of the themes; what is already written stays, the notes come after it."""
    seated = sit(dialogue_id, write=True)
    shared = whole_of(db.session, dialogue_id)
    if shared is None:
        abort(404)
    blocked = rules.may_write_whole(seated.dialogue, seated.seat)
    if blocked:
        # Asked before the notes are read: what is refused stands on the page that says so, and not all who sit here read them.
        raise NotAllowedNow(blocked)
    notes = services.whole_from_notes(db.session, seated.dialogue)
    return save_shared(seated, shared, "whole", followed_by=notes)


@dialogues.post("/<int:dialogue_id>/helhet/faststall")
@requires(May.TAKE_PART)
def consent(dialogue_id: int) -> str | Response | tuple[str, int] | tuple[Response, int]:
    """Establish for one's side the version on the page; the own opinion typed is never lost when it was refused."""
    seated = sit(dialogue_id, write=True)
    own_opinion = request.form.get("own_opinion", "").replace("\r\n", "\n")
    try:
        edition = services.consent(
            db.session,
            seat=seated.seat,
            dialogue=seated.dialogue,
            revision=request.form.get("revision", type=int) or 0,
            own_opinion=own_opinion,
            may_raise=seated.may_raise,
            called=request.form.get("called") or None,
        )
        draft_sent()
        db.session.commit()
    except DialogueError as error:
        db.session.rollback()
        seated = sit(dialogue_id)
        if own_opinion and not _form_is_shown(seated):
            return refused_text(seated, None, own_opinion, words_for(error))
        return _whole_page(seated, words_for(error), own_opinion, read_through=reading_through() is not None)
    if edition is not None:
        flash(gettext("Fastställd av er båda. Det här är vad ni ser tillsammans."), "done")
        return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id))
    flash(gettext("Du har fastställt. Nu väntar den på %(name)s.", name=seated.other), "done")
    return redirect(url_for("dialogues.whole", dialogue_id=dialogue_id))


def _form_is_shown(seated: Seated) -> bool:
    """Tell whether the page has the form one establishes in, where an own opinion stands; not once one has established."""
    return (
        seated.dialogue.state == State.ESTABLISHING
        and rules.may_read_notes(seated.dialogue, seated.seat)
        and all(one.side != seated.seat.side for one in seated.consents)
    )


@dialogues.post("/<int:dialogue_id>/helhet/angra")
@requires(May.TAKE_PART)
@refusals_to_page
def take_back_consent(dialogue_id: int) -> Response:
    """Take back one's own establishing while the other has not given theirs."""
    seated = sit(dialogue_id, write=True)
    given = services.take_back_consent(db.session, seat=seated.seat, dialogue=seated.dialogue)
    kept = given is not None and given.own_opinion is not None
    db.session.commit()
    if kept:
        flash(gettext("Ditt fastställande är tillbakataget. Din egna mening står kvar i rutan."), "done")
    else:
        flash(gettext("Ditt fastställande är tillbakataget."), "done")
    return redirect(url_for("dialogues.whole", dialogue_id=dialogue_id))


@dialogues.post("/<int:dialogue_id>/tillagg")
@requires(May.TAKE_PART)
def add(dialogue_id: int) -> Response | tuple[Response, int] | tuple[str, int]:
    """Propose an addendum to an established record, or change one not yet established."""
    seated = sit(dialogue_id, write=True)
    addendum_id = request.form.get("addendum", type=int)
    addendum = _addendum(seated, addendum_id) if addendum_id is not None else None
    text = request.form.get("text", "").replace("\r\n", "\n")
    try:
        services.write_addendum(
            db.session,
            seat=seated.seat,
            dialogue=seated.dialogue,
            text=text,
            addendum=addendum,
            revision=request.form.get("revision", type=int) or 0,
        )
        draft_sent(at_addendum(addendum.id) if addendum is not None else "")
        db.session.commit()
    except DialogueError as error:
        db.session.rollback()
        if isinstance(error, ChangedMeanwhile):
            return changed_page(error)
        if isinstance(error, Missing):
            flash(words_for(error), "problem")
            return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id) + "#addenda")
        return refused_text(sit(dialogue_id), None, text, words_for(error))
    flash(gettext("Tillägget väntar på att ni båda fastställer det."), "done")
    return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id) + "#addenda")


@dialogues.get("/<int:dialogue_id>/tillagg")
@requires(May.TAKE_PART)
def addenda_again(dialogue_id: int) -> Response:
    """Lead to the addenda from where one is sent."""
    return redirect(url_for("dialogues.meeting", dialogue_id=sit(dialogue_id).dialogue.id) + "#addenda")


def _addendum(seated: Seated, addendum_id: int) -> Addendum:
    found = db.session.get(Addendum, addendum_id)
    if found is None or found.dialogue_id != seated.dialogue.id:
        abort(404)
    return found


@dialogues.post("/<int:dialogue_id>/tillagg/<int:addendum_id>")
@requires(May.TAKE_PART)
@refusals_to_page
def addendum(dialogue_id: int, addendum_id: int) -> Response | tuple[str, int]:
    """Establish an addendum for one's side, or withdraw it."""
    seated = sit(dialogue_id, write=True)
    found = _addendum(seated, addendum_id)
    revision = request.form.get("revision", type=int) or 0
    if request.form.get("wish") == "withdraw":
        try:
            services.withdraw_addendum(db.session, seat=seated.seat, addendum=found, revision=revision)
        except ChangedBeforeRemoval as change:
            fields = {"wish": "withdraw", "revision": found.revision}
            return removal_page(seated, change.text, request.path, fields, None, "addenda")
    elif request.form.get("wish") == "establish":
        services.consent_to_addendum(
            db.session,
            seat=seated.seat,
            dialogue=seated.dialogue,
            addendum=found,
            revision=revision,
        )
    else:
        abort(400)
    db.session.commit()
    return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id) + "#addenda")
