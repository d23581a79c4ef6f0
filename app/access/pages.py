"""The page that tells everyone who may do what, and what they may themselves."""

from flask import Blueprint, render_template

from app.access import told
from app.access.guard import acting, requires
from app.access.matrix import ROLE_WORDS, May, Role
from app.access.things import THINGS, WHO_WORDS

access_pages = Blueprint("access", __name__, template_folder="templates")


@access_pages.get("/vem-far-vad")
@requires(May.READ_MODEL)
def who_may_do_what() -> str:
    """Show the matrix in plain words."""
    actor = acting()
    return render_template(
        "access/who_may_do_what.html",
        mine=told.of(actor),
        appointments=told.appointments(actor),
        my_roles=[role for role in Role if actor.has(role)],
        lines=told.by_permission(),
        roles=[(role, ROLE_WORDS[role][0]) for role in Role],
        by_role=told.by_role(),
        things=THINGS,
        who_words=WHO_WORDS,
    )
