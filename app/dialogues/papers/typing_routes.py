"""Typing in what was written by hand: every theme on one page, in the order and with the numbers of the sheet."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.dialogues import rules, wording
from app.dialogues.about.pages import about_dialogue
from app.dialogues.blueprint import dialogues, meeting_name
from app.dialogues.errors import DialogueError, NotAllowedNow, TextConflict
from app.dialogues.holding.pages import agreement_rows, matter_rows
from app.dialogues.holding.routes import judge_what_was_sent
from app.dialogues.holding.services import write_shared
from app.dialogues.models import Side, State, Theme
from app.dialogues.preparing.services import write_picture
from app.dialogues.queries.agreed import agreements_at
from app.dialogues.queries.said import decisions_of, matters_of, own_text, pictures_of, themes_of
from app.dialogues.seating import Seated, note_that_read, sit, words_for
from app.ui.formats import clock_time
from app.writing.answering import leads_to
from app.writing.together import NotSaved, Sent, not_saved_page, sent_together


@dialogues.get("/<int:dialogue_id>/fran-papper")
@requires(May.TAKE_PART)
def from_paper(dialogue_id: int) -> str | Response:
    """Show every theme on one page, in the order and with the numbers of the sheet, each a text that saves itself."""
    seated = sit(dialogue_id)
    if not seated.seat.takes_part:
        abort(404)
    before = rules.may_write_picture(seated.dialogue, seated.seat) is None
    blocked = None if before else rules.may_write_notes(seated.dialogue, seated.seat)
    if blocked:
        reason = rules.may_write_picture(seated.dialogue, seated.seat)
        early = seated.dialogue.state in {State.PLANNED, State.PREPARING}
        flash(str(wording.REASONS[reason if early and reason else blocked]), "problem")
        return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id))
    mine = {
        picture.theme_id: picture
        for picture in (pictures_of(db.session, dialogue_id) if before else [])
        if picture.author_id == seated.seat.person_id
    }
    note_that_read(seated, "theme")
    return render_template(
        "dialogues/papers/from_paper.html",
        seated=seated,
        dialogue=seated.dialogue,
        seat=seated.seat,
        themes=themes_of(db.session, dialogue_id),
        before=before,
        mine=mine,
        may_write=not before,
        Side=Side,
        **({} if before else _agreed(seated)),
    )


def _agreed(seated: Seated) -> dict[str, object]:
    """Give what stands last on the sheet of the meeting: what was promised, decided, and is to be raised."""
    agreements = agreements_at(db.session, seated.dialogue, seated.seat)
    return {
        "agreements": agreement_rows(
            seated, [one for one in agreements if one.dialogue_id == seated.dialogue.id]
        ),
        "decisions": decisions_of(db.session, seated.dialogue.id),
        "matters": matter_rows(seated, matters_of(db.session, seated.dialogue.id), about_dialogue(seated)),
    }


@dialogues.post("/<int:dialogue_id>/fran-papper")
@requires(May.TAKE_PART)
def type_in(dialogue_id: int) -> Response | tuple[str, int]:
    """Save all that was typed in, where no script does: each text by itself, and what cannot be saved is shown."""
    seated = sit(dialogue_id, write=True)
    if not seated.seat.takes_part:
        abort(404)
    own = "pictures" in request.form
    themes = themes_of(db.session, dialogue_id)
    sent = {one.key: one for one in sent_together()}
    left = []
    for number, theme in enumerate(themes, 1):
        if theme.id in sent:
            left += _not_saved(seated, theme, sent[theme.id], number, own=own)
        if not own:
            judge_what_was_sent(seated, theme)
    db.session.commit()
    here = url_for("dialogues.from_paper", dialogue_id=dialogue_id)
    if left:
        return not_saved_page(left, here, here, meeting_name(sit(dialogue_id).dialogue), _which(own=own))
    flash(wording.saved_at(clock_time(clock.now(), str(acting().language))), "done")
    return redirect(leads_to() or here)


def _which(*, own: bool) -> dict[str, str]:
    """Give the field that tells one's own pictures from what the two say together, also once the meeting has begun."""
    return {"pictures": "1"} if own else {}


def _not_saved(seated: Seated, theme: Theme, sent: Sent, number: int, *, own: bool) -> list[NotSaved]:
    """Save one text that was typed in; gives it back where that could not be done."""
    label = f"{number}. {theme.title}"
    try:
        _save(seated, theme, sent, own=own)
    except TextConflict as conflict:
        by = gettext("dig själv i ett annat fönster") if own else conflict.theirs_by
        return [NotSaved(sent, label, theirs=conflict.theirs, theirs_by=by, base=conflict.base)]
    except DialogueError as error:
        # What was refused has changed nothing: the other texts are saved all the same.
        return [NotSaved(sent, label, words_for(error), may_save=not isinstance(error, NotAllowedNow))]
    return []


def _save(seated: Seated, theme: Theme, sent: Sent, *, own: bool) -> None:
    seat, dialogue = seated.seat, seated.dialogue
    if own and sent.text != own_text(db.session, theme.id, seat.person_id):
        write_picture(db.session, seat=seat, dialogue=dialogue, theme=theme, text=sent.text, base=sent.base)
    elif not own and theme.note is not None and sent.text != theme.note.text:
        write_shared(
            db.session, seat=seat, dialogue=dialogue, shared=theme.note, text=sent.text, base=sent.base
        )
