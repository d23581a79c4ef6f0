"""The walk through every view as everybody: done once for each kind of database, looked at by many tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.routes import Walk
    from tests.support.world import World


NEAREST = ("chief_executive", "section_manager", "unit_manager", "former")
"""Those above, somebody who writes, and somebody who did."""

NEAR_AND_FAR = ("section_manager", "unit_manager", "former", "half_guest", "chief_executive", "administrator")
"""One of each way to be near what is written, those it was near once or halfway, and two whose pages open to nobody else."""

WALKING = {"sqlite": 4, "postgresql": 1}
"""How many walk at a time. Workers begin at different ends, and whoever is done first takes the next few."""


@pytest.fixture(scope="session")
def walked(
    worlds: Callable[..., World],
    database_kind: str,
    worker_id: str,
    once: Callable[[str, Callable[[], Walk]], Walk],
) -> Walk:
    """What everybody was answered at every GET address, as a page and, those nearest, as a fragment.

    On PostgreSQL a smaller cast walks, and sees pages only: who may read what is the same condition there.
    """
    from tests.support.population import PEOPLE, populated
    from tests.support.routes import Walk, walk

    everybody = tuple(PEOPLE) if database_kind == "sqlite" else NEAREST
    as_fragments = NEAR_AND_FAR if database_kind == "sqlite" else ()

    groups = len(everybody) // WALKING[database_kind]

    def group(number: int) -> Walk:
        def seen() -> Walk:
            place = worlds(database_kind, "walked")
            place.reset(populated)
            return walk(place, everybody[number::groups], fragments=as_fragments)

        return once(f"walk-{database_kind}-{number}", seen)

    parts = {number: group(number) for number in sorted(range(groups), reverse=worker_id == "gw1")}
    return Walk.together(parts[number] for number in range(groups))
