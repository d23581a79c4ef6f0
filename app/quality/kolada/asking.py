"""What pages ask Kolada while somebody waits: quickly or not at all, and each list of places once a day."""

import time
from collections.abc import Callable
from threading import Lock

from flask import current_app

from app.quality.kolada.client import Kolada
from app.quality.kolada.reading import Measure, Place

TIMEOUT, WHOLE_SECONDS = (2.0, 5.0), 6.0
"""How long somebody is let wait for a page."""

REMEMBERED_SECONDS = 24 * 3600.0
MOST_REMEMBERED = 50


def find_measures(words: str) -> list[Measure]:
    """Give the measures whose title holds `words`; raise `KoladaError`."""
    with _kolada() as kolada:
        return kolada.find_measures(words)


def municipalities() -> list[Place]:
    """Give every municipality; raise `KoladaError`."""
    return _places.of(_base_url(), "", lambda kolada: kolada.municipalities())


def units(municipality: str) -> list[Place]:
    """Give the schools, preschools and so on of a municipality; raise `KoladaError`."""
    return _places.of(_base_url(), municipality, lambda kolada: kolada.units(municipality))


def _base_url() -> str:
    return str(current_app.config["SETTINGS"].kolada_url)


def _kolada() -> Kolada:
    return Kolada(_base_url(), timeout=TIMEOUT, whole_seconds=WHOLE_SECONDS)


class _Places:
    """Lists of places, which change a few times a year, kept in memory for a day."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[tuple[str, str], tuple[float, list[Place]]] = {}

    def of(self, base_url: str, which: str, ask: Callable[[Kolada], list[Place]]) -> list[Place]:
        """Give a list, asked for anew when it is not from today."""
        key, now = (base_url, which), time.monotonic()
        with self._lock:
            at, found = self._kept.get(key, (-REMEMBERED_SECONDS, []))
        if now - at < REMEMBERED_SECONDS and found:
            return found
        with _kolada() as kolada:
            found = sorted(ask(kolada), key=lambda place: place.title.casefold())
        with self._lock:
            if len(self._kept) >= MOST_REMEMBERED:
                self._kept.clear()
            self._kept[key] = now, found
        return found


_places = _Places()
