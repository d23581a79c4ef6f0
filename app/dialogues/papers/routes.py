"""Sheets to write on by hand, and typing in what was written."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import requires
from app.access.matrix import May
from app.db import db
from app.dialogues import rules, wording
from app.dialogues.about.pages import AboutDialogue, about_dialogue
from app.dialogues.blueprint import dialogues, meeting_name
from app.dialogues.holding.pages import agreement_rows, matter_rows
from app.dialogues.models import Agreement, AgreementState, Side, State, Theme
from app.dialogues.papers.sheets import Said, meeting_sheet, preparation_sheet
from app.dialogues.papers.wordings import title_of
from app.dialogues.queries.agreed import agreements_at
from app.dialogues.queries.said import decisions_of, matters_of, pictures_of, themes_of
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
    # One's own picture that is not opened stays off the paper that lies on the table.
    pictures = pictures_of(db.session, dialogue.id) if rules.pictures_open(dialogue) else []
    note_that_read(seated, "theme")
    themes, about = themes_of(db.session, dialogue.id), about_dialogue(seated)
    return meeting_sheet(
        seated,
        Said(
            themes=themes,
            about={theme.id: [chip.title for chip in about.of_theme(theme)] for theme in themes},
            taken_up=_to_take_up(about, themes) if seated.seat.takes_part else {},
            pictures=readable_pictures(seated, pictures),
            agreements=[one for one in agreements if one.dialogue_id == dialogue.id],
            decisions=decisions_of(db.session, dialogue.id),
            open_before=[one for one in _open(agreements) if one.dialogue_id != dialogue.id],
        ),
        head_of_paper(),
    )


@dialogues.get("/<int:dialogue_id>/fran-papper")
@requires(May.TAKE_PART)
def from_paper(dialogue_id: int) -> str | Response:
    """Show every theme on one page, in the order and with the numbers of the sheet, each a text that saves itself."""
    seated = sit(dialogue_id)
    if not seated.seat.takes_part:
        abort(404)
    before = rules.may_write_picture(seated.dialogue, seated.seat) is None
    blocked = None if before else rules.may_write_notes(seated.dialogue, seated.seat)
    if blocked:
        reason = rules.may_write_picture(seated.dialogue, seated.seat)
        early = seated.dialogue.state in {State.PLANNED, State.PREPARING}
        flash(str(wording.REASONS[reason if early and reason else blocked]), "problem")
        return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id))
    mine = {
        picture.theme_id: picture
        for picture in (pictures_of(db.session, dialogue_id) if before else [])
        if picture.author_id == seated.seat.person_id
    }
    note_that_read(seated, "theme")
    return render_template(
        "dialogues/papers/from_paper.html",
        seated=seated,
        dialogue=seated.dialogue,
        seat=seated.seat,
        themes=themes_of(db.session, dialogue_id),
        before=before,
        mine=mine,
        may_write=not before,
        Side=Side,
        **({} if before else _agreed(seated)),
    )


def _agreed(seated: Seated) -> dict[str, object]:
    """Give what stands last on the sheet of the meeting: what was promised, decided, and is to be raised."""
    agreements = agreements_at(db.session, seated.dialogue, seated.seat)
    return {
        "agreements": agreement_rows(
            seated, [one for one in agreements if one.dialogue_id == seated.dialogue.id]
        ),
        "decisions": decisions_of(db.session, seated.dialogue.id),
        "matters": matter_rows(seated, matters_of(db.session, seated.dialogue.id), about_dialogue(seated)),
    }
