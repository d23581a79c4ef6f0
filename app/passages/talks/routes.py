"""The page of all talks about a subject."""

from flask import Blueprint, abort, render_template, request, url_for

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.passages.subjects import LONGEST_KIND, Ref, subjects
from app.passages.talks.pages import talks_of

talk_pages = Blueprint("talks", __name__, url_prefix="/samtal-om", template_folder="../templates")


@talk_pages.get(f"/<string(maxlength={LONGEST_KIND}):kind>/<int(max=2147483647):subject_id>")
@requires(May.USE)
def about(kind: str, subject_id: int) -> str:
    """Show when something was talked about, with the words that are for the one who reads."""
    actor, ref = acting(), Ref(kind, subject_id)
    subject = subjects.named(db.session, actor, [ref]).get(ref)
    if subject is None:
        abort(404)
    page = request.args.get("sida", default=1, type=int)
    return render_template(
        "passages/talks.html",
        subject=subject,
        label=subjects.label(kind),
        found=talks_of(db.session, actor, kind, subject_id, min(max(page, 1), 1_000_000)),
        may_take_up=actor.may(May.TAKE_PART),
        pages_address=lambda number: url_for("talks.about", kind=kind, subject_id=subject_id, sida=number),
    )
