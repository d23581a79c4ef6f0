"""Which language a page is in: the person's own, or the choice made on the sign-in page; Swedish first."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, has_request_context, session
from flask.globals import _cv_app
from flask_babel import Babel, Domain, get_locale  # type: ignore[attr-defined]
from markupsafe import Markup
from wtforms.i18n import messages_path

from app.access.actor import Actor

# Not through the proxy `g`, which every word of a page would pay for.
_context = _cv_app.get

LANGUAGES = {"sv": "Svenska", "en": "English"}


OWN_WORDS = "samsyn_own_words"
"""Under this the app keeps what gives, for a language, how a text is said with the words of the model in force."""
MOST_SAID = 32


class InOwnWords:
    """A catalogue whose texts are said with the model's words; what the catalogue does otherwise it still does."""

    def __init__(self, catalogue: Any, say_own: Callable[[str], str]) -> None:
        self._catalogue, self._say_own = catalogue, say_own

    def __getattr__(self, name: str) -> Any:
        return getattr(self._catalogue, name)

    def ugettext(self, text: str) -> str:
        """Give a text in the language, with the model's words."""
        return self._say_own(self._catalogue.ugettext(text))

    def ungettext(self, one: str, many: str, number: int) -> str:
        """Give a text that depends on a number in the language, with the model's words."""
        return self._say_own(self._catalogue.ungettext(one, many, number))


class Words(Domain):
    """The catalogues, each read once; looked up once per page, where the extension does it for every word."""

    def get_translations(self) -> Any:
        """Give the catalogue of the language the page is in."""
        try:
            # The extension keeps its language here, and puts None for what was found where another is forced.
            known = _context().g._flask_babel.babel_translations  # noqa: SLF001  where the extension looks itself
        except (AttributeError, LookupError):
            known = None
        if known is not None:
            return known
        found = self._in_own_words(super().get_translations())
        if g:
            g._flask_babel.babel_translations = found  # noqa: SLF001
        return found

    def _in_own_words(self, catalogue: Any) -> Any:
        """Give the catalogue as the model in force says it: one for each app, language and model, made once."""
        own_words = current_app.extensions.get(OWN_WORDS) if current_app else None
        locale = get_locale()
        say_own = own_words(locale.language) if own_words is not None and locale is not None else None
        if say_own is None or locale is None:
            return catalogue
        made = current_app.extensions.setdefault(f"{OWN_WORDS}_made", {})
        key = (locale.language, id(catalogue), say_own)
        if key not in made:
            if len(made) >= MOST_SAID:
                made.clear()
            made[key] = InOwnWords(catalogue, say_own)
        return made[key]


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
    """Give the app its languages and Swedish time; call after `htmx.install`, which puts its own class of requests in place."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "sv")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Europe/Stockholm")
    babel.init_app(app, locale_selector=chosen, timezone_selector=lambda: "Europe/Stockholm")
    # The form extension asks the request for its catalogue before it reads the file, which it does for every request.
    spoken = {"wtforms_translations": property(lambda _request: _words_of_forms(get_locale()))}
    app.request_class = type("SpokenRequest", (app.request_class,), spoken)
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]
    # Every label of a page goes through here. The template engine's own callables copy the variables of the page
    # for each label inside a loop, only to find out whether it escapes; all our templates do.
    app.jinja_env.globals.update(_=say, gettext=say, ngettext=say_number)


@lru_cache(maxsize=8)
def _words_of_forms(language: Any) -> NullTranslations:
    return Translations.load(messages_path(), [language], domain="wtforms")


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
