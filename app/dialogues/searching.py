"""Dialogues as search finds them: which texts, by what groups and days, and how a hit is shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import url_for
from flask_babel import LazyString, lazy_gettext
from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from app.attachments.models import Attachment
from app.dialogues.attaching.places import ON_MEETING, ON_PICTURE, SOURCE
from app.dialogues.blueprint import meeting_name, pair_name
from app.dialogues.found_by import OVER, REP, places, reach, reach_few, within, within_few
from app.dialogues.models import (
    Addendum,
    Agreement,
    Consent,
    Decision,
    Dialogue,
    Picture,
    RaisedMatter,
    Series,
    SharedText,
    State,
    Theme,
)
from app.dialogues.queries.whose import WITH_POSTS
from app.records.reading_log import log_readings
from app.search.registry import Asked, Day, Facts, Family, Few, Hit, Kind, Shown, row_of

FAMILY = "dialogue"


def _rows(
    identity: InstrumentedAttribute[int],
    dialogue_id: InstrumentedAttribute[int],
    body: Any,
    theme: Any = None,
    name: Any = None,
) -> Select[Any]:
    """Select the texts of a table with the meeting they belong to; `theme` is the column of the theme they are about."""
    title: Any = literal("") if theme is None else func.coalesce(Theme.title, "")
    title = title if name is None else name
    found = (
        select(
            *row_of(
                identity,
                owner=Dialogue.id,
                unit=OVER.unit_id,
                below=REP.unit_id,
                at=Dialogue.starts_at,
                body=body,
                whose=literal("s") + cast(Series.id, String),
                part=theme,
                title=title,
            )
        )
        .join(Series, Series.id == Dialogue.series_id)
        .join(OVER, OVER.id == Series.over_post_id)
        .join(REP, REP.id == Series.rep_post_id)
    )
    if identity.class_ is not Dialogue:
        found = found.join(identity.class_, dialogue_id == Dialogue.id)
    if theme is not None:
        found = found.outerjoin(Theme, Theme.id == theme)
    return found


def _kind(
    key: str,
    group: str,
    model: Any,
    watched: tuple[str, ...],
    body: Any,
    *,
    theme: bool = False,
    name: Any = None,
    only: ColumnElement[bool] | None = None,
    is_one: Callable[[Any], bool] | None = None,
) -> Kind:
    dialogue_id = getattr(model, "dialogue_id", model.id)
    rows = _rows(model.id, dialogue_id, body, model.theme_id if theme else None, name)
    if only is not None:
        rows = rows.where(only)
    made = Kind(key, FAMILY, group, model, model.id, watched, rows)
    return made if is_one is None else replace(made, is_one=is_one)


_PROMISE = Agreement.what + case(
    (Agreement.together_with == "", ""), else_=literal("\n") + Agreement.together_with
)

_WHERE = (
    Dialogue.place
    + case((Dialogue.registry_number == "", ""), else_=literal("\n") + Dialogue.registry_number)
    + case((Dialogue.record_type == "", ""), else_=literal("\n") + Dialogue.record_type)
    + case((Dialogue.secrecy == "", ""), else_=literal("\n") + Dialogue.secrecy)
)
"""Where a meeting is held, where its record is registered and as what, and the statute it is marked with."""


def _files(key: str, holder: str, theme: Any) -> Kind:
    """Make the kind of files that hang on something: found by their names, not by what is in them."""
    rows = _rows(Attachment.id, Attachment.source_id, literal(""), theme, name=Attachment.name).where(
        Attachment.source_kind == SOURCE,
        Attachment.holder_kind == holder,
        Attachment.removed_at.is_(None),
        Attachment.erased_at.is_(None),
    )
    return Kind(
        key,
        FAMILY,
        "file",
        Attachment,
        Attachment.id,
        ("name", "removed_at", "erased_at"),
        rows,
        is_one=lambda file: (file.source_kind, file.holder_kind) == (SOURCE, holder),
    )


_THEME_OF_FILE = select(Picture.theme_id).where(Picture.id == Attachment.holder_id).scalar_subquery()

KINDS = (
    _kind("picture", "picture", Picture, ("text",), Picture.text, theme=True),
    _kind(
        "note",
        "shared",
        SharedText,
        ("text",),
        SharedText.text,
        theme=True,
        only=SharedText.theme_id.is_not(None),
        is_one=lambda text: text.theme_id is not None,
    ),
    _kind(
        "whole",
        "shared",
        SharedText,
        ("text",),
        SharedText.text,
        only=SharedText.theme_id.is_(None),
        is_one=lambda text: text.theme_id is None,
    ),
    _kind("agreement", "agreement", Agreement, ("what", "together_with"), _PROMISE, theme=True),
    _kind("closing", "agreement", Agreement, ("closing_words",), Agreement.closing_words),
    _kind(
        "decision",
        "decision",
        Decision,
        ("text", "removed_at"),
        Decision.text,
        theme=True,
        only=Decision.removed_at.is_(None),
    ),
    _kind(
        "matter",
        "raised",
        RaisedMatter,
        ("text", "withdrawn_at", "passage_id"),
        RaisedMatter.text,
        theme=True,
        # What has gone up is found as the passage it became.
        only=and_(RaisedMatter.withdrawn_at.is_(None), RaisedMatter.passage_id.is_(None)),
    ),
    _kind("opinion", "opinion", Consent, ("own_opinion",), Consent.own_opinion),
    _kind(
        "addendum",
        "opinion",
        Addendum,
        ("text", "withdrawn_at"),
        Addendum.text,
        only=Addendum.withdrawn_at.is_(None),
    ),
    _kind(
        "meeting",
        "meeting",
        Dialogue,
        ("title", "place", "registry_number", "record_type", "secrecy"),
        _WHERE,
        name=Dialogue.title,
    ),
    _kind("reason", "meeting", Dialogue, ("cancel_reason",), Dialogue.cancel_reason),
    _files("file", ON_MEETING, None),
    _files("picture_file", ON_PICTURE, _THEME_OF_FILE),
)

DAYS = (Day(FAMILY, Dialogue, "starts_at"),)

GROUPS: dict[str, LazyString] = {
    "picture": lazy_gettext("Egna bilder"),
    "shared": lazy_gettext("Gemensam bild och anteckningar"),
    "agreement": lazy_gettext("Överenskommelser"),
    "decision": lazy_gettext("Beslut"),
    "raised": lazy_gettext("Det som lyfts, och svaren"),
    "opinion": lazy_gettext("Egna meningar och tillägg"),
    "file": lazy_gettext("Filer"),
    "meeting": lazy_gettext("Möten"),
    "unit_text": lazy_gettext("Grunduppdrag, analyser och planer"),
    "document": lazy_gettext("Styrdokument"),
    "recorded": lazy_gettext("Registrerade beslut"),
}
"""What people call what can be found, in the order one chooses among them."""


def shown(session: Session, asks: Asked, hits: Sequence[Hit], _facts: Facts) -> Mapping[int, Shown]:
    """Show a hit with its meeting and the two units; whoever is not one of the two is noted as having read."""
    found = {
        dialogue.id: dialogue
        for dialogue in session.scalars(
            select(Dialogue)
            .where(Dialogue.id.in_({hit.owner_id for hit in hits}))
            .options(joinedload(Dialogue.series).options(*WITH_POSTS), joinedload(Dialogue.participants))
        ).unique()
    }
    read = {hit.owner_id for hit in hits if hit.kind != "meeting"}
    others = [
        number
        for number in sorted(read)
        if all(one.person_id != asks.actor.person_id for one in found[number].participants)
    ]
    log_readings("dialogue", others, "search")
    return {hit.id: _shown(hit, found[hit.owner_id]) for hit in hits}


_WORDS: dict[str, LazyString] = {
    "picture": lazy_gettext("Egen bild"),
    "note": lazy_gettext("Anteckning"),
    "whole": lazy_gettext("Gemensam bild"),
    "agreement": lazy_gettext("Överenskommelse"),
    "closing": lazy_gettext("Avslutad överenskommelse"),
    "decision": lazy_gettext("Beslut"),
    "matter": lazy_gettext("Att lyfta"),
    "opinion": lazy_gettext("Egen mening"),
    "addendum": lazy_gettext("Tillägg"),
    "meeting": lazy_gettext("Möte"),
    "reason": lazy_gettext("Inställt möte"),
    "file": lazy_gettext("Fil"),
    "picture_file": lazy_gettext("Fil till en bild"),
}


def _shown(hit: Hit, dialogue: Dialogue) -> Shown:
    what, meeting = str(_WORDS[hit.kind]), meeting_name(dialogue)
    about = [what] if hit.kind == "meeting" or not hit.title else [what, meeting]
    name = meeting if hit.kind == "meeting" or not hit.title else hit.title
    return Shown(name, _address(hit, dialogue), " · ".join([*about, pair_name(dialogue.series)]))


def _address(hit: Hit, dialogue: Dialogue) -> str:
    if hit.kind == "closing" or (
        hit.kind == "agreement" and dialogue.state not in {State.HELD, State.ESTABLISHING, State.ESTABLISHED}
    ):
        return url_for("dialogues.series_page", series_id=dialogue.series_id) + "#agreements"
    if hit.kind == "picture_file" and hit.part_id is not None:
        return url_for("dialogues.theme", dialogue_id=dialogue.id, theme_id=hit.part_id) + "#files"
    if hit.kind == "file" and dialogue.state != State.ESTABLISHED:
        return url_for("dialogues.meeting", dialogue_id=dialogue.id) + "#files"
    on_theme = hit.kind in {"picture", "note", "agreement", "decision", "matter"} and hit.part_id is not None
    if on_theme and (hit.kind == "picture" or dialogue.state != State.ESTABLISHED):
        return url_for("dialogues.theme", dialogue_id=dialogue.id, theme_id=hit.part_id)
    if dialogue.state in {State.HELD, State.ESTABLISHING} and hit.kind in {
        "whole",
        "agreement",
        "decision",
        "matter",
    }:
        return url_for("dialogues.whole", dialogue_id=dialogue.id)
    return url_for("dialogues.meeting", dialogue_id=dialogue.id)


DIALOGUES = Family(FAMILY, reach, within, shown, places=places, few=Few(reach_few, within_few))
