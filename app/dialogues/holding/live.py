"""What a page before or in the meeting asks while it is open: whether the other of the two has done something since."""

import zlib
from http import HTTPStatus

from flask import Response, abort, jsonify, request

from app.access.guard import requires
from app.access.matrix import May
from app.db import db
from app.dialogues import rules
from app.dialogues.blueprint import dialogues
from app.dialogues.establishing.standing import standing
from app.dialogues.models import Dialogue, State
from app.dialogues.rules import Standing
from app.dialogues.seating import sit
from app.dialogues.series.services import MOVED
from app.steering.routes import profile_in_force
from app.ui.htmx import wants_fragment


def stands_at(dialogue: Dialogue) -> str:
    """Tell how a meeting stands in one word: its record, its state, and who has established; before it, what is arranged.

    The script knows its three parts, between hyphens.
    """
    if dialogue.state in {State.PLANNED, State.PREPARING}:
        # That the other has begun to write is their own affair until they share.
        return f"{dialogue.record_revision}-before-{_arranged(dialogue)}"
    may_raise = rules.may_raise(profile_in_force(), dialogue.series.pair_kind)
    given = "".join(sorted(consent.side for consent in standing(dialogue, may_raise=may_raise)))
    return f"{dialogue.record_revision}-{dialogue.state}-{given}"


def _arranged(dialogue: Dialogue) -> str:
    """Tell in a few signs when and where the two meet, who comes, who has shared and whom they invite."""
    arranged = (
        *(dialogue.starts_at, dialogue.minutes, dialogue.place),
        *((p.person_id, p.shared_at, p.reply, p.replied_at) for p in dialogue.participants),
        *((g.person_id, g.over_agreed_at, g.rep_agreed_at, g.declined_at) for g in dialogue.guests),
    )
    return f"{zlib.crc32(repr(arranged).encode()):x}"


dialogues.add_app_template_global(stands_at, "meeting_stands_at")


@dialogues.get("/<int:dialogue_id>/nytt")
@requires(May.TAKE_PART)
def news(dialogue_id: int) -> Response | tuple[str, int]:
    """Tell the script how the meeting stands, when that is not as its page has it; 204 when it is."""
    seated = sit(dialogue_id)
    if seated.seat.standing is Standing.HOLDER and not rules.may_read_notes(seated.dialogue, seated.seat):
        abort(404)
    stands = stands_at(seated.dialogue)
    return ("", 204) if request.args.get("stands") == stands else jsonify(stands=stands)


@dialogues.before_request
def nothing_moved_yet() -> None:
    """Begin with no record moved, whatever the session has been used for before."""
    db.session.info.pop(MOVED, None)


@dialogues.after_request
def tell_of_own_change(response: Response) -> Response:
    """Tell the script from which record to which one's own press led: what one may establish moves on with that alone."""
    moved = db.session.info.pop(MOVED, {}).get(_of_the_page())
    if moved is not None and wants_fragment() and response.status_code == HTTPStatus.OK:
        response.headers["X-Record"] = " ".join(str(one) for one in moved)
    return response


def _of_the_page() -> int | None:
    """Give the meeting of the page something was pressed on; an agreement on it may be of another, with a record of its own."""
    of_address: int | None = (request.view_args or {}).get("dialogue_id")
    return of_address if of_address is not None else request.args.get("dialogue", type=int)
