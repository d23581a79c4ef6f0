"""A real HTTP server for tests that speaks as Kolada does, and misbehaves when told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Entry = dict[str, Any]


@dataclass
class Figures:
    """What the server keeps, and how it answers: `misbehaves` one after the other, then rightly."""

    measures: list[Entry] = field(default_factory=list)
    places: list[Entry] = field(default_factory=list)
    units: list[Entry] = field(default_factory=list)
    values: list[Entry] = field(default_factory=list)
    unit_values: list[Entry] = field(default_factory=list)
    misbehaves: list[Any] = field(default_factory=list)
    """A status; a status, headers and perhaps a body; bytes to give as the body, or seconds to wait (a float)."""
    older_names: bool = False
    says_count: int | None = None
    """What it says of how many there are, when that is a lie."""
    page_size: int = 2
    next_host: str = ""
    """Another host to name as that of the next page."""
    endless: bool = False
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        """Give what stands in SAMSYN_KOLADA_URL."""
        return f"http://127.0.0.1:{self.port}/v3"

    def keep(
        self,
        measure: str,
        place: str,
        year: int,
        *,
        unit: bool = False,
        status: str = "",
        deleted: bool = False,
        **by_sex: float | None,
    ) -> None:
        """Keep the values of a measure for a place and a year, `T=`, `K=`, `M=`; what stood there goes."""
        into = self.unit_values if unit else self.values
        name = "ou" if unit else "municipality"
        into[:] = [one for one in into if (one["kpi"], one[name], one["period"]) != (measure, place, year)]
        into.append(
            {
                "kpi": measure,
                name: place,
                "period": year,
                "values": [
                    {"gender": sex, "value": value, "status": status, "count": 1,
                     "is_deleted" if self.older_names else "isdeleted": deleted}
                    for sex, value in by_sex.items()
                ],
            }
        )  # fmt: skip

    def found(self, path: str, query: dict[str, list[str]]) -> list[Entry]:
        """Give all there is at an address, before it is parted into pages."""
        parts = path.removeprefix("/v3/").strip("/").split("/")
        words = query.get("title", [""])[0].casefold()
        match parts:
            case ["kpi"]:
                return [one for one in self.measures if words in one["title"].casefold()]
            case ["kpi", key]:
                return [one for one in self.measures if one["id"] in key.split(",")]
            case ["municipality"]:
                return self.places
            case ["ou"]:
                of = query.get("municipality", [""])[0]
                return [
                    one
                    for one in self.units
                    if one["municipality"] == of and words in one["title"].casefold()
                ]
            case ["data" | "oudata" as kind, "kpi", measure, "municipality" | "ou" as name, named, *years]:
                kept = self.unit_values if kind == "oudata" else self.values
                wanted = years[1].split(",") if years else []
                return [
                    one
                    for one in kept
                    if one["kpi"] == measure
                    and one[name] in named.split(",")
                    and (not wanted or str(one["period"]) in wanted)
                ]
            case _:
                return []


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body are sent as one: apart, each answer waits for the other side to say that it has the first.
    wbufsize = -1
    figures: Figures

    def do_GET(self) -> None:
        figures = self.figures
        figures.asked.append(self.path)
        trouble = figures.misbehaves.pop(0) if figures.misbehaves else None
        if isinstance(trouble, float):
            time.sleep(trouble)
            trouble = None
        if isinstance(trouble, bytes):
            return self._give(200, trouble)
        if isinstance(trouble, tuple):
            return self._give(trouble[0], trouble[2] if len(trouble) > 2 else b"{}", trouble[1])
        if isinstance(trouble, int):
            return self._give(trouble, b'{"detail": "no"}')
        return self._give(200, json.dumps(self._page()).encode())

    def _page(self) -> dict[str, Any]:
        figures, split = self.figures, urlsplit(self.path)
        query = parse_qs(split.query)
        found = figures.found(split.path, query)
        number = int(query.get("page", ["1"])[0])
        begin = (number - 1) * figures.page_size
        entries = found[begin : begin + figures.page_size]
        more = begin + figures.page_size < len(found) or figures.endless
        others = "&".join(f"{k}={v[0]}" for k, v in query.items() if k != "page")
        host = figures.next_host or f"127.0.0.1:{figures.port}"
        following = f"http://{host}{split.path}?{others}&page={number + 1}" if more else None
        count = len(found) if figures.says_count is None else figures.says_count
        answer: dict[str, Any] = {"values": entries, "count": count}
        if figures.older_names:
            return answer | {"next_page": following, "previous_page": None}
        return answer | {"next_url": following, "previous_url": None, "page": number,
                         "per_page": figures.page_size}  # fmt: skip

    def _give(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
            self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            # Whoever asked has gone: that is what some tests are about.
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def kolada_server() -> Iterator[Figures]:
    """Run a server on a free port of this machine."""
    figures = Figures()
    handler = type("Answering", (_Answering,), {"figures": figures})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    figures.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield figures
    finally:
        server.shutdown()
        server.server_close()
