"""What every view of a dialogue begins with: load it within reach, find one's seat, and word what was refused."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.guard import acting
from app.db import db
from app.dialogues import rules, wording
from app.dialogues.errors import (
    AttendanceChanged,
    Changed,
    ChangedBeforeRemoval,
    ChangedMeanwhile,
    DialogueError,
    Missing,
    NotAllowedNow,
    TextConflict,
    TooLong,
)
from app.dialogues.establishing import standing
from app.dialogues.models import Consent, Dialogue, Side, State, Theme
from app.dialogues.queries.opening import dialogue_for
from app.dialogues.rules import Seat
from app.records.reading_log import log_reading
from app.steering.routes import profile_in_force
from app.ui.htmx import wants_fragment
from app.writing.answering import reading_through

OWN_WORDS = (
    *("text", "what", "together_with", "reason", "words", "own_opinion"),
    *("title", "place", "registry_number", "record_type", "secrecy"),
)
"""Fields people write their own words in."""

FROM_PAPER = re.compile(r"tema-\d{1,3}")
"""The place of a theme on the page for typing in from paper."""

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Seated:
    """A dialogue and the seat one has in it; what kind of pair its two are is known also after what was written is committed."""

    dialogue: Dialogue
    seat: Seat
    pair_kind: str

    @property
    def mine(self) -> str:
        """The name of the speaker of one's own side; for a guest that of the overarching side."""
        return self.name(self.seat.side or Side.OVER)

    @property
    def other(self) -> str:
        """The name of the speaker across the table."""
        return self.name((self.seat.side or Side.OVER).other)

    @property
    def may_raise(self) -> bool:
        """Tell whether the model in force lets something be raised out of talks of this kind of pair."""
        return rules.may_raise(profile_in_force(), self.pair_kind)

    @property
    def called(self) -> str:
        """Give a sign of what units and people are called now, as who establishes reads it."""
        return standing.called(self.dialogue, may_raise=self.may_raise)

    @property
    def consents(self) -> Sequence[Consent]:
        """Give what the two have established and still stands."""
        return standing.standing(self.dialogue, may_raise=self.may_raise)

    def name(self, side: Side) -> str:
        """Give the name of a side's speaker."""
        return next(p.person.name for p in self.dialogue.participants if p.side == side)

    def first_name(self, side: Side) -> str:
        """Give the first name of a side's speaker, as people say across a table."""
        return self.name(side).split(" ", 1)[0]


def sit(dialogue_id: int, *, write: bool = False) -> Seated:
    """Load a dialogue and one's seat, or 404; `write` keeps other writers of the dialogue waiting."""
    actor = acting()
    dialogue = dialogue_for(db.session, actor, dialogue_id, lock=write)
    if dialogue is None:
        abort(404)
    seat = rules.seat_of(dialogue, actor)
    if seat is None:
        abort(404)
    return Seated(dialogue, seat, dialogue.series.pair_kind)


def theme_of(seated: Seated, theme_id: int) -> Theme:
    """Give a theme of the dialogue, or 404."""
    theme = db.session.get(Theme, theme_id)
    if theme is None or theme.dialogue_id != seated.dialogue.id:
        abort(404)
    return theme


def theme_sent(seated: Seated) -> int | None:
    """Give the id of the theme a form was sent from, None when it belongs to no theme; 404 for one of another dialogue."""
    theme_id = request.form.get("theme", type=int)
    return theme_of(seated, theme_id).id if theme_id is not None else None


def note_that_read(seated: Seated, what: str) -> None:
    """Log that one read the texts of a dialogue; the two can see the log. What one prepares alone is not in it."""
    if rules.prepares_alone(seated.dialogue, seated.seat):
        return
    log_reading("dialogue", seated.dialogue.id, what)


def is_autosave() -> bool:
    """Tell whether the browser's script saves, rather than a person pressing the button."""
    return request.headers.get("X-Autosave") == "1"


