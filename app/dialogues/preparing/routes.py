"""Preparing: the page of a theme before the meeting, one's own picture, sharing it."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.cleaning import plain
from app.db import db
from app.dialogues import rules, wording
from app.dialogues.blueprint import dialogues
from app.dialogues.errors import DialogueError, TextConflict
from app.dialogues.models import Theme
from app.dialogues.preparing import services
from app.dialogues.queries.said import agenda_of, own_text, written_by
from app.dialogues.seating import Seated, back_to, is_autosave, refusals_to_page, sit, theme_of, words_for
from app.drafts.pages import two_windows
from app.ui.formats import clock_time
from app.ui.notices import tell
from app.writing.answering import leads_to

SHARE = "share"
"""What a button says that shares one's pictures once the text beside it is saved."""

Unsaved = tuple[Response, int] | tuple[str, int]
"""The answer where a text could not be saved: both texts, or why not, with what was typed."""


@dataclass(frozen=True, slots=True)
class Saved:
    """That a picture is saved: where, when, and as which revision."""

    seated: Seated
    theme: Theme
    at: datetime
    revision: int


@dialogues.post("/<int:dialogue_id>/tema/<int:theme_id>/min-bild")
@requires(May.TAKE_PART)
def write_picture(dialogue_id: int, theme_id: int) -> Response | Unsaved | str:
    """Save one's own picture of a theme, by the script or by a button; that button may share it, or lead on."""
    if _nothing_to_save(dialogue_id, theme_id):
        seated = sit(dialogue_id)
        return _go_on(seated, theme_of(seated, theme_id))
    saved = save_picture(dialogue_id, theme_id)
    if not isinstance(saved, Saved):
        return saved
    message = wording.saved_at(clock_time(saved.at, str(acting().language)))
    if is_autosave():
        return jsonify(state="saved", base=str(saved.revision), message=message)
    if request.form.get("then") != SHARE:
        flash(message, "done")
    return _go_on(saved.seated, saved.theme)


def _nothing_to_save(dialogue_id: int, theme_id: int) -> bool:
    """Tell whether one presses a button to go on with nothing typed: then one goes on, also where writing is over."""
    if "then" not in request.form or is_autosave():
        return False
    theme = theme_of(sit(dialogue_id), theme_id)
    return plain(request.form.get("text")) == own_text(db.session, theme.id, acting().person_id)


def _go_on(seated: Seated, theme: Theme) -> Response | str:
    if request.form.get("then") == SHARE:
        return share(seated.dialogue.id)
    address = leads_to()
    return back_to(seated, theme) if address is None else redirect(address)


def save_picture(dialogue_id: int, theme_id: int) -> Saved | Unsaved:
    """Save the text of this request as one's own picture of a theme, and commit."""
    seated = sit(dialogue_id, write=True)
    theme = theme_of(seated, theme_id)
    text = request.form.get("text", "").replace("\r\n", "\n")
    base = request.form.get("base", type=int) or 0
    try:
        picture = services.write_picture(
            db.session, seat=seated.seat, dialogue=seated.dialogue, theme=theme, text=text, base=base
        )
        # Read before the commit, after which it would be asked for anew.
        at, revision = picture.updated_at, picture.revision
        db.session.commit()
    except TextConflict as conflict:
        db.session.rollback()
        return conflict_answer(
            seated, theme, text, conflict, gettext("dig själv i ett annat fönster"), "picture"
        )
    except DialogueError as error:
        db.session.rollback()
        return refused_text(seated, theme, text, words_for(error))
    return Saved(seated, theme, at, revision)


def conflict_answer(
    seated: Seated, theme: Theme | None, mine: str, conflict: TextConflict, theirs_by: str, field: str
) -> tuple[Response, int] | tuple[str, int]:
    """Answer that the same words were changed elsewhere: both texts, and nothing overwritten."""
    if is_autosave():
        return jsonify(
            state="conflict",
            base=conflict.base,
            theirs=conflict.theirs,
            theirs_by=theirs_by,
            message=gettext("Samma mening har ändrats på två håll. Inget är överskrivet."),
            says=two_windows() if field == "picture" else {},
        ), 409
    return render_template(
        "dialogues/conflict.html",
        # The refused change was rolled back, and with it what had been loaded.
        seated=sit(seated.dialogue.id),
        theme=theme,
        mine=mine,
        theirs=conflict.theirs,
        theirs_by=theirs_by,
        base=conflict.base,
        field=field,
    ), 409


def refused_text(
    seated: Seated, theme: Theme | None, text: str, message: str
) -> tuple[Response, int] | tuple[str, int]:
    """Answer that a text could not be saved, with the text kept on the page so that it can be taken along."""
    if is_autosave():
        return jsonify(state="refused", message=message), 422
    here = seated.dialogue.id
    way_back = url_for("dialogues.meeting", dialogue_id=here)
    if theme is not None:
        way_back = url_for("dialogues.theme", dialogue_id=here, theme_id=theme.id)
    return render_template("components/refused.html", text=text, message=message, way_back=way_back), 422


@dialogues.post("/<int:dialogue_id>/dela")
@requires(May.TAKE_PART)
@refusals_to_page
def share(dialogue_id: int) -> Response | str:
    """Share one's pictures with the other; asks first where that opens them for good, and some are not written."""
    seated = sit(dialogue_id, write=True)
    opens = rules.opens_by_sharing(seated.dialogue, seated.seat)
    themes = _left_empty(seated) if opens and "anyway" not in request.form else []
    if themes:
        return render_template("dialogues/preparing/share_unfinished.html", seated=seated, themes=themes)
    services.share_pictures(db.session, seat=seated.seat, dialogue=seated.dialogue)
    db.session.commit()
    if rules.pictures_open(seated.dialogue):
        flash(gettext("Ni har båda delat. Nu ser ni varandras bilder."), "done")
    else:
        text = gettext(
            "Din bild är delad. %(name)s ser att den är delad, men läser den först när båda har delat"
            " eller när mötet börjar.",
            name=seated.other,
        )
        tell(text, undo=url_for("dialogues.take_back", dialogue_id=dialogue_id))
    return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id))


def _left_empty(seated: Seated) -> list[Theme]:
    written = written_by(db.session, seated.dialogue.id, seated.seat.person_id)
    return [one for one in agenda_of(db.session, seated.dialogue.id) if one.id not in written]


@dialogues.post("/<int:dialogue_id>/ta-tillbaka")
@requires(May.TAKE_PART)
@refusals_to_page
def take_back(dialogue_id: int) -> Response:
    """Take back one's sharing while the other has not shared."""
    seated = sit(dialogue_id, write=True)
    services.take_back_pictures(db.session, seat=seated.seat, dialogue=seated.dialogue)
    db.session.commit()
    flash(gettext("Delningen är tillbakatagen. Du kan skriva vidare."), "done")
    return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id))


@dialogues.get("/<int:dialogue_id>/skriv")
@requires(May.TAKE_PART)
def write_next(dialogue_id: int) -> Response:
    """Lead straight to the first theme one has not written on; the second click from the start page is the text."""
    seated = sit(dialogue_id)
    themes = agenda_of(db.session, dialogue_id)
    written = written_by(db.session, dialogue_id, seated.seat.person_id)
    theme = next((one for one in themes if one.id not in written), themes[0])
    return redirect(url_for("dialogues.theme", dialogue_id=dialogue_id, theme_id=theme.id))
