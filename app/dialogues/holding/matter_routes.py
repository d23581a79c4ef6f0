"""What the two decide in the meeting, and what they raise from it."""

from collections.abc import Mapping
from types import MappingProxyType

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import requires
from app.access.matrix import May
from app.db import db
from app.dialogues.about.pages import about_dialogue
from app.dialogues.blueprint import dialogues
from app.dialogues.drafting import at_theme
from app.dialogues.errors import (
    ChangedBeforeRemoval,
    ChangedMeanwhile,
    NotAllowedNow,
)
from app.dialogues.establishing.services import raise_if_released
from app.dialogues.holding import raising, services
from app.dialogues.holding.pages import matter_rows
from app.dialogues.models import (
    Decision,
    RaisedMatter,
    State,
)
from app.dialogues.queries.said import decisions_of, matters_of
from app.dialogues.seating import (
    Seated,
    back_to,
    refusals_to_page,
    removal_page,
    sit,
    theme_sent,
    words_for,
)
from app.drafts.pages import draft_sent
from app.ui.htmx import wants_fragment
from app.ui.notices import tell
from app.writing.answering import reading_through


@dialogues.post("/<int:dialogue_id>/beslut")
@requires(May.TAKE_PART)
@refusals_to_page
def decide(dialogue_id: int) -> str | Response | tuple[str, int]:
    """Write down a decision, change one, or take it out."""
    seated = sit(dialogue_id, write=True)
    if "ater" in request.args:
        return _put_back(seated, _decision(seated, request.args.get("ater", 0, type=int)))
    decision_id = request.form.get("decision", type=int)
    decision = _decision(seated, decision_id) if decision_id is not None else None
    if decision is not None and request.form.get("remove"):
        return _take_out(seated, decision)
    theme_id = decision.theme_id if decision is not None else theme_sent(seated)
    services.decide(
        db.session,
        seat=seated.seat,
        dialogue=seated.dialogue,
        theme_id=theme_id,
        text=request.form.get("text", ""),
        decision=decision,
        revision=request.form.get("revision", type=int) or 0,
    )
    if decision is None:
        draft_sent(at_theme(theme_id))
    db.session.commit()
    return _after_decision(seated, theme_id)


def _decision(seated: Seated, decision_id: int) -> Decision:
    """Give a decision of the dialogue, taken out or not, or 404."""
    found = db.session.get(Decision, decision_id)
    if found is None or found.dialogue_id != seated.dialogue.id:
        abort(404)
    return found


def _take_out(seated: Seated, decision: Decision) -> str | Response | tuple[str, int]:
    """Take a decision out and say how it is put back; the choice anew where its words have been changed."""
    theme_id, number = decision.theme_id, decision.id
    try:
        services.remove_decision(
            db.session,
            seat=seated.seat,
            dialogue=seated.dialogue,
            decision=decision,
            revision=request.form.get("revision", type=int) or 0,
        )
    except ChangedBeforeRemoval as change:
        fields = {"decision": number, "remove": 1, "revision": decision.revision}
        if not wants_fragment():
            return removal_page(seated, change.text, request.path, fields, theme_id, "decisions")
        return _after_decision(seated, theme_id, words_for(change))
    db.session.commit()
    undo = url_for("dialogues.decide", dialogue_id=seated.dialogue.id, ater=number, las=reading_through())
    return _after_decision(
        seated, theme_id, removed={"text": gettext("Beslutet är borttaget."), "undo": undo}
    )


def _after_decision(
    seated: Seated, theme_id: int | None, changed: str = "", removed: Mapping[str, str] | None = None
) -> str | Response:
    """Answer a change of a decision: the list anew, or back to where it stands; `removed` as in `after_matter`."""
    if wants_fragment():
        return render_template(
            "dialogues/holding/_decisions.html",
            changed=changed,
            removed=removed,
            seated=seated,
            dialogue=seated.dialogue,
            theme_id=theme_id,
            may_write=True,
            decisions=decisions_of(db.session, seated.dialogue.id),
        )
    if removed is not None:
        tell(removed["text"], undo=removed["undo"])
    return back_to(seated, theme_id, "decisions")


def _put_back(seated: Seated, decision: Decision) -> str | Response:
    """Put back a decision that was taken out, or say nothing where it stands there already."""
    theme_id = decision.theme_id
    services.put_back_decision(db.session, seat=seated.seat, dialogue=seated.dialogue, decision=decision)
    db.session.commit()
    return _after_decision(seated, theme_id)


@dialogues.post("/<int:dialogue_id>/lyft")
@requires(May.TAKE_PART)
@refusals_to_page
def propose(dialogue_id: int) -> str | Response:
    """Propose a passage to raise."""
    seated = sit(dialogue_id, write=True)
    _refuse_where_nothing_is_raised(seated)
    theme_id = theme_sent(seated)
    raising.propose_matter(
        db.session,
        seat=seated.seat,
        dialogue=seated.dialogue,
        theme_id=theme_id,
        text=request.form.get("text", ""),
    )
    draft_sent(at_theme(theme_id))
    db.session.commit()
    return after_matter(seated, theme_id)


