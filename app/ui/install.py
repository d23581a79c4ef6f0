"""Gives an application its look: templates, filters, assets, headers, and pages for what goes wrong."""

from collections.abc import Iterable
from datetime import date, datetime

from flask import Blueprint, Flask
from flask.globals import _cv_app
from flask_babel import get_locale

from app import clock
from app.ui import addresses, assets, formats, headers, markdown, problems
from app.ui.compiled import CompiledTemplates
from app.ui.templating import LeanCode, LeanContext, once, stencil


def install(app: Flask) -> None:
    """Register everything a page needs. Expects Flask-Babel on `app`, and `Flask(static_folder=None)`."""
    blueprint = Blueprint("ui", __name__, template_folder="templates")
    # The gate, in a package above this one, reads this mark: assets are for anyone.
    assets.static.__dict__["__samsyn_requires__"] = "public"
    blueprint.add_url_rule(assets.ADDRESS + "<path:filename>", "static", assets.static)
    app.register_blueprint(blueprint)
    app.jinja_env.context_class = LeanContext
    app.jinja_env.code_generator_class = LeanCode
    app.jinja_env.bytecode_cache = CompiledTemplates()
    app.jinja_env.globals["asset"] = assets.asset
    app.jinja_env.filters.update(
        markdown=markdown.render,
        plain=markdown.plain,
        iso=formats.iso,
        day=day,
        long_day=lambda value: formats.long_day(value, locale()),
        short_day=lambda value: formats.short_day(value, clock.today(), locale()),
        weekday=lambda value: formats.weekday(value, clock.today(), locale()),
        month=lambda value: formats.month(value, locale()),
        clock=lambda value: formats.clock_time(value, locale()),
        moment=lambda value: formats.moment(value, clock.today(), locale()),
        lately=lambda value: formats.lately(value, clock.today(), locale()),
        when=lambda value: formats.when(value, clock.today(), locale()),
        relative_day=lambda value: formats.relative_day(value, clock.today(), locale()),
        listed=listed,
        with_columns=formats.with_columns,
        number_word=lambda value: formats.number_word(value, locale()),
        capitalised=capitalised,
        in_sentence=in_sentence,
        flat_errors=flat_errors,
    )
    app.jinja_env.globals["url_for"] = addresses.url_for
    app.jinja_env.globals.update(once=once, stencil=stencil)
    headers.install(app)
    problems.install(app)


# Not through the proxy, which every date of a list would pay for.
_context = _cv_app.get


def locale() -> str:
    """Give the language of the page being made."""
    try:
        known = _context().g._flask_babel.babel_locale  # noqa: SLF001  where the extension keeps what it has found
    except (AttributeError, LookupError):
        known = None
    found = known or get_locale()
    return found.language if found else "sv"


def day(value: date | datetime) -> str:
    """Write a date as the page's reader says it, relative to the present year."""
    return formats.day(value, clock.today(), locale())


def listed(names: Iterable[object]) -> str:
    """Write names as the page's reader says them after one another."""
    return formats.listed([str(name) for name in names], locale())


def capitalised(text: str) -> str:
    """Begin with a capital and leave the rest as it is; Jinja's own filter lowers it."""
    return text[:1].upper() + text[1:]


def in_sentence(text: str) -> str:
    """Begin a name small, as it stands within a sentence, unless its first letters are an abbreviation."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def flat_errors(errors: Iterable[object]) -> list[str]:
    """Give all messages of a field in one list, those of nested fields too."""
    found: list[str] = []
    for error in errors:
        if isinstance(error, (list, tuple)):
            found += flat_errors(error)
        elif isinstance(error, dict):
            found += flat_errors(error.values())
        else:
            found.append(str(error))
    return found
