"""What a page of the meeting asks while it is open: whether the other of the two has done something since."""

from flask import Response, abort, jsonify, request

from app.access.guard import requires
from app.access.matrix import May
from app.dialogues import rules
from app.dialogues.blueprint import dialogues
from app.dialogues.models import Dialogue
from app.dialogues.seating import sit


def stands_at(dialogue: Dialogue) -> str:
    """Tell how a meeting stands in one word: its record, its state, and who has established.

    The script knows its three parts, between hyphens.
    """
    given = "".join(sorted(consent.side for consent in dialogue.consents))
    return f"{dialogue.record_revision}-{dialogue.state}-{given}"


dialogues.add_app_template_global(stands_at, "meeting_stands_at")


@dialogues.get("/<int:dialogue_id>/nytt")
@requires(May.TAKE_PART)
def news(dialogue_id: int) -> Response | tuple[str, int]:
    """Tell the script how the meeting stands, when that is not as its page has it; 204 when it is."""
    seated = sit(dialogue_id)
    if not rules.may_read_notes(seated.dialogue, seated.seat):
        abort(404)
    stands = stands_at(seated.dialogue)
    return ("", 204) if request.args.get("stands") == stands else jsonify(stands=stands)
