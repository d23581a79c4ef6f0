"""How much can be sent at once: told beside the field, by the browser before it is sent, and by the page when it was too much."""

from collections.abc import Callable
from dataclasses import dataclass

from babel.numbers import format_decimal
from flask import g, request
from flask_babel import LazyString, get_locale, gettext, ngettext
from werkzeug.sansio.multipart import Data, Field, File, MultipartDecoder, NeedData

from app.db import db

MEGABYTE = 1024 * 1024

TOGETHER = 15 * MEGABYTE
"""Bytes of all files sent at once."""

WHOLE = TOGETHER + MEGABYTE
"""Bytes of one request: the files, and what is typed beside them."""

HEARD_OUT = 128 * MEGABYTE
"""A browser shows no answer before all is sent: so much is listened to, and let fall, of what is too large."""

MOST_TYPED = 2 * MEGABYTE
_CHUNK = 64 * 1024


def _language() -> str:
    found = get_locale()
    return found.language if found else "sv"


def size_in_words(size: int, language: str) -> str:
    """Say how large something is: kilobytes below one megabyte, and megabytes without decimals that say nothing."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1024))} kB"
    return f"{format_decimal(size / MEGABYTE, format='0.#', locale=language)} MB"


def limits_on_page(largest: int, most: int = 1, *, called: str = "") -> dict[str, object]:
    """Give the attributes of a field for files by which the script tells what is too much before it is sent.

    `called` is how the page calls the largest size, where that is not what it comes to in megabytes.
    """
    language = _language()
    told: dict[str, object] = {
        "data-largest": largest,
        "data-together": TOGETHER,
        "data-most": most,
        "data-too-large": gettext(
            "{name} är för stor: {size}. En fil får vara högst %(most)s.",
            most=size_in_words(largest, language),
        ),
        "data-too-much": gettext(
            "Filerna är för stora tillsammans: {size}. På en gång går det att skicka högst %(most)s.",
            most=size_in_words(TOGETHER, language),
        ),
        "data-too-many": ngettext(
            "Välj bara en fil.", "{number} filer är valda. På en gång går det att skicka högst %(num)s.", most
        ),
    }
    return told


@dataclass(frozen=True, slots=True)
class WayBack:
    """Where a form for files stands: what leads there says `label`; what its limits are is said by `limits`."""

    label: LazyString
    address: Callable[..., str]
    limits: Callable[[], str]


_ways_back: dict[str, WayBack] = {}


def leads_back(endpoint: str, way: WayBack) -> None:
    """Say where the one is led who sent too much to a view, by the arguments of its address."""
    _ways_back[endpoint] = way


@dataclass(frozen=True, slots=True)
class TooMuch:
    """What the page about too much says: the limits, how much it was, and the way back as (label, address)."""

    limits: str
    size: str
    way_back: tuple[str, str] | None


def too_much() -> TooMuch:
    """Put together what can be said about a request that was too large."""
    language = _language()
    way = _ways_back.get(request.endpoint or "")
    sent = request.content_length or 0
    size = size_in_words(sent, language) if sent > WHOLE else ""
    if way is None:
        most = size_in_words(TOGETHER, language)
        return TooMuch(gettext("På en gång går det att skicka högst %(most)s.", most=most), size, None)
    address = way.address(**(request.view_args or {}))
    return TooMuch(way.limits(), size, (str(way.label), address))


def is_too_large() -> bool:
    """Tell whether a request says of itself that it is larger than what is taken."""
    limit = request.max_content_length
    return limit is not None and request.content_length is not None and request.content_length > limit


def typed_beside() -> list[tuple[str, str]]:
    """Read what was typed in a form whose files are too large to take, so that it is not lost with them.

    Only for one who is signed in: nobody else keeps a worker listening. The transaction is let go first, so that nobody
    waits for a slow line.
    """
    boundary = request.mimetype_params.get("boundary", "")
    if (
        g.get("actor") is None
        or request.mimetype != "multipart/form-data"
        or not boundary
        or not is_too_large()
    ):
        return []
    db.session.rollback()
    try:
        return _fields(boundary.encode("ascii"), request.content_length or 0)
    except (ValueError, OSError):
        return []


def _fields(boundary: bytes, length: int) -> list[tuple[str, str]]:
    source = request.environ["wsgi.input"]
    decoder = MultipartDecoder(boundary, max_parts=500)
    found: list[tuple[str, bytearray]] = []
    typed, listening, left = 0, False, length
    while left > 0:
        chunk = source.read(min(_CHUNK, left))
        if not chunk:
            break
        left -= len(chunk)
        decoder.receive_data(chunk)
        while not isinstance(event := decoder.next_event(), NeedData):
            if isinstance(event, Field):
                found.append((event.name or "", bytearray()))
                listening = True
            elif isinstance(event, File):
                listening = False
                if length > HEARD_OUT:
                    # More than anybody waits for; what is typed stands before the files.
                    return _decoded(found)
            elif isinstance(event, Data) and listening:
                typed += len(event.data)
                if typed <= MOST_TYPED:
                    found[-1][1].extend(event.data)
    return _decoded(found)


def _decoded(found: list[tuple[str, bytearray]]) -> list[tuple[str, str]]:
    return [(name, bytes(value).decode("utf-8", "replace")) for name, value in found]
