"""The page of the thread: from wherever one enters it, up to the vision and down to what is done."""

from flask import abort, render_template, url_for

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.passages.subjects import LONGEST_KIND, Ref, subjects
from app.passages.talks.pages import talked_about_many
from app.passages.talks.queries import TalkedAbout
from app.planning.blueprint import ID, asked_number, planning
from app.planning.thread.drawing import draw
from app.planning.thread.strands import strands
from app.planning.thread.walking import Thread, walk


@planning.get(f"/trad/<string(maxlength={LONGEST_KIND}):kind>/<{ID}:node_id>")
@requires(May.READ_PLANS)
def thread(kind: str, node_id: int) -> str:
    """Show a thing with what it hangs on and what hangs on it, and what was said of each in dialogue."""
    found = walk(db.session, acting(), strands, Ref(kind, node_id), max(1, asked_number("sida") or 1))
    if found is None:
        abort(404)
    return render_template(
        "planning/thread/thread.html",
        thread=found,
        here=found.here,
        picture=draw(found) if found.up or found.down else None,
        talked=_talked(found),
        knows_talks=subjects.knows,
        address=lambda node: url_for("planning.thread", kind=node.kind, node_id=node.id),
        pages_address=lambda page: url_for("planning.thread", kind=kind, node_id=node_id, sida=page),
    )


def _talked(found: Thread) -> dict[Ref, TalkedAbout]:
    """Give what is known of the talks about everything on the thread."""
    return talked_about_many(
        db.session, acting(), [node.ref for node in found.nodes() if subjects.knows(node.kind)]
    )
