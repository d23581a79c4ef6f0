"""Holding the meeting: the shared note, judgements, agreements, decisions, raised matters."""

from collections.abc import Mapping
from types import MappingProxyType

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.dialogues import rules, wording
from app.dialogues.about.pages import about_dialogue, stands_as
from app.dialogues.about.queries import about_theme
from app.dialogues.blueprint import dialogues
from app.dialogues.drafting import at_theme, begun_agreement, begun_change, can_be_kept
from app.dialogues.errors import (
    ChangedBeforeRemoval,
    ChangedMeanwhile,
    DialogueError,
    NotAllowedNow,
    TextConflict,
)
from app.dialogues.establishing.disposing import DRAFTS_OF
from app.dialogues.establishing.services import raise_if_released
from app.dialogues.holding import services
from app.dialogues.holding.pages import agreement_rows, matter_rows
from app.dialogues.models import (
    Agreement,
    AgreementState,
    Decision,
    RaisedMatter,
    SharedText,
    Side,
    State,
    Verdict,
)
from app.dialogues.preparing.routes import conflict_answer, refused_text
from app.dialogues.queries.agreed import agreements_at, one_agreement
from app.dialogues.queries.lines import one_series
from app.dialogues.queries.said import decisions_of, matters_of, note_on
from app.dialogues.seating import (
    Seated,
    back_to,
    is_autosave,
    note_that_read,
    refusals_to_page,
    removal_page,
    sit,
    theme_of,
    typed_in_from,
    words_for,
)
from app.dialogues.series.pages import my_side
from app.drafts.pages import draft_sent, drafts_in
from app.organisation.models import Person
from app.ui.formats import clock_time
from app.ui.htmx import wants_fragment
from app.ui.notices import tell


@dialogues.route("/<int:dialogue_id>/tema/<int:theme_id>/anteckning", methods=["GET", "POST"])
@requires(May.TAKE_PART)
def note(dialogue_id: int, theme_id: int) -> Response | tuple[Response, int] | tuple[str, int]:
    """Save the shared note of a theme, or tell the script what the other has written since."""
    seated = sit(dialogue_id, write=request.method == "POST")
    theme = theme_of(seated, theme_id)
    shared = note_on(db.session, theme.id)
    if shared is None or not rules.may_read_notes(seated.dialogue, seated.seat):
        abort(404)
    if request.method != "POST":
        return news_of(seated, shared, "theme", _marked_since(theme.id))
    return save_shared(seated, shared, "note")


def _marked_since(theme_id: int) -> str:
    """Give how the theme is marked now, when that is not as the page has it; nothing to one that does not ask."""
    known = request.args.get("about")
    stands = stands_as(mark.ref for mark in about_theme(db.session, theme_id)) if known else ""
    return stands if stands and stands != known else ""


def news_of(seated: Seated, shared: SharedText, what: str, marked: str = "") -> Response | tuple[str, int]:
    """Answer the script's question whether somebody else has written: 204 when not; `what` is noted as read.

    `marked` tells that what the theme is about has changed.
    """
    base = request.args.get("base", type=int) or 0
    if base == (shared.revision_id or 0):
        return jsonify(about=marked) if marked else ("", 204)
    note_that_read(seated, what)
    by = shared.updated_by.name if shared.updated_by else ""
    return jsonify(
        base=str(shared.revision_id or ""),
        text=shared.text,
        by=by,
        message=gettext("%(name)s har skrivit.", name=by),
        about=marked,
    )


