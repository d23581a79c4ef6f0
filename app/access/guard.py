"""The first gate: every view says what it requires, and the app refuses to start with one that does not."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, request
from werkzeug.wrappers import Response

from app.access.actor import Actor
from app.access.matrix import May

View = TypeVar("View", bound=Callable[..., Any])

REQUIRES = "__samsyn_requires__"
PUBLIC = "public"
COOKIELESS = "__samsyn_cookieless__"


class UnclassifiedView(Exception):
    """A view says neither what it requires nor that it is public."""


def requires(permission: May) -> Callable[[View], View]:
    """Say which permission a view needs; a person without it gets 404, a signed-out one the sign-in page."""

    def mark(view: View) -> View:
        setattr(view, REQUIRES, permission)
        return view

    return mark


def public(view: View) -> View:
    """Say that a view is open to anyone, signed in or not."""
    setattr(view, REQUIRES, PUBLIC)
    return view


def cookieless(view: View) -> View:
    """Say that a view is open to anyone who knows its address, and is answered without asking who that is."""
    setattr(view, COOKIELESS, True)
    return public(view)


def requirement(app: Flask, endpoint: str) -> May | str | None:
    """Tell what the view behind `endpoint` requires: a permission, `PUBLIC`, or None when unclassified."""
    view = app.view_functions[endpoint]
    return getattr(view, REQUIRES, None)


def check_all_views(app: Flask) -> None:
    """Stop the start of an app in which a view is unclassified; raises `UnclassifiedView` naming them."""
    unclassified = sorted(name for name in app.view_functions if requirement(app, name) is None)
    if unclassified:
        raise UnclassifiedView("views without @requires or @public: " + ", ".join(unclassified))


def install(
    app: Flask, load_actor: Callable[[], Actor | None], ask_to_sign_in: Callable[[], Response]
) -> None:
    """Put the gate before every request.

    `load_actor` tells who is acting now; `ask_to_sign_in` answers a signed-out person and keeps what was typed.
    """

    def gate() -> Response | None:
        if request.endpoint is None:
            return None
        needed = requirement(app, request.endpoint)
        asks_nobody = getattr(app.view_functions[request.endpoint], COOKIELESS, False)
        if needed == PUBLIC and (asks_nobody or request.endpoint.endswith("static")):
            return None
        actor = load_actor()
        g.actor = actor
        if needed == PUBLIC:
            return None
        if actor is None:
            return ask_to_sign_in()
        if not isinstance(needed, May) or not actor.may(needed):
            abort(404)
        return None

    app.before_request(gate)


def acting() -> Actor:
    """Give the person behind this request; only for views that require a permission."""
    actor = g.get("actor")
    if actor is None:
        current_app.logger.error("a view asked who is acting without requiring a permission")
        abort(404)
    assert isinstance(actor, Actor)  # noqa: S101  # nosec B101  for the type checker
    return actor


def acting_or_none() -> Actor | None:
    """Give the person behind this request, or None when signed out."""
    actor = g.get("actor")
    return actor if isinstance(actor, Actor) else None
