"""What the pages of other features need of drafts: those of the one who looks, and letting one go as its form is sent."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask import request
from flask_babel import gettext
from werkzeug.exceptions import HTTPException

from app.access.guard import acting
from app.db import db
from app.drafts import rules, services
from app.drafts.places import places
from app.drafts.queries import Kept, drafts_about


@dataclass(frozen=True, slots=True)
class Drafts:
    """One's own drafts of what is written about one thing."""

    kept: dict[str, Kept]

    def at(self, address: str, key: str = "") -> Kept | None:
        """Give what was begun in the form that is sent to an address."""
        return self.kept.get(rules.place_of(address.removeprefix(request.script_root), key))


NONE = Drafts({})

BEGUN = "samsyn.begun"
"""Where a request keeps whether the one who asks has begun anything."""


def mark_here(begun: bool) -> None:
    """Note whether who is signed in has begun anything: pages of those who have not ask for nothing more."""
    request.environ[BEGUN] = begun


def begun_anything() -> bool:
    """Tell whether the one who looks has begun anything: the script asks for it then."""
    return bool(request.environ.get(BEGUN, False))


def drafts_in(kind: str, object_id: int) -> Drafts:
    """Give the drafts of the one who looks; asked for once a page, of those who have any."""
    if not request.environ.get(BEGUN, True):
        return NONE
    known: dict[tuple[str, int], Drafts] = request.environ.setdefault("samsyn.drafts", {})
    if (kind, object_id) not in known:
        found = drafts_about(db.session, person_id=acting().person_id, kind=kind, object_id=object_id)
        known[kind, object_id] = Drafts(found)
    return known[kind, object_id]


def two_windows() -> dict[str, str]:
    """Give the words the script puts over both texts where it is oneself who wrote the other."""
    return {
        "title": gettext("Du har skrivit i två fönster"),
        "theirs": gettext("Texten i det andra fönstret"),
        "take": gettext("Ta den andra"),
    }


def sent_from() -> str:
    """Give the place of the draft of the form this request sends, so that its page tells it from the others; "" for none.

    What could not be read, as what was too large, was no form.
    """
    try:
        return request.form.get("draft_place", "")
    except HTTPException:
        return ""


def draft_sent(key: str = "") -> None:
    """Let go of the draft of the form this request sends, in the transaction that takes what was sent."""
    place = places.get(request.endpoint or "")
    if place is None:
        return
    services.sent(
        db.session,
        person_id=acting().person_id,
        place=rules.place_of(request.path, key),
        base=request.form.get("draft_base", ""),
        fields=place.fields(request.form),
        stands=place.stands,
    )


def rows_sent(sent: Mapping[str, Collection[tuple[str, str]]]) -> None:
    """Let go of the drafts of rows that were sent and kept, by their places as the page names them, with what was sent of each.

    Each row of the form tells its place and what its draft stands on (`row_place`, `row_base`), in the same order.
    """
    if not sent or not begun_anything():
        return
    told = dict(zip(request.form.getlist("row_place"), request.form.getlist("row_base"), strict=False))
    services.rows_sent(
        db.session,
        person_id=acting().person_id,
        sent={
            place.removeprefix(request.script_root): (told.get(place, ""), entries)
            for place, entries in sent.items()
        },
    )