def save_shared(
    seated: Seated, shared: SharedText, field: str
) -> Response | tuple[Response, int] | tuple[str, int]:
    """Save a shared text from the form, merging what the other wrote; both ways in, script and button."""
    text = request.form.get("text", "").replace("\r\n", "\n")
    base = request.form.get("base", type=int) or 0
    theme = theme_of(seated, shared.theme_id) if shared.theme_id is not None else None
    stood_at = seated.dialogue.record_revision
    try:
        saved = services.write_shared(
            db.session, seat=seated.seat, dialogue=seated.dialogue, shared=shared, text=text, base=base
        )
        # Read before the commit, after which each would be asked for anew.
        at, stands_at, theme_id = shared.updated_at, seated.dialogue.record_revision, shared.theme_id
        db.session.commit()
    except TextConflict as conflict:
        db.session.rollback()
        return conflict_answer(seated, theme, text, conflict, conflict.theirs_by, field)
    except DialogueError as error:
        db.session.rollback()
        return refused_text(seated, theme, text, words_for(error))
    message = wording.saved_at(clock_time(at or clock.now(), str(acting().language)))
    if saved.merged:
        message = gettext("%(saved)s, tillsammans med det %(name)s skrev", saved=message, name=seated.other)
    if is_autosave():
        answer = {"state": "merged" if saved.merged else "saved", "base": str(saved.base), "message": message}
        if not saved.merged:
            # One's own words are read: what one may establish moves on with them, and with nothing else.
            answer |= {"record_before": str(stood_at), "record": str(stands_at)}
        else:
            answer |= {"merged_base": str(saved.merged_base), "text": saved.text or ""}
        return jsonify(answer)
    flash(message, "done")
    return back_to(seated, theme_id, "note")


@dialogues.post("/<int:dialogue_id>/tema/<int:theme_id>/omdome")
@requires(May.TAKE_PART)
@refusals_to_page
def judge(dialogue_id: int, theme_id: int) -> str | Response:
    """Note one's own judgement of whether the two see the same."""
    seated = sit(dialogue_id, write=True)
    theme = theme_of(seated, theme_id)
    chosen = request.form.get("verdict", "")
    if chosen not in {*Verdict, ""}:
        abort(400)
    services.judge(
        db.session,
        seat=seated.seat,
        dialogue=seated.dialogue,
        theme=theme,
        verdict=Verdict(chosen) if chosen else None,
    )
    db.session.commit()
    if wants_fragment():
        return render_template("dialogues/holding/_verdict.html", seated=seated, dialogue=seated.dialogue,
                               seat=seated.seat, theme=theme, may_write=True, Side=Side,
                               many=typed_in_from(), anchor=typed_in_from())  # fmt: skip
    return back_to(seated, theme, "verdict")


def _theme_id(seated: Seated) -> int | None:
    theme_id = request.form.get("theme", type=int)
    return theme_of(seated, theme_id).id if theme_id is not None else None


@dialogues.route("/<int:dialogue_id>/overenskommelser/ny", methods=["GET", "POST"])
@requires(May.TAKE_PART)
@refusals_to_page
def agree(dialogue_id: int) -> str | Response | tuple[str, int, dict[str, str]]:
    """Write down an agreement."""
    seated = sit(dialogue_id, write=request.method == "POST")
    posted = request.method == "POST"
    theme_id = _theme_id(seated) if posted else request.args.get("tema", type=int)
    kept = None if posted else drafts_in(DRAFTS_OF, dialogue_id).at(request.path, at_theme(theme_id))
    form = begun_agreement(seated, kept)
    if form.validate_on_submit() and can_be_kept(seated, form):
        services.agree(
            db.session,
            seat=seated.seat,
            dialogue=seated.dialogue,
            theme_id=theme_id,
            promise=form.promise(),
        )
        draft_sent(at_theme(theme_id))
        db.session.commit()
        if wants_fragment():
            return _agreements(seated, theme_id)
        return back_to(seated, theme_id, "agreements")
    page = render_template(
        "dialogues/holding/_agreement_form.html" if wants_fragment() else "dialogues/holding/agreement.html",
        form=form,
        seated=seated,
        dialogue=seated.dialogue,
        theme_id=theme_id,
        agreement=None,
    )
    if not form.errors:
        return page
    # The form aims at the list, which a saved one is added to; a refused one only takes its own place.
    return page, 422, {"HX-Retarget": "#new-agreement"}


