"""The blueprints of assignments and of questions, and the looking up their pages share."""

from flask import Blueprint, abort

from app import clock
from app.access.guard import acting
from app.assignments.queries import opening
from app.assignments.queries.asking import Reader
from app.assignments.queries.opening import Opened
from app.assignments.subjects import reader_of
from app.assignments.wording import OWNERS, OWNERS_SHORT, STATES, TONES, WORDS, ZONE_STATES
from app.db import db

assignments = Blueprint("assignments", __name__, url_prefix="/uppdrag", template_folder="templates")
zone = Blueprint("zone", __name__, url_prefix="/uppdrag/gyllene-zonen", template_folder="templates")

ID = "int(max=2147483647)"
"""Ids in addresses: larger ones than a database holds are simply not found."""


@assignments.context_processor
@zone.context_processor
def words() -> dict[str, object]:
    """Give the pages the words they share."""
    return {
        "states": STATES,
        "tones": TONES,
        "word_kinds": WORDS,
        "owners": OWNERS,
        "owners_short": OWNERS_SHORT,
        "zone_states": ZONE_STATES,
    }


def reader() -> Reader:
    """Give the one who has signed in as a reader of assignments today."""
    return reader_of(acting(), clock.today())


def opened_or_404(assignment_id: int, *, lock: bool = False) -> Opened:
    """Give an assignment that may be read, held where it is to be changed; 404 otherwise."""
    found = opening.assignment(db.session, reader(), assignment_id, lock=lock)
    if found is None:
        abort(404)
    return found


def revision_of(text: object) -> int:
    """Read a revision out of a hidden field; 0 where it is no number."""
    value = str(text or "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
