"""How something chosen on a page is taken into a part of a text, the same way from wherever it was chosen."""

from flask import flash, redirect
from werkzeug.wrappers import Response

from app.access.guard import acting
from app.db import db
from app.writing import services, wording
from app.writing.errors import WritingError
from app.writing.models import Part
from app.writing.pages import Place


def take_into(
    place: Place, part: Part, *, kind: str, number: int, words: str, source: str, done: str
) -> Response:
    """Take words with their source into a part and lead to where they stand; what refuses it is said above the text."""
    address, anchor = place.address(), f"del-{part.id}"
    try:
        services.take_in(
            db.session,
            actor_id=acting().person_id,
            text=place.text,
            near=place.near,
            part=part,
            source_kind=kind,
            source_id=number,
            words=words,
            source=source,
        )
    except WritingError as error:
        db.session.rollback()
        flash(wording.words_for(error), "problem")
        return redirect(address)
    db.session.commit()
    flash(done, "done")
    return redirect(f"{address}#{anchor}")
