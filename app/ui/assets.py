"""What the browser loads: names that carry their content's hash, sent so that it is fetched once."""

import gzip
import json
import os
from functools import lru_cache
from pathlib import Path

from flask import Response, abort, request

FOLDER = Path(__file__).parent / "static" / "dist"
_LISTING = os.fspath(FOLDER / "manifest.json")
ADDRESS = "/static/dist/"
FOREVER = "public, max-age=31536000, immutable"
_COMPRESSIBLE = {".css", ".js", ".svg"}
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


class AssetsMissing(Exception):
    """The files for the browser have not been put in place; `scripts/setup.sh` does that."""


def asset(name: str) -> str:
    """Give the address of an asset by its plain name, for instance `asset("samsyn.css")`.

    Raises AssetsMissing when the set-up has not run or the name is unknown.
    """
    try:
        return ADDRESS + _manifest(os.stat(_LISTING).st_mtime_ns)[name]  # noqa: PTH116  five times a page, three times as fast
    except FileNotFoundError:
        raise AssetsMissing("no browser files are in place: run scripts/setup.sh") from None
    except KeyError:
        raise AssetsMissing(f"{name} is no asset: run scripts/setup.sh") from None


@lru_cache(maxsize=2)
def _manifest(_changed: int) -> dict[str, str]:
    names: dict[str, str] = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
    return names


def static(filename: str) -> Response:
    """Send one asset, compressed where that helps; only names in the manifest exist."""
    try:
        known = _manifest((FOLDER / "manifest.json").stat().st_mtime_ns).values()
    except FileNotFoundError:
        abort(404)
    if filename not in known:
        abort(404)
    packed = Path(filename).suffix in _COMPRESSIBLE and bool(request.accept_encodings["gzip"])
    response = Response(_content(filename, packed=packed), content_type=_type(filename))
    response.headers["Cache-Control"] = FOREVER
    response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=64)
def _content(filename: str, *, packed: bool) -> bytes:
    content = (FOLDER / filename).read_bytes()
    return gzip.compress(content, 9, mtime=0) if packed else content


def _type(filename: str) -> str:
    return _TYPES.get(Path(filename).suffix, "application/octet-stream")