def _refuse_where_nothing_is_raised(seated: Seated) -> None:
    """Keep what is said where the model lets nothing be raised; what was proposed before can still be held or withdrawn."""
    if not seated.may_raise:
        raise NotAllowedNow("stays_between")


@dialogues.post("/<int:dialogue_id>/lyft/<int:matter_id>")
@requires(May.TAKE_PART)
@refusals_to_page
def matter(dialogue_id: int, matter_id: int) -> str | Response | tuple[str, int]:
    """Release a proposed passage, take that back, change its words, withdraw it, or put it back."""
    seated = sit(dialogue_id, write=True)
    found = db.session.get(RaisedMatter, matter_id, with_for_update=True)
    wish = request.form.get("wish") or request.args.get("onskan", "")
    if found is None or found.dialogue_id != dialogue_id:
        abort(404)
    seat, dialogue = seated.seat, seated.dialogue
    if found.withdrawn_at and wish not in {"withdraw", "put_back"}:
        _refuse_taken_out(seated, found, wish)
    revision = request.form.get("revision", type=int) or 0
    if wish == "release":
        _refuse_where_nothing_is_raised(seated)
        raising.release_matter(
            db.session, seat=seat, dialogue=dialogue, matter=found, revision=revision, released=True
        )
        raise_if_released(db.session, dialogue, found)
    elif wish == "hold":
        raising.release_matter(
            db.session, seat=seat, dialogue=dialogue, matter=found, revision=revision, released=False
        )
    elif wish == "change":
        text = request.form.get("text", "")
        try:
            raising.change_matter(
                db.session, seat=seat, dialogue=dialogue, matter=found, text=text, revision=revision
            )
            draft_sent()
        except ChangedMeanwhile as change:
            if not wants_fragment():
                raise
            return after_matter(seated, found.theme_id, words_for(change), {found.id: text})
    elif wish == "withdraw":
        return _withdraw(seated, found, revision)
    elif wish == "put_back":
        raising.put_back_matter(db.session, seat=seat, dialogue=dialogue, matter=found)
    else:
        abort(400)
    db.session.commit()
    return after_matter(seated, found.theme_id)


def _refuse_taken_out(seated: Seated, found: RaisedMatter, wish: str) -> None:
    if wish == "hold":
        # Who holds back what the other has taken out has not released it either: it may be put back.
        raising.hold_matter_taken_out(db.session, seat=seated.seat, dialogue=seated.dialogue, matter=found)
        db.session.commit()
    raise NotAllowedNow("taken_out")


def _withdraw(seated: Seated, found: RaisedMatter, revision: int) -> str | Response | tuple[str, int]:
    """Withdraw a passage and say how it is put back; the choice anew where its words have been changed."""
    theme_id = found.theme_id
    try:
        raising.withdraw_matter(
            db.session, seat=seated.seat, dialogue=seated.dialogue, matter=found, revision=revision
        )
    except ChangedBeforeRemoval as change:
        fields = {"wish": "withdraw", "revision": found.revision}
        if not wants_fragment():
            return removal_page(seated, change.text, request.path, fields, theme_id, "matters")
        return after_matter(seated, theme_id, words_for(change))
    undo = url_for("dialogues.matter", dialogue_id=seated.dialogue.id, matter_id=found.id, onskan="put_back",
                   las=reading_through())  # fmt: skip
    db.session.commit()
    return after_matter(seated, theme_id, removed={"text": gettext("Förslaget är borttaget."), "undo": undo})


def after_matter(
    seated: Seated,
    theme_id: int | None,
    changed: str = "",
    typed: Mapping[int, str] = MappingProxyType({}),
    removed: Mapping[str, str] | None = None,
) -> str | Response:
    """Answer a change of a raised matter: the list anew, with what was `typed` and not saved, or back to where it stands.

    `removed` tells what was taken away, and the address that puts it back.
    """
    if wants_fragment():
        return render_template(
            "dialogues/holding/_matters.html",
            changed=changed,
            removed=removed,
            typed=typed,
            seated=seated,
            dialogue=seated.dialogue,
            theme_id=theme_id,
            State=State,
            matters=matter_rows(seated, matters_of(db.session, seated.dialogue.id), about_dialogue(seated)),
        )
    if removed is not None:
        tell(removed["text"], undo=removed["undo"])
    if seated.dialogue.state == State.ESTABLISHED:
        return redirect(url_for("dialogues.meeting", dialogue_id=seated.dialogue.id) + "#matters")
    return back_to(seated, theme_id, "matters")
