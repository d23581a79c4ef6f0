"""Taking files in from a form and taking them away again: what every page with files beside its words does alike."""

from collections.abc import Callable

from flask import abort, flash, request
from flask_babel import gettext, ngettext

from app.access.guard import acting
from app.attachments import rules as limits
from app.attachments import services, wording
from app.attachments.checking.whole import Checked, check
from app.attachments.errors import Refusal
from app.attachments.models import Attachment
from app.attachments.routes import store
from app.attachments.services import Place
from app.db import db
from app.ui.notices import tell

MOST_AT_ONCE = 10
"""Files of one form; the whole request has a limit of its own."""


def receive(place: Callable[[], Place]) -> None:
    """Keep the files of a form and tell how it went; `place` is asked anew for each, and ends the request where one may not."""
    place()
    # Looking through a file takes its time: nobody else waits for it, so the transaction begun so far is let go.
    db.session.rollback()
    chosen = [one for one in request.files.getlist("file") if one.filename]
    sent, too_many = chosen[:MOST_AT_ONCE], chosen[MOST_AT_ONCE:]
    refusals: list[str] = []
    checked: list[tuple[str, Checked]] = []
    for one in sent:
        name = one.filename or ""
        try:
            # One more than is taken, so that what is too large is known to be.
            checked.append((name, check(name, one.stream.read(limits.LARGEST + 1))))
        except Refusal as refusal:
            refusals.append(wording.refused(name, refusal.reason))
    kept = sum(_keep(place, name, file, refusals) for name, file in checked)
    if not sent:
        flash(gettext("Välj en fil först."), "problem")
    if kept:
        flash(ngettext("Filen är tillagd.", "%(num)s filer är tillagda.", kept), "done")
    if too_many:
        left = [wording.shortened(one.filename or "") for one in too_many]
        refusals.append(wording.too_many_at_once(MOST_AT_ONCE, left))
    for words in refusals:
        flash(words, "problem")


def _keep(place: Callable[[], Place], name: str, file: Checked, refusals: list[str]) -> bool:
    """Keep one file by itself: what has no room does not take the others along."""
    try:
        services.attach(db.session, store=store(), actor_id=acting().person_id, place=place(), checked=file)
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        refusals.append(wording.refused(name, refusal.reason))
        return False
    return True


def take_away_or_back(attachment: Attachment, undo: str) -> None:
    """Take a file away, or bring it back, as the form or the address wishes; `undo` brings it back."""
    if request.form.get("wish") == "remove":
        services.remove(db.session, actor_id=acting().person_id, attachment=attachment)
        name = attachment.name
        db.session.commit()
        tell(gettext("%(name)s är borttagen.", name=name), undo=undo)
    elif "back" in (request.form.get("wish"), request.args.get("wish")):
        try:
            services.bring_back(db.session, actor_id=acting().person_id, attachment=attachment)
            db.session.commit()
            flash(gettext("Filen är tillbaka."), "done")
        except Refusal as refusal:
            db.session.rollback()
            flash(str(wording.REASONS[refusal.reason]), "problem")
    else:
        abort(400)