def _agreements(seated: Seated, theme_id: int | None, changed: str = "") -> str:
    return render_template(
        "dialogues/holding/_agreements.html",
        changed=changed,
        seated=seated,
        dialogue=seated.dialogue,
        theme_id=theme_id,
        may_write=rules.may_write_notes(seated.dialogue, seated.seat) is None,
        agreements=agreement_rows(seated, agreements_at(db.session, seated.dialogue, seated.seat)),
    )


@dialogues.route("/<int:dialogue_id>/overenskommelser/<int:agreement_id>", methods=["GET", "POST"])
@requires(May.TAKE_PART)
@refusals_to_page
def change_agreement(dialogue_id: int, agreement_id: int) -> str | Response | tuple[str, int]:
    """Change the words of an agreement made in this meeting."""
    seated = sit(dialogue_id, write=request.method == "POST")
    agreement = db.session.get(Agreement, agreement_id)
    if agreement is None or agreement.series_id != seated.dialogue.series_id:
        abort(404)
    if not rules.may_read_notes(seated.dialogue, seated.seat):
        abort(404)
    posted = request.method == "POST"
    kept = None if posted else drafts_in(DRAFTS_OF, dialogue_id).at(request.path)
    form, stands = begun_change(seated, agreement, kept), ""
    if form.validate_on_submit() and can_be_kept(seated, form, agreement):
        try:
            services.change_agreement(
                db.session,
                seat=seated.seat,
                dialogue=seated.dialogue,
                agreement=agreement,
                promise=form.promise(),
                revision=request.form.get("revision", type=int) or 0,
            )
            draft_sent()
            db.session.commit()
            return back_to(seated, agreement.theme_id, "agreements")
        except ChangedMeanwhile as change:
            # Nothing was changed: what was typed stands in the form, which now stands on how it reads.
            stands, form.revision.data = words_for(change), str(change.revision)
    older = ""
    if kept is not None and form.revision.data != str(agreement.revision):
        # Both texts are on the page: what is sent from it stands on the one that is there now.
        older = gettext("Överenskommelsen har ändrats sedan du började skriva. Så står den nu.")
        form.revision.data = str(agreement.revision)
    page = render_template(
        "dialogues/holding/agreement.html",
        form=form,
        seated=seated,
        dialogue=seated.dialogue,
        theme_id=agreement.theme_id,
        agreement=agreement,
        changed=stands or older,
    )
    if stands:
        return page, 409
    return (page, 422) if form.errors else page


@dialogues.post("/overenskommelser/<int:agreement_id>/stang")
@requires(May.TAKE_PART)
@refusals_to_page
def close_agreement(agreement_id: int) -> str | Response | tuple[str, int]:
    """Say that an agreement is done or dropped, or open it again; from the meeting, the start page or the line."""
    actor = acting()
    agreement = one_agreement(db.session, actor, agreement_id)
    if agreement is None:
        abort(404)
    state = AgreementState.DONE if request.form.get("done") else AgreementState.OPEN
    if request.form.get("dropped"):
        state = AgreementState.DROPPED
    try:
        services.close_agreement(
            db.session,
            person_id=actor.person_id,
            agreement=agreement,
            state=state,
            revision=_closed_at(agreement),
            words=request.form.get("words", ""),
        )
    except ChangedMeanwhile as change:
        return _closed_meanwhile(agreement, state, change)
    # Read before the commit, after which it would be asked for anew.
    undo = url_for("dialogues.close_agreement", agreement_id=agreement_id, revision=agreement.revision)
    db.session.commit()
    listed = _listed()
    if listed is not None:
        return listed
    if state is not AgreementState.OPEN:
        tell(gettext("Klart. Överenskommelsen är avslutad."), undo=undo)
    return redirect(_back_from_closing(agreement))


