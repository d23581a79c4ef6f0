"""Turns away requests that no browser makes and that everything behind could only stumble over."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from werkzeug.datastructures import ImmutableMultiDict, iter_multi_items
from werkzeug.routing import IntegerConverter, Map

# A name or an address with or without a port; labels as long as names may have, none of them empty.
HOST = re.compile(
    r"(?:(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)*[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.?"
    r"|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?"
)
# What may stand in an address without being escaped; a browser escapes the rest.
QUERY = re.compile(r"[\x21-\x7e]*")

LARGEST_ID = 2_147_483_647

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


class IdConverter(IntegerConverter):
    """Numbers in addresses are ids: what no id can be is no address, and never reaches the database."""

    def __init__(self, map: Map, max: int = LARGEST_ID, **rest: Any) -> None:  # noqa: A002  werkzeug's names
        super().__init__(map, max=min(max, LARGEST_ID), **rest)


class Sent(ImmutableMultiDict[str, Any]):
    """What an address or a form holds, without what no page sends and all behind would stumble over.

    That is the character NUL, numbers no id can be, and parts of a torn form that have no name.
    """

    def __init__(self, mapping: Any = None) -> None:
        pairs = iter_multi_items(mapping or ())
        super().__init__((key, _without_nul(value)) for key, value in pairs if key is not None)

    def get(  # type: ignore[override]
        self,
        key: str,
        default: Any = None,
        type: Any = None,  # noqa: A002  werkzeug's names
    ) -> Any:
        """Give the first value; one read as a whole number and too large for an id is as if it were not there."""
        found = super().get(key, default, type)
        return default if type is int and isinstance(found, int) and abs(found) > LARGEST_ID else found


def _without_nul(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value


def install(app: Flask) -> None:
    """Put the entrance before everything else of `app`; call before routes are added."""
    # Built on what is there: other extensions give requests their own class too. No page of ours sends JSON, and what
    # holds numbers and lists where forms await words is no form.
    clean = {"parameter_storage_class": Sent, "is_json": False}
    app.request_class = type("CleanRequest", (app.request_class,), clean)
    app.url_map.converters["int"] = IdConverter
    app.wsgi_app = refuse_malformed(app.wsgi_app)  # type: ignore[method-assign, assignment]


def refuse_malformed(behind: Application) -> Application:
    """Answer 400 where the host is no host or the query holds raw bytes; pass everything else on."""

    def entrance(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        if _well_formed(environ):
            return behind(environ, start_response)
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Security-Policy", "default-src 'none'"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ]
        start_response("400 Bad Request", headers)
        return [b"400 Bad Request\n"]

    return entrance


def _well_formed(environ: dict[str, Any]) -> bool:
    host = environ.get("HTTP_HOST")
    if host is not None and (len(host) > 255 or not HOST.fullmatch(host) or not _possible_port(host)):
        return False
    return QUERY.fullmatch(environ.get("QUERY_STRING", "")) is not None


def _possible_port(host: str) -> bool:
    port = host.rpartition(":")[2] if re.search(r":[0-9]+\Z", host) else ""
    return not port or int(port) <= 65535
