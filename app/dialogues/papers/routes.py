"""Sheets to write on by hand."""

from collections.abc import Sequence

from flask import abort, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import requires
from app.access.matrix import May
from app.db import db
from app.dialogues import rules
from app.dialogues.about.pages import AboutDialogue, about_dialogue
from app.dialogues.blueprint import dialogues, meeting_name
from app.dialogues.models import Agreement, AgreementState, State, Theme
from app.dialogues.papers.sheets import Said, meeting_sheet, preparation_sheet
from app.dialogues.papers.wordings import title_of
from app.dialogues.queries.agreed import agreements_at
from app.dialogues.queries.said import decisions_of, pictures_of, themes_of
from app.dialogues.seating import Seated, note_that_read, sit
from app.dialogues.theme_page import readable_pictures
from app.exports.answers import pdf_file, print_view
from app.exports.getting_ready import when_ready
from app.exports.letterhead.routes import head_of_paper
from app.exports.tree import Document


def _back(seated: Seated) -> tuple[str, str]:
    return meeting_name(seated.dialogue), url_for("dialogues.meeting", dialogue_id=seated.dialogue.id)


@dialogues.get("/<int:dialogue_id>/forberedelseblad")
@requires(May.TAKE_PART)
@when_ready
def preparation_print(dialogue_id: int) -> str:
    """Show one's own preparation sheet as it will be on paper."""
    seated = sit(dialogue_id)
    return print_view(
        _preparation(seated),
        back=_back(seated),
        files=[("PDF", url_for("dialogues.preparation_pdf", dialogue_id=dialogue_id))],
    )


@dialogues.get("/<int:dialogue_id>/forberedelseblad.pdf")
@requires(May.TAKE_PART)
@when_ready
def preparation_pdf(dialogue_id: int) -> Response:
    """Send one's own preparation sheet as PDF: one A4."""
    seated = sit(dialogue_id)
    return pdf_file(_preparation(seated), f"{gettext('Förberedelse')} {title_of(seated.dialogue)}")


def _preparation(seated: Seated) -> Document:
    """Make the sheet of one of the two, while there is something to prepare; 404 otherwise."""
    dialogue = seated.dialogue
    if not seated.seat.takes_part or dialogue.state not in {State.PLANNED, State.PREPARING}:
        abort(404)
    still_open = _open(agreements_at(db.session, dialogue, seated.seat))
    themes, about = themes_of(db.session, dialogue.id), about_dialogue(seated)
    return preparation_sheet(
        seated,
        themes=themes,
        agreements=still_open,
        taken_up=_to_take_up(about, themes),
        letterhead=head_of_paper(),
    )


def _to_take_up(about: AboutDialogue, themes: Sequence[Theme]) -> dict[int, list[str]]:
    """Give what either of the two wants to take up, theme by theme."""
    return {theme.id: [chip.title for chip in about.taken_up_on(theme)] for theme in themes}


def _open(agreements: list[Agreement]) -> list[Agreement]:
    return [one for one in agreements if one.state == AgreementState.OPEN]


@dialogues.get("/<int:dialogue_id>/motesblad")
@requires(May.TAKE_PART)
def meeting_print(dialogue_id: int) -> str:
    """Show the sheet of the meeting as it will be on paper."""
    seated = sit(dialogue_id)
    return print_view(
        _meeting(seated),
        back=_back(seated),
        files=[("PDF", url_for("dialogues.meeting_pdf", dialogue_id=dialogue_id))],
    )


@dialogues.get("/<int:dialogue_id>/motesblad.pdf")
@requires(May.TAKE_PART)
@when_ready
def meeting_pdf(dialogue_id: int) -> Response:
    """Send the sheet of the meeting as PDF."""
    seated = sit(dialogue_id)
    return pdf_file(_meeting(seated), f"{gettext('Mötesblad')} {title_of(seated.dialogue)}")


def _meeting(seated: Seated) -> Document:
    """Make the sheet with what one may read on the pages of the themes, no more; 404 where those do not open."""
    dialogue = seated.dialogue
    finished = dialogue.state in {State.ESTABLISHED, State.CANCELLED}
    if finished or not rules.may_read_notes(dialogue, seated.seat):
        abort(404)
    agreements = agreements_at(db.session, dialogue, seated.seat)
    # One's own picture that is not opened, now or when another sat here, stays off the paper that lies on the table.
    pictures = pictures_of(db.session, dialogue.id) if rules.pictures_open(dialogue) else []
    opened = [one for one in readable_pictures(seated, pictures) if not one.withheld]
    note_that_read(seated, "theme")
    themes, about = themes_of(db.session, dialogue.id), about_dialogue(seated)
    return meeting_sheet(
        seated,
        Said(
            themes=themes,
            about={theme.id: [chip.title for chip in about.of_theme(theme)] for theme in themes},
            taken_up=_to_take_up(about, themes) if seated.seat.takes_part else {},
            pictures=opened,
            agreements=[one for one in agreements if one.dialogue_id == dialogue.id],
            decisions=decisions_of(db.session, dialogue.id),
            open_before=[one for one in _open(agreements) if one.dialogue_id != dialogue.id],
        ),
        head_of_paper(),
    )
