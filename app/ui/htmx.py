"""The one place that knows of htmx-flask: whether a fragment is asked for."""

from flask import Flask, request
from htmx_flask import Htmx

htmx = Htmx()


def install(app: Flask) -> None:
    """Make requests aware of htmx."""
    htmx.init_app(app)


def wants_fragment() -> bool:
    """Tell whether htmx asks for a piece of a page: not for a boosted page, not when it restores its history."""
    asked = getattr(request, "htmx", None)
    if not asked:
        return False
    return not asked.boosted and not asked.history_restore_request