def _closed_at(agreement: Agreement) -> int:
    """Give the revision an agreement was read at by whoever closes it, 0 where none was told.

    The start page shows what is open and may not tell: then what is open is closed as it reads.
    """
    told = request.args.get("revision", type=int)
    if told is None and request.form.get("from") == "start" and agreement.state == AgreementState.OPEN:
        return agreement.revision
    return told or 0


def _listed(changed: str = "") -> str | None:
    """Give the list of agreements anew to the script on the page of a meeting; None to everybody else."""
    dialogue_id = request.args.get("dialogue", type=int)
    if not wants_fragment() or dialogue_id is None:
        return None
    seated = sit(dialogue_id)
    if not rules.may_read_notes(seated.dialogue, seated.seat):
        abort(404)
    return _agreements(seated, request.args.get("theme", type=int), changed)


def _closed_meanwhile(
    agreement: Agreement, state: AgreementState, change: ChangedMeanwhile
) -> str | Response | tuple[str, int]:
    """Answer who closes an agreement that reads otherwise by now: how it reads, and the choice anew with what was typed."""
    words = request.form.get("words", "").strip()
    listed = None if words else _listed(str(wording.AGREEMENT_CHANGED))
    if listed is not None:
        return listed
    names = ("done", "dropped", "from")
    closed_by = db.session.get(Person, agreement.closed_by_id) if agreement.closed_by_id else None
    page = render_template(
        "dialogues/holding/closed_meanwhile.html",
        message=str(wording.AGREEMENT_CHANGED),
        agreement=agreement,
        closed_by=closed_by.name if closed_by else "",
        state=state,
        words=words,
        fields={name: request.form[name] for name in names if name in request.form},
        action=url_for("dialogues.close_agreement", agreement_id=agreement.id, revision=change.revision),
        way_back=_back_from_closing(agreement),
    )
    return page, 409


def _back_from_closing(agreement: Agreement) -> str:
    if request.form.get("from") == "start":
        return "/"
    actor = acting()
    series = one_series(db.session, actor, agreement.series_id)
    if series is None or my_side(series, actor) is None:
        abort(404)
    return url_for("dialogues.series_page", series_id=agreement.series_id, _anchor="agreements")


@dialogues.post("/<int:dialogue_id>/beslut")
@requires(May.TAKE_PART)
@refusals_to_page
def decide(dialogue_id: int) -> str | Response | tuple[str, int]:
    """Write down a decision, change one, or take it out."""
    seated = sit(dialogue_id, write=True)
    decision_id = request.form.get("decision", type=int)
    decision = db.session.get(Decision, decision_id) if decision_id is not None else None
    if decision_id is not None and (decision is None or decision.dialogue_id != dialogue_id):
        abort(404)
    theme_id = decision.theme_id if decision is not None else _theme_id(seated)
    revision = request.form.get("revision", type=int) or 0
    changed = ""
    if decision is not None and request.form.get("remove"):
        try:
            services.remove_decision(
                db.session, seat=seated.seat, dialogue=seated.dialogue, decision=decision, revision=revision
            )
        except ChangedBeforeRemoval as change:
            fields = {"decision": decision.id, "remove": 1, "revision": decision.revision}
            if not wants_fragment():
                return removal_page(seated, change.text, request.path, fields, theme_id, "decisions")
            changed = words_for(change)
    else:
        services.decide(
            db.session,
            seat=seated.seat,
            dialogue=seated.dialogue,
            theme_id=theme_id,
            text=request.form.get("text", ""),
            decision=decision,
            revision=revision,
        )
        if decision is None:
            draft_sent(at_theme(theme_id))
    db.session.commit()
    if wants_fragment():
        return render_template(
            "dialogues/holding/_decisions.html",
            changed=changed,
            seated=seated,
            dialogue=seated.dialogue,
            theme_id=theme_id,
            may_write=True,
            decisions=decisions_of(db.session, dialogue_id),
        )
    return back_to(seated, theme_id, "decisions")


