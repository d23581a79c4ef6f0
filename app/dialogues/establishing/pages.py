"""The page of an established record, as those who may read it do; and what is told on the way to establishing it."""

from collections.abc import Sequence

from flask import render_template
from flask_babel import gettext

from app import clock
from app.db import db
from app.dialogues import rules, wording
from app.dialogues.about.pages import about_dialogue
from app.dialogues.establishing.record import Promised, Record, promised, read_record
from app.dialogues.establishing.services import content_of
from app.dialogues.holding.pages import matter_rows, matters_read
from app.dialogues.models import Addendum, Agreement, Dialogue, Side, State, Theme
from app.dialogues.papers import services as filing
from app.dialogues.queries.agreed import agreements_made_in
from app.dialogues.queries.editions import edition_of
from app.dialogues.queries.holders import holders_of
from app.dialogues.queries.said import addenda_of, agenda_of, whole_of
from app.dialogues.rules import Standing
from app.dialogues.seating import Seated, note_that_read
from app.passages.queries.opening import released_in
from app.records.models import Edition


def record_page(seated: Seated) -> str:
    """Show an established record with signatures, own opinions, addenda, and what went up from it."""
    dialogue = seated.dialogue
    edition = edition_of(db.session, dialogue.edition_id)
    content = content_of(edition) if edition else {}
    record = read_record(content) if content else None
    own = seated.seat.standing is not Standing.GUEST
    themes = agenda_of(db.session, dialogue.id)
    note_that_read(seated, "record")
    return render_template(
        "dialogues/establishing/record.html",
        seated=seated,
        dialogue=dialogue,
        seat=seated.seat,
        record=record,
        edition=edition,
        signatures=signatures_of(dialogue, edition, record),
        since=what_became_of(agreements_made_in(db.session, dialogue.id), themes),
        addendum_standing=addendum_standing,
        addenda=_addenda(seated) if own else [],
        matters=matter_rows(seated, matters_read(seated), about_dialogue(seated)) if own else [],
        passages=released_in(db.session, source_kind="dialogue", source_id=dialogue.id) if own else [],
        filed=filing.filing_of(dialogue).sign,
        themes=themes,
        other_left=_other_left(seated),
        line=[(state, wording.STATES[state]) for state in rules.LINE],
        Side=Side,
        State=State,
    )


def _addenda(seated: Seated) -> list[Addendum]:
    """Give the addenda one may read: what is not established yet is the two's."""
    found = addenda_of(db.session, seated.dialogue.id)
    return [one for one in found if seated.seat.takes_part or one.edition_id is not None]


def _other_left(seated: Seated) -> str:
    """Name the other of the two where they no longer hold the post: then nobody is left to establish or release anything with."""
    seat, series = seated.seat, seated.dialogue.series
    if not seat.takes_part or seat.side is None:
        return ""
    post = series.rep_post if seat.side is Side.OVER else series.over_post
    holders = holders_of(db.session, [post], clock.today())[post.id]
    other = next(one for one in seated.dialogue.participants if one.side == seat.side.other)
    return "" if other.person_id in {one.id for one in holders} else other.person.name


def what_became_of(agreements: list[Agreement], themes: Sequence[Theme]) -> dict[Promised, Agreement]:
    """Give what has been closed since, by what the record has of each agreement; the record itself stays as it was."""
    titles = {theme.id: theme.title for theme in themes}
    return {
        promised(one, titles.get(one.theme_id or 0, "")): one
        for one in agreements
        if one.closed_at is not None
    }


def addendum_standing(seated: Seated, addendum: Addendum) -> str:
    """Say who wrote an addendum and whom it waits for."""
    if addendum.edition_id is not None:
        return gettext("Fastställt av båda")
    # Either may change what is only proposed: whose words stand there is then no longer one's alone.
    author = addendum.author.name
    written = (
        gettext("Skrivet av %(name)s och ändrat sedan", name=author)
        if addendum.revision > 1
        else gettext("Skrivet av %(name)s", name=author)
    )
    if not (addendum.over_consent_at or addendum.rep_consent_at):
        return gettext("%(written)s, väntar på att båda fastställer", written=written)
    given = Side.OVER if addendum.over_consent_at else Side.REP
    if not seated.seat.takes_part:
        return gettext(
            "%(written)s. %(one)s har fastställt det. Nu väntar det på %(other)s.",
            written=written,
            one=seated.name(given),
            other=seated.name(given.other),
        )
    if seated.seat.side is given:
        return gettext(
            "%(written)s. Du har fastställt det. Nu väntar det på %(other)s.",
            written=written,
            other=seated.other,
        )
    return gettext(
        "%(written)s. %(one)s har fastställt det. Nu väntar det på dig.", written=written, one=seated.other
    )


def signatures_of(
    dialogue: Dialogue, edition: Edition | None, record: Record | None
) -> list[dict[str, object]]:
    """Give who stands behind the record, by the names it has, since when, with what own opinion."""
    if edition is None:
        return []
    names = {participant.person_id: participant.person.name for participant in dialogue.participants}
    names |= {one.person_id: one.name for one in record.people} if record is not None else {}
    return [
        {
            "name": names.get(signature.person_id, ""),
            "side": signature.side,
            "at": signature.signed_at,
            "own_opinion": signature.own_opinion,
        }
        for signature in edition.signatures
    ]


def on_to_establish(dialogue: Dialogue) -> str:
    """Tell what comes now: the page of the whole looks as it did, and what is new stands at its end."""
    whole = whole_of(db.session, dialogue.id)
    if whole is None or not whole.text.strip():
        return gettext("Den gemensamma bilden skrivs först. Sedan fastställer ni båda samma version.")
    return gettext("Nu fastställer ni. Läs igenom det som står här; längst ner fastställer du för din del.")
