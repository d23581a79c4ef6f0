"""From an address that only takes what is sent to it to the page it is sent from.

A browser comes to stand at such an address when a form was refused and its page was the answer, and asks for it anew from the
history or when somebody presses Enter in the address field. Addresses are laid out so that the page lies above. Where it does
not, or where what lies above is no page, the feature has a view of its own that leads on (`…_again`).
"""

from typing import Any

from flask import current_app, request
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


def _matched(adapter: MapAdapter, path: str) -> tuple[str, dict[str, Any]] | None:
    try:
        endpoint, said = adapter.match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return endpoint, dict(said)
