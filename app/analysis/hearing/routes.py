"""Takes what was heard into the part of an analysis it stands beside."""

from flask import Blueprint, abort
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.citizens.bringing import beside_part, heard_in, years_before
from app.citizens.queries import Reader
from app.db import db
from app.writing.pages import part_of, place_of
from app.writing.sent_parts import save_sent_parts
from app.writing.taking import take_into

hearing = Blueprint("hearing", __name__, url_prefix="/analys/hort")

ID = "int(max=2147483647)"


@hearing.post(f"/<{ID}:text_id>/<{ID}:part_id>/<any(heard, citizen_dialogue):kind>/<{ID}:number>")
@requires(May.WRITE_PLANS)
def take_in(text_id: int, part_id: int, kind: str, number: int) -> Response | tuple[str, int]:
    """Take what was heard into the text, as it reads now; it stays where it came from. What was typed is saved first."""
    place = place_of(text_id, write=True)
    if not place.near.writes:
        abort(404)
    left = save_sent_parts(place)
    if left is not None:
        return left
    place = place_of(text_id, write=True)
    part = part_of(place, part_id)
    beside = beside_part(place.text)
    if not place.may_write or beside is None or beside.id != part.id:
        abort(404)
    reader = Reader(acting(), clock.today())
    years = years_before(place.text.year or reader.day.year)
    found = heard_in(db.session, reader, place.text.unit_id, years)
    chosen = next((one for one in found if (one.kind, one.id) == (kind, number)), None)
    if chosen is None:
        abort(404)
    return take_into(
        place,
        part,
        kind=chosen.kind,
        number=chosen.id,
        words=chosen.words,
        source=chosen.source,
        done=gettext("Citatet står nu i er text, med sin källa."),
    )
