"""From an address that only takes what is sent to it to the page it is sent from.

A browser comes to stand at such an address when a form was refused and its page was the answer, and asks for it anew from the
history or when somebody presses Enter in the address field. Addresses are laid out so that the page lies above. Where it does
not, or where what lies above is no page, the feature has a view of its own that leads on (`…_again`).

Here too: the address with a stroke at its end, and the one without, lead to the one there is.
"""

from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect


def page_above() -> str | None:
    """Give the nearest address above the one asked for at which there is a page, where that one only takes what is sent to it.

    The start page lies above everything, and is where nothing is sent from.
    """
    adapter = current_app.create_url_adapter(request)
    if adapter is None or request.method not in {"GET", "HEAD"}:
        return None
    path = request.path.rstrip("/")
    while path := path.rpartition("/")[0]:
        for way in (f"{path}/", path):
            found = _matched(adapter, way)
            if found is not None:
                return str(adapter.build(*found))
    return None


def page_without_stroke() -> str | None:
    """Give the address asked for without the stroke at its end, where there is a page under that; people type both."""
    adapter = current_app.create_url_adapter(request)
    path = request.path.rstrip("/")
    if adapter is None or request.method not in {"GET", "HEAD"} or path == request.path or not path:
        return None
    found = _matched(adapter, path)
    return _with_query(str(adapter.build(*found))) if found is not None else None


def stay_here(response: Response) -> Response:
    """Lead to the address with a stroke at its end by its path alone, whatever a request says that our host is called."""
    led = request.routing_exception
    if isinstance(led, RequestRedirect):
        way = _with_query("/" + urlsplit(led.new_url).path.lstrip("/"))
        response.location = way
        response.set_data(redirect(way).get_data())
    return response


def _with_query(path: str) -> str:
    query = request.query_string.decode("ascii", "replace")
    return f"{path}?{query}" if query else path


def _matched(adapter: MapAdapter, path: str) -> tuple[str, dict[str, Any]] | None:
    try:
        endpoint, said = adapter.match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return endpoint, dict(said)
