"""Which forms of a dialogue keep drafts: those the two send with a button."""

from collections.abc import Mapping
from typing import Any

from flask import abort
from werkzeug.datastructures import MultiDict

from app.db import db
from app.dialogues.establishing.disposing import DRAFTS_OF
from app.dialogues.holding.forms import AgreementForm
from app.dialogues.holding.pages import who_choices
from app.dialogues.models import Agreement
from app.dialogues.queries.editions import is_disposed_of
from app.dialogues.seating import Seated, sit
from app.drafts.places import Place, places
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
    form.who.choices = who_choices(seated)
    return form


def begun_change(seated: Seated, agreement: Agreement, kept: Kept | None) -> AgreementForm:
    """Give the form that changes an agreement, with what was typed in it before."""
    form = (
        AgreementForm(formdata=MultiDict(kept.fields), obj=agreement)
        if kept
        else AgreementForm(obj=agreement)
    )
    form.who.choices = who_choices(seated)
    return form


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


def _of_the_two(values: Mapping[str, Any]) -> tuple[str, int]:
    seated = sit(values["dialogue_id"])
    if not seated.seat.takes_part or is_disposed_of(db.session, seated.dialogue):
        abort(404)
    return DRAFTS_OF, seated.dialogue.id
