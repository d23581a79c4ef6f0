"""Trying a draft: one administrator sees the product as it would be, and writes nothing meanwhile."""

from functools import lru_cache

from flask import Flask, has_request_context, render_template, request, session
from flask_babel import gettext

from app.access.guard import acting_or_none
from app.access.matrix import May
from app.db import db
from app.modelling import queries
from app.modelling.checking import checked
from app.steering.in_force import Standing, forget_standing, notice
from app.steering.schema import Profile

TRYING = "trying_model"
FOUND = "samsyn.tried_model"
STILL = frozenset({"modelling.stop_trying", "accounts.sign_out", "accounts.choose_language"})
"""What can be sent while one tries: to stop, to leave, to change language."""


def begin(draft_id: int) -> None:
    """Let this session see the product with a draft."""
    session[TRYING] = draft_id
    _anew()


def stop() -> int | None:
    """Let this session see the product as everybody does; gives the draft that was tried."""
    tried_id = session.pop(TRYING, None)
    _anew()
    return int(tried_id) if tried_id is not None else None


def tried_id() -> int | None:
    """Give which draft this session is trying; None when it tries none."""
    return int(session[TRYING]) if tried() is not None else None


def _anew() -> None:
    request.environ.pop(FOUND, None)
    forget_standing()


def tried() -> Profile | None:
    """Give the draft this session is trying, where the one behind it still may and it has no mistakes."""
    actor = acting_or_none() if has_request_context() else None
    if actor is None or TRYING not in session or not actor.may(May.EDIT_MODEL):
        return None
    if FOUND in request.environ:
        return request.environ[FOUND]  # type: ignore[no-any-return]
    request.environ[FOUND] = None
    draft = queries.draft(db.session, int(session[TRYING]))
    outcome = checked(draft.text) if draft is not None and draft.discarded_at is None else None
    if outcome is None or outcome.profile is None:
        session.pop(TRYING, None)
        return None
    request.environ[FOUND] = outcome.profile
    return outcome.profile


class _ById:
    """A profile as a key of a cache: by what it is, not by what it says."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile

    def __hash__(self) -> int:
        return id(self.profile)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.profile is self.profile


def with_tried(profile: Profile, in_force: Profile) -> Standing:
    """Give a draft as it would stand after the model in force."""
    return _made(_ById(profile), _ById(in_force))


@lru_cache(maxsize=4)
def _made(profile: _ById, in_force: _ById) -> Standing:
    found = Standing(profile.profile.after([in_force.profile, *in_force.profile.earlier]))
    notice(found.profile)
    return found


def install(app: Flask) -> None:
    """Refuse what is sent while somebody tries a model, and say on every page that one does."""

    @app.context_processor
    def trying_words() -> dict[str, object]:
        return {"trying": tried() if acting_or_none() is not None else None}

    @app.before_request
    def once_known() -> tuple[str, int] | None:
        # The cookie is looked at only where somebody is known: other answers depend on none.
        if acting_or_none() is not None and TRYING in session:
            # Who it is was not known yet when the first word was asked for.
            forget_standing()
            return refuse_writing()
        return None


def refuse_writing() -> tuple[str, int] | None:
    """Answer what is sent while one tries: nothing is saved, and what was typed is shown so that it can be copied."""
    if request.method in {"GET", "HEAD", "OPTIONS"} or request.endpoint in STILL or tried() is None:
        return None
    if "HX-Request" in request.headers or request.accept_mimetypes.best == "application/json":
        return gettext("Du prövar en modell. Inget sparas medan du gör det."), 403
    typed = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and len(value) > 20
    ]
    return render_template("modelling/refused.html", typed=typed), 403
