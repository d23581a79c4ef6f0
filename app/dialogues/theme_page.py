"""The page of one theme: before the meeting one's own picture, from then on both pictures and what the two say together."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.dialogues import rules, wording
from app.dialogues.about.pages import AboutDialogue, about_dialogue, about_theme_row
from app.dialogues.attaching.pages import files_on_theme
from app.dialogues.attaching.queries import pictures_with_files
from app.dialogues.backgrounds import Background, backgrounds
from app.dialogues.blueprint import dialogues
from app.dialogues.holding.pages import agreement_rows, matter_rows, matters_read
from app.dialogues.measured import put_forward
from app.dialogues.models import Picture, SharedText, Side, State, Theme
from app.dialogues.personal.pages import on_theme
from app.dialogues.queries.agreed import agreements_at
from app.dialogues.queries.said import (
    ThemeSaid,
    agenda_and_note,
    decisions_of,
    written_by,
)
from app.dialogues.rules import Standing
from app.dialogues.seating import Seated, note_that_read, sit
from app.ui.addresses import url_for
from app.writing.answering import reading_through


@dataclass(frozen=True, slots=True)
class NavItem:
    """One theme in the list beside the text."""

    label: str
    href: str
    verdict: str | None
    note: str | None
    current: bool


def theme_links(
    seated: Seated, themes: Sequence[Theme | ThemeSaid], here: Theme | None, written: set[int]
) -> list[NavItem]:
    """Give the list of themes with how the two see each, or whether one has begun to write."""
    notes_readable = rules.may_read_notes(seated.dialogue, seated.seat)
    before = seated.dialogue.state in {State.PLANNED, State.PREPARING}
    return [
        NavItem(
            theme.title,
            url_for("dialogues.theme", dialogue_id=seated.dialogue.id, theme_id=theme.id),
            rules.together(theme.over_verdict, theme.rep_verdict) if notes_readable else None,
            gettext("skrivet") if before and theme.id in written else None,
            here is not None and theme.id == here.id,
        )
        for theme in themes
    ]


@dialogues.get("/<int:dialogue_id>/tema/<int:theme_id>")
@requires(May.TAKE_PART)
def theme(dialogue_id: int, theme_id: int) -> str | Response:
    """Show a theme as the dialogue's state has it.

    `las` in the address: its note is read and not written, by whoever writes it too.
    """
    seated = sit(dialogue_id)
    themes, note = agenda_and_note(db.session, dialogue_id, theme_id)
    here = next((one for one in themes if one.id == theme_id), None)
    if here is None or not rules.may_read_notes(seated.dialogue, seated.seat):
        return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id))
    if seated.dialogue.state == State.CANCELLED:
        return redirect(url_for("dialogues.meeting", dialogue_id=dialogue_id))
    files = pictures_with_files(db.session, here.id)
    pictures = readable_pictures(seated, list(files))
    mine = next((p for p in pictures if p.author_id == seated.seat.person_id), None)
    position = themes.index(here)
    note_that_read(seated, "theme")
    before = seated.dialogue.state in {State.PLANNED, State.PREPARING}
    written = written_by(db.session, dialogue_id, seated.seat.person_id) if before else set()
    agreements = [] if before else agreements_at(db.session, seated.dialogue, seated.seat)
    about = about_dialogue(seated)
    background = background_of(seated, here, skip={"open_agreements"} if not before else set())
    context = {
        "seated": seated,
        "dialogue": seated.dialogue,
        "seat": seated.seat,
        "theme": here,
        "number": position + 1,
        "links": theme_links(seated, themes, here, written),
        "following": themes[position + 1] if position + 1 < len(themes) else None,
        "previous": themes[position - 1] if position else None,
        "mine": mine,
        "pictures": shown_pictures(seated, pictures),
        "files": files_on_theme(seated, pictures, files),
        "background": [*_put_forward(seated, here, about), *background],
        "states": wording.STATES,
        "Side": Side,
        "State": State,
        "other_shared": rules.other_shared(seated.dialogue, seated.seat),
        "i_shared": any(p.shared_at for p in seated.dialogue.participants if p.side == seated.seat.side),
        "personal": on_theme(seated.dialogue.series, here.title) if seated.seat.takes_part else None,
        "why_not_write": rules.may_write_picture(seated.dialogue, seated.seat),
    }
    if before:
        return render_template("dialogues/preparing/theme.html", **context)
    return render_template(
        "dialogues/holding/theme.html",
        note=note or SharedText(text=""),
        may_write=rules.may_write_notes(seated.dialogue, seated.seat) is None,
        read_through=reading_through() is not None,
        agreements=agreement_rows(seated, agreements),
        decisions=decisions_of(db.session, dialogue_id),
        matters=matter_rows(seated, matters_read(seated), about),
        about=about_theme_row(seated, here, about, background),
        **context,
    )


def _put_forward(seated: Seated, here: Theme, about: AboutDialogue) -> list[Background]:
    if not seated.seat.takes_part:
        return []
    return put_forward(
        db.session,
        acting(),
        taken_up=about.taken_up_on(here),
        marked=about.of_theme(here),
        unit_id=seated.dialogue.series.rep_post.unit_id,
        led_on=about.led_on,
    )


def readable_pictures(seated: Seated, pictures: list[Picture]) -> list[Picture]:
    """Keep the pictures this seat may read; nothing else of them leaves this function."""
    return [picture for picture in pictures if rules.may_read_picture(seated.dialogue, seated.seat, picture)]


def _title(own: bool, found: list[Picture]) -> str:
    if not own:
        return gettext("Din bild")
    if found and found[-1].withheld:
        # Written before the meeting began and opened to nobody, since another sat here then.
        return gettext("Min bild, som bara jag ser")
    return gettext("Min bild")


def shown_pictures(seated: Seated, pictures: list[Picture]) -> list[dict[str, object]]:
    """Give both sides' pictures of a theme as the pair on the page, one's own first; empty for all but the two."""
    if seated.seat.side is None or not seated.seat.takes_part:
        return []
    shown: list[dict[str, object]] = []
    for side in (seated.seat.side, seated.seat.side.other):
        found = [p for p in pictures if p.side == side and p.text]
        speaker = seated.name(side)
        shown.append(
            {
                "title": _title(side is seated.seat.side, found),
                "by": found[-1].author.name if found else speaker,
                "text": found[-1].text if found else "",
                "side": "o" if side is Side.OVER else "r",
                "empty": gettext("Skrev ingen bild av det här temat."),
            }
        )
    return shown


def background_of(seated: Seated, here: Theme, skip: set[str]) -> list[Background]:
    """Load what the theme brings along, without what the page shows anyway; a guest is invited to this dialogue alone."""
    if seated.seat.standing is Standing.GUEST:
        return []
    kinds = [kind for kind in here.backgrounds if kind not in skip]
    return backgrounds.load(db.session, seated.dialogue, here, kinds)
