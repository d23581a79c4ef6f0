"""Journeys begin in a small municipality and are walked by its people, each in a browser of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Visit, sign_in_cookie
from tests.journeys.stages import small_town

if TYPE_CHECKING:
    from tests.support.browser import Visitors
    from tests.support.world import Seed, World

# Two browsers and a server share two cores here: what is promised in seconds is measured where it is the point.
expect.set_options(timeout=30_000)

HERE = Path(__file__).parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deal the journeys out to the workers, the longest first: what is left to share at the end is short."""
    workers = getattr(config, "workerinput", {}).get("workercount")
    if workers and all(HERE in item.path.parents for item in items):
        longest_first = sorted(items, key=_seconds, reverse=True)
        items[:] = [item for first in range(workers) for item in longest_first[first::workers]]


def _seconds(item: pytest.Item) -> float:
    told = item.get_closest_marker("takes")
    return float(told.args[0]) if told else 0


@pytest.fixture
def seed() -> Seed | None:
    """A municipality where nobody has begun a dialogue; filled once per worker and copied for each journey."""
    return small_town


@pytest.fixture
def come(visitors: Visitors, live_world: World) -> Callable[..., Visit]:
    """Let somebody come, already signed in: `come("Eva Enhetschef")`, `come("Eva Enhetschef", javascript=False)`."""

    def arrive(name: str, *, javascript: bool = True, dark: bool = False, width: int = 1280) -> Visit:
        page = visitors(javascript=javascript, dark=dark, width=width)
        page.context.add_cookies([sign_in_cookie(live_world, name)])
        return Visit(page, name, javascript=javascript)

    return arrive
