"""Addresses of pages, with a memory: a list asks for the same few hundred again and again, and making one is slow."""

from functools import lru_cache
from typing import Any

from flask import current_app
from flask.globals import _cv_request

# Not through the proxy `request`, which every address of a list would pay for.
_context = _cv_request.get


def url_for(endpoint: str, **values: Any) -> str:
    """Give the address of a page within the site, as Flask's own `url_for` does.

    It depends on the endpoint, its values and where the application is mounted, and on nothing else: we set no
    defaults for addresses. Raises werkzeug's `BuildError` for what has no address.
    """
    if endpoint.startswith("."):
        return current_app.url_for(endpoint, **values)
    context = _context(None)
    if context is None:  # no request, no place it is mounted at
        return _at_the_root(endpoint, **values)
    try:
        return _remembered(context.request.environ.get("SCRIPT_NAME", ""), endpoint, tuple(values.items()))
    except TypeError:  # a list among the values cannot be remembered
        return current_app.url_for(endpoint, **values)


def _at_the_root(endpoint: str, _anchor: str = "", **values: Any) -> str:
    """Give an address as it is where the application is mounted at the root: what jobs and the demo know of it."""
    address = current_app.url_map.bind("localhost").build(endpoint, values)
    return f"{address}#{_anchor}" if _anchor else address


@lru_cache(maxsize=20_000)
def _remembered(_mounted_at: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return current_app.url_for(endpoint, **dict(values))
