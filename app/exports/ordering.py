"""Long documents: how long they are, when they are no longer the same, waiting for one and fetching it."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting
from app.db import db
from app.exports.answers import MEDIA_TYPES, as_file
from app.exports.orders import services as orders
from app.exports.orders.models import OrderedDocument, OrderState
from app.exports.orders.worker import desk
from app.exports.tree import Document, Letterhead
from app.records.models import Edition
from app.ui.htmx import wants_fragment
from app.ui.install import locale

LONG = 6
"""Pages, by a rough count, from which on a document takes so long to write that it is ordered: measured, a second."""

CHARACTERS_A_PAGE = 2_000
"""Characters of a kept record that fill a page, its own structure counted in."""

LONGEST_NAME = 80
"""Letters of a document's name in that of a file, where how it stands comes after: file names are cut at their end."""

LABELS = (("PDF", orders.PDF), ("Word", orders.WORD))


def is_long(editions: Sequence[Edition | None]) -> bool:
    """Tell whether writing these records takes longer than one waits for a page."""
    pages = sum(1 + len(one.content or "") // CHARACTERS_A_PAGE for one in editions if one is not None)
    return pages >= LONG


def likeness_of(traits: Sequence[object], letterhead: Letterhead) -> str:
    """Put what a document is made of into one short text that differs when any of it does, or the day."""
    arms = hashlib.sha256(letterhead.arms.data).hexdigest() if letterhead.arms else ""
    about = [*traits, locale(), clock.today().isoformat(), letterhead.name, arms]
    return hashlib.sha256(json.dumps(about, ensure_ascii=False).encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Paper:
    """A document somebody may have now: what it is of, its likeness, its name, and how it is put together."""

    kind: str
    object_id: int
    likeness: str
    name: str
    document: Callable[[], Document]
    stands: str = ""
    """How it stands: a draft, or what became of it and on which day. Kept beside each other, the two are not one file."""

    @property
    def file_name(self) -> str:
        """What a file of it is called, but for its ending."""
        return f"{self.name[:LONGEST_NAME]}, {self.stands}" if self.stands else self.name


def ordered(paper: Paper, place: Callable[[int], str]) -> Response:
    """Order a document in the form asked for and lead to where it can be waited for; 404 for another form."""
    form = request.form.get("form", "")
    if form not in orders.FORMS:
        abort(404)
    made = orders.order(
        db.session,
        person_id=acting().person_id,
        kind=paper.kind,
        object_id=paper.object_id,
        form=form,
        likeness=paper.likeness,
        name=f"{paper.file_name}.{form}",
        document=paper.document(),
    )
    target = place(made.id)
    db.session.commit()
    desk.wake_here()
    return redirect(target)


def own(kind: str, object_id: int, order_id: int) -> OrderedDocument:
    """Give what the acting person ordered, or 404."""
    found = orders.own_order(
        db.session, person_id=acting().person_id, kind=kind, object_id=object_id, order_id=order_id
    )
    if found is None:
        abort(404)
    return found


@dataclass(frozen=True, slots=True)
class Places:
    """Addresses around a document that is waited for."""

    here: str
    fetch: str
    again: str
    paper: str


def waiting_page(
    found: OrderedDocument, places: Places, title: str, trail: list[tuple[str, str | None]]
) -> str:
    """Show how far a document has come."""
    page = "exports/_ordered.html" if wants_fragment() else "exports/ordered.html"
    return render_template(
        page, ordered=found, places=places, page_title=title, trail=trail, State=OrderState
    )


def fetched(found: OrderedDocument, paper: Paper, places: Places) -> Response:
    """Send an ordered document, if it still says what one may read now."""
    if found.likeness != paper.likeness:
        flash(gettext("Något har ändrats sedan filen gjordes. Gör den på nytt."), "problem")
        return redirect(places.paper)
    content = orders.content_of(db.session, found)
    if content is None:
        return redirect(places.here)
    return as_file(content, MEDIA_TYPES[found.form], found.name)
