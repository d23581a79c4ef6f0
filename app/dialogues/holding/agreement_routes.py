"""What the two agree on in the meeting, changed while it is held and closed when it is done."""

from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.dialogues import rules, wording
from app.dialogues.blueprint import dialogues
from app.dialogues.drafting import at_theme, begun_agreement, begun_change, can_be_kept
from app.dialogues.errors import ChangedMeanwhile, NotAllowedNow
from app.dialogues.establishing.disposing import DRAFTS_OF
from app.dialogues.holding import services
from app.dialogues.holding.pages import agreement_rows, who_in_words
from app.dialogues.models import (
    Agreement,
    AgreementState,
)
from app.dialogues.queries.agreed import agreements_at, meeting_of_agreement, one_agreement
from app.dialogues.queries.lines import one_series
from app.dialogues.queries.opening import dialogue_for
from app.dialogues.seating import (
    Seated,
    back_to,
    refusals_to_page,
    sit,
    theme_sent,
    typed_text,
    words_for,
)
from app.dialogues.series.pages import my_side
from app.drafts.pages import draft_sent, drafts_in
from app.organisation.models import Person
from app.ui.htmx import wants_fragment
from app.ui.notices import tell
from app.writing.answering import reading_through


@dialogues.route("/<int:dialogue_id>/overenskommelser/ny", methods=["GET", "POST"])
@requires(May.TAKE_PART)
@refusals_to_page
def agree(dialogue_id: int) -> str | Response | tuple[str, int, dict[str, str]]:
    """Write down an agreement."""
    seated = sit(dialogue_id, write=request.method == "POST")
    posted = request.method == "POST"
    theme_id = theme_sent(seated) if posted else request.args.get("tema", type=int)
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
        in_its_part=wants_fragment(),
    )
    if not form.errors:
        return page
    # The form aims at the list, which a saved one is added to; a refused one only takes its own place.
    return page, 422, {"HX-Retarget": "#new-agreement"}


def _agreements(
    seated: Seated, theme_id: int | None, changed: str = "", removed: Mapping[str, str] | None = None
) -> str:
    return render_template(
        "dialogues/holding/_agreements.html",
        changed=changed,
        removed=removed,
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
    if not seated.seat.takes_part or not rules.may_read_notes(seated.dialogue, seated.seat):
        # Whoever is invited, or has a post of it now, changes nothing, and reads elsewhere what was not taken out.
        abort(404)
    if agreement.dialogue_id != dialogue_id and agreement not in agreements_at(
        db.session, seated.dialogue, seated.seat
    ):
        # Made in another meeting of the line: who is new here knows nothing of it.
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
        # Who is to do it and by when may be all that the other has changed.
        stands_who=who_in_words(seated, agreement),
    )
    if stands:
        return page, 409
    return (page, 422) if form.errors else page


@dialogues.get("/overenskommelser/<int:agreement_id>/stang")
@requires(May.TAKE_PART)
def agreement_again(agreement_id: int) -> Response:
    """Lead to the meeting an agreement was made in from where it is closed."""
    dialogue_id = meeting_of_agreement(db.session, acting(), agreement_id)
    if dialogue_id is None:
        abort(404)
    return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id))


@dialogues.post("/overenskommelser/<int:agreement_id>/stang")
@requires(May.TAKE_PART)
@refusals_to_page
def close_agreement(agreement_id: int) -> str | Response | tuple[str, int]:
    """Say that an agreement is done or dropped, or open it again; from the meeting, the start page or the line."""
    actor = acting()
    state = AgreementState.DONE if request.form.get("done") else AgreementState.OPEN
    if request.form.get("dropped"):
        state = AgreementState.DROPPED
    # It may be part of a record that is open: as everywhere, the meeting is locked before what is in it.
    _lock_where_made(agreement_id)
    agreement = one_agreement(db.session, actor, agreement_id)
    if agreement is None:
        abort(404)
    taken_out = state is AgreementState.DROPPED and request.args.get("dialogue") == str(agreement.dialogue_id)
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
    except NotAllowedNow as refused:
        if typed_text():
            # What was typed stands on the page that says why.
            raise
        flash(words_for(refused), "problem")
        return redirect(_back_from_closing(agreement))
    # Read before the commit, after which it would be asked for anew.
    told = {"text": _what_was_done(state, taken_out=taken_out), "undo": _way_back_from(agreement)}
    db.session.commit()
    listed = _listed(removed=told if taken_out else None)
    if listed is not None:
        return listed
    if state is not AgreementState.OPEN:
        tell(told["text"], undo=told["undo"])
    return redirect(_back_from_closing(agreement))


def _what_was_done(state: AgreementState, *, taken_out: bool) -> str:
    if state is AgreementState.OPEN:
        return ""
    if state is AgreementState.DONE:
        return gettext("Klart. Överenskommelsen är avslutad.")
    if taken_out:
        return gettext("Överenskommelsen är borttagen.")
    return gettext("Överenskommelsen gäller inte längre.")


def _way_back_from(agreement: Agreement) -> str:
    """Give the address that opens an agreement again, from where it was closed."""
    return url_for(
        "dialogues.close_agreement",
        agreement_id=agreement.id,
        revision=agreement.revision,
        dialogue=request.args.get("dialogue"),
        theme=request.args.get("theme"),
        las=reading_through(),
    )


def _lock_where_made(agreement_id: int) -> None:
    agreement = db.session.get(Agreement, agreement_id)
    if agreement is not None:
        dialogue_for(db.session, acting(), agreement.dialogue_id, lock=True)


def _closed_at(agreement: Agreement) -> int:
    """Give the revision an agreement was read at by whoever closes it, 0 where none was told.

    The start page shows what is open and may not tell: then what is open is closed as it reads.
    """
    told = request.args.get("revision", type=int)
    if told is None and request.form.get("from") == "start" and agreement.state == AgreementState.OPEN:
        return agreement.revision
    return told or 0


def _listed(changed: str = "", removed: Mapping[str, str] | None = None) -> str | None:
    """Give the list of agreements anew to the script on the page of a meeting; None to everybody else."""
    dialogue_id = request.args.get("dialogue", type=int)
    if not wants_fragment() or dialogue_id is None:
        return None
    seated = sit(dialogue_id)
    if not rules.may_read_notes(seated.dialogue, seated.seat):
        abort(404)
    return _agreements(seated, request.args.get("theme", type=int), changed, removed)


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
    if request.args.get("dialogue") == str(agreement.dialogue_id):
        las = reading_through()
        place = (
            url_for(
                "dialogues.theme", dialogue_id=agreement.dialogue_id, theme_id=agreement.theme_id, las=las
            )
            if agreement.theme_id
            else url_for("dialogues.whole", dialogue_id=agreement.dialogue_id, las=las)
        )
        return f"{place}#agreements"
    series = one_series(db.session, actor, agreement.series_id)
    if series is None or my_side(series, actor) is None:
        abort(404)
    return url_for("dialogues.series_page", series_id=agreement.series_id, _anchor="agreements")
