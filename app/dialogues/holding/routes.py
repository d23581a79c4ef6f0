"""Holding the meeting: the shared note, and whether the two see the same."""

from flask import abort, flash, jsonify, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.dialogues import rules, wording
from app.dialogues.about.pages import stands_as
from app.dialogues.about.queries import about_theme
from app.dialogues.blueprint import dialogues
from app.dialogues.errors import (
    DialogueError,
    TextConflict,
)
from app.dialogues.holding import services
from app.dialogues.models import (
    SharedText,
    Side,
    Theme,
    Verdict,
)
from app.dialogues.preparing.routes import conflict_answer, refused_text
from app.dialogues.queries.said import note_on
from app.dialogues.seating import (
    Seated,
    back_to,
    is_autosave,
    note_that_read,
    refusals_to_page,
    sit,
    theme_of,
    typed_in_from,
    words_for,
)
from app.ui.formats import clock_time
from app.ui.htmx import wants_fragment
from app.writing.answering import leads_to


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
    if not is_autosave() and judge_what_was_sent(seated, theme):
        # Words that are not saved take no judgement along with them.
        db.session.commit()
        return save_shared(sit(dialogue_id, write=True), shared, "note")
    return save_shared(seated, shared, "note")


def judge_what_was_sent(seated: Seated, theme: Theme) -> bool:
    """Note the judgement sent along with words, where no script has sent it; tell whether there was a new one.

    What stood on the page and was not changed there is none: one may have judged otherwise in another window since. Where
    nothing may be written, the words that came with it are refused and say why.
    """
    chosen, stood = verdict_sent(theme), request.form.get(f"verdict-{theme.id}-stood")
    before = theme.over_verdict if seated.seat.side is Side.OVER else theme.rep_verdict
    if chosen in {"", before, stood} or rules.may_write_notes(seated.dialogue, seated.seat):
        return False
    services.judge(
        db.session, seat=seated.seat, dialogue=seated.dialogue, theme=theme, verdict=Verdict(chosen)
    )
    return True


def verdict_sent(theme: Theme) -> str:
    """Give the judgement of a theme that was sent, nothing where there is none; 400 for what is no judgement."""
    chosen = request.form.get("verdict", request.form.get(f"verdict-{theme.id}", ""))
    if chosen not in {*Verdict, ""}:
        abort(400)
    return chosen


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
    seated: Seated, shared: SharedText, field: str, *, followed_by: str | None = None
) -> Response | tuple[Response, int] | tuple[str, int]:
    """Save a shared text from the form, merging what the other wrote; both ways in, script and button.

    `followed_by` is put after what was typed, as a paragraph of its own: the notes, where one asked for them.
    """
    text = request.form.get("text", "").replace("\r\n", "\n")
    if followed_by:
        text = f"{text.rstrip()}\n\n{followed_by}".lstrip()
    base = request.form.get("base", type=int) or 0
    theme = theme_of(seated, shared.theme_id) if shared.theme_id is not None else None
    stood_at = seated.dialogue.record_revision
    address = leads_to()
    if address is not None and text == shared.text:
        return redirect(address)
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
    flash(message if followed_by is None else _what_came(followed_by), "done")
    return redirect(address) if address is not None else back_to(seated, theme_id, "note")


def _what_came(notes: str) -> str:
    if not notes:
        return gettext("Det finns inga anteckningar att börja från än.")
    return gettext("Anteckningarna står nu i texten. Skriv om dem som ni vill ha dem.")


@dialogues.post("/<int:dialogue_id>/tema/<int:theme_id>/omdome")
@requires(May.TAKE_PART)
@refusals_to_page
def judge(dialogue_id: int, theme_id: int) -> str | Response:
    """Note one's own judgement of whether the two see the same."""
    seated = sit(dialogue_id, write=True)
    theme = theme_of(seated, theme_id)
    chosen = verdict_sent(theme)
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
