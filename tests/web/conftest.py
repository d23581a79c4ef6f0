"""The walk through every view as everybody: done once for each kind of database, looked at by many tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.routes import Walk
    from tests.support.world import World


NEAR_AND_FAR = (
    *("section_manager", "unit_manager", "deputy", "former", "guest", "half_guest", "administrator"),
    # Who alone leads a board's control year, whose pages open to nobody else above.
    "chief_executive",
)


@pytest.fixture(scope="session")
def walked(
    worlds: Callable[..., World],
    database_kind: str,
    once: Callable[[str, Callable[[], Walk]], Walk],
) -> Walk:
    """What everybody was answered at every GET address, as a page and as a fragment.

    On PostgreSQL a smaller cast walks: one of each way to be near a dialogue, one far from it, and the top.
    """
    from tests.support.population import populated
    from tests.support.routes import walk

    def seen() -> Walk:
        place = worlds(database_kind, "walked")
        place.reset(populated)
        return walk(place) if database_kind == "sqlite" else walk(place, NEAR_AND_FAR, fragments=False)

    return once(f"walk-{database_kind}", seen)
