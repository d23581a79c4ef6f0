"""The page that tells everyone who may do what, and what they may themselves."""

from flask import Blueprint, render_template

from app.access import told
from app.access.guard import acting, requires
from app.access.matrix import May
from app.access.things import THINGS, WHO_WORDS

access_pages = Blueprint("access", __name__, template_folder="templates")


@access_pages.get("/vem-far-vad")
@requires(May.READ_MODEL)
def who_may_do_what() -> str:
    """Show the matrix in plain words."""
    return render_template(
        "access/who_may_do_what.html",
        roles=told.for_person(acting()),
        things=THINGS,
        who_words=WHO_WORDS,
    )
