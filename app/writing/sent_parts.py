"""Parts of a text sent together by one button of its page, where no script saves each as it is typed."""

from app.access.guard import acting
from app.db import db
from app.writing import services, wording
from app.writing.errors import NotNow, TextConflict, WritingError
from app.writing.models import Part
from app.writing.pages import Place
from app.writing.together import NotSaved, Sent, not_saved_page, sent_together


def save_sent_parts(place: Place) -> tuple[str, int] | None:
    """Save the parts that were sent, each by itself, and commit; gives the page with those that could not be, if any."""
    parts = {part.id: part for part in place.text.parts}
    left: list[NotSaved] = []
    for sent in sent_together():
        part = parts.get(sent.key)
        if part is not None and part.text != sent.text:
            left += _not_saved(place, part, sent)
    db.session.commit()
    if not left:
        return None
    return not_saved_page(left, place.address("save_parts"), place.address(), place.name)


def _not_saved(place: Place, part: Part, sent: Sent) -> list[NotSaved]:
    """Save one part; gives it back where that could not be done."""
    label = part.title
    try:
        services.write_part(
            db.session,
            actor_id=acting().person_id,
            text=place.text,
            near=place.near,
            part=part,
            words=sent.text,
            base=sent.base,
        )
    except TextConflict as conflict:
        by = conflict.theirs_by
        return [NotSaved(sent, label, theirs=conflict.theirs, theirs_by=by, base=conflict.base)]
    except WritingError as error:
        # What was refused has changed nothing: the other parts are saved all the same.
        message = str(wording.words_for(error))
        return [NotSaved(sent, label, message, may_save=not isinstance(error, NotNow))]
    return []
