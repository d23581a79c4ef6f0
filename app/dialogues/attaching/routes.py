"""Adding a file, taking one away, bringing it back. Reading one is at `attachments.routes`, by the rules in `pages`."""

from collections.abc import Callable

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext, lazy_gettext, ngettext
from werkzeug.wrappers import Response

from app.access.guard import requires
from app.access.matrix import May
from app.attachments import rules as limits
from app.attachments import wording as file_words
from app.attachments.checking.whole import Checked, check
from app.attachments.errors import Refusal
from app.attachments.models import Attachment
from app.attachments.queries import one_attachment
from app.attachments.routes import store
from app.db import db
from app.dialogues import rules
from app.dialogues.attaching import services
from app.dialogues.attaching.pages import may_read_on_picture, picture_of
from app.dialogues.attaching.places import ON_MEETING, SOURCE
from app.dialogues.blueprint import dialogues
from app.dialogues.preparing.routes import Saved, Unsaved, save_picture
from app.dialogues.seating import Seated, refusals_to_page, sit, theme_of
from app.ui.notices import tell
from app.ui.sending import WayBack, leads_back


@dialogues.post("/<int:dialogue_id>/tema/<int:theme_id>/filer")
@requires(May.TAKE_PART)
@refusals_to_page
def attach_to_picture(dialogue_id: int, theme_id: int) -> Response | Unsaved:
    """Attach files to one's own picture of a theme, and save what was typed in it, which is sent along."""

    def keep(seated: Seated, checked: Checked) -> None:
        services.attach_to_picture(
            db.session,
            seat=seated.seat,
            dialogue=seated.dialogue,
            theme=theme_of(seated, theme_id),
            store=store(),
            checked=checked,
        )

    theme_of(sit(dialogue_id), theme_id)
    done = _attach(dialogue_id, keep, _theme_address(dialogue_id, theme_id))
    return _with_what_was_typed(done, dialogue_id, theme_id)


@dialogues.post("/<int:dialogue_id>/filer")
@requires(May.TAKE_PART)
@refusals_to_page
def attach_to_meeting(dialogue_id: int) -> Response:
    """Attach files to the meeting."""

    def keep(seated: Seated, checked: Checked) -> None:
        services.attach_to_meeting(
            db.session, seat=seated.seat, dialogue=seated.dialogue, store=store(), checked=checked
        )

    sit(dialogue_id)
    return _attach(dialogue_id, keep, _meeting_address(dialogue_id))


def _attach(dialogue_id: int, keep: Callable[[Seated, Checked], None], back: str) -> Response:
    # Looking through a file takes its time: nobody else waits for it, so the transaction begun so far is let go.
    db.session.rollback()
    chosen = [one for one in request.files.getlist("file") if one.filename]
    sent, too_many = chosen[: limits.MOST_AT_ONCE], chosen[limits.MOST_AT_ONCE :]
    refusals: list[str] = []
    checked: list[tuple[str, Checked]] = []
    for one in sent:
        name = one.filename or ""
        try:
            # One more than is taken, so that what is too large is known to be.
            checked.append((name, check(name, one.stream.read(limits.LARGEST + 1))))
        except Refusal as refusal:
            refusals.append(file_words.refused(name, refusal.reason))
    kept = 0
    for name, file in checked:
        try:
            # Each by itself: what has no room does not take the others along.
            keep(sit(dialogue_id, write=True), file)
            db.session.commit()
            kept += 1
        except Refusal as refusal:
            db.session.rollback()
            refusals.append(file_words.refused(name, refusal.reason))
    if not sent:
        flash(gettext("Välj en fil först."), "problem")
    if kept:
        flash(ngettext("Filen är tillagd.", "%(num)s filer är tillagda.", kept), "done")
    for words in refusals:
        flash(words, "problem")
    if too_many:
        left = [file_words.shortened(one.filename or "") for one in too_many]
        flash(file_words.too_many_at_once(limits.MOST_AT_ONCE, left), "problem")
    return redirect(back)


@dialogues.post("/<int:dialogue_id>/filer/<int:attachment_id>")
@requires(May.TAKE_PART)
@refusals_to_page
def change_file(dialogue_id: int, attachment_id: int) -> Response | Unsaved:
    """Take a file away, or bring it back; what was typed in the picture beside it is saved where it is sent along."""
    seated = sit(dialogue_id, write=True)
    attachment = _within_reach(seated, attachment_id)
    picture = picture_of(db.session, seated.dialogue, attachment)
    theme_id = picture.theme_id if picture is not None else None
    back = _meeting_address(dialogue_id) if theme_id is None else _theme_address(dialogue_id, theme_id)
    seat, dialogue = seated.seat, seated.dialogue
    wish = request.form.get("wish") or request.args.get("wish")
    if wish == "remove":
        services.remove_file(db.session, seat=seat, dialogue=dialogue, attachment=attachment)
        name = attachment.name
        db.session.commit()
        address = url_for(
            "dialogues.change_file", dialogue_id=dialogue_id, attachment_id=attachment_id, wish="back"
        )
        tell(gettext("%(name)s är borttagen.", name=name), undo=address)
    elif wish == "back":
        try:
            services.bring_back_file(db.session, seat=seat, dialogue=dialogue, attachment=attachment)
            db.session.commit()
            flash(gettext("Filen är tillbaka."), "done")
        except Refusal as refusal:
            db.session.rollback()
            flash(str(file_words.REASONS[refusal.reason]), "problem")
    else:
        abort(400)
    return _with_what_was_typed(redirect(back), dialogue_id, theme_id)


def _with_what_was_typed(done: Response, dialogue_id: int, theme_id: int | None) -> Response | Unsaved:
    """Save the picture of a theme where it was sent along with a change of its files, and answer with `done`.

    A text that could not be saved stands on the page that says why; what became of the files is told there too.
    """
    if theme_id is None or "text" not in request.form:
        return done
    saved = save_picture(dialogue_id, theme_id)
    return done if isinstance(saved, Saved) else saved


def _within_reach(seated: Seated, attachment_id: int) -> Attachment:
    """Give a file of the dialogue whose text one may read, removed or not; 404 for all others, as if there were none."""
    found = one_attachment(db.session, attachment_id)
    if found is None or (found.source_kind, found.source_id) != (SOURCE, seated.dialogue.id):
        abort(404)
    if found.holder_kind == ON_MEETING:
        readable = rules.may_read_meeting_files(seated.dialogue, seated.seat)
    else:
        picture = picture_of(db.session, seated.dialogue, found)
        readable = picture is not None and may_read_on_picture(seated.dialogue, seated.seat, picture)
    if not readable:
        abort(404)
    return found


def _theme_address(dialogue_id: int, theme_id: int) -> str:
    return url_for("dialogues.theme", dialogue_id=dialogue_id, theme_id=theme_id) + "#files"


def _meeting_address(dialogue_id: int) -> str:
    return url_for("dialogues.meeting", dialogue_id=dialogue_id) + "#files"


leads_back(
    "dialogues.attach_to_picture",
    WayBack(
        lazy_gettext("Tillbaka till din bild"),
        _theme_address,
        file_words.limits_in_words,
    ),
)
leads_back(
    "dialogues.attach_to_meeting",
    WayBack(
        lazy_gettext("Tillbaka till mötet"),
        _meeting_address,
        file_words.limits_in_words,
    ),
)
