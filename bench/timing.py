"""Times, percentiles, and one request inside this process without a client in between."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Flask
from werkzeug.test import EnvironBuilder

ROUNDS = 5


def seconds(work: Callable[[], object], times: int) -> list[float]:
    """Do something a number of times; gives each time in seconds."""
    taken = []
    for _time in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return taken


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def alternating(
    works: Mapping[str, Callable[[], object]], times: int, rounds: int = ROUNDS
) -> dict[str, float]:
    """Measure several things in turn, `rounds` times over; gives the median of the rounds' medians in seconds."""
    medians: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        seconds(work, 3)
    gc.collect()
    gc.freeze()
    try:
        for _round in range(rounds):
            for name, work in works.items():
                medians[name].append(statistics.median(seconds(work, times)))
    finally:
        gc.unfreeze()
    return {name: statistics.median(values) for name, values in medians.items()}


def in_process(app: Flask, path: str, cookie: str | None = None) -> Callable[[], bytes]:
    """Give a function that asks `app` for a page and reads it whole; fails when it is not answered with 200."""
    headers = [("Cookie", cookie)] if cookie else []
    environ = EnvironBuilder(path=path, headers=headers, base_url="http://127.0.0.1").get_environ()

    def ask() -> bytes:
        status: list[str] = []

        def start_response(line: str, _headers: Any, _error: Any = None) -> Any:
            status.append(line)

        answer = app.wsgi_app(dict(environ), start_response)
        try:
            content = b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        if not status[0].startswith("200"):
            raise RuntimeError(f"{path} was answered with {status[0]}")
        return content

    return ask
