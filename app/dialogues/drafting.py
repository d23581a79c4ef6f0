"""Which forms of a dialogue keep drafts: those the two send with a button."""

from collections.abc import Mapping
from typing import Any

from flask import abort
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from app import clock
from app.db import db
from app.dialogues import wording
from app.dialogues.establishing.disposing import DRAFTS_OF
from app.dialogues.holding.forms import AgreementForm
from app.dialogues.holding.pages import who_choices
from app.dialogues.models import Agreement
from app.dialogues.queries.editions import is_disposed_of
from app.dialogues.seating import Seated, sit
from app.dialogues.series.ending import end_ahead, ending_by, swedish_day
from app.drafts.places import Place, WholeForm, places
from app.drafts.queries import Kept


def at_theme(theme_id: int | None) -> str:
    """Give the key of a form that stands on the page of a theme, and on that of the whole meeting."""
    return f"tema-{theme_id}" if theme_id else ""


def at_addendum(addendum_id: int) -> str:
    """Give the key of the form that changes an addendum, beside those of others and of a new one."""
    return f"tillagg-{addendum_id}"


def begun_agreement(seated: Seated, kept: Kept | None) -> AgreementForm:
    """Give the form of a new agreement, with what was typed in it before."""
    form = AgreementForm(formdata=MultiDict(kept.fields)) if kept else AgreementForm()
    return _for_those(seated, form)


def begun_change(seated: Seated, agreement: Agreement, kept: Kept | None) -> AgreementForm:
    """Give the form that changes an agreement, with what was typed in it before."""
    form = (
        AgreementForm(formdata=MultiDict(kept.fields), obj=agreement)
        if kept
        else AgreementForm(obj=agreement)
    )
    return _for_those(seated, form)


def _for_those(seated: Seated, form: AgreementForm) -> AgreementForm:
    """Offer who can promise, and say at the day when a unit of the two is to end."""
    form.who.choices = who_choices(seated)
    ending = end_ahead(db.session, seated.dialogue.series)
    if ending is not None:
        form.due_on.description = f"{wording.after_the_end(ending)}."
    return form


def can_be_kept(seated: Seated, form: AgreementForm, before: Agreement | None = None) -> bool:
    """Tell whether a promise can be kept by its day: not one before the meeting, nor when nobody is left; say so at the day.

    A day that stood `before` the unit was to end is no hindrance to changing the words.
    """
    due_on = form.due_on.data
    if before is not None and (before.due_on, before.who) == (due_on, form.who.data):
        return True
    if due_on is not None and due_on < min(swedish_day(seated.dialogue.starts_at), clock.today()):
        form.due_on.errors = [gettext("Den dagen är före mötet. Välj mötets dag eller en senare.")]
        return False
    ending = ending_by(db.session, seated.dialogue.series, due_on) if due_on else None
    if ending is None or not ending.leaves(form.who.data or ""):
        return True
    form.due_on.errors = [wording.nobody_left(ending)]
    return False


def register_drafts() -> None:
    """Say which views take what is typed here."""
    places.register(
        Place("dialogues.consent", ("own_opinion",), _of_the_two),
        Place("dialogues.add", ("text",), _of_the_two, stands=("revision",)),
        Place("dialogues.propose", ("text",), _of_the_two),
        Place("dialogues.decide", ("text",), _of_the_two),
        Place("dialogues.agree", ("what", "due_on", "together_with"), _of_the_two, chosen=("who",)),
        Place("dialogues.matter", ("text",), _of_the_two, stands=("revision",)),
        Place(
            "dialogues.change_agreement",
            ("what", "due_on", "together_with"),
            _of_the_two,
            chosen=("who",),
            stands=("revision",),
        ),
    )
    # What one wrote at the same time as the other, and has not chosen about: the texts themselves keep no drafts.
    places.register_whole(
        *(WholeForm(f"dialogues.{view}", _of_the_two) for view in ("note", "write_picture", "whole_text"))
    )


def _of_the_two(values: Mapping[str, Any]) -> tuple[str, int]:
    seated = sit(values["dialogue_id"])
    if not seated.seat.takes_part or is_disposed_of(db.session, seated.dialogue):
        abort(404)
    return DRAFTS_OF, seated.dialogue.id
