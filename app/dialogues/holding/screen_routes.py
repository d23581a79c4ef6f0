"""The big screen: what two write, shown to them while they write it."""

from flask import abort, render_template, request

from app.access.guard import requires
from app.access.matrix import May
from app.db import db
from app.dialogues import rules
from app.dialogues.blueprint import dialogues
from app.dialogues.holding.pages import agreement_rows
from app.dialogues.models import Side, State
from app.dialogues.queries.agreed import agreements_made_in
from app.dialogues.queries.said import agenda_of, note_on
from app.dialogues.seating import note_that_read, sit
from app.ui.htmx import wants_fragment


@dialogues.get("/<int:dialogue_id>/storbild")
@requires(May.TAKE_PART)
def projector(dialogue_id: int) -> str | tuple[str, int]:
    """Show a theme on the big screen: questions, the shared note, judgements, agreements; no one's own picture.

    The page asks again while it is shown, and tells how what it has stands: 204 when nothing has changed since.
    """
    seated = sit(dialogue_id)
    if seated.dialogue.state == State.CANCELLED or not rules.may_read_notes(seated.dialogue, seated.seat):
        abort(404)
    if wants_fragment() and request.args.get("stands", type=int) == seated.dialogue.record_revision:
        return "", 204
    themes = agenda_of(db.session, dialogue_id)
    wanted = request.args.get("tema", type=int)
    here = next((one for one in themes if one.id == wanted), themes[0])
    position = themes.index(here)
    note_that_read(seated, "projector")
    return render_template(
        "dialogues/holding/_screen.html" if wants_fragment() else "dialogues/holding/projector.html",
        seated=seated,
        dialogue=seated.dialogue,
        theme=here,
        note=note_on(db.session, here.id),
        number=position + 1,
        total=len(themes),
        previous=themes[position - 1] if position else None,
        following=themes[position + 1] if position + 1 < len(themes) else None,
        agreements=agreement_rows(seated, agreements_made_in(db.session, dialogue_id)),
        Side=Side,
    )