@dialogues.post("/<int:dialogue_id>/lyft")
@requires(May.TAKE_PART)
@refusals_to_page
def propose(dialogue_id: int) -> str | Response:
    """Propose a passage to raise."""
    seated = sit(dialogue_id, write=True)
    _refuse_where_nothing_is_raised(seated)
    theme_id = _theme_id(seated)
    services.propose_matter(
        db.session,
        seat=seated.seat,
        dialogue=seated.dialogue,
        theme_id=theme_id,
        text=request.form.get("text", ""),
    )
    draft_sent(at_theme(theme_id))
    db.session.commit()
    return after_matter(seated, theme_id)


def _refuse_where_nothing_is_raised(seated: Seated) -> None:
    """Keep what is said where the model lets nothing be raised; what was proposed before can still be held or withdrawn."""
    if not seated.may_raise:
        raise NotAllowedNow("stays_between")


@dialogues.post("/<int:dialogue_id>/lyft/<int:matter_id>")
@requires(May.TAKE_PART)
@refusals_to_page
def matter(dialogue_id: int, matter_id: int) -> str | Response | tuple[str, int]:
    """Release a proposed passage, take that back, change its words, or withdraw it."""
    seated = sit(dialogue_id, write=True)
    found = db.session.get(RaisedMatter, matter_id, with_for_update=True)
    if found is None or found.dialogue_id != dialogue_id or found.withdrawn_at is not None:
        abort(404)
    revision = request.form.get("revision", type=int) or 0
    wish = request.form.get("wish", "")
    seat, dialogue = seated.seat, seated.dialogue
    if wish == "release":
        _refuse_where_nothing_is_raised(seated)
        services.release_matter(
            db.session, seat=seat, dialogue=dialogue, matter=found, revision=revision, released=True
        )
        raise_if_released(db.session, dialogue, found)
    elif wish == "hold":
        services.release_matter(
            db.session, seat=seat, dialogue=dialogue, matter=found, revision=revision, released=False
        )
    elif wish == "change":
        text = request.form.get("text", "")
        try:
            services.change_matter(
                db.session, seat=seat, dialogue=dialogue, matter=found, text=text, revision=revision
            )
            draft_sent()
        except ChangedMeanwhile as change:
            if not wants_fragment():
                raise
            return after_matter(seated, found.theme_id, words_for(change), {found.id: text})
    elif wish == "withdraw":
        try:
            services.withdraw_matter(
                db.session, seat=seat, dialogue=dialogue, matter=found, revision=revision
            )
        except ChangedBeforeRemoval as change:
            fields = {"wish": "withdraw", "revision": found.revision}
            if not wants_fragment():
                return removal_page(seated, change.text, request.path, fields, found.theme_id, "matters")
            return after_matter(seated, found.theme_id, words_for(change))
    else:
        abort(400)
    db.session.commit()
    return after_matter(seated, found.theme_id)


def after_matter(
    seated: Seated, theme_id: int | None, changed: str = "", typed: Mapping[int, str] = MappingProxyType({})
) -> str | Response:
    """Answer a change of a raised matter: the list anew, with what was `typed` and not saved, or back to where it stands."""
    if wants_fragment():
        return render_template(
            "dialogues/holding/_matters.html",
            changed=changed,
            typed=typed,
            seated=seated,
            dialogue=seated.dialogue,
            theme_id=theme_id,
            State=State,
            matters=matter_rows(seated, matters_of(db.session, seated.dialogue.id), about_dialogue(seated)),
        )
    if seated.dialogue.state == State.ESTABLISHED:
        return redirect(url_for("dialogues.meeting", dialogue_id=seated.dialogue.id) + "#matters")
    return back_to(seated, theme_id, "matters")
