"""Takes what was heard into the part of an analysis it stands beside."""

from flask import Blueprint, abort, flash, redirect
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.citizens.bringing import beside_part, heard_in
from app.citizens.queries import Reader
from app.db import db
from app.writing import services, wording
from app.writing.errors import WritingError
from app.writing.pages import part_of, place_of

hearing = Blueprint("hearing", __name__, url_prefix="/analys/hort")

ID = "int(max=2147483647)"


@hearing.post(f"/<{ID}:text_id>/<{ID}:part_id>/<any(heard, citizen_dialogue):kind>/<{ID}:number>")
@requires(May.WRITE_PLANS)
def take_in(text_id: int, part_id: int, kind: str, number: int) -> Response:
    """Take what was heard into the text, as it reads now; it stays where it came from."""
    place = place_of(text_id, write=True)
    part = part_of(place, part_id)
    beside = beside_part(place.text)
    if not place.may_write or beside is None or beside.id != part.id:
        abort(404)
    reader = Reader(acting(), clock.today())
    found = heard_in(db.session, reader, place.text.unit_id, place.text.year or reader.day.year)
    chosen = next((one for one in found if (one.kind, one.id) == (kind, number)), None)
    if chosen is None:
        abort(404)
    try:
        services.take_in(
            db.session,
            actor_id=acting().person_id,
            text=place.text,
            near=place.near,
            part=part,
            source_kind=chosen.kind,
            source_id=chosen.id,
            words=chosen.words,
            source=chosen.source,
        )
    except WritingError as error:
        db.session.rollback()
        flash(wording.words_for(error), "problem")
        return redirect(place_of(text_id).address())
    target = f"{place.address()}#del-{part_id}"
    db.session.commit()
    flash(gettext("Citatet står nu i er text, med sin källa."), "done")
    return redirect(target)
