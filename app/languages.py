"""Which language a page is in: the person's own, or the choice made on the sign-in page; Swedish first."""

from functools import lru_cache
from typing import Any

from flask import Flask, g, has_request_context, session
from flask_babel import Babel, Domain  # type: ignore[attr-defined]
from markupsafe import Markup

from app.access.actor import Actor

LANGUAGES = {"sv": "Svenska", "en": "English"}


class Words(Domain):
    """The catalogues, each read once; looked up once per page, where the extension does it for every word."""

    def get_translations(self) -> Any:
        """Give the catalogue of the language the page is in."""
        try:
            # The extension keeps its language here, and puts None for what was found where another is forced.
            known = g._flask_babel.babel_translations  # noqa: SLF001  where the extension looks itself
        except (AttributeError, RuntimeError):
            known = None
        if known is not None:
            return known
        found = super().get_translations()
        if g:
            g._flask_babel.babel_translations = found  # noqa: SLF001
        return found


WORDS = Words()


class Languages(Babel):
    """The extension with one set of catalogues; its own way is to read the files anew for every request."""

    @property
    def domain_instance(self) -> Domain:
        """Give the catalogues."""
        return WORDS


babel = Languages()


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
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]
    # Every label of a page goes through here. The template engine's own callables copy the variables of the page
    # for each label inside a loop, only to find out whether it escapes; all our templates do.
    app.jinja_env.globals.update(_=say, gettext=say, ngettext=say_number)


def say(text: str, /, **values: object) -> Markup:
    """Say a text of a template in the page's language, with values escaped into it."""
    said = _safe(WORDS.get_translations(), text)
    return said % values if values or "%" in text else said


@lru_cache(maxsize=8192)
def _safe(catalogue: Any, text: str) -> Markup:
    return Markup(catalogue.ugettext(text))  # noqa: S704  # nosec B704  our own catalogue


def say_number(one: str, many: str, number: int, /, **values: object) -> Markup:
    """Say a text that depends on a number; `num` is the number unless something else is called so."""
    said = Markup(WORDS.get_translations().ungettext(one, many, number))  # noqa: S704  # nosec B704  our own catalogue
    return said % {"num": number, **values}
