"""Which language a page is in: the person's own, or the choice made on the sign-in page; Swedish first."""

from typing import Any

from flask import Flask, g, has_request_context, session
from flask_babel import Babel, get_domain  # type: ignore[attr-defined]

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
    # Every label of a page goes through here. The extension looks its catalogue up anew for each; once per request
    # and language is enough.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: _catalogue().ugettext(text),
        ngettext=lambda one, many, number: _catalogue().ungettext(one, many, number),
        newstyle=True,
        pgettext=lambda context, text: _catalogue().upgettext(context, text),
        npgettext=lambda context, one, many, number: _catalogue().unpgettext(context, one, many, number),
    )


def _catalogue() -> Any:
    if not g:
        return get_domain().get_translations()
    # The extension keeps here what it has found, and takes it away where another language is forced.
    held = g.get("_flask_babel")
    found = getattr(held, "babel_translations", None)
    if found is None:
        found = get_domain().get_translations()
        g._flask_babel.babel_translations = found  # noqa: SLF001  where the extension looks itself
    return found
