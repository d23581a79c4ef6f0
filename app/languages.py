"""Which language a page is in: the person's own, or the choice made on the sign-in page; Swedish first."""

from flask import Flask, g, has_request_context, session
from flask_babel import Babel

from app.access.actor import Actor

LANGUAGES = {"sv": "Svenska", "en": "English"}

babel = Babel()


def chosen() -> str:
    """Tell the language of the present request."""
    actor = g.get("actor")
    if isinstance(actor, Actor) and actor.language in LANGUAGES:
        return actor.language
    if not has_request_context():
        # Commands speak the language of the product.
        return "sv"
    picked = session.get("language")
    return picked if picked in LANGUAGES else "sv"


def install(app: Flask) -> None:
    """Give the app its languages and Swedish time."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "sv")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Europe/Stockholm")
    babel.init_app(app, locale_selector=chosen, timezone_selector=lambda: "Europe/Stockholm")