def words_for(error: DialogueError) -> str:
    """Word what was refused."""
    if isinstance(error, NotAllowedNow):
        return str(wording.REASONS[error.reason])
    if isinstance(error, Missing):
        return str(wording.FIELDS[error.field])
    if isinstance(error, TooLong):
        return wording.too_long(error.limit)
    if isinstance(error, ChangedBeforeRemoval):
        return str(wording.CHANGED_BEFORE_REMOVAL)
    if isinstance(error, ChangedMeanwhile):
        return str(wording.CHANGED_MEANWHILE)
    if isinstance(error, AttendanceChanged):
        return str(wording.ATTENDANCE_CHANGED)
    if isinstance(error, Changed):
        return str(wording.CHANGED)
    return str(error)


def refusals_to_page(view: View) -> View:
    """Answer a refused wish with its words where one stood: as a message on the page, or as JSON to the script.

    What was typed is never lost: it stands on the page or in the fragment that tells of the refusal.
    """

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except TextConflict:
            raise
        except DialogueError as error:
            db.session.rollback()
            if is_autosave() or wants_fragment():
                # A fragment's place on the page stays as it is, with what is typed there; the page says why.
                return jsonify(state="refused", message=words_for(error)), 422
            if isinstance(error, ChangedMeanwhile):
                return changed_page(error)
            typed = typed_text()
            if typed:
                page = render_template(
                    "components/refused.html",
                    message=words_for(error),
                    text=typed,
                    way_back=_where_one_stood(),
                )
                return page, 422
            flash(words_for(error), "problem")
            return redirect(_where_one_stood())

    return answered  # type: ignore[return-value]


NOT_TO_SEND_AGAIN = frozenset({"csrf_token", "revision", "text"})


def changed_page(error: ChangedMeanwhile) -> tuple[str, int]:
    """Answer words that were changed since they were read: how they read now, and one's own to save in their place."""
    seated = sit((request.view_args or {})["dialogue_id"])
    fields = {name: value for name, value in request.form.items() if name not in NOT_TO_SEND_AGAIN}
    page = render_template(
        "dialogues/changed.html",
        seated=seated,
        message=words_for(error),
        text=error.text,
        mine=request.form.get("text", ""),
        action=request.path,
        fields=fields | {"revision": error.revision},
        way_back=_where_one_stood(),
    )
    return page, 409


def removal_page(
    seated: Seated, text: str, action: str, fields: Mapping[str, object], theme_id: int | None, anchor: str
) -> tuple[str, int]:
    """Answer a removal of what has changed since it was read: how it reads now, and the choice anew."""
    page = render_template(
        "dialogues/removal.html",
        seated=seated,
        message=str(wording.CHANGED_BEFORE_REMOVAL),
        text=text,
        action=action,
        fields=fields,
        way_back=_back_from_removal(seated, theme_id, anchor),
    )
    return page, 409


def _back_from_removal(seated: Seated, theme_id: int | None, anchor: str) -> str:
    if seated.dialogue.state == State.ESTABLISHED:
        return url_for("dialogues.meeting", dialogue_id=seated.dialogue.id) + f"#{anchor}"
    return back_to(seated, theme_id, anchor).location


def typed_text() -> str:
    """Give what a person typed into this request, all fields of own words together."""
    words = (request.form.get(name, "").strip() for name in OWN_WORDS)
    return "\n\n".join(word for word in words if word)


def _where_one_stood() -> str:
    dialogue_id = (request.view_args or {}).get("dialogue_id")
    if dialogue_id is not None:
        return url_for("dialogues.meeting", dialogue_id=dialogue_id)
    return url_for("dialogues.index")


def typed_in_from() -> str:
    """Give the place of the theme on the page for typing in from paper, or nothing when one works elsewhere."""
    found = FROM_PAPER.fullmatch(request.form.get("from_paper", ""))
    return found[0] if found else ""


def back_to(seated: Seated, theme: Theme | int | None, anchor: str = "") -> Response:
    """Go back to the theme one worked on, or to the page of the meeting; to be read where one read it."""
    las = reading_through()
    theme_id = theme.id if isinstance(theme, Theme) else theme
    if theme_id is None:
        target = url_for("dialogues.whole", dialogue_id=seated.dialogue.id, las=las)
    else:
        target = url_for("dialogues.theme", dialogue_id=seated.dialogue.id, theme_id=theme_id, las=las)
    return redirect(target + (f"#{anchor}" if anchor else ""))
